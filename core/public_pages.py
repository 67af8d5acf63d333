"""The public page of a published record, and a QR code that leads to it.

A plugin that publishes something worth a page of its own says in `facts["page"]` what the page
shows: `description`, a text, and `lines`, pairs of a label and a text. All of it is written as
text; the page has no script, and its one style sheet is named by its digest in the policy.
"""

import base64
import hashlib
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import UUID

import segno
import sqlalchemy as sa

from core.errors import NotFound
from core.published import Published
from core.tenancy import DEMO_MARK, Body

if TYPE_CHECKING:
    from core.platform import Platform

STYLE = (
    "body{font-family:sans-serif;margin:0 auto;max-width:40rem;padding:1rem;line-height:1.7}"
    "dt{color:#555}dd{margin:0 0 .6rem}mark{background:#ffe9a8}"
)
STYLE_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{STYLE_DIGEST}'; img-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="description" content="{summary}">
<style>{style}</style>
</head>
<body>
<main>
{mark}<p>{body}</p>
<h1>{title}</h1>
{paragraphs}
<dl>
{lines}
</dl>
<p>公布日期：{day}</p>
<p><img src="{qr}" alt="本页二维码" width="160" height="160"></p>
</main>
</body>
</html>
"""
SUMMARY = 150
"""Characters of a description that search engines show."""

BORDER, SCALE = 2, 6
"""Of a QR code: its quiet zone, and the size of a square."""


async def standing(platform: "Platform", code: str, page_id: str) -> tuple[Body, Published]:
    """What a body has published under this id and not withdrawn, if it is worth a page."""
    async with platform.database.transaction(None) as session:
        found = await session.execute(
            sa.select(Body, Published)
            .join(Published, Published.body_id == Body.id)
            .where(
                Body.code == code,
                Published.id == _uuid(page_id),
                Published.withdrawn_at.is_(None),
            )
        )
        row = found.one_or_none()
    if row is None or "page" not in row[1].facts:
        raise NotFound("公开的内容")
    return row[0], row[1]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as fault:
        raise NotFound("公开的内容") from fault


def render(body: Body, entry: Published, address: str) -> str:
    """The page, every word of it escaped."""
    page: dict[str, Any] = entry.facts["page"]
    told = str(page.get("description", ""))
    paragraphs = [one.strip() for one in told.splitlines() if one.strip()]
    return PAGE.format(
        title=escape(f"{entry.title}"),
        summary=escape(" ".join(paragraphs)[:SUMMARY]),
        style=STYLE,
        mark=f"<p><mark>{escape(DEMO_MARK)}</mark></p>\n" if body.demo else "",
        body=escape(body.name),
        paragraphs="\n".join(f"<p>{escape(one)}</p>" for one in paragraphs),
        lines="\n".join(
            f"<dt>{escape(str(label))}</dt><dd>{escape(str(text))}</dd>"
            for label, text in page.get("lines", [])
        ),
        day=escape(str(entry.published_on)),
        qr=escape(f"{address}/qr.svg"),
    )


def qr_code(address: str, form: str) -> bytes:
    """A QR code that leads to the address, as SVG or PNG."""
    written = BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind=form, scale=SCALE, border=BORDER)
    return written.getvalue()
