"""期间计算：从起算日到期限届满日，纯函数，不读时钟、不读库。

Follows 民法典 201 to 203: counting begins on the day after the trigger, a month runs to its
corresponding day (or, lacking one, to the end of the month), and a period that would end on a day
off ends on the next day worked. For procedures of a congress that is analogy, so both the first
and the last of these can be switched off by the caller.

Days are calendar days of Asia/Shanghai; turning a moment into a day is the caller's business.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import chinese_calendar
import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = [
    "Counted",
    "Period",
    "Span",
    "Unit",
    "Workdays",
    "count",
    "days_late",
    "rough_days",
    "working_days_after",
]

ONE_DAY = timedelta(days=1)
LONGEST = 3660
"""Ten years of days. A longer period is a slip of the pen, not a period of any procedure."""

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
TOO_FAR = "日期超出可计算的范围"


class Unit(StrEnum):
    """日、工作日、月。"""

    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"


UNIT_TEXT = {Unit.DAY: "日", Unit.WORKING_DAY: "个工作日", Unit.MONTH: "个月"}


class Span(msgspec.Struct, frozen=True):
    """一段期间，如 30日、5个工作日、2个月。"""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= LONGEST:
            raise ValueError(f"期间须在 1 至 {LONGEST} 之间，现为 {self.amount}")

    @property
    def text(self) -> str:
        """The way an office writes it: 30日, 5个工作日, 2个月."""
        return f"{self.amount}{UNIT_TEXT[self.unit]}"


class Period(Span, frozen=True, kw_only=True, omit_defaults=True):
    """一项规定给出的期间：还可以写明自何事起算、是否适用于已经开始的期限。

    `trigger` is one of the setting's `triggers`; without it, the first of them starts the time.
    """

    trigger: str | None = None
    applies_to_running: bool = False


ROUGHLY = {Unit.DAY: 1.0, Unit.WORKING_DAY: 1.4, Unit.MONTH: 30.0}


def rough_days(span: Span) -> float:
    """How long a period is in days, to compare two of different units; never to count with."""
    return span.amount * ROUGHLY[span.unit]


class Counted(NamedTuple):
    """A last day, how it was found, and whether a calendar still to be published may move it."""

    due_on: date
    provisional: bool
    steps: tuple[str, ...]


# What the package knows, read once: its own functions search all years for every day asked.
HOLIDAYS: Mapping[date, str] = chinese_calendar.holidays
MADE_UP: Collection[date] = chinese_calendar.workdays.keys()
PUBLISHED: Collection[int] = frozenset(day.year for day in HOLIDAYS)


def _holiday_name(day: date) -> str:
    holiday = chinese_calendar.Holiday(HOLIDAYS[day])
    return holiday.chinese  # pyright: ignore[reportAttributeAccessIssue]


class Workdays:
    """哪天上班：先看调整表，再看国务院放假安排，都没有的暂按周末推算。

    `overrides` says of single days whether they are worked (True) or not. `settled` names years
    whose overrides are complete, so that their other days follow the week without a proviso: how
    a new year's arrangement is entered before the software knows it. `why` says of overrides on
    what paper they rest.
    """

    def __init__(
        self,
        overrides: Mapping[date, bool],
        settled: Collection[int] = (),
        why: Mapping[date, str] | None = None,
    ) -> None:
        self.overrides = dict(overrides)
        self.settled = frozenset(settled)
        self.why = dict(why or {})

    def is_working(self, day: date) -> tuple[bool, bool]:
        """Whether a day is worked, and whether that is only assumed from the day of the week."""
        if day in self.overrides:
            return self.overrides[day], False
        on_weekday = day.weekday() < 5
        if day.year in self.settled:
            return on_weekday, False
        if day.year not in PUBLISHED:
            return on_weekday, True
        return day in MADE_UP or (on_weekday and day not in HOLIDAYS), False

    def is_known(self, year: int) -> bool:
        """Whether the year's arrangement is known; else its days only follow the week."""
        return year in self.settled or year in PUBLISHED

    def unlike_the_usual(self, year: int) -> list[date]:
        """Weekdays that are not worked, Saturdays and Sundays that are, and what was overridden.

        A holiday of the whole country that is worked at one place is a weekday like others, and yet
        has to be shown.
        """
        first = date(year, 1, 1)
        days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
        return [
            day for day in days if day in self.why or self.is_working(day)[0] != (day.weekday() < 5)
        ]

    def reason(self, day: date) -> str:
        """Why a day is not worked, or why a Saturday or Sunday is."""
        if day in self.why:
            if self.overrides[day]:
                return f"上班，依据：{self.why[day]}"
            return f"休息，依据：{self.why[day]}"
        if day in self.overrides:
            return "工作日调整表列为工作日" if self.overrides[day] else "工作日调整表列为休息日"
        if day.year not in self.settled and day in MADE_UP:
            return "调休上班"
        if day.year not in self.settled and day in HOLIDAYS:
            return f"{_holiday_name(day)}放假"
        return WEEKDAYS[day.weekday()]


def count(
    trigger: date,
    span: Span,
    workdays: Workdays,
    *,
    from_next_day: bool = True,
    roll_forward: bool = True,
) -> Counted:
    """The last day of a period, with each step in a sentence an officer can check.

    `from_next_day=False` counts the trigger day as the first day. `roll_forward` moves a last
    day that is not worked to the next one that is; a period in working days ends on one anyway.
    """
    if isinstance(trigger, datetime):
        raise ValueError("起算日须为日期，不带时刻")
    try:
        return _counted(
            trigger, span, workdays, from_next_day=from_next_day, roll_forward=roll_forward
        )
    except OverflowError:
        raise ValueError(TOO_FAR) from None


def _counted(
    trigger: date, span: Span, workdays: Workdays, *, from_next_day: bool, roll_forward: bool
) -> Counted:
    start = _starting_step(trigger, from_next_day=from_next_day)
    first = trigger + ONE_DAY if from_next_day else trigger
    if span.unit is Unit.WORKING_DAY:
        due_on, provisional, steps = _working_days_on(first, span, workdays)
        return Counted(due_on, provisional, (start, *steps, _ending_step(due_on)))
    if span.unit is Unit.DAY:
        last, steps = _days_on(first, span)
    else:
        last, steps = _months_on(trigger, span, from_next_day=from_next_day)
    due_on, provisional, rolled = _rolled_on(last, workdays) if roll_forward else (last, False, ())
    return Counted(due_on, provisional, (start, *steps, *rolled, _ending_step(due_on)))


def working_days_after(day: date, last: date, workdays: Workdays) -> int:
    """还剩几个工作日：`day` 之后、至 `last` 当日为止。"""
    span = (last - day).days
    return sum(workdays.is_working(day + timedelta(days=n + 1))[0] for n in range(span))


def days_late(due_on: date, done_on: date) -> int:
    """逾期天数：按日历日计，期限届满日当日及以前完成为 0。"""
    return max(0, (done_on - due_on).days)


def _days_on(first: date, span: Span) -> tuple[date, tuple[str, ...]]:
    last = first + timedelta(days=span.amount - 1)
    return last, (f"自{_day_text(first)}起逐日计{span.text}，至{_day_text(last)}。",)


def _months_on(trigger: date, span: Span, *, from_next_day: bool) -> tuple[date, tuple[str, ...]]:
    """The corresponding day (民法典 202), or the day before it if the trigger day is counted."""
    year, month = divmod(trigger.year * 12 + trigger.month - 1 + span.amount, 12)
    if year > date.max.year:
        raise OverflowError
    length = monthrange(year, month + 1)[1]
    last = date(year, month + 1, min(trigger.day, length))
    if trigger.day > length:
        why = f"{year}年{month + 1}月没有{trigger.day}日，以当月最后一日为准。"
        return last, (f"按月计{span.text}，至{_day_text(last)}。", why)
    if not from_next_day:
        last -= ONE_DAY
    return last, (f"按月计{span.text}，至{_day_text(last)}。",)


def _working_days_on(
    first: date, span: Span, workdays: Workdays
) -> tuple[date, bool, tuple[str, ...]]:
    day, left, provisional = first - ONE_DAY, span.amount, False
    resting: list[date] = []
    made_up: list[date] = []
    while left:
        day += ONE_DAY
        working, assumed = workdays.is_working(day)
        provisional |= assumed
        left -= working
        if not working:
            resting.append(day)
        elif day.weekday() > 4:
            made_up.append(day)
    step = f"自{_day_text(first)}起逐个工作日计{span.text}，至{_day_text(day)}。"
    steps = (step, *_skipped_steps(resting, made_up, workdays))
    return day, provisional, (*steps, *_provisional_step(provisional))


def _skipped_steps(resting: list[date], made_up: list[date], workdays: Workdays) -> Iterator[str]:
    """Days passed over, by reason and in the order met: bounded however long the period is."""
    if resting:
        yield f"其间休息日{len(resting)}天不计：{_by_reason(resting, workdays)}。"
    if made_up:
        yield f"其间周末上班{len(made_up)}天计入：{_by_reason(made_up, workdays)}。"


def _by_reason(days: list[date], workdays: Workdays) -> str:
    reasons = Counter(workdays.reason(day) for day in days)
    return "、".join(f"{reason}{times}天" for reason, times in reasons.items())


def _rolled_on(day: date, workdays: Workdays) -> tuple[date, bool, tuple[str, ...]]:
    steps: list[str] = []
    working, provisional = workdays.is_working(day)
    while not working:
        steps.append(f"{_day_text(day)}为休息日（{workdays.reason(day)}），顺延一日。")
        day += ONE_DAY
        working, assumed = workdays.is_working(day)
        provisional |= assumed
    return day, provisional, (*steps, *_provisional_step(provisional))


def _provisional_step(provisional: bool) -> tuple[str, ...]:
    return ("有关年份的放假安排尚未公布，暂按周末推算。",) if provisional else ()


def _starting_step(trigger: date, *, from_next_day: bool) -> str:
    rule = "当日不计入，自次日起算" if from_next_day else "自当日起算"
    return f"起算事由发生于{_day_text(trigger)}，{rule}。"


def _ending_step(due_on: date) -> str:
    return f"期限届满日为{_day_text(due_on)}。"


def _day_text(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"
