import {
  Act,
  Acts,
  choice,
  day,
  dayText,
  Facts,
  Gone,
  graphql,
  longText,
  number,
  Print,
  RecordPage,
  Records,
  type ResultOf,
  Section,
  Tag,
  text,
  useAsk,
  useParams,
  Waiting,
} from "@renda/console";
import { Erasing } from "./erasing.tsx";
import { LineShown, useLineColumns } from "./lines.tsx";
import { markOf, points } from "./points.ts";
import { parts } from "./rule_parts.ts";
import { t } from "./texts.ts";

const One = graphql(`
  query PointsAccount($id: ID!) {
    node(id: $id) {
      ... on PointsAccount {
        id
        name
        district
        year
        mandate
        pointsText
        attendance
        effect
        awarded
        deducted
        entries
        grade
      }
    }
    pointsRules(first: 1) {
      nodes {
        value
      }
    }
  }
`);

const Lines = graphql(
  `
  query PointsLines(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $account: ID!
    $period: String
  ) {
    pointsLines(
      first: $first
      after: $after
      last: $last
      before: $before
      account: $account
      period: $period
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
        ...LineShown
      }
    }
  }
`,
  [LineShown],
);

const Deductions = graphql(`
  query PointsDeductions(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $mandate: ID!
  ) {
    pointsDeductions(
      first: $first
      after: $after
      last: $last
      before: $before
      mandate: $mandate
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
        on
        times
        value
        reason
        erased
        recordedByName
        withdraws
        takenBack
      }
    }
  }
`);

const Marks = graphql(`
  query PointsMarks(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $mandate: ID!
    $year: Int!
  ) {
    pointsMarks(
      first: $first
      after: $after
      last: $last
      before: $before
      mandate: $mandate
      year: $year
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
        raterTitle
        value
        markedByName
        markedOn
      }
    }
  }
`);

const Deduct = graphql(`
  mutation DeductPoints($input: DeductPointsInput!) {
    deductPoints(input: $input) {
      id
    }
  }
`);

const TakeBack = graphql(`
  mutation WithdrawDeduction($input: WithdrawDeductionInput!) {
    withdrawDeduction(input: $input) {
      id
    }
  }
`);

const Mark = graphql(`
  mutation EnterPointsMark($input: EnterPointsMarkInput!) {
    enterPointsMark(input: $input) {
      id
    }
  }
`);

type Account = Extract<NonNullable<ResultOf<typeof One>["node"]>, { mandate: string }>;

/** A deputy's year: every line of the ledger, what was taken off, what was marked. */
export default function AccountPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  const columns = useLineColumns();
  if (!data) return <Waiting title={t("accounts.title")} error={error} />;
  const one = data.node && "mandate" in data.node ? data.node : null;
  const back = { to: "../accounts", text: t("accounts.back") };
  if (!one) return <Gone title={t("accounts.title")} back={back} />;
  return (
    <RecordPage
      title={t("account.heading", { name: one.name, year: one.year })}
      back={{ to: `../accounts?year=${one.year}`, text: t("accounts.back") }}
      state={one.grade ? <Tag>{one.grade}</Tag> : null}
    >
      <Doing account={one} rule={data.pointsRules.nodes[0]?.value} />
      <Section title={t("account.sums")} aside={<Print />}>
        <Facts
          facts={[
            [t("account.points"), one.pointsText],
            [t("account.district"), one.district],
            [t("account.attendance"), points(one.attendance)],
            [t("account.effect"), points(one.effect)],
            [t("account.awarded"), points(one.awarded)],
            [t("account.deducted"), points(one.deducted)],
            [t("account.entries"), one.entries],
          ]}
        />
      </Section>
      <Section title={t("lines.title")}>
        <Records
          name="lines"
          query={Lines}
          variables={(place) => ({ ...place, account: one.id })}
          page={(data) => data.pointsLines}
          empty={t("lines.none")}
          columns={columns}
        />
      </Section>
      <Section title={t("deductions.title")}>
        <Records
          name="deductions"
          query={Deductions}
          variables={(place) => ({ ...place, mandate: one.mandate })}
          page={(data) => data.pointsDeductions}
          empty={t("deductions.none")}
          columns={[
            { title: t("deduction.title"), value: (it) => it.title },
            { title: t("deduction.on"), value: (it) => dayText(it.on), tight: true },
            { title: t("line.value"), value: (it) => points(it.value), tight: true },
            {
              title: t("deduction.reason"),
              value: (it) => (
                <>
                  {it.reason} <Erasing about={{ deduction: it.id }} erased={it.erased} />
                </>
              ),
            },
            { title: t("deduction.by"), value: (it) => it.recordedByName },
            {
              title: t("deduction.back"),
              value: (it) => (
                <>
                  {it.withdraws ? <Tag>{t("deduction.isBack")}</Tag> : null}
                  {it.takenBack ? <Tag>{t("deduction.takenBack")}</Tag> : null}
                  <Act
                    verb={TakeBack}
                    action="deputy_points.withdraw_deduction"
                    text={t("deduction.back")}
                    about={it.id}
                    offered={!it.withdraws && !it.takenBack}
                    fields={{ reason: longText(t("deduction.reason"), { required: true }) }}
                    variables={(typed) => ({ input: { deduction: it.id, ...typed } })}
                    said={t("deduction.backDone")}
                  />
                </>
              ),
            },
          ]}
        />
      </Section>
      <Section title={t("marks.title")}>
        <Records
          name="marks"
          query={Marks}
          variables={(place) => ({ ...place, mandate: one.mandate, year: one.year })}
          page={(data) => data.pointsMarks}
          empty={t("marks.none")}
          columns={[
            { title: t("mark.title"), value: (it) => it.title },
            { title: t("mark.rater"), value: (it) => it.raterTitle },
            { title: t("line.value"), value: (it) => points(it.value), tight: true },
            { title: t("mark.by"), value: (it) => it.markedByName },
            { title: t("mark.on"), value: (it) => dayText(it.markedOn), tight: true },
          ]}
        />
      </Section>
    </RecordPage>
  );
}

function Doing({ account, rule }: { account: Account; rule: unknown }) {
  const { deductions, marked, raters, periods } = parts(rule);
  const { mandate, year } = account;
  return (
    <Acts>
      <Act
        verb={Deduct}
        action="deputy_points.deduct_points"
        text={t("deduct.go")}
        about={account.id}
        offered={deductions.length > 0}
        danger
        before={<p>{t("deduct.before")}</p>}
        fields={{
          code: choice(t("deduction.title"), deductions, { required: true }),
          on: day(t("deduction.on"), { required: true }),
          times: number(t("deduction.times"), { least: 1, required: true }),
          reason: longText(t("deduction.reason"), { required: true }),
        }}
        begin={{ times: "1" }}
        variables={(typed) => ({ input: { mandate, ...typed } })}
        said={t("deduct.done")}
      />
      <Act
        verb={Mark}
        action="deputy_points.enter_points_mark"
        text={t("mark.go")}
        about={account.id}
        offered={marked.length > 0}
        fields={{
          kind: choice(t("mark.title"), marked, { required: true }),
          rater: choice(t("mark.rater"), raters, { required: true }),
          period: choice(t("list.period"), periods),
          value: text(t("mark.value"), { required: true }),
        }}
        variables={({ value, ...typed }) => ({
          input: { mandate, year, value: markOf(value), ...typed },
        })}
        said={t("mark.done")}
      />
    </Acts>
  );
}
