import {
  Chart,
  graphql,
  Link,
  Print,
  Problem,
  Section,
  Tag,
  useAsk,
  useHere,
  useNarrow,
  Waiting,
} from "@renda/console";
import { named, t } from "./texts.ts";
import { useYear, YearChoice } from "./year.tsx";

const Units = graphql(`
  query UnitFigures($year: Int!) {
    unitFigures(year: $year) {
      body
      name
      figures {
        figure
        count
      }
    }
    filingFigures(year: $year) {
      figure
      count
    }
    body {
      name
      level
      parent {
        name
      }
    }
  }
`);

const SHOWN = ["FILED", "LATE", "PROBLEMS", "UNCORRECTED"];

/** What a county's units filed in a year, with those that filed nothing; above them the county. */
export default function UnitsPage() {
  const here = useHere();
  const narrow = useNarrow();
  const { year, failed } = useYear();
  const { data, error } = useAsk(Units, { year: year ?? 0 }, year === null);
  if (!data || year === null) return <Waiting title={t("units.title")} error={failed ?? error} />;
  const units = data.unitFigures;
  const count = (figures: readonly { figure: string; count: number }[], figure: string) =>
    figures.find((one) => one.figure === figure)?.count ?? 0;
  const silent = units.filter((one) => count(one.figures, "FILED") === 0);
  const open = (unit: number, shown: number) =>
    `../copies?year=${year}&fromBody=${units[unit]?.body}&figure=${SHOWN[shown]}`;
  const chart = (
    <Chart
      title={t("units.chart", { year })}
      kind="bar"
      names={units.map((one) => one.name)}
      series={SHOWN.map((figure) => ({
        name: named("figure", figure),
        values: units.map((one) => count(one.figures, figure)),
      }))}
      to={open}
    />
  );
  return (
    <>
      <h1>{t("units.of", { year })}</h1>
      <Problem error={error} />
      <div className="acts">
        <YearChoice year={year} />
        <Print wide />
      </div>
      <Section title={t("units.levels")}>
        <ol className="levels">
          {data.body.parent ? (
            <li>
              {data.body.parent.name} <span className="quiet">{t("units.above")}</span>
            </li>
          ) : null}
          <li>
            <strong>{here.body}</strong>{" "}
            <Link to={`../figures?year=${year}`}>
              {t("units.own", { count: count(data.filingFigures, "FILED") })}
            </Link>
          </li>
          <li>
            {t("units.below", {
              count: units.length,
              filed: units.reduce((sum, one) => sum + count(one.figures, "FILED"), 0),
            })}
          </li>
        </ol>
      </Section>
      {units.length === 0 ? <p className="empty">{t("units.none")}</p> : null}
      {silent.length > 0 ? (
        <Section title={t("units.silent", { count: silent.length })}>
          <p className="row">
            {silent.map((one) => (
              <Tag key={one.body} tone="soon">
                {one.name}
              </Tag>
            ))}
          </p>
        </Section>
      ) : null}
      {/* A drawing of all units is longer than a phone's screen: there the numbers come first. */}
      {narrow ? null : chart}
      <Section title={t("units.table")}>
        <div className="scroll" tabIndex={0} role="group" aria-label={t("units.table")}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t("units.unit")}</th>
                {data.filingFigures.map((one) => (
                  <th key={one.figure} scope="col">
                    {named("figure", one.figure)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {units.map((one) => (
                <tr key={one.body}>
                  <th scope="row">
                    <Link to={`../copies?year=${year}&fromBody=${one.body}`}>{one.name}</Link>
                  </th>
                  {one.figures.map((figure) => (
                    <td key={figure.figure}>
                      {figure.figure === "FILED" && figure.count === 0 ? t("units.nil") : figure.count}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      {narrow ? chart : null}
    </>
  );
}
