import { choice, dayText, Export, graphql, number, Records, Tag, text, yes } from "@renda/console";
import { named, options, t } from "./texts.ts";

const Filings = graphql(`
  query Filings(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $where: FilingFilter
    $order: FilingOrder
  ) {
    filings(first: $first, after: $after, last: $last, before: $before, where: $where, order: $order) {
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
        makerName
        state
        filedOn
        registerText
        leadName
        dueOn
        overdue
      }
    }
  }
`);

const ExportLedger = graphql(`
  mutation ExportLedger($input: ExportLedgerInput!) {
    exportLedger(input: $input) {
      id
      name
    }
  }
`);

const FILTERS = {
  state: choice(t("filing.state"), options("state")),
  kind: choice(t("filing.kind"), options("kind")),
  year: number(t("filing.year"), { least: 1979, most: 2100 }),
  leadName: text(t("filing.lead")),
  mine: yes(t("filings.mine")),
  overdue: yes(t("filings.overdue")),
};

export default function FilingsPage() {
  return (
    <Records
      title={t("filings.title")}
      query={Filings}
      variables={(place, chosen, order) => ({ ...place, where: chosen, order })}
      page={(data) => data.filings}
      filters={FILTERS}
      to={(one) => one.id}
      empty={t("filings.none")}
      acts={(where, order) => (
        <Export
          verb={ExportLedger}
          action="filing_review.export_ledger"
          text={t("filings.export")}
          variables={{ input: { where, order } }}
          file={(data) => data.exportLedger}
        />
      )}
      columns={[
        { title: t("filing.title"), value: (one) => one.title },
        { title: t("filing.number"), value: (one) => one.documentNumber, wideOnly: true },
        { title: t("filing.maker"), value: (one) => one.makerName, sort: "MAKER" },
        { title: t("filing.state"), value: (one) => named("state", one.state) },
        { title: t("filing.register"), value: (one) => one.registerText, wideOnly: true },
        { title: t("filing.filedOn"), value: (one) => dayText(one.filedOn), sort: "FILED_ON", tight: true },
        { title: t("filing.lead"), value: (one) => one.leadName },
        {
          title: t("filing.dueOn"),
          sort: "DUE_ON",
          tight: true,
          value: (one) =>
            one.overdue ? <Tag tone="late">{dayText(one.dueOn)}</Tag> : dayText(one.dueOn),
        },
      ]}
    />
  );
}
