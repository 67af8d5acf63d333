"""The tables of dispatch: lines, outboxes and inboxes of organs, and the seal of a package."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, OrganOwned, choice, points_to, within


class PackageState(StrEnum):
    """Where a package is, as its sender sees it."""

    WAITING = "waiting"
    HELD = "held"
    FAILING = "failing"
    DELIVERED = "delivered"
    RECEIVED = "received"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


UNDELIVERED = (PackageState.WAITING, PackageState.HELD, PackageState.FAILING)
"""Still in the sender's hands."""


class ArrivalState(StrEnum):
    """Where a package is, as its receiver sees it."""

    ARRIVED = "arrived"
    RECEIVED = "received"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Line(Base, OrganOwned):
    """The line of packages from one organ to one party for one plugin; it counts them."""

    __tablename__ = "dispatch_line"
    __table_args__ = (
        sa.UniqueConstraint("tenant_id", "organ_id", "plugin", "to_body", "to_organ"),
    )

    plugin: Mapped[str]
    to_body: Mapped[str]
    to_organ: Mapped[str]
    last_number: Mapped[int] = mapped_column(default=0)


SENDERS_MARKS = [
    "state",
    "reason",
    "delivered_at",
    "delivered_to",
    "received_at",
    "answered_at",
    "withdraw_reason",
    "attempts",
    "next_try_at",
]


class Outgoing(Base, OrganOwned):
    """A package in the sender's outbox."""

    __tablename__ = "dispatch_outgoing"
    __table_args__ = (
        points_to("dispatch_line", "line_id"),
        sa.UniqueConstraint("tenant_id", "line_id", "number"),
        sa.Index("ix_dispatch_outgoing_state", "tenant_id", "state"),
        within("organ_id", "created_at"),
        # A package is sealed: only how far it has come may change.
        {"info": {"grants": "SELECT, INSERT", "update": SENDERS_MARKS}},
    )

    line_id: Mapped[UUID]
    number: Mapped[int]
    plugin: Mapped[str]
    kind: Mapped[str]
    to_body: Mapped[str]
    to_organ: Mapped[str]
    payload: Mapped[dict[str, Any]]
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    reply_to: Mapped[UUID | None]
    digest: Mapped[str]
    state: Mapped[PackageState] = choice(PackageState, default=PackageState.WAITING)
    reason: Mapped[str | None]
    """Why it stands where it stands, in a sentence for the sender."""
    delivered_at: Mapped[datetime | None]
    delivered_to: Mapped[str | None]
    received_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    withdraw_reason: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]


class Incoming(Base, OrganOwned):
    """A package in the receiver's own rows; its id is the package's id at the sender's."""

    __tablename__ = "dispatch_incoming"
    __table_args__ = (
        within("organ_id", "created_at"),
        within("organ_id", "state"),
        {
            "info": {
                "grants": "SELECT, INSERT",
                "update": [
                    "state",
                    "received_at",
                    "answered_at",
                    "withdrawn_at",
                    "withdraw_reason",
                ],
            }
        },
    )

    plugin: Mapped[str]
    kind: Mapped[str]
    from_body: Mapped[str]
    from_body_name: Mapped[str]
    from_organ: Mapped[str]
    from_organ_name: Mapped[str]
    payload: Mapped[dict[str, Any]]
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    reply_to: Mapped[UUID | None]
    digest: Mapped[str]
    sent_at: Mapped[datetime]
    state: Mapped[ArrivalState] = choice(ArrivalState, default=ArrivalState.ARRIVED)
    received_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdraw_reason: Mapped[str | None]
    """Why its sender took it back, in the sender's words."""


def package_digest(kind: str, payload: dict[str, Any], files: Sequence[dict[str, Any]]) -> str:
    """The seal of a package over its kind, its content and the digests of its files."""
    content = {"kind": kind, "payload": payload, "files": list(files)}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
