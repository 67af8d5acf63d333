"""Official papers: one plain text, written as a Word file or as a PDF.

The text is a small markdown: ``# `` title, ``## `` chapter, ``### `` a centred line under the
title (number, date of adoption), ``> `` a line at the right (who issues it, the date); every
other line is a paragraph. A body line just under the title that ends with a colon names the
addressees and is not indented.

Margins and type sizes follow GB/T 9704 (A4; 37, 35, 28 and 26 mm; title 22 pt, body 16 pt on
28 pt lines). The mark stands at the head of every page, the page number at its foot. The same
text always gives the same bytes, so that a digest of a paper means something.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run as WordRun
    from reportlab.lib.styles import ParagraphStyle

Kind = Literal["title", "chapter", "centred", "signature", "addressee", "body"]

TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37, 35, 28, 26
PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210, 297
TITLE_PT, BODY_PT, SMALL_PT, LINE_PT = 22, 16, 14, 28

_PREFIXES: tuple[tuple[str, Kind], ...] = (
    ("### ", "centred"),
    ("## ", "chapter"),
    ("# ", "title"),
    ("> ", "signature"),
)
_WORD_FONTS: dict[Kind, str] = {"title": "宋体", "chapter": "黑体"}
_CENTRED: frozenset[Kind] = frozenset({"title", "chapter", "centred"})
_PDF_FONT = "STSong-Light"
_FIXED_TIME = datetime(2025, 1, 1, tzinfo=UTC)
_FIXED_ZIP_TIME = (2025, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paper and the part it plays."""

    kind: Kind
    text: str


def read_lines(text: str) -> list[Line]:
    """Read the small markdown; empty lines only separate."""
    lines: list[Line] = []
    for raw in filter(None, map(str.strip, text.splitlines())):
        after_head = all(line.kind in _CENTRED for line in lines)
        lines.append(_read_line(raw, after_head=after_head))
    return lines


def _read_line(raw: str, *, after_head: bool) -> Line:
    for prefix, kind in _PREFIXES:
        if raw.startswith(prefix):
            return Line(kind, raw.removeprefix(prefix).strip())
    if after_head and raw.endswith("："):
        return Line("addressee", raw)
    return Line("body", raw)


def plain_text(text: str) -> str:
    """The words of a paper without its marks: what a reader of the file finds."""
    return "\n".join(line.text for line in read_lines(text))


def _title_of(lines: list[Line]) -> str:
    return next((line.text for line in lines if line.kind == "title"), "")


# --- Word ---------------------------------------------------------------------------------


def write_docx(text: str, mark: str) -> bytes:
    """A paper as a Word file, with the mark at the head of every page."""
    import docx

    lines = read_lines(text)
    document = docx.Document()
    set_word_properties(document, _title_of(lines))
    set_word_page(document)
    _write_word_head_and_foot(document, mark)
    for line in lines:
        write_word_line(document, line)
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_times(buffer.getvalue())


def set_word_properties(document: Document, title: str) -> None:
    """What a file says of itself: no person, no machine, no moment."""
    properties = document.core_properties
    properties.title = title
    properties.author = properties.last_modified_by = "Renda"
    properties.comments = ""
    properties.revision = 1
    properties.created = properties.modified = _FIXED_TIME.replace(tzinfo=None)


def set_word_page(document: Document) -> None:
    """A4 with the margins of the standard."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH_MM), Mm(PAGE_HEIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)


def _write_word_head_and_foot(document: Document, mark: str) -> None:
    section = document.sections[0]
    write_word_run(section.header.paragraphs[0], mark, "宋体", SMALL_PT)
    centre(section.header.paragraphs[0])
    write_page_number(section.footer.paragraphs[0])


def write_page_number(foot: WordParagraph) -> None:
    """— 1 — in the middle of the foot."""
    centre(foot)
    write_word_run(foot, "— ", "宋体", SMALL_PT)
    write_field(foot, "PAGE")
    write_word_run(foot, " —", "宋体", SMALL_PT)


def write_field(paragraph: WordParagraph, what: str) -> None:
    """A number of pages is a field, which Word and its relatives fill in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    begin: Any = OxmlElement("w:fldChar")
    begin.set(qn("w:fldCharType"), "begin")
    code: Any = OxmlElement("w:instrText")
    code.text = what
    end: Any = OxmlElement("w:fldChar")
    end.set(qn("w:fldCharType"), "end")
    run = paragraph.add_run()
    run.font.size = Pt(SMALL_PT)
    # The library has no call for fields.
    run._r.extend((begin, code, end))  # pyright: ignore[reportPrivateUsage]


def write_word_line(document: Document, line: Line) -> None:
    """A paragraph, set as the part it plays."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    size = TITLE_PT if line.kind == "title" else BODY_PT
    layout = paragraph.paragraph_format
    layout.space_before = Pt(0)
    layout.space_after = Pt(LINE_PT / 2 if line.kind == "title" else 0)
    layout.line_spacing = Pt(LINE_PT + (TITLE_PT - BODY_PT if line.kind == "title" else 0))
    if line.kind in _CENTRED:
        centre(paragraph)
    elif line.kind == "signature":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif line.kind == "body":
        layout.first_line_indent = Pt(2 * BODY_PT)
    write_word_run(paragraph, line.text, _WORD_FONTS.get(line.kind, "仿宋"), size)


def centre(paragraph: WordParagraph) -> None:
    """In the middle of the line."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def write_word_run(paragraph: WordParagraph, text: str, font: str, size: float) -> WordRun:
    """A run of text in a font for both scripts."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.name = font
    run.font.size = Pt(size)
    # The library sets the Western font only.
    properties: Any = run._r.get_or_add_rPr()  # pyright: ignore[reportPrivateUsage]
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def with_fixed_times(archive: bytes) -> bytes:
    """The same archive with the same members, none of which says when it was written."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, date_time=_FIXED_ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            new.writestr(member, old.read(name))
    return buffer.getvalue()


# --- PDF ----------------------------------------------------------------------------------


def write_pdf(text: str, mark: str) -> bytes:
    """A paper as a PDF whose text can be found and copied; no font of the machine is needed."""
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont(_PDF_FONT))
    lines = read_lines(text)
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=(PAGE_WIDTH_MM * mm, PAGE_HEIGHT_MM * mm),
        topMargin=TOP_MM * mm,
        bottomMargin=BOTTOM_MM * mm,
        leftMargin=LEFT_MM * mm,
        rightMargin=RIGHT_MM * mm,
        title=_title_of(lines),
        author="Renda",
        invariant=1,
    )
    draw = _page_drawer(mark)
    document.build(list(_pdf_flow(lines)), onFirstPage=draw, onLaterPages=draw)
    return buffer.getvalue()


def _pdf_flow(lines: list[Line]) -> Iterator[Any]:
    from reportlab.platypus import Paragraph

    styles: dict[Kind, ParagraphStyle] = {}
    for line in lines:
        style = styles.setdefault(line.kind, _pdf_style(line.kind))
        yield Paragraph(escape(line.text), style)


def _pdf_style(kind: Kind) -> ParagraphStyle:
    from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle

    size = TITLE_PT if kind == "title" else BODY_PT
    return ParagraphStyle(
        kind,
        fontName=_PDF_FONT,
        fontSize=size,
        leading=LINE_PT + size - BODY_PT,
        alignment=TA_CENTER if kind in _CENTRED else TA_RIGHT if kind == "signature" else TA_LEFT,
        firstLineIndent=2 * BODY_PT if kind == "body" else 0,
        spaceAfter=LINE_PT / 2 if kind == "title" else 0,
        wordWrap="CJK",
    )


def _page_drawer(mark: str) -> Callable[[Any, Any], None]:
    from reportlab.lib.units import mm

    def draw(canvas: Any, _document: Any) -> None:
        canvas.saveState()
        canvas.setFont(_PDF_FONT, SMALL_PT)
        canvas.drawCentredString(PAGE_WIDTH_MM / 2 * mm, (PAGE_HEIGHT_MM - 20) * mm, mark)
        canvas.drawCentredString(PAGE_WIDTH_MM / 2 * mm, 25 * mm, f"— {canvas.getPageNumber()} —")
        canvas.restoreState()

    return draw
