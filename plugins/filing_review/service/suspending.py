"""A review stands still on the maker's written plan (中止), and goes on by a verb or with the day.

Before the conclusion it is the time to review that stands still; once the maker has answered the
opinion, it is the time to correct. The day that the plan names has a clock of its own, at both
sides. When it has passed, what stood still goes on by itself from that day: the plan's clock then
stays overdue, until the document is corrected or an opinion takes the plan's place.
"""

from datetime import date
from typing import TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import select

from core import (
    ClockState,
    Deadline,
    Event,
    Invalid,
    Listener,
    Refused,
    Work,
    announce,
    clock_of,
    compute,
    meet_clock,
    on_day,
    pause_clock,
    resume_clock,
    start_clock_until,
    stop_clocks,
    today,
    value_of,
)
from plugins.filing_review import practice, rules
from plugins.filing_review.models import Filing, OutgoingFiling
from plugins.filing_review.rules import FilingState, LetterKind, Limit, OutgoingState
from plugins.filing_review.service.letters import (
    Paper,
    file_or_none,
    move_filing,
    note_next_due,
    own_filing,
    write_to_maker,
)
from plugins.filing_review.service.reviewing import require_lead

R = TypeVar("R", Filing, OutgoingFiling)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What the maker promised in writing, and until when."""

    text: str
    until: date
    number: str | None = None
    file_id: UUID | None = None


class Standstill(msgspec.Struct, frozen=True, kw_only=True):
    """Which time limit stands still from when until which day, and by which rule."""

    limit: Limit
    on: date
    until: date
    rule_text: str | None


async def suspend_review(work: Work, filing_id: UUID, plan: Plan) -> Filing:
    """Suspend the review (审查中止): the maker gave a written plan with a time limit.

    The clock of the step that is running stands still; the day that the maker named gets a clock
    of its own.
    """
    filing = await own_filing(work, filing_id)
    require_lead(work, filing)
    await _check_plan(work, plan)
    refuse_unsuitable(filing)
    limit = rules.limit_of(filing.state)
    rule_text = await suspension_rule(work, filing, limit)
    filing.suspended_in = _suspendable(filing)
    move_filing(filing, "suspend_review")
    still = Standstill(limit=limit, on=today(), until=plan.until, rule_text=rule_text)
    await stand_still(work, filing, still)
    paper = Paper(
        kind=LetterKind.SUSPENDED,
        text=plan.text,
        title=rules.limit_title(LetterKind.SUSPENDED, limit, filing.title),
        number=plan.number,
        dated_on=today(),
        due_on=plan.until,
        facts={"rule": rule_text, "limit": str(limit)},
    )
    await write_to_maker(work, filing, paper, await file_or_none(work, plan.file_id))
    await note_next_due(work, filing)
    told = {"until": str(plan.until), "limit": str(limit)}
    announce(work, "filing_review.suspend_review", filing, told)
    return filing


async def _check_plan(work: Work, plan: Plan) -> None:
    if not plan.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写制定机关书面处理计划的内容。", field="plan")
    if plan.until < today():
        raise Invalid("DUE_IN_PAST", "处理计划的时限已经过去，请核对后改正。", field="plannedUntil")
    longest = await compute(work, practice.PLAN_PERIOD, today())
    if longest.due_on is not None and plan.until > longest.due_on:
        raise Refused(
            "PLAN_TOO_LONG",
            f"处理计划的时限最迟为{on_day(longest.due_on)}（{longest.rule_text}），请制定机关调整计划。",
        )


def refuse_unsuitable(filing: Filing) -> None:
    if filing.correction is not None:
        raise Refused(
            "CORRECTION_REPORTED", "制定机关已经报告修改或者废止，请直接作出审查结论，不必中止。"
        )
    if filing.state is FilingState.OPINION_ISSUED:
        raise Refused(
            "ANSWER_FIRST", "审查意见已经发出，处理计划应当写在书面反馈中，请在收到书面反馈后办理。"
        )


def _suspendable(filing: Filing) -> FilingState | None:
    """The state to go on in; of any other the machine will say that it cannot be suspended."""
    return filing.state if filing.state in rules.GOING_ON else filing.suspended_in


async def suspension_rule(work: Work, filing: Filing, limit: Limit) -> str | None:
    """The rule that lets the clock stand still; without one it goes on.

    Where no rule gives a time to correct, none stands still and none is needed: the plan's day is
    all there is to watch.
    """
    clocked = practice.LIMITS[limit]
    if clocked.suspension is None:
        raise AssertionError("a filing's own limits may stand still")
    held = await value_of(work, clocked.suspension, today())
    if held.holding is not None and held.value:
        return held.holding.rule_text
    if limit is Limit.REVIEW:
        raise Refused(
            "NO_SUSPENSION", "现行规定没有规定审查可以中止，不能中止，请继续审查并作出结论。"
        )
    clock = await clock_of(work, clocked.period, filing.id)
    if clock is not None and clock.state is ClockState.RUNNING:
        raise Refused(
            "NO_SUSPENSION", "现行规定没有规定修改、废止期限可以中止计算，请制定机关在期限内处理。"
        )
    return None


async def stand_still(work: Work, record: Filing | OutgoingFiling, still: Standstill) -> None:
    """Pause one's own clock of the limit, and start the one of the plan's day."""
    basis = f"（中止依据：{still.rule_text}）" if still.rule_text else ""
    await pause_clock(
        work,
        practice.LIMITS[still.limit].period,
        record.id,
        reason=f"制定机关书面提出处理计划，时限为{on_day(still.until)}",
        rule_text=still.rule_text or "制定机关的书面处理计划",
        on=still.on,
    )
    await drop_plan(work, record.id)
    because = f"制定机关书面处理计划自定的时限{basis}"
    start_clock_until(work, practice.PLAN_PERIOD, record, still.on, still.until, because)


async def resume_review(work: Work, filing_id: UUID, reason: str) -> Filing:
    """Let a suspended review go on with the time that was left, for instance as the plan failed."""
    filing = await own_filing(work, filing_id)
    require_lead(work, filing)
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明恢复审查的理由。", field="reason")
    limit = await _go_on(work, filing, reason)
    paper = Paper(
        kind=LetterKind.RESUMED,
        text=reason,
        title=rules.limit_title(LetterKind.RESUMED, limit, filing.title),
        dated_on=today(),
        facts={"limit": str(limit)},
    )
    await write_to_maker(work, filing, paper)
    announce(work, "filing_review.resume_review", filing, {"limit": str(limit)})
    return filing


async def _go_on(work: Work, filing: Filing, reason: str) -> Limit:
    """Back to the step in which it was suspended, and its clock with it."""
    before = filing.suspended_in or FilingState.UNDER_REVIEW
    move_filing(filing, rules.GOING_ON[before])
    limit = rules.limit_of(before)
    await end_standstill(work, filing, limit, reason, today())
    await note_next_due(work, filing)
    return limit


async def end_standstill(
    work: Work, record: Filing | OutgoingFiling, limit: Limit, reason: str, on: date
) -> None:
    """Let one's own clock go on, at the latest from the day until which it was to stand still.

    A plan that is dropped before its day has passed has no clock any more.
    """
    plan = await clock_of(work, practice.PLAN_PERIOD, record.id)
    until = plan.due_on if plan is not None and plan.due_on is not None else on
    period = practice.LIMITS[limit].period
    await resume_clock(work, period, record.id, reason=reason, on=min(on, until))
    if on <= until:
        await drop_plan(work, record.id)


_SETTLED = (OutgoingState.CORRECTED, OutgoingState.CLOSED)


async def follow_suspension(work: Work, outgoing: OutgoingFiling, paper: Paper) -> None:
    """The reviewer waits for the maker's plan: its day is the maker's own deadline."""
    if paper.due_on is None or outgoing.state in _SETTLED:
        return  # It crossed the report that the document is repealed.
    limit, rule_text = _limit(paper), paper.facts["rule"]
    still = Standstill(limit=limit, on=paper.dated_on, until=paper.due_on, rule_text=rule_text)
    await stand_still(work, outgoing, still)


async def follow_resumption(work: Work, outgoing: OutgoingFiling, paper: Paper) -> None:
    """The reviewer waits no longer: the maker's own clock goes on."""
    await end_standstill(work, outgoing, _limit(paper), paper.text, paper.dated_on)


def _limit(paper: Paper) -> Limit:
    """Which time limit a paper is about; those of the first version were about the review."""
    return Limit(paper.facts.get("limit", Limit.REVIEW))


async def drop_plan(work: Work, record_id: UUID) -> None:
    """Nobody waits for the maker's plan any more."""
    await stop_clocks(work, record_id, rule=practice.PLAN_PERIOD)


async def meet_correction(work: Work, record_id: UUID, corrected_on: date) -> None:
    """What was to be corrected is: in the time of the rule, and in that of the maker's plan."""
    await meet_clock(work, practice.CORRECTION_PERIOD, record_id, corrected_on)
    await meet_clock(work, practice.PLAN_PERIOD, record_id, corrected_on)


async def end_passed_plan(work: Work, event: Event) -> None:
    """The day of a plan has passed and nothing was corrected: what stood still goes on.

    Each side is told of its own clock, so that no letter is needed.
    """
    if event.payload["rule"] != practice.PLAN_PERIOD:
        return
    about = select(Deadline.subject_id).where(Deadline.id == event.subject_id)
    subject_id = await work.session.scalar(about)
    if subject_id is None:
        return
    filing = await _locked(work, Filing, subject_id)
    record = filing or await _locked(work, OutgoingFiling, subject_id)
    plan = await clock_of(work, practice.PLAN_PERIOD, subject_id)
    if record is None or plan is None or not _has_passed(plan, event) or plan.due_on is None:
        return
    reason = f"制定机关书面处理计划的时限（{on_day(plan.due_on)}）已过，自动恢复计时"
    if filing is None:
        await end_standstill(work, record, Limit.CORRECTION, reason, today())
    elif filing.state is FilingState.SUSPENDED:
        limit = await _go_on(work, filing, reason)
        told = {"limit": str(limit), "passed": str(plan.due_on)}
        announced = announce(work, "filing_review.resume_review", filing, told)
        announced.organ_id = filing.organ_id


async def _locked(work: Work, table: type[R], record_id: UUID) -> R | None:
    found = select(table).where(table.id == record_id)
    return await work.session.scalar(found.with_for_update())


def _has_passed(plan: Deadline, event: Event) -> bool:
    """Whether the plan that was told of is the one that still runs: a later one may have come."""
    return plan.id == event.subject_id and plan.state is ClockState.RUNNING


LISTENERS = [
    Listener(
        name="plan_days",
        events=frozenset({"core.deadline_overdue"}),
        run=end_passed_plan,
    )
]
