import { useEffect, useState } from "react";
import { type AnyVariables, type TypedDocumentNode, useClient } from "urql";
import { useDone } from "./ask.ts";

interface Listed<N> {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: readonly N[];
}

/** Every record of a list, page after page, where a form chooses among them all. */
export function useEvery<D, V extends AnyVariables & { after?: string | null }, N>(
  query: TypedDocumentNode<D, V>,
  variables: Omit<V, "after">,
  page: (data: D) => Listed<N>,
  pause = false,
): readonly N[] {
  const client = useClient();
  const [found, setFound] = useState<readonly N[]>([]);
  const done = useDone();
  const asked = JSON.stringify(variables);
  useEffect(() => {
    let left = false;
    async function load() {
      let after: string | null = null;
      const all: N[] = [];
      do {
        const sent = { ...variables, after } as unknown as V;
        const { data } = await client.query<D, V>(query, sent).toPromise();
        if (!data || left) break;
        const listed: Listed<N> = page(data);
        all.push(...listed.nodes);
        after = listed.pageInfo.hasNextPage ? listed.pageInfo.endCursor : null;
      } while (after);
      if (!left) setFound(all);
    }
    if (!pause) void load();
    return () => {
      left = true;
    };
  }, [asked, client, done, pause]);
  return found;
}
