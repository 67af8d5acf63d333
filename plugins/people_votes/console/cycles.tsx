import { Act, choice, graphql, number, Records, Tag, text, useHere, useNavigate, yes } from "@renda/console";
import { named, options, t } from "./texts.ts";

const Cycles = graphql(`
  query Cycles(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $year: Int
    $state: CycleState
    $toCheck: Boolean! = false
  ) {
    voteCycles(
      first: $first
      after: $after
      last: $last
      before: $before
      year: $year
      state: $state
      toCheck: $toCheck
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
        year
        title
        decider
        state
        area
      }
    }
  }
`);

const OpenCycle = graphql(`
  mutation OpenCycle($input: OpenCycleInput!) {
    openCycle(input: $input) {
      id
    }
  }
`);

export default function CyclesPage() {
  const navigate = useNavigate();
  const here = useHere();
  // A township has no standing committee that could decide; in a subdistrict only a council chooses.
  const deciders = options("decider").filter(
    (one) =>
      one.value === "COUNCIL" ||
      (here.kind !== "SUBDISTRICT_COMMITTEE" &&
        (one.value !== "STANDING_COMMITTEE" || here.level !== "TOWNSHIP")),
  );
  const council = (typed: Record<string, unknown>) => typed.decider === "COUNCIL";
  return (
    <Records
      title={t("cycles.title")}
      query={Cycles}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.voteCycles}
      filters={{
        state: choice(t("cycle.state"), options("cycleState")),
        year: number(t("cycle.year"), { least: 1979, most: 2100 }),
        toCheck: yes(t("cycles.toCheck")),
      }}
      to={(one) => one.id}
      empty={t("cycles.none")}
      acts={
        <Act
          verb={OpenCycle}
          action="people_votes.open_cycle"
          text={t("openCycle.go")}
          fields={{
            year: number(t("cycle.year"), { required: true, least: 1979, most: 2100 }),
            title: text(t("cycle.name"), { required: true, hint: t("openCycle.titleHint") }),
            decider: choice(t("cycle.decider"), deciders, { required: true }),
            area: text(t("cycle.area"), { when: council }),
            entrustedBy: text(t("cycle.entrustedBy"), { required: true, when: council }),
          }}
          variables={(typed) => ({ input: typed })}
          said={t("openCycle.done")}
          done={(data) => void navigate(data.openCycle.id)}
        />
      }
      columns={[
        { title: t("cycle.name"), value: (one) => one.title },
        { title: t("cycle.year"), value: (one) => one.year, tight: true },
        {
          title: t("cycle.state"),
          value: (one) => (
            <Tag tone={one.state === "CLOSED" ? "good" : "plain"}>
              {named("cycleState", one.state)}
            </Tag>
          ),
        },
        { title: t("cycle.decider"), value: (one) => named("decider", one.decider) },
        { title: t("cycle.area"), value: (one) => one.area },
      ]}
    />
  );
}
