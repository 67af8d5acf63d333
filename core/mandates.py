"""Deputies' mandates stand still, go on and end; why is seen by credentials staff only.

A mandate is suspended and resumed as the credentials committee reports (代表法 2025 第六十一条),
and ends as the standing committee or the township congress announces (第六十二、六十三条). The
software decides none of it: it records what was reported and announced.
"""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from uuid_utils.compat import uuid7

from core import clock, events
from core.clock import on_day
from core.db import Base, OrganOwned, choice, points_to, within
from core.errors import Invalid, NotFound, Refused
from core.people import Mandate, MandateStatus

if TYPE_CHECKING:
    from core.work import Work


class MandateStep(StrEnum):
    """What happened to a mandate."""

    SUSPENDED = "suspended"
    RESUMED = "resumed"
    ENDED = "ended"


class MandateChange(Base, OrganOwned):
    """One change of a mandate with its reason, seen by the organ that recorded it alone."""

    __tablename__ = "mandate_change"
    __table_args__ = (
        points_to("mandate", "mandate_id"),
        within("mandate_id"),
        {"info": {"grants": "SELECT, INSERT"}},
    )

    mandate_id: Mapped[UUID]
    step: Mapped[MandateStep] = choice(MandateStep)
    dated_on: Mapped[date]
    reason: Mapped[str]
    recorded_by: Mapped[UUID]
    recorded_by_name: Mapped[str]


async def suspend_mandate(work: "Work", mandate_id: UUID, on: date, reason: str) -> Mandate:
    """Record that a deputy's duties are suspended (暂时停止执行代表职务, 代表法第六十一条)."""
    mandate = await _own_mandate(work, mandate_id)
    if mandate.status is not MandateStatus.ACTIVE:
        raise Refused("MANDATE_NOT_ACTIVE", "该代表资格已经暂停或者终止，请核对后再办理。")
    await _change(work, mandate, MandateStep.SUSPENDED, on, reason)
    mandate.status = MandateStatus.SUSPENDED
    events.announce(work, "core.suspend_mandate", mandate)
    return mandate


async def resume_mandate(work: "Work", mandate_id: UUID, on: date, reason: str) -> Mandate:
    """Record that the cause of a suspension is gone (恢复执行代表职务)."""
    mandate = await _own_mandate(work, mandate_id)
    if mandate.status is not MandateStatus.SUSPENDED:
        raise Refused("MANDATE_NOT_SUSPENDED", "该代表资格没有暂停，不需要恢复，请核对。")
    await _change(work, mandate, MandateStep.RESUMED, on, reason)
    mandate.status = MandateStatus.ACTIVE
    events.announce(work, "core.resume_mandate", mandate)
    return mandate


async def end_mandate(work: "Work", mandate_id: UUID, on: date, reason: str) -> Mandate:
    """Record that a mandate has ended (代表资格终止) and was announced."""
    mandate = await _own_mandate(work, mandate_id)
    if mandate.status is MandateStatus.ENDED:
        raise Refused("MANDATE_ENDED", "该代表资格已经终止，不需要再次办理。")
    await _change(work, mandate, MandateStep.ENDED, on, reason)
    mandate.status, mandate.ended_on = MandateStatus.ENDED, on
    events.announce(work, "core.end_mandate", mandate)
    return mandate


async def _own_mandate(work: "Work", mandate_id: UUID) -> Mandate:
    mandate = await work.session.scalar(
        sa.select(Mandate).where(Mandate.id == mandate_id).with_for_update()
    )
    if mandate is None:
        raise NotFound("代表资格")
    return mandate


async def _change(work: "Work", mandate: Mandate, step: MandateStep, on: date, reason: str) -> None:
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明理由和所依据的报告、公告。", field="reason")
    if on > clock.today():
        raise Invalid("DATE_IN_FUTURE", "日期不能晚于今天，请改正。", field="on")
    if on < mandate.began_on:
        raise Invalid(
            "DATE_BEFORE_MANDATE",
            f"日期早于代表资格开始的{on_day(mandate.began_on)}，请改正。",
            field="on",
        )
    actor = work.acting_person
    work.session.add(
        MandateChange(
            id=uuid7(),
            organ_id=work.acting_organ.id,
            mandate_id=mandate.id,
            step=step,
            dated_on=on,
            reason=reason,
            recorded_by=actor.person_id,
            recorded_by_name=actor.name,
        )
    )


def change_list(mandate_id: UUID) -> sa.Select[MandateChange]:
    """What happened to a mandate, as the acting organ recorded it, the latest first."""
    return (
        sa.select(MandateChange)
        .where(MandateChange.mandate_id == mandate_id)
        .order_by(MandateChange.id.desc())
    )
