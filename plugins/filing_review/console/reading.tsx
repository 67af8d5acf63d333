import { graphql, Records, timeText, yes } from "@renda/console";
import { ReadTag } from "./circulation.tsx";
import { t } from "./texts.ts";

const Given = graphql(`
  query Circulations($first: Int, $after: String, $last: Int, $before: String, $unread: Boolean) {
    circulations(first: $first, after: $after, last: $last, before: $before, unread: $unread) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        note
        circulatedByName
        createdAt
        readAt
        filing {
          id
          title
          makerName
        }
      }
    }
  }
`);

/** What one was given to read: each opens to the case, where it is marked as read. */
export default function ReadingPage() {
  return (
    <Records
      title={t("reading.title")}
      query={Given}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.circulations}
      filters={{ unread: yes(t("reading.unread")) }}
      to={(one) => `../filings/${one.filing?.id}`}
      empty={t("reading.none")}
      columns={[
        { title: t("filing.title"), value: (one) => one.filing?.title },
        { title: t("filing.maker"), value: (one) => one.filing?.makerName },
        { title: t("circulation.note"), value: (one) => one.note },
        { title: t("circulation.by"), value: (one) => one.circulatedByName },
        { title: t("circulation.at"), value: (one) => timeText(one.createdAt), tight: true },
        { title: t("filing.state"), value: (one) => <ReadTag on={one.readAt} /> },
      ]}
    />
  );
}
