"""Papers between maker and reviewer: the row on one's own side, and the package to the other."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select

from core import (
    ORGAN_NAMES,
    Body,
    ClockState,
    Deadline,
    File,
    Hands,
    Made,
    NotFound,
    Official,
    Organ,
    OrganKind,
    Outgoing,
    Refused,
    Work,
    full_name,
    issue_paper,
    on_day,
    outside_party,
    owned,
    place_name,
    send,
    today,
    value_of,
)
from plugins.filing_review import practice, rules
from plugins.filing_review.models import Filing, Letter, OutgoingFiling
from plugins.filing_review.rules import Ask, Direction, LetterKind, Wording

PLUGIN = "filing_review"


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter says."""

    kind: LetterKind
    text: str
    dated_on: date
    title: str | None = None
    number: str | None = None
    due_on: date | None = None
    facts: dict[str, Any] = {}


def plain(paper: msgspec.Struct) -> dict[str, Any]:
    """A struct as plain JSON values, for a package."""
    return msgspec.to_builtins(paper)


class Enclosed(msgspec.Struct, frozen=True, kw_only=True):
    """The files of a letter: what was uploaded with it, and the paper itself in two forms."""

    attachment: File | None = None
    word: File | None = None
    pdf: File | None = None
    pdf_fault: str | None = None

    @classmethod
    def of_parts(cls, parts: Iterable[tuple[str, File]]) -> "Enclosed":
        """What came with a package, by the part it plays."""
        came = dict(parts)
        return cls(attachment=came.get("attachment"), word=came.get("word"), pdf=came.get("pdf"))

    def by_part(self) -> dict[str, File]:
        """What goes into a package, by the part it plays."""
        parts = {"attachment": self.attachment, "word": self.word, "pdf": self.pdf}
        return {part: file for part, file in parts.items() if file is not None}


def keep_letter(
    work: Work,
    paper: Paper,
    direction: Direction,
    *,
    filing: Filing | None = None,
    outgoing: OutgoingFiling | None = None,
    other_party: str | None = None,
    enclosed: "Enclosed | None" = None,
    package_id: UUID | None = None,
) -> Letter:
    """One's own row of a letter."""
    files = enclosed or Enclosed()
    letter = Letter(
        organ_id=work.acting_organ.id,
        filing_id=filing.id if filing else None,
        outgoing_id=outgoing.id if outgoing else None,
        kind=paper.kind,
        direction=direction,
        other_party=other_party,
        dated_on=paper.dated_on,
        title=paper.title,
        number=paper.number,
        text=paper.text,
        due_on=paper.due_on,
        facts=paper.facts,
        file_id=files.attachment.id if files.attachment else None,
        word_file_id=files.word.id if files.word else None,
        pdf_file_id=files.pdf.id if files.pdf else None,
        pdf_fault=files.pdf_fault,
        package_id=package_id,
    )
    work.session.add(letter)
    return letter


async def write_to_maker(
    work: Work,
    filing: Filing,
    paper: Paper,
    file: File | None = None,
    hands: Hands | None = None,
) -> Letter:
    """Send a letter about a filing to its maker, and keep one's own row of it."""
    addressee = filing.maker_name
    if filing.maker_body == work.body.code:
        addressee = full_name(await place_name(work), addressee)
    enclosed = await official_paper(work, paper, filing.title, addressee, file, hands)
    to = (filing.maker_body, filing.maker_organ)
    sent = await send_paper(
        work, to, paper, enclosed, filing.outgoing_ref, reply_to=filing.package_id
    )
    return keep_letter(
        work,
        paper,
        Direction.SENT,
        filing=filing,
        other_party=filing.maker_name,
        enclosed=enclosed,
        package_id=sent.id,
    )


async def write_to_reviewer(
    work: Work,
    outgoing: OutgoingFiling,
    paper: Paper,
    file: File | None = None,
    hands: Hands | None = None,
) -> Letter:
    """Send a letter about one's own filing to its reviewer, and keep one's own row of it."""
    to = receiver_of(outgoing)
    addressee = await reviewer_name(work, to)
    enclosed = await official_paper(work, paper, outgoing.title, addressee, file, hands)
    answered = await work.session.scalar(
        select(Letter.package_id)
        .where(Letter.outgoing_id == outgoing.id, Letter.direction == Direction.RECEIVED)
        .order_by(Letter.id.desc())
        .limit(1)
    )
    sent = await send_paper(work, to, paper, enclosed, outgoing.id, reply_to=answered)
    return keep_letter(
        work, paper, Direction.SENT, outgoing=outgoing, enclosed=enclosed, package_id=sent.id
    )


async def reviewer_name(work: Work, to: tuple[str, str]) -> str:
    """The full name of who reviews; of an organ of the body above, only the kind is known."""
    code, organ_code = to
    party = await outside_party(work.session, to)
    if party is not None:
        return party.name
    if code == work.body.code:
        reviewer = await work.session.scalar(select(Organ).where(Organ.code == organ_code))
        return full_name(await place_name(work), reviewer.name) if reviewer else ""
    above = await work.session.scalar(select(Body).where(Body.code == code))
    return f"{above.name if above else ''}{ORGAN_NAMES[OrganKind(organ_code)]}"


async def write_notice(
    work: Work,
    maker: Organ,
    paper: Paper,
    file: File | None,
    hands: Hands | None,
    document: str | None = None,
) -> Letter:
    """Send an organ a letter about a document that it never filed here."""
    addressee = full_name(await place_name(work), maker.name)
    about = document or paper.title or ""
    enclosed = await official_paper(work, paper, about, addressee, file, hands)
    sent = await send_paper(work, (work.body.code, maker.code), paper, enclosed, None)
    return keep_letter(
        work,
        paper,
        Direction.SENT,
        other_party=maker.name,
        enclosed=enclosed,
        package_id=sent.id,
    )


async def send_paper(
    work: Work,
    to: tuple[str, str],
    paper: Paper,
    enclosed: Enclosed,
    outgoing_ref: UUID | None,
    reply_to: UUID | None = None,
) -> Outgoing:
    """Put a letter with its files into the outbox."""
    files = enclosed.by_part()
    return await send(
        work,
        PLUGIN,
        "letter",
        to=to,
        payload={
            "paper": plain(paper),
            "outgoing": str(outgoing_ref) if outgoing_ref else None,
            "files": list(files),
        },
        files=list(files.values()),
        reply_to=reply_to,
    )


async def official_paper(
    work: Work,
    paper: Paper,
    document: str,
    addressee: str,
    file: File | None,
    hands: Hands | None,
) -> Enclosed:
    """The official paper as Word and PDF, in the form in which it is issued."""
    wording = _wording(paper, document)
    official = Official(
        title=rules.paper_title(wording),
        text="\n".join(rules.paper_lines(wording)),
        dated_on=paper.dated_on,
        hands=hands or Hands(signer=work.acting_person.name),
        addressee=addressee,
        number=paper.number or "",
        attachments=(file.name.rpartition(".")[0],) if file else (),
    )
    made: Made = await issue_paper(work, f"{PLUGIN}.{paper.kind}", official)
    return Enclosed(attachment=file, word=made.word, pdf=made.pdf, pdf_fault=made.fault)


def _wording(paper: Paper, document: str) -> Wording:
    facts = paper.facts
    # A late notice is titled by the document that it misses.
    title = None if paper.kind is LetterKind.LATE_NOTICE else paper.title
    return Wording(
        kind=paper.kind,
        document=document,
        title=title,
        text=paper.text,
        due_on=paper.due_on,
        ask=Ask(facts["ask"]) if "ask" in facts else None,
        rule=facts.get("rule"),
        stop_at_once=facts.get("stop_at_once", False),
        meeting=facts.get("meeting"),
    )


async def hands_demanded(work: Work) -> int:
    """Through how many hands a letter goes here; one where no rule says more."""
    held = await value_of(work, practice.LETTER_HANDS, today())
    return held.value or 1


async def require_one_step(work: Work, kind: LetterKind) -> None:
    """Refuse to send in one step where practice demands more hands."""
    demanded = await hands_demanded(work)
    if demanded > 1:
        then = "签发" if demanded == 2 else "核稿、签发"
        raise Refused(
            "LETTER_HANDS",
            f"本地规定“{rules.LETTERS[kind]}”须由{demanded}人办理，不能一步办成。"
            f"请用“函件拟稿”（draftLetter，{kind.name}）拟稿，再{then}，签发时生效。",
        )


def receiver_of(outgoing: OutgoingFiling) -> tuple[str, str]:
    """The party that an own filing was sent to."""
    if outgoing.receiver is None or outgoing.receiver_body is None:
        raise Refused("NOT_SENT_YET", "该文件还没有报送，不能办理此事。")
    return outgoing.receiver_body, outgoing.receiver


async def file_or_none(work: Work, file_id: UUID | None) -> File | None:
    """The acting organ's uploaded file that an input names, if it names one."""
    return await owned(work, file_id) if file_id is not None else None


async def own_filing(work: Work, filing_id: UUID) -> Filing:
    """The acting organ's filing, locked for the verb, or NotFound."""
    filing = await work.session.scalar(
        select(Filing).where(Filing.id == filing_id).with_for_update()
    )
    if filing is None:
        raise NotFound("备案件")
    return filing


async def own_outgoing(work: Work, outgoing_id: UUID) -> OutgoingFiling:
    """The acting organ's own filing as its maker, locked for the verb, or NotFound."""
    outgoing = await work.session.scalar(
        select(OutgoingFiling).where(OutgoingFiling.id == outgoing_id).with_for_update()
    )
    if outgoing is None:
        raise NotFound("报送件")
    return outgoing


def move(record: Any, machine: Any, step: str, titles: Any) -> None:
    """Take a record one step on, or say in a sentence why its state does not allow it."""
    record.state = require_step(record, machine, step, titles)


def require_step(record: Any, machine: Any, step: str, titles: Any) -> Any:
    """The state after a step that is not taken yet, or a refusal where it is not allowed."""
    try:
        return rules.next_state(machine, record.state, step)
    except rules.NotAllowed as fault:
        raise _forbidden(titles[record.state]) from fault


def _forbidden(state: str) -> Refused:
    return Refused("STATE_FORBIDS", f"当前状态是“{state}”，不能办理此事。请刷新后核对。")


def state_forbids(filing: Filing) -> Refused:
    """That the state of a filing does not allow a verb which changes no state."""
    return _forbidden(rules.FILING_STATES[filing.state])


def move_filing(filing: Filing, step: str) -> None:
    """One step of the reviewer's side."""
    move(filing, rules.FilingMachine, step, rules.FILING_STATES)


def require_filing_step(filing: Filing, step: str) -> None:
    """Refuse a step of the reviewer's side that the filing's state does not allow."""
    require_step(filing, rules.FilingMachine, step, rules.FILING_STATES)


def move_outgoing(outgoing: OutgoingFiling, step: str) -> None:
    """One step of the maker's side."""
    move(outgoing, rules.OutgoingMachine, step, rules.OUTGOING_STATES)


def require_outgoing_step(outgoing: OutgoingFiling, step: str) -> None:
    """Refuse a step of the maker's side that the filing's state does not allow."""
    require_step(outgoing, rules.OutgoingMachine, step, rules.OUTGOING_STATES)


async def note_next_due(work: Work, filing: Filing) -> None:
    """Keep on the ledger's line the nearest day on which something is due about the filing."""
    await work.session.flush()
    filing.due_on = await work.session.scalar(
        select(func.min(Deadline.due_on)).where(
            Deadline.subject_id == filing.id, Deadline.state == ClockState.RUNNING
        )
    )


def check_not_future(day: date, what: str) -> None:
    """Refuse a day that has not come yet."""
    if day > today():
        raise Refused("DATE_IN_FUTURE", f"{what}（{on_day(day)}）晚于今天，请核对后改正。")
