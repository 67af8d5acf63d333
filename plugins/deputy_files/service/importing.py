"""Past entries from a sheet: looked over row by row, then taken in all together or not at all.

They come in as confirmed by whoever imports them: the paper files were confirmed long ago. One
event tells of all of them, each with what `confirm_entry` would have told.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import (
    Context,
    Invalid,
    Mandate,
    Refused,
    Work,
    announce,
    as_day,
    as_name,
    as_whole_number,
    bears_name,
    global_id,
    read_sheet,
    refuse_bad_rows,
    today,
    value_of,
)
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import DeputyFile, DutyMatter, Entry, EntryLooked
from plugins.deputy_files.rules import EntrySource
from plugins.deputy_files.service.confirming import told_of
from plugins.deputy_files.service.seeing import hold_words
from plugins.deputy_files.service.sheet_rows import EntryRow, RowLikeness, note_alike

COLUMNS = ("姓名", "日期", "种类", "标题", "内容")
OPTIONAL = ("选区或选举单位", "届次", "地点", "次数", "议题")
"""A matter (一事) is found by its title, or begun by the sheet: its rows are of one matter."""


async def preview_entries(context: Context, file_id: UUID) -> list[EntryRow]:
    """What an import would do; nothing is written."""
    async with context.previewing() as work:
        rows = await _checked(work, file_id)
        await note_alike(work, rows)
        return rows


async def import_entries(work: Work, file_id: UUID, looked: Sequence[UUID]) -> int:
    """Take every row in, or none.

    `looked`: the likenesses of all rows that were looked at, which must be those that stand now.
    """
    rows = await _checked(work, file_id, locked=True)
    refuse_bad_rows([(row.number, row.problems) for row in rows])
    await hold_words(work)
    await note_alike(work, rows)
    _require_looked(rows, frozenset(looked))
    await _begin_matters(work, rows)
    entries = [_entry(work, row) for row in rows]
    work.session.add_all(one for one, _, _ in entries)
    await work.session.flush()
    work.session.add_all(_looked(row, one) for row in rows for one in row.alike)
    await work.session.flush()
    told = [
        {"entry": str(entry.id), **told_of(work, entry, file, content)}
        for entry, file, content in entries
    ]
    payload = {"count": len(entries), "file": str(file_id), "entries": told}
    announce(work, "deputy_files.import_entries", entries[0][0], payload)
    return len(entries)


def _require_looked(rows: Sequence[EntryRow], looked: frozenset[UUID]) -> None:
    """An import confirms: what a row looks like must have been looked at, as at a confirmation."""
    alike = [(row, one) for row in rows for one in row.alike]
    fresh = [(row, one) for row, one in alike if one.id not in looked]
    gone = len(looked - {one.id for _, one in alike})
    if not fresh and not gone:
        return
    shown: list[dict[str, object]] = [
        {"id": global_id("EntryLikeness", one.id), "row": row.number, "text": one.text}
        for row, one in alike
    ]
    if gone:
        raise Refused(
            "ENTRY_ALIKE_GONE",
            f"核对过的有{gone}处已不再疑似重复，现有{len(alike)}处。请重新预览，核对后再导入。",
            field="looked",
            alike=shown,
        )
    listed = "；".join(f"第{row.number}行{one.text}" for row, one in fresh[: practice.SHOWN_ALIKE])
    raise Refused(
        "ENTRY_ALIKE",
        f"表中有{len(alike)}处疑似重复，其中{len(fresh)}处还没有核对：{listed}。请在预览中逐条核对："
        "重复的行请删去；确非重复的，逐处注明已核对再导入。",
        field="looked",
        alike=shown,
    )


def _looked(row: EntryRow, one: RowLikeness) -> EntryLooked:
    return EntryLooked(
        entry_id=row.entry_id,
        likeness_id=one.id,
        likeness=one.likeness,
        percent=one.percent,
        other_draft_id=one.other.draft_id,
        other_entry_id=one.other.entry_id,
        other_name=one.other.name,
        other_title=one.other.title,
        other_held_on=one.other.held_on,
    )


async def _checked(work: Work, file_id: UUID, *, locked: bool = False) -> list[EntryRow]:
    table = await read_sheet(work, file_id, COLUMNS, practice.MOST_IMPORTED, optional=OPTIONAL)
    kinds = (await value_of(work, practice.KINDS, today())).value
    if not kinds:
        raise Refused("NO_KINDS", "本机构还没有规定履职事项的种类，请管理员先在做法中设置。")
    named = {key: one for one in kinds for key in (one.title, one.code)}
    rows = [EntryRow(number, cells | {"姓名": as_name(cells["姓名"])}) for number, cells in table]
    files = await _files(work, {row.cells["姓名"] for row in rows}, locked=locked)
    for row in rows:
        _read(row, named)
        _find(row, files.get(row.cells["姓名"], []))
        if row.file is not None and row.file.person_id == work.acting_person.person_id:
            row.problems.append(
                Refused("ENTRY_OWN", "导入即为确认，不能导入自己的履职记录，请由他人导入这一行。")
            )
    await _find_matters(work, rows)
    _check_twice(rows)
    await _check_known(work, rows)
    return rows


async def _find_matters(work: Work, rows: Sequence[EntryRow]) -> None:
    titles = {row.cells["议题"] for row in rows} - {""}
    known: defaultdict[str, list[UUID]] = defaultdict(list)
    found = await work.session.execute(
        sa.select(DutyMatter.title, DutyMatter.id).where(DutyMatter.title.in_(titles))
    )
    for title, matter_id in found:
        known[title].append(matter_id)
    for row in rows:
        title = row.cells["议题"]
        if len(known[title]) > 1:
            row.problems.append(
                Invalid(
                    "MATTER_AMBIGUOUS",
                    f"有{len(known[title])}个议题叫“{title}”，请留空，导入后在记录中指定。",
                )
            )
        elif len(title) > practice.LONGEST_TITLE:
            row.problems.append(
                Invalid("ENTRY_TOO_LONG", f"议题的名称不超过{practice.LONGEST_TITLE}字，请缩短。")
            )
        else:
            row.matter_id = next(iter(known[title]), None)


async def _begin_matters(work: Work, rows: Sequence[EntryRow]) -> None:
    """Matters that the sheet names for the first time."""
    begun = dict[str, DutyMatter]()
    for row in rows:
        title = row.cells["议题"]
        if title and row.matter_id is None:
            row.matter_id = begun.setdefault(title, _matter(work, title)).id
    work.session.add_all(begun.values())
    await work.session.flush()


def _matter(work: Work, title: str) -> DutyMatter:
    return DutyMatter(
        id=uuid7(),
        title=title,
        opened_on=today(),
        opened_by=work.acting_person.person_id,
        opened_by_name=work.acting_person.name,
    )


Known = tuple[DeputyFile, Mandate]


async def _files(work: Work, names: set[str], *, locked: bool) -> dict[str, list[Known]]:
    joined = sa.and_(Mandate.tenant_id == DeputyFile.tenant_id, Mandate.id == DeputyFile.mandate_id)
    wanted = (
        sa.select(DeputyFile, Mandate)
        .join(Mandate, joined)
        .where(bears_name(DeputyFile.name, names), DeputyFile.archived_on.is_(None))
        .order_by(DeputyFile.id)
    )
    if locked:
        # Of two imports at once the second must find what the first has written.
        wanted = wanted.with_for_update(of=DeputyFile)
    listed: defaultdict[str, list[Known]] = defaultdict(list)
    for file, mandate in await work.session.execute(wanted):
        listed[as_name(file.name)].append((file, mandate))
    return listed


def _read(row: EntryRow, named: dict[str, rules.EntryKind]) -> None:
    cells = row.cells
    row.kind = named.get(cells["种类"])
    if row.kind is None:
        known = "、".join(one for one in named if not one.isascii())
        row.problems.append(
            Invalid("KIND_UNKNOWN", f"种类“{cells['种类']}”不在清单中，请改为：{known}。")
        )
    held_on = as_day(cells["日期"])
    if held_on is None:
        row.problems.append(
            Invalid("DAY_FORM", f"日期“{cells['日期']}”请写成 2025-03-05 这样的日期。")
        )
    quantity = as_whole_number(cells["次数"] or "1")
    if quantity is None or not 0 < quantity <= practice.MOST_QUANTITY:
        row.problems.append(
            Invalid(
                "QUANTITY",
                f"次数“{cells['次数']}”须为大于0的整数，至多{practice.MOST_QUANTITY}，请改正；"
                "确实更多的，请分为几行。",
            )
        )
    if not cells["标题"] or not cells["内容"]:
        row.problems.append(Invalid("ENTRY_EMPTY", "标题、内容都要填写，请补填。"))
    if len(cells["标题"]) > practice.LONGEST_TITLE or len(cells["内容"]) > practice.LONGEST_TEXT:
        row.problems.append(
            Invalid(
                "ENTRY_TOO_LONG",
                f"标题不超过{practice.LONGEST_TITLE}字，内容不超过{practice.LONGEST_TEXT}字。",
            )
        )
    row.held_on, row.quantity = held_on or date.min, quantity or 1


def _find(row: EntryRow, known: Sequence[Known]) -> None:
    """Whose row it is; of two with one name the district says which."""
    district, term = row.cells["选区或选举单位"], as_whole_number(row.cells["届次"])
    fitting = [
        one
        for one in known
        if (not district or one[0].district == district) and (not term or one[0].term == term)
    ]
    name = row.cells["姓名"]
    if not fitting:
        where = f"{district}的" if district else ""
        row.problems.append(
            Invalid("DEPUTY_UNKNOWN", f"没有{where}“{name}”的履职档案，请核对姓名，或者先建档。")
        )
        return
    if len(fitting) > 1:
        listed = "、".join(one[0].district for one in fitting)
        row.problems.append(
            Invalid(
                "NAME_AMBIGUOUS",
                f"有{len(fitting)}名代表叫“{name}”，请在“选区或选举单位”一列写明是哪一位：{listed}。",
            )
        )
        return
    ((row.file, mandate),) = fitting
    if row.held_on != date.min:
        fault = rules.day_fault(row.held_on, mandate.began_on, mandate.ended_on, today())
        if fault is not None:
            row.problems.append(Invalid("ENTRY_DAY", fault))


def _check_twice(rows: Sequence[EntryRow]) -> None:
    seen = dict[tuple[UUID, date, str], int]()
    for row in rows:
        if row.file is None:
            continue
        what = (row.file.id, row.held_on, row.digest)
        if what in seen:
            row.problems.append(
                Invalid("ROW_TWICE", f"与第{seen[what]}行同一人、同一天、同样内容，请删去一行。")
            )
        seen.setdefault(what, row.number)


async def _check_known(work: Work, rows: Sequence[EntryRow]) -> None:
    days = [row.held_on for row in rows if row.file is not None and row.held_on != date.min]
    if not days:
        return
    found = await work.session.execute(
        sa.select(Entry.file_id, Entry.held_on, Entry.text_digest).where(
            Entry.held_on.between(min(days), max(days)),
            Entry.file_id.in_({row.file.id for row in rows if row.file is not None}),
        )
    )
    known = {tuple(one) for one in found}
    for row in rows:
        if row.file is not None and (row.file.id, row.held_on, row.digest) in known:
            row.problems.append(
                Refused("ENTRY_KNOWN", "同一人、同一天、同样内容的记录已经入档，请删去这一行。")
            )


def _entry(work: Work, row: EntryRow) -> tuple[Entry, DeputyFile, rules.Content]:
    file, kind, cells = row.file, row.kind, row.cells
    if file is None or kind is None:
        raise AssertionError("a row without them has a problem")
    actor = work.acting_person
    content = rules.Content(
        mandate=str(file.mandate_id),
        kind=kind.code,
        aspect=kind.aspect,
        held_on=str(row.held_on),
        starts_at=None,
        ends_at=None,
        place=cells["地点"] or None,
        title=cells["标题"],
        quantity=row.quantity,
        matter=str(row.matter_id) if row.matter_id else None,
        deputy_text=None,
        station_text=cells["内容"],
        evidence=[],
        corrects=None,
        withdrawn=False,
    )
    kept: dict[str, Any] = {
        "file_id": file.id,
        "mandate_id": file.mandate_id,
        "name": file.name,
        "source": EntrySource.STATION,
        "held_on": row.held_on,
        "matter_id": row.matter_id,
        "year": row.held_on.year,
        "station_by_name": actor.name,
        "text_digest": row.digest,
        "digest": rules.digest_of(content),
        "alike": len(row.alike),
        "confirmed_on": today(),
        "confirmed_by": actor.person_id,
        "confirmed_by_name": actor.name,
        "confirmed_organ_id": work.acting_organ.id,
    }
    same = ("kind", "aspect", "place", "title", "quantity", "station_text", "withdrawn")
    told = {name: getattr(content, name) for name in same}
    return Entry(id=row.entry_id, **kept, **told), file, content
