"""Meetings (会议) and who belongs to them: of a congress, a standing committee, a council.

A meeting has a roll: everybody who is due (应到), and where they are (到会、请假、缺席). Deputies
come onto it from their mandates, members of a standing committee from their posts; members of a
council of residents have no account and are named. The roll of a vote is frozen from it when the
voting opens.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from core import clock, events
from core.db import Base, TenantOwned, choice, points_to, within
from core.errors import Invalid, NotFound, Refused
from core.hookspecs import Lower, Setting
from core.names import as_name
from core.people import Mandate, MandateStatus, Membership, PostKind
from core.practice import value_of
from core.tenancy import BodyKind, Level, Organ, OrganKind

if TYPE_CHECKING:
    from core.work import Work

SUSPENDED_COUNT = "core.suspended_count_as_due"

SETTINGS = [
    Setting(
        name=SUSPENDED_COUNT,
        title="暂时停止执行职务的代表是否计入全体代表",
        type=bool,
        lower=Lower.FIXED_ABOVE,
        text=lambda counted: "计入" if counted else "不计入",
    ),
]


class Assembly(StrEnum):
    """What meets. A council (议事会) is no organ of state power."""

    CONGRESS = "congress"
    STANDING_COMMITTEE = "standing_committee"
    COUNCIL = "council"


ASSEMBLIES = {
    Assembly.CONGRESS: "人民代表大会会议",
    Assembly.STANDING_COMMITTEE: "人大常委会会议",
    Assembly.COUNCIL: "居民、代表议事会",
}

MEMBERS = {
    Assembly.CONGRESS: "代表",
    Assembly.STANDING_COMMITTEE: "常委会组成人员",
    Assembly.COUNCIL: "议事会成员",
}
"""The word for those who sit there."""


class Attendance(StrEnum):
    """Where a member is; nobody is taken for present before it was recorded."""

    UNRECORDED = "unrecorded"
    PRESENT = "present"
    LEAVE = "leave"
    ABSENT = "absent"


ATTENDANCES = {
    Attendance.UNRECORDED: "未登记",
    Attendance.PRESENT: "到会",
    Attendance.LEAVE: "请假",
    Attendance.ABSENT: "缺席",
}


class Meeting(Base, TenantOwned):
    """A meeting. `due` is everybody in being when the roll was made, absent or not (应到)."""

    __tablename__ = "meeting"
    __table_args__ = (within("begins_on"), within("assembly", "begins_on"))

    assembly: Mapped[Assembly] = choice(Assembly)
    title: Mapped[str]
    term: Mapped[int | None]
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]
    due: Mapped[int]
    closed_on: Mapped[date | None]


class MeetingMember(Base, TenantOwned):
    """Somebody on the roll of a meeting; `person_id` is None for a council's member by name."""

    __tablename__ = "meeting_member"
    __table_args__ = (
        points_to("meeting", "meeting_id"),
        points_to("mandate", "mandate_id"),
        sa.UniqueConstraint("tenant_id", "meeting_id", "number"),
        within("meeting_id", "attendance"),
        within("person_id"),
    )

    meeting_id: Mapped[UUID]
    number: Mapped[int]
    person_id: Mapped[UUID | None]
    mandate_id: Mapped[UUID | None]
    name: Mapped[str]
    delegation: Mapped[str | None]
    """Delegation, or electoral district; of a council's member whom they speak for."""
    attendance: Mapped[Attendance] = choice(Attendance, default=Attendance.UNRECORDED)
    recorded_by: Mapped[UUID | None] = mapped_column(default=None)


class NamedMember(msgspec.Struct, frozen=True):
    """A member of a council, who may have no account."""

    name: str
    delegation: str | None = None
    membership_id: UUID | None = None
    """The place in this body of one who has an account, and so may watch the counting."""


class NewMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """What meets, from when; a congress of which term; a council's members by name."""

    assembly: Assembly
    title: str
    begins_on: date
    ends_on: date | None = None
    term: int | None = None
    members: tuple[NamedMember, ...] = ()


MOST_MEMBERS = 3_000
"""More than the largest congress there is."""


async def convene_meeting(work: "Work", new: NewMeeting) -> Meeting:
    """Convene a meeting (召开会议) and make its roll from those who are in being today."""
    _check_meeting(work, new)
    roll = await _roll(work, new)
    due = await _due(work, new, roll)
    if not due:
        raise Refused(
            "ROLL_EMPTY", "没有可以列入名册的成员，请先登记代表资格、组成人员，或者填写成员名单。"
        )
    meeting = Meeting(
        id=uuid7(),
        assembly=new.assembly,
        title=new.title.strip(),
        term=new.term,
        begins_on=new.begins_on,
        ends_on=new.ends_on,
        due=due,
    )
    work.session.add(meeting)
    await work.session.flush()
    work.session.add_all(_numbered(meeting.id, roll))
    events.announce(work, "core.convene_meeting", meeting, {"due": due})
    return meeting


def _check_meeting(work: "Work", new: NewMeeting) -> None:
    if not new.title.strip():
        raise Invalid("TITLE_EMPTY", "请填写会议的全称。", field="title")
    if new.ends_on is not None and new.ends_on < new.begins_on:
        raise Invalid("MEETING_DATES", "会议结束日期早于开始日期，请改正。", field="endsOn")
    if new.assembly is Assembly.COUNCIL:
        return
    if work.body.kind is BodyKind.SUBDISTRICT_COMMITTEE:
        raise Refused("NO_CONGRESS_HERE", "人大街道工委不召开人民代表大会会议，只能召集议事会。")
    if new.assembly is Assembly.STANDING_COMMITTEE and work.body.level is Level.TOWNSHIP:
        raise Refused("NO_STANDING_COMMITTEE", "乡镇不设人大常委会，请选择人民代表大会会议。")
    if new.assembly is Assembly.CONGRESS and new.term is None:
        raise Invalid("TERM_MISSING", "请填写届次，名册按该届代表生成。", field="term")


async def _roll(work: "Work", new: NewMeeting) -> list[MeetingMember]:
    if new.assembly is Assembly.CONGRESS:
        return await _deputies(work, new)
    if new.assembly is Assembly.STANDING_COMMITTEE:
        return await _committee(work)
    if len(new.members) > MOST_MEMBERS:
        raise Invalid("ROLL_TOO_LONG", f"名单最多{MOST_MEMBERS}人，请核对。", field="members")
    if not all(member.name.strip() for member in new.members):
        raise Invalid("NAME_EMPTY", "名单中有成员没有填写姓名，请补充。", field="members")
    return await _council(work, new.members)


async def _council(work: "Work", members: Sequence[NamedMember]) -> list[MeetingMember]:
    """Whom the list names; those with an account here are linked to it, each once."""
    wanted = [one.membership_id for one in members if one.membership_id is not None]
    found = await work.session.scalars(
        sa.select(Membership).where(Membership.id.in_(wanted), Membership.ended_on.is_(None))
    )
    people = {one.id: one.person_id for one in found}
    if len(people) < len(set(wanted)):
        raise NotFound("议事会成员的任职")
    if len(set(people.values())) < len(wanted):
        raise Invalid("LISTED_TWICE", "名单中有人重复，请核对。", field="members")
    return [
        MeetingMember(
            name=as_name(one.name),
            delegation=one.delegation,
            person_id=people[one.membership_id] if one.membership_id else None,
        )
        for one in members
    ]


async def _deputies(work: "Work", new: NewMeeting) -> list[MeetingMember]:
    """Everybody whose mandate runs; who is suspended may be due, but is not listed."""
    found = await work.session.scalars(
        sa.select(Mandate)
        .where(Mandate.term == new.term, Mandate.status == MandateStatus.ACTIVE)
        .order_by(Mandate.district, Mandate.name, Mandate.id)
    )
    return [
        MeetingMember(
            person_id=one.person_id, mandate_id=one.id, name=one.name, delegation=one.district
        )
        for one in found
    ]


async def _committee(work: "Work") -> list[MeetingMember]:
    """组成人员: whoever holds a post in the standing committee other than its staff's."""
    found = await work.session.scalars(committee_posts())
    members = {one.person_id: one for one in found}
    return [MeetingMember(person_id=one.person_id, name=one.name) for one in members.values()]


def committee_posts() -> sa.Select[Membership]:
    """The posts of those who are members of the standing committee (组成人员)."""
    return (
        sa.select(Membership)
        .join(
            Organ, sa.and_(Organ.tenant_id == Membership.tenant_id, Organ.id == Membership.organ_id)
        )
        .where(
            Organ.kind == OrganKind.STANDING_COMMITTEE,
            Organ.closed_on.is_(None),
            Membership.ended_on.is_(None),
            Membership.post_kind != PostKind.STAFF,
        )
        .order_by(Membership.id)
    )


async def _due(work: "Work", new: NewMeeting, roll: Sequence[MeetingMember]) -> int:
    """应到: the roll, and those who are suspended where practice counts them in."""
    if new.assembly is not Assembly.CONGRESS:
        return len(roll)
    counted = await value_of(work, SUSPENDED_COUNT, new.begins_on)
    # Where no rule says, a suspended deputy is a deputy still: only the duties stand still.
    if counted.value is False:
        return len(roll)
    return len(roll) + await _mandates(work, new.term, [MandateStatus.SUSPENDED])


async def _mandates(work: "Work", term: int | None, statuses: Sequence[MandateStatus]) -> int:
    counted = sa.select(sa.func.count()).select_from(Mandate)
    wanted = counted.where(Mandate.term == term, Mandate.status.in_(statuses))
    return await work.session.scalar(wanted) or 0


def _numbered(meeting_id: UUID, roll: Sequence[MeetingMember]) -> Sequence[MeetingMember]:
    for number, member in enumerate(roll, 1):
        member.id, member.meeting_id, member.number = uuid7(), meeting_id, number
    return roll


async def own_meeting(work: "Work", meeting_id: UUID) -> Meeting:
    """The body's meeting, locked for the verb."""
    meeting = await work.session.scalar(
        sa.select(Meeting).where(Meeting.id == meeting_id).with_for_update()
    )
    if meeting is None:
        raise NotFound("会议")
    return meeting


def require_sitting(meeting: Meeting) -> None:
    """Refuse what only a meeting that still sits can do."""
    if meeting.closed_on is not None:
        raise Refused("MEETING_CLOSED", "会议已经闭会，不能再办理会议中的事项。")


async def record_attendance(
    work: "Work", meeting_id: UUID, members: Sequence[UUID], attendance: Attendance
) -> Meeting:
    """Record where members are (签到、请假、缺席); none named: all who are not recorded yet."""
    meeting = await own_meeting(work, meeting_id)
    require_sitting(meeting)
    chosen = sa.update(MeetingMember).where(MeetingMember.meeting_id == meeting.id)
    wanted = set(members)
    if wanted:
        chosen = chosen.where(MeetingMember.id.in_(wanted))
    else:
        chosen = chosen.where(MeetingMember.attendance == Attendance.UNRECORDED)
    changed = await work.session.scalars(
        chosen.values(attendance=attendance, recorded_by=work.acting_person.person_id).returning(
            MeetingMember.id
        )
    )
    count = len(changed.all())
    if wanted and count != len(wanted):
        raise NotFound("会议名册中的成员")
    events.announce(
        work, "core.record_attendance", meeting, {"attendance": str(attendance), "members": count}
    )
    return meeting


async def close_meeting(work: "Work", meeting_id: UUID, on: date) -> Meeting:
    """Close a meeting (闭会)."""
    meeting = await own_meeting(work, meeting_id)
    require_sitting(meeting)
    if on < meeting.begins_on:
        raise Invalid("MEETING_DATES", "闭会日期早于会议开始日期，请改正。", field="on")
    if on > clock.today():
        raise Invalid("DATE_IN_FUTURE", "日期不能晚于今天，请改正。", field="on")
    meeting.closed_on = on
    told = {"assembly": str(meeting.assembly), "term": meeting.term, "on": str(on)}
    begun = {"begins_on": str(meeting.begins_on), "title": meeting.title}
    attended = await _attended(work, meeting)
    events.announce(work, "core.close_meeting", meeting, {**told, **begun, **attended})
    return meeting


async def _attended(work: "Work", meeting: Meeting) -> dict[str, list[str]]:
    """Mandates of the roll by where their deputies were, so that others need not look it up.

    A member of a standing committee or a council counts by the mandate that they hold here.
    """
    by_mandate = sa.and_(
        Mandate.person_id == MeetingMember.person_id, Mandate.status != MandateStatus.ENDED
    )
    found = await work.session.execute(
        sa.select(MeetingMember.attendance, sa.func.coalesce(MeetingMember.mandate_id, Mandate.id))
        .outerjoin(Mandate, sa.and_(Mandate.tenant_id == MeetingMember.tenant_id, by_mandate))
        .where(MeetingMember.meeting_id == meeting.id)
        .order_by(MeetingMember.number)
    )
    listed: dict[str, dict[str, None]] = {str(one): {} for one in Attendance}
    for attendance, mandate in found:
        # A council's resident has none.
        if mandate:
            listed[attendance][str(mandate)] = None
    return {attendance: list(mandates) for attendance, mandates in listed.items()}


async def mark_leave(work: "Work", meeting_id: UUID, mandate_id: UUID) -> bool:
    """Mark a deputy as on leave (请假) on the roll; the caller's verb announces why.

    False where the roll does not name the deputy, or the meeting is over.
    """
    meeting = await own_meeting(work, meeting_id)
    if meeting.closed_on is not None:
        return False
    marked = await work.session.scalars(
        sa.update(MeetingMember)
        .where(MeetingMember.meeting_id == meeting.id, MeetingMember.mandate_id == mandate_id)
        .values(attendance=Attendance.LEAVE, recorded_by=work.acting_person.person_id)
        .returning(MeetingMember.id)
    )
    return marked.first() is not None


async def unmark_leave(work: "Work", meeting_id: UUID, mandate_id: UUID) -> bool:
    """Take a leave off the roll that was marked by mistake; the caller's verb announces why.

    False where the roll does not say that the deputy is on leave, or the meeting is over.
    """
    meeting = await own_meeting(work, meeting_id)
    if meeting.closed_on is not None:
        return False
    taken = await work.session.scalars(
        sa.update(MeetingMember)
        .where(
            MeetingMember.meeting_id == meeting.id,
            MeetingMember.mandate_id == mandate_id,
            MeetingMember.attendance == Attendance.LEAVE,
        )
        .values(attendance=Attendance.UNRECORDED, recorded_by=work.acting_person.person_id)
        .returning(MeetingMember.id)
    )
    return taken.first() is not None


def meeting_list(assembly: Assembly | None) -> sa.Select[Meeting]:
    """Meetings, the latest first."""
    listing = sa.select(Meeting).order_by(Meeting.begins_on.desc(), Meeting.id.desc())
    return listing if assembly is None else listing.where(Meeting.assembly == assembly)


def roll_list(meeting_id: UUID, attendance: Attendance | None) -> sa.Select[MeetingMember]:
    """The roll of a meeting, in its order."""
    listing = (
        sa.select(MeetingMember)
        .where(MeetingMember.meeting_id == meeting_id)
        .order_by(MeetingMember.number)
    )
    return listing if attendance is None else listing.where(MeetingMember.attendance == attendance)


async def due_now(work: "Work", meeting: Meeting) -> int:
    """应到 as it stands now: mandates may have ended, or stand still, since the roll was made."""
    if meeting.assembly is Assembly.STANDING_COMMITTEE:
        return len(await _committee(work))
    if meeting.assembly is not Assembly.CONGRESS:
        return meeting.due
    suspended = await value_of(work, SUSPENDED_COUNT, meeting.begins_on)
    counted = [MandateStatus.ACTIVE]
    if suspended.value is not False:
        counted.append(MandateStatus.SUSPENDED)
    return await _mandates(work, meeting.term, counted)


async def entitled_present(work: "Work", meeting: Meeting) -> list[MeetingMember]:
    """实到 and entitled: recorded as present, and no mandate that stands still or has ended."""
    joined = sa.and_(
        Mandate.tenant_id == MeetingMember.tenant_id, Mandate.id == MeetingMember.mandate_id
    )
    found = await work.session.scalars(
        sa.select(MeetingMember)
        .outerjoin(Mandate, joined)
        .where(
            MeetingMember.meeting_id == meeting.id,
            MeetingMember.attendance == Attendance.PRESENT,
            sa.or_(MeetingMember.mandate_id.is_(None), Mandate.status == MandateStatus.ACTIVE),
            _seated(meeting),
        )
        .order_by(MeetingMember.number)
    )
    return list(found)


def _seated(meeting: Meeting) -> sa.ColumnElement[bool]:
    """Of a standing committee, who still sits there and whose duties do not stand still."""
    if meeting.assembly is not Assembly.STANDING_COMMITTEE:
        return sa.true()
    sits = committee_posts().with_only_columns(Membership.person_id).order_by(None)
    barred = sa.select(Mandate.person_id).where(Mandate.status == MandateStatus.SUSPENDED)
    return sa.and_(MeetingMember.person_id.in_(sits), MeetingMember.person_id.not_in(barred))


async def still_entitled(work: "Work", meeting_id: UUID, member_id: UUID) -> bool:
    """Whether somebody who was entitled when the roll was frozen still is."""
    meeting = await work.session.get_one(Meeting, (work.body.id, meeting_id))
    return any(one.id == member_id for one in await entitled_present(work, meeting))
