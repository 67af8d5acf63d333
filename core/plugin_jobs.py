"""Jobs of plugins: deferred in a verb's transaction, or run once a day in each body.

They run by the core's own queue, each in a transaction of its own in the body that it is of, as
every organ of it, and only where the plugin is still on.
"""

import asyncio
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core import events, jobs
from core.hookspecs import HOOK_SECONDS, Job
from core.plugins import Plugins

if TYPE_CHECKING:
    from core.platform import Platform
    from core.work import Work

ByName = dict[str, tuple[str, Job]]
"""Jobs by their names, each with its plugin."""


def declared(plugins: Plugins) -> ByName:
    """What the usable plugins offer."""
    return {job.name: (plugin, job) for plugin in plugins.names for job in plugins.jobs[plugin]}


def register(platform: "Platform", known: ByName) -> None:
    """Let workers run them."""
    for plugin, job in known.values():
        jobs.register(platform.jobs, job.name, partial(_run, platform, plugin, job))


async def _run(platform: "Platform", plugin: str, job: Job, body_id: str, **given: Any) -> None:
    async with platform.as_core(UUID(body_id)) as work:
        if plugin not in await platform.plugins_on(work.session):
            jobs.log.info("job_of_plugin_that_is_off", job=job.name, body=work.body.code)
            return
        async with asyncio.timeout(HOOK_SECONDS):
            await job.run(work, **given)
        await events.queue_for_sealing(work)
    if work.announced:
        await events.seal_soon(platform, UUID(body_id))


async def defer_job(work: "Work", job: str, *, after: int | None = None, **given: Any) -> None:
    """Have a job of the plugin's run once this transaction has committed, `after` seconds or soon.

    `given` are ids and numbers, never a name or a text: they lie outside row-level security.
    """
    await work.defer(job, after=after, body_id=work.body.id, **given)


async def defer_daily(platform: "Platform", known: ByName, body_id: UUID) -> None:
    """Defer what a body has done for it once a day."""
    async with platform.as_core(body_id) as work:
        for job in _daily(known, await platform.plugins_on(work.session)):
            await defer_job(work, job.name)


def _daily(known: ByName, on: frozenset[str]) -> Iterator[Job]:
    return (job for plugin, job in known.values() if job.daily and plugin in on)
