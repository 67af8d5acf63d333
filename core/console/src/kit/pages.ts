import type { ComponentType } from "react";

/** What `plugins/<name>/console/index.tsx` exports by default: the pages of a plugin. */
export interface ConsolePages {
  /** What the menu calls the plugin, in the reader's language; without it, as the plugin is called. */
  title?: string;
  /** Entries of the menu, in their order; one is shown to whoever has its action. */
  menu: readonly {
    path: string;
    text: string;
    action?: string | readonly string[];
    /** Of the core's own pages: what everybody works with, above the plugins. */
    daily?: boolean;
  }[];
  /** Pages below `/c/<code>/p/<plugin>/`, each fetched when it is opened: `lazy(() => import(…))`. */
  routes: readonly { path: string; page: ComponentType; action?: string | readonly string[] }[];
  /** Counts of what waits for the person who looks, among those of the home page: `Count`s. */
  waiting?: ComponentType;
  /** Where a record's page is, by its type: `{ Filing: "filings/:id" }`. Leads there from elsewhere. */
  records?: Readonly<Record<string, string>>;
}

/** Whether one of these actions is permitted; none named is no condition. */
export function permitted(
  can: (action: string) => boolean,
  action: string | readonly string[] | undefined,
): boolean {
  if (action === undefined) return true;
  return typeof action === "string" ? can(action) : action.some(can);
}
