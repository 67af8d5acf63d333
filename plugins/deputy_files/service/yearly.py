"""The yearly table: owed by a day of practice, sent up once, sent again only with a reason."""

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import (
    File,
    FileKind,
    Incoming,
    Invalid,
    Receiver,
    Refused,
    Work,
    announce,
    code_above,
    meet_clock,
    on_day,
    own_files,
    send,
    start_clock_until,
    stop_clocks,
    today,
    value_of,
)
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import DeputyFile, ReceivedTable, YearlyTable
from plugins.deputy_files.service.counting import grid, sheet, statistics_of

PLUGIN = "deputy_files"
KIND = "yearly_table"


async def begin_yearly_table(work: Work, term: int, year: int) -> YearlyTable:
    """Begin a year's table, whose clock runs from now on: for a body that did without until now."""
    _require_year(year, ahead=1)
    row = await begun(work, term, year)
    if row is not None and (row.due_on is not None or row.submitted_on is not None):
        raise Refused("TABLE_BEGUN", f"第{term}届{year}年度的统计表已经开始，不需要再办理。")
    if not await _has_files(work, term):
        raise Refused("NO_FILES", f"第{term}届还没有履职档案，请先建档，再制作统计表。")
    row = await begin(work, term, year)
    told = {"term": term, "year": year, "due_on": str(row.due_on) if row.due_on else None}
    announce(work, "deputy_files.begin_yearly_table", row, told)
    return row


def _require_year(year: int, *, ahead: int = 0) -> None:
    if not 1 <= year <= today().year + ahead:
        raise Invalid("STATISTICS_YEAR", "请填写已经开始的年度。", field="year")


async def begun(work: Work, term: int, year: int) -> YearlyTable | None:
    """The table of a term and a year, locked for the verb."""
    return await work.session.scalar(
        sa.select(YearlyTable)
        .where(YearlyTable.term == term, YearlyTable.year == year)
        .with_for_update()
    )


async def begin(work: Work, term: int, year: int) -> YearlyTable:
    """The table, with a clock where practice names a day; without one it says that none runs."""
    held = await value_of(work, practice.STATISTICS_DUE, today())
    row = await begun(work, term, year) or YearlyTable(
        id=uuid7(), term=term, year=year, begun_on=today(), organ_id=work.acting_organ.id
    )
    work.session.add(row)
    await work.session.flush()
    if held.value is not None and row.due_on is None and row.submitted_on is None:
        row.due_on = rules.due_in(year, held.value)
        row.rule_text = held.holding.rule_text if held.holding else None
        because = f"每年{held.value.text}以前报送{year}年度统计表（{row.rule_text or '做法'}）"
        start_clock_until(
            work, practice.STATISTICS_DUE, row, today(), row.due_on, because, organ_id=row.organ_id
        )
    return row


async def begin_next(work: Work, term: int) -> None:
    """The table that is owed next, once files of a term are there."""
    due = (await value_of(work, practice.STATISTICS_DUE, today())).value
    await begin(work, term, rules.year_due(today(), due))


async def stop_tables(work: Work, term: int) -> None:
    """Nothing is owed any more for a term whose files are archived."""
    open_ones = sa.select(YearlyTable).where(
        YearlyTable.term == term, YearlyTable.submitted_on.is_(None)
    )
    for row in await work.session.scalars(open_ones):
        await stop_clocks(work, row.id)


async def submit_yearly_table(
    work: Work, term: int, year: int, organ: str | None, reason: str | None
) -> YearlyTable:
    """Close a year's table, and send it to an organ of the body above where one is named (报送)."""
    _require_year(year)
    row = await begun(work, term, year)
    again = (reason or "").strip() or None
    if row is not None and row.submitted_on is not None and again is None:
        raise Refused(
            "TABLE_SUBMITTED",
            f"{year}年度的统计表已于{on_day(row.submitted_on)}报送。确需更正的，请写明理由再次报送。",
        )
    table = await statistics_of(work, term, year, None)
    row = row or await begin(work, term, year)
    files = [await sheet(work, table), await grid(work, table)]
    above = await _above(work) if organ else None
    told = rules.SentTable(term=term, year=year, deputies=len(table.rows), reason=again)
    if above and organ:
        payload = msgspec.to_builtins(told)
        package = await send(work, PLUGIN, KIND, to=(above, organ), payload=payload, files=files)
        row.package_id, row.sent_to = package.id, f"{above}/{organ}"
    row.sheet_file_id, row.word_file_id = files[0].id, files[1].id
    row.submitted_on, row.submitted_by_name = today(), work.acting_person.name
    row.deputies, row.reason = told.deputies, again
    await meet_clock(work, practice.STATISTICS_DUE, row.id, today())
    if await _has_files(work, term):
        await begin(work, term, year + 1)
    said = {"term": term, "year": year, "deputies": told.deputies, "to": row.sent_to}
    announce(work, "deputy_files.submit_yearly_table", row, said)
    return row


async def _above(work: Work) -> str:
    above = await code_above(work)
    if above is None:
        raise Refused("TABLE_RECEIVER", "本机构没有上一级机构，请不填接收机关，只登记报送。")
    return above


async def _has_files(work: Work, term: int) -> bool:
    wanted = sa.select(DeputyFile.id).where(
        DeputyFile.term == term, DeputyFile.archived_on.is_(None)
    )
    return await work.session.scalar(wanted.limit(1)) is not None


async def take_table(work: Work, package: Incoming) -> None:
    """Take a table in that a body below sent."""
    told = msgspec.convert(package.payload, rules.SentTable)
    files = await own_files(work, package)

    def of_kind(kind: FileKind) -> File | None:
        return next((one for one in files if one.kind == kind), None)

    sheet_file, word_file = of_kind(FileKind.XLSX), of_kind(FileKind.DOCX)
    work.session.add(
        ReceivedTable(
            package_id=package.id,
            organ_id=package.organ_id,
            from_body_name=package.from_body_name,
            from_organ_name=package.from_organ_name,
            term=told.term,
            year=told.year,
            deputies=told.deputies,
            reason=told.reason,
            received_on=today(),
            sheet_file_id=sheet_file and sheet_file.id,
            word_file_id=word_file and word_file.id,
        )
    )
    await work.session.flush()


def yearly_table_list(term: int | None) -> sa.Select[YearlyTable]:
    """This body's tables, the latest year first."""
    listing = sa.select(YearlyTable).order_by(YearlyTable.year.desc(), YearlyTable.term.desc())
    return listing if term is None else listing.where(YearlyTable.term == term)


def received_table_list(year: int | None) -> sa.Select[ReceivedTable]:
    """Tables that bodies below sent, the latest first."""
    listing = sa.select(ReceivedTable).order_by(
        ReceivedTable.year.desc(), ReceivedTable.received_on.desc(), ReceivedTable.id.desc()
    )
    return listing if year is None else listing.where(ReceivedTable.year == year)


TABLES = [
    Receiver(kind=KIND, title="年度履职情况统计表", run=take_table, tells=lambda _package: True)
]
