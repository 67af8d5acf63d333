import { dayText, graphql, Link, number, Records, Tag, useHere } from "@renda/console";
import { points } from "./points.ts";
import { t } from "./texts.ts";

const Publications = graphql(`
  query PointsPublications($first: Int, $after: String, $last: Int, $before: String, $year: Int) {
    pointsPublications(first: $first, after: $after, last: $last, before: $before, year: $year) {
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
        deputies
        points
        change
        publishedOn
        publishedByName
        withdrawals {
          id
          withdrawnOn
        }
      }
    }
  }
`);

export default function PublishedPage() {
  const here = useHere();
  const above = here.level === "CITY" || here.level === "COUNTY";
  return (
    <Records
      title={t("published.title")}
      query={Publications}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.pointsPublications}
      filters={{ year: number(t("account.year"), { least: 1979, most: 2100 }) }}
      to={(one) => one.id}
      empty={t("published.none")}
      acts={above ? <Link to="../below">{t("below.title")}</Link> : null}
      columns={[
        {
          title: t("list.name"),
          value: (one) => (
            <>
              {one.title}{" "}
              {one.withdrawals.length > 0 ? <Tag tone="late">{t("step.withdrawn")}</Tag> : null}
            </>
          ),
        },
        { title: t("list.deputies"), value: (one) => one.deputies, tight: true },
        { title: t("list.points"), value: (one) => points(one.points), tight: true },
        { title: t("list.change"), value: (one) => one.change, tight: true },
        { title: t("published.on"), value: (one) => dayText(one.publishedOn), tight: true },
        { title: t("published.by"), value: (one) => one.publishedByName, wideOnly: true },
      ]}
    />
  );
}
