import {
  Act,
  Acts,
  dayText,
  Facts,
  files,
  Files,
  Gone,
  graphql,
  longText,
  Offered,
  RecordPage,
  Section,
  useAsk,
  useParams,
  Waiting,
} from "@renda/console";
import { AnswerTag } from "./guidance.tsx";
import { named, t } from "./texts.ts";

const One = graphql(`
  query Exchange($id: ID!) {
    node(id: $id) {
      ... on Exchange {
        id
        kind
        direction
        otherName
        title
        text
        askedOn
        answer
        answeredOn
        answeredByName
        files {
          id
          answer
          file {
            id
            name
          }
        }
      }
    }
  }
`);

const Answer = graphql(`
  mutation AnswerGuidance($input: AnswerGuidanceInput!) {
    answerGuidance(input: $input) {
      id
    }
  }
`);

/** One question with its answer, or a shared text. */
export default function ExchangePage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("guidance.title")} error={error} />;
  const one = data.node && "title" in data.node ? data.node : null;
  const back = { to: "../guidance", text: t("guidance.back") };
  if (!one) return <Gone title={t("guidance.title")} back={back} />;
  const came = (answer: boolean) =>
    one.files.flatMap((paper) => (paper.answer === answer && paper.file ? [paper.file] : []));
  return (
    <RecordPage record={one.id} title={one.title} back={back} state={<AnswerTag {...one} />}>
      <Offered when={one.direction === "RECEIVED" && one.kind !== "SHARED" && !one.answeredOn}>
        <Acts>
          <Act
            verb={Answer}
            action="filing_review.answer_guidance"
            text={t("guidance.reply")}
            about={one.id}
            fields={{
              text: longText(t("guidance.answerText"), { required: true }),
              files: files(t("guidance.files")),
            }}
            variables={(typed) => ({ input: { exchange: one.id, ...typed } })}
            said={t("guidance.replied")}
          />
        </Acts>
      </Offered>
      <Section title={named("exchange", one.kind)}>
        <Facts
          facts={[
            [t("guidance.direction"), named("direction", one.direction)],
            [t("guidance.other"), one.otherName],
            [t("guidance.askedOn"), dayText(one.askedOn)],
          ]}
        />
        <p className="text">{one.text}</p>
        <Files files={came(false)} />
      </Section>
      {one.answeredOn ? (
        <Section title={t("guidance.answer")}>
          <Facts
            facts={[
              [t("guidance.answeredBy"), one.answeredByName],
              [t("guidance.answeredOn"), dayText(one.answeredOn)],
            ]}
          />
          <p className="text">{one.answer}</p>
          <Files files={came(true)} />
        </Section>
      ) : null}
    </RecordPage>
  );
}
