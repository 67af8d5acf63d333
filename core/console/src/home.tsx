import { useQuery } from "urql";
import { graphql } from "./graphql.ts";
import { Problem, Waiting } from "./parts.tsx";
import { useHere } from "./here.ts";
import { t } from "./texts.ts";

const Due = graphql(`
  query Due($deadlines: Boolean!, $packages: Boolean!) {
    myDueList @include(if: $deadlines) {
      day
      dueSoon
      overdue
      organ {
        code
        name
      }
      entries {
        deadline
        title
        dueOn
        overdueBy
      }
    }
    overdue: deadlines(first: 20, where: { overdue: true }) @include(if: $deadlines) {
      ...Clocks
    }
    dueSoon: deadlines(first: 20, where: { dueSoon: true }) @include(if: $deadlines) {
      ...Clocks
    }
    receivedPackages(first: 20, state: ARRIVED) @include(if: $packages) {
      totalCount
      nodes {
        id
        fromBodyName
        fromOrganName
        createdAt
        plugin
      }
    }
    body {
      plugins {
        name
        title
      }
    }
  }

  fragment Clocks on DeadlineConnection {
    totalCount
    nodes {
      id
      title
      dueOn
      ruleText
      steps
      provisional
    }
  }
`);

export default function Home() {
  const here = useHere();
  const [{ data, error }] = useQuery({
    query: Due,
    variables: {
      deadlines: here.can("core.read_deadlines"),
      packages: here.can("core.read_packages"),
    },
  });
  if (!data) return <Waiting title={t("home.title")} error={error} />;
  const titles = new Map(data.body.plugins.map((one) => [one.name, one.title]));
  const lists = data.myDueList ?? [];
  return (
    <>
      <h1>{t("home.title")}</h1>
      <Problem error={error} />
      <ul className="counts" aria-label={t("home.counts")}>
        <Count text={t("home.overdue")} number={data.overdue?.totalCount ?? 0} late />
        <Count text={t("home.dueSoon")} number={data.dueSoon?.totalCount ?? 0} />
        <Count text={t("home.arrived")} number={data.receivedPackages?.totalCount ?? 0} />
      </ul>
      <Clocks title={t("home.overdue")} clocks={data.overdue} late />
      <Clocks title={t("home.dueSoon")} clocks={data.dueSoon} />
      <section>
        <h2>{t("home.arrived")}</h2>
        {data.receivedPackages?.nodes.length ? (
          <ul className="cards">
            {data.receivedPackages.nodes.map((one) => (
              <li key={one.id}>
                <strong>
                  {one.fromBodyName} · {one.fromOrganName}
                </strong>
                <p className="quiet">
                  {titles.get(one.plugin) ?? one.plugin} ·{" "}
                  {t("home.deliveredOn", { day: one.createdAt.slice(0, 10) })}
                </p>
              </li>
            ))}
          </ul>
        ) : (
          <p className="quiet">{t("home.nothingArrived")}</p>
        )}
      </section>
      <section>
        <h2>{t("home.dueList")}</h2>
        {lists.length === 0 ? <p className="quiet">{t("home.noDueList")}</p> : null}
        {lists.map((list) => (
          <section key={list.organ.code}>
            <h3>
              {list.organ.name}{" "}
              <span className="quiet">
                {t("home.listed", { overdue: list.overdue, soon: list.dueSoon })}
              </span>
            </h3>
            <ul className="cards">
              {list.entries.map((one) => (
                <li key={one.deadline}>
                  <strong>{one.title}</strong>
                  <p>{due(one.dueOn, one.overdueBy)}</p>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </section>
    </>
  );
}

function due(dueOn: string | null, late: number): string {
  if (!dueOn) return t("home.noClock");
  return late ? t("home.lateBy", { day: dueOn, days: late }) : t("home.dueOn", { day: dueOn });
}

function Count({ text, number, late }: { text: string; number: number; late?: boolean }) {
  return (
    <li className={late && number ? "late" : ""}>
      <strong>{number}</strong> {text}
    </li>
  );
}

interface Clock {
  id: string;
  title: string;
  dueOn: string | null;
  ruleText: string | null;
  steps: string[];
  provisional: boolean;
}

function Clocks(props: {
  title: string;
  late?: boolean;
  clocks: { totalCount: number; nodes: Clock[] } | null | undefined;
}) {
  if (!props.clocks) return null;
  return (
    <section>
      <h2>{props.title}</h2>
      {props.clocks.nodes.length === 0 ? <p className="quiet">{t("home.none")}</p> : null}
      <ul className="cards">
        {props.clocks.nodes.map((one) => (
          <li key={one.id} className={props.late ? "late" : ""}>
            <strong>{one.title}</strong>
            <p>
              {due(one.dueOn, 0)}
              {one.provisional ? ` ${t("home.provisional")}` : ""}
            </p>
            <details>
              <summary>{t("why")}</summary>
              <p>{one.ruleText}</p>
              <ol>
                {one.steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            </details>
          </li>
        ))}
      </ul>
      {props.clocks.totalCount > props.clocks.nodes.length ? (
        <p className="quiet">
          {t("home.more", { shown: props.clocks.nodes.length, all: props.clocks.totalCount })}
        </p>
      ) : null}
    </section>
  );
}
