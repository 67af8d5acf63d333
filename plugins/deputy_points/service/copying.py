"""Copies of confirmed entries, as the record tells of them, and what a deputy's year rests on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import Invalid, Refused, Work
from plugins.deputy_points.models import (
    EntryCopy,
    PointsClosing,
    PointsDeduction,
    PointsMark,
    RuleVersion,
)
from plugins.deputy_points.rules import (
    Copy,
    Known,
    Mark,
    PointsRules,
    Span,
    TakenOff,
    Version,
    Withdrawal,
    Year,
    first_day,
    is_year,
    last_day,
    marks_of,
    version_on,
)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What `deputy_files.confirm_entry` tells of an entry."""

    mandate: UUID
    term: int
    kind: str
    held_on: date
    quantity: int
    source: str
    evidence: list[str]
    digest: str
    confirmed_by: UUID
    confirmed_organ: str
    matter: UUID | None = None
    corrects: UUID | None = None
    withdrawn: bool = False


async def keep_copies(work: Work, told: Mapping[UUID, Any]) -> list[EntryCopy]:
    """Keep what was told of entries, by their ids; what was kept before is not kept again."""
    known = set(
        await work.session.scalars(
            sa.select(EntryCopy.entry_id).where(EntryCopy.entry_id.in_(list(told)))
        )
    )
    fresh = [_copy(entry, content) for entry, content in told.items() if entry not in known]
    work.session.add_all(fresh)
    await work.session.flush()
    return fresh


def _copy(entry: UUID, content: Any) -> EntryCopy:
    told = msgspec.convert(content, Told)
    same = {name: getattr(told, name) for name in Told.__struct_fields__ if name != "mandate"}
    return EntryCopy(id=uuid7(), entry_id=entry, mandate_id=told.mandate, **same)


async def years_of(work: Work, copy: EntryCopy) -> set[int]:
    """The years that a copy may change: its own, that of what it corrects, those of its matter."""
    about = [EntryCopy.entry_id == copy.corrects] if copy.corrects else []
    if copy.matter:
        about.append(sa.and_(EntryCopy.mandate_id == copy.mandate_id, _of_matter(copy.matter)))
    days = {copy.held_on}
    corrected = None
    if about:
        for other in await work.session.scalars(sa.select(EntryCopy).where(sa.or_(*about))):
            days.add(other.held_on)
            corrected = other.matter if other.entry_id == copy.corrects else corrected
    if corrected is not None and corrected != copy.matter:
        days |= set(await work.session.scalars(_days_of(copy.mandate_id, corrected)))
    return {day.year for day in days}


def _of_matter(matter: UUID) -> sa.ColumnElement[bool]:
    return EntryCopy.matter == matter


def _days_of(mandate_id: UUID, matter: UUID) -> sa.Select[Any]:
    return sa.select(EntryCopy.held_on).where(
        EntryCopy.mandate_id == mandate_id, _of_matter(matter)
    )


async def versions(work: Work) -> list[tuple[UUID, Version]]:
    """The body's rules in the order of their first days, each with the id of its row."""
    rows = await work.session.scalars(sa.select(RuleVersion).order_by(RuleVersion.valid_from))
    return [(row.id, version_of(row)) for row in rows]


def version_of(row: RuleVersion) -> Version:
    """A kept rule as the rules understand it."""
    return Version(
        number=row.number,
        valid_from=row.valid_from,
        rules=msgspec.convert(row.value, PointsRules),
        cited=row.cited,
    )


def within_year(column: Any, year: int) -> sa.ColumnElement[bool]:
    """That a day lies in a year, as a range, which an index serves."""
    return sa.and_(column >= first_day(year), column < first_day(year + 1))


def wanted_copies(year: int) -> sa.Select[EntryCopy]:
    """The copies that a year is reckoned from: its own, and what is tied to it from elsewhere.

    A correction may lie in another year than what it corrects; a matter may go on for years.
    """
    tied = sa.or_(EntryCopy.matter.is_not(None), EntryCopy.corrects.is_not(None))
    return sa.select(EntryCopy).where(sa.or_(within_year(EntryCopy.held_on, year), tied))


def deductions_of(year: int) -> sa.Select[PointsDeduction]:
    """Deductions of a year, and those that take one of them back."""
    return sa.select(PointsDeduction).where(within_year(PointsDeduction.on, year))


def standing_deductions(rows: Iterable[PointsDeduction]) -> list[PointsDeduction]:
    """Of a year's deductions, those that nobody took back."""
    told = list(rows)
    back = {row.withdraws_id for row in told}
    return [row for row in told if row.withdraws_id is None and row.id not in back]


def as_copy(row: EntryCopy) -> Copy:
    """A row as the rules understand it."""
    return Copy(
        entry=str(row.entry_id),
        kind=row.kind,
        held_on=row.held_on,
        quantity=row.quantity,
        matter=str(row.matter) if row.matter else None,
        corrects=str(row.corrects) if row.corrects else None,
        withdrawn=row.withdrawn,
        digest=row.digest,
    )


def as_taken_off(row: PointsDeduction) -> TakenOff:
    """A row as the rules understand it."""
    return TakenOff(
        id=str(row.id),
        code=row.code,
        title=row.title,
        on=row.on,
        value=row.value,
        reason=row.reason,
    )


def as_marks(rows: Iterable[PointsMark]) -> list[Mark]:
    """The standing marks: of several of one rater for one thing, the last."""
    ordered = sorted(rows, key=lambda row: row.id)
    standing = {(row.kind, row.period, row.rater): row for row in ordered}
    return [
        Mark(
            kind=row.kind,
            rater=row.rater,
            value=row.value,
            on=row.marked_on,
            period=row.period,
        )
        for row in standing.values()
    ]


def year_of(
    year: int,
    copies: Iterable[EntryCopy],
    taken_off: Iterable[PointsDeduction],
    marks: Iterable[PointsMark],
    *,
    serving: bool,
) -> Year:
    """All that a deputy's year is reckoned from."""
    return Year(
        year=year,
        copies=[as_copy(one) for one in copies],
        taken_off=[as_taken_off(one) for one in standing_deductions(taken_off)],
        marks=as_marks(marks),
        serving=serving,
    )


def known_of(
    year: int,
    copies: Iterable[EntryCopy],
    taken_off: Iterable[PointsDeduction],
    marks: Iterable[PointsMark],
) -> Known:
    """Everything that was ever told of a deputy's year."""
    off = list(taken_off)
    return Known(
        year=year,
        copies={str(one.entry_id): as_copy(one) for one in copies},
        taken_off={str(one.id): as_taken_off(one) for one in off},
        marks=frozenset((marks_of(one.kind, one.period), one.rater, one.value) for one in marks),
        withdrawals=tuple(as_withdrawal(one) for one in off if one.withdraws_id is not None),
    )


def as_withdrawal(row: PointsDeduction) -> Withdrawal:
    """A row that takes another one back, as the rules understand it."""
    return Withdrawal(of=str(row.withdraws_id), why=row.reason, on=row.recorded_on)


def check_year(year: int) -> None:
    """Refuse a number that is no year, before days are reckoned from it."""
    if not is_year(year):
        raise Invalid("POINTS_YEAR", "年度须写成2020的样子，请改正。", field="year")


async def refuse_closed(work: Work, year: int, period: str | None = None) -> None:
    """Refuse what may no longer be added to a year, or to one of its periods."""
    closed = await work.session.scalars(
        sa.select(PointsClosing.period).where(PointsClosing.year == year)
    )
    over = set(closed)
    if WHOLE_YEAR in over:
        raise Refused(
            "POINTS_YEAR_CLOSED",
            f"{year}年的评分、扣分已经结束，不能再增加。确有错误的，请在公布后的异议期内提出。",
        )
    if period in over:
        raise Refused(
            "POINTS_PERIOD_CLOSED",
            f"{year}年这一计分期的评分、扣分已经结束，不能再增加。"
            "确有错误的，请在公布后的异议期内提出。",
        )


WHOLE_YEAR = ""
"""The code of no period: the whole year."""


async def span_of(work: Work, year: int, period: str) -> Span:
    """A period of a year, by the last rule that holds in it."""
    check_year(year)
    version = version_on([one for _, one in await versions(work)], last_day(year))
    span = version.rules.span(period) if version else None
    if span is None:
        raise Invalid(
            "POINTS_PERIOD_UNKNOWN",
            f"{year}年的积分规则没有代码为“{period[:40]}”的计分期，请核对规则。",
            field="period",
        )
    return span


Inputs = tuple[Year, list[EntryCopy]]


async def inputs_of(work: Work, serving: Mapping[UUID, bool], year: int) -> dict[UUID, Inputs]:
    """Of each deputy, who served in the year or did not, the year and the copies behind it."""
    mandates = list(serving)
    copies = await _by_mandate(work, wanted_copies(year), EntryCopy, mandates)
    taken_off = await _by_mandate(work, deductions_of(year), PointsDeduction, mandates)
    marked = sa.select(PointsMark).where(PointsMark.year == year)
    marks = await _by_mandate(work, marked, PointsMark, mandates)
    return {
        one: (
            year_of(year, copies[one], taken_off[one], marks[one], serving=serves),
            copies[one],
        )
        for one, serves in serving.items()
    }


async def _by_mandate(
    work: Work, listing: sa.Select[Any], model: Any, mandates: Sequence[UUID]
) -> defaultdict[UUID, list[Any]]:
    found = defaultdict[UUID, list[Any]](list)
    for row in await work.session.scalars(listing.where(model.mandate_id.in_(mandates))):
        found[row.mandate_id].append(row)
    return found
