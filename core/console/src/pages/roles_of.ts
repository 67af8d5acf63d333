import { graphql } from "../graphql.ts";
import { type Fields, group, useAsk, yes } from "../kit/index.ts";

const Roles = graphql(`
  query Roles {
    roles {
      name
      title
      own
      actions
      revision
    }
    actions {
      name
      title
    }
  }
`);

/** The roles that may be given here and what they hold, in words. */
export function useRoles() {
  const { data, error } = useAsk(Roles, {});
  const titles = new Map((data?.roles ?? []).map((one) => [one.name, one.title]));
  const actions = new Map((data?.actions ?? []).map((one) => [one.name, one.title]));
  return {
    loaded: data !== undefined,
    error,
    roles: data?.roles ?? [],
    actions: data?.actions ?? [],
    titleOf: (role: string) => titles.get(role) ?? role,
    actionOf: (action: string) => actions.get(action) ?? action,
  };
}

/** Any number of them, each with a box. */
export function several(label: string, all: readonly { name: string; title: string }[]) {
  const boxes: Fields = Object.fromEntries(all.map((one) => [one.name, yes(one.title)]));
  return group(label, boxes);
}

/** Which boxes are ticked. */
export function ticked(boxes: Record<string, unknown>): string[] {
  return Object.keys(boxes).filter((name) => boxes[name] === true);
}
