import {
  Act,
  choice,
  dayText,
  graphql,
  Link,
  Records,
  Tag,
  useAsk,
  useParams,
} from "@renda/console";
import { ideaFields, RecordIdea } from "./record_idea.ts";
import { named, options, t } from "./texts.ts";

const Ideas = graphql(`
  query Ideas($first: Int, $after: String, $last: Int, $before: String, $where: IdeaFilter!) {
    ideas(first: $first, after: $after, last: $last, before: $before, where: $where) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        title
        source
        collectedBy
        proposedOn
        state
      }
    }
  }
`);

const Call = graphql(`
  query CallOfIdeas($id: ID!) {
    node(id: $id) {
      ... on Cycle {
        id
        offered
      }
    }
  }
`);

export default function IdeasPage() {
  const { id = "" } = useParams();
  const { data: call } = useAsk(Call, { id });
  const offered = call?.node && "offered" in call.node ? call.node.offered : [];
  return (
    <>
      <p className="back">
        <Link to={`../cycles/${id}`}>{t("cycle.back")}</Link>
      </p>
      <Records
        title={t("ideas.title")}
        query={Ideas}
        variables={(place, chosen) => ({ ...place, where: { cycle: id, ...chosen } })}
        page={(data) => data.ideas}
        filters={{
          state: choice(t("idea.state"), options("ideaState")),
          source: choice(t("idea.source"), options("ideaSource")),
          figure: choice(t("idea.figure"), options("ideaFigure")),
        }}
        to={(one) => `../ideas/${one.id}`}
        empty={t("ideas.none")}
        acts={
          <Act
            verb={RecordIdea}
            action="people_votes.record_idea"
            text={t("recordIdea.go")}
            about={id}
            offered={offered}
            before={<p>{t("recordIdea.before")}</p>}
            fields={ideaFields}
            variables={(typed) => ({ input: { cycle: id, ...typed } })}
            said={(data) => t("recordIdea.done", { code: data.recordIdea.code })}
          />
        }
        columns={[
          { title: t("idea.title"), value: (one) => one.title },
          { title: t("idea.source"), value: (one) => named("ideaSource", one.source) },
          { title: t("idea.collectedBy"), value: (one) => one.collectedBy, wideOnly: true },
          { title: t("idea.proposedOn"), value: (one) => dayText(one.proposedOn), tight: true },
          {
            title: t("idea.state"),
            value: (one) => (
              <Tag tone={one.state === "TAKEN" ? "good" : "plain"}>
                {named("ideaState", one.state)}
              </Tag>
            ),
          },
        ]}
      />
    </>
  );
}
