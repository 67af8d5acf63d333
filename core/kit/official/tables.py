"""A wide table of a ledger (台账) as a PDF on A4 landscape."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from core import clock
from core.errors import Refused
from core.kit import files
from core.kit.official import DEMO_MARK, pdf
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


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        # Narrower than with hyphens: there are many columns.
        return f"{cell:%Y.%m.%d}"
    return "" if cell is None else str(cell)
