"""A whole year anew, from copies, deductions and rules, against what the ledger says.

Streams: deputies come one after the other, in one order from every table, and only one is held.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import Invalid, Said, Work, behind
from plugins.deputy_points.models import (
    EntryCopy,
    PointsAccount,
    PointsDeduction,
    PointsLine,
    PointsMark,
    RuleVersion,
)
from plugins.deputy_points.rules import (
    WORDING,
    Line,
    Source,
    Year,
    lines_of,
    points,
    same,
    totals_of,
)
from plugins.deputy_points.service.booking import line_of, standing_of
from plugins.deputy_points.service.copying import (
    standing_deductions,
    version_of,
    wanted_copies,
    year_of,
)

SHOWN = 20
"""How many differences are named one by one."""

AT_ONCE = 1000
"""Rows that are fetched together."""


class Recomputed(msgspec.Struct, frozen=True, kw_only=True):
    """What was reckoned anew, and where the ledger says something else."""

    deputies: int
    copies: int
    entries: int
    points: int
    differences: list[str]


async def recompute_year(work: Work, year: int) -> Recomputed:
    """Reckon a year anew and compare every line and every sum."""
    rules = await work.session.scalars(sa.select(RuleVersion).order_by(RuleVersion.valid_from))
    versions = [version_of(row) for row in rules]
    deputies = told = entries = total = 0
    differences = list[str]()
    async for account, lines, copies, inputs in deputies_of(work.session, year):
        wanted = lines_of(inputs, versions)
        told += sum(one.held_on.year == year for one in copies)
        if account is None:
            if wanted:
                differences.append(f"有{len(wanted)}行应记入台账，但该代表没有{year}年的账户")
            continue
        deputies += 1
        entries += account.entries
        total += sum(one.value for one in wanted)
        differences += compare(account, lines, wanted)
        differences += [f"{_named(account)}：{one}" for one in _unproven(lines, copies)]
    return Recomputed(
        deputies=deputies, copies=told, entries=entries, points=total, differences=differences
    )


def compare(
    account: PointsAccount, rows: Sequence[PointsLine], wanted: Sequence[Line]
) -> list[str]:
    """Where a deputy's ledger says something else than the rules give."""
    who, found = _named(account), list[str]()
    found += [f"{who}：{fault}" for fault in _broken(rows)]
    standing = {key: line_of(row) for key, row in standing_of(rows).items()}
    new = {one.key: one for one in wanted}
    for key in [*new, *(key for key in standing if key not in new)]:
        if not same(standing.get(key), new.get(key)):
            found.append(f"{who}：{_differing(standing.get(key), new.get(key))}")
    told = totals_of(wanted)
    if (account.points, account.attendance, account.effect, account.deducted) != (
        told.points,
        told.attendance,
        told.effect,
        told.deducted,
    ):
        found.append(f"{who}：账户合计{points(account.points)}，重算{points(told.points)}")
    return found


def _named(account: PointsAccount) -> str:
    return f"{account.name}（{account.district}）"


def _unproven(rows: Sequence[PointsLine], copies: Sequence[EntryCopy]) -> list[str]:
    """Lines whose evidence or confirmation is not what the record told."""
    known = {str(one.entry_id): one for one in copies}
    return [
        f"台账第{row.number}行的佐证、摘要或者确认人与履职记录不符"
        for row in rows
        if row.source is Source.ENTRY
        and any(getattr(row, name) != getattr(known.get(row.about), name, None) for name in PROOF)
    ]


PROOF = ("evidence", "digest", "confirmed_by", "confirmed_organ")


def _broken(rows: Sequence[PointsLine]) -> list[str]:
    """A line that is missing, and a reversal that takes back something else than it names."""
    by_id, found = {row.id: row for row in rows}, list[str]()
    for expected, row in enumerate(rows, 1):
        if row.number != expected:
            found.append(f"台账第{expected}行缺失（下一行为第{row.number}行）")
            break
    for row in rows:
        if row.reverses_id is not None:
            taken = by_id.get(row.reverses_id)
            if taken is None or (taken.value, taken.about) != (-row.value, row.about):
                found.append(f"台账第{row.number}行与所冲销的行不符")
    return found


def _differing(here: Line | None, wanted: Line | None) -> str:
    if here is None:
        return f"台账缺少应有的一行：{wanted.sentence if wanted else ''}"
    if wanted is None:
        return f"台账多出一行：{here.sentence}"
    named = [
        f"{name}为{getattr(here, name)}，重算为{getattr(wanted, name)}"
        for name in Line.__struct_fields__
        if name not in WORDING and getattr(here, name) != getattr(wanted, name)
    ]
    return f"{here.dated_on}“{here.title}”：{'，'.join(named)}"


Deputy = tuple[PointsAccount | None, list[PointsLine], list[EntryCopy], Year]


async def deputies_of(session: AsyncSession, year: int) -> AsyncGenerator[Deputy]:
    """Each deputy with account, lines and inputs, merged from five ordered streams."""
    accounts = _Stream(
        await _rows(
            session, sa.select(PointsAccount).where(PointsAccount.year == year), PointsAccount
        )
    )
    lines = _Stream(
        await _rows(
            session,
            sa.select(PointsLine).where(PointsLine.year == year),
            PointsLine,
            PointsLine.number,
        )
    )
    copies = _Stream(await _rows(session, wanted_copies(year), EntryCopy))
    taken_off = _Stream(await _rows(session, standing_deductions(year), PointsDeduction))
    marks = _Stream(
        await _rows(session, sa.select(PointsMark).where(PointsMark.year == year), PointsMark)
    )
    streams = (accounts, lines, copies, taken_off, marks)
    while (mandate := await _first_of(streams)) is not None:
        (account, *_), booked = await accounts.of(mandate) or [None], await lines.of(mandate)
        told = await copies.of(mandate)
        serving = account is not None and account.serving
        off, marked = await taken_off.of(mandate), await marks.of(mandate)
        inputs = year_of(year, told, off, marked, serving=serving)
        yield account, booked, told, inputs


async def _rows(
    session: AsyncSession, listing: sa.Select[Any], model: Any, *order: Any
) -> AsyncIterator[Any]:
    """The rows of a table deputy by deputy; each is let go of once it was seen."""
    ordered = listing.order_by(model.mandate_id, *order, model.id).execution_options(
        yield_per=AT_ONCE
    )
    return aiter(await session.stream_scalars(ordered))


class _Stream:
    """Rows in the order of deputies, taken deputy by deputy."""

    def __init__(self, rows: AsyncIterator[Any]) -> None:
        self._rows, self._next = rows, None
        self._begun = False

    async def peek(self) -> UUID | None:
        """Whose row comes next."""
        if not self._begun:
            self._begun, self._next = True, await anext(self._rows, None)
        return self._next.mandate_id if self._next is not None else None

    async def of(self, mandate_id: UUID) -> list[Any]:
        """All rows of one deputy, who must be the next in order."""
        taken = list[Any]()
        while await self.peek() == mandate_id:
            taken.append(self._next)
            self._next = await anext(self._rows, None)
        return taken


async def _first_of(streams: Sequence[_Stream]) -> UUID | None:
    heads = [head for one in streams if (head := await one.peek()) is not None]
    return min(heads, default=None)


async def recompute(work: Work, asked: dict[str, Any]) -> Said | None:
    """`renda deputy-points recompute --body CODE --year Y [--check]`."""
    done = await recompute_year(work, _year(asked["year"]))
    text = (
        f"{work.body.name}{asked['year']}年：{done.deputies}名代表，{done.entries}条履职记录，"
        f"合计{points(done.points)}。"
    )
    if "ledger" in await behind(work, "deputy_points"):
        text += "\n另有已封存的事件尚未记入台账，待后台任务处理后请再核对一次。"
    if not asked["check"]:
        return Said(text=text)
    if not done.deputies and not done.copies:
        nothing = "该年度没有积分账户，也没有履职记录，没有可以核对的内容。请核对年度和机构。"
        return Said(text=f"{text}\n{nothing}", status=1)
    if not done.differences:
        return Said(text=f"{text}\n重算结果与台账完全一致。")
    shown = "\n".join(f"× {one}" for one in done.differences[:SHOWN])
    counted = f"重算结果与台账不一致，共{len(done.differences)}处，先列出{SHOWN}处以内："
    return Said(text=f"{text}\n{counted}\n{shown}", status=1)


def _year(text: str) -> int:
    if not text.isdecimal():
        raise Invalid("POINTS_YEAR", "年度须写成2020的样子，请改正。", field="year")
    return int(text)
