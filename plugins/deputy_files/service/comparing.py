"""Entries that look alike are found and shown to whoever confirms; nothing else follows of it.

What is found of two entries is the same from both sides. Its id is made of what is seen: as long as
nothing of it changes it keeps its id, also when the other of the two is confirmed meanwhile.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from core import ERASED, Context, Work, now, practice_of, today
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import (
    DeputyFile,
    DraftEvidence,
    DraftLikeness,
    Entry,
    EntryDraft,
    EntryEvidence,
)
from plugins.deputy_files.rules import EntryState, Likeness, Written
from plugins.deputy_files.service.seeing import confirmable, hold_words


@dataclass(frozen=True)
class Side:
    """One of two that are compared: its row, whose it is, and what is compared of it."""

    row: EntryDraft | Entry
    name: str
    written: Written

    @property
    def origin(self) -> UUID:
        """What it began as: a draft that is confirmed stays the same matter."""
        row = self.row
        return row.draft_id or row.id if isinstance(row, Entry) else row.id


@dataclass(frozen=True)
class Bounds:
    """What practice says of likenesses."""

    near: int | None
    days: timedelta


@dataclass(frozen=True)
class Alike:
    """A pair that is alike, and in what."""

    one: Side
    other: Side
    likeness: Likeness
    percent: int


async def likenesses_of(
    work: Work, drafts: Sequence[EntryDraft]
) -> dict[UUID, list[DraftLikeness]]:
    """What each draft looks like as everything stands now; nothing is written.

    Two queries for each draft and four for all.
    """
    found = await _found(work, drafts)
    return {draft: [noted(one) for one in listed] for draft, listed in found.items()}


async def _found(work: Work, drafts: Sequence[EntryDraft]) -> dict[UUID, list[Alike]]:
    held = await practice_of(work, [practice.NEAR_TEXT, practice.LIKE_DAYS], today())
    days = timedelta(days=held[practice.LIKE_DAYS].value or 0)
    bounds = Bounds(held[practice.NEAR_TEXT].value, days)
    evidence = await _evidence(work, [one.id for one in drafts])
    names = await _names(work, {one.file_id for one in drafts})
    found = dict[UUID, list[Alike]]()
    for draft in drafts:
        one = Side(draft, names[draft.file_id], _written(draft, evidence[draft.id]))
        found[draft.id] = [
            Alike(one, other, likeness, percent)
            for other in await _others(work, draft, one.written, bounds)
            for likeness, percent in rules.likenesses(
                one.written, other.written, bounds.near
            ).items()
        ]
    return found


def noted(alike: Alike) -> DraftLikeness:
    """The row that tells of it, with the id that it always has."""
    row, drafted = alike.other.row, isinstance(alike.other.row, EntryDraft)
    return DraftLikeness(
        id=rules.likeness_id(
            (str(alike.one.origin), alike.one.written),
            (str(alike.other.origin), alike.other.written),
            alike.likeness,
            alike.percent,
        ),
        draft_id=alike.one.row.id,
        likeness=alike.likeness,
        percent=alike.percent,
        other_draft_id=row.id if drafted else None,
        other_entry_id=None if drafted else row.id,
        other_name=alike.other.name,
        other_title=row.title,
        other_held_on=row.held_on,
        stale=False,
    )


async def note_likenesses(work: Work, draft: EntryDraft) -> None:
    """Compare a submitted draft anew, and note what is found at both that are alike."""
    await hold_words(work)
    found = (await _found(work, [draft]))[draft.id]
    await forget_likenesses(work, draft)
    mirrored = [
        Alike(one.other, one.one, one.likeness, one.percent)
        for one in found
        if isinstance(one.other.row, EntryDraft)
    ]
    rows = sorted((noted(one) for one in [*found, *mirrored]), key=lambda row: row.id)
    if not rows:
        return
    told = [
        {name: getattr(row, name) for name in NOTED}
        | {"tenant_id": work.body.id, "created_at": now()}
        for row in rows
    ]
    await work.session.execute(
        insert(DraftLikeness)
        .values(told)
        .on_conflict_do_update(index_elements=["tenant_id", "id"], set_={"stale": False})
    )


NOTED = [
    "id",
    "draft_id",
    "likeness",
    "percent",
    "other_draft_id",
    "other_entry_id",
    "other_name",
    "other_title",
    "other_held_on",
    "stale",
]


async def forget_likenesses(work: Work, draft: EntryDraft) -> None:
    """A draft that does not wait any more, or as it was before, looks like nothing."""
    await hold_words(work)
    concerned = sa.and_(
        DraftLikeness.stale.is_(False),
        sa.or_(DraftLikeness.draft_id == draft.id, DraftLikeness.other_draft_id == draft.id),
    )
    # Two that are alike may be submitted at once: both lock what is noted of them in one order.
    ids = (
        await work.session.scalars(
            sa.select(DraftLikeness.id)
            .where(concerned)
            .order_by(DraftLikeness.id)
            .with_for_update()
        )
    ).all()
    if ids:
        await work.session.execute(
            sa.update(DraftLikeness).where(DraftLikeness.id.in_(ids)).values(stale=True)
        )


async def likenesses_now(context: Context, draft_id: UUID) -> list[DraftLikeness]:
    """What a draft looks like at this moment, for those who may confirm it."""
    async with context.previewing() as work:
        draft = await work.session.scalar(
            sa.select(EntryDraft).where(
                EntryDraft.id == draft_id,
                EntryDraft.state == EntryState.SUBMITTED,
                confirmable(EntryDraft.file_id)(context),
            )
        )
        if draft is None:
            return []
        return (await likenesses_of(work, [draft]))[draft.id]


def _written(row: EntryDraft | Entry, evidence: Sequence[str]) -> Written:
    both = row.deputy_text is not None and row.station_text is not None
    return Written(
        mandate=str(row.mandate_id),
        kind=row.kind,
        day=row.held_on,
        erased=row.title == ERASED,
        title=row.title,
        text=row.deputy_text or row.station_text or "",
        joined=row.station_text or "" if both else "",
        place=row.place,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        evidence=frozenset(evidence),
    )


async def _others(work: Work, draft: EntryDraft, written: Written, bounds: Bounds) -> list[Side]:
    """What it may be a copy of: the same photo or words at any time, else of these days."""
    waiting = _reached(EntryDraft, draft, written, bounds)
    waiting.append(EntryDraft.state == EntryState.SUBMITTED)
    pieces = sa.and_(DraftEvidence.draft_id == EntryDraft.id, DraftEvidence.dropped.is_(False))
    drafts = await _sides(work, EntryDraft, pieces, waiting, draft, written)
    entries = await _sides(
        work,
        Entry,
        EntryEvidence.entry_id == Entry.id,
        [*_reached(Entry, draft, written, bounds), _told_last()],
        draft,
        written,
    )
    return [*drafts, *(one for one in entries if one.row.id != draft.corrects_id)]


def _same_words(model: Any, draft: EntryDraft) -> list[Any]:
    """That either side of a row says what either side of the draft says."""
    words = [one for one in (draft.text_digest, draft.joined_digest) if one is not None]
    return [model.text_digest.in_(words), model.joined_digest.in_(words)]


def _same_photo(model: Any, written: Written) -> list[Any]:
    """That a row has a piece of the draft's evidence; nothing where the draft has none."""
    if not written.evidence:
        return []
    of_draft = model is EntryDraft
    part = DraftEvidence if of_draft else EntryEvidence
    kept = DraftEvidence.dropped.is_(False) if of_draft else sa.true()
    points = DraftEvidence.draft_id if of_draft else EntryEvidence.entry_id
    return [model.id.in_(sa.select(points).where(part.digest.in_(written.evidence), kept))]


def _told_last() -> Any:
    """Of what was erased only the last of its corrections is compared: the rest says no more."""
    later = aliased(Entry)
    corrected = sa.exists().where(later.tenant_id == Entry.tenant_id, later.corrects_id == Entry.id)
    return sa.or_(Entry.title != ERASED, sa.not_(corrected))


def _reached(model: Any, draft: EntryDraft, written: Written, bounds: Bounds) -> list[Any]:
    """Which rows are compared with a draft."""
    around = model.held_on.between(draft.held_on - bounds.days, draft.held_on + bounds.days)
    same = [*_same_words(model, draft), *_same_photo(model, written)]
    reached = [model.id != draft.id, sa.or_(around, *same)]
    if draft.event_id:
        # Of one event there is an entry for each who was there: no copies.
        reached.append(sa.or_(model.event_id.is_(None), model.event_id != draft.event_id))
    return reached


async def _sides(
    work: Work, model: Any, of_row: Any, reached: list[Any], draft: EntryDraft, written: Written
) -> list[Side]:
    """The rows with whose they are and their evidence, in one query; the likeliest first.

    In a busy fortnight not all are compared: of the same photo or words none is cut for another.
    """
    part = DraftEvidence if model is EntryDraft else EntryEvidence
    pieces = sa.select(sa.func.array_agg(part.digest)).where(of_row).scalar_subquery()
    whose = sa.and_(DeputyFile.tenant_id == model.tenant_id, DeputyFile.id == model.file_id)
    found = await work.session.execute(
        sa.select(model, DeputyFile.name, pieces)
        .join(DeputyFile, whose)
        .where(*reached)
        .order_by(
            *(sa.case((one, 0), else_=1) for one in _same_photo(model, written)),
            sa.case((sa.or_(*_same_words(model, draft)), 0), else_=1),
            sa.desc(model.mandate_id == draft.mandate_id),
            model.held_on.desc(),
            model.id.desc(),
        )
        .limit(practice.MOST_COMPARED)
    )
    return [Side(row, name, _written(row, digests or ())) for row, name, digests in found]


async def _evidence(work: Work, draft_ids: Sequence[UUID]) -> defaultdict[UUID, list[str]]:
    found = await work.session.execute(
        sa.select(DraftEvidence.draft_id, DraftEvidence.digest).where(
            DraftEvidence.draft_id.in_(draft_ids), DraftEvidence.dropped.is_(False)
        )
    )
    listed: defaultdict[UUID, list[str]] = defaultdict(list)
    for owner, digest in found:
        listed[owner].append(digest)
    return listed


async def _names(work: Work, file_ids: set[UUID]) -> dict[UUID, str]:
    found = await work.session.execute(
        sa.select(DeputyFile.id, DeputyFile.name).where(DeputyFile.id.in_(file_ids))
    )
    return {row[0]: row[1] for row in found}
