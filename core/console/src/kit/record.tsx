import { type ReactNode, useId, useState } from "react";
import { Link } from "react-router";
import { graphql } from "../graphql.ts";
import { Problem } from "../parts.tsx";
import { t } from "../texts.ts";
import { useAsk } from "./ask.ts";
import { dayText, timeText } from "./days.ts";

/** The frame of a page about one thing: where it belongs, what it is called, how it stands. */
export function RecordPage(props: {
  title: string;
  back?: { to: string; text: string };
  state?: ReactNode;
  /** Its id: below the page stands what was done with it, when and by whom. */
  record?: string;
  children: ReactNode;
}) {
  return (
    <article className="record">
      {props.back ? (
        <p className="back">
          <Link to={props.back.to}>{props.back.text}</Link>
        </p>
      ) : null}
      <h1>{props.title}</h1>
      {props.state ? <p>{props.state}</p> : null}
      {props.children}
      {props.record ? <History record={props.record} /> : null}
    </article>
  );
}

const Done = graphql(`
  query DoneWithRecord($record: ID!) {
    timeline(record: $record) {
      name
      title
      at
      by
      rules {
        setting
        title
        ruleText
        text
      }
    }
  }
`);

/** What was done with a record; asked for when somebody wants to know. */
function History({ record }: { record: string }) {
  const [open, setOpen] = useState(false);
  const { data, error } = useAsk(Done, { record }, !open);
  return (
    <details className="part history" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("kit.history")}</summary>
      <Problem error={error} />
      {data ? (
        <ol className="timeline">
          {data.timeline.map((one) => (
            <li key={`${one.at}${one.name}`}>
              <span className="when">{timeText(one.at)}</span>
              <div>
                {one.title}
                <div className="quiet">{one.by ?? t("kit.bySystem")}</div>
                {one.rules.length > 0 ? (
                  <Why>
                    <ul>
                      {one.rules.map((rule) => (
                        <li key={rule.setting}>{ruleSaid(rule)}</li>
                      ))}
                    </ul>
                  </Why>
                ) : null}
              </div>
            </li>
          ))}
        </ol>
      ) : null}
    </details>
  );
}

/** Longer than this is a table of its own, which stands on the page of what the body practises. */
const SHORT = 40;

const ruleSaid = (rule: { title: string; ruleText: string; text: string | null }) =>
  rule.text && rule.text.length <= SHORT
    ? t("kit.ruleSaid", { title: rule.title, text: rule.text, rule: rule.ruleText })
    : t("kit.ruleNamed", { title: rule.title, rule: rule.ruleText });

/** A page whose record is not there, or not for whoever asks. */
export function Gone(props: { title: string; back?: { to: string; text: string } }) {
  return (
    <RecordPage {...props}>
      <p className="empty">{t("kit.gone")}</p>
    </RecordPage>
  );
}

export function Section(props: { title: string; aside?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className="part" aria-labelledby={id}>
      <div className="row">
        <h2 id={id}>{props.title}</h2>
        {props.aside ? <div className="spring-left">{props.aside}</div> : null}
      </div>
      {props.children}
    </section>
  );
}

/** Names and values; what is empty is left out, unless it is to be said that it is. */
export function Facts(props: {
  facts: readonly (readonly [name: string, value: ReactNode])[];
  all?: boolean;
}) {
  const there = props.facts.filter(([, value]) => props.all || !empty(value));
  if (there.length === 0) return <p className="quiet">{t("kit.nothing")}</p>;
  return (
    <dl className="facts">
      {there.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{empty(value) ? <span className="quiet">{t("kit.nothing")}</span> : value}</dd>
        </div>
      ))}
    </dl>
  );
}

const empty = (value: ReactNode) => value === null || value === undefined || value === "";

/** How something stands. */
export function Tag(props: { tone?: "plain" | "good" | "soon" | "late"; children: ReactNode }) {
  const looks = { plain: "tag", good: "tag on", soon: "tag soon", late: "tag late" };
  return <span className={looks[props.tone ?? "plain"]}>{props.children}</span>;
}

/** What happened, in the order given. */
export function Timeline(props: {
  entries: readonly { key: string; day: string | null | undefined; text: ReactNode; more?: ReactNode }[];
}) {
  if (props.entries.length === 0) return <p className="quiet">{t("kit.nothing")}</p>;
  return (
    <ol className="timeline">
      {props.entries.map((one) => (
        <li key={one.key}>
          <span className="when">{dayText(one.day)}</span>
          <div>
            {one.text}
            {one.more ? <div className="quiet">{one.more}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** The rule that something follows, its article, and how it was computed. */
export function Why(props: {
  rule?: string | null | undefined;
  steps?: readonly string[];
  children?: ReactNode;
}) {
  if (!props.rule && !props.steps?.length && !props.children) return null;
  return (
    <details className="why">
      <summary>{props.steps?.length ? t("why") : t("kit.basis")}</summary>
      {props.rule ? <p>{props.rule}</p> : null}
      {props.steps?.length ? (
        <ol>
          {props.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      ) : null}
      {props.children}
    </details>
  );
}
