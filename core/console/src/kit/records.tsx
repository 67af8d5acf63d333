import { lazy, type ReactNode, Suspense, useEffect, useId, useState } from "react";
import { Link, useSearchParams } from "react-router";
import type { AnyVariables, TypedDocumentNode } from "urql";
import { Loading, Problem } from "../parts.tsx";
import { t } from "../texts.ts";
import { useAsk } from "./ask.ts";
import { type Field, FieldRow, type Fields } from "./fields.tsx";
import { OpenForms, useOpenForms } from "./open_forms.ts";

const PAGE = 20;

const narrowScreen = () => matchMedia("screen and (max-width: 44rem)");

// The library of tables is large, and a phone shows cards: it is fetched where there is room.
const fetchTable = () => import("./table.tsx");
const RecordsTable = lazy(fetchTable) as unknown as typeof import("./table.tsx").default;
if (!narrowScreen().matches) void fetchTable();

/** A page of a list as the API gives it. */
export interface Page<N> {
  totalCount?: number;
  nodes: readonly N[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/** Which page is asked for: goes into the query's `$first $after $last $before`. */
export interface Place {
  first: number | null;
  after: string | null;
  last: number | null;
  before: string | null;
}

/** What is chosen in the filters; what is not chosen is not there. */
export type Chosen<F extends Fields> = {
  [K in keyof F]?: F[K] extends Field<infer T> ? NonNullable<T> : never;
};

export interface Sort<S extends string> {
  by: S;
  direction: "ASCENDING" | "DESCENDING";
}

export interface Column<N, S extends string = string> {
  title: string;
  value: (one: N) => ReactNode;
  /** What the API calls the order by this column. */
  sort?: S;
  /** Never broken into two lines: days, numbers. */
  tight?: boolean;
  /** Left out of the card that a phone shows. */
  wideOnly?: boolean;
  /** Left out where no record of the page has it. */
  ifAny?: boolean;
}

export interface RecordsProps<
  D,
  V extends AnyVariables,
  N extends { id: string },
  F extends Fields,
  S extends string,
> {
  /** The heading; a list inside of a page has none. */
  title?: string;
  query: TypedDocumentNode<D, V>;
  variables: (place: Place, chosen: Chosen<F>, sort: Sort<S> | null) => V;
  page: (data: D) => Page<N>;
  /** The first says what the record is called, and is the link. */
  columns: readonly Column<N, S>[];
  filters?: F;
  /** Where a record's own page is. */
  to?: (one: N) => string;
  empty?: string;
  /** What may be done beside the list; a function is told what is chosen, for an export. */
  acts?: ReactNode | ((chosen: Chosen<F>, sort: Sort<S> | null) => ReactNode);
  /** What may be done with several at once: told which records of the page are ticked. */
  batch?: (ticked: readonly N[]) => ReactNode;
  /** What a record is called where it is ticked; otherwise as its first column says. */
  called?: (one: N) => string;
  /** Tells lists apart that are on one page. */
  name?: string;
  /** What a list without a heading is called, where several on one page have filters. */
  label?: string;
}

/** A list that the server pages: filters and place are in the address, so that it can be handed on. */
export function Records<
  D,
  V extends AnyVariables,
  N extends { id: string },
  F extends Fields = Record<never, never>,
  S extends string = string,
>(props: RecordsProps<D, V, N, F, S>) {
  const [address, setAddress] = useSearchParams();
  const before = props.name ? `${props.name}.` : "";
  const fields = Object.entries(props.filters ?? {});
  const said = (name: string) => {
    const text = address.get(before + name);
    const field = props.filters?.[name];
    return text && field && !fits(field, text) ? null : text;
  };
  const chosen = Object.fromEntries(
    fields.flatMap(([name, one]) => {
      const text = said(name);
      return text ? [[name, one.read(text)]] : [];
    }),
  ) as Chosen<F>;
  const by = props.columns.find((one) => one.sort && one.sort === said("sort"))?.sort;
  const sort: Sort<S> | null = by
    ? { by, direction: said("direction") === "ASCENDING" ? "ASCENDING" : "DESCENDING" }
    : null;
  const back = said("before");
  const place: Place = back
    ? { first: null, after: null, last: PAGE, before: back }
    : { first: PAGE, after: said("after"), last: null, before: null };
  const { data, error, fetching } = useAsk(props.query, props.variables(place, chosen, sort));
  const page = data ? props.page(data) : null;
  const had = (value: ReactNode) => value !== "" && value !== null && value !== undefined;
  const columns = props.columns.filter(
    (column) => !column.ifAny || page?.nodes.some((one) => had(column.value(one))),
  );
  const narrow = useNarrow();
  const forms = useOpenForms(address.toString());
  const [ticked, setTicked] = useState<readonly string[]>([]);
  useEffect(() => setTicked([]), [address.toString()]);
  const called =
    props.called ??
    ((one: N) => {
      const first = props.columns[0]?.value(one);
      return typeof first === "string" ? first : one.id;
    });
  const ticking = props.batch ? { ticked, setTicked } : undefined;
  const acts = typeof props.acts === "function" ? props.acts(chosen, sort) : props.acts;

  function go(changes: Record<string, string | null>) {
    setAddress(
      (now) => {
        const next = new URLSearchParams(now);
        for (const name of ["after", "before"]) next.delete(before + name);
        for (const [name, value] of Object.entries(changes)) {
          if (value) next.set(before + name, value);
          else next.delete(before + name);
        }
        return next;
      },
      { preventScrollReset: true },
    );
  }
  return (
    <div className="records" aria-busy={fetching}>
      {props.title ? <h1>{props.title}</h1> : null}
      {acts ? <div className="acts">{acts}</div> : null}
      {fields.length > 0 ? (
        <Filters
          key={address.toString()}
          fields={fields}
          said={said}
          go={go}
          whole={props.title !== undefined}
          label={props.label}
        />
      ) : null}
      <Problem error={error} />
      {page ? (
        <>
          <Total count={page.totalCount} />
          <OpenForms value={forms}>
            {page.nodes.length === 0 ? (
              <p className="empty">{props.empty ?? t("kit.nothing")}</p>
            ) : narrow ? (
              <Cards
                nodes={page.nodes}
                columns={columns}
                to={props.to}
                called={called}
                ticking={ticking}
              />
            ) : (
              <Suspense fallback={<Loading />}>
                <RecordsTable
                  nodes={page.nodes}
                  columns={columns}
                  to={props.to}
                  called={called}
                  sort={sort}
                  go={go}
                  ticking={ticking}
                />
              </Suspense>
            )}
          </OpenForms>
          {props.batch ? (
            <div className="batch screen-only">
              {props.batch(page.nodes.filter((one) => ticked.includes(one.id)))}
            </div>
          ) : null}
          <Pages info={page.pageInfo} go={go} whole={props.title !== undefined} />
        </>
      ) : error ? null : (
        <Loading />
      )}
    </div>
  );
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a filter knows what the address says: an old or mistyped link shows the list unfiltered. */
function fits(field: Field<unknown>, text: string): boolean {
  // Choices that are fetched may not be there yet.
  if (field.kind === "choice")
    return !field.options?.length || field.options.some((one) => one.value === text);
  if (field.kind === "number") return Number.isSafeInteger(Number(text));
  if (field.kind === "day") return DAY.test(text) && !Number.isNaN(Date.parse(text));
  return true;
}

function Total({ count }: { count: number | undefined }) {
  return (
    <p className="quiet" role="status">
      {count === undefined ? "" : t("kit.total", { count })}
    </p>
  );
}

export interface Ticking {
  ticked: readonly string[];
  setTicked: (ids: readonly string[]) => void;
}

export type Go = (changes: Record<string, string | null>) => void;

function Filters(props: {
  fields: [string, Field<unknown>][];
  said: (name: string) => string | null;
  go: Go;
  /** The list is the page: otherwise there may be several, and none is the page's search. */
  whole: boolean;
  label: string | undefined;
}) {
  const [typed, setTyped] = useState<Record<string, string>>(() =>
    Object.fromEntries(props.fields.map(([name]) => [name, props.said(name) ?? ""])),
  );
  const set = props.fields.filter(([name]) => props.said(name)).length;
  const narrow = useNarrow();
  const form = (
    <form
      role={props.whole || props.label ? "search" : undefined}
      aria-label={props.label}
      className="filters"
      onSubmit={(event) => {
        event.preventDefault();
        props.go(typed);
      }}
    >
      {props.fields.map(([name, field]) => (
        <FieldRow
          key={name}
          loose
          field={field}
          value={typed[name]}
          onChange={(value) => {
            const next = { ...typed, [name]: value === false ? "" : String(value) };
            setTyped(next);
            // What is typed is sent by the button; what is chosen, at once.
            if (field.kind === "choice" || field.kind === "yes") props.go(next);
          }}
        />
      ))}
      <div className="row">
        <button type="submit">{t("kit.search")}</button>
        {set > 0 ? (
          <button
            type="button"
            className="plain"
            onClick={() => props.go(Object.fromEntries(props.fields.map(([name]) => [name, null])))}
          >
            {t("kit.clear")}
          </button>
        ) : null}
      </div>
    </form>
  );
  if (!narrow) return form;
  return (
    <details className="filter-fold" open={set > 0}>
      <summary>{set > 0 ? t("kit.filtersSet", { count: set }) : t("kit.filters")}</summary>
      {form}
    </details>
  );
}

function Cards<N extends { id: string }, S extends string>(props: {
  nodes: readonly N[];
  columns: readonly Column<N, S>[];
  to: ((one: N) => string) | undefined;
  called: (one: N) => string;
  ticking: Ticking | undefined;
}) {
  const [first, ...rest] = props.columns;
  const ticking = props.ticking;
  return (
    <ul className="cards">
      {props.nodes.map((one) => (
        <li key={one.id}>
          {ticking ? (
            <input
              type="checkbox"
              className="tick"
              aria-label={t("kit.tick", { name: props.called(one) })}
              checked={ticking.ticked.includes(one.id)}
              onChange={(event) =>
                ticking.setTicked(
                  event.target.checked
                    ? [...ticking.ticked, one.id]
                    : ticking.ticked.filter((other) => other !== one.id),
                )
              }
            />
          ) : null}{" "}
          <strong>
            {props.to ? <Link to={props.to(one)}>{first?.value(one)}</Link> : first?.value(one)}
          </strong>
          <dl className="facts">
            {rest
              .filter((column) => !column.wideOnly)
              .map((column) => [column.title, column.value(one)] as const)
              .filter(([, value]) => value !== "" && value !== null && value !== undefined)
              .map(([title, value]) => (
                <div key={title}>
                  <dt>{title}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Pages(props: { info: Page<unknown>["pageInfo"]; go: Go; whole: boolean }) {
  const { info, go } = props;
  const id = useId();
  if (!info.hasNextPage && !info.hasPreviousPage) return null;
  const turn = (place: Record<string, string | null>) => {
    go(place);
    document.getElementById("main")?.focus();
    window.scrollTo(0, 0);
  };
  return (
    <div
      className="pages screen-only"
      role={props.whole ? "navigation" : "group"}
      aria-label={t("kit.pages")}
      id={id}
    >
      <button
        type="button"
        className="plain"
        disabled={!info.hasPreviousPage}
        onClick={() => turn({ before: info.startCursor })}
      >
        {t("kit.previous")}
      </button>
      <button
        type="button"
        className="plain"
        disabled={!info.hasNextPage}
        onClick={() => turn({ after: info.endCursor })}
      >
        {t("kit.next")}
      </button>
    </div>
  );
}

export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => narrowScreen().matches);
  useEffect(() => {
    const screen = narrowScreen();
    const see = () => setNarrow(screen.matches);
    screen.addEventListener("change", see);
    return () => screen.removeEventListener("change", see);
  }, []);
  return narrow;
}
