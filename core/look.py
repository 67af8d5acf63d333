"""The look of a body: what its pages are headed with, two colours, an emblem it loads itself.

No emblem is shipped (国徽法第六条、第七条、第十三条): a body loads the standard file for its pages.
A look that is replaced is kept, closed. Colours are refused where people could not read them.
"""

import hashlib
import re
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from core import clock
from core.db import Base, TenantOwned
from core.errors import Invalid
from core.events import announce
from core.kit import files
from core.revisions import refuse_if_changed, revision_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from core.work import Work

MAIN, ACCENT = "#9a1f1a", "#b8860b"
"""The colours of a body that chose none."""

COLOUR = re.compile(r"#[0-9a-f]{6}")
TEXT_CONTRAST, SIGN_CONTRAST = 4.5, 3.0
"""Against white, for text and for signs: WCAG 2.2, 1.4.3 and 1.4.11, level AA."""

LONGEST_TITLE = 60
DIGEST = 16
"""Letters of a digest that stand in an address."""

LARGEST_EMBLEM = 300 << 10
EMBLEMS = {files.FileKind.PNG: "image/png", files.FileKind.JPEG: "image/jpeg"}
"""Pictures that hold no program; an SVG may, and is not taken."""


class Look(Base, TenantOwned):
    """How a body's pages look; the open row holds."""

    __tablename__ = "look"
    __table_args__ = (
        sa.Index(
            "uq_look_open",
            "tenant_id",
            unique=True,
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )

    title: Mapped[str | None]
    main_colour: Mapped[str | None]
    accent_colour: Mapped[str | None]
    emblem: Mapped[str | None]
    """The digest of its content."""
    emblem_kind: Mapped[str | None]
    set_by: Mapped[UUID]
    set_by_name: Mapped[str]
    closed_at: Mapped[datetime | None]

    @property
    def colours(self) -> tuple[str, str]:
        """The main colour and the accent."""
        return self.main_colour or MAIN, self.accent_colour or ACCENT


class NewLook(msgspec.Struct, frozen=True, kw_only=True):
    """What a body chooses; without an emblem the standing one stays, unless it is removed."""

    title: str | None
    main_colour: str | None
    accent_colour: str | None
    emblem: UUID | None
    remove_emblem: bool = False


async def look_of(session: "AsyncSession") -> Look | None:
    """The look that holds; None where the body chose none."""
    return await session.scalar(sa.select(Look).where(Look.closed_at.is_(None)))


def emblem_address(row: Look | None, body_code: str) -> str | None:
    """Where the emblem is; the address changes with the picture."""
    return f"/p/{body_code}/look/emblem-{row.emblem[:DIGEST]}" if row and row.emblem else None


def look_revision(row: Look | None) -> str:
    """A mark of the look that holds."""
    return revision_of(row, ["id"] if row else [])


async def set_look(work: "Work", new: NewLook, seen: str | None = None) -> Look:
    """Put a look in place of the one before."""
    title = " ".join((new.title or "").split()) or None
    if title is not None and len(title) > LONGEST_TITLE:
        raise Invalid("LOOK_TITLE", f"页面名称不超过{LONGEST_TITLE}字，请缩短。", field="title")
    main = _colour(new.main_colour, "mainColour", TEXT_CONTRAST)
    accent = _colour(new.accent_colour, "accentColour", SIGN_CONTRAST)
    # A body that chose none has no row to lock: of two at once the second waits here.
    key = int.from_bytes(hashlib.sha256(b"look" + work.body.id.bytes).digest()[:8], signed=True)
    await work.session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
    before = await look_of(work.session)
    refuse_if_changed(seen, look_revision(before))
    emblem = await _emblem(work, new, before)
    if before is not None:
        before.closed_at = clock.now()
        await work.session.flush()
    row = Look(
        title=title,
        main_colour=main,
        accent_colour=accent,
        emblem=emblem[0],
        emblem_kind=emblem[1],
        set_by=work.acting_person.person_id,
        set_by_name=work.acting_person.name,
    )
    work.session.add(row)
    await work.session.flush()
    told = {"title": title, "main": main, "accent": accent, "emblem": emblem[0]}
    announce(work, "core.set_look", row, told)
    return row


def _colour(text: str | None, field: str, least: float) -> str | None:
    if not (text or "").strip():
        return None
    colour = (text or "").strip().lower()
    if not COLOUR.fullmatch(colour):
        raise Invalid("LOOK_COLOUR", "颜色请写成 # 和六位十六进制数，例如 #9a1f1a。", field=field)
    reached = contrast(colour, "#ffffff")
    if reached < least:
        raise Invalid(
            "LOOK_CONTRAST",
            f"颜色 {colour} 与白色的对比度是{reached:.1f}，低于无障碍要求的{least}，"
            "视力不好的人看不清。请选深一些的颜色。",
            field=field,
        )
    return colour


def contrast(one: str, other: str) -> float:
    """How well two colours are told apart: 1 to 21, as WCAG counts it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def _emblem(work: "Work", new: NewLook, before: Look | None) -> tuple[str | None, str | None]:
    if new.emblem is None:
        standing = None if new.remove_emblem else before
        return (standing.emblem, standing.emblem_kind) if standing else (None, None)
    file = await files.owned(work, new.emblem)
    if file.kind not in EMBLEMS:
        raise Invalid(
            "LOOK_EMBLEM_TYPE", "徽标须是 PNG 或 JPEG 图片，请另存后上传。", field="emblem"
        )
    if file.size > LARGEST_EMBLEM:
        raise Invalid(
            "LOOK_EMBLEM_SIZE",
            f"徽标图片不超过{LARGEST_EMBLEM >> 10}KB，请缩小后上传。",
            field="emblem",
        )
    return file.digest, file.kind
