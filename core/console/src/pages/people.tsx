import { graphql } from "../graphql.ts";
import { choice, Link, Records, useHere } from "../kit/index.ts";
import { useOrgans } from "./organs.tsx";
import { useRoles } from "./roles_of.ts";
import { named, t } from "./texts.ts";

const People = graphql(`
  query People($first: Int, $after: String, $last: Int, $before: String, $organ: String) {
    members(first: $first, after: $after, last: $last, before: $before, organ: $organ) {
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
        post
        postKind
        roles
        organ {
          name
        }
      }
    }
  }
`);

export default function PeoplePage() {
  const here = useHere();
  const organs = useOrgans();
  const { titleOf } = useRoles();
  return (
    <Records
      title={t("people.title")}
      query={People}
      variables={(place, chosen) => ({ ...place, organ: chosen.organ ?? null })}
      page={(data) => data.members}
      filters={{ organ: choice(t("people.organ"), organs) }}
      to={(one) => one.id}
      empty={t("people.none")}
      acts={
        <>
          {here.can("core.create_person") ? <Link to="new">{t("people.new")}</Link> : null}
          {here.can("core.import_people") ? <Link to="import">{t("people.import")}</Link> : null}
        </>
      }
      columns={[
        { title: t("people.name"), value: (one) => one.name },
        { title: t("people.organ"), value: (one) => one.organ?.name },
        { title: t("people.post"), value: (one) => one.post },
        { title: t("people.postKind"), value: (one) => named("post", one.postKind), wideOnly: true },
        { title: t("people.roles"), value: (one) => one.roles.map(titleOf).join(t("comma")) },
      ]}
    />
  );
}
