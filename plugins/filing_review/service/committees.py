"""A review in parallel, at its other ends: a committee takes its task, the lead what comes back."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from core import Incoming, Work, announce, meet_clock, own_files, start_clock, stop_clocks, today
from plugins.filing_review import practice
from plugins.filing_review.models import Finding, ReviewTask, TaskFile
from plugins.filing_review.rules import PartKind, Seriousness, Standard, TaskState
from plugins.filing_review.service.packages import committees_id


async def take_task(work: Work, package: Incoming) -> None:
    """A committee gets its part of a review, with the papers."""
    sent = package.payload
    task = ReviewTask(
        id=committees_id(UUID(sent["task"])),
        organ_id=package.organ_id,
        task_ref=UUID(sent["task"]),
        reviewer_organ=sent["reviewer_organ"],
        reviewer_name=sent["reviewer_name"],
        lead_body=package.from_body,
        lead_organ=package.from_organ,
        title=sent["title"],
        maker_name=sent["maker_name"],
        maker_body=sent["maker_body"],
        maker_organ=sent["maker_organ"],
        request=sent["request"],
    )
    work.session.add(task)
    files = await own_files(work, package)
    work.session.add_all(
        TaskFile(organ_id=package.organ_id, task_id=task.id, kind=PartKind(kind), file_id=file.id)
        for kind, file in zip(sent["parts"], files, strict=True)
    )
    await start_clock(work, practice.COMMITTEE_OPINION_PERIOD, task, today())


async def take_recall(work: Work, package: Incoming) -> None:
    """The lead took the task back; what was handed in meanwhile stays handed in."""
    ours = (work.body.id, committees_id(UUID(package.payload["task"])))
    task = await work.session.get_one(ReviewTask, ours, with_for_update=True)
    if task.state is TaskState.OPEN:
        task.state, task.summary = TaskState.RECALLED, package.payload["reason"]
        await stop_clocks(work, task.id)


async def take_review(work: Work, package: Incoming) -> None:
    """A committee's findings come back to the lead who merges them, also past a recall."""
    sent = package.payload
    task = await work.session.get_one(ReviewTask, (work.body.id, UUID(sent["task"])))
    submitted_on = date.fromisoformat(sent["submitted_on"])
    task.state, task.submitted_on, task.summary = (
        TaskState.SUBMITTED,
        submitted_on,
        sent["summary"],
    )
    work.session.add_all(_findings(task, sent["findings"]))
    announce(work, "filing_review.review_arrived", task)
    await meet_clock(work, practice.COMMITTEE_OPINION_PERIOD, task.id, submitted_on)


def _findings(task: ReviewTask, found: Sequence[dict[str, Any]]) -> list[Finding]:
    return [
        Finding(
            organ_id=task.organ_id,
            task_id=task.id,
            filing_id=task.filing_id,
            reviewer_name=one["reviewer_name"],
            standard=Standard(one["standard"]),
            clause=one["clause"],
            quote=one["quote"],
            problem=one["problem"],
            conflicts_with=one["conflicts_with"],
            seriousness=Seriousness(one["seriousness"]),
            advice=one["advice"],
        )
        for one in found
    ]
