import {
  choice,
  day,
  dayText,
  Export,
  file,
  graphql,
  longText,
  number,
  Print,
  Records,
  Tag,
  text,
  useAsk,
  useHere,
  Waiting,
  yes,
} from "@renda/console";
import { Batch } from "./batch.tsx";
import { ByHands } from "./by_hands.tsx";
import { Due } from "./parts.tsx";
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
        suspendedIn
        filedOn
        registerText
        leadName
        dueOn
        daysLeft
        lateBy
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

const Makers = graphql(`
  query MakersHere {
    filingRoutes {
      maker
      receiver
      above
      listed
    }
    body {
      organs {
        code
        name
        kind
      }
    }
    viewer {
      organ {
        kind
      }
    }
  }
`);

const Notify = graphql(`
  mutation NotifyLateness($input: NotifyLatenessInput!) {
    notifyLateness(input: $input) {
      id
    }
  }
`);

const TONES: Record<string, "good" | "soon"> = {
  ARRIVED: "soon",
  RECEIVED: "soon",
  REGISTERED: "soon",
  CORRECTED: "good",
  ARCHIVED: "good",
};

/** What stands still is told by where it stood: after the conclusion it is no more the review. */
const STANDING_STILL: Record<string, string> = {
  UNDER_REVIEW: t("suspended.REVIEW"),
  ANSWERED: t("suspended.CORRECTION"),
};

export function StateTag(props: { state: string; suspendedIn?: string | null }) {
  const { state, suspendedIn } = props;
  const still = state === "SUSPENDED" ? STANDING_STILL[suspendedIn ?? ""] : undefined;
  return <Tag tone={TONES[state] ?? "plain"}>{still ?? named("state", state)}</Tag>;
}

const FilingMakers = graphql(`
  query FilingMakers {
    filingMakers {
      code
      name
    }
  }
`);

const filters = (makers: readonly { code: string; name: string }[]) => ({
  words: text(t("filings.words")),
  state: choice(t("filing.state"), options("state")),
  kind: choice(t("filing.kind"), options("kind")),
  year: number(t("filing.year"), { least: 1979, most: 2100 }),
  leadName: text(t("filing.lead")),
  figure: choice(t("filing.figure"), options("figure")),
  maker: choice(
    t("filing.maker"),
    makers.map((one) => ({ value: one.code, text: one.name })),
  ),
  dueBy: day(t("filing.dueBy")),
  publication: choice(t("filing.publication"), options("publicationStep")),
  mine: yes(t("filings.mine")),
  allSubmitted: yes(t("filings.allSubmitted")),
  extensionToDecide: yes(t("filings.toExtend")),
  overdue: yes(t("filings.overdue")),
  late: yes(t("filings.late")),
});

/** A notice to a maker that files here by the routes of practice. */
function Notifying() {
  const here = useHere();
  const may = here.can("filing_review.notify_lateness");
  const { data } = useAsk(Makers, {}, !may);
  if (!may || !data) return null;
  const own = data.viewer.organ?.kind;
  const kinds = data.filingRoutes
    .filter((one) => one.listed && !one.above && one.receiver === own)
    .map((one) => one.maker);
  const makers = data.body.organs.filter((one) => kinds.includes(one.kind));
  return (
    <ByHands
      verb={Notify}
      action="filing_review.notify_lateness"
      text={t("notify.go")}
      before={<p>{t("notify.before")}</p>}
      fields={{
        makerOrgan: choice(
          t("filing.maker"),
          makers.map((one) => ({ value: one.code, text: one.name })),
          { required: true },
        ),
        title: text(t("notify.title"), { required: true }),
        publishedOn: day(t("document.publishedOn"), { required: true }),
        adoptedOn: day(t("document.adoptedOn")),
        number: text(t("document.number")),
        text: longText(t("letter.text"), { required: true }),
        dueOn: day(t("withhold.dueOn"), { hint: t("withhold.dueHint") }),
        file: file(t("act.file")),
      }}
      variables={(typed) => ({ input: typed })}
      said={t("notify.done")}
      draft={{
        text: t("notify.draft"),
        input: (typed) => ({ kind: "LATE_NOTICE", ...typed }),
      }}
    />
  );
}

export default function FilingsPage() {
  const { data, error } = useAsk(FilingMakers, {});
  if (!data) return <Waiting title={t("filings.title")} error={error} />;
  return (
    <Records
      title={t("filings.title")}
      query={Filings}
      variables={(place, chosen, order) => ({ ...place, where: chosen, order })}
      page={(data) => data.filings}
      filters={filters(data.filingMakers)}
      to={(one) => one.id}
      empty={t("filings.none")}
      acts={(where, order) => (
        <>
          <Export
            verb={ExportLedger}
            action="filing_review.export_ledger"
            text={t("filings.export")}
            variables={{ input: { where, order } }}
            file={(data) => data.exportLedger}
          />
          <Export
            verb={ExportLedger}
            action="filing_review.export_ledger"
            text={t("filings.exportPdf")}
            variables={{ input: { where, order, form: "PDF" } }}
            file={(data) => data.exportLedger}
          />
          <Print wide />
          <Notifying />
        </>
      )}
      batch={(ticked) => <Batch ticked={ticked} />}
      columns={[
        { title: t("filing.title"), value: (one) => one.title },
        { title: t("filing.number"), value: (one) => one.documentNumber, wideOnly: true },
        { title: t("filing.maker"), value: (one) => one.makerName, sort: "MAKER" },
        { title: t("filing.state"), value: (one) => <StateTag state={one.state} suspendedIn={one.suspendedIn} /> },
        { title: t("filing.register"), value: (one) => one.registerText, wideOnly: true },
        { title: t("filing.filedOn"), value: (one) => dayText(one.filedOn), sort: "FILED_ON", tight: true },
        { title: t("filing.lead"), value: (one) => one.leadName },
        {
          title: t("filing.dueOn"),
          sort: "DUE_ON",
          tight: true,
          value: (one) =>
            one.dueOn ? (
              <Due on={one.dueOn} left={one.daysLeft} because={{ record: one.id }} />
            ) : (
              ""
            ),
        },
      ]}
    />
  );
}
