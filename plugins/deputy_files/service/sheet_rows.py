"""Rows of a sheet of past entries, and what each may be a copy of."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import ERASED, Expected, Work, today, value_of
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import DeputyFile, Entry, EntryDraft
from plugins.deputy_files.rules import EntryState, Likeness


@dataclass
class EntryRow:
    """A row as it was understood, and what is wrong with it."""

    number: int
    cells: dict[str, str]
    file: DeputyFile | None = None
    kind: rules.EntryKind | None = None
    held_on: date = date.min
    quantity: int = 1
    matter_id: UUID | None = None
    problems: list[Expected] = field(default_factory=list[Expected])
    alike: list["RowLikeness"] = field(default_factory=list["RowLikeness"])
    """What it may be a copy of: no fault, somebody looks."""
    entry_id: UUID = field(default_factory=uuid7)
    """What it becomes."""

    @property
    def digest(self) -> str:
        """Of its words."""
        return rules.text_digest(self.cells["标题"], self.cells["内容"])


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is compared with a row: a draft, an entry or another row."""

    file_id: UUID
    held_on: date
    text: str
    called: str
    origin: str
    """What it began as: a draft that is confirmed stays the same matter."""
    name: str
    title: str
    kind: str
    erased: bool = False
    """Of its words none is left to be compared."""
    draft_id: UUID | None = None
    entry_id: UUID | None = None


@dataclass(frozen=True)
class RowLikeness:
    """In what a row is alike with something; the id stays as long as nothing of it changes."""

    id: UUID
    likeness: Likeness
    percent: int
    other: Said

    @property
    def text(self) -> str:
        """As somebody is told of it."""
        how = rules.LIKENESSES[self.likeness]
        share = f"（{self.percent}%）" if self.likeness is Likeness.NEAR_TEXT else ""
        return f"与{self.other.called}{how}{share}"


async def note_alike(work: Work, rows: Sequence[EntryRow]) -> None:
    """Same words wherever they stand, and like words of the same deputy around the same day."""
    near = (await value_of(work, practice.NEAR_TEXT, today())).value
    days = timedelta(days=(await value_of(work, practice.LIKE_DAYS, today())).value or 0)
    placed = [row for row in rows if row.file is not None and row.held_on != date.min]
    if not placed:
        return
    said = [*await _written(work, EntryDraft, placed, days)]
    said += await _written(work, Entry, placed, days)
    # Thousands of rows are compared for seconds: others are served meanwhile.
    await asyncio.to_thread(_compare, placed, said, days, near)


def _compare(
    rows: Sequence[EntryRow], said: Sequence[Said], days: timedelta, near: int | None
) -> None:
    known, texts = _by_file(said), defaultdict[str, list[Said]](list)
    for one in said:
        texts[one.text].append(one)
    for row in rows:
        mine = _said_by(row)
        for one in texts[mine.text][: practice.SHOWN_ALIKE]:
            _note(row, mine, one, (Likeness.SAME_TEXT, rules.WHOLE))
        for one in known[mine.file_id]:
            if one.erased and (one.kind, one.held_on) == (mine.kind, mine.held_on):
                _note(row, mine, one, (Likeness.ERASED_DAY, rules.WHOLE))
        close = [
            one
            for one in known[mine.file_id]
            if abs(one.held_on - mine.held_on) <= days and one.text != mine.text and not one.erased
        ][: practice.MOST_COMPARED]
        best = rules.nearest(mine.text, [one.text for one in close], near)
        if best is not None:
            place, percent = best
            _note(row, mine, close[place], (Likeness.NEAR_TEXT, percent))
        texts[mine.text].append(mine)
        known[mine.file_id].append(mine)


def _note(row: EntryRow, mine: Said, other: Said, how: tuple[Likeness, int]) -> None:
    """Both sides of one entry may say the same: it is told once."""
    found = RowLikeness(
        rules.row_likeness_id(mine.origin, (other.origin, other.text), *how), *how, other
    )
    if found.id not in {one.id for one in row.alike}:
        row.alike.append(found)


def _said_by(row: EntryRow) -> Said:
    if row.file is None:
        raise AssertionError("only rows of a file are compared")
    text = rules.plain(row.cells["标题"] + row.cells["内容"])
    return Said(
        file_id=row.file.id,
        held_on=row.held_on,
        text=text,
        called=f"第{row.number}行",
        origin=f"{row.file.id} {row.held_on} {text}",
        name=row.file.name,
        title=row.cells["标题"],
        kind=row.kind.code if row.kind else "",
        entry_id=row.entry_id,
    )


def _by_file(said: Iterable[Said]) -> defaultdict[UUID, list[Said]]:
    listed = defaultdict[UUID, list[Said]](list)
    for one in said:
        listed[one.file_id].append(one)
    return listed


async def _written(work: Work, model: Any, rows: Sequence[EntryRow], days: timedelta) -> list[Said]:
    """Entries, or drafts that wait for their confirmation."""
    wanted = sa.select(model, DeputyFile.name).join(
        DeputyFile,
        sa.and_(DeputyFile.tenant_id == model.tenant_id, DeputyFile.id == model.file_id),
    )
    if model is EntryDraft:
        wanted = wanted.where(EntryDraft.state == EntryState.SUBMITTED)
    held = [row.held_on for row in rows]
    around = sa.and_(
        model.file_id.in_({row.file.id for row in rows if row.file is not None}),
        model.held_on.between(min(held) - days, max(held) + days),
    )
    digests = {row.digest for row in rows}
    same = sa.or_(model.text_digest.in_(digests), model.joined_digest.in_(digests))
    found = await work.session.execute(wanted.where(sa.or_(around, same)).order_by(model.id))
    return [
        Said(
            file_id=one.file_id,
            held_on=one.held_on,
            text="" if one.title == ERASED else rules.plain(f"{one.title}{text}"),
            called=f"{name}{one.held_on}“{one.title}”",
            origin=str(one.id if model is EntryDraft else one.draft_id or one.id),
            name=name,
            title=one.title,
            kind=one.kind,
            erased=one.title == ERASED,
            draft_id=one.id if model is EntryDraft else None,
            entry_id=None if model is EntryDraft else one.id,
        )
        for one, name in found
        for text in [side for side in (one.deputy_text, one.station_text) if side] or [""]
    ]
