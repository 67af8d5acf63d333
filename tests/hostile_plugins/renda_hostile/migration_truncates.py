"""Its migration empties a table of the core."""

from pathlib import Path

from core import PluginInfo, hook
from renda_hostile import said


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_truncate")


@hook
def plugin_migrations() -> Path:
    """One version."""
    return Path(__file__).parent / "versions_of_truncates"
