"""It cannot say who it is."""

from core import PluginInfo, hook


@hook
def plugin_info() -> PluginInfo:
    """Raises."""
    raise ValueError("nobody knows me")
