"""A longer time (延长期限): asked for once, by how much practice says, approved by somebody else.

Of a filing it is the time of the step that is running: to review, or, once the maker has answered
the opinion, to correct. A committee asks for its own part of a review; who approves there is of the
committee too, and the lead organ is told (告知), so that it expects the opinion on the later day.
"""

from uuid import UUID

import msgspec

from core import (
    Deadline,
    Granted,
    Incoming,
    Invalid,
    NotFound,
    Work,
    announce,
    clock_of,
    decide_longer,
    notify,
    request_longer,
    send,
    take_longer,
    today,
    told_longer,
)
from plugins.filing_review import practice, rules
from plugins.filing_review.models import Filing, OutgoingFiling, ReviewTask
from plugins.filing_review.rules import LetterKind, Limit, TaskState
from plugins.filing_review.service.assigning import maker_of, refuse_makers_person
from plugins.filing_review.service.letters import (
    PLUGIN,
    Paper,
    note_next_due,
    own_filing,
    plain,
    write_to_maker,
)
from plugins.filing_review.service.reviewing import own_task, require_lead


class Of(msgspec.Struct, frozen=True, kw_only=True):
    """Whose time: of a filing, or of a committee's task; one of the two."""

    filing_id: UUID | None = None
    task_id: UUID | None = None


async def request_extension(work: Work, of: Of, reason: str) -> Deadline:
    """Ask for a longer time, by how much practice says; once."""
    record, limit = await _limited(work, of)
    if isinstance(record, Filing):
        require_lead(work, record)
    clocked = practice.LIMITS[limit]
    await request_longer(work, clocked.period, clocked.extension, record.id, reason)
    announce(work, "filing_review.request_extension", record, {"limit": str(limit)})
    return await _clock(work, record, limit)


async def extend_review(work: Work, of: Of, note: str | None) -> Deadline:
    """Approve the longer time, as another person than the one who asked."""
    record, limit = await _limited(work, of)
    granted = await _decided(work, record, limit, grant=True, note=note)
    clock = await _clock(work, record, limit)
    if isinstance(record, ReviewTask):
        await _tell_lead(work, record, granted)
    else:
        await note_next_due(work, record)
        if limit is Limit.CORRECTION:
            await _tell_maker(work, record, clock, granted)
    told = {"due_on": str(clock.due_on), "limit": str(limit)}
    announce(work, "filing_review.extend_review", record, told)
    return clock


async def decline_extension(work: Work, of: Of, note: str) -> Deadline:
    """Decline the longer time; the old day stands."""
    if not note.strip():
        raise Invalid("REASON_EMPTY", "请写明不批准延长的理由。", field="note")
    record, limit = await _limited(work, of)
    await _decided(work, record, limit, grant=False, note=note)
    announce(work, "filing_review.decline_extension", record, {"limit": str(limit)})
    return await _clock(work, record, limit)


async def _limited(work: Work, of: Of) -> tuple[Filing | ReviewTask, Limit]:
    """The record whose time is meant, locked for the verb, and which time that is."""
    if (of.filing_id is None) is (of.task_id is None):
        raise Invalid("EXTENSION_OF_WHAT", "请指明备案件，或者委员会的审查任务，二者选一。")
    if of.filing_id is not None:
        filing = await own_filing(work, of.filing_id)
        return filing, rules.limit_of(filing.state)
    if of.task_id is None:
        raise NotFound("审查任务")
    return await own_task(work, of.task_id), Limit.COMMITTEE_OPINION


async def _clock(work: Work, record: Filing | ReviewTask, limit: Limit) -> Deadline:
    clock = await clock_of(work, practice.LIMITS[limit].period, record.id)
    if clock is None:
        raise AssertionError("what was decided about is there")
    return clock


async def _decided(
    work: Work, record: Filing | ReviewTask, limit: Limit, *, grant: bool, note: str | None
) -> Granted:
    await refuse_makers_person(work, maker_of(record), work.acting_person.person_id)
    period = practice.LIMITS[limit].period
    asked = await decide_longer(work, period, record.id, grant=grant, note=note)
    became = "已经批准" if grant else "没有批准，理由见所涉的期限"
    notify(work, [asked.requested_by], f"您申请的延长期限{became}。", record)
    return told_longer(asked)


async def _tell_lead(work: Work, task: ReviewTask, granted: Granted) -> None:
    """The lead organ is told by which rule, by whom and by how much, as the task itself came."""
    await send(
        work,
        PLUGIN,
        "extension",
        to=(task.lead_body, task.lead_organ),
        payload={"task": str(task.task_ref), "granted": plain(granted)},
    )


async def take_extension(work: Work, package: Incoming) -> None:
    """A committee's time became longer: the lead expects its opinion on the later day.

    A task that the lead took back meanwhile is not waited for.
    """
    ours = (work.body.id, UUID(package.payload["task"]))
    task = await work.session.get_one(ReviewTask, ours, with_for_update=True)
    if task.state is TaskState.OPEN:
        granted = msgspec.convert(package.payload["granted"], Granted)
        await take_longer(work, practice.COMMITTEE_OPINION_PERIOD, task.id, granted)


async def _tell_maker(work: Work, filing: Filing, clock: Deadline, granted: Granted) -> None:
    paper = Paper(
        kind=LetterKind.EXTENDED,
        text=f"经研究，同意延长修改、废止期限（{granted.reason}）。",
        dated_on=today(),
        due_on=clock.due_on,
        facts={
            "rule": granted.rule_text,
            "limit": str(Limit.CORRECTION),
            "granted": plain(granted),
        },
    )
    await write_to_maker(work, filing, paper)


async def follow_extension(work: Work, outgoing: OutgoingFiling, paper: Paper) -> None:
    """The reviewer gave a longer time to correct: the maker's own clock follows."""
    granted = msgspec.convert(paper.facts["granted"], Granted)
    await take_longer(work, practice.CORRECTION_PERIOD, outgoing.id, granted)
