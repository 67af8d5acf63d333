"""Numbers of a year: progress towards targets, and the yearly statistics table."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from core import (
    Context,
    File,
    Heading,
    Invalid,
    Mandate,
    Organ,
    Refused,
    Sheet,
    Work,
    announce,
    make_word_table,
    on_day,
    practice_of,
    today,
)
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import DeputyFile, Entry, LeaveRequest
from plugins.deputy_files.rules import LeaveState
from plugins.deputy_files.service.listing import standing


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far one deputy is with one target."""

    title: str
    times: int
    done: int
    percent: int


Counts = dict[UUID, dict[str, int]]
"""Of each file, how often each kind: the number of entries counts, not their words."""


async def counts_of(session: Any, year: int, files: Any, until: date | None = None) -> Counts:
    """Standing entries of a year by file and kind, of the files of a condition, in one query."""
    counted = (
        sa.select(Entry.file_id, Entry.kind, sa.func.sum(Entry.quantity))
        .where(Entry.year == year, standing(), files)
        .group_by(Entry.file_id, Entry.kind)
    )
    if until is not None:
        counted = counted.where(Entry.held_on <= until)
    listed: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    for file_id, kind, times in await session.execute(counted):
        listed[file_id][kind] = int(times)
    return listed


async def progress_of(
    context: Context, year: int, file_ids: Sequence[UUID]
) -> list[list[Progress]]:
    """Progress towards the body's targets, file by file: of one page of files at once."""
    async with context.previewing() as work:
        held = await practice_of(work, [practice.TARGETS, practice.KINDS], today())
        targets: Sequence[rules.Target] = held[practice.TARGETS].value or []
        idle = rules.uncounted(held[practice.KINDS].value or [])
        counts = await counts_of(work.session, year, Entry.file_id.in_(file_ids))
    return [
        [_progress(target, done_of(target, counts.get(one, {}), idle)) for target in targets]
        for one in file_ids
    ]


def done_of(target: rules.Target, counts: dict[str, int], idle: frozenset[str]) -> int:
    """How often the target's kinds were done; a kind that does not count never is."""
    return sum(counts.get(kind, 0) for kind in target.kinds if kind not in idle)


def _progress(target: rules.Target, done: int) -> Progress:
    return Progress(
        title=target.title,
        times=target.times,
        done=done,
        percent=rules.progress(done, target.times),
    )


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """The statistics table: its columns and a row for each deputy."""

    title: str
    headings: list[str]
    rows: list[list[Any]]
    due_text: str
    until: date


async def statistics_of(work: Work, term: int, year: int, until: date | None) -> Table:
    """The table of a term and a year, of all files, in five queries however many there are."""
    held = await practice_of(work, [practice.KINDS, practice.STATISTICS_DUE], today())
    kinds: Sequence[rules.EntryKind] = held[practice.KINDS].value or []
    if not kinds:
        raise Refused("NO_KINDS", "本机构还没有规定履职事项的种类，请管理员先在做法中设置。")
    files = await _files(work, term)
    if not files:
        raise Refused("NO_FILES", f"第{term}届还没有履职档案，请先建档，再制作统计表。")
    counts = await counts_of(work.session, year, sa.true(), until)
    leaves, idle = await _leaves(work, year), rules.uncounted(kinds)
    due = held[practice.STATISTICS_DUE].value
    rows: list[list[Any]] = [
        [
            place,
            file.name,
            file.district,
            station or "",
            *(counts.get(file.id, {}).get(kind.code, 0) for kind in kinds),
            sum(times for kind, times in counts.get(file.id, {}).items() if kind not in idle),
            leaves.get(file.id, 0),
        ]
        for place, (file, station) in enumerate(files, 1)
    ]
    titles = [kind.title for kind in kinds]
    return Table(
        title=f"第{term}届代表{year}年度履职情况统计表",
        headings=["序号", "姓名", "选区（选举单位）", "联络站", *titles, "合计", "准假次数"],
        rows=rows,
        due_text=f"每年{due.text}以前报送。" if due else "",
        until=min(until or today(), _last_day(year)),
    )


async def _files(work: Work, term: int) -> list[tuple[DeputyFile, str | None]]:
    station = sa.and_(
        Organ.tenant_id == DeputyFile.tenant_id, Organ.id == DeputyFile.station_organ_id
    )
    found = await work.session.execute(
        sa.select(DeputyFile, Organ.name)
        .outerjoin(Organ, station)
        .where(DeputyFile.term == term)
        .order_by(DeputyFile.district, DeputyFile.name, DeputyFile.id)
    )
    return [(row[0], row[1]) for row in found]


async def _leaves(work: Work, year: int) -> dict[UUID, int]:
    counted = await work.session.execute(
        sa.select(LeaveRequest.file_id, sa.func.count())
        .where(
            LeaveRequest.state == LeaveState.APPROVED,
            LeaveRequest.requested_on.between(date(year, 1, 1), _last_day(year)),
        )
        .group_by(LeaveRequest.file_id)
    )
    return {row[0]: row[1] for row in counted}


def _last_day(year: int) -> date:
    return date(year + 1, 1, 1) - practice.ONE_DAY


async def make_statistics(
    work: Work, term: int, year: int, until: date | None, *, as_word: bool
) -> File:
    """The table as an Excel sheet, or as a grid in Word."""
    if not 1 <= year <= today().year:
        raise Invalid("STATISTICS_YEAR", "请填写已经开始的年度。", field="year")
    table = await statistics_of(work, term, year, until)
    file = await (grid(work, table) if as_word else sheet(work, table))
    told = {"term": term, "year": year, "deputies": len(table.rows), "word": as_word}
    announce(work, "deputy_files.make_statistics", file, told)
    return file


async def sheet(work: Work, table: Table) -> File:
    """The table as an Excel sheet."""
    headings = [Heading(one, 1) for one in table.headings]
    with Sheet(work, table.title, headings) as written:
        written.write(table.rows)
        return await written.keep()


async def grid(work: Work, table: Table) -> File:
    """The table as a Word form: a grid to be signed under."""
    headings = [Heading(one, SHARES.get(one, 1)) for one in table.headings]
    counted = f"统计截至{on_day(table.until)}，共{len(table.rows)}名代表。{table.due_text}"
    return await make_word_table(
        work,
        table.title,
        headings,
        table.rows,
        above=[f"填报单位：{work.acting_organ.name}", counted],
        below=[f"填表人：{work.acting_person.name}　　审核人：　　　　　负责人：　　　　　"],
    )


SHARES = {"序号": 0.8, "姓名": 1.6, "选区（选举单位）": 2, "联络站": 2}
"""Widths of columns against one with a number."""


async def mandate_of(work: Work, file: DeputyFile) -> Mandate:
    """The mandate that a file belongs to."""
    return await work.session.get_one(Mandate, (work.body.id, file.mandate_id))
