"""Official papers: what stands on them, what a template may do, and sheets without formulas."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

from core.errors import Invalid
from core.kit.official import full_name, on_day, pdf, word
from core.kit.spreadsheets import Heading, Sheet
from core.tenancy import DEMO_MARK

DAY = date(2025, 3, 10)
FONTS = pdf.Fonts(None)
VALUES: dict[str, Any] = {
    **word.SAMPLE,
    "head": "新泰市人大常委会法制工作委员会文件",
    "number": "新人常法示发〔2025〕3号",
    "title": "关于《关于禁止燃放烟花爆竹的通知》的审查意见",
    "issuer": "新泰市人大常委会法制工作委员会",
}

needs_font = pytest.mark.skipif(
    not all(FONTS.faces.values()),
    reason="NO CHINESE FONT on this machine: install fonts-noto-cjk, or no PDF is tested",
)


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def words_of(content: bytes) -> str:
    document = opened(content)
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *tables])


def pages_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


# --- Word -----------------------------------------------------------------------------------


def test_a_word_paper_has_its_red_head_number_body_and_hands() -> None:
    document = opened(word.render(None, VALUES, DEMO_MARK))
    head = document.paragraphs[0]
    assert head.text == VALUES["head"]
    assert str(head.runs[0].font.color.rgb) == "C00000"
    assert head.runs[0].font.size.pt * len(head.text) < 156 / 25.4 * 72, "in one line"
    text = [one.text for one in document.paragraphs if one.text]
    assert text[1] == VALUES["number"]
    assert text[2] == VALUES["title"]
    assert text[3] == "某某市人民政府："
    assert text[-3:-1] == [VALUES["issuer"], "2025年1月2日"]
    assert text[-1].split() == ["拟稿：甲某", "核稿：乙某", "签发：丙某"]
    assert not any("{" in one for one in text)


def test_what_makes_up_a_paragraph_stands_in_the_order_of_the_standard() -> None:
    body = opened(word.render(None, VALUES, DEMO_MARK)).element.body
    order = ["pStyle", "pBdr", "spacing", "ind", "jc"]
    for paragraph in body.iter("{*}pPr"):
        parts = [child.tag.rpartition("}")[2] for child in paragraph]
        assert parts == [part for part in order if part in parts], "Word would call it damaged"


def test_a_word_paper_keeps_the_measures_of_the_standard() -> None:
    section = opened(word.render(None, VALUES, "")).sections[0]
    sides = section.top_margin, section.bottom_margin, section.left_margin, section.right_margin
    assert [round(side.mm) for side in sides if side] == [37, 35, 28, 26]


def test_where_one_person_did_it_only_the_signer_is_shown() -> None:
    alone = {**VALUES, "drafter": "", "checker": "", "number": "", "addressee": ""}
    text = words_of(word.render(None, alone, ""))
    assert "拟稿" not in text
    assert "核稿" not in text
    assert "签发：丙某" in text
    assert "：\n" not in text, "no empty addressee"


def test_the_same_words_give_the_same_word_file() -> None:
    assert word.render(None, VALUES, DEMO_MARK) == word.render(None, VALUES, DEMO_MARK)


def test_the_mark_is_on_every_page_of_whatever_template() -> None:
    template = opened(word.built_in())
    template.sections[0].different_first_page_header_footer = True
    template.settings.odd_and_even_pages_header_footer = True
    section = opened(word.render(saved(template), VALUES, DEMO_MARK)).sections[0]
    for head in (section.header, section.first_page_header, section.even_page_header):
        assert DEMO_MARK in head.paragraphs[0].text
    plain = opened(word.render(saved(template), VALUES, "")).sections[0]
    assert DEMO_MARK not in plain.header.paragraphs[0].text


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


# --- templates ------------------------------------------------------------------------------

GOOD = (
    "{{ title }}",
    "{% if number %}{{ number }}{% endif %}{% if not drafter %}无{% endif %}",
    "{%p for line in paragraphs %}",
    "{{ line }}",
    "{%p endfor %}",
    "{{ issuer }}",
    "{{ dated_on }}",
)


def template(*lines: str, head: str = "") -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if head:
        document.sections[0].header.paragraphs[0].text = head
    return saved(document)


def test_a_template_with_the_documented_variables_is_taken() -> None:
    word.check(word.built_in(), pictures=False)
    own = template(*GOOD, head="{{ head }}")
    word.check(own, pictures=False)
    text = words_of(word.render(own, VALUES, ""))
    assert "这是正文的第二段，含有 < & > 等符号。" in text, "what is written is text"


FORBIDDEN = {
    "unknown": "{{ secret }}",
    "attribute": "{{ title.__class__ }}",
    "item": "{{ title['x'] }}",
    "call": "{{ title() }}",
    "global": "{{ range(9) }}",
    "filter": "{{ title|upper }}",
    "sum": "{{ title ~ title }}",
    "constant": "{{ 'x' * 999999999 }}",
    "macro": "{% macro m() %}x{% endmacro %}",
    "set": "{% set x = 1 %}",
    "include": "{% include 'x' %}",
    "import": "{% import 'x' as y %}",
    "extends": "{% extends 'x' %}",
    "block": "{% block b %}{% endblock %}",
    "call block": "{% call x() %}{% endcall %}",
    "with": "{% with a = 1 %}{% endwith %}",
    "filter block": "{% filter upper %}x{% endfilter %}",
    "comparison": "{% if title == 'x' %}{% endif %}",
    "loop over a text": "{% for one in title %}{% endfor %}",
    "loop that shadows": "{% for title in paragraphs %}{% endfor %}",
    "loop that filters": "{% for one in paragraphs if one %}{% endfor %}",
    "loop with else": "{% for one in paragraphs %}{% else %}x{% endfor %}",
    "loop variable": "{% for one in paragraphs %}{{ loop.index }}{% endfor %}",
    "loop name outside": "{% for one in paragraphs %}{% endfor %}{{ one }}",
    "loops within loops": (
        "{% for a in paragraphs %}{% for b in paragraphs %}{{ b }}{% endfor %}{% endfor %}"
    ),
    "recursive": "{% for a in paragraphs recursive %}{% endfor %}",
    "columns": "{% colspan title.x %}",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_template_with_anything_else_is_refused(what: str) -> None:
    for content in (template(*GOOD, FORBIDDEN[what]), template(*GOOD, head=FORBIDDEN[what])):
        with pytest.raises(Invalid) as refused:
            word.check(content, pictures=True)
        assert refused.value.code in ("TEMPLATE_FORBIDDEN", "TEMPLATE_FAULTY"), what
    assert "title" in refused.value.message or refused.value.code == "TEMPLATE_FAULTY"


def test_properties_of_a_template_are_looked_at_too() -> None:
    document = opened(template(*GOOD))
    document.core_properties.subject = "{{ title.__class__ }}"
    assert code_of(saved(document)) == "TEMPLATE_FORBIDDEN"


def code_of(content: bytes, *, pictures: bool = True) -> str:
    with pytest.raises(Invalid) as refused:
        word.check(content, pictures=pictures)
    return refused.value.code


@pytest.mark.parametrize("missing", [0, 3, 5, 6])
def test_a_template_that_leaves_out_what_matters_is_refused(missing: int) -> None:
    lines = [line for place, line in enumerate(GOOD) if place != missing]
    assert code_of(template(*lines)) == "TEMPLATE_INCOMPLETE"


def test_a_faulty_template_is_refused_with_a_sentence() -> None:
    assert code_of(template(*GOOD, "{% if title %}")) == "TEMPLATE_FAULTY"
    assert code_of(b"PK\x03\x04 no archive") == "TEMPLATE_UNREADABLE"


def with_part(name: str, content: bytes) -> bytes:
    """The good template with one more part in its archive, or one that is written anew."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template(*GOOD))) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return buffer.getvalue()


def test_a_template_leads_nowhere_outside_itself() -> None:
    outward = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="t" Target="http://x/t.dotm" TargetMode = "External"/>'
        b"</Relationships>"
    )
    assert code_of(with_part("word/_rels/settings.xml.rels", outward)) == "TEMPLATE_FOREIGN"
    assert code_of(with_part("word/embeddings/oleObject1.bin", b"x")) == "TEMPLATE_FOREIGN"
    assert code_of(with_part("word/vbaProject.bin", b"x")) == "TEMPLATE_FOREIGN"
    field = opened(template(*GOOD))
    run: Any = field.paragraphs[0].add_run()
    code = docx.oxml.OxmlElement("w:instrText")  # pyright: ignore[reportAttributeAccessIssue]
    code.text = ' INCLUDETEXT "file:///etc/passwd" '
    run._r.append(code)
    assert code_of(saved(field)) == "TEMPLATE_FOREIGN"


def test_a_demo_bodys_template_has_no_picture() -> None:
    seal = with_part("word/media/seal.png", b"\x89PNG")
    assert code_of(seal, pictures=False) == "TEMPLATE_PICTURE"


def test_a_template_cannot_grow_without_bound() -> None:
    bomb = with_part("word/big.xml", b" " * (word.MOST_UNPACKED + 1))
    assert code_of(bomb) == "TEMPLATE_TOO_LARGE"
    long = "{% for one in paragraphs %}" + "长" * (word.MOST_REPEATED + 1) + "{% endfor %}"
    assert code_of(template(*GOOD, long)) == "TEMPLATE_TOO_LARGE"


# --- PDF ------------------------------------------------------------------------------------


@needs_font
def test_a_pdf_has_head_number_and_the_mark_on_each_page() -> None:
    long = {**VALUES, "paragraphs": [f"第{place}段。" + "正文" * 60 for place in range(12)]}
    pages = pages_of(pdf.render_form(FONTS, long, DEMO_MARK, DAY))
    assert len(pages) > 1
    assert all(DEMO_MARK in page for page in pages)
    first = pages[0].replace("\n", "").replace(" ", "")
    assert "新泰市人大常委会法制工作委员会文件" in first
    assert "新人常法示发〔2025〕3号" in first
    last = pages[-1].replace(" ", "")
    assert "拟稿：甲某" in last
    assert "签发：丙某" in last


@needs_font
def test_a_real_bodys_pdf_bears_no_mark_and_no_picture() -> None:
    content = pdf.render_form(FONTS, VALUES, "", DAY)
    assert not any(DEMO_MARK in page for page in pages_of(content))
    assert not [
        image for page in pypdf.PdfReader(io.BytesIO(content)).pages for image in page.images
    ]


@needs_font
def test_the_same_words_give_the_same_pdf() -> None:
    first = pdf.render_form(FONTS, VALUES, DEMO_MARK, DAY)
    assert pdf.render_form(pdf.Fonts(None), VALUES, DEMO_MARK, DAY) == first


@needs_font
def test_what_is_written_is_never_read_as_markup() -> None:
    text = '#read("/etc/passwd") *粗* $x$ `a` \\ <b> #sys.inputs'
    page = pages_of(pdf.render_form(FONTS, {**VALUES, "paragraphs": [text]}, "", DAY))[0]
    assert "#read(" in page
    assert "*粗*" in page
    assert "root:" not in page


@needs_font
def test_a_character_that_no_font_has_is_told_and_never_a_box() -> None:
    with pytest.raises(pdf.Unprintable, match="\U000323af"):
        pdf.render_form(FONTS, {**VALUES, "addressee": "某\U000323af市"}, "", DAY)


def test_without_a_chinese_font_there_is_no_pdf(tmp_path: Path) -> None:
    with pytest.raises(pdf.Unprintable, match="fonts-noto-cjk"):
        pdf.render_form(pdf.Fonts(tmp_path), VALUES, "", DAY)


# --- names, days, sheets --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "organ", "full"),
    [
        ("新泰市", "市人大常委会", "新泰市人大常委会"),
        ("新泰市", "新泰市人民政府", "新泰市人民政府"),
        ("西张庄镇", "镇人民政府", "西张庄镇人民政府"),
        ("青云街道", "街道办事处", "青云街道办事处"),
        ("新泰市", "法制工作委员会", "法制工作委员会"),
    ],
)
def test_an_organ_is_named_with_its_place(place: str, organ: str, full: str) -> None:
    assert full_name(place, organ) == full
    assert on_day(DAY) == "2025年3月10日"


class OfBody:
    """What a sheet asks of a verb."""

    class Body:
        demo = True

    body = Body()


def test_no_cell_of_a_sheet_is_a_formula() -> None:
    wicked = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(1)"]
    sheet = Sheet(OfBody(), "台账", [Heading("甲", 1), Heading("乙", 2)])  # pyright: ignore[reportArgumentType]
    with sheet:
        sheet.write([[one, DAY] for one in wicked])
        sheet.write([["控制\x07字符", 3]])
        content = sheet._content()  # pyright: ignore[reportPrivateUsage]
    page: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [row[0] for row in page.iter_rows(min_row=2)]
    assert [cell.value for cell in cells][:4] == wicked[:4]
    assert all(cell.data_type == "s" for cell in cells)
    assert all(cell.quotePrefix for cell in cells[:-1])
    assert page["B2"].is_date
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert page.oddHeader.center.text == DEMO_MARK
