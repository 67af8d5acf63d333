"""What the plugin hears: confirmed entries, and its own verbs that touch every deputy."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from core import Event, Listener, Work
from plugins.deputy_points.models import EntryCopy, PointsAccount
from plugins.deputy_points.rules import OTHER_CORRECTED, RULE_ADOPTED, TOLD_LATE, YEAR_OPENED
from plugins.deputy_points.service.booking import book_all
from plugins.deputy_points.service.copying import keep_copies, years_of
from plugins.deputy_points.service.objecting import follow_objections

CONFIRMED = "deputy_files.confirm_entry"
CONFIRMED_TOGETHER = "deputy_files.confirm_entries"
IMPORTED = "deputy_files.import_entries"
RECORDED = frozenset({CONFIRMED, CONFIRMED_TOGETHER, IMPORTED})
ADOPTED = "deputy_points.adopt_points_rule"
OPENED = "deputy_points.open_points_year"


async def follow_record(work: Work, event: Event) -> None:
    """Keep a confirmed entry and book it; book what a new rule or a new year asks for."""
    if event.name in RECORDED:
        await _confirmed(work, event)
    elif event.name == ADOPTED:
        await _adopted(work, date.fromisoformat(event.payload["valid_from"]))
    else:
        await _opened(work, event.payload["year"])


def _told(event: Event) -> dict[UUID, Any]:
    """What an event tells, by entry: one that was confirmed, or all of several."""
    if event.name == CONFIRMED:
        return {event.subject_id: event.payload}
    return {UUID(one["entry"]): one for one in event.payload["entries"]}


async def _confirmed(work: Work, event: Event) -> None:
    pairs, corrected = set[tuple[UUID, int]](), False
    for copy in await keep_copies(work, _told(event)):
        corrected = corrected or copy.corrects is not None
        pairs |= {(copy.mandate_id, year) for year in await years_of(work, copy)}
    await book_all(work, pairs, OTHER_CORRECTED if corrected else TOLD_LATE)


async def _adopted(work: Work, valid_from: date) -> None:
    """Book what waits for a rule: entries from its first day on, and base points."""
    days = sa.select(EntryCopy.mandate_id, EntryCopy.held_on).where(EntryCopy.held_on >= valid_from)
    pairs = {(mandate, day.year) for mandate, day in await work.session.execute(days)}
    opened = sa.select(PointsAccount.mandate_id, PointsAccount.year).where(
        PointsAccount.year >= valid_from.year
    )
    pairs |= {(mandate, year) for mandate, year in await work.session.execute(opened)}
    await book_all(work, pairs, RULE_ADOPTED)


async def _opened(work: Work, year: int) -> None:
    accounts = sa.select(PointsAccount.mandate_id).where(PointsAccount.year == year)
    pairs = {(mandate, year) for mandate in await work.session.scalars(accounts)}
    await book_all(work, pairs, YEAR_OPENED)


LISTENERS = [
    Listener(
        name="ledger",
        events=RECORDED | {ADOPTED, OPENED},
        replay=True,
        run=follow_record,
    ),
    Listener(
        name="objections",
        events=frozenset(
            {"deputy_points.object_to_points", "deputy_points.answer_points_objection"}
        ),
        run=follow_objections,
    ),
]
