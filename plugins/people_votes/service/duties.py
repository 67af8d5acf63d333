"""What falls due on a project: opened by the cadences of practice, met, stopped; and its clocks.

A duty is the body's and both sides read it; its clock is the owing organ's. Where the acting organ
owes it, the clock follows in the same transaction, otherwise a listener brings it up to date.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from uuid_utils.compat import uuid7

from core import (
    Resolved,
    Work,
    clock_of,
    meet_clock,
    on_day,
    start_clock_until,
    stop_clocks,
    today,
    value_of,
)
from plugins.people_votes import practice
from plugins.people_votes.models import Project, ProjectCheck, ProjectDuty
from plugins.people_votes.rules import (
    DUTIES,
    FINISHED,
    Cadence,
    DutyKind,
    DutyState,
    Side,
    last_day,
    period_of,
)

RULE = practice.CADENCES


async def open_duties(work: Work, projects: Sequence[Project]) -> None:
    """For every cadence of practice, open the period that comes next, if none is open.

    The first is the period in which the project was published; where practice names no cadence
    nothing falls due.
    """
    held = await value_of(work, RULE, today())
    going = [one for one in projects if one.state not in FINISHED]
    cadences: list[Cadence] = held.value or []
    if not cadences or not going:
        return
    latest = await _latest(work, [one.id for one in going])
    for project in going:
        for cadence in cadences:
            before = latest.get((project.id, cadence.kind))
            if before is None or before.state is not DutyState.OPEN:
                duty = _next(project, cadence, before, held)
                work.session.add(duty)
                if _is_ours(work, duty):
                    _start(work, duty)
    await work.session.flush()


async def _latest(
    work: Work, project_ids: Sequence[UUID]
) -> dict[tuple[UUID, DutyKind], ProjectDuty]:
    """The last period of every cadence of the projects."""
    rows = await work.session.scalars(
        sa.select(ProjectDuty)
        .where(ProjectDuty.project_id.in_(project_ids))
        .order_by(ProjectDuty.project_id, ProjectDuty.kind, ProjectDuty.period_to.desc())
        .ext(distinct_on(ProjectDuty.project_id, ProjectDuty.kind))
    )
    return {(row.project_id, row.kind): row for row in rows}


def _next(
    project: Project, cadence: Cadence, before: ProjectDuty | None, held: Resolved
) -> ProjectDuty:
    begins = before.period_to + timedelta(days=1) if before else project.published_on or today()
    first, last = period_of(begins, cadence.every)
    rule = held.holding.rule_text if held.holding else ""
    return ProjectDuty(
        id=uuid7(),
        project_id=project.id,
        kind=cadence.kind,
        by=cadence.by,
        organ_id=_organ_of(project, cadence.by),
        period_from=max(first, begins),
        period_to=last,
        due_on=last_day(cadence, last),
        rule_text=f"{rule}{cadence.article or ''}：{cadence.text}",
        state=DutyState.OPEN,
        unclocked=True,
    )


def _organ_of(project: Project, side: Side) -> UUID:
    organ = project.unit_organ_id if side is Side.GOVERNMENT else project.supervisor_organ_id
    if organ is None:
        raise AssertionError("a published project has both organs")
    return organ


async def open_mending(work: Work, project: Project, check: ProjectCheck) -> None:
    """What a check wants mended falls due on the day that the group named."""
    if check.mend_until is None:
        return
    duty = ProjectDuty(
        id=uuid7(),
        project_id=project.id,
        kind=DutyKind.MENDING,
        by=Side.GOVERNMENT,
        organ_id=_organ_of(project, Side.GOVERNMENT),
        check_id=check.id,
        period_from=check.checked_on,
        period_to=check.mend_until,
        due_on=check.mend_until,
        rule_text=f"{on_day(check.checked_on)}督查确定的整改期限",
        state=DutyState.OPEN,
        unclocked=True,
    )
    work.session.add(duty)
    await tell_clock(work, duty)
    await work.session.flush()


async def meet_duties(
    work: Work, projects: Sequence[Project], kind: DutyKind, by: Side | None, met_on: date
) -> int:
    """Meet the open period of a cadence, if it has begun, and open what comes next; how many."""
    due = sa.select(ProjectDuty).where(
        ProjectDuty.project_id.in_([one.id for one in projects]),
        ProjectDuty.kind == kind,
        ProjectDuty.state == DutyState.OPEN,
        ProjectDuty.period_from <= met_on,
    )
    if by is not None:
        due = due.where(ProjectDuty.by == by)
    met = await _meet(work, due, met_on)
    await open_duties(work, projects)
    return met


async def meet_mending(work: Work, check: ProjectCheck, met_on: date) -> None:
    """What the check wanted mended is reported mended."""
    due = sa.select(ProjectDuty).where(
        ProjectDuty.check_id == check.id, ProjectDuty.state == DutyState.OPEN
    )
    await _meet(work, due, met_on)


async def _meet(work: Work, due: sa.Select[ProjectDuty], met_on: date) -> int:
    rows = (await work.session.scalars(due.order_by(ProjectDuty.id).with_for_update())).all()
    for duty in rows:
        duty.state, duty.met_on = DutyState.MET, met_on
        duty.late_by = max((met_on - duty.due_on).days, 0)
        duty.unclocked = True
        await tell_clock(work, duty)
    await work.session.flush()
    return len(rows)


async def meet_assessment(
    work: Work, project_ids: Sequence[UUID], met_on: date | None = None
) -> int:
    """A satisfaction vote about the projects was announced: the year-end assessment is met.

    For the announcing verb, in its transaction; how many duties it met.
    """
    found = await work.session.scalars(
        sa.select(Project).where(Project.id.in_(project_ids)).order_by(Project.id).with_for_update()
    )
    kind = DutyKind.YEAR_END_ASSESSMENT
    return await meet_duties(work, found.all(), kind, None, met_on or today())


async def stop_duties(work: Work, project: Project, *, keep: Iterable[DutyKind] = ()) -> None:
    """Nothing more falls due on a project that was accepted or stopped."""
    rows = await work.session.scalars(
        sa.select(ProjectDuty)
        .where(
            ProjectDuty.project_id == project.id,
            ProjectDuty.state == DutyState.OPEN,
            ProjectDuty.kind.not_in(list(keep)),
        )
        .order_by(ProjectDuty.id)
        .with_for_update()
    )
    for duty in rows:
        duty.state, duty.unclocked = DutyState.STOPPED, True
        await tell_clock(work, duty)


async def tell_clock(work: Work, duty: ProjectDuty) -> None:
    """Bring the clock of a duty up to date, if it is the acting organ's, or one acts for all."""
    if _is_ours(work, duty):
        await follow_duty(work, duty)


def _is_ours(work: Work, duty: ProjectDuty) -> bool:
    return work.organ is None or work.organ.id == duty.organ_id


def _start(work: Work, duty: ProjectDuty) -> None:
    start_clock_until(
        work,
        RULE,
        duty,
        duty.period_from,
        duty.due_on,
        duty.rule_text,
        organ_id=duty.organ_id,
        title=DUTIES[duty.kind],
    )
    duty.unclocked = False


async def follow_duty(work: Work, duty: ProjectDuty) -> None:
    """Start, meet or stop the clock as the duty says; telling it twice changes nothing."""
    if duty.state is not DutyState.STOPPED and await clock_of(work, RULE, duty.id) is None:
        _start(work, duty)
    if duty.state is DutyState.MET and duty.met_on is not None:
        await meet_clock(work, RULE, duty.id, duty.met_on)
    elif duty.state is DutyState.STOPPED:
        await stop_clocks(work, duty.id)
    duty.unclocked = False
