"""A draft rule over a year's entries: who would gain or lose. Reads only; nothing is booked."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from core import Invalid
from plugins.deputy_points.practice import refuse_faults
from plugins.deputy_points.rules import (
    HUNDRED,
    PointsRules,
    Version,
    every,
    first_day,
    lines_of,
    totals_of,
    wider,
)
from plugins.deputy_points.service.copying import check_year
from plugins.deputy_points.service.recomputing import deputies_of

MOST = 100
"""How many of those who gain, or lose, one part of the answer names."""


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What a draft would make of one deputy's year."""

    mandate_id: UUID
    name: str
    district: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        """What would be gained; below zero what would be lost."""
        return self.after - self.before


class Bucket(msgspec.Struct, frozen=True, kw_only=True):
    """How many deputies lie from a value (included) to the next one, now and by the draft."""

    least: int
    below: int
    before: int
    after: int


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """A draft rule, tried."""

    year: int
    deputies: int
    total_before: int
    total_after: int
    effect_before: int
    effect_after: int
    attendance_before: int
    attendance_after: int
    gaining: int
    losing: int
    gainers: list[Tried]
    losers: list[Tried]
    buckets: list[Bucket]


def draft_of(value: Any) -> PointsRules:
    """A draft as it was sent, if it is a rule and does not contradict itself."""
    try:
        rules = msgspec.convert(value, PointsRules)
    except (msgspec.ValidationError, ValueError) as fault:
        raise Invalid(
            "POINTS_DRAFT_FORM", "规则草案的格式不对，请按说明填写。", field="value"
        ) from fault
    refuse_faults(rules)
    return rules


def share(part: int, whole: int) -> int:
    """A part in whole per cent, rounded down; nothing of nothing is 0."""
    return part * HUNDRED // whole if whole > 0 else 0


async def try_rule(session: AsyncSession, year: int, value: Any, width: int) -> Trial:
    """Reckon a year by a draft that holds all of it, beside what the ledger says."""
    check_year(year)
    if width < 1:
        raise Invalid("POINTS_BUCKET", "每一档的宽度须不小于1，请改正。", field="width")
    draft = Version(number=0, valid_from=first_day(year), rules=draft_of(value), cited="规则草案")
    tried = list[Tried]()
    effect_before = effect_after = attendance_before = attendance_after = 0
    async for account, _, _, inputs, _ in deputies_of(session, year):
        if account is None:
            continue
        totals = totals_of(lines_of(inputs, [draft]))
        effect_before, effect_after = effect_before + account.effect, effect_after + totals.effect
        attendance_before += account.attendance
        attendance_after += totals.attendance
        tried.append(
            Tried(
                mandate_id=account.mandate_id,
                name=account.name,
                district=account.district,
                before=account.points,
                after=totals.points,
            )
        )
    tried.sort(key=lambda one: (one.difference, one.name, one.mandate_id))
    return Trial(
        year=year,
        deputies=len(tried),
        total_before=sum(one.before for one in tried),
        total_after=sum(one.after for one in tried),
        effect_before=effect_before,
        effect_after=effect_after,
        attendance_before=attendance_before,
        attendance_after=attendance_after,
        gaining=sum(one.difference > 0 for one in tried),
        losing=sum(one.difference < 0 for one in tried),
        gainers=[one for one in reversed(tried) if one.difference > 0],
        losers=[one for one in tried if one.difference < 0],
        buckets=_buckets(tried, width),
    )


def part_of(some: Sequence[Tried], first: int, skip: int) -> Sequence[Tried]:
    """Some of those who gain, or lose; all of them are reckoned, whatever part is asked for."""
    if not 0 <= first <= MOST or skip < 0:
        raise Invalid(
            "PAGE_SIZE", f"每页条数须在0到{MOST}之间，跳过的条数不能小于0。", field="first"
        )
    return some[skip : skip + first]


def _buckets(tried: list[Tried], width: int) -> list[Bucket]:
    width *= wider(total // width for one in tried for total in (one.before, one.after))
    before = Counter(one.before // width for one in tried)
    after = Counter(one.after // width for one in tried)
    return [
        Bucket(
            least=place * width,
            below=(place + 1) * width,
            before=before[place],
            after=after[place],
        )
        for place in every({*before, *after})
    ]
