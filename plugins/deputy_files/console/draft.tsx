import {
  Act,
  Acts,
  dayText,
  Facts,
  Gone,
  graphql,
  Link,
  longText,
  Offered,
  RecordPage,
  type ResultOf,
  Section,
  timeText,
  useAsk,
  useHere,
  useNavigate,
  useParams,
  Waiting,
} from "@renda/console";
import { stateTag } from "./drafts_list.tsx";
import { beginWith, entryFields, entryOf, Lists, OFFICE } from "./entry_form.ts";
import { Erasing } from "./erasing.tsx";
import { Evidence } from "./evidence.tsx";
import { Likenesses } from "./likenesses.tsx";
import { t } from "./texts.ts";
import { useTicked } from "./ticked.ts";
import { writtenFacts } from "./written.ts";

const One = graphql(`
  query EntryDraft($id: ID!) {
    node(id: $id) {
      ... on EntryDraft {
        id
        revision
        title
        kind
        heldOn
        startsAt
        endsAt
        place
        quantity
        state
        source
        deputyText
        deputyByName
        stationText
        stationByName
        withdraws
        erased
        reason
        refusal
        refusedOn
        refusedByName
        submittedAt
        matter {
          id
          title
        }
        file {
          id
          name
        }
        offered
        evidence {
          id
          name
          byDeputy
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

const Revise = graphql(`
  mutation ReviseEntry($input: ReviseEntryInput!) {
    reviseEntry(input: $input) {
      id
    }
  }
`);

const Join = graphql(`
  mutation JoinEntry($input: LogEntryInput!) {
    logEntry(input: $input) {
      id
    }
  }
`);

const Submit = graphql(`
  mutation SubmitEntry($input: SubmitEntryInput!) {
    submitEntry(input: $input) {
      id
    }
  }
`);

const Discard = graphql(`
  mutation DiscardEntry($input: DiscardEntryInput!) {
    discardEntry(input: $input) {
      id
    }
  }
`);

const Confirm = graphql(`
  mutation ConfirmEntry($input: ConfirmEntryInput!) {
    confirmEntry(input: $input) {
      id
    }
  }
`);

const Refuse = graphql(`
  mutation RefuseEntry($input: RefuseEntryInput!) {
    refuseEntry(input: $input) {
      id
    }
  }
`);

type Draft = Extract<NonNullable<ResultOf<typeof One>["node"]>, { title: string }>;

/** What is written and not yet confirmed: its writer goes on with it, or somebody confirms it. */
export default function DraftPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  const lists = useAsk(Lists, {});
  const here = useHere();
  if (!data || !lists.data)
    return <Waiting title={t("drafts.title")} error={error ?? lists.error} />;
  const one = data.node && "title" in data.node ? data.node : null;
  const back = one?.file
    ? { to: `../files/${one.file.id}`, text: t("file.back") }
    : { to: "../own", text: t("own.title") };
  if (!one) return <Gone title={t("drafts.title")} back={back} />;
  const { kinds } = lists.data.dutyLists;
  return (
    <RecordPage record={one.id} title={one.title} back={back} state={stateTag(one.state)}>
      {one.refusal ? (
        <p className="problem">
          {t("draft.refused", {
            name: one.refusedByName ?? "",
            day: dayText(one.refusedOn),
            reason: one.refusal,
          })}
        </p>
      ) : null}
      <Offered when={one.offered.includes("deputy_files.refuse_entry")}>
        <Deciding draft={one} />
      </Offered>
      <Writing draft={one} lists={lists.data} />
      <Section title={t("entry.facts")}>
        <Facts
          facts={[
            ...writtenFacts(one.file?.name, one, kinds),
            [t("draft.submittedAt"), one.submittedAt ? timeText(one.submittedAt) : null],
          ]}
        />
        {one.withdraws ? <p>{t("draft.withdraws")}</p> : null}
      </Section>
      <Section title={t("entry.evidence")}>
        <Evidence pieces={one.evidence} confirmed={false} />
      </Section>
      {one.state === "DISCARDED" && here.can("deputy_files.request_erasure") ? (
        <Section title={t("erasure.section")}>
          <p className="quiet">{t("erasure.sectionHint")}</p>
          <Acts>
            <Erasing about={{ draft: one.id }} erased={one.erased} />
          </Acts>
        </Section>
      ) : null}
      <p>
        <Link to="../log">{t("log.another")}</Link>
      </p>
    </RecordPage>
  );
}

/** Somebody else says that it was so, after looking at what it is like; or says why not. */
function Deciding({ draft }: { draft: Draft }) {
  const looked = useTicked();
  const navigate = useNavigate();
  return (
    <>
      {draft.state === "SUBMITTED" && draft.alike.length > 0 ? (
        <Section title={t("alike.title")}>
          <p className="quiet">{t("alike.hint")}</p>
          <Likenesses alike={draft.alike} looked={looked.ticked} look={looked.tick} />
        </Section>
      ) : null}
      <Acts>
        <Act
          verb={Confirm}
          action="deputy_files.confirm_entry"
          text={t("confirm.go")}
          about={draft.id}
          offered={draft.offered}
          before={<p>{t("confirm.before")}</p>}
          variables={() => ({ input: { draft: draft.id, looked: [...looked.ticked] } })}
          said={t("confirm.done")}
          done={(data) => navigate(`../entries/${data.confirmEntry.id}`)}
        />
        <Act
          verb={Refuse}
          action="deputy_files.refuse_entry"
          text={t("refuse.go")}
          about={draft.id}
          offered={draft.offered}
          fields={{ reason: longText(t("refuse.reason"), { required: true, most: 4000 }) }}
          variables={(typed) => ({ input: { draft: draft.id, ...typed } })}
          said={t("refuse.done")}
        />
      </Acts>
    </>
  );
}

function Writing({ draft, lists }: { draft: Draft; lists: ResultOf<typeof Lists> }) {
  const { kinds } = lists.dutyLists;
  const here = useHere();
  const own = { ...beginWith(draft, kinds), text: draft.deputyText ?? draft.stationText ?? "" };
  const going = draft.offered.length > 0;
  return (
    <Offered when={going}>
      <Acts>
        <Act
          verb={Submit}
          action="deputy_files.submit_entry"
          text={t("submit.go")}
          about={draft.id}
          offered={draft.offered}
          before={<p>{t("submit.before")}</p>}
          variables={() => ({ input: { draft: draft.id } })}
          said={t("submit.done")}
        />
        <Act
          verb={Revise}
          action="deputy_files.revise_entry"
          text={t("revise.go")}
          about={draft.id}
          offered={draft.offered}
          before={<p>{t("revise.before")}</p>}
          fields={entryFields(lists, { office: here.can(OFFICE), kind: draft.kind })}
          begin={own}
          revision={draft.revision}
          variables={(typed, seen) => ({ input: { draft: draft.id, entry: entryOf(typed, kinds), seen } })}
          said={t("revise.done")}
        />
        <Act
          verb={Join}
          action="deputy_files.log_entry"
          text={t("join.go")}
          about={`join/${draft.id}`}
          offered={draft.file ? draft.offered : false}
          before={<p>{t("join.before")}</p>}
          fields={entryFields(lists, { office: here.can(OFFICE), kind: draft.kind })}
          begin={beginWith(draft, kinds)}
          variables={(typed) => ({
            input: {
              file: draft.file?.id ?? "",
              joins: draft.id,
              entry: entryOf(typed, kinds),
            },
          })}
          said={t("join.done")}
        />
        <Act
          verb={Discard}
          action="deputy_files.discard_entry"
          text={t("discard.go")}
          about={draft.id}
          offered={draft.offered}
          danger
          fields={{ reason: longText(t("discard.reason"), { most: 4000 }) }}
          variables={({ reason }) => ({ input: { draft: draft.id, reason: reason ?? "" } })}
          said={t("discard.done")}
        />
      </Acts>
    </Offered>
  );
}
