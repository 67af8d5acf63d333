"""What was built: how much a first visit costs, and what happens where it cannot be built."""

import re

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
