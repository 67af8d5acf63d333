import { lazy } from "react";
import type { ConsolePages } from "../kit/pages.ts";
import { t } from "./texts.ts";

/** The pages of what every body has: people, meetings, clocks, packages, the record of what happened. */
const pages: ConsolePages = {
  menu: [
    { path: "deadlines", text: t("deadlines.title"), action: "core.read_deadlines", daily: true },
    { path: "packages", text: t("packages.title"), action: "core.read_packages", daily: true },
    { path: "meetings", text: t("meetings.title"), action: "core.read_meetings", daily: true },
    { path: "groups", text: t("groups.title"), action: "core.read_groups", daily: true },
    { path: "search", text: t("search.title"), action: "core.read_deadlines", daily: true },
    { path: "password", text: t("password.title"), action: "core.change_password", daily: true },
    { path: "templates", text: t("templates.title"), action: "core.read_plugins" },
    { path: "recommended", text: t("recommended.title"), action: "core.read_plugins" },
    { path: "people", text: t("people.title"), action: "core.read_people" },
    { path: "organs", text: t("organs.title"), action: "core.read_people" },
    { path: "mandates", text: t("mandates.title"), action: "core.read_people" },
    { path: "roles", text: t("roles.title"), action: "core.read_people" },
    { path: "all-deadlines", text: t("allDeadlines.title"), action: "core.read_all_deadlines" },
    { path: "papers", text: t("papers.title"), action: ["core.set_template", "core.reset_template"] },
    { path: "queue", text: t("queue.title"), action: "core.read_delivery_queue" },
    { path: "workdays", text: t("workdays.title"), action: "core.read_deadlines" },
    { path: "audit", text: t("audit.title"), action: "core.read_events" },
  ],
  routes: [
    { path: "deadlines", page: lazy(() => import("./deadlines.tsx")), action: "core.read_deadlines" },
    { path: "packages", page: lazy(() => import("./packages.tsx")), action: "core.read_packages" },
    { path: "meetings", page: lazy(() => import("./meetings.tsx")), action: "core.read_meetings" },
    { path: "meetings/:id", page: lazy(() => import("./meeting.tsx")), action: "core.read_meetings" },
    { path: "groups", page: lazy(() => import("./groups.tsx")), action: "core.read_groups" },
    { path: "groups/:id", page: lazy(() => import("./group.tsx")), action: "core.read_groups" },
    { path: "search", page: lazy(() => import("./search.tsx")) },
    { path: "password", page: lazy(() => import("./password.tsx")), action: "core.change_password" },
    { path: "templates", page: lazy(() => import("./templates.tsx")), action: "core.read_plugins" },
    { path: "templates/:code", page: lazy(() => import("./template.tsx")), action: "core.read_plugins" },
    { path: "recommended", page: lazy(() => import("./recommended.tsx")), action: "core.read_plugins" },
    {
      path: "recommended/:id",
      page: lazy(() => import("./recommendation.tsx")),
      action: "core.read_plugins",
    },
    { path: "people", page: lazy(() => import("./people.tsx")), action: "core.read_people" },
    { path: "people/new", page: lazy(() => import("./new_person.tsx")), action: "core.create_person" },
    { path: "people/import", page: lazy(() => import("./import_people.tsx")), action: "core.import_people" },
    { path: "people/:id", page: lazy(() => import("./person.tsx")), action: "core.read_people" },
    { path: "organs", page: lazy(() => import("./organs.tsx")), action: "core.read_people" },
    { path: "mandates", page: lazy(() => import("./mandates.tsx")), action: "core.read_people" },
    {
      path: "mandates/import",
      page: lazy(() => import("./import_deputies.tsx")),
      action: "core.import_deputies",
    },
    { path: "mandates/:id", page: lazy(() => import("./mandate.tsx")), action: "core.read_people" },
    { path: "roles", page: lazy(() => import("./roles.tsx")), action: "core.read_people" },
    {
      path: "all-deadlines",
      page: lazy(() => import("./all_deadlines.tsx")),
      action: "core.read_all_deadlines",
    },
    { path: "papers", page: lazy(() => import("./papers.tsx")), action: "core.read_templates" },
    { path: "queue", page: lazy(() => import("./queue.tsx")), action: "core.read_delivery_queue" },
    { path: "workdays", page: lazy(() => import("./workdays.tsx")), action: "core.read_deadlines" },
    { path: "audit", page: lazy(() => import("./audit.tsx")), action: "core.read_events" },
  ],
  records: {
    Member: "people/:id",
    Mandate: "mandates/:id",
    Meeting: "meetings/:id",
    DeputyGroup: "groups/:id",
    ReceivedRecommendation: "recommended/:id",
  },
};
export default pages;
