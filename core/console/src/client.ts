import { cacheExchange, Client, CombinedError, fetchExchange, mapExchange } from "urql";
import { timed } from "./server_time.ts";
import { language } from "./texts.ts";
import { told, toldIn } from "./told.ts";

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
        // What is kept stays as the server said it; pages are told it in their language.
        onResult: (result) =>
          language() === "zh"
            ? result
            : { ...result, data: toldIn(result.data), error: toldError(result.error) },
      }),
      cacheExchange,
      fetchExchange,
    ],
  });
}

function toldError(error: CombinedError | undefined): CombinedError | undefined {
  if (!error || error.networkError) return error;
  const graphQLErrors = error.graphQLErrors.map(({ message, path, extensions }) => ({
    message: told(message),
    path,
    extensions,
  }));
  return new CombinedError({ graphQLErrors, response: error.response });
}

export function codesOf(error: CombinedError): string[] {
  return error.graphQLErrors.map((one) => String(one.extensions.code ?? ""));
}
