import { graphql, thisYear, useAsk, useSearchParams } from "@renda/console";
import { t } from "./texts.ts";

const Latest = graphql(`
  query LatestYear {
    filings(first: 1) {
      nodes {
        year
      }
    }
  }
`);

/** How many years back one may choose. */
const BACK = 6;

/** The year in the address, or the latest in which something was filed. */
export function useYear() {
  const [address] = useSearchParams();
  const said = Number(address.get("year") ?? 0);
  const { data, error } = useAsk(Latest, {}, said > 0);
  if (said > 0) return { year: said, failed: undefined };
  if (!data) return { year: null, failed: error };
  return { year: data.filings.nodes[0]?.year ?? thisYear(), failed: undefined };
}

export function YearChoice({ year }: { year: number }) {
  const [, setAddress] = useSearchParams();
  const years = Array.from({ length: BACK }, (_, index) => year + 1 - index);
  return (
    <div className="field number">
      <label htmlFor="year">{t("filing.year")}</label>
      <select id="year" value={year} onChange={(event) => setAddress({ year: event.target.value })}>
        {years.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </div>
  );
}
