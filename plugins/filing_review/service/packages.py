"""What packages became: which row of the plugin's each one is about, and which only tell."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import Incoming, Work, acknowledge
from plugins.filing_review.models import Doubt, Exchange, Filing, FilingCopy, Letter
from plugins.filing_review.rules import Direction, LetterKind

About = tuple[str, UUID] | None

TELLING = frozenset(
    {
        LetterKind.REGISTERED,
        LetterKind.RETURNED,
        LetterKind.CLOSING,
        LetterKind.SUSPENDED,
        LetterKind.RESUMED,
        LetterKind.EXTENDED,
    }
)
"""Letters that say what became of a filing, and ask for nothing."""


def committees_id(task_ref: UUID) -> UUID:
    """The id of a committee's task, made from the lead's, so that a repeat would meet itself."""
    return uuid5(task_ref, "committee")


def always(_package: Incoming) -> bool:
    """Nobody has anything to do with packages of such a kind."""
    return True


def only_tells(package: Incoming) -> bool:
    """Whether a letter asks for nothing."""
    return package.payload["paper"]["kind"] in TELLING


async def filings_of(session: AsyncSession, keys: Sequence[UUID]) -> list[About]:
    """The filings that came with these packages, also where one was taken back and sent anew."""
    sent = await _references(session, keys, "outgoing")
    rows = await session.execute(
        select(Filing.outgoing_ref, Filing.id).where(Filing.outgoing_ref.in_(sent.values()))
    )
    filings = {one[0]: ("Filing", one[1]) for one in rows}
    return [filings.get(sent[key]) if key in sent else None for key in keys]


async def tasks_of(session: AsyncSession, keys: Sequence[UUID]) -> list[About]:
    """A committee's own tasks: those that came with these packages, or are taken back by them."""
    sent = await _references(session, keys, "task")
    return [("ReviewTask", committees_id(sent[key])) if key in sent else None for key in keys]


async def reviews_of(session: AsyncSession, keys: Sequence[UUID]) -> list[About]:
    """The lead's tasks that a committee tells something of."""
    sent = await _references(session, keys, "task")
    return [("ReviewTask", sent[key]) if key in sent else None for key in keys]


async def copies_of(session: AsyncSession, keys: Sequence[UUID]) -> list[About]:
    """The lines about filings below that these packages tell of."""
    sent = await _references(session, keys, "filing")
    rows = await session.execute(
        select(Incoming.id, FilingCopy.id)
        .join(FilingCopy, FilingCopy.from_body == Incoming.from_body)
        .where(
            Incoming.id.in_(sent),
            FilingCopy.filing_ref == sa.cast(Incoming.payload["filing"].astext, sa.Uuid),
        )
    )
    return _in_order(keys, {one[0]: ("FilingCopy", one[1]) for one in rows})


async def answered_doubts_of(session: AsyncSession, keys: Sequence[UUID]) -> list[About]:
    """The doubts that the answers in these packages are about."""
    sent = await _references(session, keys, "doubt")
    return [("Doubt", sent[key]) if key in sent else None for key in keys]


async def answered_exchanges_of(session: AsyncSession, keys: Sequence[UUID]) -> list[About]:
    """The questions that the answers in these packages are about."""
    sent = await _references(session, keys, "exchange")
    rows = await session.execute(
        select(Exchange.ref, Exchange.id).where(Exchange.ref.in_(sent.values()))
    )
    exchanges = {one[0]: ("Exchange", one[1]) for one in rows}
    return [exchanges.get(sent[key]) if key in sent else None for key in keys]


async def _references(session: AsyncSession, keys: Sequence[UUID], name: str) -> dict[UUID, UUID]:
    """What each package names, by the sender's own id of it."""
    rows = await session.execute(
        select(Incoming.id, Incoming.payload[name].astext).where(Incoming.id.in_(keys))
    )
    return {one[0]: UUID(one[1]) for one in rows if one[1] is not None}


async def letters_of(session: AsyncSession, keys: Sequence[UUID]) -> list[About]:
    """What the letters in these packages are about, on either side."""
    rows = await session.execute(
        select(Letter.package_id, Letter.filing_id, Letter.outgoing_id).where(
            Letter.package_id.in_(keys), Letter.direction == Direction.RECEIVED
        )
    )
    found = dict[UUID, About]()
    for package, filing, outgoing in rows:
        if package is None:
            continue
        if filing is not None:
            found[package] = ("Filing", filing)
        elif outgoing is not None:
            found[package] = ("OutgoingFiling", outgoing)
    return _in_order(keys, found)


async def doubts_of(session: AsyncSession, keys: Sequence[UUID]) -> list[About]:
    """The doubts that came with these packages."""
    rows = await session.execute(
        select(Doubt.arrived_package_id, Doubt.id).where(Doubt.arrived_package_id.in_(keys))
    )
    return _in_order(keys, {one[0]: ("Doubt", one[1]) for one in rows})


async def exchanges_of(session: AsyncSession, keys: Sequence[UUID]) -> list[About]:
    """The questions and shared texts that came with these packages."""
    rows = await session.execute(
        select(Exchange.package_id, Exchange.id).where(Exchange.package_id.in_(keys))
    )
    return _in_order(keys, {one[0]: ("Exchange", one[1]) for one in rows})


def _in_order(keys: Sequence[UUID], found: Mapping[Any, About]) -> list[About]:
    return [found.get(key) for key in keys]


async def acknowledge_letters(
    work: Work, *, filing: UUID | None = None, outgoing: UUID | None = None
) -> None:
    """Whoever goes on with a filing, or hears that it is closed, has had what came about it."""
    about = Letter.filing_id == filing if filing else Letter.outgoing_id == outgoing
    waiting = await work.session.scalars(
        select(Incoming.id)
        .join(Letter, Letter.package_id == Incoming.id)
        .where(
            about,
            Letter.direction == Direction.RECEIVED,
            Incoming.received_at.is_(None),
            Incoming.answered_at.is_(None),
            Incoming.withdrawn_at.is_(None),
        )
        .order_by(Incoming.id)
    )
    for package in waiting.all():
        await acknowledge(work, package)
