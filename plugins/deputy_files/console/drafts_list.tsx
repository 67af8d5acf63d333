import { choice, dayText, graphql, Records, Tag } from "@renda/console";
import { named, options, t } from "./texts.ts";

const Drafts = graphql(`
  query EntryDrafts(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $where: EntryDraftFilter
  ) {
    entryDrafts(first: $first, after: $after, last: $last, before: $before, where: $where) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        title
        heldOn
        place
        state
      }
    }
  }
`);

export function stateTag(state: string) {
  const tone = { SUBMITTED: "plain", CONFIRMED: "good", REFUSED: "late" } as const;
  return (
    <Tag tone={tone[state as keyof typeof tone] ?? "plain"}>{named("entryState", state)}</Tag>
  );
}

/** What of one file is written and not yet confirmed. */
export function DraftsOf({ file }: { file: string }) {
  return (
    <Records
      name="drafts"
      label={t("drafts.title")}
      query={Drafts}
      variables={(place, chosen) => ({ ...place, where: { ...chosen, file } })}
      page={(data) => data.entryDrafts}
      filters={{ state: choice(t("draft.state"), options("entryState")) }}
      to={(one) => `../drafts/${one.id}`}
      empty={t("drafts.none")}
      columns={[
        { title: t("entry.title"), value: (one) => one.title },
        { title: t("entry.heldOn"), value: (one) => dayText(one.heldOn), tight: true },
        { title: t("entry.place"), value: (one) => one.place, wideOnly: true },
        { title: t("draft.state"), value: (one) => stateTag(one.state) },
      ]}
    />
  );
}
