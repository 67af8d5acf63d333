import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./schema.d.ts";

/** Operations of pages, typed by the SDL of a body that has every shipped plugin. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { Date: string; DateTime: string; JSON: unknown };
}>();
