"""A wide table (台账、统计表) on A4 landscape: as a PDF, or as a Word file with a grid."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from core import clock
from core.errors import Refused
from core.kit import files
from core.kit.official import DEMO_MARK, file_name, pdf
from core.kit.spreadsheets import Heading

if TYPE_CHECKING:
    from core.work import Work

MOST_ROWS = 5_000
"""Two hundred pages: more is nothing to print."""


Cell = str | int | date | None
"""What a table holds."""


async def make_pdf_table(
    work: "Work", title: str, headings: Sequence[Heading], rows: Sequence[Sequence[Cell]]
) -> files.File:
    """The table as a file of the acting organ; refused where it is too long or cannot be drawn."""
    if len(rows) > MOST_ROWS:
        raise Refused(
            "TABLE_TOO_LONG",
            f"PDF 一次最多{MOST_ROWS}行，请缩小筛选范围（如按年度），或者导出 Excel。",
        )
    mark = DEMO_MARK if work.body.demo else ""
    shown = [[_text(cell) for cell in row] for row in rows]
    columns = [(heading.name, heading.share) for heading in headings]
    fonts = work.platform.paper_fonts
    try:
        content = await asyncio.to_thread(
            pdf.render_table, fonts, title, columns, shown, mark, clock.today()
        )
    except pdf.Unprintable as fault:
        raise Refused("PDF_UNPRINTABLE", f"{fault}可以改为导出 Excel。") from fault
    return await files.keep(work, f"{title}.pdf", content, files.FileKind.PDF)


SMALL = 9
"""Points of the words of a wide table."""


async def make_word_table(
    work: "Work",
    title: str,
    headings: Sequence[Heading],
    rows: Sequence[Sequence[Cell]],
    *,
    above: Sequence[str] = (),
    below: Sequence[str] = (),
) -> files.File:
    """The table as a Word grid, a file of the acting organ, with lines above and below it."""
    from core.kit.official.leaves import Column, Leaf, Line, Table, write_word

    if len(rows) > MOST_ROWS:
        raise Refused(
            "TABLE_TOO_LONG",
            f"Word 一次最多{MOST_ROWS}行，请缩小筛选范围（如按年度），或者导出 Excel。",
        )
    grid = Table(
        columns=tuple(Column(one.name, one.share) for one in headings),
        rows=tuple(tuple(_text(cell) for cell in row) for row in rows),
        size=SMALL,
    )
    leaf = Leaf(
        title=title,
        blocks=(
            Line("title", title),
            *(Line("sign", one) for one in above),
            grid,
            *(Line("sign", one) for one in below),
        ),
        dated_on=clock.today(),
        landscape=True,
    )
    mark = DEMO_MARK if work.body.demo else ""
    content = await asyncio.to_thread(write_word, leaf, mark)
    return await files.keep(work, f"{file_name(title)}.docx", content, files.FileKind.DOCX)


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        # Narrower than with hyphens: there are many columns.
        return f"{cell:%Y.%m.%d}"
    return "" if cell is None else str(cell)
