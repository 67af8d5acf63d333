"""What waits for whoever asks: the lists that the home page counts are narrowed by these words.

They say the same as the checks of the verbs, of all rows at once instead of one.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, select

from core import Work, today, value_of
from plugins.filing_review import practice, rules
from plugins.filing_review.models import Exchange, OutgoingFiling, OutgoingPart
from plugins.filing_review.rules import Direction, ExchangeKind, OutgoingState, PartKind
from plugins.filing_review.service.checking import Fault, route_or_fault
from plugins.filing_review.service.making import demanded_parts

UNSENT = (OutgoingState.DRAFT, OutgoingState.SIGNED)


def unsent_and_late() -> ColumnElement[bool]:
    """Own filings that were never sent, though the time to file is over."""
    own = OutgoingFiling
    return and_(own.state.in_(UNSENT), own.sent_on.is_(None), own.filing_due_on < today())


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


def to_answer() -> ColumnElement[bool]:
    """Questions and drafts from below that nobody answered; what was shared asks for nothing."""
    return and_(
        Exchange.direction == Direction.RECEIVED,
        Exchange.kind != ExchangeKind.SHARED,
        Exchange.answered_on.is_(None),
    )
