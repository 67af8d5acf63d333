"""A published list is taken down (撤下): it is shown no more, and the record says why."""

from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import Published, Refused, Work, announce, notify, now, today
from plugins.deputy_points.models import PointsWithdrawal
from plugins.deputy_points.service.free_words import free_words
from plugins.deputy_points.service.listing import (
    PLUGIN,
    own_list,
    people_of,
    publication_of,
    withdrawal_of,
)


async def withdraw_points_list(work: Work, list_id: UUID, reason: str) -> PointsWithdrawal:
    """Take a published list down (撤下); each deputy still sees their own row, and why."""
    listed = await own_list(work, list_id)
    publication = await publication_of(work, listed)
    if publication is None:
        raise Refused("POINTS_NOT_PUBLISHED", "这份公布表没有公布，不需要撤下。")
    if await withdrawal_of(work, publication) is not None:
        raise Refused("POINTS_LIST_WITHDRAWN", "这份公布表已经撤下，不需要再次办理。")
    why = free_words(reason, field="reason", empty="请写明撤下的理由，代表本人会看到。")
    withdrawal = PointsWithdrawal(
        id=uuid7(),
        publication_id=publication.id,
        reason=why,
        withdrawn_on=today(),
        withdrawn_by_name=work.acting_person.name,
    )
    work.session.add(withdrawal)
    await _take_out(work, listed.id)
    await work.session.flush()
    payload = {"list": str(listed.id), "audiences": publication.audiences}
    people = await people_of(work, listed.id)
    notify(work, people, f"“{listed.title}”已经撤下，请看理由。", publication)
    announce(work, "deputy_points.withdraw_points_list", withdrawal, payload)
    return withdrawal


async def _take_out(work: Work, list_id: UUID) -> None:
    """Out of the public catalogue, if it was in it; the entry stays as history."""
    entry = await work.session.scalar(
        sa.select(Published).where(
            Published.body_id == work.body.id,
            Published.plugin == PLUGIN,
            Published.subject_id == list_id,
        )
    )
    if entry is not None:
        entry.withdrawn_at = now()
