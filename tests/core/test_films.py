"""Films: known by their boxes, kept without the place where they were taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kit.sniffing import FileKind, UnknownFile, sniff, strip_position

PLACE = b"+40.0911+113.3001+1050.5/"


def box(name: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + name + content


def film(brand: bytes = b"mp42", notes: bytes = b"") -> bytes:
    udta = box(b"udta", box(b"\xa9xyz", b"\0\x19\x15\xc7" + PLACE) + notes)
    moov = box(b"moov", box(b"mvhd", bytes(20)) + udta)
    return box(b"ftyp", brand + bytes(4) + b"isom") + moov + box(b"mdat", b"+1.5+2.5/ picture")


@pytest.mark.parametrize("name", ["a.mp4", "A.MOV", "a.m4v"])
def test_a_film_is_known_by_its_boxes(name: str) -> None:
    assert sniff(film(), name) is FileKind.MP4


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (film(), "a.jpg"),
        (film(b"heic"), "a.mp4"),
        (film(b"M4A "), "a.mp4"),
        (film()[:-1], "a.mp4"),
        (box(b"ftyp", b"mp42"), "a.mp4"),
        (b"\0\0\0\x02ftypmp42", "a.mp4"),
    ],
)
def test_what_is_no_whole_film_is_not_taken(content: bytes, name: str) -> None:
    with pytest.raises(UnknownFile):
        sniff(content, name)


def test_the_place_is_blanked_and_everything_else_stays_where_it_was() -> None:
    loci = box(b"loci", b"\0\0\0\0\x55\xc4kitchen\0\0\x12\x34")
    xmp = box(b"uuid", bytes(16) + b"exif:GPSLatitude 40,5N")
    content = film(notes=loci) + xmp
    shown = strip_position(content, FileKind.MP4)
    assert len(shown) == len(content)
    assert PLACE not in shown
    assert b"kitchen" not in shown
    assert b"GPSLatitude" not in shown
    assert b"+1.5+2.5/ picture" in shown, "pictures are never touched"
    assert sniff(shown, "a.mp4") is FileKind.MP4
    assert strip_position(shown, FileKind.MP4) == shown


@given(st.binary(max_size=200))
def test_whatever_follows_the_sign_is_taken_or_refused_and_nothing_else(rest: bytes) -> None:
    assert outcome(b"\0\0\0\x10ftyp" + rest) in {"mp4", "kind", "broken"}


def outcome(content: bytes) -> str:
    try:
        return sniff(content, "a.mp4").value
    except UnknownFile as refused:
        return refused.reason
