"""The meeting that examined a list or decided on an adjustment: from the register, or as told.

A meeting whose roll is kept here tells its own heads; only of one that is not, as a presidium's,
they are typed. Where the law wants a share of all members there, it is wanted here too.
"""

from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa

from core import (
    Assembly,
    Invalid,
    MeetingMember,
    NotFound,
    OrganKind,
    Refused,
    Work,
    practice_of,
    today,
)
from core import Meeting as Sitting
from plugins.people_votes import practice
from plugins.people_votes.rules import Decider, Meeting

SITS_AS = {
    Assembly.CONGRESS: Decider.CONGRESS,
    Assembly.STANDING_COMMITTEE: Decider.STANDING_COMMITTEE,
}


class ToldMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """A registered meeting by its id, or one that is told; and how many were in favour."""

    in_favour: int
    record: UUID | None = None
    title: str = ""
    held_on: date | None = None
    members: int = 0
    present: int = 0


async def meeting_told(work: Work, told: ToldMeeting) -> Meeting:
    """The meeting in full, its presence checked where a rule demands one.

    Raises Invalid `MEETING_MISSING`, `DATE_IN_FUTURE`, Refused `MEETING_FAULTY`.
    """
    if told.record is not None:
        return await _registered(work, told.record, told.in_favour)
    if not told.title.strip() or told.held_on is None:
        raise Invalid(
            "MEETING_MISSING", "请选择已登记的会议，或者填写会议的名称和日期。", field="meeting"
        )
    meeting = Meeting(
        title=told.title.strip(),
        held_on=told.held_on,
        members=told.members,
        present=told.present,
        in_favour=told.in_favour,
    )
    await _require_present(work, meeting, _decider_here(work))
    return meeting


async def _registered(work: Work, record: UUID, in_favour: int) -> Meeting:
    sitting = await work.session.get(Sitting, (work.body.id, record))
    if sitting is None:
        raise NotFound("会议")
    if sitting.begins_on > today():
        raise Invalid("DATE_IN_FUTURE", "会议日期还没有到，请核对后改正。", field="meeting")
    present = await work.session.scalar(
        sa.select(sa.func.count())
        .select_from(MeetingMember)
        .where(MeetingMember.meeting_id == record, MeetingMember.attendance == "present")
    )
    meeting = Meeting(
        title=sitting.title,
        held_on=sitting.begins_on,
        members=sitting.due,
        present=present or 0,
        in_favour=in_favour,
    )
    await _require_present(work, meeting, SITS_AS.get(sitting.assembly))
    return meeting


def _decider_here(work: Work) -> Decider | None:
    """Whose quorum binds the acting organ; a presidium's is its majority."""
    if work.acting_organ.kind in (OrganKind.STANDING_COMMITTEE, OrganKind.OFFICE):
        return Decider.STANDING_COMMITTEE
    return Decider.CONGRESS if work.acting_organ.kind is OrganKind.CONGRESS else None


async def _require_present(work: Work, meeting: Meeting, decider: Decider | None) -> None:
    """Refuse a decision of fewer than the law wants present (地方组织法第二十五、五十一条)."""
    if decider is None or not meeting.possible:
        return
    name = practice.QUORUMS[decider]
    quorum = (await practice_of(work, [name], meeting.held_on))[name]
    if quorum.value is None or quorum.value.reached(meeting.present, meeting.members):
        return
    basis = quorum.holding.rule_text if quorum.holding else ""
    raise Refused(
        "MEETING_FAULTY",
        f"全体{meeting.members}人，出席{meeting.present}人，"
        f"不足{quorum.value.line(meeting.members)}人，会议不能作出决定（{basis}），请核对签到。",
    )
