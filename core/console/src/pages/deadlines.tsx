import { graphql } from "../graphql.ts";
import { About } from "../about.tsx";
import { day, dayText, Records, Tag, Why, yes } from "../kit/index.ts";
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
        subjectTitle
      }
    }
  }
`);

export default function DeadlinesPage() {
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
          value: (one) => (
            <>
              {one.title}
              <About subject={one.subject} title={one.subjectTitle} />
            </>
          ),
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
