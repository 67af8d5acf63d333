import { useEffect, useState } from "react";

const PREFIX = "renda-draft:";

/** State that outlives a reload and an ended session; `null` puts it back to how it began.
 * Without a key nothing of it is written anywhere. */
export function useDraft<T>(key: string | null, initial: T): [T, (value: T | null) => void] {
  const [value, setValue] = useState<T>(() => read(key) ?? initial);
  useEffect(() => setValue(read(key) ?? initial), [key]);
  return [
    value,
    (next) => {
      setValue(next ?? initial);
      if (key === null) return;
      if (next === null) sessionStorage.removeItem(PREFIX + key);
      else sessionStorage.setItem(PREFIX + key, JSON.stringify(next));
    },
  ];
}

/** Whether something was typed under this key and not sent. */
export function hasDraft(key: string | null): boolean {
  return key !== null && sessionStorage.getItem(PREFIX + key) !== null;
}

function read<T>(key: string | null): T | undefined {
  const kept = key === null ? null : sessionStorage.getItem(PREFIX + key);
  return kept === null ? undefined : (JSON.parse(kept) as T);
}

/** What was typed belongs to who typed it: nothing stays when they sign out. */
export function dropDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
