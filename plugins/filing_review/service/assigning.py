"""A registered filing is given to a lead and, in parallel, to committees of the field."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core import (
    File,
    Membership,
    NotFound,
    Organ,
    OrganKind,
    Refused,
    Work,
    announce,
    may_do,
    meet_clock,
    notify,
    owned_files,
    send,
    start_clock,
    today,
)
from plugins.filing_review import practice
from plugins.filing_review.models import Filing, FilingPart, ReviewTask
from plugins.filing_review.permissions import CONCLUDE_REVIEW
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
    work: Work,
    filing_id: UUID,
    lead_id: UUID | None,
    committees: Sequence[str],
    request: str | None,
) -> Filing:
    """Give a registered filing to a lead and, at the same time, to committees (同步审查).

    Without a `lead_id` whoever leads already goes on, and committees are added.

    A small presidium may review with one person; then there are no committees. Nobody of the
    maker's reviews its document.
    """
    filing = await own_filing(work, filing_id)
    lead = await _lead(work, filing, lead_id)
    move_filing(filing, "assign_review")
    filing.lead_id, filing.lead_name = lead.person_id, lead.name
    await _give_tasks(work, filing, lead.name, committees, request)
    await meet_clock(work, practice.SEND_PERIOD, filing.id, today())
    await note_next_due(work, filing)
    notify(work, [lead.person_id], f"{filing.register_text}分给您负责审查。", filing)
    announce(work, "filing_review.assign_review", filing)
    return filing


async def _lead(work: Work, filing: Filing, lead_id: UUID | None) -> Membership:
    """Who is to lead: somebody of the acting organ who may conclude, and nobody of the maker's."""
    if lead_id is None and filing.lead_id is None:
        raise Refused("LEAD_MISSING", "请选择审查负责人。")
    who = Membership.id == lead_id if lead_id else Membership.person_id == filing.lead_id
    lead = await work.session.scalar(
        select(Membership)
        .where(who, Membership.organ_id == work.acting_organ.id, Membership.ended_on.is_(None))
        .limit(1)
    )
    if lead is None:
        raise NotFound("审查负责人")
    await refuse_makers_person(work, maker_of(filing), lead.person_id)
    if not await may_do(work, lead, CONCLUDE_REVIEW):
        raise Refused(
            "LEAD_MAY_NOT",
            f"{lead.name}没有汇总并作出审查结论的权限，不能做审查负责人。请另选人员，"
            "或者请机构管理员先给其分配角色。",
        )
    return lead


def maker_of(made: Filing | ReviewTask) -> tuple[str, str]:
    """The party that made a document."""
    return made.maker_body, made.maker_organ


async def refuse_makers_person(work: Work, maker: tuple[str, str], *person_ids: UUID) -> None:
    """Refuse a reviewer who also works in the organ that made the document.

    Who works in another body's organ is that body's knowledge, not ours.
    """
    body_code, organ_code = maker
    if body_code != work.body.code:
        return
    own = await work.session.scalar(
        select(Membership.id)
        .join(
            Organ,
            (Organ.tenant_id == Membership.tenant_id) & (Organ.id == Membership.organ_id),
        )
        .where(
            Organ.code == organ_code,
            Membership.person_id.in_(person_ids),
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
    codes = sorted(set(committees) - given - {own})
    if codes:
        parts = await sendable_parts(work, filing)
        files = await owned_files(work, [part.file_id for part in parts if part.file_id])
        papers = [str(part.kind) for part in parts], files
        for committee in await _committees(work, codes):
            await _send_task(work, filing, committee, request, papers)


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
        maker_body=filing.maker_body,
        maker_organ=filing.maker_organ,
        request=request,
    )


async def _committees(work: Work, codes: Sequence[str]) -> list[Organ]:
    found = await work.session.scalars(
        select(Organ).where(Organ.code.in_(codes), Organ.closed_on.is_(None)).order_by(Organ.code)
    )
    committees = list(found)
    if len(committees) < len(codes):
        raise NotFound("委员会")
    for committee in committees:
        if committee.kind not in COMMITTEES:
            raise Refused(
                "NOT_A_COMMITTEE",
                f"“{committee.name}”不是人大的委员会或专家组，不能同步审查，请另选。",
            )
    return committees


async def _send_task(
    work: Work,
    filing: Filing,
    committee: Organ,
    request: str | None,
    papers: tuple[list[str], list[File]],
) -> None:
    kinds, files = papers
    task = _task(work, filing, committee.code, committee.name, request)
    work.session.add(task)
    await work.session.flush()
    await send(
        work,
        PLUGIN,
        "task",
        to=(work.body.code, committee.code),
        payload={
            "task": str(task.id),
            "reviewer_organ": committee.code,
            "reviewer_name": committee.name,
            "title": filing.title,
            "maker_name": filing.maker_name,
            "maker_body": filing.maker_body,
            "maker_organ": filing.maker_organ,
            "request": request,
            "parts": kinds,
        },
        files=files,
    )
    await start_clock(work, practice.COMMITTEE_OPINION_PERIOD, task, today())


async def sendable_parts(work: Work, filing: Filing) -> list[FilingPart]:
    """The parts of a filing as they stand that have a file, in the order they came."""
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
