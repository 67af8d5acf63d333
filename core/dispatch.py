"""Sealed packages between parties: what goes up, down or across leaves by the outbox only.

A package is written in the sender's transaction and never changes. A job delivers it in three
transactions: read as the sender, insert as the receiver (once, whatever is retried), mark as the
sender. This file alone may change party. Order is kept per sender, receiver and plugin: a line. A
package that cannot be delivered is held with the reason and holds its own line only.
"""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core import clock, events, jobs
from core.db import Base, OrganOwned, choice, points_to, within
from core.errors import Expected, Refused
from core.hookspecs import HOOK_SECONDS
from core.kit.files import File
from core.tenancy import Body, BodyStatus, Organ, enabled_plugins

if TYPE_CHECKING:
    from core.platform import Platform
    from core.work import Work


class PackageState(StrEnum):
    """Where a package is, as its sender sees it."""

    WAITING = "waiting"
    HELD = "held"
    DELIVERED = "delivered"


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


class Outgoing(Base, OrganOwned):
    """A package in the sender's outbox."""

    __tablename__ = "dispatch_outgoing"
    __table_args__ = (
        points_to("dispatch_line", "line_id"),
        sa.UniqueConstraint("tenant_id", "line_id", "number"),
        sa.Index("ix_dispatch_outgoing_state", "tenant_id", "state"),
        within("organ_id", "created_at"),
        # A package is sealed: only how far it has come may change.
        {"info": {"grants": "SELECT, INSERT", "update": ["state", "held_reason", "delivered_at"]}},
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
    held_reason: Mapped[str | None]
    delivered_at: Mapped[datetime | None]


class Incoming(Base, OrganOwned):
    """A package in the receiver's own rows; its id is the package's id at the sender's."""

    __tablename__ = "dispatch_incoming"
    __table_args__ = (
        within("organ_id", "created_at"),
        {"info": {"grants": "SELECT, INSERT"}},
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


def package_digest(kind: str, payload: dict[str, Any], files: Sequence[dict[str, Any]]) -> str:
    """The seal of a package over its kind, its content and the digests of its files."""
    content = {"kind": kind, "payload": payload, "files": list(files)}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


async def send(
    work: "Work",
    plugin: str,
    kind: str,
    *,
    to: tuple[str, str],
    payload: dict[str, Any],
    files: Sequence[File] = (),
    reply_to: UUID | None = None,
) -> Outgoing:
    """Put a package into the acting organ's outbox; it is delivered after the commit.

    `to` is body code and organ code; `payload` holds plain JSON values. The receiver's plugin must
    offer a `Receiver` for `kind`.
    """
    line = await _line(work, plugin, to)
    line.last_number += 1
    described = [file.described() for file in files]
    package = Outgoing(
        organ_id=line.organ_id,
        line_id=line.id,
        number=line.last_number,
        plugin=plugin,
        kind=kind,
        to_body=to[0],
        to_organ=to[1],
        payload=payload,
        files=described,
        reply_to=reply_to,
        digest=package_digest(kind, payload, described),
    )
    work.session.add(package)
    await work.session.flush()
    await work.defer("deliver", lock=f"line:{line.id}", body_id=work.body.id, line_id=line.id)
    return package


async def _line(work: "Work", plugin: str, to: tuple[str, str]) -> Line:
    """The line, locked until the verb commits, so that numbers follow the order of commits."""
    organ = work.acting_organ
    keys = {"plugin": plugin, "to_body": to[0], "to_organ": to[1]}
    await work.session.execute(
        insert(Line)
        .values(tenant_id=work.body.id, organ_id=organ.id, last_number=0, **keys)
        .on_conflict_do_nothing()
    )
    found = sa.select(Line).filter_by(organ_id=organ.id, **keys).with_for_update()
    return (await work.session.scalars(found)).one()


async def deliver(platform: "Platform", body_id: UUID, line_id: UUID) -> None:
    """Deliver what waits in a line, in order, up to the first that must be held."""
    while await _deliver_next(platform, body_id, line_id):
        pass


async def _deliver_next(platform: "Platform", body_id: UUID, line_id: UUID) -> bool:
    async with platform.as_core(body_id) as work:
        package = await work.session.scalar(
            sa.select(Outgoing)
            .where(Outgoing.line_id == line_id, Outgoing.state != PackageState.DELIVERED)
            .order_by(Outgoing.number)
            .limit(1)
        )
        if package is None:
            return False
        sender, from_organ = (
            work.body,
            await work.session.get_one(Organ, (work.body.id, package.organ_id)),
        )
    try:
        _check_digest(package)
        receiver = await _receiver(platform, package)
        await _insert(platform, package, sender, from_organ, receiver)
    except Expected as reason:
        await _mark(platform, package, PackageState.HELD, reason.message)
        return False
    await _mark(platform, package, PackageState.DELIVERED, None)
    return True


def _check_digest(package: Outgoing) -> None:
    if package_digest(package.kind, package.payload, package.files) != package.digest:
        raise Refused("HELD_ALTERED", "材料与封存时不一致，不予送达。请联系平台管理员。")


async def _receiver(platform: "Platform", package: Outgoing) -> tuple[Body, Organ]:
    """Resolve the address now: a merged body's heir, an active body, plugin on, organ open."""
    async with platform.database.transaction(None) as session:
        body = await session.scalar(sa.select(Body).where(Body.code == package.to_body))
        while body is not None and body.status is BodyStatus.MERGED and body.successor_id:
            body = await session.get(Body, body.successor_id)
    if body is None:
        raise Refused("HELD_UNKNOWN_BODY", f"没有代码为“{package.to_body}”的接收机构。")
    if body.status is not BodyStatus.ACTIVE:
        raise Refused("HELD_BODY_SUSPENDED", f"接收机构“{body.name}”已暂停使用，恢复后自动送达。")
    async with platform.as_core(body.id) as work:
        organ = await work.session.scalar(
            sa.select(Organ).where(Organ.code == package.to_organ, Organ.closed_on.is_(None))
        )
        on = set(await work.session.scalars(enabled_plugins(clock.today())))
    if organ is None:
        raise Refused("HELD_UNKNOWN_ORGAN", f"“{body.name}”没有代码为“{package.to_organ}”的机关。")
    if package.plugin not in on:
        raise Refused("HELD_PLUGIN_OFF", f"“{body.name}”没有启用所需插件，启用后自动送达。")
    return body, organ


_CARRIED = ("id", "plugin", "kind", "payload", "files", "reply_to", "digest")
"""What the receiver's row takes over as it was sent."""


async def _insert(
    platform: "Platform",
    package: Outgoing,
    sender: Body,
    from_organ: Organ,
    receiver: tuple[Body, Organ],
) -> None:
    """Put the package into the receiver's rows and let the plugin take it in: once, or not."""
    body, organ = receiver
    async with platform.as_core(body.id, organ=organ) as work:
        made = await work.session.scalar(
            insert(Incoming)
            .values(
                tenant_id=body.id,
                organ_id=organ.id,
                from_body=sender.code,
                from_body_name=sender.name,
                from_organ=from_organ.code,
                from_organ_name=from_organ.name,
                sent_at=package.created_at,
                created_at=clock.now(),
                **{name: getattr(package, name) for name in _CARRIED},
            )
            .on_conflict_do_nothing(index_elements=["tenant_id", "id"])
            .returning(Incoming)
        )
        if made is None:
            return
        receive = platform.plugins.receiver(package.plugin, package.kind)
        async with asyncio.timeout(HOOK_SECONDS):
            await receive.run(work, made)
        events.announce(
            work, "core.receive_package", made, {"kind": made.kind, "digest": made.digest}
        )
        await events.queue_for_sealing(work)
    await events.seal_soon(platform, body.id)


async def _mark(
    platform: "Platform", package: Outgoing, state: PackageState, reason: str | None
) -> None:
    async with platform.as_core(package.tenant_id) as work:
        await work.session.execute(
            sa.update(Outgoing)
            # Another worker may have delivered it meanwhile.
            .where(Outgoing.id == package.id, Outgoing.state != PackageState.DELIVERED)
            .values(
                state=state,
                held_reason=reason,
                delivered_at=clock.now() if state is PackageState.DELIVERED else None,
            )
        )


async def own_files(work: "Work", package: Incoming) -> list[File]:
    """Make the receiver's own file rows for a package; the stored content is shared, not copied."""
    rows = [File.of_package(package.organ_id, package.id, described) for described in package.files]
    work.session.add_all(rows)
    await work.session.flush()
    return rows


async def release(session: AsyncSession, app: Any, body_id: UUID) -> None:
    """Try the body's undelivered lines again (a plugin was turned on, a sweep came by)."""
    lines = await session.scalars(
        sa.select(Outgoing.line_id).where(Outgoing.state != PackageState.DELIVERED).distinct()
    )
    for line_id in lines:
        await jobs.defer_once(
            app,
            "deliver",
            f"release:{line_id}",
            lock=f"line:{line_id}",
            body_id=body_id,
            line_id=line_id,
        )
