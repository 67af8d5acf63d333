"""Who may do what with a paper on its way through the hands: the same for every body."""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from plugins.filing_review.rules.states import NotAllowed, OpinionMachine, OpinionState, next_state


class HandStep(StrEnum):
    """What somebody may do with a paper."""

    CHECK = "check"
    RETURN = "return"
    REVISE = "revise"
    ISSUE = "issue"
    DROP = "drop"


HAND_STEPS = {
    HandStep.CHECK: "核稿",
    HandStep.RETURN: "退回修改",
    HandStep.REVISE: "修改",
    HandStep.ISSUE: "签发",
    HandStep.DROP: "作废",
}


class PublicationStep(StrEnum):
    """What a closed filing of the open kind waits for before it is in the public catalogue."""

    CHECK = "check"
    APPROVE = "approve"


PUBLICATION_STEPS = {
    PublicationStep.CHECK: "待公开前的保密审查",
    PublicationStep.APPROVE: "已通过保密审查，待批准公开",
}


class OnItsWay(NamedTuple):
    """A paper, through whose hands it went, and through which it must go."""

    state: OpinionState
    drafted_by: UUID
    checked_by: UUID | None
    several: bool
    """Another person than its drafter and its checker signs it off."""
    checked_first: bool
    """It is checked before it is signed off."""


def steps_for(paper: OnItsWay, person: UUID, *, revises: bool, drops: bool) -> list[HandStep]:
    """The steps that are not refused to this person, as the paper stands.

    `revises`: whether this person may mend it; `drops`: whether papers of this kind are dropped.
    """
    drafter = person == paper.drafted_by
    two = drafter or person == paper.checked_by
    unchecked = paper.checked_first and paper.state is OpinionState.DRAFTED
    fits = {
        HandStep.CHECK: not drafter and _goes(paper, "check_opinion"),
        HandStep.RETURN: not drafter and _goes(paper, "return_opinion"),
        HandStep.REVISE: revises and _goes(paper, "revise_opinion"),
        HandStep.ISSUE: not (two and paper.several)
        and not unchecked
        and _goes(paper, "issue_unchecked"),
        HandStep.DROP: drops and _goes(paper, "drop_letter"),
    }
    return [step for step, is_fit in fits.items() if is_fit]


def _goes(paper: OnItsWay, step: str) -> bool:
    try:
        next_state(OpinionMachine, paper.state, step)
    except NotAllowed:
        return False
    return True
