import { Export, graphql, Link, SheetImport } from "@renda/console";
import { t } from "./texts.ts";

const Preview = graphql(`
  query EntryImportPreview($file: ID!) {
    entryImportPreview(file: $file) {
      row
      name
      title
      problems
      likenesses {
        id
        text
      }
    }
  }
`);
const Import = graphql(`
  mutation ImportEntries($input: ImportEntriesInput!) {
    importEntries(input: $input) {
      count
    }
  }
`);

const MakeSheet = graphql(`
  mutation MakeEntrySheet {
    makeEntrySheet {
      id
      name
    }
  }
`);

/** Past entries come in from a sheet, as confirmed; what looks like a copy is looked at first. */
export default function ImportEntriesPage() {
  return (
    <SheetImport
      title={t("import.title")}
      back={{ to: "../entries", text: t("entries.back") }}
      what={
        <>
          <p>{t("import.what")}</p>
          <p className="quiet">{t("import.columns")}</p>
          <Export
            verb={MakeSheet}
            action="deputy_files.make_entry_sheet"
            text={t("import.sheet")}
            variables={{}}
            file={(data) => data.makeEntrySheet}
          />
        </>
      }
      preview={Preview}
      rows={(data) => data.entryImportPreview}
      columns={[
        [t("file.name"), (one) => one.name],
        [t("entry.title"), (one) => one.title],
      ]}
      look={(one) => one.likenesses}
      verb={Import}
      variables={(file, looked) => ({ input: { file, looked: [...looked] } })}
      go={(count) => t("import.go", { count })}
      made={(data) => (
        <>
          <p className="done" role="status">
            {t("import.done", { count: data.importEntries.count })}
          </p>
          <p>
            <Link to="../entries">{t("import.seeEntries")}</Link>
          </p>
        </>
      )}
    />
  );
}
