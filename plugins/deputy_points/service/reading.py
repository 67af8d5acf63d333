"""What is read of accounts and lines: by staff all, by a deputy their own."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import Invalid, Membership
from plugins.deputy_points.models import (
    PointsAccount,
    PointsDeduction,
    PointsLine,
    PointsMark,
    RuleVersion,
)
from plugins.deputy_points.rules import Source, every, last_day, marks_of, version_on, wider
from plugins.deputy_points.service.copying import version_of


def account_list(
    year: int, district: str | None, least: int | None = None, below: int | None = None
) -> sa.Select[PointsAccount]:
    """Accounts of a year by district and name: an order that ranks nobody."""
    listing = sa.select(PointsAccount).where(PointsAccount.year == year)
    if least is not None:
        listing = listing.where(PointsAccount.points >= least)
    if below is not None:
        listing = listing.where(PointsAccount.points < below)
    if district is not None:
        listing = listing.where(PointsAccount.district == district)
    return listing.order_by(PointsAccount.district, PointsAccount.name)


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """How many deputies lie from a value (included) to the next one."""

    least: int
    below: int
    deputies: int


async def distribution_of(session: AsyncSession, year: int, width: int) -> list[Band]:
    """A year's accounts by how many points they hold, from low to high, empty bands among them.

    Bands are wider than was asked for where there would be more than a chart can show.
    """
    if width < 1:
        raise Invalid("POINTS_BUCKET", "每一档的宽度须不小于1，请改正。", field="width")
    band = sa.func.floor(sa.cast(PointsAccount.points, sa.Numeric) / width).label("band")
    rows = await session.execute(
        sa.select(band, sa.func.count()).where(PointsAccount.year == year).group_by(band)
    )
    found = {int(place): deputies for place, deputies in rows}
    times = wider(found)
    held = Counter[int]()
    for place, deputies in found.items():
        held[place // times] += deputies
    width *= times
    return [
        Band(least=place * width, below=(place + 1) * width, deputies=held[place])
        for place in every(held)
    ]


def line_list(account_id: UUID, up_to: int | None, period: str | None) -> sa.Select[PointsLine]:
    """The lines of an account, in the order in which they were booked.

    Up to a number, and of a period, they are those that a frozen total adds up.
    """
    listing = sa.select(PointsLine).where(PointsLine.account_id == account_id)
    if up_to is not None:
        listing = listing.where(PointsLine.number <= up_to)
    if period:
        listing = listing.where(PointsLine.period == period)
    return listing.order_by(PointsLine.number)


def rule_list() -> sa.Select[RuleVersion]:
    """Rules, the latest first."""
    return sa.select(RuleVersion).order_by(RuleVersion.valid_from.desc())


def deduction_list(mandate_id: UUID) -> sa.Select[PointsDeduction]:
    """A deputy's deductions, the latest first, those taken back among them."""
    return (
        sa.select(PointsDeduction)
        .where(PointsDeduction.mandate_id == mandate_id)
        .order_by(PointsDeduction.on.desc())
    )


async def taken_back(session: AsyncSession, deduction_ids: Sequence[UUID]) -> list[bool]:
    """Of deductions, whether each was taken back."""
    found = await session.scalars(
        sa.select(PointsDeduction.withdraws_id).where(
            PointsDeduction.withdraws_id.in_(deduction_ids)
        )
    )
    back = set(found)
    return [one in back for one in deduction_ids]


def mark_list(mandate_id: UUID, year: int) -> sa.Select[PointsMark]:
    """A deputy's marks of a year, the latest first; of one rater's for one thing it counts."""
    return (
        sa.select(PointsMark)
        .where(PointsMark.mandate_id == mandate_id, PointsMark.year == year)
        .order_by(PointsMark.marked_on.desc())
    )


def own_account_list() -> sa.Select[PointsAccount]:
    """Accounts, the latest year first; whoever asks sees their own."""
    return sa.select(PointsAccount).order_by(PointsAccount.year.desc())


def own_line_list(year: int, up_to: int | None, period: str | None) -> sa.Select[PointsLine]:
    """Lines of a year, in the order in which they were booked; whoever asks sees their own."""
    of_year = sa.select(PointsAccount.id).where(PointsAccount.year == year)
    listing = sa.select(PointsLine).where(PointsLine.account_id.in_(of_year))
    if up_to is not None:
        listing = listing.where(PointsLine.number <= up_to)
    if period:
        listing = listing.where(PointsLine.period == period)
    return listing.order_by(PointsLine.account_id, PointsLine.number)


async def names_of(session: AsyncSession, person_ids: Sequence[UUID]) -> list[str | None]:
    """How people of this body are called, one name for each id."""
    rows = await session.execute(
        sa.select(Membership.person_id, Membership.name)
        .where(Membership.person_id.in_(person_ids))
        .order_by(Membership.id)
    )
    named = {row.person_id: row.name for row in rows}
    return [named.get(one) for one in person_ids]


Entered = tuple[Source, str, UUID, int, datetime]
"""Of a line: its source, what it is about, whose it is, of which year, and when it was booked."""


async def hands_of(session: AsyncSession, asked: Sequence[Entered]) -> list[str | None]:
    """Who recorded the deduction, or gave the marks, that a line was booked from."""
    taken_off = {about for source, about, *_ in asked if source is Source.DEDUCTION}
    recorded = await session.execute(
        sa.select(PointsDeduction.id, PointsDeduction.recorded_by_name).where(
            PointsDeduction.id.in_([UUID(one) for one in taken_off])
        )
    )
    recorders = {str(row.id): row.recorded_by_name for row in recorded}
    marked = [one for one in asked if one[0] is Source.MARKS]
    marks = await session.scalars(
        sa.select(PointsMark)
        .where(
            PointsMark.mandate_id.in_({mandate for _, _, mandate, *_ in marked}),
            PointsMark.year.in_({year for _, _, _, year, *_ in marked}),
        )
        .order_by(PointsMark.id)
    )
    given = marks.all()
    return [
        recorders.get(one[1]) if one[0] is Source.DEDUCTION else _raters(one, given)
        for one in asked
    ]


def _raters(line: Entered, given: Sequence[PointsMark]) -> str | None:
    """The people whose marks stood when the line was booked."""
    _, about, mandate_id, year, booked = line
    standing = {
        mark.rater: mark.marked_by_name
        for mark in given
        if (mark.mandate_id, mark.year) == (mandate_id, year)
        and marks_of(mark.kind, mark.period) == about
        and mark.created_at <= booked
    }
    return "、".join(dict.fromkeys(standing.values())) or None


async def grades_of(session: AsyncSession, asked: Sequence[tuple[int, int]]) -> list[str | None]:
    """The grade of each total in its year, by the last rule that held in that year."""
    rows = await session.scalars(sa.select(RuleVersion).order_by(RuleVersion.valid_from))
    kept = [version_of(row) for row in rows]
    standing = {year: version_on(kept, last_day(year)) for year, _ in asked}
    return [
        version.rules.grade(points) if (version := standing[year]) else None
        for year, points in asked
    ]
