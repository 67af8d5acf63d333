import { dayText, Export, graphql, Link, Records, useHere } from "@renda/console";
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

/** Numbers of the platform above: the list goes out by Excel and comes back filled in. */
export default function PlatformPage() {
  const here = useHere();
  return (
    <Records
      title={t("platform.title")}
      query={Unnumbered}
      variables={(place) => place}
      page={(data) => data.filings}
      to={(one) => `../filings/${one.id}`}
      empty={t("platform.none")}
      acts={
        <>
          <Export
            verb={Sheet}
            action="filing_review.export_platform_sheet"
            text={t("platform.export")}
            variables={{ input: {} }}
            file={(data) => data.exportPlatformSheet}
          />
          {here.can("filing_review.import_platform_numbers") ? (
            <Link className="button plain" to="../platform/import">
              {t("platform.importing")}
            </Link>
          ) : null}
        </>
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
  );
}
