"""When something is due: the number from practice, the trigger it names, the days counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.clock import on_day
from core.errors import Invalid
from core.hookspecs import Lower, Setting
from core.kit.counting import (
    Counted,
    Period,
    Span,
    Unit,
    Workdays,
    count,
    days_late,
    rough_days,
)
from core.kit.deadlines.tables import LocalWorkday, WorkdayOverride
from core.practice import PracticeValue, Resolved, practice_of, value_of

if TYPE_CHECKING:
    from uuid import UUID

    from core.work import Work

ROLL_FORWARD = "core.roll_forward"
COUNT_FROM_NEXT_DAY = "core.count_from_next_day"
REMIND_BEFORE = "core.remind_before"

SETTINGS = [
    Setting(
        name=COUNT_FROM_NEXT_DAY,
        title="期间开始之日不计入",
        type=bool,
        lower=Lower.FIXED_ABOVE,
    ),
    Setting(name=ROLL_FORWARD, title="期间最后一日为休息日时顺延", type=bool),
    Setting(
        name=REMIND_BEFORE,
        title="期限届满前多久提醒",
        type=Span,
        amount=rough_days,
    ),
]

NO_NUMBER = "现行规定没有规定期限，不计时。"

Triggers = Mapping[str, date | None]
"""What may start a period, by the setting's own words, each with its day if it has come."""


@dataclass(frozen=True, slots=True)
class Computed:
    """When something is due, by which rule, and how that was counted; `due_on` None: no clock.

    For a period of 5 working days that starts on 2025-04-30: `due_on` is 2025-05-12, `span_text`
    "5个工作日" (how long, as an office writes it), `rule_text` the title and article of the value
    that gave the number, `steps` the counting in sentences. `provisional` is True where the days
    off of a year that is not published yet had to be guessed: the last day may still move.
    """

    due_on: date | None
    provisional: bool
    span_text: str | None
    rule_text: str | None
    practice_id: "UUID | None"
    steps: tuple[str, ...]
    practice_version: int | None = None
    unit: Unit | None = None
    trigger: str | None = None
    trigger_on: date = field(default_factory=clock.today)

    def late_by(self, done_on: date) -> int:
        """Days late, 0 if in time or without a clock."""
        return days_late(self.due_on, done_on) if self.due_on else 0


async def compute(work: "Work", rule: str, trigger_on: date | Triggers) -> Computed:
    """Count a rule's time from a trigger day, by the practice in force on that day.

    Where bodies differ in what starts the time, give every day that may: the rule chooses. A day
    alone is that of the usual trigger, the first of the setting's.
    """
    usual = next(iter(work.platform.plugins.setting(rule).triggers), None)
    if not isinstance(trigger_on, date):
        days = trigger_on
    elif usual is None:
        return await _compute_from(work, rule, trigger_on, None)
    else:
        days = {usual: trigger_on}
    word, day, told = await _trigger(work, rule, days)
    if day is None:
        return Computed(None, False, None, None, None, (told,), trigger=word)
    return await _compute_from(work, rule, day, word)


async def _compute_from(work: "Work", rule: str, day: date, word: str | None) -> Computed:
    held = await practice_of(work, [rule, ROLL_FORWARD, COUNT_FROM_NEXT_DAY], day)
    if held[rule].holding is None:
        return Computed(None, False, None, None, None, (NO_NUMBER,), trigger_on=day)
    counted = await count_for(work, held, rule, day)
    return _computed(counted, held[rule], word, day)


async def _trigger(work: "Work", rule: str, days: Triggers) -> tuple[str | None, date | None, str]:
    """What starts the time and when: the event that the rule in force on its own day names."""
    triggers = work.platform.plugins.setting(rule).triggers
    known = [(word, day) for word in triggers if (day := days.get(word)) is not None]
    named = None
    for word, day in known:
        named = await trigger_of(work, rule, day)
        if named == word:
            return word, day, ""
    if named is None:
        return None, max((day for _, day in known), default=None), NO_NUMBER
    # The rule changed in between: what the later one names counts, if it has happened.
    return named, days.get(named), f"起算事由（{triggers[named]}）的日期还没有，不计时。"


async def trigger_of(work: "Work", rule: str, day: date) -> str | None:
    """Which event starts the rule's time by the practice of a day; None without a number."""
    period: Period | None = (await value_of(work, rule, day)).value
    if period is None:
        return None
    return period.trigger or next(iter(work.platform.plugins.setting(rule).triggers), None)


async def count_for(
    work: "Work", held: Mapping[str, Resolved], rule: str, trigger_on: date
) -> Counted:
    """Count the value that is held, in the way that is held."""
    return counted_by(held, held[rule].value, trigger_on, await workdays(work.session))


async def count_span(work: "Work", span: Span, trigger_on: date) -> Counted:
    """Count a time that is part of another setting's value, in the way that holds on the day."""
    held = await practice_of(work, [ROLL_FORWARD, COUNT_FROM_NEXT_DAY], trigger_on)
    return counted_by(held, span, trigger_on, await workdays(work.session))


def counted_by(
    held: Mapping[str, Resolved], span: Span, trigger_on: date, calendar: Workdays
) -> Counted:
    """Count a time in the way that is held, over the days of a calendar."""
    try:
        return count(
            trigger_on,
            span,
            calendar,
            from_next_day=is_on(held[COUNT_FROM_NEXT_DAY]),
            roll_forward=is_on(held[ROLL_FORWARD]),
        )
    except ValueError as fault:
        raise too_far(trigger_on) from fault


def too_far(day: date) -> Invalid:
    """That a date lies beyond what can be counted."""
    return Invalid("DATE_TOO_FAR", f"日期{on_day(day)}超出可以计算的范围，请核对后改正。")


def is_on(held: Resolved) -> bool:
    """A way of counting is on unless a value in force turns it off."""
    return held.value is not False


async def rolls_forward(work: "Work", day: date) -> bool:
    """Whether a last day off moves on, by the practice of a day."""
    return is_on(await value_of(work, ROLL_FORWARD, day))


def _computed(counted: Counted, held: Resolved, word: str | None, trigger_on: date) -> Computed:
    value: PracticeValue | None = held.holding
    if value is None:
        raise AssertionError("a span was counted, so a value holds")
    span: Span = held.value
    chosen = (f"起算事由为{held.setting.triggers[word]}（{value.rule_text}）。",) if word else ()
    return Computed(
        counted.due_on,
        counted.provisional,
        span.text,
        value.rule_text,
        value.id,
        (*chosen, *counted.steps),
        practice_version=value.version,
        unit=span.unit,
        trigger=word,
        trigger_on=trigger_on,
    )


async def workdays(session: AsyncSession) -> Workdays:
    """The calendar, with what the State Council moved, and over both what the body's place did."""
    national = await session.scalars(sa.select(WorkdayOverride))
    days = {row.day: row.working for row in national}
    local = (await session.scalars(sa.select(LocalWorkday))).all()
    days |= {row.day: row.working for row in local}
    return Workdays(days, why={row.day: row.basis for row in local})
