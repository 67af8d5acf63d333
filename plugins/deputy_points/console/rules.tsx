import { Act, Acts, day, dayText, graphql, Records, Tag } from "@renda/console";
import { t } from "./texts.ts";

const Rules = graphql(`
  query PointsRules($first: Int, $after: String, $last: Int, $before: String) {
    pointsRules(first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        number
        ruleTitle
        article
        example
        validFrom
        adoptedOn
        adoptedByName
      }
    }
  }
`);

const Adopt = graphql(`
  mutation AdoptPointsRule($input: AdoptPointsRuleInput!) {
    adoptPointsRule(input: $input) {
      id
    }
  }
`);

export default function RulesPage() {
  return (
    <Records
      title={t("rules.title")}
      query={Rules}
      variables={(place) => place}
      page={(data) => data.pointsRules}
      to={(one) => one.id}
      empty={t("rules.none")}
      acts={
        <Acts>
          <Act
            verb={Adopt}
            action="deputy_points.adopt_points_rule"
            text={t("adopt.go")}
            before={<p>{t("adopt.before")}</p>}
            fields={{ validFrom: day(t("rule.validFrom"), { required: true }) }}
            variables={(typed) => ({ input: typed })}
            said={t("adopt.done")}
          />
        </Acts>
      }
      columns={[
        { title: t("rule.number"), value: (one) => t("rule.version", { number: one.number }) },
        {
          title: t("rule.name"),
          value: (one) => (
            <>
              {one.ruleTitle} {one.article}{" "}
              {one.example ? <Tag>{t("rule.example")}</Tag> : null}
            </>
          ),
        },
        { title: t("rule.validFrom"), value: (one) => dayText(one.validFrom), tight: true },
        { title: t("rule.adoptedOn"), value: (one) => dayText(one.adoptedOn), tight: true, wideOnly: true },
        { title: t("rule.adoptedBy"), value: (one) => one.adoptedByName, wideOnly: true },
      ]}
    />
  );
}
