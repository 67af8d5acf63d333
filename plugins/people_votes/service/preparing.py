"""A vote is prepared: which meeting, which method, which candidates, by which rules."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from core import (
    Assembly,
    Invalid,
    Meeting,
    NewItem,
    NewRound,
    NotFound,
    Refused,
    Round,
    VotingMode,
    Work,
    announce,
    prepare_round,
)
from plugins.people_votes import practice
from plugins.people_votes.models import Candidate, Examination
from plugins.people_votes.rules import CandidateState, CycleState, Decider
from plugins.people_votes.service.balloting import (
    ASSEMBLIES,
    Standing,
    secret_here,
    standing,
    vote_rules,
)
from plugins.people_votes.service.cycles import own_cycle

PLUGIN = "people_votes"


class NewVote(msgspec.Struct, frozen=True, kw_only=True):
    """A vote to be held: in which meeting, by which method (票决办法), how many are chosen."""

    meeting_id: UUID
    title: str
    method_title: str
    places: int | None
    mode: VotingMode


async def prepare_vote(work: Work, cycle_id: UUID, new: NewVote) -> Round:
    """Prepare the vote on a cycle's listed candidates (筹备票决)."""
    cycle = await own_cycle(work, cycle_id)
    if cycle.state is not CycleState.LISTED:
        raise Refused(
            "CANDIDATES_NOT_EXAMINED", "候选项目还没有审查确定，请先登记审查结果，再筹备票决。"
        )
    check_titles(new)
    meeting = await meeting_of(work, new.meeting_id, cycle.decider)
    held = await standing(work, cycle.decider, meeting.begins_on, new.method_title.strip())
    check_mode(held, new.mode, secret=secret_here(held))
    listed = await listed_candidates(work, cycle.id)
    places = await _places(work, cycle.id, new.places)
    row = await prepare_round(
        work,
        NewRound(
            plugin=PLUGIN,
            subject_type="Cycle",
            subject_id=cycle.id,
            meeting_id=meeting.id,
            title=new.title.strip(),
            mode=new.mode,
            rules=vote_rules(held, cycle.decider, places),
            items=tuple(NewItem(one.title, one.id) for one in listed),
            changeable=held.value(practice.CHANGEABLE) is True,
        ),
    )
    announce(work, "people_votes.prepare_vote", row, {"items": len(listed)})
    return row


async def _places(work: Work, cycle_id: UUID, given: int | None) -> int | None:
    """应选项数: as the examination of the list fixed it, whatever is entered now."""
    fixed = await _examined_places(work, cycle_id)
    if given is not None and fixed is not None and given != fixed:
        raise Refused(
            "PLACES_DIFFER",
            f"审查候选项目清单时确定应选{fixed}项，不能改为{given}项。要改须退回清单重新审查。",
        )
    return given if fixed is None else fixed


async def _examined_places(work: Work, cycle_id: UUID) -> int | None:
    """How many are to be chosen, as the last examination of the list fixed it."""
    return await work.session.scalar(
        sa.select(Examination.places)
        .where(Examination.cycle_id == cycle_id, Examination.voided_on.is_(None))
        .order_by(Examination.id.desc())
        .limit(1)
    )


def check_titles(new: NewVote) -> None:
    """A vote has a name, and a method that was, or is to be, adopted."""
    if not new.title.strip():
        raise Invalid("TITLE_EMPTY", "请填写这次表决的名称。", field="title")
    if not new.method_title.strip():
        raise Invalid("METHOD_TITLE_EMPTY", "请填写票决办法的名称。", field="methodTitle")


async def meeting_of(work: Work, meeting_id: UUID, decider: Decider) -> Meeting:
    """The meeting, which must be one of those who decide."""
    meeting = await work.session.get(Meeting, (work.body.id, meeting_id))
    if meeting is None:
        raise NotFound("会议")
    wanted: Assembly = ASSEMBLIES[decider]
    if meeting.assembly is not wanted:
        raise Refused("WRONG_MEETING", "所选的会议不是这一轮票决规定的会议，请重新选择。")
    return meeting


def check_mode(held: Standing, mode: VotingMode, *, secret: bool) -> None:
    """A screen that knows who votes keeps no secret; a body that votes in secret uses paper."""
    if mode is VotingMode.PAPER:
        return
    if secret:
        raise Refused(
            "SECRET_ON_PAPER",
            f"无记名投票不能用电子记名表决，请使用纸质票（{held.basis(practice.SECRET)}）。",
        )
    if held.value(practice.ELECTRONIC) is not True:
        raise Refused(
            "ELECTRONIC_OFF", "本机构没有规定可以用电子记名表决，请使用纸质票，或者先设置做法。"
        )


async def listed_candidates(work: Work, cycle_id: UUID) -> list[Candidate]:
    """The candidates on the ballot, in the order of the list."""
    found = await work.session.scalars(
        sa.select(Candidate)
        .where(Candidate.cycle_id == cycle_id, Candidate.state == CandidateState.LISTED)
        .order_by(Candidate.number)
    )
    return list(found)
