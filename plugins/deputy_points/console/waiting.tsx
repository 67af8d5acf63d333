import { Count, graphql, thisYear, useAsk, useHere } from "@renda/console";
import { t } from "./texts.ts";

const Mine = graphql(`
  query MarksWaiting($year: Int!, $before: Int!) {
    year: pointsMarkSheets(year: $year) {
      waiting
    }
    before: pointsMarkSheets(year: $before) {
      waiting
    }
  }
`);

/** How many marks wait for the person who looks, by year; each opens to its sheets. */
export default function Waiting() {
  const here = useHere();
  const year = thisYear();
  const may = here.can("deputy_points.enter_points_mark");
  const { data } = useAsk(Mine, { year, before: year - 1 }, !may);
  if (!data) return null;
  const counts = [
    { year: year - 1, sheets: data.before },
    { year, sheets: data.year },
  ];
  return counts.map((one) => {
    const number = one.sheets.reduce((all, sheet) => all + sheet.waiting, 0);
    if (number === 0) return null;
    const to = `/c/${here.code}/p/deputy_points/marks?year=${one.year}`;
    return <Count key={one.year} text={t("waiting.rate", { year: one.year })} number={number} to={to} />;
  });
}
