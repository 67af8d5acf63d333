import { graphql, useAsk, type VariablesOf } from "@renda/console";
import { useEffect, useState } from "react";

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

interface Person {
  id: string;
  name: string;
  number: number;
  delegation: string | null;
}

/** Everybody on a meeting's roll, page after page: a form chooses among them. */
export function useRoll(meeting: string, attendance: Attendance, pause: boolean): Person[] {
  const [seen, setSeen] = useState<{ after: string | null; people: Person[] }>({
    after: null,
    people: [],
  });
  const { data } = useAsk(Roll, { meeting, attendance, after: seen.after }, pause || !meeting);
  const page = data?.meetingRoll;
  useEffect(() => {
    const end = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    if (page && end && end !== seen.after)
      setSeen({ after: end, people: [...seen.people, ...page.nodes] });
  }, [page]);
  const all = [...seen.people, ...(page?.nodes ?? [])];
  return [...new Map(all.map((one) => [one.id, one])).values()];
}
