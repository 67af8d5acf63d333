import {
  Act,
  Acts,
  graphql,
  Link,
  RecordPage,
  Section,
  text,
  today,
  useAsk,
  useHere,
  useNavigate,
  useSearchParams,
  Waiting,
} from "@renda/console";
import { beginWith, entryFields, entryOf, Lists, OFFICE } from "./entry_form.ts";
import { t } from "./texts.ts";

const Own = graphql(`
  query FilesToWriteIn {
    myDeputyFiles {
      here
      files {
        id
        name
        term
        archivedOn
      }
    }
  }
`);

const Given = graphql(`
  query FileToWriteIn($file: ID!) {
    node(id: $file) {
      ... on DeputyFile {
        id
        name
        term
        archivedOn
      }
    }
  }
`);

const Like = graphql(`
  query EntryToRepeat($id: ID!) {
    node(id: $id) {
      ... on DutyEntry {
        id
        kind
        heldOn
        title
        place
        startsAt
        endsAt
        quantity
        matter {
          id
        }
      }
    }
  }
`);

const Log = graphql(`
  mutation LogEntry($input: LogEntryInput!) {
    logEntry(input: $input) {
      id
    }
  }
`);

const OpenMatter = graphql(`
  mutation OpenMatter($input: OpenMatterInput!) {
    openMatter(input: $input) {
      id
    }
  }
`);

/** An activity is written down; for a deputy in the own file, for staff in the one they come from. */
export default function LogPage() {
  const [address] = useSearchParams();
  const given = address.get("file");
  const like = address.get("like");
  const here = useHere();
  const navigate = useNavigate();
  const lists = useAsk(Lists, {});
  const own = useAsk(Own, {}, given !== null);
  const other = useAsk(Given, { file: given ?? "" }, given === null);
  const before = useAsk(Like, { id: like ?? "" }, like === null);
  const found = given === null ? own : other;
  const error = lists.error ?? found.error ?? before.error;
  if (!lists.data || !found.data || (like !== null && !before.data))
    return <Waiting title={t("log.title")} error={error} />;
  const files = other.data
    ? [other.data.node]
    : (own.data?.myDeputyFiles ?? []).filter((one) => one.here).flatMap((one) => one.files);
  const file = files.find((one) => one && "name" in one && one.archivedOn === null);
  if (!file || !("name" in file))
    return (
      <RecordPage title={t("log.title")}>
        <p>{t("log.noFile")}</p>
        <p>
          <Link to="../files">{t("log.chooseFile")}</Link>
        </p>
      </RecordPage>
    );
  const { kinds } = lists.data.dutyLists;
  const repeated = before.data?.node && "kind" in before.data.node ? before.data.node : null;
  return (
    <RecordPage title={t("log.title")}>
      <p className="quiet">{t("log.whose", { name: file.name, term: file.term })}</p>
      <Act
        open
        verb={Log}
        action="deputy_files.log_entry"
        text={t("log.go")}
        about={`${file.id}/${like ?? ""}`}
        fields={entryFields(lists.data, { office: here.can(OFFICE) })}
        begin={{ ...(repeated ? beginWith(repeated, kinds) : {}), heldOn: today() }}
        variables={(typed) => ({ input: { file: file.id, entry: entryOf(typed, kinds) } })}
        said={t("log.done")}
        done={(data) => navigate(`../drafts/${data.logEntry.id}`)}
      />
      <Section title={t("matter.title")}>
        <p className="quiet">{t("matter.what")}</p>
        <Acts>
          <Act
            verb={OpenMatter}
            action="deputy_files.open_matter"
            text={t("matter.go")}
            fields={{ title: text(t("matter.name"), { required: true, most: 100 }) }}
            variables={(typed) => ({ input: typed })}
            said={t("matter.done")}
          />
        </Acts>
      </Section>
    </RecordPage>
  );
}
