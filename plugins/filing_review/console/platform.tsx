import {
  dayText,
  Export,
  FieldRow,
  file,
  graphql,
  Problem,
  Records,
  refresh,
  say,
  Section,
  type SentFile,
  useAsk,
  useHere,
  useMutation,
} from "@renda/console";
import { useState } from "react";
import { StateTag } from "./filings.tsx";
import { t } from "./texts.ts";

const Unnumbered = graphql(`
  query Unnumbered($first: Int, $after: String, $last: Int, $before: String) {
    filings(first: $first, after: $after, last: $last, before: $before, where: { withoutPlatformNumber: true, figure: REGISTERED }) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        title
        makerName
        registerText
        registeredOn
        fedOn
        state
      }
    }
  }
`);

const Sheet = graphql(`
  mutation ExportPlatformSheet($input: ExportPlatformSheetInput!) {
    exportPlatformSheet(input: $input) {
      id
      name
    }
  }
`);

const Preview = graphql(`
  query PlatformNumbersPreview($file: ID!) {
    platformNumbersPreview(file: $file) {
      row
      registerText
      number
      problems
    }
  }
`);

const Import = graphql(`
  mutation ImportPlatformNumbers($input: ImportPlatformNumbersInput!) {
    importPlatformNumbers(input: $input)
  }
`);

/** Numbers of the platform above: the list goes out by Excel and comes back filled in. */
export default function PlatformPage() {
  const here = useHere();
  return (
    <>
      <h1>{t("platform.title")}</h1>
      <p>{t("platform.what")}</p>
      {here.can("filing_review.import_platform_numbers") ? <Importing /> : null}
      <Section title={t("platform.without")}>
        <Records
          query={Unnumbered}
          variables={(place) => place}
          page={(data) => data.filings}
          to={(one) => `../filings/${one.id}`}
          empty={t("platform.none")}
          acts={
            <Export
              verb={Sheet}
              action="filing_review.export_platform_sheet"
              text={t("platform.export")}
              variables={{ input: {} }}
              file={(data) => data.exportPlatformSheet}
            />
          }
          columns={[
            { title: t("filing.title"), value: (one) => one.title },
            { title: t("filing.maker"), value: (one) => one.makerName },
            { title: t("filing.register"), value: (one) => one.registerText },
            { title: t("copies.registeredOn"), value: (one) => dayText(one.registeredOn), tight: true },
            { title: t("platform.fedOn"), value: (one) => dayText(one.fedOn), tight: true },
            { title: t("filing.state"), value: (one) => <StateTag state={one.state} />, wideOnly: true },
          ]}
        />
      </Section>
    </>
  );
}

/** The filled sheet is looked at row by row before anything is entered. */
function Importing() {
  const [sent, setSent] = useState<readonly SentFile[]>([]);
  const [{ fetching, error }, enter] = useMutation(Import);
  const chosen = sent[0]?.id ?? "";
  const shown = useAsk(Preview, { file: chosen }, chosen === "");
  const rows = chosen ? (shown.data?.platformNumbersPreview ?? []) : [];
  const bad = rows.filter((one) => one.problems.length > 0).length;
  async function go() {
    const answer = await enter({ input: { file: chosen } });
    if (answer.error || !answer.data) return;
    setSent([]);
    say(t("platform.entered", { count: answer.data.importPlatformNumbers }));
    refresh();
  }
  return (
    <Section title={t("platform.importing")}>
      <FieldRow
        loose
        field={file(t("platform.file"), { hint: t("platform.hint") })}
        value={sent}
        onChange={(value) => setSent(value as SentFile[])}
      />
      {chosen ? <Problem error={error ?? shown.error} /> : null}
      {chosen && shown.data && rows.length === 0 ? <p className="empty">{t("platform.empty")}</p> : null}
      {rows.length > 0 ? (
        <>
          <p role="status" className={bad > 0 ? "problem" : "done"}>
            {bad > 0
              ? t("platform.bad", { count: bad, all: rows.length })
              : t("platform.good", { count: rows.length })}
          </p>
          <ul className="cards">
            {rows.map((one) => (
              <li key={one.row} className={one.problems.length > 0 ? "late" : ""}>
                <strong>{t("platform.row", { row: one.row })}</strong> {one.registerText} → {one.number}
                {one.problems.map((problem) => (
                  <p key={problem} className="fault">
                    {problem}
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {rows.length > 0 && bad === 0 ? (
        <p>
          <button type="button" aria-disabled={fetching} onClick={() => void go()}>
            {t("platform.enter", { count: rows.length })}
          </button>
        </p>
      ) : null}
    </Section>
  );
}
