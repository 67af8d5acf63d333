import { cacheExchange, Client, type CombinedError, fetchExchange, mapExchange } from "urql";
import { timed } from "./server_time.ts";

const GONE = new Set(["TOKEN_INVALID", "NOT_SIGNED_IN"]);

/** A client of one body's endpoint; `onSignedOut` is told when the session has ended. */
export function clientOf(code: string, onSignedOut: () => void): Client {
  return new Client({
    url: `/t/${encodeURIComponent(code)}/graphql`,
    preferGetMethod: false,
    fetch: timed,
    fetchSubscriptions: true,
    requestPolicy: "cache-and-network",
    fetchOptions: { credentials: "same-origin", headers: { accept: "application/json" } },
    exchanges: [
      mapExchange({
        onError: (error) => {
          if (codesOf(error).some((code) => GONE.has(code))) onSignedOut();
        },
      }),
      cacheExchange,
      fetchExchange,
    ],
  });
}

export function codesOf(error: CombinedError): string[] {
  return error.graphQLErrors.map((one) => String(one.extensions.code ?? ""));
}
