import {
  Act,
  Acts,
  choice,
  dayText,
  Facts,
  Gone,
  graphql,
  Link,
  longText,
  Offered,
  RecordPage,
  type ResultOf,
  Section,
  useAsk,
  useParams,
  Waiting,
} from "@renda/console";
import { erasureTag, erasureTitle } from "./erasures.tsx";
import { named, options, t } from "./texts.ts";

const One = graphql(`
  query WordsErasure($id: ID!) {
    node(id: $id) {
      ... on WordsErasure {
        id
        state
        askedOn
        askedByName
        askedWhy
        ground
        decidedOn
        decidedByName
        decision
        contents
        staying
        entry {
          id
          title
        }
        draft {
          id
          title
        }
        leave {
          id
          meetingTitle
        }
      }
    }
  }
`);

const Erase = graphql(`
  mutation EraseAsAsked($input: EraseWordsInput!) {
    eraseWords(input: $input) {
      id
    }
  }
`);

const Refuse = graphql(`
  mutation RefuseErasure($input: RefuseErasureInput!) {
    refuseErasure(input: $input) {
      id
    }
  }
`);

type Erasure = Extract<NonNullable<ResultOf<typeof One>["node"]>, { staying: number }>;

export default function ErasurePage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("erasures.title")} error={error} />;
  const one = data.node && "staying" in data.node ? data.node : null;
  const back = { to: "../erasures", text: t("erasures.back") };
  if (!one) return <Gone title={t("erasures.title")} back={back} />;
  const to = one.entry
    ? `../entries/${one.entry.id}`
    : one.draft
      ? `../drafts/${one.draft.id}`
      : one.leave
        ? `../leave/${one.leave.id}`
        : null;
  const title = erasureTitle(one);
  return (
    <RecordPage
      record={one.id}
      title={t("erasure.heading", { title })}
      back={back}
      state={erasureTag(one.state)}
    >
      <Offered when={one.state === "ASKED"}>
        <Deciding erasure={one} />
      </Offered>
      <Section title={t("erasure.facts")}>
        <Facts
          facts={[
            [t("erasure.about"), to ? <Link to={to}>{title}</Link> : title],
            [t("erasure.askedBy"), one.askedByName],
            [t("erasure.askedOn"), dayText(one.askedOn)],
            [t("erasure.why"), one.askedWhy],
            [t("erasure.ground"), named("ground", one.ground)],
            [t("erasure.decidedBy"), one.decidedByName],
            [t("erasure.decidedOn"), dayText(one.decidedOn)],
            [t("erasure.decision"), one.decision],
            [t("erasure.staying"), one.staying || null],
            [t("erasure.contents"), one.contents.join(" ") || null],
          ]}
        />
      </Section>
    </RecordPage>
  );
}

function Deciding({ erasure }: { erasure: Erasure }) {
  return (
    <Acts>
      <Act
        verb={Erase}
        action="deputy_files.erase_words"
        text={t("erasure.erase")}
        about={erasure.id}
        danger
        before={<p>{t("erasure.eraseBefore")}</p>}
        fields={{
          ground: choice(t("erasure.ground"), options("ground"), { required: true }),
          note: longText(t("erasure.note"), { hint: t("erasure.noteHint") }),
        }}
        variables={({ ground, note }) => ({ input: { erasure: erasure.id, ground, note: note ?? "" } })}
        said={t("erasure.erased")}
      />
      <Act
        verb={Refuse}
        action="deputy_files.refuse_erasure"
        text={t("erasure.refuse")}
        about={erasure.id}
        fields={{ reason: longText(t("erasure.reason"), { required: true }) }}
        variables={(typed) => ({ input: { erasure: erasure.id, ...typed } })}
        said={t("erasure.refused")}
      />
    </Acts>
  );
}
