"""What bodies have made public: a global table that everyone reads and only its body writes.

City-wide search and visitors read this and nothing else. Nothing is public by itself: a row comes
from a verb of its own, after a recorded secrecy check (保密法第三十五条).
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from core import clock
from core.db import Base


class Published(Base):
    """One entry of a public catalogue. `facts` holds what the plugin shows, as plain JSON."""

    __tablename__ = "published"
    __table_args__ = (
        sa.Index(
            "uq_published_standing",
            "body_id",
            "plugin",
            "subject_id",
            unique=True,
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
        sa.Index("ix_published_list", "body_id", "plugin", "published_on"),
        {"info": {"write_own": "body_id", "grants": "SELECT, INSERT", "update": ["withdrawn_at"]}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    body_id: Mapped[UUID] = mapped_column(sa.ForeignKey("body.id"))
    plugin: Mapped[str]
    subject_id: Mapped[UUID]
    title: Mapped[str]
    facts: Mapped[dict[str, Any]]
    published_on: Mapped[date]
    withdrawn_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


def catalogue(body_id: UUID, plugin: str) -> sa.Select[Published]:
    """What a body has published of a plugin, newest first."""
    return (
        sa.select(Published)
        .where(
            Published.body_id == body_id,
            Published.plugin == plugin,
            Published.withdrawn_at.is_(None),
        )
        .order_by(Published.published_on.desc())
    )


def public_address(body_code: str, entry_id: UUID) -> str:
    """Where the page of an entry is, under the deployment's own address."""
    return f"/p/{body_code}/{entry_id}"
