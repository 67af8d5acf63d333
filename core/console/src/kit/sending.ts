import { useRef, useState } from "react";
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useClient } from "urql";
import { refresh } from "./ask.ts";
import { freshKey } from "./fresh_key.ts";

/** Send a verb; the same request again, after the network was lost, is not done twice. */
export function useSending<D, V extends AnyVariables>(verb: TypedDocumentNode<D, V>) {
  const client = useClient();
  const [error, setError] = useState<CombinedError>();
  const [sending, setSending] = useState(false);
  const once = useRef({ sent: "", key: "" });
  async function send(variables: V): Promise<D | null> {
    const sent = JSON.stringify(variables);
    if (once.current.sent !== sent) once.current = { sent, key: freshKey() };
    setSending(true);
    const answer = await client
      .mutation(verb, variables, {
        fetchOptions: {
          credentials: "same-origin",
          headers: { accept: "application/json", "idempotency-key": once.current.key },
        },
      })
      .toPromise();
    setSending(false);
    setError(answer.error);
    if (answer.error) {
      // What others did meanwhile is shown; what was typed here stays.
      if (!answer.error.networkError) refresh();
      return null;
    }
    once.current = { sent: "", key: "" };
    return answer.data as D;
  }
  return { send, sending, error, forget: () => setError(undefined) };
}
