import { useEffect, useState } from "react";
import { useClient } from "urql";
import { graphql } from "../graphql.ts";
import { useHere } from "../kit/index.ts";
import { ticked } from "./roles_of.ts";

const Deputies = graphql(`
  query Deputies($after: String) {
    mandates(first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
        district
        status
      }
    }
  }
`);

/** The deputies who may be chosen, for whoever has the action and may see them. */
export function useDeputies(action: string): { name: string; title: string }[] {
  const here = useHere();
  const client = useClient();
  const asked = here.can(action) && here.can("core.read_people");
  const [found, setFound] = useState<{ name: string; title: string }[]>([]);
  useEffect(() => {
    let left = false;
    async function load() {
      let after: string | null = null;
      const all: { name: string; title: string }[] = [];
      do {
        const { data } = await client.query(Deputies, { after }).toPromise();
        if (!data) break;
        for (const one of data.mandates.nodes)
          if (one.status !== "ENDED") all.push({ name: one.id, title: `${one.name} · ${one.district}` });
        after = data.mandates.pageInfo.hasNextPage ? data.mandates.pageInfo.endCursor : null;
      } while (after);
      if (!left) setFound(all);
    }
    if (asked) void load();
    return () => {
      left = true;
    };
  }, [asked, client]);
  return found;
}

/** Those whose box is ticked, as the API takes them. */
export function joining(boxes: Record<string, unknown>): { mandate: string }[] {
  return ticked(boxes).map((mandate) => ({ mandate }));
}
