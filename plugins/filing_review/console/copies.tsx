import {
  choice,
  dayText,
  Export,
  graphql,
  number,
  Print,
  Records,
  useAsk,
  Waiting,
  yes,
} from "@renda/console";
import { StateTag } from "./filings.tsx";
import { named, options, t } from "./texts.ts";

const Copies = graphql(`
  query FilingCopies($first: Int, $after: String, $last: Int, $before: String, $where: CopyFilter) {
    filingCopies(first: $first, after: $after, last: $last, before: $before, where: $where) {
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
        documentNumber
        fromBodyName
        makerName
        state
        filedOn
        registerText
        conclusion
        reportedOn
      }
    }
  }
`);

const ExportCopies = graphql(`
  mutation ExportCopies($input: ExportCopiesInput!) {
    exportCopies(input: $input) {
      id
      name
    }
  }
`);

const Units = graphql(`
  query UnitsBelow {
    body {
      children {
        code
        name
      }
    }
  }
`);

/** What the bodies below copied up, line by line. */
export default function CopiesPage() {
  const { data, error } = useAsk(Units, {});
  if (!data) return <Waiting title={t("copies.title")} error={error} />;
  const units = data.body.children.map((one) => ({ value: one.code, text: one.name }));
  return (
    <Records
      title={t("copies.title")}
      query={Copies}
      variables={(place, chosen) => ({ ...place, where: chosen })}
      page={(data) => data.filingCopies}
      filters={{
        state: choice(t("filing.state"), options("state")),
        year: number(t("filing.year"), { least: 1979, most: 2100 }),
        fromBody: choice(t("units.unit"), units),
        figure: choice(t("filing.figure"), options("figure")),
        reported: yes(t("copies.reported")),
      }}
      to={(one) => one.id}
      empty={t("copies.none")}
      acts={(where) => (
        <>
          <Export
            verb={ExportCopies}
            action="filing_review.export_copies"
            text={t("filings.export")}
            variables={{ input: { where } }}
            file={(data) => data.exportCopies}
          />
          <Print wide />
        </>
      )}
      columns={[
        { title: t("filing.title"), value: (one) => one.title },
        { title: t("units.unit"), value: (one) => one.fromBodyName },
        { title: t("filing.maker"), value: (one) => one.makerName, wideOnly: true },
        { title: t("filing.state"), value: (one) => <StateTag state={one.state} /> },
        { title: t("filing.register"), value: (one) => one.registerText, wideOnly: true },
        { title: t("filing.filedOn"), value: (one) => dayText(one.filedOn), tight: true },
        { title: t("filing.conclusion"), value: (one) => named("conclusion", one.conclusion) },
        { title: t("copies.reportedOn"), value: (one) => dayText(one.reportedOn), tight: true },
      ]}
    />
  );
}
