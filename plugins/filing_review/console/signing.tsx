import {
  Act,
  Acts,
  dayText,
  Facts,
  graphql,
  Link,
  longText,
  Problem,
  Section,
  Tag,
  text,
  useAsk,
  useHere,
  Waiting,
} from "@renda/console";
import { OpinionCard, OpinionParts } from "./opinions.tsx";
import { Papers } from "./parts.tsx";
import { named, t } from "./texts.ts";

const Waits = graphql(
  `
  query WaitsForHands($opinions: Boolean!) {
    drafted: filings(first: 50, where: { opinion: DRAFTED }) @include(if: $opinions) {
      nodes {
        ...FilingWithOpinions
      }
    }
    checked: filings(first: 50, where: { opinion: CHECKED }) @include(if: $opinions) {
      nodes {
        ...FilingWithOpinions
      }
    }
    returned: filings(first: 50, where: { opinion: RETURNED }) @include(if: $opinions) {
      nodes {
        ...FilingWithOpinions
      }
    }
    letters: draftLetters(first: 50) {
      nodes {
        id
        kind
        state
        title
        number
        text
        dueOn
        note
        ask
        missing
        measure
        draftedByName
        checkedByName
        returnedByName
        returnedOn
        returnReason
        file {
          id
          name
        }
      }
    }
  }

  fragment FilingWithOpinions on Filing {
    id
    title
    makerName
    opinions {
      ...OpinionParts
    }
  }
`,
  [OpinionParts],
);

const Check = graphql(`
  mutation CheckLetter($input: CheckLetterInput!) {
    checkLetter(input: $input) {
      id
    }
  }
`);

const Issue = graphql(`
  mutation IssueLetter($input: IssueLetterInput!) {
    issueLetter(input: $input) {
      id
    }
  }
`);

const Return = graphql(`
  mutation ReturnLetter($input: ReturnLetterInput!) {
    returnLetter(input: $input) {
      id
    }
  }
`);

/** Papers on their way through the hands, each to be read and signed off where it stands. */
export default function Signing() {
  const here = useHere();
  const { data, error } = useAsk(Waits, { opinions: here.can("filing_review.read") });
  if (!data) return <Waiting title={t("signing.title")} error={error} />;
  const filings = [
    ...(data.drafted?.nodes ?? []),
    ...(data.checked?.nodes ?? []),
    ...(data.returned?.nodes ?? []),
  ];
  const letters = data.letters.nodes.filter((one) => one.state !== "ISSUED");
  return (
    <>
      <h1>{t("signing.title")}</h1>
      <Problem error={error} />
      <p className="quiet" role="status">
        {t("signing.count", { count: filings.length + letters.length })}
      </p>
      {filings.length + letters.length === 0 ? <p className="empty">{t("signing.none")}</p> : null}
      {filings.map((filing) => (
        <Section
          key={filing.id}
          title={filing.title}
          aside={<Link to={`../filings/${filing.id}`}>{t("signing.open")}</Link>}
        >
          <p className="quiet">{filing.makerName}</p>
          {filing.opinions
            .filter((one) => one.state !== "ISSUED")
            .map((one) => (
              <OpinionCard key={one.id} one={one} />
            ))}
        </Section>
      ))}
      {letters.map((one) => (
        <Section key={one.id} title={`${named("letter", one.kind)} ${one.title ?? ""}`}>
          <p>
            <Tag tone={one.state === "RETURNED" ? "late" : "soon"}>{named("opinion", one.state)}</Tag>
          </p>
          <p className="text">{one.text}</p>
          <Facts
            facts={[
              [t("document.number"), one.number],
              [t("answer.measure"), named("measure", one.measure)],
              [t("withhold.ask"), named("ask", one.ask)],
              [t("withhold.missing"), one.missing.map((part) => named("part", part)).join(", ")],
              [t("filing.formCheckNote"), one.note],
              [t("letter.dueOn"), dayText(one.dueOn)],
              [t("hands.drafted"), one.draftedByName],
              [t("hands.checked"), one.checkedByName],
              [
                t("hands.returned"),
                one.returnReason
                  ? `${one.returnedByName} ${dayText(one.returnedOn)} ${one.returnReason}`
                  : null,
              ],
            ]}
          />
          <Papers files={[one.file]} />
          <Acts>
            {one.state === "DRAFTED" ? (
              <Act
                verb={Check}
                action="filing_review.check_letter"
                text={t("hands.check")}
                about={one.id}
                before={<p>{t("hands.checkBefore")}</p>}
                variables={() => ({ input: { letter: one.id } })}
                said={t("hands.checkDone")}
              />
            ) : null}
            {one.state === "DRAFTED" || one.state === "CHECKED" ? (
              <>
                <Act
                  verb={Issue}
                  action="filing_review.issue_letter"
                  text={t("hands.issue")}
                  about={one.id}
                  before={<p>{t("hands.issueBefore")}</p>}
                  fields={{ number: text(t("document.number")) }}
                  variables={(typed) => ({ input: { letter: one.id, ...typed } })}
                  said={t("hands.issueDone")}
                />
                <Act
                  verb={Return}
                  action="filing_review.return_letter"
                  text={t("hands.return")}
                  about={one.id}
                  danger
                  fields={{ reason: longText(t("act.reason"), { required: true }) }}
                  variables={(typed) => ({ input: { letter: one.id, ...typed } })}
                  said={t("hands.returnDone")}
                />
              </>
            ) : null}
          </Acts>
        </Section>
      ))}
    </>
  );
}
