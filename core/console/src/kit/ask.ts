import { useEffect, useRef, useSyncExternalStore } from "react";
import { type AnyVariables, type TypedDocumentNode, useQuery, useSubscription } from "urql";

/** How long after a break a page subscribes again. */
const AGAIN_AFTER = 5_000;

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

/** How often something was done since the page was opened. */
export function useDone(): number {
  return useSyncExternalStore(listen, () => changes);
}

export const doneNow = () => changes;

/** Ask the API; asked anew after each verb that is done on the page. */
export function useAsk<D, V extends AnyVariables>(
  query: TypedDocumentNode<D, V>,
  variables: V,
  pause = false,
) {
  const [answer, again] = useQuery<D, V>({ query, variables, pause } as never);
  const now = useDone();
  const seen = useRef(now);
  useEffect(() => {
    if (seen.current === now) return;
    seen.current = now;
    if (!pause) again({ requestPolicy: "network-only" });
  }, [now, pause, again]);
  return answer;
}

const STREAM = { fetchOptions: { credentials: "same-origin" as const } };

/** What a subscription tells, as it happens; after a break it is asked for again. */
export function useWatch<D, V extends AnyVariables>(
  subscription: TypedDocumentNode<D, V>,
  variables: V,
  pause = false,
): D | undefined {
  const asked = { query: subscription, variables, pause, context: STREAM };
  const [told, again] = useSubscription<D, D, V>(asked as never);
  const ended = !pause && !told.fetching;
  useEffect(() => {
    if (!ended) return undefined;
    const timer = setTimeout(() => again(), AGAIN_AFTER);
    return () => clearTimeout(timer);
  }, [ended, again]);
  return told.data;
}
