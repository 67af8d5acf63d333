import { useState } from "react";
import { graphql } from "../graphql.ts";
import { Act, choice, RecordPage, text, useNavigate, Waiting } from "../kit/index.ts";
import { FirstPasswords } from "./first_passwords.tsx";
import { useOrgans } from "./organs.tsx";
import { several, ticked, useRoles } from "./roles_of.ts";
import { options, t } from "./texts.ts";

const Create = graphql(`
  mutation CreatePerson($input: CreatePersonInput!) {
    createPerson(input: $input) {
      login
      firstPassword
      member {
        id
        name
      }
    }
  }
`);

export default function NewPersonPage() {
  const organs = useOrgans();
  const { roles, loaded, error } = useRoles();
  const navigate = useNavigate();
  const [created, setCreated] = useState<{ id: string; name: string; login: string; password: string }>();
  if (!loaded) return <Waiting title={t("people.new")} error={error} />;
  return (
    <RecordPage title={t("people.new")} back={{ to: "../people", text: t("people.back") }}>
      {created ? (
        <FirstPasswords
          people={[created]}
          done={() => void navigate(`../people/${created.id}`)}
          doneText={t("people.open")}
        />
      ) : (
        <Act
          open
          verb={Create}
          action="core.create_person"
          text={t("people.create")}
          fields={{
            name: text(t("people.name"), { required: true, most: 60 }),
            login: text(t("people.login"), { required: true, hint: t("people.loginHint") }),
            organ: choice(t("people.organ"), organs, { required: true }),
            post: text(t("people.post"), { required: true, hint: t("people.postHint") }),
            postKind: choice(t("people.postKind"), options("post"), { required: true }),
            roles: several(t("people.roles"), roles),
          }}
          begin={{ postKind: "STAFF" }}
          variables={({ name, login, organ, post, postKind, roles: boxes }) => ({
            input: { name, login, place: { organ, post, postKind, roles: ticked(boxes) } },
          })}
          said={t("people.created")}
          done={({ createPerson: one }) =>
            setCreated({
              id: one.member.id,
              name: one.member.name,
              login: one.login,
              password: one.firstPassword,
            })
          }
        />
      )}
    </RecordPage>
  );
}
