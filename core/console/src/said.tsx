import { useEffect, useSyncExternalStore } from "react";
import { t } from "./texts.ts";

let said = "";
const listeners = new Set<() => void>();

/** Tell the person that something was done; it stays when the page changes. `""` takes it away. */
export function say(text: string): void {
  said = text;
  for (const tell of listeners) tell();
}

/** What was said of something that is so no more is not said on. */
export function unsay(text: string): void {
  if (said === text) say("");
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

const LONG_ENOUGH = 15_000;

/** What was said last, over the foot of the page, until it is read. */
export function Said() {
  const text = useSyncExternalStore(listen, () => said);
  useEffect(() => {
    if (!text) return undefined;
    const waiting = setTimeout(() => say(""), LONG_ENOUGH);
    return () => clearTimeout(waiting);
  }, [text]);
  return (
    <div role="status" className="said screen-only">
      {text ? (
        <p className="done">
          {text}{" "}
          <button type="button" className="plain small" onClick={() => say("")}>
            {t("kit.close")}
          </button>
        </p>
      ) : null}
    </div>
  );
}
