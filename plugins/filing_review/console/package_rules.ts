import { graphql, useAsk } from "@renda/console";

const PARTS = "filing_review.package_parts";
const PERIOD = "filing_review.filing_period";
const HANDS = "filing_review.letter_hands";

const Rules = graphql(`
  query FilingPackageRules($settings: [String!]) {
    practice(settings: $settings) {
      setting
      holding {
        value
        text
        ruleText
      }
    }
    filingRoutes {
      maker
      receiver
      above
      bindingOnly
      listed
      annulledBy
    }
    viewer {
      organ {
        kind
      }
    }
  }
`);

/** What must be in a package, until when it is to be filed and with whom, as practice says today. */
export function usePackageRules() {
  const { data, error } = useAsk(Rules, { settings: [PARTS, PERIOD, HANDS] });
  const held = (name: string) => data?.practice.find((one) => one.setting === name)?.holding ?? null;
  const parts = held(PARTS);
  const named = Array.isArray(parts?.value) ? parts.value.map((one) => String(one).toUpperCase()) : [];
  return {
    ready: data !== undefined,
    error,
    demanded: named.length > 0 ? named : ["OFFICIAL_TEXT"],
    partsRule: parts?.ruleText ?? null,
    period: held(PERIOD),
    /** How many people a letter needs; with more than one it is drafted first. */
    hands: Number(held(HANDS)?.value ?? 1),
    handsRule: held(HANDS)?.ruleText ?? null,
    route: data?.filingRoutes.find((one) => one.maker === data.viewer.organ?.kind) ?? null,
  };
}
