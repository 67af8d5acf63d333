"""Every confirmed entry against its digest, its evidence against the stored contents.

Whoever owns the database can change a row, and its digest with it; the chain of events cannot be
changed unseen (`renda audit verify`), and it holds the digest that was told at the confirmation.
Of an entry whose words were erased, all else is compared with what was told then; and that they
were erased must itself have been told.
"""

from collections.abc import AsyncIterator
from datetime import UTC
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from core import ERASED, Event, Invalid, Said, Work, as_whole_number, intact, now
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import Entry, EntryEvidence

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
    gone = await _erased(work)
    contents = dict[str, bool]()
    async for entry, pieces in _entries(work, year):
        entries += 1
        if entry.id in gone or entry.title == ERASED:
            named = f"{entry.name}{entry.held_on}（{entry.id}）"
            faults = _erased_faults(entry, pieces, told.pop(entry.id, None), gone)
            problems += [f"{named}：{one}" for one in faults]
            continue
        for digest in {one.digest for one in pieces} - contents.keys():
            contents[digest] = await intact(work, digest)
        payload = told.pop(entry.id, None)
        faults = _faults(entry, pieces, payload["digest"] if payload else None, contents)
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
    entry: Entry,
    pieces: list[EntryEvidence],
    told: dict[str, Any] | None,
    gone: frozenset[UUID],
) -> list[str]:
    """What does not agree of an entry whose words are gone."""
    if entry.id not in gone:
        return ["内容已经删除，没有删除它的事件"]
    faults = list[str]()
    if told is None:
        faults.append("没有确认它的事件")
    elif {name: told[name] for name in STAYING} != _staying(entry, pieces):
        faults.append("内容删除以后，其余各项与确认时的事件不符")
    words = (entry.title, entry.place, entry.deputy_text, entry.station_text, entry.reason)
    if {*words, *(one.name for one in pieces)} - {ERASED, None}:
        faults.append("已有删除的事件，内容却还在")
    return faults


STAYING = (
    "mandate",
    "kind",
    "held_on",
    "quantity",
    "matter",
    "source",
    "evidence",
    "digest",
    "confirmed_by",
    "corrects",
    "withdrawn",
)


def _staying(entry: Entry, pieces: list[EntryEvidence]) -> dict[str, Any]:
    """What the confirmation told of an entry, as its row says it now."""
    return {
        "mandate": str(entry.mandate_id),
        "kind": entry.kind,
        "held_on": str(entry.held_on),
        "quantity": entry.quantity,
        "matter": str(entry.matter_id) if entry.matter_id else None,
        "source": str(entry.source),
        "evidence": sorted({one.digest for one in pieces}),
        "digest": entry.digest,
        "confirmed_by": str(entry.confirmed_by),
        "corrects": str(entry.corrects_id) if entry.corrects_id else None,
        "withdrawn": entry.withdrawn,
    }


def _digests(entry: Entry, pieces: list[EntryEvidence]) -> set[str]:
    """The digest of what the row says; an hour was once written in the zone of the database."""
    found = set[str]()
    for zone in (now().tzinfo, UTC, None):
        starts, ends = (
            one and (one.astimezone(zone) if zone else one).isoformat()
            for one in (entry.starts_at, entry.ends_at)
        )
        content = rules.Content(
            mandate=str(entry.mandate_id),
            kind=entry.kind,
            aspect=entry.aspect,
            held_on=str(entry.held_on),
            starts_at=starts,
            ends_at=ends,
            place=entry.place,
            title=entry.title,
            quantity=entry.quantity,
            matter=str(entry.matter_id) if entry.matter_id else None,
            deputy_text=entry.deputy_text,
            station_text=entry.station_text,
            evidence=sorted({one.digest for one in pieces}),
            corrects=str(entry.corrects_id) if entry.corrects_id else None,
            withdrawn=entry.withdrawn,
        )
        found.add(rules.digest_of(content))
    return found


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
        pieces: dict[UUID, list[EntryEvidence]] = {one: [] for one in ids}
        kept = sa.select(EntryEvidence).where(EntryEvidence.entry_id.in_(ids))
        for piece in await work.session.scalars(kept.order_by(EntryEvidence.id)):
            pieces[piece.entry_id].append(piece)
        for one in found:
            yield one, pieces[one.id]
        after = ids[-1]
        work.session.expunge_all()


async def _erased(work: Work) -> frozenset[UUID]:
    """Entries of which an event told that their words were erased."""
    payloads = await work.session.scalars(sa.select(Event.payload).where(Event.name == ERASING))
    return frozenset(UUID(one) for payload in payloads for one in payload["entries"])


async def _told(work: Work, year: int | None) -> dict[UUID, dict[str, Any]]:
    """What the confirmation of each entry told of it."""
    told = dict[UUID, dict[str, Any]]()

    def note(entry_id: UUID, payload: dict[str, Any]) -> None:
        if year is None or payload["held_on"].startswith(f"{year}-"):
            told[entry_id] = payload

    alone = sa.select(Event.subject_id, Event.payload).where(Event.name == CONFIRMED)
    for entry_id, payload in await work.session.execute(alone):
        note(entry_id, payload)
    together = sa.select(Event.payload).where(Event.name.in_(LISTED))
    for payload in await work.session.scalars(together):
        for one in payload["entries"]:
            note(UUID(one["entry"]), one)
    return told
