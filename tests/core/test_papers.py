"""Official papers: the words survive, the mark is on every page, the bytes never vary."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.shared import Mm
from pypdf import PdfReader

from core.kit.papers import plain_text, read_lines, write_docx, write_pdf

MARK = "演示样例·非正式公文"
TEXT = """# 羊流镇人民政府（演示）关于<试验>的通知
### 羊示政发〔2025〕3号

各村（居）民委员会，镇直各部门：
为了试验“公文”的写法，A & B 两种格式各写一遍，例如100元以上500元以下。
## 第一章 总则
第一条 本通知自2025年1月6日起施行。
> 羊流镇人民政府（演示）
> 2025年1月3日
"""
ARTICLE = "这是一条足够长的规定，用来把公文写到好几页。" * 8
LONG = TEXT + "\n".join(f"第{number}条 {ARTICLE}" for number in range(2, 30))


def squeeze(text: str) -> str:
    """Line ends and spaces are the writer's business, words are not."""
    return re.sub(r"\s+", "", text)


def pdf_pages(content: bytes) -> list[str]:
    return [squeeze(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def test_lines_know_their_part() -> None:
    kinds = " ".join(line.kind for line in read_lines(TEXT))
    assert kinds == "title centred addressee body chapter body signature signature"


def test_a_colon_later_in_the_text_names_no_addressee() -> None:
    kinds = [line.kind for line in read_lines("# 通知\n正文。\n包括：\n")]
    assert kinds == ["title", "body", "body"]


def test_word_file_keeps_the_words_and_the_mark() -> None:
    document = docx.Document(io.BytesIO(write_docx(TEXT, MARK)))
    assert "\n".join(paragraph.text for paragraph in document.paragraphs) == plain_text(TEXT)
    section = document.sections[0]
    assert section.header.paragraphs[0].text == MARK
    assert "PAGE" in section.footer._element.xml  # pyright: ignore[reportPrivateUsage]


def test_word_page_has_the_margins_of_the_standard() -> None:
    section = docx.Document(io.BytesIO(write_docx(TEXT, MARK))).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    for margin, wanted in zip(margins, (37, 35, 28, 26), strict=True):
        assert margin is not None
        assert abs(margin - Mm(wanted)) < Mm(1) / 10


def test_pdf_keeps_the_words_and_the_mark_on_every_page() -> None:
    pages = pdf_pages(write_pdf(LONG, MARK))
    assert len(pages) > 2
    bodies: list[str] = []
    for number, page in enumerate(pages, start=1):
        assert page.count(MARK) == 1
        assert f"—{number}—" in page
        bodies.append(page.replace(MARK, "").replace(f"—{number}—", ""))
    assert "".join(bodies) == squeeze(plain_text(LONG))


@pytest.mark.parametrize("write", [write_docx, write_pdf])
def test_the_same_text_gives_the_same_bytes(
    write: Callable[[str, str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write(LONG, MARK)
    later = time.time() + 90_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert write(LONG, MARK) == first


def test_no_member_of_a_word_file_says_when_it_was_written() -> None:
    with zipfile.ZipFile(io.BytesIO(write_docx(TEXT, MARK))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2025, 1, 1, 0, 0, 0)}
