"""The handbook in `docs/handbook/`: its pages, what they quote of the screen, and their pictures.

`python tests/house/handbook.py`, or `make pictures`, takes the pictures anew: the stories of
`tests/console/` leave one at many steps, and those that a page shows are kept, small.
"""

import ast
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from sources import DOCS, ROOT, parsed, python_files, shown

HANDBOOK = DOCS / "handbook"
KEPT = HANDBOOK / "pictures"
STORIES = ROOT / "tests" / "console"

SHOWN = re.compile(r"!\[(?P<what>[^\]]*)\]\(pictures/(?P<name>[^)]+)\.webp\)")
QUOTED = re.compile(r"【([^】]*)】")

WIDE, NARROW = 1000, 390
"""Pixels across, of what was taken on an office screen and on a phone."""

TALLEST = {WIDE: 900, NARROW: 1000}
"""Pixels down; a page goes on below, a picture need not."""

COLOURS = 128
PHONE = 600
"""What is not as wide was taken on a phone."""


def pages() -> list[Path]:
    return sorted(HANDBOOK.glob("*.md"))


def pictures() -> set[str]:
    """Names of the pictures that pages show."""
    return {one["name"] for page in pages() for one in SHOWN.finditer(page.read_text("utf-8"))}


def quoted(page: str) -> list[str]:
    """What a page says stands on the screen."""
    return QUOTED.findall(page)


def taken(story: Path) -> list[re.Pattern[str]]:
    """The names that a story gives to its pictures; what it fills in may be anything."""
    return [
        re.compile("".join(_parts(node.args[1])))
        for node in ast.walk(parsed(story))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "picture"
    ]


def _parts(name: ast.expr) -> Iterator[str]:
    if isinstance(name, ast.Constant):
        yield re.escape(str(name.value))
    elif isinstance(name, ast.JoinedStr):
        for part in name.values:
            yield from _parts(part)
    else:
        yield r"[^-].*"


def taking(names: set[str]) -> list[Path]:
    """The stories in which pictures of these names are taken."""
    return [
        story
        for story in python_files(STORIES)
        if any(one.fullmatch(name) for one in taken(story) for name in names)
    ]


def shrunk(path: Path) -> Image.Image:
    """The top of a page, in few colours."""
    image = Image.open(path).convert("RGB")
    across = NARROW if image.width < PHONE else WIDE
    down = round(image.height * across / image.width)
    small = image.resize((across, down), Image.Resampling.LANCZOS)
    cut = small.crop((0, 0, across, min(down, TALLEST[across])))
    return cut.quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")


def keep(folder: Path, names: set[str]) -> list[str]:
    """Put these pictures into the handbook and take all others out; those that were not taken."""
    KEPT.mkdir(exist_ok=True)
    for old in KEPT.iterdir():
        if old.stem not in names:
            old.unlink()
    missing: list[str] = []
    for name in sorted(names):
        path = folder / f"{name}.png"
        if path.exists():
            # Without loss: letters would blur, and so few colours are small as they are.
            shrunk(path).save(KEPT / f"{name}.webp", lossless=True, method=6)
        else:
            missing.append(name)
    return missing


def main(arguments: list[str]) -> int:
    """Run the stories, with what pytest is told besides; a story that fails spoils no other's."""
    names = pictures()
    stories = [shown(story) for story in taking(names)]
    with tempfile.TemporaryDirectory(prefix="renda-pictures-") as made:
        folder = os.environ.get("RENDA_PICTURES") or made
        environment = {**os.environ, "RENDA_PICTURES": folder}
        command = [sys.executable, "-m", "pytest", *stories, *arguments]
        failed = subprocess.run(command, cwd=ROOT, env=environment).returncode
        missing = keep(Path(folder), names)
    size = sum(path.stat().st_size for path in KEPT.iterdir())
    print(f"{len(names) - len(missing)} pictures, {size // 1024} KB in all, in {shown(KEPT)}")
    if missing:
        print(f"没有截到（保留原来的） Not taken, the old ones stay: {', '.join(missing)}")
    return failed or int(bool(missing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
