import { Chart, choice, dayText, DueDate, graphql, number, Records, Tag, useAsk, useSearchParams, yes } from "@renda/console";
import { money } from "./money.ts";
import { named, options, t } from "./texts.ts";

const Projects = graphql(`
  query Projects($first: Int, $after: String, $last: Int, $before: String, $where: ProjectFilter) {
    projects(first: $first, after: $after, last: $last, before: $before, where: $where) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        number
        year
        state
        title
        responsibleUnit
        investment
        spent
        overspent
        percent
        dueOn
        adoptedOn
        crossYear
      }
    }
  }
`);
const Units = graphql(`
  query UnitsToChoose {
    body {
      organs {
        code
        name
        kind
      }
    }
  }
`);
/** Kinds of organs that carry projects out. */
const UNITS = ["GOVERNMENT", "DEPARTMENT", "SUBDISTRICT_OFFICE"];
const Figures = graphql(`
  query ProjectFigures($where: ProjectFilter) {
    projectFigures(where: $where) {
      figure
      count
    }
  }
`);

export default function ProjectsPage() {
  const [address] = useSearchParams();
  const cycle = address.get("cycle");
  const { data } = useAsk(Figures, { where: cycle ? { cycle } : null });
  const { data: body } = useAsk(Units, {});
  const units = (body?.body.organs ?? [])
    .filter((one) => UNITS.includes(one.kind))
    .map((one) => ({ value: one.code, text: one.name }));
  const rest = cycle ? `&cycle=${cycle}` : "";
  return (
    <>
      <Records
        title={t("projects.title")}
        query={Projects}
        variables={(place, chosen) => ({
          ...place,
          where: { ...chosen, ...(cycle ? { cycle } : {}) },
        })}
        page={(found) => found.projects}
        filters={{
          state: choice(t("project.state"), options("projectState")),
          figure: choice(t("projects.figure"), options("projectFigure")),
          overdueDuty: choice(t("projects.overdueDuty"), options("dutyKind")),
          fromYear: number(t("projects.fromYear"), { least: 1979, most: 2100 }),
          toYear: number(t("projects.toYear"), { least: 1979, most: 2100 }),
          unitOrgan: choice(t("projects.unitOrgan"), units),
          adjustment: choice(t("projects.adjustment"), options("adjustmentState")),
          toCheck: choice(t("projects.toCheck"), options("toCheck")),
          reportAgain: yes(t("projects.reportAgain")),
          crossYear: yes(t("project.crossYear")),
        }}
        to={(one) => one.id}
        empty={t("projects.none")}
        columns={[
          { title: t("project.name"), value: (one) => one.title },
          { title: t("project.year"), value: (one) => one.year, tight: true },
          {
            title: t("project.state"),
            value: (one) => (
              <Tag tone={one.state === "ACCEPTED" ? "good" : one.state === "STOPPED" ? "late" : "plain"}>
                {named("projectState", one.state)}
              </Tag>
            ),
          },
          { title: t("project.unit"), value: (one) => one.responsibleUnit, wideOnly: true },
          { title: t("project.percent"), value: (one) => `${one.percent}%`, tight: true },
          {
            title: t("project.spent"),
            value: (one) =>
              one.overspent > 0 ? (
                <Tag tone="late">{t("project.over", { spent: money(one.spent) })}</Tag>
              ) : (
                money(one.spent)
              ),
          },
          {
            title: t("project.dueOn"),
            value: (one) => (
              <DueDate
                on={one.dueOn}
                because={{
                  rule: t("project.dueRule", { day: dayText(one.adoptedOn) }),
                  note: t("project.dueNote"),
                }}
              />
            ),
            tight: true,
          },
        ]}
      />
      {data && data.projectFigures.some((one) => one.count > 0) ? (
        <Chart
          title={t("projects.figures")}
          kind="bar"
          names={data.projectFigures.map((one) => named("projectFigure", one.figure))}
          series={[
            { name: t("projects.count"), values: data.projectFigures.map((one) => one.count) },
          ]}
          to={(place) =>
            `../projects?figure=${data.projectFigures[place]?.figure ?? ""}${rest}`
          }
        />
      ) : null}
    </>
  );
}
