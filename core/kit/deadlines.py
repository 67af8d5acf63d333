"""Deadlines (期限): a row for every clock, with its rule, article and how it was counted.

A number comes from practice, never from code. Where the rule gives no number there is no clock: the
row says so and is never due. A number that changes later leaves running clocks alone.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from core.db import Base, OrganOwned, TenantOwned, choice, within
from core.errors import Invalid
from core.hookspecs import Lower, Setting
from core.kit.counting import Counted, Span, Workdays, count, days_late
from core.practice import Resolved, practice_of

if TYPE_CHECKING:
    from core.work import Work

ROLL_FORWARD = "core.roll_forward"
COUNT_FROM_NEXT_DAY = "core.count_from_next_day"

SETTINGS = [
    Setting(
        name=COUNT_FROM_NEXT_DAY,
        title="期间开始之日不计入",
        type=bool,
        lower=Lower.FIXED_ABOVE,
    ),
    Setting(name=ROLL_FORWARD, title="期间最后一日为休息日时顺延", type=bool),
]


class ClockState(StrEnum):
    """`NO_CLOCK` means that the rule in force gives no number."""

    RUNNING = "running"
    MET = "met"
    STOPPED = "stopped"
    NO_CLOCK = "no_clock"


class WorkdayOverride(Base):
    """A day that the State Council moved, over the calendar that ships; written by migrate."""

    __tablename__ = "workday_override"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    note: Mapped[str]


class Deadline(Base, OrganOwned):
    """One clock of one organ about one record."""

    __tablename__ = "deadline"
    __table_args__ = (
        within("subject_id"),
        within("organ_id", "state", "due_on", name="ix_deadline_open"),
    )

    rule: Mapped[str]
    title: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    trigger_on: Mapped[date]
    due_on: Mapped[date | None]
    provisional: Mapped[bool]
    span_text: Mapped[str | None]
    rule_text: Mapped[str | None]
    practice_id: Mapped[UUID | None]
    steps: Mapped[list[str]]
    state: Mapped[ClockState] = choice(ClockState)
    met_on: Mapped[date | None]
    late_by: Mapped[int | None]


NO_NUMBER = "现行规定没有规定期限，不计时。"


@dataclass(frozen=True, slots=True)
class Computed:
    """When something is due, by which rule, and how that was counted; `due_on` None: no clock."""

    due_on: date | None
    provisional: bool
    span_text: str | None
    rule_text: str | None
    practice_id: UUID | None
    steps: tuple[str, ...]

    def late_by(self, done_on: date) -> int:
        """Days late, 0 if in time or without a clock."""
        return days_late(self.due_on, done_on) if self.due_on else 0


async def compute(work: "Work", rule: str, trigger_on: date) -> Computed:
    """Count a rule's time from a trigger day, by the practice in force on that day."""
    held = await practice_of(work, [rule, ROLL_FORWARD, COUNT_FROM_NEXT_DAY], trigger_on)
    span: Span | None = held[rule].value
    if span is None:
        return Computed(None, False, None, None, None, (NO_NUMBER,))
    try:
        counted = count(
            trigger_on,
            span,
            await _workdays(work.session),
            from_next_day=_switch(held[COUNT_FROM_NEXT_DAY]),
            roll_forward=_switch(held[ROLL_FORWARD]),
        )
    except ValueError as fault:
        raise Invalid(
            "DATE_TOO_FAR", f"日期{trigger_on}超出可以计算的范围，请核对后改正。"
        ) from fault
    return _computed(counted, span, held[rule])


def _switch(held: Resolved) -> bool:
    """A way of counting is on unless a value in force turns it off."""
    return held.value is not False


def _computed(counted: Counted, span: Span, held: Resolved) -> Computed:
    value = held.holding
    if value is None:
        raise AssertionError("a span was counted, so a value holds")
    return Computed(
        counted.due_on, counted.provisional, span.text, value.rule_text, value.id, counted.steps
    )


async def _workdays(session: AsyncSession) -> Workdays:
    rows = await session.scalars(sa.select(WorkdayOverride))
    return Workdays({row.day: row.working for row in rows})


async def start_clock(
    work: "Work", rule: str, subject: TenantOwned, trigger_on: date, *, organ_id: UUID | None = None
) -> Deadline:
    """Start the rule's clock about a record, for the acting organ unless another is given."""
    computed = await compute(work, rule, trigger_on)
    return _add(work, rule, subject, trigger_on, computed, organ_id or work.acting_organ.id)


def start_clock_until(
    work: "Work", rule: str, subject: TenantOwned, trigger_on: date, due_on: date, because: str
) -> Deadline:
    """Start a clock whose last day an organ named itself; `because` cites rule and paper."""
    computed = Computed(due_on, False, None, because, None, (because,))
    return _add(work, rule, subject, trigger_on, computed, work.acting_organ.id)


def _add(
    work: "Work",
    rule: str,
    subject: TenantOwned,
    trigger_on: date,
    computed: Computed,
    organ_id: UUID,
) -> Deadline:
    row = Deadline(
        id=uuid7(),
        organ_id=organ_id,
        rule=rule,
        title=work.platform.plugins.setting(rule).title,
        subject_type=type(subject).__name__,
        subject_id=subject.id,
        trigger_on=trigger_on,
        due_on=computed.due_on,
        provisional=computed.provisional,
        span_text=computed.span_text,
        rule_text=computed.rule_text,
        practice_id=computed.practice_id,
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
    """Note that what was due was done, and how late; nothing where no such clock ran."""
    row = await clock_of(work, rule, subject_id)
    if row is not None and row.state is ClockState.RUNNING and row.due_on is not None:
        row.state, row.met_on = ClockState.MET, met_on
        row.late_by = days_late(row.due_on, met_on)
    return row


async def stop_clocks(work: "Work", subject_id: UUID) -> None:
    """Stop every clock that still runs about a record: nothing is left to be done."""
    await work.session.execute(
        sa.update(Deadline)
        .where(Deadline.subject_id == subject_id, Deadline.state == ClockState.RUNNING)
        .values(state=ClockState.STOPPED)
    )


def due_list(*, until: date | None, overdue_on: date | None) -> sa.Select[Deadline]:
    """Running clocks of the acting organ, nearest first; due by a day, or overdue on a day."""
    running = sa.select(Deadline).where(Deadline.state == ClockState.RUNNING)
    if until is not None:
        running = running.where(Deadline.due_on <= until)
    if overdue_on is not None:
        running = running.where(Deadline.due_on < overdue_on)
    return running.order_by(Deadline.due_on)
