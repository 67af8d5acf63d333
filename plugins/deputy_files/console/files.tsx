import {
  Act,
  Acts,
  choice,
  dayText,
  graphql,
  Link,
  number,
  Records,
  Tag,
  text,
  useHere,
  yes,
} from "@renda/console";
import { useOrgans } from "./organs.ts";
import { named, t } from "./texts.ts";

const Files = graphql(`
  query DeputyFiles(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $term: Int
    $name: String
    $station: String
    $archived: Boolean
  ) {
    deputyFiles(
      first: $first
      after: $after
      last: $last
      before: $before
      term: $term
      name: $name
      station: $station
      archived: $archived
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
        name
        district
        term
        mandateStatus
        openedOn
        archivedOn
        station {
          name
        }
      }
    }
  }
`);

const Open = graphql(`
  mutation OpenFiles($input: OpenFilesInput!) {
    openFiles(input: $input) {
      count
    }
  }
`);

const Archive = graphql(`
  mutation ArchiveFiles($input: ArchiveFilesInput!) {
    archiveFiles(input: $input) {
      count
    }
  }
`);

export default function FilesPage() {
  const stations = useOrgans("LIAISON_STATION");
  const offices = useOrgans("DELEGATION_OFFICE");
  const here = useHere();
  return (
    <Records
      title={t("files.title")}
      query={Files}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.deputyFiles}
      filters={{
        name: text(t("choose.name")),
        term: number(t("file.term"), { least: 1 }),
        station: choice(t("file.station"), stations),
        archived: yes(t("files.archived")),
      }}
      to={(one) => one.id}
      empty={here.can("deputy_files.open_files") ? t("files.noneOpen") : t("files.none")}
      acts={
        <Acts>
          <Act
            verb={Open}
            action="deputy_files.open_files"
            text={t("open.go")}
            before={<p>{t("open.before")}</p>}
            fields={{
              term: number(t("file.term"), { least: 1, required: true }),
              station: choice(t("file.station"), stations),
              office: choice(t("file.office"), offices),
            }}
            variables={(typed) => ({ input: typed })}
            said={(data) => t("open.done", { count: data.openFiles.count })}
          />
          <Act
            verb={Archive}
            action="deputy_files.archive_files"
            text={t("archive.go")}
            danger
            before={<p>{t("archive.before")}</p>}
            fields={{ term: number(t("file.term"), { least: 1, required: true }) }}
            variables={(typed) => ({ input: typed })}
            said={(data) => t("archive.done", { count: data.archiveFiles.count })}
          />
        </Acts>
      }
      columns={[
        { title: t("file.name"), value: (one) => one.name },
        { title: t("file.district"), value: (one) => one.district },
        { title: t("file.term"), value: (one) => one.term, tight: true },
        { title: t("file.station"), value: (one) => one.station?.name },
        {
          title: t("file.mandate"),
          value: (one) =>
            one.mandateStatus ? (
              <Tag tone={one.mandateStatus === "ACTIVE" ? "good" : "late"}>
                {named("mandateStatus", one.mandateStatus)}
              </Tag>
            ) : null,
        },
        { title: t("file.openedOn"), value: (one) => dayText(one.openedOn), tight: true, wideOnly: true },
        { title: t("file.archivedOn"), value: (one) => dayText(one.archivedOn), tight: true, wideOnly: true },
        {
          title: t("log.title"),
          value: (one) =>
            here.can("deputy_files.log_entry") && !one.archivedOn ? (
              <Link to={`../log?file=${one.id}`}>{t("files.log")}</Link>
            ) : null,
        },
      ]}
    />
  );
}
