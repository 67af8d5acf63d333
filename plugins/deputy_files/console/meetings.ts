import { dayText, graphql, today, useAsk } from "@renda/console";

const Meetings = graphql(`
  query MeetingsForLeave {
    meetings(first: 50) {
      nodes {
        id
        title
        beginsOn
        endsOn
        closedOn
      }
    }
  }
`);

/** Meetings that are not closed, to choose from; undefined until they are known. */
export function useOpenMeetings() {
  const { data } = useAsk(Meetings, {});
  return data?.meetings.nodes
    .filter((one) => one.closedOn === null)
    .map((one) => ({
      value: one.id,
      text: `${one.title} ${dayText(one.beginsOn)}`,
      last: one.endsOn ?? one.beginsOn,
    }));
}

/**
 * Those from which leave may still be asked. A meeting whose last day is past is over, even if nobody
 * has recorded that it closed; staff may still write down a paper that was handed in before it.
 */
export const useComingMeetings = () => useOpenMeetings()?.filter((one) => one.last >= today());
