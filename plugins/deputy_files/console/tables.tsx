import {
  Act,
  Acts,
  choice,
  dayText,
  Download,
  Export,
  FieldRows,
  graphql,
  longText,
  number,
  Records,
  Section,
  Tag,
  thisYear,
  useDraft,
  useHere,
  Why,
} from "@renda/console";
import { options, t } from "./texts.ts";

const Tables = graphql(`
  query YearlyTables($first: Int, $after: String, $last: Int, $before: String, $term: Int) {
    yearlyTables(first: $first, after: $after, last: $last, before: $before, term: $term) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        year
        term
        dueOn
        dueText
        ruleText
        submittedOn
        submittedByName
        sentTo
        deputies
        reason
        sheet {
          id
          name
        }
        word {
          id
          name
        }
        deadlines {
          id
          overdueBy
          steps
        }
      }
    }
  }
`);

const Received = graphql(`
  query ReceivedTables($first: Int, $after: String, $last: Int, $before: String, $year: Int) {
    receivedTables(first: $first, after: $after, last: $last, before: $before, year: $year) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        fromBodyName
        fromOrganName
        year
        term
        deputies
        reason
        receivedOn
        sheet {
          id
          name
        }
        word {
          id
          name
        }
      }
    }
  }
`);

const Begin = graphql(`
  mutation BeginYearlyTable($input: BeginYearlyTableInput!) {
    beginYearlyTable(input: $input) {
      id
    }
  }
`);

const Submit = graphql(`
  mutation SubmitYearlyTable($input: SubmitYearlyTableInput!) {
    submitYearlyTable(input: $input) {
      id
    }
  }
`);

const Statistics = graphql(`
  mutation MakeStatistics($input: MakeStatisticsInput!) {
    makeStatistics(input: $input) {
      id
      name
    }
  }
`);

const WHICH = {
  term: number(t("file.term"), { least: 1, required: true }),
  year: number(t("entry.year"), { least: 1979, required: true }),
};

export default function TablesPage() {
  const year = String(thisYear());
  return (
    <>
      <Records
        title={t("tables.title")}
        query={Tables}
        variables={(place, chosen) => ({ ...place, ...chosen })}
        page={(data) => data.yearlyTables}
        filters={{ term: number(t("file.term"), { least: 1 }) }}
        empty={t("tables.none")}
        acts={
          <Acts>
            <Act
              verb={Submit}
              action="deputy_files.submit_yearly_table"
              text={t("tables.submit")}
              before={<p>{t("tables.submitBefore")}</p>}
              fields={{
                ...WHICH,
                organ: choice(t("tables.organ"), options("receiver"), { hint: t("tables.organHint") }),
                reason: longText(t("tables.again"), { hint: t("tables.againHint") }),
              }}
              begin={{ year }}
              variables={(typed) => ({ input: typed })}
              said={t("tables.submitted")}
            />
            <Act
              verb={Begin}
              action="deputy_files.begin_yearly_table"
              text={t("tables.begin")}
              before={<p>{t("tables.beginBefore")}</p>}
              fields={WHICH}
              begin={{ year }}
              variables={(typed) => ({ input: typed })}
              said={t("tables.begun")}
            />
          </Acts>
        }
        columns={[
          { title: t("entry.year"), value: (one) => t("tables.which", { year: one.year, term: one.term }), tight: true },
          {
            title: t("tables.due"),
            value: (one) => (
              <>
                {one.submittedOn ? (
                  <Tag tone="good">{t("tables.sent", { day: dayText(one.submittedOn) })}</Tag>
                ) : one.deadlines.some((clock) => clock.overdueBy) ? (
                  <Tag tone="late">
                    {t("tables.late", { days: one.deadlines[0]?.overdueBy ?? 0 })}
                  </Tag>
                ) : null}
                <p>{one.dueText}</p>
                <Why rule={one.ruleText} steps={one.deadlines.flatMap((clock) => clock.steps)} />
              </>
            ),
          },
          { title: t("tables.sentTo"), value: (one) => one.sentTo, wideOnly: true },
          { title: t("tables.by"), value: (one) => one.submittedByName, wideOnly: true },
          { title: t("tables.deputies"), value: (one) => one.deputies, tight: true },
          {
            title: t("tables.files"),
            value: (one) =>
              one.sheet || one.word ? (
                <>
                  <Download file={one.sheet} /> <Download file={one.word} />
                </>
              ) : null,
          },
        ]}
      />
      <Making />
      <Section title={t("received.title")}>
        <Records
          name="received"
          label={t("received.title")}
          query={Received}
          variables={(place, chosen) => ({ ...place, ...chosen })}
          page={(data) => data.receivedTables}
          filters={{ year: number(t("entry.year"), { least: 1979 }) }}
          empty={t("received.none")}
          columns={[
            { title: t("received.body"), value: (one) => `${one.fromBodyName} ${one.fromOrganName}` },
            { title: t("entry.year"), value: (one) => t("tables.which", { year: one.year, term: one.term }), tight: true },
            { title: t("received.on"), value: (one) => dayText(one.receivedOn), tight: true },
            { title: t("tables.deputies"), value: (one) => one.deputies, tight: true },
            { title: t("tables.again"), value: (one) => one.reason, wideOnly: true },
            {
              title: t("tables.files"),
              value: (one) => (
                <>
                  <Download file={one.sheet} /> <Download file={one.word} />
                </>
              ),
            },
          ]}
        />
      </Section>
    </>
  );
}

/** The table of a year as a file, without sending it to anybody. */
function Making() {
  const here = useHere();
  const [typed, setTyped] = useDraft<Record<string, unknown>>("deputy_files.statistics", {
    term: "",
    year: String(thisYear()),
  });
  if (!here.can("deputy_files.make_statistics")) return null;
  const which = { term: Number(typed.term), year: Number(typed.year) };
  return (
    <Section title={t("statistics.title")}>
      <p className="quiet">{t("statistics.hint")}</p>
      <FieldRows fields={WHICH} value={typed} onChange={setTyped} />
      {which.term && which.year ? (
        <Acts>
          <Export
            verb={Statistics}
            action="deputy_files.make_statistics"
            text={t("statistics.excel")}
            variables={{ input: { ...which, word: false } }}
            file={(data) => data.makeStatistics}
          />
          <Export
            verb={Statistics}
            action="deputy_files.make_statistics"
            text={t("statistics.word")}
            variables={{ input: { ...which, word: true } }}
            file={(data) => data.makeStatistics}
          />
        </Acts>
      ) : null}
    </Section>
  );
}
