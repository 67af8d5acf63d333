"""A cycle begins; what every verb needs of it."""

from enum import StrEnum
from typing import Any, NoReturn
from uuid import UUID

import msgspec
import sqlalchemy as sa
from statemachine import StateMachine

from core import BodyKind, Invalid, Level, NotFound, OpenMatter, Refused, Work, announce
from plugins.people_votes import rules
from plugins.people_votes.models import Cycle, Project, SecrecyCheck
from plugins.people_votes.rules import (
    FINISHED,
    CycleMachine,
    CycleState,
    Decider,
    ProjectState,
)
from plugins.people_votes.service.outcomes import has_unshown_outcomes


class NewCycle(msgspec.Struct, frozen=True, kw_only=True):
    """What a cycle is about, and who chooses."""

    year: int
    title: str
    decider: Decider
    area: str | None = None
    entrusted_by: str | None = None


async def open_cycle(work: Work, new: NewCycle) -> Cycle:
    """Begin a cycle (启动一轮票决) for a year."""
    if not new.title.strip():
        raise Invalid("TITLE_EMPTY", "请填写这一轮票决的名称。", field="title")
    check_decider(work, new)
    cycle = Cycle(
        **msgspec.structs.asdict(new),
        opened_by=work.acting_person.person_id,
        opened_by_name=work.acting_person.name,
    )
    await refuse_namesake(work, new)
    work.session.add(cycle)
    await work.session.flush()
    announce(
        work, "people_votes.open_cycle", cycle, {"year": cycle.year, "decider": str(cycle.decider)}
    )
    return cycle


def check_decider(work: Work, new: NewCycle) -> None:
    """A body without a congress decides nothing; a township has no standing committee."""
    if new.decider is Decider.COUNCIL:
        if not (new.entrusted_by or "").strip():
            raise Invalid(
                "ENTRUSTMENT_MISSING",
                "微实事由议事会推选，须写明所依据的委托决定或者交办通知。",
                field="entrustedBy",
            )
        return
    if work.body.kind is BodyKind.SUBDISTRICT_COMMITTEE:
        raise Refused(
            "NO_CONGRESS_HERE",
            "人大街道工委不是一级人民代表大会，不能票决，只能组织议事会推选微实事。",
        )
    if new.decider is Decider.STANDING_COMMITTEE and work.body.level is Level.TOWNSHIP:
        raise Refused("NO_STANDING_COMMITTEE", "乡镇不设人大常委会，请由人民代表大会会议票决。")


async def refuse_namesake(work: Work, new: NewCycle) -> None:
    """Two cycles of one name would be mistaken for each other."""
    same = sa.select(Cycle.id).where(Cycle.year == new.year, Cycle.title == new.title)
    if await work.session.scalar(same) is not None:
        raise Refused("CYCLE_EXISTS", "同一年度已有同名的一轮票决，请改用其他名称。")


async def own_cycle(work: Work, cycle_id: UUID) -> Cycle:
    """The body's cycle, locked for the verb."""
    cycle = await work.session.scalar(
        sa.select(Cycle).where(Cycle.id == cycle_id).with_for_update()
    )
    if cycle is None:
        raise NotFound("这一轮票决")
    return cycle


def move(row: Any, machine: type[StateMachine], step: str, titles: dict[Any, str]) -> None:
    """Take the step, or refuse with the state that forbids it."""
    state: StrEnum = row.state
    try:
        row.state = rules.next_state(machine, state, step)
    except rules.NotAllowed as fault:
        raise _forbidden(titles[state]) from fault


def _forbidden(title: str) -> Refused:
    return Refused("STATE_FORBIDS", f"当前状态是“{title}”，不能办理此事，请核对后再试。")


def refuse_state(cycle: Cycle) -> NoReturn:
    """What is no step of the cycle, and not to be done in this state of it."""
    raise _forbidden(rules.CYCLE_STATES[cycle.state])


def move_cycle(cycle: Cycle, step: str) -> None:
    """Take a step of the cycle."""
    move(cycle, CycleMachine, step, rules.CYCLE_STATES)


def cycle_list(
    year: int | None, state: CycleState | None, *, to_check: bool = False
) -> sa.Select[Cycle]:
    """Cycles, the latest year first; those, if asked, whose projects wait for a secrecy check."""
    listing = sa.select(Cycle).order_by(Cycle.year.desc(), Cycle.id.desc())
    if to_check:
        listing = listing.where(_waits_for_check())
    if year is not None:
        listing = listing.where(Cycle.year == year)
    return listing if state is None else listing.where(Cycle.state == state)


def looked_at(
    subject: type[Any], since: sa.ColumnElement[Any] | None = None
) -> sa.ColumnElement[bool]:
    """Whether somebody looked at it for secrets, and not before it was last set."""
    found = sa.exists().where(
        SecrecyCheck.tenant_id == subject.tenant_id, SecrecyCheck.subject_id == subject.id
    )
    return found if since is None else found.where(SecrecyCheck.created_at >= since)


def _waits_for_check() -> sa.ColumnElement[bool]:
    """Every project has its plan, and nobody looked since the last one was set."""
    own = [Project.tenant_id == Cycle.tenant_id, Project.cycle_id == Cycle.id]
    planned = (
        sa.select(sa.func.max(Project.planned_at)).where(*own).correlate(Cycle).scalar_subquery()
    )
    to_publish = sa.and_(
        Cycle.state == CycleState.DECIDED,
        ~sa.exists().where(*own, Project.state == ProjectState.CHOSEN),
        ~looked_at(Cycle, planned),
    )
    return sa.or_(to_publish, has_unshown_outcomes())


async def open_matters(work: Work) -> list[OpenMatter]:
    """What turning the plugin off would leave unfinished."""
    cycles = sa.select(sa.func.count(Cycle.id)).where(Cycle.state != CycleState.CLOSED)
    projects = sa.select(sa.func.count(Project.id)).where(Project.state.not_in(FINISHED))
    return [
        OpenMatter(title="未办结的票决", count=await work.session.scalar(cycles) or 0),
        OpenMatter(title="未办结的票决项目", count=await work.session.scalar(projects) or 0),
    ]
