import { dayText, graphql, Records, Tag, yes } from "@renda/console";
import { t } from "./texts.ts";

const Facts = graphql(`
  query ReceivedFacts($first: Int, $after: String, $last: Int, $before: String, $placed: Boolean!) {
    receivedFacts(first: $first, after: $after, last: $last, before: $before, placed: $placed) {
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
        district
        title
        heldOn
        fromBodyName
        fromOrganName
        unplaced
      }
    }
  }
`);

/** What bodies below told of deputies: first what nobody could be found for. */
export default function FactsPage() {
  return (
    <Records
      title={t("facts.title")}
      query={Facts}
      variables={(place, { placed }) => ({ ...place, placed: placed ?? false })}
      page={(data) => data.receivedFacts}
      filters={{ placed: yes(t("facts.placed")) }}
      to={(one) => `${one.id}?files.name=${encodeURIComponent(one.name)}`}
      empty={t("facts.none")}
      columns={[
        { title: t("entry.title"), value: (one) => one.title },
        { title: t("file.name"), value: (one) => one.name },
        { title: t("file.district"), value: (one) => one.district, wideOnly: true },
        { title: t("entry.heldOn"), value: (one) => dayText(one.heldOn), tight: true },
        { title: t("facts.sender"), value: (one) => `${one.fromBodyName} ${one.fromOrganName}` },
        {
          title: t("facts.state"),
          value: (one) =>
            one.unplaced ? (
              <>
                <Tag tone="soon">{t("facts.waiting")}</Tag>
                <p>{one.unplaced}</p>
              </>
            ) : (
              <Tag tone="good">{t("facts.isPlaced")}</Tag>
            ),
        },
      ]}
    />
  );
}
