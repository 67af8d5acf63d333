"""The sources as the house's own rules see them: which files there are, and each one parsed."""

import ast
import gc
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "sample_plugin"
HOSTILE = ROOT / "tests" / "hostile_plugins"
RECEPTION_DAY = ROOT / "tests" / "reception_day"
DOCS = ROOT / "docs"


NOT_OURS = {"__pycache__", "scaffold"}


@cache
def parsed(path: Path) -> ast.Module:
    """A Python file as a tree.

    No garbage is collected meanwhile: what a greenlet leaves behind counts Python 3.11's depth of
    calls anew, and the parser then takes its own count for wrong.
    """
    text = path.read_text(encoding="utf-8")
    gc.disable()
    try:
        return ast.parse(text, filename=str(path))
    finally:
        gc.enable()


def python_files(folder: Path) -> list[Path]:
    """Every Python file below a folder, but the scaffold: that is a plugin in the making."""
    return sorted(path for path in folder.rglob("*.py") if not NOT_OURS & set(path.parts))


def built_in() -> list[Path]:
    """Folders of the built-in plugins."""
    return sorted(path.parent for path in (ROOT / "plugins").glob("*/__init__.py"))


def plugin_packages() -> list[Path]:
    """Folders of every plugin here: the built-in ones and the sample."""
    return [*built_in(), SAMPLE / "renda_public_gallery"]


def room(plugin: Path, name: str) -> list[Path]:
    """A room's files: one module, or a package of the same name."""
    module = plugin / f"{name}.py"
    return [module] if module.exists() else python_files(plugin / name)


def plugin_code() -> list[Path]:
    """What plugins run; their migrations are another matter, they speak to the schema itself."""
    return [
        path
        for package in plugin_packages()
        for path in python_files(package)
        if "migrations" not in path.relative_to(package).parts
    ]


@cache
def committed() -> tuple[Path, ...]:
    """Every file that is in git or would be added to it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def committed_texts() -> Iterator[tuple[Path, str]]:
    """Committed files that are text."""
    for path in committed():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def shown(path: Path) -> str:
    """A path as a test names it."""
    return path.relative_to(ROOT).as_posix()
