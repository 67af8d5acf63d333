import {
  Act,
  Acts,
  choice,
  dayText,
  Facts,
  Gone,
  graphql,
  longText,
  RecordPage,
  Section,
  useAsk,
  useParams,
  Waiting,
  Why,
} from "@renda/console";
import { Erasing } from "./erasing.tsx";
import { leaveTag } from "./leave.tsx";
import { options, t } from "./texts.ts";

const One = graphql(`
  query LeaveRequest($id: ID!) {
    node(id: $id) {
      ... on LeaveRequest {
        id
        name
        meetingTitle
        reason
        requestedOn
        requestedByName
        inSession
        erased
        state
        ruleText
        decidedOn
        decidedByName
        decisionReason
        paperOn
        withdrawnOn
        withdrawnByName
        withdrawnReason
        offered
        decidedOrgan {
          name
        }
      }
    }
  }
`);

const Decide = graphql(`
  mutation DecideLeave($input: DecideLeaveInput!) {
    decideLeave(input: $input) {
      id
    }
  }
`);

const Withdraw = graphql(`
  mutation WithdrawLeave($input: WithdrawLeaveInput!) {
    withdrawLeave(input: $input) {
      id
    }
  }
`);

const WithdrawPaper = graphql(`
  mutation WithdrawPaperLeave($input: WithdrawPaperLeaveInput!) {
    withdrawPaperLeave(input: $input) {
      id
    }
  }
`);

export default function LeaveRequestPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("leave.title")} error={error} />;
  const one = data.node && "meetingTitle" in data.node ? data.node : null;
  const back = { to: "../leave", text: t("leave.back") };
  if (!one) return <Gone title={t("leave.title")} back={back} />;
  return (
    <RecordPage record={one.id} title={one.meetingTitle} back={back} state={leaveTag(one.state)}>
      <Acts>
        <Act
          verb={Decide}
          action="deputy_files.decide_leave"
          text={t("leave.decide")}
          about={one.id}
          offered={one.offered}
          before={<p>{t("leave.decideBefore")}</p>}
          fields={{
            approved: choice(t("leave.decision"), options("leaveDecision"), { required: true }),
            reason: longText(t("leave.decisionReason"), { required: true }),
          }}
          variables={({ approved, reason }) => ({
            input: { leave: one.id, approved: approved === "YES", reason },
          })}
          said={t("leave.decided")}
        />
        <Act
          verb={Withdraw}
          action="deputy_files.withdraw_leave"
          text={t("leave.withdraw")}
          about={one.id}
          offered={one.offered}
          variables={() => ({ input: { leave: one.id } })}
          said={t("leave.withdrawn")}
        />
        <Act
          verb={WithdrawPaper}
          action="deputy_files.withdraw_paper_leave"
          text={t("leave.mistaken")}
          about={one.id}
          offered={one.offered}
          danger
          before={<p>{t("leave.mistakenBefore")}</p>}
          fields={{ reason: longText(t("leave.mistakenWhy"), { required: true }) }}
          variables={(typed) => ({ input: { leave: one.id, ...typed } })}
          said={t("leave.mistakenDone")}
        />
      </Acts>
      <Section title={t("leave.facts")}>
        <Facts
          facts={[
            [t("file.name"), one.name],
            [t("leave.reason"), one.reason],
            [t("leave.paperOn"), dayText(one.paperOn)],
            [t("leave.requestedOn"), dayText(one.requestedOn)],
            [t("leave.requestedBy"), one.requestedByName],
            [t("leave.inSession"), one.inSession ? t("leave.during") : t("leave.beforehand")],
            [t("leave.decidedBy"), one.decidedByName],
            [t("leave.decidedOrgan"), one.decidedOrgan?.name],
            [t("leave.decidedOn"), dayText(one.decidedOn)],
            [t("leave.decisionReason"), one.decisionReason],
            [t("leave.mistakenOn"), dayText(one.withdrawnOn)],
            [t("leave.mistakenBy"), one.withdrawnByName],
            [t("leave.mistakenReason"), one.withdrawnReason],
          ]}
        />
        <Why rule={one.ruleText} />
        <Acts>
          <Erasing about={{ leave: one.id }} erased={one.erased} />
        </Acts>
      </Section>
    </RecordPage>
  );
}
