"""Lists of drafts and of confirmed entries, and the body's own lists of duties and kinds."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import (
    Body,
    Context,
    Mandate,
    MandateStatus,
    Membership,
    NotFound,
    global_id,
    in_own_bodies,
    own_bodies,
    practice_of,
    today,
)
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import DeputyFile, Entry, EntryDraft


class WantedDrafts(msgspec.Struct, frozen=True, kw_only=True):
    """Which drafts."""

    file_id: UUID | None = None
    state: rules.EntryState | None = None
    kind: str | None = None
    held_on: date | None = None


class WantedEntries(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries; those that were corrected or withdrawn only when they are asked for."""

    file_id: UUID | None = None
    year: int | None = None
    kind: str | None = None
    confirmed_by: UUID | None = None
    standing: bool = True


def draft_list(wanted: WantedDrafts) -> sa.Select[EntryDraft]:
    """Drafts, the latest day first."""
    listing = sa.select(EntryDraft).order_by(EntryDraft.held_on.desc(), EntryDraft.id.desc())
    for column, value in {
        EntryDraft.file_id: wanted.file_id,
        EntryDraft.state: wanted.state,
        EntryDraft.kind: wanted.kind,
        EntryDraft.held_on: wanted.held_on,
    }.items():
        if value is not None:
            listing = listing.where(column == value)
    return listing


def standing() -> sa.ColumnElement[bool]:
    """Entries that count: no later one corrects them, and they do not only withdraw another."""
    later = aliased(Entry)
    corrected = sa.exists().where(later.tenant_id == Entry.tenant_id, later.corrects_id == Entry.id)
    return sa.and_(Entry.withdrawn.is_(False), ~corrected)


def entry_list(wanted: WantedEntries) -> sa.Select[Entry]:
    """Confirmed entries, the latest day first."""
    listing = sa.select(Entry).order_by(Entry.held_on.desc(), Entry.id.desc())
    for column, value in {
        Entry.file_id: wanted.file_id,
        Entry.year: wanted.year,
        Entry.kind: wanted.kind,
        Entry.confirmed_by: wanted.confirmed_by,
    }.items():
        if value is not None:
            listing = listing.where(column == value)
    return listing.where(standing()) if wanted.standing else listing


class Lists(msgspec.Struct, frozen=True, kw_only=True):
    """The body's own lists as they hold today, each with the rule it rests on."""

    aspects: list[rules.DutyAspect]
    kinds: list[rules.EntryKind]
    aspects_rule: str | None
    kinds_rule: str | None


async def own_lists(context: Context) -> Lists:
    """The duty list and the kinds of entries."""
    async with context.previewing() as work:
        held = await practice_of(work, [practice.DUTY_LIST, practice.KINDS], today())
    duties, kinds = held[practice.DUTY_LIST], held[practice.KINDS]
    return Lists(
        aspects=duties.value or [],
        kinds=kinds.value or [],
        aspects_rule=duties.holding.rule_text if duties.holding else None,
        kinds_rule=kinds.holding.rule_text if kinds.holding else None,
    )


async def statuses_of(session: AsyncSession, keys: Sequence[UUID]) -> list[MandateStatus | None]:
    """Whether mandates run; never why they do not."""
    found = await session.execute(sa.select(Mandate.id, Mandate.status).where(Mandate.id.in_(keys)))
    statuses = {row[0]: row[1] for row in found}
    return [statuses.get(key) for key in keys]


async def corrections_of(session: AsyncSession, keys: Sequence[UUID]) -> list[str | None]:
    """The id of the entry that took each one's place."""
    found = await session.execute(
        sa.select(Entry.corrects_id, Entry.id).where(Entry.corrects_id.in_(keys))
    )
    later = {row[0]: global_id("DutyEntry", row[1]) for row in found}
    return [later.get(key) for key in keys]


async def person_of(context: Context, membership_id: UUID) -> UUID:
    """Who holds a place in this body, of the past too."""
    async with context.reading() as session:
        found = await session.scalar(
            sa.select(Membership.person_id).where(Membership.id == membership_id)
        )
    if found is None:
        raise NotFound("任职")
    return found


async def own_places(context: Context) -> list[tuple[Body, list[DeputyFile]]]:
    """Bodies where the person has a place or a mandate, and their own files in this one."""
    actor = context.viewer.actor
    if actor is None:
        return []
    async with context.reading() as session:
        found = await session.scalars(
            sa.select(DeputyFile)
            .where(DeputyFile.person_id == actor.person_id)
            .order_by(DeputyFile.term.desc())
        )
        files = list(found)
    return [(one, files if one.id == context.body.id else []) for one in await own_bodies(context)]


class OwnMandate(msgspec.Struct, frozen=True, kw_only=True):
    """One mandate of whoever asks, as its body tells it."""

    body: Body
    term: int
    district: str
    status: MandateStatus
    entries: int
    waiting: int


async def own_mandates(context: Context, year: int) -> list[OwnMandate]:
    """Mandates at every level, each told by its own body, the latest term of a body first."""

    async def told(session: AsyncSession, body: Body, person_id: UUID) -> list[OwnMandate]:
        mine = DeputyFile.person_id == person_id
        kept = await _counted(session, Entry, mine, sa.and_(Entry.year == year, standing()))
        open_ones = EntryDraft.state.in_(rules.OPEN_STATES)
        waiting = await _counted(session, EntryDraft, mine, open_ones)
        mandates = await session.scalars(
            sa.select(Mandate)
            .where(Mandate.person_id == person_id)
            .order_by(Mandate.term.desc(), Mandate.id)
        )
        return [
            OwnMandate(
                body=body,
                term=one.term,
                district=one.district,
                status=one.status,
                entries=kept.get(one.id, 0),
                waiting=waiting.get(one.id, 0),
            )
            for one in mandates
        ]

    found = await in_own_bodies(context, "deputy_files", told)
    return [one for _, listed in found for one in listed or ()]


async def _counted(session: AsyncSession, model: Any, mine: Any, wanted: Any) -> dict[UUID, int]:
    """How many rows of a person's files there are, by mandate."""
    files = sa.select(DeputyFile.id).where(mine)
    found = await session.execute(
        sa.select(model.mandate_id, sa.func.count())
        .where(model.file_id.in_(files), wanted)
        .group_by(model.mandate_id)
    )
    return {row[0]: row[1] for row in found}
