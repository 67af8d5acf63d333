"""Jobs: what happens after a verb. Deferred in the verb's transaction, run by a worker.

A job carries a body's id and other ids, nothing else: its rows lie outside row-level security.
Inside a transaction only `lock` is used; `queueing_lock` there would abort or serialise the body.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

import procrastinate
import psycopg
import structlog
from procrastinate import exceptions
from procrastinate import jobs as queue
from procrastinate import manager as managers
from sqlalchemy.ext.asyncio import AsyncSession

from core import db

if TYPE_CHECKING:
    from core.platform import Platform

log = structlog.get_logger("renda.jobs")

Job = Callable[..., Awaitable[None]]

MOST_ATTEMPTS = 12
RETRY = procrastinate.RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=2)
"""A failed job is tried again after 2, 4, 8 … seconds, about an hour in all."""

SOON_AGAIN = procrastinate.RetryStrategy(max_attempts=100, wait=3)
"""For a job that fails only without a database, and holds up others with its lock meanwhile."""

LONGEST_WAIT = 2**MOST_ATTEMPTS
"""Seconds; no job is put off for longer."""

CLOCK_JUMP = 60
"""By how many seconds the clock must be set back at once to be noticed."""

WATCH_SECONDS = 10
"""How often the clock is looked at."""

PATIENCE = 5
"""Seconds for a connection of the queue's own; a request must not hang while the database is gone.
"""

FREE_ITS_PLACE = "UPDATE procrastinate_jobs SET queueing_lock = NULL WHERE id = %(id)s"


class _PlacesGivenUp(managers.JobManager):
    """A job that is tried again gives up its place in the queue: the same may wait there by now.

    Otherwise putting it back would fail: it would stay in hand for ever, and its lock with it.
    """

    async def retry_job(self, job: queue.Job, *args: Any, **how: Any) -> None:
        await self.connector.execute_query_async(FREE_ITS_PLACE, id=job.id)
        await super().retry_job(job, *args, **how)


def make_app(dsn: str) -> procrastinate.App:
    """The queue on the platform's own database (`dsn` of the app's role)."""
    connector = procrastinate.PsycopgConnector(
        conninfo=dsn, min_size=1, max_size=6, timeout=PATIENCE
    )
    app = procrastinate.App(connector=connector)
    app.job_manager = _PlacesGivenUp(connector)
    return app


def register(
    app: procrastinate.App, name: str, job: Job, retry: procrastinate.RetryStrategy = RETRY
) -> None:
    """Let workers run `job` under this name."""
    app.task(name=name, retry=retry, pass_context=False)(job)


async def defer_within(
    app: procrastinate.App,
    session: AsyncSession,
    task: str,
    *,
    lock: str | None = None,
    after: int | None = None,
    **ids: Any,
) -> None:
    """Defer in the session's transaction: rolled back with it, run only after it commits.

    With `after` it is run that many seconds later at the earliest.
    """
    connection = await db.driver_connection(session)
    later: Any = {"schedule_in": {"seconds": after}} if after is not None else {}
    configured = app.configure_task(task, connection=connection, lock=lock, **later)
    await configured.defer_async(**_plain(ids))


def _plain(ids: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, UUID) else value for key, value in ids.items()}


async def defer_once(
    app: procrastinate.App, task: str, key: str, *, lock: str | None = None, **ids: Any
) -> None:
    """Defer on a connection of the queue's own; nothing happens if the same is waiting already.

    Of the same `lock` (else the same `key`) one runs at a time.
    """
    configured = app.configure_task(task, queueing_lock=key, lock=lock or key)
    try:
        await configured.defer_async(**_plain(ids))
    except exceptions.AlreadyEnqueued:
        log.debug("job_already_waiting", task=task, key=key)


async def drain(app: procrastinate.App) -> None:
    """Run what is due now and return; for tests, the demo and operators."""
    await app.run_worker_async(
        wait=False, listen_notify=False, install_signal_handlers=False, delete_jobs="successful"
    )


async def work_until_cancelled(app: procrastinate.App) -> None:
    """Run jobs as they come; `serve` runs this beside the web server.

    Ends when the clock was set back, to be begun anew: what recurs would not recur until the time
    of its last turn had come again.
    """
    running = app.run_worker_async(
        install_signal_handlers=False,
        concurrency=4,
        delete_jobs="successful",
        shutdown_graceful_timeout=10,
    )
    worker = asyncio.create_task(running)
    watch = asyncio.create_task(_clock_set_back())
    try:
        await asyncio.wait((worker, watch), return_when=asyncio.FIRST_COMPLETED)
    finally:
        watch.cancel()
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker


async def _clock_set_back() -> None:
    """Return when the wall clock jumped back, against the clock that only counts on."""
    before = time.time() - time.monotonic()
    while True:
        await asyncio.sleep(WATCH_SECONDS)
        ahead = time.time() - time.monotonic()
        if ahead < before - CLOCK_JUMP:
            log.warning("clock_set_back", seconds=round(before - ahead))
            return
        before = ahead


IN_HAND = "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND task_name = %(task)s"


async def in_hand(app: procrastinate.App, task: str) -> set[int]:
    """Which jobs a worker, alive or dead, has in hand."""
    found = await app.connector.execute_query_all_async(IN_HAND, task=task)
    return {row["id"] for row in found}


SEEN_IN_FUTURE = """UPDATE procrastinate_workers SET last_heartbeat = now()
WHERE last_heartbeat > now() + make_interval(secs => %(seconds)s)"""

PUT_OFF_TOO_FAR = """UPDATE procrastinate_jobs SET scheduled_at = now()
WHERE status = 'todo' AND scheduled_at > now() + make_interval(secs => %(seconds)s)"""


async def _forget_the_future(app: procrastinate.App) -> None:
    """After the clock was set back a dead worker would seem alive, and a job wait, for as long."""
    await app.connector.execute_query_async(SEEN_IN_FUTURE, seconds=CLOCK_JUMP)
    await app.connector.execute_query_async(PUT_OFF_TOO_FAR, seconds=LONGEST_WAIT)


async def retry_stalled(platform: "Platform") -> None:
    """Put back what a worker was doing when it was killed."""
    await _forget_the_future(platform.jobs)
    manager = platform.jobs.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except exceptions.ConnectorException as fault:
            if not isinstance(fault.__cause__, psycopg.errors.RaiseException):
                raise
            # Another worker looked at the same moment and has put it back already.
            log.debug("stalled_job_taken", task=job.task_name, job=job.id)
            continue
        log.warning("stalled_job_retried", task=job.task_name, job=job.id)
