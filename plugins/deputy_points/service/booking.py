"""The ledger: lines are added so that it says what the rules give; none is ever changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import Mandate, Work, today
from plugins.deputy_points.models import EntryCopy, PointsAccount, PointsLine
from plugins.deputy_points.rules import (
    CORRECTED,
    WITHDRAWN,
    Key,
    Line,
    Source,
    Version,
    changes,
    first_day,
    last_day,
    lines_of,
    reversing_sentence,
    totals_of,
)
from plugins.deputy_points.service.copying import inputs_of, versions

Kept = Sequence[tuple[UUID, Version]]


AT_ONCE = 100
"""Deputies whose years are read together."""


async def book_year(work: Work, mandate_id: UUID, year: int, kept: Kept, why: str) -> None:
    """Have a deputy's ledger of a year say what copies, deductions, marks and rules give.

    `why` explains a line that must be reversed, unless its own entry was corrected or withdrawn.
    """
    await _book_some(work, [mandate_id], year, kept, why)


async def book_all(work: Work, pairs: Iterable[tuple[UUID, int]], why: str) -> None:
    """Several deputies' years; everybody locks accounts in one order."""
    kept = await versions(work)
    years = defaultdict[int, set[UUID]](set)
    for mandate_id, year in pairs:
        years[year].add(mandate_id)
    for year, mandates in sorted(years.items()):
        ordered = sorted(mandates)
        for start in range(0, len(ordered), AT_ONCE):
            await _book_some(work, ordered[start : start + AT_ONCE], year, kept, why)


async def _book_some(work: Work, mandates: Sequence[UUID], year: int, kept: Kept, why: str) -> None:
    accounts = await _own_accounts(work, mandates, year)
    inputs = await inputs_of(work, {one.mandate_id: one.serving for one in accounts}, year)
    standing = await _standing_lines(work, [one.id for one in accounts])
    rules = {version.number: row_id for row_id, version in kept}
    for account in accounts:
        told, copies = inputs[account.mandate_id]
        wanted = lines_of(told, [version for _, version in kept])
        here = standing.get(account.id, {})
        stale, fresh = changes({key: line_of(row) for key, row in here.items()}, wanted)
        ended = {
            (Source.ENTRY, one.corrects): WITHDRAWN if one.withdrawn else CORRECTED
            for one in told.copies
            if one.corrects is not None
        }
        for key in stale:
            _add(work, account, _reversal(here[key], ended.get(key, why)))
        known = {str(one.entry_id): one for one in copies}
        for line in fresh:
            _add(work, account, _row(line, rules[line.version], known.get(line.about)))
        set_totals(account, wanted)
    await work.session.flush()


async def _own_accounts(work: Work, mandates: Sequence[UUID], year: int) -> Sequence[PointsAccount]:
    """The deputies' accounts of a year, locked; opened where there is none.

    Who is no deputy here has none.
    """
    wanted = (
        sa.select(PointsAccount)
        .where(PointsAccount.mandate_id.in_(mandates), PointsAccount.year == year)
        .order_by(PointsAccount.mandate_id)
    )
    found = (await work.session.scalars(wanted.with_for_update())).all()
    missing = set(mandates) - {one.mandate_id for one in found}
    if not missing:
        return found
    deputies = await work.session.scalars(sa.select(Mandate).where(Mandate.id.in_(missing)))
    opened = [new_account(mandate, year) for mandate in deputies]
    work.session.add_all(opened)
    await work.session.flush()
    return [*found, *opened]


def new_account(mandate: Mandate, year: int) -> PointsAccount:
    """An empty account."""
    return PointsAccount(
        id=uuid7(),
        mandate_id=mandate.id,
        year=year,
        name=mandate.name,
        district=mandate.district,
        points=0,
        attendance=0,
        effect=0,
        deducted=0,
        entries=0,
        serving=serves(mandate, year),
        last_line=0,
    )


def serves(mandate: Mandate, year: int) -> bool:
    """Whether a mandate has days in a year."""
    ended = mandate.ended_on
    return mandate.began_on <= last_day(year) and (ended is None or ended >= first_day(year))


async def _standing_lines(
    work: Work, account_ids: Sequence[UUID]
) -> dict[UUID, dict[Key, PointsLine]]:
    """By account, the lines that were not reversed, by what they are about."""
    rows = await work.session.scalars(
        sa.select(PointsLine)
        .where(PointsLine.account_id.in_(account_ids))
        .order_by(PointsLine.account_id, PointsLine.number)
    )
    by_account = defaultdict[UUID, list[PointsLine]](list)
    for row in rows:
        by_account[row.account_id].append(row)
    return {account_id: standing_of(some) for account_id, some in by_account.items()}


def standing_of(rows: Iterable[PointsLine]) -> dict[Key, PointsLine]:
    """Of an account's lines, in their order, those that stand."""
    told = list(rows)
    reversed_ids = {row.reverses_id for row in told}
    return {
        (row.source, row.about): row
        for row in told
        if row.reverses_id is None and row.id not in reversed_ids
    }


def line_of(row: PointsLine) -> Line:
    """A row as the rules understand it."""
    return Line(
        source=row.source,
        about=row.about,
        kind=row.kind,
        title=row.title,
        dated_on=row.dated_on,
        period=row.period,
        full=row.full_value,
        value=row.value,
        limit=row.cut_by,
        effect=row.effect,
        version=row.version,
        sentence=row.sentence,
        digest=row.digest,
        grounds=row.grounds,
    )


def _row(line: Line, rule_id: UUID, copy: EntryCopy | None) -> PointsLine:
    return PointsLine(
        id=uuid7(),
        source=line.source,
        about=line.about,
        kind=line.kind,
        title=line.title,
        dated_on=line.dated_on,
        period=line.period,
        full_value=line.full,
        value=line.value,
        cut_by=line.limit,
        effect=line.effect,
        rule_id=rule_id,
        version=line.version,
        sentence=line.sentence,
        grounds=line.grounds,
        evidence=copy.evidence if copy else [],
        digest=line.digest,
        confirmed_by=copy.confirmed_by if copy else None,
        confirmed_organ=copy.confirmed_organ if copy else None,
        reverses_id=None,
        booked_on=today(),
    )


REPEATED = (
    "source",
    "about",
    "kind",
    "title",
    "dated_on",
    "period",
    "cut_by",
    "effect",
    "rule_id",
    "version",
    "evidence",
    "digest",
    "grounds",
    "confirmed_by",
    "confirmed_organ",
)
"""What a reversing line says as the line that it takes back says it."""


def _reversal(row: PointsLine, why: str) -> PointsLine:
    return PointsLine(
        id=uuid7(),
        full_value=-row.full_value,
        value=-row.value,
        sentence=reversing_sentence(row.number, why),
        reverses_id=row.id,
        booked_on=today(),
        **{name: getattr(row, name) for name in REPEATED},
    )


def _add(work: Work, account: PointsAccount, row: PointsLine) -> None:
    account.last_line += 1
    row.account_id, row.mandate_id, row.year = account.id, account.mandate_id, account.year
    row.number = account.last_line
    work.session.add(row)


def set_totals(account: PointsAccount, lines: Sequence[Line]) -> None:
    """What the lines add up to, for lists."""
    totals = totals_of(lines)
    account.points, account.attendance = totals.points, totals.attendance
    account.effect, account.deducted = totals.effect, totals.deducted
    account.entries = sum(one.source is Source.ENTRY for one in lines)
