import { graphql, Link, SheetImport } from "@renda/console";
import { t } from "./texts.ts";

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

const Enter = graphql(`
  mutation ImportPlatformNumbers($input: ImportPlatformNumbersInput!) {
    importPlatformNumbers(input: $input)
  }
`);

/** The filled-in list is looked at row by row before any number is entered. */
export default function PlatformImportPage() {
  return (
    <SheetImport
      title={t("platform.importing")}
      back={{ to: "../platform", text: t("platform.back") }}
      what={t("platform.hint")}
      preview={Preview}
      rows={(data) => data.platformNumbersPreview}
      columns={[
        [t("filing.register"), (one) => one.registerText],
        [t("document.platformNumber"), (one) => one.number],
      ]}
      verb={Enter}
      variables={(file) => ({ input: { file } })}
      go={(count) => t("platform.enter", { count })}
      made={(data) => (
        <>
          <p className="done" role="status">
            {t("platform.entered", { count: data.importPlatformNumbers })}
          </p>
          <p>
            <Link to="../platform">{t("platform.back")}</Link>
          </p>
        </>
      )}
    />
  );
}
