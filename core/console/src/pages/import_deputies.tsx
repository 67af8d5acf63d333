import { graphql } from "../graphql.ts";
import { SheetImport, useNavigate } from "../kit/index.ts";
import { FirstPasswords } from "./first_passwords.tsx";
import { t } from "./texts.ts";

const Preview = graphql(`
  query DeputyImportPreview($file: ID!) {
    deputyImportPreview(file: $file) {
      row
      name
      district
      problems
      joins
      earlier {
        number
        term
        district
      }
    }
  }
`);
const Import = graphql(`
  mutation ImportDeputies($input: ImportDeputiesInput!) {
    importDeputies(input: $input) {
      count
      accounts {
        name
        login
        firstPassword
      }
    }
  }
`);

export default function ImportDeputiesPage() {
  const navigate = useNavigate();
  return (
    <SheetImport
      title={t("import.deputies")}
      back={{ to: "../mandates", text: t("mandates.back") }}
      what={<p>{t("import.deputiesWhat")}</p>}
      preview={Preview}
      rows={(data) => data.deputyImportPreview}
      columns={[
        [t("people.name"), (one) => one.name],
        [t("mandates.district"), (one) => one.district],
        [
          t("import.earlier"),
          (one) =>
            one.joins
              ? t("import.joins")
              : one.earlier.map((other) => t("import.earlierOne", { ...other })).join(t("comma")),
        ],
      ]}
      verb={Import}
      variables={(file) => ({ input: { file } })}
      go={(count) => t("import.go", { count })}
      made={({ importDeputies: { count, accounts } }) => (
        <>
          <p className="done" role="status">
            {t("import.done", { count })}
          </p>
          <FirstPasswords
            people={accounts.map((one) => ({
              name: one.name,
              login: one.login,
              password: one.firstPassword,
            }))}
            done={() => void navigate("../mandates")}
            doneText={t("mandates.back")}
          />
        </>
      )}
    />
  );
}
