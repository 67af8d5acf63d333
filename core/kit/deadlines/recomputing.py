"""A changed number leaves running clocks alone, unless the new value says that it reaches them.

Then each open clock of that rule is counted anew from its own trigger, through its pauses and its
extension; the day it had before stays in its steps. What had no clock gets none.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from core import clock, events
from core.kit.counting import Period
from core.kit.deadlines.changes import told_extension, told_pause
from core.kit.deadlines.clocks import OPEN
from core.kit.deadlines.computing import (
    COUNT_FROM_NEXT_DAY,
    ROLL_FORWARD,
    count_for,
    is_on,
    workdays,
)
from core.kit.deadlines.reckoning import Change, Reckoned, replay
from core.kit.deadlines.tables import Deadline, DeadlineExtension, DeadlinePause
from core.practice import Resolved, practice_of

if TYPE_CHECKING:
    from core.platform import Platform
    from core.work import Work


async def recompute(platform: "Platform", body_id: UUID) -> int:
    """Recompute a body's running clocks in a transaction of its own."""
    async with platform.as_core(body_id) as work:
        changed = await recompute_running(work)
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
    for row in changed:
        await _recompute(work, row, held)
    return len(changed)


async def _recompute(work: "Work", row: Deadline, held: dict[str, Resolved]) -> None:
    first = await count_for(work, held, row.rule, row.trigger_on)
    span: Period = held[row.rule].value
    pauses = await _pauses(work, row)
    reckoned = replay(
        first,
        span.unit,
        [*map(told_pause, pauses), *await _extensions(work, row)],
        await workdays(work.session),
        roll_forward=is_on(held[ROLL_FORWARD]),
    )
    before = row.due_on or next(one.due_before for one in pauses if one.resumed_on is None)
    _take(row, held[row.rule], reckoned, str(before))
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


def _take(row: Deadline, held: Resolved, reckoned: Reckoned, before: str) -> None:
    """Hold the new count, after the old one and the reason for the change."""
    value = held.holding
    if value is None:
        raise AssertionError("counted by a value")
    why = (
        f"{value.rule_text}适用于已经开始的期限，重新计算；此前依据{row.rule_text}，"
        f"届满日为{before}。"
    )
    row.steps = [*row.steps, why, *reckoned.steps]
    row.span_text, row.unit = held.value.text, held.value.unit
    row.rule_text, row.practice_id = value.rule_text, value.id
    row.practice_version, row.provisional = value.version, reckoned.provisional
    row.due_on = None if reckoned.left is not None else reckoned.due_on
    row.reminded = None


async def _pauses(work: "Work", row: Deadline) -> Sequence[DeadlinePause]:
    found = await work.session.scalars(
        sa.select(DeadlinePause)
        .where(DeadlinePause.deadline_id == row.id)
        .order_by(DeadlinePause.id)
    )
    return found.all()


async def _extensions(work: "Work", row: Deadline) -> list[Change]:
    found = await work.session.scalars(
        sa.select(DeadlineExtension)
        .where(DeadlineExtension.deadline_id == row.id, DeadlineExtension.granted.is_(True))
        .order_by(DeadlineExtension.id)
    )
    return [told_extension(one) for one in found]
