"""Papers between maker and reviewer: the row on one's own side, and the package to the other."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select

from core import ClockState, Deadline, File, NotFound, Refused, Work, owned, send, today
from plugins.filing_review import rules
from plugins.filing_review.models import Filing, Letter, OutgoingFiling
from plugins.filing_review.rules import Direction, LetterKind

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


def keep_letter(
    work: Work,
    paper: Paper,
    direction: Direction,
    *,
    filing: Filing | None = None,
    outgoing: OutgoingFiling | None = None,
    other_party: str | None = None,
    file: File | None = None,
    package_id: UUID | None = None,
) -> Letter:
    """One's own row of a letter."""
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
        file_id=file.id if file else None,
        package_id=package_id,
    )
    work.session.add(letter)
    return letter


async def write_to_maker(
    work: Work, filing: Filing, paper: Paper, file: File | None = None
) -> Letter:
    """Send a letter about a filing to its maker, and keep one's own row of it."""
    await send(
        work,
        PLUGIN,
        "letter",
        to=(filing.maker_body, filing.maker_organ),
        payload={"paper": plain(paper), "outgoing": str(filing.outgoing_ref)},
        files=[file] if file else [],
        reply_to=filing.package_id,
    )
    return keep_letter(
        work, paper, Direction.SENT, filing=filing, other_party=filing.maker_name, file=file
    )


async def write_to_reviewer(
    work: Work, outgoing: OutgoingFiling, paper: Paper, file: File | None = None
) -> Letter:
    """Send a letter about one's own filing to its reviewer, and keep one's own row of it."""
    await send(
        work,
        PLUGIN,
        "letter",
        to=receiver_of(outgoing),
        payload={"paper": plain(paper), "outgoing": str(outgoing.id)},
        files=[file] if file else [],
    )
    return keep_letter(work, paper, Direction.SENT, outgoing=outgoing, file=file)


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
    try:
        record.state = rules.next_state(machine, record.state, step)
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


def move_outgoing(outgoing: OutgoingFiling, step: str) -> None:
    """One step of the maker's side."""
    move(outgoing, rules.OutgoingMachine, step, rules.OUTGOING_STATES)


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
        raise Refused("DATE_IN_FUTURE", f"{what}（{day}）晚于今天，请核对后改正。")
