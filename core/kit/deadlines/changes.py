"""A running clock is paused, goes on, is extended: each change a row with its hand and basis."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
import sqlalchemy as sa

from core import clock
from core.clock import on_day
from core.errors import Invalid, NotFound, Refused
from core.kit.counting import Counted, Span, Unit
from core.kit.deadlines.clocks import clock_of, open_pause
from core.kit.deadlines.computing import rolls_forward, too_far, workdays
from core.kit.deadlines.reckoning import (
    Extension,
    Left,
    Pause,
    extended,
    left_on,
    paused_step,
    resumed,
)
from core.kit.deadlines.tables import ClockState, Deadline, DeadlineExtension, DeadlinePause
from core.practice import PracticeValue, value_of

if TYPE_CHECKING:
    from core.work import Work


class Longer(Span, frozen=True, kw_only=True, omit_defaults=True):
    """By how much a period may be extended once, and the action that approving asks for.

    Without `approved_by` the approving verb's own action is enough.
    """

    approved_by: str | None = None


async def pause_clock(
    work: "Work",
    rule: str,
    subject_id: UUID,
    *,
    reason: str,
    rule_text: str,
    on: date | None = None,
) -> DeadlinePause | None:
    """Let the clock stand still and keep what is left; None where no clock runs.

    From today, or from the day (`on`) that another organ's paper names.
    """
    row = await clock_of(work, rule, subject_id)
    if row is None or row.state is not ClockState.RUNNING or row.due_on is None:
        return None
    paused_on = on or clock.today()
    left = left_on(row.due_on, paused_on, row.unit or Unit.DAY, await workdays(work.session))
    pause = DeadlinePause(
        organ_id=row.organ_id,
        deadline_id=row.id,
        paused_on=paused_on,
        paused_by=work.actor.person_id if work.actor else None,
        paused_by_name=work.actor.name if work.actor else None,
        reason=reason,
        rule_text=rule_text,
        due_before=row.due_on,
        remaining=left.amount,
        remaining_unit=left.unit,
    )
    work.session.add(pause)
    row.steps = [*row.steps, paused_step(told_pause(pause), row.due_on, left)]
    row.state, row.due_on, row.reminded = ClockState.PAUSED, None, None
    return pause


def told_pause(pause: DeadlinePause) -> Pause:
    """A kept pause as plain data."""
    return Pause(
        pause.paused_on, pause.resumed_on, f"（理由：{pause.reason}；依据{pause.rule_text}）"
    )


async def resume_clock(
    work: "Work", rule: str, subject_id: UUID, *, reason: str, on: date | None = None
) -> DeadlinePause | None:
    """Let a paused clock go on with what was left; None where none stands still.

    From tomorrow, or from the day after the one (`on`) until which it was to stand still.
    """
    row = await clock_of(work, rule, subject_id)
    pause = await open_pause(work, row) if row is not None else None
    if row is None or pause is None:
        return None
    resumed_on = max(on or clock.today(), pause.paused_on)
    counted = resumed(
        pause.due_before,
        Left(pause.remaining, pause.remaining_unit),
        resumed_on,
        await workdays(work.session),
        roll_forward=await rolls_forward(work, resumed_on),
    )
    pause.resumed_on, pause.resume_reason = resumed_on, reason
    pause.resumed_by = work.actor.person_id if work.actor else None
    pause.resumed_by_name = work.actor.name if work.actor else None
    pause.due_after = counted.due_on
    row.state = ClockState.RUNNING
    _move(row, counted)
    return pause


def _move(row: Deadline, counted: Counted) -> None:
    """A new last day; whoever was reminded of the old one is reminded of the new one too."""
    row.due_on, row.provisional = counted.due_on, row.provisional or counted.provisional
    row.steps = [*row.steps, *counted.steps]
    row.reminded = None


async def request_longer(
    work: "Work", rule: str, by_rule: str, subject_id: UUID, reason: str
) -> DeadlineExtension:
    """Ask for the extension that practice (`by_rule`) allows, once for a clock."""
    row = await clock_of(work, rule, subject_id)
    due_on = _extendable(row)
    if row is None:
        raise AssertionError("what can be extended is there")
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明需要延长期限的理由。", field="reason")
    longer, value = await _allowed(work, by_rule, row.trigger_on)
    await _refuse_second(work, row.id)
    asked = DeadlineExtension(
        organ_id=row.organ_id,
        deadline_id=row.id,
        requested_on=clock.today(),
        requested_by=work.acting_person.person_id,
        requested_by_name=work.acting_person.name,
        reason=reason,
        amount=longer.amount,
        unit=longer.unit,
        approved_by=longer.approved_by,
        rule_text=value.rule_text,
        practice_id=value.id,
        due_before=due_on,
    )
    work.session.add(asked)
    await work.session.flush()
    return asked


def _extendable(row: Deadline | None) -> date:
    if row is None or row.state is not ClockState.RUNNING or row.due_on is None:
        raise Refused("NO_CLOCK_RUNNING", "该事项没有正在计时的期限，不能延长。")
    if row.due_on < clock.today():
        raise Refused(
            "EXTENSION_TOO_LATE",
            f"期限已于{on_day(row.due_on)}届满，不能再延长，请尽快办结并说明原因。",
        )
    return row.due_on


async def _allowed(work: "Work", by_rule: str, day: date) -> tuple[Longer, PracticeValue]:
    """The rule of the day on which the clock began: that one governs the clock."""
    held = await value_of(work, by_rule, day)
    if held.holding is None:
        raise Refused(
            "NO_EXTENSION", "现行规定没有规定可以延长此项期限，不能延长，请在期限内办理。"
        )
    return held.value, held.holding


async def _refuse_second(work: "Work", deadline_id: UUID) -> None:
    earlier = await work.session.scalar(
        sa.select(DeadlineExtension.granted)
        .where(
            DeadlineExtension.deadline_id == deadline_id,
            DeadlineExtension.granted.is_not(False),
        )
        .limit(1)
    )
    if earlier is True:
        raise Refused("EXTENDED_ALREADY", "此项期限已经延长过一次，不能再次延长。")
    waiting = sa.select(DeadlineExtension.id).where(
        DeadlineExtension.deadline_id == deadline_id, DeadlineExtension.granted.is_(None)
    )
    if await work.session.scalar(waiting.limit(1)) is not None:
        raise Refused("EXTENSION_PENDING", "已有延长期限的申请待批，请等待批准或者不批准。")


async def decide_longer(
    work: "Work", rule: str, subject_id: UUID, *, grant: bool, note: str | None
) -> DeadlineExtension:
    """Grant or decline the extension that was asked for, as another person who may."""
    row = await clock_of(work, rule, subject_id)
    asked = await _pending(work, row.id) if row is not None else None
    if row is None or asked is None:
        raise NotFound("待批的延长期限申请")
    if asked.requested_by == work.acting_person.person_id:
        raise Refused("SAME_PERSON", "申请延长期限的人不能自己批准，请由批准人办理。")
    if asked.approved_by is not None:
        work.require(asked.approved_by)
    asked.granted, asked.decided_on, asked.note = grant, clock.today(), note
    asked.decided_by, asked.decided_by_name = work.acting_person.person_id, work.acting_person.name
    if grant:
        asked.due_before = due_before = _extendable(row)
        await _extend(work, row, due_before, asked)
    return asked


async def _pending(work: "Work", deadline_id: UUID) -> DeadlineExtension | None:
    return await work.session.scalar(
        sa.select(DeadlineExtension)
        .where(DeadlineExtension.deadline_id == deadline_id, DeadlineExtension.granted.is_(None))
        .with_for_update()
    )


async def _extend(work: "Work", row: Deadline, due_on: date, asked: DeadlineExtension) -> None:
    today = clock.today()
    try:
        counted = extended(
            due_on,
            told_extension(asked),
            await workdays(work.session),
            roll_forward=await rolls_forward(work, today),
        )
    except ValueError as fault:
        raise too_far(due_on) from fault
    asked.due_after = counted.due_on
    _move(row, counted)


class Granted(msgspec.Struct, frozen=True, kw_only=True):
    """An extension that was granted, as one organ tells another whose clock follows."""

    requested_on: date
    requested_by: UUID
    requested_by_name: str
    reason: str
    amount: int
    unit: Unit
    rule_text: str
    practice_id: UUID
    decided_on: date
    decided_by: UUID
    decided_by_name: str


def told_longer(asked: DeadlineExtension) -> Granted:
    """A granted extension as plain data, for a package."""
    return Granted(**{name: getattr(asked, name) for name in Granted.__struct_fields__})


async def take_longer(
    work: "Work", rule: str, subject_id: UUID, granted: Granted
) -> DeadlineExtension | None:
    """Lengthen one's own clock as another organ tells that it was; None where no clock runs.

    Nothing is refused: what was granted in time may arrive late.
    """
    row = await clock_of(work, rule, subject_id)
    if row is None or row.state is not ClockState.RUNNING or row.due_on is None:
        return None
    taken = DeadlineExtension(
        organ_id=row.organ_id,
        deadline_id=row.id,
        granted=True,
        due_before=row.due_on,
        **{name: getattr(granted, name) for name in Granted.__struct_fields__},
    )
    work.session.add(taken)
    await _extend(work, row, row.due_on, taken)
    return taken


def told_extension(asked: DeadlineExtension) -> Extension:
    """A granted extension as plain data."""
    why = f"（{asked.decided_by_name}批准；依据{asked.rule_text}）"
    return Extension(asked.decided_on or asked.requested_on, Span(asked.amount, asked.unit), why)
