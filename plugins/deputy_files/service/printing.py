"""One deputy's handbook and file card, on paper: what is in the file, and nothing besides."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from core import (
    Hands,
    Made,
    Official,
    Organ,
    Work,
    announce,
    hold,
    issue_paper,
    on_day,
    practice_of,
    today,
)
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import DeputyFile, Entry
from plugins.deputy_files.service.counting import counts_of, done_of, mandate_of
from plugins.deputy_files.service.listing import standing
from plugins.deputy_files.service.seeing import reachable_file

HANDBOOK = "deputy_files.handbook"
CARD = "deputy_files.file_card"
STATUSES = {"active": "任职", "suspended": "暂停执行职务", "ended": "终止"}


async def make_handbook(work: Work, file_id: UUID, year: int | None, *, card: bool) -> Made:
    """The handbook (履职手册), or the card (档案卡) with facts and numbers alone."""
    file = await reachable_file(work, file_id)
    names = [practice.KINDS, practice.DUTY_LIST, practice.CONTACTS, practice.TARGETS]
    held = await practice_of(work, names, today())
    listed_kinds: list[rules.EntryKind] = held[practice.KINDS].value or []
    kinds = {one.code: one.title for one in listed_kinds}
    parts = [*await _person(work, file)]
    targets: list[rules.Target] = held[practice.TARGETS].value or []
    parts += await _numbers(work, file, year or today().year, listed_kinds, targets)
    if not card:
        duties = held[practice.DUTY_LIST].value or []
        listed = [f"{place}. {one.title}。" for place, one in enumerate(duties, 1)]
        parts += ["一、代表的权利和义务、履职清单", *listed, "二、履职记录"]
        parts += await _entries(work, file, year, kinds)
        parts += ["三、大事记", *await _memorable(work, file, kinds), "四、联系方式"]
        parts += [*(held[practice.CONTACTS].value or ["（未设置）"])]
    made = await issue_paper(
        work,
        CARD if card else HANDBOOK,
        Official(
            title=f"{file.name}代表{'履职档案卡' if card else '履职手册'}",
            text="\n".join(parts),
            dated_on=today(),
            hands=Hands(signer=work.acting_person.name),
        ),
    )
    # The organ has other deputies: what is in the file is for whoever asked for it.
    hold(work, *(one for one in (made.word, made.pdf) if one is not None))
    told = {"mandate": str(file.mandate_id), "card": card}
    announce(work, "deputy_files.make_handbook", made.word, told)
    return made


async def _person(work: Work, file: DeputyFile) -> list[str]:
    mandate = await mandate_of(work, file)
    station = (
        await work.session.get(Organ, (work.body.id, file.station_organ_id))
        if file.station_organ_id
        else None
    )
    return [
        f"第{file.term}届代表，{file.district}。",
        f"代表资格：{STATUSES[mandate.status]}。建档日期：{on_day(file.opened_on)}。",
        f"保管档案的联络站：{station.name if station else '未指定'}。",
    ]


async def _numbers(
    work: Work,
    file: DeputyFile,
    year: int,
    kinds: list[rules.EntryKind],
    targets: list[rules.Target],
) -> list[str]:
    counts = (await counts_of(work.session, year, Entry.file_id == file.id)).get(file.id, {})
    titles, idle = {one.code: one.title for one in kinds}, rules.uncounted(kinds)

    def told(wanted: Iterable[str]) -> str:
        return "，".join(f"{titles.get(kind, kind)}{counts[kind]}次" for kind in sorted(wanted))

    done_kinds = told(counts.keys() - idle)
    lines = [f"{year}年度：{done_kinds or '还没有已确认的记录'}。"]
    if counts.keys() & idle:
        lines.append(f"另记：{told(counts.keys() & idle)}。")
    for one in targets:
        done = done_of(one, counts, idle)
        lines.append(f"{one.title}：{done}/{one.times}。")
    return lines


async def _entries(
    work: Work, file: DeputyFile, year: int | None, kinds: dict[str, str]
) -> list[str]:
    wanted = sa.select(Entry).where(Entry.file_id == file.id, standing())
    if year is not None:
        wanted = wanted.where(Entry.year == year)
    found = await work.session.scalars(
        wanted.order_by(Entry.held_on, Entry.id).limit(practice.MOST_PRINTED)
    )
    return [_line(one, kinds) for one in found] or ["（还没有已确认的记录）"]


async def _memorable(work: Work, file: DeputyFile, kinds: dict[str, str]) -> list[str]:
    """大事记: the matters that were led and what became of them."""
    found = await work.session.scalars(
        sa.select(Entry)
        .where(Entry.file_id == file.id, Entry.matter_id.is_not(None), standing())
        .order_by(Entry.held_on, Entry.id)
        .limit(practice.MOST_PRINTED)
    )
    return [_line(one, kinds) for one in found] or ["（无）"]


def _line(entry: Entry, kinds: dict[str, str]) -> str:
    where = f"，{entry.place}" if entry.place else ""
    text = entry.deputy_text or entry.station_text or ""
    kind = kinds.get(entry.kind, entry.kind)
    return f"{entry.held_on}　{kind}　{entry.title}{where}。{text}（{entry.confirmed_by_name}确认）"
