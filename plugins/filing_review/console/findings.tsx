import { choice, Facts, graphql, longText, type ResultOf, rows, Tag, text } from "@renda/console";
import { named, options, t } from "./texts.ts";

export const FindingParts = graphql(`
  fragment FindingParts on Finding {
    id
    reviewerName
    standard
    clause
    quote
    problem
    conflictsWith
    seriousness
    advice
    decision
    decisionNote
    passedUpTo
    passedUpNumber
    passedUpOn
  }
`);

export const Record = graphql(`
  mutation RecordFinding($input: RecordFindingInput!) {
    recordFinding(input: $input) {
      id
    }
  }
`);

export const FINDING = {
  standard: choice(t("finding.standard"), options("standard"), { required: true }),
  clause: text(t("finding.clause"), { required: true }),
  quote: longText(t("finding.quote")),
  problem: longText(t("finding.problem"), { required: true }),
  conflictsWith: rows(t("finding.conflicts"), { rule: text(t("finding.rule"), { required: true }) }),
  seriousness: choice(t("finding.seriousness"), options("seriousness"), { required: true }),
  advice: longText(t("finding.advice"), { required: true }),
};

export type FindingShown = ResultOf<typeof FindingParts>;

const TONES = { OPEN: "soon", ADOPTED: "late", REJECTED: "plain", PASSED_UP: "plain" } as const;

export function FindingCard({ one }: { one: FindingShown }) {
  return (
    <div className="item">
      <p>
        <strong>{one.clause}</strong> <Tag tone={TONES[one.decision]}>{named("decision", one.decision)}</Tag>{" "}
        <Tag>{named("seriousness", one.seriousness)}</Tag>
      </p>
      <Facts
        facts={[
          [t("finding.standard"), named("standard", one.standard)],
          [t("finding.quote"), one.quote],
          [t("finding.problem"), one.problem],
          [t("finding.conflicts"), one.conflictsWith.join("\n")],
          [t("finding.advice"), one.advice],
          [t("finding.by"), one.reviewerName],
          [t("finding.decisionNote"), one.decisionNote],
          [t("finding.passedUp"), [one.passedUpTo, one.passedUpNumber].filter(Boolean).join(" ")],
        ]}
      />
    </div>
  );
}
