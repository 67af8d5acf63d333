import { Chart, graphql, Link, Print, Problem, useAsk, Waiting } from "@renda/console";
import { named, t } from "./texts.ts";
import { useYear, YearChoice } from "./year.tsx";

const Figures = graphql(`
  query FilingFigures($year: Int!) {
    filingFigures(year: $year) {
      figure
      count
    }
  }
`);

/** The figures of a year; each opens to the filings that it counts. */
export default function FiguresPage() {
  const { year, failed } = useYear();
  const { data, error } = useAsk(Figures, { year: year ?? 0 }, year === null);
  if (!data || year === null) return <Waiting title={t("figures.title")} error={failed ?? error} />;
  const found = data.filingFigures;
  const to = (index: number) => `../filings?year=${year}&figure=${found[index]?.figure}`;
  return (
    <>
      <h1>{t("figures.of", { year })}</h1>
      <Problem error={error} />
      <div className="acts">
        <YearChoice year={year} />
        <Print />
      </div>
      {found.every((one) => one.count === 0) ? <p className="empty">{t("figures.none")}</p> : null}
      <ul className="counts" aria-label={t("figures.title")}>
        {found.map((one, index) => (
          <li key={one.figure}>
            <strong>
              <Link to={to(index)} aria-label={`${named("figure", one.figure)} ${one.count}`}>
                {one.count}
              </Link>
            </strong>
            {named("figure", one.figure)}
          </li>
        ))}
      </ul>
      <Chart
        title={t("figures.chart", { year })}
        kind="bar"
        names={found.map((one) => named("figure", one.figure))}
        series={[{ name: t("figures.count"), values: found.map((one) => one.count) }]}
        to={to}
      />
    </>
  );
}
