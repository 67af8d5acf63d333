import {
  Act,
  Acts,
  day,
  dayText,
  Facts,
  file,
  graphql,
  Link,
  Loading,
  longText,
  Problem,
  type ResultOf,
  Section,
  text,
  useAsk,
  useHere,
  useSearchParams,
} from "@renda/console";
import { OpinionCard, OpinionParts } from "./opinions.tsx";
import { Papers } from "./parts.tsx";
import { named, t } from "./texts.ts";

const Opinions = graphql(
  `
  query OpinionsOnTheirWay($state: OpinionState!, $step: HandStep) {
    filings(first: 20, where: { opinion: $state, opinionStep: $step }) {
      totalCount
      nodes {
        id
        title
        makerName
        opinions {
          ...OpinionParts
        }
      }
    }
  }
`,
  [OpinionParts],
);

const Letters = graphql(`
  query LettersOnTheirWay($state: OpinionState!, $step: HandStep) {
    body {
      organs {
        code
        name
      }
    }
    draftLetters(first: 20, state: $state, step: $step) {
      totalCount
      nodes {
        id
        revision
        offered
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
        makerOrgan
        government
        publishedOn
        adoptedOn
        paperReceivedOn
        filing {
          id
          title
        }
        finding {
          id
          clause
        }
        outgoing {
          id
          title
        }
        doubt {
          id
          title
        }
        copy {
          id
          title
        }
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
`);

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

const Revise = graphql(`
  mutation ReviseLetter($input: ReviseLetterInput!) {
    reviseLetter(input: $input) {
      id
    }
  }
`);

const Drop = graphql(`
  mutation DropLetter($input: DropLetterInput!) {
    dropLetter(input: $input) {
      id
    }
  }
`);

const STATES = ["CHECKED", "DRAFTED", "RETURNED"] as const;
type State = (typeof STATES)[number];

/** What the home page counts: what waits for whoever looks to be dealt with so, in which states. */
const STEPS = {
  CHECK: ["DRAFTED"],
  ISSUE: ["CHECKED", "DRAFTED"],
  REVISE: ["RETURNED"],
} as const satisfies Record<string, readonly State[]>;
type Step = keyof typeof STEPS;

const stepOf = (said: string | null) => (said && said in STEPS ? (said as Step) : null);

/** Papers on their way through the hands, each to be read and signed off where it stands. */
export default function Signing() {
  const here = useHere();
  const reads = here.can("filing_review.read");
  const [address] = useSearchParams();
  const step = stepOf(address.get("step"));
  const states: readonly State[] = step ? STEPS[step] : STATES;
  return (
    <>
      <h1>{t("signing.title")}</h1>
      {step ? (
        <p>
          {t("signing.only", { what: named("step", step) })} <Link to="../signing">{t("signing.all")}</Link>
        </p>
      ) : null}
      {states.map((state) => (
        <Section key={state} title={named("opinion", state)}>
          {reads ? <OpinionsIn state={state} step={step} /> : null}
          <LettersIn state={state} step={step} />
        </Section>
      ))}
    </>
  );
}

/** How many there are; where not all are shown, that too. */
function Count({ kind, total, shown }: { kind: string; total: number; shown: number }) {
  return (
    <p className="quiet">
      {t("signing.count", { kind, count: total })}{" "}
      {total > shown ? t("signing.more", { shown }) : ""}
    </p>
  );
}

function OpinionsIn({ state, step }: { state: State; step: Step | null }) {
  const { data, error } = useAsk(Opinions, { state, step });
  if (!data) return error ? <Problem error={error} /> : <Loading />;
  const { nodes, totalCount } = data.filings;
  return (
    <>
      <Count kind={t("opinions.title")} total={totalCount} shown={nodes.length} />
      {nodes.map((filing) => (
        <div key={filing.id}>
          <h3>
            <Link to={`../filings/${filing.id}`}>{filing.title}</Link>
          </h3>
          <p className="quiet">{filing.makerName}</p>
          {filing.opinions
            .filter((one) => one.state === state)
            .map((one) => (
              <OpinionCard key={one.id} one={one} />
            ))}
        </div>
      ))}
    </>
  );
}

function LettersIn({ state, step }: { state: State; step: Step | null }) {
  const { data, error } = useAsk(Letters, { state, step });
  if (!data) return error ? <Problem error={error} /> : <Loading />;
  const { nodes, totalCount } = data.draftLetters;
  const organs = new Map(data.body.organs.map((one) => [one.code, one.name]));
  return (
    <>
      <Count kind={t("signing.letters")} total={totalCount} shown={nodes.length} />
      {nodes.map((one) => (
        <LetterCard key={one.id} one={one} organs={organs} />
      ))}
    </>
  );
}

type LetterShown = ResultOf<typeof Letters>["draftLetters"]["nodes"][number];

function LetterCard({ one, organs }: { one: LetterShown; organs: ReadonlyMap<string, string> }) {
  const organ = (code: string | null) => (code ? (organs.get(code) ?? code) : null);
  return (
    <div className="item">
      <h3>
        {named("letter", one.kind)} {one.title}
      </h3>
      <p className="text">{one.text}</p>
      <Facts
        facts={[
          [t("signing.about"), subject(one)],
          [t("finding.clause"), one.finding?.clause],
          [t("filing.maker"), organ(one.makerOrgan)],
          [t("document.publishedOn"), dayText(one.publishedOn)],
          [t("document.adoptedOn"), dayText(one.adoptedOn)],
          [t("request.government"), organ(one.government)],
          [t("document.number"), one.number],
          [t("answer.measure"), named("measure", one.measure)],
          [t("withhold.ask"), named("ask", one.ask)],
          [t("withhold.missing"), one.missing.map((part) => named("part", part)).join(t("comma"))],
          [t("filing.formCheckNote"), one.note],
          [t("receive.paper"), dayText(one.paperReceivedOn)],
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
        <Act
          verb={Check}
          action="filing_review.check_letter"
          text={t("hands.check")}
          about={one.id}
          offered={one.offered.includes("CHECK")}
          before={<p>{t("hands.checkBefore")}</p>}
          variables={() => ({ input: { letter: one.id } })}
          said={t("hands.checkDone")}
        />
        <Act
          verb={Issue}
          action="filing_review.issue_letter"
          text={t("hands.issue")}
          about={one.id}
          offered={one.offered.includes("ISSUE")}
          before={<p>{t("hands.issueBefore")}</p>}
          fields={{ number: text(t("document.number"), { when: () => !RECEIPTS.includes(one.kind) }) }}
          begin={{ number: one.number ?? "" }}
          variables={(typed) => ({ input: { letter: one.id, ...typed } })}
          said={t("hands.issueDone")}
        />
        <Act
          verb={Return}
          action="filing_review.return_letter"
          text={t("hands.return")}
          about={one.id}
          offered={one.offered.includes("RETURN")}
          danger
          fields={{ reason: longText(t("act.reason"), { required: true }) }}
          variables={(typed) => ({ input: { letter: one.id, ...typed } })}
          said={t("hands.returnDone")}
        />
        <Act
          verb={Revise}
          action="filing_review.revise_letter"
          text={t("hands.revise")}
          about={one.id}
          offered={one.offered.includes("REVISE")}
          fields={wordsOf(one)}
          begin={{
            number: one.number ?? "",
            title: one.title ?? "",
            note: one.note ?? "",
            text: one.text,
            dueOn: one.dueOn ?? "",
            file: one.file ? [one.file] : [],
          }}
          revision={one.revision}
          variables={({ text: said, ...typed }, seen) => ({
            input: { letter: one.id, content: { ...heldBy(one), ...typed, text: said ?? "" }, seen },
          })}
          said={t("hands.reviseDone")}
        />
        <Act
          verb={Drop}
          action="filing_review.drop_letter"
          text={t("hands.drop")}
          about={one.id}
          offered={one.offered.includes("DROP")}
          danger
          before={<p>{t("hands.dropBefore")}</p>}
          fields={{ reason: longText(t("act.reason"), { required: true }) }}
          variables={(typed) => ({ input: { letter: one.id, ...typed } })}
          said={t("hands.dropDone")}
        />
      </Acts>
    </div>
  );
}

/** The document that a letter is about; of what was never filed the letter itself has the title. */
function subject(one: LetterShown) {
  const pages = [
    ["filings", one.filing],
    ["outgoing", one.outgoing],
    ["doubts", one.doubt],
    ["copies", one.copy],
  ] as const;
  const found = pages.find(([, record]) => record);
  if (!found?.[1]) return null;
  return <Link to={`../${found[0]}/${found[1].id}`}>{found[1].title}</Link>;
}

/** Whose number is drawn from the register when it is signed off. */
const RECEIPTS: readonly string[] = ["REGISTERED"];
/** Nobody sends these without a number. */
const NUMBERED: readonly string[] = ["UPWARD_REPORT", "CORRECTION_REQUEST", "DOUBT_REPORT"];
/** Those that set the maker a day. */
const DATED: readonly string[] = ["WITHHELD", "LATE_NOTICE", "REMINDER", "CHASER"];

/** The words of a letter, as far as one of its kind has them. */
function wordsOf({ kind, title, dueOn }: LetterShown) {
  const receipt = RECEIPTS.includes(kind);
  return {
    number: text(t("document.number"), { required: NUMBERED.includes(kind), when: () => !receipt }),
    title: text(t("filing.title"), {
      required: kind === "LATE_NOTICE",
      when: () => kind === "DOUBT_REPORT" || title !== null,
    }),
    note: longText(t("filing.formCheckNote"), { when: () => receipt }),
    text: longText(t("letter.text"), { required: !receipt }),
    dueOn: day(t("letter.dueOn"), { when: () => DATED.includes(kind) || dueOn !== null }),
    file: file(t("act.file")),
  };
}

/** What a letter is about; mending changes its words only. */
function heldBy(one: LetterShown) {
  return {
    kind: one.kind,
    filing: one.filing?.id ?? null,
    finding: one.finding?.id ?? null,
    outgoing: one.outgoing?.id ?? null,
    doubt: one.doubt?.id ?? null,
    copy: one.copy?.id ?? null,
    makerOrgan: one.makerOrgan,
    government: one.government,
    publishedOn: one.publishedOn,
    adoptedOn: one.adoptedOn,
    paperReceivedOn: one.paperReceivedOn,
    ask: one.ask,
    missing: one.missing,
    measure: one.measure,
  };
}
