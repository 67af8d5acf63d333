import type { ReactNode } from "react";
import { Download } from "../kit/files.tsx";
import { dayText, timeText } from "../kit/days.ts";
import { language, t } from "../texts.ts";
import type { Column, Row } from "./asked.ts";

/** What stands at a path, through lists: `observers.name` is every observer's. */
export function found(from: unknown, path: readonly string[]): unknown[] {
  let here: unknown[] = [from];
  for (const name of path)
    here = here
      .flatMap((one) => one)
      .map((one) => (one as Record<string, unknown> | null)?.[name])
      .filter((one) => one !== null && one !== undefined);
  return here.flatMap((one) => one);
}

/** The records of an answer; a plain list has no ids, its places are told apart by number. */
export function rowsOf(data: unknown, path: readonly string[]): Row[] {
  return found(data, path).map((one, number) => ({ id: String(number), ...(one as object) }));
}

/** A word of an enumeration for people; what is not described in English is spelt out. */
export function wordOf(value: string, options: Column["options"]): string {
  if (language() === "en") {
    const plain = value.replaceAll("_", " ").toLowerCase();
    return plain.charAt(0).toUpperCase() + plain.slice(1);
  }
  return options.find((one) => one.value === value)?.title ?? value;
}

function textOf(value: unknown, column: Column): string {
  switch (column.kind) {
    case "DAY":
      return dayText(String(value));
    case "MOMENT":
      return timeText(String(value));
    case "YES_NO":
      return value === true ? t("declared.yes") : t("declared.no");
    case "CHOICE":
      return wordOf(String(value), column.options);
    default:
      return String(value);
  }
}

/** A value as plain text. */
export function plain(row: unknown, column: Column): string {
  return found(row, column.path)
    .map((one) => textOf(one, column))
    .join(t("comma"));
}

/** A value as it is shown. */
export function shown(row: unknown, column: Column): ReactNode {
  if (column.kind !== "FILE") return plain(row, column);
  const [id] = found(row, column.path);
  return id ? <Download file={{ id: String(id), name: t("declared.file") }} /> : null;
}
