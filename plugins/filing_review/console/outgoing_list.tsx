import { choice, dayText, DueDate, graphql, Link, Records, Tag, useHere } from "@renda/console";
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
        publishedOn
        adoptedOn
        filingDueOn
        filingRuleText
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

interface Time {
  lateBy: number | null;
  lateIfSentToday: number | null;
  filingDueOn: string | null;
  filingRuleText: string | null;
  publishedOn: string | null;
  adoptedOn: string | null;
}

/** How late it is or would be, in words and a colour, with the day until when and why that one. */
export function Lateness({ one }: { one: Time }) {
  const days = one.lateIfSentToday ?? one.lateBy;
  if (one.filingDueOn === null || days === null) return null;
  const sent = one.lateIfSentToday === null;
  return (
    <>
      {days > 0 ? (
        <Tag tone="late">{sent ? t("late.was", { days }) : t("late.now", { days })}</Tag>
      ) : sent ? (
        <Tag tone="good">{t("late.inTime")}</Tag>
      ) : null}{" "}
      <DueDate
        on={one.filingDueOn}
        text={t("late.until", { day: dayText(one.filingDueOn) })}
        because={{ rule: one.filingRuleText, steps: counted(one) }}
      />
    </>
  );
}

/** The days from which the time to file may be counted, as the rule says which. */
function counted(one: Time): string[] {
  const days = [
    [t("document.adoptedOn"), one.adoptedOn],
    [t("document.publishedOn"), one.publishedOn],
    [t("outgoing.dueOn"), one.filingDueOn],
  ];
  return days.flatMap(([name, on]) => (on ? [`${name} ${dayText(on)}`] : []));
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
          value: (one) => <Lateness one={one} />,
        },
        { title: t("filing.filedOn"), value: (one) => dayText(one.sentOn), tight: true },
        { title: t("filing.register"), value: (one) => one.registerText, wideOnly: true },
        { title: t("outgoing.clerk"), value: (one) => one.preparedByName, wideOnly: true },
      ]}
    />
  );
}
