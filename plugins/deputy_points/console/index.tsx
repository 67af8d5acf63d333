import { lazy } from "react";
import type { ConsolePages } from "@renda/console";
import { t } from "./texts.ts";

const OWN = "deputy_points.read_own";
const READ = "deputy_points.read";
const RULES = "deputy_points.read_rules";
const LISTS = "deputy_points.read_lists";
const MARK = "deputy_points.enter_points_mark";

const pages: ConsolePages = {
  title: t("plugin.title"),
  menu: [
    { path: "own", text: t("own.title"), action: OWN },
    { path: "marks", text: t("rating.title"), action: MARK },
    { path: "accounts", text: t("accounts.title"), action: READ },
    { path: "lists", text: t("lists.title"), action: READ },
    { path: "published", text: t("published.title"), action: LISTS },
    { path: "rules", text: t("rules.title"), action: RULES },
    { path: "try", text: t("try.title"), action: "deputy_points.try_rule" },
    { path: "proposals", text: t("proposals.title"), action: READ },
  ],
  routes: [
    { path: "own", page: lazy(() => import("./own.tsx")), action: OWN },
    { path: "own/:year", page: lazy(() => import("./own_year.tsx")), action: OWN },
    { path: "marks", page: lazy(() => import("./marks.tsx")), action: MARK },
    { path: "accounts", page: lazy(() => import("./accounts.tsx")), action: READ },
    { path: "accounts/:id", page: lazy(() => import("./account.tsx")), action: READ },
    { path: "lists", page: lazy(() => import("./lists.tsx")), action: READ },
    { path: "lists/:id", page: lazy(() => import("./list.tsx")), action: READ },
    { path: "published", page: lazy(() => import("./published.tsx")), action: LISTS },
    { path: "published/:id", page: lazy(() => import("./publication.tsx")), action: LISTS },
    { path: "below", page: lazy(() => import("./below.tsx")), action: LISTS },
    { path: "rules", page: lazy(() => import("./rules.tsx")), action: RULES },
    { path: "rules/:id", page: lazy(() => import("./rule.tsx")), action: RULES },
    { path: "try", page: lazy(() => import("./try.tsx")), action: "deputy_points.try_rule" },
    { path: "proposals", page: lazy(() => import("./proposals.tsx")), action: READ },
  ],
  waiting: lazy(() => import("./waiting.tsx")),
  records: {
    PointsAccount: "accounts/:id",
    PointsList: "lists/:id",
    // A deputy's own row stands among their own points.
    PointsListRow: "own",
    // An objection stands in its list, which is found from there.
    PointsObjection: "lists",
    PointsPublication: "published/:id",
    PointsRule: "rules/:id",
  },
};
export default pages;
