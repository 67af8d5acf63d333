"""PDF by typst: no office program, the text can be found and copied, the same bytes each time.

PDF/A is what archives keep, and it refuses a character that no font has: so a box in place of a
rare character in a name is an error here and not a surprise on paper.
"""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfWriter

HERE = Path(__file__).parent
USUAL = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")

FREE_FACES = ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC")
BODY_FACES = ("FangSong_GB2312", "FangSong", "STFangsong", *FREE_FACES)
TITLE_FACES = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong", *FREE_FACES)
HEADING_FACES = ("SimHei", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei")
"""What each part is set in: the faces of GB/T 9704 where the machine has them, then free ones."""

NO_FONT = (
    "没有生成 PDF：服务器上没有中文字体。请管理员安装 fonts-noto-cjk，"
    "或在 RENDA_FONT_DIR 指明字体所在的文件夹；Word 文件不受影响。"
)


PART_ROWS = 250
PART_SECONDS = 60
UNPRINTABLE = 3
"""The status of a process that can set no PDF for lack of a font or a character."""


class Unprintable(Exception):
    """No PDF can be made; the message says why and what to do."""


class Fonts:
    """The Chinese fonts of this machine, looked for once, when the first paper is printed."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    @cached_property
    def found(self) -> typst.Fonts:
        """All fonts of the folder that is set, else of the usual ones."""
        usual = [Path(path).expanduser() for path in USUAL] if self.folder is None else []
        folders = [self.folder] if self.folder is not None else usual
        return typst.Fonts(
            include_system_fonts=self.folder is None,
            include_embedded_fonts=False,
            font_paths=[str(one) for one in folders if one.is_dir()],
        )

    @cached_property
    def faces(self) -> dict[str, list[str]]:
        """For each part of a paper the faces that are there, best first."""
        there = set(self.found.families())
        wanted = {"body": BODY_FACES, "title": TITLE_FACES, "heading": HEADING_FACES}
        chosen = {part: [one for one in some if one in there] for part, some in wanted.items()}
        every = [one for some in chosen.values() for one in some]
        return {part: [*some, *every] for part, some in chosen.items()}


def render_form(fonts: Fonts, values: dict[str, Any], mark: str, dated_on: date) -> bytes:
    """A paper in the built-in form."""
    hands = [("拟稿", "drafter"), ("核稿", "checker"), ("签发", "signer")]
    paper = {
        **values,
        "mark": mark,
        "hands": [[what, values[who]] for what, who in hands if values[who]],
        **_day(dated_on),
    }
    return _compile(fonts, "form.typ", {"paper": paper})


def render_table(
    fonts: Fonts,
    title: str,
    headings: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[str]],
    mark: str,
    dated_on: date,
) -> bytes:
    """A wide table on A4 landscape; a heading comes with the share of the width it takes.

    typst keeps what it has set: half a megabyte for each row, for as long as the process lives. So
    a table is set some rows at a time, each time by a process of its own, and put together.
    """
    table = {
        "title": title,
        "headings": [name for name, _ in headings],
        "shares": [share for _, share in headings],
        "mark": mark,
        **_day(dated_on),
    }
    whole = PdfWriter()
    for start in range(0, max(len(rows), 1), PART_ROWS):
        some = rows[start : start + PART_ROWS]
        part = {**table, "rows": some, "first": start == 0, "page": len(whole.pages) + 1}
        whole.append(BytesIO(_apart(fonts, "table.typ", {"table": part})))
    written = BytesIO()
    whole.write(written)
    return written.getvalue()


def render_leaf(fonts: Fonts, leaf: dict[str, Any], dated_on: date) -> bytes:
    """A form of lines and tables (`core.kit.official.leaves`), however long its tables are."""
    return _apart(fonts, "leaf.typ", {"leaf": {**leaf, **_day(dated_on)}})


def _apart(fonts: Fonts, source: str, told: dict[str, Any]) -> bytes:
    """Pages set by a process that ends with them."""
    folder = str(fonts.folder) if fonts.folder else None
    done = subprocess.run(
        [sys.executable, "-P", __file__],
        input=json.dumps({"folder": folder, "source": source, "told": told}).encode(),
        capture_output=True,
        timeout=PART_SECONDS,
        check=False,
    )
    if done.returncode == UNPRINTABLE:
        raise Unprintable(done.stderr.decode())
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-2000:])
    return done.stdout


def _set_part() -> int:
    """What such a process does: read what is told, write the pages, or say why there are none."""
    told = json.loads(sys.stdin.buffer.read())
    fonts = Fonts(Path(told["folder"]) if told["folder"] else None)
    try:
        sys.stdout.buffer.write(_compile(fonts, told["source"], told["told"]))
    except Unprintable as fault:
        sys.stderr.buffer.write(str(fault).encode())
        return UNPRINTABLE
    return 0


def _day(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _compile(fonts: Fonts, source: str, told: dict[str, Any]) -> bytes:
    """What is written is data to the form: it is set as text and never read as markup."""
    if not all(fonts.faces.values()):
        raise Unprintable(NO_FONT)
    inputs = {**told, "fonts": fonts.faces}
    try:
        return typst.compile(
            (HERE / source).read_bytes(),
            font_paths=fonts.found,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={name: json.dumps(value) for name, value in inputs.items()},
            pdf_standards="a-2b",
            # Tags for each of a table's thousands of cells would be most of the file.
            pdf_tags=source != "table.typ",
        )
    except typst.TypstError as fault:
        missing = re.search(r'the text `?"(.+?)"`? could not be displayed', fault.message)
        if missing is None:
            raise
        raise Unprintable(
            f"没有生成 PDF：服务器上的字体没有“{missing.group(1)}”字，"
            "请管理员安装字数更全的字体；Word 文件不受影响。"
        ) from fault


if __name__ == "__main__":
    sys.exit(_set_part())
