"""Excel in and out: rows of a sheet as texts under known headings, and sheets that hold no formula.

What is written is streamed row by row into a temporary file. A cell that a person filled in is
always a text: a text that begins like a formula is marked as quoted, so that it stays one when
somebody edits the cell or saves the sheet in another format.
"""

import asyncio
import re
import unicodedata
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast
from uuid import UUID

from openpyxl.worksheet.properties import PageSetupProperties
from python_calamine import CalamineError, CalamineWorkbook
from sqlalchemy import Select, select

from core.errors import Expected, Invalid, Refused
from core.kit import files
from core.tenancy import DEMO_MARK

if TYPE_CHECKING:
    from core.work import Work

T = TypeVar("T")

A4 = 9
"""As Excel numbers sizes of paper."""

BATCH = 500
"""Rows that are held at once while a list is written out."""

MOST_ROWS = 50_000
"""Lines of one sheet that is written; a larger one would not open on an old office machine."""

Row = tuple[int, dict[str, str]]


def read_rows(content: bytes, headings: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """Numbered rows of the first sheet; the first row must hold the headings, in any order.

    A column that is `optional` and not there reads as empty.
    """
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        table = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
    except CalamineError as fault:
        raise Invalid("SHEET_UNREADABLE", "表格打不开，请另存为 xlsx 后重新上传。") from fault
    # A title merged over the columns hides the headings: it is told of first.
    _refuse_merged(merged)
    titles = [_text(cell) for cell in table[0]] if table else []
    missing = [heading for heading in headings if heading not in titles]
    if missing:
        raise Invalid("SHEET_HEADINGS", f"表头缺少：{'、'.join(missing)}。请补充后重新上传。")
    places = {one: titles.index(one) for one in (*headings, *optional) if one in titles}
    left_out = dict.fromkeys(optional, "")
    rows = [
        (number, left_out | {heading: _text(row[place]) for heading, place in places.items()})
        for number, row in enumerate(table[1:], start=2)
    ]
    return [(number, cells) for number, cells in rows if any(cells.values())]


def _refuse_merged(merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """A merged cell holds its value in one row only: the others would read as empty."""
    if not merged:
        return
    listed = "、".join(
        f"第{first + 1}行" if first == last else f"第{first + 1}至{last + 1}行"
        for (first, _), (last, _) in sorted(merged)[:MERGED_NAMED]
    )
    raise Invalid(
        "SHEET_MERGED",
        f"{listed}有合并单元格。请取消合并、把每一行都填全，再重新上传。",
        field="file",
    )


MERGED_NAMED = 10
"""More merged cells than this are not listed one by one."""


def _text(cell: Any) -> str:
    """Excel keeps whole numbers as floats; 5.0 is 5 to whoever typed it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return str(cell).strip()


def as_whole_number(text: str) -> int | None:
    """The number in a cell, full-width digits (１９) too; None if it is no whole number."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return int(plain) if WHOLE.fullmatch(plain) else None


def as_day(text: str) -> date | None:
    """The day in a cell: 2022-01-10, 2022/1/10, 2022.1.10, 2022年1月10日, full-width digits too."""
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    try:
        return date(*(int(one) for one in found.groups()))
    except ValueError:
        return None


WHOLE = re.compile(r"[0-9]{1,15}")
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[T ]00:00(?::00)?)?")


async def read_sheet(
    work: "Work",
    file_id: UUID,
    headings: Sequence[str],
    most: int,
    *,
    optional: Sequence[str] = (),
) -> list[Row]:
    """Numbered rows of an uploaded sheet of the acting organ.

    A row's number is that of Excel: the headings are row 1, the first below is 2; empty rows are
    left out but counted. Every cell is a text, "" where it is empty. A missing heading is refused,
    but for the `optional` ones, whose cells then read "".
    """
    file = await files.owned(work, file_id)
    if file.kind != files.FileKind.XLSX:
        raise Invalid("IMPORT_NOT_XLSX", "请上传 xlsx 格式的表格。", field="file")
    content = await work.platform.blobs.get(file.digest)
    rows = await asyncio.to_thread(read_rows, content, headings, optional)
    if len(rows) > most:
        raise Invalid("IMPORT_TOO_LONG", f"一次最多导入{most}行，请分批导入。", field="file")
    return rows


def refuse_bad_rows(rows: Sequence[tuple[int, Sequence[Expected]]]) -> None:
    """Refuse an import as a whole if it is empty or one of its rows has problems."""
    bad = [number for number, problems in rows if problems]
    if bad:
        listed = "、".join(str(number) for number in bad[:20])
        raise Refused(
            "IMPORT_HAS_ERRORS",
            f"第{listed}行有问题，一行也没有导入。请先预览，改正后重新上传。",
        )
    if not rows:
        raise Refused("IMPORT_HAS_ERRORS", "表中没有可以导入的内容，请检查表头与内容。")


class Heading(NamedTuple):
    """A column of a table that is written: its name, and its share of the width."""

    name: str
    share: float


LETTERS_WIDE = 12
"""Width of a column with a share of 1."""


class Sheet:
    """A sheet that is being written, row by row: `with Sheet(…) as sheet`.

    A demo body's is marked on every printed page.
    """

    def __init__(self, work: "Work", title: str, headings: Sequence[Heading]) -> None:
        import openpyxl
        from openpyxl.utils import get_column_letter

        self.work, self.title, self.count = work, title, 0
        self._kept = False
        self._offered = list[Any]()
        self._book = openpyxl.Workbook(write_only=True)
        self._page: Any = self._book.create_sheet(re.sub(r"[\\/*?:\[\]]", "", title)[:31])
        for place, heading in enumerate(headings, start=1):
            width = heading.share * LETTERS_WIDE
            self._page.column_dimensions[get_column_letter(place)].width = width
        setup = self._page.page_setup
        setup.orientation, setup.paperSize, setup.fitToHeight = "landscape", A4, 0
        self._page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self._page.print_title_rows = "1:1"
        self._page.oddHeader.center.text = DEMO_MARK if work.body.demo else ""
        self._page.freeze_panes = "A2"
        self._page.append([self._cell(heading.name) for heading in headings])

    def __enter__(self) -> "Sheet":
        return self

    def __exit__(self, *_fault: object) -> None:
        """What was begun and not kept leaves nothing behind, its temporary file neither."""
        if not self._kept:
            for page in (self._page, *self._offered):
                page.close()
                page._writer.cleanup()

    def choices(self, place: int, title: str, values: Sequence[str]) -> None:
        """Offer values for a column, the first being 1; they stand in a sheet of their own.

        What is not among them is warned of, not refused: whoever reads the sheet in decides.
        """
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        listed: Any = self._book.create_sheet(title)
        for one in values:
            listed.append([self._cell(one)])
        self._offered.append(listed)
        column = get_column_letter(place)
        offer = DataValidation(
            type="list",
            formula1=f"'{title}'!$A$1:$A${len(values)}",
            sqref=f"{column}2:{column}{MOST_ROWS}",
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle=title,
            error=f"请从{title}的清单中选择。",
        )
        self._page.data_validations.append(offer)

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows: texts, whole numbers, days or nothing."""
        for row in rows:
            self.count += 1
            self._page.append([self._cell(one) for one in row])

    def _cell(self, value: Any) -> Any:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        if not isinstance(value, str):
            cell = WriteOnlyCell(self._page, value)
            if isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
            return cell
        cell: Any = WriteOnlyCell(self._page, None)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        # Whatever it begins with, the library is told that it is a text.
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in _LIKE_FORMULAS
        return cell

    async def keep(self) -> files.File:
        """The sheet as a file of the acting organ."""
        content = await asyncio.to_thread(self._content)
        mark = f"（{DEMO_MARK}）" if self.work.body.demo else ""
        name = f"{self.title}{mark}.xlsx"
        return await files.keep(self.work, name, content, files.FileKind.XLSX)

    def _content(self) -> bytes:
        self._kept = True
        with TemporaryFile() as written:
            self._book.save(cast("Any", written))
            written.seek(0)
            return written.read()


_LIKE_FORMULAS = frozenset("=+-@\t\r")


async def in_batches(work: "Work", listing: "Select[T]") -> AsyncIterator[list[T]]:
    """The rows of a list in its order, some at a time; only their ids are held all at once."""
    model: Any = listing.column_descriptions[0]["entity"]
    ids = list(await work.session.scalars(listing.with_only_columns(model.id)))
    if len(ids) > MOST_ROWS:
        raise Refused("TABLE_TOO_LONG", f"一次最多导出{MOST_ROWS}行，请缩小筛选范围。")
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        found = await work.session.scalars(select(model).where(model.id.in_(some)))
        rows = {row.id: row for row in found}
        yield [rows[one] for one in some if one in rows]
