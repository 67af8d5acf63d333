import { graphql, type ResultOf } from "../graphql.ts";
import { choice, day, Link, Listed, Section, Tag, text, useHere } from "../kit/index.ts";
import { usePluginTitles } from "./plugin_titles.ts";
import { several } from "./roles_of.ts";
import { named, options, t } from "./texts.ts";

export const Compared = graphql(`
  fragment Compared on SetComparison {
    seen
    plugins
    pluginsOff
    comparisons {
      setting
      title
      verdict
      text
      ruleText
      refusal {
        message
      }
      holding {
        text
        jurisdiction
        ruleText
      }
    }
  }
`);

export type Comparison = ResultOf<typeof Compared>;

const TONES = { CHANGED: "good", NEW: "good", OFF: "plain", REFUSED: "late", SAME: "plain" } as const;

/** What is, beside what would be, and why some of it may not be taken. */
export function ComparisonTable({ shown }: { shown: Comparison }) {
  const here = useHere();
  const titleOf = usePluginTitles();
  return (
    <>
      {shown.pluginsOff.length > 0 ? (
        <Section title={t("compared.pluginsOff")}>
          <p>{t("compared.pluginsOffWhat")}</p>
          <ul>
            {shown.pluginsOff.map((name) => (
              <li key={name}>
                {titleOf(name)}{" "}
                <Link to={`/c/${here.code}/plugins?open=${name}`}>
                  {t("compared.turnOn", { plugin: titleOf(name) })}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title={t("compared.title")}>
        <Listed
          rows={shown.comparisons}
          of={(one) => one.setting}
          empty={t("compared.none")}
          columns={[
            [t("compared.setting"), (one) => one.title ?? one.setting],
            [
              t("compared.now"),
              (one) =>
                one.holding ? (
                  <>
                    {one.holding.text}
                    <p className="quiet">
                      {one.holding.jurisdiction} · {one.holding.ruleText}
                    </p>
                  </>
                ) : (
                  t("compared.noRule")
                ),
            ],
            [
              t("compared.then"),
              (one) => (
                <>
                  {one.text}
                  <p className="quiet">{one.ruleText}</p>
                </>
              ),
            ],
            [
              t("compared.verdict"),
              (one) => (
                <>
                  <Tag tone={TONES[one.verdict]}>{named("verdict", one.verdict)}</Tag>
                  {one.refusal ? <p className="fault">{one.refusal.message}</p> : null}
                </>
              ),
            ],
          ]}
        />
      </Section>
    </>
  );
}

const free = (shown: Comparison) =>
  shown.comparisons.filter((one) => one.verdict === "CHANGED" || one.verdict === "NEW");

/** Whether there is anything in it to be taken. */
export const anyFree = (shown: Comparison) => free(shown).length > 0;

/** Which of a set are taken, and on what basis. */
export function adoptionFields(shown: Comparison) {
  return {
    settings: several(
      t("compared.take"),
      free(shown).map((one) => ({
        name: one.setting,
        title: [one.title ?? one.setting, one.text].filter(Boolean).join(" · "),
      })),
    ),
    ruleKind: choice(t("rule.kind"), options("ruleKind"), { required: true }),
    ruleTitle: text(t("rule.title"), { required: true }),
    article: text(t("rule.article")),
    validFrom: day(t("rule.validFrom"), { required: true }),
  };
}

/** All of them, from a day on. */
export function adoptionBegin(shown: Comparison, from: string) {
  return {
    settings: Object.fromEntries(free(shown).map((one) => [one.setting, true])),
    ruleKind: "DECISION",
    validFrom: from,
  };
}
