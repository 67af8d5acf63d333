import {
  Act,
  Acts,
  choice,
  day,
  file,
  graphql,
  group,
  longText,
  number,
  Offered,
  Problem,
  rows,
  text,
  useAsk,
  useHere,
  yes,
} from "@renda/console";
import { ByHands } from "./by_hands.tsx";
import type { FilingShown } from "./filing.tsx";
import { named, options, t } from "./texts.ts";

const Around = graphql(`
  query AroundFiling($assign: Boolean!) {
    colleagues(may: "filing_review.conclude_review") @include(if: $assign) {
      id
      name
      post
    }
    body {
      organs {
        code
        name
        kind
      }
    }
    viewer {
      organ {
        code
        kind
      }
    }
  }
`);

const Receive = graphql(`
  mutation ReceiveFiling($input: ReceiveFilingInput!) {
    receiveFiling(input: $input) {
      id
    }
  }
`);

const Register = graphql(`
  mutation RegisterFiling($input: RegisterFilingInput!) {
    registerFiling(input: $input) {
      id
      registerText
    }
  }
`);

const Return = graphql(`
  mutation ReturnFiling($input: ReturnFilingInput!) {
    returnFiling(input: $input) {
      id
    }
  }
`);

const Withhold = graphql(`
  mutation WithholdFiling($input: WithholdFilingInput!) {
    withholdFiling(input: $input) {
      id
    }
  }
`);

const SendLetter = graphql(`
  mutation SendFilingLetter($input: SendLetterInput!) {
    sendLetter(input: $input) {
      id
    }
  }
`);

const Assign = graphql(`
  mutation AssignReview($input: AssignReviewInput!) {
    assignReview(input: $input) {
      id
    }
  }
`);

const Conclude = graphql(`
  mutation ConcludeReview($input: ConcludeReviewInput!) {
    concludeReview(input: $input) {
      id
      conclusion
    }
  }
`);

const PassUp = graphql(`
  mutation PassUpDoubt($input: PassUpDoubtInput!) {
    passUpDoubt(input: $input) {
      id
    }
  }
`);

const DraftOpinion = graphql(`
  mutation DraftOpinion($input: DraftOpinionInput!) {
    draftOpinion(input: $input) {
      id
    }
  }
`);

const Suspend = graphql(`
  mutation SuspendReview($input: SuspendReviewInput!) {
    suspendReview(input: $input) {
      id
    }
  }
`);

const Resume = graphql(`
  mutation ResumeReview($input: ResumeReviewInput!) {
    resumeReview(input: $input) {
      id
    }
  }
`);

const AskLonger = graphql(`
  mutation RequestExtension($input: RequestExtensionInput!) {
    requestExtension(input: $input) {
      id
    }
  }
`);

const Extend = graphql(`
  mutation ExtendReview($input: ExtendReviewInput!) {
    extendReview(input: $input) {
      id
    }
  }
`);

const Decline = graphql(`
  mutation DeclineExtension($input: DeclineExtensionInput!) {
    declineExtension(input: $input) {
      id
    }
  }
`);

const Note = graphql(`
  mutation RecordNote($input: RecordNoteInput!) {
    recordNote(input: $input) {
      id
    }
  }
`);

const Report = graphql(`
  mutation ReportUncorrected($input: ReportUncorrectedInput!) {
    reportUncorrected(input: $input) {
      id
    }
  }
`);

const Feed = graphql(`
  mutation FeedPlatform($input: FilingInput!) {
    feedPlatform(input: $input) {
      id
    }
  }
`);

const Close = graphql(`
  mutation CloseFiling($input: CloseFilingInput!) {
    closeFiling(input: $input) {
      id
    }
  }
`);

const Secrecy = graphql(`
  mutation CheckSecrecy($input: CheckSecrecyInput!) {
    checkSecrecy(input: $input) {
      id
    }
  }
`);

const Publish = graphql(`
  mutation PublishFiling($input: FilingInput!) {
    publishFiling(input: $input) {
      id
    }
  }
`);

const Unpublish = graphql(`
  mutation WithdrawPublication($input: WithdrawPublicationInput!) {
    withdrawPublication(input: $input) {
      id
    }
  }
`);

/** Whose review may run beside the lead's: organs of the congress's own. */
const COMMITTEES = [
  "WORKING_COMMISSION",
  "SPECIAL_COMMITTEE",
  "LEGISLATIVE_AFFAIRS_COMMISSION",
  "DEPUTY_AFFAIRS_COMMISSION",
  "EXPERT_GROUP",
];
const UNDER_WAY = ["UNDER_REVIEW", "PROBLEM", "ANSWERED"];
const OPEN = [...UNDER_WAY, "OPINION_ISSUED", "SUSPENDED", "NO_PROBLEM", "CORRECTED", "PASSED_UP"];

type Props = { one: FilingShown };

/** Whether this person would not press it in vain: who may, and what else the server asks for. */
const can = (one: FilingShown, verb: string) => one.offered.includes(`filing_review.${verb}`);

/** What may be done with a filing now, by whoever may. */
export function FilingActs({ one }: Props) {
  const { state } = one;
  return (
    <>
      <Offered when={state === "ARRIVED"}>
        <Acts>
          <Act
            verb={Receive}
            action="filing_review.receive_filing"
            text={t("receive.go")}
            about={one.id}
            fields={{ paperReceivedOn: day(t("receive.paper")) }}
            variables={(typed) => ({ input: { filing: one.id, ...typed } })}
            said={t("receive.done")}
          />
        </Acts>
      </Offered>
      <Offered when={state === "RECEIVED"}>
        <FormCheck one={one} />
      </Offered>
      <Offered when={state === "REGISTERED" || state === "UNDER_REVIEW"}>
        <Assigning one={one} />
      </Offered>
      <Offered when={state === "UNDER_REVIEW"}>
        <Concluding one={one} />
      </Offered>
      <Offered when={state === "PROBLEM"}>
        <Opinion one={one} />
      </Offered>
      <Acts>
        <Act
          verb={Close}
          action="filing_review.close_filing"
          text={t("close.go")}
          about={one.id}
          offered={can(one, "close_filing")}
          before={<p>{t("close.before")}</p>}
          fields={{
            note: longText(t("filing.closeNote"), { required: true }),
            archiveNumber: text(t("filing.archive")),
          }}
          variables={(typed) => ({ input: { filing: one.id, ...typed } })}
          said={t("close.done")}
        />
        <Offered when={can(one, "report_uncorrected")}>
          <Reporting one={one} />
        </Offered>
        <Act
          verb={Feed}
          action="filing_review.feed_platform"
          text={t("feed.go")}
          about={one.id}
          offered={can(one, "feed_platform")}
          before={<p>{t("feed.before")}</p>}
          variables={() => ({ input: { filing: one.id } })}
          said={t("feed.done")}
        />
        <Offered when={OPEN.includes(state)}>
          <Writing one={one} />
        </Offered>
      </Acts>
      <Offered when={UNDER_WAY.includes(state) || state === "SUSPENDED"}>
        <Time one={one} />
      </Offered>
      <Offered when={state === "ARCHIVED" || !!one.registeredOn}>
        <Publishing one={one} />
      </Offered>
    </>
  );
}

/** Register, return, withhold: each is a letter to the maker. */
function FormCheck({ one }: Props) {
  const filing = one.id;
  return (
    <Acts>
      <ByHands
        verb={Register}
        action="filing_review.register_filing"
        text={t("register.go")}
        about={filing}
        offered={can(one, "register_filing")}
        before={<p>{t("register.before")}</p>}
        fields={{
          note: longText(t("filing.formCheckNote")),
          paperReceivedOn: day(t("receive.paper")),
        }}
        variables={(typed) => ({ input: { filing, ...typed } })}
        said={(data) => t("register.done", { number: data.registerFiling.registerText ?? "" })}
        draft={{
          text: t("register.draft"),
          about: `${filing}/REGISTERED`,
          input: (typed) => ({ kind: "REGISTERED", filing, ...typed }),
        }}
      />
      <ByHands
        verb={Withhold}
        action="filing_review.withhold_filing"
        text={t("withhold.go")}
        about={filing}
        fields={{
          ask: choice(t("withhold.ask"), options("ask"), { required: true }),
          missing: rows(t("withhold.missing"), {
            kind: choice(t("papers.kind"), options("part"), { required: true }),
          }),
          reason: longText(t("withhold.reason"), { required: true }),
          dueOn: day(t("withhold.dueOn"), { hint: t("withhold.dueHint") }),
        }}
        variables={({ missing, ...typed }) => ({
          input: { filing, ...typed, missing: missing.map((part) => part.kind) },
        })}
        said={t("withhold.done")}
        draft={{
          text: t("withhold.draft"),
          about: `${filing}/WITHHELD`,
          input: ({ missing, reason, ...typed }) => ({
            kind: "WITHHELD",
            filing,
            text: reason,
            missing: missing.map((part) => part.kind),
            ...typed,
          }),
        }}
      />
      <ByHands
        verb={Return}
        action="filing_review.return_filing"
        text={t("return.go")}
        about={filing}
        danger
        fields={{ reason: longText(t("return.reason"), { required: true }) }}
        variables={(typed) => ({ input: { filing, ...typed } })}
        said={t("return.done")}
        draft={{
          text: t("return.draft"),
          about: `${filing}/RETURNED`,
          input: ({ reason }) => ({ kind: "RETURNED", filing, text: reason }),
        }}
      />
    </Acts>
  );
}

function Assigning({ one }: Props) {
  const here = useHere();
  const may = here.can("filing_review.assign_review");
  const { data, error } = useAsk(Around, { assign: may }, !may);
  if (!may) return null;
  if (!data) return <Problem error={error} />;
  const own = data.viewer.organ?.code;
  const given = one.tasks.map((task) => task.reviewerOrgan);
  const beside = data.body.organs.filter(
    (organ) => COMMITTEES.includes(organ.kind) && organ.code !== own && !given.includes(organ.code),
  );
  return (
    <Acts>
      <Act
        verb={Assign}
        action="filing_review.assign_review"
        text={one.state === "REGISTERED" ? t("assign.go") : t("assign.more")}
        about={one.id}
        fields={{
          lead: choice(
            t("filing.lead"),
            (data.colleagues ?? []).map((who) => ({ value: who.id, text: `${who.name} ${who.post}` })),
            one.leadName ? { hint: t("assign.leadStays", { name: one.leadName }) } : { required: true },
          ),
          committees: group(
            t("assign.committees"),
            Object.fromEntries(beside.map((organ) => [organ.code, yes(organ.name)])),
            { when: () => beside.length > 0 },
          ),
          request: longText(t("assign.request")),
        }}
        variables={({ lead, committees, request }) => ({
          input: {
            filing: one.id,
            lead,
            committees: beside.map((organ) => organ.code).filter((code) => committees[code]),
            request,
          },
        })}
        said={t("assign.done")}
      />
    </Acts>
  );
}

/** To the level above. */
function Reporting({ one }: Props) {
  return (
    <ByHands
      verb={Report}
      action="filing_review.report_uncorrected"
      text={t("report.go")}
      about={one.id}
      before={<p>{t("report.before")}</p>}
      fields={{
        number: text(t("document.number"), { required: true }),
        text: longText(t("letter.text"), { required: true }),
        file: file(t("act.file")),
      }}
      variables={(typed) => ({ input: { filing: one.id, ...typed } })}
      said={t("report.done")}
      draft={{
        text: t("report.draft"),
        about: `${one.id}/UPWARD_REPORT`,
        input: (typed) => ({ kind: "UPWARD_REPORT", filing: one.id, ...typed }),
      }}
    />
  );
}

/** A doubt goes up from level to level. */
function PassingUp({ finding, clause }: { finding: string; clause: string }) {
  return (
    <ByHands
      verb={PassUp}
      action="filing_review.pass_up_doubt"
      text={t("passUp.go", { clause })}
      about={finding}
      before={<p>{t("passUp.before")}</p>}
      fields={{
        number: text(t("document.number"), { required: true }),
        title: text(t("filing.title")),
        text: longText(t("passUp.text"), { required: true }),
        file: file(t("act.file")),
      }}
      variables={(typed) => ({ input: { finding, ...typed } })}
      said={t("passUp.done")}
      draft={{
        text: t("passUp.draft", { clause }),
        input: (typed) => ({ kind: "DOUBT_REPORT", finding, ...typed }),
      }}
    />
  );
}

const doubtful = (standard: string) => standard.startsWith("CONSTITUTION_");

/** The lead merges what all reviewers found: one decision for each finding. */
function Concluding({ one }: Props) {
  const open = one.findings.filter((found) => found.decision === "OPEN" && !doubtful(found.standard));
  const doubts = one.findings.filter((found) => doubtful(found.standard));
  const waiting = one.tasks.filter((task) => task.state === "OPEN");
  return (
    <Acts>
      {doubts.map((found) => (
        <Offered key={found.id} when={found.decision === "OPEN" && can(one, "pass_up_doubt")}>
          <PassingUp finding={found.id} clause={found.clause} />
        </Offered>
      ))}
      <Act
        verb={Conclude}
        action="filing_review.conclude_review"
        text={t("conclude.go")}
        about={one.id}
        offered={can(one, "conclude_review")}
        before={
          <>
            <p>{t("conclude.before", { count: open.length })}</p>
            {waiting.length > 0 ? (
              <p className="problem">
                {t("conclude.waiting", { who: waiting.map((task) => task.reviewerName).join(t("comma")) })}
              </p>
            ) : null}
          </>
        }
        fields={{
          findings: group(
            t("findings.title"),
            Object.fromEntries(
              open.map((found) => [
                found.id,
                group(`${found.clause} ${found.problem}${t("with", { name: found.reviewerName })}`, {
                  adopt: choice(t("conclude.decision"), options("adopt"), { required: true }),
                  note: longText(t("finding.decisionNote"), {
                    required: true,
                    when: (typed) => typed.adopt === "REJECT",
                    hint: t("conclude.rejectHint"),
                  }),
                }),
              ]),
            ),
            { when: () => open.length > 0 },
          ),
          note: longText(t("filing.conclusionNote")),
        }}
        variables={({ findings, note }) => ({
          input: {
            filing: one.id,
            merges: open.map((found) => ({
              finding: found.id,
              adopt: findings[found.id]?.adopt === "ADOPT",
              note: findings[found.id]?.note ?? null,
            })),
            note: note ?? "",
          },
        })}
        said={(data) => t("conclude.done", { conclusion: named("conclusion", data.concludeReview.conclusion) })}
      />
    </Acts>
  );
}

export const MEETING = {
  title: text(t("meeting.title"), { required: true }),
  heldOn: day(t("meeting.heldOn"), { required: true }),
  members: number(t("meeting.members"), { required: true, least: 1 }),
  present: number(t("meeting.present"), { required: true, least: 0 }),
  inFavour: number(t("meeting.inFavour"), { required: true, least: 0 }),
};

function Opinion({ one }: Props) {
  const { data, error } = useAsk(Around, { assign: false });
  if (!data) return <Problem error={error} />;
  const presidium = data.viewer.organ?.kind === "PRESIDIUM";
  return (
    <Acts>
      <Act
        verb={DraftOpinion}
        action="filing_review.draft_opinion"
        text={t("opinion.draft")}
        about={one.id}
        offered={can(one, "draft_opinion")}
        before={<p>{t("opinion.before")}</p>}
        fields={{
          title: text(t("filing.title"), { required: true }),
          text: longText(t("opinion.text"), { required: true }),
          stopAtOnce: yes(t("opinion.stop")),
          meeting: group(t("meeting.group"), MEETING, { when: () => presidium }),
          file: file(t("act.file")),
        }}
        begin={{
          text: one.findings
            .filter((found) => found.decision === "ADOPTED")
            .map(({ clause, problem, advice }) => t("opinion.begun", { clause, problem, advice }))
            .join("\n"),
        }}
        variables={({ meeting, ...typed }) => ({
          input: { filing: one.id, ...typed, meeting: presidium ? meeting : null },
        })}
        said={t("opinion.drafted")}
      />
    </Acts>
  );
}

/** Letters without a verb of their own, and notes that stay inside. */
function Writing({ one }: Props) {
  return (
    <>
      <ByHands
        verb={SendLetter}
        action="filing_review.send_letter"
        text={t("letter.send")}
        about={one.id}
        offered={can(one, "send_letter")}
        fields={{
          kind: choice(t("letter.kind"), options("reminderKind"), { required: true }),
          number: text(t("document.number")),
          text: longText(t("letter.text"), { required: true }),
          dueOn: day(t("letter.dueOn")),
          file: file(t("act.file")),
        }}
        variables={(typed) => ({ input: { filing: one.id, ...typed } })}
        said={t("letter.sent")}
        draft={{
          text: t("letter.draft"),
          input: (typed) => ({ filing: one.id, ...typed }),
        }}
      />
      <Act
        verb={Note}
        action="filing_review.record_note"
        text={t("note.go")}
        about={one.id}
        before={<p>{t("note.before")}</p>}
        fields={{
          kind: choice(t("letter.kind"), options("noteKind"), { required: true }),
          heldOn: day(t("note.heldOn"), { required: true }),
          withWhom: text(t("note.with"), { required: true }),
          text: longText(t("note.text"), { required: true }),
          file: file(t("act.file")),
        }}
        variables={(typed) => ({ input: { filing: one.id, ...typed } })}
        said={t("note.done")}
      />
    </>
  );
}

/** Standing still and growing of the clock that runs. */
function Time({ one }: Props) {
  const running = one.deadlines.filter((clock) => clock.state === "RUNNING");
  const had = running.some((clock) => clock.extensions.some((more) => more.granted !== false));
  const decidable = one.deadlines.some((clock) => clock.extensions.some((more) => more.decidable));
  return (
    <Acts>
      <Act
        verb={Resume}
        action="filing_review.resume_review"
        text={named("resumeGo", one.suspendedIn ?? "UNDER_REVIEW")}
        about={one.id}
        offered={can(one, "resume_review")}
        fields={{ reason: longText(t("act.reason"), { required: true }) }}
        variables={(typed) => ({ input: { filing: one.id, ...typed } })}
        said={t("resume.done")}
      />
      <Act
        verb={Suspend}
        action="filing_review.suspend_review"
        text={named("suspendGo", one.state)}
        about={one.id}
        offered={can(one, "suspend_review")}
        before={<p>{one.state === "ANSWERED" ? t("suspend.beforeCorrection") : t("suspend.before")}</p>}
        fields={{
          plan: longText(t("suspend.plan"), { required: true }),
          plannedUntil: day(t("suspend.until"), { required: true }),
          number: text(t("document.number")),
          file: file(t("act.file")),
        }}
        variables={(typed) => ({ input: { filing: one.id, ...typed } })}
        said={t("suspend.done")}
      />
      <Act
        verb={AskLonger}
        action="filing_review.request_extension"
        text={t("extension.ask")}
        about={one.id}
        offered={can(one, "request_extension") && !had}
        fields={{ reason: longText(t("act.reason"), { required: true }) }}
        variables={(typed) => ({ input: { filing: one.id, ...typed } })}
        said={t("extension.asked")}
      />
      <Act
        verb={Extend}
        action="filing_review.extend_review"
        text={t("extension.grant")}
        about={one.id}
        offered={can(one, "extend_review") && decidable}
        fields={{ note: longText(t("act.note")) }}
        variables={(typed) => ({ input: { filing: one.id, ...typed } })}
        said={t("extension.granted")}
      />
      <Act
        verb={Decline}
        action="filing_review.decline_extension"
        text={t("extension.decline")}
        about={one.id}
        offered={can(one, "decline_extension") && decidable}
        fields={{ note: longText(t("act.reason"), { required: true }) }}
        variables={(typed) => ({ input: { filing: one.id, ...typed } })}
        said={t("extension.declined")}
      />
    </Acts>
  );
}

function Publishing({ one }: Props) {
  return (
    <Acts>
      <Act
        verb={Secrecy}
        action="filing_review.check_secrecy"
        text={t("secrecy.go")}
        about={one.id}
        before={<p>{t("secrecy.before")}</p>}
        fields={{
          passed: choice(t("secrecy.passed"), options("passed"), { required: true }),
          note: longText(t("secrecy.note"), { required: true }),
        }}
        variables={({ passed, note }) => ({
          input: { filing: one.id, passed: passed === "YES", note },
        })}
        said={t("secrecy.done")}
      />
      <Act
        verb={Publish}
        action="filing_review.publish_filing"
        text={t("publish.go")}
        about={one.id}
        offered={can(one, "publish_filing")}
        before={<p>{t("publish.before")}</p>}
        variables={() => ({ input: { filing: one.id } })}
        said={t("publish.done")}
      />
      <Act
        verb={Unpublish}
        action="filing_review.withdraw_publication"
        text={t("unpublish.go")}
        about={one.id}
        offered={one.isPublic}
        danger
        before={<p>{t("unpublish.before")}</p>}
        fields={{ reason: longText(t("act.reason"), { required: true }) }}
        variables={(typed) => ({ input: { filing: one.id, ...typed } })}
        said={t("unpublish.done")}
      />
    </Acts>
  );
}
