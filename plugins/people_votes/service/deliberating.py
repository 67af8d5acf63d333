"""Delegations deliberate on the list; the government answers."""

from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa

from core import Invalid, NotFound, Refused, Work, announce, today
from plugins.people_votes.models import Candidate, Cycle, Deliberation
from plugins.people_votes.rules import CYCLE_STATES, CandidateState, CycleState
from plugins.people_votes.service.drafting import require_drafting_organ


class NewDeliberation(msgspec.Struct, frozen=True, kw_only=True):
    """What a delegation said, of one candidate or of the whole list."""

    delegation: str
    text: str
    deliberated_on: date
    candidate_id: UUID | None = None


async def record_deliberation(work: Work, cycle_id: UUID, new: NewDeliberation) -> Deliberation:
    """Record a delegation's opinion (代表团审议意见) on the examined list, before the vote."""
    if not new.delegation.strip() or not new.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写代表团名称和审议意见。", field="text")
    if new.deliberated_on > today():
        raise Invalid("DATE_IN_FUTURE", "审议日期还没有到，请核对后改正。", field="deliberatedOn")
    await _listed(work, cycle_id)
    await _check_candidate(work, cycle_id, new.candidate_id)
    said = Deliberation(
        cycle_id=cycle_id,
        candidate_id=new.candidate_id,
        delegation=new.delegation.strip(),
        text=new.text.strip(),
        deliberated_on=new.deliberated_on,
        recorded_by_name=work.acting_person.name,
    )
    work.session.add(said)
    await work.session.flush()
    announce(work, "people_votes.record_deliberation", said)
    return said


async def _listed(work: Work, cycle_id: UUID) -> None:
    cycle = await work.session.scalar(
        sa.select(Cycle).where(Cycle.id == cycle_id).with_for_update(read=True)
    )
    if cycle is None:
        raise NotFound("这一轮票决")
    if cycle.state is not CycleState.LISTED:
        raise Refused(
            "STATE_FORBIDS",
            f"当前状态是“{CYCLE_STATES[cycle.state]}”，候选项目审查以后、表决以前才有审议意见。",
        )


async def _check_candidate(work: Work, cycle_id: UUID, candidate_id: UUID | None) -> None:
    if candidate_id is None:
        return
    listed = sa.select(Candidate.id).where(
        Candidate.id == candidate_id,
        Candidate.cycle_id == cycle_id,
        Candidate.state == CandidateState.LISTED,
    )
    if await work.session.scalar(listed) is None:
        raise NotFound("候选项目")


async def answer_deliberation(work: Work, deliberation_id: UUID, text: str) -> Deliberation:
    """Answer a delegation's opinion (答复审议意见), as the organ that handed the list in."""
    require_drafting_organ(work)
    if not text.strip():
        raise Invalid("TEXT_EMPTY", "请填写答复的内容。", field="text")
    said = await work.session.scalar(
        sa.select(Deliberation).where(Deliberation.id == deliberation_id).with_for_update()
    )
    if said is None:
        raise NotFound("审议意见")
    if said.answered_on is not None:
        raise Refused("ANSWERED_BEFORE", "该审议意见已经答复，不需要再次答复。")
    said.answer, said.answered_on = text.strip(), today()
    said.answered_by_name = work.acting_person.name
    said.answered_organ_name = work.acting_organ.name
    announce(work, "people_votes.answer_deliberation", said)
    return said


def deliberation_list(cycle_id: UUID, candidate_id: UUID | None) -> sa.Select[Deliberation]:
    """What delegations said of a cycle's list, in the order in which it was recorded."""
    found = sa.select(Deliberation).where(Deliberation.cycle_id == cycle_id)
    if candidate_id is not None:
        found = found.where(Deliberation.candidate_id == candidate_id)
    return found.order_by(Deliberation.id)
