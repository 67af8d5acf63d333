import { graphql } from "../graphql.ts";
import { Act, choice, day, dayText, number, Records, rows, text, useHere, useNavigate } from "../kit/index.ts";
import { MeetingState } from "./meeting_state.tsx";
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
        endsOn
        closedOn
        due
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
  const here = useHere();
  // A township has no standing committee; a subdistrict holds no congress either.
  const none = [
    ...(here.level === "TOWNSHIP" ? ["STANDING_COMMITTEE"] : []),
    ...(here.kind === "SUBDISTRICT_COMMITTEE" ? ["CONGRESS", "STANDING_COMMITTEE"] : []),
  ];
  const held = options("assembly").filter((one) => !none.includes(one.value));
  return (
    <Records
      title={t("meetings.title")}
      query={Meetings}
      variables={(place, chosen) => ({ ...place, assembly: chosen.assembly ?? null })}
      page={(data) => data.meetings}
      filters={{ assembly: choice(t("meetings.assembly"), held) }}
      to={(one) => one.id}
      empty={t("meetings.none")}
      acts={
        <Act
          verb={Convene}
          action="core.convene_meeting"
          text={t("meetings.convene")}
          before={<p>{t("meetings.conveneBefore")}</p>}
          fields={{
            assembly: choice(t("meetings.assembly"), held, { required: true }),
            title: text(t("meetings.name"), { required: true, hint: t("meetings.nameHint") }),
            term: number(t("mandates.term"), {
              least: 1,
              required: true,
              when: (typed) => typed.assembly === "CONGRESS",
            }),
            beginsOn: day(t("meetings.beginsOn"), { required: true }),
            endsOn: day(t("meetings.endsOn")),
            members: rows(
              t("meetings.members"),
              {
                name: text(t("people.name"), { required: true }),
                delegation: text(t("meetings.delegation")),
              },
              { when: (typed) => typed.assembly === "COUNCIL" },
            ),
          }}
          variables={(typed) => ({ input: typed })}
          said={t("meetings.convened")}
          done={(answer) => void navigate(answer.conveneMeeting.id)}
        />
      }
      columns={[
        { title: t("meetings.name"), value: (one) => one.title },
        { title: t("meetings.assembly"), value: (one) => named("assembly", one.assembly) },
        { title: t("meetings.beginsOn"), value: (one) => dayText(one.beginsOn), tight: true },
        { title: t("meetings.due"), value: (one) => one.due, tight: true },
        {
          title: t("meetings.state"),
          value: (one) => <MeetingState meeting={one} />,
          tight: true,
        },
      ]}
    />
  );
}
