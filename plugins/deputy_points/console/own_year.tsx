import {
  graphql,
  Print,
  RecordPage,
  Records,
  useParams,
  useSearchParams,
} from "@renda/console";
import { LineShown, useLineColumns } from "./lines.tsx";
import { t } from "./texts.ts";

const Lines = graphql(
  `
  query OwnPointsLines(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $year: Int!
    $upTo: Int
    $period: String
  ) {
    ownPointsLines(
      first: $first
      after: $after
      last: $last
      before: $before
      year: $year
      upTo: $upTo
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
        ...LineShown
      }
    }
  }
`,
  [LineShown],
);

/** The own points of a year, line by line, each with its sentence. */
export default function OwnYearPage() {
  const { year = "" } = useParams();
  const [address] = useSearchParams();
  const upTo = Number(address.get("upTo")) || null;
  const period = address.get("period") || null;
  return (
    <RecordPage
      title={t("own.lines", { year })}
      back={{ to: "../own", text: t("own.back") }}
      state={<Print />}
    >
      {upTo ? <p className="quiet">{t("lines.frozen")}</p> : null}
      <Records
        name="lines"
        query={Lines}
        variables={(place) => ({ ...place, year: Number(year), upTo, period })}
        page={(data) => data.ownPointsLines}
        empty={t("lines.none")}
        columns={useLineColumns()}
      />
    </RecordPage>
  );
}
