"""Every confirmed entry against its digest, its evidence against the stored contents.

Whoever owns the database can change a row, and its digest with it; the chain of events cannot be
changed unseen (`renda audit verify`), and it holds the digest that was told at the confirmation.
Of an entry whose words were erased, what is left is compared with what the erasing told of it.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, tzinfo
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from core import ERASED, Event, Invalid, Said, Work, as_whole_number, intact, now
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import Entry, EntryEvidence
from plugins.deputy_files.service.contents import content_of

CONFIRMED = "deputy_files.confirm_entry"
ERASING = "deputy_files.erase_words"
LISTED = ("deputy_files.confirm_entries", "deputy_files.import_entries")


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """How many entries were looked at, and what does not agree."""

    entries: int
    files: int
    problems: list[str]


async def verify(work: Work, asked: dict[str, Any]) -> Said:
    """The command: `renda deputy-files verify --body CODE [--year Y]`; 0 only if all agree."""
    year = as_whole_number(asked["year"]) if asked["year"] is not None else None
    if asked["year"] is not None and year is None:
        raise Invalid(
            "YEAR_FORM", f"年度“{asked['year']}”请写成 2025 这样的四位数字。", field="year"
        )
    done = await verify_entries(work, year)
    span = f"{year}年" if year is not None else "全部"
    checked = f"{span}已入档的记录{done.entries}条、佐证材料{done.files}份"
    if not done.problems:
        return Said(text=f"{checked}，与确认时的摘要一致。")
    return Said(text="\n".join([f"{checked}，不一致的：", *done.problems]), status=1)


async def verify_entries(work: Work, year: int | None) -> Verified:
    """Recompute the digests of a year's entries, or of all."""
    told, problems, entries = await _told(work, year), list[str](), 0
    left = await _left(work)
    contents = dict[str, bool]()
    async for entry, pieces in _entries(work, year):
        entries += 1
        if entry.id in left or entry.title == ERASED:
            faults = _erased_faults(entry, pieces, told.pop(entry.id, None), left.get(entry.id))
            problems += [f"{entry.name}{entry.held_on}（{entry.id}）：{one}" for one in faults]
            continue
        for digest in {one.digest for one in pieces} - contents.keys():
            contents[digest] = await intact(work, digest)
        faults = _faults(entry, pieces, told.pop(entry.id, None), contents)
        problems += [
            f"{entry.name}{entry.held_on}“{entry.title}”（{entry.id}）：{one}" for one in faults
        ]
    problems += [f"记录{one}：确认过，已不在档案中" for one in told]
    return Verified(entries=entries, files=len(contents), problems=problems)


def _faults(
    entry: Entry,
    pieces: list[EntryEvidence],
    told: str | None,
    contents: dict[str, bool],
) -> list[str]:
    faults = list[str]()
    if entry.digest not in _digests(entry, pieces):
        faults.append("内容或者佐证材料的清单与摘要不符")
    if told is None:
        faults.append("没有确认它的事件")
    elif told != entry.digest:
        faults.append("摘要与确认时的事件不符")
    if entry.year != entry.held_on.year:
        faults.append("年度与日期不符")
    for one in pieces:
        if not contents[one.digest]:
            faults.append(f"佐证材料“{one.name}”的内容已不在，或者已不是原来的")
    return faults


def _erased_faults(
    entry: Entry, pieces: list[EntryEvidence], told: str | None, left: str | None
) -> list[str]:
    """What does not agree of an entry whose words are gone."""
    if left is None:
        return ["内容已经删除，没有删除它的事件"]
    faults = list[str]()
    if left not in _digests(entry, pieces):
        faults.append("内容删除以后又有变动，与删除时的事件不符")
    if told is None:
        faults.append("没有确认它的事件")
    elif told != entry.digest:
        faults.append("摘要与确认时的事件不符")
    if entry.year != entry.held_on.year:
        faults.append("年度与日期不符")
    if {entry.reason, *(one.name for one in pieces)} - {ERASED, None}:
        faults.append("已有删除的事件，内容却还在")
    return faults


async def digests_left(work: Work, entry_ids: Sequence[UUID]) -> dict[str, str]:
    """The digest of what erased entries still say, by the entry's id: whoever erases tells it."""
    wanted = sa.select(Entry).where(Entry.id.in_(entry_ids))
    entries = await work.session.scalars(wanted.execution_options(populate_existing=True))
    pieces = await _pieces(work, entry_ids)
    return {str(one.id): _digest(one, pieces[one.id]) for one in entries}


def _digests(entry: Entry, pieces: Sequence[EntryEvidence]) -> set[str]:
    """The digest of what the row says; an hour was once written in the zone of the database."""
    hour = entry.starts_at or entry.ends_at
    zones = {now().tzinfo, UTC, hour.tzinfo if hour else None}
    return {_digest(entry, pieces, zone) for zone in zones}


def _digest(entry: Entry, pieces: Sequence[EntryEvidence], zone: tzinfo | None = None) -> str:
    content = content_of(entry, pieces, aspect=entry.aspect, withdrawn=entry.withdrawn, zone=zone)
    return rules.digest_of(content)


async def _pieces(work: Work, entry_ids: Sequence[UUID]) -> dict[UUID, list[EntryEvidence]]:
    pieces: dict[UUID, list[EntryEvidence]] = {one: [] for one in entry_ids}
    kept = sa.select(EntryEvidence).where(EntryEvidence.entry_id.in_(entry_ids))
    for piece in await work.session.scalars(kept.order_by(EntryEvidence.id)):
        pieces[piece.entry_id].append(piece)
    return pieces


async def _entries(
    work: Work, year: int | None
) -> AsyncIterator[tuple[Entry, list[EntryEvidence]]]:
    """Entries with their evidence, some at a time, each batch by two queries."""
    after = UUID(int=0)
    while True:
        wanted = sa.select(Entry).where(Entry.id > after)
        if year is not None:
            # By the day as well: a year that was changed hides nothing.
            wanted = wanted.where(
                sa.or_(Entry.year == year, sa.extract("year", Entry.held_on) == year)
            )
        found = (
            await work.session.scalars(wanted.order_by(Entry.id).limit(practice.MOST_CONFIRMED))
        ).all()
        if not found:
            return
        ids = [one.id for one in found]
        pieces = await _pieces(work, ids)
        for one in found:
            yield one, pieces[one.id]
        after = ids[-1]
        work.session.expunge_all()


async def _left(work: Work) -> dict[UUID, str]:
    """The digest of what was left of each entry whose words were erased, as the erasing told it."""
    payloads = await work.session.scalars(sa.select(Event.payload).where(Event.name == ERASING))
    told = (payload["left"] for payload in payloads)
    return {UUID(entry_id): digest for left in told for entry_id, digest in left.items()}


async def _told(work: Work, year: int | None) -> dict[UUID, str]:
    """The digest of every entry as its confirmation told it."""
    told = dict[UUID, str]()

    def note(entry_id: UUID, payload: dict[str, Any]) -> None:
        if year is None or payload["held_on"].startswith(f"{year}-"):
            told[entry_id] = payload["digest"]

    alone = sa.select(Event.subject_id, Event.payload).where(Event.name == CONFIRMED)
    for entry_id, payload in await work.session.execute(alone):
        note(entry_id, payload)
    together = sa.select(Event.payload).where(Event.name.in_(LISTED))
    for payload in await work.session.scalars(together):
        for one in payload["entries"]:
            note(UUID(one["entry"]), one)
    return told
