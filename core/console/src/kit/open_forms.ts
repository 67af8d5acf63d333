import { createContext, useEffect, useState } from "react";

/**
 * Which forms of a list stand open. A table becomes cards where the window gets narrow, and all in it
 * is made anew: what was open there stays open.
 */
export const OpenForms = createContext<Set<string> | null>(null);

/** Of one list; forgotten where another page of it is shown. */
export function useOpenForms(place = ""): Set<string> {
  const [open] = useState(() => new Set<string>());
  useEffect(() => () => open.clear(), [place]);
  return open;
}
