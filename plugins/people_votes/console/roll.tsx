import { graphql, Link, Print, Records, useParams } from "@renda/console";
import { t } from "./texts.ts";

const Roll = graphql(`
  query VoteRoll($round: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    voteRoll(round: $round, first: $first, after: $after, last: $last, before: $before) {
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
        delegation
      }
    }
  }
`);

/** Who may vote; nothing tells whether or how anybody did. */
export default function RollPage() {
  const { id = "" } = useParams();
  return (
    <>
      <p className="back">
        <Link to={`../votes/${id}`}>{t("vote.back")}</Link>
      </p>
      <Records
        title={t("roll.title")}
        query={Roll}
        variables={(place) => ({ ...place, round: id })}
        page={(data) => data.voteRoll}
        empty={t("roll.none")}
        acts={<Print />}
        columns={[
          { title: t("person.name"), value: (one) => one.name },
          { title: t("person.delegation"), value: (one) => one.delegation },
        ]}
      />
      <p className="quiet">{t("roll.only")}</p>
    </>
  );
}
