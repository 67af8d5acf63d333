"""What plugins are offered: names of the front door, hooks, the harness; and what they were.

`docs/plugins/names/` keeps a list for each minor version. `make docs` renews that of this version;
those of earlier ones stand.
"""

import ast
from pathlib import Path

import describing
from packaging.version import Version
from sources import DOCS, ROOT, parsed

import core
from core import testing
from core.api import API_VERSION, DEPRECATED

NAMES = DOCS / "plugins" / "names"


def now() -> list[str]:
    """Everything that is offered, what is on its way out too: `core NAME`, `hook NAME`, …"""
    harness = [*testing.__all__, *fixtures(), *_parts()]
    return sorted(
        [
            *(f"core {name}" for name in (*core.__all__, *DEPRECATED)),
            *(f"hook {name}" for name in describing.HOOKS),
            *(f"testing {name}" for name in harness),
        ]
    )


def fixtures() -> list[str]:
    """Fixtures that pytest is given."""
    return [
        node.name
        for node in parsed(ROOT / "core" / "testing.py").body
        if isinstance(node, describing.FUNCTION)
        and any(ast.unparse(mark).startswith("pytest.fixture") for mark in node.decorator_list)
    ]


def _parts() -> list[str]:
    """What one can do with the things of the harness."""
    kinds = {name: getattr(testing, name) for name in ("House", "Browser", "Seen")}
    return [
        f"{name}.{part}" for name, kind in kinds.items() for part, _, _ in describing.methods(kind)
    ]


def minor() -> str:
    """The version that names are listed under."""
    return ".".join(API_VERSION.split(".")[:2])


def versions() -> list[str]:
    """Versions that have a list, the oldest first."""
    return sorted((path.stem for path in NAMES.glob("*.txt")), key=Version)


def listed(version: str) -> list[str]:
    """The names of a version."""
    return path_of(version).read_text(encoding="utf-8").splitlines()


def path_of(version: str) -> Path:
    """The list of a version."""
    return NAMES / f"{version}.txt"


def renew() -> bool:
    """Write this version's list anew; whether it changed."""
    text = "\n".join(now()) + "\n"
    path = path_of(minor())
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True
