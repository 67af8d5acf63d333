"""The deputies of a list see their own rows first: they are told, and their days are counted."""

from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import Refused, Span, Unit, Work, announce, count_span, notify, on_day, today, value_of
from plugins.deputy_points.models import PointsList, PointsListRow, PointsNotice
from plugins.deputy_points.practice import OWN_DAYS
from plugins.deputy_points.service.listing import own_list

NO_DAYS = "现行规定没有规定代表先看几日，通知以后即可公布。"


async def notify_points_deputies(work: Work, list_id: UUID) -> PointsNotice:
    """Tell the deputies of a list to look at their own points (通知核对); their days begin."""
    listed = await own_list(work, list_id)
    if await notice_of(work, listed) is not None:
        raise Refused("POINTS_NOTIFIED_ALREADY", "已经通知代表核对本人积分，不需要再次通知。")
    days = (await value_of(work, OWN_DAYS, today())).value
    counted = await count_span(work, Span(days, Unit.DAY), today()) if days else None
    notice = PointsNotice(
        id=uuid7(),
        list_id=listed.id,
        deputies=listed.deputies,
        notified_on=today(),
        notified_by_name=work.acting_person.name,
        own_until=counted.due_on if counted else None,
        own_text="".join(counted.steps) if counted else NO_DAYS,
    )
    work.session.add(notice)
    await work.session.flush()
    until = notice.own_until.isoformat() if notice.own_until else None
    payload = {"list": str(listed.id), "deputies": notice.deputies, "until": until}
    text = f"“{listed.title}”请您核对本人的积分{f'，{until}以前可以先看' if until else ''}。"
    # Each is told of their own row: it opens to their own points, and a deputy has no other page.
    rows = await work.session.scalars(
        sa.select(PointsListRow).where(PointsListRow.list_id == listed.id)
    )
    for row in rows.all():
        notify(work, [row.person_id], text, row)
    announce(work, "deputy_points.notify_points_deputies", notice, payload)
    return notice


async def notice_of(work: Work, listed: PointsList) -> PointsNotice | None:
    """How the deputies of a list were told, if they were."""
    return await work.session.scalar(
        sa.select(PointsNotice).where(PointsNotice.list_id == listed.id)
    )


async def require_notice(work: Work, listed: PointsList) -> None:
    """A deputy always sees their own points first: nothing is published behind their backs."""
    notice = await notice_of(work, listed)
    if notice is None:
        raise Refused(
            "POINTS_DEPUTIES_NOT_TOLD",
            "尚未通知代表核对本人积分，不能公布。请先通知代表。",
        )
    if notice.own_until is not None and today() <= notice.own_until:
        raise Refused(
            "POINTS_OWN_FIRST",
            f"代表先看本人积分的日数到{on_day(notice.own_until)}届满，请在届满以后公布。",
        )
