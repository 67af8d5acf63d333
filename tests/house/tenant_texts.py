"""What ships as data and says something in Chinese: notes, lists, examples to follow.

Names of places, bodies and documents have no other name in English; they are left out.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sources import ROOT, shown

SHIPPED = ROOT / "tenants" / "00"

NAMES = frozenset({"article"})
"""Parts of a value that are the place in a document."""

OF_BODIES = frozenset({"deputy_files.contacts"})
"""Settings whose values are names of organs, and how to reach them."""


def of_room(name: str) -> dict[str, str]:
    """By text, the file it comes from: of the settings of a plugin, or of the core."""
    found = dict[str, str]()
    for path in sorted(SHIPPED.rglob("practice.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for text in _of_place(data, path) if name == "core" else ():
            found.setdefault(text, shown(path))
        for one in data.get("value", []):
            if one["setting"].startswith(f"{name}."):
                for text in _of_value(one):
                    found.setdefault(text, shown(path))
    return found


def _of_place(data: dict[str, Any], path: Path) -> Iterator[str]:
    if path.parent == SHIPPED:
        yield data["name"]
    if template := data.get("template"):
        yield from (template["title"], template["summary"])


def _of_value(one: dict[str, Any]) -> Iterator[str]:
    if "note" in one:
        yield one["note"]
    if one["setting"] not in OF_BODIES:
        yield from _words(one["value"])


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from () if key in NAMES else _words(part)
    elif isinstance(value, list):
        for part in value:
            yield from _words(part)
    elif isinstance(value, str):
        yield value
