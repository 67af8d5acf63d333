"""Once a day and body: recompute what a new rule reaches, remind of what is due, write the lists.

It may run at any hour, twice at once, or not for days: the row of the day is put there by one
worker alone, a clock is told of once in each stage, and what was missed is not told of belatedly
where it is overdue already.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from uuid_utils.compat import uuid7

from core import clock, events
from core.kit.counting import days_late
from core.kit.deadlines.lists import soon_until
from core.kit.deadlines.recomputing import follow_calendar, recompute_running
from core.kit.deadlines.tables import ClockState, Deadline, DueList, ReminderDay, Stage
from core.people import Membership

if TYPE_CHECKING:
    from core.platform import Platform
    from core.work import Work

LISTED_MOST = 100
"""Entries of one list; the numbers beside them are whole."""


async def remind(platform: "Platform", body_id: UUID) -> bool:
    """Look at the body's clocks unless that was done today; whether it was done now."""
    async with platform.as_core(body_id) as work:
        if not await _claim_day(work):
            return False
        await recompute_running(work)
        await follow_calendar(work, None)
        due = await _due_clocks(work)
        for row in due:
            _tell(work, row)
        await _write_lists(work, due)
        await events.queue_for_sealing(work)
    if work.announced:
        await events.seal_soon(platform, body_id)
    return True


async def _claim_day(work: "Work") -> bool:
    """Whether this worker is the one: the second waits for the first, then finds its row."""
    claimed = await work.session.execute(
        insert(ReminderDay)
        .values(tenant_id=work.body.id, id=uuid7(), day=clock.today(), created_at=clock.now())
        .on_conflict_do_nothing(index_elements=["tenant_id", "day"])
        .returning(ReminderDay.id)
    )
    return claimed.one_or_none() is not None


async def _due_clocks(work: "Work") -> Sequence[Deadline]:
    """Running clocks that are overdue or due soon, the nearest first; locked as verbs lock them."""
    horizon = await soon_until(work.platform, work.session, work.body)
    last = horizon or clock.today()
    mark = Deadline.due_on <= last if horizon else Deadline.due_on < last
    rows = await work.session.scalars(
        sa.select(Deadline)
        .where(Deadline.state == ClockState.RUNNING, mark)
        .order_by(Deadline.id)
        .with_for_update()
    )
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.id))


def _stage(row: Deadline) -> Stage:
    overdue = row.due_on is not None and row.due_on < clock.today()
    return Stage.OVERDUE if overdue else Stage.DUE_SOON


def _tell(work: "Work", row: Deadline) -> None:
    """Announce a clock's stage once; the payload says nothing of what the clock is about."""
    stage = _stage(row)
    if row.reminded is stage:
        return
    row.reminded = stage
    told = {"rule": row.rule, "due_on": str(row.due_on)}
    if stage is Stage.OVERDUE:
        event = events.announce(work, "core.deadline_overdue", row, told)
    else:
        event = events.announce(work, "core.deadline_due_soon", row, told)
    event.organ_id = row.organ_id


async def _write_lists(work: "Work", due: Sequence[Deadline]) -> None:
    """A list for each person of an organ that has something due."""
    by_organ = dict[UUID, list[Deadline]]()
    for row in due:
        by_organ.setdefault(row.organ_id, []).append(row)
    members = await work.session.execute(
        sa.select(Membership.organ_id, Membership.person_id)
        .where(Membership.organ_id.in_(list(by_organ)), Membership.ended_on.is_(None))
        .distinct()
    )
    work.session.add_all(
        _list_for(person_id, organ_id, by_organ[organ_id]) for organ_id, person_id in members
    )


def _list_for(person_id: UUID, organ_id: UUID, rows: Sequence[Deadline]) -> DueList:
    overdue = sum(_stage(row) is Stage.OVERDUE for row in rows)
    return DueList(
        person_id=person_id,
        day=clock.today(),
        organ_id=organ_id,
        overdue=overdue,
        due_soon=len(rows) - overdue,
        entries=list(_entries(rows[:LISTED_MOST], clock.today())),
    )


def _entries(rows: Iterable[Deadline], day: date) -> Iterable[dict[str, Any]]:
    for row in rows:
        late = days_late(row.due_on, day) if row.due_on else 0
        yield {
            "deadline": str(row.id),
            "title": row.title,
            "due_on": str(row.due_on),
            "overdue_by": late,
        }
