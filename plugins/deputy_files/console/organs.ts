import { graphql, useAsk } from "@renda/console";

const Organs = graphql(`
  query OrgansToChoose {
    body {
      organs {
        code
        name
        kind
      }
    }
  }
`);

/** The body's organs of some kinds, to choose from. */
export function useOrgans(...kinds: readonly string[]) {
  const { data } = useAsk(Organs, {});
  return (data?.body.organs ?? [])
    .filter((one) => kinds.includes(one.kind))
    .map((one) => ({ value: one.code, text: one.name }));
}
