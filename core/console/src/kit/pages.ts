import type { ComponentType } from "react";

/** What `plugins/<name>/console/index.tsx` exports by default: the pages of a plugin. */
export interface ConsolePages {
  /** Entries of the menu, in their order; one is shown to whoever has its action. */
  menu: readonly { path: string; text: string; action?: string | readonly string[] }[];
  /** Pages below `/c/<code>/p/<plugin>/`, each fetched when it is opened: `lazy(() => import(…))`. */
  routes: readonly { path: string; page: ComponentType; action?: string | readonly string[] }[];
}

/** Whether one of these actions is permitted; none named is no condition. */
export function permitted(
  can: (action: string) => boolean,
  action: string | readonly string[] | undefined,
): boolean {
  if (action === undefined) return true;
  return typeof action === "string" ? can(action) : action.some(can);
}
