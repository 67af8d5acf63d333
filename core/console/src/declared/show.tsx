import { lazy, useMemo } from "react";
import { useNavigate, useParams } from "react-router";
import { gql } from "urql";
import { useHere } from "../here.ts";
import { useAsk } from "../kit/ask.ts";
import { Chart } from "../kit/chart.tsx";
import { Acts } from "../kit/act.tsx";
import { Facts, RecordPage, Section } from "../kit/record.tsx";
import { Records } from "../kit/records.tsx";
import { NoPage, Problem, Waiting } from "../parts.tsx";
import { t } from "../texts.ts";
import { DeclaredAct } from "./act.tsx";
import type { Page } from "./asked.ts";
import { useChoices, useFields, variablesOf } from "./inputs.ts";
import { said } from "./routes.tsx";
import { found, plain, rowsOf, shown } from "./values.tsx";

const ModulePage = lazy(() => import("./module.tsx"));

interface Shown {
  page: Page;
  /** All pages of the plugin that the viewer may open. */
  own: readonly Page[];
}

/** A declared page, by its kind. */
export default function Show(props: Shown) {
  switch (props.page.kind) {
    case "LIST":
      return <ListPage key={props.page.name} {...props} />;
    case "DETAIL":
      return <DetailPage {...props} />;
    case "FORM":
      return <FormPage {...props} />;
    case "CHART":
      return <ChartPage {...props} />;
    case "MODULE":
      return <ModulePage key={props.page.name} page={props.page} />;
  }
}

/** Where other pages of the plugin are; nothing for one that the viewer may not open. */
export function usePlaces({ page, own }: Shown) {
  const { code } = useHere();
  return (name: string | null, id?: string): string | undefined => {
    if (!own.some((one) => one.name === name)) return undefined;
    const place = `/c/${code}/p/${page.plugin}/${name}`;
    return id === undefined ? place : `${place}/${encodeURIComponent(id)}`;
  };
}

interface Answer {
  totalCount: number;
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

const NO_MORE: Answer["pageInfo"] = {
  hasNextPage: false,
  hasPreviousPage: false,
  startCursor: null,
  endCursor: null,
};

function ListPage(props: Shown) {
  const { page } = props;
  const query = useMemo(() => gql(page.document ?? ""), [page.document]);
  const { offered, error } = useChoices(page.filters);
  const filters = useFields(page.filters, offered);
  const place = usePlaces(props);
  if (!offered) return <Waiting title={said(page)} error={error} />;
  const opens = place(page.opens) !== undefined;
  return (
    <>
      <Problem error={error} />
      <Records
        title={said(page)}
        query={query}
        variables={(at, chosen) => ({
          ...(page.paged ? at : {}),
          ...variablesOf(page.filters, chosen),
        })}
        page={(data) => {
          const nodes = rowsOf(data, page.rows);
          const [answer] = page.paged ? found(data, ["records"]) : [];
          return { pageInfo: NO_MORE, ...(answer as Partial<Answer> | undefined), nodes };
        }}
        filters={filters}
        {...(opens ? { to: (one) => place(page.opens, one.id) ?? "" } : {})}
        acts={
          page.actions.length > 0
            ? page.actions.map((verb) => (
                <DeclaredAct key={verb.mutation} verb={verb} about={aboutOf(page)} />
              ))
            : undefined
        }
        columns={page.columns.map((column) => ({
          title: said(column),
          value: (row) => shown(row, column),
          tight: ["DAY", "MOMENT", "NUMBER"].includes(column.kind),
        }))}
      />
    </>
  );
}

function aboutOf(page: Page, id = ""): string {
  return `${page.plugin}/${page.name}/${id}`;
}

function DetailPage(props: Shown) {
  const { page, own } = props;
  const { id = "" } = useParams();
  const place = usePlaces(props);
  const query = useMemo(() => gql(page.document ?? ""), [page.document]);
  const argument = /\$(\w+)/.exec(page.document ?? "")?.[1] ?? "id";
  const { data, error } = useAsk(query, { [argument]: id });
  if (!data) return <Waiting title={said(page)} error={error} />;
  const [record] = rowsOf(data, page.rows);
  const list = own.find((one) => one.kind === "LIST" && one.opens === page.name);
  const back = list
    ? { back: { to: place(list.name) ?? "", text: t("declared.back", { list: said(list) }) } }
    : {};
  if (!record)
    return (
      <RecordPage title={said(page)} {...back}>
        <p>{t("declared.gone")}</p>
      </RecordPage>
    );
  return (
    <RecordPage title={said(page)} {...back}>
      <Problem error={error} />
      <Section title={t("declared.facts")}>
        <Facts facts={page.columns.map((one) => [said(one), shown(record, one)] as const)} />
      </Section>
      <Acts>
        {page.actions.map((verb) => (
          <DeclaredAct
            key={verb.mutation}
            verb={verb}
            about={aboutOf(page, record.id)}
            record={record}
          />
        ))}
      </Acts>
    </RecordPage>
  );
}

function FormPage(props: Shown) {
  const { page, own } = props;
  const navigate = useNavigate();
  const place = usePlaces(props);
  const [verb] = page.actions;
  const then = own.find((one) => one.name === page.opens);
  if (!verb) return <NoPage />;
  return (
    <>
      <h1>{said(page)}</h1>
      <DeclaredAct
        verb={verb}
        about={aboutOf(page)}
        open
        done={(id) => {
          const needed = then?.kind === "DETAIL";
          const to = needed && !id ? undefined : place(page.opens, needed ? (id ?? "") : undefined);
          if (to) void navigate(to);
        }}
      />
    </>
  );
}

function ChartPage(props: Shown) {
  const { page } = props;
  const place = usePlaces(props);
  const query = useMemo(() => gql(page.document ?? ""), [page.document]);
  const { data, error } = useAsk(query, {});
  const { label } = page;
  if (!data || !label) return <Waiting title={said(page)} error={error} />;
  const rows = rowsOf(data, page.rows);
  const list = place(page.opens);
  const to = (row: number) =>
    `${list}?${new URLSearchParams({ [page.by ?? ""]: String(found(rows[row], label.path)[0] ?? "") })}`;
  return (
    <>
      <h1>{said(page)}</h1>
      <Problem error={error} />
      <Chart
        title={said(page)}
        kind="bar"
        names={rows.map((row) => plain(row, label))}
        series={page.columns.map((column) => ({
          name: said(column),
          values: rows.map((row) => Number(found(row, column.path)[0] ?? 0)),
        }))}
        {...(list ? { to } : {})}
      />
    </>
  );
}
