import { graphql } from "../graphql.ts";
import { Act, choice, dayText, number, Records, text, useNavigate, yes } from "../kit/index.ts";
import { joining, useDeputies } from "./deputies_of.ts";
import { several } from "./roles_of.ts";
import { named, options, t } from "./texts.ts";

const Groups = graphql(`
  query DeputyGroups($first: Int, $after: String, $last: Int, $before: String, $closed: Boolean!) {
    deputyGroups(first: $first, after: $after, last: $last, before: $before, closed: $closed) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        name
        basis
        term
        formedOn
        members {
          id
          leftOn
        }
      }
    }
  }
`);
const Form = graphql(`
  mutation FormDeputyGroup($input: FormDeputyGroupInput!) {
    formDeputyGroup(input: $input) {
      id
    }
  }
`);

export default function GroupsPage() {
  const navigate = useNavigate();
  const deputies = useDeputies("core.form_deputy_group");
  return (
    <Records
      title={t("groups.title")}
      query={Groups}
      variables={(place, chosen) => ({ ...place, closed: chosen.closed ?? false })}
      page={(data) => data.deputyGroups}
      filters={{ closed: yes(t("groups.closedOnly")) }}
      to={(one) => one.id}
      empty={t("groups.none")}
      acts={
        <Act
          verb={Form}
          action="core.form_deputy_group"
          text={t("groups.form")}
          fields={{
            name: text(t("groups.name"), { required: true }),
            basis: choice(t("groups.basis"), options("groupBasis"), { required: true }),
            term: number(t("mandates.term"), { least: 1 }),
            members: several(t("groups.members"), deputies),
          }}
          variables={({ members, ...typed }) => ({ input: { ...typed, members: joining(members) } })}
          said={t("groups.formed")}
          done={(answer) => void navigate(answer.formDeputyGroup.id)}
        />
      }
      columns={[
        { title: t("groups.name"), value: (one) => one.name },
        { title: t("groups.basis"), value: (one) => named("groupBasis", one.basis) },
        {
          title: t("groups.count"),
          value: (one) => one.members.filter((member) => !member.leftOn).length,
          tight: true,
        },
        { title: t("groups.formedOn"), value: (one) => dayText(one.formedOn), tight: true },
      ]}
    />
  );
}
