"""Entries that look alike are found and shown to whoever confirms; nothing else follows of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core import Work, today, value_of
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import (
    DeputyFile,
    DraftEvidence,
    DraftLikeness,
    Entry,
    EntryDraft,
    EntryEvidence,
)
from plugins.deputy_files.rules import EntryState, Written


async def note_likenesses(work: Work, draft: EntryDraft) -> list[DraftLikeness]:
    """Compare with what was written and confirmed around these days; the notes are kept anew."""
    near = (await value_of(work, practice.NEAR_TEXT, today())).value
    digests = await _digests(work, DraftEvidence, DraftEvidence.draft_id, [draft.id])
    written = _written(draft, digests[draft.id])
    found = list[DraftLikeness]()
    for other, name, evidence in await _others(work, draft, written):
        for likeness, percent in rules.likenesses(written, _written(other, evidence), near).items():
            is_entry = isinstance(other, Entry)
            found.append(
                DraftLikeness(
                    draft_id=draft.id,
                    likeness=likeness,
                    percent=percent,
                    other_draft_id=None if is_entry else other.id,
                    other_entry_id=other.id if is_entry else None,
                    other_name=name,
                    other_title=other.title,
                    other_held_on=other.held_on,
                )
            )
    await work.session.execute(
        sa.update(DraftLikeness)
        .where(DraftLikeness.draft_id == draft.id, DraftLikeness.stale.is_(False))
        .values(stale=True)
    )
    work.session.add_all(found)
    await work.session.flush()
    return found


def _written(row: EntryDraft | Entry, evidence: Iterable[str]) -> Written:
    return Written(
        mandate=str(row.mandate_id),
        title=row.title,
        text=row.deputy_text or row.station_text or "",
        place=row.place,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        evidence=frozenset(evidence),
    )


Other = tuple[EntryDraft | Entry, str, set[str]]


async def _others(work: Work, draft: EntryDraft, written: Written) -> list[Other]:
    """What it may be a copy of: the same photo or words at any time, else of these days."""
    drafts = await _rows(work, EntryDraft, DraftEvidence, DraftEvidence.draft_id, draft, written)
    entries = await _rows(work, Entry, EntryEvidence, EntryEvidence.entry_id, draft, written)
    waiting = [one for one in drafts if one[0].state is EntryState.SUBMITTED]
    return [*waiting, *(one for one in entries if one[0].id != draft.corrects_id)]


async def _rows(
    work: Work, model: Any, part: Any, points: Any, draft: EntryDraft, written: Written
) -> list[Any]:
    days = timedelta(days=(await value_of(work, practice.LIKE_DAYS, today())).value or 0)
    reached = model.held_on.between(draft.held_on - days, draft.held_on + days)
    same = sa.select(points).where(part.digest.in_(written.evidence), _kept(part))
    found = list(
        await work.session.scalars(
            sa.select(model)
            .where(
                model.id != draft.id,
                # Of one event there is an entry for each who was there: no copies.
                sa.or_(model.event_id.is_(None), model.event_id != draft.event_id)
                if draft.event_id
                else sa.true(),
                sa.or_(reached, model.text_digest == draft.text_digest, model.id.in_(same)),
            )
            .order_by(sa.desc(model.mandate_id == draft.mandate_id), model.held_on.desc())
            .limit(practice.MOST_COMPARED)
        )
    )
    digests = await _digests(work, part, points, [one.id for one in found])
    names = await _names(work, {one.file_id for one in found})
    return [(one, names[one.file_id], digests[one.id]) for one in found]


async def _digests(
    work: Work, part: Any, points: Any, ids: Sequence[UUID]
) -> defaultdict[UUID, set[str]]:
    found = await work.session.execute(
        sa.select(points, part.digest).where(points.in_(ids), _kept(part))
    )
    listed: defaultdict[UUID, set[str]] = defaultdict(set)
    for owner, digest in found:
        listed[owner].add(digest)
    return listed


async def _names(work: Work, file_ids: set[UUID]) -> dict[UUID, str]:
    found = await work.session.execute(
        sa.select(DeputyFile.id, DeputyFile.name).where(DeputyFile.id.in_(file_ids))
    )
    return {row[0]: row[1] for row in found}


def _kept(part: Any) -> Any:
    """Evidence that was not taken out of a draft again."""
    return part.dropped.is_(False) if part is DraftEvidence else sa.true()
