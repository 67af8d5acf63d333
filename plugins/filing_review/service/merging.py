"""A committee learns what became of the findings that it handed in."""

from sqlalchemy import select

from core import Event, Listener, Membership, Organ, Work, holders_of, notify
from plugins.filing_review.models import Filing, Finding, ReviewTask
from plugins.filing_review.permissions import SUBMIT_REVIEW
from plugins.filing_review.rules import Decision, TaskState
from plugins.filing_review.service.packages import committees_id


async def tell_committees(work: Work, event: Event) -> None:
    """A review was concluded: each committee that reviewed is told, on its own task."""
    filing = await work.session.get_one(Filing, (work.body.id, event.subject_id))
    tasks = await work.session.scalars(
        select(ReviewTask).where(
            ReviewTask.filing_id == filing.id, ReviewTask.state == TaskState.SUBMITTED
        )
    )
    for task in list(tasks):
        theirs = await work.session.get(ReviewTask, (work.body.id, committees_id(task.id)))
        if theirs is not None:
            await _tell(work, filing, task, theirs)


async def _tell(work: Work, filing: Filing, task: ReviewTask, theirs: ReviewTask) -> None:
    organ = await work.session.get_one(Organ, (work.body.id, theirs.organ_id))
    people = await holders_of(work, [SUBMIT_REVIEW], Membership.organ_id == organ.id)
    became = await _became(work, task)
    told = f"{filing.register_text}的审查已经汇总，{organ.name}提交的审查意见中，{became}。"
    notify(work, people, told, theirs)


async def _became(work: Work, task: ReviewTask) -> str:
    """How many of its findings were adopted, and how many not."""
    rows = await work.session.scalars(select(Finding.decision).where(Finding.task_id == task.id))
    decisions = list(rows)
    if not decisions:
        return "没有审查发现"
    counted = [
        (decisions.count(Decision.ADOPTED), "采纳"),
        (decisions.count(Decision.REJECTED), "不采纳"),
        (decisions.count(Decision.OPEN), "另行上报"),
    ]
    return "、".join(f"{word}{count}条" for count, word in counted if count)


LISTENERS = [
    Listener(
        name="merged_reviews",
        events=frozenset({"filing_review.conclude_review"}),
        run=tell_committees,
    )
]
