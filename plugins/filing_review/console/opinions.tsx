import {
  Act,
  Acts,
  dayText,
  Facts,
  file,
  graphql,
  longText,
  type ResultOf,
  Tag,
  text,
  yes,
} from "@renda/console";
import { Papers } from "./parts.tsx";
import { named, t } from "./texts.ts";

export const OpinionParts = graphql(`
  fragment OpinionParts on Opinion {
    id
    revision
    offered
    title
    number
    state
    text
    stopAtOnce
    file {
      id
      name
    }
    meetingTitle
    meetingHeldOn
    meetingMembers
    meetingPresent
    meetingInFavour
    draftedByName
    checkedByName
    issuedByName
    issuedOn
    returnedByName
    returnedOn
    returnReason
    answerDueOn
  }
`);

const Check = graphql(`
  mutation CheckOpinion($input: CheckOpinionInput!) {
    checkOpinion(input: $input) {
      id
    }
  }
`);

const Issue = graphql(`
  mutation IssueOpinion($input: IssueOpinionInput!) {
    issueOpinion(input: $input) {
      id
    }
  }
`);

const Return = graphql(`
  mutation ReturnOpinion($input: ReturnOpinionInput!) {
    returnOpinion(input: $input) {
      id
    }
  }
`);

const Revise = graphql(`
  mutation ReviseOpinion($input: ReviseOpinionInput!) {
    reviseOpinion(input: $input) {
      id
    }
  }
`);

export type OpinionShown = ResultOf<typeof OpinionParts>;

/** An opinion as it goes through its three hands, with what each of them may do. */
export function OpinionCard({ one }: { one: OpinionShown }) {
  const meeting =
    one.meetingTitle === null
      ? null
      : t("meeting.said", {
          title: one.meetingTitle,
          day: dayText(one.meetingHeldOn),
          members: one.meetingMembers ?? 0,
          present: one.meetingPresent ?? 0,
          inFavour: one.meetingInFavour ?? 0,
        });
  return (
    <div className="item">
      <p>
        <strong>{one.title}</strong>{" "}
        <Tag tone={one.state === "ISSUED" ? "good" : one.state === "RETURNED" ? "late" : "soon"}>
          {named("opinion", one.state)}
        </Tag>
      </p>
      <p className="text">{one.text}</p>
      {one.stopAtOnce ? <p>{t("opinion.stop")}</p> : null}
      <Facts
        facts={[
          [t("document.number"), one.number],
          [t("meeting.group"), meeting],
          [t("hands.drafted"), one.draftedByName],
          [t("hands.checked"), one.checkedByName],
          [t("hands.issued"), one.issuedByName],
          [t("hands.issuedOn"), dayText(one.issuedOn)],
          [t("opinion.answerDueOn"), dayText(one.answerDueOn)],
          [
            t("hands.returned"),
            one.returnReason ? `${one.returnedByName} ${dayText(one.returnedOn)} ${one.returnReason}` : null,
          ],
        ]}
      />
      <Papers files={[one.file]} />
      <Acts>
        <Act
          verb={Check}
          action="filing_review.check_opinion"
          text={t("hands.check")}
          about={one.id}
          offered={one.offered.includes("CHECK")}
          before={<p>{t("hands.checkBefore")}</p>}
          variables={() => ({ input: { opinion: one.id } })}
          said={t("hands.checkDone")}
        />
        <Act
          verb={Issue}
          action="filing_review.issue_opinion"
          text={t("hands.issue")}
          about={one.id}
          offered={one.offered.includes("ISSUE")}
          before={<p>{t("hands.issueBefore")}</p>}
          fields={{ number: text(t("document.number"), { required: true }) }}
          variables={(typed) => ({ input: { opinion: one.id, ...typed } })}
          said={t("hands.issueDone")}
        />
        <Act
          verb={Return}
          action="filing_review.return_opinion"
          text={t("hands.return")}
          about={one.id}
          offered={one.offered.includes("RETURN")}
          danger
          fields={{ reason: longText(t("act.reason"), { required: true }) }}
          variables={(typed) => ({ input: { opinion: one.id, ...typed } })}
          said={t("hands.returnDone")}
        />
        <Act
          verb={Revise}
          action="filing_review.revise_opinion"
          text={t("hands.revise")}
          about={one.id}
          offered={one.offered.includes("REVISE")}
          fields={{
            title: text(t("filing.title"), { required: true }),
            text: longText(t("opinion.text"), { required: true }),
            stopAtOnce: yes(t("opinion.stop")),
            file: file(t("act.file")),
          }}
          begin={{
            title: one.title,
            text: one.text,
            stopAtOnce: one.stopAtOnce,
            file: one.file ? [one.file] : [],
          }}
          revision={one.revision}
          variables={(typed, seen) => ({
            input: {
              opinion: one.id,
              ...typed,
              meeting: one.meetingTitle
                ? {
                    title: one.meetingTitle,
                    heldOn: one.meetingHeldOn ?? "",
                    members: one.meetingMembers ?? 0,
                    present: one.meetingPresent ?? 0,
                    inFavour: one.meetingInFavour ?? 0,
                  }
                : null,
              seen,
            },
          })}
          said={t("hands.reviseDone")}
        />
      </Acts>
    </div>
  );
}
