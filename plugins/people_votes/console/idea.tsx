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
  rows,
  Section,
  Tag,
  useAsk,
  useParams,
  Waiting,
} from "@renda/console";
import { named, options, t } from "./texts.ts";

const IdeaTitle = graphql(`
  query IdeaTitle($id: ID!) {
    node(id: $id) {
      ... on Idea {
        id
        title
      }
    }
  }
`);
const One = graphql(`
  query Idea($id: ID!) {
    node(id: $id) {
      ... on Idea {
        id
        source
        collectedBy
        title
        content
        place
        proposedOn
        proposedByName
        state
        reasonKind
        reason
        screenedOn
        screenedByName
        mergedInto
        cycle
        offered
        candidate {
          id
          title
          state
        }
      }
    }
  }
`);
const WaitingIdeas = graphql(`
  query WaitingIdeas($waiting: IdeaFilter!, $taken: IdeaFilter!) {
    waiting: ideas(where: $waiting, first: 100) {
      nodes {
        id
        title
        state
      }
    }
    taken: ideas(where: $taken, first: 100) {
      nodes {
        id
        title
        state
      }
    }
  }
`);
const Screen = graphql(`
  mutation ScreenIdea($input: ScreenIdeaInput!) {
    screenIdea(input: $input) {
      id
    }
  }
`);
const Merge = graphql(`
  mutation MergeIdeas($input: MergeIdeasInput!) {
    mergeIdeas(input: $input) {
      id
    }
  }
`);

const MergeInto = graphql(`
  mutation MergeIntoAnother($input: MergeIdeasInput!) {
    mergeIdeas(input: $input) {
      id
    }
  }
`);

type Idea = Extract<NonNullable<ResultOf<typeof One>["node"]>, { content: string }>;

export default function IdeaPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("ideas.title")} error={error} />;
  const one = data.node && "content" in data.node ? data.node : null;
  const back = one
    ? { to: `../cycles/${one.cycle}/ideas`, text: t("ideas.back") }
    : { to: "../cycles", text: t("cycles.back") };
  if (!one) return <Gone title={t("ideas.title")} back={back} />;
  return (
    <RecordPage record={one.id} title={one.title} back={back} state={<Tag>{named("ideaState", one.state)}</Tag>}>
      <Offered when={one.offered.length > 0}>
        <Acts>
          <Act
            verb={Screen}
            action="people_votes.screen_idea"
            text={t("screenIdea.go")}
            about={one.id}
            offered={one.offered}
            before={<p>{t("screenIdea.before")}</p>}
            fields={{
              outcome: choice(t("screenIdea.outcome"), options("ideaOutcome"), { required: true }),
              reasonKind: choice(t("screenIdea.reasonKind"), options("screenReason"), {
                required: true,
                when: (typed) => typed.outcome === "LEFT_OUT",
              }),
              reason: longText(t("screenIdea.reason"), {
                needed: (typed) => ["LEFT_OUT", "RESERVED"].includes(String(typed.outcome)),
                hint: t("screenIdea.reasonHint"),
              }),
            }}
            variables={(typed) => ({ input: { idea: one.id, ...typed } })}
            said={t("screenIdea.done")}
          />
          <Merging idea={one} />
        </Acts>
      </Offered>
      <Section title={t("idea.facts")}>
        <Facts
          facts={[
            [t("idea.content"), one.content],
            [t("idea.place"), one.place],
            [t("idea.source"), named("ideaSource", one.source)],
            [t("idea.collectedBy"), one.collectedBy],
            [t("idea.proposedOn"), dayText(one.proposedOn)],
            [t("idea.proposedBy"), one.proposedByName],
            [t("idea.reasonKind"), named("screenReason", one.reasonKind)],
            [t("idea.reason"), one.reason],
            [t("idea.screenedOn"), dayText(one.screenedOn)],
            [t("idea.screenedBy"), one.screenedByName],
            [
              t("idea.mergedInto"),
              one.mergedInto ? <Into idea={one.mergedInto} /> : null,
            ],
            [
              t("idea.candidate"),
              one.candidate
                ? `${one.candidate.title} ${named("candidateState", one.candidate.state)}`
                : null,
            ],
          ]}
        />
      </Section>
    </RecordPage>
  );
}

/** The idea that another was merged into, by its title. */
function Into({ idea }: { idea: string }) {
  const { data } = useAsk(IdeaTitle, { id: idea });
  const title = data?.node && "title" in data.node ? data.node.title : t("idea.open");
  return <Link to={`../ideas/${idea}`}>{title}</Link>;
}

/** Ideas of the same content are handled as one, to which the others point: in either direction. */
function Merging({ idea }: { idea: Idea }) {
  const may = idea.offered.includes("people_votes.merge_ideas");
  const { cycle } = idea;
  const { data } = useAsk(
    WaitingIdeas,
    { waiting: { cycle, state: "RECEIVED" }, taken: { cycle, state: "TAKEN" } },
    !may,
  );
  const isOther = (one: { id: string }) => one.id !== idea.id;
  const others = (data?.waiting.nodes ?? []).filter(isOther);
  const into = [...(data?.taken.nodes ?? []), ...(data?.waiting.nodes ?? [])].filter(isOther);
  const reason = longText(t("merge.reason"), { required: true });
  return (
    <>
      <Act
        verb={MergeInto}
        action="people_votes.merge_ideas"
        text={t("mergeInto.go")}
        about={idea.id}
        offered={may && idea.candidate === null && into.length > 0}
        before={<p>{t("mergeInto.before")}</p>}
        fields={{
          into: choice(
            t("mergeInto.into"),
            into.map((one) => ({
              value: one.id,
              text: t("mergeInto.option", { title: one.title, state: named("ideaState", one.state) }),
            })),
            { required: true },
          ),
          reason,
        }}
        variables={(typed) => ({
          input: { into: typed.into, ideas: [idea.id], reason: typed.reason },
        })}
        said={t("merge.done")}
      />
      <Act
        verb={Merge}
        action="people_votes.merge_ideas"
        text={t("merge.go")}
        about={idea.id}
        offered={may && others.length > 0}
        before={<p>{t("merge.before")}</p>}
        fields={{
          ideas: rows(
            t("merge.ideas"),
            {
              idea: choice(
                t("idea.title"),
                others.map((one) => ({ value: one.id, text: one.title })),
                { required: true },
              ),
            },
            { least: 1 },
          ),
          reason,
        }}
        variables={(typed) => ({
          input: {
            into: idea.id,
            ideas: typed.ideas.map((one) => one.idea),
            reason: typed.reason,
          },
        })}
        said={t("merge.done")}
      />
    </>
  );
}
