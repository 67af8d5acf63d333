"""Who watches a vote and who counts it: adopted by the meeting, named, replaced when they drop out.

监票人 are members of the meeting whom it adopted; 计票人 are staff who count under their eyes.
Who is replaced keeps a row of their own, and what they entered stays as what was entered; it
counts no more.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock
from core.congress import Attendance, MeetingMember
from core.errors import Invalid, NotFound, Refused
from core.kit.ballots.rounds import own_round, require_state
from core.kit.ballots.tables import (
    OFFICIAL_ROLES,
    Official,
    OfficialRole,
    Round,
    RoundState,
    VotingMode,
)
from core.people import Membership, holders_of

if TYPE_CHECKING:
    from core.work import Work

TELLERS = 2
"""Two people who count independently are what a double count means."""


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """The officials of a round: members of the meeting, and members of staff who count.

    `on` and `by` tell when and by which meeting the list of scrutineers was adopted (通过).
    """

    on: date
    by: str
    chief: UUID
    scrutineers: tuple[UUID, ...]
    tellers: tuple[UUID, ...]


class Replacement(msgspec.Struct, frozen=True, kw_only=True):
    """Who leaves, why, and who takes the place, as the meeting agreed.

    A member of the meeting takes the place of a scrutineer, a membership of staff that of a teller.
    """

    official: UUID
    member: UUID | None = None
    staff: UUID | None = None
    on: date
    by: str
    reason: str


async def name_officials(work: "Work", round_id: UUID, named: Named) -> Round:
    """Name scrutineers, as the meeting adopted them, and tellers; named anew, they replace."""
    row = await own_round(work, round_id)
    require_state(row, RoundState.PREPARED)
    _check_adoption(named.on, named.by)
    scrutineers = await _members(work, row.meeting_id, [named.chief, *named.scrutineers])
    tellers = await _staff(work, named.tellers)
    _check_officials(row, named, [one.person_id for one in scrutineers], tellers)
    await _refuse_on_roll(work, row, [one.person_id for one in tellers])
    await work.session.execute(sa.delete(Official).where(Official.round_id == row.id))
    adopted = {"round_id": row.id, "adopted_on": named.on, "adopted_by": named.by.strip()}
    work.session.add_all(
        Official(
            role=(
                OfficialRole.CHIEF_SCRUTINEER if one.id == named.chief else OfficialRole.SCRUTINEER
            ),
            person_id=one.person_id or one.id,
            name=one.name,
            **adopted,
        )
        for one in scrutineers
    )
    work.session.add_all(
        Official(round_id=row.id, role=OfficialRole.TELLER, person_id=one.person_id, name=one.name)
        for one in tellers
    )
    return row


def _check_adoption(on: date, by: str) -> None:
    if not by.strip():
        raise Invalid("ADOPTION_MISSING", "请填写监票人名单由什么会议通过。", field="by")
    if on > clock.today():
        raise Invalid("DATE_IN_FUTURE", "通过日期不能晚于今天，请改正。", field="on")


async def _members(work: "Work", meeting_id: UUID, ids: Sequence[UUID]) -> list[MeetingMember]:
    found = await work.session.scalars(
        sa.select(MeetingMember).where(
            MeetingMember.meeting_id == meeting_id, MeetingMember.id.in_(set(ids))
        )
    )
    members = {one.id: one for one in found}
    if len(members) < len(set(ids)):
        raise NotFound("会议名册中的监票人")
    return [members[one] for one in dict.fromkeys(ids)]


async def _staff(work: "Work", ids: Sequence[UUID]) -> list[Membership]:
    found = await work.session.scalars(
        sa.select(Membership).where(Membership.id.in_(set(ids)), Membership.ended_on.is_(None))
    )
    staff = {one.id: one for one in found}
    if len(staff) < len(set(ids)):
        raise NotFound("计票人")
    return [staff[one] for one in dict.fromkeys(ids)]


def _check_officials(
    row: Round, named: Named, scrutineers: Sequence[UUID | None], tellers: Sequence[Membership]
) -> None:
    """A chief and another scrutineer; on paper two tellers, who are other people than those."""
    if not set(named.scrutineers) - {named.chief}:
        raise Invalid(
            "SCRUTINEERS_TOO_FEW", "除总监票人外，至少还须有一名监票人。", field="scrutineers"
        )
    people = [one.person_id for one in tellers]
    if row.mode is VotingMode.PAPER and (len(people) != TELLERS or len(set(people)) != TELLERS):
        raise Invalid(
            "TELLERS_TWO", "纸质票由两名计票人各自独立计票、录入，请指定两人。", field="tellers"
        )
    _require_accounts(row, scrutineers, "scrutineers")
    if set(people) & {one for one in scrutineers if one is not None}:
        raise Refused("SAME_PERSON", "监票人不能同时是计票人，请另行指定。")


def _require_accounts(row: Round, scrutineers: Sequence[UUID | None], field: str) -> None:
    if row.mode is VotingMode.PAPER and None in scrutineers:
        raise Invalid(
            "SCRUTINEER_WITHOUT_ACCOUNT",
            "监票人要登录确认计票，请选名册中有账号的成员；召集议事会时可以写明成员的任职。",
            field=field,
        )


async def _refuse_on_roll(work: "Work", row: Round, tellers: Sequence[UUID]) -> None:
    """Who votes does not count: tellers are staff, under the eyes of the scrutineers."""
    voting = sa.select(MeetingMember.name).where(
        MeetingMember.meeting_id == row.meeting_id, MeetingMember.person_id.in_(tellers)
    )
    name = await work.session.scalar(voting.limit(1))
    if name is not None:
        raise Refused(
            "TELLER_ON_ROLL",
            f"“{name}”在会议名册上，参加表决的人不能担任计票人，请另行指定工作人员。",
        )


async def replace_official(work: "Work", round_id: UUID, new: Replacement) -> Round:
    """Record that somebody else takes the place of a scrutineer or teller who dropped out.

    Every confirmation is given anew. What a teller entered who left counts no more: the successor
    counts without seeing it. Before the voting opens officials are simply named anew.
    """
    row = await own_round(work, round_id)
    require_state(row, RoundState.OPEN, RoundState.COUNTING)
    _check_adoption(new.on, new.by)
    if not new.reason.strip():
        raise Invalid("REASON_EMPTY", "请写明更换的理由；不要写病情等个人情况。", field="reason")
    leaving = await _serving(work, row, new.official)
    successor = await _successor(work, row, leaving.role, new)
    leaving.left_on, leaving.left_reason = new.on, new.reason.strip()
    await work.session.flush()
    work.session.add(
        Official(
            round_id=row.id,
            role=leaving.role,
            replaces_id=leaving.id,
            person_id=successor[0],
            name=successor[1],
            adopted_on=new.on,
            adopted_by=new.by.strip(),
        )
    )
    if row.state is RoundState.COUNTING:
        await unconfirm(work, row)
    await work.session.flush()
    return row


async def _serving(work: "Work", row: Round, official_id: UUID) -> Official:
    found = await work.session.scalar(
        sa.select(Official)
        .where(Official.round_id == row.id, Official.id == official_id, Official.left_on.is_(None))
        .with_for_update()
    )
    if found is None:
        raise NotFound("这次表决的监票人、计票人")
    return found


async def _successor(
    work: "Work", row: Round, role: OfficialRole, new: Replacement
) -> tuple[UUID, str]:
    """Person and name of who takes the place: nobody who has, or had, a part in this round."""
    chosen = new.staff if role is OfficialRole.TELLER else new.member
    if chosen is None:
        raise Invalid(
            "SUCCESSOR_MISSING",
            f"请选择接替{OFFICIAL_ROLES[role]}的人：监票人由到会的成员接替，计票人由工作人员接替。",
            field="staff" if role is OfficialRole.TELLER else "member",
        )
    if role is OfficialRole.TELLER:
        person, name = await _next_teller(work, row, chosen)
    else:
        person, name = await _next_scrutineer(work, row, chosen)
    taken = sa.select(Official.role).where(
        Official.round_id == row.id, Official.person_id == person
    )
    held = await work.session.scalar(taken.limit(1))
    if held is not None:
        raise Refused(
            "OFFICIAL_ALREADY",
            f"“{name}”是或者曾是这次表决的{OFFICIAL_ROLES[held]}，请另选他人。",
        )
    return person, name


async def _next_teller(work: "Work", row: Round, chosen: UUID) -> tuple[UUID, str]:
    (staff,) = await _staff(work, [chosen])
    await _refuse_on_roll(work, row, [staff.person_id])
    return staff.person_id, staff.name


async def _next_scrutineer(work: "Work", row: Round, chosen: UUID) -> tuple[UUID, str]:
    (member,) = await _members(work, row.meeting_id, [chosen])
    _require_accounts(row, [member.person_id], "member")
    if member.attendance is not Attendance.PRESENT:
        raise Refused("SCRUTINEER_ABSENT", f"“{member.name}”没有到会，请另选到会的成员。")
    return member.person_id or member.id, member.name


async def require_able_officials(work: "Work", row: Round, confirming: str, entering: str) -> None:
    """On paper, refuse whoever serves and is not let in to do it: a meeting waits for no admin.

    `confirming` and `entering` are the actions of scrutineers and of tellers.
    """
    if row.mode is not VotingMode.PAPER:
        return
    found = await work.session.scalars(
        sa.select(Official).where(Official.round_id == row.id, Official.left_on.is_(None))
    )
    serving = found.all()
    theirs = Membership.person_id.in_([one.person_id for one in serving])
    confirms = await holders_of(work, [confirming], theirs)
    enters = await holders_of(work, [entering], theirs)
    for one in serving:
        teller = one.role is OfficialRole.TELLER
        if one.person_id not in (enters if teller else confirms):
            role, act = ("计票人", "录入计票结果") if teller else ("监票人", "确认计票")
            raise Refused(
                "OFFICIAL_WITHOUT_ROLE",
                f"“{one.name}”没有“{role}”的角色，不能登录{act}；"
                "请管理员先在“人员”中给其分配这个角色，或者另选他人。",
            )


async def require_official(work: "Work", row: Round, *roles: OfficialRole) -> Official:
    """The acting person's place among the officials who serve, locked, or a refusal."""
    found = await work.session.scalar(
        sa.select(Official)
        .where(
            Official.round_id == row.id,
            Official.person_id == work.acting_person.person_id,
            Official.role.in_(roles),
            Official.left_on.is_(None),
        )
        .with_for_update()
    )
    if found is None:
        named = "计票人" if OfficialRole.TELLER in roles else "监票人"
        raise Refused("NOT_AN_OFFICIAL", f"您不是这次表决的{named}，不能办理此事。")
    return found


async def require_teller(work: "Work", row: Round) -> Official:
    """The acting person's place as a teller, or a refusal."""
    return await require_official(work, row, OfficialRole.TELLER)


async def all_confirmed(work: "Work", row: Round) -> bool:
    """Whether every scrutineer who serves has given their word for the counts."""
    waiting = sa.select(Official.id).where(
        Official.round_id == row.id,
        Official.role != OfficialRole.TELLER,
        Official.left_on.is_(None),
        Official.confirmed_at.is_(None),
    )
    return await work.session.scalar(waiting.limit(1)) is None


async def unconfirm(work: "Work", row: Round) -> None:
    """New counts, papers or people want new confirmations."""
    await work.session.execute(
        sa.update(Official)
        .where(
            Official.round_id == row.id,
            Official.role != OfficialRole.TELLER,
            Official.left_on.is_(None),
        )
        .values(confirmed_at=None)
    )


async def tellers_of(session: AsyncSession, round_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """Who serves as teller of each round, by person."""
    found = await session.execute(
        sa.select(Official.round_id, Official.person_id).where(
            Official.round_id.in_(round_ids),
            Official.role == OfficialRole.TELLER,
            Official.left_on.is_(None),
        )
    )
    serving: dict[UUID, set[UUID]] = {one: set() for one in round_ids}
    for round_id, person in found:
        serving[round_id].add(person)
    return serving


async def serving_tellers(work: "Work", row: Round) -> set[UUID]:
    """Who serves as teller of a round, by person."""
    return (await tellers_of(work.session, [row.id]))[row.id]


async def same_officials(work: "Work", earlier: Round, row: Round) -> None:
    """Who serves in a round serves in what follows it at the same meeting."""
    found = await work.session.scalars(
        sa.select(Official)
        .where(Official.round_id == earlier.id, Official.left_on.is_(None))
        .order_by(Official.id)
    )
    work.session.add_all(
        Official(round_id=row.id, **{name: getattr(one, name) for name in _KEPT})
        for one in found.all()
    )
    await work.session.flush()


_KEPT = ("role", "person_id", "name", "adopted_on", "adopted_by")
