import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import { Outlet, Route, Routes, useParams } from "react-router";
import { Declared } from "./declared/asked.ts";
import { declaredPages } from "./declared/routes.tsx";
import { type Here, useHere } from "./here.ts";
import { useAsk } from "./kit/ask.ts";
import { type ConsolePages, permitted } from "./kit/pages.ts";
import { Loading, NoPage } from "./parts.tsx";

const FOUND = import.meta.glob<{ default: ConsolePages }>("../../../plugins/*/console/index.tsx");
const LOADERS = new Map(
  Object.entries(FOUND).map(([path, load]) => [path.split("/").at(-3) ?? "", load]),
);

LOADERS.set("core", () => import("./pages/index.tsx"));

export type PagesOf = ReadonlyMap<string, ConsolePages>;

/** What is needed whoever it is who looks, fetched while the server says who that is: the core's own
    pages and those of the plugin in the address. A fault is met again, and told, where they are shown. */
export function useFetchedEarly(plugin: string | undefined): void {
  useEffect(() => {
    for (const name of ["core", plugin ?? ""]) LOADERS.get(name)?.().catch(() => undefined);
  }, [plugin]);
}

/** The pages that plugins of the body declare. */
export function useDeclared() {
  return useAsk(Declared, {});
}

/** The pages of these plugins, brought along and declared; `null` until they are there. */
export function usePluginPages(
  enabled: readonly string[],
  { data, error }: ReturnType<typeof useDeclared>,
): PagesOf | null {
  const brought = useBrought(enabled);
  return useMemo(() => {
    if (!brought || !(data || error)) return null;
    const declared = declaredPages(data?.pages ?? []);
    const names = new Set([...brought.keys(), ...declared.keys()]);
    return new Map([...names].map((name) => [name, both(brought.get(name), declared.get(name))]));
  }, [brought, data, error]);
}

function both(first: ConsolePages | undefined, second: ConsolePages | undefined): ConsolePages {
  return {
    menu: [...(first?.menu ?? []), ...(second?.menu ?? [])],
    routes: [...(first?.routes ?? []), ...(second?.routes ?? [])],
    records: { ...second?.records, ...first?.records },
    ...(first?.title ? { title: first.title } : {}),
    ...(first?.waiting ? { waiting: first.waiting } : {}),
  };
}

/** One plugin's pages; where they cannot be fetched, a page that says so in place of each. */
async function fetched(name: string): Promise<ConsolePages | undefined> {
  try {
    return (await LOADERS.get(name)?.())?.default;
  } catch (fault) {
    const Unfetched = () => {
      throw fault;
    };
    return { menu: [], routes: [{ path: "*", page: Unfetched }] };
  }
}

/** The pages that lie beside these plugins; nothing is fetched of any other. */
function useBrought(enabled: readonly string[]): PagesOf | null {
  const [pages, setPages] = useState<PagesOf | null>(null);
  const names = enabled.filter((name) => LOADERS.has(name)).join(" ");
  useEffect(() => {
    let left = false;
    async function load() {
      const found = names.split(" ").filter(Boolean);
      const loaded = await Promise.all(
        found.map(async (name) => [name, await fetched(name)] as const),
      );
      if (left) return;
      setPages(new Map(loaded.flatMap(([name, one]) => (one ? [[name, one]] : []))));
    }
    void load();
    return () => {
      left = true;
    };
  }, [names]);
  return pages;
}

/** By type of record, the page that the viewer may open; `:id` stands in its address. */
export function placesOf(pages: PagesOf | null, here: Here): Map<string, string> {
  const places = new Map<string, string>();
  for (const [plugin, one] of pages ?? [])
    for (const [type, path] of Object.entries(one.records ?? {})) {
      const route = one.routes.find((other) => other.path === path);
      if (route && permitted(here.can, route.action))
        places.set(type, `/c/${here.code}/p/${plugin}/${path}`);
    }
  return places;
}

/** The page of a plugin that the address names, if the body has it and the viewer may see it. */
export function PluginPage({ pages }: { pages: PagesOf | null }) {
  const { plugin = "" } = useParams();
  const here = useHere();
  // A page that stands open stays where what it asks for is taken away meanwhile: nothing typed goes.
  const opened = useRef(new Set<string>());
  if (!pages) return <Loading />;
  const all = pages.get(plugin)?.routes ?? [];
  const routes = all.filter((one) => permitted(here.can, one.action) || opened.current.has(one.path));
  for (const one of routes) opened.current.add(one.path);
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route element={<Outlet context={{ ...here, pages }} />}>
          {routes.map(({ path, page: One }) => (
            <Route key={path} path={path} element={<One />} />
          ))}
          {all
            .filter((one) => !routes.includes(one))
            .map(({ path }) => (
              <Route key={path} path={path} element={<NoPage role />} />
            ))}
          <Route path="*" element={<NoPage plugin={here.off.get(plugin)} />} />
        </Route>
      </Routes>
    </Suspense>
  );
}
