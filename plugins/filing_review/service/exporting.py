"""The ledger (台账) as Excel and PDF, and the province platform's numbers out and in by Excel.

Lines are read in batches, each with what hangs on it in one query a kind; whatever the length of
the ledger, a batch is all that is held.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Select, select

from core import (
    Expected,
    File,
    Heading,
    Invalid,
    Sheet,
    Work,
    announce,
    in_batches,
    make_pdf_table,
    on_day,
    place_name,
    read_sheet,
    refuse_bad_rows,
    today,
)
from plugins.filing_review import practice, rules
from plugins.filing_review.models import Filing, FilingCopy
from plugins.filing_review.rules import FilingState, LedgerForm
from plugins.filing_review.service.around import Around, around_of


class Line(NamedTuple):
    """A line of the ledger with its place and what hangs on it."""

    place: int
    filing: Filing
    around: Around


NO_PERIOD = "规定没有期限"
"""Where another ledger would invent a number."""


def lateness(filing: Filing | FilingCopy) -> str:
    """Whether it was filed in time; an own line that waits to be measured says nothing yet."""
    late_by = filing.late_by
    if late_by is None:
        return NO_PERIOD if filing.filing_due_on is None else ""
    return f"逾期{late_by}天" if late_by else "按期"


def form_check(filing: Filing | FilingCopy) -> str:
    """How the form check went."""
    if filing.state is FilingState.WITHDRAWN:
        return "制定机关已撤回"
    if filing.state is FilingState.ARRIVED:
        return "待签收"
    if filing.returned_on:
        return "退回"
    if filing.registered_on:
        return "补正后登记" if filing.withheld_on else "登记"
    return "暂缓登记" if filing.withheld_on else "审查中"


def _opinion(line: Line) -> str | None:
    opinion = line.around.opinions.get(line.filing.id)
    if opinion is None or opinion.issued_on is None:
        return None
    return f"{opinion.number}，{on_day(opinion.issued_on)}"


def _answered_on(line: Line) -> Any:
    letter = line.around.answers.get(line.filing.id)
    return letter.dated_on if letter else None


def _committees(line: Line) -> str:
    return "、".join(line.around.committees.get(line.filing.id, []))


def conclusion(filing: Filing | FilingCopy) -> str | None:
    """What the review came to, by its Chinese name."""
    return rules.CONCLUSIONS[filing.conclusion] if filing.conclusion else None


def correction(filing: Filing | FilingCopy) -> str | None:
    """How the error was corrected, by its Chinese name."""
    return rules.CORRECTIONS[filing.correction] if filing.correction else None


class Column(NamedTuple):
    """A column: its name, its share of the width, and what stands in it."""

    name: str
    share: float
    value: Callable[[Line], Any]


COLUMNS = (
    Column("序号", 0.5, lambda line: line.place),
    Column("名称", 2, lambda line: line.filing.title),
    Column("发文字号", 1.3, lambda line: line.filing.document_number),
    Column("制定机关", 1.2, lambda line: line.filing.maker_name),
    Column("公布日期", 1, lambda line: line.filing.published_on),
    Column("施行日期", 1, lambda line: line.filing.effective_on),
    Column("有效期", 1, lambda line: line.filing.valid_until),
    Column("报备期限", 1, lambda line: line.filing.filing_due_on or NO_PERIOD),
    Column("收到日期", 1, lambda line: line.filing.received_on or line.filing.filed_on),
    Column("是否逾期", 1, lambda line: lateness(line.filing)),
    Column("形式审查", 1, lambda line: form_check(line.filing)),
    Column("登记号", 1.2, lambda line: line.filing.register_text),
    Column("承办机构", 1, lambda line: line.around.own_organ),
    Column("同步审查机构", 1.2, _committees),
    Column("审查结果", 1, lambda line: conclusion(line.filing)),
    Column("意见文号及日期", 1.4, _opinion),
    Column("反馈日期", 1, _answered_on),
    Column("处理结果", 1, lambda line: correction(line.filing)),
    Column("办结日期", 1, lambda line: line.filing.closed_on),
    Column("省平台编号", 1, lambda line: line.filing.platform_number),
    Column("归档号", 1, lambda line: line.filing.archive_number),
)
"""The columns that an office keeps."""

HEADINGS = [Heading(column.name, column.share) for column in COLUMNS]


async def export_ledger(work: Work, listing: Select[Filing], form: LedgerForm) -> File:
    """The lines of a list as a file of the acting organ, in the order of the list."""
    title = f"{await place_name(work)}规范性文件备案审查台账"
    file, count = await write_table(work, title, HEADINGS, _rows(work, listing), form)
    told = {"form": str(form), "count": count, "digest": file.digest}
    announce(work, "filing_review.export_ledger", file, told)
    return file


async def _rows(work: Work, listing: Select[Filing]) -> AsyncIterator[list[list[Any]]]:
    place = 0
    async for filings in in_batches(work, listing):
        around = await around_of(work, [filing.id for filing in filings])
        rows = list[list[Any]]()
        for filing in filings:
            place += 1
            line = Line(place, filing, around)
            rows.append([column.value(line) for column in COLUMNS])
        yield rows


async def write_table(
    work: Work,
    title: str,
    headings: Sequence[Heading],
    batches: AsyncIterator[list[list[Any]]],
    form: LedgerForm,
) -> tuple[File, int]:
    """A table as a file of the acting organ, read batch by batch; how many lines it has."""
    if form is LedgerForm.PDF:
        rows = [row async for some in batches for row in some]
        return await make_pdf_table(work, title, headings, rows), len(rows)
    with Sheet(work, title, headings) as sheet:
        async for some in batches:
            sheet.write(some)
        return await sheet.keep(), sheet.count


# --- the province platform's numbers --------------------------------------------------------

NUMBER = "省平台编号"
PLATFORM_COLUMNS = (
    Column("登记号", 1.5, lambda line: line.filing.register_text),
    Column("名称", 2, lambda line: line.filing.title),
    Column("发文字号", 1.5, lambda line: line.filing.document_number),
    Column("制定机关", 1.5, lambda line: line.filing.maker_name),
    Column(NUMBER, 1.5, lambda line: line.filing.platform_number),
)
NEEDED = ("登记号", "名称", NUMBER)
FORMER = "原编号"
"""A column of its own for lines whose number was wrong: it says which number goes."""


async def export_platform_sheet(work: Work, listing: Select[Filing]) -> File:
    """The registered lines that have no number of the province platform, to be filled in."""
    headings = [Heading(column.name, column.share) for column in PLATFORM_COLUMNS]
    waiting = listing.where(Filing.registered_on.is_not(None), Filing.platform_number.is_(None))
    around = Around("")
    with Sheet(work, "待填省平台编号", headings) as sheet:
        async for filings in in_batches(work, waiting):
            lines = [Line(0, filing, around) for filing in filings]
            sheet.write([[column.value(line) for column in PLATFORM_COLUMNS] for line in lines])
        file = await sheet.keep()
    announce(work, "filing_review.export_platform_sheet", file, {"count": sheet.count})
    return file


class NumberRow(msgspec.Struct):
    """A row of an uploaded sheet, the line it means, and what is wrong with it."""

    row: int
    register_text: str
    title: str
    number: str
    former: str
    filing: Filing | None
    problems: list[Expected]

    @property
    def corrects(self) -> bool:
        """Whether it names the number that its line has now, to put another in its place."""
        return self.filing is not None and self.former == self.filing.platform_number


async def read_platform_numbers(work: Work, file_id: UUID, *, lock: bool) -> list[NumberRow]:
    """The rows that are filled in, each checked against its line; nothing is written."""
    table = await read_sheet(work, file_id, NEEDED, practice.MOST_NUMBERS, optional=(FORMER,))
    filled = [(number, cells) for number, cells in table if cells[NUMBER]]
    lines = select(Filing).where(Filing.register_text.in_([cells["登记号"] for _, cells in filled]))
    found = await work.session.scalars(lines.with_for_update() if lock else lines)
    known = {filing.register_text: filing for filing in found}
    rows = [
        NumberRow(
            number,
            cells["登记号"],
            cells["名称"],
            cells[NUMBER],
            cells[FORMER],
            known.get(cells["登记号"]),
            [],
        )
        for number, cells in filled
    ]
    taken = await _taken(work, [row.number for row in rows])
    # A number that goes may be another line's in the same sheet, as where rows slipped.
    for row in rows:
        if row.corrects:
            taken.pop(row.former, None)
    seen = set[str]()
    for row in rows:
        row.problems = [*_problems(row, taken), *_twice(row, seen)]
    return rows


async def _taken(work: Work, numbers: Sequence[str]) -> dict[str | None, UUID]:
    """Which lines have which of these numbers already."""
    found = await work.session.execute(
        select(Filing.platform_number, Filing.id).where(Filing.platform_number.in_(numbers))
    )
    return {row.platform_number: row.id for row in found}


def _problems(row: NumberRow, taken: dict[str | None, UUID]) -> list[Expected]:
    filing = row.filing
    if filing is None:
        return [Invalid("LINE_UNKNOWN", f"台账中没有登记号“{row.register_text}”。")]
    problems = list[Expected]()
    if filing.title != row.title:
        problems.append(
            Invalid(
                "LINE_OTHER", f"该登记号对应的是《{rules.within_marks(filing.title)}》，名称不符。"
            )
        )
    if filing.platform_number not in (None, row.number) and not row.corrects:
        problems.append(
            Invalid(
                "NUMBER_GIVEN",
                f"该件已有省平台编号“{filing.platform_number}”。"
                "编号确实有误的，请在表中加“原编号”一列，填写现有的编号，再导入。",
            )
        )
    if len(row.number) > practice.LONGEST_NUMBER:
        problems.append(
            Invalid("NUMBER_LONG", f"省平台编号不能超过{practice.LONGEST_NUMBER}个字，请核对。")
        )
    if taken.get(row.number, filing.id) != filing.id:
        problems.append(Invalid("NUMBER_TAKEN", f"省平台编号“{row.number}”已用于另一件。"))
    return problems


def _twice(row: NumberRow, seen: set[str]) -> list[Expected]:
    """What an earlier row of the sheet says already; this one is noted among them."""
    problems = list[Expected]()
    line, number = f"line {row.register_text}", f"number {row.number}"
    if line in seen:
        problems.append(Invalid("LINE_TWICE", f"登记号“{row.register_text}”在表中重复。"))
    if number in seen:
        problems.append(Invalid("NUMBER_TWICE", f"省平台编号“{row.number}”在表中重复。"))
    seen |= {line, number}
    return problems


async def import_platform_numbers(work: Work, file: File) -> int:
    """Enter all numbers of the sheet, or none; how many."""
    rows = await read_platform_numbers(work, file.id, lock=True)
    refuse_bad_rows([(row.row, row.problems) for row in rows])
    corrected = [row for row in rows if row.corrects and row.former != row.number]
    for row in rows:
        if row.filing is not None:
            row.filing.platform_number = row.number
    told = {
        "count": len(rows),
        "digest": file.digest,
        "on": str(today()),
        "corrected": [{"line": row.register_text, "former": row.former} for row in corrected],
    }
    announce(work, "filing_review.import_platform_numbers", file, told)
    return len(rows)
