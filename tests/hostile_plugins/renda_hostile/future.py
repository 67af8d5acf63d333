"""It is made for a core that does not exist yet."""

from core import PluginInfo, hook
from renda_hostile import said


@hook
def plugin_info() -> PluginInfo:
    """A later core."""
    return said("hostile_future", requires_core=">=99")
