import {
  Acts,
  choice,
  dayText,
  Facts,
  file,
  Gone,
  graphql,
  longText,
  Print,
  RecordPage,
  Section,
  Tag,
  text,
  useAsk,
  useParams,
  Waiting,
} from "@renda/console";
import { ByHands } from "./by_hands.tsx";
import { StateTag } from "./filings.tsx";
import { LetterParts, Letters } from "./parts.tsx";
import { named, t } from "./texts.ts";

const One = graphql(`
  query FilingCopy($id: ID!) {
    node(id: $id) {
      ... on FilingCopy {
        id
        title
        documentNumber
        kind
        publishedOn
        effectiveOn
        validUntil
        fromBodyName
        fromOrganName
        makerName
        filedOn
        filingDueOn
        receivedOn
        lateBy
        state
        registerText
        registeredOn
        returnedOn
        withheldOn
        committees
        conclusion
        concludedOn
        opinionNumber
        opinionOn
        answeredOn
        correction
        correctedOn
        closedOn
        platformNumber
        archiveNumber
        reportedOn
        requestedOn
        letters {
          ...LetterParts
        }
      }
    }
    body {
      organs {
        code
        name
        kind
      }
    }
  }
`, [
  LetterParts,
]);

const Request = graphql(`
  mutation RequestCorrection($input: RequestCorrectionInput!) {
    requestCorrection(input: $input) {
      id
    }
  }
`);

/** What a body below copied up of one filing, and what is written about it from here. */
export default function CopyPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("copies.title")} error={error} />;
  const one = data.node && "title" in data.node ? data.node : null;
  const back = { to: "../copies", text: t("copies.back") };
  if (!one) return <Gone title={t("copies.title")} back={back} />;
  const governments = data.body.organs.filter((organ) => organ.kind === "GOVERNMENT");
  return (
    <RecordPage
      title={one.title}
      back={back}
      state={
        <>
          <StateTag state={one.state} />{" "}
          {one.reportedOn && !one.correction ? (
            <Tag tone="late">{t("copies.isReported", { day: dayText(one.reportedOn) })}</Tag>
          ) : null}
        </>
      }
    >
      {one.reportedOn && !one.correction ? <Requesting id={one.id} governments={governments} /> : null}
      <div className="two">
        <Section title={t("filing.facts")} aside={<Print />}>
          <Facts
            facts={[
              [t("units.unit"), one.fromBodyName],
              [t("copies.organ"), one.fromOrganName],
              [t("filing.maker"), one.makerName],
              [t("document.number"), one.documentNumber],
              [t("document.kind"), named("kind", one.kind)],
              [t("document.publishedOn"), dayText(one.publishedOn)],
              [t("document.effectiveOn"), dayText(one.effectiveOn)],
              [t("document.validUntil"), dayText(one.validUntil)],
              [t("document.platformNumber"), one.platformNumber],
            ]}
          />
        </Section>
        <Section title={t("copies.course")}>
          <Facts
            facts={[
              [t("filing.filedOn"), dayText(one.filedOn)],
              [
                t("copies.inTime"),
                one.lateBy === null
                  ? t("late.noClock")
                  : one.lateBy > 0
                    ? t("late.was", { days: one.lateBy })
                    : t("late.inTime"),
              ],
              [t("filing.register"), one.registerText],
              [t("copies.registeredOn"), dayText(one.registeredOn)],
              [t("timeline.withheld"), dayText(one.withheldOn)],
              [t("timeline.returned"), dayText(one.returnedOn)],
              [t("tasks.parallel"), one.committees.join(t("comma"))],
              [t("filing.conclusion"), named("conclusion", one.conclusion)],
              [t("filing.concludedOn"), dayText(one.concludedOn)],
              [t("opinions.title"), [one.opinionNumber, dayText(one.opinionOn)].filter(Boolean).join(" ")],
              [t("copies.answeredOn"), dayText(one.answeredOn)],
              [t("copies.reportedOn"), dayText(one.reportedOn)],
              [t("copies.requestedOn"), dayText(one.requestedOn)],
              [t("filing.correction"), named("correction", one.correction)],
              [t("timeline.closed"), dayText(one.closedOn)],
              [t("filing.archive"), one.archiveNumber],
            ]}
          />
        </Section>
      </div>
      <Letters letters={one.letters} />
    </RecordPage>
  );
}

/** A letter to one's own government. */
function Requesting(props: { id: string; governments: readonly { code: string; name: string }[] }) {
  return (
    <Acts>
      <ByHands
        verb={Request}
        action="filing_review.request_correction"
        text={t("request.go")}
        about={props.id}
        before={<p>{t("request.before")}</p>}
        fields={{
          government: choice(
            t("request.government"),
            props.governments.map((one) => ({ value: one.code, text: one.name })),
            { required: true },
          ),
          number: text(t("document.number"), { required: true }),
          text: longText(t("letter.text"), { required: true }),
          file: file(t("act.file")),
        }}
        begin={{
          government: props.governments.length === 1 ? (props.governments[0]?.code ?? "") : "",
        }}
        variables={(typed) => ({ input: { copy: props.id, ...typed } })}
        said={t("request.done")}
        draft={{
          text: t("request.draft"),
          input: (typed) => ({ kind: "CORRECTION_REQUEST", copy: props.id, ...typed }),
        }}
      />
    </Acts>
  );
}
