import { Suspense } from "react";
import { Link } from "react-router";
import { graphql } from "./graphql.ts";
import { useAsk } from "./kit/ask.ts";
import { About } from "./about.tsx";
import { Count } from "./kit/count.tsx";
import { dayOf, dayText } from "./kit/days.ts";
import { DueDate } from "./kit/due_date.tsx";
import { Problem, Waiting } from "./parts.tsx";
import { useHere } from "./here.ts";
import { usePages } from "./shell.tsx";
import { t } from "./texts.ts";

const Due = graphql(`
  query Due($deadlines: Boolean!, $packages: Boolean!, $turnsOff: Boolean!) {
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
        subject
        subjectTitle
      }
    }
    overdue: deadlines(first: 20, where: { overdue: true }) @include(if: $deadlines) {
      ...Clocks
    }
    dueSoon: deadlines(first: 20, where: { dueSoon: true }) @include(if: $deadlines) {
      ...Clocks
    }
    openMatters @include(if: $turnsOff) {
      plugin
      matters {
        title
        count
      }
    }
    receivedPackages(first: 20, state: ARRIVED) @include(if: $packages) {
      totalCount
      nodes {
        id
        fromBodyName
        fromOrganName
        createdAt
        plugin
        title
        subject
        subjectTitle
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
      subject
      subjectTitle
    }
  }
`);

export default function Home() {
  const here = useHere();
  const pages = usePages();
  const { data, error } = useAsk(Due, {
    deadlines: here.can("core.read_deadlines"),
    packages: here.can("core.read_packages"),
    turnsOff: here.can("core.read_deadlines") && here.can("core.disable_plugin"),
  });
  if (!data) return <Waiting title={t("home.title")} error={error} />;
  const titles = new Map(data.body.plugins.map((one) => [one.name, one.title]));
  const lists = data.myDueList ?? [];
  const core = `/c/${here.code}/p/core`;
  return (
    <>
      <h1>{t("home.title")}</h1>
      <Problem error={error} />
      <ul className="counts" aria-label={t("home.counts")}>
        <Count
          text={t("home.overdue")}
          number={data.overdue?.totalCount ?? 0}
          to={`${core}/deadlines?overdue=true`}
          late
        />
        <Count
          text={t("home.dueSoon")}
          number={data.dueSoon?.totalCount ?? 0}
          to={`${core}/deadlines?dueSoon=true`}
        />
        <Count
          text={t("home.arrived")}
          number={data.receivedPackages?.totalCount ?? 0}
          to={`${core}/packages?in.state=ARRIVED`}
        />
        {[...(pages ?? [])].map(([plugin, { waiting: Waits }]) =>
          Waits ? (
            <Suspense key={plugin} fallback={null}>
              <Waits />
            </Suspense>
          ) : null,
        )}
      </ul>
      <Clocks
        title={t("home.overdue")}
        clocks={data.overdue}
        all={`${core}/deadlines?overdue=true`}
        late
      />
      <Clocks
        title={t("home.dueSoon")}
        clocks={data.dueSoon}
        all={`${core}/deadlines?dueSoon=true`}
      />
      {data.openMatters?.length ? (
        <section>
          <h2>{t("home.matters")}</h2>
          <p className="quiet">{t("home.mattersWhat")}</p>
          <ul className="cards">
            {data.openMatters.map((one) => {
              const title = titles.get(one.plugin) ?? one.plugin;
              return (
                <li key={one.plugin}>
                  <strong>
                    <Link to={`/c/${here.code}/plugins`}>{title}</Link>
                  </strong>
                  <ul>
                    {one.matters.map((matter) => (
                      <li key={matter.title}>{t("home.matterOf", { ...matter })}</li>
                    ))}
                  </ul>
                </li>
              );
            })}
          </ul>
        </section>
      ) : null}
      <section>
        <h2>{t("home.arrived")}</h2>
        {data.receivedPackages?.nodes.length ? (
          <p>
            <Link to={`${core}/packages?in.state=ARRIVED`}>{t("home.toPackages")}</Link>
          </p>
        ) : null}
        {data.receivedPackages?.nodes.length ? (
          <ul className="cards">
            {data.receivedPackages.nodes.map((one) => (
              <li key={one.id}>
                <strong>
                  {one.title ?? titles.get(one.plugin) ?? one.plugin}
                  <About subject={one.subject} title={one.subjectTitle} />
                </strong>
                <p className="quiet">
                  {one.fromBodyName} · {one.fromOrganName} ·{" "}
                  {t("home.deliveredOn", { day: dayText(dayOf(one.createdAt)) })}
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
                  <strong>
                    {one.title}
                    <About subject={one.subject} title={one.subjectTitle} />
                  </strong>
                  <p>
                    <DueDate
                      on={one.dueOn}
                      text={due(one.dueOn, one.overdueBy)}
                      because={{ deadline: one.deadline }}
                    />
                  </p>
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
  const day = dayText(dueOn);
  return late ? t("home.lateBy", { day, days: late }) : t("home.dueOn", { day });
}

interface Clock {
  id: string;
  title: string;
  dueOn: string | null;
  ruleText: string | null;
  steps: string[];
  provisional: boolean;
  subject: string | null;
  subjectTitle: string | null;
}

function Clocks(props: {
  title: string;
  all: string;
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
            <strong>
              {one.title}
              <About subject={one.subject} title={one.subjectTitle} />
            </strong>
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
          {t("home.more", { shown: props.clocks.nodes.length, all: props.clocks.totalCount })}{" "}
          <Link to={props.all}>{t("home.openAll")}</Link>
        </p>
      ) : null}
    </section>
  );
}
