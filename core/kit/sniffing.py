"""文件真伪：看内容定类型，不看扩展名；取文字、认密级标志、去照片位置。

Nothing here trusts what a file says of itself: archives are read part by part under a budget,
XML with a document type is refused, and whatever a parser raises means the file cannot be read.
"""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from io import BytesIO
from itertools import islice
from pathlib import PurePosixPath
from time import monotonic
from typing import NoReturn
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

import puremagic
from pypdf import PdfReader, apply_configuration

__all__ = [
    "FileKind",
    "UnknownFile",
    "UnreadableFile",
    "body_text",
    "classified_mark",
    "read_text",
    "sniff",
    "strip_position",
]

MOST_EXTRACTED = 20 << 20
"""Bytes unpacked from one file, all parts together."""

MOST_DECLARED = 500 << 20
MOST_ENTRIES = 5_000
MOST_PAGES = 200
MOST_SECONDS = 30


class FileKind(StrEnum):
    """What may be stored. `ole` is the old binary format of .doc, .xls and .wps: never read."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    MP4 = "mp4"
    OFD = "ofd"
    OLE = "ole"


class UnknownFile(ValueError):
    """Not a file we take. `reason`: empty, kind, extension, broken, encrypted, macro or bomb."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnreadableFile(ValueError):
    """Of a kind we take, but its text cannot be had. `reason`: broken, encrypted or large."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


EXTENSIONS = {
    FileKind.DOCX: {".docx"},
    FileKind.XLSX: {".xlsx"},
    FileKind.PDF: {".pdf"},
    FileKind.PNG: {".png"},
    FileKind.JPEG: {".jpg", ".jpeg"},
    FileKind.MP4: {".mp4", ".m4v", ".mov"},
    FileKind.OFD: {".ofd"},
    FileKind.OLE: {".doc", ".wps", ".xls", ".et"},
}


def sniff(content: bytes, name: str) -> FileKind:
    """What a whole file is, if we take it and its name says the same; else UnknownFile."""
    if not content:
        raise UnknownFile("empty")
    extension = PurePosixPath(name.strip().lower()).suffix
    try:
        kind = _kind(content, extension)
    except UnknownFile:
        raise
    except UnreadableFile:
        raise UnknownFile("bomb") from None
    except Exception as reason:
        # What a broken archive makes its reader raise is written nowhere.
        raise UnknownFile("broken") from reason
    if extension not in EXTENSIONS[kind]:
        raise UnknownFile("extension")
    return kind


def _kind(content: bytes, extension: str) -> FileKind:
    if content[4:8] == FILM:
        _check_film(content)
        return FileKind.MP4
    looks = _looks_like(content)
    if ".docx" in looks:
        return _archive_kind(content)
    if ".doc" in looks:
        return _compound_kind(content, extension)
    if ".pdf" in looks and content.startswith(b"%PDF-"):
        return FileKind.PDF
    if ".png" in looks or ".jpg" in looks:
        kind = FileKind.PNG if ".png" in looks else FileKind.JPEG
        strip_position(content, kind)
        return kind
    raise UnknownFile("kind")


def _looks_like(content: bytes) -> set[str]:
    """The extensions of the formats that begin like this."""
    try:
        found = puremagic.magic_string(content[:4096])
    except puremagic.PureError:
        return set()
    # A sign further in proves nothing: a program may bear that of a document there.
    return {match.extension for match in found if content.startswith(match.byte_match)}


# ---- archives: docx, xlsx, OFD ----

MAIN_PARTS = {
    # Some online editors number the main part of a document.
    FileKind.DOCX: re.compile(r"word/document\d*\.xml"),
    FileKind.XLSX: re.compile(r"xl/workbook\.xml"),
    FileKind.OFD: re.compile(r"OFD\.xml"),
}
CONTENT_TYPES = "[Content_Types].xml"


def _archive_kind(content: bytes) -> FileKind:
    with ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        _check_entries(entries, names)
        kinds = [kind for kind, main in MAIN_PARTS.items() if any(map(main.fullmatch, names))]
        if len(kinds) != 1:
            raise UnknownFile("kind")
        if kinds[0] is not FileKind.OFD:
            _check_office(archive, names)
    return kinds[0]


def _check_entries(entries: list[ZipInfo], names: set[str]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnknownFile("encrypted")
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_DECLARED:
        raise UnknownFile("bomb")
    # Of two parts with one name, we might check the one that the office program does not open.
    if len(names) < len(entries):
        raise UnknownFile("broken")


def _check_office(archive: ZipFile, names: set[str]) -> None:
    if CONTENT_TYPES not in names:
        raise UnknownFile("kind")
    types = _Parts(archive).read(CONTENT_TYPES)
    if b"macroenabled" in types.lower() or any("vbaproject" in name.lower() for name in names):
        raise UnknownFile("macro")


class _Parts:
    """Parts of an archive, read under one budget whatever sizes the archive declares."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.left = MOST_EXTRACTED

    def read(self, name: str) -> bytes:
        with self.archive.open(name) as part:
            content = part.read(self.left + 1)
        self.left -= len(content)
        if self.left < 0:
            raise UnreadableFile("large")
        return content


# ---- the old compound format ----

COMPOUND_STREAMS = {
    ".doc": ("WordDocument",),
    ".wps": ("WordDocument",),
    ".xls": ("Workbook", "Book"),
    ".et": ("Workbook", "Book"),
}


def _compound_kind(content: bytes, extension: str) -> FileKind:
    """A compound file may hold anything, an installer too: its streams tell."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise UnknownFile("encrypted")
    if holds("_VBA_PROJECT"):
        raise UnknownFile("macro")
    if not any(map(holds, COMPOUND_STREAMS.get(extension, ()))):
        known = any(holds(stream) for streams in COMPOUND_STREAMS.values() for stream in streams)
        raise UnknownFile("extension" if known else "kind")
    return FileKind.OLE


# ---- text ----


def read_text(content: bytes, kind: FileKind) -> str:
    """The text of a docx, xlsx, OFD or PDF (its first 200 pages); of other kinds none.

    Meant for looking marks up, not for showing: parts come one after another, headers first.
    """
    reader = _READERS.get(kind)
    if reader is None:
        return ""
    try:
        return reader(content)
    except UnreadableFile:
        raise
    except Exception as reason:
        # Parsers of foreign files raise whatever they like; all of it means the same.
        raise UnreadableFile("broken") from reason


def body_text(content: bytes) -> str:
    """The text of a docx as one reads it, a line for each paragraph, without headers and notes.

    Numbers that Word counts itself are written nowhere, so they are missing.
    """
    try:
        wanted = re.compile(r"word/document\d*\.xml")
        return _read_parts(content, wanted, {"t"}, {"p"})
    except UnreadableFile:
        raise
    except Exception as reason:
        raise UnreadableFile("broken") from reason


class _Xml:
    """The text of some elements of an XML part, by their names without namespace."""

    def __init__(self, kept: set[str], ending_line: set[str]) -> None:
        self.kept = kept
        self.ending_line = ending_line
        self.depth = 0
        self.found: list[str] = []

    def read(self, content: bytes) -> str:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)
        return "".join(self.found)

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self.depth += name.rpartition(" ")[2] in self.kept

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        self.depth -= local in self.kept
        if local in self.ending_line:
            self.found.append("\n")

    def _text(self, text: str) -> None:
        if self.depth:
            self.found.append(text)


def _refuse_doctype(*_declared: object) -> NoReturn:
    """Entities come with a document type, and no office program writes one."""
    raise UnreadableFile("broken")


def _read_parts(content: bytes, wanted: re.Pattern[str], kept: set[str], ending: set[str]) -> str:
    with ZipFile(BytesIO(content)) as archive:
        parts = _Parts(archive)
        names = sorted(filter(wanted.fullmatch, archive.namelist()), key=_in_order)
        return "\n".join(_Xml(kept, ending).read(parts.read(name)) for name in names)


def _in_order(name: str) -> tuple[bool, list[tuple[int, str]]]:
    """Headers first, since marks stand there, then by name and number: page 2 before page 10."""
    pieces = re.findall(r"\d+|\D+", name)
    return "header" not in name, [(int(p), "") if p.isdecimal() else (-1, p) for p in pieces]


def _read_docx(content: bytes) -> str:
    """All runs, also those in tables, text boxes, headers and notes, where marks often stand."""
    wanted = r"word/(document|header|footer|footnotes|endnotes|comments)\d*\.xml"
    return _read_parts(content, re.compile(wanted), {"t"}, {"p"})


def _read_xlsx(content: bytes) -> str:
    wanted = r"xl/(sharedStrings|worksheets/[^/]+)\.xml"
    kept = {"t", "oddHeader", "oddFooter", "evenHeader", "firstHeader"}
    return _read_parts(content, re.compile(wanted), kept, kept | {"si", "is"})


def _read_ofd(content: bytes) -> str:
    return _read_parts(content, re.compile(r".*\.xml"), {"TextCode"}, {"TextCode"})


def _read_pdf(content: bytes) -> str:
    with apply_configuration(
        zlib_maximum_output_length=MOST_EXTRACTED,
        lzw_maximum_output_length=MOST_EXTRACTED,
        run_length_maximum_output_length=MOST_EXTRACTED,
        array_based_stream_maximum_output_length=MOST_EXTRACTED,
        stream_decoding_work_maximum_length=3 * MOST_EXTRACTED,
    ):
        reader = PdfReader(BytesIO(content))
        # Many are encrypted only against changes; they open without a password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile("encrypted")
        pages = list(_page_texts(reader))
    if not pages:
        raise UnreadableFile("broken")
    return "\n".join(pages)


def _page_texts(reader: PdfReader) -> Iterator[str]:
    until, left = monotonic() + MOST_SECONDS, MOST_EXTRACTED
    for page in reader.pages[:MOST_PAGES]:
        text = page.extract_text()
        left -= len(text)
        if left < 0 or monotonic() > until:
            raise UnreadableFile("large")
        yield text


_READERS: dict[FileKind, Callable[[bytes], str]] = {
    FileKind.DOCX: _read_docx,
    FileKind.XLSX: _read_xlsx,
    FileKind.PDF: _read_pdf,
    FileKind.OFD: _read_ofd,
}


# ---- classified marks ----

LEVELS = (("[绝絕]", "密"), ("[机機]", "密"), ("秘", "密"))
TERMS = (
    ("长", "期"),
    (r"\d{1,4}", "[年月日]"),
    (r"\d{1,4}", "个", "月"),
    ("启", "用", "前"),
    ("解", "密", "前"),
)
STAR = "[★☆✩✰⭐]"
SPACE = "[ \t\u00a0\u3000]*"
ANY_SPACE = r"\s*"


def _any(words: tuple[tuple[str, ...], ...], space: str) -> str:
    return f"(?:{'|'.join(map(space.join, words))})"


def _starred(space: str) -> str:
    level, term = _any(LEVELS, space), _any(TERMS, space)
    # An asterisk stands for the star only before a term, for it has other uses.
    return f"{level}{space}(?:{STAR}{space}{term}?|[*＊]{space}{term})"


WITH_STAR = re.compile(_starred(SPACE))
"""Level, star and term, in one line."""

ACROSS_LINES = re.compile(f"^{SPACE}{_starred(ANY_SPACE)}", re.MULTILINE)
"""The same from the start of a line on: some PDF and OFD writers place each character alone."""

ALONE = re.compile(
    rf"[「『【〔（(\[\s]*(?:密{SPACE}级\s*[：:]?\s*)?"
    rf"{_any(LEVELS, SPACE)}\s*{_any(TERMS, SPACE)}?[」』】〕）)\]\s]*"
)
"""A line that says nothing but its mark."""

TOP_LINES = 20
LONGEST_MARK = 60


def classified_mark(text: str) -> str | None:
    """The secrecy mark a text bears (机密★启用前), without spaces; None where it bears none.

    Words such as 保守秘密 or 机密性 are no marks. A text that explains marks by showing one is
    taken for a marked one: better to ask a person than to take a secret in.
    """
    found = WITH_STAR.search(text) or ACROSS_LINES.search(text)
    if found is None:
        tops = islice(filter(str.strip, text.splitlines()), TOP_LINES)
        marks = (ALONE.fullmatch(line) for line in tops if len(line) <= LONGEST_MARK)
        found = next(filter(None, marks), None)
    return None if found is None else re.sub(r"\s", "", found.group())


# ---- the place where a photo was taken ----


def strip_position(content: bytes, kind: FileKind) -> bytes:
    """A photo or film without what tells where it was taken; other kinds unchanged.

    What is shown stays as it is: colours, and which side is up. UnknownFile("broken") if the
    image breaks off, which `sniff` has refused before.
    """
    if kind is FileKind.JPEG:
        return _stripped_jpeg(content)
    if kind is FileKind.MP4:
        return _stripped_film(content)
    return _stripped_png(content) if kind is FileKind.PNG else content


NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
JPEG_END = 0xD9
JPEG_SCAN = 0xDA
JPEG_APP1 = 0xE1
JPEG_APP2 = 0xE2
# JFIF and Adobe's colour transform; every other application segment may hold notes on a photo.
JPEG_NEEDED = {0xE0, 0xEE}
JPEG_NOTES = {*range(0xE0, 0xF0), 0xFE}


def _stripped_jpeg(content: bytes) -> bytes:
    """Up to the end mark: after it, phones append films and further photos with places."""
    return b"\xff\xd8" + b"".join(_shown(*segment) for segment in _jpeg_segments(content))


def _shown(marker: int, segment: bytes) -> bytes:
    if marker not in JPEG_NOTES or marker in JPEG_NEEDED:
        return segment
    if marker == JPEG_APP2 and segment[4:16] == b"ICC_PROFILE\0":
        return segment
    return _upright(segment) if marker == JPEG_APP1 and segment[4:10] == b"Exif\0\0" else b""


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    at, marker = 2, 0
    while marker != JPEG_END:
        found = NEXT_MARKER.match(content, at)
        if found is None:
            raise UnknownFile("broken")
        start, marker = found.end() - 2, content[found.end() - 1]
        at = start + 2 if marker == JPEG_END else _segment_end(content, start + 2, marker)
        yield marker, content[start:at]


def _segment_end(content: bytes, at: int, marker: int) -> int:
    length = int.from_bytes(content[at : at + 2], "big")
    end = at + length
    if length < 2 or end > len(content):
        raise UnknownFile("broken")
    if marker != JPEG_SCAN:
        return end
    following = NEXT_MARKER.search(content, end)
    if following is None:
        raise UnknownFile("broken")
    return following.start()


def _upright(segment: bytes) -> bytes:
    """An Exif segment of nothing but the orientation, if the photo has one; TIFF 6.0, IFD 0."""
    tiff = segment[10:]
    order = "little" if tiff.startswith(b"II") else "big"

    def number(at: int, size: int = 2) -> int:
        return int.from_bytes(tiff[at : at + size], order)

    first = number(4, 4)
    fields = range(first + 2, first + 2 + 12 * min(number(first), 500), 12)
    turned = next((number(at + 8) for at in fields if number(at) == 0x0112), 1)
    if not 2 <= turned <= 8:
        return b""
    field = b"\x01\x12\x00\x03\x00\x00\x00\x01" + turned.to_bytes(2, "big") + b"\0\0"
    exif = b"Exif\0\0MM\0*\x00\x00\x00\x08\x00\x01" + field + bytes(4)
    return b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif


PNG_NOTES = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}


def _stripped_png(content: bytes) -> bytes:
    shown = (chunk for chunk in _png_chunks(content) if chunk[4:8] not in PNG_NOTES)
    return content[:8] + b"".join(shown)


def _png_chunks(content: bytes) -> Iterator[bytes]:
    at, name = 8, b""
    while name != b"IEND":
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        name = content[at + 4 : at + 8]
        if end > len(content) or (at == 8 and name != b"IHDR"):
            raise UnknownFile("broken")
        yield content[at:end]
        at = end


# ---- films: boxes one after another, ISO/IEC 14496-12 ----

FILM = b"ftyp"
NO_FILMS = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"M4A ", b"M4B ", b"crx "}
"""Brands of what is written in the same boxes and is a photo or sound."""

POSITION = re.compile(rb"[+-][0-9]{1,3}(?:\.[0-9]+)?[+-][0-9]{1,3}(?:\.[0-9]+)?(?:[+-][0-9.]+)?/")
"""A place as films write it (ISO 6709), ended by a stroke."""

PLACED = re.compile(rb"loci")
"""The box in which 3GPP writes one in binary."""


def _check_film(content: bytes) -> None:
    boxes = {name for name, _, _ in _boxes(content)}
    if content[8:12] in NO_FILMS or b"moov" not in boxes:
        raise UnknownFile("kind")


def _boxes(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start of the content and end of every box; what does not add up is broken."""
    at = 0
    while at < len(content):
        size, name, head = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        end = len(content) if size == 0 else at + size
        if end > len(content) or end < at + head:
            raise UnknownFile("broken")
        yield name, at + head, end
        at = end


def _stripped_film(content: bytes) -> bytes:
    """The same film with its places blanked: lengths stay, since tables point into the file."""
    shown = bytearray(content)
    for name, start, end in _boxes(content):
        if name == b"uuid":
            # Notes of cameras and programs; XMP holds places in its own words.
            shown[start + 16 : end] = bytes(max(end - start - 16, 0))
        if name not in (b"moov", b"meta", b"udta"):
            continue
        for found in POSITION.finditer(content, start, end):
            shown[found.start() : found.end()] = b"0" * (found.end() - found.start())
        for found in PLACED.finditer(content, start, end):
            size = int.from_bytes(content[found.start() - 4 : found.start()], "big")
            stop = min(found.start() - 4 + size, end)
            shown[found.start() : found.end()] = b"free"
            shown[found.end() : stop] = bytes(max(stop - found.end(), 0))
    return bytes(shown)
