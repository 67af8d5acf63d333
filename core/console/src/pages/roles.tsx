import { graphql } from "../graphql.ts";
import { Act, Acts, Tag, text, Waiting } from "../kit/index.ts";
import { several, ticked, useRoles } from "./roles_of.ts";
import { t } from "./texts.ts";

const Define = graphql(`
  mutation DefineRole($input: DefineRoleInput!) {
    defineRole(input: $input) {
      id
    }
  }
`);

export default function RolesPage() {
  const { roles, actions, actionOf, loaded, error } = useRoles();
  if (!loaded) return <Waiting title={t("roles.title")} error={error} />;
  const own = [...roles].sort((one, other) => Number(other.own) - Number(one.own));
  const seenOf = (name: string) => roles.find((one) => one.own && one.name === name)?.revision ?? "";
  return (
    <>
      <h1>{t("roles.title")}</h1>
      <p className="quiet">{t("roles.what")}</p>
      <Acts>
        <Act
          verb={Define}
          action="core.define_role"
          text={t("roles.define")}
          fields={{
            title: text(t("roles.name"), { required: true }),
            name: text(t("roles.code"), { required: true, hint: t("roles.codeHint") }),
            actions: several(t("roles.actions"), actions),
          }}
          variables={({ title, name, actions: boxes }) => ({
            // The list below shows what the role holds by now.
            input: { title, name, actions: ticked(boxes), seen: seenOf(name) },
          })}
          said={t("roles.defined")}
        />
      </Acts>
      <ul className="cards">
        {own.map((one) => (
          <li key={one.name}>
            <strong>{one.title}</strong> {one.own ? <Tag tone="good">{t("roles.own")}</Tag> : null}
            <details>
              <summary>{t("roles.holds", { count: one.actions.length })}</summary>
              <ul className="many">
                {one.actions.map((action) => (
                  <li key={action}>{actionOf(action)}</li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}
