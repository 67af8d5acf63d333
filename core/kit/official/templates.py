"""Word templates that a body has put in place of the built-in one, kind of paper by kind of paper.

A template is the body's: whatever organ of it issues the paper. It is checked and tried before it
is taken, and one that is replaced or given up is kept, closed. The PDF keeps the built-in form.
"""

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from core import clock
from core.db import Base, TenantOwned
from core.errors import Invalid, Refused
from core.events import announce
from core.kit import files
from core.kit.official import word

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from core.work import Work


class PaperTemplate(Base, TenantOwned):
    """A body's own template for one kind of paper; the open row holds."""

    __tablename__ = "paper_template"
    __table_args__ = (
        sa.Index(
            "uq_paper_template_open",
            "tenant_id",
            "kind",
            unique=True,
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )

    kind: Mapped[str]
    name: Mapped[str]
    digest: Mapped[str]
    set_by: Mapped[UUID]
    set_by_name: Mapped[str]
    closed_at: Mapped[datetime | None]


def _open(kind: str | None = None) -> sa.Select[PaperTemplate]:
    held = sa.select(PaperTemplate).where(PaperTemplate.closed_at.is_(None))
    return held if kind is None else held.where(PaperTemplate.kind == kind)


async def template_in_force(work: "Work", kind: str) -> bytes | None:
    """The body's own template for a kind of paper; None where the built-in one holds."""
    row = await work.session.scalar(_open(kind))
    return await work.platform.blobs.get(row.digest) if row else None


async def own_templates(session: "AsyncSession") -> dict[str, PaperTemplate]:
    """The body's own templates that hold, by the kind of paper."""
    return {row.kind: row for row in await session.scalars(_open())}


async def _check_kind(work: "Work", kind: str) -> None:
    """The kind must be declared by a plugin that this body has turned on."""
    on = await work.platform.plugins_on(work.session)
    known = [one.name for plugin in sorted(on) for one in work.platform.plugins.papers[plugin]]
    if kind not in known:
        raise Invalid("PAPER_UNKNOWN", "没有这种公文，请从模板列表中选择。", field="kind")


async def set_template(work: "Work", kind: str, file_id: UUID) -> PaperTemplate:
    """Put an uploaded docx in place as the body's template, once it has passed every check."""
    file = await files.owned(work, file_id)
    await _check_kind(work, kind)
    if file.kind != files.FileKind.DOCX:
        raise Invalid(
            "TEMPLATE_NOT_DOCX", "模板须是 docx 文件，请另存为 docx 后上传。", field="file"
        )
    content = await work.platform.blobs.get(file.digest)
    await asyncio.to_thread(word.check, content, pictures=not work.body.demo)
    await _close(work, kind)
    actor = work.acting_person
    row = PaperTemplate(
        kind=kind,
        name=file.name,
        digest=file.digest,
        set_by=actor.person_id,
        set_by_name=actor.name,
    )
    work.session.add(row)
    await work.session.flush()
    announce(work, "core.set_template", row, {"kind": kind, "digest": file.digest})
    return row


async def reset_template(work: "Work", kind: str) -> PaperTemplate:
    """Go back to the built-in template; the row that held is closed."""
    await _check_kind(work, kind)
    row = await _close(work, kind)
    if row is None:
        raise Refused("TEMPLATE_BUILT_IN", "这种公文用的已经是内置模板。")
    announce(work, "core.reset_template", row, {"kind": kind})
    return row


async def _close(work: "Work", kind: str) -> PaperTemplate | None:
    row = await work.session.scalar(_open(kind).with_for_update())
    if row is not None:
        row.closed_at = clock.now()
        await work.session.flush()
    return row


async def copy_template(work: "Work", kind: str) -> files.File:
    """The template in force as a file of the acting organ, to be downloaded and changed."""
    await _check_kind(work, kind)
    content = await template_in_force(work, kind)
    if content is None:
        content = await asyncio.to_thread(word.built_in)
    row = await files.keep(work, "公文模板.docx", content, files.FileKind.DOCX)
    announce(work, "core.copy_template", row, {"kind": kind})
    return row
