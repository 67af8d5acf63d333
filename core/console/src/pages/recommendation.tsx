import { graphql } from "../graphql.ts";
import {
  Act,
  Acts,
  choice,
  day,
  Facts,
  Gone,
  group,
  longText,
  Offered,
  RecordPage,
  Tag,
  text,
  timeText,
  useAsk,
  useParams,
  useSearchParams,
  Waiting,
} from "../kit/index.ts";
import { today } from "../server_time.ts";
import { adoptionBegin, adoptionFields, Compared, ComparisonTable } from "./compared.tsx";
import { usePluginTitles } from "./plugin_titles.ts";
import { ticked } from "./roles_of.ts";
import { named, options, t } from "./texts.ts";

const One = graphql(
  `
    query ReceivedRecommendation($id: ID!, $enabling: [String!], $on: Date) {
      node(id: $id) {
        ... on ReceivedRecommendation {
          id
          title
          note
          fromName
          createdAt
          state
          reason
        }
      }
      recommendationComparison(recommendation: $id, enabling: $enabling, on: $on) {
        ...Compared
      }
    }
  `,
  [Compared],
);
const Accept = graphql(`
  mutation AcceptRecommendation($input: AcceptRecommendationInput!) {
    acceptRecommendation(input: $input) {
      id
    }
  }
`);
const Decline = graphql(`
  mutation DeclineRecommendation($input: DeclineRecommendationInput!) {
    declineRecommendation(input: $input) {
      id
    }
  }
`);

export default function RecommendationPage() {
  const { id = "" } = useParams();
  const [address, setAddress] = useSearchParams();
  const titleOf = usePluginTitles();
  const enabling = address.getAll("enable");
  const on = address.get("on") ?? today();
  const { data, error } = useAsk(One, { id, enabling, on });
  if (!data) return <Waiting title={t("recommended.title")} error={error} />;
  const one = data.node && "fromName" in data.node ? data.node : null;
  const back = { to: "../recommended", text: t("recommended.back") };
  if (!one) return <Gone title={t("recommended.title")} back={back} />;
  const shown = data.recommendationComparison;
  const choices = [...new Set([...shown.pluginsOff, ...enabling])];
  const turn = (plugin: string, yes: boolean) =>
    setAddress(
      (now) => {
        const next = new URLSearchParams(now);
        next.delete("enable");
        for (const name of enabling) if (name !== plugin) next.append("enable", name);
        if (yes) next.append("enable", plugin);
        return next;
      },
      { replace: true },
    );
  return (
    <RecordPage
      title={one.title}
      record={one.id}
      back={back}
      state={<Tag tone={one.state === "OPEN" ? "late" : "plain"}>{named("answer", one.state)}</Tag>}
    >
      <Facts
        facts={[
          [t("recommended.from"), one.fromName],
          [t("recommended.at"), timeText(one.createdAt)],
          [t("recommended.note"), one.note],
          [t("recommended.reason"), one.reason],
        ]}
      />
      {one.state === "OPEN" && choices.length > 0 ? (
        <fieldset>
          <legend>{t("recommended.enable")}</legend>
          {choices.map((plugin) => (
            <div key={plugin} className="field yes">
              <input
                type="checkbox"
                id={`enable-${plugin}`}
                checked={enabling.includes(plugin)}
                onChange={(event) => turn(plugin, event.target.checked)}
              />
              <label htmlFor={`enable-${plugin}`}>{titleOf(plugin)}</label>
            </div>
          ))}
        </fieldset>
      ) : null}
      <ComparisonTable shown={shown} />
      <Offered when={one.state === "OPEN"}>
        <Acts>
          <Act
            key={shown.seen}
            verb={Accept}
            action="core.accept_recommendation"
            text={t("recommended.accept")}
            about={`${one.id}/${shown.seen}`}
            fields={{
              ...adoptionFields(shown),
              basis: group(
                t("recommended.basis"),
                {
                  kind: choice(t("basis.kind"), options("basisKind"), { required: true }),
                  title: text(t("basis.title"), { required: true }),
                  number: text(t("basis.number")),
                  validFrom: day(t("basis.validFrom"), { required: true }),
                },
                { when: () => enabling.length > 0 },
              ),
            }}
            begin={adoptionBegin(shown, on)}
            variables={({ settings, basis, ...rest }) => ({
              input: {
                recommendation: one.id,
                plugins: enabling,
                basis: enabling.length > 0 ? basis : null,
                adoption: { ...rest, settings: ticked(settings), instead: [], seen: shown.seen },
              },
            })}
            said={t("recommended.accepted")}
          />
          <Act
            danger
            verb={Decline}
            action="core.decline_recommendation"
            text={t("recommended.decline")}
            about={one.id}
            fields={{ reason: longText(t("recommended.reason"), { required: true }) }}
            variables={({ reason }) => ({ input: { recommendation: one.id, reason } })}
            said={t("recommended.declined")}
          />
        </Acts>
      </Offered>
    </RecordPage>
  );
}
