import {
  choice,
  day,
  files,
  graphql,
  longText,
  number,
  text,
  type Typed,
  yes,
} from "@renda/console";
import { HALF_HOURS } from "./calendar.ts";
import { t } from "./texts.ts";

export const Lists = graphql(`
  query DutyLists {
    dutyLists {
      evidenceNotice
      kindsRule
      kinds {
        code
        title
        counts
      }
    }
    dutyMatters(first: 100) {
      nodes {
        id
        title
      }
    }
  }
`);

export interface Kind {
  code: string;
  title: string;
}

interface Known {
  dutyLists: { evidenceNotice: string; kinds: readonly (Kind & { counts: boolean })[] };
  dutyMatters: { nodes: readonly { id: string; title: string }[] };
}

/** Who keeps the files, and writes into them what no deputy writes. */
export const OFFICE = "deputy_files.read_all";

const more = (typed: Record<string, unknown>) => typed.more === true;

/**
 * What is written of an activity; what is seldom needed comes when it is asked for. A kind that is no
 * activity, such as an absence, is offered to the office alone, or where the entry is of it already.
 */
export function entryFields(
  { dutyLists, dutyMatters }: Known,
  { office, kind }: { office: boolean; kind?: string | undefined },
) {
  const offered = dutyLists.kinds.filter((one) => office || one.counts || one.code === kind);
  const kinds = offered.map((one) => ({ value: one.code, text: one.title }));
  const matters = dutyMatters.nodes.map((one) => ({ value: one.id, text: one.title }));
  return {
    kind: choice(t("entry.kind"), kinds, { required: true }),
    place: text(t("entry.place"), { hint: t("entry.placeHint"), most: 100 }),
    text: longText(t("entry.text"), { required: true, most: 4000 }),
    evidence: files(t("entry.evidence"), { hint: dutyLists.evidenceNotice }),
    heldOn: day(t("entry.heldOn"), { required: true }),
    more: yes(t("entry.more")),
    title: text(t("entry.title"), { hint: t("entry.titleHint"), most: 100, when: more }),
    startsAt: choice(t("entry.startsAt"), HALF_HOURS, { when: more }),
    endsAt: choice(t("entry.endsAt"), HALF_HOURS, { when: more }),
    quantity: number(t("entry.quantity"), { least: 1, when: more }),
    matter: choice(t("entry.matter"), matters, { hint: t("entry.matterHint"), when: more }),
  };
}

/** As the API takes it: without a title of its own it is called by its kind. */
export function entryOf(typed: Typed<ReturnType<typeof entryFields>>, kinds: readonly Kind[]) {
  const { more: _shown, startsAt, endsAt, quantity, title, ...rest } = typed;
  const moment = (hour: string | null) => (hour ? `${typed.heldOn}T${hour}:00+08:00` : null);
  return {
    ...rest,
    title: title ?? kinds.find((one) => one.code === typed.kind)?.title ?? "",
    startsAt: moment(startsAt),
    endsAt: moment(endsAt),
    quantity: quantity ?? 1,
  };
}

interface Written {
  kind: string;
  heldOn: string;
  title: string;
  place: string | null;
  startsAt: string | null;
  endsAt: string | null;
  quantity: number;
  matter: { id: string } | null;
}

/** What the form holds of something that was written before. */
export function beginWith(one: Written, kinds: readonly Kind[]) {
  const usual = kinds.find((kind) => kind.code === one.kind)?.title === one.title;
  const title = usual ? "" : one.title;
  const hour = (moment: string | null) => moment?.slice(11, 16) ?? "";
  const quantity = one.quantity === 1 ? "" : String(one.quantity);
  const begun = {
    kind: one.kind,
    heldOn: one.heldOn,
    place: one.place ?? "",
    title,
    startsAt: hour(one.startsAt),
    endsAt: hour(one.endsAt),
    quantity,
    matter: one.matter?.id ?? "",
  };
  return { ...begun, more: Boolean(title || begun.startsAt || quantity || begun.matter) };
}
