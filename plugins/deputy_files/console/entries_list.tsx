import type { ReactNode } from "react";
import { choice, dayText, graphql, number, Records, useAsk } from "@renda/console";
import { t } from "./texts.ts";

const Entries = graphql(`
  query DutyEntries(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $where: DutyEntryFilter
  ) {
    dutyEntries(first: $first, after: $after, last: $last, before: $before, where: $where) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        name
        title
        kind
        heldOn
        place
        quantity
        confirmedOn
        confirmedByName
      }
    }
  }
`);

const Kinds = graphql(`
  query EntryKinds {
    dutyLists {
      kinds {
        code
        title
      }
    }
  }
`);

/** What was confirmed: of one file, or of all that the viewer may see. */
export function EntriesOf(props: { file?: string; title?: string; acts?: ReactNode }) {
  const { file, title, acts = null } = props;
  const { data } = useAsk(Kinds, {});
  const kinds = data?.dutyLists.kinds ?? [];
  const called = new Map(kinds.map((one) => [one.code, one.title]));
  return (
    <Records
      {...(title ? { title } : { name: "entries", label: t("entries.title") })}
      query={Entries}
      variables={(place, chosen) => ({
        ...place,
        where: { ...chosen, ...(file ? { file } : {}) },
      })}
      page={(data) => data.dutyEntries}
      filters={{
        kind: choice(
          t("entry.kind"),
          kinds.map((one) => ({ value: one.code, text: one.title })),
        ),
        year: number(t("entry.year"), { least: 1979, most: 2100 }),
      }}
      to={(one) => `../entries/${one.id}`}
      empty={t("entries.none")}
      acts={acts}
      columns={[
        { title: t("entry.title"), value: (one) => one.title },
        { title: t("file.name"), value: (one) => one.name },
        { title: t("entry.kind"), value: (one) => called.get(one.kind) ?? one.kind },
        { title: t("entry.heldOn"), value: (one) => dayText(one.heldOn), tight: true },
        { title: t("entry.place"), value: (one) => one.place, wideOnly: true },
        { title: t("entry.quantity"), value: (one) => one.quantity, tight: true, wideOnly: true },
        { title: t("entry.confirmedBy"), value: (one) => one.confirmedByName, wideOnly: true },
      ]}
    />
  );
}
