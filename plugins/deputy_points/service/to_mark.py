"""What waits for a mark of whoever asks: which sheets are theirs, and which deputies are on them.

A sheet is one thing that one rater marks, for a year or one of its periods. Only deputies with an
account of the year are listed: the account says who they are.
"""

from collections.abc import AsyncGenerator, Sequence
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import Context, Mandate, Work, today
from plugins.deputy_points import permissions as may
from plugins.deputy_points.models import PointsAccount, PointsClosing, PointsMark
from plugins.deputy_points.rules import MarkedKind, Rater, Span, last_day, version_on
from plugins.deputy_points.service.adopting import in_office
from plugins.deputy_points.service.copying import WHOLE_YEAR, check_year, versions
from plugins.deputy_points.service.marking import rule_for_marks, within_hand


class MarkSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What one rater marks, how many deputies are theirs, and how many are left to mark."""

    kind: MarkedKind
    rater: Rater
    period: Span | None
    deputies: int = 0
    waiting: int = 0

    @property
    def period_code(self) -> str:
        """As marks keep it."""
        return self.period.code if self.period else WHOLE_YEAR


async def mark_sheets(context: Context, year: int) -> list[MarkSheet]:
    """The sheets of a year that are open and have deputies for whoever asks."""
    async with context.previewing() as work:
        open_ones = [one async for one in _sheets(work, year)]
        if not open_ones:
            return []
        wanted = [
            _count(listing)
            for sheet, hand in open_ones
            for listing in (_theirs(year, hand), _left(work, year, sheet, hand))
        ]
        # One question for all of them; of each sheet two numbers.
        counts = iter((await work.session.execute(sa.select(*wanted))).one())
    counted = [
        msgspec.structs.replace(sheet, deputies=next(counts), waiting=next(counts))
        for sheet, _ in open_ones
    ]
    return [one for one in counted if one.deputies]


def _count(listing: sa.Select[PointsAccount]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(listing.subquery()).scalar_subquery()


async def to_mark_list(
    context: Context, year: int, kind: str, rater: str, period: str | None
) -> sa.Select[PointsAccount]:
    """The deputies whom whoever asks has still to mark on one sheet, by district and name."""
    asked = (kind, rater, period or WHOLE_YEAR)
    async with context.previewing() as work:
        async for sheet, hand in _sheets(work, year):
            if (sheet.kind.code, sheet.rater.code, sheet.period_code) == asked:
                left = _left(work, year, sheet, hand)
                return left.order_by(PointsAccount.district, PointsAccount.name)
    return sa.select(PointsAccount).where(sa.false()).order_by(PointsAccount.district)


Sheet = tuple[MarkSheet, sa.ColumnElement[bool]]
"""A sheet, and whom of the year's accounts its rater marks."""


async def _sheets(work: Work, year: int) -> AsyncGenerator[Sheet]:
    """In the order of the rule; what is closed or has not begun takes no marks."""
    check_year(year)
    kept = [one for _, one in await versions(work)]
    version, named = rule_for_marks(kept, year), version_on(kept, last_day(year))
    closings = sa.select(PointsClosing.period).where(PointsClosing.year == year)
    closed = set(await work.session.scalars(closings))
    if version is None or named is None or WHOLE_YEAR in closed:
        return
    begun = [one for one in named.rules.periods if one.first_on(year) <= today()]
    for rater in version.rules.raters:
        hand = await within_hand(work, rater, PointsAccount.mandate_id)
        if hand is None:
            continue
        for kind in version.rules.marked:
            for period in begun if kind.by_period else [None]:
                if period is None or period.code not in closed:
                    yield MarkSheet(kind=kind, rater=rater, period=period), hand


def _theirs(year: int, hand: sa.ColumnElement[bool]) -> sa.Select[PointsAccount]:
    """Of those who were in office: an account may be of somebody whose end was recorded late."""
    serving = PointsAccount.mandate_id.in_(sa.select(Mandate.id).where(in_office(year)))
    return sa.select(PointsAccount).where(PointsAccount.year == year, hand, serving)


def _left(
    work: Work, year: int, sheet: MarkSheet, hand: sa.ColumnElement[bool]
) -> sa.Select[PointsAccount]:
    """Neither marked by this rater already, nor by whoever asks as another one."""
    same = sa.and_(
        PointsMark.rater == sheet.rater.code,
        PointsMark.kind == sheet.kind.code,
        PointsMark.period == sheet.period_code,
    )
    other = sa.and_(
        PointsMark.rater != sheet.rater.code,
        PointsMark.marked_by == work.acting_person.person_id,
    )
    marked = sa.exists().where(
        PointsMark.tenant_id == PointsAccount.tenant_id,
        PointsMark.mandate_id == PointsAccount.mandate_id,
        PointsMark.year == year,
        sa.or_(same, other),
    )
    return _theirs(year, hand).where(sa.not_(marked))


def given_mark_list(year: int) -> sa.Select[PointsMark]:
    """Marks of a year, the latest first; whoever asks sees those that they gave."""
    return (
        sa.select(PointsMark)
        .where(PointsMark.year == year)
        .order_by(PointsMark.marked_on.desc(), PointsMark.id.desc())
    )


def marks_of_viewer(context: Context) -> sa.ColumnElement[bool]:
    """Marks that the viewer gave."""
    actor = context.viewer.actor
    return PointsMark.marked_by == actor.person_id if actor else sa.false()


def to_mark_of_viewer(context: Context) -> Any:
    """Whom the viewer might mark: everybody else, or as a deputy themself."""
    actor = context.viewer.actor
    if actor is None:
        return sa.false()
    if context.may(may.MARK_OTHERS):
        return sa.true()
    own = sa.select(Mandate.id).where(Mandate.person_id == actor.person_id)
    return PointsAccount.mandate_id.in_(own)


async def deputies_of(session: AsyncSession, mandate_ids: Sequence[UUID]) -> list[str | None]:
    """How deputies are called, one name for each mandate."""
    rows = await session.execute(
        sa.select(Mandate.id, Mandate.name).where(Mandate.id.in_(mandate_ids))
    )
    named = {row.id: row.name for row in rows}
    return [named.get(one) for one in mandate_ids]
