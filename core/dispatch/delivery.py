"""The delivery of packages: a job for a line, in three transactions for each package.

Read as the sender, insert as the receiver (once, whatever is retried), mark as the sender. This
file and `outside` alone take a package over to another party. A package that cannot be delivered
is held with the reason, or tried again after growing pauses, and stops its own line only.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock, events, jobs
from core.dispatch.outside import outside_party, write_folder
from core.dispatch.packages import (
    UNDELIVERED,
    Incoming,
    Outgoing,
    PackageState,
    package_digest,
)
from core.dispatch.posting import CORE, RECALL, acknowledge, ask_back
from core.dispatch.receipts import given_back
from core.errors import Expected, Refused
from core.hookspecs import HOOK_SECONDS, Receiver
from core.tenancy import Body, BodyStatus, Organ, enabled_plugins

if TYPE_CHECKING:
    from core.platform import Platform

log = structlog.get_logger("renda.dispatch")

LONGEST_PAUSE = 3600
"""Seconds between two attempts at a package that keeps failing; the pauses before it double."""


async def deliver(platform: "Platform", body_id: UUID, line_id: UUID, *, now: bool = False) -> None:
    """Deliver what waits in a line, in order, up to the first that must be held.

    A package that failed waits for its next attempt, unless it is to be tried `now`.
    """
    async with _alone_with(platform, line_id) as alone:
        while alone and await _deliver_next(platform, body_id, line_id, now=now):
            pass


@asynccontextmanager
async def _alone_with(platform: "Platform", line_id: UUID) -> AsyncGenerator[bool]:
    """Whether nobody else delivers the line; nobody else does until the block ends.

    The queue gives up a worker that was not seen for long. It may only have been asleep, with a
    package in hand that was withdrawn meanwhile; its lock ends with its connection, no sooner.
    """
    key = int.from_bytes(line_id.bytes[8:], "big", signed=True)
    async with platform.database.transaction(None) as session:
        alone = await session.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(key)))
        if not alone:
            log.warning("line_in_other_hands", line=str(line_id))
        yield bool(alone)


@dataclass(frozen=True, slots=True)
class Sent:
    """A package with its sender, as the first transaction read it."""

    package: Outgoing
    body: Body
    organ: Organ


async def _deliver_next(platform: "Platform", body_id: UUID, line_id: UUID, *, now: bool) -> bool:
    """Whether the line may go on."""
    sent = await _next(platform, body_id, line_id)
    if sent is None:
        return False
    package = sent.package
    if package.withdraw_reason is not None:
        await _take_out(platform, sent)
        return True
    if _must_wait(package) and not now:
        return False
    try:
        delivered_to = await _hand_over(platform, sent)
    except Expected as reason:
        await _mark(platform, package, PackageState.HELD, reason.message)
        return False
    except Exception as fault:
        # Without a database nothing can be noted: that raises, and the job itself is tried again.
        await _note_failure(platform, package, fault)
        return False
    await _mark_delivered(platform, sent, delivered_to)
    return True


def _must_wait(package: Outgoing) -> bool:
    """Whether its next attempt lies ahead; further than was ever set: the clock was set back."""
    if package.next_try_at is None:
        return False
    return timedelta(0) < package.next_try_at - clock.now() <= _pause(package.attempts)


def _pause(attempts: int) -> timedelta:
    return timedelta(seconds=min(2**attempts, LONGEST_PAUSE))


async def _next(platform: "Platform", body_id: UUID, line_id: UUID) -> Sent | None:
    async with platform.as_core(body_id) as work:
        package = await work.session.scalar(
            sa.select(Outgoing)
            .where(Outgoing.line_id == line_id, Outgoing.state.in_(UNDELIVERED))
            .order_by(Outgoing.number)
            .limit(1)
        )
        if package is None:
            return None
        organ = await work.session.get_one(Organ, (work.body.id, package.organ_id))
        return Sent(package, work.body, organ)


async def _hand_over(platform: "Platform", sent: Sent) -> str:
    """Bring the package to its receiver; returns the name of who got it."""
    package = sent.package
    if package_digest(package.kind, package.payload, package.files) != package.digest:
        raise Refused("HELD_ALTERED", "材料与封存时不一致，不予送达。请联系平台管理员。")
    async with platform.database.transaction(None) as session:
        party = await outside_party(session, (package.to_body, package.to_organ))
    if party is not None:
        root = platform.settings.data_dir / "outside"
        await write_folder(root, platform.blobs, package, sent.body, sent.organ)
        return f"{party.name}（平台之外，已生成材料包）"
    body, organ = await _receiver(platform, package)
    await _insert(platform, sent, body, organ)
    return f"{body.name} {organ.name}"


async def _receiver(platform: "Platform", package: Outgoing) -> tuple[Body, Organ]:
    """Resolve the address now: a merged body's heir, an active body, plugin on, organ open."""
    async with platform.database.transaction(None) as session:
        body = await _heir(session, package.to_body)
    if body is None:
        raise Refused("HELD_UNKNOWN_BODY", f"没有代码为“{package.to_body}”的接收机构。")
    if body.status is not BodyStatus.ACTIVE:
        raise Refused("HELD_BODY_SUSPENDED", f"接收机构“{body.name}”已暂停使用，恢复后自动送达。")
    async with platform.as_core(body.id) as work:
        # The address may name a kind, by who does not know the other body's own codes.
        named = sa.or_(Organ.code == package.to_organ, Organ.kind == package.to_organ)
        organ = await work.session.scalar(
            sa.select(Organ)
            .where(named, Organ.closed_on.is_(None))
            .order_by((Organ.code == package.to_organ).desc(), Organ.code)
            .limit(1)
        )
        on = {CORE, *await work.session.scalars(enabled_plugins(clock.today()))}
    if organ is None:
        raise Refused("HELD_UNKNOWN_ORGAN", f"“{body.name}”没有代码为“{package.to_organ}”的机关。")
    if package.plugin not in on:
        raise Refused("HELD_PLUGIN_OFF", f"“{body.name}”没有启用所需插件，启用后自动送达。")
    return body, organ


async def _heir(session: AsyncSession, code: str) -> Body | None:
    """The body of a code, or into which it was merged; bodies are everybody's to see."""
    body = await session.scalar(sa.select(Body).where(Body.code == code))
    while body is not None and body.status is BodyStatus.MERGED and body.successor_id:
        body = await session.get(Body, body.successor_id)
    return body


_CARRIED = ("id", "plugin", "kind", "payload", "files", "reply_to", "digest")
"""What the receiver's row takes over as it was sent."""


async def _insert(platform: "Platform", sent: Sent, body: Body, organ: Organ) -> None:
    """Put the package into the receiver's rows and let the plugin take it in: once, or not."""
    package = sent.package
    async with platform.as_core(body.id, organ=organ) as work:
        made = await work.session.scalar(
            insert(Incoming)
            .values(
                tenant_id=body.id,
                organ_id=organ.id,
                from_body=sent.body.code,
                from_body_name=sent.body.name,
                from_organ=sent.organ.code,
                from_organ_name=sent.organ.name,
                sent_at=package.created_at,
                created_at=clock.now(),
                **{name: getattr(package, name) for name in _CARRIED},
            )
            .on_conflict_do_nothing(index_elements=["tenant_id", "id"])
            .returning(Incoming)
        )
        if made is None:
            return
        async with asyncio.timeout(HOOK_SECONDS):
            taker = _taker(platform, package)
            await taker.run(work, made)
        await _note_answer(work.session, made)
        if taker.tells is not None and taker.tells(made):
            await acknowledge(work, made.id)
        events.announce(
            work, "core.deliver_package", made, {"kind": made.kind, "digest": made.digest}
        )
        await events.queue_for_sealing(work)
    await events.seal_soon(platform, body.id)


def _taker(platform: "Platform", package: Outgoing) -> Receiver:
    plugin = CORE if package.kind == RECALL else package.plugin
    return platform.plugins.receiver(plugin, package.kind)


async def _note_answer(session: AsyncSession, made: Incoming) -> None:
    """What came answers a package of ours, if it comes from the body that the package went to."""
    if made.reply_to is None:
        return
    asked = await session.scalar(
        sa.select(Outgoing).where(
            Outgoing.id == made.reply_to, Outgoing.state != PackageState.WITHDRAWN
        )
    )
    if asked is None:
        return
    heir = await _heir(session, asked.to_body)
    if made.from_body in (asked.to_body, heir.code if heir else None):
        asked.state, asked.answered_at = PackageState.ANSWERED, made.sent_at


async def _mark(
    platform: "Platform", package: Outgoing, state: PackageState, reason: str | None
) -> None:
    async with platform.as_core(package.tenant_id) as work:
        await work.session.execute(
            # Another worker may have delivered it meanwhile.
            sa.update(Outgoing)
            .where(Outgoing.id == package.id, Outgoing.state.in_(UNDELIVERED))
            .values(state=state, reason=reason, next_try_at=None)
        )


async def _mark_delivered(platform: "Platform", sent: Sent, delivered_to: str) -> None:
    async with platform.as_core(sent.body.id, organ=sent.organ) as work:
        package = await work.session.get_one(
            Outgoing, (sent.body.id, sent.package.id), with_for_update=True
        )
        if package.state in UNDELIVERED:
            package.state, package.reason = PackageState.DELIVERED, None
        package.delivered_at = package.delivered_at or clock.now()
        package.delivered_to, package.next_try_at = delivered_to, None
        if package.withdraw_reason is not None and package.state is PackageState.DELIVERED:
            # It was asked back while it was on its way.
            await ask_back(work, package)


async def _take_out(platform: "Platform", sent: Sent) -> None:
    """Withdrawn before it left: the line goes on without it."""
    async with platform.as_core(sent.body.id, organ=sent.organ) as work:
        package = await work.session.get_one(
            Outgoing, (sent.body.id, sent.package.id), with_for_update=True
        )
        if package.state in UNDELIVERED:
            await given_back(work, package)


async def _note_failure(platform: "Platform", package: Outgoing, fault: Exception) -> None:
    """Note that an attempt failed, and when the next one is; what went wrong is in the log only."""
    reference = uuid4().hex[:12]
    async with platform.as_core(package.tenant_id) as work:
        row = await work.session.get_one(
            Outgoing, (package.tenant_id, package.id), with_for_update=True
        )
        if row.state not in UNDELIVERED:
            return
        row.attempts += 1
        pause = _pause(row.attempts)
        row.next_try_at = clock.now() + pause
        row.state = PackageState.FAILING
        row.reason = f"第{row.attempts}次送达时出现故障（编号{reference}），将自动重试。"
        after = int(pause.total_seconds())
        await work.defer(
            "deliver_again", after=after, body_id=package.tenant_id, line_id=row.line_id
        )
    log.error("delivery_failed", reference=reference, package=str(package.id), exc_info=fault)


async def release(
    platform: "Platform", session: AsyncSession, body_id: UUID, *, now: bool = False
) -> None:
    """Try the body's undelivered lines again (a plugin was turned on, a sweep came by)."""
    lines = await session.scalars(
        sa.select(Outgoing.line_id).where(Outgoing.state.in_(UNDELIVERED)).distinct()
    )
    for line_id in lines:
        await deliver_soon(platform, body_id, line_id, now=now)


async def deliver_soon(
    platform: "Platform", body_id: UUID, line_id: UUID, *, now: bool = False
) -> None:
    """Have a line delivered by a job of its own; nothing happens if one waits already."""
    how = "now" if now else "release"
    await jobs.defer_once(
        platform.jobs,
        "deliver",
        f"{how}:{line_id}",
        lock=f"line:{line_id}",
        body_id=body_id,
        line_id=line_id,
        now=now,
    )


def queue(most: int) -> sa.Select[Outgoing]:
    """Packages of a body that are not delivered, those that fail first; the envelope only."""
    return (
        sa.select(Outgoing)
        .where(Outgoing.state.in_(UNDELIVERED))
        .order_by(
            (Outgoing.state == PackageState.FAILING).desc(), Outgoing.attempts.desc(), Outgoing.id
        )
        .limit(most)
    )


async def stuck_lines(session: AsyncSession) -> int:
    """How many lines of a body stand still though their first package is not held."""
    first = (
        sa.select(Outgoing.state)
        .where(Outgoing.state.in_(UNDELIVERED))
        .ext(distinct_on(Outgoing.line_id))
        .order_by(Outgoing.line_id, Outgoing.number)
        .subquery()
    )
    stuck = sa.select(sa.func.count()).select_from(first)
    return await session.scalar(stuck.where(first.c.state != PackageState.HELD)) or 0
