"""Objections to one's own row, and their answers; mistakes are mended by lines, never by hand."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from core import (
    Event,
    NotFound,
    OpenMatter,
    Refused,
    Work,
    announce,
    clock_of,
    meet_clock,
    notify,
    on_day,
    start_clock,
    today,
)
from plugins.deputy_points.models import (
    PointsListRow,
    PointsObjection,
    PointsObjectionAnswer,
    PointsPublication,
)
from plugins.deputy_points.practice import ANSWER_PERIOD
from plugins.deputy_points.service.free_words import free_words
from plugins.deputy_points.service.listing import own_list


async def object_to_points(work: Work, list_id: UUID, text: str) -> PointsObjection:
    """Object to what a list says of oneself (提出异议), until the period is over."""
    listed = await own_list(work, list_id)
    row = await work.session.scalar(
        sa.select(PointsListRow).where(
            PointsListRow.list_id == listed.id,
            PointsListRow.person_id == work.acting_person.person_id,
        )
    )
    if row is None:
        raise NotFound("公布表中您本人的积分")
    told = free_words(
        text,
        field="text",
        empty="请写明对哪一项有异议、理由是什么。",
        code="POINTS_OBJECTION_EMPTY",
    )
    until = await work.session.scalar(
        sa.select(PointsPublication.objections_until).where(PointsPublication.list_id == listed.id)
    )
    if until is not None and today() > until:
        raise Refused(
            "POINTS_OBJECTION_LATE",
            f"提出异议的期限已于{on_day(until)}届满。仍有不同意见的，请向本机构的积分工作人员反映。",
        )
    objection = PointsObjection(
        id=uuid7(),
        list_id=listed.id,
        mandate_id=row.mandate_id,
        person_id=row.person_id,
        name=row.name,
        text=told,
        objected_on=today(),
    )
    work.session.add(objection)
    await work.session.flush()
    announce(work, "deputy_points.object_to_points", objection, {"list": str(listed.id)})
    return objection


async def answer_points_objection(
    work: Work, objection_id: UUID, *, upheld: bool, text: str
) -> PointsObjectionAnswer:
    """Answer an objection (答复异议); what is upheld is then corrected in the ledger."""
    objection = await work.session.scalar(
        sa.select(PointsObjection).where(PointsObjection.id == objection_id)
    )
    if objection is None:
        raise NotFound("异议")
    answered = sa.select(PointsObjectionAnswer.id).where(
        PointsObjectionAnswer.objection_id == objection.id
    )
    if await work.session.scalar(answered) is not None:
        raise Refused("POINTS_ANSWERED_ALREADY", "这项异议已经答复，不需要再次办理。")
    told = free_words(
        text,
        field="text",
        empty="请写明答复和理由，代表本人会看到。",
        code="POINTS_ANSWER_EMPTY",
    )
    answer = PointsObjectionAnswer(
        id=uuid7(),
        objection_id=objection.id,
        upheld=upheld,
        text=told,
        answered_on=today(),
        answered_by_name=work.acting_person.name,
    )
    work.session.add(answer)
    await work.session.flush()
    payload = {"objection": str(objection.id), "upheld": upheld}
    text = f"您{on_day(objection.objected_on)}对积分提出的异议已经答复。"
    notify(work, [objection.person_id], text, objection)
    announce(work, "deputy_points.answer_points_objection", answer, payload)
    return answer


async def follow_objections(work: Work, event: Event) -> None:
    """Keep the clock of an answer, which belongs to the organ that prepared the list."""
    if event.name == "deputy_points.object_to_points":
        objection = await work.session.get_one(PointsObjection, (work.body.id, event.subject_id))
        listed = await own_list(work, objection.list_id)
        known = await clock_of(work, ANSWER_PERIOD, objection.id)
        if known is None:
            organ = listed.prepared_organ_id
            day = objection.objected_on
            await start_clock(work, ANSWER_PERIOD, objection, day, organ_id=organ)
    else:
        answer = await work.session.get_one(PointsObjectionAnswer, (work.body.id, event.subject_id))
        await meet_clock(work, ANSWER_PERIOD, answer.objection_id, answer.answered_on)


def objection_list(list_id: UUID) -> sa.Select[PointsObjection]:
    """Objections to a list, the latest first."""
    return (
        sa.select(PointsObjection)
        .where(PointsObjection.list_id == list_id)
        .order_by(PointsObjection.id.desc())
    )


async def own_objections(
    session: AsyncSession, person_id: UUID
) -> list[tuple[PointsObjection, PointsObjectionAnswer | None]]:
    """A person's own objections with their answers, the latest first."""
    joined = sa.and_(
        PointsObjectionAnswer.tenant_id == PointsObjection.tenant_id,
        PointsObjectionAnswer.objection_id == PointsObjection.id,
    )
    found = await session.execute(
        sa.select(PointsObjection, PointsObjectionAnswer)
        .outerjoin(PointsObjectionAnswer, joined)
        .where(PointsObjection.person_id == person_id)
        .order_by(PointsObjection.id.desc())
    )
    return [(objection, answer) for objection, answer in found]


async def open_matters(work: Work) -> list[OpenMatter]:
    """What turning the plugin off would leave unanswered."""
    answered = sa.select(PointsObjectionAnswer.objection_id)
    waiting = sa.select(sa.func.count(PointsObjection.id)).where(
        PointsObjection.id.not_in(answered)
    )
    return [OpenMatter(title="未答复的积分异议", count=await work.session.scalar(waiting) or 0)]
