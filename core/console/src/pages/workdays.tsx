import { graphql } from "../graphql.ts";
import { dayText, Listed, Tag, useAsk, useSearchParams, Waiting } from "../kit/index.ts";
import { t } from "./texts.ts";

const Days = graphql(`
  query WorkdayYear($year: Int) {
    workdayYear(year: $year) {
      year
      known
      days {
        day
        working
        reason
      }
    }
  }
`);

export default function WorkdaysPage() {
  const [address, setAddress] = useSearchParams();
  const asked = Number(address.get("year"));
  const { data, error } = useAsk(Days, { year: asked || null });
  if (!data) return <Waiting title={t("workdays.title")} error={error} />;
  const { year, known, days } = data.workdayYear;
  return (
    <>
      <h1>{t("workdays.title")}</h1>
      <p className="quiet">{t("workdays.what")}</p>
      <div className="row">
        {[year - 1, year + 1].map((one) => (
          <button
            key={one}
            type="button"
            className="plain small"
            onClick={() => setAddress({ year: String(one) })}
          >
            {t("workdays.year", { year: one })}
          </button>
        ))}
      </div>
      <h2>
        {t("workdays.year", { year })} {known ? null : <Tag>{t("deadlines.provisional")}</Tag>}
      </h2>
      <Listed
        rows={days}
        of={(one) => one.day}
        empty={known ? t("workdays.none") : t("workdays.unknown")}
        columns={[
          [t("workdays.day"), (one) => dayText(one.day)],
          [
            t("workdays.how"),
            (one) =>
              one.working ? <Tag tone="late">{t("workdays.working")}</Tag> : <Tag tone="good">{t("workdays.rest")}</Tag>,
          ],
          [t("workdays.note"), (one) => one.reason],
        ]}
      />
    </>
  );
}
