import { choice, dayText, graphql, Records, Tag } from "@renda/console";
import { named, options, t } from "./texts.ts";

const Doubts = graphql(`
  query Doubts($first: Int, $after: String, $last: Int, $before: String, $state: DoubtState) {
    doubts(first: $first, after: $after, last: $last, before: $before, state: $state) {
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
        clause
        state
        foundBy
        makerName
        arrivedOn
        passedUpOn
        answeredOn
      }
    }
  }
`);

const TONES = { ARRIVED: "soon", RECEIVED: "soon", PASSED_UP: "plain", ANSWERED: "good" } as const;

export function DoubtTag({ state }: { state: keyof typeof TONES }) {
  return <Tag tone={TONES[state]}>{named("doubtState", state)}</Tag>;
}

/** Doubts about the constitution that pass through here, on their way up and down. */
export default function DoubtsPage() {
  return (
    <Records
      title={t("doubts.title")}
      query={Doubts}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.doubts}
      filters={{ state: choice(t("filing.state"), options("doubtState")) }}
      to={(one) => one.id}
      empty={t("doubts.none")}
      columns={[
        { title: t("filing.title"), value: (one) => one.title },
        { title: t("finding.clause"), value: (one) => one.clause },
        { title: t("doubts.foundBy"), value: (one) => one.foundBy },
        { title: t("filing.maker"), value: (one) => one.makerName, wideOnly: true },
        { title: t("filing.state"), value: (one) => <DoubtTag state={one.state} /> },
        { title: t("doubts.arrivedOn"), value: (one) => dayText(one.arrivedOn), tight: true },
        { title: t("doubts.passedUpOn"), value: (one) => dayText(one.passedUpOn), tight: true },
        { title: t("doubts.answeredOn"), value: (one) => dayText(one.answeredOn), tight: true },
      ]}
    />
  );
}
