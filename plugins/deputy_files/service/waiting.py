"""Which drafts wait for whoever asks: to be confirmed by them, or their own to be mended."""

import sqlalchemy as sa

from core import Context, led_by, practice_of, today
from plugins.deputy_files import permissions as may
from plugins.deputy_files import practice
from plugins.deputy_files.models import DeputyFile, EntryDraft
from plugins.deputy_files.rules import Confirmer, EntryState
from plugins.deputy_files.service.seeing import files_of_viewer

Condition = sa.ColumnElement[bool]


async def to_confirm(context: Context) -> Condition:
    """What the viewer would not be refused: practice names them, and others wrote it."""
    actor = context.viewer.actor
    if actor is None or not context.may(may.CONFIRM_ENTRY):
        return sa.false()
    async with context.previewing() as work:
        held = await practice_of(work, [practice.CONFIRMED_BY], today())
    named = held[practice.CONFIRMED_BY].value or list(Confirmer)
    me = actor.person_id
    files = sa.select(DeputyFile.id).where(
        files_of_viewer(context),
        DeputyFile.archived_on.is_(None),
        DeputyFile.person_id != me,
        sa.or_(sa.false(), *(_holds(context, one) for one in named)),
    )
    return sa.and_(
        EntryDraft.state == EntryState.SUBMITTED,
        EntryDraft.file_id.in_(files),
        EntryDraft.deputy_by.is_distinct_from(me),
        EntryDraft.station_by.is_distinct_from(me),
    )


def _holds(context: Context, confirmer: Confirmer) -> Condition:
    """Of which files the viewer is this confirmer."""
    viewer = context.viewer
    if confirmer is Confirmer.OFFICE:
        return sa.true() if context.may(may.READ_ALL) else sa.false()
    if confirmer is Confirmer.STATION:
        if viewer.organ is None or not context.may(may.READ_KEPT):
            return sa.false()
        return DeputyFile.station_organ_id == viewer.organ.id
    return DeputyFile.mandate_id.in_(led_by(viewer.actor.person_id)) if viewer.actor else sa.false()


def own(context: Context) -> Condition:
    """Drafts of the viewer's own file, unless it is archived."""
    actor = context.viewer.actor
    if actor is None:
        return sa.false()
    files = sa.select(DeputyFile.id).where(
        DeputyFile.person_id == actor.person_id, DeputyFile.archived_on.is_(None)
    )
    return EntryDraft.file_id.in_(files)
