import { graphql, useEvery, type VariablesOf } from "@renda/console";

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
