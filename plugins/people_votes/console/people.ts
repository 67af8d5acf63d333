import { dayText, graphql, useAsk, useEvery, type VariablesOf } from "@renda/console";

const Roll = graphql(`
  query MeetingRollWhole($meeting: ID!, $attendance: Attendance, $after: String) {
    meetingRoll(meeting: $meeting, attendance: $attendance, first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        number
        name
        delegation
      }
    }
  }
`);

type Attendance = NonNullable<VariablesOf<typeof Roll>["attendance"]>;

/** Everybody on a meeting's roll: a form chooses among them. */
export const useRoll = (meeting: string, attendance: Attendance, pause: boolean) =>
  useEvery(Roll, { meeting, attendance }, (data) => data.meetingRoll, pause || !meeting);

const Staff = graphql(`
  query VotesStaff($after: String) {
    members(first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
        post
        roles
        endedOn
      }
    }
  }
`);

/** Everybody who has a place in the body now. */
export const useStaff = (pause: boolean) =>
  useEvery(Staff, {}, (data) => data.members, pause).filter((one) => !one.endedOn);

const Meetings = graphql(`
  query MeetingsToVote($assembly: Assembly) {
    meetings(assembly: $assembly, first: 50) {
      nodes {
        id
        title
        beginsOn
        closedOn
      }
    }
  }
`);

type Assembly = VariablesOf<typeof Meetings>["assembly"];

/** The latest meetings, of one assembly or of all, that are not closed. */
export function useMeetings(assembly: Assembly, pause: boolean) {
  const { data } = useAsk(Meetings, { assembly }, pause);
  return (data?.meetings.nodes ?? []).filter((one) => !one.closedOn);
}

/** A meeting as a form offers it. */
export const toChoose = (one: { id: string; title: string; beginsOn: string }) => ({
  value: one.id,
  text: `${one.title} ${dayText(one.beginsOn)}`,
});
