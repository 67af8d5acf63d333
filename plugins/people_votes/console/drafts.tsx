import {
  Act,
  choice,
  graphql,
  longText,
  Problem,
  Records,
  rows,
  Tag,
  text,
  useAsk,
  useHere,
  useNavigate,
  useSearchParams,
} from "@renda/console";
import { candidateFields } from "./candidate_fields.ts";
import { money } from "./money.ts";
import { named, options, t } from "./texts.ts";

const Drafts = graphql(`
  query Drafts($first: Int, $after: String, $last: Int, $before: String, $state: DraftState, $cycle: ID) {
    candidateDrafts(first: $first, after: $after, last: $last, before: $before, state: $state, cycle: $cycle) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        state
        title
        responsibleUnit
        investment
        draftedByName
        cycle {
          id
          title
        }
      }
    }
  }
`);
const Open = graphql(`
  query DraftsToSubmit {
    voteCycles(state: SCREENING, first: 20) {
      nodes {
        id
        title
        offered
      }
    }
    candidateDrafts(state: DRAFT, first: 100) {
      nodes {
        id
        title
        offered
        cycle {
          id
        }
      }
    }
  }
`);
const TakenIdeas = graphql(`
  query TakenIdeas($where: IdeaFilter!) {
    ideas(where: $where, first: 100) {
      nodes {
        id
        title
      }
    }
  }
`);
const DraftCandidate = graphql(`
  mutation DraftCandidate($input: DraftCandidateInput!) {
    draftCandidate(input: $input) {
      id
    }
  }
`);
const Submit = graphql(`
  mutation SubmitCandidates($input: SubmitCandidatesInput!) {
    submitCandidates(input: $input) {
      id
    }
  }
`);

const SUBMITTING = "people_votes.submit_candidates";

/** The government's own drafts; nobody else sees them before the list is handed in. */
export default function DraftsPage() {
  const [address] = useSearchParams();
  const cycle = address.get("cycle");
  return (
    <Records
      title={t("drafts.title")}
      query={Drafts}
      variables={(place, chosen) => ({ ...place, cycle, ...chosen })}
      page={(data) => data.candidateDrafts}
      filters={{ state: choice(t("draft.state"), options("draftState")) }}
      to={(one) => one.id}
      empty={t("drafts.none")}
      acts={<Verbs />}
      columns={[
        { title: t("project.name"), value: (one) => one.title },
        {
          title: t("draft.state"),
          value: (one) => (
            <Tag tone={one.state === "LISTED" ? "good" : "plain"}>
              {named("draftState", one.state)}
            </Tag>
          ),
        },
        { title: t("draft.cycle"), value: (one) => one.cycle?.title, wideOnly: true },
        { title: t("project.unit"), value: (one) => one.responsibleUnit },
        { title: t("project.investment"), value: (one) => money(one.investment), tight: true },
        { title: t("draft.draftedBy"), value: (one) => one.draftedByName, wideOnly: true },
      ]}
    />
  );
}

function Verbs() {
  const here = useHere();
  const navigate = useNavigate();
  const { data, error } = useAsk(Open, {});
  const cycle = data?.voteCycles.nodes[0];
  const may = here.can("people_votes.read_ideas");
  const { data: found } = useAsk(
    TakenIdeas,
    { where: { cycle: cycle?.id ?? "", state: "TAKEN" } },
    !cycle || !may,
  );
  if (!data) return <Problem error={error} />;
  if (!cycle) return <p className="quiet">{t("drafts.noCycle")}</p>;
  const ideas = (found?.ideas.nodes ?? []).map((one) => ({ value: one.id, text: one.title }));
  const ready = data.candidateDrafts.nodes
    .filter((one) => one.cycle?.id === cycle.id && one.offered.includes(SUBMITTING))
    .map((one) => ({ value: one.id, text: one.title }));
  return (
    <>
      <Act
        verb={DraftCandidate}
        action="people_votes.draft_candidate"
        text={t("draftCandidate.go")}
        about={cycle.id}
        offered={cycle.offered}
        before={<p>{t("draftCandidate.before", { cycle: cycle.title })}</p>}
        fields={{
          ...candidateFields(),
          ideas: rows(t("draft.ideas"), {
            idea: choice(t("idea.title"), ideas, { required: true }),
          }),
        }}
        variables={({ ideas: based, ...candidate }) => ({
          input: {
            cycle: cycle.id,
            candidate: { ...candidate, ideas: based.map((one) => one.idea) },
          },
        })}
        said={t("draftCandidate.done")}
        done={(made) => void navigate(made.draftCandidate.id)}
      />
      <Act
        verb={Submit}
        action="people_votes.submit_candidates"
        text={t("submit.go")}
        about={cycle.id}
        offered={ready.length > 0}
        before={<p>{t("submit.before")}</p>}
        fields={{
          drafts: rows(
            t("submit.drafts"),
            { draft: choice(t("project.name"), ready, { required: true }) },
            { least: 1 },
          ),
          text: longText(t("submit.text"), { required: true }),
          number: text(t("list.number")),
        }}
        begin={{ drafts: ready.map((one) => ({ draft: one.value })) }}
        variables={({ drafts, ...typed }) => ({
          input: { cycle: cycle.id, drafts: drafts.map((one) => one.draft), ...typed },
        })}
        said={t("submit.done")}
      />
    </>
  );
}
