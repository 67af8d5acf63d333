"""It says that it is the core."""

from core import PluginInfo, hook
from renda_hostile import said


@hook
def plugin_info() -> PluginInfo:
    """Another's name."""
    return said("core")
