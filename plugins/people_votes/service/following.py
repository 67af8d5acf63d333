"""What one organ's verb owes the other: its clocks and its own rows of the files.

Clocks and files lie under their organ's policy, so the verb of one organ cannot write them for
another. This listener acts for every organ, after the commit, at least once.
"""

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import Event, File, Listener, Work
from plugins.people_votes.models import ProjectAttachment, ProjectDuty
from plugins.people_votes.service.calling import follow_call
from plugins.people_votes.service.duties import follow_duty


async def follow_projects(work: Work, event: Event) -> None:
    """Bring up to date what the verb that was announced left to do."""
    await _clocks(work)
    await _files(work)


async def _clocks(work: Work) -> None:
    duties = await work.session.scalars(
        sa.select(ProjectDuty)
        .where(ProjectDuty.unclocked.is_(True))
        .order_by(ProjectDuty.id)
        .with_for_update()
    )
    for duty in duties:
        await follow_duty(work, duty)


async def _files(work: Work) -> None:
    waiting = await work.session.scalars(
        sa.select(ProjectAttachment)
        .where(ProjectAttachment.uncopied.is_(True))
        .order_by(ProjectAttachment.id)
        .with_for_update()
    )
    for attachment in waiting:
        file = await work.session.scalar(sa.select(File).where(File.id == attachment.file_id))
        if file is not None and attachment.for_organ_id is not None:
            copy = File(
                id=uuid7(),
                organ_id=attachment.for_organ_id,
                uploaded_by=None,
                package_id=None,
                **file.described(),
            )
            work.session.add(copy)
            attachment.received_file_id = copy.id
        attachment.uncopied = False


LISTENERS = [
    Listener(
        name="projects",
        events=frozenset(
            f"people_votes.{verb}"
            for verb in (
                "publish_projects",
                "report_progress",
                "report_again",
                "submit_half_year_report",
                "record_check",
                "report_mended",
                "decide_adjustment",
                "complete_project",
                "record_quality_check",
                "accept_project",
                "close_cycle",
                "announce_result",
            )
        ),
        run=follow_projects,
    ),
    Listener(
        name="calls",
        events=frozenset(
            f"people_votes.{verb}" for verb in ("change_call", "withdraw_call", "close_call")
        ),
        run=follow_call,
    ),
]
