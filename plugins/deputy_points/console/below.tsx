import {
  choice,
  FieldRow,
  graphql,
  Link,
  Listed,
  number,
  Problem,
  RecordPage,
  Section,
  thisYear,
  useAsk,
  useSearchParams,
} from "@renda/console";
import { points } from "./points.ts";
import { options, t } from "./texts.ts";

const PLACES = 20;

const Ranking = graphql(`
  query PointsRankingBelow($year: Int!, $level: Level!, $first: Int!, $skip: Int!) {
    pointsRankingBelow(year: $year, level: $level, first: $first, skip: $skip) {
      bodies
      deputies
      rows {
        place
        body
        name
        district
        points
        rule
      }
    }
  }
`);

/** What bodies below published and ranked themselves, ranked together where this body's practice says so. */
export default function BelowPage() {
  const [address, setAddress] = useSearchParams();
  const year = Number(address.get("year")) || thisYear() - 1;
  const level = address.get("level") === "TOWNSHIP" ? "TOWNSHIP" : "COUNTY";
  const skip = Number(address.get("skip")) || 0;
  const { data, error } = useAsk(Ranking, { year, level, first: PLACES, skip });
  const found = data?.pointsRankingBelow;
  const go = (changes: Record<string, unknown>) =>
    setAddress({ year: String(year), level, ...changes } as Record<string, string>);
  const at = (place: number) => `?year=${year}&level=${level}&skip=${place}`;
  return (
    <RecordPage
      title={t("below.title")}
      back={{ to: "../published", text: t("published.back") }}
    >
      <p>{t("below.what")}</p>
      <div className="row screen-only">
        <FieldRow
          loose
          field={number(t("account.year"), { least: 1979, most: 2100 })}
          value={String(year)}
          onChange={(value) => go({ year: String(value) })}
        />
        <FieldRow
          loose
          field={choice(t("below.level"), options("level"), { required: true })}
          value={level}
          onChange={(value) => go({ level: String(value) })}
        />
      </div>
      <Problem error={error} />
      {found ? (
        <Section title={t("below.found", { bodies: found.bodies, deputies: found.deputies })}>
          <Listed
            rows={found.rows}
            of={(one) => `${one.place}/${one.body}/${one.name}/${one.district}`}
            empty={t("below.none")}
            columns={[
              [t("account.name"), (one) => one.name],
              [t("row.place"), (one) => one.place],
              [t("account.points"), (one) => points(one.points)],
              [t("below.body"), (one) => one.body],
              [t("account.district"), (one) => one.district],
              [t("below.rule"), (one) => one.rule],
            ]}
          />
          <p className="row screen-only">
            {skip > 0 ? (
              <Link to={at(Math.max(0, skip - PLACES))}>{t("below.previous")}</Link>
            ) : null}
            {skip + PLACES < found.deputies ? (
              <Link to={at(skip + PLACES)}>{t("below.next")}</Link>
            ) : null}
          </p>
        </Section>
      ) : null}
    </RecordPage>
  );
}
