import { useEffect, useRef, useSyncExternalStore } from "react";
import {
  type AnyVariables,
  type CombinedError,
  type TypedDocumentNode,
  useQuery,
  useSubscription,
} from "urql";
import { codesOf } from "../client.ts";

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
  return useKept(answer, JSON.stringify(variables));
}

/** A page that is shown stays, with what is typed in it, where the schema lost what it asks for. */
function useKept<A extends { data?: unknown; error?: CombinedError | undefined }>(answer: A, asked: string): A {
  const kept = useRef<{ asked: string; data: A["data"] }>(null);
  if (answer.data) kept.current = { asked, data: answer.data };
  const lost = answer.error && codesOf(answer.error).includes("GRAPHQL_VALIDATION_FAILED");
  return lost && !answer.data && kept.current?.asked === asked ? { ...answer, data: kept.current.data } : answer;
}

/**
 * Whether the server has answered since the page was opened: a form that stands open at once begins with
 * what is now, not with what an earlier page had kept.
 */
export function useAnswered({ stale, fetching, data }: { stale: boolean; fetching: boolean; data?: unknown }): boolean {
  const once = useRef(false);
  if (data && !stale && !fetching) once.current = true;
  return once.current;
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
