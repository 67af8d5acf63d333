"""It declares one setting twice."""

from core import PluginInfo, Setting, hook
from renda_hostile import said


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_setting")


@hook
def plugin_settings() -> list[Setting]:
    """One name, two types."""
    return [
        Setting(name="hostile_setting.days", title="天数", type=int),
        Setting(name="hostile_setting.days", title="天数", type=str),
    ]
