"""Which time limit a review stands in: that is the one which a plan pauses and a request extends.

A review ends with the correction (审查终止), so the same verbs serve every step of it.
"""

from enum import StrEnum

from plugins.filing_review.rules.states import FilingState


class Limit(StrEnum):
    """A time limit that may stand still or become longer."""

    REVIEW = "review"
    COMMITTEE_OPINION = "committee_opinion"
    CORRECTION = "correction"


LIMITS = {
    Limit.REVIEW: "审查期限",
    Limit.COMMITTEE_OPINION: "委员会审查期限",
    Limit.CORRECTION: "修改、废止期限",
}


def limit_of(state: FilingState) -> Limit:
    """The limit of the step that a filing is in: once the maker has answered, the correction's."""
    return Limit.CORRECTION if state is FilingState.ANSWERED else Limit.REVIEW


GOING_ON = {
    FilingState.UNDER_REVIEW: "resume_review",
    FilingState.PROBLEM: "resume_handling",
    FilingState.ANSWERED: "resume_correction",
}
"""The step of the machine that leads back to where a review was suspended."""
