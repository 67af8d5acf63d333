import {
  Chart,
  Facts,
  FieldRows,
  graphql,
  longText,
  number,
  Problem,
  RecordPage,
  Section,
  useAsk,
  useDraft,
  useSearchParams,
} from "@renda/console";
import { useState } from "react";
import { bandText } from "./accounts.tsx";
import { points, yearOfPlace } from "./points.ts";
import { t } from "./texts.ts";

const Begin = graphql(`
  query RuleToTry {
    pointsRules(first: 20) {
      nodes {
        id
        value
      }
    }
  }
`);

const Try = graphql(`
  query TryPointsRule($year: Int!, $value: JSON!, $width: Int!) {
    tryPointsRule(year: $year, value: $value, width: $width) {
      year
      deputies
      totalBefore
      totalAfter
      effectBefore
      effectAfter
      effectShareBefore
      effectShareAfter
      gaining
      losing
      buckets {
        least
        before
        after
      }
      gainers(first: 20) {
        mandate
        name
        district
        before
        after
        difference
      }
      losers(first: 20) {
        mandate
        name
        district
        before
        after
        difference
      }
    }
  }
`);

const WIDTH = 1000;

/** A draft rule over a year: who would gain, who would lose; nothing is written. */
export default function TryPage() {
  const [address] = useSearchParams();
  const known = useAsk(Begin, {});
  const rules = known.data?.pointsRules.nodes ?? [];
  const first = rules.find((one) => one.id === address.get("rule")) ?? rules[0];
  return (
    <RecordPage title={t("try.title")}>
      <p>{t("try.before")}</p>
      <Problem error={known.error} />
      {known.data ? (
        <Trying begin={first ? JSON.stringify(first.value, null, 2) : ""} />
      ) : null}
    </RecordPage>
  );
}

function Trying({ begin }: { begin: string }) {
  const [typed, setTyped] = useDraft<Record<string, unknown>>("deputy_points.try", {
    year: String(yearOfPlace() - 1),
    rule: begin,
  });
  const [asked, setAsked] = useState<{ year: number; value: unknown }>();
  const [fault, setFault] = useState("");
  const { data, error, fetching } = useAsk(
    Try,
    { year: asked?.year ?? 0, value: asked?.value ?? null, width: WIDTH },
    asked === undefined,
  );
  const fields = {
    year: number(t("account.year"), { least: 1979, most: 2100, required: true }),
    rule: longText(t("try.rule"), { required: true, hint: t("try.hint") }),
  };
  return (
    <>
      <form
        className="panel"
        aria-label={t("try.title")}
        onSubmit={(event) => {
          event.preventDefault();
          try {
            setAsked({ year: Number(typed.year), value: JSON.parse(String(typed.rule)) });
            setFault("");
          } catch {
            setFault(t("try.unreadable"));
          }
        }}
      >
        <FieldRows
          fields={fields}
          value={typed}
          onChange={setTyped}
          faults={fault ? { rule: fault } : {}}
        />
        <div className="row">
          <button type="submit">{fetching ? t("try.going") : t("try.go")}</button>
          <button type="button" className="plain" onClick={() => setTyped(null)}>
            {t("try.again")}
          </button>
        </div>
      </form>
      <Problem error={error} />
      {data && !error ? <Tried trial={data.tryPointsRule} /> : null}
    </>
  );
}

interface Moved {
  mandate: string;
  name: string;
  district: string;
  before: number;
  after: number;
  difference: number;
}

interface Trial {
  year: number;
  deputies: number;
  totalBefore: number;
  totalAfter: number;
  effectBefore: number;
  effectAfter: number;
  effectShareBefore: number;
  effectShareAfter: number;
  gaining: number;
  losing: number;
  buckets: readonly { least: number; before: number; after: number }[];
  gainers: readonly Moved[];
  losers: readonly Moved[];
}

function Tried({ trial }: { trial: Trial }) {
  const change = (before: string | number, after: string | number) =>
    t("try.change", { before, after });
  return (
    <div role="status">
      <Section title={t("try.result", { year: trial.year })}>
        <Facts
          facts={[
            [t("list.deputies"), trial.deputies],
            [t("try.total"), change(points(trial.totalBefore), points(trial.totalAfter))],
            [t("account.effect"), change(points(trial.effectBefore), points(trial.effectAfter))],
            [
              t("try.share"),
              change(`${trial.effectShareBefore}%`, `${trial.effectShareAfter}%`),
            ],
            [t("try.gaining"), trial.gaining],
            [t("try.losing"), trial.losing],
          ]}
        />
        <Chart
          title={t("try.chart")}
          kind="bar"
          names={trial.buckets.map((one) => bandText(one.least, WIDTH))}
          series={[
            { name: t("try.now"), values: trial.buckets.map((one) => one.before) },
            { name: t("try.then"), values: trial.buckets.map((one) => one.after) },
          ]}
        />
      </Section>
      <Section title={t("try.gainers", { count: trial.gaining })}>
        <Deputies rows={trial.gainers} label={t("try.gaining")} />
      </Section>
      <Section title={t("try.losers", { count: trial.losing })}>
        <Deputies rows={trial.losers} label={t("try.losing")} />
      </Section>
    </div>
  );
}

function Deputies({ rows, label }: { rows: readonly Moved[]; label: string }) {
  if (rows.length === 0) return <p className="quiet">{t("try.nobody")}</p>;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={label}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t("account.name")}</th>
            <th scope="col">{t("account.district")}</th>
            <th scope="col">{t("try.now")}</th>
            <th scope="col">{t("try.then")}</th>
            <th scope="col">{t("try.difference")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.mandate}>
              <th scope="row">{one.name}</th>
              <td>{one.district}</td>
              <td>{points(one.before)}</td>
              <td>{points(one.after)}</td>
              <td>{points(one.difference)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
