import {
  Act,
  Acts,
  choice,
  dayText,
  graphql,
  number,
  Records,
  Tag,
  thisYear,
  useAsk,
} from "@renda/console";
import { points } from "./points.ts";
import { parts } from "./rule_parts.ts";
import { options, t } from "./texts.ts";

const Lists = graphql(`
  query PointsLists($first: Int, $after: String, $last: Int, $before: String, $year: Int, $waiting: PointsListStep) {
    pointsLists(first: $first, after: $after, last: $last, before: $before, year: $year, waiting: $waiting) {
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
        number
        deputies
        points
        change
        preparedOn
        preparedByName
        notices {
          id
        }
        upheld
        checks {
          id
          passed
        }
      }
    }
    pointsPublications(first: 100, year: $year) {
      nodes {
        id
        pointsList
        withdrawals {
          id
        }
      }
    }
  }
`);

const Periods = graphql(`
  query PointsPeriods {
    pointsRules(first: 1) {
      nodes {
        value
      }
    }
  }
`);

const Prepare = graphql(`
  mutation PreparePointsList($input: PreparePointsListInput!) {
    preparePointsList(input: $input) {
      id
    }
  }
`);

interface Steps {
  upheld: number;
  notices: readonly unknown[];
  checks: readonly { passed: boolean }[];
}

/** How far a list has come on its way to publication. */
export function stepTag(one: Steps, published?: { withdrawals: readonly unknown[] }) {
  if (published && published.withdrawals.length > 0)
    return <Tag tone="late">{t("step.withdrawn")}</Tag>;
  if (published) return <Tag tone="good">{t("step.published")}</Tag>;
  if (one.upheld > 0) return <Tag tone="late">{t("step.upheld")}</Tag>;
  if (one.checks.some((check) => check.passed) && one.notices.length > 0)
    return <Tag>{t("step.checked")}</Tag>;
  return <Tag>{one.notices.length > 0 ? t("step.notified") : t("step.prepared")}</Tag>;
}

export default function ListsPage() {
  const rule = useAsk(Periods, {});
  const { periods } = parts(rule.data?.pointsRules.nodes[0]?.value);
  return (
    <Records
      title={t("lists.title")}
      query={Lists}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => ({
        ...data.pointsLists,
        nodes: data.pointsLists.nodes.map((one) => ({
          ...one,
          published: data.pointsPublications.nodes.find((act) => act.pointsList === one.id),
        })),
      })}
      filters={{
        year: number(t("account.year"), { least: 1979, most: 2100 }),
        waiting: choice(t("lists.waiting"), options("listStep")),
      }}
      to={(one) => one.id}
      empty={t("lists.none")}
      acts={
        <Acts>
          <Act
            verb={Prepare}
            action="deputy_points.prepare_points_list"
            text={t("prepare.go")}
            before={<p>{t("prepare.before")}</p>}
            fields={{
              year: number(t("account.year"), { least: 1979, required: true }),
              period: choice(t("list.period"), periods, { hint: t("prepare.period") }),
            }}
            begin={{ year: String(thisYear()) }}
            variables={(typed) => ({ input: typed })}
            said={t("prepare.done")}
          />
        </Acts>
      }
      columns={[
        { title: t("list.name"), value: (one) => one.title },
        {
          title: t("list.number"),
          value: (one) => (one.number > 1 ? t("list.correction", { number: one.number }) : one.number),
          tight: true,
        },
        { title: t("list.step"), value: (one) => stepTag(one, one.published) },
        { title: t("list.deputies"), value: (one) => one.deputies, tight: true },
        { title: t("list.points"), value: (one) => points(one.points), tight: true },
        { title: t("list.change"), value: (one) => one.change, tight: true },
        { title: t("list.preparedOn"), value: (one) => dayText(one.preparedOn), tight: true, wideOnly: true },
        { title: t("list.preparedBy"), value: (one) => one.preparedByName, wideOnly: true },
      ]}
    />
  );
}
