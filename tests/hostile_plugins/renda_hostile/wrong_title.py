"""Its title is no text, which every body would meet in its list of plugins."""

import msgspec

from core import PluginInfo, hook
from renda_hostile import said


@hook
def plugin_info() -> PluginInfo:
    """None for a title."""
    return msgspec.structs.replace(said("hostile_title"), title=None)
