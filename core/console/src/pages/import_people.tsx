import { graphql } from "../graphql.ts";
import { SheetImport, useNavigate } from "../kit/index.ts";
import { FirstPasswords } from "./first_passwords.tsx";
import { useOrgans } from "./organs.tsx";
import { useRoles } from "./roles_of.ts";
import { named, t } from "./texts.ts";

const Preview = graphql(`
  query PeopleImportPreview($file: ID!) {
    peopleImportPreview(file: $file) {
      row
      name
      login
      organ
      post
      postKind
      roles
      problems
    }
  }
`);
const Import = graphql(`
  mutation ImportPeople($input: ImportPeopleInput!) {
    importPeople(input: $input) {
      created {
        login
        firstPassword
        member {
          id
          name
        }
      }
    }
  }
`);

export default function ImportPeoplePage() {
  const navigate = useNavigate();
  const organs = useOrgans();
  const { titleOf } = useRoles();
  return (
    <SheetImport
      title={t("import.people")}
      back={{ to: "../people", text: t("people.back") }}
      what={<p>{t("import.peopleWhat")}</p>}
      preview={Preview}
      rows={(data) => data.peopleImportPreview}
      columns={[
        [t("people.name"), (one) => one.name],
        [t("people.login"), (one) => one.login],
        [t("people.organ"), (one) => organs.find((organ) => organ.value === one.organ)?.text ?? one.organ],
        [t("people.post"), (one) => one.post],
        [t("people.postKind"), (one) => named("post", one.postKind)],
        [t("people.roles"), (one) => one.roles.map(titleOf).join(t("comma"))],
      ]}
      verb={Import}
      variables={(file) => ({ input: { file } })}
      go={(count) => t("import.go", { count })}
      made={({ importPeople: { created } }) => (
        <>
          <p className="done" role="status">
            {t("import.done", { count: created.length })}
          </p>
          <FirstPasswords
            people={created.map((one) => ({
              name: one.member.name,
              login: one.login,
              password: one.firstPassword,
            }))}
            done={() => void navigate("../people")}
            doneText={t("people.back")}
          />
        </>
      )}
    />
  );
}
