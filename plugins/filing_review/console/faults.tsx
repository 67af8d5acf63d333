import { graphql, Problem, type ResultOf, useAsk, type VariablesOf } from "@renda/console";
import { t } from "./texts.ts";

/** What is lacking where nothing but the title is said is what signing off demands. */
const Faults = graphql(`
  query DocumentFaults($written: DocumentInput!, $blank: DocumentInput!) {
    written: documentFaults(document: $written) {
      field
      told
      unfilled
    }
    blank: documentFaults(document: $blank) {
      field
      unfilled
    }
  }
`);

export type Written = VariablesOf<typeof Faults>["written"];
type Fault = ResultOf<typeof Faults>["written"][number];

/** What signing off will refuse of a document that is not kept yet, by the server's own checks. */
export function useFaults(written: Written) {
  const { data, error } = useAsk(Faults, { written, blank: { title: "" } });
  const blank = data?.blank ?? [];
  return {
    error,
    faults: data?.written,
    needed: new Set(blank.flatMap((one) => (one.unfilled && one.field ? [one.field] : []))),
  };
}

/** The same, told at the last step before the draft is kept. */
export function FaultsOf({ written }: { written: Written }) {
  const { faults, error } = useFaults(written);
  if (error) return <Problem error={error} />;
  if (!faults) return null;
  return faults.length > 0 ? <FaultList faults={faults} /> : <p>{t("document.whole")}</p>;
}

export function FaultList({ faults }: { faults: readonly Pick<Fault, "told">[] }) {
  if (faults.length === 0) return null;
  return (
    <div className="problem">
      <p>{t("document.faults")}</p>
      <ul>
        {faults.map((one) => (
          <li key={one.told}>{one.told}</li>
        ))}
      </ul>
    </div>
  );
}
