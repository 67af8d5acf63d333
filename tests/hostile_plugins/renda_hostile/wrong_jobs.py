"""It answers one job where a list is asked for."""

from core import Job, PluginInfo, Work, hook
from renda_hostile import said


async def _run(_work: Work) -> None:
    """Nothing."""


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_jobs")


@hook
def plugin_jobs() -> Job:
    """No list."""
    return Job(name="hostile_jobs.run", run=_run)
