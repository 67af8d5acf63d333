"""Files that pages show, taken from the pages: there is no second copy that could differ."""

import re
from pathlib import Path

BLOCK = re.compile(
    r"<!-- (?P<kind>file|drafted): (?P<path>\S+) -->\n```\w+\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


def files_of(page: Path, kind: str = "file") -> dict[str, str]:
    """What the page shows as files, by their paths."""
    text = page.read_text(encoding="utf-8")
    return {one["path"]: one["text"] for one in BLOCK.finditer(text) if one["kind"] == kind}


def write_files(page: Path, home: Path, kind: str = "file") -> None:
    """Put them where the page says they go."""
    for path, text in files_of(page, kind).items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text, encoding="utf-8")
