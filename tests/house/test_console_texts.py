"""The console's texts: one catalogue, Chinese and English, whole and without leftovers."""

import json
import re
from pathlib import Path

import pytest
from sources import ROOT, shown

SOURCES = ROOT / "core" / "console" / "src"
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")
ASKED = re.compile(r"""\bt\(\s*["']([\w.]+)["']""")
KINDS = re.compile(r"""\bnamed\(\s*["'](\w+)["']""")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
SHOWN = re.compile(
    r">\s*([A-Za-z][A-Za-z ,.']+[a-z.])\s*</|\b(?:label|title|hint|text|alt)=\"[^\"]"
)
MADE = {"adds."}
"""Beginnings of names that the code completes."""


def catalogue(language: str) -> dict[str, str]:
    return json.loads((SOURCES / "texts" / f"{language}.json").read_text(encoding="utf-8"))


def programs() -> list[Path]:
    return [path for path in sorted(SOURCES.rglob("*.ts*")) if path.name != "schema.d.ts"]


def code() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in programs())


def loose(text: str) -> list[str]:
    """What a program shows without the catalogue."""
    plain = COMMENT.sub("", text)
    return CHINESE.findall(plain) + [one.group(0) for one in SHOWN.finditer(plain)]


def test_english_is_complete_and_has_the_same_places_to_fill() -> None:
    chinese, english = catalogue("zh"), catalogue("en")
    assert list(chinese) == list(english)
    for word, text in chinese.items():
        places = [sorted(re.findall(r"\{\w+\}", one)) for one in (text, english[word])]
        assert places[0] == places[1], word
        assert text.strip(), word
        assert english[word].strip(), word
        assert not CHINESE.search(english[word]), word


def test_every_text_is_used_and_every_used_one_is_there() -> None:
    known, text = set(catalogue("zh")), code()
    asked = set(ASKED.findall(text))
    assert asked - known == set()
    begun = MADE | {f"{kind}." for kind in KINDS.findall(text)}
    unused = {word for word in known - asked if not word.startswith(tuple(begun))}
    assert unused == set()


@pytest.mark.parametrize("path", programs(), ids=shown)
def test_no_program_shows_a_text_of_its_own(path: Path) -> None:
    assert loose(path.read_text(encoding="utf-8")) == []


def test_the_search_finds_what_it_looks_for() -> None:
    assert loose("<p>登录</p>") == ["登", "录"]
    assert loose("<p>Sign in</p>")
    assert loose('<Field label="Login" />')
    assert loose("// 登录\n<p>{t('signIn.go')}</p>") == []
