interface Named {
  code: string;
  title: string;
}

/** What of a rule forms choose from; the rule itself is shown as it is. */
export function parts(rule: unknown) {
  const value = (rule ?? {}) as Record<string, readonly Named[] | undefined>;
  const of = (name: string) =>
    (value[name] ?? []).map((one) => ({ value: one.code, text: one.title }));
  return {
    deductions: of("deductions"),
    marked: of("marked"),
    raters: of("raters"),
    periods: of("periods"),
  };
}
