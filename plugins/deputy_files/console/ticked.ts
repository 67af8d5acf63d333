import { useState } from "react";

/** A set of ids that are ticked. */
export function useTicked() {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const tick = (id: string, on: boolean) =>
    setTicked((all) => new Set(on ? [...all, id] : [...all].filter((one) => one !== id)));
  return { ticked, tick, clear: () => setTicked(new Set()) };
}
