"""A form to print (票、统计单): lines and tables, as a Word file and as a PDF of the same words.

Unlike an official paper it has neither a red head nor an issuer. What is the same in both files is
said once, as data; the two writers only set it. The same leaf always gives the same bytes.
"""

import asyncio
import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from core.kit import files, papers
from core.kit.official import DEMO_MARK, Made, file_name, pdf

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable

    from core.work import Work

Part = Literal["head", "title", "name", "chapter", "body", "sign", "call", "script"]


class Column(msgspec.Struct, frozen=True):
    """A column: what stands at its head, its share of the width, whether it begins at the left."""

    name: str
    share: float
    left: bool = False


class Line(msgspec.Struct, frozen=True, tag="line"):
    """A line, and the part it plays."""

    part: Part
    text: str


class Table(msgspec.Struct, frozen=True, kw_only=True, tag="table"):
    """A table; its head stands on every page again, and no row is torn in two."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    size: float = 12
    least_mm: float = 8
    """The least height of a row."""
    whole: bool = False
    """Whether it stays on one page."""


class PageBreak(msgspec.Struct, frozen=True, tag="break"):
    """What follows begins a new page."""


Block = Line | Table | PageBreak


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """A form: what its file is called, what it says, what stands at the foot of each page."""

    title: str
    blocks: tuple[Block, ...]
    dated_on: date
    foot: str = ""
    landscape: bool = False
    """Whether the Word file lies on its side; for a PDF see `make_pdf_table`."""


async def make_leaf(work: "Work", leaf: Leaf) -> Made:
    """The files of a form as the acting organ's own; without a PDF, why there is none."""
    mark = DEMO_MARK if work.body.demo else ""
    name = file_name(leaf.title)
    content = await asyncio.to_thread(write_word, leaf, mark)
    written = await files.keep(work, f"{name}.docx", content, files.FileKind.DOCX)
    try:
        printed = await asyncio.to_thread(write_pdf, work.platform.paper_fonts, leaf, mark)
    except pdf.Unprintable as fault:
        return Made(written, None, str(fault))
    return Made(written, await files.keep(work, f"{name}.pdf", printed, files.FileKind.PDF), None)


def write_pdf(fonts: pdf.Fonts, leaf: Leaf, mark: str) -> bytes:
    """The form as a PDF."""
    told: dict[str, Any] = msgspec.to_builtins(leaf)
    return pdf.render_leaf(fonts, {**told, "mark": mark}, leaf.dated_on)


# --- Word ---------------------------------------------------------------------------------

TOP_MM, BOTTOM_MM, SIDE_MM = 24, 22, 22
WIDTH_MM = papers.PAGE_WIDTH_MM - 2 * SIDE_MM
LONG_MM = papers.PAGE_HEIGHT_MM - 2 * SIDE_MM

_FACES: dict[Part, tuple[str, float]] = {
    "head": ("宋体", 14),
    "title": ("宋体", 20),
    "name": ("黑体", 26),
    "chapter": ("黑体", 13),
    "body": ("宋体", 12),
    "sign": ("宋体", 13),
    "call": ("宋体", 16),
    "script": ("宋体", 16),
}
"""What each part is set in, and how large; what is read out (`script`) is to be seen from afar."""

_MIDDLE: frozenset[Part] = frozenset({"head", "title", "name"})


def write_word(leaf: Leaf, mark: str) -> bytes:
    """The form as a Word file."""
    import docx

    document = docx.Document()
    papers.set_word_properties(document, leaf.title)
    _set_page(document, landscape=leaf.landscape)
    _write_head_and_foot(document, mark, leaf.foot)
    for block in leaf.blocks:
        _write_block(document, block, LONG_MM if leaf.landscape else WIDTH_MM)
    buffer = io.BytesIO()
    document.save(buffer)
    return papers.with_fixed_times(buffer.getvalue())


def _set_page(document: "Document", *, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    papers.set_word_page(document)
    section = document.sections[0]
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin = section.right_margin = Mm(SIDE_MM)
    section.header_distance, section.footer_distance = Mm(12), Mm(10)


def _write_head_and_foot(document: "Document", mark: str, foot: str) -> None:
    section = document.sections[0]
    head = section.header.paragraphs[0]
    papers.centre(head)
    papers.write_word_run(head, mark, "黑体", 10)
    below = section.footer.paragraphs[0]
    if foot:
        papers.centre(below)
        papers.write_word_run(below, foot, "宋体", 8)
        below = section.footer.add_paragraph()
    papers.centre(below)
    for text, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
        papers.write_word_run(below, text, "宋体", 10)
        if field:
            papers.write_field(below, field)


def _write_block(document: "Document", block: Block, width_mm: float) -> None:
    if isinstance(block, Line):
        _write_line(document, block)
    elif isinstance(block, Table):
        _write_table(document, block, width_mm)
    else:
        document.add_page_break()


def _write_line(document: "Document", line: Line) -> None:
    from docx.shared import Pt

    face, size = _FACES[line.part]
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = Pt(8 if line.part == "chapter" else 0)
    layout.space_after = Pt(8 if line.part == "name" else 3)
    layout.line_spacing = Pt(size * 1.45)
    layout.keep_with_next = line.part in _MIDDLE or line.part == "chapter"
    if line.part in _MIDDLE:
        papers.centre(paragraph)
    elif line.part in ("body", "script"):
        layout.first_line_indent = Pt(2 * size)
    run = papers.write_word_run(paragraph, line.text, face, size)
    run.bold = line.part == "title"


def _write_table(document: "Document", table: Table, width_mm: float) -> None:
    made = document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    made.autofit = False
    heads = [column.name for column in table.columns]
    shares = sum(column.share for column in table.columns)
    widths = [width_mm * column.share / shares for column in table.columns]
    _write_row(made, table, widths, heads, head=True, tied=bool(table.rows))
    for place, cells in enumerate(table.rows, 1):
        tied = table.whole and place < len(table.rows)
        _write_row(made, table, widths, cells, head=False, tied=tied)
    after = document.add_paragraph()
    after.paragraph_format.space_after = 0


def _write_row(
    made: "WordTable",
    table: Table,
    widths: Sequence[float],
    cells: Sequence[str],
    *,
    head: bool,
    tied: bool,
) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
    from docx.shared import Mm, Pt

    row = made.add_row()
    row.height, row.height_rule = Mm(table.least_mm), WD_ROW_HEIGHT_RULE.AT_LEAST
    _set_row(row, "w:cantSplit")
    if head:
        _set_row(row, "w:tblHeader")
    for column, width, cell, text in zip(table.columns, widths, row.cells, cells, strict=True):
        cell.width = Mm(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.keep_with_next = tied
        if head or not column.left:
            papers.centre(paragraph)
        papers.write_word_run(paragraph, text, "黑体" if head else "宋体", table.size)


def _set_row(row: Any, what: str) -> None:
    """A property of a row for which the library has no call."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(what))
