import {
  Act,
  Acts,
  Chart,
  choice,
  day,
  dayText,
  Facts,
  Gone,
  graphql,
  group,
  Link,
  longText,
  number,
  RecordPage,
  type ResultOf,
  Section,
  Tag,
  text,
  useAsk,
  useHere,
  useNavigate,
  useParams,
  Waiting,
  yes,
} from "@renda/console";
import { money } from "./money.ts";
import { toChoose, useMeetings } from "./people.ts";
import { Stages } from "./stages.tsx";
import { named, options, t } from "./texts.ts";
import { VotesList } from "./votes.tsx";

const OneCycle = graphql(`
  query Cycle($id: ID!) {
    node(id: $id) {
      ... on Cycle {
        id
        year
        title
        decider
        state
        area
        entrustedBy
        openedByName
        callFrom
        callUntil
        offered
        calls {
          id
          revision
          text
          until
          secrecyNote
          openedOn
          openedByName
          changedOn
          changedByName
          changeReason
          withdrawnOn
          withdrawnByName
          withdrawReason
        }
        candidates {
          id
          number
          state
          title
          responsibleUnit
          investment
          votesFor
        }
      }
    }
  }
`);
const Figures = graphql(`
  query IdeaFigures($cycle: ID!) {
    ideaFigures(cycle: $cycle) {
      figure
      count
    }
  }
`);
const Rounds = graphql(`
  query CycleRounds($cycle: ID!) {
    votes(cycle: $cycle, first: 50) {
      nodes {
        id
        state
        tally {
          then
        }
      }
    }
  }
`);
const Projects = graphql(`
  query CycleProjects($where: ProjectFilter, $cycle: ID!) {
    projectFigures(where: $where) {
      figure
      count
    }
    projects(where: $where, first: 100) {
      nodes {
        id
        number
        title
        publishedOn
        carriedOverOn
      }
    }
    halfYearReports(cycle: $cycle, first: 20) {
      nodes {
        id
        title
        reportedOn
        reportedByName
      }
    }
  }
`);
const CallTerm = graphql(`
  query CallTerm {
    callTerm {
      allYear
      until
    }
  }
`);
const OpenCall = graphql(`
  mutation OpenCall($input: OpenCallInput!) {
    openCall(input: $input) {
      id
    }
  }
`);
const ChangeCall = graphql(`
  mutation ChangeCall($input: ChangeCallInput!) {
    changeCall(input: $input) {
      id
    }
  }
`);
const WithdrawCall = graphql(`
  mutation WithdrawCall($input: WithdrawCallInput!) {
    withdrawCall(input: $input) {
      id
    }
  }
`);
const CloseCall = graphql(`
  mutation CloseCall($input: CloseCallInput!) {
    closeCall(input: $input) {
      id
    }
  }
`);
const PrepareVote = graphql(`
  mutation PrepareVote($input: PrepareVoteInput!) {
    prepareVote(input: $input) {
      id
    }
  }
`);
const PrepareAssessment = graphql(`
  mutation PrepareAssessment($input: PrepareAssessmentInput!) {
    prepareAssessment(input: $input) {
      id
    }
  }
`);
const Conclude = graphql(`
  mutation ConcludeVote($input: ConcludeVoteInput!) {
    concludeVote(input: $input) {
      id
    }
  }
`);
const CheckSecrecy = graphql(`
  mutation CheckProjectSecrecy($input: CheckProjectSecrecyInput!) {
    checkProjectSecrecy(input: $input) {
      id
    }
  }
`);
const Publish = graphql(`
  mutation PublishProjects($input: PublishProjectsInput!) {
    publishProjects(input: $input) {
      id
    }
  }
`);
const PublishOutcomes = graphql(`
  mutation PublishOutcomes($input: PublishOutcomesInput!) {
    publishOutcomes(input: $input) {
      id
    }
  }
`);
const HalfYear = graphql(`
  mutation SubmitHalfYearReport($input: SubmitHalfYearReportInput!) {
    submitHalfYearReport(input: $input) {
      id
    }
  }
`);
const CloseCycle = graphql(`
  mutation CloseCycle($input: CloseCycleInput!) {
    closeCycle(input: $input) {
      id
    }
  }
`);

type Cycle = Extract<NonNullable<ResultOf<typeof OneCycle>["node"]>, { year: number }>;

/** The call of the cycle; what was withdrawn is none. */
const standing = (cycle: Cycle) => cycle.calls.find((one) => one.withdrawnOn === null);

const STATES = [
  "PREPARING",
  "CALLING",
  "SCREENING",
  "LISTED",
  "DECIDED",
  "PUBLISHED",
  "CLOSED",
] as const;

/** Where a year's vote stands, what is next, and the way to each part of it. */
export default function CyclePage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(OneCycle, { id });
  if (!data) return <Waiting title={t("cycles.title")} error={error} />;
  const one = data.node && "year" in data.node ? data.node : null;
  const back = { to: "../cycles", text: t("cycles.back") };
  if (!one) return <Gone title={t("cycles.title")} back={back} />;
  const now = STATES.indexOf(one.state);
  return (
    <RecordPage record={one.id} title={one.title} back={back} state={<Tag>{named("cycleState", one.state)}</Tag>}>
      <Stages
        label={t("cycle.stages")}
        stages={STATES.map((state) => named("stageOf", state))}
        now={one.state === "CLOSED" ? STATES.length : now}
      />
      <Section title={t("cycle.next")}>
        <Next cycle={one} />
        <Steps cycle={one} />
      </Section>
      <Section title={t("cycle.facts")}>
        <Facts
          facts={[
            [t("cycle.year"), one.year],
            [t("cycle.decider"), named("decider", one.decider)],
            [t("cycle.area"), one.area],
            [t("cycle.entrustedBy"), one.entrustedBy],
            [t("cycle.openedBy"), one.openedByName],
            [t("cycle.callFrom"), dayText(one.callFrom)],
            [t("cycle.callUntil"), dayText(one.callUntil)],
          ]}
        />
      </Section>
      <Calls cycle={one} />
      <Ideas cycle={one} />
      <Candidates cycle={one} />
      <Section title={t("votes.title")}>
        <VotesList cycle={one.id} to="../votes/" />
      </Section>
      {now >= STATES.indexOf("DECIDED") ? <ProjectsOf cycle={one} /> : null}
    </RecordPage>
  );
}

const GOES_ON = ["people_votes.submit_half_year_report", "people_votes.prepare_assessment"];
const RUNNING = ["PREPARED", "OPEN", "COUNTING", "CONFIRMED"];

/** What is next as things stand: a call without a last day ends otherwise, and a vote may be held. */
function Next({ cycle }: { cycle: Cycle }) {
  const listed = cycle.state === "LISTED";
  const { data } = useAsk(Rounds, { cycle: cycle.id }, !listed);
  if (cycle.state === "CALLING" && cycle.callUntil === null) return <p>{t("cycle.nextAllYear")}</p>;
  if (cycle.state === "CLOSED" && cycle.offered.some((verb) => GOES_ON.includes(verb)))
    return <p>{t("cycle.nextCarried")}</p>;
  if (!listed) return <p>{named("nextOf", cycle.state)}</p>;
  if (!data) return null;
  const held = data.votes.nodes.filter((one) => one.state !== "CANCELLED");
  if (held.some((one) => RUNNING.includes(one.state))) return <p>{t("cycle.nextVoting")}</p>;
  const last = held[0];
  if (!last) return <p>{named("nextOf", cycle.state)}</p>;
  const again =
    last.state === "VOID" || ["FURTHER_ROUND", "NEXT_ROUND"].includes(last.tally?.then ?? "");
  return <p>{again ? t("cycle.nextFurther") : t("cycle.nextConclude")}</p>;
}

/** What the call says to the public, when it was corrected and why, and what was withdrawn before it. */
function Calls({ cycle }: { cycle: Cycle }) {
  const call = standing(cycle);
  const withdrawn = cycle.calls.filter((one) => one.withdrawnOn !== null);
  if (cycle.calls.length === 0) return null;
  return (
    <Section title={t("call.title")}>
      {call ? (
        <Facts
          facts={[
            [t("openCall.text"), call.text],
            [t("openCall.secrecyNote"), call.secrecyNote],
            [t("call.openedBy"), `${call.openedByName} ${dayText(call.openedOn)}`],
            [
              t("call.changedBy"),
              call.changedOn ? `${call.changedByName ?? ""} ${dayText(call.changedOn)}` : null,
            ],
            [t("changeCall.reason"), call.changeReason],
          ]}
        />
      ) : null}
      {withdrawn.length > 0 ? (
        <ul className="plain-list">
          {withdrawn.map((one) => (
            <li key={one.id}>
              {t("call.withdrawn", {
                day: dayText(one.withdrawnOn),
                name: one.withdrawnByName ?? "",
                reason: one.withdrawReason ?? "",
              })}
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

function Ideas({ cycle }: { cycle: Cycle }) {
  const here = useHere();
  const may = here.can("people_votes.read_ideas");
  const { data } = useAsk(Figures, { cycle: cycle.id }, !may);
  const open = cycle.state === "CALLING";
  if (!may && !open) return null;
  return (
    <Section title={t("ideas.title")}>
      {open ? (
        <p>
          {t("call.public")}{" "}
          <a href={`/p/${encodeURIComponent(here.code)}/`}>{t("call.link")}</a>
        </p>
      ) : null}
      {data ? (
        <>
          <ul className="counts">
            {data.ideaFigures.map((one) => (
              <li key={one.figure}>
                <strong>
                  <Link
                    to={`../cycles/${cycle.id}/ideas?figure=${one.figure}`}
                    aria-label={`${named("ideaFigure", one.figure)} ${one.count}`}
                  >
                    {one.count}
                  </Link>
                </strong>
                {named("ideaFigure", one.figure)}
              </li>
            ))}
          </ul>
          <p>
            <Link to={`../cycles/${cycle.id}/ideas`}>{t("ideas.all")}</Link>
          </p>
        </>
      ) : null}
    </Section>
  );
}

function Candidates({ cycle }: { cycle: Cycle }) {
  return (
    <Section title={t("candidates.title")}>
      {cycle.candidates.length === 0 ? (
        <p className="quiet">{t("candidates.none")}</p>
      ) : (
        <ol className="ballot-items">
          {cycle.candidates.map((one) => (
            <li key={one.id} value={one.number}>
              {one.title}{" "}
              <Tag tone={one.state === "CHOSEN" ? "good" : "plain"}>
                {named("candidateState", one.state)}
              </Tag>
              <p className="quiet">
                {one.responsibleUnit} {money(one.investment)}
                {one.votesFor === null ? "" : ` ${t("candidate.votesFor", { count: one.votesFor })}`}
              </p>
            </li>
          ))}
        </ol>
      )}
      <p>
        <Link to={`../cycles/${cycle.id}/candidates`}>{t("candidates.all")}</Link>
      </p>
    </Section>
  );
}

function ProjectsOf({ cycle }: { cycle: Cycle }) {
  const { data } = useAsk(Projects, { where: { cycle: cycle.id }, cycle: cycle.id });
  if (!data) return null;
  const to = `../projects?cycle=${cycle.id}`;
  return (
    <Section title={t("projects.title")}>
      <Chart
        title={t("projects.figures")}
        kind="bar"
        names={data.projectFigures.map((one) => named("projectFigure", one.figure))}
        series={[{ name: t("projects.count"), values: data.projectFigures.map((one) => one.count) }]}
        to={(place) => `${to}&figure=${data.projectFigures[place]?.figure ?? ""}`}
      />
      <ul className="plain-list">
        {[...data.projects.nodes]
          .sort((one, other) => one.number - other.number)
          .map((one) => (
            <li key={one.id}>
              {one.number}. <Link to={`../projects/${one.id}`}>{one.title}</Link>
            </li>
          ))}
      </ul>
      {data.halfYearReports.nodes.length > 0 ? (
        <>
          <h3>{t("halfYear.title")}</h3>
          <ul className="plain-list">
            {data.halfYearReports.nodes.map((one) => (
              <li key={one.id}>
                {one.title} <span className="quiet">{`${dayText(one.reportedOn)} ${one.reportedByName}`}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Section>
  );
}

function Steps({ cycle }: { cycle: Cycle }) {
  const navigate = useNavigate();
  const here = useHere();
  const input = { cycle: cycle.id };
  const plain = { about: cycle.id, variables: () => ({ input }) };
  const { state } = cycle;
  const mayPrepare =
    here.can("people_votes.prepare_vote") || here.can("people_votes.prepare_assessment");
  const assesses = state === "PUBLISHED" || state === "CLOSED";
  const votes = state === "LISTED" || assesses;
  const meetings = useMeetings(null, !mayPrepare || !votes).map(toChoose);
  const { data: chosen } = useAsk(
    Projects,
    { where: { cycle: cycle.id }, cycle: cycle.id },
    !assesses || !mayPrepare,
  );
  const calls = cycle.offered.includes("people_votes.open_call");
  const term = useAsk(CallTerm, {}, !calls).data?.callTerm;
  // What an empty field means is said, or it must be filled in: as practice has it today.
  const lastDay = day(t("openCall.until"), {
    when: () => !term?.allYear,
    needed: () => term !== undefined && !term.until,
    hint: !term
      ? t("openCall.untilHint")
      : term.until
        ? t("openCall.untilByRule", { day: dayText(term.until) })
        : t("openCall.untilNeeded"),
  });
  const vote = {
    meeting: choice(t("prepare.meeting"), meetings, {
      required: true,
      hint: meetings.length > 0 ? undefined : t("prepare.noMeeting"),
    }),
    title: text(t("prepare.title"), { required: true, hint: t("prepare.titleHint") }),
    methodTitle: text(t("prepare.methodTitle"), { required: true }),
    mode: choice(t("vote.mode"), options("mode"), { required: true }),
  };
  return (
    <Acts>
      <Act
        verb={OpenCall}
        action="people_votes.open_call"
        text={t("openCall.go")}
        about={cycle.id}
        offered={cycle.offered}
        before={<p>{term?.allYear ? t("openCall.beforeAllYear") : t("openCall.before")}</p>}
        fields={{
          text: longText(t("openCall.text"), { required: true }),
          until: lastDay,
          secrecyNote: longText(t("openCall.secrecyNote"), { required: true }),
          seasonReason: text(t("openCall.seasonReason")),
        }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("openCall.done")}
      />
      <CallSteps cycle={cycle} />
      <Act
        verb={CloseCall}
        action="people_votes.close_call"
        text={t("closeCall.go")}
        offered={cycle.offered}
        before={<p>{t("closeCall.before")}</p>}
        said={t("closeCall.done")}
        {...plain}
      />
      <Act
        verb={PrepareVote}
        action="people_votes.prepare_vote"
        text={t("prepare.go")}
        about={cycle.id}
        offered={cycle.offered}
        before={<p>{t("prepare.before")}</p>}
        fields={{
          ...vote,
          places: number(t("vote.places"), { least: 1, hint: t("prepare.placesHint") }),
        }}
        begin={{ mode: "PAPER" }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("prepare.done")}
        done={(data) => void navigate(`../votes/${data.prepareVote.id}`)}
      />
      <Act
        verb={Conclude}
        action="people_votes.conclude_vote"
        text={t("conclude.go")}
        offered={cycle.offered}
        before={<p>{t("conclude.before")}</p>}
        said={t("conclude.done")}
        {...plain}
      />
      <Act
        verb={CheckSecrecy}
        action="people_votes.check_project_secrecy"
        text={t("secrecy.go")}
        about={cycle.id}
        offered={cycle.offered}
        before={<p>{state === "DECIDED" ? t("secrecy.before") : t("secrecy.beforeOutcomes")}</p>}
        fields={{
          passed: yes(t("secrecy.passed")),
          note: longText(t("secrecy.note")),
        }}
        variables={({ passed, note }) => ({ input: { ...input, passed, note: note ?? "" } })}
        said={t("secrecy.done")}
      />
      <Act
        verb={Publish}
        action="people_votes.publish_projects"
        text={t("publish.go")}
        offered={cycle.offered}
        before={<p>{t("publish.before")}</p>}
        said={t("publish.done")}
        {...plain}
      />
      <Act
        verb={PrepareAssessment}
        action="people_votes.prepare_assessment"
        text={t("assess.go")}
        about={cycle.id}
        offered={cycle.offered}
        before={<p>{t("assess.before")}</p>}
        fields={{
          ...vote,
          projects: group(
            t("assess.projects"),
            Object.fromEntries(
              (chosen?.projects.nodes ?? [])
                .filter((one) => state === "PUBLISHED" || one.carriedOverOn)
                .map((one) => [one.id, yes(one.title)]),
            ),
          ),
        }}
        begin={{ mode: "PAPER" }}
        variables={({ projects, ...typed }) => ({
          input: {
            ...input,
            ...typed,
            projects: Object.entries(projects).flatMap(([id, is]) => (is === true ? [id] : [])),
          },
        })}
        said={t("assess.done")}
        done={(data) => void navigate(`../votes/${data.prepareAssessment.id}`)}
      />
      <Act
        verb={HalfYear}
        action="people_votes.submit_half_year_report"
        text={t("halfYear.go")}
        about={cycle.id}
        offered={cycle.offered}
        fields={{
          title: text(t("halfYear.name"), { required: true }),
          text: longText(t("halfYear.text"), { required: true }),
        }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("halfYear.done")}
      />
      <Act
        verb={PublishOutcomes}
        action="people_votes.publish_outcomes"
        text={t("outcomes.go")}
        offered={cycle.offered}
        before={<p>{t("outcomes.before")}</p>}
        said={t("outcomes.done")}
        {...plain}
      />
      <Act
        verb={CloseCycle}
        action="people_votes.close_cycle"
        text={t("closeCycle.go")}
        offered={cycle.offered}
        before={<p>{t("closeCycle.before")}</p>}
        said={t("closeCycle.done")}
        {...plain}
      />
    </Acts>
  );
}

/** A call that runs is corrected, or taken back while nobody has answered it. */
function CallSteps({ cycle }: { cycle: Cycle }) {
  const call = standing(cycle);
  return (
    <>
      <Act
        verb={ChangeCall}
        action="people_votes.change_call"
        text={t("changeCall.go")}
        about={cycle.id}
        offered={cycle.offered}
        before={<p>{t("changeCall.before")}</p>}
        fields={{
          text: longText(t("openCall.text"), { required: true }),
          until: day(t("openCall.until"), {
            required: true,
            hint: t("changeCall.untilHint"),
            when: () => call?.until !== null,
          }),
          secrecyNote: longText(t("changeCall.secrecyNote"), { required: true }),
          reason: text(t("changeCall.reason"), { required: true }),
        }}
        begin={{ text: call?.text, until: call?.until }}
        revision={call?.revision}
        says={[
          { name: t("openCall.text"), text: call?.text ?? "" },
          { name: t("openCall.until"), text: dayText(call?.until) },
          { name: t("openCall.secrecyNote"), text: call?.secrecyNote ?? "" },
        ]}
        variables={(typed, seen) => ({ input: { cycle: cycle.id, ...typed, seen } })}
        said={t("changeCall.done")}
      />
      <Act
        verb={WithdrawCall}
        action="people_votes.withdraw_call"
        text={t("withdrawCall.go")}
        about={cycle.id}
        offered={cycle.offered}
        danger
        before={<p>{t("withdrawCall.before")}</p>}
        fields={{ reason: text(t("withdrawCall.reason"), { required: true }) }}
        variables={(typed) => ({ input: { cycle: cycle.id, ...typed } })}
        said={t("withdrawCall.done")}
      />
    </>
  );
}
