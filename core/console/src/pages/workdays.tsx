import { graphql } from "../graphql.ts";
import {
  Act,
  Acts,
  choice,
  day,
  dayText,
  Listed,
  Tag,
  text,
  told,
  useAsk,
  useSearchParams,
  Waiting,
} from "../kit/index.ts";
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
        local
      }
    }
  }
`);
const Set = graphql(`
  mutation SetWorkday($input: SetWorkdayInput!) {
    setWorkday(input: $input)
  }
`);
const Withdraw = graphql(`
  mutation WithdrawWorkday($input: WithdrawWorkdayInput!) {
    withdrawWorkday(input: $input)
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
      <SetDay />
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
          [t("workdays.note"), (one) => (one.local ? one.reason : told(one.reason))],
          [t("workdays.here"), (one) => (one.local ? <WithdrawDay day={one.day} /> : null)],
        ]}
      />
    </>
  );
}

function SetDay() {
  return (
    <Acts>
      <Act
        verb={Set}
        action="core.set_workday"
        text={t("workdays.set")}
        before={<p>{t("workdays.setting")}</p>}
        fields={{
          day: day(t("workdays.day"), { required: true }),
          how: choice(
            t("workdays.how"),
            [
              { value: "rest", text: t("workdays.rest") },
              { value: "working", text: t("workdays.working") },
            ],
            { required: true },
          ),
          basis: text(t("workdays.note"), { required: true, hint: t("workdays.basisHint") }),
        }}
        variables={({ how, ...typed }) => ({ input: { ...typed, working: how === "working" } })}
        said={(answer) => t("workdays.set.said", { day: dayText(answer.setWorkday) })}
      />
    </Acts>
  );
}

function WithdrawDay({ day: on }: { day: string }) {
  return (
    <Act
      verb={Withdraw}
      action="core.withdraw_workday"
      text={t("workdays.withdraw")}
      about={on}
      before={<p>{t("workdays.withdrawing", { day: dayText(on) })}</p>}
      variables={() => ({ input: { day: on } })}
      said={t("workdays.withdrawn", { day: dayText(on) })}
    />
  );
}
