"""Files as offices send them, and files that pretend."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from core.kit.sniffing import (
    FileKind,
    UnknownFile,
    UnreadableFile,
    classified_mark,
    read_text,
    sniff,
    strip_position,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def docx_of(*paragraphs: str, cell: str = "表格内容", header: str = "") -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.add_table(1, 1).cell(0, 0).text = cell
    document.sections[0].header.paragraphs[0].text = header
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def xlsx_of(*cells: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, cell in enumerate(cells, 1):
        sheet.cell(row, 1, cell)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def zip_of(parts: Mapping[str, bytes | str]) -> bytes:
    saved = BytesIO()
    with ZipFile(saved, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return saved.getvalue()


def with_part(content: bytes, name: str, part: bytes | str) -> bytes:
    """The archive with one part added or put in place of the old one."""
    with ZipFile(BytesIO(content)) as archive:
        parts: dict[str, bytes | str] = {old: archive.read(old) for old in archive.namelist()}
    return zip_of({**parts, name: part})


def ofd_of(*pages: str, before: str = "") -> bytes:
    def page(text: str) -> str:
        codes = "".join(f"<ofd:TextCode X='1' Y='1'>{line}</ofd:TextCode>" for line in text.split())
        name = "http://www.ofdspec.org/2016"
        return f"{before}<ofd:Page xmlns:ofd='{name}'><ofd:Content>{codes}</ofd:Content></ofd:Page>"

    parts = {f"Doc_0/Pages/Page_{n}/Content.xml": page(text) for n, text in enumerate(pages)}
    return zip_of({"OFD.xml": "<OFD/>", "Doc_0/Document.xml": "<Document/>", **parts})


def pdf_of(*pages: str) -> bytes:
    """A PDF by hand: Chinese by the predefined encoding, no font embedded."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    font = "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H"
        "/DescendantFonts[4 0 R]>>",
        f"{font}<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
    ]
    for n, page in enumerate(pages):
        shown = f"BT /F1 12 Tf 72 720 Td <{page.encode('utf-16-be').hex()}> Tj ET"
        objects += [
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {6 + 2 * n} 0 R>>",
            f"<</Length {len(shown)}>>stream\n{shown}\nendstream",
        ]
    return pdf_from(objects)


def pdf_from(objects: list[str]) -> bytes:
    body, places = "%PDF-1.7\n", list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def encrypted(content: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt(password, owner_password="所有者", algorithm="AES-256")
    saved = BytesIO()
    writer.write(saved)
    return saved.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


PNG_HEAD = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
PNG_TAIL = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
PNG = PNG_HEAD + PNG_TAIL


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def exif(orientation: int, order: str = "<") -> bytes:
    """An Exif segment with an orientation and a position."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    fields = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(
        f"{order}HHII", 0x8825, 4, 1, 38
    )
    tiff = mark + struct.pack(f"{order}IH", 8, 2) + fields + bytes(4) + b"N 36.19 E 117.68"
    return segment(0xE1, b"Exif\0\0" + tiff)


JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
TABLES = segment(0xDB, bytes(65)) + segment(0xC2, bytes(9))
SCANS = (segment(0xDA, bytes(6)) + b"\x12\xff\x00\x34\xff\xd0\x56" + segment(0xC4, bytes(20))) + (
    segment(0xDA, bytes(6)) + b"\x78\xff\x00"
)
JPEG = b"\xff\xd8" + JFIF + TABLES + SCANS + b"\xff\xd9"
JPEG_WITH_PLACE = (
    b"\xff\xd8"
    + JFIF
    + exif(1)
    + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude>36,11N")
    + segment(0xE2, b"ICC_PROFILE\0colours")
    + segment(0xE2, b"MPF\0second photo")
    + segment(0xED, b"Photoshop 3.0\0city")
    + segment(0xFE, b"N 36.19")
    + TABLES
    + SCANS
    + b"\xff\xd9"
    + b"a film with GPS"
)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def compound(*streams: str) -> bytes:
    return COMPOUND + b"".join(stream.encode("utf-16-le") + b"\0\0" for stream in streams)


PLAIN_DOCX = docx_of("关于规范管理的通知")

TAKEN = {
    "docx": (PLAIN_DOCX, "通知.docx", FileKind.DOCX),
    "docx in capitals": (PLAIN_DOCX, "通知.DOCX", FileKind.DOCX),
    "xlsx": (xlsx_of("台账"), "台账.xlsx", FileKind.XLSX),
    "pdf": (pdf_of("通知"), "通知.pdf", FileKind.PDF),
    "ofd": (ofd_of("通知"), "通知.ofd", FileKind.OFD),
    "png": (PNG, "照片.png", FileKind.PNG),
    "jpeg": (JPEG, "照片.jpeg", FileKind.JPEG),
    "jpg": (JPEG_WITH_PLACE, "照片.jpg", FileKind.JPEG),
    "doc": (compound("Root Entry", "WordDocument"), "通知.doc", FileKind.OLE),
    "wps": (compound("Root Entry", "WordDocument"), "通知.wps", FileKind.OLE),
    "xls": (compound("Root Entry", "Workbook"), "台账.xls", FileKind.OLE),
}

REFUSED = {
    "empty": (b"", "通知.docx", "empty"),
    "program": (b"MZ\x90\0" + bytes(600), "通知.docx", "kind"),
    "program with the sign of a document": (
        b"MZ" + bytes(510) + b"\xec\xa5\xc1\0" + bytes(90),
        "通知.doc",
        "kind",
    ),
    "plain text": ("通知".encode(), "通知.txt", "kind"),
    "text as docx": (b"hello", "通知.docx", "kind"),
    "web page": (b"<html><script>", "通知.pdf", "kind"),
    "gif": (b"GIF89a" + bytes(20), "照片.gif", "kind"),
    "docx as pdf": (PLAIN_DOCX, "通知.pdf", "extension"),
    "docx as xlsx": (PLAIN_DOCX, "通知.xlsx", "extension"),
    "docx as macro file": (PLAIN_DOCX, "通知.docm", "extension"),
    "two extensions": (PLAIN_DOCX, "通知.docx.exe", "extension"),
    "no extension": (PLAIN_DOCX, "docx", "extension"),
    "xls as doc": (compound("Workbook"), "通知.doc", "extension"),
    "installer as doc": (compound("Installer"), "通知.doc", "kind"),
    "other archive": (zip_of({"a.txt": "a"}), "通知.docx", "kind"),
    "empty archive": (zip_of({}), "通知.docx", "kind"),
    "two documents in one": (
        with_part(PLAIN_DOCX, "xl/workbook.xml", "<workbook/>"),
        "通知.docx",
        "kind",
    ),
    "document without types": (zip_of({"word/document.xml": "<d/>"}), "通知.docx", "kind"),
    "truncated docx": (PLAIN_DOCX[:-200], "通知.docx", "broken"),
    "half a docx": (PLAIN_DOCX[: len(PLAIN_DOCX) // 2], "通知.docx", "broken"),
    "macro": (with_part(PLAIN_DOCX, "word/vbaProject.bin", b"x"), "通知.docx", "macro"),
    "macro by another name": (
        with_part(PLAIN_DOCX, "word/VBAPROJECT.BIN", b"x"),
        "通知.docx",
        "macro",
    ),
    "macro by its type": (
        with_part(
            PLAIN_DOCX,
            "[Content_Types].xml",
            "<Override ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/>",
        ),
        "通知.docx",
        "macro",
    ),
    "macro in the old format": (
        compound("WordDocument", "_VBA_PROJECT"),
        "通知.doc",
        "macro",
    ),
    "docx with a password": (compound("EncryptedPackage"), "通知.docx", "encrypted"),
    "truncated png": (PNG[:-6], "照片.png", "broken"),
    "png without a head": (b"\x89PNG\r\n\x1a\n" + PNG_TAIL, "照片.png", "broken"),
    "truncated jpeg": (JPEG[:-2], "照片.jpg", "broken"),
    "jpeg cut in a segment": (JPEG[:30], "照片.jpg", "broken"),
    "too many parts": (
        zip_of({**{f"word/{n}.xml": "" for n in range(5001)}, "word/document.xml": ""}),
        "通知.docx",
        "bomb",
    ),
    "types without end": (
        with_part(PLAIN_DOCX, "[Content_Types].xml", bytes(21 << 20)),
        "通知.docx",
        "bomb",
    ),
}


@pytest.mark.parametrize(("content", "name", "kind"), TAKEN.values(), ids=TAKEN)
def test_what_an_office_sends_is_taken(content: bytes, name: str, kind: FileKind) -> None:
    assert sniff(content, name) is kind


@pytest.mark.parametrize(("content", "name", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_pretends_is_refused(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(UnknownFile) as refusal:
        sniff(content, name)
    assert refusal.value.reason == reason


def test_declared_sizes_are_believed_when_they_threaten() -> None:
    content = bytearray(with_part(PLAIN_DOCX, "word/media/a.bin", b"x" * 100))
    # The directory's own record of the part: its unpacked size stands 24 bytes in.
    place = content.rindex(b"word/media/a.bin") - 46 + 24
    content[place : place + 4] = struct.pack("<I", 2**31)
    with pytest.raises(UnknownFile) as refusal:
        sniff(bytes(content), "通知.docx")
    assert refusal.value.reason == "bomb"


def test_a_part_named_twice_is_refused() -> None:
    saved = BytesIO(PLAIN_DOCX)
    with ZipFile(saved, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<other/>")
    with pytest.raises(UnknownFile) as refusal:
        sniff(saved.getvalue(), "通知.docx")
    assert refusal.value.reason == "broken"


def test_an_archive_with_a_password_is_refused() -> None:
    content = bytearray(PLAIN_DOCX)
    place = content.rindex(b"PK\x01\x02") + 8
    content[place] |= 1
    with pytest.raises(UnknownFile) as refusal:
        sniff(bytes(content), "通知.docx")
    assert refusal.value.reason == "encrypted"


@given(st.binary(max_size=300), st.sampled_from([content for content, _, _ in TAKEN.values()]))
def test_no_content_raises_anything_else(noise: bytes, content: bytes) -> None:
    cut = len(noise) * len(content) // 300
    for attempt in (noise, content[:8] + noise, content[:cut] + noise + content[cut:]):
        for name in ("a.docx", "a.pdf", "a.jpg", "a.png"):
            try:
                kind = sniff(attempt, name)
                read_text(attempt, kind)
                strip_position(attempt, kind)
            except (UnknownFile, UnreadableFile):
                continue


# ---- text ----


def test_text_of_a_docx() -> None:
    content = docx_of("关于规范管理的通知", "第一条", cell="表中文字", header="页眉文字")
    lines = read_text(content, FileKind.DOCX).split()
    assert lines == ["页眉文字", "关于规范管理的通知", "第一条", "表中文字"]


def test_text_of_a_text_box() -> None:
    space = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    box = "<w:txbxContent><w:p><w:r><w:t>机密</w:t><w:t>★10年</w:t></w:r></w:p></w:txbxContent>"
    body = f"<w:document {space}><w:body><w:p><w:r>{box}</w:r></w:p></w:body></w:document>"
    content = with_part(PLAIN_DOCX, "word/document.xml", body)
    assert classified_mark(read_text(content, FileKind.DOCX)) == "机密★10年"


def test_text_of_an_xlsx() -> None:
    assert "备案台账" in read_text(xlsx_of("备案台账", "秘密★长期"), FileKind.XLSX)


def test_text_of_an_ofd() -> None:
    pages = [f"第{n}页" for n in range(12)]
    assert read_text(ofd_of(*pages), FileKind.OFD).split() == pages


def test_text_of_a_pdf() -> None:
    assert read_text(pdf_of("关于规范管理的通知", "第二页"), FileKind.PDF).split() == [
        "关于规范管理的通知",
        "第二页",
    ]


def test_only_the_first_pages_of_a_pdf_are_read() -> None:
    text = read_text(pdf_of(*(f"第{n}页" for n in range(1, 203))), FileKind.PDF)
    assert "第200页" in text
    assert "第201页" not in text


@pytest.mark.parametrize("kind", [FileKind.PNG, FileKind.JPEG, FileKind.OLE])
def test_other_kinds_have_no_text(kind: FileKind) -> None:
    assert read_text(b"whatever", kind) == ""


def test_a_pdf_locked_against_changes_only_is_read() -> None:
    assert "通知" in read_text(encrypted(pdf_of("通知"), ""), FileKind.PDF)


DOCTYPE = "<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
UNREADABLE = {
    "encrypted pdf": (encrypted(pdf_of("通知"), "密码"), FileKind.PDF, "encrypted"),
    "truncated pdf": (pdf_of("通知")[:300], FileKind.PDF, "broken"),
    "pdf of nothing": (b"%PDF-1.7\n", FileKind.PDF, "broken"),
    "pdf without pages": (pdf_of(), FileKind.PDF, "broken"),
    "not an archive": (b"PK\x03\x04", FileKind.DOCX, "broken"),
    "entities in an ofd": (ofd_of("&b;", before=DOCTYPE), FileKind.OFD, "broken"),
    "external entity": (
        ofd_of("&x;", before="<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"),
        FileKind.OFD,
        "broken",
    ),
    "entities in utf-16": (
        with_part(PLAIN_DOCX, "word/document.xml", f"{DOCTYPE}<a>&b;</a>".encode("utf-16")),
        FileKind.DOCX,
        "broken",
    ),
    "not xml": (with_part(PLAIN_DOCX, "word/document.xml", "<a"), FileKind.DOCX, "broken"),
    "a part without end": (
        with_part(PLAIN_DOCX, "word/document.xml", b"<a>" + bytes(21 << 20)),
        FileKind.DOCX,
        "large",
    ),
    "parts without end": (
        zip_of({f"word/header{n}.xml": b"<a>" + b" " * (8 << 20) + b"</a>" for n in range(3)}),
        FileKind.DOCX,
        "large",
    ),
}


@pytest.mark.parametrize(("content", "kind", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_says_so(content: bytes, kind: FileKind, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_text(content, kind)
    assert refusal.value.reason == reason


# ---- classified marks ----


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("绝密★\n关于……的通知", "绝密★"),
        ("机密★启用前", "机密★启用前"),
        ("秘密★10年", "秘密★10年"),
        ("「机密 ★ 长期」", "机密★长期"),
        ("　秘　密　★　１０　年", "秘密★１０年"),
        ("机密☆6个月", "机密☆6个月"),
        ("机密*20年", "机密*20年"),
        ("標題\n絕密★長期", "絕密★"),
        ("正文\n" * 500 + "附件：机密★5年", "机密★5年"),
        ("机\n密\n★\n长\n期\n关于", "机密★长期"),
        ("机密\n关于……的通知", "机密"),
        ("密级：秘密\n关于……的通知", "密级：秘密"),
        ("【绝密】", "【绝密】"),
        ("0001\n秘密 5年\n特急", "秘密5年"),
    ],
)
def test_marks(text: str, mark: str) -> None:
    assert classified_mark(text) == mark


@pytest.mark.parametrize(
    "text",
    [
        "",
        "工作人员应当保守秘密，不得泄露。",
        "保障信息的机密性、完整性",
        "涉及国家秘密、商业秘密、个人隐私的除外",
        "依照保守国家秘密法的规定",
        "不得涉及国家秘密\n★ 联系电话另行通知",
        "机密**性**",
        "★★★ 五星级支部",
        "本件不涉密",
        "密级：无",
        "密级：______",
        "正文\n" * 30 + "秘密\n",
        "秘密投票\n关于选举办法",
    ],
)
def test_ordinary_words_are_no_marks(text: str) -> None:
    assert classified_mark(text) is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (docx_of("通知", header="机密★10年"), FileKind.DOCX),
        (docx_of("通知", cell="机密★10年"), FileKind.DOCX),
        (pdf_of("机密★10年"), FileKind.PDF),
        (ofd_of("机 密 ★ 10 年 关于"), FileKind.OFD),
        (xlsx_of("台账", "机密★10年"), FileKind.XLSX),
    ],
)
def test_marks_are_found_in_files(content: bytes, kind: FileKind) -> None:
    assert classified_mark(read_text(content, kind)) == "机密★10年"


# ---- photos ----


def test_a_photo_loses_its_place_and_keeps_its_colours() -> None:
    clean = strip_position(JPEG_WITH_PLACE, FileKind.JPEG)
    colours = segment(0xE2, b"ICC_PROFILE\0colours")
    assert clean == b"\xff\xd8" + JFIF + colours + TABLES + SCANS + b"\xff\xd9"
    assert sniff(clean, "照片.jpg") is FileKind.JPEG


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_turned_photo_stays_upright(order: str, orientation: int) -> None:
    photo = b"\xff\xd8" + exif(orientation, order) + JPEG[2:]
    clean = strip_position(photo, FileKind.JPEG)
    assert b"117.68" not in clean
    field = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    assert clean.count(b"Exif\0\0MM\0*") == clean.count(field) == 1
    assert strip_position(clean, FileKind.JPEG) == clean


def test_a_picture_loses_its_notes() -> None:
    notes = chunk(b"eXIf", b"N 36.19") + chunk(b"iTXt", b"XML:com.adobe.xmp\0GPS")
    assert strip_position(PNG_HEAD + notes + PNG_TAIL + b"more", FileKind.PNG) == PNG


def test_other_kinds_stay_as_they_are() -> None:
    assert strip_position(PLAIN_DOCX, FileKind.DOCX) is PLAIN_DOCX


@given(st.binary(max_size=200))
def test_any_exif_can_be_read(noise: bytes) -> None:
    photo = b"\xff\xd8" + segment(0xE1, b"Exif\0\0" + noise) + JPEG[2:]
    clean = strip_position(photo, FileKind.JPEG)
    assert len(clean) <= len(JPEG) + 36
