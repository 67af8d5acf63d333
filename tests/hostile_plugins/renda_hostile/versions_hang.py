"""Its version file never comes back from being read."""

from pathlib import Path

from core import PluginInfo, hook
from renda_hostile import said


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_versions")


@hook
def plugin_migrations() -> Path:
    """One version that hangs."""
    return Path(__file__).parent / "versions_that_hang"
