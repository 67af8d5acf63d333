import { graphql } from "../graphql.ts";
import {
  Act,
  Acts,
  dayText,
  Facts,
  Gone,
  Listed,
  RecordPage,
  Section,
  Tag,
  useAsk,
  useParams,
  Waiting,
} from "../kit/index.ts";
import { joining, useDeputies } from "./deputies_of.ts";
import { several, ticked } from "./roles_of.ts";
import { named, t } from "./texts.ts";

const One = graphql(`
  query DeputyGroup($id: ID!) {
    node(id: $id) {
      ... on DeputyGroup {
        id
        revision
        name
        basis
        term
        formedOn
        closedOn
        members {
          id
          name
          leader
          joinedOn
          leftOn
        }
      }
    }
  }
`);
const Change = graphql(`
  mutation ChangeDeputyGroup($input: ChangeDeputyGroupInput!) {
    changeDeputyGroup(input: $input) {
      id
    }
  }
`);
const Close = graphql(`
  mutation CloseDeputyGroup($input: CloseDeputyGroupInput!) {
    closeDeputyGroup(input: $input) {
      id
    }
  }
`);

export default function GroupPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  const deputies = useDeputies("core.change_deputy_group");
  if (!data) return <Waiting title={t("groups.title")} error={error} />;
  const one = data.node && "basis" in data.node ? data.node : null;
  const back = { to: "../groups", text: t("groups.back") };
  if (!one) return <Gone title={t("groups.title")} back={back} />;
  const group = one.id;
  const there = one.members.filter((member) => !member.leftOn);
  return (
    <RecordPage
      record={one.id}
      title={one.name}
      back={back}
      state={one.closedOn ? <Tag>{t("groups.closed", { day: dayText(one.closedOn) })}</Tag> : null}
    >
        <Acts>
          <Act
            verb={Change}
            action="core.change_deputy_group"
            text={t("groups.change")}
            about={group}
            offered={!one.closedOn}
            fields={{
              joining: several(t("groups.joining"), deputies),
              leaving: several(
                t("groups.leaving"),
                there.map((member) => ({ name: member.id, title: member.name })),
              ),
            }}
            revision={one.revision}
            says={[
              {
                name: t("groups.members"),
                text: there.map((member) => member.name).join("\n"),
                mark: there.map((member) => member.id).join(),
              },
            ]}
            variables={(typed, seen) => ({
              input: { group, joining: joining(typed.joining), leaving: ticked(typed.leaving), seen },
            })}
            said={t("groups.changed")}
          />
          <Act
            danger
            verb={Close}
            action="core.close_deputy_group"
            text={t("groups.close")}
            about={group}
            offered={!one.closedOn}
            before={<p>{t("groups.closeBefore")}</p>}
            variables={() => ({ input: { group } })}
            said={t("groups.closeDone")}
          />
        </Acts>
      <Section title={t("person.facts")}>
        <Facts
          facts={[
            [t("groups.basis"), named("groupBasis", one.basis)],
            [t("mandates.term"), one.term ? t("mandates.termNumber", { term: one.term }) : ""],
            [t("groups.formedOn"), dayText(one.formedOn)],
          ]}
        />
      </Section>
      <Section title={t("groups.members")}>
        <Listed
          rows={one.members}
          of={(member) => member.id}
          empty={t("groups.nobody")}
          columns={[
            [
              t("people.name"),
              (member) => (
                <>
                  {member.name} {member.leader ? <Tag tone="good">{t("groups.leader")}</Tag> : null}
                </>
              ),
            ],
            [t("groups.joinedOn"), (member) => dayText(member.joinedOn)],
            [t("groups.leftOn"), (member) => dayText(member.leftOn)],
          ]}
        />
      </Section>
    </RecordPage>
  );
}
