"""Wake whoever watches: after a commit, in every process, by LISTEN and NOTIFY of the database.

A wake carries no data, only the body and a digest of what it is about; whoever is woken reads
again, as the person who watches. It is sent after the commit on a connection of its own, gathered
for an instant: inside the verb's transaction a NOTIFY would make all commits wait for each other.
What gets lost (a crash in between, a connection that broke) is made up for by looking now and then.
"""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from core import db

if TYPE_CHECKING:
    from core.work import Work

log = structlog.get_logger("renda.wakes")

CHANNEL = "renda_wake"

TOPIC = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")

GATHERING = 0.05
"""Seconds for which wakes are gathered before they are sent together."""

LISTENING_SECONDS = 5
"""How long a watcher waits until this process listens; then it only looks now and then."""

AGAIN_SECONDS = 2
"""After how long a broken connection is tried again."""

TURNS = 4
"""How many watchers look who asks at once; the others wait, and the rest of the pool is free."""

FLUSH_SECONDS = 5
"""How long a process that ends may take to send its last wakes."""


def wake(work: "Work", topic: str, about: UUID | None = None) -> None:
    """Wake whoever watches this topic in the work's body once the transaction has committed.

    `topic` is `<plugin>.<word>`; `about` says which record it is about.
    """
    note, wakes = _note(work.body.id, topic, about), work.platform.wakes
    db.once_committed(work.session, (CHANNEL, note), lambda: wakes.send(note))


def _note(body_id: UUID, topic: str, about: UUID | None) -> str:
    """What is sent: nobody who listens to the database learns what a topic is about."""
    if not TOPIC.fullmatch(topic):
        raise ValueError(f"{topic!r} is no topic: write <plugin>.<word>, and the record in `about`")
    return f"{body_id.hex} {sha256(f'{topic} {about}'.encode()).hexdigest()[:32]}"


class Bell:
    """Rung when what one watches may have changed; several rings before a look are one."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self._heard_at = 0.0

    def ring(self) -> None:
        """Something may have changed."""
        self._rung.set()

    async def heard(self, most: float, *, gap: float) -> bool:
        """Wait for a ring, `most` seconds at the longest; at least `gap` since the one before."""
        try:
            async with asyncio.timeout(most):
                await self._rung.wait()
        except TimeoutError:
            return False
        await asyncio.sleep(self._heard_at + gap - time.monotonic())
        self._rung.clear()
        self._heard_at = time.monotonic()
        return True


class Wakes:
    """The wakes of one process: those it sends, and those it hears for its watchers."""

    def __init__(self, dsn: str, engine: AsyncEngine) -> None:
        self._dsn, self._engine = dsn, engine
        self._bells: dict[str, set[Bell]] = {}
        self._to_send: dict[str, None] = {}
        self._sending: asyncio.Task[None] | None = None
        self._hearing: asyncio.Task[None] | None = None
        self._listens = asyncio.Event()
        self.turns = asyncio.Semaphore(TURNS)

    def send(self, note: str) -> None:
        """Send a wake soon, together with others."""
        self._to_send[note] = None
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send_all())

    async def _send_all(self) -> None:
        while self._to_send:
            await asyncio.sleep(GATHERING)
            notes, self._to_send = list(self._to_send), {}
            each = [{"channel": CHANNEL, "note": note} for note in notes]
            try:
                async with self._engine.begin() as connection:
                    await connection.execute(sa.text("SELECT pg_notify(:channel, :note)"), each)
            except Exception:
                # Whoever watches looks now and then: late, but not never.
                log.warning("wakes_not_sent", count=len(notes), exc_info=True)

    @contextmanager
    def watching(self, body_id: UUID, topic: str, about: UUID | None) -> Generator[Bell]:
        """A bell that rings for the topic while the block runs."""
        note, bell = _note(body_id, topic, about), Bell()
        bells = self._bells.setdefault(note, set())
        bells.add(bell)
        try:
            yield bell
        finally:
            bells.discard(bell)
            if not bells and self._bells.get(note) is bells:
                del self._bells[note]

    async def listening(self) -> None:
        """Listen from now on; returns once we do, or late if the database does not let us."""
        if self._hearing is None or self._hearing.done():
            self._hearing = asyncio.create_task(self._hear())
        try:
            async with asyncio.timeout(LISTENING_SECONDS):
                await self._listens.wait()
        except TimeoutError:
            log.warning("not_listening")

    async def _hear(self) -> None:
        while True:
            try:
                async with aclosing(self._notes()) as notes:
                    async for note in notes:
                        self._ring(note)
            except (psycopg.Error, OSError):
                log.warning("listening_broke_off", exc_info=True)
            self._listens.clear()
            await asyncio.sleep(AGAIN_SECONDS)

    async def _notes(self) -> AsyncGenerator[str]:
        connection = await psycopg.AsyncConnection[object].connect(self._dsn, autocommit=True)
        async with connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self._listens.set()
            # While nobody listened, anything may have changed.
            self._ring_all()
            async for notified in connection.notifies():
                yield notified.payload

    def _ring(self, note: str) -> None:
        for bell in self._bells.get(note, ()):
            bell.ring()

    def _ring_all(self) -> None:
        for note in self._bells:
            self._ring(note)

    async def close(self) -> None:
        """Send what is left, and hear no more."""
        if self._sending is not None:
            await asyncio.wait([self._sending], timeout=FLUSH_SECONDS)
        if self._hearing is not None:
            self._hearing.cancel()
            await asyncio.wait([self._hearing])
