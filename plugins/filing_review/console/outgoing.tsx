import {
  Act,
  Acts,
  choice,
  day,
  dayText,
  Facts,
  file,
  Gone,
  graphql,
  Link,
  longText,
  Offered,
  Print,
  RecordPage,
  type ResultOf,
  rows,
  Section,
  text,
  Timeline,
  useAsk,
  useHere,
  useParams,
  Waiting,
  Why,
} from "@renda/console";
import { FaultList } from "./faults.tsx";
import { ByHands } from "./by_hands.tsx";
import { Delivery, DeliveryParts } from "./delivery.tsx";
import { DraftParts, Drafts } from "./drafts.tsx";
import { isUndelivered, Lateness, OutgoingStateTag } from "./outgoing_list.tsx";
import { usePackageRules } from "./package_rules.ts";
import { ClockParts, Clocks, clockSteps, documentFacts, LetterParts, Letters, Package } from "./parts.tsx";
import { named, options, t } from "./texts.ts";

const One = graphql(`
  query OutgoingFiling($id: ID!) {
    node(id: $id) {
      ... on OutgoingFiling {
        id
        title
        state
        documentNumber
        kind
        generallyBinding
        adoptedOn
        adoptedBy
        printedOn
        publishedOn
        publishedIn
        effectiveOn
        validUntil
        openness
        governmentNumber
        platformNumber
        paperCopies
        preparedByName
        createdAt
        signedByName
        signedOn
        reportNumber
        sentOn
        filingDueOn
        filingRuleText
        lateBy
        lateIfSentToday
        lateReason
        registerText
        replyReason
        ask
        droppedByName
        droppedOn
        dropReason
        withdrawnOn
        withdrawReason
        suspendedUntil
        offered
        documentFaults {
          told
        }
        package {
          ...DeliveryParts
        }
        parts {
          id
          kind
          absentReason
          removed
          file {
            id
            name
          }
        }
        draftLetters {
          ...DraftParts
        }
        letters {
          ...LetterParts
        }
        deadlines {
          ...ClockParts
        }
      }
    }
  }
`, [
  ClockParts,
  DeliveryParts,
  DraftParts,
  LetterParts,
]);

const Sign = graphql(`
  mutation SignFiling($input: SignFilingInput!) {
    signFiling(input: $input) {
      id
    }
  }
`);

const Drop = graphql(`
  mutation DropFiling($input: DropFilingInput!) {
    dropFiling(input: $input) {
      id
    }
  }
`);

const Send = graphql(`
  mutation SendFiling($input: SendFilingInput!) {
    sendFiling(input: $input) {
      id
      lateBy
    }
  }
`);

const Withdraw = graphql(`
  mutation WithdrawFiling($input: WithdrawFilingInput!) {
    withdrawFiling(input: $input) {
      id
    }
  }
`);

const Supplement = graphql(`
  mutation SupplementFiling($input: SupplementFilingInput!) {
    supplementFiling(input: $input) {
      id
    }
  }
`);

const Answer = graphql(`
  mutation AnswerOpinion($input: AnswerOpinionInput!) {
    answerOpinion(input: $input) {
      id
    }
  }
`);

const AnswerReminder = graphql(`
  mutation AnswerReminder($input: SendLetterInput!) {
    sendLetter(input: $input) {
      id
    }
  }
`);

const Repeal = graphql(`
  mutation ReportCorrection($input: ReportCorrectionInput!) {
    reportCorrection(input: $input) {
      id
    }
  }
`);

type Shown = Extract<NonNullable<ResultOf<typeof One>["node"]>, { title: string }>;

export default function OutgoingPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  const rules = usePackageRules();
  if (!data) return <Waiting title={t("outgoing.title")} error={error} />;
  const one = data.node && "title" in data.node ? data.node : null;
  const back = { to: "../outgoing", text: t("outgoing.back") };
  if (!one) return <Gone title={t("outgoing.title")} back={back} />;
  const there = one.parts.filter((part) => !part.removed).map((part) => part.kind as string);
  const missing = rules.ready ? rules.demanded.filter((kind) => !there.includes(kind)) : [];
  const before = one.state === "DRAFT" || one.state === "SIGNED";
  return (
    <RecordPage record={one.id} title={one.title} back={back} state={<OutgoingStateTag one={one} />}>
      {one.replyReason ? (
        <p className="problem">{t("outgoing.asked", { reason: one.replyReason })}</p>
      ) : null}
      <p>
        {one.state === "DRAFT" && one.generallyBinding === false
          ? t("outgoing.notNeeded")
          : one.state === "DRAFT" && missing.length > 0
            ? t("outgoing.complete")
            : one.suspendedUntil
              ? one.state === "ANSWERED"
                ? t("outgoing.standsStill", { day: dayText(one.suspendedUntil) })
                : t("outgoing.reviewStandsStill", { day: dayText(one.suspendedUntil) })
              : isUndelivered(one)
              ? one.package?.state === "WAITING"
                ? t("outgoing.onItsWay")
                : t("outgoing.notThere", { why: one.package?.reason ?? "" })
              : named("outgoingNext", one.state)}
      </p>
      {one.state === "DROPPED" ? (
        <p>{t("drop.told", { name: one.droppedByName ?? "", reason: one.dropReason ?? "" })}</p>
      ) : null}
      {one.state === "SENT" && one.package?.withdrawReason ? (
        <p>{t("withdraw.asked", { reason: one.package.withdrawReason })}</p>
      ) : null}
      {before && one.withdrawnOn ? (
        <p>{t("withdraw.told", { day: dayText(one.withdrawnOn), reason: one.withdrawReason ?? "" })}</p>
      ) : null}
      <Verbs one={one} missing={missing} />
      <Drafts letters={one.draftLetters} />
      <Section title={t("outgoing.period")}>
        <p>
          <Lateness one={one} />
          {one.filingDueOn === null && one.publishedOn ? t("late.noClock") : null}
          {one.filingDueOn === null && !one.publishedOn ? t("late.noDay") : null}
        </p>
        <Facts
          facts={[
            [t("outgoing.dueOn"), dayText(one.filingDueOn)],
            [t("filing.filedOn"), dayText(one.sentOn)],
            [t("outgoing.lateReason"), one.lateReason],
          ]}
        />
        <Why rule={one.filingRuleText} />
      </Section>
      <Section title={t("package.title")}>
        <Package parts={one.parts} />
        {before && missing.length > 0 ? (
          <p className="problem">
            {t("package.missing", { parts: missing.map((kind) => named("part", kind)).join(t("comma")) })}
          </p>
        ) : null}
        <Why rule={rules.partsRule} />
      </Section>
      <Section title={t("filing.facts")} aside={<Print />}>
        <Facts
          facts={[
            ...documentFacts(one),
            [t("outgoing.reportNumber"), one.reportNumber],
            [t("outgoing.clerk"), one.preparedByName],
            [t("outgoing.signer"), one.signedByName],
            [t("filing.register"), one.registerText],
          ]}
        />
        {before ? <FaultList faults={one.documentFaults} /> : null}
      </Section>
      {one.package ? <Delivery title={t("dispatch.title")} sent={one.package} /> : null}
      <Letters letters={one.letters} />
      <Clocks clocks={one.deadlines} />
      <Section title={t("timeline.title")}>
        <Timeline entries={happened(one)} />
      </Section>
    </RecordPage>
  );
}

/** Whether a reminder waits for an answer. */
function reminded({ letters }: Shown): boolean {
  const kinds: string[] = letters.map((letter) => letter.kind);
  return kinds.includes("REMINDER") && !kinds.includes("REMINDER_ANSWER");
}

function Verbs({ one, missing }: { one: Shown; missing: readonly string[] }) {
  const here = useHere();
  const late = one.lateIfSentToday ?? 0;
  const revisable =
    one.state === "DRAFT" || one.state === "SIGNED" || (one.state === "WITHHELD" && one.ask === "REFILE");
  return (
    <Acts>
      {revisable && here.can("filing_review.revise_filing") ? (
        <Link className="button plain" to={`../outgoing/${one.id}/revise`}>
          {t("assistant.revise")}
        </Link>
      ) : null}
      <Act
        verb={Sign}
        action="filing_review.sign_filing"
        text={t("sign.go")}
        about={one.id}
        offered={one.offered}
        before={
          <>
            <p>{t("sign.before")}</p>
            <FaultList faults={one.documentFaults} />
            {missing.length > 0 ? (
              <p className="problem">
                {t("package.missing", {
                  parts: missing.map((kind) => named("part", kind)).join(t("comma")),
                })}
              </p>
            ) : null}
          </>
        }
        fields={{ reportNumber: text(t("outgoing.reportNumber"), { required: true }) }}
        variables={(typed) => ({ input: { filing: one.id, ...typed } })}
        said={t("sign.done")}
      />
      <Act
        verb={Send}
        action="filing_review.send_filing"
        text={t("send.go")}
        about={one.id}
        offered={one.state === "SIGNED"}
        before={
          late > 0 ? (
            <p className="problem">
              {t("send.late", { day: dayText(one.filingDueOn), days: late })}
            </p>
          ) : (
            <p>{t("send.before")}</p>
          )
        }
        fields={{
          lateReason: longText(t("outgoing.lateReason"), {
            when: () => late > 0,
            hint: t("send.lateHint"),
          }),
        }}
        variables={(typed) => ({ input: { filing: one.id, ...typed } })}
        said={(data) =>
          data.sendFiling.lateBy ? t("send.doneLate", { days: data.sendFiling.lateBy }) : t("send.done")
        }
      />
      <Act
        verb={Drop}
        action="filing_review.drop_filing"
        text={t("drop.go")}
        about={one.id}
        offered={one.offered}
        danger
        before={<p>{t("drop.before")}</p>}
        fields={{ reason: longText(t("act.reason"), { required: true }) }}
        variables={(typed) => ({ input: { filing: one.id, ...typed } })}
        said={t("drop.done")}
      />
      <Act
        verb={Withdraw}
        action="filing_review.withdraw_filing"
        text={t("withdraw.go")}
        about={one.id}
        offered={one.state === "SENT"}
        danger
        before={<p>{t("withdraw.before")}</p>}
        fields={{ reason: longText(t("withdraw.reason"), { required: true }) }}
        variables={(typed) => ({ input: { filing: one.id, ...typed } })}
        said={t("withdraw.done")}
      />
      <Act
        verb={Supplement}
        action="filing_review.supplement_filing"
        text={t("supplement.go")}
        about={one.id}
        offered={one.state === "WITHHELD" && one.ask !== "REFILE"}
        fields={{
          parts: rows(
            t("supplement.parts"),
            {
              kind: choice(t("papers.kind"), options("part"), { required: true }),
              file: file(t("act.file"), { required: true }),
            },
            { least: 1 },
          ),
          note: longText(t("act.note")),
        }}
        variables={({ parts, note }) => ({ input: { filing: one.id, parts, note: note ?? "" } })}
        said={t("supplement.done")}
      />
      <Offered when={one.state === "OPINION_RECEIVED"}>
        <ByHands
          verb={Answer}
          action="filing_review.answer_opinion"
          text={t("answer.go")}
          about={one.id}
          before={<p>{t("answer.before")}</p>}
          fields={{
            measure: choice(t("answer.measure"), options("measure"), { required: true }),
            number: text(t("document.number")),
            text: longText(t("answer.text"), { required: true }),
            file: file(t("act.file")),
          }}
          variables={(typed) => ({ input: { filing: one.id, ...typed } })}
          said={t("answer.done")}
          draft={{
            text: t("answer.draft"),
            input: (typed) => ({ kind: "ANSWER", outgoing: one.id, ...typed }),
          }}
        />
      </Offered>
      <Offered when={reminded(one)}>
        <ByHands
          verb={AnswerReminder}
          action="filing_review.send_letter"
          text={t("reminder.go")}
          about={one.id}
          fields={{
            number: text(t("document.number")),
            text: longText(t("letter.text"), { required: true }),
            file: file(t("act.file")),
          }}
          variables={(typed) => ({
            input: { kind: "REMINDER_ANSWER" as const, outgoing: one.id, ...typed },
          })}
          said={t("letter.sent")}
          draft={{
            text: t("reminder.draft"),
            input: (typed) => ({ kind: "REMINDER_ANSWER", outgoing: one.id, ...typed }),
          }}
        />
      </Offered>
      <Act
        verb={Repeal}
        action="filing_review.report_correction"
        text={t("repeal.go")}
        about={one.id}
        offered={["REGISTERED", "OPINION_RECEIVED", "ANSWERED"].includes(one.state)}
        before={<p>{t("repeal.before")}</p>}
        fields={{
          repealedOn: day(t("repeal.day"), { required: true }),
          number: text(t("repeal.number"), { required: true }),
          title: text(t("repeal.title")),
          text: longText(t("act.note")),
          file: file(t("act.file")),
        }}
        variables={({ text: said, ...typed }) => ({
          input: { filing: one.id, ...typed, text: said ?? "" },
        })}
        said={t("repeal.done")}
      />
    </Acts>
  );
}

function happened(one: Shown) {
  const steps = [
    { day: one.createdAt, text: t("timeline.prepared", { name: one.preparedByName }) },
    { day: one.signedOn, text: t("timeline.signed", { name: one.signedByName ?? "" }) },
    { day: one.withdrawnOn, text: t("timeline.takenBack", { reason: one.withdrawReason ?? "" }) },
    { day: one.sentOn, text: t("timeline.sent") },
    { day: one.droppedOn, text: t("timeline.dropped", { name: one.droppedByName ?? "" }) },
    ...one.letters.map((letter) => ({
      day: letter.datedOn,
      text: `${named("direction", letter.direction)} ${named("letter", letter.kind)}`,
    })),
    ...one.deadlines.map((clock) => ({
      day: clock.triggerOn,
      text: t("timeline.clock", { title: clock.title, rule: clock.ruleText ?? t("clocks.noRule") }),
    })),
    ...clockSteps(one.deadlines),
  ];
  return steps
    .flatMap((step, index) => (step.day ? [{ key: String(index), ...step, day: step.day.slice(0, 10) }] : []))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}
