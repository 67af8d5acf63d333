"""The supervising group of a project (一事一小组): formed once, changed with its history kept."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from core import (
    Invalid,
    Mandate,
    MandateStatus,
    Membership,
    NotFound,
    Organ,
    Refused,
    Work,
    announce,
    gather_said,
    notify,
    refuse_if_changed,
    revision_of,
    today,
)
from plugins.people_votes.models import Project, ProjectGroup, ProjectGroupMember
from plugins.people_votes.rules import BY_NAME, GroupKind
from plugins.people_votes.service.adopting import (
    WATCHING,
    own_project,
    require_published,
    require_watching,
)
from plugins.people_votes.service.planning import refuse_finished


class NewMember(msgspec.Struct, frozen=True, kw_only=True):
    """Who comes into a group: by mandate, by place in an organ, or by name."""

    kind: GroupKind
    mandate_id: UUID | None = None
    membership_id: UUID | None = None
    name: str | None = None
    post: str = ""
    leader: bool = False


async def form_group(
    work: Work, project_id: UUID, name: str, members: Sequence[NewMember], *, public: bool
) -> ProjectGroup:
    """Form the one group that follows a project (成立监督小组)."""
    project = await own_project(work, project_id)
    require_watching(work)
    require_published(project)
    refuse_finished(project)
    if await group_of(work, project.id) is not None:
        raise Refused("GROUP_EXISTS", "这个项目已有监督小组（一事一小组），请调整其成员。")
    group = ProjectGroup(
        id=uuid7(),
        project_id=project.id,
        name=name.strip() or f"“{project.title}”监督小组",
        public=public,
        formed_on=today(),
        formed_by_name=work.acting_person.name,
    )
    work.session.add(group)
    await work.session.flush()
    joined = await _join(work, group, members)
    await _require_leader(work, group)
    _tell(work, project, joined)
    payload = {"project": str(project.id), "mandates": await mandates_of(work, joined, today())}
    announce(work, "people_votes.form_group", group, payload)
    return group


def group_revision(group: ProjectGroup, members: object) -> str:
    """A mark of who is in a group; `members` as `members_said` tells."""
    return revision_of(group, ["name", "public"], members)


async def members_said(session: AsyncSession, keys: Sequence[UUID]) -> Sequence[object]:
    """Who is in several groups now, group by group."""
    member = ProjectGroupMember
    rows = (
        sa.select(member.group_id, member.id, member.leader)
        .where(member.group_id.in_(keys), member.left_on.is_(None))
        .order_by(member.id)
    )
    return await gather_said(session, keys, rows)


async def change_group(
    work: Work,
    group_id: UUID,
    joining: Sequence[NewMember],
    leaving: Sequence[UUID],
    seen: str | None = None,
) -> ProjectGroup:
    """Change the members of a group (调整监督小组); who leaves stays in its history."""
    require_watching(work)
    group = await work.session.scalar(
        sa.select(ProjectGroup).where(ProjectGroup.id == group_id).with_for_update()
    )
    if group is None:
        raise NotFound("监督小组")
    [members] = await members_said(work.session, [group.id])
    refuse_if_changed(seen, group_revision(group, members))
    standing = {one.id: one for one in await members_of(work, group.id)}
    for member_id in leaving:
        if member_id not in standing:
            raise NotFound("监督小组成员")
        standing[member_id].left_on = today()
    await work.session.flush()
    joined = await _join(work, group, joining)
    await _require_leader(work, group)
    project = await work.session.get_one(Project, (work.body.id, group.project_id))
    _tell(work, project, joined)
    payload = {
        "project": str(group.project_id),
        "mandates": await mandates_of(work, joined, today()),
    }
    announce(work, "people_votes.change_group", group, payload)
    return group


def _tell(work: Work, project: Project, joined: Sequence[ProjectGroupMember]) -> None:
    text = "您参加了一个民生实事项目的监督小组，请查看项目和应办的督查。"
    notify(work, [one.person_id for one in joined], text, project)


async def _join(
    work: Work, group: ProjectGroup, members: Sequence[NewMember]
) -> list[ProjectGroupMember]:
    """Those who came in."""
    joined = list[ProjectGroupMember]()
    known = {one.person_id or one.name for one in await members_of(work, group.id)}
    for new in members:
        member = await _member(work, group, new)
        if (member.person_id or member.name) in known:
            raise Invalid(
                "MEMBER_TWICE", f"{member.name}已经是小组成员，请勿重复填写。", field="members"
            )
        known.add(member.person_id or member.name)
        joined.append(member)
    work.session.add_all(joined)
    await work.session.flush()
    return joined


async def _member(work: Work, group: ProjectGroup, new: NewMember) -> ProjectGroupMember:
    person_id, name, post = await _who(work, new)
    return ProjectGroupMember(
        id=uuid7(),
        group_id=group.id,
        project_id=group.project_id,
        kind=new.kind,
        person_id=person_id,
        name=name,
        post=new.post.strip() or post,
        leader=new.leader,
        joined_on=today(),
    )


async def _who(work: Work, new: NewMember) -> tuple[UUID | None, str, str]:
    """The person with name and post; those of other sides are known by name only."""
    if new.kind in BY_NAME:
        if not (new.name or "").strip():
            raise Invalid("MEMBER_NAME_EMPTY", "请填写小组成员的姓名。", field="members")
        return None, (new.name or "").strip(), ""
    if new.kind is GroupKind.DEPUTY:
        return await _deputy(work, new.mandate_id)
    return await _committee_member(work, new.membership_id)


async def _deputy(work: Work, mandate_id: UUID | None) -> tuple[UUID, str, str]:
    mandate = await work.session.scalar(sa.select(Mandate).where(Mandate.id == mandate_id))
    if mandate is None:
        raise NotFound("代表资格")
    if mandate.status.value != "active":
        raise Refused("MANDATE_NOT_ACTIVE", f"{mandate.name}当前不能执行代表职务，请另选他人。")
    return mandate.person_id, mandate.name, "人大代表"


async def _committee_member(work: Work, membership_id: UUID | None) -> tuple[UUID, str, str]:
    membership = await work.session.scalar(
        sa.select(Membership).where(Membership.id == membership_id, Membership.ended_on.is_(None))
    )
    if membership is None:
        raise NotFound("人员")
    organ = (
        await work.session.scalars(sa.select(Organ).where(Organ.id == membership.organ_id))
    ).one()
    if organ.kind not in WATCHING:
        raise Refused(
            "NOT_A_COMMITTEE_MEMBER", f"{membership.name}不在人大一方的机关任职，请另选他人。"
        )
    return membership.person_id, membership.name, membership.post


async def _require_leader(work: Work, group: ProjectGroup) -> None:
    standing = await members_of(work, group.id)
    if sum(one.leader for one in standing) != 1:
        raise Invalid("ONE_LEADER", "监督小组须有一名组长，且只有一名，请改正。", field="members")
    if all(one.kind in (GroupKind.PARTY, GroupKind.GOVERNMENT) for one in standing):
        raise Invalid(
            "NO_DEPUTY_IN_GROUP", "监督小组须有代表或者人大一方的成员，请补充。", field="members"
        )


async def group_of(work: Work, project_id: UUID) -> ProjectGroup | None:
    """The project's group."""
    return await work.session.scalar(
        sa.select(ProjectGroup).where(ProjectGroup.project_id == project_id)
    )


async def members_of(work: Work, group_id: UUID) -> Sequence[ProjectGroupMember]:
    """Who is in the group now, the leader first."""
    found = await work.session.scalars(
        sa.select(ProjectGroupMember)
        .where(ProjectGroupMember.group_id == group_id, ProjectGroupMember.left_on.is_(None))
        .order_by(ProjectGroupMember.leader.desc(), ProjectGroupMember.id)
    )
    return found.all()


async def mandates_of(work: Work, members: Sequence[ProjectGroupMember], day: date) -> list[str]:
    """The mandates that members have on a day, ids alone; whoever is no deputy then has none."""
    people = {one.person_id for one in members if one.person_id is not None}
    found = await work.session.scalars(
        sa.select(Mandate.id)
        .where(
            Mandate.person_id.in_(people),
            Mandate.status != MandateStatus.SUSPENDED,
            Mandate.began_on <= day,
            sa.or_(Mandate.ended_on.is_(None), Mandate.ended_on >= day),
        )
        .order_by(Mandate.id)
    )
    return [str(one) for one in found]


async def mandates_in_group(work: Work, project_id: UUID, day: date) -> list[str]:
    """The mandates of those who were in the project's group on a day."""
    members = await work.session.scalars(
        sa.select(ProjectGroupMember).where(
            ProjectGroupMember.project_id == project_id,
            ProjectGroupMember.joined_on <= day,
            sa.or_(ProjectGroupMember.left_on.is_(None), ProjectGroupMember.left_on > day),
        )
    )
    return await mandates_of(work, members.all(), day)


async def is_in_group(work: Work, project: Project) -> bool:
    """Whether whoever acts is a member of the project's group today."""
    mine = sa.select(ProjectGroupMember.id).where(
        ProjectGroupMember.project_id == project.id,
        ProjectGroupMember.person_id == work.acting_person.person_id,
        ProjectGroupMember.left_on.is_(None),
    )
    return await work.session.scalar(mine) is not None


async def require_group(work: Work, project: Project, records_for_groups: str) -> None:
    """A deputy acts for the own group only; a secretary, by this action, records for all."""
    if await group_of(work, project.id) is None:
        raise Refused("GROUP_MISSING", "这个项目还没有监督小组，请先成立监督小组。")
    if await is_in_group(work, project):
        return
    if records_for_groups not in work.actions or work.acting_organ.kind not in WATCHING:
        raise Refused("NOT_IN_GROUP", "您不是这个项目监督小组的成员，请由小组成员办理。")
