import {
  Act,
  Acts,
  Chart,
  graphql,
  number,
  Records,
  Section,
  text,
  thisYear,
  useAsk,
  useSearchParams,
} from "@renda/console";
import { points } from "./points.ts";
import { t } from "./texts.ts";

const Accounts = graphql(`
  query PointsAccounts(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $year: Int!
    $district: String
    $least: Int
    $below: Int
  ) {
    pointsAccounts(
      first: $first
      after: $after
      last: $last
      before: $before
      year: $year
      district: $district
      least: $least
      below: $below
    ) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        name
        district
        points
        attendance
        effect
        awarded
        deducted
        entries
        grade
      }
    }
  }
`);

const Distribution = graphql(`
  query PointsDistribution($year: Int!, $width: Int!) {
    pointsDistribution(year: $year, width: $width) {
      least
      below
      deputies
    }
    pointsBeforeRule {
      copies
      text
    }
  }
`);

const OpenYear = graphql(`
  mutation OpenPointsYear($input: OpenPointsYearInput!) {
    openPointsYear(input: $input) {
      id
    }
  }
`);

const CloseYear = graphql(`
  mutation ClosePointsYear($input: ClosePointsYearInput!) {
    closePointsYear(input: $input) {
      id
    }
  }
`);

const ClosePeriod = graphql(`
  mutation ClosePointsPeriod($input: ClosePointsPeriodInput!) {
    closePointsPeriod(input: $input) {
      id
    }
  }
`);

const WIDTH = 1000;

export default function AccountsPage() {
  const [address] = useSearchParams();
  const year = Number(address.get("year")) || thisYear();
  const of = number(t("account.year"), { least: 1979, most: 2100, required: true });
  return (
    <>
      <Records
        title={t("accounts.title")}
        query={Accounts}
        variables={(place, { least, below, ...chosen }) => ({
          ...place,
          year: thisYear(),
          ...chosen,
          ...(least === undefined ? {} : { least: least * 100 }),
          ...(below === undefined ? {} : { below: below * 100 }),
        })}
        page={(data) => data.pointsAccounts}
        filters={{
          year: number(t("account.year"), { least: 1979, most: 2100 }),
          district: text(t("account.district")),
          least: number(t("accounts.least")),
          below: number(t("accounts.below")),
        }}
        to={(one) => one.id}
        empty={t("accounts.none", { year })}
        acts={
          <Acts>
            <Act
              verb={OpenYear}
              action="deputy_points.open_points_year"
              text={t("openYear.go")}
              before={<p>{t("openYear.before")}</p>}
              fields={{ year: of }}
              begin={{ year: String(year) }}
              variables={(typed) => ({ input: typed })}
              said={t("openYear.done")}
            />
            <Act
              verb={ClosePeriod}
              action="deputy_points.close_points_period"
              text={t("closePeriod.go")}
              danger
              before={<p>{t("closeYear.before")}</p>}
              fields={{
                year: of,
                period: text(t("list.period"), { required: true, hint: t("period.hint") }),
              }}
              begin={{ year: String(year) }}
              variables={(typed) => ({ input: typed })}
              said={t("closeYear.done")}
            />
            <Act
              verb={CloseYear}
              action="deputy_points.close_points_year"
              text={t("closeYear.go")}
              danger
              before={<p>{t("closeYear.before")}</p>}
              fields={{ year: of }}
              begin={{ year: String(year) }}
              variables={(typed) => ({ input: typed })}
              said={t("closeYear.done")}
            />
          </Acts>
        }
        columns={[
          { title: t("account.name"), value: (one) => one.name },
          { title: t("account.district"), value: (one) => one.district },
          { title: t("account.points"), value: (one) => points(one.points), tight: true },
          { title: t("account.effect"), value: (one) => points(one.effect), tight: true },
          { title: t("account.attendance"), value: (one) => points(one.attendance), tight: true, wideOnly: true },
          { title: t("account.deducted"), value: (one) => points(one.deducted), tight: true, wideOnly: true },
          { title: t("account.entries"), value: (one) => one.entries, tight: true, wideOnly: true },
          { title: t("account.grade"), value: (one) => one.grade },
        ]}
      />
      <Spread year={year} />
    </>
  );
}

/** How many deputies hold how many points: numbers only, nobody is ranked by it. */
function Spread({ year }: { year: number }) {
  const { data } = useAsk(Distribution, { year, width: WIDTH });
  if (!data) return null;
  const bands = data.pointsDistribution;
  return (
    <Section title={t("spread.title", { year })}>
      {data.pointsBeforeRule.copies > 0 ? <p className="quiet">{data.pointsBeforeRule.text}</p> : null}
      <Chart
        title={t("spread.chart")}
        kind="bar"
        names={bands.map((one) => bandText(one))}
        series={[{ name: t("spread.deputies"), values: bands.map((one) => one.deputies) }]}
        to={(at) => (bands[at]?.deputies ? bandAddress(year, bands[at]) : null)}
      />
    </Section>
  );
}

interface Band {
  least: number;
  below: number;
}

/** The accounts of a band. */
export function bandAddress(year: number, band: Band | undefined): string | null {
  return band ? `../accounts?year=${year}&least=${band.least / 100}&below=${band.below / 100}` : null;
}

export function bandText(band: Band): string {
  return t("spread.band", { least: points(band.least), most: points(band.below) });
}
