import { lazy } from "react";
import type { ConsolePages } from "@renda/console";
import { HANDS } from "./hands.ts";
import { t } from "./texts.ts";

const MAKER = "filing_review.read_outgoing";
const READ = "filing_review.read";
const BELOW = "filing_review.read_copies";
const READER = "filing_review.mark_filing_read";
const DOUBTS = "filing_review.read_doubts";
const GUIDANCE = "filing_review.read_exchanges";
const PLATFORM = "filing_review.export_platform_sheet";
const TASKS = "filing_review.submit_review";

const pages: ConsolePages = {
  title: t("plugin.title"),
  menu: [
    { path: "outgoing", text: t("outgoing.title"), action: MAKER },
    { path: "filings", text: t("filings.title"), action: READ },
    { path: "tasks", text: t("tasks.title"), action: TASKS },
    { path: "reading", text: t("reading.title"), action: READER },
    { path: "signing", text: t("signing.title"), action: HANDS },
    { path: "doubts", text: t("doubts.title"), action: DOUBTS },
    { path: "guidance", text: t("guidance.title"), action: GUIDANCE },
    { path: "platform", text: t("platform.title"), action: PLATFORM },
    { path: "figures", text: t("figures.title"), action: READ },
    { path: "units", text: t("units.title"), action: BELOW },
    { path: "copies", text: t("copies.title"), action: BELOW },
  ],
  routes: [
    { path: "outgoing", page: lazy(() => import("./outgoing_list.tsx")), action: MAKER },
    {
      path: "outgoing/new",
      page: lazy(() => import("./assistant.tsx")),
      action: "filing_review.prepare_filing",
    },
    { path: "outgoing/:id", page: lazy(() => import("./outgoing.tsx")), action: MAKER },
    {
      path: "outgoing/:id/revise",
      page: lazy(() => import("./assistant_again.tsx")),
      action: "filing_review.revise_filing",
    },
    { path: "filings", page: lazy(() => import("./filings.tsx")), action: READ },
    { path: "filings/:id", page: lazy(() => import("./filing.tsx")), action: READ },
    { path: "tasks", page: lazy(() => import("./tasks.tsx")), action: READ },
    { path: "tasks/:id", page: lazy(() => import("./task.tsx")), action: READ },
    { path: "reading", page: lazy(() => import("./reading.tsx")), action: READER },
    { path: "signing", page: lazy(() => import("./signing.tsx")), action: HANDS },
    { path: "figures", page: lazy(() => import("./figures.tsx")), action: READ },
    { path: "units", page: lazy(() => import("./units.tsx")), action: BELOW },
    { path: "copies", page: lazy(() => import("./copies.tsx")), action: BELOW },
    { path: "copies/:id", page: lazy(() => import("./copy.tsx")), action: BELOW },
    { path: "doubts", page: lazy(() => import("./doubts.tsx")), action: DOUBTS },
    { path: "doubts/:id", page: lazy(() => import("./doubt.tsx")), action: DOUBTS },
    { path: "guidance", page: lazy(() => import("./guidance.tsx")), action: GUIDANCE },
    { path: "guidance/:id", page: lazy(() => import("./exchange.tsx")), action: GUIDANCE },
    { path: "platform", page: lazy(() => import("./platform.tsx")), action: PLATFORM },
    {
      path: "platform/import",
      page: lazy(() => import("./platform_import.tsx")),
      action: "filing_review.import_platform_numbers",
    },
  ],
  waiting: lazy(() => import("./waiting.tsx")),
  records: {
    Doubt: "doubts/:id",
    Exchange: "guidance/:id",
    Filing: "filings/:id",
    FilingCopy: "copies/:id",
    OutgoingFiling: "outgoing/:id",
    ReviewTask: "tasks/:id",
  },
};
export default pages;
