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
  text,
  thisYear,
  useAsk,
  useDraft,
  useSearchParams,
  yes,
} from "@renda/console";
import { useState } from "react";
import { bandAddress, bandText } from "./accounts.tsx";
import { hundredths, points } from "./points.ts";
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
      attendanceBefore
      attendanceAfter
      gaining
      losing
      buckets {
        least
        below
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
        <Trying key={first?.id} name={first?.id ?? ""} rule={(first?.value ?? {}) as Rule} />
      ) : null}
    </RecordPage>
  );
}

interface Rule {
  kinds?: readonly { code: string; title: string; value: number }[];
  year_cap?: number | null;
}

/** What a draft usually changes: values and the year's cap, in points; or the rule as it is written. */
function draftFields(rule: Rule) {
  const whole = (typed: Record<string, unknown>) => typed.whole === true;
  const apart = (typed: Record<string, unknown>) => !whole(typed);
  const values = (rule.kinds ?? []).map(
    (one) =>
      [
        `value.${one.code}`,
        text(t("try.value", { kind: one.title }), { required: true, when: apart }),
      ] as const,
  );
  return {
    year: number(t("account.year"), { least: 1979, most: 2100, required: true }),
    ...Object.fromEntries(values),
    year_cap: text(t("try.yearCap"), { hint: t("try.yearCapHint"), when: apart }),
    whole: yes(t("try.whole")),
    rule: longText(t("try.rule"), { required: true, hint: t("try.hint"), when: whole }),
  };
}

function beginOf(rule: Rule): Record<string, unknown> {
  const values = (rule.kinds ?? []).map((one) => [`value.${one.code}`, points(one.value)]);
  return {
    year: String(thisYear() - 1),
    ...Object.fromEntries(values),
    year_cap: points(rule.year_cap),
    whole: false,
    rule: JSON.stringify(rule, null, 2),
  };
}

/** The rule with what was typed in its place; throws where that is no number, or no rule. */
function draftOf(rule: Rule, typed: Record<string, unknown>): unknown {
  if (typed.whole === true) return JSON.parse(String(typed.rule));
  const worth = (name: string) => {
    const found = hundredths(String(typed[name]));
    if (Number.isNaN(found)) throw new NoNumber(name);
    return found;
  };
  return {
    ...rule,
    kinds: (rule.kinds ?? []).map((one) => ({ ...one, value: worth(`value.${one.code}`) })),
    year_cap: typed.year_cap ? worth("year_cap") : null,
  };
}

class NoNumber extends Error {}

function Trying({ name, rule }: { name: string; rule: Rule }) {
  const [typed, setTyped] = useDraft(`deputy_points.try/${name}`, beginOf(rule));
  const [asked, setAsked] = useState<{ year: number; value: unknown }>();
  const [faults, setFaults] = useState<Record<string, string>>({});
  const { data, error, fetching } = useAsk(
    Try,
    { year: asked?.year ?? 0, value: asked?.value ?? null, width: WIDTH },
    asked === undefined,
  );
  return (
    <>
      <form
        className="panel"
        aria-label={t("try.title")}
        onSubmit={(event) => {
          event.preventDefault();
          try {
            setAsked({ year: Number(typed.year), value: draftOf(rule, typed) });
            setFaults({});
          } catch (fault) {
            setFaults(
              fault instanceof NoNumber
                ? { [fault.message]: t("try.noNumber") }
                : { rule: t("try.unreadable") },
            );
          }
        }}
      >
        <FieldRows fields={draftFields(rule)} value={typed} onChange={setTyped} faults={faults} />
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
  attendanceBefore: number;
  attendanceAfter: number;
  gaining: number;
  losing: number;
  buckets: readonly { least: number; below: number; before: number; after: number }[];
  gainers: readonly Moved[];
  losers: readonly Moved[];
}

/** Effect against what was attended, in whole per cent; below one per cent by two digits, not as nothing. */
function share(effect: number, attendance: number): string {
  const whole = effect + attendance;
  const percent = whole > 0 ? (100 * effect) / whole : 0;
  return `${percent >= 1 ? Math.floor(percent) : Number(percent.toPrecision(2))}%`;
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
              change(
                share(trial.effectBefore, trial.attendanceBefore),
                share(trial.effectAfter, trial.attendanceAfter),
              ),
            ],
            [t("try.gaining"), trial.gaining],
            [t("try.losing"), trial.losing],
          ]}
        />
        <Chart
          title={t("try.chart")}
          kind="bar"
          names={trial.buckets.map((one) => bandText(one))}
          series={[
            { name: t("try.now"), values: trial.buckets.map((one) => one.before) },
            { name: t("try.then"), values: trial.buckets.map((one) => one.after) },
          ]}
          to={(at, series) =>
            series === 0 && trial.buckets[at]?.before
              ? bandAddress(trial.year, trial.buckets[at])
              : null
          }
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
              <td className="tight">{points(one.before)}</td>
              <td className="tight">{points(one.after)}</td>
              <td className="tight">{points(one.difference)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
