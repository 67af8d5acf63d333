"""Lists of projects, and what is counted of them; every figure can be opened as a list."""

from datetime import date
from typing import Any, cast
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import Organ, today
from plugins.people_votes.models import (
    HalfYearReport,
    ProgressReport,
    Project,
    ProjectAdjustment,
    ProjectDuty,
    ProjectMilestone,
)
from plugins.people_votes.rules import (
    FINISHED,
    AdjustmentState,
    DutyKind,
    DutyState,
    ProjectFigure,
    ProjectState,
    ToCheck,
)
from plugins.people_votes.service.cycles import looked_at
from plugins.people_votes.service.reporting import unanswered_assessment


class WantedProjects(msgspec.Struct, frozen=True, kw_only=True):
    """Which projects."""

    cycle_id: UUID | None = None
    from_year: int | None = None
    to_year: int | None = None
    state: ProjectState | None = None
    unit_organ: str | None = None
    cross_year: bool | None = None
    figure: ProjectFigure | None = None
    overdue_duty: DutyKind | None = None
    adjustment: AdjustmentState | None = None
    to_check: ToCheck | None = None
    report_again: bool | None = None


def project_list(wanted: WantedProjects) -> sa.Select[Project]:
    """Projects, the latest year first, in the order of their list."""
    return _narrow(sa.select(Project), wanted).order_by(Project.year.desc(), Project.number)


def _narrow(listing: sa.Select[Any], wanted: WantedProjects) -> sa.Select[Any]:
    exact = {
        Project.cycle_id: wanted.cycle_id,
        Project.state: wanted.state,
        Project.cross_year: wanted.cross_year,
    }
    for column, value in exact.items():
        if value is not None:
            listing = listing.where(column == value)
    if wanted.from_year is not None:
        listing = listing.where(Project.year >= wanted.from_year)
    if wanted.to_year is not None:
        listing = listing.where(Project.year <= wanted.to_year)
    if wanted.unit_organ is not None:
        organ = sa.select(Organ.id).where(Organ.code == wanted.unit_organ)
        listing = listing.where(Project.unit_organ_id.in_(organ))
    if wanted.overdue_duty is not None:
        listing = listing.where(_overdue_duty(wanted.overdue_duty))
    if wanted.adjustment is not None:
        listing = listing.where(_has_adjustment(wanted.adjustment))
    if wanted.to_check is not None:
        listing = listing.where(_waits_for_check(wanted.to_check))
    if wanted.report_again is not None:
        unanswered = unanswered_assessment()
        listing = listing.where(unanswered if wanted.report_again else ~unanswered)
    return listing if wanted.figure is None else listing.where(counted(wanted.figure, today()))


def _has_adjustment(
    state: AdjustmentState, *more: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        ProjectAdjustment.tenant_id == Project.tenant_id,
        ProjectAdjustment.project_id == Project.id,
        ProjectAdjustment.state == state,
        *more,
    )


def _waits_for_check(what: ToCheck) -> sa.ColumnElement[bool]:
    """Something that is to be published, and that nobody looked at for secrets yet."""
    if what is ToCheck.ADJUSTMENT:
        return _has_adjustment(AdjustmentState.ADOPTED, ~looked_at(ProjectAdjustment))
    later = aliased(ProgressReport)
    newer = sa.exists().where(
        later.tenant_id == ProgressReport.tenant_id,
        later.project_id == ProgressReport.project_id,
        later.id > ProgressReport.id,
    )
    # Of a project that goes on the last report only: it takes the place of those before.
    return sa.and_(
        Project.state.not_in(FINISHED),
        sa.exists().where(
            ProgressReport.tenant_id == Project.tenant_id,
            ProgressReport.project_id == Project.id,
            ~newer,
            ~looked_at(ProgressReport),
        ),
    )


def _overdue_duty(kind: DutyKind) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        ProjectDuty.tenant_id == Project.tenant_id,
        ProjectDuty.project_id == Project.id,
        ProjectDuty.kind == kind,
        ProjectDuty.state == DutyState.OPEN,
        ProjectDuty.due_on < today(),
    )


def counted(figure: ProjectFigure, day: date) -> sa.ColumnElement[bool]:
    """Which projects a figure counts on a day. Chosen is done, on schedule, late or stopped."""
    done = Project.state == ProjectState.ACCEPTED
    going = Project.state.not_in(FINISHED)
    late = sa.and_(going, sa.or_(_past_due(day), _missed_milestone(day)))
    on_schedule = sa.and_(going, sa.not_(sa.or_(_past_due(day), _missed_milestone(day))))
    budget = sa.func.coalesce(Project.plan_budget, Project.investment)
    conditions: dict[ProjectFigure, sa.ColumnElement[bool]] = {
        ProjectFigure.CHOSEN: sa.true(),
        ProjectFigure.DONE: done,
        ProjectFigure.ON_SCHEDULE: on_schedule,
        ProjectFigure.LATE: late,
        ProjectFigure.STOPPED: Project.state == ProjectState.STOPPED,
        ProjectFigure.CROSS_YEAR: Project.cross_year.is_(True),
        ProjectFigure.CROSS_YEAR_ON_SCHEDULE: sa.and_(Project.cross_year.is_(True), on_schedule),
        ProjectFigure.OVERSPENT: Project.spent > budget,
        ProjectFigure.CARRIED_OVER: Project.carried_over_on.is_not(None),
    }
    return conditions[figure]


def _past_due(day: date) -> sa.ColumnElement[bool]:
    """What was reported completed by its day waits for acceptance, and is not late."""
    return sa.and_(Project.due_on < day, Project.state != ProjectState.COMPLETED) | sa.and_(
        Project.completed_on.is_not(None), Project.completed_on > Project.due_on
    )


def _missed_milestone(day: date) -> sa.ColumnElement[bool]:
    missed = sa.exists().where(
        ProjectMilestone.tenant_id == Project.tenant_id,
        ProjectMilestone.project_id == Project.id,
        ProjectMilestone.due_on < day,
        ProjectMilestone.done_on.is_(None),
        ProjectMilestone.dropped_on.is_(None),
    )
    return sa.and_(Project.state != ProjectState.COMPLETED, missed)


async def project_figures(
    session: AsyncSession, wanted: WantedProjects
) -> dict[ProjectFigure, int]:
    """All figures of the projects asked for, by one query."""
    day = today()
    counts = [
        sa.func.count().filter(counted(figure, day)).label(figure.value) for figure in ProjectFigure
    ]
    counting = cast("sa.Select[Any]", sa.select(*counts).select_from(Project))
    row = (await session.execute(_narrow(counting, wanted))).one()
    return dict(zip(ProjectFigure, row, strict=True))


def duty_list(
    kind: DutyKind | None,
    state: DutyState | None,
    *,
    overdue: bool,
    owed_by: UUID | None = None,
) -> sa.Select[ProjectDuty]:
    """Duties of all projects, the nearest last day first; or what an organ owes at present."""
    listing = sa.select(ProjectDuty).order_by(ProjectDuty.due_on)
    if kind is not None:
        listing = listing.where(ProjectDuty.kind == kind)
    if overdue:
        listing = listing.where(ProjectDuty.state == DutyState.OPEN, ProjectDuty.due_on < today())
    if owed_by is not None:
        listing = listing.where(
            ProjectDuty.organ_id == owed_by,
            ProjectDuty.state == DutyState.OPEN,
            ProjectDuty.period_from <= today(),
        )
    return listing if state is None else listing.where(ProjectDuty.state == state)


def half_year_reports(cycle_id: UUID | None) -> sa.Select[HalfYearReport]:
    """Reports on the projects of a cycle, the latest first."""
    listing = sa.select(HalfYearReport).order_by(HalfYearReport.id.desc())
    return listing if cycle_id is None else listing.where(HalfYearReport.cycle_id == cycle_id)
