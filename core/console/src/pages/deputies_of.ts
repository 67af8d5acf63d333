import { graphql } from "../graphql.ts";
import { useEvery, useHere } from "../kit/index.ts";
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
  const asked = here.can(action) && here.can("core.read_people");
  const found = useEvery(Deputies, {}, (data) => data.mandates, !asked);
  return found
    .filter((one) => one.status !== "ENDED")
    .map((one) => ({ name: one.id, title: `${one.name} · ${one.district}` }));
}

/** Those whose box is ticked, as the API takes them. */
export function joining(boxes: Record<string, unknown>): { mandate: string }[] {
  return ticked(boxes).map((mandate) => ({ mandate }));
}
