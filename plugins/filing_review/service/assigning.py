"""A registered filing is given to a lead and, in parallel, to committees of the field."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core import (
    Membership,
    NotFound,
    Organ,
    OrganKind,
    Refused,
    Work,
    announce,
    meet_clock,
    owned,
    send,
    start_clock,
    today,
)
from plugins.filing_review import practice
from plugins.filing_review.models import Filing, FilingPart, ReviewTask
from plugins.filing_review.service.letters import (
    PLUGIN,
    move_filing,
    note_next_due,
    own_filing,
)

COMMITTEES = (
    OrganKind.WORKING_COMMISSION,
    OrganKind.SPECIAL_COMMITTEE,
    OrganKind.LEGISLATIVE_AFFAIRS_COMMISSION,
    OrganKind.DEPUTY_AFFAIRS_COMMISSION,
    OrganKind.EXPERT_GROUP,
)
"""Who may review in parallel: the congress's own, never an organ that it oversees."""


async def assign_review(
    work: Work, filing_id: UUID, lead_id: UUID, committees: Sequence[str], request: str | None
) -> Filing:
    """Give a registered filing to a lead and, at the same time, to committees (同步审查).

    A small presidium may review with one person; then there are no committees. Nobody of the
    maker's reviews its document.
    """
    filing = await own_filing(work, filing_id)
    lead = await work.session.scalar(
        select(Membership).where(
            Membership.id == lead_id,
            Membership.organ_id == work.acting_organ.id,
            Membership.ended_on.is_(None),
        )
    )
    if lead is None:
        raise NotFound("审查负责人")
    await refuse_makers_person(work, filing.maker_organ, lead.person_id)
    move_filing(filing, "assign_review")
    filing.lead_id, filing.lead_name = lead.person_id, lead.name
    await _give_tasks(work, filing, lead.name, committees, request)
    await meet_clock(work, practice.SEND_PERIOD, filing.id, today())
    await note_next_due(work, filing)
    announce(work, "filing_review.assign_review", filing)
    return filing


async def refuse_makers_person(work: Work, maker_organ: str, person_id: UUID) -> None:
    """Refuse a reviewer who also works in the organ that made the document."""
    own = await work.session.scalar(
        select(Membership.id)
        .join(
            Organ,
            (Organ.tenant_id == Membership.tenant_id) & (Organ.id == Membership.organ_id),
        )
        .where(
            Organ.code == maker_organ,
            Membership.person_id == person_id,
            Membership.ended_on.is_(None),
        )
        .limit(1)
    )
    if own is not None:
        raise Refused(
            "REVIEWER_IS_MAKER", "该人员在制定机关任职，不能审查本机关制定的文件，请另选人员。"
        )


async def _give_tasks(
    work: Work, filing: Filing, lead_name: str, committees: Sequence[str], request: str | None
) -> None:
    """A task for each reviewer who has none yet: the lead organ itself, then the committees."""
    given = set(
        await work.session.scalars(
            select(ReviewTask.reviewer_organ).where(ReviewTask.filing_id == filing.id)
        )
    )
    own = work.acting_organ.code
    if own not in given:
        work.session.add(_task(work, filing, own, lead_name, request))
    for code in sorted(set(committees) - given - {own}):
        await _send_task(work, filing, code, request)


def _task(
    work: Work, filing: Filing, organ_code: str, name: str, request: str | None
) -> ReviewTask:
    return ReviewTask(
        organ_id=work.acting_organ.id,
        filing_id=filing.id,
        reviewer_organ=organ_code,
        reviewer_name=name,
        lead_body=work.body.code,
        lead_organ=work.acting_organ.code,
        title=filing.title,
        maker_name=filing.maker_name,
        maker_organ=filing.maker_organ,
        request=request,
    )


async def _send_task(work: Work, filing: Filing, code: str, request: str | None) -> None:
    committee = await work.session.scalar(
        select(Organ).where(Organ.code == code, Organ.closed_on.is_(None))
    )
    if committee is None:
        raise NotFound("委员会")
    if committee.kind not in COMMITTEES:
        raise Refused(
            "NOT_A_COMMITTEE",
            f"“{committee.name}”不是人大的委员会或专家组，不能同步审查，请另选。",
        )
    task = _task(work, filing, code, committee.name, request)
    work.session.add(task)
    await work.session.flush()
    parts = await _sendable_parts(work, filing)
    await send(
        work,
        PLUGIN,
        "task",
        to=(work.body.code, code),
        payload={
            "task": str(task.id),
            "reviewer_organ": code,
            "reviewer_name": committee.name,
            "title": filing.title,
            "maker_name": filing.maker_name,
            "maker_organ": filing.maker_organ,
            "request": request,
            "parts": [str(part.kind) for part in parts],
        },
        files=[await owned(work, part.file_id) for part in parts if part.file_id],
    )
    await start_clock(work, practice.COMMITTEE_OPINION_PERIOD, task, today())


async def _sendable_parts(work: Work, filing: Filing) -> list[FilingPart]:
    rows = await work.session.scalars(
        select(FilingPart)
        .where(
            FilingPart.filing_id == filing.id,
            FilingPart.file_id.is_not(None),
            FilingPart.removed.is_(False),
        )
        .order_by(FilingPart.id)
    )
    return list(rows)
