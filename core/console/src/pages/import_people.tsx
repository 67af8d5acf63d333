import { useState } from "react";
import { graphql } from "../graphql.ts";
import { FieldRow, file, Problem, RecordPage, type SentFile, Tag, useAsk, useMutation, useNavigate } from "../kit/index.ts";
import { FirstPasswords } from "./first_passwords.tsx";
import { Listed } from "./listed.tsx";
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
  const [sent, setSent] = useState<readonly SentFile[]>([]);
  const [made, setMade] = useState<{ name: string; login: string; password: string }[]>();
  const [{ fetching, error }, importPeople] = useMutation(Import);
  const navigate = useNavigate();
  const chosen = sent[0]?.id ?? "";
  const shown = useAsk(Preview, { file: chosen }, chosen === "" || made !== undefined);
  const rows = chosen && !made ? (shown.data?.peopleImportPreview ?? []) : [];
  const bad = rows.filter((one) => one.problems.length > 0).length;
  async function go() {
    const answer = await importPeople({ input: { file: chosen } });
    if (answer.error || !answer.data) return;
    setMade(
      answer.data.importPeople.created.map((one) => ({
        name: one.member.name,
        login: one.login,
        password: one.firstPassword,
      })),
    );
  }
  const back = { to: "../people", text: t("people.back") };
  if (made)
    return (
      <RecordPage title={t("import.people")} back={back}>
        <p className="done" role="status">
          {t("import.done", { count: made.length })}
        </p>
        <FirstPasswords people={made} done={() => void navigate("../people")} doneText={t("people.back")} />
      </RecordPage>
    );
  return (
    <RecordPage title={t("import.people")} back={back}>
      <p>{t("import.peopleWhat")}</p>
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
              [t("people.login"), (one) => one.login],
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

/** What is wrong with a row, or that nothing is. */
export function Problems({ problems }: { problems: readonly string[] }) {
  if (problems.length === 0) return <Tag tone="good">{t("import.fine")}</Tag>;
  return (
    <>
      <Tag tone="late">{t("import.wrong")}</Tag>
      {problems.map((one) => (
        <p key={one} className="fault">
          {one}
        </p>
      ))}
    </>
  );
}
