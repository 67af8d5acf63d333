"""What waits for whoever asks: the lists that the home page counts are narrowed by these words.

They say the same as the checks of the verbs, of all rows at once instead of one.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import ClockState, Deadline, Work, today, value_of
from plugins.filing_review import practice, rules
from plugins.filing_review.models import (
    DraftLetter,
    Exchange,
    Filing,
    Letter,
    Opinion,
    OutgoingFiling,
    OutgoingPart,
    ReviewTask,
)
from plugins.filing_review.rules import (
    Direction,
    ExchangeKind,
    FilingState,
    HandStep,
    LetterKind,
    Openness,
    OpinionState,
    OutgoingState,
    PartKind,
    PublicationStep,
)
from plugins.filing_review.service.checking import Fault, route_or_fault
from plugins.filing_review.service.letters import hands_demanded
from plugins.filing_review.service.making import demanded_parts
from plugins.filing_review.service.offering import own_organs

UNSENT = (OutgoingState.DRAFT, OutgoingState.SIGNED)


def unsent_and_late() -> ColumnElement[bool]:
    """Own filings that were never sent, though the time to file is over.

    What is marked as binding nobody in general need not be filed, and is never late.
    """
    own = OutgoingFiling
    return and_(
        own.state.in_(UNSENT),
        own.sent_on.is_(None),
        own.filing_due_on < today(),
        own.generally_binding.is_not(False),
    )


def waiting_for_plan() -> ColumnElement[bool]:
    """Own filings that stand still until the day of a written plan, which has not passed."""
    about = Deadline.subject_id == OutgoingFiling.id
    return select(Deadline.id).where(about, *_planned()).exists()


def _planned() -> list[ColumnElement[bool]]:
    return [
        Deadline.rule == practice.PLAN_PERIOD,
        Deadline.state == ClockState.RUNNING,
        Deadline.due_on >= today(),
    ]


async def plan_days(session: AsyncSession, keys: Sequence[UUID]) -> list[date | None]:
    """Until when each stands still by its maker's plan."""
    rows = await session.execute(
        select(Deadline.subject_id, Deadline.due_on).where(
            Deadline.subject_id.in_(keys), *_planned()
        )
    )
    days = {row.subject_id: row.due_on for row in rows}
    return [days.get(key) for key in keys]


def to_reply() -> ColumnElement[bool]:
    """Own filings with a reminder that nobody replied to since it came, until they are closed."""
    got, sent = aliased(Letter), aliased(Letter)
    later = select(sent.id).where(
        sent.outgoing_id == OutgoingFiling.id,
        sent.kind == LetterKind.REMINDER_ANSWER,
        sent.direction == Direction.SENT,
        sent.id > got.id,
    )
    open_reminder = select(got.id).where(
        got.outgoing_id == OutgoingFiling.id,
        got.kind == LetterKind.REMINDER,
        got.direction == Direction.RECEIVED,
        ~later.exists(),
    )
    return and_(OutgoingFiling.state != OutgoingState.CLOSED, open_reminder.exists())


async def to_sign(work: Work) -> ColumnElement[bool]:
    """Drafts that only lack a signature, which whoever asks may give: another prepared them."""
    own, route = OutgoingFiling, await route_or_fault(work)
    if work.actor is None or isinstance(route, Fault):
        return false()
    held = await value_of(work, practice.PACKAGE_PARTS, today())
    found = [
        own.state == OutgoingState.DRAFT,
        own.prepared_by != work.actor.person_id,
        own.published_on <= today(),
        *(_filled_in(getattr(own, fact)) for fact in rules.DEMANDED),
        *(_in_package(part) for part in demanded_parts(held.value)),
    ]
    if route.binding_only:
        found.append(own.generally_binding.is_(True))
    return and_(*found)


def _filled_in(column: Any) -> ColumnElement[bool]:
    said = column.is_not(None)
    return and_(said, column != "") if column.type.python_type is str else said


def _in_package(kind: PartKind) -> ColumnElement[bool]:
    """In the package, or explained as absent; no reason stands for the text itself."""
    part = OutgoingPart
    there = select(part.id).where(
        part.outgoing_id == OutgoingFiling.id, part.kind == kind, part.removed.is_(False)
    )
    if kind is PartKind.OFFICIAL_TEXT:
        there = there.where(part.file_id.is_not(None))
    return there.exists()


def to_review(work: Work) -> ColumnElement[bool]:
    """Parts of reviews that whoever asks has in hand: a committee's, and what they lead themselves.

    The reviewing office's own part is given to its lead by name, and waits for nobody else.
    """
    if work.actor is None:
        return false()
    led = select(Filing.id).where(
        Filing.id == ReviewTask.filing_id, Filing.lead_id == work.actor.person_id
    )
    return or_(ReviewTask.filing_id.is_(None), led.exists())


def to_answer() -> ColumnElement[bool]:
    """Questions and drafts from below that nobody answered; what was shared asks for nothing."""
    return and_(
        Exchange.direction == Direction.RECEIVED,
        Exchange.kind != ExchangeKind.SHARED,
        Exchange.answered_on.is_(None),
    )


def to_publish(step: PublicationStep, person: UUID | None) -> ColumnElement[bool]:
    """Closed filings of the open kind that are not public: to be checked, or to be approved."""
    closed = and_(
        Filing.state == FilingState.ARCHIVED,
        Filing.openness == Openness.PROACTIVE,
        Filing.published_id.is_(None),
    )
    if step is PublicationStep.CHECK:
        return and_(closed, Filing.secrecy_checked_on.is_(None))
    checked = Filing.secrecy_checked_by.is_distinct_from(person)
    return and_(closed, Filing.secrecy_passed.is_(True), checked)


async def letters_in_hand(work: Work, step: HandStep) -> ColumnElement[bool]:
    """Letters with which whoever asks may do this as they stand."""
    if work.actor is None:
        return false()
    hands = await hands_demanded(work)
    stands = DraftLetter.state.in_(_states(step, checked_first=hands > 2))
    if step is HandStep.REVISE:
        return stands
    about = select(Filing.id).where(Filing.id == DraftLetter.filing_id, await _ours(work))
    addressed = func.coalesce(DraftLetter.maker_organ, "").in_(await _own_codes(work))
    fits = and_(stands, ~about.exists(), ~addressed)
    others = _of_others(work, DraftLetter, step, several=hands > 1)
    return and_(fits, others)


async def opinions_in_hand(work: Work, step: HandStep) -> ColumnElement[bool]:
    """Filings with an opinion with which whoever asks may do this as it stands."""
    if work.actor is None or step is HandStep.DROP:
        return false()
    person = work.actor.person_id
    written = select(Opinion.id).where(
        Opinion.filing_id == Filing.id, Opinion.state.in_(_states(step, checked_first=True))
    )
    if step is HandStep.REVISE:
        leads = or_(Opinion.drafted_by == person, Filing.lead_id == person)
        return written.where(leads).exists()
    others = _of_others(work, Opinion, step, several=True)
    return and_(written.where(others).exists(), ~(await _ours(work)))


def _states(step: HandStep, *, checked_first: bool) -> list[OpinionState]:
    """In which states a paper can be dealt with so: as the rules say for somebody else's paper."""
    nobody, somebody = UUID(int=0), UUID(int=1)
    return [
        state
        for state in OpinionState
        if step
        in rules.steps_for(
            rules.OnItsWay(state, somebody, None, several=False, checked_first=checked_first),
            nobody,
            revises=True,
            drops=True,
        )
    ]


def _of_others(
    work: Work, paper: type[DraftLetter] | type[Opinion], step: HandStep, *, several: bool
) -> ColumnElement[bool]:
    """Another person checks, sends back and, where it takes several, signs off."""
    if work.actor is None:
        return false()
    person = work.actor.person_id
    drafted = paper.drafted_by != person
    if step is HandStep.ISSUE:
        checked = paper.checked_by.is_distinct_from(person)
        return and_(drafted, checked) if several else true()
    return true() if step is HandStep.DROP else drafted


async def _own_codes(work: Work) -> list[str]:
    return [code for _, code in await own_organs(work)]


async def _ours(work: Work) -> ColumnElement[bool]:
    """Whether whoever asks works for the maker of a filing."""
    return and_(Filing.maker_body == work.body.code, Filing.maker_organ.in_(await _own_codes(work)))
