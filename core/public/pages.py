"""Pages out of templates: every word that is put in is escaped, and no page has a script."""

import hashlib
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core import look
from core.clock import on_day

HERE = Path(__file__).parent

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    # No page has a script that could connect; who measures a page looks for robots.txt from it.
    " connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
WITH_FORM = f"{POLICY}; script-src 'self'"
"""Only a page with a form has a script: what was typed is kept in the tab until it is sent."""

SUMMARY = 150
"""Characters of a description that search engines show."""

HEADLINE = 70
"""Characters of a title that are shown."""

BORDER, SCALE = 2, 6
"""Of a QR code: its quiet zone, and the size of a square."""


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = made.filters
    made.globals["headline"] = headline  # pyright: ignore[reportArgumentType]
    filters |= {"paragraphs": _paragraphs, "size": _size, "on_day": on_day}
    return made


def _paragraphs(text: str) -> list[str]:
    return [one.strip() for one in text.splitlines() if one.strip()]


def _size(count: int) -> str:
    return f"{max(1, round(count / 1024)):,} KB"


def render(name: str, values: Mapping[str, Any]) -> str:
    """A template filled in."""
    return _environment().get_template(name).render(values)


def shortened(text: str) -> str:
    """A description on one line, as long as it is shown."""
    plain = " ".join(text.split())
    return plain if len(plain) <= SUMMARY else f"{plain[: SUMMARY - 1]}…"


def headline(*parts: str) -> str:
    """The title of a tab and of a search result: as many parts as are shown, the first always."""
    shown = list(parts)
    while len(shown) > 1 and len(" - ".join(shown)) > HEADLINE:
        shown.pop()
    text = " - ".join(shown)
    return text if len(text) <= HEADLINE else f"{text[: HEADLINE - 1]}…"


@cache
def style(colours: tuple[str, str] | None) -> tuple[str, str]:
    """The style sheet in a body's colours, and the digest that names it."""
    sheet = (HERE / "public.css").read_text(encoding="utf-8")
    if colours is not None:
        main, accent = colours
        sheet += f":root {{ --main: {main}; --accent: {accent}; }}\n"
    return sheet, hashlib.sha256(sheet.encode()).hexdigest()[: look.DIGEST]


@cache
def keeping() -> tuple[str, str]:
    """The script of a form, and its address."""
    script = (HERE / "keep.js").read_text(encoding="utf-8")
    digest = hashlib.sha256(script.encode()).hexdigest()[: look.DIGEST]
    return script, f"/public/keep-{digest}.js"


@cache
def icon() -> bytes:
    """What stands in the browser's tab."""
    return (HERE / "icon.svg").read_bytes()


def qr_code(address: str, form: str) -> bytes:
    """A QR code that leads to the address, as SVG or PNG."""
    written = BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind=form, scale=SCALE, border=BORDER)
    return written.getvalue()
