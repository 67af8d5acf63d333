import { type ReactNode, useEffect } from "react";
import type { CombinedError } from "urql";
import { t } from "../texts.ts";
import { dayText, timeText } from "./days.ts";
import type { Field, Fields } from "./fields.tsx";
import type { SentFile } from "./files.tsx";
import { Facts } from "./record.tsx";

/** A field of a record as it stands; `mark` tells apart what reads the same, such as two files. */
export interface Said {
  name: string;
  text: string;
  mark?: string;
}

/** A record as somebody has it before them while they change it. */
export interface Seen {
  revision: string;
  says: readonly Said[];
  /** The later revision of which they were told, if others changed it since. */
  told?: string;
}

/** How a form is changed whose record others may change too. */
export interface Changing {
  /** The record when the form was begun; kept with what is typed. */
  began: Seen | undefined;
  /** The record as the page shows it now. */
  now: Seen | undefined;
  /** What was not touched follows what others changed, and is told so. */
  follows?: boolean;
  /** Keep it anew: they were told. */
  tell: (began: Seen) => void;
}

/**
 * Others may change a record while its form is open: then the verb is refused, what they changed is
 * shown (`changes`), and `seen` is from then on what was shown, so that sending it again overwrites
 * knowingly.
 */
export function useMeanwhile(
  { began, now, follows, tell }: Changing,
  error?: CombinedError,
): { seen: string | null; changes: ReactNode } {
  const refused = error?.graphQLErrors.some((one) => one.extensions.code === "CHANGED_MEANWHILE") ?? false;
  const present = now?.revision;
  const seen = began?.told ?? began?.revision ?? null;
  useEffect(() => {
    // The page is asked anew after a refusal: what it shows then is what they are told.
    if (refused && began && present !== undefined && present !== seen) tell({ ...began, told: present });
  }, [refused, present]);
  const changed = began && now && began.told !== undefined;
  return { seen, changes: changed ? <Changes began={began} now={now} follows={follows === true} /> : null };
}

/** Which fields others changed, with what they say now. */
function Changes({ began, now, follows }: { began: Seen; now: Seen; follows: boolean }) {
  const before = new Map(began.says.map((one) => [one.name, markOf(one)]));
  const changed = now.says.filter((one) => before.get(one.name) !== markOf(one));
  return (
    <section className="meanwhile" aria-label={t("kit.changedNow")}>
      <p>
        <strong>{t("kit.changedNow")}</strong>
      </p>
      {changed.length > 0 ? (
        <Facts
          all
          facts={changed.map((one) => [one.name, one.text ? <span className="text">{one.text}</span> : ""])}
        />
      ) : (
        <p>{t("kit.changedElsewhere")}</p>
      )}
      <p>{follows ? t("kit.changedFollows") : t("kit.changedNext")}</p>
    </section>
  );
}

const markOf = (one: Said) => one.mark ?? one.text;

/** What the fields of a form say. */
export function saysOf(fields: Fields, typed: Record<string, unknown>): Said[] {
  return Object.entries(fields).map(([key, one]) => {
    const value = typed[key] ?? one.begin;
    return { name: one.label, text: textOf(one, value), mark: JSON.stringify(value) };
  });
}

function textOf(one: Field<unknown>, value: unknown): string {
  if (one.kind === "yes") return value === true || value === "true" ? t("kit.yes") : t("kit.no");
  if (one.kind === "file" || one.kind === "files")
    return ((value ?? []) as SentFile[])
      .filter((file) => !file.unsent)
      .map((file) => file.name)
      .join("\n");
  if (one.kind === "group") return innerText(one, value);
  if (one.kind === "rows") return ((value ?? []) as unknown[]).map((row) => innerText(one, row)).join("\n");
  const said = String(value ?? "");
  if (one.kind === "choice") return one.options?.find((option) => option.value === said)?.text ?? said;
  if (one.kind === "day") return dayText(said);
  return one.kind === "moment" && said ? timeText(`${said.slice(0, 16)}:00+08:00`) : said;
}

const innerText = (one: Field<unknown>, value: unknown) =>
  saysOf(one.fields ?? {}, (value ?? {}) as Record<string, unknown>)
    .map((inner) => inner.text)
    .filter(Boolean)
    .join(" · ");
