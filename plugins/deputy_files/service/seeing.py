"""Whose files somebody sees: a deputy their own, a leader the group's, a station those it keeps."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core import Context, NotFound, Work, led_by
from plugins.deputy_files import permissions as may
from plugins.deputy_files.models import (
    DeputyFile,
    DraftEvidence,
    DraftLikeness,
    DutyMatter,
    Entry,
    EntryDraft,
    EntryLooked,
    Erasure,
)
from plugins.deputy_files.rules import ErasureState


def seen_files(actions: frozenset[str], person_id: UUID | None, organ_id: UUID | None) -> Any:
    """A condition on files; nobody who is not named in one of its parts sees a file."""
    if may.READ_ALL in actions:
        return sa.true()
    seen: Any = sa.false()
    if person_id is not None and may.READ in actions:
        seen = sa.or_(seen, DeputyFile.person_id == person_id)
        if may.CONFIRM_ENTRY in actions:
            seen = sa.or_(seen, DeputyFile.mandate_id.in_(led_by(person_id)))
    if organ_id is not None and may.READ_KEPT in actions:
        kept = sa.or_(
            DeputyFile.station_organ_id == organ_id, DeputyFile.office_organ_id == organ_id
        )
        seen = sa.or_(seen, kept)
    return seen


def files_of_viewer(context: Context) -> Any:
    """The condition for whoever asks."""
    viewer = context.viewer
    person_id = viewer.actor.person_id if viewer.actor else None
    return seen_files(viewer.actions, person_id, viewer.organ.id if viewer.organ else None)


def within_files(column: Any) -> Any:
    """The condition on a table that points to the file by this column."""

    def seen(context: Context) -> Any:
        if context.may(may.READ_ALL):
            return sa.true()
        return column.in_(sa.select(DeputyFile.id).where(files_of_viewer(context)))

    return seen


def confirmed_of_viewer(context: Context) -> Any:
    """The condition on confirmed entries: of the files that the viewer sees, or all of them."""
    if context.may(may.READ_CONFIRMED):
        return sa.true()
    return within_files(Entry.file_id)(context)


def drafts_of_viewer(context: Context) -> Any:
    """Drafts of the viewer's files; whoever erases also sees those that they are asked to erase."""
    seen = within_files(EntryDraft.file_id)(context)
    if not context.may(may.ERASE_WORDS):
        return seen
    return sa.or_(seen, EntryDraft.id.in_(asked_to_erase()))


def asked_to_erase() -> sa.Select[UUID | None]:
    """Drafts whose deputy asked that they be erased, until that is refused."""
    return sa.select(Erasure.draft_id).where(
        Erasure.draft_id.is_not(None), Erasure.state != ErasureState.REFUSED
    )


def draft_evidence_of_viewer(context: Context) -> Any:
    """Evidence of drafts that the viewer sees, as the drafts stand."""
    drafts = sa.select(EntryDraft.id).where(drafts_of_viewer(context))
    return sa.and_(DraftEvidence.dropped.is_(False), DraftEvidence.draft_id.in_(drafts))


def confirmable(column: Any) -> Any:
    """The condition on what names other deputies: of files that the viewer confirms for."""

    def seen(context: Context) -> Any:
        actor = context.viewer.actor
        if actor is None or not context.may(may.CONFIRM_ENTRY):
            return sa.false()
        others = sa.select(DeputyFile.id).where(
            files_of_viewer(context), DeputyFile.person_id != actor.person_id
        )
        return column.in_(others)

    return seen


def likenesses_of_viewer(context: Context) -> Any:
    """Of what a draft looks like, only those are told who confirm it: it names other deputies."""
    drafts = sa.select(EntryDraft.id).where(confirmable(EntryDraft.file_id)(context))
    return sa.and_(DraftLikeness.stale.is_(False), DraftLikeness.draft_id.in_(drafts))


def looked_of_viewer(context: Context) -> Any:
    """What was looked at when an entry was confirmed: for those who confirm."""
    entries = sa.select(Entry.id).where(confirmable(Entry.file_id)(context))
    return EntryLooked.entry_id.in_(entries)


def within_entries(column: Any) -> Any:
    """The condition on a part of a confirmed entry."""

    def seen(context: Context) -> Any:
        return column.in_(sa.select(Entry.id).where(confirmed_of_viewer(context)))

    return seen


def _seen_by(work: Work) -> Any:
    person_id = work.actor.person_id if work.actor else None
    return seen_files(work.actions, person_id, work.organ.id if work.organ else None)


async def reachable_file(work: Work, file_id: UUID) -> DeputyFile:
    """A file that the acting person sees, locked for the verb, or NotFound."""
    found = await work.session.scalar(
        sa.select(DeputyFile).where(DeputyFile.id == file_id, _seen_by(work)).with_for_update()
    )
    if found is None:
        raise NotFound("履职档案")
    return found


async def hold_words(work: Work, *, alone: bool = False) -> None:
    """Until the transaction ends no words of this body are erased; with `alone` nor shown again.

    It is taken before a title is written where another record shows it, and after the files are
    locked: whoever erases finds every place, or is seen to have erased.
    """
    lock = sa.func.pg_advisory_xact_lock if alone else sa.func.pg_advisory_xact_lock_shared
    named = sa.func.hashtextextended(f"{work.body.id} deputy_files.words", 0)
    await work.session.execute(sa.select(lock(named)))


async def reachable_draft(work: Work, draft_id: UUID) -> tuple[EntryDraft, DeputyFile]:
    """A draft in a file that the acting person sees, both locked for the verb.

    What is confirmed cannot be locked itself: of one file, one verb at a time. The file is locked
    first, as by every other verb: two verbs never wait for each other.
    """
    file_id = sa.select(EntryDraft.file_id).where(EntryDraft.id == draft_id).scalar_subquery()
    file = await work.session.scalar(
        sa.select(DeputyFile).where(DeputyFile.id == file_id, _seen_by(work)).with_for_update()
    )
    if file is None:
        raise NotFound("履职记录")
    draft = await work.session.scalar(
        sa.select(EntryDraft).where(EntryDraft.id == draft_id).with_for_update()
    )
    if draft is None:
        raise NotFound("履职记录")
    return draft, file


async def reachable_drafts(
    work: Work, draft_ids: Sequence[UUID]
) -> list[tuple[EntryDraft, DeputyFile]]:
    """Several drafts with their files, locked in one order; NotFound if one is not seen."""
    of_drafts = sa.select(EntryDraft.file_id).where(EntryDraft.id.in_(draft_ids))
    locked = await work.session.scalars(
        sa.select(DeputyFile)
        .where(DeputyFile.id.in_(of_drafts), _seen_by(work))
        .order_by(DeputyFile.id)
        .with_for_update()
    )
    files = {one.id: one for one in locked}
    drafts = await work.session.scalars(
        sa.select(EntryDraft)
        .where(EntryDraft.id.in_(draft_ids), EntryDraft.file_id.in_(files.keys()))
        .order_by(EntryDraft.id)
        .with_for_update()
    )
    found = [(one, files[one.file_id]) for one in drafts]
    if len(found) != len(set(draft_ids)):
        raise NotFound("履职记录")
    return found


async def reachable_entry(work: Work, entry_id: UUID) -> Entry:
    """A confirmed entry in a file that the acting person sees."""
    files = sa.select(DeputyFile.id).where(_seen_by(work))
    found = await work.session.scalar(
        sa.select(Entry).where(Entry.id == entry_id, Entry.file_id.in_(files))
    )
    if found is None:
        raise NotFound("已确认的履职记录")
    return found


def _seen_matters(actions: frozenset[str], person_id: UUID | None, files: Any) -> Any:
    """Matters that somebody opened, and those that the files they see are about."""
    if may.READ_ALL in actions:
        return sa.true()
    seen = sa.select(DeputyFile.id).where(files)
    written = [
        DutyMatter.id.in_(
            sa.select(model.matter_id).where(model.file_id.in_(seen), model.matter_id.is_not(None))
        )
        for model in (EntryDraft, Entry)
    ]
    if may.READ_CONFIRMED in actions:
        confirmed = sa.select(Entry.matter_id).where(Entry.matter_id.is_not(None))
        written.append(DutyMatter.id.in_(confirmed))
    return sa.or_(DutyMatter.opened_by == person_id, *written)


def matters_of_viewer(context: Context) -> Any:
    """The condition on matters for whoever asks."""
    viewer = context.viewer
    person_id = viewer.actor.person_id if viewer.actor else None
    return _seen_matters(viewer.actions, person_id, files_of_viewer(context))


async def own_matter(work: Work, matter_id: UUID | None) -> None:
    """NotFound unless the matter is one that the acting person sees."""
    if matter_id is None:
        return
    seen = _seen_matters(work.actions, work.acting_person.person_id, _seen_by(work))
    found = sa.select(DutyMatter.id).where(DutyMatter.id == matter_id, seen)
    if await work.session.scalar(found) is None:
        raise NotFound("履职议题")
