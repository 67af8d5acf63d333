import { graphql } from "../graphql.ts";
import { Listed, Tag, timeText, useAsk, Waiting } from "../kit/index.ts";
import { addressOf } from "./address_of.ts";
import { usePluginTitles } from "./plugin_titles.ts";
import { named, t } from "./texts.ts";

const Queue = graphql(`
  query DeliveryQueue {
    deliveryQueue {
      plugin
      kind
      fromOrgan
      toBody
      toBodyName
      toOrgan
      number
      state
      reason
      attempts
      nextTryAt
      createdAt
    }
  }
`);

export default function QueuePage() {
  const { data, error } = useAsk(Queue, {});
  const titleOf = usePluginTitles();
  if (!data) return <Waiting title={t("queue.title")} error={error} />;
  return (
    <>
      <h1>{t("queue.title")}</h1>
      <p className="quiet">{t("queue.what")}</p>
      <Listed
        rows={data.deliveryQueue}
        of={(one) => `${one.fromOrgan}/${one.toBody}/${one.toOrgan}/${one.plugin}/${one.number}`}
        empty={t("queue.none")}
        columns={[
          [t("packages.to"), (one) => addressOf(one)],
          [t("queue.from"), (one) => one.fromOrgan],
          [t("packages.plugin"), (one) => titleOf(one.plugin)],
          [t("packages.sentAt"), (one) => timeText(one.createdAt)],
          [
            t("packages.state"),
            (one) => (
              <>
                <Tag tone={one.state === "WAITING" ? "plain" : "late"}>{named("package", one.state)}</Tag>
                {one.reason ? <p>{one.reason}</p> : null}
              </>
            ),
          ],
          [
            t("queue.tries"),
            (one) =>
              one.attempts
                ? t("queue.tried", { count: one.attempts, next: timeText(one.nextTryAt) })
                : "",
          ],
        ]}
      />
    </>
  );
}
