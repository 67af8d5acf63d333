"""A whole year anew, from copies, deductions and rules, against what the ledger says.

Streams: deputies come one after the other, in one order from every table, and only one is held.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import Said, Work, behind
from plugins.deputy_points.models import (
    EntryCopy,
    PointsAccount,
    PointsDeduction,
    PointsLine,
    PointsMark,
    RuleVersion,
)
from plugins.deputy_points.rules import Known, Year, lines_of, points
from plugins.deputy_points.service.before_rule import before_rule
from plugins.deputy_points.service.checking import Booked, forged_rules
from plugins.deputy_points.service.copying import (
    check_year,
    deductions_of,
    known_of,
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
    kept = rules.all()
    versions = [version_of(row) for row in kept]
    deputies = told = entries = total = 0
    differences = list(forged_rules(kept))
    async for account, lines, copies, inputs, known in deputies_of(work.session, year):
        wanted = lines_of(inputs, versions)
        told += sum(one.held_on.year == year for one in copies)
        if account is None:
            if wanted:
                differences.append(f"有{len(wanted)}行应记入台账，但该代表没有{year}年的账户")
            continue
        deputies += 1
        entries += account.entries
        total += sum(one.value for one in wanted)
        checked = Booked(account=account, rows=lines, wanted=wanted, copies=copies, known=known)
        differences += checked.faults(kept, versions)
    return Recomputed(
        deputies=deputies, copies=told, entries=entries, points=total, differences=differences
    )


Deputy = tuple[PointsAccount | None, list[PointsLine], list[EntryCopy], Year, Known]


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
    taken_off = _Stream(await _rows(session, deductions_of(year), PointsDeduction))
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
        yield account, booked, told, inputs, known_of(year, told, off, marked)


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
    before = await before_rule(work.session)
    if before.copies:
        text += f"\n{before.text}"
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
    year = int(text) if text.isdecimal() else 0
    check_year(year)
    return year
