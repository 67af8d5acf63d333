import { dayText, graphql, Link, type ResultOf, Tag, useHere, Why } from "@renda/console";
import { points } from "./points.ts";
import { named, t } from "./texts.ts";

/** What a line is shown with, to its deputy as to staff. */
export const LineShown = graphql(`
  fragment LineShown on LedgerLine {
    number
    title
    datedOn
    bookedOn
    value
    fullValue
    cutBy
    effect
    sentence
    entry
    evidence
    confirmedByName
    source
    rule {
      id
      ruleTitle
      article
      example
    }
  }
`);

type Line = { id: string } & Omit<ResultOf<typeof LineShown>, "__typename">;

/** What a line of the ledger is, why it is worth that, and what it rests on. */
export function useLineColumns<N extends Line>() {
  const here = useHere();
  const open = here.can("deputy_files.read");
  return [
    {
      title: t("line.title"),
      value: (one: N) => (
        <>
          {one.number}. {one.title} {one.effect ? <Tag tone="good">{t("line.effect")}</Tag> : null}
        </>
      ),
    },
    { title: t("line.datedOn"), value: (one: N) => dayText(one.datedOn), tight: true },
    { title: t("line.value"), value: (one: N) => points(one.value), tight: true },
    {
      title: t("line.why"),
      value: (one: N) => (
        <>
          {one.sentence}
          <Why rule={one.rule ? ruleText(one.rule) : null}>
            <p>{t("line.source", { source: named("source", one.source) })}</p>
            {one.cutBy ? (
              <p>
                {t("line.cut", { full: points(one.fullValue), limit: named("limit", one.cutBy) })}
              </p>
            ) : null}
            {one.confirmedByName ? <p>{t("line.by", { name: one.confirmedByName })}</p> : null}
            <p>{t("line.bookedOn", { day: dayText(one.bookedOn) })}</p>
            {one.evidence.map((digest) => (
              <p key={digest} className="quiet">
                {t("line.evidence", { digest })}
              </p>
            ))}
            {one.rule ? <Link to={`../rules/${one.rule.id}`}>{t("line.rule")}</Link> : null}
          </Why>
          {one.entry && open ? (
            <p>
              <Link to={`/c/${here.code}/p/deputy_files/entries/${one.entry}`}>
                {t("line.entry")}
              </Link>
            </p>
          ) : null}
        </>
      ),
    },
  ];
}

function ruleText(rule: NonNullable<Line["rule"]>): string {
  const told = `${rule.ruleTitle}${rule.article ?? ""}`;
  return rule.example ? t("rule.exampleOf", { rule: told }) : told;
}
