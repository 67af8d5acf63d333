import { useEffect, useMemo, useState } from "react";
import { type CombinedError, gql, useClient } from "urql";
import {
  choice,
  day,
  type Field,
  type Fields,
  file,
  files,
  longText,
  moment,
  number,
  type Option,
  text,
  yes,
} from "../kit/fields.tsx";
import { t } from "../texts.ts";
import type { Input } from "./asked.ts";
import { said } from "./routes.tsx";
import { found, plain, rowsOf, wordOf } from "./values.tsx";

type Offered = ReadonlyMap<string, readonly Option[]>;

/** The records among which a person chooses, by the input's name; `null` until they are there. */
export function useChoices(inputs: readonly Input[]) {
  const client = useClient();
  const [offered, setOffered] = useState<Offered | null>(null);
  const [error, setError] = useState<CombinedError>();
  const asked = inputs.filter((one) => one.choices);
  const key = JSON.stringify(asked);
  useEffect(() => {
    let left = false;
    async function ask() {
      const answers = await Promise.all(
        asked.map(async (one) => {
          const from = one.choices as NonNullable<Input["choices"]>;
          const { data, error } = await client.query(gql(from.document), {}).toPromise();
          if (error && !left) setError(error);
          const options = rowsOf(data, from.rows).map((row) => ({
            value: String(found(row, from.value)[0] ?? ""),
            text: plain(row, from.label),
          }));
          return [one.name, options] as const;
        }),
      );
      if (!left) setOffered(new Map(answers));
    }
    void ask();
    return () => {
      left = true;
    };
  }, [key, client]);
  return { offered, error };
}

/** Fields of the kit for what is entered. */
export function useFields(inputs: readonly Input[], offered: Offered | null): Fields {
  return useMemo(
    () => Object.fromEntries(inputs.flatMap((one) => fieldsOf(one, offered?.get(one.name)))),
    [inputs, offered],
  );
}

/** Between the name of an input and the word, where each word of a list has a field of its own. */
const WORD = "#";

function fieldsOf(input: Input, offered: readonly Option[] | undefined): [string, Field<unknown>][] {
  const label = said(input);
  const more = { required: input.required };
  const options =
    offered ??
    input.options.map((one) => ({ value: one.value, text: wordOf(one.value, input.options) }));
  if (input.many && input.kind === "CHOICE")
    return options.map((one) => [
      input.name + WORD + one.value,
      yes(`${label}${t("colon")}${one.text}`),
    ]);
  if (input.many && input.kind === "FILE") return [[input.name, files(label, more)]];
  if (input.many) {
    const lines = longText(label, { ...more, hint: t("declared.lines") });
    return [[input.name, { ...lines, read: (typed) => linesOf(typed, input) }]];
  }
  return [[input.name, fieldOf(input, label, more, options)]];
}

function linesOf(typed: unknown, input: Input): (string | number)[] {
  const lines = String(typed ?? "").split("\n");
  const filled = lines.map((one) => one.trim()).filter(Boolean);
  return input.kind === "NUMBER" ? filled.map(Number) : filled;
}

function fieldOf(
  input: Input,
  label: string,
  more: { required: boolean },
  options: readonly Option[],
): Field<unknown> {
  switch (input.kind) {
    case "LONG_TEXT":
      return longText(label, more);
    case "NUMBER":
      return number(label, more);
    case "DAY":
      return day(label, more);
    case "MOMENT":
      return moment(label, more);
    case "YES_NO":
      return yes(label);
    case "CHOICE":
      return choice(label, options, more);
    case "FILE":
      return file(label, more);
    default:
      return text(label, more);
  }
}

/** What was entered, where the operation wants it; a part that nobody entered is not sent. */
export function variablesOf(
  inputs: readonly Input[],
  entered: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const input of inputs) {
    const value = valueOf(input, entered);
    if (value === null || value === undefined) continue;
    put(made, input.path, value);
  }
  return made;
}

function valueOf(input: Input, entered: Readonly<Record<string, unknown>>): unknown {
  if (!input.many || input.kind !== "CHOICE") return entered[input.name];
  const start = input.name + WORD;
  return Object.entries(entered)
    .filter(([name, value]) => value === true && name.startsWith(start))
    .map(([name]) => name.slice(start.length));
}

export function put(made: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let here = made;
  for (const name of path.slice(0, -1)) {
    here[name] ??= {};
    here = here[name] as Record<string, unknown>;
  }
  here[path.at(-1) ?? ""] = value;
}
