import { graphql } from "../graphql.ts";
import { dayText, Link, Records, Tag, useHere } from "../kit/index.ts";
import { named, t } from "./texts.ts";

const Mandates = graphql(`
  query Mandates($first: Int, $after: String, $last: Int, $before: String) {
    mandates(first: $first, after: $after, last: $last, before: $before) {
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
        term
        district
        status
        beganOn
      }
    }
  }
`);

export default function MandatesPage() {
  const here = useHere();
  return (
    <Records
      title={t("mandates.title")}
      query={Mandates}
      variables={(place) => place}
      page={(data) => data.mandates}
      to={(one) => one.id}
      empty={t("mandates.none")}
      acts={
        here.can("core.import_deputies") ? <Link to="import">{t("mandates.import")}</Link> : null
      }
      columns={[
        { title: t("people.name"), value: (one) => one.name },
        { title: t("mandates.district"), value: (one) => one.district },
        { title: t("mandates.term"), value: (one) => t("mandates.termNumber", { term: one.term }), tight: true },
        {
          title: t("mandates.status"),
          value: (one) => (
            <Tag tone={one.status === "ACTIVE" ? "good" : "plain"}>{named("mandate", one.status)}</Tag>
          ),
          tight: true,
        },
        { title: t("mandates.beganOn"), value: (one) => dayText(one.beganOn), tight: true, wideOnly: true },
      ]}
    />
  );
}
