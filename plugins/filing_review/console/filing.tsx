import {
  dayOf,
  dayText,
  Facts,
  Gone,
  graphql,
  Link,
  Print,
  RecordPage,
  type ResultOf,
  Section,
  Tag,
  Timeline,
  useAsk,
  useHere,
  useParams,
  Waiting,
  Why,
} from "@renda/console";
import { Circulated, CirculationParts, ToRead } from "./circulation.tsx";
import { DraftParts, Drafts } from "./drafts.tsx";
import { FilingActs } from "./filing_acts.tsx";
import { StateTag } from "./filings.tsx";
import { FindingCard, FindingParts } from "./findings.tsx";
import { Original } from "./original.tsx";
import { OpinionCard, OpinionParts } from "./opinions.tsx";
import { ClockParts, Clocks, clockSteps, documentFacts, Due, LetterParts, Letters, Package } from "./parts.tsx";
import { TaskCard, TaskParts } from "./tasks.tsx";
import { named, t } from "./texts.ts";

const One = graphql(`
  query Filing($id: ID!) {
    node(id: $id) {
      ... on Filing {
        id
        title
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
        state
        offered
        suspendedIn
        makerName
        makerOrgan
        reportNumber
        filedOn
        filingDueOn
        filingRuleText
        lateBy
        lateReason
        paperReceivedOn
        receivedOn
        receiptText
        registeredOn
        registerText
        returnedOn
        withheldOn
        withdrawnOn
        withdrawReason
        formCheckNote
        leadName
        suspendedIn
        conclusion
        concludedOn
        conclusionNote
        correction
        correctedOn
        correctionNote
        closedOn
        closeNote
        fedOn
        archiveNumber
        dueOn
        daysLeft
        secrecyCheckedOn
        secrecyPassed
        isPublic
        unpublishedOn
        unpublishReason
        amends {
          id
          title
        }
        parts {
          id
          kind
          absentReason
          removed
          file {
            id
            name
            kind
          }
        }
        tasks {
          ...TaskParts
        }
        circulations {
          ...CirculationParts
        }
        findings {
          ...FindingParts
        }
        opinions {
          ...OpinionParts
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
  CirculationParts,
  ClockParts,
  DraftParts,
  FindingParts,
  LetterParts,
  OpinionParts,
  TaskParts,
]);

export type FilingShown = Extract<NonNullable<ResultOf<typeof One>["node"]>, { title: string }>;

export default function FilingPage() {
  const here = useHere();
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("filings.title")} error={error} />;
  const one = data.node && "title" in data.node ? data.node : null;
  const back = { to: "../filings", text: t("filings.back") };
  if (!one) return <Gone title={t("filings.title")} back={back} />;
  return (
    <RecordPage
      record={one.id}
      title={one.title}
      back={back}
      state={
        <>
          <StateTag state={one.state} suspendedIn={one.suspendedIn} />{" "}
          <Due on={one.dueOn} left={one.daysLeft} because={{ record: one.id }} />
        </>
      }
    >
      {one.state === "WITHDRAWN" ? (
        <p>{t("withdraw.told", { day: dayText(one.withdrawnOn), reason: one.withdrawReason ?? "" })}</p>
      ) : null}
      <ToRead given={one.circulations} />
      <FilingActs one={one} />
      <Drafts letters={one.draftLetters} opinions={one.opinions} />
      <div className="two">
        <Original papers={one.parts.filter((part) => !part.removed)} />
        <div>
          <Section title={t("findings.title")}>
            {one.findings.length === 0 ? <p className="quiet">{t("findings.none")}</p> : null}
            {one.findings.map((found) => (
              <FindingCard key={found.id} one={found} />
            ))}
            {one.conclusion ? (
              <Facts
                facts={[
                  [t("filing.conclusion"), named("conclusion", one.conclusion)],
                  [t("filing.concludedOn"), dayText(one.concludedOn)],
                  [t("filing.conclusionNote"), one.conclusionNote],
                ]}
              />
            ) : null}
          </Section>
          {one.tasks.length > 0 ? (
            <Section title={t("tasks.parallel")}>
              {one.tasks.map((task) => (
                <TaskCard
                  key={task.id}
                  one={task}
                  own={task.reviewerOrgan === here.organ}
                  recalls={one.offered.includes("filing_review.recall_review")}
                />
              ))}
            </Section>
          ) : null}
          {one.opinions.length > 0 ? (
            <Section title={t("opinions.title")}>
              {one.opinions.map((opinion) => (
                <OpinionCard key={opinion.id} one={opinion} />
              ))}
            </Section>
          ) : null}
        </div>
      </div>
      <div className="two">
        <div>
          <Document one={one} />
        </div>
        <div>
          <Circulated filing={one.id} given={one.circulations} />
          <Clocks clocks={one.deadlines} />
          <Letters letters={one.letters} />
        </div>
      </div>
      <Section title={t("timeline.title")}>
        <Timeline entries={happened(one)} />
      </Section>
    </RecordPage>
  );
}

/** The document: what is said of it, its package, how it came. */
function Document({ one }: { one: FilingShown }) {
  return (
    <>
      <Section title={t("package.title")}>
        <Package parts={one.parts} />
      </Section>
      <Section title={t("filing.facts")} aside={<Print />}>
        <Facts
          facts={[
            [t("filing.maker"), one.makerName],
            ...documentFacts(one),
            [t("outgoing.reportNumber"), one.reportNumber],
            [t("filing.receipt"), one.receiptText],
            [t("filing.register"), one.registerText],
            [t("filing.lead"), one.leadName],
            [t("filing.formCheckNote"), one.formCheckNote],
            [t("filing.paperReceivedOn"), dayText(one.paperReceivedOn)],
            [
              t("filing.amends"),
              one.amends ? <Link to={`../filings/${one.amends.id}`}>{one.amends.title}</Link> : null,
            ],
            [t("filing.correction"), named("correction", one.correction)],
            [t("filing.correctionNote"), one.correctionNote],
            [t("filing.closeNote"), one.closeNote],
            [t("filing.archive"), one.archiveNumber],
            [t("filing.public"), one.isPublic ? t("yes") : null],
          ]}
        />
        <p>
          {t("filing.filedOn")} {dayText(one.filedOn)}{" "}
          {one.lateBy === null ? (
            t("late.noClock")
          ) : one.lateBy > 0 ? (
            <Tag tone="late">{t("late.was", { days: one.lateBy })}</Tag>
          ) : (
            <Tag tone="good">{t("late.inTime")}</Tag>
          )}
        </p>
        {one.lateReason ? (
          <p>
            {t("outgoing.lateReason")}
            {t("colon")}
            {one.lateReason}
          </p>
        ) : null}
        <Why rule={one.filingRuleText} />
      </Section>
    </>
  );
}

/** The letters that go out at once with what they tell of. */
const RECEIPTS: readonly string[] = ["REGISTERED", "RETURNED", "WITHHELD"];

/** By days; what happened on one day stands in the order in which such things happen. */
function happened(one: FilingShown) {
  const clock = (title: string) => one.deadlines.find((found) => found.title === title)?.ruleText;
  const letters = (receipts: boolean) =>
    one.letters
      .filter((letter) => RECEIPTS.includes(letter.kind) === receipts)
      .map((letter) => ({
        day: letter.datedOn,
        text: `${named("direction", letter.direction)} ${named("letter", letter.kind)}`,
      }));
  const filed = {
    day: one.filedOn,
    text: t("timeline.filed", { name: one.makerName }),
    rule: one.filingRuleText,
  };
  const takenBack = {
    day: one.withdrawnOn,
    text: t("timeline.takenBackBy", { name: one.makerName, reason: one.withdrawReason ?? "" }),
  };
  const steps: { day: string | null; text: string; rule?: string | null | undefined }[] = [
    ...(one.state === "WITHDRAWN" ? [filed, takenBack] : [takenBack, filed]),
    { day: one.receivedOn, text: t("timeline.received", { number: one.receiptText ?? "" }) },
    { day: one.withheldOn, text: t("timeline.withheld") },
    { day: one.returnedOn, text: t("timeline.returned") },
    { day: one.registeredOn, text: t("timeline.registered", { number: one.registerText ?? "" }) },
    ...letters(true),
    ...one.deadlines
      .filter((begun) => begun.dueOn !== null)
      .map((begun) => ({
        day: begun.triggerOn,
        text: t("timeline.clockBegun", { title: begun.title }),
        rule: clock(begun.title),
      })),
    ...one.tasks.map((task) => ({
      day: dayOf(task.createdAt),
      text: t("timeline.assigned", { name: task.reviewerName }),
    })),
    ...one.tasks.map((task) => ({
      day: task.submittedOn,
      text: t("timeline.submitted", { name: task.reviewerName }),
    })),
    {
      day: one.concludedOn,
      text: t("timeline.concluded", {
        name: one.leadName ?? "",
        conclusion: named("conclusion", one.conclusion),
      }),
    },
    ...one.opinions.map((opinion) => ({
      day: opinion.issuedOn,
      text: t("timeline.issued", {
        drafted: opinion.draftedByName,
        checked: opinion.checkedByName ?? "",
        issued: opinion.issuedByName ?? "",
      }),
    })),
    ...letters(false),
    ...clockSteps(one.deadlines),
    ...one.deadlines.map((begun) => ({
      day: begun.metOn,
      text: t("timeline.clockMet", { title: begun.title }),
      rule: clock(begun.title),
    })),
    { day: one.correctedOn, text: t("timeline.corrected") },
    { day: one.secrecyCheckedOn, text: t("timeline.secrecy") },
    { day: one.closedOn, text: t("timeline.closed") },
    { day: one.unpublishedOn, text: t("timeline.unpublished", { reason: one.unpublishReason ?? "" }) },
  ];
  return steps
    .flatMap((step, index) =>
      step.day ? [{ key: String(index), day: step.day, text: step.text, more: <Why rule={step.rule} /> }] : [],
    )
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}
