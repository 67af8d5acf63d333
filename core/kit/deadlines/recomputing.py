"""What reaches clocks that run: a changed number where its value says so, and a changed calendar.

A changed number leaves them alone otherwise. Each clock that is reached is counted anew from its
own trigger, through its pauses and its extension; the day it had before stays in its steps. What
had no clock gets none. Days worked and off are facts, not rules: a clock keeps the number it was
counted by, and moves where the days it was counted over are others now.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from core import clock, events
from core.clock import on_day
from core.kit.counting import Period, Workdays
from core.kit.deadlines.changes import told_extension, told_pause
from core.kit.deadlines.clocks import OPEN
from core.kit.deadlines.computing import (
    COUNT_FROM_NEXT_DAY,
    ROLL_FORWARD,
    counted_by,
    is_on,
    workdays,
)
from core.kit.deadlines.reckoning import Reckoned, replay
from core.kit.deadlines.tables import Deadline, DeadlineExtension, DeadlinePause
from core.practice import PracticeValue, Resolved, practice_of

if TYPE_CHECKING:
    from core.platform import Platform
    from core.work import Work


async def recompute(platform: "Platform", body_id: UUID, day: date | None = None) -> int:
    """Recompute a body's running clocks in a transaction of its own; `day`: it changed here."""
    async with platform.as_core(body_id) as work:
        changed = await recompute_running(work) + await follow_calendar(work, day)
        await events.queue_for_sealing(work)
    return changed


async def recompute_running(work: "Work") -> int:
    """Apply what holds today and says it reaches running clocks; how many were counted anew."""
    rules = await work.session.scalars(
        sa.select(Deadline.rule).where(Deadline.state.in_(OPEN)).distinct()
    )
    known = [rule for rule in sorted(rules) if rule in work.platform.plugins.settings]
    if not known:
        return 0
    held = await practice_of(work, [*known, ROLL_FORWARD, COUNT_FROM_NEXT_DAY], clock.today())
    changed = 0
    for rule in known:
        if _reaches_running(held[rule]):
            changed += await _recompute_rule(work, rule, held)
    return changed


def _reaches_running(held: Resolved) -> bool:
    return isinstance(held.value, Period) and held.value.applies_to_running


async def _recompute_rule(work: "Work", rule: str, held: dict[str, Resolved]) -> int:
    """Clocks that were counted by another value; those until a day that was named stay."""
    value = held[rule].holding
    if value is None:
        raise AssertionError("a value that reaches running clocks is there")
    rows = await work.session.scalars(
        sa.select(Deadline)
        .where(
            Deadline.rule == rule,
            Deadline.state.in_(OPEN),
            Deadline.practice_id.is_not(None),
            Deadline.practice_id != value.id,
        )
        .order_by(Deadline.id)
        .with_for_update()
    )
    usual = next(iter(held[rule].setting.triggers), None)
    started_by = held[rule].value.trigger or usual
    # What another event started stays as it is: the day of this one is not known here.
    changed = [row for row in rows if row.trigger in (None, started_by)]
    calendar = await workdays(work.session)
    history = await _history(work, changed)
    for row in changed:
        pauses, extensions = history[row.id]
        before = _due_before(row, pauses)
        why = (
            f"{value.rule_text}适用于已经开始的期限，重新计算；此前依据{row.rule_text}，"
            f"届满日为{on_day(before)}。"
        )
        reckoned = _reckon(row, held, pauses, extensions, calendar)
        row.rule_text, row.practice_id = value.rule_text, value.id
        row.practice_version, row.unit = value.version, held[rule].value.unit
        row.span_text = held[rule].value.text
        _take(work, row, pauses, reckoned, why)
    return len(changed)


async def follow_calendar(work: "Work", day: date | None) -> int:
    """Move open clocks that ran over a day which changed, or were guessed; how many moved."""
    rows = await _counted_over(work, day)
    if not rows:
        return 0
    values, history = await _counted_by(work, rows), await _history(work, rows)
    calendar = await workdays(work.session)
    ways = dict[date, dict[str, Resolved]]()
    moved = 0
    for row in rows:
        value = values[row.practice_id]
        # Its way of counting is that of the day on which its number was chosen.
        chosen_on = max(row.trigger_on, value.valid_from)
        if chosen_on not in ways:
            ways[chosen_on] = await practice_of(
                work, [ROLL_FORWARD, COUNT_FROM_NEXT_DAY], chosen_on
            )
        counted_as = Resolved(work.platform.plugins.setting(row.rule), value, ())
        held = ways[chosen_on] | {row.rule: counted_as}
        pauses, extensions = history[row.id]
        reckoned = _reckon(row, held, pauses, extensions, calendar)
        before = _due_before(row, pauses)
        if (reckoned.due_on, reckoned.provisional) != (before, row.provisional):
            why = f"工作日安排有变动，重新计算；此前届满日为{on_day(before)}。"
            _take(work, row, pauses, reckoned, why)
            moved += 1
    return moved


async def _counted_over(work: "Work", day: date | None) -> list[Deadline]:
    """Open clocks that a changed day may move; those whose calendar was only guessed always."""
    reached = Deadline.provisional.is_(True)
    if day is not None:
        still_open = sa.or_(Deadline.due_on.is_(None), Deadline.due_on >= day)
        reached = sa.or_(reached, sa.and_(Deadline.trigger_on <= day, still_open))
    rows = await work.session.scalars(
        sa.select(Deadline)
        .where(
            Deadline.state.in_(OPEN),
            Deadline.practice_id.is_not(None),
            reached,
        )
        .order_by(Deadline.id)
        .with_for_update()
    )
    return [row for row in rows if row.rule in work.platform.plugins.settings]


async def _counted_by(work: "Work", rows: Sequence[Deadline]) -> dict[UUID | None, PracticeValue]:
    found = await work.session.scalars(
        sa.select(PracticeValue).where(PracticeValue.id.in_({row.practice_id for row in rows}))
    )
    return {one.id: one for one in found}


def _due_before(row: Deadline, pauses: Sequence[DeadlinePause]) -> date:
    """The last day as it stood; of a clock that is paused, when it was."""
    return row.due_on or next(one.due_before for one in pauses if one.resumed_on is None)


def _reckon(
    row: Deadline,
    held: dict[str, Resolved],
    pauses: Sequence[DeadlinePause],
    extensions: Sequence[DeadlineExtension],
    calendar: Workdays,
) -> Reckoned:
    span: Period = held[row.rule].value
    return replay(
        counted_by(held, span, row.trigger_on, calendar),
        span.unit,
        [*map(told_pause, pauses), *map(told_extension, extensions)],
        calendar,
        roll_forward=is_on(held[ROLL_FORWARD]),
    )


def _take(
    work: "Work",
    row: Deadline,
    pauses: Sequence[DeadlinePause],
    reckoned: Reckoned,
    why: str,
) -> None:
    """Hold the new count, after the old one and the reason for the change."""
    before = _due_before(row, pauses)
    row.steps = [*row.steps, why, *reckoned.steps]
    row.provisional = reckoned.provisional
    row.due_on = None if reckoned.left is not None else reckoned.due_on
    row.reminded = None
    for pause in pauses:
        if pause.resumed_on is None and reckoned.left is not None:
            pause.due_before = reckoned.due_on
            pause.remaining, pause.remaining_unit = reckoned.left
    told = {
        "rule": row.rule,
        "subject": str(row.subject_id),
        "before": str(before),
        "after": str(reckoned.due_on),
    }
    event = events.announce(work, "core.recompute_deadline", row, told)
    event.organ_id = row.organ_id


History = tuple[list[DeadlinePause], list[DeadlineExtension]]
"""What happened to a clock, in its order."""


async def _history(work: "Work", rows: Sequence[Deadline]) -> dict[UUID, History]:
    keys = [row.id for row in rows]
    told: dict[UUID, History] = {key: ([], []) for key in keys}
    pauses = await work.session.scalars(
        sa.select(DeadlinePause)
        .where(DeadlinePause.deadline_id.in_(keys))
        .order_by(DeadlinePause.id)
    )
    for one in pauses:
        told[one.deadline_id][0].append(one)
    extensions = await work.session.scalars(
        sa.select(DeadlineExtension)
        .where(DeadlineExtension.deadline_id.in_(keys), DeadlineExtension.granted.is_(True))
        .order_by(DeadlineExtension.id)
    )
    for one in extensions:
        told[one.deadline_id][1].append(one)
    return told
