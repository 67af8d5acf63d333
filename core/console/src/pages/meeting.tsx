import { useRef } from "react";
import { hasDraft } from "../drafts.ts";
import { graphql } from "../graphql.ts";
import {
  Act,
  Acts,
  choice,
  day,
  dayText,
  Facts,
  Gone,
  Print,
  RecordPage,
  Records,
  Section,
  Tag,
  useAsk,
  useHere,
  useParams,
  Waiting,
} from "../kit/index.ts";
import { hasBegun, MeetingState } from "./meeting_state.tsx";
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
        closedOn
        due
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
const Attend = graphql(`
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

/** One member's attendance. */
function Recording(props: { meeting: string; member: { id: string; name: string }; running: boolean }) {
  const { meeting, member, running } = props;
  return (
    <Act
      verb={Attend}
      action="core.record_attendance"
      text={t("meeting.recordOf", { name: member.name })}
      about={member.id}
      offered={running}
      fields={{ attendance: choice(t("meeting.attendance"), ATTENDANCE, { required: true }) }}
      begin={{ attendance: "PRESENT" }}
      variables={({ attendance }) => ({ input: { meeting, attendance, members: [member.id] } })}
      said={t("meeting.recorded")}
    />
  );
}

export default function MeetingPage() {
  const { id = "" } = useParams();
  const here = useHere();
  const { data, error } = useAsk(One, { id });
  // Who began to record stays with what they typed where somebody else ends the meeting meanwhile.
  const sat = useRef("");
  if (!data) return <Waiting title={t("meetings.title")} error={error} />;
  const one = data.node && "assembly" in data.node ? data.node : null;
  const back = { to: "../meetings", text: t("meetings.back") };
  if (!one) return <Gone title={t("meetings.title")} back={back} />;
  const meeting = one.id;
  const running = one.closedOn === null;
  if (running) sat.current = one.id;
  const recording = (member: string) => sat.current === one.id || hasDraft(`RecordAttendance/${member}`);
  return (
    <RecordPage
      record={one.id}
      title={one.title}
      back={back}
      state={<MeetingState meeting={one} />}
    >
        <Acts>
          <Act
            verb={Attend}
            action="core.record_attendance"
            text={t("meeting.rest")}
            about={meeting}
            offered={running}
            before={<p>{t("meeting.restBefore")}</p>}
            fields={{ attendance: choice(t("meeting.attendance"), ATTENDANCE, { required: true }) }}
            begin={{ attendance: "PRESENT" }}
            variables={({ attendance }) => ({ input: { meeting, attendance, members: [] } })}
            said={t("meeting.recorded")}
          />
          <Act
            danger
            verb={Close}
            action="core.close_meeting"
            text={t("meeting.close")}
            about={meeting}
            offered={running && hasBegun(one)}
            before={<p>{t("meeting.closeBefore")}</p>}
            fields={{ on: day(t("meeting.closedOn"), { required: true }) }}
            variables={({ on }) => ({ input: { meeting, on } })}
            said={t("meeting.closed")}
          />
        </Acts>
      <Section title={t("person.facts")}>
        <Facts
          facts={[
            [t("meetings.assembly"), named("assembly", one.assembly)],
            [t("mandates.term"), one.term ? t("mandates.termNumber", { term: one.term }) : ""],
            [t("meetings.beginsOn"), dayText(one.beginsOn)],
            [t("meetings.endsOn"), dayText(one.endsOn)],
            [t("meeting.closedOn"), dayText(one.closedOn)],
            [t("meetings.due"), one.due],
          ]}
        />
      </Section>
      {here.can("core.read_roll") ? (
        <Section title={t("meeting.roll")} aside={<Print />}>
          <Records
            query={Roll}
            variables={(place, chosen) => ({
              ...place,
              meeting,
              attendance: chosen.attendance ?? null,
            })}
            page={(answer) => answer.meetingRoll}
            filters={{ attendance: choice(t("meeting.attendance"), options("attendance")) }}
            empty={t("meeting.none")}
            columns={[
              { title: t("people.name"), value: (member) => member.name },
              { title: t("meeting.number"), value: (member) => member.number, tight: true },
              { title: t("meetings.delegation"), value: (member) => member.delegation },
              {
                title: t("meeting.attendance"),
                value: (member) => (
                  <Tag tone={TONES[member.attendance]}>{named("attendance", member.attendance)}</Tag>
                ),
                tight: true,
              },
              ...(here.can("core.record_attendance")
                ? [
                    {
                      title: t("meeting.record"),
                      ifAny: true,
                      value: (member: { id: string; name: string; attendance: string }) =>
                        recording(member.id) ? <Recording {...{ meeting, member, running }} /> : null,
                    },
                  ]
                : []),
            ]}
          />
        </Section>
      ) : null}
    </RecordPage>
  );
}

const ATTENDANCE = options("attendance").filter((one) => one.value !== "UNRECORDED");
const TONES = { PRESENT: "good", LEAVE: "plain", ABSENT: "late", UNRECORDED: "plain" } as const;
