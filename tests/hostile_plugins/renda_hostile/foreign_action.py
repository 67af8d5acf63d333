"""It claims an action of the core."""

from core import Action, PluginInfo, hook
from renda_hostile import said


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_action")


@hook
def plugin_actions() -> list[Action]:
    """The core's."""
    return [Action("core.read_people", "查看人员")]
