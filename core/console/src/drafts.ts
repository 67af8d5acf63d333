import { useEffect, useRef, useState } from "react";

const PREFIX = "renda-draft:";

/** Whose drafts these are: the body and the account, whatever others are called. */
let whose = "";

/** Who signed in here now; what another person of the same body typed in this window is gone. */
export function draftsBelongTo(code: string, account: string): void {
  const now = `${code}/${account}/`;
  if (whose === now) return;
  whose = now;
  drop((key) => key.startsWith(`${code}/`) && !key.startsWith(now));
}

/** State that outlives a reload and an ended session; `null` puts it back to how it began, a function
 * makes it of what it is by then. Without a key nothing of it is written anywhere. */
export function useDraft<T extends object>(
  key: string | null,
  initial: T,
): [T, (value: T | null | ((now: T) => T)) => void] {
  const own = owned(key);
  const [value, setValue] = useState<T>(() => read(own) ?? initial);
  const latest = useRef(value);
  latest.current = value;
  useEffect(() => setValue(read(own) ?? initial), [own]);
  return [
    value,
    (next) => {
      const made = typeof next === "function" ? next(latest.current) : next;
      latest.current = made ?? initial;
      setValue(latest.current);
      keep(own, made);
    },
  ];
}

/** Whether something was typed under this key and not sent. */
export function hasDraft(key: string | null): boolean {
  return read(owned(key)) !== undefined;
}

/** The key under which it lies; what comes late is still its own person's. */
export function owned(key: string | null): string | null {
  return key === null ? null : whose + key;
}

export function read<T>(own: string | null): T | undefined {
  const kept = own === null ? null : sessionStorage.getItem(PREFIX + own);
  return kept === null ? undefined : (JSON.parse(kept) as T);
}

export function keep(own: string | null, value: unknown): void {
  if (own === null) return;
  if (value === null) sessionStorage.removeItem(PREFIX + own);
  else sessionStorage.setItem(PREFIX + own, JSON.stringify(value));
}

/** Files that the end of a session kept from being sent, by the field that they are for. */
const unsent = new Map<string, File[]>();

export function keepFile(own: string, file: File): void {
  unsent.set(own, [...(unsent.get(own) ?? []), file]);
}

export function takeFiles(own: string): File[] {
  const files = unsent.get(own) ?? [];
  unsent.delete(own);
  return files;
}

function drop(which: (key: string) => boolean): void {
  for (const key of unsent.keys()) if (which(key)) unsent.delete(key);
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(PREFIX) && which(key.slice(PREFIX.length))) sessionStorage.removeItem(key);
}

const LEFT = "renda-left";

/** What was typed belongs to who typed it: nothing stays when they sign out, in no window. */
export function dropDrafts(code: string): void {
  drop((key) => key.startsWith(`${code}/`));
  const windows = new BroadcastChannel(LEFT);
  windows.postMessage(code);
  windows.close();
}

/** Somebody signed out of this body in another window. */
export function useLeftElsewhere(code: string, left: () => void): void {
  useEffect(() => {
    const windows = new BroadcastChannel(LEFT);
    windows.onmessage = ({ data }) => {
      if (data !== code) return;
      drop((key) => key.startsWith(`${code}/`));
      left();
    };
    return () => windows.close();
  }, [code]);
}
