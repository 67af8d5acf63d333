import {
  Act,
  choice,
  day,
  dayText,
  graphql,
  number,
  Records,
  rows,
  text,
  useNavigate,
} from "@renda/console";
import { named, options, t } from "./texts.ts";

const Meetings = graphql(`
  query Meetings($first: Int, $after: String, $last: Int, $before: String, $assembly: Assembly) {
    meetings(first: $first, after: $after, last: $last, before: $before, assembly: $assembly) {
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
        assembly
        beginsOn
        due
        closedOn
      }
    }
  }
`);

const Convene = graphql(`
  mutation ConveneMeeting($input: ConveneMeetingInput!) {
    conveneMeeting(input: $input) {
      id
    }
  }
`);

export default function MeetingsPage() {
  const navigate = useNavigate();
  const council = (typed: Record<string, unknown>) => typed.assembly === "COUNCIL";
  return (
    <Records
      title={t("meetings.title")}
      query={Meetings}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.meetings}
      filters={{ assembly: choice(t("meeting.assembly"), options("assembly")) }}
      to={(one) => one.id}
      empty={t("meetings.none")}
      acts={
        <Act
          verb={Convene}
          action="core.convene_meeting"
          text={t("convene.go")}
          before={<p>{t("convene.before")}</p>}
          fields={{
            assembly: choice(t("meeting.assembly"), options("assembly"), { required: true }),
            title: text(t("meeting.name"), { required: true }),
            beginsOn: day(t("meeting.beginsOn"), { required: true }),
            endsOn: day(t("meeting.endsOn")),
            term: number(t("meeting.term"), {
              least: 1,
              when: (typed) => typed.assembly === "CONGRESS",
            }),
            members: rows(
              t("meeting.members"),
              {
                name: text(t("person.name"), { required: true }),
                delegation: text(t("person.delegation")),
              },
              { when: council },
            ),
          }}
          variables={(typed) => ({ input: typed })}
          said={t("convene.done")}
          done={(data) => void navigate(data.conveneMeeting.id)}
        />
      }
      columns={[
        { title: t("meeting.name"), value: (one) => one.title },
        { title: t("meeting.assembly"), value: (one) => named("assembly", one.assembly) },
        { title: t("meeting.beginsOn"), value: (one) => dayText(one.beginsOn), tight: true },
        { title: t("meeting.due"), value: (one) => one.due, tight: true },
      ]}
    />
  );
}
