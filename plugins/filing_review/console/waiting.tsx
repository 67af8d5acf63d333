import { Counts, graphql, useAsk, useHere } from "@renda/console";
import { t } from "./texts.ts";

const Mine = graphql(`
  query FilingsWaiting(
    $read: Boolean!
    $review: Boolean!
    $checkOpinion: Boolean!
    $issueOpinion: Boolean!
    $checkLetter: Boolean!
    $issueLetter: Boolean!
  ) {
    toRead: circulations(first: 1, unread: true) @include(if: $read) {
      totalCount
    }
    toReview: reviewTasks(first: 1, state: OPEN) @include(if: $review) {
      totalCount
    }
    opinionsToCheck: filings(first: 1, where: { opinion: DRAFTED }) @include(if: $checkOpinion) {
      totalCount
    }
    opinionsToIssue: filings(first: 1, where: { opinion: CHECKED }) @include(if: $issueOpinion) {
      totalCount
    }
    lettersToCheck: draftLetters(first: 1, state: DRAFTED) @include(if: $checkLetter) {
      totalCount
    }
    lettersToIssue: draftLetters(first: 1, state: CHECKED) @include(if: $issueLetter) {
      totalCount
    }
  }
`);

/** What waits for the person who looks, by what they may do; what waits for nobody is left out. */
export default function Waiting() {
  const here = useHere();
  const can = (verb: string) => here.can(`filing_review.${verb}`);
  const { data } = useAsk(Mine, {
    read: can("mark_filing_read"),
    review: can("submit_review"),
    checkOpinion: can("check_opinion"),
    issueOpinion: can("issue_opinion"),
    checkLetter: can("check_letter"),
    issueLetter: can("issue_letter"),
  });
  if (!data) return null;
  const at = `/c/${here.code}/p/filing_review`;
  const sum = (...lists: ({ totalCount: number } | null | undefined)[]) =>
    lists.reduce((all, one) => all + (one?.totalCount ?? 0), 0);
  const counts = [
    { text: t("waiting.read"), number: sum(data.toRead), to: `${at}/reading?unread=true` },
    { text: t("waiting.review"), number: sum(data.toReview), to: `${at}/tasks?state=OPEN` },
    { text: t("waiting.check"), number: sum(data.opinionsToCheck, data.lettersToCheck), to: `${at}/signing` },
    { text: t("waiting.issue"), number: sum(data.opinionsToIssue, data.lettersToIssue), to: `${at}/signing` },
  ];
  return <Counts of={counts} />;
}
