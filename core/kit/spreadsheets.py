"""Excel in: rows of a sheet as texts under known headings."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from core.errors import Invalid


def read_rows(content: bytes, headings: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Numbered rows of the first sheet; the first row must hold the headings, in any order."""
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        table = sheet.to_python(skip_empty_area=False)
    except CalamineError as fault:
        raise Invalid("SHEET_UNREADABLE", "表格打不开，请另存为 xlsx 后重新上传。") from fault
    titles = [_text(cell) for cell in table[0]] if table else []
    missing = [heading for heading in headings if heading not in titles]
    if missing:
        raise Invalid("SHEET_HEADINGS", f"表头缺少：{'、'.join(missing)}。请补充后重新上传。")
    places = {heading: titles.index(heading) for heading in headings}
    rows = [
        (number, {heading: _text(row[place]) for heading, place in places.items()})
        for number, row in enumerate(table[1:], start=2)
    ]
    return [(number, cells) for number, cells in rows if any(cells.values())]


def _text(cell: Any) -> str:
    """Excel keeps whole numbers as floats; 5.0 is 5 to whoever typed it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return str(cell).strip()
