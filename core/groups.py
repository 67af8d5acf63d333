"""Groups of deputies (代表小组) between sessions, by area or by field.

The law: 代表法 2025 第二十六、二十七条.

A deputy may be in several. A deputy of a higher congress may take part in a group here: such a
member has a place in this body but no mandate of it. Who left stays in the history.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased, mapped_column
from uuid_utils.compat import uuid7

from core import clock, events
from core.db import Base, TenantOwned, choice, points_to, within
from core.errors import Invalid, NotFound, Refused
from core.people import Mandate, Membership
from core.revisions import gather_said, refuse_if_changed, revision_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from core.work import Work


class GroupBasis(StrEnum):
    """By what a group comes together."""

    AREA = "area"
    FIELD = "field"


GROUP_BASES = {GroupBasis.AREA: "按地域", GroupBasis.FIELD: "按行业、专业领域"}


class DeputyGroup(Base, TenantOwned):
    """A group of deputies; a closed one keeps its members in its history."""

    __tablename__ = "deputy_group"
    __table_args__ = (within("closed_on", "name"),)

    name: Mapped[str]
    basis: Mapped[GroupBasis] = choice(GroupBasis)
    term: Mapped[int | None]
    formed_on: Mapped[date]
    closed_on: Mapped[date | None]


class DeputyGroupMember(Base, TenantOwned):
    """That somebody belongs to a group; `mandate_id` is None for a deputy of another congress."""

    __tablename__ = "deputy_group_member"
    __table_args__ = (
        points_to("deputy_group", "group_id"),
        points_to("mandate", "mandate_id"),
        within("group_id", "left_on"),
        within("mandate_id", "left_on"),
        within("person_id", "left_on"),
        sa.Index(
            "uq_deputy_group_member_here",
            "tenant_id",
            "group_id",
            "person_id",
            unique=True,
            postgresql_where=sa.text("left_on IS NULL"),
        ),
    )

    group_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey("person.id"))
    mandate_id: Mapped[UUID | None]
    name: Mapped[str]
    leader: Mapped[bool]
    joined_on: Mapped[date]
    left_on: Mapped[date | None]


class JoiningDeputy(msgspec.Struct, frozen=True, kw_only=True):
    """Who comes in: by a mandate of this congress, or by a place in this body."""

    mandate_id: UUID | None = None
    membership_id: UUID | None = None
    leader: bool = False


class NewGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A group with its first members."""

    name: str
    basis: GroupBasis
    term: int | None = None
    members: tuple[JoiningDeputy, ...] = ()


async def form_deputy_group(work: "Work", new: NewGroup) -> DeputyGroup:
    """Form a group (成立代表小组)."""
    if not new.name.strip():
        raise Invalid("NAME_EMPTY", "请填写代表小组的名称。", field="name")
    standing = sa.select(DeputyGroup.id).where(
        DeputyGroup.name == new.name.strip(), DeputyGroup.closed_on.is_(None)
    )
    if await work.session.scalar(standing.limit(1)) is not None:
        raise Refused("DEPUTY_GROUP_EXISTS", "已有同名的代表小组，请换一个名称，或者调整原有小组。")
    group = DeputyGroup(
        id=uuid7(),
        name=new.name.strip(),
        basis=new.basis,
        term=new.term,
        formed_on=clock.today(),
        closed_on=None,
    )
    work.session.add(group)
    await work.session.flush()
    joined = await _join(work, group, new.members)
    told = {"basis": str(group.basis), "joined": joined}
    events.announce(work, "core.form_deputy_group", group, told)
    return group


def group_revision(group: DeputyGroup, members: object) -> str:
    """A mark of who is in a group; `members` as `members_said` tells."""
    return revision_of(group, ["closed_on"], members)


async def members_said(session: "AsyncSession", keys: Sequence[UUID]) -> Sequence[object]:
    """Who is in several groups now, group by group."""
    member = DeputyGroupMember
    rows = (
        sa.select(member.group_id, member.id, member.leader)
        .where(member.group_id.in_(keys), member.left_on.is_(None))
        .order_by(member.id)
    )
    return await gather_said(session, keys, rows)


async def change_deputy_group(
    work: "Work",
    group_id: UUID,
    joining: Sequence[JoiningDeputy],
    leaving: Sequence[UUID],
    seen: str | None = None,
) -> DeputyGroup:
    """Let members leave, then others come in (调整代表小组)."""
    group = await _own_group(work, group_id)
    [members] = await members_said(work.session, [group.id])
    refuse_if_changed(seen, group_revision(group, members))
    left = await work.session.scalars(
        sa.update(DeputyGroupMember)
        .where(
            DeputyGroupMember.group_id == group.id,
            DeputyGroupMember.id.in_(set(leaving)),
            DeputyGroupMember.left_on.is_(None),
        )
        .values(left_on=clock.today())
        .returning(DeputyGroupMember.id)
    )
    gone = left.all()
    if len(gone) != len(set(leaving)):
        raise NotFound("代表小组的成员")
    joined = await _join(work, group, joining)
    told = {"joined": joined, "left": [str(one) for one in gone]}
    events.announce(work, "core.change_deputy_group", group, told)
    return group


async def close_deputy_group(work: "Work", group_id: UUID) -> DeputyGroup:
    """Close a group, as at the end of a term; its history stays."""
    group = await _own_group(work, group_id)
    group.closed_on = clock.today()
    await work.session.execute(
        sa.update(DeputyGroupMember)
        .where(DeputyGroupMember.group_id == group.id, DeputyGroupMember.left_on.is_(None))
        .values(left_on=group.closed_on)
    )
    events.announce(work, "core.close_deputy_group", group)
    return group


async def _own_group(work: "Work", group_id: UUID) -> DeputyGroup:
    group = await work.session.scalar(
        sa.select(DeputyGroup).where(DeputyGroup.id == group_id).with_for_update()
    )
    if group is None:
        raise NotFound("代表小组")
    if group.closed_on is not None:
        raise Refused("DEPUTY_GROUP_CLOSED", "该代表小组已经撤销，请另行成立小组。")
    return group


async def _join(
    work: "Work", group: DeputyGroup, joining: Sequence[JoiningDeputy]
) -> list[str | None]:
    """The mandates of those who came in."""
    mandates = await _running(work, Mandate, [one.mandate_id for one in joining])
    places = await _running(work, Membership, [one.membership_id for one in joining])
    here = set(
        await work.session.scalars(
            sa.select(DeputyGroupMember.person_id).where(
                DeputyGroupMember.group_id == group.id, DeputyGroupMember.left_on.is_(None)
            )
        )
    )
    joined = list[str | None]()
    for one in joining:
        mandate = mandates.get(one.mandate_id) if one.mandate_id else None
        place = places.get(one.membership_id) if one.membership_id else None
        who = mandate or place
        if who is None:
            raise NotFound("代表资格")
        if who.person_id in here:
            raise Refused("GROUP_MEMBER_TWICE", f"{who.name}已经在小组中，不需要重复加入。")
        here.add(who.person_id)
        work.session.add(
            DeputyGroupMember(
                group_id=group.id,
                person_id=who.person_id,
                mandate_id=mandate.id if mandate else None,
                name=who.name,
                leader=one.leader,
                joined_on=clock.today(),
                left_on=None,
            )
        )
        joined.append(str(mandate.id) if mandate else None)
    await work.session.flush()
    return joined


Held = TypeVar("Held", Mandate, Membership)


async def _running(work: "Work", model: type[Held], ids: Sequence[UUID | None]) -> dict[UUID, Held]:
    """Mandates or places that have not ended, by id."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    rows = await work.session.scalars(
        sa.select(model).where(model.id.in_(wanted), model.ended_on.is_(None))
    )
    return {row.id: row for row in rows}


def group_list(*, closed: bool) -> sa.Select[DeputyGroup]:
    """Groups by name; those that stand, or those that were closed."""
    over = DeputyGroup.closed_on.is_not(None) if closed else DeputyGroup.closed_on.is_(None)
    return sa.select(DeputyGroup).where(over).order_by(DeputyGroup.name)


def led_by(person_id: UUID) -> sa.Select[UUID | None]:
    """Mandates of those whom somebody leads today, for conditions in SQL."""
    leading = aliased(DeputyGroupMember)
    return (
        sa.select(DeputyGroupMember.mandate_id)
        .join(
            leading,
            sa.and_(
                leading.tenant_id == DeputyGroupMember.tenant_id,
                leading.group_id == DeputyGroupMember.group_id,
            ),
        )
        .where(
            leading.person_id == person_id,
            leading.leader.is_(True),
            leading.left_on.is_(None),
            DeputyGroupMember.left_on.is_(None),
            DeputyGroupMember.mandate_id.is_not(None),
        )
    )
