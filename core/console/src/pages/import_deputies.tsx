import { useState } from "react";
import { graphql } from "../graphql.ts";
import { FieldRow, file, Problem, RecordPage, type SentFile, useAsk, useMutation, useNavigate } from "../kit/index.ts";
import { FirstPasswords } from "./first_passwords.tsx";
import { Problems } from "./import_people.tsx";
import { Listed } from "./listed.tsx";
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
  const [sent, setSent] = useState<readonly SentFile[]>([]);
  const [made, setMade] = useState<{ count: number; people: { name: string; login: string; password: string }[] }>();
  const [{ fetching, error }, importDeputies] = useMutation(Import);
  const navigate = useNavigate();
  const chosen = sent[0]?.id ?? "";
  const shown = useAsk(Preview, { file: chosen }, chosen === "" || made !== undefined);
  const rows = chosen && !made ? (shown.data?.deputyImportPreview ?? []) : [];
  const bad = rows.filter((one) => one.problems.length > 0).length;
  async function go() {
    const answer = await importDeputies({ input: { file: chosen } });
    if (answer.error || !answer.data) return;
    const { count, accounts } = answer.data.importDeputies;
    const people = accounts.map((one) => ({
      name: one.name,
      login: one.login,
      password: one.firstPassword,
    }));
    setMade({ count, people });
  }
  const back = { to: "../mandates", text: t("mandates.back") };
  if (made)
    return (
      <RecordPage title={t("import.deputies")} back={back}>
        <p className="done" role="status">
          {t("import.done", { count: made.count })}
        </p>
        <FirstPasswords people={made.people} done={() => void navigate("../mandates")} doneText={t("mandates.back")} />
      </RecordPage>
    );
  return (
    <RecordPage title={t("import.deputies")} back={back}>
      <p>{t("import.deputiesWhat")}</p>
      <FieldRow
        loose
        field={file(t("import.file"), { hint: t("import.hint") })}
        value={sent}
        onChange={(value) => setSent(value as SentFile[])}
      />
      {chosen ? <Problem error={error ?? shown.error} /> : null}
      {rows.length > 0 ? (
        <>
          <p role="status">
            {bad > 0 ? t("import.bad", { count: bad, all: rows.length }) : t("import.good", { count: rows.length })}
          </p>
          <Listed
            rows={rows}
            of={(one) => String(one.row)}
            empty={t("import.none")}
            columns={[
              [t("import.row"), (one) => t("import.rowNumber", { row: one.row })],
              [t("people.name"), (one) => one.name],
              [t("mandates.district"), (one) => one.district],
              [
                t("import.earlier"),
                (one) =>
                  one.joins
                    ? t("import.joins")
                    : one.earlier
                        .map((other) => t("import.earlierOne", { ...other }))
                        .join(t("comma")),
              ],
              [t("import.problems"), (one) => <Problems problems={one.problems} />],
            ]}
          />
        </>
      ) : null}
      {rows.length > 0 && bad === 0 ? (
        <p>
          <button type="button" aria-disabled={fetching} onClick={() => void go()}>
            {t("import.go", { count: rows.length })}
          </button>
        </p>
      ) : null}
    </RecordPage>
  );
}
