import { Counts, graphql, thisYear, today, useAsk, useHere } from "@renda/console";
import { t } from "./texts.ts";

const Mine = graphql(`
  query PointsWaiting(
    $year: Int!
    $before: Int!
    $mark: Boolean!
    $notify: Boolean!
    $check: Boolean!
    $publish: Boolean!
    $answer: Boolean!
    $decide: Boolean!
    $own: Boolean!
  ) {
    year: pointsMarkSheets(year: $year) @include(if: $mark) {
      waiting
    }
    before: pointsMarkSheets(year: $before) @include(if: $mark) {
      waiting
    }
    toNotify: pointsLists(first: 1, waiting: NOTICE) @include(if: $notify) {
      totalCount
    }
    toCheck: pointsLists(first: 1, waiting: CHECK) @include(if: $check) {
      totalCount
    }
    toPublish: pointsLists(first: 1, waiting: PUBLICATION) @include(if: $publish) {
      totalCount
    }
    toAnswer: pointsLists(first: 1, waiting: ANSWER) @include(if: $answer) {
      totalCount
    }
    own: ownListedPoints @include(if: $own) {
      notifiedOn
      ownUntil
      withdrawnOn
    }
    toDecide: pointsProposals(year: $year, undecided: true) @include(if: $decide) {
      title
    }
    toDecideBefore: pointsProposals(year: $before, undecided: true) @include(if: $decide) {
      title
    }
  }
`);

/** What waits for the person who looks, by what they may do; each opens to what was counted. */
export default function Waiting() {
  const here = useHere();
  const year = thisYear();
  const before = year - 1;
  const can = (verb: string) => here.can(`deputy_points.${verb}`);
  const { data } = useAsk(Mine, {
    year,
    before,
    mark: can("enter_points_mark"),
    notify: can("notify_points_deputies"),
    check: can("check_points_secrecy"),
    publish: can("publish_points_list"),
    answer: can("answer_points_objection"),
    decide: can("decide_points_proposal"),
    own: can("read_own"),
  });
  if (!data) return null;
  const at = `/c/${here.code}/p/deputy_points`;
  const marks = (sheets: readonly { waiting: number }[] | null | undefined) =>
    (sheets ?? []).reduce((all, sheet) => all + sheet.waiting, 0);
  const lists = (step: string) => `${at}/lists?waiting=${step}`;
  const proposals = (of: number) => `${at}/proposals?year=${of}&undecided=true`;
  const toLookAt = data.own?.filter(
    (one) => one.notifiedOn && one.ownUntil && one.ownUntil >= today() && !one.withdrawnOn,
  );
  const counts = [
    { text: t("waiting.own"), number: toLookAt?.length, to: `${at}/own` },
    { text: t("waiting.rate", { year: before }), number: marks(data.before), to: `${at}/marks?year=${before}` },
    { text: t("waiting.rate", { year }), number: marks(data.year), to: `${at}/marks?year=${year}` },
    { text: t("waiting.notify"), number: data.toNotify?.totalCount, to: lists("NOTICE") },
    { text: t("waiting.check"), number: data.toCheck?.totalCount, to: lists("CHECK") },
    { text: t("waiting.publish"), number: data.toPublish?.totalCount, to: lists("PUBLICATION") },
    { text: t("waiting.answer"), number: data.toAnswer?.totalCount, to: lists("ANSWER") },
    { text: t("waiting.decide", { year: before }), number: data.toDecideBefore?.length, to: proposals(before) },
    { text: t("waiting.decide", { year }), number: data.toDecide?.length, to: proposals(year) },
  ];
  return <Counts of={counts} />;
}
