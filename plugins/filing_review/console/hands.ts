/** Whoever has one of these has a hand in papers that are drafted, checked and signed off. */
export const HANDS = [
  "filing_review.check_opinion",
  "filing_review.issue_opinion",
  "filing_review.draft_opinion",
  "filing_review.check_letter",
  "filing_review.issue_letter",
  "filing_review.draft_letter",
];
