import { Facts, graphql, type ResultOf, Section, Tag, timeText } from "@renda/console";
import { named, t } from "./texts.ts";

export const DeliveryParts = graphql(`
  fragment DeliveryParts on SentPackage {
    id
    state
    reason
    withdrawReason
    createdAt
    deliveredAt
    receivedAt
    answeredAt
    deliveredTo
  }
`);

export type DeliveryShown = ResultOf<typeof DeliveryParts>;

/** Whether a package is stuck on its way: its receiver knows nothing of it. */
export function isStuck(sent: Pick<DeliveryShown, "state"> | null): boolean {
  return sent?.state === "HELD" || sent?.state === "FAILING";
}

/** How far a package has come: one word, and why where it has not arrived. */
export function DeliveryTag({ sent }: { sent: Pick<DeliveryShown, "state"> }) {
  return <Tag tone={isStuck(sent) ? "late" : "plain"}>{named("package", sent.state)}</Tag>;
}

/** Whether what was sent has arrived, and if not, why. */
export function Delivery({ title, sent }: { title: string; sent: DeliveryShown }) {
  return (
    <Section title={title}>
      <p>
        <DeliveryTag sent={sent} /> {sent.state === "WITHDRAWN" ? null : sent.reason}
      </p>
      <Facts
        facts={[
          [t("dispatch.to"), sent.deliveredTo],
          [t("dispatch.sent"), timeText(sent.createdAt)],
          [t("dispatch.delivered"), timeText(sent.deliveredAt)],
          [t("dispatch.received"), timeText(sent.receivedAt)],
          [t("dispatch.answered"), timeText(sent.answeredAt)],
          [t("withdraw.reason"), sent.withdrawReason],
        ]}
      />
    </Section>
  );
}
