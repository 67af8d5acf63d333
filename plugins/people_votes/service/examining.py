"""The list is examined by a meeting, fixed and numbered for the vote; or it goes back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import (
    Incoming,
    Invalid,
    NotFound,
    Receiver,
    Refused,
    Resolved,
    Round,
    RoundState,
    Work,
    announce,
    meet_clock,
    on_day,
    practice_of,
    send,
    start_clock_until,
    stop_clocks,
    today,
)
from plugins.people_votes import practice, rules
from plugins.people_votes.models import Candidate, CandidateList, Cycle, Examination
from plugins.people_votes.rules import (
    CandidateMachine,
    CandidateState,
    ListState,
    Meeting,
)
from plugins.people_votes.service.cycles import move, move_cycle, own_cycle
from plugins.people_votes.service.deciding import ToldMeeting, meeting_told
from plugins.people_votes.service.listing import (
    PLUGIN,
    examining_organ,
    take_candidates,
    take_examined,
    take_returned,
    tell_returned,
)
from plugins.people_votes.service.screening import refuse_open_ideas


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What the meeting decided of one candidate."""

    candidate_id: UUID
    listed: bool
    reason: str | None = None


class NewExamination(msgspec.Struct, frozen=True, kw_only=True):
    """The meeting, each candidate in the order of the list, and how many are to be chosen."""

    meeting: ToldMeeting
    decisions: tuple[Decided, ...]
    places: int
    vote_on: date | None = None


async def examine_candidates(work: Work, cycle_id: UUID, new: NewExamination) -> Examination:
    """Record the examination (审查); what is listed is numbered, and is on the ballot.

    Nothing on the list changes from here on but by a new examination.
    """
    await _require_examining_organ(work)
    if new.vote_on is not None and new.vote_on < today():
        raise Invalid("DATE_IN_PAST", "票决会议的日期已经过去，请核对后改正。", field="voteOn")
    cycle = await own_cycle(work, cycle_id)
    move_cycle(cycle, "examine_candidates")
    candidates = await _waiting(work, cycle, new.decisions)
    held = await practice_of(
        work,
        [practice.EXAMINATION_MAJORITY, practice.EXTRA_CANDIDATES, practice.HANDOUT_DAYS],
        today(),
    )
    meeting = await meeting_told(work, new.meeting)
    _check_meeting(meeting, held[practice.EXAMINATION_MAJORITY])
    listed = sum(one.listed for one in new.decisions)
    _check_bounds(listed, new.places, held[practice.EXTRA_CANDIDATES])
    await refuse_open_ideas(work, cycle.id)
    examination = _examination(work, cycle, new, meeting, held)
    work.session.add(examination)
    await work.session.flush()
    await _fix(work, cycle, candidates, new.decisions)
    _start_handout(work, examination, held[practice.HANDOUT_DAYS])
    await _tell_examined(work, cycle, list(candidates.values()))
    told = {"listed": listed, "left_out": len(new.decisions) - listed, "places": new.places}
    announce(work, "people_votes.examine_candidates", examination, told)
    return examination


async def _require_examining_organ(work: Work) -> None:
    organ = await examining_organ(work)
    if work.acting_organ.id != organ.id:
        raise Refused("NOT_EXAMINING_ORGAN", f"候选项目清单由“{organ.name}”审查，请以其身份办理。")


async def _waiting(work: Work, cycle: Cycle, decisions: Sequence[Decided]) -> dict[UUID, Candidate]:
    """Every candidate that waits is decided, once, and none else."""
    found = await work.session.scalars(
        sa.select(Candidate)
        .join(
            CandidateList,
            sa.and_(
                CandidateList.tenant_id == Candidate.tenant_id,
                CandidateList.id == Candidate.list_id,
            ),
        )
        .where(
            Candidate.cycle_id == cycle.id,
            Candidate.state == CandidateState.SUBMITTED,
            CandidateList.state == ListState.SUBMITTED,
        )
        .order_by(Candidate.number)
    )
    waiting = {candidate.id: candidate for candidate in found}
    named = [one.candidate_id for one in decisions]
    if not waiting:
        raise Refused(
            "NOTHING_TO_EXAMINE", "还没有待审查的候选项目清单，请等政府一方提出清单以后再办理。"
        )
    if not waiting.keys() >= set(named):
        raise NotFound("待审查的候选项目")
    if sorted(named) != sorted(waiting):
        raise Invalid(
            "CANDIDATES_UNDECIDED",
            f"清单共有{len(waiting)}项候选项目，请逐项写明是否列入，每项一次。",
            field="decisions",
        )
    if any(not one.listed and not (one.reason or "").strip() for one in decisions):
        raise Invalid("REASON_EMPTY", "未列入的候选项目，请写明理由。", field="decisions")
    return waiting


def _check_meeting(meeting: Meeting, share: Resolved) -> None:
    if meeting.held_on > today():
        raise Invalid("DATE_IN_FUTURE", "会议日期还没有到，请核对后改正。", field="meeting")
    fault = rules.faulty_meeting(meeting, share.value, _basis(share))
    if fault is not None:
        raise Refused("MEETING_FAULTY", fault)


def _basis(held: Resolved) -> str:
    return f"（依据：{held.holding.rule_text}）" if held.holding else ""


def _check_bounds(listed: int, places: int, extra: Resolved) -> None:
    """A list with too few or too many candidates is not fixed; it can go back for more."""
    if places < 1:
        raise Invalid("PLACES_EMPTY", "请填写应选项目数，至少1项。", field="places")
    short = rules.lacking(listed, places, extra.value)
    because = f"{extra.value.text}{_basis(extra)}" if extra.value else "应选项目不能多于候选项目"
    if short > 0:
        raise Refused(
            "TOO_FEW_CANDIDATES",
            f"列入{listed}项，应选{places}项，还差{short}项：{because}。"
            "请退回清单由政府补充，或者减少应选项目数。",
        )
    if short < 0:
        raise Refused(
            "TOO_MANY_CANDIDATES",
            f"列入{listed}项，应选{places}项，多出{-short}项：{because}。"
            "请把多出的项目改为不列入并写明理由，或者增加应选项目数。",
        )


def _examination(
    work: Work, cycle: Cycle, new: NewExamination, meeting: Meeting, held: dict[str, Resolved]
) -> Examination:
    share, extra = held[practice.EXAMINATION_MAJORITY], held[practice.EXTRA_CANDIDATES]
    listed = sum(one.listed for one in new.decisions)
    return Examination(
        cycle_id=cycle.id,
        organ_name=work.acting_organ.name,
        meeting_title=meeting.title,
        meeting_held_on=meeting.held_on,
        meeting_members=meeting.members,
        meeting_present=meeting.present,
        meeting_in_favour=meeting.in_favour,
        majority_text=f"{share.value.text}{_basis(share)}" if share.value else None,
        places=new.places,
        listed=listed,
        left_out=len(new.decisions) - listed,
        extra_text=f"{extra.value.text}{_basis(extra)}" if extra.value else None,
        vote_on=new.vote_on,
        examined_on=today(),
        examined_by_name=work.acting_person.name,
    )


async def _fix(
    work: Work,
    cycle: Cycle,
    candidates: dict[UUID, Candidate],
    decisions: Sequence[Decided],
) -> None:
    """Number the listed from 1 on, in the order of the list; what is left out comes behind.

    All numbers of the cycle are moved out of the way first: no two may be equal at any moment.
    """
    rows = await work.session.scalars(sa.select(Candidate).where(Candidate.cycle_id == cycle.id))
    every = {row.id: row for row in rows}
    beyond = len(every) + max(row.number for row in every.values())
    await work.session.execute(
        sa.update(Candidate)
        .where(Candidate.cycle_id == cycle.id)
        .values(number=Candidate.number + beyond)
    )
    for one in decisions:
        candidate = candidates[one.candidate_id]
        step = "list_candidate" if one.listed else "leave_out"
        move(candidate, CandidateMachine, step, rules.CANDIDATE_STATES)
        candidate.reason = None if one.listed else (one.reason or "").strip()
    order = [one.candidate_id for one in decisions if one.listed]
    order += [one.candidate_id for one in decisions if not one.listed]
    order += sorted(every.keys() - set(order))
    for number, candidate_id in enumerate(order, start=1):
        every[candidate_id].number = number
    await work.session.flush()


def _start_handout(work: Work, examination: Examination, days: Resolved) -> None:
    """The list is wanted by the deputies some days before they vote, where a rule says so."""
    if examination.vote_on is None or days.value is None or days.holding is None:
        return
    start_clock_until(
        work,
        practice.HANDOUT_DAYS,
        examination,
        today(),
        examination.vote_on - timedelta(days=days.value),
        f"{days.holding.rule_text}：会议于{on_day(examination.vote_on)}举行，{days.value}日前交给代表",
    )


async def _tell_examined(work: Work, cycle: Cycle, candidates: Sequence[Candidate]) -> None:
    """Each organ that handed a list in learns of its own candidates."""
    for came in await _lists(work, cycle, ListState.SUBMITTED):
        came.state = ListState.EXAMINED
        await send(
            work,
            PLUGIN,
            "examined",
            to=(work.body.code, came.from_organ),
            payload={
                "cycle": str(cycle.id),
                "results": [_result(one) for one in candidates if one.list_id == came.id],
            },
            reply_to=came.package_id,
        )


def _result(candidate: Candidate) -> dict[str, Any]:
    return {
        "draft": str(candidate.draft_ref),
        "listed": candidate.state is CandidateState.LISTED,
        "number": candidate.number,
        "reason": candidate.reason,
    }


async def _lists(work: Work, cycle: Cycle, *states: ListState) -> Sequence[CandidateList]:
    found = await work.session.scalars(
        sa.select(CandidateList)
        .where(CandidateList.cycle_id == cycle.id, CandidateList.state.in_(states))
        .order_by(CandidateList.id)
    )
    return found.all()


async def return_candidates(work: Work, cycle_id: UUID, reason: str) -> Cycle:
    """Send the list back to be mended (退回); one that was fixed must be examined anew.

    This is the only way in which a listed candidate can change or go before the vote.
    """
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明退回的理由和需要修改的内容。", field="reason")
    await _require_examining_organ(work)
    cycle = await own_cycle(work, cycle_id)
    lists = await _lists(work, cycle, ListState.SUBMITTED, ListState.EXAMINED)
    if not lists:
        raise Refused(
            "NOTHING_TO_RETURN", "没有可以退回的候选项目清单，请等政府一方提出清单以后再办理。"
        )
    if cycle.state is not rules.CycleState.SCREENING:
        await _refuse_voted(work, cycle)
        move_cycle(cycle, "return_candidates")
        await _void_examination(work, cycle)
    for came in lists:
        came.state, came.returned_on = ListState.RETURNED, today()
        came.return_reason = reason.strip()
        await tell_returned(work, came)
    announce(work, "people_votes.return_candidates", cycle, {"lists": len(lists)})
    return cycle


async def _refuse_voted(work: Work, cycle: Cycle) -> None:
    """What stands on a ballot stays: a vote that was prepared is cancelled first."""
    held = sa.select(Round.id).where(
        Round.subject_id == cycle.id, Round.state != RoundState.CANCELLED
    )
    if await work.session.scalar(held.limit(1)) is not None:
        raise Refused(
            "VOTE_PREPARED", "已经按这份清单筹备或者进行票决，不能退回。尚未投票的，请先取消票决。"
        )


async def _void_examination(work: Work, cycle: Cycle) -> None:
    """What was listed waits again, under the numbers it had; the examination stays as history."""
    standing = await standing_examination(work, cycle.id)
    standing.voided_on = today()
    await stop_clocks(work, standing.id)
    listed = await work.session.scalars(
        sa.select(Candidate).where(
            Candidate.cycle_id == cycle.id, Candidate.state == CandidateState.LISTED
        )
    )
    for candidate in listed:
        move(candidate, CandidateMachine, "take_back", rules.CANDIDATE_STATES)


async def standing_examination(work: Work, cycle_id: UUID) -> Examination:
    """The examination that the list of a cycle rests on."""
    found = await work.session.scalar(
        sa.select(Examination)
        .where(Examination.cycle_id == cycle_id, Examination.voided_on.is_(None))
        .with_for_update()
    )
    if found is None:
        raise Refused("NOT_EXAMINED", "候选项目清单还没有审查，请先登记审查结果。")
    return found


async def hand_out_candidates(work: Work, cycle_id: UUID, handed_out_on: date) -> Examination:
    """Record that the deputies have the list (清单交给代表)."""
    await own_cycle(work, cycle_id)
    examination = await standing_examination(work, cycle_id)
    if examination.handed_out_on is not None:
        raise Refused("HANDED_OUT", "清单交给代表的日期已经登记，不需要再登记。")
    if not examination.examined_on <= handed_out_on <= today():
        raise Invalid(
            "HANDOUT_DATE", "交给代表的日期不能早于审查日期，也不能晚于今天。", field="handedOutOn"
        )
    examination.handed_out_on = handed_out_on
    await meet_clock(work, practice.HANDOUT_DAYS, examination.id, handed_out_on)
    announce(work, "people_votes.hand_out_candidates", examination)
    return examination


def examination_list(cycle_id: UUID) -> sa.Select[Examination]:
    """The examinations of a cycle, the latest first."""
    found = sa.select(Examination).where(Examination.cycle_id == cycle_id)
    return found.order_by(Examination.id.desc())


def _always(_package: Incoming) -> bool:
    return True


async def cycles_of(session: AsyncSession, keys: Sequence[UUID]) -> list[tuple[str, UUID] | None]:
    """The cycles of the lists that came with these packages."""
    rows = await session.execute(
        sa.select(CandidateList.package_id, CandidateList.cycle_id).where(
            CandidateList.package_id.in_(keys)
        )
    )
    found = {one[0]: ("Cycle", one[1]) for one in rows}
    return [found.get(key) for key in keys]


CALL_RECEIVERS = [
    Receiver(kind="candidates", title="候选项目清单", run=take_candidates, about=cycles_of),
    Receiver(kind="returned", title="候选项目清单的退回", run=take_returned, tells=_always),
    Receiver(kind="examined", title="候选项目的审查结果", run=take_examined, tells=_always),
]
