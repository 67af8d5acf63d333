"""Tables of deadlines: the clocks, what paused or extended them, what the body knows of them."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, Mapper, mapped_column
from uuid_utils.compat import uuid7

from core import clock
from core.db import Base, OrganOwned, TenantOwned, choice, points_to, within
from core.kit.counting import Unit


class ClockState(StrEnum):
    """`NO_CLOCK` means that the rule in force gives no number."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    STOPPED = "stopped"
    NO_CLOCK = "no_clock"


class Stage(StrEnum):
    """Of what people are reminded."""

    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


class WorkdayOverride(Base):
    """A day that the State Council moved, over the calendar that ships; written by migrate."""

    __tablename__ = "workday_override"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    note: Mapped[str]


class LocalWorkday(Base, TenantOwned):
    """A day that differs at this place: a local holiday, a day of storm; over the national ones."""

    __tablename__ = "local_workday"
    __table_args__ = (
        sa.UniqueConstraint("tenant_id", "day"),
        {"info": {"grants": "SELECT, INSERT, UPDATE, DELETE"}},
    )

    day: Mapped[date]
    working: Mapped[bool]
    basis: Mapped[str]
    """The paper or notice that the adjustment rests on."""


class Deadline(Base, OrganOwned):
    """One clock of one organ about one record.

    What was computed stands in it as in a `Computed`: `due_on`, `provisional`, `span_text`, `unit`,
    `rule_text`, `steps`. `state` NO_CLOCK: there was no number or no trigger, and nothing is due.
    """

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
    trigger: Mapped[str | None]
    due_on: Mapped[date | None]
    provisional: Mapped[bool]
    span_text: Mapped[str | None]
    unit: Mapped[Unit | None] = choice(Unit, nullable=True)
    rule_text: Mapped[str | None]
    practice_id: Mapped[UUID | None]
    practice_version: Mapped[int | None]
    steps: Mapped[list[str]]
    state: Mapped[ClockState] = choice(ClockState)
    met_on: Mapped[date | None]
    late_by: Mapped[int | None]
    restarts_id: Mapped[UUID | None]
    reminded: Mapped[Stage | None] = choice(Stage, nullable=True)


class DeadlinePause(Base, OrganOwned):
    """That a clock stood still: from when, why, on what basis, what was left, until when."""

    __tablename__ = "deadline_pause"
    __table_args__ = (points_to("deadline", "deadline_id"), within("deadline_id"))

    deadline_id: Mapped[UUID]
    paused_on: Mapped[date]
    paused_by: Mapped[UUID | None]
    paused_by_name: Mapped[str | None]
    reason: Mapped[str]
    rule_text: Mapped[str]
    due_before: Mapped[date]
    remaining: Mapped[int]
    remaining_unit: Mapped[Unit] = choice(Unit)
    resumed_on: Mapped[date | None]
    resumed_by: Mapped[UUID | None]
    resumed_by_name: Mapped[str | None]
    resume_reason: Mapped[str | None]
    due_after: Mapped[date | None]


class DeadlineExtension(Base, OrganOwned):
    """That a longer time was asked for: by whom, why, by which rule, and what was decided."""

    __tablename__ = "deadline_extension"
    __table_args__ = (points_to("deadline", "deadline_id"), within("deadline_id"))

    deadline_id: Mapped[UUID]
    requested_on: Mapped[date]
    requested_by: Mapped[UUID]
    requested_by_name: Mapped[str]
    reason: Mapped[str]
    amount: Mapped[int]
    unit: Mapped[Unit] = choice(Unit)
    approved_by: Mapped[str | None]
    """The action that the rule asks of whoever approves, besides the verb's own."""
    rule_text: Mapped[str]
    practice_id: Mapped[UUID]
    granted: Mapped[bool | None]
    decided_on: Mapped[date | None]
    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str | None]
    note: Mapped[str | None]
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]


class DeadlineFact(Base, TenantOwned):
    """What the whole body may know of an organ's clock: whose, which rule, until when. No subject.

    Clocks lie under the policy of their organ, and nothing opens them to another. So each change of
    a clock publishes this row in the same transaction, under an id of its own.
    """

    __tablename__ = "deadline_fact"
    __table_args__ = (
        sa.UniqueConstraint("tenant_id", "deadline_id"),
        within("state", "due_on"),
        within("organ_id", "state", "due_on"),
    )

    deadline_id: Mapped[UUID]
    organ_id: Mapped[UUID]
    rule: Mapped[str]
    title: Mapped[str]
    due_on: Mapped[date | None]
    state: Mapped[ClockState] = choice(ClockState)


@event.listens_for(Deadline, "after_insert")
@event.listens_for(Deadline, "after_update")
def _publish_fact(_mapper: Mapper[Any], connection: sa.Connection, row: Deadline) -> None:
    shown = {name: getattr(row, name) for name in ("organ_id", "rule", "title", "due_on", "state")}
    statement = insert(DeadlineFact).values(
        tenant_id=row.tenant_id,
        id=uuid7(),
        deadline_id=row.id,
        created_at=clock.now(),
        **shown,
    )
    connection.execute(
        statement.on_conflict_do_update(index_elements=["tenant_id", "deadline_id"], set_=shown)
    )


class ReminderDay(Base, TenantOwned):
    """That the clocks of a body were looked at on a day: of two workers one puts the row there."""

    __tablename__ = "reminder_day"
    __table_args__ = (
        sa.UniqueConstraint("tenant_id", "day"),
        {"info": {"grants": "SELECT, INSERT"}},
    )

    day: Mapped[date]


class DueList(Base, TenantOwned):
    """What is due soon or overdue in one organ, told to one of its people on one day."""

    __tablename__ = "due_list"
    __table_args__ = (
        sa.UniqueConstraint("tenant_id", "person_id", "day", "organ_id"),
        {"info": {"grants": "SELECT, INSERT"}},
    )

    person_id: Mapped[UUID]
    day: Mapped[date]
    organ_id: Mapped[UUID]
    overdue: Mapped[int]
    due_soon: Mapped[int]
    entries: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
