import { dayText, timeText } from "@renda/console";
import type { Kind } from "./entry_form.ts";
import { named, t } from "./texts.ts";

interface Written {
  kind: string;
  heldOn: string;
  startsAt: string | null;
  endsAt: string | null;
  place: string | null;
  quantity: number;
  matter: { title: string } | null;
  source: string;
  deputyText: string | null;
  stationText: string | null;
  stationByName: string | null;
  reason: string | null;
}

/** What was written of an activity, before it is confirmed and after. */
export function writtenFacts(whose: string | undefined, one: Written, kinds: readonly Kind[]) {
  return [
    [t("file.name"), whose],
    [t("entry.kind"), kinds.find((kind) => kind.code === one.kind)?.title ?? one.kind],
    [t("entry.heldOn"), dayText(one.heldOn)],
    [t("entry.startsAt"), one.startsAt ? timeText(one.startsAt) : null],
    [t("entry.endsAt"), one.endsAt ? timeText(one.endsAt) : null],
    [t("entry.place"), one.place],
    [t("entry.quantity"), one.quantity],
    [t("entry.matter"), one.matter?.title],
    [t("entry.source"), named("entrySource", one.source)],
    [t("entry.deputyText"), one.deputyText],
    [t("entry.stationText"), one.stationText],
    [t("entry.stationBy"), one.stationByName],
    [t("entry.reason"), one.reason],
  ] as const;
}
