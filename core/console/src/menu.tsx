import { useEffect, useId, useRef, useState } from "react";
import { NavLink, useLocation } from "react-router";
import type { Here } from "./here.ts";
import { permitted } from "./kit/pages.ts";
import type { PagesOf } from "./plugin_pages.tsx";
import { t } from "./texts.ts";

interface Group {
  name: string;
  title: string;
  entries: { to: string; text: string; end?: boolean }[];
}

/** All pages one may open, grouped by plugin: beside the page, or on a narrow screen behind a button. */
export function Menu(props: {
  here: Here;
  plugins: readonly { name: string; title: string }[];
  pages: PagesOf | null;
}) {
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => setOpen(false), [pathname]);
  const groups = groupsOf(props);
  return (
    <nav
      className={open ? "menu open" : "menu"}
      aria-label={t("shell.pages")}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        setOpen(false);
        button.current?.focus();
      }}
    >
      <button
        type="button"
        ref={button}
        className="plain menu-button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {t("shell.menu")}
      </button>
      <div id={id} className="menu-list">
        {groups.map((group) => (
          <section key={group.name} aria-labelledby={`${id}-${group.name}`}>
            <h2 id={`${id}-${group.name}`}>{group.title}</h2>
            <ul>
              {group.entries.map((one) => (
                <li key={one.to}>
                  <NavLink to={one.to} end={one.end ?? false} onClick={() => setOpen(false)}>
                    {one.text}
                  </NavLink>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}

function groupsOf({ here, plugins, pages }: Parameters<typeof Menu>[0]): Group[] {
  const base = `/c/${here.code}`;
  const core = (pages?.get("core")?.menu ?? [])
    .filter((one) => permitted(here.can, one.action))
    .map((one) => ({ to: `${base}/p/core/${one.path}`, text: one.text, daily: one.daily ?? false }));
  const own = {
    name: "",
    title: t("shell.body"),
    entries: [
      { to: `${base}/`, text: t("home.title"), end: true },
      ...core.filter((one) => one.daily),
      ...(here.can("core.read_own_sessions")
        ? [{ to: `${base}/account`, text: t("account.title") }]
        : []),
    ],
  };
  const admin = {
    name: "admin",
    title: t("shell.admin"),
    entries: [
      ...(here.can("core.read_plugins")
        ? [{ to: `${base}/plugins`, text: t("catalogue.title") }]
        : []),
      { to: `${base}/practice`, text: t("practice.title") },
      ...(here.can("core.set_look") ? [{ to: `${base}/look`, text: t("look.title") }] : []),
      ...core.filter((one) => !one.daily),
    ],
  };
  const others = plugins.map(({ name, title }) => ({
    name,
    title: pages?.get(name)?.title ?? title,
    entries: (pages?.get(name)?.menu ?? [])
      .filter((one) => permitted(here.can, one.action))
      .map((one) => ({ to: `${base}/p/${name}/${one.path}`, text: one.text })),
  }));
  return [own, ...others, admin].filter((group) => group.entries.length > 0);
}
