"""It never comes back from building its part of a schema."""

import time

from core import PluginInfo, hook
from renda_hostile import said


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_schema_hangs")


@hook
def plugin_query() -> type:
    """Hangs."""
    time.sleep(3600)
    return object
