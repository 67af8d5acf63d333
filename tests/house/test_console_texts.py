"""The console's texts: a catalogue of its own and one of each plugin, whole, without leftovers.

And what pages of plugins may import: the console's front door, React, and what lies beside them.
"""

import json
import re
from pathlib import Path

import pytest
from sources import ROOT, shown

SOURCES = ROOT / "core" / "console" / "src"
PAGES = sorted(ROOT.glob("plugins/*/console"))
OWN = SOURCES / "pages"
"""The core's own pages of work; their texts are fetched with them, not at first."""
CATALOGUES = [SOURCES, OWN, *PAGES]

CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")
ASKED = re.compile(r"""\bt\(\s*["']([\w.]+)["']""")
KINDS = re.compile(r"""\b(?:named|options)\(\s*["'](\w+)["']""")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
SHOWN = re.compile(
    r">\s*([A-Za-z][A-Za-z ,.']+[a-z.])\s*</|\b(?:label|title|hint|text|alt)=\"[^\"]"
)
IMPORTED = re.compile(r"""(?<![./\w])(?:from|import)\s*\(?\s*["']([^"']+)["']""")
DOOR = {"@renda/console", "react"}
MADE = {"adds."}
"""Beginnings of names that the code completes."""


def catalogue(folder: Path, language: str) -> dict[str, str]:
    return json.loads((folder / "texts" / f"{language}.json").read_text(encoding="utf-8"))


def programs(folder: Path) -> list[Path]:
    found = [path for path in sorted(folder.rglob("*.ts*")) if path.name != "schema.d.ts"]
    return [path for path in found if folder == OWN or not path.is_relative_to(OWN)]


def code(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in programs(folder))


def loose(text: str) -> list[str]:
    """What a program shows without the catalogue."""
    plain = COMMENT.sub("", text)
    return CHINESE.findall(plain) + [one.group(0) for one in SHOWN.finditer(plain)]


def strange(path: Path, text: str, folder: Path) -> list[str]:
    """What a page of a plugin imports that is neither the front door nor the plugin's own."""
    return [
        name
        for name in IMPORTED.findall(COMMENT.sub("", text))
        if name not in DOOR
        and not (name.startswith(".") and (path.parent / name).resolve().is_relative_to(folder))
    ]


def test_there_are_pages_of_plugins_to_look_at() -> None:
    assert PAGES


@pytest.mark.parametrize("folder", CATALOGUES, ids=shown)
def test_english_is_complete_and_has_the_same_places_to_fill(folder: Path) -> None:
    chinese, english = catalogue(folder, "zh"), catalogue(folder, "en")
    assert list(chinese) == list(english)
    for word, text in chinese.items():
        places = [sorted(re.findall(r"\{\w+\}", one)) for one in (text, english[word])]
        assert places[0] == places[1], word
        assert text.strip(), word
        assert english[word].strip(), word
        assert not CHINESE.search(english[word]), word


@pytest.mark.parametrize("folder", CATALOGUES, ids=shown)
def test_every_text_is_used_and_every_used_one_is_there(folder: Path) -> None:
    known, text = set(catalogue(folder, "zh")), code(folder)
    asked = set(ASKED.findall(text))
    assert asked - known == set()
    begun = MADE | {f"{kind}." for kind in KINDS.findall(text)}
    unused = {word for word in known - asked if not word.startswith(tuple(begun))}
    assert unused == set()


@pytest.mark.parametrize(
    "path", [path for folder in CATALOGUES for path in programs(folder)], ids=shown
)
def test_no_program_shows_a_text_of_its_own(path: Path) -> None:
    assert loose(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("folder", PAGES, ids=shown)
def test_pages_of_a_plugin_come_through_the_front_door(folder: Path) -> None:
    found = {
        shown(path): names
        for path in programs(folder)
        if (names := strange(path, path.read_text(encoding="utf-8"), folder))
    }
    assert found == {}


UNDER = re.compile(
    r"(?:\?|&&|null :|\) :)\s*\(?\s*(?:<>\s*)?(?:<Acts>\s*)?<(?:Act|ByHands|DeclaredAct)\b"
)
"""A verb under a condition."""

BY_KIND = {
    "plugins/filing_review/console/assistant.tsx": "a new filing, or a draft that is revised",
    "plugins/filing_review/console/by_hands.tsx": "which verb it is, by the body's practice",
    "core/console/src/pages/new_person.tsx": "its own form, until it is sent",
}
"""Conditions that nobody else changes, and why."""


def test_no_verb_disappears_where_others_changed_what_it_is_about() -> None:
    """`offered` keeps a form that is open, with what was typed; a condition around it does not."""
    found = {
        shown(path)
        for folder in (OWN, *PAGES, SOURCES / "declared")
        for path in programs(folder)
        if UNDER.search(COMMENT.sub("", path.read_text(encoding="utf-8")))
    }
    assert found <= set(BY_KIND)


def offered(door: str) -> set[str]:
    """What the front door of the console gives to pages of plugins."""
    lists = re.findall(r"export (?:type )?\{([^}]*)\}", door)
    return {name.strip().removeprefix("type ") for one in lists for name in one.split(",")} - {""}


def test_every_part_of_the_kit_is_documented() -> None:
    names = offered((SOURCES / "kit" / "index.ts").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "console.md").read_text(encoding="utf-8")
    assert {"Records", "Act", "rows"} <= names
    assert {name for name in names if not re.search(rf"\b{name}\b", page)} == set()


def test_the_search_finds_what_it_looks_for() -> None:
    assert loose("<p>登录</p>") == ["登", "录"]
    assert loose("<p>Sign in</p>")
    assert loose('<Field label="Login" />')
    assert loose("// 登录\n<p>{t('signIn.go')}</p>") == []
    for wrong in ("{open ? (\n  <Act\n", "{a && <Act verb", "{no ? null : (\n <Acts>\n <Act "):
        assert UNDER.search(wrong), wrong
    assert not UNDER.search("act={(file) => (\n <Act verb={Place} offered={open ? a : b}")
    here = PAGES[0] / "page.tsx"
    wrong = 'import { Table } from "antd";\nconst x = import("../../people_votes/console/x.tsx");'
    assert strange(here, wrong, PAGES[0]) == ["antd", "../../people_votes/console/x.tsx"]
    right = 'import { Act } from "@renda/console";\nimport { t } from "./texts.ts";'
    assert strange(here, right, PAGES[0]) == []


MACHINES_CLOCK = re.compile(r"\bDate\.now\(|\bnew Date\(\s*\)|\bdayjs\(\s*\)")
TIME = SOURCES / "server_time.ts"
"""The one program that looks at the machine's clock, to see how far it is from the server's."""


@pytest.mark.parametrize("folder", CATALOGUES, ids=shown)
def test_no_program_trusts_the_machines_clock(folder: Path) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in programs(folder) if path != TIME}
    trusting = [shown(path) for path, text in texts.items() if MACHINES_CLOCK.search(text)]
    assert trusting == []


def test_the_search_for_the_machines_clock_finds_it() -> None:
    assert MACHINES_CLOCK.search(TIME.read_text(encoding="utf-8"))
    assert MACHINES_CLOCK.search("format(new Date())")
    assert not MACHINES_CLOCK.search("format(new Date(moment))")


ROUTE = re.compile(r'path: "([\w/]+/:id)"')
RECORD = re.compile(r'^    \w+: "([\w/:]+)",$', re.MULTILINE)
"""Where a record is, as in `Filing: "filings/:id"`."""


@pytest.mark.parametrize("folder", PAGES, ids=shown)
def test_each_page_of_a_record_is_found_from_the_records_id(folder: Path) -> None:
    """What is due, found or logged leads to `r/<id>`, which asks where that type has its page."""
    told = (folder / "index.tsx").read_text(encoding="utf-8")
    routes, records = set(ROUTE.findall(told)), set(RECORD.findall(told))
    assert routes <= records
    assert {one for one in records if one.endswith("/:id")} <= routes
