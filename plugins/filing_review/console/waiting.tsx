import { Counts, dayText, graphql, useAsk, useHere } from "@renda/console";
import { t } from "./texts.ts";

const Mine = graphql(`
  query FilingsWaiting(
    $revise: Boolean!
    $sign: Boolean!
    $send: Boolean!
    $supplement: Boolean!
    $answer: Boolean!
    $reply: Boolean!
    $correct: Boolean!
    $mendLetter: Boolean!
    $mendOpinion: Boolean!
    $register: Boolean!
    $assign: Boolean!
    $conclude: Boolean!
    $handle: Boolean!
    $close: Boolean!
    $checkSecrecy: Boolean!
    $publish: Boolean!
    $receiveDoubt: Boolean!
    $passUp: Boolean!
    $guide: Boolean!
    $read: Boolean!
    $review: Boolean!
    $extend: Boolean!
    $checkOpinion: Boolean!
    $issueOpinion: Boolean!
    $checkLetter: Boolean!
    $issueLetter: Boolean!
  ) {
    late: outgoingFilings(first: 1, overdue: true) @include(if: $revise) {
      totalCount
    }
    drafts: outgoingFilings(first: 1, state: DRAFT) @include(if: $revise) {
      totalCount
    }
    toSign: outgoingFilings(first: 1, toSign: true) @include(if: $sign) {
      totalCount
    }
    toSend: outgoingFilings(first: 1, state: SIGNED) @include(if: $send) {
      totalCount
    }
    toSupplement: outgoingFilings(first: 1, state: WITHHELD) @include(if: $supplement) {
      totalCount
    }
    toAnswer: outgoingFilings(first: 1, state: OPINION_RECEIVED) @include(if: $answer) {
      totalCount
    }
    toReply: outgoingFilings(first: 1, toReply: true) @include(if: $reply) {
      totalCount
    }
    toCorrect: outgoingFilings(first: 1, state: ANSWERED, running: true) @include(if: $correct) {
      totalCount
    }
    standingStill: outgoingFilings(first: 100, state: ANSWERED, suspended: true) @include(if: $correct) {
      totalCount
      nodes {
        id
        suspendedUntil
      }
    }
    lettersToMend: draftLetters(first: 1, state: RETURNED, step: REVISE) @include(if: $mendLetter) {
      totalCount
    }
    opinionsToMend: filings(first: 1, where: { opinion: RETURNED, opinionStep: REVISE }) @include(if: $mendOpinion) {
      totalCount
    }
    toRegister: filings(first: 1, where: { state: RECEIVED }) @include(if: $register) {
      totalCount
    }
    toAssign: filings(first: 1, where: { state: REGISTERED }) @include(if: $assign) {
      totalCount
    }
    toConclude: filings(first: 1, where: { state: UNDER_REVIEW, mine: true, allSubmitted: true }) @include(if: $conclude) {
      totalCount
    }
    toHandle: filings(first: 1, where: { state: PROBLEM, mine: true }) @include(if: $handle) {
      totalCount
    }
    cleanToClose: filings(first: 1, where: { state: NO_PROBLEM, mine: true }) @include(if: $close) {
      totalCount
    }
    correctedToClose: filings(first: 1, where: { state: CORRECTED, mine: true }) @include(if: $close) {
      totalCount
    }
    toCheckSecrecy: filings(first: 1, where: { publication: CHECK }) @include(if: $checkSecrecy) {
      totalCount
    }
    toPublish: filings(first: 1, where: { publication: APPROVE }) @include(if: $publish) {
      totalCount
    }
    doubtsToReceive: doubts(first: 1, state: ARRIVED) @include(if: $receiveDoubt) {
      totalCount
    }
    doubtsToPassUp: doubts(first: 1, state: RECEIVED) @include(if: $passUp) {
      totalCount
    }
    toGuide: exchanges(first: 1, toAnswer: true) @include(if: $guide) {
      totalCount
    }
    toRead: circulations(first: 1, unread: true) @include(if: $read) {
      totalCount
    }
    toReview: reviewTasks(first: 1, state: OPEN, mine: true) @include(if: $review) {
      totalCount
    }
    longer: filings(first: 1, where: { extensionToDecide: true }) @include(if: $extend) {
      totalCount
    }
    longerTasks: reviewTasks(first: 1, extensionToDecide: true) @include(if: $extend) {
      totalCount
    }
    opinionsToCheck: filings(first: 1, where: { opinionStep: CHECK }) @include(if: $checkOpinion) {
      totalCount
    }
    opinionsToIssue: filings(first: 1, where: { opinionStep: ISSUE }) @include(if: $issueOpinion) {
      totalCount
    }
    lettersToCheck: draftLetters(first: 1, step: CHECK) @include(if: $checkLetter) {
      totalCount
    }
    lettersToIssue: draftLetters(first: 1, step: ISSUE) @include(if: $issueLetter) {
      totalCount
    }
  }
`);

/** What waits for the person who looks, by what they may do; what waits for nobody is left out. */
export default function Waiting() {
  const here = useHere();
  const can = (verb: string) => here.can(`filing_review.${verb}`);
  const maker = can("read_outgoing");
  const reads = can("read");
  const doubts = can("read_doubts");
  const { data } = useAsk(Mine, {
    revise: maker && can("revise_filing"),
    sign: maker && can("sign_filing"),
    send: maker && can("send_filing"),
    supplement: maker && can("supplement_filing"),
    answer: maker && can("answer_opinion"),
    reply: maker && (can("send_letter") || can("draft_letter")),
    correct: maker && can("report_correction"),
    mendLetter: can("revise_letter"),
    mendOpinion: reads && can("revise_opinion"),
    register: reads && can("register_filing"),
    assign: reads && can("assign_review"),
    conclude: reads && can("conclude_review"),
    handle: reads && can("draft_opinion"),
    close: reads && can("close_filing"),
    checkSecrecy: reads && can("check_secrecy"),
    publish: reads && can("publish_filing"),
    receiveDoubt: doubts && can("receive_doubt"),
    passUp: doubts && can("pass_up_doubt"),
    guide: can("answer_guidance"),
    read: can("mark_filing_read"),
    review: can("submit_review"),
    extend: reads && can("extend_review"),
    checkOpinion: can("check_opinion"),
    issueOpinion: can("issue_opinion"),
    checkLetter: can("check_letter"),
    issueLetter: can("issue_letter"),
  });
  if (!data) return null;
  const at = `/c/${here.code}/p/filing_review`;
  const sum = (...lists: ({ totalCount: number } | null | undefined)[]) =>
    lists.reduce((all, one) => all + (one?.totalCount ?? 0), 0);
  const still = (data.standingStill?.nodes ?? []).flatMap((one) => one.suspendedUntil ?? []).sort();
  const counts = [
    { text: t("waiting.late"), number: sum(data.late), to: `${at}/outgoing?overdue=true`, late: true },
    { text: t("waiting.drafts"), number: sum(data.drafts), to: `${at}/outgoing?state=DRAFT` },
    { text: t("waiting.sign"), number: sum(data.toSign), to: `${at}/outgoing?toSign=true` },
    { text: t("waiting.send"), number: sum(data.toSend), to: `${at}/outgoing?state=SIGNED` },
    { text: t("waiting.supplement"), number: sum(data.toSupplement), to: `${at}/outgoing?state=WITHHELD` },
    { text: t("waiting.answer"), number: sum(data.toAnswer), to: `${at}/outgoing?state=OPINION_RECEIVED` },
    { text: t("waiting.reply"), number: sum(data.toReply), to: `${at}/outgoing?toReply=true` },
    {
      text: t("waiting.correct"),
      number: sum(data.toCorrect),
      to: `${at}/outgoing?state=ANSWERED&running=true`,
    },
    {
      text: t("waiting.suspended", { day: dayText(still[0]) }),
      number: sum(data.standingStill),
      to: `${at}/outgoing?state=ANSWERED&suspended=true`,
    },
    { text: t("waiting.register"), number: sum(data.toRegister), to: `${at}/filings?state=RECEIVED` },
    { text: t("waiting.assign"), number: sum(data.toAssign), to: `${at}/filings?state=REGISTERED` },
    { text: t("waiting.read"), number: sum(data.toRead), to: `${at}/reading?unread=true` },
    { text: t("waiting.review"), number: sum(data.toReview), to: `${at}/tasks?state=OPEN&mine=true` },
    { text: t("waiting.extend"), number: sum(data.longer), to: `${at}/filings?extensionToDecide=true` },
    { text: t("waiting.extendTask"), number: sum(data.longerTasks), to: `${at}/tasks?extensionToDecide=true` },
    {
      text: t("waiting.conclude"),
      number: sum(data.toConclude),
      to: `${at}/filings?state=UNDER_REVIEW&mine=true&allSubmitted=true`,
    },
    { text: t("waiting.handle"), number: sum(data.toHandle), to: `${at}/filings?state=PROBLEM&mine=true` },
    {
      text: t("waiting.closeClean"),
      number: sum(data.cleanToClose),
      to: `${at}/filings?state=NO_PROBLEM&mine=true`,
    },
    {
      text: t("waiting.closeCorrected"),
      number: sum(data.correctedToClose),
      to: `${at}/filings?state=CORRECTED&mine=true`,
    },
    {
      text: t("waiting.secrecy"),
      number: sum(data.toCheckSecrecy),
      to: `${at}/filings?publication=CHECK`,
    },
    { text: t("waiting.publish"), number: sum(data.toPublish), to: `${at}/filings?publication=APPROVE` },
    { text: t("waiting.check"), number: sum(data.opinionsToCheck, data.lettersToCheck), to: `${at}/signing?step=CHECK` },
    { text: t("waiting.issue"), number: sum(data.opinionsToIssue, data.lettersToIssue), to: `${at}/signing?step=ISSUE` },
    { text: t("waiting.mend"), number: sum(data.opinionsToMend, data.lettersToMend), to: `${at}/signing?step=REVISE` },
    { text: t("waiting.doubts"), number: sum(data.doubtsToReceive), to: `${at}/doubts?state=ARRIVED` },
    { text: t("waiting.passUp"), number: sum(data.doubtsToPassUp), to: `${at}/doubts?state=RECEIVED` },
    { text: t("waiting.guide"), number: sum(data.toGuide), to: `${at}/guidance?toAnswer=true` },
  ];
  return <Counts of={counts} />;
}
