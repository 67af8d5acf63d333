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
  rows,
  Section,
  Tag,
  useAsk,
  useParams,
  useSearchParams,
  Waiting,
} from "@renda/console";
import { named, options, t } from "./texts.ts";

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
  query WaitingIdeas($where: IdeaFilter!) {
    ideas(where: $where, first: 100) {
      nodes {
        id
        title
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

export default function IdeaPage() {
  const { id = "" } = useParams();
  const cycle = useSearchParams()[0].get("cycle");
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("ideas.title")} error={error} />;
  const one = data.node && "content" in data.node ? data.node : null;
  const back = cycle
    ? { to: `../cycles/${cycle}/ideas`, text: t("ideas.back") }
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
          <Merging idea={one.id} offered={one.offered} />
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
              one.mergedInto ? (
                <Link to={`../ideas/${one.mergedInto}`}>{t("idea.open")}</Link>
              ) : null,
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

/** Ideas of the same content are handled as one; the others point to this one. */
function Merging({ idea, offered }: { idea: string; offered: readonly string[] }) {
  const may = offered.includes("people_votes.merge_ideas");
  const cycle = useSearchParams()[0].get("cycle");
  const { data } = useAsk(
    WaitingIdeas,
    { where: { cycle: cycle ?? "", state: "RECEIVED" } },
    !may || !cycle,
  );
  const others = (data?.ideas.nodes ?? []).filter((one) => one.id !== idea);
  return (
    <Act
      verb={Merge}
      action="people_votes.merge_ideas"
      text={t("merge.go")}
      about={idea}
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
        reason: longText(t("merge.reason"), { required: true }),
      }}
      variables={({ ideas, reason }) => ({
        input: { into: idea, ideas: ideas.map((one) => one.idea), reason },
      })}
      said={t("merge.done")}
    />
  );
}
