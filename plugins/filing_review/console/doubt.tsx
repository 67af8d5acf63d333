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
  Section,
  text,
  useAsk,
  useParams,
  Waiting,
} from "@renda/console";
import { ByHands } from "./by_hands.tsx";
import { Delivery, DeliveryParts } from "./delivery.tsx";
import { DoubtTag } from "./doubts.tsx";
import { Original } from "./original.tsx";
import { documentFacts, LetterParts, Letters } from "./parts.tsx";
import { named, options, t } from "./texts.ts";

const One = graphql(`
  query Doubt($id: ID!) {
    node(id: $id) {
      ... on Doubt {
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
        foundBy
        makerName
        registerText
        standard
        clause
        quote
        problem
        conflictsWith
        belowName
        arrivedOn
        receivedOn
        passedUpTo
        passedUpNumber
        passedUpOn
        outcome
        answeredBy
        answeredNumber
        answeredOn
        answer
        filing {
          id
          title
        }
        package {
          ...DeliveryParts
        }
        answerPackage {
          ...DeliveryParts
        }
        files {
          id
          part
          file {
            id
            name
            kind
          }
        }
        letters {
          ...LetterParts
        }
      }
    }
  }
`, [
  DeliveryParts,
  LetterParts,
]);

const Receive = graphql(`
  mutation ReceiveDoubt($input: ReceiveDoubtInput!) {
    receiveDoubt(input: $input) {
      id
    }
  }
`);

const PassOn = graphql(`
  mutation PassDoubtOn($input: PassUpDoubtInput!) {
    passUpDoubt(input: $input) {
      id
    }
  }
`);

const RecordAnswer = graphql(`
  mutation RecordDoubtAnswer($input: RecordDoubtAnswerInput!) {
    recordDoubtAnswer(input: $input) {
      id
    }
  }
`);

type Shown = Extract<NonNullable<ResultOf<typeof One>["node"]>, { title: string }>;

/** A doubt that is passed up and never decided here: what it is, its papers, how far it has come. */
export default function DoubtPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("doubts.title")} error={error} />;
  const one = data.node && "title" in data.node ? data.node : null;
  const back = { to: "../doubts", text: t("doubts.back") };
  if (!one) return <Gone title={t("doubts.title")} back={back} />;
  return (
    <RecordPage record={one.id} title={one.title} back={back} state={<DoubtTag state={one.state} />}>
      <p>{named("doubtNext", one.state)}</p>
      <Verbs one={one} />
      <div className="two">
        <Original papers={one.files.map(({ part, file }) => ({ kind: part, file }))} />
        <div>
          <Section title={t("doubts.what")} aside={<Print />}>
            <Facts
              facts={[
                [t("finding.standard"), named("standard", one.standard)],
                [t("finding.clause"), one.clause],
                [t("finding.quote"), one.quote],
                [t("doubts.problem"), one.problem],
                [t("doubts.conflicts"), one.conflictsWith.join("\n")],
                [t("doubts.foundBy"), one.foundBy],
                [
                  t("doubts.filing"),
                  one.filing ? <Link to={`../filings/${one.filing.id}`}>{one.filing.title}</Link> : null,
                ],
                [t("doubts.below"), one.belowName],
                [t("doubts.arrivedOn"), dayText(one.arrivedOn)],
                [t("doubts.receivedOn"), dayText(one.receivedOn)],
                [t("doubts.passedUpTo"), one.passedUpTo],
                [t("document.number"), one.passedUpNumber],
                [t("doubts.passedUpOn"), dayText(one.passedUpOn)],
              ]}
            />
          </Section>
          {one.outcome ? (
            <Section title={t("doubts.answer")}>
              <Facts
                facts={[
                  [t("doubts.outcome"), named("outcome", one.outcome)],
                  [t("doubts.answeredBy"), one.answeredBy],
                  [t("document.number"), one.answeredNumber],
                  [t("doubts.answeredOn"), dayText(one.answeredOn)],
                  [t("doubts.answerText"), one.answer],
                ]}
              />
            </Section>
          ) : null}
          {one.package ? <Delivery title={t("doubts.sent")} sent={one.package} /> : null}
          {one.answerPackage ? <Delivery title={t("doubts.sentDown")} sent={one.answerPackage} /> : null}
        </div>
      </div>
      <div className="two">
        <Section title={t("filing.facts")}>
          <Facts
            facts={[
              [t("filing.maker"), one.makerName],
              [t("filing.register"), one.registerText],
              ...documentFacts(one),
            ]}
          />
        </Section>
        <Letters letters={one.letters} />
      </div>
    </RecordPage>
  );
}

function Verbs({ one }: { one: Shown }) {
  return (
    <Acts>
      <Act
        verb={Receive}
        action="filing_review.receive_doubt"
        text={t("doubts.receive")}
        about={one.id}
        offered={one.state === "ARRIVED"}
        before={<p>{t("doubts.receiveBefore")}</p>}
        variables={() => ({ input: { doubt: one.id } })}
        said={t("receive.done")}
      />
      <Offered when={one.state === "RECEIVED"}>
        <ByHands
          verb={PassOn}
          action="filing_review.pass_up_doubt"
          text={t("doubts.passOn")}
          about={one.id}
          before={<p>{t("passUp.before")}</p>}
          fields={{
            number: text(t("document.number"), { required: true }),
            title: text(t("filing.title")),
            text: longText(t("passUp.text"), { required: true }),
            file: file(t("act.file")),
          }}
          variables={(typed) => ({ input: { doubt: one.id, ...typed } })}
          said={t("passUp.done")}
          draft={{
            text: t("doubts.draft"),
            input: (typed) => ({ kind: "DOUBT_REPORT", doubt: one.id, ...typed }),
          }}
        />
      </Offered>
      <Act
        verb={RecordAnswer}
        action="filing_review.record_doubt_answer"
        text={t("doubts.record")}
        about={one.id}
        offered={one.state === "PASSED_UP"}
        before={<p>{t("doubts.recordBefore")}</p>}
        fields={{
          outcome: choice(t("doubts.outcome"), options("outcome"), { required: true }),
          answeredBy: text(t("doubts.answeredBy"), { required: true }),
          number: text(t("document.number"), { required: true }),
          answeredOn: day(t("doubts.answeredOn"), { required: true }),
          text: longText(t("doubts.answerText"), { required: true }),
          file: file(t("act.file")),
        }}
        variables={(typed) => ({ input: { doubt: one.id, ...typed } })}
        said={t("doubts.recorded")}
      />
    </Acts>
  );
}
