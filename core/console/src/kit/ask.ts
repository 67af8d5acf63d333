import { useEffect, useRef, useSyncExternalStore } from "react";
import { type AnyVariables, type TypedDocumentNode, useQuery } from "urql";

let changes = 0;
const listeners = new Set<() => void>();

/** Something was done: what the page shows is asked anew. */
export function refresh(): void {
  changes += 1;
  for (const tell of listeners) tell();
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Ask the API; asked anew after each verb that is done on the page. */
export function useAsk<D, V extends AnyVariables>(
  query: TypedDocumentNode<D, V>,
  variables: V,
  pause = false,
) {
  const [answer, again] = useQuery<D, V>({ query, variables, pause } as never);
  const now = useSyncExternalStore(listen, () => changes);
  const seen = useRef(now);
  useEffect(() => {
    if (seen.current === now) return;
    seen.current = now;
    if (!pause) again({ requestPolicy: "network-only" });
  }, [now, pause, again]);
  return answer;
}
