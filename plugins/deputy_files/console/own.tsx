import {
  dayText,
  graphql,
  Link,
  RecordPage,
  Section,
  Tag,
  thisYear,
  useAsk,
  Waiting,
} from "@renda/console";
import { DraftsOf } from "./drafts_list.tsx";
import { EntriesOf } from "./entries_list.tsx";
import { ProgressOf } from "./progress.tsx";
import { named, t } from "./texts.ts";

const Own = graphql(`
  query OwnFile($year: Int!) {
    myDeputyFiles {
      here
      files {
        id
        name
        term
        district
        openedOn
        archivedOn
      }
    }
    dataNotice {
      text
      read
    }
    myMandates(year: $year) {
      code
      bodyName
      district
      here
      status
      term
      entries
      waiting
    }
  }
`);

/** A deputy's own file, what waits, what is confirmed, and the seats in other bodies. */
export default function OwnPage() {
  const year = thisYear();
  const { data, error } = useAsk(Own, { year });
  if (!data) return <Waiting title={t("own.title")} error={error} />;
  const files = data.myDeputyFiles.filter((one) => one.here).flatMap((one) => one.files);
  const file = files.find((one) => one.archivedOn === null) ?? files[0];
  const others = data.myMandates.filter((one) => !one.here);
  return (
    <RecordPage title={t("own.title")}>
      {data.dataNotice.text !== null && !data.dataNotice.read ? (
        <p className="preview">
          {t("notice.please")} <Link to="../notice">{t("notice.title")}</Link>
        </p>
      ) : null}
      {file ? (
        <>
          <p className="quiet">
            {t("own.file", { name: file.name, term: file.term, district: file.district })}{" "}
            {file.archivedOn ? t("file.archived", { day: dayText(file.archivedOn) }) : ""}
          </p>
          <p className="row">
            <Link to="../log">
              {t("log.title")}
            </Link>
            <Link to={`../files/${file.id}`}>{t("own.open")}</Link>
          </p>
          <Section title={t("progress.title", { year })}>
            <ProgressOf file={file.id} />
          </Section>
          <Section title={t("drafts.title")}>
            <DraftsOf file={file.id} />
          </Section>
          <Section title={t("entries.title")}>
            <EntriesOf file={file.id} />
          </Section>
        </>
      ) : (
        <p>{t("log.noFile")}</p>
      )}
      {others.length > 0 ? (
        <Section title={t("own.others")}>
          <ul className="cards">
            {others.map((one) => (
              <li key={`${one.code}${one.term}`}>
                <a href={`/c/${one.code}/`}>{one.bodyName}</a>{" "}
                <Tag>{named("mandateStatus", one.status)}</Tag>
                <p className="quiet">
                  {t("own.other", {
                    term: one.term,
                    district: one.district,
                    entries: one.entries,
                    waiting: one.waiting,
                  })}
                </p>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </RecordPage>
  );
}
