import { initGraphQLTada } from "gql.tada";
export type { ResultOf, VariablesOf } from "gql.tada";
import type { introspection } from "./schema.d.ts";

/** Operations, typed by the SDL of a body with nothing turned on. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { Date: string; DateTime: string; JSON: unknown };
}>();
