import { type ComponentType, lazy } from "react";
import { useQuery } from "urql";
import type { ConsolePages } from "../kit/pages.ts";
import { Loading } from "../parts.tsx";
import { language } from "../texts.ts";
import { Declared, type Page } from "./asked.ts";

const Show = lazy(() => import("./show.tsx"));
const MADE = new Map<string, ComponentType>();

/** The declared pages of each plugin, as if the plugin had brought them along. */
export function declaredPages(pages: readonly Page[]): Map<string, ConsolePages> {
  return new Map(
    [...grouped(pages)].map(([plugin, own]) => [
      plugin,
      {
        menu: own
          .filter((one) => one.inMenu)
          .map((one) => ({ path: one.name, text: said(one) })),
        routes: own.map((one) => ({
          path: one.kind === "DETAIL" ? `${one.name}/:id` : one.name,
          page: componentOf(plugin, one.name),
        })),
      },
    ]),
  );
}

function grouped(pages: readonly Page[]): Map<string, Page[]> {
  const found = new Map<string, Page[]>();
  for (const one of pages) found.set(one.plugin, [...(found.get(one.plugin) ?? []), one]);
  return found;
}

export function said(one: { title: string; english: string }): string {
  return language() === "en" && one.english ? one.english : one.title;
}

/** One component for each page, the same at each drawing: what is typed in it must not be lost. */
function componentOf(plugin: string, name: string): ComponentType {
  const key = `${plugin}/${name}`;
  const made = MADE.get(key) ?? (() => <At plugin={plugin} name={name} />);
  MADE.set(key, made);
  return made;
}

function At({ plugin, name }: { plugin: string; name: string }) {
  const [{ data }] = useQuery({ query: Declared, requestPolicy: "cache-first" });
  const own = data?.pages.filter((one) => one.plugin === plugin) ?? [];
  const page = own.find((one) => one.name === name);
  return page ? <Show page={page} own={own} /> : <Loading />;
}
