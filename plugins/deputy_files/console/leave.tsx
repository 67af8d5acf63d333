import {
  Act,
  Acts,
  choice,
  dayText,
  graphql,
  Link,
  longText,
  Records,
  Tag,
  useAsk,
  useHere,
} from "@renda/console";
import { useComingMeetings } from "./meetings.ts";
import { named, options, t } from "./texts.ts";

const Leaves = graphql(`
  query LeaveRequests(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $state: LeaveState
  ) {
    leaveRequests(first: $first, after: $after, last: $last, before: $before, state: $state) {
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
        meetingTitle
        requestedOn
        state
        decidedOn
      }
    }
  }
`);

const Asking = graphql(`
  query LeaveToAsk {
    myDeputyFiles {
      here
      files {
        id
        archivedOn
      }
    }
  }
`);

/** Asked by the deputy, or written down by staff. */
export const RequestLeave = graphql(`
  mutation RequestLeave($input: RequestLeaveInput!) {
    requestLeave(input: $input) {
      id
    }
  }
`);

export function leaveTag(state: string) {
  const tone = { APPROVED: "good", DECLINED: "late", MISTAKEN: "late" } as const;
  return (
    <Tag tone={tone[state as keyof typeof tone] ?? "plain"}>{named("leaveState", state)}</Tag>
  );
}

export default function LeavePage() {
  const here = useHere();
  const staff = here.can("deputy_files.request_leave") && here.can("deputy_files.read_leave");
  return (
    <Records
      title={t("leave.title")}
      query={Leaves}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.leaveRequests}
      filters={{ state: choice(t("leave.state"), options("leaveState")) }}
      to={(one) => one.id}
      empty={t("leave.none")}
      acts={
        <>
          <AskForLeave />
          {staff ? <Link to="../leave/new">{t("leave.paper")}</Link> : null}
        </>
      }
      columns={[
        { title: t("leave.meeting"), value: (one) => one.meetingTitle },
        { title: t("file.name"), value: (one) => one.name },
        { title: t("leave.requestedOn"), value: (one) => dayText(one.requestedOn), tight: true },
        { title: t("leave.state"), value: (one) => leaveTag(one.state) },
        { title: t("leave.decidedOn"), value: (one) => dayText(one.decidedOn), tight: true },
      ]}
    />
  );
}

function AskForLeave() {
  const { data } = useAsk(Asking, {});
  const meetings = useComingMeetings();
  const file = data?.myDeputyFiles
    .filter((one) => one.here)
    .flatMap((one) => one.files)
    .find((one) => one.archivedOn === null);
  if (!file || !meetings) return null;
  if (meetings.length === 0) return <p className="quiet">{t("leave.noMeeting")}</p>;
  return (
    <Acts>
      <Act
        verb={RequestLeave}
        action="deputy_files.request_leave"
        text={t("leave.ask")}
        before={<p>{t("leave.before")}</p>}
        fields={{
          meeting: choice(t("leave.meeting"), meetings, { required: true }),
          reason: longText(t("leave.reason"), { required: true, hint: t("leave.reasonHint") }),
        }}
        variables={(typed) => ({ input: { file: file.id, ...typed } })}
        said={t("leave.asked")}
      />
    </Acts>
  );
}
