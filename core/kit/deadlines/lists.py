"""Lists of what is due: of the acting organ, of the whole body, of one person."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.kit.counting import Span, count
from core.kit.deadlines.computing import REMIND_BEFORE, workdays
from core.kit.deadlines.tables import (
    ClockState,
    Deadline,
    DeadlineExtension,
    DeadlineFact,
    DueList,
    Stage,
)
from core.practice import resolve_for
from core.tenancy import Body, Organ

if TYPE_CHECKING:
    from core.platform import Platform
    from core.work import Work


def due_list(
    *, until: date | None, overdue_on: date | None, about: UUID | None = None
) -> sa.Select[Deadline]:
    """Running clocks of the acting organ, nearest first; due by a day, or overdue on a day.

    With `about` only those of one record.
    """
    running = sa.select(Deadline).where(Deadline.state == ClockState.RUNNING)
    if about is not None:
        running = running.where(Deadline.subject_id == about)
    if until is not None:
        running = running.where(Deadline.due_on <= until)
    if overdue_on is not None:
        running = running.where(Deadline.due_on < overdue_on)
    return running.order_by(Deadline.due_on)


def extensions_to_decide(work: "Work", subject_id: Any) -> sa.ColumnElement[bool]:
    """Whether about a record, by the column of its id, a longer time waits for who asks to decide.

    As `decide_longer` checks it of one clock that runs: another person asked, and the action that
    the rule names is held. The plugin's own verb asks its own action besides.
    """
    if work.actor is None:
        return sa.false()
    asked = DeadlineExtension
    return (
        sa.select(asked.id)
        .join(
            Deadline,
            sa.and_(Deadline.tenant_id == asked.tenant_id, Deadline.id == asked.deadline_id),
        )
        .where(
            Deadline.subject_id == subject_id,
            Deadline.state == ClockState.RUNNING,
            asked.granted.is_(None),
            asked.requested_by != work.actor.person_id,
            sa.or_(asked.approved_by.is_(None), asked.approved_by.in_(work.actions)),
        )
        .exists()
    )


def fact_list(
    stage: Stage | None, organ_code: str | None, soon: date | None
) -> sa.Select[DeadlineFact]:
    """Running clocks of every organ of the body, nearest first, without what they are about."""
    running = sa.select(DeadlineFact).where(DeadlineFact.state == ClockState.RUNNING)
    if organ_code is not None:
        organ = sa.select(Organ.id).where(Organ.code == organ_code)
        running = running.where(DeadlineFact.organ_id.in_(organ))
    if stage is not None:
        running = running.where(of_stage(DeadlineFact, stage, soon))
    return running.order_by(DeadlineFact.due_on)


def of_stage(
    table: type[Deadline] | type[DeadlineFact], stage: Stage, soon: date | None
) -> sa.ColumnElement[bool]:
    """Overdue today; or due soon: from today until the day that `soon_until` names, if it does."""
    today = clock.today()
    if stage is Stage.OVERDUE:
        return table.due_on < today
    if soon is None:
        return sa.false()
    return sa.and_(table.due_on >= today, table.due_on <= soon)


async def soon_until(platform: "Platform", session: AsyncSession, body: Body) -> date | None:
    """Until which day something counts as due soon today; None where practice says nothing."""
    today = clock.today()
    setting = platform.plugins.setting(REMIND_BEFORE)
    span: Span | None = (await resolve_for(session, body, [setting], today))[0].value
    if span is None:
        return None
    return count(today, span, await workdays(session), roll_forward=False).due_on


class OrganDue(NamedTuple):
    """How many clocks of an organ are overdue, due soon, and running in all."""

    organ: Organ
    overdue: int
    due_soon: int
    running: int
    nearest: date | None


async def organ_counts(session: AsyncSession, soon: date | None) -> list[OrganDue]:
    """One line for each organ that has a running clock, the most overdue first."""
    overdue = sa.func.count().filter(of_stage(DeadlineFact, Stage.OVERDUE, soon))
    due_soon = sa.func.count().filter(of_stage(DeadlineFact, Stage.DUE_SOON, soon))
    rows = await session.execute(
        sa.select(Organ, overdue, due_soon, sa.func.count(), sa.func.min(DeadlineFact.due_on))
        .join(
            DeadlineFact,
            sa.and_(DeadlineFact.tenant_id == Organ.tenant_id, DeadlineFact.organ_id == Organ.id),
        )
        .where(DeadlineFact.state == ClockState.RUNNING)
        .group_by(Organ.tenant_id, Organ.id)
        .order_by(overdue.desc(), Organ.code)
    )
    return [OrganDue(*row) for row in rows]


async def told_to(
    session: AsyncSession, person_id: UUID, day: date
) -> Sequence[tuple[DueList, Organ]]:
    """What a person was told on a day, organ by organ."""
    rows = await session.execute(
        sa.select(DueList, Organ)
        .join(Organ, sa.and_(Organ.tenant_id == DueList.tenant_id, Organ.id == DueList.organ_id))
        .where(DueList.person_id == person_id, DueList.day == day)
        .order_by(Organ.code)
    )
    return [(row[0], row[1]) for row in rows]
