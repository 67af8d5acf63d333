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
  Print,
  RecordPage,
  type ResultOf,
  Section,
  Tag,
  useAsk,
  useHere,
  useNavigate,
  useParams,
  Waiting,
  Why,
  yes,
} from "@renda/console";
import { beginWith, entryFields, entryOf, Lists, OFFICE } from "./entry_form.ts";
import { Erasing } from "./erasing.tsx";
import { Evidence } from "./evidence.tsx";
import { alikeText } from "./likenesses.tsx";
import { t } from "./texts.ts";
import { writtenFacts } from "./written.ts";

const One = graphql(`
  query DutyEntry($id: ID!) {
    node(id: $id) {
      ... on DutyEntry {
        id
        title
        name
        kind
        heldOn
        startsAt
        endsAt
        place
        quantity
        source
        deputyText
        stationText
        stationByName
        withdrawn
        erased
        reason
        digest
        correctedBy
        confirmedOn
        confirmedByName
        confirmedOrgan {
          name
        }
        matter {
          id
          title
        }
        file {
          id
        }
        evidence {
          id
          name
          byDeputy
        }
        looked {
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

const Correct = graphql(`
  mutation CorrectEntry($input: LogEntryInput!) {
    logEntry(input: $input) {
      id
    }
  }
`);

type Entry = Extract<NonNullable<ResultOf<typeof One>["node"]>, { title: string }>;

/** A confirmed entry: kept as it was confirmed; what was wrong is put right by a further one. */
export default function EntryPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  const lists = useAsk(Lists, {});
  const here = useHere();
  if (!data || !lists.data)
    return <Waiting title={t("entries.title")} error={error ?? lists.error} />;
  const one = data.node && "title" in data.node ? data.node : null;
  const back = { to: "../entries", text: t("entries.back") };
  if (!one) return <Gone title={t("entries.title")} back={back} />;
  const { kinds } = lists.data.dutyLists;
  return (
    <RecordPage
      record={one.id}
      title={one.title}
      back={one.file ? { to: `../files/${one.file.id}`, text: t("file.back") } : back}
      state={
        one.withdrawn ? (
          <Tag tone="late">{t("entry.withdrawing")}</Tag>
        ) : one.correctedBy ? (
          <Tag tone="late">{t("entry.corrected")}</Tag>
        ) : (
          <Tag tone="good">{t("entry.standing")}</Tag>
        )
      }
    >
      {one.correctedBy ? (
        <p>
          <Link to={`../entries/${one.correctedBy}`}>{t("entry.correctedBy")}</Link>
        </p>
      ) : (
        <Offered when={!one.withdrawn}>
          <Correcting entry={one} lists={lists.data} />
        </Offered>
      )}
      <Section title={t("entry.facts")} aside={<Print />}>
        <Facts
          facts={[
            ...writtenFacts(one.name, one, kinds),
            [t("entry.confirmedBy"), one.confirmedByName],
            [t("entry.confirmedOrgan"), one.confirmedOrgan?.name],
            [t("entry.confirmedOn"), dayText(one.confirmedOn)],
          ]}
        />
        <Why rule={lists.data.dutyLists.kindsRule}>
          <p>{t("entry.digest", { digest: one.digest })}</p>
        </Why>
      </Section>
      <Section title={t("entry.evidence")}>
        <Evidence pieces={one.evidence} confirmed />
      </Section>
      {here.can("deputy_files.request_erasure") || here.can("deputy_files.erase_words") ? (
        <Section title={t("erasure.section")}>
          <p className="quiet">{t("erasure.sectionHint")}</p>
          <Acts>
            <Erasing about={{ entry: one.id }} erased={one.erased} />
          </Acts>
        </Section>
      ) : null}
      {one.looked.length > 0 ? (
        <Section title={t("entry.looked")}>
          <ul className="files">
            {one.looked.map((other) => (
              <li key={other.id}>{alikeText(other)}</li>
            ))}
          </ul>
        </Section>
      ) : null}
    </RecordPage>
  );
}

function Correcting({ entry, lists }: { entry: Entry; lists: ResultOf<typeof Lists> }) {
  const { kinds } = lists.dutyLists;
  const here = useHere();
  const navigate = useNavigate();
  if (!entry.file) return null;
  const file = entry.file.id;
  return (
    <>
      <p>
        <Link to={`../log?like=${entry.id}&file=${file}`}>{t("log.like")}</Link>
      </p>
      <Acts>
        <Act
          verb={Correct}
          action="deputy_files.log_entry"
          text={t("correct.go")}
          about={entry.id}
          before={<p>{t("correct.before")}</p>}
          fields={{
            reason: longText(t("correct.reason"), { required: true, most: 4000 }),
            withdraws: yes(t("correct.withdraws")),
            ...entryFields(lists, { office: here.can(OFFICE), kind: entry.kind }),
          }}
          begin={{
            ...beginWith(entry, kinds),
            text: entry.deputyText ?? entry.stationText ?? "",
          }}
          variables={({ reason, withdraws, ...typed }) => ({
            input: {
              file,
              corrects: { entry: entry.id, reason, withdraws },
              entry: entryOf(typed, kinds),
            },
          })}
          said={t("correct.done")}
          done={(data) => navigate(`../drafts/${data.logEntry.id}`)}
        />
      </Acts>
    </>
  );
}
