"""The public schema is a file in git: what changes there is what a front end must know."""

from pathlib import Path

import pytest
from sources import ROOT, shown

from core import own_plugin, plugins, snapshots
from core.graphql.schemas import Schemas

KEPT = ROOT / "tests" / "snapshots" / "schema"
REMEDY = "run `make schema` and look at the difference"


def test_every_snapshot_is_what_the_code_makes() -> None:
    schemas = Schemas(plugins.Plugins(plugins.find(own_plugin)))
    made = snapshots.contents(schemas)
    kept = {path.name: _text(path) for path in KEPT.iterdir()}
    assert sorted(made) == sorted(kept), REMEDY
    assert [name for name in made if made[name] != kept[name]] == [], REMEDY


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(KEPT.glob("*.graphql")), ids=shown)
def test_every_field_that_is_asked_for_names_its_action(path: Path) -> None:
    """With the directive on each field the snapshot is also the map of permissions."""
    bare = [
        line.strip()
        for kind in ("Query", "Mutation", "Subscription")
        if f"\ntype {kind} {{\n" in _text(path)
        for line in _fields(_text(path), kind)
        if "@requires(action:" not in line
    ]
    assert bare == []


def _fields(sdl: str, kind: str) -> list[str]:
    """The first or last line of each field of a root type: where its directives stand."""
    body = sdl.split(f"\ntype {kind} {{\n", 1)[1].split("\n}\n", 1)[0]
    lines = [line for line in body.splitlines() if line[:3].strip() and line[:2] == "  "]
    ends = [line for line in lines if not line.lstrip().startswith('"') and line[-1] != "("]
    return ends


def test_the_check_of_actions_can_fail() -> None:
    sdl = '\ntype Query {\n  open: Int!\n  shut: Int! @requires(action: "core.read")\n}\n'
    assert _fields(sdl, "Query")[0] == "  open: Int!"
