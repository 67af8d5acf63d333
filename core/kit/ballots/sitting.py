"""The end of a meeting, as its votes see it."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from core import congress
from core.errors import Refused
from core.kit.ballots.tables import Round, RoundState

if TYPE_CHECKING:
    from core.work import Work

UNDER_WAY = (RoundState.OPEN, RoundState.COUNTING, RoundState.CONFIRMED)
"""Voted on and not yet announced: the meeting still waits for the result."""


async def close_meeting(work: "Work", meeting_id: UUID, on: date) -> congress.Meeting:
    """Close a meeting (闭会) once the result of every vote that was opened in it is announced.

    Raises Refused `VOTE_UNDER_WAY`. Whoever opens a vote meanwhile waits for the same lock.
    """
    meeting = await congress.own_meeting(work, meeting_id)
    held = Round.meeting_id == meeting.id
    waiting = sa.select(sa.exists().where(held, Round.state.in_(UNDER_WAY)))
    if await work.session.scalar(waiting):
        raise Refused(
            "VOTE_UNDER_WAY",
            "会议中还有表决没有宣布结果，请先完成计票、确认和宣布，或者取消投票，再登记闭会。",
        )
    return await congress.close_meeting(work, meeting.id, on)
