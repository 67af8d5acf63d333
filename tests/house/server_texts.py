"""What the server may say in Chinese, found in the trees, as catalogues of English are keyed.

A sentence is every Chinese text of a program that may reach whoever uses the console. What is
filled in stands as `{1}`, `{2}`, …. Descriptions in the schema are read by programmers; but those
of fields that a plugin adds are shown in the list of plugins, so the plugins are asked for these.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import chinese_calendar
import error_codes
import tenant_texts
import written
from sources import ROOT, parsed, python_files, shown

from core import forms, inventory, searching
from core.graphql.called import called_column
from core.graphql.nodes import record_info
from core.graphql.schemas import Schemas
from core.kit.official import word

HAN = re.compile(r"[㐀-鿿]")
FILLED = re.compile(r"\{[\w.!\[\]:]*\}")

NUMERAL = re.compile(r"[零一二三四五六七八九十百]")
MACHINE = re.compile(r"\[0-9\]|\(\?|\\d")
JOINS = {"”或“"}
"""What stands between names; it is no sentence."""

DESCRIBING = frozenset(
    {"column", "given", "enum", "computed", "records", "link", "children"}
    | {"verb", "reads", "watches"}
)
"""Calls whose words are descriptions in the schema."""

UNSAID = frozenset({"description", "deprecation_reason"})

UNSEEN = {
    "core/cli.py": "the command line",
    "core/commands.py": "the command line",
    "core/settings.py": "the environment, for operators",
    "core/deployment.py": "the environment, for operators",
    "core/loading.py": "what operators load, on the command line",
    "core/scaffolding.py": "the command line",
    "core/scaffold/": "a plugin to begin with",
    "core/serving.py": "the command line",
    "core/conformance/": "a report for who writes plugins",
    "core/testing.py": "tests of plugins",
    "core/demo.py": "made-up data",
    "core/migrations/": "the database's own refusals, for operators",
    "core/postgres/": "the database, for operators",
    "core/graphql/graphiql_page.py": "a page for programmers",
    "core/graphql/schemas.py": "descriptions of the schema",
    "core/console/": "the page before its program runs",
    "core/kit/papers.py": "names of fonts",
    "plugins/people_votes/recount.py": "a program of its own, run by hand",
    "plugins/people_votes/demo": "made-up data",
    "plugins/deputy_points/demo.py": "made-up data",
    "plugins/deputy_files/demo.py": "made-up data",
    "plugins/filing_review/demo": "made-up data",
}
"""Files of which nothing comes to the console, and why."""

ELSEWHERE = {
    "core/revisions.py": "descriptions of the schema",
    "core/public/": "pages for the public, in Chinese",
    "core/public_sections.py": "pages for the public, in Chinese",
    "core/kit/ballots/wording.py": "printed on ballots, and read aloud",
    "core/kit/ballots/announcing.py": "read aloud in the meeting",
    "core/kit/ballots/working.py": "read aloud and printed in the meeting",
    "core/kit/ballots/printing.py": "printed for the meeting",
    "core/kit/ballots/tables.py": "printed for the meeting",
    "core/kit/ballots/sheet_leaves.py": "printed for the meeting",
    "core/kit/official/": "official papers",
    "core/kit/sniffing.py": "marks of secrecy that are looked for",
    "plugins/people_votes/schema/public": "pages for the public, in Chinese",
    "plugins/deputy_points/schema/public.py": "pages for the public, in Chinese",
    "plugins/deputy_files/schema/public.py": "pages for the public, in Chinese",
    "plugins/deputy_files/service/printing.py": "printed for the file",
    "plugins/deputy_files/service/entry_sheet.py": "a sheet to be filled in",
    "plugins/filing_review/schema/public.py": "pages for the public, in Chinese",
    "plugins/filing_review/service/exporting.py": "written in the ledger's columns",
}
"""Files whose words go elsewhere, and where. Their refusals are shown all the same."""


def rooms() -> dict[str, Path]:
    """Where each room keeps its English, by the folder of its programs."""
    plugins = sorted(path.parent for path in ROOT.glob("plugins/*/console"))
    return {"core": ROOT / "core/console/src/texts"} | {
        shown(path): path / "console/texts" for path in plugins
    }


@cache
def needed() -> dict[str, dict[str, str]]:
    """By room, each sentence and a place that says it; what the core says is the core's only."""
    found = {
        room: _of_tenants(room) | _of_programs(room) | _of_declarations(room) for room in rooms()
    }
    days = chinese_calendar.holidays.values()
    names = {chinese_calendar.Holiday(one).chinese for one in days}  # pyright: ignore
    holidays = [text for name in sorted(names) for text in (name, f"{name}放假")]
    found["core"] = dict.fromkeys(holidays, "core/kit/counting.py") | found["core"]
    common = found["core"]
    return {
        room: {one: place for one, place in some.items() if room == "core" or one not in common}
        for room, some in found.items()
    }


def _of_tenants(room: str) -> dict[str, str]:
    texts = tenant_texts.of_room(room.removeprefix("plugins/"))
    return {one: place for text, place in texts.items() for one in _keyed(text)}


def _of_programs(room: str) -> dict[str, str]:
    found = dict[str, str]()
    for path in python_files(ROOT / room):
        place = shown(path)
        if place.startswith(tuple(UNSEEN)) or "/migrations/" in place:
            continue
        tree = parsed(path)
        texts = _refusals(tree, place) if place.startswith(tuple(ELSEWHERE)) else said(tree)
        for text in texts:
            found.setdefault(text, place)
    return found


def _refusals(tree: ast.AST, place: str) -> Iterator[str]:
    """The sentences of errors alone."""
    for one in error_codes.in_tree(tree, place):
        if one.node is not None:
            yield from said(one.node)


def said(tree: ast.AST) -> Iterator[str]:
    """Every Chinese text of a program but its own documentation and the schema's."""
    for node in _spoken(tree):
        if isinstance(node, ast.JoinedStr):
            yield from _keyed(_joined(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _keyed(FILLED.sub("{}", node.value))


def _spoken(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for name, value in ast.iter_fields(node):
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.AST) and not _is_unsaid(node, name, one):
                yield from _spoken(one)


def _is_unsaid(parent: ast.AST, name: str, node: ast.AST) -> bool:
    if name == "body" and isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.keyword):
        return node.arg in UNSAID
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in DESCRIBING
    return isinstance(parent, ast.JoinedStr) and isinstance(node, ast.Constant)


def _joined(node: ast.JoinedStr) -> str:
    return "".join(
        str(one.value).replace("{", "").replace("}", "") if isinstance(one, ast.Constant) else "{}"
        for one in node.values
    )


def _keyed(text: str) -> Iterator[str]:
    """The text as a key, if it says anything: neither a numeral nor what a search is made of."""
    if HAN.search(NUMERAL.sub("", text)) and not (MACHINE.search(text) or text in JOINS):
        parts = text.split("{}")
        yield "".join(
            part if number == 0 else f"{{{number}}}{part}" for number, part in enumerate(parts)
        ).strip()


def _of_declarations(room: str) -> dict[str, str]:
    """What a plugin tells of itself, and what it adds, as the list of plugins shows it."""
    name = room.removeprefix("plugins/")
    plugins = written.known()
    info = plugins.infos[name]
    texts = [info.title, info.description, info.law, *_of_forms(name), *_of_records(name)]
    if name == "core":
        texts += word.VARIABLES.values()
    else:
        adds = inventory.adds(plugins, name)
        texts += [part.title for kind in adds.__struct_fields__ for part in _parts(adds, kind)]
    return {one: f"{room}, declared" for text in texts for one in _keyed(text)}


def _of_forms(name: str) -> Iterator[str]:
    """What the forms of a room's settings say of each field."""
    for setting in written.known().settings.values():
        if setting.name.startswith(f"{name}."):
            yield from _titles(forms.form_of(setting))


def _of_records(name: str) -> Iterator[str]:
    """What a search calls the records of a room."""
    plugins = written.known()
    context: Any = SimpleNamespace(schemas=Schemas(plugins), plugins_on=frozenset(plugins.names))
    for kind, target in context.schemas.records(context.plugins_on).items():
        info = record_info(target)
        if info and info.read.startswith(f"{name}.") and called_column(target, info) is not None:
            yield searching.kind_called(context, kind)


def _titles(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for one in schema:
            yield from _titles(one)
    elif isinstance(schema, dict):
        for key, one in schema.items():
            if key in ("title", "description") and isinstance(one, str):
                yield one
            else:
                yield from _titles(one)


def _parts(adds: inventory.Adds, kind: str) -> list[inventory.Part]:
    return [part for part in getattr(adds, kind) if isinstance(part, inventory.Part)]
