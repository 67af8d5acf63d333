import { Counts, graphql, useAsk, useHere } from "@renda/console";
import { t } from "./texts.ts";

const Mine = graphql(`
  query VotesWaiting(
    $votes: Boolean!
    $accept: Boolean!
    $plan: Boolean!
    $duties: Boolean!
    $unit: String
    $calling: Boolean!
    $drafting: Boolean!
    $check: Boolean!
    $decide: Boolean!
    $notice: Boolean!
    $again: Boolean!
  ) {
    toVote: votes(first: 1, mine: true) @include(if: $votes) {
      totalCount
    }
    toAccept: projects(first: 1, where: { state: COMPLETED }) @include(if: $accept) {
      totalCount
    }
    toPlan: projects(first: 1, where: { state: CHOSEN, unitOrgan: $unit }) @include(if: $plan) {
      totalCount
    }
    owed: projectDuties(first: 1, ours: true) @include(if: $duties) {
      totalCount
    }
    cyclesToCheck: voteCycles(first: 1, toCheck: true) @include(if: $check) {
      totalCount
    }
    reportsToCheck: projects(first: 1, where: { toCheck: REPORT }) @include(if: $check) {
      totalCount
    }
    adjustmentsToCheck: projects(first: 1, where: { toCheck: ADJUSTMENT }) @include(if: $check) {
      totalCount
    }
    toDecide: projects(first: 1, where: { adjustment: PROPOSED }) @include(if: $decide) {
      totalCount
    }
    toNotice: projects(first: 1, where: { adjustment: ADOPTED }) @include(if: $notice) {
      totalCount
    }
    toReport: projects(first: 1, where: { reportAgain: true, unitOrgan: $unit }) @include(if: $again) {
      totalCount
    }
    calling: voteCycles(first: 5, state: CALLING) @include(if: $calling) {
      nodes {
        id
        title
      }
    }
    drafting: voteCycles(first: 5, state: SCREENING) @include(if: $drafting) {
      nodes {
        id
        title
      }
    }
  }
`);

const OfCycle = graphql(`
  query CycleWaiting($cycle: ID!, $screen: Boolean!, $submit: Boolean!, $examine: Boolean!) {
    ideas(first: 1, where: { cycle: $cycle, state: RECEIVED }) @include(if: $screen) {
      totalCount
    }
    candidateDrafts(first: 1, cycle: $cycle, state: DRAFT) @include(if: $submit) {
      totalCount
    }
    candidateLists(first: 1, cycle: $cycle, state: SUBMITTED) @include(if: $examine) {
      totalCount
    }
  }
`);

const OWING = ["report_progress", "record_check", "submit_half_year_report", "report_mended"];

/** What waits for the person who looks, by what they may do; each opens to what was counted. */
export default function Waiting() {
  const here = useHere();
  const can = (verb: string) => here.can(`people_votes.${verb}`);
  const read = can("read");
  const { data } = useAsk(Mine, {
    votes: here.can("core.read_rounds"),
    accept: read && can("accept_project"),
    plan: read && can("plan_project"),
    duties: read && OWING.some(can),
    unit: here.organ,
    check: read && can("check_project_secrecy"),
    decide: read && can("decide_adjustment"),
    notice: read && can("publish_adjustment"),
    again: read && can("report_again"),
    calling: read && can("screen_idea"),
    drafting: read && (can("screen_idea") || can("submit_candidates") || can("examine_candidates")),
  });
  if (!data) return null;
  const at = `/c/${here.code}/p/people_votes`;
  const counts = [
    { text: t("waiting.vote"), number: data.toVote?.totalCount, to: `${at}/votes?mine=true` },
    { text: t("waiting.accept"), number: data.toAccept?.totalCount, to: `${at}/projects?state=COMPLETED` },
    {
      text: t("waiting.plan"),
      number: data.toPlan?.totalCount,
      to: `${at}/projects?state=CHOSEN&unitOrgan=${here.organ}`,
    },
    {
      text: t("waiting.reportAgain"),
      number: data.toReport?.totalCount,
      to: `${at}/projects?reportAgain=true&unitOrgan=${here.organ}`,
    },
    { text: t("waiting.owed"), number: data.owed?.totalCount, to: `${at}/duties?ours=true` },
    {
      text: t("waiting.checkCycles"),
      number: data.cyclesToCheck?.totalCount,
      to: `${at}/cycles?toCheck=true`,
    },
    {
      text: t("waiting.checkReports"),
      number: data.reportsToCheck?.totalCount,
      to: `${at}/projects?toCheck=REPORT`,
    },
    {
      text: t("waiting.checkAdjustments"),
      number: data.adjustmentsToCheck?.totalCount,
      to: `${at}/projects?toCheck=ADJUSTMENT`,
    },
    {
      text: t("waiting.decideAdjustments"),
      number: data.toDecide?.totalCount,
      to: `${at}/projects?adjustment=PROPOSED`,
    },
    {
      text: t("waiting.noticeAdjustments"),
      number: data.toNotice?.totalCount,
      to: `${at}/projects?adjustment=ADOPTED`,
    },
  ];
  const cycles = [...(data.calling?.nodes ?? []), ...(data.drafting?.nodes ?? [])];
  return (
    <>
      <Counts of={counts} />
      {cycles.map((one) => (
        <CycleWaiting key={one.id} cycle={one} at={at} />
      ))}
    </>
  );
}

function CycleWaiting(props: { cycle: { id: string; title: string }; at: string }) {
  const { cycle, at } = props;
  const here = useHere();
  const can = (verb: string) => here.can(`people_votes.${verb}`);
  const { data } = useAsk(OfCycle, {
    cycle: cycle.id,
    screen: can("screen_idea"),
    submit: can("submit_candidates"),
    examine: can("examine_candidates"),
  });
  if (!data) return null;
  const title = cycle.title;
  const counts = [
    {
      text: t("waiting.screen", { title }),
      number: data.ideas?.totalCount,
      to: `${at}/cycles/${cycle.id}/ideas?state=RECEIVED`,
    },
    {
      text: t("waiting.submit", { title }),
      number: data.candidateDrafts?.totalCount,
      to: `${at}/drafts?cycle=${cycle.id}&state=DRAFT`,
    },
    {
      text: t("waiting.examine", { title }),
      number: data.candidateLists?.totalCount,
      to: `${at}/cycles/${cycle.id}/candidates`,
    },
  ];
  return <Counts of={counts} />;
}
