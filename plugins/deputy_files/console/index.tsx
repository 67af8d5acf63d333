import { lazy } from "react";
import type { ConsolePages } from "@renda/console";
import { t } from "./texts.ts";

const READ = "deputy_files.read";
const KEEP = ["deputy_files.read_all", "deputy_files.read_kept", "deputy_files.confirm_entry"];
const LEAVE = [
  "deputy_files.request_leave",
  "deputy_files.read_leave",
  "deputy_files.decide_leave",
  "deputy_files.erase_words",
];

const ABSENCES = "deputy_files.read_absences";
const PLACE = "deputy_files.place_fact";

const pages: ConsolePages = {
  title: t("plugin.title"),
  menu: [
    { path: "log", text: t("log.title"), action: "deputy_files.log_entry" },
    { path: "own", text: t("own.title"), action: "deputy_files.read_notice" },
    { path: "queue", text: t("queue.title"), action: "deputy_files.confirm_entry" },
    { path: "files", text: t("files.title"), action: KEEP },
    { path: "entries", text: t("entries.title"), action: READ },
    { path: "leave", text: t("leave.title"), action: LEAVE },
    { path: "absences", text: t("absences.title"), action: ABSENCES },
    { path: "facts", text: t("facts.title"), action: PLACE },
    { path: "send", text: t("send.title"), action: "deputy_files.send_fact" },
    { path: "tables", text: t("tables.title"), action: "deputy_files.read_tables" },
    { path: "cards", text: t("cards.title"), action: "deputy_files.read_cards" },
    { path: "erasures", text: t("erasures.title"), action: "deputy_files.read_erasures" },
  ],
  routes: [
    { path: "log", page: lazy(() => import("./log.tsx")), action: "deputy_files.log_entry" },
    { path: "own", page: lazy(() => import("./own.tsx")), action: READ },
    { path: "queue", page: lazy(() => import("./queue.tsx")), action: "deputy_files.confirm_entry" },
    { path: "drafts/:id", page: lazy(() => import("./draft.tsx")), action: READ },
    { path: "files", page: lazy(() => import("./files.tsx")), action: READ },
    { path: "files/:id", page: lazy(() => import("./file.tsx")), action: READ },
    { path: "entries", page: lazy(() => import("./entries.tsx")), action: READ },
    {
      path: "entries/sheet",
      page: lazy(() => import("./import_entries.tsx")),
      action: "deputy_files.import_entries",
    },
    { path: "entries/:id", page: lazy(() => import("./entry.tsx")), action: READ },
    { path: "leave", page: lazy(() => import("./leave.tsx")), action: LEAVE },
    { path: "leave/new", page: lazy(() => import("./paper_leave.tsx")), action: "deputy_files.read_leave" },
    { path: "leave/:id", page: lazy(() => import("./leave_request.tsx")), action: LEAVE },
    { path: "absences", page: lazy(() => import("./absences.tsx")), action: ABSENCES },
    { path: "facts", page: lazy(() => import("./facts.tsx")), action: PLACE },
    { path: "facts/:id", page: lazy(() => import("./fact.tsx")), action: PLACE },
    { path: "send", page: lazy(() => import("./send_fact.tsx")), action: "deputy_files.send_fact" },
    { path: "tables", page: lazy(() => import("./tables.tsx")), action: "deputy_files.read_tables" },
    { path: "cards", page: lazy(() => import("./cards.tsx")), action: "deputy_files.read_cards" },
    { path: "cards/:id", page: lazy(() => import("./card.tsx")), action: "deputy_files.read_cards" },
    { path: "notice", page: lazy(() => import("./notice.tsx")), action: "deputy_files.read_notice" },
    { path: "erasures", page: lazy(() => import("./erasures.tsx")), action: "deputy_files.read_erasures" },
    { path: "erasures/:id", page: lazy(() => import("./erasure.tsx")), action: "deputy_files.read_erasures" },
  ],
  waiting: lazy(() => import("./waiting.tsx")),
  records: {
    DeputyCard: "cards/:id",
    DeputyFile: "files/:id",
    DutyEntry: "entries/:id",
    EntryDraft: "drafts/:id",
    LeaveRequest: "leave/:id",
    ReceivedFact: "facts/:id",
    ReceivedTable: "tables",
    WordsErasure: "erasures/:id",
    YearlyTable: "tables",
  },
};
export default pages;
