import { graphql } from "../graphql.ts";
import { day, dayText, Link, Records, Tag, useHere, Why, yes } from "../kit/index.ts";
import { t } from "./texts.ts";

const Deadlines = graphql(`
  query Deadlines(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $where: DeadlineFilter
    $order: DeadlineOrder
  ) {
    deadlines(
      first: $first
      after: $after
      last: $last
      before: $before
      where: $where
      order: $order
    ) {
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
        dueOn
        triggerOn
        lateBy
        provisional
        ruleText
        steps
        subject
      }
    }
  }
`);

export default function DeadlinesPage() {
  const here = useHere();
  return (
    <Records
      title={t("deadlines.title")}
      query={Deadlines}
      variables={(place, chosen, order) => ({ ...place, where: chosen, order })}
      page={(data) => data.deadlines}
      filters={{
        overdue: yes(t("deadlines.overdue")),
        dueSoon: yes(t("deadlines.dueSoon")),
        dueBy: day(t("deadlines.dueBy")),
      }}
      empty={t("deadlines.none")}
      columns={[
        {
          title: t("deadlines.name"),
          value: (one) =>
            one.subject ? <Link to={`/c/${here.code}/r/${one.subject}`}>{one.title}</Link> : one.title,
        },
        {
          title: t("deadlines.dueOn"),
          value: (one) => (
            <>
              {one.dueOn ? dayText(one.dueOn) : t("deadlines.noClock")}{" "}
              {one.lateBy ? <Tag tone="late">{t("deadlines.late", { days: one.lateBy })}</Tag> : null}
              {one.provisional ? <Tag>{t("deadlines.provisional")}</Tag> : null}
            </>
          ),
          sort: "DUE",
        },
        {
          title: t("deadlines.triggerOn"),
          value: (one) => dayText(one.triggerOn),
          sort: "TRIGGER",
          tight: true,
        },
        { title: t("deadlines.why"), value: (one) => <Why rule={one.ruleText} steps={one.steps} /> },
      ]}
    />
  );
}
