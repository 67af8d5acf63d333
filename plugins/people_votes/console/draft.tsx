import {
  Act,
  Acts,
  dayText,
  Facts,
  Files,
  Gone,
  graphql,
  longText,
  Offered,
  RecordPage,
  Section,
  Tag,
  useAsk,
  useParams,
  Waiting,
} from "@renda/console";
import { candidateFields } from "./candidate_fields.ts";
import { money } from "./money.ts";
import { named, t } from "./texts.ts";

const One = graphql(`
  query Draft($id: ID!) {
    node(id: $id) {
      ... on CandidateDraft {
        id
        revision
        offered
        state
        title
        content
        responsibleUnit
        target
        investment
        funding
        startsOn
        dueOn
        explanation
        draftedByName
        number
        reason
        cycle {
          id
          title
        }
        ideas {
          id
          title
        }
        assessments {
          id
          kind
          note
          file {
            id
            name
          }
        }
      }
    }
  }
`);
const Revise = graphql(`
  mutation ReviseCandidate($input: ReviseCandidateInput!) {
    reviseCandidate(input: $input) {
      id
    }
  }
`);
const Discard = graphql(`
  mutation DiscardCandidate($input: DiscardCandidateInput!) {
    discardCandidate(input: $input) {
      id
    }
  }
`);

export default function DraftPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("drafts.title")} error={error} />;
  const one = data.node && "draftedByName" in data.node ? data.node : null;
  const back = { to: "../drafts", text: t("drafts.back") };
  if (!one) return <Gone title={t("drafts.title")} back={back} />;
  return (
    <RecordPage record={one.id} title={one.title} back={back} state={<Tag>{named("draftState", one.state)}</Tag>}>
      <Offered when={one.offered.length > 0}>
        <Acts>
          <Act
            verb={Revise}
            action="people_votes.revise_candidate"
            text={t("revise.go")}
            about={one.id}
            offered={one.offered}
            fields={candidateFields()}
            begin={{
              title: one.title,
              content: one.content,
              responsibleUnit: one.responsibleUnit,
              target: one.target,
              investment: String(one.investment),
              funding: one.funding,
              startsOn: one.startsOn,
              dueOn: one.dueOn,
              explanation: one.explanation,
              assessments: one.assessments.map((kept) => ({
                kind: kept.kind,
                note: kept.note ?? "",
                file: kept.file ? [kept.file] : [],
              })),
            }}
            revision={one.revision}
            variables={(candidate, seen) => ({
              input: {
                draft: one.id,
                candidate: { ...candidate, ideas: one.ideas.map((idea) => idea.id) },
                seen,
              },
            })}
            said={t("revise.done")}
          />
          <Act
            verb={Discard}
            action="people_votes.discard_candidate"
            text={t("discard.go")}
            about={one.id}
            offered={one.offered}
            danger
            fields={{ reason: longText(t("discard.reason"), { required: true }) }}
            variables={(typed) => ({ input: { draft: one.id, ...typed } })}
            said={t("discard.done")}
          />
        </Acts>
      </Offered>
      <Section title={t("draft.facts")}>
        <Facts
          facts={[
            [t("draft.cycle"), one.cycle?.title],
            [t("draft.number"), one.number],
            [t("project.content"), one.content],
            [t("project.unit"), one.responsibleUnit],
            [t("project.target"), one.target],
            [t("project.investment"), money(one.investment)],
            [t("project.funding"), one.funding],
            [t("project.startsOn"), dayText(one.startsOn)],
            [t("project.dueOn"), dayText(one.dueOn)],
            [t("candidate.explanation"), one.explanation],
            [t("draft.draftedBy"), one.draftedByName],
            [t("draft.ideas"), one.ideas.map((idea) => idea.title).join("\n")],
            [t("draft.reason"), one.reason],
          ]}
        />
      </Section>
      {one.assessments.length > 0 ? (
        <Section title={t("evidence.many")}>
          {one.assessments.map((kept) => (
            <div key={kept.id} className="item">
              <strong>{named("assessment", kept.kind)}</strong>
              <p>{kept.note}</p>
              {kept.file ? <Files files={[kept.file]} /> : null}
            </div>
          ))}
        </Section>
      ) : null}
    </RecordPage>
  );
}
