import { Act, Acts, dayText, graphql, Records } from "@renda/console";
import { Likenesses } from "./likenesses.tsx";
import { t } from "./texts.ts";
import { useTicked } from "./ticked.ts";

const Queue = graphql(`
  query ConfirmationQueue($first: Int, $after: String, $last: Int, $before: String) {
    entryDrafts(
      first: $first
      after: $after
      last: $last
      before: $before
      where: { toConfirm: true }
    ) {
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
        heldOn
        place
        deputyText
        stationText
        offered
        file {
          id
          name
        }
        evidence {
          id
        }
        alike {
          id
          likeness
          percent
          otherHeldOn
          otherName
          otherTitle
        }
      }
    }
  }
`);

const ConfirmEntries = graphql(`
  mutation ConfirmEntries($input: ConfirmEntriesInput!) {
    confirmEntries(input: $input) {
      count
    }
  }
`);

/** Of what was looked at only what is of these drafts: the API refuses anything else. */
function lookedOf(
  drafts: readonly { alike: readonly { id: string }[] }[],
  ticked: ReadonlySet<string>,
): string[] {
  return drafts.flatMap((one) => one.alike.map((like) => like.id)).filter((id) => ticked.has(id));
}

const CONFIRMING = "deputy_files.confirm_entries";

/** What waits for a confirmation; several go together, and each likeness is looked at first. */
export default function QueuePage() {
  const looked = useTicked();
  return (
    <Records
      title={t("queue.title")}
      query={Queue}
      variables={(place) => place}
      page={(data) => data.entryDrafts}
      to={(one) => `../drafts/${one.id}`}
      called={(one) => `${one.file?.name ?? ""}《${one.title}》`}
      empty={t("queue.none")}
      batch={(drafts) => {
        const notHere = drafts.filter((one) => !one.offered.includes(CONFIRMING));
        return (
        <>
          {drafts.length > 0 ? null : <p className="quiet">{t("queue.hint")}</p>}
          {notHere.length > 0 ? (
            <p className="quiet">{t("queue.byOthers", { count: notHere.length })}</p>
          ) : null}
          <Acts>
            <Act
              verb={ConfirmEntries}
              action="deputy_files.confirm_entries"
              text={t("queue.confirm", { count: drafts.length })}
              offered={drafts.length > 0 && drafts.every((one) => one.offered.includes(CONFIRMING))}
              before={<p>{t("queue.before")}</p>}
              variables={() => ({
                input: { drafts: drafts.map((one) => one.id), looked: lookedOf(drafts, looked.ticked) },
              })}
              said={(data) => t("queue.done", { count: data.confirmEntries.count })}
              done={looked.clear}
            />
          </Acts>
        </>
        );
      }}
      columns={[
        { title: t("entry.title"), value: (one) => one.title },
        { title: t("file.name"), value: (one) => one.file?.name },
        { title: t("entry.heldOn"), value: (one) => dayText(one.heldOn), tight: true },
        { title: t("entry.place"), value: (one) => one.place, wideOnly: true },
        { title: t("entry.text"), value: (one) => one.deputyText ?? one.stationText },
        { title: t("entry.evidence"), value: (one) => t("queue.pieces", { count: one.evidence.length }), tight: true },
        {
          title: t("alike.title"),
          value: (one) =>
            one.alike.length > 0 ? (
              <Likenesses alike={one.alike} looked={looked.ticked} look={looked.tick} />
            ) : (
              t("alike.none")
            ),
        },
      ]}
    />
  );
}
