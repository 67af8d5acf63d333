"""Somebody leaves an organ: whoever can give their open reviews to others is told."""

from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from core import Event, Listener, Membership, Organ, Work, holders_of, notify
from plugins.filing_review.models import Filing, ReviewTask
from plugins.filing_review.permissions import ASSIGN_REVIEW, CONCLUDE_REVIEW, SUBMIT_REVIEW
from plugins.filing_review.rules import FilingState, TaskState

TAKE_BACK = "请收回任务另行分办，或者请该机关安排人员。"


async def tell_of_left_reviews(work: Work, event: Event) -> None:
    """A membership has ended: which reviews of its organ has nobody in hand any more?"""
    left = await work.session.get_one(Membership, (work.body.id, event.subject_id))
    organ = await work.session.get_one(Organ, (work.body.id, left.organ_id))
    if not await _is_in(work, organ.id, left.person_id):
        await _tell_of_leads(work, left)
    if not await holders_of(work, [SUBMIT_REVIEW], Membership.organ_id == organ.id):
        await _tell_of_tasks(work, organ)


async def _is_in(work: Work, organ_id: UUID, person_id: UUID | None) -> bool:
    """Whether somebody has a place in an organ now."""
    place = select(Membership.id).where(
        Membership.organ_id == organ_id,
        Membership.person_id == person_id,
        Membership.ended_on.is_(None),
    )
    return await work.session.scalar(place.limit(1)) is not None


async def _tell_of_leads(work: Work, left: Membership) -> None:
    """Reviews that were given by name to whoever left: their office gives them to another."""
    found = await work.session.scalars(
        select(Filing).where(
            Filing.organ_id == left.organ_id,
            Filing.lead_id == left.person_id,
            Filing.state == FilingState.UNDER_REVIEW,
        )
    )
    for filing in found:
        office = await _office(work, filing)
        told = f"{filing.register_text}的审查负责人已经结束任职，审查没有人负责，请另行分办。"
        notify(work, office, told, filing)


async def _tell_of_tasks(work: Work, organ: Organ) -> None:
    """Open parts of reviews with an organ in which nobody may hand them in any more."""
    given = (ReviewTask.tenant_id == Filing.tenant_id) & (ReviewTask.filing_id == Filing.id)
    found = await work.session.scalars(
        select(Filing)
        .join(ReviewTask, given)
        .where(
            ReviewTask.reviewer_organ == organ.code,
            ReviewTask.organ_id != organ.id,
            ReviewTask.state == TaskState.OPEN,
            ~_handed_in(),
        )
    )
    for filing in found:
        leads = await _is_in(work, filing.organ_id, filing.lead_id)
        told = f"{filing.register_text}分给{organ.name}的审查任务已经没有人办理，{TAKE_BACK}"
        notify(work, [filing.lead_id] if leads else await _office(work, filing), told, filing)


def _handed_in() -> ColumnElement[bool]:
    """What the committee handed in may still be on its way to the lead."""
    theirs = aliased(ReviewTask)
    return (
        select(theirs.id)
        .where(theirs.task_ref == ReviewTask.id, theirs.state != TaskState.OPEN)
        .exists()
    )


async def _office(work: Work, filing: Filing) -> set[UUID]:
    """Whoever of the reviewing office may give the review to another, or conclude it."""
    of_office = Membership.organ_id == filing.organ_id
    return await holders_of(work, [ASSIGN_REVIEW, CONCLUDE_REVIEW], of_office)


LISTENERS = [
    Listener(
        name="left_reviews",
        events=frozenset({"core.end_membership"}),
        run=tell_of_left_reviews,
    )
]
