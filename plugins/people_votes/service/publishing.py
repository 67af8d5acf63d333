"""Publication (公布): what visitors see of projects. Nothing is public by itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import NotFound, Published, Refused, Work, announce, catalogue, now, today
from plugins.people_votes.models import (
    Cycle,
    ProgressReport,
    Project,
    ProjectAdjustment,
    ProjectGroup,
    ProjectGroupMember,
    SecrecyCheck,
)
from plugins.people_votes.rules import ProjectState
from plugins.people_votes.service.adopting import own_project, projects_of, require_watching
from plugins.people_votes.service.cycles import move_cycle, own_cycle
from plugins.people_votes.service.duties import open_duties
from plugins.people_votes.service.outcomes import last_outcome, unshown_outcome
from plugins.people_votes.service.planning import require_milestones

PLUGIN = "people_votes"
KIND = "project"
"""What kind of entry a project is in the plugin's part of the catalogue."""

Checkable = type[Cycle] | type[ProgressReport] | type[ProjectAdjustment]


async def check_project_secrecy(
    work: Work, model: Checkable, subject_id: UUID, *, passed: bool, note: str
) -> SecrecyCheck:
    """Record a secrecy check (保密审查) before projects, progress or an adjustment is published."""
    if await work.session.scalar(sa.select(model.id).where(model.id == subject_id)) is None:
        raise NotFound("要审查的内容")
    check = SecrecyCheck(
        id=uuid7(),
        subject_id=subject_id,
        passed=passed,
        note=note,
        checked_on=today(),
        checked_by=work.acting_person.person_id,
        checked_by_name=work.acting_person.name,
    )
    work.session.add(check)
    announce(work, "people_votes.check_project_secrecy", check, {"passed": passed})
    return check


async def require_secrecy_check(
    work: Work, subject_id: UUID, since: datetime | None = None
) -> None:
    """Somebody else looked last, after the content was last set, and found nothing secret."""
    check = await work.session.scalar(
        sa.select(SecrecyCheck)
        .where(SecrecyCheck.subject_id == subject_id)
        .order_by(SecrecyCheck.id.desc())
        .limit(1)
    )
    if check is None or not check.passed or (since is not None and check.created_at < since):
        raise Refused("SECRECY_UNCHECKED", "尚未通过公开前的保密审查，不能公开。")
    if check.checked_by == work.acting_person.person_id:
        raise Refused("SAME_PERSON", "保密审查和批准公开须由不同的人办理。")


async def publish_projects(work: Work, cycle_id: UUID) -> Cycle:
    """Publish the chosen projects with their plans (公布); oversight and its duties begin."""
    cycle = await own_cycle(work, cycle_id)
    require_watching(work)
    move_cycle(cycle, "publish_projects")
    projects = await projects_of(work, cycle.id)
    _require_plans(projects)
    planned = max((one.planned_at for one in projects if one.planned_at), default=None)
    await require_secrecy_check(work, cycle.id, planned)
    going = [one for one in projects if one.state is not ProjectState.STOPPED]
    await require_milestones(work, going)
    for project in projects:
        project.supervisor_organ_id = work.acting_organ.id
        project.published_on = today()
        await enter(work, project)
    await open_duties(work, projects)
    announce(work, "people_votes.publish_projects", cycle, {"projects": len(projects)})
    return cycle


def _require_plans(projects: Sequence[Project]) -> None:
    """Unit, target, time and money of every project are known before it is published."""
    missing = [one.title for one in projects if one.state is ProjectState.CHOSEN]
    if missing:
        raise Refused(
            "PLANS_MISSING",
            f"“{missing[0]}”等{len(missing)}个项目还没有实施方案，请实施单位制定后再公布。",
        )


async def publish_progress(work: Work, report_id: UUID) -> Project:
    """Show a report's percentage and money to visitors, after a check of its own."""
    require_watching(work)
    report = await work.session.scalar(
        sa.select(ProgressReport).where(ProgressReport.id == report_id)
    )
    if report is None:
        raise NotFound("进度报告")
    project = await own_project(work, report.project_id)
    await require_secrecy_check(work, report.id)
    progress = {
        "percent": report.percent,
        "spent": report.spent,
        "reported_on": str(report.reported_on),
    }
    await enter(work, project, progress)
    payload = {"project": str(project.id)}
    announce(work, "people_votes.publish_progress", report, payload)
    return project


async def publish_outcomes(work: Work, cycle_id: UUID) -> Cycle:
    """Show visitors how the projects of a cycle ended and were assessed (公布办理结果).

    Raises Refused `NOTHING_TO_PUBLISH` where visitors see that already.
    """
    cycle = await own_cycle(work, cycle_id)
    require_watching(work)
    projects = await projects_of(work, cycle.id)
    wanted = sa.select(Project.id).where(Project.cycle_id == cycle.id, unshown_outcome())
    unshown = set(await work.session.scalars(wanted))
    if not unshown:
        raise Refused("NOTHING_TO_PUBLISH", "这一轮没有尚未公布的办理结果，不需要公布。")
    await require_secrecy_check(work, cycle.id, last_outcome(projects))
    for project in projects:
        if project.id in unshown:
            await enter(work, project, _outcome(project))
    announce(work, "people_votes.publish_outcomes", cycle, {"projects": len(unshown)})
    return cycle


def _outcome(project: Project) -> dict[str, Any]:
    days = {
        "completed_on": project.completed_on,
        "accepted_on": project.accepted_on,
        "stopped_on": project.stopped_on,
        "assessed_on": project.assessed_on,
    }
    told = {name: str(day) for name, day in days.items() if day}
    return {**told, "assessed": project.assessed} if project.assessed else told


KEPT = (
    "percent",
    "spent",
    "reported_on",
    "completed_on",
    "accepted_on",
    "stopped_on",
    "assessed_on",
    "assessed",
)
"""What was published of a project by acts of their own, and stays when it is entered anew."""


async def enter(work: Work, project: Project, more: dict[str, Any] | None = None) -> None:
    """Put the project's entry into the catalogue; the one before it stays as history."""
    before = await _withdraw(work, project)
    kept = {name: before[name] for name in KEPT if name in before}
    entry = Published(
        id=uuid7(),
        body_id=work.body.id,
        plugin=PLUGIN,
        subject_id=project.id,
        title=project.title,
        facts={**await _facts(work, project), **kept, **(more or {})},
        published_on=project.published_on or today(),
    )
    work.session.add(entry)
    await work.session.flush()
    project.published_id = entry.id


async def _withdraw(work: Work, project: Project) -> dict[str, Any]:
    """Take the standing entry out; what it said."""
    if project.published_id is None:
        return {}
    entry = await work.session.get_one(Published, project.published_id)
    entry.withdrawn_at = now()
    await work.session.flush()
    return entry.facts


async def _facts(work: Work, project: Project) -> dict[str, Any]:
    """Facts of the project: nothing of inner reports, no contact data of anybody."""
    cycle = await work.session.get_one(Cycle, (work.body.id, project.cycle_id))
    return {
        "kind": KIND,
        "decider": cycle.decider.value,
        "year": project.year,
        "number": project.number,
        "content": project.content,
        "unit": project.responsible_unit,
        "plan_unit": project.plan_unit,
        "target": project.target,
        "starts_on": str(project.starts_on) if project.starts_on else None,
        "due_on": str(project.due_on) if project.due_on else None,
        "cross_year": project.cross_year,
        "investment": project.investment,
        "budget": project.plan_budget,
        "state": project.state.value,
        "updated_on": str(today()),
        "group": await _names(work, project),
        "adjustments": await _adjustments(work, project),
    }


async def _adjustments(work: Work, project: Project) -> list[dict[str, str | None]]:
    """What was decided of it and made known by public notice, in its order."""
    noticed = await work.session.scalars(
        sa.select(ProjectAdjustment)
        .where(
            ProjectAdjustment.project_id == project.id, ProjectAdjustment.noticed_on.is_not(None)
        )
        .order_by(ProjectAdjustment.id)
    )
    return [
        {
            "kind": one.kind.value,
            "decided_by": one.decided_by,
            "held_on": str(one.meeting_held_on),
            "noticed_on": str(one.noticed_on),
            "notice": one.notice,
            "old_due_on": str(one.old_due_on),
            "new_due_on": str(one.new_due_on),
        }
        for one in noticed
    ]


async def _names(work: Work, project: Project) -> list[str]:
    """Names of the supervising group, where it was formed to be public; the leader first."""
    names = await work.session.scalars(
        sa.select(ProjectGroupMember.name)
        .join(
            ProjectGroup,
            sa.and_(
                ProjectGroup.tenant_id == ProjectGroupMember.tenant_id,
                ProjectGroup.id == ProjectGroupMember.group_id,
            ),
        )
        .where(
            ProjectGroup.project_id == project.id,
            ProjectGroup.public.is_(True),
            ProjectGroupMember.left_on.is_(None),
        )
        .order_by(ProjectGroupMember.leader.desc(), ProjectGroupMember.id)
    )
    return list(names)


def public_projects(body_id: UUID, year: int | None) -> sa.Select[Published]:
    """The public entries of projects, the latest published first."""
    listing = catalogue(body_id, PLUGIN).where(Published.facts["kind"].as_string() == KIND)
    return listing if year is None else listing.where(Published.facts["year"].as_integer() == year)
