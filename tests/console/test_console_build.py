"""What was built: how much a first visit costs, and what happens where it cannot be built."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from chromium import not_tested

import bootstrap
from core import console

MOST_AT_FIRST = 150_000
"""Bytes on the wire of all that the page asks for at once; what was promised is 250 kB."""


def test_the_first_visit_is_small() -> None:
    if not console.assets():
        not_tested("the console: it is not built (make assets)")
    asked = re.findall(r'(?:src|href)="/assets/([^"]+)"', console.page().content.decode())
    assert len([name for name in asked if name.endswith(".js")]) >= 1
    assert sum(len(console.assets()[name].compressed) for name in asked) < MOST_AT_FIRST
    # The form library is for one page only.
    assert not any(name.startswith("setting-") for name in asked)


def at_once(manifest: dict[str, Any], name: str) -> set[str]:
    """Files of a chunk and of all that it imports without waiting for anybody."""
    there: set[str] = set()
    left = [name]
    while left:
        chunk = manifest[left.pop()]
        if chunk["file"] in there:
            continue
        there |= {chunk["file"], *chunk.get("css", [])}
        left += chunk.get("imports", [])
    return {Path(file).name for file in there}


def test_the_entry_brings_no_page_of_work() -> None:
    if not console.assets():
        not_tested("the console: it is not built (make assets)")
    manifest = json.loads((console.STATIC / "manifest.json").read_text(encoding="utf-8"))
    entry = at_once(manifest, "index.html")
    assert sum(len(console.assets()[name].compressed) for name in entry) <= 250_000
    scripts = {name: one for name, one in console.assets().items() if name.endswith(".js")}
    tables = {name for name, one in scripts.items() if b"rc-table" in one.content}
    charts = {name for name in scripts if name.startswith("chart_canvas-")}
    assert tables
    assert charts
    work = tables | charts
    assert entry & work == set()
    # What tells the menu of a plugin's pages brings none of them.
    menus = [name for name in manifest if name.endswith("console/index.tsx")]
    assert menus
    for menu in menus:
        assert at_once(manifest, menu) & work == set()


def test_a_page_that_brings_tables_at_once_would_be_found() -> None:
    manifest = {
        "index.html": {"file": "assets/a.js", "imports": ["_b.js"], "css": ["assets/a.css"]},
        "_b.js": {"file": "assets/b.js", "imports": ["_c.js"], "dynamicImports": ["d.tsx"]},
        "_c.js": {"file": "assets/c.js", "imports": ["_b.js"]},
        "d.tsx": {"file": "assets/d.js"},
    }
    assert at_once(manifest, "index.html") == {"a.js", "a.css", "b.js", "c.js"}


def test_a_changed_page_of_a_plugin_is_built_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = tmp_path / "plugins" / "some" / "console" / "index.tsx"
    page.parent.mkdir(parents=True)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "CONSOLE", tmp_path / "console")
    monkeypatch.setattr(bootstrap, "SDL", tmp_path / "schema")
    page.write_text("one", encoding="utf-8")
    before = bootstrap._console_sources()
    page.write_text("other", encoding="utf-8")
    assert bootstrap._console_sources() != before


def test_a_wheel_holds_what_was_built_and_no_source_of_it(tmp_path: Path) -> None:
    if not console.assets():
        not_tested("the console: it is not built (make assets)")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=bootstrap.ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    parts = [Path(name).parts for name in zipfile.ZipFile(wheel).namelist()]
    held = ["/".join(one) for one in parts if "console" in one]
    assert "core/console/static/index.html" in held
    assert [name for name in held if "/static/" not in name] == ["core/console/__init__.py"]


NODE = Path(sys.executable).with_name("node")


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("query One { filings { totalCount } }", ""),
        (
            "query One { filings { ...Count } } fragment Count on FilingConnection { count }",
            "count",
        ),
        # Of another plugin: there is no such thing where only this one is turned on.
        ("query One { projects { totalCount } }", "projects"),
    ],
)
def test_what_a_page_asks_fits_its_plugin_alone(tmp_path: Path, asked: str, fault: str) -> None:
    if not (bootstrap.CONSOLE / "node_modules" / "graphql").is_dir():
        not_tested("operations of pages: the console's packages are not there (make assets)")
    page = tmp_path / "filing_review" / "console" / "page.ts"
    page.parent.mkdir(parents=True)
    page.write_text(f"export const One = graphql(`{asked}`);", encoding="utf-8")
    check = [str(NODE), "check_operations.ts", str(tmp_path), str(bootstrap.SDL)]
    done = subprocess.run(check, cwd=bootstrap.CONSOLE, capture_output=True, text=True)
    assert (done.returncode == 0) == (not fault), done.stderr
    assert fault in done.stderr


def test_the_page_has_nothing_inline() -> None:
    if not console.assets():
        not_tested("the console: it is not built (make assets)")
    page = console.page().content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert "<style" not in page
    assert " style=" not in page


def test_where_it_cannot_be_built_that_is_said_once_and_nothing_stops(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tried = tmp_path_factory.mktemp("venv") / "console-stamp"
    asked: list[tuple[str, ...]] = []

    def unreachable(*words: str) -> str:
        asked.append(words)
        return "network unreachable"

    monkeypatch.setattr(bootstrap, "TRIED", tried)
    monkeypatch.setattr(bootstrap, "_npm", unreachable)
    monkeypatch.setattr(bootstrap, "_packages_failed", lambda: bootstrap._npm("ci"))
    assert not bootstrap._console_tried()
    assert not bootstrap._build_console()
    assert bootstrap._console_tried()
    assert asked == [("ci",)]
    monkeypatch.setattr(bootstrap, "_console_sources", lambda: "others")
    assert not bootstrap._console_tried()
