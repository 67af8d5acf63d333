"""暂停、续计、延长的推算：纯函数，不读时钟、不读库。

What was left when a clock was paused is kept, and counted again from the day after it goes on:
calendar days for periods in days and in months, working days for periods in working days. It is
measured against the last day as it stood, roll-over included, so that a pause never shortens and a
day that was already late stays as late as it was. An extension goes on from the day after the last
one. Both are told in a sentence that an officer can check.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from core.clock import on_day
from core.kit.counting import (
    ONE_DAY,
    Counted,
    Span,
    Unit,
    Workdays,
    count,
    working_days_after,
)


class Left(NamedTuple):
    """What is left of a period; negative when it was over already."""

    amount: int
    unit: Unit

    @property
    def text(self) -> str:
        """The way an office writes it."""
        if self.amount < 0:
            return f"已逾期{-self.amount}日"
        if self.unit is Unit.WORKING_DAY:
            return f"剩余{self.amount}个工作日"
        return f"剩余{self.amount}日"


@dataclass(frozen=True, slots=True)
class Pause:
    """From when until when nothing was counted; still on without a second day."""

    on: date
    resumed_on: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """By how much a period was lengthened, and when."""

    on: date
    span: Span
    why: str = ""


Change = Pause | Extension


def left_on(due_on: date, day: date, unit: Unit, workdays: Workdays) -> Left:
    """What is left after a day; lateness is always in calendar days."""
    if unit is Unit.WORKING_DAY and day <= due_on:
        return Left(working_days_after(day, due_on, workdays), unit)
    return Left((due_on - day).days, Unit.DAY)


def resumed(
    due_on: date, left: Left, resumed_on: date, workdays: Workdays, *, roll_forward: bool
) -> Counted:
    """The new last day: what was left, counted from the day after the period goes on."""
    head = f"{on_day(resumed_on)}恢复计时，当日不计入，{left.text}。"
    if left.amount < 0:
        # What was late stays as late as it was.
        last = resumed_on + timedelta(days=left.amount)
        return Counted(last, False, (head, f"届满日相应顺延至{on_day(last)}。"))
    if left.amount == 0:
        counted = count(
            resumed_on - ONE_DAY, Span(1, Unit.DAY), workdays, roll_forward=roll_forward
        )
    else:
        span = Span(left.amount, left.unit)
        counted = count(resumed_on, span, workdays, roll_forward=roll_forward)
    last = max(counted.due_on, due_on)
    return Counted(last, counted.provisional, (head, *counted.steps[1:]))


def extended(
    due_on: date, extension: Extension, workdays: Workdays, *, roll_forward: bool
) -> Counted:
    """The last day after an extension, which goes on from the day after the old one."""
    counted = count(due_on, extension.span, workdays, roll_forward=roll_forward)
    head = (
        f"{on_day(extension.on)}批准延长{extension.span.text}，"
        f"自原届满日{on_day(due_on)}的次日起续计{extension.why}。"
    )
    return Counted(counted.due_on, counted.provisional, (head, *counted.steps[1:]))


def paused_step(pause: Pause, due_on: date, left: Left) -> str:
    """What a pause adds to the steps."""
    return f"{on_day(pause.on)}起中止计时{pause.why}，原届满日为{on_day(due_on)}，{left.text}。"


class Reckoned(NamedTuple):
    """Where a clock stands after all that happened to it; `left` is set while it is paused."""

    due_on: date
    provisional: bool
    steps: tuple[str, ...]
    left: Left | None


def replay(
    first: Counted,
    unit: Unit,
    changes: Iterable[Change],
    workdays: Workdays,
    *,
    roll_forward: bool = True,
) -> Reckoned:
    """Count a clock anew through its pauses and extensions, in the order of their days."""
    due_on, provisional, steps = first.due_on, first.provisional, list(first.steps)
    for change in sorted(changes, key=lambda one: one.on):
        if isinstance(change, Pause):
            left = left_on(due_on, change.on, unit, workdays)
            steps.append(paused_step(change, due_on, left))
            if change.resumed_on is None:
                return Reckoned(due_on, provisional, tuple(steps), left)
            counted = resumed(due_on, left, change.resumed_on, workdays, roll_forward=roll_forward)
        else:
            counted = extended(due_on, change, workdays, roll_forward=roll_forward)
        due_on, provisional = counted.due_on, provisional or counted.provisional
        steps += counted.steps
    return Reckoned(due_on, provisional, tuple(steps), None)
