import {
  Act,
  dayText,
  graphql,
  Link,
  RecordPage,
  Records,
  Section,
  Tag,
  text,
  thisYear,
  useAsk,
  useSearchParams,
  Waiting,
} from "@renda/console";
import { markOf, points } from "./points.ts";
import { t } from "./texts.ts";

const Sheets = graphql(`
  query PointsMarkSheets($year: Int!) {
    pointsMarkSheets(year: $year) {
      kind
      title
      most
      rater
      raterTitle
      weight
      period
      periodTitle
      waiting
    }
  }
`);

const Left = graphql(`
  query DeputiesToMark(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $year: Int!
    $kind: String!
    $rater: String!
    $period: String
  ) {
    deputiesToMark(
      first: $first
      after: $after
      last: $last
      before: $before
      year: $year
      kind: $kind
      rater: $rater
      period: $period
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
        mandate
      }
    }
  }
`);

const Given = graphql(`
  query GivenPointsMarks(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $year: Int!
  ) {
    givenPointsMarks(first: $first, after: $after, last: $last, before: $before, year: $year) {
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
        mandate
        kind
        title
        rater
        raterTitle
        period
        value
        markedOn
      }
    }
  }
`);

const Enter = graphql(`
  mutation EnterOwnPointsMark($input: EnterPointsMarkInput!) {
    enterPointsMark(input: $input) {
      id
    }
  }
`);

interface Sheet {
  kind: string;
  title: string;
  most: number;
  rater: string;
  raterTitle: string;
  period: string | null;
  periodTitle: string | null;
}

const keyOf = (one: Pick<Sheet, "kind" | "rater" | "period">) =>
  [one.kind, one.rater, one.period ?? ""].join("/");

/** What waits for the mark of whoever looks at it, sheet by sheet; and what they marked. */
export default function MarksPage() {
  const [address] = useSearchParams();
  const now = thisYear();
  const year = Number(address.get("year")) || now;
  const { data, error } = useAsk(Sheets, { year });
  if (!data) return <Waiting title={t("rating.title")} error={error} />;
  const sheets = data.pointsMarkSheets;
  const shown =
    sheets.find((one) => keyOf(one) === address.get("sheet")) ??
    sheets.find((one) => one.waiting > 0) ??
    sheets[0];
  return (
    <RecordPage title={t("rating.title")}>
      <p className="row">
        {[now, now - 1].map((one) =>
          one === year ? (
            <strong key={one}>{t("rating.year", { year: one })}</strong>
          ) : (
            <Link key={one} to={`?year=${one}`}>
              {t("rating.year", { year: one })}
            </Link>
          ),
        )}
      </p>
      {sheets.length === 0 ? <p className="empty">{t("rating.none", { year })}</p> : null}
      <ul className="cards" aria-label={t("rating.sheets")}>
        {sheets.map((one) => (
          <li key={keyOf(one)}>
            <strong>
              <Link
                to={`?year=${year}&sheet=${encodeURIComponent(keyOf(one))}`}
                aria-current={one === shown ? "true" : undefined}
              >
                {sheetText(one)}
              </Link>
            </strong>
            <p className="quiet">
              {t("rating.what", { rater: one.raterTitle, most: points(one.most), weight: one.weight })}
            </p>
            <Tag tone={one.waiting > 0 ? "soon" : "good"}>
              {one.waiting > 0 ? t("rating.waiting", { count: one.waiting }) : t("rating.allDone")}
            </Tag>
          </li>
        ))}
      </ul>
      {shown ? <ToMark key={keyOf(shown)} year={year} sheet={shown} /> : null}
      <Section title={t("rating.given")}>
        <Records
          name="given"
          query={Given}
          variables={(place) => ({ ...place, year })}
          page={(data) => data.givenPointsMarks}
          empty={t("rating.noneGiven")}
          columns={[
            { title: t("account.name"), value: (one) => one.name },
            { title: t("mark.title"), value: (one) => one.title },
            { title: t("mark.rater"), value: (one) => one.raterTitle },
            { title: t("line.value"), value: (one) => points(one.value), tight: true },
            { title: t("mark.on"), value: (one) => dayText(one.markedOn), tight: true },
            {
              title: t("rating.again"),
              value: (one) => {
                const sheet = sheets.find(
                  (it) => keyOf(it) === keyOf({ ...one, period: one.period || null }),
                );
                return sheet ? (
                  <Marking year={year} sheet={sheet} mandate={one.mandate} again />
                ) : (
                  t("rating.over")
                );
              },
            },
          ]}
        />
      </Section>
    </RecordPage>
  );
}

function sheetText(one: Sheet): string {
  return one.periodTitle
    ? t("rating.ofPeriod", { title: one.title, period: one.periodTitle })
    : one.title;
}

function ToMark({ year, sheet }: { year: number; sheet: Sheet }) {
  const { kind, rater, period } = sheet;
  return (
    <Section title={t("rating.toMark", { sheet: sheetText(sheet), rater: sheet.raterTitle })}>
      <Records
        name="left"
        query={Left}
        variables={(place) => ({ ...place, year, kind, rater, period })}
        page={(data) => data.deputiesToMark}
        empty={t("rating.noneLeft")}
        columns={[
          { title: t("account.name"), value: (one) => one.name },
          { title: t("account.district"), value: (one) => one.district },
          {
            title: t("mark.go"),
            value: (one) => <Marking year={year} sheet={sheet} mandate={one.mandate} />,
            tight: true,
          },
        ]}
      />
    </Section>
  );
}

function Marking(props: { year: number; sheet: Sheet; mandate: string; again?: boolean }) {
  const { year, sheet, mandate } = props;
  const { kind, rater, period } = sheet;
  return (
    <Act
      verb={Enter}
      action="deputy_points.enter_points_mark"
      text={props.again ? t("rating.again") : t("mark.go")}
      about={`${year}/${keyOf(sheet)}/${mandate}`}
      fields={{
        value: text(t("mark.value"), {
          required: true,
          hint: t("rating.range", { most: points(sheet.most) }),
        }),
      }}
      variables={({ value }) => ({
        input: { mandate, year, kind, rater, period, value: markOf(value) },
      })}
      said={t("mark.done")}
    />
  );
}
