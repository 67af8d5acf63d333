import { lazy } from "react";
import type { ConsolePages } from "@renda/console";
import { t } from "./texts.ts";
import "./votes.css";

const READ = "people_votes.read";
const IDEAS = "people_votes.read_ideas";
const DRAFTS = "people_votes.read_drafts";
const RECORD = "people_votes.record_idea";
const ROUNDS = "core.read_rounds";

const pages: ConsolePages = {
  title: t("plugin.title"),
  menu: [
    { path: "cycles", text: t("cycles.title"), action: READ },
    { path: "collect", text: t("collect.title"), action: RECORD },
    { path: "drafts", text: t("drafts.title"), action: DRAFTS },
    { path: "votes", text: t("votes.title"), action: ROUNDS },
    { path: "projects", text: t("projects.title"), action: READ },
    { path: "duties", text: t("duties.title"), action: READ },
  ],
  routes: [
    { path: "cycles", page: lazy(() => import("./cycles.tsx")), action: READ },
    { path: "cycles/:id", page: lazy(() => import("./cycle.tsx")), action: READ },
    { path: "cycles/:id/ideas", page: lazy(() => import("./ideas.tsx")), action: IDEAS },
    { path: "cycles/:id/candidates", page: lazy(() => import("./candidates.tsx")), action: READ },
    { path: "ideas/:id", page: lazy(() => import("./idea.tsx")), action: IDEAS },
    { path: "collect", page: lazy(() => import("./collect.tsx")), action: RECORD },
    { path: "drafts", page: lazy(() => import("./drafts.tsx")), action: DRAFTS },
    { path: "drafts/:id", page: lazy(() => import("./draft.tsx")), action: DRAFTS },
    { path: "votes", page: lazy(() => import("./votes.tsx")), action: ROUNDS },
    { path: "votes/:id", page: lazy(() => import("./vote.tsx")), action: ROUNDS },
    { path: "votes/:id/roll", page: lazy(() => import("./roll.tsx")), action: "core.read_roll" },
    { path: "votes/:id/ballot", page: lazy(() => import("./ballot.tsx")), action: ROUNDS },
    { path: "votes/:id/screen", page: lazy(() => import("./screen.tsx")), action: ROUNDS },
    { path: "votes/:id/sheet", page: lazy(() => import("./sheet.tsx")), action: ROUNDS },
    { path: "projects", page: lazy(() => import("./projects.tsx")), action: READ },
    { path: "projects/:id", page: lazy(() => import("./project.tsx")), action: READ },
    { path: "duties", page: lazy(() => import("./duties.tsx")), action: READ },
    { path: "duties/:id", page: lazy(() => import("./duty.tsx")), action: READ },
  ],
  waiting: lazy(() => import("./waiting.tsx")),
  records: {
    CandidateDraft: "drafts/:id",
    Cycle: "cycles/:id",
    Idea: "ideas/:id",
    Project: "projects/:id",
    ProjectDuty: "duties/:id",
    VoteRound: "votes/:id",
  },
};
export default pages;
