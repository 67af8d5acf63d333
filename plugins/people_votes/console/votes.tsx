import { choice, graphql, Records, Tag, timeText, yes } from "@renda/console";
import { named, options, t } from "./texts.ts";

const Votes = graphql(`
  query Votes(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $state: RoundState
    $cycle: ID
    $mine: Boolean! = false
  ) {
    votes(
      first: $first
      after: $after
      last: $last
      before: $before
      state: $state
      cycle: $cycle
      mine: $mine
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
        title
        number
        mode
        state
        announcedAt
        meeting {
          id
          title
        }
      }
    }
  }
`);

export default function VotesPage() {
  return <VotesList title={t("votes.title")} to="" />;
}

/** The rounds of a cycle, or all. */
export function VotesList(props: { title?: string; cycle?: string; to: string }) {
  return (
    <Records
      {...(props.title ? { title: props.title } : { name: "votes" })}
      query={Votes}
      variables={(place, chosen) => ({ ...place, cycle: props.cycle ?? null, ...chosen })}
      page={(data) => data.votes}
      filters={
        props.cycle
          ? {}
          : { state: choice(t("vote.state"), options("roundState")), mine: yes(t("votes.mine")) }
      }
      to={(one) => `${props.to}${one.id}`}
      empty={t("votes.none")}
      columns={[
        { title: t("vote.name"), value: (one) => one.title },
        { title: t("vote.number"), value: (one) => one.number, tight: true },
        {
          title: t("vote.state"),
          value: (one) => (
            <Tag tone={one.state === "ANNOUNCED" ? "good" : one.state === "VOID" ? "late" : "plain"}>
              {named("roundState", one.state)}
            </Tag>
          ),
        },
        { title: t("vote.mode"), value: (one) => named("mode", one.mode) },
        { title: t("vote.meeting"), value: (one) => one.meeting?.title, wideOnly: true },
        { title: t("vote.announcedAt"), value: (one) => timeText(one.announcedAt), tight: true },
      ]}
    />
  );
}
