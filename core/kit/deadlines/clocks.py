"""Clocks as rows: started, met, stopped, started anew."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core.clock import on_day
from core.db import TenantOwned
from core.kit.counting import days_late
from core.kit.deadlines.computing import Computed, Triggers, compute
from core.kit.deadlines.tables import ClockState, Deadline, DeadlinePause

if TYPE_CHECKING:
    from core.work import Work

OPEN = (ClockState.RUNNING, ClockState.PAUSED)


def _whose(work: "Work", organ_id: UUID | None) -> UUID:
    """The organ whose clock it is; a verb has the rows of its own organ only."""
    if organ_id is None:
        return work.acting_organ.id
    if work.organ is not None and work.organ.id != organ_id:
        raise ValueError(
            "a verb starts clocks of its acting organ; another organ's clock is started where the"
            " work acts as every organ: in its receiver, in a listener or in a job"
        )
    return organ_id


async def start_clock(
    work: "Work",
    rule: str,
    subject: TenantOwned,
    trigger_on: date | Triggers,
    *,
    organ_id: UUID | None = None,
) -> Deadline:
    """Start the rule's clock about a record, for the acting organ unless another is given.

    It always makes a row and returns it, also where no value of the setting is in force on that
    day or its trigger has not happened: then the row's state is NO_CLOCK, `due_on` is None, and
    `steps` says why. Its id is there after a `flush`.

    Another organ may be given only where the work acts as every organ, in a job or a listener. A
    verb acts as one organ and is refused another's clock: `send` that organ a package,
    and start the clock in the receiver, which acts as the organ that owes it.
    """
    computed = await compute(work, rule, trigger_on)
    return _add(work, rule, subject, computed, _whose(work, organ_id))


def start_clock_until(
    work: "Work",
    rule: str,
    subject: TenantOwned,
    trigger_on: date,
    due_on: date,
    because: str,
    *,
    organ_id: UUID | None = None,
    title: str | None = None,
) -> Deadline:
    """Start a clock whose last day an organ named itself; `because` cites rule and paper.

    For the acting organ unless another is given; under a title of its own where one setting holds
    several rhythms that people must tell apart.
    """
    computed = Computed(due_on, False, None, because, None, (because,), trigger_on=trigger_on)
    row = _add(work, rule, subject, computed, _whose(work, organ_id))
    row.title = title or row.title
    return row


async def restart_clock(
    work: "Work", rule: str, subject: TenantOwned, trigger_on: date | Triggers
) -> Deadline:
    """Start the rule's clock anew, linked to the one before it, which stops if it still runs."""
    old = await clock_of(work, rule, subject.id)
    if old is not None and old.state in OPEN:
        _stop(old)
    fresh = await start_clock(work, rule, subject, trigger_on)
    if old is not None:
        fresh.restarts_id = old.id
        fresh.steps = [f"重新计时，原期限自{on_day(old.trigger_on)}起算。", *fresh.steps]
    return fresh


def _add(
    work: "Work", rule: str, subject: TenantOwned, computed: Computed, organ_id: UUID
) -> Deadline:
    row = Deadline(
        id=uuid7(),
        organ_id=organ_id,
        rule=rule,
        title=work.platform.plugins.setting(rule).title,
        subject_type=type(subject).__name__,
        subject_id=subject.id,
        trigger_on=computed.trigger_on,
        trigger=computed.trigger,
        due_on=computed.due_on,
        provisional=computed.provisional,
        span_text=computed.span_text,
        unit=computed.unit,
        rule_text=computed.rule_text,
        practice_id=computed.practice_id,
        practice_version=computed.practice_version,
        steps=list(computed.steps),
        state=ClockState.RUNNING if computed.due_on else ClockState.NO_CLOCK,
    )
    work.session.add(row)
    return row


async def clock_of(work: "Work", rule: str, subject_id: UUID) -> Deadline | None:
    """The latest clock of a rule about a record, locked for the verb."""
    return await work.session.scalar(
        sa.select(Deadline)
        .where(Deadline.rule == rule, Deadline.subject_id == subject_id)
        .order_by(Deadline.id.desc())
        .limit(1)
        .with_for_update()
    )


async def meet_clock(work: "Work", rule: str, subject_id: UUID, met_on: date) -> Deadline | None:
    """Note that what was due was done, and how late; nothing where no such clock ran.

    A clock that is NO_CLOCK, met or stopped stays as it is: `met_on` and `late_by` of a NO_CLOCK
    stay None (`lateBy` null). The latest clock of the rule is returned, None where there is none.
    While a clock stands still nobody gets later than they were.
    """
    row = await clock_of(work, rule, subject_id)
    if row is None or row.state not in OPEN:
        return row
    pause = await open_pause(work, row)
    last, done_on = (pause.due_before, pause.paused_on) if pause else (row.due_on, met_on)
    row.state, row.met_on = ClockState.MET, met_on
    row.late_by = days_late(last, done_on) if last else None
    return row


async def open_pause(work: "Work", row: Deadline) -> DeadlinePause | None:
    """The pause that has not ended, if the clock stands still."""
    if row.state is not ClockState.PAUSED:
        return None
    return (
        await work.session.scalars(
            sa.select(DeadlinePause)
            .where(DeadlinePause.deadline_id == row.id, DeadlinePause.resumed_on.is_(None))
            .with_for_update()
        )
    ).one()


async def stop_clocks(work: "Work", subject_id: UUID, *, rule: str | None = None) -> None:
    """Stop every clock that is open about a record, or those of one rule: nothing is left to do."""
    for row in await _open_clocks(work, subject_id):
        if rule in (None, row.rule):
            _stop(row)


def _stop(row: Deadline) -> None:
    row.state = ClockState.STOPPED


async def _open_clocks(work: "Work", subject_id: UUID) -> Sequence[Deadline]:
    found = await work.session.scalars(
        sa.select(Deadline)
        .where(Deadline.subject_id == subject_id, Deadline.state.in_(OPEN))
        .order_by(Deadline.id)
        .with_for_update()
    )
    return found.all()
