import {
  dayText,
  Facts,
  Gone,
  graphql,
  Link,
  Print,
  RecordPage,
  Section,
  Tag,
  useAsk,
  useHere,
  useParams,
  Waiting,
} from "@renda/console";
import { points } from "./points.ts";
import { t } from "./texts.ts";

const One = graphql(`
  query PointsRule($id: ID!) {
    node(id: $id) {
      ... on PointsRule {
        id
        number
        ruleTitle
        article
        cited
        example
        note
        validFrom
        adoptedOn
        adoptedByName
        value
      }
    }
  }
`);

interface Kind {
  code: string;
  title: string;
  value: number;
  effect?: boolean;
  after?: string | null;
  by_quantity?: boolean;
  period_cap?: number | null;
  year_cap?: number | null;
}

interface Rule {
  kinds?: readonly Kind[];
  deductions?: readonly Kind[];
  base?: number;
  period_cap?: number | null;
  year_cap?: number | null;
}

/** A rule as it holds: what each kind is worth and where it ends, in points. */
export default function RulePage() {
  const { id = "" } = useParams();
  const here = useHere();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("rules.title")} error={error} />;
  const one = data.node && "ruleTitle" in data.node ? data.node : null;
  const back = { to: "../rules", text: t("rules.back") };
  if (!one) return <Gone title={t("rules.title")} back={back} />;
  const rule = one.value as Rule;
  return (
    <RecordPage
      record={one.id}
      title={one.ruleTitle}
      back={back}
      state={one.example ? <Tag tone="late">{t("rule.example")}</Tag> : null}
    >
      {here.can("deputy_points.try_rule") ? (
        <p>
          <Link to={`../try?rule=${one.id}`}>{t("rule.try")}</Link>
        </p>
      ) : null}
      <Section title={t("rule.facts")} aside={<Print />}>
        <Facts
          facts={[
            [t("rule.number"), t("rule.version", { number: one.number })],
            [t("rule.cited"), one.cited],
            [t("rule.article"), one.article],
            [t("rule.validFrom"), dayText(one.validFrom)],
            [t("rule.adoptedOn"), dayText(one.adoptedOn)],
            [t("rule.adoptedBy"), one.adoptedByName],
            [t("rule.base"), rule.base ? points(rule.base) : null],
            [t("rule.periodCap"), points(rule.period_cap)],
            [t("rule.yearCap"), points(rule.year_cap)],
            [t("rule.note"), one.note],
          ]}
        />
      </Section>
      <Section title={t("rule.kinds")}>
        <Kinds kinds={rule.kinds ?? []} />
      </Section>
      {rule.deductions?.length ? (
        <Section title={t("rule.deductions")}>
          <Kinds kinds={rule.deductions} />
        </Section>
      ) : null}
    </RecordPage>
  );
}

function Kinds({ kinds }: { kinds: readonly Kind[] }) {
  const called = new Map(kinds.map((one) => [one.code, one.title]));
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t("rule.kinds")}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t("line.title")}</th>
            <th scope="col">{t("line.value")}</th>
            <th scope="col">{t("rule.caps")}</th>
            <th scope="col">{t("rule.more")}</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((one) => (
            <tr key={one.code}>
              <th scope="row">{one.title}</th>
              <td className="tight">{points(one.value)}</td>
              <td>
                {one.period_cap ? t("rule.capPeriod", { most: points(one.period_cap) }) : null}{" "}
                {one.year_cap ? t("rule.capYear", { most: points(one.year_cap) }) : null}
              </td>
              <td>
                {one.effect ? t("rule.effect") : null}{" "}
                {one.by_quantity ? t("rule.byQuantity") : null}{" "}
                {one.after ? t("rule.after", { kind: called.get(one.after) ?? one.after }) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
