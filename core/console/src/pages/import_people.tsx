import { graphql } from "../graphql.ts";
import { SheetImport, useNavigate } from "../kit/index.ts";
import { FirstPasswords } from "./first_passwords.tsx";
import { t } from "./texts.ts";

const Preview = graphql(`
  query PeopleImportPreview($file: ID!) {
    peopleImportPreview(file: $file) {
      row
      name
      login
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
