import { graphql } from "../graphql.ts";
import { refresh } from "../kit/ask.ts";
import { Problem, Records, say, Tag, timeText, useAsk, useHere, yes } from "../kit/index.ts";
import { useSending } from "../kit/sending.ts";
import { RecordLink } from "../record_link.tsx";
import { t } from "./texts.ts";

const Told = graphql(`
  query Notifications($first: Int, $after: String, $last: Int, $before: String, $unread: Boolean!) {
    notifications(first: $first, after: $after, last: $last, before: $before, unread: $unread) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        text
        createdAt
        readAt
        subject
        subjectTitle
      }
    }
  }
`);
const Latest = graphql(`
  query LatestUnreadNotification {
    notifications(first: 1, unread: true) {
      nodes {
        id
      }
    }
  }
`);
const Mark = graphql(`
  mutation MarkNotificationsRead($input: MarkNotificationsReadInput!) {
    markNotificationsRead(input: $input)
  }
`);

export default function NotificationsPage() {
  return (
    <Records
      title={t("notifications.title")}
      query={Told}
      variables={(place, chosen) => ({ ...place, unread: chosen.unread ?? false })}
      page={(data) => data.notifications}
      filters={{ unread: yes(t("notifications.unreadOnly")) }}
      empty={t("notifications.none")}
      acts={<MarkRead />}
      columns={[
        {
          title: t("notifications.text"),
          value: (one) => (
            <>
              {one.subject ? <RecordLink record={one.subject}>{one.text}</RecordLink> : one.text}
              {one.subjectTitle ? <div className="quiet">{one.subjectTitle}</div> : null}
            </>
          ),
        },
        { title: t("notifications.at"), value: (one) => timeText(one.createdAt), tight: true },
        {
          title: t("notifications.state"),
          value: (one) =>
            one.readAt ? t("notifications.read") : <Tag tone="soon">{t("notifications.unread")}</Tag>,
          tight: true,
        },
      ]}
    />
  );
}

/** Marks what is there now, at a press; what comes meanwhile stays unread. */
function MarkRead() {
  const here = useHere();
  const { data } = useAsk(Latest, {});
  const { send, sending, error } = useSending(Mark);
  const latest = data?.notifications.nodes[0]?.id;
  if (!latest || !here.can("core.mark_notifications_read")) return null;
  async function mark(id: string) {
    if ((await send({ input: { latest: id } })) === null) return;
    say(t("notifications.marked"));
    refresh();
  }
  return (
    <>
      <button type="button" className="plain" disabled={sending} onClick={() => void mark(latest)}>
        {t("notifications.mark")}
      </button>
      <Problem error={error} />
    </>
  );
}
