import { choice, dayText, DueDate, graphql, Link, Records, Tag, yes } from "@renda/console";
import { named, options, t } from "./texts.ts";

const Duties = graphql(`
  query Duties(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $kind: DutyKind
    $state: DutyState
    $overdue: Boolean! = false
    $ours: Boolean! = false
  ) {
    projectDuties(
      first: $first
      after: $after
      last: $last
      before: $before
      kind: $kind
      state: $state
      overdue: $overdue
      ours: $ours
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
        kind
        by
        periodFrom
        periodTo
        dueOn
        ruleText
        state
        metOn
        overdue
        daysLate
        project {
          id
          title
        }
      }
    }
  }
`);

/** What falls due on the projects: notices, checks, reports, assessments, mending. */
export default function DutiesPage() {
  return (
    <Records
      title={t("duties.title")}
      query={Duties}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.projectDuties}
      filters={{
        kind: choice(t("duty.kind"), options("dutyKind")),
        state: choice(t("duty.state"), options("dutyState")),
        overdue: yes(t("duties.overdue")),
        ours: yes(t("duties.ours")),
      }}
      empty={t("duties.none")}
      columns={[
        {
          title: t("duty.kind"),
          value: (one) =>
            one.project ? (
              <>
                {named("dutyKind", one.kind)}{" "}
                <Link to={`../projects/${one.project.id}`}>{one.project.title}</Link>
              </>
            ) : (
              named("dutyKind", one.kind)
            ),
        },
        { title: t("duty.by"), value: (one) => named("side", one.by) },
        {
          title: t("duty.period"),
          value: (one) => `${dayText(one.periodFrom)} \u2013 ${dayText(one.periodTo)}`,
          wideOnly: true,
        },
        { title: t("duty.dueOn"), value: (one) => <DueDate on={one.dueOn} because={{ rule: one.ruleText }} />, tight: true },
        { title: t("duty.state"), value: (one) => <DutyTag one={one} /> },
      ]}
    />
  );
}

/** How a duty stands, in words and in colour. */
export function DutyTag({ one }: { one: { state: string; overdue: boolean; daysLate: number } }) {
  const tone = one.overdue ? "late" : one.state === "MET" ? "good" : "plain";
  return (
    <Tag tone={tone}>
      {named("dutyState", one.state)}
      {one.daysLate > 0 ? ` ${t("duty.late", { days: one.daysLate })}` : ""}
    </Tag>
  );
}
