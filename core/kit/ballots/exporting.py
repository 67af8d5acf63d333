"""A closed vote as one file, to be counted again by anybody (`docs/closed-vote-file.md`).

Names do not leave the body: voters appear under pseudonyms of the one round. The digest of the
whole stands in the event of the announcement, and with it in the audit chain.
"""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core.congress import Meeting
from core.errors import Refused
from core.events import Event, Seal, link_digest
from core.kit.ballots.announcing import round_items, standing_rounds, tally_of
from core.kit.ballots.closed import (
    ClosedItem,
    ClosedRound,
    ClosedVote,
    CountedPaper,
    NamedBallot,
    NamedBallots,
    Stock,
    TellerEntry,
    canonical,
    closed_file,
    with_chain,
)
from core.kit.ballots.papers import (
    counts_of,
    current_counts,
    heads_of,
    standing_counts,
    teller_counts,
)
from core.kit.ballots.rounds import rules_of
from core.kit.ballots.sheets import Counts, ItemCount, Papers
from core.kit.ballots.stock import paper_figures
from core.kit.ballots.tables import (
    Cast,
    PaperFigure,
    RollPlace,
    Round,
    TellerCount,
    VotingMode,
)

if TYPE_CHECKING:
    from uuid import UUID

    from core.work import Work


async def closed_vote_file(work: "Work", subject_id: "UUID") -> dict[str, Any]:
    """The file of all standing rounds about a record, without the link to the chain."""
    rounds = await standing_rounds(work.session, subject_id)
    if not rounds:
        raise Refused("NOT_ANNOUNCED", "这次表决还没有宣布结果，不能导出。")
    meeting = await work.session.get_one(Meeting, (work.body.id, rounds[0].meeting_id))
    vote = ClosedVote(
        body_code=work.body.code,
        body_name=work.body.name,
        id=str(subject_id),
        title=rounds[0].title,
        meeting=meeting.title,
        rounds=tuple([await _closed_round(work, row) for row in rounds]),
    )
    return closed_file(vote)


async def _closed_round(work: "Work", row: Round) -> ClosedRound:
    items = await round_items(work, row)
    named = row.mode is VotingMode.NAMED_ELECTRONIC
    votes = await _named(work, row) if named else await _counted(work, row, len(items))
    counted = tally_of(row)
    return ClosedRound(
        items=tuple(
            ClosedItem(id=str(one.subject_id), title=one.title, failed_before=one.failed_before)
            for one in items
        ),
        rules=rules_of(row),
        heads=heads_of(row),
        entitled=row.entitled or 0,
        papers=Papers(row.entitled or 0, len(votes.ballots))
        if isinstance(votes, NamedBallots)
        else await _papers(work, row),
        votes=votes,
        result=counted,
        stock=None if named else await _stock(work, row),
    )


def pseudonym(row: Round, place_id: "UUID") -> str:
    """A voter's pseudonym in one round; without the round's salt nobody can find it."""
    return hashlib.sha256(f"{row.salt}:{place_id}".encode()).hexdigest()[:32]


async def _named(work: "Work", row: Round) -> NamedBallots:
    roll = await work.session.scalars(sa.select(RollPlace.id).where(RollPlace.round_id == row.id))
    cast = await work.session.execute(
        sa.select(Cast.place_id, Cast.marks).where(Cast.round_id == row.id)
    )
    return NamedBallots(
        roll=[pseudonym(row, one) for one in roll],
        ballots=[
            NamedBallot(
                pseudonym=pseudonym(row, place),
                marks={int(number) - 1: mark for number, mark in marks.items()},
            )
            for place, marks in cast
        ],
    )


async def _counted(work: "Work", row: Round, size: int) -> CountedPaper:
    entries = await teller_counts(work, row)
    standing = standing_counts(await current_counts(work, row))
    if len(standing) < 2:
        nothing = Counts(valid=0, void=0, items=(ItemCount(),) * size)
        nobody = TellerEntry(teller="", counts=nothing)
        return CountedPaper(entries=(nobody, nobody), confirmed=nothing)
    labels = teller_labels(entries)
    first, second = (
        TellerEntry(teller=labels[one.entered_by], counts=counts_of(one)) for one in standing
    )
    kept = {one.id for one in standing}
    return CountedPaper(
        entries=(first, second),
        confirmed=first.counts,
        earlier_entries=tuple(
            TellerEntry(teller=labels[one.entered_by], counts=counts_of(one))
            for one in entries
            if one.id not in kept
        ),
    )


def teller_labels(entries: Sequence[TellerCount]) -> dict["UUID", str]:
    """The names of all who counted; namesakes are told apart by a number."""
    tellers = {one.entered_by: one.entered_by_name for one in entries}
    names = list(tellers.values())
    return {
        person: name if names.count(name) == 1 else f"{name}（{place}）"
        for place, (person, name) in enumerate(tellers.items(), 1)
    }


async def _papers(work: "Work", row: Round) -> Papers:
    held = await paper_figures(work, row)
    return Papers(held.get(PaperFigure.ISSUED, 0), held.get(PaperFigure.RETURNED, 0))


async def _stock(work: "Work", row: Round) -> Stock | None:
    held = await paper_figures(work, row)
    if PaperFigure.PRINTED not in held:
        return None
    return Stock(
        printed=held[PaperFigure.PRINTED],
        replaced=held.get(PaperFigure.REPLACED, 0),
        left=held.get(PaperFigure.LEFT_OVER, 0),
        destroyed=held.get(PaperFigure.DESTROYED, 0),
    )


async def exported_vote(work: "Work", subject_id: "UUID") -> str:
    """The text of the file with its link of the chain; refused until the event is sealed."""
    file = await closed_vote_file(work, subject_id)
    number, digest = await _link(work.session, file["digests"]["whole"], subject_id)
    return canonical(with_chain(file, number, digest)).decode()


async def _link(session: AsyncSession, whole: str, subject_id: "UUID") -> tuple[int, str]:
    """The link of the chain that holds the file's digest: the last that was announced of it.

    What the rows say now is told only where it is what was announced then.
    """
    rounds = [one.id for one in await standing_rounds(session, subject_id)]
    event = await session.scalar(
        sa.select(Event)
        .where(Event.subject_id.in_(rounds), Event.payload.has_key("digest"))
        .order_by(Event.id.desc())
        .limit(1)
    )
    if event is None or event.payload["digest"] != whole:
        raise _differs()
    seal = await session.scalar(sa.select(Seal).where(Seal.event_id == event.id))
    if seal is None:
        raise Refused("NOT_SEALED", "宣布结果的记录还没有封入记录链，请稍候再导出。")
    before = await session.scalar(sa.select(Seal.digest).where(Seal.number == seal.number - 1))
    if link_digest(before or "", seal.number, event) != seal.digest:
        raise _differs()
    return seal.number, seal.digest


def _differs() -> Refused:
    return Refused(
        "DIGEST_DIFFERS",
        "数据库中的表决记录与宣布结果时封入记录链的摘要不一致，可能已被改动，不能导出。请保护现场，核对记录链和备份。",
    )
