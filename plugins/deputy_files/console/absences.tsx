import {
  choice,
  FieldRow,
  graphql,
  Listed,
  Print,
  RecordPage,
  Section,
  Tag,
  useAsk,
  useSearchParams,
  Waiting,
  Why,
} from "@renda/console";
import { t } from "./texts.ts";

const Terms = graphql(`
  query TermsOfMeetings {
    meetings(first: 100, assembly: CONGRESS) {
      nodes {
        id
        term
      }
    }
  }
`);

const Absent = graphql(`
  query AbsentDeputies($term: Int!) {
    absentDeputies(term: $term) {
      name
      district
      meetings
      reached
      article
    }
  }
`);

/** Who stayed away without leave, and the article that knows of it; what follows people decide. */
export default function AbsencesPage() {
  const [address, setAddress] = useSearchParams();
  const { data, error } = useAsk(Terms, {});
  const terms = [...new Set(data?.meetings.nodes.flatMap((one) => one.term ?? []))].sort(
    (one, other) => other - one,
  );
  const term = Number(address.get("term")) || terms[0];
  const found = useAsk(Absent, { term: term ?? 0 }, term === undefined);
  if (!data) return <Waiting title={t("absences.title")} error={error} />;
  if (term === undefined)
    return (
      <RecordPage title={t("absences.title")}>
        <p className="empty">{t("absences.noMeeting")}</p>
      </RecordPage>
    );
  if (!found.data) return <Waiting title={t("absences.title")} error={found.error} />;
  const rows = found.data.absentDeputies;
  return (
    <RecordPage title={t("absences.title")}>
      <p>{t("absences.what")}</p>
      <div className="screen-only">
        <FieldRow
          loose
          field={choice(
            t("file.term"),
            terms.map((one) => ({ value: String(one), text: t("absences.term", { term: one }) })),
            { required: true },
          )}
          value={String(term)}
          onChange={(value) => setAddress({ term: String(value) })}
        />
      </div>
      <Section title={t("absences.list", { term, count: rows.length })} aside={<Print />}>
        <Why rule={rows[0]?.article} />
        <Listed
          rows={rows}
          of={(one) => `${one.name}/${one.district}`}
          empty={t("absences.none")}
          columns={[
            [t("file.name"), (one) => one.name],
            [t("file.district"), (one) => one.district],
            [t("absences.times"), (one) => one.meetings.length],
            [
              t("absences.meetings"),
              (one) => one.meetings.map((meeting) => <p key={meeting}>{meeting}</p>),
            ],
            [
              t("absences.state"),
              (one) => (one.reached ? <Tag tone="late">{t("absences.reached")}</Tag> : ""),
            ],
          ]}
        />
      </Section>
    </RecordPage>
  );
}
