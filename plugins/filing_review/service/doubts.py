"""A doubt about the constitution goes up from level to level (逐级上报), and its answer comes down.

Each body on the way has a row of its own, made from the package that it got. It acknowledges, and
passes up; what comes back goes on to the body below by itself, since nobody in between has
anything to decide. No verb here adopts, rejects or closes a doubt.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from core import (
    File,
    Hands,
    Incoming,
    Invalid,
    NotFound,
    Refused,
    Work,
    acknowledge,
    announce,
    full_name,
    own_files,
    owned_files,
    place_name,
    send,
    today,
)
from plugins.filing_review import rules
from plugins.filing_review.models import Doubt, DoubtFile, Filing, Finding, Letter
from plugins.filing_review.rules import (
    Decision,
    Direction,
    Document,
    DoubtState,
    FilingState,
    LetterKind,
    PartKind,
    Standard,
)
from plugins.filing_review.service.assigning import maker_of, refuse_makers_person, sendable_parts
from plugins.filing_review.service.copying import RECEIVER, Report, check_report, report_paper
from plugins.filing_review.service.letters import (
    PLUGIN,
    Enclosed,
    Paper,
    file_or_none,
    keep_letter,
    move,
    official_paper,
    own_filing,
    plain,
    require_one_step,
    require_step,
    reviewer_name,
    state_forbids,
)
from plugins.filing_review.service.reviewing import require_lead
from plugins.filing_review.service.routing import above


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a package says of a doubt, besides the facts of the document."""

    found_by: str
    maker_name: str
    register_text: str | None
    standard: Standard
    clause: str
    quote: str | None
    problem: str
    conflicts_with: list[str]


TOLD = Told.__struct_fields__


class Passing(msgspec.Struct, frozen=True, kw_only=True):
    """Which doubt is passed up: one that was found here, or one that came from below."""

    finding_id: UUID | None = None
    doubt_id: UUID | None = None


async def pass_up_doubt(work: Work, passing: Passing, report: Report) -> Doubt:
    """Pass a doubt up to the body above, which may be out of the platform; never decided here."""
    await require_one_step(work, LetterKind.DOUBT_REPORT)
    await check_passing(work, passing)
    doubt, _ = await report_doubt(work, passing, report)
    announce(work, "filing_review.pass_up_doubt", doubt, {"number": report.number})
    return doubt


async def check_passing(work: Work, passing: Passing) -> None:
    """Refuse whoever may not report a doubt, and a doubt that cannot be reported now."""
    if (passing.finding_id is None) == (passing.doubt_id is None):
        raise Invalid(
            "DOUBT_UNNAMED",
            "请指明一条本机关的审查发现，或者一件下级报来的合宪性疑问，二者选一。",
            field="finding",
        )
    if passing.doubt_id is not None:
        doubt = await own_doubt(work, passing.doubt_id)
        require_step(doubt, rules.DoubtMachine, "pass_up_doubt", rules.DOUBT_STATES)
        return
    _, filing = await _doubted(work, passing.finding_id)
    require_lead(work, filing)
    await refuse_makers_person(work, maker_of(filing), work.acting_person.person_id)


async def report_doubt(
    work: Work, passing: Passing, report: Report, hands: Hands | None = None
) -> tuple[Doubt, Letter]:
    """Send the report, through however many hands it went."""
    check_report(report)
    doubt, finding = await _subject(work, passing)
    to = doubt.above_body, doubt.above_organ = await above(work, RECEIVER)
    addressee = doubt.passed_up_to = await reviewer_name(work, to)
    doubt.passed_up_number, doubt.passed_up_on = report.number, today()
    if finding is not None:
        finding.decision, finding.passed_up_on = Decision.PASSED_UP, doubt.passed_up_on
        finding.passed_up_to, finding.passed_up_number = addressee, report.number
    paper = report_paper(LetterKind.DOUBT_REPORT, report)
    file = await file_or_none(work, report.file_id)
    enclosed = await official_paper(work, paper, doubt.title, addressee, file, hands)
    await _send_up(work, doubt, paper, enclosed)
    letter = keep_paper(work, doubt, paper, Direction.SENT, addressee, enclosed)
    await work.session.flush()
    return doubt, letter


async def _subject(work: Work, passing: Passing) -> tuple[Doubt, Finding | None]:
    """The row that is passed up: of a doubt that came from below, or a new one for a finding."""
    if passing.doubt_id is None:
        finding, filing = await _doubted(work, passing.finding_id)
        return await _found_here(work, finding, filing), finding
    doubt = await own_doubt(work, passing.doubt_id)
    move(doubt, rules.DoubtMachine, "pass_up_doubt", rules.DOUBT_STATES)
    return doubt, None


async def own_doubt(work: Work, doubt_id: UUID) -> Doubt:
    """The acting organ's own row of a doubt, locked for the verb, or NotFound."""
    doubt = await work.session.scalar(select(Doubt).where(Doubt.id == doubt_id).with_for_update())
    if doubt is None:
        raise NotFound("合宪性疑问")
    return doubt


async def _doubted(work: Work, finding_id: UUID | None) -> tuple[Finding, Filing]:
    """A finding of a review under way that must go up and has not gone yet, and its filing."""
    finding = await work.session.scalar(
        select(Finding).where(Finding.id == finding_id).with_for_update()
    )
    if finding is None or finding.filing_id is None:
        raise NotFound("审查发现")
    filing = await own_filing(work, finding.filing_id)
    if filing.state is not FilingState.UNDER_REVIEW:
        raise state_forbids(filing)
    if not rules.must_pass_up(finding.standard):
        raise Refused("NOT_A_DOUBT", "只有合宪性疑问需要逐级上报；其他问题请在汇总时决定是否采纳。")
    if finding.decision is Decision.PASSED_UP:
        raise Refused("DOUBT_PASSED_UP", "该合宪性疑问已经上报，请等待答复，不要重复上报。")
    return finding, filing


async def _found_here(work: Work, finding: Finding, filing: Filing) -> Doubt:
    """A row of a doubt that was found here, with the papers of its document."""
    doubt = Doubt(
        organ_id=finding.organ_id,
        state=DoubtState.PASSED_UP,
        finding_id=finding.id,
        filing_id=filing.id,
        found_by=full_name(await place_name(work), work.acting_organ.name),
        maker_name=filing.maker_name,
        register_text=filing.register_text,
        **{name: getattr(finding, name) for name in _OF_FINDING},
    )
    doubt.take_facts(filing.document())
    work.session.add(doubt)
    await work.session.flush()
    for part in await sendable_parts(work, filing):
        if part.file_id is not None:
            _keep_file(work, doubt, part.kind, part.file_id)
    return doubt


_OF_FINDING = ("standard", "clause", "quote", "problem", "conflicts_with")


def _keep_file(work: Work, doubt: Doubt, part: PartKind | None, file_id: UUID) -> None:
    work.session.add(
        DoubtFile(organ_id=doubt.organ_id, doubt_id=doubt.id, part=part, file_id=file_id)
    )


async def _send_up(work: Work, doubt: Doubt, paper: Paper, enclosed: Enclosed) -> None:
    """The sealed package: what the document is, what is doubted, on what basis, and all papers."""
    await work.session.flush()
    kept = list(
        await work.session.scalars(
            select(DoubtFile).where(DoubtFile.doubt_id == doubt.id).order_by(DoubtFile.id)
        )
    )
    own = enclosed.by_part()
    told = Told(**{name: getattr(doubt, name) for name in TOLD})
    package = await send(
        work,
        PLUGIN,
        "doubt",
        to=(doubt.above_body or "", doubt.above_organ or ""),
        payload={
            "doubt": str(doubt.id),
            "document": plain(doubt.document()),
            "told": plain(told),
            "paper": plain(paper),
            "files": list(own),
            "parts": [str(one.part) if one.part else None for one in kept],
        },
        files=[*own.values(), *await owned_files(work, [one.file_id for one in kept])],
    )
    doubt.package_id = package.id


def keep_paper(
    work: Work,
    doubt: Doubt | None,
    paper: Paper,
    direction: Direction,
    other_party: str | None,
    enclosed: Enclosed,
    package: Incoming | None = None,
) -> Letter:
    """One's own row of a paper about a doubt; of an unknown one too, so that no paper is lost."""
    letter = keep_letter(
        work,
        paper,
        direction,
        other_party=other_party,
        enclosed=enclosed,
        package_id=package.id if package else None,
    )
    if doubt is not None:
        letter.doubt_id, letter.filing_id = doubt.id, doubt.filing_id
    return letter


async def take_doubt(work: Work, package: Incoming) -> None:
    """A doubt arrives from below, with its papers: a row of one's own."""
    sent = package.payload
    told = msgspec.convert(sent["told"], Told)
    doubt = Doubt(
        organ_id=package.organ_id,
        below_body=package.from_body,
        below_organ=package.from_organ,
        below_name=f"{package.from_body_name} {package.from_organ_name}",
        below_ref=UUID(sent["doubt"]),
        arrived_package_id=package.id,
        arrived_on=today(),
        **{name: getattr(told, name) for name in TOLD},
    )
    doubt.take_facts(msgspec.convert(sent["document"], Document))
    work.session.add(doubt)
    await work.session.flush()
    files = await own_files(work, package)
    enclosed = await _keep_files(work, doubt, sent, files)
    paper = msgspec.convert(sent["paper"], Paper)
    keep_paper(work, doubt, paper, Direction.RECEIVED, doubt.below_name, enclosed, package)


async def _keep_files(
    work: Work, doubt: Doubt, sent: dict[str, Any], files: Sequence[File]
) -> Enclosed:
    """Whose report it is, is enclosed in the letter; it goes on upward with the other papers."""
    own = len(sent["files"])
    for part, file in zip(sent["parts"], files[own:], strict=True):
        _keep_file(work, doubt, PartKind(part) if part else None, file.id)
    for file in files[:own]:
        _keep_file(work, doubt, None, file.id)
    return Enclosed.of_parts(zip(sent["files"], files[:own], strict=True))


async def receive_doubt(work: Work, doubt_id: UUID) -> Doubt:
    """Acknowledge a doubt that came from below (签收); the body below sees it."""
    doubt = await own_doubt(work, doubt_id)
    move(doubt, rules.DoubtMachine, "receive_doubt", rules.DOUBT_STATES)
    doubt.received_on = today()
    if doubt.arrived_package_id is not None:
        await acknowledge(work, doubt.arrived_package_id)
    announce(work, "filing_review.receive_doubt", doubt)
    return doubt
