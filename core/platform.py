"""The platform put together: database, plugins, policies, files, jobs. Everything else is handed
what it needs from here; nothing of it is global.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from core import access, clock, dispatch, erasing, events, jobs, plugin_jobs, tenancy
from core.db import EVERY_ORGAN, NO_ORGAN, Database
from core.errors import Expected
from core.kit.deadlines.recomputing import recompute
from core.kit.deadlines.reminders import remind
from core.kit.files import Blobs, ObjectBlobs
from core.kit.official.pdf import Fonts
from core.plugins import Plugins
from core.settings import Settings
from core.tenancy import Body, BodyStatus, Organ
from core.wakes import Wakes
from core.work import Work

log = structlog.get_logger("renda")

SWEEP_MINUTES = 5
REMIND_MINUTES = 10
"""How often it is seen to that every body was reminded today."""

OTHERS_SECONDS = 45
"""How long `deliver_now` waits for other workers; one that is not seen for 30 is dead."""

AFTERWARDS_SECONDS = 10
"""How long an answer may wait for what follows its commit."""


class Platform:
    """One deployment in one process."""

    def __init__(self, settings: Settings, dsn: str, modules: Iterable[tuple[str, Any]]) -> None:
        self.settings = settings
        self.modules = list(modules)
        self.database = Database(dsn)
        self.wakes = Wakes(dsn, self.database.engine)
        self.plugins = Plugins(self.modules)
        self.policies = access.Policies(
            (role for some in self.plugins.roles.values() for role in some),
            (action for some in self.plugins.actions.values() for action in some),
        )
        self.blobs: Blobs = ObjectBlobs(settings.data_dir / "blobs")
        self.paper_fonts = Fonts(settings.font_dir)
        self.jobs = jobs.make_app(dsn)
        self._reminded = set[tuple[UUID, date]]()
        self._register_jobs()
        self.plugin_jobs = plugin_jobs.declared(self.plugins)
        plugin_jobs.register(self, self.plugin_jobs)

    async def open(self) -> None:
        """Connect the queue; the database connects when first asked."""
        await self.jobs.open_async()

    async def close(self) -> None:
        """Give every connection back."""
        await self.wakes.close()
        await self.jobs.close_async()
        await self.database.close()

    @asynccontextmanager
    async def as_core(self, body_id: UUID, organ: Organ | None = None) -> AsyncGenerator[Work]:
        """The core's own hands in one body: every organ's rows, or one organ's as it receives."""
        organ_id = organ.id if organ else EVERY_ORGAN
        async with self.database.transaction(body_id, organ_id) as session:
            body = await session.get_one(Body, body_id)
            yield Work(
                platform=self,
                session=session,
                body=body,
                organ=organ,
                actor=None,
                actions=frozenset(),
            )

    async def plugins_on(self, session: AsyncSession) -> frozenset[str]:
        """What the session's body has turned on and can be used."""
        on = await session.scalars(tenancy.enabled_plugins(clock.today()))
        return frozenset(on) & frozenset(self.plugins.names)

    def _register_jobs(self) -> None:
        async def seal(body_id: str) -> None:
            if await events.seal(self, UUID(body_id)):
                await jobs.defer_once(self.jobs, "feed", f"feed:{body_id}", body_id=body_id)

        async def feed(body_id: str) -> None:
            await events.feed(self, UUID(body_id))

        async def feed_listener(body_id: str, plugin: str, listener: str) -> None:
            await events.feed_listener(self, UUID(body_id), plugin, listener)

        async def deliver(body_id: str, line_id: str, *, now: bool = False) -> None:
            await dispatch.deliver(self, UUID(body_id), UUID(line_id), now=now)

        async def deliver_again(body_id: str, line_id: str) -> None:
            # It waits for its time without the line's lock, which would hold up everybody.
            await dispatch.deliver_soon(self, UUID(body_id), UUID(line_id), now=True)

        async def recompute_clocks(body_id: str, day: str | None = None) -> None:
            changed = date.fromisoformat(day) if day else None
            if await recompute(self, UUID(body_id), changed):
                await events.seal_soon(self, UUID(body_id))

        async def remind_bodies(timestamp: int) -> None:
            await self.remind_bodies()

        async def sweep(timestamp: int) -> None:
            await self.sweep()

        async def retry_stalled(timestamp: int) -> None:
            await jobs.retry_stalled(self)

        async def erase_content(
            body_id: str, digest: str, people: list[str], *, names_only: bool
        ) -> None:
            whose = [UUID(one) for one in people]
            await erasing.erase_content(self, UUID(body_id), digest, whose, names_only=names_only)

        jobs.register(self.jobs, "seal", seal)
        jobs.register(self.jobs, "feed", feed)
        jobs.register(self.jobs, "feed_listener", feed_listener)
        jobs.register(self.jobs, "deliver", deliver, jobs.SOON_AGAIN)
        jobs.register(self.jobs, "deliver_again", deliver_again)
        jobs.register(self.jobs, "recompute_clocks", recompute_clocks)
        jobs.register(self.jobs, "erase_content", erase_content)
        jobs.register(self.jobs, "remind_bodies", remind_bodies)
        jobs.register(self.jobs, "sweep", sweep)
        jobs.register(self.jobs, "retry_stalled", retry_stalled)

    def schedule(self) -> None:
        """Have what recurs deferred while a worker runs; of several workers, by one each time."""
        recurring = {
            # A killed worker's job holds its body's lock: that is looked after every minute.
            "retry_stalled": "* * * * *",
            "sweep": f"*/{SWEEP_MINUTES} * * * *",
            "remind_bodies": f"*/{REMIND_MINUTES} * * * *",
        }
        for task, cron in recurring.items():
            self.jobs.periodic(cron=cron)(self.jobs.tasks[task])

    async def remind_bodies(self) -> None:
        """Remind every active body once a day, at the first look of the day; one that fails waits.

        What a server that was down has missed is made up for by the next look.
        """
        today = clock.today()
        self._reminded = {pair for pair in self._reminded if pair[1] == today}
        async with self.database.transaction(None) as session:
            active = sa.select(Body.id).where(Body.status == BodyStatus.ACTIVE)
            body_ids = list(await session.scalars(active.order_by(Body.code)))
        for body_id in body_ids:
            if (body_id, today) not in self._reminded:
                await self._remind_body(body_id, today)

    async def _remind_body(self, body_id: UUID, today: date) -> None:
        try:
            await remind(self, body_id)
            await plugin_jobs.defer_daily(self, self.plugin_jobs, body_id)
        except Exception:
            log.exception("reminding_failed", body=str(body_id))
        else:
            self._reminded.add((body_id, today))

    async def sweep(self, *, now: bool = False) -> None:
        """Catch what a crash missed, in suspended and merged bodies too.

        `now`: packages whose delivery failed are tried without waiting for their time.
        """
        await jobs.retry_stalled(self)
        async with self.database.transaction(None) as session:
            body_ids = list(await session.scalars(sa.select(Body.id)))
        for body_id in body_ids:
            await self._sweep_body(body_id, now=now)

    async def _sweep_body(self, body_id: UUID, *, now: bool) -> None:
        """Unsealed events, undelivered packages, listeners that are behind."""
        async with self.as_core(body_id) as work:
            unsealed = await work.session.scalar(sa.select(events.Unsealed.id).limit(1))
            await dispatch.release(self, work.session, body_id, now=now)
        if unsealed is not None:
            await events.seal_soon(self, body_id)
        await events.feed(self, body_id)

    async def deliver_now(self) -> None:
        """Deliver everything, beside other workers too: what one has in hand, or died with, first.

        A job of a worker that died holds its line until the worker is given up.
        """
        await self._sweep_and_drain()
        others = await jobs.in_hand(self.jobs, "deliver")
        for _ in range(OTHERS_SECONDS):
            if not others:
                return
            await asyncio.sleep(1)
            await jobs.retry_stalled(self)
            others &= await jobs.in_hand(self.jobs, "deliver")
            if not others:
                await self._sweep_and_drain()

    async def _sweep_and_drain(self) -> None:
        await self.sweep(now=True)
        await self.drain()

    async def drain(self) -> None:
        """Run every job that is due, as a worker would, and return."""
        await jobs.drain(self.jobs)


@asynccontextmanager
async def verb(
    platform: Platform, body: Body, organ: Organ | None, actor: Any, actions: frozenset[str]
) -> AsyncGenerator[Work]:
    """One verb: one transaction that announces exactly one event, then what follows a commit."""
    organ_id = organ.id if organ else NO_ORGAN
    async with platform.database.session(body.id, organ_id) as session:
        async with session.begin():
            work = Work(
                platform=platform,
                session=session,
                body=body,
                organ=organ,
                actor=actor,
                actions=actions,
            )
            yield work
            if len(work.announced) != 1:
                names = [event.name for event in work.announced]
                raise AssertionError(f"a verb announces one event, this one announced {names}")
            work.announced[0].rests_on = sorted(map(str, work.consulted)) or None
            await events.queue_for_sealing(work)
        await _afterwards(platform, work)


async def _afterwards(platform: Platform, work: Work) -> None:
    """What follows a commit must not turn a done verb into an error; the sweep repeats it."""
    try:
        async with asyncio.timeout(AFTERWARDS_SECONDS):
            for step in work.after_commit:
                await step()
            await events.seal_soon(platform, work.body.id)
    except Expected:
        raise
    except Exception:
        log.exception("after_commit_failed", body=work.body.code)
