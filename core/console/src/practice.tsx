import { useState } from "react";
import { Link, useLocation } from "react-router";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "./graphql.ts";
import { Facts, Field, Problem, Waiting } from "./parts.tsx";
import { useHere } from "./here.ts";
import { named, t } from "./texts.ts";
import { shipped } from "./told.ts";

const Practice = graphql(`
  query Practice {
    practice {
      setting
      title
      isPeriod
      lowerMay
      holding {
        text
        jurisdiction
        own
        ruleKind
        ruleText
        note
        validFrom
        validTo
        version
      }
      overrides {
        text
        jurisdiction
        ruleText
        validFrom
      }
    }
    body {
      plugins {
        name
        title
      }
    }
  }
`);

type Entry = ResultOf<typeof Practice>["practice"][number];

export default function PracticePage() {
  const { state } = useLocation() as { state: { said?: string } | null };
  const [{ data, error }] = useQuery({ query: Practice });
  const [sought, setSought] = useState("");
  if (!data) return <Waiting title={t("practice.title")} error={error} />;
  const titles = new Map(data.body.plugins.map((one) => [one.name, one.title]));
  const found = data.practice.filter((one) => one.title.includes(sought.trim()));
  const groups = [...new Set(found.map(pluginOf))].map(
    (name) => [name, found.filter((one) => pluginOf(one) === name)] as const,
  );
  return (
    <>
      <h1>{t("practice.title")}</h1>
      <p className="quiet">{t("practice.what")}</p>
      <p role="status" className={state?.said ? "done" : ""}>
        {state?.said ?? ""}
      </p>
      <Problem error={error} />
      <Field label={t("practice.seek")} type="search" value={sought} onChange={setSought} loose />
      {found.length === 0 ? <p className="quiet">{t("practice.noneFound")}</p> : null}
      {groups.map(([plugin, entries]) => (
        <section key={plugin}>
          <h2>{titles.get(plugin) ?? t("practice.core")}</h2>
          <ul className="cards">
            {entries.map((one) => (
              <li key={one.setting}>
                <Setting entry={one} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function pluginOf(entry: Entry): string {
  return entry.setting.split(".")[0] ?? "";
}

function Setting({ entry }: { entry: Entry }) {
  const here = useHere();
  const rule = entry.holding;
  return (
    <article aria-label={entry.title}>
      <header className="row">
        <h3>{entry.title}</h3>
        {rule ? (
          <span className={rule.own ? "tag on" : "tag"}>
            {rule.own ? t("practice.own") : rule.jurisdiction}
          </span>
        ) : null}
      </header>
      <p className="value">{rule ? rule.text : entry.isPeriod ? t("practice.noPeriod") : t("practice.noRule")}</p>
      <details>
        <summary>{rule ? ruleOf(rule) : t("practice.lowerMay")}</summary>
        <Facts
          facts={[
            ...(rule
              ? ([
                  [t("practice.origin"), rule.jurisdiction],
                  [t("practice.since"), `${rule.validFrom}${rule.validTo ? ` — ${rule.validTo}` : ""}`],
                  [t("practice.version"), String(rule.version)],
                ] as const)
              : []),
            ...(rule?.note
              ? ([[t("practice.note"), rule.own ? rule.note : shipped(rule.note)]] as const)
              : []),
            [t("practice.lowerMay"), entry.lowerMay],
          ]}
        />
        {entry.overrides.length ? (
          <>
            <h4>{t("practice.overrides")}</h4>
            <ul>
              {entry.overrides.map((one) => (
                <li key={`${one.jurisdiction}/${one.validFrom}`}>
                  {one.jurisdiction}
                  {t("colon")}
                  {one.text} <span className="quiet">{one.ruleText}</span>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </details>
      {here.can("core.set_practice") ? (
        <p>
          <Link to={`/c/${here.code}/practice/${entry.setting}`} aria-label={t("practice.changeOf", { title: entry.title })}>
            {t("practice.change")}
          </Link>
        </p>
      ) : null}
    </article>
  );
}

/** An example says of itself that it is one. */
function ruleOf(rule: { ruleKind: string; ruleText: string }): string {
  if (rule.ruleKind === "DEMO") return rule.ruleText;
  return `${named("rule", rule.ruleKind)}${t("colon")}${rule.ruleText}`;
}
