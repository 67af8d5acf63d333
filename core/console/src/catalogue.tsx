import { useEffect, useRef, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "./graphql.ts";
import { Facts, Problem, Waiting } from "./parts.tsx";
import { useHere } from "./here.ts";
import { TurnOff } from "./turn_off.tsx";
import { TurnOn } from "./turn_on.tsx";
import { named, t, type Word } from "./texts.ts";

const Catalogue = graphql(`
  query Catalogue {
    pluginCatalogue {
      name
      title
      description
      law
      version
      health
      fault
      failing
      fits
      enabled
      startsOn
      endsOn
      basis {
        kind
        title
        number
        validFrom
      }
      demandedBases {
        level
        kind
        bases
      }
      needs {
        name
        title
        met
        required
        givers
      }
      adds {
        verbs {
          name
          title
        }
        reads {
          name
          title
        }
        deadlines {
          name
          title
        }
        papers {
          name
          title
        }
        roles {
          name
          title
        }
        settings {
          name
          title
        }
        fields {
          name
          title
        }
        watches {
          name
          title
        }
        offers {
          name
          title
        }
        pages {
          name
          title
        }
        jobs {
          name
          title
        }
      }
    }
  }
`);

export type Entry = ResultOf<typeof Catalogue>["pluginCatalogue"][number];
type Additions = NonNullable<Entry["adds"]>;

export default function CataloguePage() {
  const [{ data, error }, again] = useQuery({ query: Catalogue });
  const [said, setSaid] = useState("");
  const here = useHere();
  if (!data) return <Waiting title={t("catalogue.title")} error={error} />;
  const done = (sentence: string) => {
    setSaid(sentence);
    again({ requestPolicy: "network-only" });
  };
  return (
    <>
      <h1>{t("catalogue.title")}</h1>
      <p className="quiet">{t("catalogue.what")}</p>
      <p>
        <Link to={`/c/${here.code}/p/core/templates`}>{t("catalogue.templates")}</Link>
      </p>
      <p role="status" className={said ? "done" : ""}>
        {said}
      </p>
      <Problem error={error} />
      <ul className="cards">
        {data.pluginCatalogue.map((one) => (
          <li key={one.name}>
            <Plugin entry={one} done={done} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Plugin({ entry, done }: { entry: Entry; done: (sentence: string) => void }) {
  const here = useHere();
  const [address] = useSearchParams();
  const sought = address.get("open") === entry.name && !entry.enabled;
  const [open, setOpen] = useState(sought);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (sought) box.current?.scrollIntoView();
  }, []);
  const action = entry.enabled ? "core.disable_plugin" : "core.enable_plugin";
  const scheduled = !entry.enabled && entry.startsOn;
  const may = here.can(action) && !scheduled && (entry.enabled || entry.fits);
  const close = (sentence?: string) => {
    setOpen(false);
    if (sentence) done(sentence);
  };
  return (
    <article aria-label={entry.title} ref={box}>
      <header className="row">
        <h2>{entry.title}</h2>
        <span className={entry.enabled ? "tag on" : "tag"}>{state(entry)}</span>
        {entry.health === "SOUND" ? null : (
          <span className="tag late">{named("health", entry.health)}</span>
        )}
      </header>
      <p>{entry.description}</p>
      <Facts facts={facts(entry)} />
      <Needs entry={entry} />
      {entry.adds ? <Adds adds={entry.adds} /> : null}
      {may ? (
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {entry.enabled ? t("off.begin") : t("on.begin")}
        </button>
      ) : null}
      {open && may ? (
        entry.enabled ? (
          <TurnOff entry={entry} close={close} />
        ) : (
          <TurnOn entry={entry} close={close} />
        )
      ) : null}
    </article>
  );
}

function state(entry: Entry): string {
  if (entry.enabled && entry.endsOn) return t("catalogue.onUntil", { day: entry.endsOn });
  if (entry.enabled) return t("catalogue.on");
  if (entry.startsOn) return t("catalogue.onFrom", { day: entry.startsOn });
  return entry.fits ? t("catalogue.off") : t("catalogue.unfit");
}

function facts(entry: Entry): [string, string][] {
  const told: [string, string][] = [
    [t("catalogue.law"), entry.law],
    [t("catalogue.health"), [named("health", entry.health), ...entry.failing].join(" · ")],
  ];
  if (entry.version) told.push([t("catalogue.version"), entry.version]);
  if (entry.fault) told.push([t("catalogue.fault"), entry.fault]);
  if (entry.basis) {
    const { kind, title, number } = entry.basis;
    told.push([t("catalogue.basis"), [named("basis", kind), title, number].filter(Boolean).join(" · ")]);
  }
  return told;
}

function Needs({ entry }: { entry: Entry }) {
  if (entry.needs.length === 0) return null;
  return (
    <details open={entry.needs.some((one) => one.required && !one.met)}>
      <summary>{t("catalogue.needs", { count: entry.needs.length })}</summary>
      <ul>
        {entry.needs.map((one) => (
          <li key={one.name}>
            {one.title} <span className="tag">{one.met ? t("needs.met") : t("needs.unmet")}</span>
            <span className="quiet">
              {one.required ? t("needs.required") : t("needs.optional")}
              {one.met || one.givers.length === 0 ? "" : t("needs.givers", { givers: one.givers.join(t("comma")) })}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

const ROOMS = [
  "verbs",
  "reads",
  "fields",
  "watches",
  "deadlines",
  "papers",
  "roles",
  "settings",
  "pages",
  "jobs",
  "offers",
] as const;

function Adds({ adds }: { adds: Additions }) {
  const rooms = ROOMS.filter((room) => adds[room].length);
  return (
    <details>
      <summary>
        {t("catalogue.adds")}
        {t("colon")}
        <span className="quiet">
          {rooms
            .map((room) => `${t(`adds.${room}` as Word)} ${adds[room].length}`)
            .join(" · ")}
        </span>
      </summary>
      {rooms.map((room) => (
        <section key={room}>
          <h3>{t(`adds.${room}` as Word)}</h3>
          <ul className="many">
            {adds[room].map((part) => (
              <li key={part.name}>{part.title}</li>
            ))}
          </ul>
        </section>
      ))}
    </details>
  );
}
