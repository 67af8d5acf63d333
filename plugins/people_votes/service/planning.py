"""The government's plan (实施方案) and the milestones of a project."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import (
    Invalid,
    NotFound,
    Organ,
    Refused,
    Work,
    announce,
    gather_said,
    now,
    on_day,
    refuse_if_changed,
    revision_of,
    today,
    value_of,
)
from plugins.people_votes import practice
from plugins.people_votes.models import Project, ProjectAdjustment, ProjectMilestone
from plugins.people_votes.rules import (
    FINISHED,
    AdjustmentKind,
    AdjustmentState,
    ProjectState,
    years_without_milestone,
)
from plugins.people_votes.service.adopting import (
    CARRYING_OUT,
    move_project,
    own_project,
    require_unit,
)


class NewMilestone(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be reached, and until when."""

    title: str
    due_on: date


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Unit, target, time and money of an implementation plan, with its milestones."""

    target: str
    from_day: date
    until: date
    budget: int
    unit: str | None = None
    unit_organ: str | None = None
    milestones: Sequence[NewMilestone] = ()


PLANNED = (
    "unit_organ_id",
    "plan_unit",
    "plan_target",
    "plan_budget",
    "plan_from",
    "plan_until",
)
"""What a plan says of a project, beside the milestones."""


def plan_revision(project: Project, milestones: object) -> str:
    """A mark of a project's plan; `milestones` as `milestones_said` tells."""
    return revision_of(project, PLANNED, milestones)


async def milestones_said(session: AsyncSession, keys: Sequence[UUID]) -> Sequence[object]:
    """The milestones that hold of several projects, project by project."""
    one = ProjectMilestone
    rows = (
        sa.select(one.project_id, one.title, one.due_on)
        .where(one.project_id.in_(keys), one.dropped_on.is_(None))
        .order_by(one.due_on, one.id)
    )
    return await gather_said(session, keys, rows)


async def plan_project(
    work: Work, project_id: UUID, plan: Plan, seen: str | None = None
) -> Project:
    """Set the implementation plan (制定实施方案): until publication, and after an adjustment."""
    project = await own_project(work, project_id)
    organ = await _unit_organ(work, project, plan.unit_organ)
    if project.published_on is not None:
        await _require_adjusted(work, project)
    _check_plan(project, plan)
    if project.published_on is None:
        move_project(project, "plan_project")
    [milestones] = await milestones_said(work.session, [project.id])
    refuse_if_changed(seen, plan_revision(project, milestones))
    project.unit_organ_id = organ.id
    project.plan_unit = (plan.unit or "").strip() or project.responsible_unit
    project.plan_target, project.plan_budget = plan.target.strip(), plan.budget
    project.plan_from, project.plan_until = plan.from_day, plan.until
    project.planned_at, project.planned_by_name = now(), work.acting_person.name
    await _replace_milestones(work, project, plan.milestones)
    announce(work, "people_votes.plan_project", project, {"milestones": len(plan.milestones)})
    return project


def adjusted() -> sa.ColumnElement[bool]:
    """Whether a project goes on under a decision that its plan has not followed yet."""
    one = ProjectAdjustment
    decided = (AdjustmentState.ADOPTED, AdjustmentState.NOTICED, AdjustmentState.REPORTED)
    return sa.and_(
        Project.published_on.is_not(None),
        Project.state.not_in((*FINISHED, ProjectState.COMPLETED)),
        sa.exists().where(
            one.tenant_id == Project.tenant_id,
            one.project_id == Project.id,
            one.kind != AdjustmentKind.STOP,
            one.state.in_(decided),
            one.decided_on
            >= sa.cast(sa.func.timezone(str(now().tzinfo), Project.planned_at), sa.Date),
        ),
    )


async def _require_adjusted(work: Work, project: Project) -> None:
    wanted = sa.select(Project.id).where(Project.id == project.id, adjusted())
    if await work.session.scalar(wanted) is None:
        raise Refused(
            "PROJECT_PUBLISHED",
            "项目已经公布，内容、期限的变动请提请调整；决定调整以后，再修订实施方案和节点。",
        )


async def _unit_organ(work: Work, project: Project, code: str | None) -> Organ:
    """The organ that carries the project out: the acting one, or one that it names."""
    if work.acting_organ.kind not in CARRYING_OUT:
        raise Refused("NOT_CARRYING_OUT", "实施方案由政府一方制定，请切换到实施项目的机关后办理。")
    if project.unit_organ_id is not None:
        require_unit(work, project)
    if code is None:
        return work.acting_organ
    organ = await work.session.scalar(sa.select(Organ).where(Organ.code == code))
    if organ is None or organ.kind not in CARRYING_OUT:
        raise Invalid("UNIT_ORGAN", "没有这个实施机关，请核对机关代码。", field="unitOrgan")
    return organ


def _check_plan(project: Project, plan: Plan) -> None:
    if not plan.target.strip():
        raise Invalid("PLAN_TARGET_EMPTY", "请填写实施方案的目标。", field="target")
    if plan.until < plan.from_day:
        raise Invalid("PLAN_DATES", "完成日期早于开始日期，请改正。", field="until")
    if plan.budget < 0:
        raise Invalid("MONEY_NEGATIVE", "金额不能小于零，请改正。", field="budget")
    if plan.until > project.due_on:
        raise Invalid(
            "PLAN_TOO_LATE",
            f"票决确定的完成期限是{on_day(project.due_on)}，方案不能更晚；需要延期的，请提请调整。",
            field="until",
        )


async def _replace_milestones(
    work: Work, project: Project, milestones: Sequence[NewMilestone]
) -> None:
    """The plan's own milestones take the place of an earlier plan's, which stay as history.

    What was reached already stands: a plan says what is still to be done.
    """
    await work.session.execute(
        sa.update(ProjectMilestone)
        .where(
            ProjectMilestone.project_id == project.id,
            ProjectMilestone.dropped_on.is_(None),
            ProjectMilestone.done_on.is_(None),
        )
        .values(dropped_on=today())
    )
    for one in milestones:
        work.session.add(_milestone(project, one))
    await work.session.flush()


def _milestone(project: Project, new: NewMilestone) -> ProjectMilestone:
    if not new.title.strip():
        raise Invalid("MILESTONE_EMPTY", "请填写节点目标。", field="milestones")
    if not project.starts_on.year <= new.due_on.year <= project.due_on.year:
        raise Invalid(
            "MILESTONE_DATE", "节点日期不在项目的实施年度之内，请改正。", field="milestones"
        )
    return ProjectMilestone(project_id=project.id, title=new.title.strip(), due_on=new.due_on)


async def add_milestone(work: Work, project_id: UUID, new: NewMilestone) -> ProjectMilestone:
    """Add a milestone (增加节点), as after a delay was decided; none is taken out."""
    project = await own_project(work, project_id)
    require_unit(work, project)
    refuse_finished(project)
    milestone = _milestone(project, new)
    work.session.add(milestone)
    await work.session.flush()
    announce(work, "people_votes.add_milestone", milestone, {"project": str(project.id)})
    return milestone


async def mark_milestone(
    work: Work, milestone_id: UUID, done_on: date, note: str | None
) -> ProjectMilestone:
    """Say that a milestone was reached (节点完成), and when."""
    milestone = await work.session.scalar(
        sa.select(ProjectMilestone).where(ProjectMilestone.id == milestone_id).with_for_update()
    )
    if milestone is None:
        raise NotFound("节点")
    require_unit(work, await own_project(work, milestone.project_id))
    if milestone.dropped_on is not None:
        raise Refused("MILESTONE_DROPPED", "这个节点已被新的实施方案取代，请标记现行方案的节点。")
    if milestone.done_on is not None:
        raise Refused("MILESTONE_DONE", "这个节点已经标为完成，不需要再办。")
    refuse_future(done_on, "doneOn")
    milestone.done_on, milestone.note = done_on, note
    announce(work, "people_votes.mark_milestone", milestone, {"project": str(milestone.project_id)})
    return milestone


def refuse_finished(project: Project) -> None:
    """Nothing more happens to a project that was accepted or stopped."""
    if project.state in FINISHED:
        raise Refused("PROJECT_FINISHED", "项目已经验收或者停止，不能再办理此事。")


def refuse_future(day: date, field: str) -> None:
    """What is reported has happened."""
    if day > today():
        raise Invalid("DAY_IN_FUTURE", "日期晚于今天，请改正。", field=field)


async def require_milestones(work: Work, projects: Sequence[Project]) -> None:
    """Where practice asks for it, a cross-year project has something to reach in every year."""
    wanted = await value_of(work, practice.YEARLY_MILESTONES, today())
    if not wanted.value or wanted.holding is None:
        return
    days = await _milestone_days(work, [one.id for one in projects])
    for project in projects:
        missing = years_without_milestone(project.year, project.due_on, days.get(project.id, []))
        if missing:
            years = "、".join(str(year) for year in missing)
            raise Refused(
                "MILESTONES_MISSING",
                f"跨年度项目“{project.title}”缺少{years}年的节点目标"
                f"（{wanted.holding.rule_text}），请实施单位补充后再公布。",
            )


async def _milestone_days(work: Work, project_ids: Sequence[UUID]) -> dict[UUID, list[date]]:
    rows = await work.session.execute(
        sa.select(ProjectMilestone.project_id, ProjectMilestone.due_on).where(
            ProjectMilestone.project_id.in_(project_ids), ProjectMilestone.dropped_on.is_(None)
        )
    )
    days: dict[UUID, list[date]] = {}
    for project_id, day in rows:
        days.setdefault(project_id, []).append(day)
    return days
