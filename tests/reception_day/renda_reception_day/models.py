"""The tables: days of the body, matters of the organ that recorded them, tasks of the handler."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from core import Base, OrganOwned, TenantOwned, choice, points_to, within
from sqlalchemy.orm import Mapped


class ReceptionVisitorKind(StrEnum):
    """Who came."""

    DEPUTY = "deputy"
    CITIZEN = "citizen"


class ReceptionMatterState(StrEnum):
    """How far a matter has come."""

    RECORDED = "recorded"
    HANDED = "handed"
    ANSWERED = "answered"
    CLOSED = "closed"


class ReceptionTaskState(StrEnum):
    """How far the handling organ has come."""

    WAITING = "waiting"
    ANSWERED = "answered"


class DayRow(Base, TenantOwned):
    """A reception day; the whole body and the public see it."""

    __tablename__ = "reception_day_day"
    __table_args__ = (within("held_on"),)

    held_on: Mapped[date]
    place: Mapped[str]
    receiver_name: Mapped[str]
    receiver_post: Mapped[str]


class MatterRow(Base, OrganOwned):
    """A matter that was brought; only the organ that recorded it sees it."""

    __tablename__ = "reception_day_matter"
    __table_args__ = (
        points_to("reception_day_day", "day_id"),
        within("day_id"),
        within("organ_id", "state", "created_at"),
        within("package_id"),
    )

    day_id: Mapped[UUID]
    visitor_kind: Mapped[ReceptionVisitorKind] = choice(ReceptionVisitorKind)
    surname: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    state: Mapped[ReceptionMatterState] = choice(
        ReceptionMatterState, default=ReceptionMatterState.RECORDED
    )
    handed_to: Mapped[str | None]
    handed_to_name: Mapped[str | None]
    handed_on: Mapped[date | None]
    due_on: Mapped[date | None]
    due_span: Mapped[str | None]
    due_rule: Mapped[str | None]
    package_id: Mapped[UUID | None]
    answer: Mapped[str | None]
    answered_on: Mapped[date | None]
    closing_note: Mapped[str | None]
    closed_on: Mapped[date | None]


class TaskRow(Base, OrganOwned):
    """A matter that was handed to this organ, without who brought it."""

    __tablename__ = "reception_day_task"
    __table_args__ = (
        points_to("deadline", "clock_id"),
        within("organ_id", "state", "created_at"),
    )

    package_id: Mapped[UUID]
    from_body: Mapped[str]
    from_organ: Mapped[str]
    from_organ_name: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    handed_on: Mapped[date]
    state: Mapped[ReceptionTaskState] = choice(
        ReceptionTaskState, default=ReceptionTaskState.WAITING
    )
    clock_id: Mapped[UUID | None]
    answer: Mapped[str | None]
    answered_on: Mapped[date | None]
