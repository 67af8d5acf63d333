"""The time of a review: suspended on the maker's plan, resumed, extended; what day starts it."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select

from core import (
    Computed,
    Event,
    Invalid,
    Listener,
    Refused,
    Work,
    announce,
    clock_of,
    compute,
    decide_longer,
    pause_clock,
    request_longer,
    resume_clock,
    start_clock,
    start_clock_until,
    stop_clocks,
    today,
    trigger_of,
    value_of,
)
from plugins.filing_review import practice
from plugins.filing_review.models import Filing, OutgoingFiling
from plugins.filing_review.rules import LetterKind
from plugins.filing_review.service.assigning import maker_of, refuse_makers_person
from plugins.filing_review.service.letters import (
    Paper,
    file_or_none,
    move_filing,
    note_next_due,
    own_filing,
    write_to_maker,
)
from plugins.filing_review.service.reviewing import require_lead


async def filing_time(work: Work, filing: Filing | OutgoingFiling) -> Computed:
    """Until when a document is to be filed, from the event that the rule in force names."""
    days = {"publication": filing.published_on, "approval": filing.adopted_on}
    return await compute(work, practice.FILING_PERIOD, days)


async def start_review_on_receipt(work: Work, filing: Filing) -> None:
    """Start the time to review when the filing is received, where the rule counts from then."""
    if await trigger_of(work, practice.REVIEW_PERIOD, today()) == "receipt":
        await start_clock(work, practice.REVIEW_PERIOD, filing, {"receipt": today()})


async def start_review_on_registration(work: Work, filing: Filing) -> None:
    """Start the time to review when the filing is registered, unless its receipt started it."""
    if await clock_of(work, practice.REVIEW_PERIOD, filing.id) is None:
        days = {"registration": today(), "receipt": filing.received_on}
        await start_clock(work, practice.REVIEW_PERIOD, filing, days)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What the maker promised in writing, and until when."""

    text: str
    until: date
    number: str | None = None
    file_id: UUID | None = None


async def suspend_review(work: Work, filing_id: UUID, plan: Plan) -> Filing:
    """Suspend the review (审查中止): the maker gave a written plan with a time limit.

    The time to review stands still; the day that the maker named gets a clock of its own.
    """
    filing = await own_filing(work, filing_id)
    require_lead(work, filing)
    _check_plan(plan)
    if filing.correction is not None:
        raise Refused(
            "CORRECTION_REPORTED", "制定机关已经报告修改或者废止，请直接作出审查结论，不必中止。"
        )
    rule_text = await _suspension_rule(work)
    move_filing(filing, "suspend_review")
    await pause_clock(
        work,
        practice.REVIEW_PERIOD,
        filing.id,
        reason=f"制定机关书面提出处理计划，时限为{plan.until}",
        rule_text=rule_text,
    )
    because = f"制定机关书面处理计划自定的时限（审查中止依据：{rule_text}）"
    start_clock_until(work, practice.CORRECTION_PERIOD, filing, today(), plan.until, because)
    paper = Paper(
        kind=LetterKind.SUSPENDED,
        text=plan.text,
        number=plan.number,
        dated_on=today(),
        due_on=plan.until,
        facts={"rule": rule_text},
    )
    await write_to_maker(work, filing, paper, await file_or_none(work, plan.file_id))
    await note_next_due(work, filing)
    announce(work, "filing_review.suspend_review", filing, {"until": str(plan.until)})
    return filing


def _check_plan(plan: Plan) -> None:
    if not plan.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写制定机关书面处理计划的内容。", field="plan")
    if plan.until < today():
        raise Invalid("DUE_IN_PAST", "处理计划的时限已经过去，请核对后改正。", field="plannedUntil")


async def _suspension_rule(work: Work) -> str:
    """The rule that lets a review be suspended; without one it goes on."""
    held = await value_of(work, practice.REVIEW_SUSPENSION, today())
    if held.holding is None or not held.value:
        raise Refused(
            "NO_SUSPENSION", "现行规定没有规定审查可以中止，不能中止，请继续审查并作出结论。"
        )
    return held.holding.rule_text


async def resume_review(work: Work, filing_id: UUID, reason: str) -> Filing:
    """Resume a suspended review with the time that was left, for instance as the plan failed."""
    filing = await own_filing(work, filing_id)
    require_lead(work, filing)
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明恢复审查的理由。", field="reason")
    move_filing(filing, "resume_review")
    await resume_clock(work, practice.REVIEW_PERIOD, filing.id, reason=reason)
    await stop_clocks(work, filing.id, rule=practice.CORRECTION_PERIOD)
    paper = Paper(kind=LetterKind.RESUMED, text=reason, dated_on=today())
    await write_to_maker(work, filing, paper)
    await note_next_due(work, filing)
    announce(work, "filing_review.resume_review", filing)
    return filing


async def request_extension(work: Work, filing_id: UUID, reason: str) -> Filing:
    """Ask for a longer time to review, by how much practice says; once."""
    filing = await own_filing(work, filing_id)
    require_lead(work, filing)
    await request_longer(work, practice.REVIEW_PERIOD, practice.REVIEW_EXTENSION, filing.id, reason)
    announce(work, "filing_review.request_extension", filing)
    return filing


async def extend_review(work: Work, filing_id: UUID, note: str | None) -> Filing:
    """Approve the longer time (延长审查期限), as another person than the one who asked."""
    filing = await _decided(work, filing_id, grant=True, note=note)
    await note_next_due(work, filing)
    announce(work, "filing_review.extend_review", filing, {"due_on": str(filing.due_on)})
    return filing


async def decline_extension(work: Work, filing_id: UUID, note: str) -> Filing:
    """Decline the longer time; the old day stands."""
    if not note.strip():
        raise Invalid("REASON_EMPTY", "请写明不批准延长的理由。", field="note")
    filing = await _decided(work, filing_id, grant=False, note=note)
    announce(work, "filing_review.decline_extension", filing)
    return filing


async def _decided(work: Work, filing_id: UUID, *, grant: bool, note: str | None) -> Filing:
    filing = await own_filing(work, filing_id)
    await refuse_makers_person(work, maker_of(filing), work.acting_person.person_id)
    await decide_longer(work, practice.REVIEW_PERIOD, filing.id, grant=grant, note=note)
    return filing


async def follow_recomputed(work: Work, event: Event) -> None:
    """A clock about a filing was counted anew: the line of the ledger follows."""
    found = select(Filing).where(Filing.id == UUID(event.payload["subject"]))
    filing = await work.session.scalar(found.with_for_update())
    if filing is not None:
        await note_next_due(work, filing)


LISTENERS = [
    Listener(
        name="ledger_days",
        events=frozenset({"core.recompute_deadline"}),
        run=follow_recomputed,
    )
]
