import { graphql } from "../graphql.ts";
import {
  Act,
  Acts,
  day,
  dayText,
  Facts,
  Gone,
  longText,
  RecordPage,
  Section,
  Tag,
  Timeline,
  useAsk,
  useHere,
  useParams,
  Waiting,
} from "../kit/index.ts";
import { named, t } from "./texts.ts";

const One = graphql(`
  query Mandate($id: ID!, $changes: Boolean!) {
    node(id: $id) {
      ... on Mandate {
        id
        name
        term
        district
        status
        beganOn
        endedOn
      }
    }
    mandateChanges(mandate: $id, first: 100) @include(if: $changes) {
      nodes {
        id
        step
        datedOn
        reason
        recordedByName
      }
    }
  }
`);
const Suspend = graphql(`
  mutation SuspendMandate($input: MandateChangeInput!) {
    suspendMandate(input: $input) {
      id
    }
  }
`);
const Resume = graphql(`
  mutation ResumeMandate($input: MandateChangeInput!) {
    resumeMandate(input: $input) {
      id
    }
  }
`);
const End = graphql(`
  mutation EndMandate($input: MandateChangeInput!) {
    endMandate(input: $input) {
      id
    }
  }
`);

export default function MandatePage() {
  const { id = "" } = useParams();
  const here = useHere();
  const changes = here.can("core.read_mandate_changes");
  const { data, error } = useAsk(One, { id, changes });
  if (!data) return <Waiting title={t("mandates.title")} error={error} />;
  const one = data.node && "district" in data.node ? data.node : null;
  const back = { to: "../mandates", text: t("mandates.back") };
  if (!one) return <Gone title={t("mandates.title")} back={back} />;
  const fields = {
    on: day(t("mandate.on"), { required: true }),
    reason: longText(t("mandate.reason"), { required: true, hint: t("mandate.reasonHint") }),
  };
  const variables = ({ on, reason }: { on: string; reason: string }) => ({
    input: { mandate: one.id, on, reason },
  });
  return (
    <RecordPage
      title={one.name}
      back={back}
      state={<Tag tone={one.status === "ACTIVE" ? "good" : "plain"}>{named("mandate", one.status)}</Tag>}
    >
      <Acts>
        <Act
          verb={Suspend}
          action="core.suspend_mandate"
          text={t("mandate.suspend")}
          about={one.id}
          offered={one.status === "ACTIVE"}
          fields={fields}
          variables={variables}
          said={t("mandate.suspended")}
        />
        <Act
          verb={Resume}
          action="core.resume_mandate"
          text={t("mandate.resume")}
          about={one.id}
          offered={one.status === "SUSPENDED"}
          fields={fields}
          variables={variables}
          said={t("mandate.resumed")}
        />
        <Act
          danger
          verb={End}
          action="core.end_mandate"
          text={t("mandate.end")}
          about={one.id}
          offered={one.status !== "ENDED"}
          before={<p>{t("mandate.endBefore")}</p>}
          fields={fields}
          variables={variables}
          said={t("mandate.ended")}
        />
      </Acts>
      <Section title={t("person.facts")}>
        <Facts
          facts={[
            [t("mandates.term"), t("mandates.termNumber", { term: one.term })],
            [t("mandates.district"), one.district],
            [t("mandates.beganOn"), dayText(one.beganOn)],
            [t("mandates.endedOn"), dayText(one.endedOn)],
          ]}
        />
      </Section>
      {data.mandateChanges ? (
        <Section title={t("mandate.changes")}>
          <Timeline
            entries={data.mandateChanges.nodes.map((change) => ({
              key: change.id,
              day: change.datedOn,
              text: named("step", change.step),
              more: t("mandate.because", { reason: change.reason, name: change.recordedByName }),
            }))}
          />
        </Section>
      ) : null}
    </RecordPage>
  );
}
