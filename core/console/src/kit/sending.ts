import { useRef, useState } from "react";
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useClient } from "urql";
import { keep, owned, read } from "../drafts.ts";
import { doneNow, refresh, useDone } from "./ask.ts";
import { freshKey } from "./fresh_key.ts";

interface Once {
  sent: string;
  key: string;
}
const NONE: Once = { sent: "", key: "" };

/**
 * Send a verb; the same request again, after the network was lost, is not done twice. With `place` that
 * holds after a reload too: there may be no answer to what was done.
 */
export function useSending<D, V extends AnyVariables>(
  verb: TypedDocumentNode<D, V>,
  place: string | null = null,
) {
  const own = owned(place && `sent/${place}`);
  const client = useClient();
  const [refused, setRefused] = useState<{ error: CombinedError; then: number }>();
  const [sending, setSending] = useState(false);
  const once = useRef<Once>(null);
  once.current ??= read<Once>(own) ?? NONE;
  const set = (now: Once) => {
    once.current = now;
    keep(own, now === NONE ? null : now);
  };
  async function send(variables: V): Promise<D | null> {
    const sent = JSON.stringify(variables);
    if (once.current?.sent !== sent) set({ sent, key: freshKey() });
    setSending(true);
    const answer = await client
      .mutation(verb, variables, {
        fetchOptions: {
          credentials: "same-origin",
          headers: { accept: "application/json", "idempotency-key": once.current?.key ?? "" },
        },
      })
      .toPromise();
    setSending(false);
    if (answer.error) {
      // What others did meanwhile is shown; what was typed here stays.
      if (!answer.error.networkError) refresh();
      setRefused({ error: answer.error, then: doneNow() });
      return null;
    }
    setRefused(undefined);
    set(NONE);
    return answer.data as D;
  }
  const forget = () => {
    set(NONE);
    setRefused(undefined);
  };
  // What was done since may have ended its cause: the page does not go on saying it.
  const now = useDone();
  const error = refused?.then === now ? refused.error : undefined;
  return { send, sending, error, forget };
}
