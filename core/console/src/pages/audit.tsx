import { useState } from "react";
import { graphql } from "../graphql.ts";
import { choice, day, Link, Loading, Problem, Records, Tag, timeText, useAsk, useHere } from "../kit/index.ts";
import { useRoles } from "./roles_of.ts";
import { useHasPage } from "../record_link.tsx";
import { options, t } from "./texts.ts";

const Events = graphql(`
  query Events(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $where: EventFilter
    $order: EventOrder
  ) {
    events(first: $first, after: $after, last: $last, before: $before, where: $where, order: $order) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        title
        actor
        createdAt
        subject
        payload
        organ {
          name
        }
      }
    }
  }
`);
const Verdict = graphql(`
  query ChainVerdict {
    chainVerdict {
      sound
      sealed
      unsealed
      head
      faults
    }
  }
`);

const NEWEST = { by: "TIME", direction: "DESCENDING" } as const;

const startOf = (chosen: string | undefined) => (chosen ? `${chosen}T00:00:00+08:00` : null);

/** The first moment after a day. */
function endOf(chosen: string | undefined): string | null {
  if (!chosen) return null;
  const next = new Date(`${chosen}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return startOf(next.toISOString().slice(0, 10));
}

export default function AuditPage() {
  const here = useHere();
  const hasPage = useHasPage();
  const { actions } = useRoles();
  return (
    <>
      <h1>{t("audit.title")}</h1>
      <p className="quiet">{t("audit.what")}</p>
      <Chain />
      <Records
        query={Events}
        variables={(place, chosen, order) => ({
          ...place,
          where: { name: chosen.name ?? null, since: startOf(chosen.since), until: endOf(chosen.until) },
          order: order ?? NEWEST,
        })}
        page={(data) => data.events}
        filters={{
          name: choice(
            t("audit.name"),
            [...actions.map((one) => ({ value: one.name, text: one.title })), ...options("own")],
          ),
          since: day(t("audit.since")),
          until: day(t("audit.until")),
        }}
        empty={t("audit.none")}
        columns={[
          { title: t("audit.name"), value: (one) => one.title },
          { title: t("audit.at"), value: (one) => timeText(one.createdAt), sort: "TIME", tight: true },
          {
            title: t("audit.who"),
            value: (one) => [one.organ?.name, one.actor ?? t("audit.system")].filter(Boolean).join(" · "),
          },
          {
            title: t("audit.subject"),
            value: (one) =>
              one.subject && hasPage(one.subject) ? (
                <Link to={`/c/${here.code}/r/${one.subject}`}>{t("audit.open")}</Link>
              ) : null,
          },
          { title: t("audit.content"), value: (one) => <Content payload={one.payload} /> },
        ]}
      />
    </>
  );
}

function Content({ payload }: { payload: unknown }) {
  const parts = Object.entries((payload ?? {}) as Record<string, unknown>);
  if (parts.length === 0) return null;
  return (
    <details>
      <summary>{t("audit.contentOf", { count: parts.length })}</summary>
      <ul className="plain-list">
        {parts.map(([name, value]) => (
          <li key={name}>
            <code>{name}</code> {typeof value === "string" ? value : JSON.stringify(value)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Whether what is written here is what was written then: asked for, since it reads everything. */
function Chain() {
  const [asked, setAsked] = useState(false);
  const { data, error, fetching } = useAsk(Verdict, {}, !asked);
  const verdict = data?.chainVerdict;
  return (
    <section className="part" aria-label={t("audit.verify")}>
      <div className="row">
        <button type="button" className="plain" onClick={() => setAsked(true)}>
          {t("audit.verify")}
        </button>
        <span className="quiet">{t("audit.verifyWhat")}</span>
      </div>
      <div role="status">
        {asked && fetching && !verdict ? <Loading /> : null}
        {verdict ? (
          <>
            <p>
              <Tag tone={verdict.sound ? "good" : "late"}>
                {verdict.sound ? t("audit.sound") : t("audit.broken")}
              </Tag>{" "}
              {t("audit.sealed", { sealed: verdict.sealed, unsealed: verdict.unsealed })}
            </p>
            {verdict.faults.map((one) => (
              <p key={one} className="fault">
                {one}
              </p>
            ))}
            <p className="quiet">
              {t("audit.head")} <code>{verdict.head}</code>
            </p>
          </>
        ) : null}
      </div>
      <Problem error={error} />
    </section>
  );
}
