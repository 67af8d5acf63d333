import { graphql } from "../graphql.ts";
import { Act, choice, longText, Records, Section, Tag, text, timeText } from "../kit/index.ts";
import { usePluginTitles } from "./plugin_titles.ts";
import { several, ticked } from "./roles_of.ts";
import { useAsk } from "../kit/index.ts";
import { named, options, t } from "./texts.ts";

const Received = graphql(`
  query ReceivedRecommendations(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $state: AnswerState
  ) {
    receivedRecommendations(first: $first, after: $after, last: $last, before: $before, state: $state) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        title
        fromName
        createdAt
        state
        plugins
      }
    }
  }
`);
const Made = graphql(`
  query Recommendations($first: Int, $after: String, $last: Int, $before: String) {
    recommendations(first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        title
        createdAt
        asked {
          id
          bodyName
          state
          reason
        }
      }
    }
  }
`);
const Own = graphql(`
  query OwnPractice {
    body {
      children {
        code
        name
      }
    }
    practice {
      setting
      title
      holding {
        text
        value
        own
      }
    }
  }
`);
const Recommend = graphql(`
  mutation RecommendPractice($input: RecommendPracticeInput!) {
    recommendPractice(input: $input) {
      id
    }
  }
`);

export default function RecommendedPage() {
  const titleOf = usePluginTitles();
  const { data } = useAsk(Own, {});
  const own = (data?.practice ?? []).filter((one) => one.holding?.own);
  const below = data?.body.children ?? [];
  return (
    <>
      <h1>{t("recommended.title")}</h1>
      <p className="quiet">{t("recommended.what")}</p>
      <Section title={t("recommended.received")}>
        <Records
          name="in"
          query={Received}
          variables={(place, chosen) => ({ ...place, state: chosen.state ?? null })}
          page={(answer) => answer.receivedRecommendations}
          filters={{ state: choice(t("recommended.state"), options("answer")) }}
          to={(one) => one.id}
          empty={t("recommended.noneReceived")}
          columns={[
            { title: t("recommended.name"), value: (one) => one.title },
            { title: t("recommended.from"), value: (one) => one.fromName },
            { title: t("recommended.at"), value: (one) => timeText(one.createdAt), tight: true },
            { title: t("templates.plugins"), value: (one) => one.plugins.map(titleOf).join(t("comma")) },
            {
              title: t("recommended.state"),
              value: (one) => (
                <Tag tone={one.state === "OPEN" ? "late" : "plain"}>{named("answer", one.state)}</Tag>
              ),
              tight: true,
            },
          ]}
        />
      </Section>
      {below.length > 0 ? (
        <Section title={t("recommended.made")}>
          <Records
            name="out"
            query={Made}
            variables={(place) => place}
            page={(answer) => answer.recommendations}
            empty={t("recommended.noneMade")}
            acts={
              <>
                {own.length > 0 ? null : <p className="quiet">{t("recommended.nothingOwn")}</p>}
                <Act
                  verb={Recommend}
                  action="core.recommend_practice"
                  text={t("recommended.make")}
                  offered={own.length > 0}
                  before={<p>{t("recommended.makeBefore")}</p>}
                  fields={{
                    title: text(t("recommended.name"), { required: true }),
                    ruleText: text(t("recommended.rule"), {
                      required: true,
                      hint: t("recommended.ruleHint"),
                    }),
                    note: longText(t("recommended.note")),
                    values: several(
                      t("recommended.values"),
                      own.map((one) => ({
                        name: one.setting,
                        title: `${one.title} · ${one.holding?.text ?? ""}`,
                      })),
                    ),
                    to: several(
                      t("recommended.to"),
                      below.map((one) => ({ name: one.code, title: one.name })),
                    ),
                  }}
                  variables={({ title, ruleText, note, values, to }) => ({
                    input: {
                      title,
                      ruleText,
                      note: note ?? "",
                      plugins: [...new Set(ticked(values).map((name) => name.split(".")[0] ?? ""))].filter(
                        (name) => name !== "core",
                      ),
                      values: own
                        .filter((one) => ticked(values).includes(one.setting))
                        .map((one) => ({ setting: one.setting, value: one.holding?.value ?? null })),
                      to: ticked(to).length > 0 ? ticked(to) : null,
                    },
                  })}
                  said={t("recommended.makeDone")}
                />
              </>
            }
            columns={[
              { title: t("recommended.name"), value: (one) => one.title },
              { title: t("recommended.at"), value: (one) => timeText(one.createdAt), tight: true },
              {
                title: t("recommended.answers"),
                value: (one) => (
                  <ul className="plain-list">
                    {one.asked.map((other) => (
                      <li key={other.id}>
                        {other.bodyName} <Tag>{named("answer", other.state)}</Tag>
                        {other.reason ? <span className="quiet"> {other.reason}</span> : null}
                      </li>
                    ))}
                  </ul>
                ),
              },
            ]}
          />
        </Section>
      ) : null}
    </>
  );
}
