import { choice, dayText, graphql, Records, Tag } from "@renda/console";
import { named, options, t } from "./texts.ts";

const Cards = graphql(`
  query DeputyCards(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $state: CardState
  ) {
    deputyCards(first: $first, after: $after, last: $last, before: $before, state: $state) {
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
        state
        draftedByName
        checkedByName
        publishedOn
      }
    }
  }
`);

export function cardTag(state: string) {
  const tone = { PUBLISHED: "good", WITHDRAWN: "late" } as const;
  return <Tag tone={tone[state as keyof typeof tone] ?? "plain"}>{named("cardState", state)}</Tag>;
}

export default function CardsPage() {
  return (
    <Records
      title={t("cards.title")}
      query={Cards}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.deputyCards}
      filters={{ state: choice(t("card.state"), options("cardState")) }}
      to={(one) => one.id}
      empty={t("cards.none")}
      columns={[
        { title: t("file.name"), value: (one) => one.name },
        { title: t("card.state"), value: (one) => cardTag(one.state) },
        { title: t("card.draftedBy"), value: (one) => one.draftedByName },
        { title: t("card.checkedBy"), value: (one) => one.checkedByName },
        { title: t("card.publishedOn"), value: (one) => dayText(one.publishedOn), tight: true },
      ]}
    />
  );
}
