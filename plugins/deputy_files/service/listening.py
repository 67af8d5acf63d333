"""Entries come by themselves: what others announce becomes drafts, by a mapping that is data.

No plugin is known here by name. An event is turned into entries once by each mapping for each
mandate it names, however often it is heard; one that is heard late, since the plugin was turned on
later, too.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from uuid_utils.compat import uuid7

from core import Event, Listener, Mandate, Work, announce, now, today, value_of
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import EntryDraft
from plugins.deputy_files.rules import EntrySource, EntryState, EventMapping
from plugins.deputy_files.service.files import files_for


async def draft_entries(work: Work, event: Event) -> None:
    """Draft the entries that the body's practice makes of an event."""
    mapped = (await value_of(work, practice.EVENTS, today())).value or []
    titles = {
        one.code: one.title for one in (await value_of(work, practice.KINDS, today())).value or []
    }
    drafted = list[UUID]()
    kinds = set[str]()
    for mapping in mapped:
        if mapping.concerns(event.name, event.payload):
            usual = titles.get(mapping.kind, mapping.kind)
            made = await _drafted(work, event, mapping, usual)
            drafted += made
            kinds |= {mapping.kind} if made else set()
    if not drafted:
        return
    first = await work.session.get_one(EntryDraft, (work.body.id, drafted[0]))
    told = {"event": str(event.id), "count": len(drafted), "kinds": sorted(kinds)}
    announce(work, "deputy_files.draft_entries", first, told)


async def _drafted(work: Work, event: Event, mapping: EventMapping, usual: str) -> list[UUID]:
    """Drafts by one mapping; `usual` is their title where the event tells none."""
    mandates = await _mandates(work, mapping.whose(event.payload))
    held_on = _day(event, mapping)
    fitting = [
        one
        for one in mandates
        if rules.day_fault(held_on, one.began_on, one.ended_on, today()) is None
    ]
    files = await files_for(work, fitting)
    rows = [
        _row(work, event, mapping, one, files[one.id].id, held_on, usual)
        for one in fitting
        if files[one.id].archived_on is None
    ]
    if not rows:
        return []
    made = await work.session.scalars(
        insert(EntryDraft)
        .values(rows)
        .on_conflict_do_nothing(index_elements=["tenant_id", "event_id", "mandate_id", "mapping"])
        .returning(EntryDraft.id)
    )
    return list(made)


async def _mandates(work: Work, named: Sequence[str]) -> Sequence[Mandate]:
    ids = [one for one in map(_uuid, named) if one is not None]
    found = await work.session.scalars(
        sa.select(Mandate).where(Mandate.id.in_(ids)).order_by(Mandate.id)
    )
    return found.all()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(event: Event, mapping: EventMapping) -> date:
    """The day that the payload names, else the day on which it was announced."""
    told = event.payload.get(mapping.day) if mapping.day else None
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        return event.created_at.astimezone(now().tzinfo).date()


def _row(
    work: Work,
    event: Event,
    mapping: EventMapping,
    mandate: Mandate,
    file_id: UUID,
    held_on: date,
    usual: str,
) -> dict[str, Any]:
    told = event.payload.get(mapping.title) if mapping.title else None
    title = str(told or usual)[: practice.LONGEST_TITLE]
    return {
        "id": uuid7(),
        "tenant_id": work.body.id,
        "file_id": file_id,
        "mandate_id": mandate.id,
        "state": EntryState.SUBMITTED if mapping.submitted else EntryState.DRAFT,
        "source": EntrySource.EVENT,
        "kind": mapping.kind,
        "held_on": held_on,
        "title": title,
        "quantity": 1,
        "text_digest": rules.text_digest(title, str(mandate.id)),
        "withdraws": False,
        "event_id": event.id,
        "event_name": event.name,
        "mapping": mapping.key,
        "submitted_at": now() if mapping.submitted else None,
        "created_at": now(),
    }


ENTRIES = [Listener(name="entries", events=None, replay=True, run=draft_entries)]
