import { graphql } from "../graphql.ts";
import {
  choice,
  dayText,
  DueDate,
  Link,
  Listed,
  Records,
  Section,
  Tag,
  useAsk,
  Waiting,
} from "../kit/index.ts";
import { useOrgans } from "./organs.tsx";
import { options, t } from "./texts.ts";

const Counts = graphql(`
  query DeadlineCounts {
    deadlineCounts {
      organ {
        id
        code
        name
      }
      overdue
      dueSoon
      running
      nearest
    }
  }
`);
const All = graphql(`
  query BodyDeadlines(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $stage: Stage
    $organ: String
  ) {
    bodyDeadlines(
      first: $first
      after: $after
      last: $last
      before: $before
      stage: $stage
      organ: $organ
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
        ruleText
        overdueBy
        organ {
          name
        }
      }
    }
  }
`);

export default function AllDeadlinesPage() {
  const { data, error } = useAsk(Counts, {});
  const organs = useOrgans();
  if (!data) return <Waiting title={t("allDeadlines.title")} error={error} />;
  return (
    <>
      <h1>{t("allDeadlines.title")}</h1>
      <Section title={t("allDeadlines.counts")}>
        <Listed
          rows={data.deadlineCounts}
          of={(one) => one.organ.id}
          empty={t("allDeadlines.none")}
          columns={[
            [
              t("people.organ"),
              (one) => <Link to={`../all-deadlines?organ=${one.organ.code}`}>{one.organ.name}</Link>,
            ],
            [
              t("deadlines.overdue"),
              (one) => (one.overdue ? <Tag tone="late">{one.overdue}</Tag> : 0),
            ],
            [t("deadlines.dueSoon"), (one) => one.dueSoon],
            [t("allDeadlines.running"), (one) => one.running],
            [
              t("allDeadlines.nearest"),
              (one) => (
                <Link to={`../all-deadlines?organ=${one.organ.code}`}>{dayText(one.nearest)}</Link>
              ),
            ],
          ]}
        />
      </Section>
      <Section title={t("allDeadlines.list")}>
        <Records
          query={All}
          variables={(place, chosen) => ({
            ...place,
            stage: chosen.stage ?? null,
            organ: chosen.organ ?? null,
          })}
          page={(answer) => answer.bodyDeadlines}
          filters={{
            organ: choice(t("people.organ"), organs),
            stage: choice(t("allDeadlines.stage"), options("stage")),
          }}
          empty={t("allDeadlines.none")}
          columns={[
            { title: t("deadlines.name"), value: (one) => one.title },
            { title: t("people.organ"), value: (one) => one.organ?.name },
            {
              title: t("deadlines.dueOn"),
              value: (one) => (
                <>
                  {one.dueOn ? (
                    <DueDate
                      on={one.dueOn}
                      because={{ rule: one.ruleText, note: t("allDeadlines.whose") }}
                    />
                  ) : (
                    t("deadlines.noClock")
                  )}{" "}
                  {one.overdueBy ? (
                    <Tag tone="late">{t("deadlines.late", { days: one.overdueBy })}</Tag>
                  ) : null}
                </>
              ),
            },
          ]}
        />
      </Section>
    </>
  );
}
