"""The review itself: assigned to a lead and, in parallel, to committees; findings; a conclusion."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from core import (
    Incoming,
    Invalid,
    NotFound,
    Refused,
    Work,
    announce,
    meet_clock,
    send,
    stop_clocks,
    today,
)
from plugins.filing_review import practice, rules
from plugins.filing_review.models import Filing, Finding, Letter, ReviewTask
from plugins.filing_review.rules import (
    Conclusion,
    Decision,
    Direction,
    LetterKind,
    Seriousness,
    Standard,
    TaskState,
)
from plugins.filing_review.service.assigning import maker_of, refuse_makers_person
from plugins.filing_review.service.copying import copy_up
from plugins.filing_review.service.letters import (
    PLUGIN,
    Enclosed,
    Paper,
    check_not_future,
    file_or_none,
    keep_letter,
    move_filing,
    note_next_due,
    own_filing,
)
from plugins.filing_review.service.settling import settle_doubts


class NewFinding(msgspec.Struct, frozen=True, kw_only=True):
    """What a reviewer found."""

    standard: Standard
    clause: str
    quote: str | None
    problem: str
    conflicts_with: tuple[str, ...]
    seriousness: Seriousness
    advice: str


async def own_task(work: Work, task_id: UUID) -> ReviewTask:
    """The acting organ's own open part of a review, locked for the verb.

    The lead organ also has rows that stand for committees; those are the committees' to fill.
    """
    task = await work.session.scalar(
        select(ReviewTask)
        .where(ReviewTask.id == task_id, ReviewTask.reviewer_organ == work.acting_organ.code)
        .with_for_update()
    )
    if task is None:
        raise NotFound("审查任务")
    if task.state is TaskState.RECALLED:
        raise Refused("TASK_RECALLED", "审查负责人已经收回该任务，不需要再办理。")
    if task.state is not TaskState.OPEN:
        raise Refused(
            "TASK_SUBMITTED", "该审查任务已经提交，不能再修改。如需补充，请与审查负责人联系。"
        )
    await refuse_makers_person(work, maker_of(task), work.acting_person.person_id)
    return task


async def record_finding(work: Work, task_id: UUID, new: NewFinding) -> Finding:
    """Note one finding: clause, standard, what it conflicts with, how grave, what advice."""
    task = await own_task(work, task_id)
    for value, name in ((new.clause, "条款"), (new.problem, "问题"), (new.advice, "建议")):
        if not value.strip():
            raise Invalid("FINDING_INCOMPLETE", f"请填写“{name}”。")
    finding = Finding(
        organ_id=task.organ_id,
        task_id=task.id,
        filing_id=task.filing_id,
        reviewer_name=work.acting_person.name,
        standard=new.standard,
        clause=new.clause,
        quote=new.quote,
        problem=new.problem,
        conflicts_with=list(new.conflicts_with),
        seriousness=new.seriousness,
        advice=new.advice,
    )
    work.session.add(finding)
    await work.session.flush()
    announce(work, "filing_review.record_finding", finding)
    return finding


async def submit_review(work: Work, task_id: UUID, summary: str) -> ReviewTask:
    """Hand in one's part of the review; a committee's goes back to the lead by dispatch."""
    task = await own_task(work, task_id)
    if not summary.strip():
        raise Invalid(
            "TEXT_EMPTY", "请填写审查意见的概要；没有意见的，写“无修改意见”。", field="summary"
        )
    task.state, task.submitted_on, task.summary = TaskState.SUBMITTED, today(), summary
    task.reviewer_name = work.acting_person.name
    if task.task_ref is not None:
        await _send_review(work, task)
        await meet_clock(work, practice.COMMITTEE_OPINION_PERIOD, task.id, today())
    announce(work, "filing_review.submit_review", task)
    return task


async def _send_review(work: Work, task: ReviewTask) -> None:
    found = await work.session.scalars(
        select(Finding).where(Finding.task_id == task.id).order_by(Finding.id)
    )
    asked = select(Incoming.id).where(
        Incoming.plugin == PLUGIN,
        Incoming.kind == "task",
        Incoming.payload["task"].astext == str(task.task_ref),
    )
    await send(
        work,
        PLUGIN,
        "review",
        to=(task.lead_body, task.lead_organ),
        payload={
            "task": str(task.task_ref),
            "summary": task.summary,
            "submitted_on": str(today()),
            "findings": [_described(finding) for finding in found],
        },
        reply_to=await work.session.scalar(asked.limit(1)),
    )


def _described(finding: Finding) -> dict[str, Any]:
    return {
        "reviewer_name": finding.reviewer_name,
        "standard": str(finding.standard),
        "clause": finding.clause,
        "quote": finding.quote,
        "problem": finding.problem,
        "conflicts_with": finding.conflicts_with,
        "seriousness": str(finding.seriousness),
        "advice": finding.advice,
    }


async def recall_review(work: Work, task_id: UUID, reason: str) -> ReviewTask:
    """Take a committee's task back (收回) that was not handed in: the review goes on without it."""
    task = await work.session.scalar(
        select(ReviewTask)
        .where(ReviewTask.id == task_id, ReviewTask.filing_id.is_not(None))
        .with_for_update()
    )
    if task is None or task.filing_id is None or task.reviewer_organ == work.acting_organ.code:
        raise NotFound("委员会的审查任务")
    require_lead(work, await own_filing(work, task.filing_id))
    if task.state is not TaskState.OPEN:
        raise Refused("TASK_NOT_OPEN", "该审查任务已经提交或者收回，不需要再收回。")
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明收回的理由。", field="reason")
    task.state, task.summary = TaskState.RECALLED, reason
    await stop_clocks(work, task.id)
    await send(
        work,
        PLUGIN,
        "recall",
        to=(task.lead_body, task.reviewer_organ),
        payload={"task": str(task.id), "reason": reason},
    )
    announce(work, "filing_review.recall_review", task)
    return task


def require_lead(work: Work, filing: Filing) -> None:
    """Refuse anyone but the lead the filing was assigned to."""
    if filing.lead_id != work.acting_person.person_id:
        raise Refused(
            "NOT_THE_LEAD", f"该件的审查负责人是{filing.lead_name or '（未分办）'}，请由其办理。"
        )


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """The lead's decision about one finding."""

    finding_id: UUID
    adopt: bool
    note: str | None


async def conclude_review(
    work: Work, filing_id: UUID, merges: Sequence[Merge], note: str
) -> Filing:
    """Merge all findings and conclude: a problem as soon as one is adopted.

    Where nothing but a constitutional doubt was found, it is passed up and stays open here until
    the answer comes from above.
    """
    filing = await own_filing(work, filing_id)
    require_lead(work, filing)
    await refuse_makers_person(work, maker_of(filing), work.acting_person.person_id)
    await _require_all_submitted(work, filing)
    findings = await _merged(work, filing, merges)
    judged = [rules.Judged(one.standard, one.decision) for one in findings]
    fault = rules.faulty_merge(judged)
    if fault is not None:
        raise Refused("REVIEW_UNDECIDED", fault)
    concluded = filing.conclusion = rules.conclusion(judged)
    move_filing(filing, _STEPS[concluded])
    filing.concluded_on, filing.conclusion_note = today(), note
    await meet_clock(work, practice.REVIEW_PERIOD, filing.id, today())
    if concluded is not Conclusion.NO_PROBLEM and filing.correction is not None:
        # The maker repealed its document while the review was still running.
        move_filing(filing, "take_correction")
        await stop_clocks(work, filing.id)
    await note_next_due(work, filing)
    await copy_up(work, filing)
    await settle_doubts(work, filing)
    announce(work, "filing_review.conclude_review", filing, {"conclusion": str(concluded)})
    return filing


_STEPS = {
    Conclusion.NO_PROBLEM: "conclude_clean",
    Conclusion.PROBLEM: "conclude_problem",
    Conclusion.PASSED_UP: "conclude_passed_up",
}


async def _require_all_submitted(work: Work, filing: Filing) -> None:
    waiting = list(
        await work.session.scalars(
            select(ReviewTask.reviewer_name).where(
                ReviewTask.filing_id == filing.id, ReviewTask.state == TaskState.OPEN
            )
        )
    )
    if waiting:
        raise Refused("REVIEWS_OUTSTANDING", f"尚未提交审查意见：{'、'.join(waiting)}。")


async def _merged(work: Work, filing: Filing, merges: Sequence[Merge]) -> list[Finding]:
    rows = await work.session.scalars(
        select(Finding).where(Finding.filing_id == filing.id).with_for_update()
    )
    findings = {row.id: row for row in rows}
    for merge in merges:
        finding = findings.get(merge.finding_id)
        if finding is None:
            raise NotFound("审查发现")
        if rules.must_pass_up(finding.standard):
            raise Refused("DOUBT_NOT_OURS", "合宪性疑问不能在本机构采纳或者不采纳，只能逐级上报。")
        if not merge.adopt and not (merge.note or "").strip():
            raise Invalid("REASON_EMPTY", "不采纳审查发现的，请写明理由。", field="note")
        finding.decision = Decision.ADOPTED if merge.adopt else Decision.REJECTED
        finding.decision_note = merge.note
    return list(findings.values())


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A talk with the maker, an expert's advice, or guidance from above."""

    kind: LetterKind
    held_on: date
    with_whom: str
    text: str
    file_id: UUID | None = None


async def record_note(work: Work, filing_id: UUID, note: Note) -> Letter:
    """Note a talk, expert advice or guidance (沟通、专家意见、指导): the reviewer's own record."""
    filing = await own_filing(work, filing_id)
    if note.kind not in rules.NOTES:
        raise Invalid("NOTE_KIND", "这里只记录沟通、专家意见和请示指导。", field="kind")
    if not note.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写记录的内容。", field="text")
    check_not_future(note.held_on, "日期")
    paper = Paper(kind=note.kind, text=note.text, dated_on=note.held_on)
    letter = keep_letter(
        work,
        paper,
        Direction.NOTE,
        filing=filing,
        other_party=note.with_whom,
        enclosed=Enclosed(attachment=await file_or_none(work, note.file_id)),
    )
    await work.session.flush()
    announce(work, "filing_review.record_note", letter, {"kind": str(note.kind)})
    return letter
