"""The vote: prepared, opened, counted, announced. The rules of every vote are in the core's kit.

Each verb asks nothing of its own: it hands over to the kit and announces what happened. A result is
never typed; what the cycle does with it follows from the announced rounds.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import (
    Adoption,
    Announced,
    Counts,
    Invalid,
    Named,
    Next,
    NotFound,
    PaperFigure,
    Refused,
    Replacement,
    RollPlace,
    Round,
    RoundState,
    VotingMode,
    Work,
    adopt_method,
    announce,
    announce_round,
    cancel_round,
    cast_ballot,
    close_round,
    closed_vote_file,
    confirm_teller_counts,
    enter_papers,
    enter_teller_count,
    follow_round,
    name_officials,
    notify,
    open_round,
    own_round,
    recount_round,
    replace_official,
    require_able_officials,
    round_items,
    standing_rounds,
    tally_of,
    took_part,
    turnouts,
    waits_for,
    wake,
)
from plugins.people_votes import permissions as may
from plugins.people_votes.models import Candidate, Cycle
from plugins.people_votes.rules import CANDIDATE_STATES, CandidateMachine, CycleState
from plugins.people_votes.service.adopting import adopt_projects
from plugins.people_votes.service.assessing import take_assessment
from plugins.people_votes.service.cycles import move, own_cycle
from plugins.people_votes.service.preparing import PLUGIN, listed_candidates

TURNOUT = "people_votes.turnout"
"""Woken when somebody has voted, and when the voting begins or ends."""


async def own_vote(work: Work, round_id: UUID) -> Round:
    """A round of this plugin, locked for the verb."""
    row = await own_round(work, round_id)
    if row.plugin != PLUGIN:
        raise NotFound("这次表决")
    return row


async def adopt_vote_method(work: Work, round_id: UUID, adoption: Adoption) -> Round:
    """Record that the meeting adopted the voting method (通过票决办法)."""
    await own_vote(work, round_id)
    row = await adopt_method(work, round_id, adoption)
    announce(work, "people_votes.adopt_vote_method", row, {"on": str(adoption.on)})
    return row


async def name_vote_officials(work: Work, round_id: UUID, named: Named) -> Round:
    """Record scrutineers as the meeting adopted them, and tellers."""
    await own_vote(work, round_id)
    row = await name_officials(work, round_id, named)
    await require_able_officials(work, row, may.CONFIRM_COUNT, may.ENTER_COUNT)
    announce(
        work,
        "people_votes.name_vote_officials",
        row,
        {"scrutineers": len(named.scrutineers) + 1, "tellers": len(named.tellers)},
    )
    return row


async def replace_vote_official(work: Work, round_id: UUID, new: Replacement) -> Round:
    """Record who takes the place of a scrutineer or teller that dropped out."""
    await own_vote(work, round_id)
    row = await replace_official(work, round_id, new)
    await require_able_officials(work, row, may.CONFIRM_COUNT, may.ENTER_COUNT)
    announce(
        work,
        "people_votes.replace_vote_official",
        row,
        {"official": str(new.official), "on": str(new.on)},
    )
    return row


async def open_vote(work: Work, round_id: UUID) -> Round:
    """Open the voting; the roll is frozen now."""
    await own_vote(work, round_id)
    row = await open_round(work, round_id)
    if row.mode is VotingMode.NAMED_ELECTRONIC:
        entitled = sa.select(RollPlace.person_id).where(RollPlace.round_id == row.id)
        text = "一次电子记名表决已经开始，请投票。"
        notify(work, await work.session.scalars(entitled), text, row)
    announce(work, "people_votes.open_vote", row, {"due": row.due, "present": row.present})
    wake(work, TURNOUT, row.id)
    return row


async def close_vote(work: Work, round_id: UUID) -> Round:
    """End the voting."""
    await own_vote(work, round_id)
    row = await close_round(work, round_id)
    announce(work, "people_votes.close_vote", row)
    wake(work, TURNOUT, row.id)
    return row


async def cancel_vote(work: Work, round_id: UUID, reason: str) -> Round:
    """Cancel a round whose voting has not ended."""
    await own_vote(work, round_id)
    row = await cancel_round(work, round_id, reason)
    announce(work, "people_votes.cancel_vote", row, {"reason": reason})
    return row


async def record_papers(work: Work, round_id: UUID, figures: Mapping[PaperFigure, int]) -> Round:
    """Enter how many papers were printed, issued, returned, left over, destroyed."""
    await own_vote(work, round_id)
    row = await enter_papers(work, round_id, figures)
    announce(
        work,
        "people_votes.record_papers",
        row,
        {str(figure): number for figure, number in figures.items()},
    )
    return row


async def enter_count(work: Work, round_id: UUID, counts: Counts) -> Round:
    """Enter one teller's counts; no figure of them goes into the event."""
    await own_vote(work, round_id)
    row = await enter_teller_count(work, round_id, counts)
    announce(work, "people_votes.enter_count", row)
    return row


async def confirm_count(work: Work, round_id: UUID) -> Round:
    """Confirm the counts as a scrutineer."""
    await own_vote(work, round_id)
    row = await confirm_teller_counts(work, round_id)
    announce(work, "people_votes.confirm_count", row)
    wake(work, TURNOUT, row.id)
    return row


async def cast_vote(work: Work, round_id: UUID, marks: Sequence[tuple[int, str]]) -> Round:
    """Cast one's named ballot; the event says that somebody voted, never how."""
    chosen = dict(marks)
    if len(chosen) < len(marks):
        raise Invalid("MARKED_TWICE", "同一项只能有一个选择，请改正后再提交。", field="marks")
    row, place = await cast_ballot(work, round_id, chosen)
    if row.plugin != PLUGIN:
        raise NotFound("这次表决")
    announce(work, "people_votes.cast_vote", place)
    wake(work, TURNOUT, row.id)
    return row


async def announce_result(work: Work, round_id: UUID) -> Round:
    """Announce the result; its digest goes into the chain with the event."""
    await own_vote(work, round_id)
    done: Announced = await announce_round(work, round_id)
    await take_assessment(work, done)
    file = await closed_vote_file(work, done.round.subject_id)
    announce(
        work,
        "people_votes.announce_result",
        done.round,
        {
            "outcome": str(done.tally.outcome),
            "digest": file["digests"]["whole"],
            "title": done.round.title,
            "mandates": await took_part(work.session, done.round.id),
        },
    )
    wake(work, TURNOUT, done.round.id)
    return done.round


async def prepare_further_round(
    work: Work, round_id: UUID, title: str, meeting_id: UUID | None
) -> Round:
    """Prepare the further round that the rules order, in this meeting or in a later one."""
    earlier = await own_vote(work, round_id)
    await _refuse_concluded(work, earlier.subject_id)
    row = await follow_round(work, round_id, title, meeting_id)
    announce(work, "people_votes.prepare_further_round", row, {"number": row.number})
    return row


async def _refuse_concluded(work: Work, cycle_id: UUID) -> None:
    cycle = await work.session.get(Cycle, (work.body.id, cycle_id))
    if cycle is not None and cycle.state not in (CycleState.LISTED,):
        raise Refused(
            "VOTE_CONCLUDED",
            "已经按表决结果确定项目，不能再投一轮、重新计票；要改变须由会议另行决定。",
        )


async def order_recount(work: Work, round_id: UUID, reason: str) -> Round:
    """Have the papers counted again, in a record beside the first."""
    earlier = await own_vote(work, round_id)
    await _refuse_concluded(work, earlier.subject_id)
    row = await recount_round(work, round_id, reason)
    announce(work, "people_votes.order_recount", row, {"reason": reason})
    return row


async def conclude_vote(work: Work, cycle_id: UUID) -> Cycle:
    """Make the announced rounds the cycle's decision (确定项目): nobody says which, they say."""
    cycle = await own_cycle(work, cycle_id)
    rounds = await standing_rounds(work.session, cycle.id)
    if not rounds:
        raise Refused("NOT_ANNOUNCED", "这一轮票决还没有宣布结果，请等会议执行主席宣布以后再办理。")
    await refuse_unfinished(work, cycle.id, rounds)
    votes = await _votes_for(work, rounds)
    chosen = await _settle(work, cycle, votes)
    await adopt_projects(work, cycle, chosen)
    announce(work, "people_votes.conclude_vote", cycle, {"chosen": [str(one.id) for one in chosen]})
    return cycle


async def refuse_unfinished(work: Work, cycle_id: UUID, rounds: Sequence[Round]) -> None:
    running = await work.session.scalar(
        sa.select(Round.id)
        .where(
            Round.subject_id == cycle_id,
            Round.state.not_in([RoundState.ANNOUNCED, RoundState.VOID, RoundState.CANCELLED]),
        )
        .limit(1)
    )
    if running is not None:
        raise Refused("ROUND_RUNNING", "还有一次表决或者重新计票正在办理，请先办完或者取消。")
    last = tally_of(rounds[-1])
    if not last.valid or last.then in (Next.FURTHER_ROUND, Next.NEXT_ROUND):
        raise Refused("ROUND_DUE", f"表决还没有办完：{last.sentence}请筹备另行投票。")


async def _votes_for(work: Work, rounds: Sequence[Round]) -> dict[UUID, int]:
    """Approvals of what was chosen, by candidate, from the rounds as they were announced."""
    votes = dict[UUID, int]()
    for row in rounds:
        items, counted = await round_items(work, row), tally_of(row)
        votes |= {items[one.item].subject_id: one.approve for one in counted.items if one.chosen}
    return votes


async def _settle(work: Work, cycle: Cycle, votes: Mapping[UUID, int]) -> list[Candidate]:
    listed = await listed_candidates(work, cycle.id)
    for one in listed:
        step = "choose" if one.id in votes else "pass_over"
        move(one, CandidateMachine, step, CANDIDATE_STATES)
        one.votes_for = votes.get(one.id)
    return [one for one in listed if one.id in votes]


def settled_rounds(keys: Sequence[UUID]) -> sa.Select[UUID]:
    """Those whose projects are settled."""
    return (
        sa.select(Round.id)
        .join(Cycle, sa.and_(Cycle.tenant_id == Round.tenant_id, Cycle.id == Round.subject_id))
        .where(Round.id.in_(keys), Cycle.state != CycleState.LISTED)
    )


async def rounds_over(session: AsyncSession, keys: Sequence[UUID]) -> list[bool]:
    """Whether what follows has come: the projects are settled, or another round was held."""
    settled = set(await session.scalars(settled_rounds(keys)))
    later = await session.execute(
        sa.select(Round.previous_id, Round.recount_of_id).where(
            sa.or_(Round.previous_id.in_(keys), Round.recount_of_id.in_(keys)),
            Round.state != RoundState.CANCELLED,
        )
    )
    over = settled | {one for row in later for one in row if one is not None}
    return [key in over for key in keys]


async def turnout_of(session: AsyncSession, round_id: UUID) -> tuple[RoundState, int, int] | None:
    """State, votes cast, places on the roll: numbers only; None where there is no such round."""
    row = await session.scalar(sa.select(Round).where(Round.id == round_id, Round.plugin == PLUGIN))
    if row is None:
        return None
    return row.state, *(await turnouts(session, [round_id]))[0]


def roll_list(round_id: UUID) -> sa.Select[RollPlace]:
    """The frozen roll of a round, in the order of the meeting's."""
    return sa.select(RollPlace).where(RollPlace.round_id == round_id).order_by(RollPlace.id)


def round_list(
    subject_id: UUID | None, state: RoundState | None, waiting_for: UUID | None = None
) -> sa.Select[Round]:
    """Rounds of this plugin, the latest first; of one cycle or assessment, or of all."""
    listing = sa.select(Round).where(Round.plugin == PLUGIN).order_by(Round.id.desc())
    if subject_id is not None:
        listing = listing.where(Round.subject_id == subject_id)
    if waiting_for is not None:
        listing = listing.where(waits_for(waiting_for))
    return listing if state is None else listing.where(Round.state == state)
