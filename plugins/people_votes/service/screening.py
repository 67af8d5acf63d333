"""Ideas are merged and screened, each with its reason; how many ended in which way."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import Invalid, NotFound, Refused, Work, announce, notify, today
from plugins.people_votes import practice, rules
from plugins.people_votes.models import Cycle, Idea
from plugins.people_votes.rules import (
    CycleState,
    IdeaFigure,
    IdeaMachine,
    IdeaSource,
    IdeaState,
    Outcome,
    ScreenReason,
)
from plugins.people_votes.service.cycles import move

SCREENED_IN = (CycleState.CALLING, CycleState.SCREENING)


def move_idea(idea: Idea, step: str) -> None:
    """Take a step of an idea."""
    move(idea, IdeaMachine, step, rules.IDEA_STATES)


async def _own_ideas(work: Work, idea_ids: Sequence[UUID]) -> dict[UUID, Idea]:
    """The body's ideas, locked in one order so that two screeners do not wait for each other."""
    found = await work.session.scalars(
        sa.select(Idea).where(Idea.id.in_(idea_ids)).order_by(Idea.id).with_for_update()
    )
    ideas = {idea.id: idea for idea in found}
    if not ideas.keys() >= set(idea_ids):
        raise NotFound("建议")
    return ideas


async def _require_screening(work: Work, cycle_id: UUID) -> None:
    cycle = await work.session.get_one(
        Cycle, (work.body.id, cycle_id), with_for_update={"read": True}
    )
    if cycle.state not in SCREENED_IN:
        raise Refused(
            "STATE_FORBIDS",
            f"当前状态是“{rules.CYCLE_STATES[cycle.state]}”，建议的筛选已经结束，结果不能再改；"
            "要改变候选项目的，请由审查机关退回清单。",
        )


async def merge_ideas(work: Work, into_id: UUID, idea_ids: Sequence[UUID], reason: str) -> Idea:
    """Merge ideas of one matter into one (合并); each can be followed through the other."""
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明合并的理由。", field="reason")
    wanted = set(idea_ids) - {into_id}
    if not wanted or len(wanted) > practice.MOST_IDEAS_AT_ONCE:
        raise Invalid(
            "IDEAS_EMPTY",
            f"请选择要合并的其他建议，一次不超过{practice.MOST_IDEAS_AT_ONCE}条。",
            field="ideas",
        )
    ideas = await _own_ideas(work, [into_id, *wanted])
    into = ideas.pop(into_id)
    if any(idea.cycle_id != into.cycle_id for idea in ideas.values()):
        raise Invalid("OTHER_CYCLE", "只能合并同一轮征集的建议，请另选。", field="ideas")
    await _require_screening(work, into.cycle_id)
    if into.state not in rules.OPEN_IDEAS:
        raise Refused("MERGED_INTO_ENDED", "并入的建议已经办结，请另选一条。")
    for idea in ideas.values():
        _merge(work, idea, into, reason)
    await _follow_chains(work, list(ideas), into)
    for idea in ideas.values():
        notify(work, [idea.proposed_by], "您的一条建议并入了相同的建议，一并办理。", into)
    announce(work, "people_votes.merge_ideas", into, {"merged": len(ideas)})
    return into


def _merge(work: Work, idea: Idea, into: Idea, reason: str) -> None:
    _refuse_candidate(idea)
    move_idea(idea, "merge")
    idea.merged_into_id, idea.candidate_id, idea.reason = into.id, into.candidate_id, reason.strip()
    idea.screened_on, idea.screened_by_name = today(), work.acting_person.name


async def _follow_chains(work: Work, merged: Sequence[UUID], into: Idea) -> None:
    """What was merged into a merged idea goes with it: one step leads to the one that counts."""
    await work.session.flush()
    await work.session.execute(
        sa.update(Idea)
        .where(Idea.merged_into_id.in_(merged))
        .values(merged_into_id=into.id, candidate_id=into.candidate_id)
    )


def _refuse_candidate(idea: Idea) -> None:
    if idea.candidate_id is not None:
        raise Refused(
            "IDEA_IS_CANDIDATE",
            "该建议已经成为候选项目，结果以候选项目的审查为准。",
        )


class Screening(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of an idea, and why."""

    outcome: Outcome
    reason_kind: ScreenReason | None = None
    reason: str | None = None


async def screen_idea(work: Work, idea_id: UUID, screening: Screening) -> Idea:
    """Screen an idea (筛选): taken over, kept in reserve, or left out with a reason of the list."""
    words = (screening.reason or "").strip()
    if screening.outcome is Outcome.LEFT_OUT and (screening.reason_kind is None or not words):
        raise Invalid("REASON_EMPTY", "不采纳的，请选择理由并写明具体情况。", field="reason")
    if screening.outcome is Outcome.RESERVED and not words:
        raise Invalid("REASON_EMPTY", "列入储备的，请写明理由。", field="reason")
    idea = (await _own_ideas(work, [idea_id]))[idea_id]
    await _require_screening(work, idea.cycle_id)
    _refuse_candidate(idea)
    move_idea(idea, rules.OUTCOME_STEPS[screening.outcome])
    left_out = screening.outcome is Outcome.LEFT_OUT
    idea.reason_kind = screening.reason_kind if left_out else None
    idea.reason = words or None
    idea.screened_on, idea.screened_by_name = today(), work.acting_person.name
    told = {"outcome": str(screening.outcome), "reason": str(idea.reason_kind or "")}
    notify(work, [idea.proposed_by], "您的一条建议有了筛选结果，请查看。", idea)
    announce(work, "people_votes.screen_idea", idea, told)
    return idea


async def refuse_open_ideas(work: Work, cycle_id: UUID) -> None:
    """Before a list is fixed each idea has ended, or is on a candidate: nobody waits for ever."""
    waiting = sa.select(sa.func.count()).where(
        Idea.cycle_id == cycle_id,
        Idea.state.in_(rules.OPEN_IDEAS),
        Idea.candidate_id.is_(None),
    )
    count = await work.session.scalar(waiting) or 0
    if count:
        raise Refused(
            "IDEAS_OPEN",
            f"还有{count}条建议没有结果：没有筛选，或者已采纳但没有对应的候选项目。"
            "请先筛选，或者列入储备并说明理由。",
        )


class WantedIdeas(msgspec.Struct, frozen=True, kw_only=True):
    """Which ideas."""

    cycle_id: UUID
    state: IdeaState | None = None
    source: IdeaSource | None = None
    figure: IdeaFigure | None = None
    candidate_id: UUID | None = None
    merged_into_id: UUID | None = None


def idea_list(wanted: WantedIdeas) -> sa.Select[Idea]:
    """Ideas of a cycle, the latest first."""
    listing = sa.select(Idea).where(Idea.cycle_id == wanted.cycle_id).order_by(Idea.id.desc())
    if wanted.figure is not None:
        listing = listing.where(_counted(wanted.figure))
    for name in ("state", "source", "candidate_id", "merged_into_id"):
        value = getattr(wanted, name)
        if value is not None:
            listing = listing.where(getattr(Idea, name) == value)
    return listing


def _counted(figure: IdeaFigure) -> sa.ColumnElement[bool]:
    """What a figure counts; the list of the same figure shows just these."""
    if figure is IdeaFigure.RECEIVED:
        return sa.true()
    if figure is IdeaFigure.BECAME_CANDIDATES:
        return Idea.candidate_id.is_not(None)
    return Idea.state == rules.FIGURE_STATES[figure]


async def idea_figures(session: AsyncSession, cycle_id: UUID) -> dict[IdeaFigure, int]:
    """The figures of a cycle's ideas, in one query."""
    counts = [sa.func.count().filter(_counted(figure)) for figure in IdeaFigure]
    row = (await session.execute(sa.select(*counts).where(Idea.cycle_id == cycle_id))).one()
    return dict(zip(IdeaFigure, row, strict=True))
