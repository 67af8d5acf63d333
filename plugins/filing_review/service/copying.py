"""What goes up about a filing: copies (抄报) of how far it has come, reports where nobody mends.

The body above keeps a line of its own for each filing below, so that its figures cover every unit;
it reads nothing in the rows of the bodies below.
"""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from core import (
    ClockState,
    Hands,
    Incoming,
    Invalid,
    NotFound,
    Organ,
    OrganKind,
    Refused,
    Work,
    announce,
    clock_of,
    own_files,
    send,
    today,
    value_of,
)
from plugins.filing_review import practice
from plugins.filing_review.models import Filing, FilingCopy, Letter
from plugins.filing_review.rules import (
    Conclusion,
    Correction,
    Direction,
    DocumentKind,
    FilingState,
    LetterKind,
    Measure,
)
from plugins.filing_review.service.around import around_of
from plugins.filing_review.service.assigning import maker_of, refuse_makers_person
from plugins.filing_review.service.letters import (
    PLUGIN,
    Enclosed,
    Paper,
    file_or_none,
    keep_letter,
    official_paper,
    own_filing,
    plain,
    require_one_step,
    reviewer_name,
    state_forbids,
    write_notice,
)
from plugins.filing_review.service.overdue import overdue_clock
from plugins.filing_review.service.routing import above


class Copied(msgspec.Struct, frozen=True, kw_only=True):
    """What is told upward of a filing: facts of the register, no finding and no inner note."""

    title: str
    document_number: str | None
    kind: DocumentKind | None
    published_on: date | None
    effective_on: date | None
    maker_name: str
    maker_kind: str
    filed_on: date
    year: int
    late_by: int | None
    state: FilingState
    register_text: str | None
    registered_on: date | None
    returned_on: date | None
    withheld_on: date | None
    conclusion: Conclusion | None
    concluded_on: date | None
    correction: Correction | None
    corrected_on: date | None
    closed_on: date | None
    valid_until: date | None = None
    filing_due_on: date | None = None
    received_on: date | None = None
    platform_number: str | None = None
    archive_number: str | None = None
    committees: tuple[str, ...] = ()
    opinion_number: str | None = None
    opinion_on: date | None = None
    answered_on: date | None = None


FACTS = Copied.__struct_fields__
HANGING = ("committees", "opinion_number", "opinion_on", "answered_on")
"""What the ledger shows and stands beside its line: who else reviewed, opinion, answer."""
RECEIVER = OrganKind.LEGISLATIVE_AFFAIRS_COMMISSION
"""Who keeps the copies in the body above."""


async def copy_up(work: Work, filing: Filing) -> None:
    """Tell the body above how far a filing has come, where practice says so."""
    held = await value_of(work, practice.COPIES_UP, today())
    if held.value is True:
        await send(
            work,
            PLUGIN,
            "copy",
            to=await above(work, RECEIVER),
            payload=await _described(work, filing),
        )


async def _described(work: Work, filing: Filing) -> dict[str, Any]:
    own = {name: getattr(filing, name) for name in FACTS if name not in HANGING}
    copied = Copied(**own, **await _hanging(work, filing))
    return {"filing": str(filing.id), "facts": msgspec.to_builtins(copied)}


async def _hanging(work: Work, filing: Filing) -> dict[str, Any]:
    around = await around_of(work, [filing.id])
    opinion, answer = around.opinions.get(filing.id), around.answers.get(filing.id)
    values = (
        tuple(around.committees.get(filing.id, ())),
        opinion.number if opinion else None,
        opinion.issued_on if opinion else None,
        answer.dated_on if answer else None,
    )
    return dict(zip(HANGING, values, strict=True))


async def take_copy(work: Work, package: Incoming) -> None:
    """A copy arrives: the line about that filing is what the latest copy says."""
    await _enter(work, package, package.payload)


async def _enter(work: Work, package: Incoming, sent: dict[str, Any]) -> FilingCopy:
    reference = UUID(sent["filing"])
    copy = await work.session.scalar(
        select(FilingCopy)
        .where(FilingCopy.filing_ref == reference, FilingCopy.from_body == package.from_body)
        .with_for_update()
    )
    if copy is None:
        copy = FilingCopy(
            organ_id=package.organ_id,
            filing_ref=reference,
            from_body=package.from_body,
            from_organ=package.from_organ,
        )
        work.session.add(copy)
    copy.from_body_name, copy.from_organ_name = package.from_body_name, package.from_organ_name
    copied = msgspec.convert(sent["facts"], Copied)
    for name in FACTS:
        setattr(copy, name, getattr(copied, name))
    await work.session.flush()
    return copy


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report upward, or a request to a government: its number and its words."""

    number: str
    title: str | None
    text: str
    file_id: UUID | None = None


def check_report(report: Report) -> None:
    """Refuse a report without number or words."""
    if not report.number.strip():
        raise Invalid("NUMBER_EMPTY", "请填写发文字号。", field="number")
    if not report.text.strip():
        raise Invalid("TEXT_EMPTY", "请填写正文。", field="text")


async def report_uncorrected(work: Work, filing_id: UUID, report: Report) -> Letter:
    """Report to the body above that a maker did not mend what an opinion found (报告上一级).

    What the body above may do about it, is its own law: a subdistrict's committee has no power to
    annul, nor has a presidium.
    """
    await require_one_step(work, LetterKind.UPWARD_REPORT)
    letter = await send_report(work, filing_id, report)
    announce(work, "filing_review.report_uncorrected", letter, {"number": report.number})
    return letter


async def send_report(
    work: Work, filing_id: UUID, report: Report, hands: Hands | None = None
) -> Letter:
    """Send the report, through however many hands it went."""
    filing = await uncorrected_filing(work, filing_id)
    check_report(report)
    to = await above(work, RECEIVER)
    addressee = await reviewer_name(work, to)
    file = await file_or_none(work, report.file_id)
    paper = report_paper(LetterKind.UPWARD_REPORT, report)
    enclosed = await official_paper(work, paper, filing.title, addressee, file, hands)
    parts = enclosed.by_part()
    sent = await send(
        work,
        PLUGIN,
        "report",
        to=to,
        payload={**await _described(work, filing), "paper": plain(paper), "files": list(parts)},
        files=list(parts.values()),
    )
    letter = keep_letter(
        work, paper, Direction.SENT, filing=filing, enclosed=enclosed, package_id=sent.id
    )
    letter.other_party = addressee
    await work.session.flush()
    return letter


async def uncorrected_filing(work: Work, filing_id: UUID) -> Filing:
    """A filing whose maker had its time, or declined, and mended nothing."""
    filing = await own_filing(work, filing_id)
    await refuse_corrected(work, filing)
    return filing


async def refuse_corrected(work: Work, filing: Filing) -> None:
    """Refuse a report about what is corrected, may still be, or is one's own document."""
    if filing.state not in (FilingState.OPINION_ISSUED, FilingState.ANSWERED):
        raise state_forbids(filing)
    await refuse_makers_person(work, maker_of(filing), work.acting_person.person_id)
    await _refuse_while_waiting(work, filing)


async def _refuse_while_waiting(work: Work, filing: Filing) -> None:
    """The maker still has time: unless it declined, or the rule gives it no number of days."""
    last = await work.session.scalar(
        select(Letter)
        .where(Letter.filing_id == filing.id, Letter.kind == LetterKind.ANSWER)
        .order_by(Letter.id.desc())
        .limit(1)
    )
    if last is not None and last.facts.get("measure") == Measure.DECLINE:
        return
    rule = practice.ANSWER_PERIOD if last is None else practice.CORRECTION_PERIOD
    clock = await clock_of(work, rule, filing.id)
    if clock is not None and clock.state is not ClockState.NO_CLOCK:
        await overdue_clock(work, filing)


def report_paper(kind: LetterKind, report: Report) -> Paper:
    """What a report or a request says."""
    return Paper(
        kind=kind, text=report.text, title=report.title, number=report.number, dated_on=today()
    )


async def take_report(work: Work, package: Incoming) -> None:
    """A report arrives from below, with the facts of its filing."""
    copy = await _enter(work, package, package.payload)
    copy.reported_on = today()
    files = await own_files(work, package)
    letter = keep_letter(
        work,
        msgspec.convert(package.payload["paper"], Paper),
        Direction.RECEIVED,
        other_party=package.from_organ_name,
        enclosed=Enclosed.of_parts(zip(package.payload["files"], files, strict=True)),
        package_id=package.id,
    )
    letter.copy_id = copy.id


async def request_correction(work: Work, copy_id: UUID, government: str, request: Report) -> Letter:
    """Ask the government of one's own level to correct a document from below (建议纠正).

    A government corrects its outposts, and the governments below it (地方组织法第七十三条第三项).
    """
    await require_one_step(work, LetterKind.CORRECTION_REQUEST)
    letter = await send_request(work, copy_id, government, request)
    announce(work, "filing_review.request_correction", letter, {"number": request.number})
    return letter


async def send_request(
    work: Work, copy_id: UUID, government: str, request: Report, hands: Hands | None = None
) -> Letter:
    """Send the request, through however many hands it went."""
    copy = await reported_copy(work, copy_id)
    organ = await own_government(work, government)
    check_report(request)
    file = await file_or_none(work, request.file_id)
    paper = report_paper(LetterKind.CORRECTION_REQUEST, request)
    letter = await write_notice(work, organ, paper, file, hands, document=copy.title)
    letter.copy_id, copy.requested_on = copy.id, today()
    await work.session.flush()
    return letter


async def reported_copy(work: Work, copy_id: UUID) -> FilingCopy:
    """A copy from below of which it was reported that nobody mends it."""
    copy = await work.session.scalar(
        select(FilingCopy).where(FilingCopy.id == copy_id).with_for_update()
    )
    if copy is None:
        raise NotFound("抄报件")
    if copy.correction is not None or copy.reported_on is None:
        raise Refused("NOT_REPORTED", "该文件没有报告未予纠正的情况，或者已经纠正，不必发函。")
    return copy


async def own_government(work: Work, code: str) -> Organ:
    """The government of one's own level."""
    organ = await work.session.scalar(
        select(Organ).where(
            Organ.code == code,
            Organ.kind == OrganKind.GOVERNMENT,
            Organ.closed_on.is_(None),
        )
    )
    if organ is None:
        raise NotFound("本级人民政府")
    return organ
