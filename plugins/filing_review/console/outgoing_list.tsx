import {
  choice,
  Counting,
  dayText,
  DueDate,
  graphql,
  Link,
  Loading,
  Problem,
  Records,
  Tag,
  useAsk,
  useHere,
  yes,
} from "@renda/console";
import { type DeliveryShown, isStuck } from "./delivery.tsx";
import { named, options, t } from "./texts.ts";

const Outgoing = graphql(`
  query OutgoingFilings(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $state: OutgoingState
    $overdue: Boolean
    $toSign: Boolean
    $toReply: Boolean
    $suspended: Boolean
    $running: Boolean
  ) {
    outgoingFilings(
      first: $first
      after: $after
      last: $last
      before: $before
      state: $state
      overdue: $overdue
      toSign: $toSign
      toReply: $toReply
      suspended: $suspended
      running: $running
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
        documentNumber
        state
        preparedByName
        sentOn
        filingDueOn
        filingRuleText
        lateIfSentToday
        lateBy
        registerText
        package {
          id
          state
        }
      }
    }
  }
`);

const Counted = graphql(`
  query FilingDayCounted($id: ID!) {
    node(id: $id) {
      ... on OutgoingFiling {
        id
        filingSteps
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

interface Stands {
  state: string;
  package: Pick<DeliveryShown, "state"> | null;
}

/** Sent, and yet not there: whoever looks is told so before anything else. */
export function isUndelivered(one: Stands): boolean {
  return one.state === "SENT" && (isStuck(one.package) || one.package?.state === "WAITING");
}

export function OutgoingStateTag({ one }: { one: Stands }) {
  const { state } = one;
  if (isUndelivered(one)) return <Tag tone="late">{t("outgoing.undelivered")}</Tag>;
  return <Tag tone={TONES[state] ?? "plain"}>{named("outgoingState", state)}</Tag>;
}

interface Time {
  id: string;
  lateBy: number | null;
  lateIfSentToday: number | null;
  filingDueOn: string | null;
  filingRuleText: string | null;
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
        because={{ rule: one.filingRuleText, counted: <HowCounted id={one.id} /> }}
      />
    </>
  );
}

/** Asked when the dialog opens, and not for each line of a list. */
function HowCounted({ id }: { id: string }) {
  const { data, error } = useAsk(Counted, { id });
  if (error) return <Problem error={error} />;
  if (!data) return <Loading />;
  return <Counting steps={data.node && "filingSteps" in data.node ? data.node.filingSteps : []} />;
}

export default function OutgoingList() {
  const here = useHere();
  return (
    <Records
      title={t("outgoing.title")}
      query={Outgoing}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.outgoingFilings}
      filters={{
        state: choice(t("filing.state"), options("outgoingState")),
        overdue: yes(t("outgoing.overdue")),
        toReply: yes(t("outgoing.toReply")),
        suspended: yes(t("outgoing.suspended")),
        running: yes(t("outgoing.running")),
        ...(here.can("filing_review.sign_filing") ? { toSign: yes(t("outgoing.toSign")) } : {}),
      }}
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
        { title: t("filing.state"), value: (one) => <OutgoingStateTag one={one} /> },
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
