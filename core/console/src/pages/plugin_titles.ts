import { graphql } from "../graphql.ts";
import { useAsk } from "../kit/index.ts";

const Titles = graphql(`
  query PluginTitles {
    body {
      plugins {
        name
        title
        enabled
      }
    }
  }
`);

/** What a plugin is called. */
export function usePluginTitles(): (name: string) => string {
  const { data } = useAsk(Titles, {});
  const titles = new Map((data?.body.plugins ?? []).map((one) => [one.name, one.title]));
  return (name) => titles.get(name) ?? name;
}
