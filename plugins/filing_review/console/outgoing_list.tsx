import { choice, dayText, graphql, Link, Records, Tag, useHere } from "@renda/console";
import { named, options, t } from "./texts.ts";

const Outgoing = graphql(`
  query OutgoingFilings($first: Int, $after: String, $last: Int, $before: String, $state: OutgoingState) {
    outgoingFilings(first: $first, after: $after, last: $last, before: $before, state: $state) {
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
        documentNumber
        state
        preparedByName
        sentOn
        filingDueOn
        lateIfSentToday
        lateBy
        registerText
      }
    }
  }
`);

const TONES: Record<string, "plain" | "good" | "soon" | "late"> = {
  WITHHELD: "late",
  RETURNED: "late",
  OPINION_RECEIVED: "late",
  ANSWERED: "soon",
  SIGNED: "soon",
  REGISTERED: "good",
  CORRECTED: "good",
  CLOSED: "good",
};

export function OutgoingStateTag({ state }: { state: string }) {
  return <Tag tone={TONES[state] ?? "plain"}>{named("outgoingState", state)}</Tag>;
}

/** How late it is or would be, in words and a colour. */
export function Lateness(props: { lateBy: number | null; today: number | null; on: string | null }) {
  const days = props.today ?? props.lateBy;
  if (props.on === null || days === null) return null;
  if (days > 0)
    return (
      <Tag tone="late">
        {props.today === null ? t("late.was", { days }) : t("late.now", { days })}
      </Tag>
    );
  return (
    <Tag tone={props.today === null ? "good" : "plain"}>
      {props.today === null ? t("late.inTime") : t("late.until", { day: dayText(props.on) })}
    </Tag>
  );
}

export default function OutgoingList() {
  const here = useHere();
  return (
    <Records
      title={t("outgoing.title")}
      query={Outgoing}
      variables={(place, chosen) => ({ ...place, state: chosen.state ?? null })}
      page={(data) => data.outgoingFilings}
      filters={{ state: choice(t("filing.state"), options("outgoingState")) }}
      to={(one) => one.id}
      empty={t("outgoing.none")}
      acts={
        here.can("filing_review.prepare_filing") ? (
          <Link className="button" to="../outgoing/new">
            {t("outgoing.new")}
          </Link>
        ) : null
      }
      columns={[
        { title: t("filing.title"), value: (one) => one.title },
        { title: t("document.number"), value: (one) => one.documentNumber, wideOnly: true },
        { title: t("filing.state"), value: (one) => <OutgoingStateTag state={one.state} /> },
        {
          title: t("outgoing.lateness"),
          value: (one) => (
            <Lateness lateBy={one.lateBy} today={one.lateIfSentToday} on={one.filingDueOn} />
          ),
        },
        { title: t("filing.filedOn"), value: (one) => dayText(one.sentOn), tight: true },
        { title: t("filing.register"), value: (one) => one.registerText, wideOnly: true },
        { title: t("outgoing.clerk"), value: (one) => one.preparedByName, wideOnly: true },
      ]}
    />
  );
}
