"""What of a round may be shown to whom, for many rounds at once (each a query for all of them)."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.events import Event
from core.kit.ballots.officials import TELLERS, tellers_of
from core.kit.ballots.papers import both_entered, counts_of, differences, standing_counts
from core.kit.ballots.stock import COUNTED_TWICE, paper_differences, standing_papers
from core.kit.ballots.tables import (
    Cast,
    Official,
    PaperCount,
    PaperFigure,
    RollPlace,
    Round,
    RoundItem,
    RoundState,
    TellerCount,
)

Loader = Callable[[AsyncSession, Sequence[UUID]], Awaitable[list[Any]]]


async def counted_again(session: AsyncSession, keys: Sequence[UUID]) -> list[UUID | None]:
    """For each round the last that counted its papers again after it, if there is one."""
    one, later = aliased(Round), aliased(Round)
    first = sa.func.coalesce(one.recount_of_id, one.id)
    rows = await session.execute(
        sa.select(one.id, later.id)
        .join(later, sa.and_(later.tenant_id == one.tenant_id, later.recount_of_id == first))
        .where(one.id.in_(keys), later.id > one.id, later.state != RoundState.CANCELLED)
        .order_by(later.id)
    )
    last = {row[0]: row[1] for row in rows}
    return [last.get(key) for key in keys]


class SeenPapers(NamedTuple):
    """A figure of the papers, and who entered it."""

    figure: PaperFigure
    number: int
    entered_by_name: str


def papers_seen_by(person_id: UUID) -> Loader:
    """The standing figures of the papers, for the officials of a round until it is announced."""

    async def load(session: AsyncSession, keys: Sequence[UUID]) -> list[Any]:
        mine = await _mine(session, keys, person_id)
        listed = await _paper_entries(session, keys)
        standing = await _standing_papers(session, listed)
        return [
            [_shown(one, listed[key]) for one in _seen_papers(standing[key], person_id)]
            if key in mine
            else []
            for key in keys
        ]

    return load


def _shown(standing: PaperCount, entries: Sequence[PaperCount]) -> SeenPapers:
    """A figure is the word of everybody who entered that very number last."""
    names = standing.entered_by_name
    if standing.figure not in COUNTED_TWICE:
        last = {one.entered_by: one for one in entries if one.figure is standing.figure}
        agreeing = [one for one in last.values() if one.number == standing.number]
        names = "、".join(one.entered_by_name for one in agreeing)
    return SeenPapers(standing.figure, standing.number, names)


async def _paper_entries(
    session: AsyncSession, keys: Sequence[UUID]
) -> dict[UUID, list[PaperCount]]:
    found = await session.scalars(
        sa.select(PaperCount).where(PaperCount.round_id.in_(keys)).order_by(PaperCount.id)
    )
    listed: dict[UUID, list[PaperCount]] = {key: [] for key in keys}
    for one in found:
        listed[one.round_id].append(one)
    return listed


async def _standing_papers(
    session: AsyncSession, listed: dict[UUID, list[PaperCount]]
) -> dict[UUID, list[PaperCount]]:
    keys = list(listed)
    serving = await tellers_of(session, keys)
    return {key: standing_papers(listed[key], serving[key]) for key in keys}


def _seen_papers(standing: Sequence[PaperCount], person_id: UUID) -> list[PaperCount]:
    """What both tellers count is shown once both have entered it; before, each sees their own."""
    told = Counter(one.figure for one in standing)
    return [
        one
        for one in standing
        if one.figure not in COUNTED_TWICE
        or told[one.figure] == TELLERS
        or one.entered_by == person_id
    ]


async def _entries(session: AsyncSession, keys: Sequence[UUID]) -> dict[UUID, list[TellerCount]]:
    """What those who serve as tellers counted."""
    found = await session.scalars(
        sa.select(TellerCount).where(TellerCount.round_id.in_(keys)).order_by(TellerCount.id)
    )
    listed: dict[UUID, list[TellerCount]] = {key: [] for key in keys}
    serving = await tellers_of(session, keys)
    for one in found:
        if one.entered_by in serving[one.round_id]:
            listed[one.round_id].append(one)
    return listed


async def _mine(session: AsyncSession, keys: Sequence[UUID], person_id: UUID) -> set[UUID]:
    """The rounds in which the person is an official, and those whose result is announced."""
    official = sa.select(Official.round_id).where(
        Official.round_id.in_(keys), Official.person_id == person_id, Official.left_on.is_(None)
    )
    told = sa.select(Round.id).where(
        Round.id.in_(keys), Round.state.in_([RoundState.ANNOUNCED, RoundState.VOID])
    )
    return set(await session.scalars(official)) | set(await session.scalars(told))


def counts_seen_by(person_id: UUID) -> Loader:
    """Entries that the person may see: their own always, all once both tellers have entered."""

    async def load(session: AsyncSession, keys: Sequence[UUID]) -> list[Any]:
        entries, mine = await _entries(session, keys), await _mine(session, keys, person_id)
        return [_seen(entries[key], person_id) if key in mine else [] for key in keys]

    return load


def _seen(entries: Sequence[TellerCount], person_id: UUID) -> list[TellerCount]:
    if both_entered(entries):
        return list(entries)
    return [one for one in entries if one.entered_by == person_id]


def differences_for(person_id: UUID) -> Loader:
    """Where the tellers' entries differ, for the officials of the round."""

    async def load(session: AsyncSession, keys: Sequence[UUID]) -> list[Any]:
        entries, mine = await _entries(session, keys), await _mine(session, keys, person_id)
        titles = await _titles(session, keys)
        papers = await _standing_papers(session, await _paper_entries(session, keys))
        return [
            [*paper_differences(papers[key]), *_differing(entries[key], titles[key])]
            if key in mine
            else []
            for key in keys
        ]

    return load


def _differing(entries: Sequence[TellerCount], titles: Sequence[str]) -> list[str]:
    if not both_entered(entries):
        return []
    standing = standing_counts(entries)
    return differences([(one.entered_by_name, counts_of(one)) for one in standing], titles)


async def _titles(session: AsyncSession, keys: Sequence[UUID]) -> dict[UUID, list[str]]:
    found = await session.execute(
        sa.select(RoundItem.round_id, RoundItem.title)
        .where(RoundItem.round_id.in_(keys))
        .order_by(RoundItem.number)
    )
    listed: dict[UUID, list[str]] = {key: [] for key in keys}
    for round_id, title in found:
        listed[round_id].append(title)
    return listed


async def turnouts(session: AsyncSession, keys: Sequence[UUID]) -> list[tuple[int, int]]:
    """How many have voted of how many on the roll: numbers only."""
    cast = await _counted(session, Cast.round_id, keys)
    places = await _counted(session, RollPlace.round_id, keys)
    return [(cast.get(key, 0), places.get(key, 0)) for key in keys]


async def took_part(session: AsyncSession, round_id: UUID) -> list[str]:
    """Mandates of those who were entitled and present when the voting opened, in the roll's order.

    In a named electronic vote too it is the roll and not who cast: beside the figures of a small
    vote, the list of those who cast would tell what somebody chose (代表法第三十八条).
    """
    found = await session.scalars(
        sa.select(RollPlace.mandate_id)
        .where(RollPlace.round_id == round_id, RollPlace.mandate_id.is_not(None))
        .order_by(RollPlace.id)
    )
    return [str(one) for one in found]


async def _counted(session: AsyncSession, column: Any, keys: Sequence[UUID]) -> dict[UUID, int]:
    found = await session.execute(
        sa.select(column, sa.func.count()).where(column.in_(keys)).group_by(column)
    )
    return {row[0]: row[1] for row in found}


def ballots_of(person_id: UUID) -> Loader:
    """What the person chose, by the items' numbers; None where they cast nothing."""

    async def load(session: AsyncSession, keys: Sequence[UUID]) -> list[Any]:
        joined = sa.and_(Cast.tenant_id == RollPlace.tenant_id, Cast.place_id == RollPlace.id)
        found = await session.execute(
            sa.select(Cast.round_id, Cast.marks)
            .join(RollPlace, joined)
            .where(RollPlace.round_id.in_(keys), RollPlace.person_id == person_id)
        )
        own = {row[0]: {int(number): mark for number, mark in row[1].items()} for row in found}
        return [own.get(key) for key in keys]

    return load


async def announced_digests(session: AsyncSession, keys: Sequence[UUID]) -> list[str | None]:
    """The digests of the result files, which stand in the events of the announcements.

    A round that is closed cannot change, so it holds no digest of a file about itself.
    """
    told = sa.and_(
        Event.subject_id == Round.id, Event.name == Round.plugin.concat(".announce_result")
    )
    found = await session.execute(
        sa.select(Round.id, Event.payload["digest"].astext)
        .join(Event, sa.and_(Event.tenant_id == Round.tenant_id, told))
        .where(Round.id.in_(keys))
    )
    digests = {row[0]: row[1] for row in found}
    return [digests.get(key) for key in keys]
