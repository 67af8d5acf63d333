import { dayText, graphql, useAsk } from "@renda/console";

const Meetings = graphql(`
  query MeetingsForLeave {
    meetings(first: 50) {
      nodes {
        id
        title
        beginsOn
        closedOn
      }
    }
  }
`);

/** Meetings from which leave may still be asked, to choose from; undefined until they are known. */
export function useOpenMeetings() {
  const { data } = useAsk(Meetings, {});
  return data?.meetings.nodes
    .filter((one) => one.closedOn === null)
    .map((one) => ({ value: one.id, text: `${one.title} ${dayText(one.beginsOn)}` }));
}
