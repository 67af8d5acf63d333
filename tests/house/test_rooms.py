"""The same rooms in every plugin, and nothing but data in `tenants/`."""

import ast
from pathlib import Path

import pytest
from sources import ROOT, SAMPLE, built_in, parsed, plugin_packages, shown

ROOMS = ("permissions", "practice", "models", "rules", "service", "schema", "migrations")
EXTRA = {"README", "console", "demo", "demo_queries", "pages", "recount"}
"""What a plugin may have besides."""


def rooms_of(package: Path) -> set[str]:
    """Names of what lies in a plugin's folder, modules and folders alike."""
    return {path.stem for path in package.iterdir() if not path.name.startswith("_")}


def faults_of_rooms(there: set[str]) -> dict[str, list[str]]:
    return {
        "missing": [name for name in ROOMS if name not in there],
        "strange": sorted(there - set(ROOMS) - EXTRA),
    }


@pytest.fixture(params=plugin_packages(), ids=shown)
def package(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_every_plugin_has_the_same_rooms(package: Path) -> None:
    assert faults_of_rooms(rooms_of(package)) == {"missing": [], "strange": []}


def test_every_plugin_says_what_it_is(package: Path) -> None:
    beside = SAMPLE if package.parent == SAMPLE else package
    text = (beside / "README.md").read_text(encoding="utf-8")
    assert any("一" <= letter <= "鿿" for letter in text), "Chinese, for whoever uses it"


def test_the_front_door_of_a_plugin_holds_hooks_only(package: Path) -> None:
    assert other_than_hooks(parsed(package / "__init__.py")) == []


def other_than_hooks(tree: ast.Module) -> list[str]:
    """Functions without `@hook`, and classes: they belong into a room."""
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        or (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and "hook" not in [getattr(mark, "id", "") for mark in node.decorator_list]
        )
    ]


def test_there_is_a_plugin_to_look_at() -> None:
    assert built_in()


def test_the_checks_can_fail() -> None:
    there = {*ROOMS, "common"} - {"rules"}
    assert faults_of_rooms(there) == {"missing": ["rules"], "strange": ["common"]}
    assert other_than_hooks(ast.parse("@hook\ndef plugin_info(): ...\ndef late(): ...")) == ["late"]
    assert names_that_are_no_code([Path("tenants/00/xintai"), Path("tenants/00/37")]) == ["xintai"]


def names_that_are_no_code(folders: list[Path]) -> list[str]:
    """Jurisdictions are folders named by their code, never by a name in Latin letters."""
    return [folder.name for folder in folders if not folder.name.isdigit()]


def test_jurisdictions_are_named_by_their_codes() -> None:
    tenants = ROOT / "tenants"
    demo = tenants / "demo"
    folders = [
        path
        for path in tenants.rglob("*")
        if path.is_dir() and demo not in (path, *path.parents) and path.name != "__pycache__"
    ]
    assert names_that_are_no_code(folders) == []
    code = [shown(path) for path in tenants.rglob("*.py") if path != tenants / "__init__.py"]
    assert code == [], "tenants/ is data"
