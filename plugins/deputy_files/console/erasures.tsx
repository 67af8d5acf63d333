import { choice, dayText, graphql, Link, Records, Tag, useHere } from "@renda/console";
import { named, options, t } from "./texts.ts";

const Erasures = graphql(`
  query Erasures(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $state: ErasureState
  ) {
    erasures(first: $first, after: $after, last: $last, before: $before, state: $state) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        state
        askedOn
        askedByName
        decidedOn
        entry {
          id
          title
          name
        }
        draft {
          id
          title
          file {
            id
            name
          }
        }
        leave {
          id
          meetingTitle
          name
        }
      }
    }
  }
`);

export function erasureTag(state: string) {
  const tone = { ERASED: "good", REFUSED: "late" } as const;
  return (
    <Tag tone={tone[state as keyof typeof tone] ?? "plain"}>{named("erasureState", state)}</Tag>
  );
}

interface Asked {
  entry: { title: string } | null;
  draft: { title: string } | null;
  leave: { meetingTitle: string } | null;
}

/** What it is about, as far as the viewer may see that. */
export function erasureTitle(one: Asked) {
  const { entry, draft, leave } = one;
  return entry?.title ?? draft?.title ?? leave?.meetingTitle ?? t("erasure.someRecord");
}

/** Requests to erase: a deputy's own, or all for the officer. */
export default function ErasuresPage() {
  const here = useHere();
  return (
    <Records
      title={t("erasures.title")}
      query={Erasures}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.erasures}
      filters={{ state: choice(t("draft.state"), options("erasureState")) }}
      to={(one) => one.id}
      empty={t("erasures.none")}
      acts={
        here.can("deputy_files.read_notice") ? (
          <Link to="../notice">{t("notice.title")}</Link>
        ) : null
      }
      columns={[
        { title: t("erasure.about"), value: (one) => erasureTitle(one) },
        {
          title: t("file.name"),
          value: (one) => one.entry?.name ?? one.draft?.file?.name ?? one.leave?.name ?? one.askedByName,
        },
        { title: t("draft.state"), value: (one) => erasureTag(one.state) },
        { title: t("erasure.askedOn"), value: (one) => dayText(one.askedOn), tight: true },
        { title: t("erasure.decidedOn"), value: (one) => dayText(one.decidedOn), tight: true },
      ]}
    />
  );
}
