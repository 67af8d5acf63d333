"""Projects begin with the announced result; what every later verb needs of a project."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import Membership, NotFound, OrganKind, Refused, Work, holders_of, today
from plugins.people_votes.models import Candidate, Cycle, Project
from plugins.people_votes.rules import (
    PROJECT_STATES,
    ProjectMachine,
    crosses_years,
)
from plugins.people_votes.service.cycles import move, move_cycle

CARRYING_OUT = frozenset({OrganKind.GOVERNMENT, OrganKind.DEPARTMENT, OrganKind.SUBDISTRICT_OFFICE})
"""Organs that carry projects out."""

WATCHING = frozenset(
    {
        OrganKind.CONGRESS,
        OrganKind.PRESIDIUM,
        OrganKind.STANDING_COMMITTEE,
        OrganKind.COUNCIL_OF_CHAIRPERSONS,
        OrganKind.OFFICE,
        OrganKind.WORKING_COMMISSION,
        OrganKind.SPECIAL_COMMITTEE,
        OrganKind.DEPUTY_AFFAIRS_COMMISSION,
        OrganKind.SUBDISTRICT_WORKING_COMMITTEE,
    }
)
"""Organs that publish and follow projects: of the congress, never of the government."""


async def adopt_projects(work: Work, cycle: Cycle, chosen: Sequence[Candidate]) -> list[Project]:
    """Make a project of every candidate that the announced result chose; the cycle is decided.

    For the verb that announces a result, in its transaction: it announces nothing itself, and
    nobody can call it from outside, since nobody types a result.
    """
    move_cycle(cycle, "decide")
    projects = [_project(cycle, candidate) for candidate in chosen]
    work.session.add_all(projects)
    await work.session.flush()
    return projects


def _project(cycle: Cycle, candidate: Candidate) -> Project:
    return Project(
        id=uuid7(),
        cycle_id=cycle.id,
        candidate_id=candidate.id,
        number=candidate.number,
        year=cycle.year,
        title=candidate.title,
        content=candidate.content,
        responsible_unit=candidate.responsible_unit,
        target=candidate.target,
        investment=candidate.investment,
        funding=candidate.funding,
        starts_on=candidate.starts_on,
        due_on=candidate.due_on,
        cross_year=crosses_years(candidate.due_on, cycle.year),
        votes_for=candidate.votes_for,
        adopted_on=today(),
    )


async def own_project(work: Work, project_id: UUID) -> Project:
    """The body's project, locked for the verb."""
    project = await work.session.scalar(
        sa.select(Project).where(Project.id == project_id).with_for_update()
    )
    if project is None:
        raise NotFound("项目")
    return project


async def projects_of(work: Work, cycle_id: UUID) -> list[Project]:
    """All projects of a cycle, locked for the verb, always in the same order."""
    found = await work.session.scalars(
        sa.select(Project)
        .where(Project.cycle_id == cycle_id)
        .order_by(Project.id)
        .with_for_update()
    )
    return list(found)


async def people_of_unit(work: Work, project: Project, action: str) -> set[UUID]:
    """Those of the organ that carries the project out who hold an action: whom to tell."""
    return await holders_of(work, [action], Membership.organ_id == project.unit_organ_id)


def move_project(project: Project, step: str) -> None:
    """Take a step of the project."""
    move(project, ProjectMachine, step, PROJECT_STATES)


def require_unit(work: Work, project: Project) -> None:
    """Only the organ that carries a project out speaks for it."""
    if project.unit_organ_id is None or work.acting_organ.id != project.unit_organ_id:
        raise Refused(
            "NOT_YOUR_PROJECT", "这个项目不由当前机关实施，请切换到实施该项目的机关后再办理。"
        )


def require_watching(work: Work) -> None:
    """Who carries projects out does not publish, follow or accept them."""
    if work.acting_organ.kind not in WATCHING:
        raise Refused(
            "NOT_FOR_THIS_ORGAN", "此事由人大一方的机关办理，请切换机关，或者请其工作人员办理。"
        )


def require_published(project: Project) -> None:
    """Oversight begins with publication."""
    if project.published_on is None:
        raise Refused("PROJECT_UNPUBLISHED", "项目尚未公布，请先由人大公布项目，再办理此事。")
