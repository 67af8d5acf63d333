import {
  Act,
  Acts,
  choice,
  day,
  dayText,
  Facts,
  graphql,
  RecordPage,
  Records,
  rows,
  Section,
  Tag,
  useAsk,
  useParams,
  Waiting,
} from "@renda/console";
import { useRoll } from "./people.ts";
import { named, options, t } from "./texts.ts";

const One = graphql(`
  query Meeting($id: ID!) {
    node(id: $id) {
      ... on Meeting {
        id
        title
        assembly
        term
        beginsOn
        endsOn
        due
        closedOn
      }
    }
  }
`);

const Roll = graphql(`
  query MeetingRoll(
    $meeting: ID!
    $attendance: Attendance
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    meetingRoll(
      meeting: $meeting
      attendance: $attendance
      first: $first
      after: $after
      last: $last
      before: $before
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
        number
        name
        delegation
        attendance
      }
    }
  }
`);

const Record = graphql(`
  mutation RecordAttendance($input: RecordAttendanceInput!) {
    recordAttendance(input: $input) {
      id
    }
  }
`);

const Close = graphql(`
  mutation CloseMeeting($input: CloseMeetingInput!) {
    closeMeeting(input: $input) {
      id
    }
  }
`);

export default function MeetingPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("meetings.title")} error={error} />;
  const one = data.node && "title" in data.node ? data.node : null;
  const back = { to: "../meetings", text: t("meetings.back") };
  if (!one)
    return (
      <RecordPage title={t("meetings.title")} back={back}>
        <p>{t("meeting.none")}</p>
      </RecordPage>
    );
  return (
    <RecordPage
      title={one.title}
      back={back}
      state={
        <Tag tone={one.closedOn ? "good" : "plain"}>
          {one.closedOn ? t("meeting.closed") : t("meeting.sitting")}
        </Tag>
      }
    >
      <Facts
        facts={[
          [t("meeting.assembly"), named("assembly", one.assembly)],
          [t("meeting.term"), one.term],
          [t("meeting.beginsOn"), dayText(one.beginsOn)],
          [t("meeting.endsOn"), dayText(one.endsOn)],
          [t("meeting.due"), one.due],
          [t("meeting.closedOn"), dayText(one.closedOn)],
        ]}
      />
      {one.closedOn ? null : <Attending meeting={one.id} />}
      <Section title={t("roll.title")}>
        <Records
          name="roll"
          query={Roll}
          variables={(place, chosen) => ({ ...place, meeting: one.id, ...chosen })}
          page={(found) => found.meetingRoll}
          filters={{ attendance: choice(t("person.attendance"), options("attendance")) }}
          empty={t("roll.none")}
          columns={[
            { title: t("person.name"), value: (person) => person.name },
            { title: t("person.delegation"), value: (person) => person.delegation },
            {
              title: t("person.attendance"),
              value: (person) => (
                <Tag tone={person.attendance === "PRESENT" ? "good" : "plain"}>
                  {named("attendance", person.attendance)}
                </Tag>
              ),
            },
          ]}
        />
      </Section>
    </RecordPage>
  );
}

function Attending({ meeting }: { meeting: string }) {
  const waiting = useRoll(meeting, "UNRECORDED", false);
  const people = waiting.map((one) => ({ value: one.id, text: one.name }));
  return (
    <Acts>
      {waiting.length > 0 ? (
        <>
          <Act
            verb={Record}
            action="core.record_attendance"
            text={t("attend.some")}
            about={`${meeting}/some`}
            fields={{
              attendance: choice(t("person.attendance"), options("attendance"), { required: true }),
              // Nobody named would mean everybody who is left.
              members: rows(
                t("attend.who"),
                { member: choice(t("person.name"), people, { required: true }) },
                { least: 1 },
              ),
            }}
            variables={({ attendance, members }) => ({
              input: {
                meeting,
                attendance,
                members: members.map((one) => one.member),
              },
            })}
            said={t("attend.done")}
          />
          <Act
            verb={Record}
            action="core.record_attendance"
            text={t("attend.rest")}
            about={`${meeting}/rest`}
            before={<p>{t("attend.restBefore", { count: waiting.length })}</p>}
            variables={() => ({ input: { meeting, attendance: "PRESENT" as const, members: [] } })}
            said={t("attend.done")}
          />
        </>
      ) : null}
      <Act
        verb={Close}
        action="core.close_meeting"
        text={t("closeMeeting.go")}
        about={meeting}
        fields={{ on: day(t("meeting.closedOn"), { required: true }) }}
        variables={({ on }) => ({ input: { meeting, on } })}
        said={t("closeMeeting.done")}
      />
    </Acts>
  );
}
