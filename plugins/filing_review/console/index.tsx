import { lazy } from "react";
import type { ConsolePages } from "@renda/console";
import { t } from "./texts.ts";

const pages: ConsolePages = {
  menu: [{ path: "filings", text: t("filings.title"), action: "filing_review.read" }],
  routes: [
    { path: "filings", page: lazy(() => import("./filings.tsx")), action: "filing_review.read" },
    { path: "filings/:id", page: lazy(() => import("./filing.tsx")), action: "filing_review.read" },
  ],
};
export default pages;
