"""What happened: announced by a verb in its transaction, then sealed in a chain, then listened to.

An event is an append-only row. After the commit a job seals new events in one chain per body, so
that a later change, an insertion or a removal shows; sealing inside each transaction would
serialise the whole body. Personal data lie in a field of their own with a salted digest and can be
erased without breaking the chain. The seal number is the order in which listeners are fed.
"""

import asyncio
import hashlib
import json
import secrets
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from core import clock, jobs
from core.db import Base, TenantOwned, points_to, within
from core.hookspecs import HOOK_SECONDS, Listener
from core.tenancy import Enabling

if TYPE_CHECKING:
    from core.platform import Platform
    from core.work import Work


class Subject(Protocol):
    """What an event is about: any row with an id."""

    @property
    def id(self) -> Any: ...


SEALS_PER_RUN = 500


class Event(Base, TenantOwned):
    """Something that happened. Under the body's policy only: no draft's content goes in here."""

    __tablename__ = "event"
    __table_args__ = (
        within("name", "id"),
        within("subject_id"),
        within("created_at"),
        {"info": {"grants": "SELECT, INSERT", "update": ["personal", "personal_salt"]}},
    )

    name: Mapped[str]
    organ_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    payload: Mapped[dict[str, Any]]
    nonce: Mapped[str] = mapped_column(default=lambda: secrets.token_hex(16))
    personal: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    personal_salt: Mapped[str | None]
    personal_digest: Mapped[str | None]
    rests_on: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    """Ids of the values of practice that a verb consulted; None where it asked for none."""


class Unsealed(Base, TenantOwned):
    """An event that waits for its seal; `id` is the event's."""

    __tablename__ = "event_unsealed"
    __table_args__ = ({"info": {"grants": "SELECT, INSERT, DELETE"}},)


class Seal(Base, TenantOwned):
    """A link of the chain: number, the event, and a digest over it and the link before."""

    __tablename__ = "event_seal"
    __table_args__ = (
        sa.UniqueConstraint("tenant_id", "number"),
        sa.UniqueConstraint("tenant_id", "event_id"),
        points_to("event", "event_id"),
        {"info": {"grants": "SELECT, INSERT"}},
    )

    number: Mapped[int]
    event_id: Mapped[UUID]
    digest: Mapped[str]


class Cursor(Base, TenantOwned):
    """How far a listener of a plugin has been fed."""

    __tablename__ = "listener_cursor"
    __table_args__ = (sa.UniqueConstraint("tenant_id", "plugin", "listener"),)

    plugin: Mapped[str]
    listener: Mapped[str]
    number: Mapped[int]
    last_error: Mapped[str | None]


def announce(
    work: "Work",
    name: str,
    subject: Subject,
    payload: dict[str, Any] | None = None,
    *,
    personal: dict[str, Any] | None = None,
) -> Event:
    """Say what happened, in the verb's transaction. `payload` holds no personal data.

    `subject` is the row that it is about, once it has an id (flush first); `work.body` where there
    is none. A verb announces exactly one event; a listener, a job or a receiver none or several.
    """
    salt = secrets.token_hex(16) if personal is not None else None
    event = Event(
        name=name,
        organ_id=work.organ.id if work.organ else None,
        actor_id=work.actor.person_id if work.actor else None,
        subject_type=type(subject).__name__,
        subject_id=subject.id,
        payload=payload or {},
        personal=personal,
        personal_salt=salt,
        personal_digest=_digest(salt, personal) if salt else None,
    )
    work.announced.append(event)
    return event


async def queue_for_sealing(work: "Work") -> None:
    """Write what the work announced, in its transaction, and that it waits for its seal.

    Last of all, so that a verb's event names every rule that the verb asked for.
    """
    work.session.add_all(work.announced)
    await work.session.flush()
    work.session.add_all(
        Unsealed(id=event.id, tenant_id=event.tenant_id) for event in work.announced
    )


async def seal_soon(platform: "Platform", body_id: UUID) -> None:
    """Ask for sealing after a commit; the sweep catches what a crash in between misses."""
    await jobs.defer_once(platform.jobs, "seal", f"seal:{body_id}", body_id=body_id)


async def seal(platform: "Platform", body_id: UUID) -> int:
    """Seal what waits, feed nothing; returns how many events were sealed."""
    sealed = 0
    while True:
        async with platform.as_core(body_id) as work:
            count = await _seal_some(work.session, body_id)
        sealed += count
        if count < SEALS_PER_RUN:
            return sealed


async def _seal_some(session: AsyncSession, body_id: UUID) -> int:
    key = int.from_bytes(body_id.bytes[:8], "big", signed=True)
    await session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
    head = await session.scalar(sa.select(Seal).order_by(Seal.number.desc()).limit(1))
    waiting = (
        await session.scalars(
            sa.select(Event)
            .join(Unsealed, sa.and_(Unsealed.tenant_id == Event.tenant_id, Unsealed.id == Event.id))
            .order_by(Event.id)
            .limit(SEALS_PER_RUN)
        )
    ).all()
    session.add_all(_chain(waiting, head))
    done = [event.id for event in waiting]
    await session.execute(sa.delete(Unsealed).where(Unsealed.id.in_(done)))
    return len(waiting)


def _chain(waiting: Sequence[Event], head: Seal | None) -> Iterable[Seal]:
    number, digest = (head.number, head.digest) if head else (0, "")
    for event in waiting:
        number, digest = number + 1, link_digest(digest, number + 1, event)
        yield Seal(number=number, event_id=event.id, digest=digest)


def link_digest(before: str, number: int, event: Event) -> str:
    """The digest of one link. An outside verifier computes the same from exported rows."""
    leaf: dict[str, Any] = {
        "id": str(event.id),
        "name": event.name,
        "organ": str(event.organ_id),
        "actor": str(event.actor_id),
        "subject": [event.subject_type, str(event.subject_id)],
        "at": event.created_at.astimezone(clock.ZONE).isoformat(timespec="microseconds"),
        "payload": event.payload,
        "nonce": event.nonce,
        "personal": event.personal_digest,
    }
    if event.rests_on is not None:
        leaf["rests_on"] = event.rests_on
    return _digest(before + str(number), leaf)


def _digest(salt: str, content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verifier found: `head` is worth noting outside, it proves that no tail was cut."""

    sealed: int
    head: str
    faults: tuple[str, ...]
    unsealed: tuple[UUID, ...]

    @property
    def sound(self) -> bool:
        """True when no link is broken; a short unsealed tail is normal, it is not a fault."""
        return not self.faults


def verify_chain(
    links: Iterable[tuple[Seal, Event | None]], loose: Iterable[tuple[UUID, bool]]
) -> Verdict:
    """Check a chain in the order of its numbers; pure, so that it can run away from the server.

    `loose` are the events without a seal, each with whether it waits for one.
    """
    digest, expected, faults = "", 0, list[str]()
    for seal_row, event in links:
        expected += 1
        if seal_row.number != expected:
            faults.append(f"序号{expected}缺失（下一环为{seal_row.number}）")
            expected = seal_row.number
        if event is None:
            faults.append(f"序号{seal_row.number}的事件已不存在")
        elif link_digest(digest, seal_row.number, event) != seal_row.digest:
            faults.append(f"序号{seal_row.number}（{event.name}）与封存时不一致")
        elif event.personal is not None and event.personal_digest != _digest(
            event.personal_salt or "", event.personal
        ):
            faults.append(f"序号{seal_row.number}的个人信息与封存时不一致")
        digest = seal_row.digest
    tail = list(loose)
    # Its seal was taken away, or the row was never announced.
    faults += [f"事件{event_id}没有封存，也不在待封存之列" for event_id, waits in tail if not waits]
    return Verdict(expected, digest, tuple(faults), tuple(event_id for event_id, _ in tail))


async def verify(platform: "Platform", body_id: UUID) -> Verdict:
    """Check the whole chain of a body and name the events that are not sealed yet."""
    async with platform.as_core(body_id) as work:
        joined = sa.and_(Event.tenant_id == Seal.tenant_id, Event.id == Seal.event_id)
        links = await work.session.execute(
            sa.select(Seal, Event).outerjoin(Event, joined).order_by(Seal.number)
        )
        waits = sa.and_(Unsealed.tenant_id == Event.tenant_id, Unsealed.id == Event.id)
        loose = await work.session.execute(
            sa.select(Event.id, Unsealed.id.is_not(None))
            .outerjoin(Seal, joined)
            .outerjoin(Unsealed, waits)
            .where(Seal.id.is_(None))
            .order_by(Event.id)
        )
        return verify_chain(
            ((row[0], row[1]) for row in links), ((row[0], row[1]) for row in loose)
        )


async def begin_listening(work: "Work", plugin: str) -> None:
    """Start a plugin's listeners now: what follows is theirs, however late the worker is."""
    for listener in work.platform.plugins.listeners(plugin):
        await _cursor(work.session, plugin, listener.name, replay=listener.replay)


async def feed(platform: "Platform", body_id: UUID) -> None:
    """Have every listener with something to hear fed, each by a job of its own."""
    async with platform.as_core(body_id) as work:
        waiting = [pair async for pair in _waiting(work)]
    for plugin, name in waiting:
        line = f"feed:{body_id}:{plugin}:{name}"
        await jobs.defer_once(
            platform.jobs, "feed_listener", line, body_id=body_id, plugin=plugin, listener=name
        )


async def _waiting(work: "Work") -> AsyncGenerator[tuple[str, str]]:
    """Plugin and name of each listener that is behind, or that has never been fed."""
    cursors = {
        (one.plugin, one.listener): one for one in await work.session.scalars(sa.select(Cursor))
    }
    for plugin in sorted(await work.platform.plugins_on(work.session)):
        for listener in work.platform.plugins.listeners(plugin):
            cursor = cursors.get((plugin, listener.name))
            if cursor is None or await _next(work.session, plugin, listener, cursor.number):
                yield plugin, listener.name


async def behind(work: "Work", plugin: str) -> list[str]:
    """Names of the plugin's listeners that sealed events still wait for."""
    return [name async for owner, name in _waiting(work) if owner == plugin]


def heard_by(plugin: str, listener: Listener) -> sa.ColumnElement[bool]:
    """Which events a listener wants: those it names, or every one but its plugin's own."""
    if listener.events is None:
        return sa.not_(Event.name.startswith(f"{plugin}.", autoescape=True))
    return Event.name.in_(listener.events)


async def _next(
    session: AsyncSession, plugin: str, listener: Listener, after: int
) -> sa.Row[int, Event] | None:
    """The next event that a listener wants, with its number."""
    joined = sa.and_(Event.tenant_id == Seal.tenant_id, Event.id == Seal.event_id)
    found = await session.execute(
        sa.select(Seal.number, Event)
        .join(Event, joined)
        .where(Seal.number > after, heard_by(plugin, listener))
        .order_by(Seal.number)
        .limit(1)
    )
    return found.one_or_none()


async def feed_listener(platform: "Platform", body_id: UUID, plugin: str, name: str) -> None:
    """Feed one listener what it has not heard; one that fails holds only its own line."""
    async with platform.as_core(body_id) as work:
        if plugin not in await platform.plugins_on(work.session):
            return
        listener = platform.plugins.listener(plugin, name)
        await _cursor(work.session, plugin, name, replay=listener.replay)
    try:
        while await _feed_one(platform, body_id, plugin, name):
            pass
    except Exception as failure:
        await _note_failure(platform, body_id, plugin, name, failure)
        raise


async def _feed_one(platform: "Platform", body_id: UUID, plugin: str, name: str) -> bool:
    """Give the next event to one listener, in one transaction with its cursor."""
    listener = platform.plugins.listener(plugin, name)
    async with platform.as_core(body_id) as work:
        cursor = await _cursor(work.session, plugin, name, replay=listener.replay)
        head = await work.session.scalar(sa.select(sa.func.max(Seal.number))) or 0
        row = await _next(work.session, plugin, listener, cursor.number)
        if row is None:
            # Up to here nothing concerns it: the next search need not begin so far back.
            cursor.number = max(cursor.number, head)
            return False
        async with asyncio.timeout(HOOK_SECONDS):
            await listener.run(work, row[1])
        cursor.number, cursor.last_error = row[0], None
        await queue_for_sealing(work)
    return True


async def _cursor(session: AsyncSession, plugin: str, name: str, *, replay: bool) -> Cursor:
    found = sa.select(Cursor).where(Cursor.plugin == plugin, Cursor.listener == name)
    cursor = await session.scalar(found.with_for_update())
    if cursor is not None:
        return cursor
    head = 0 if replay else await _begins_after(session, plugin)
    await session.execute(
        insert(Cursor)
        .values(
            tenant_id=session.sync_session.info["tenant"], plugin=plugin, listener=name, number=head
        )
        .on_conflict_do_nothing()
    )
    return (await session.scalars(found.with_for_update())).one()


async def _begins_after(session: AsyncSession, plugin: str) -> int:
    """The last number that a new listener does not hear: of now, or before the plugin's first day.

    One that comes later, with a new version of a plugin that has listened before, begins now.
    """
    past = sa.select(sa.func.max(Seal.number))
    chosen = sa.select(Enabling.starts_on).where(
        Enabling.plugin == plugin, Enabling.disabled_at.is_(None)
    )
    starts_on = await session.scalar(chosen)
    today = datetime.combine(clock.today(), time(), clock.ZONE)
    earlier = sa.select(Cursor.id).where(Cursor.plugin == plugin, Cursor.created_at < today)
    if starts_on is not None and await session.scalar(earlier.limit(1)) is None:
        joined = sa.and_(Event.tenant_id == Seal.tenant_id, Event.id == Seal.event_id)
        past = past.join(Event, joined).where(
            Event.created_at < datetime.combine(starts_on, time(), clock.ZONE)
        )
    return await session.scalar(past) or 0


async def _note_failure(
    platform: "Platform", body_id: UUID, plugin: str, name: str, failure: Exception
) -> None:
    jobs.log.error("listener_failed", plugin=plugin, listener=name, exc_info=failure)
    async with platform.as_core(body_id) as work:
        await work.session.execute(
            sa.update(Cursor)
            .where(Cursor.plugin == plugin, Cursor.listener == name)
            .values(last_error=type(failure).__name__)
        )


async def erase_personal(session: AsyncSession, event: Event) -> None:
    """Erase the personal part of an event (个人信息保护法第四十七条); its digest stays."""
    await session.execute(
        sa.update(Event).where(Event.id == event.id).values(personal=None, personal_salt=None)
    )
