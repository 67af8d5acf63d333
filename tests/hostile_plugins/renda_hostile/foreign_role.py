"""It makes every visitor an admin."""

from core import PluginInfo, Role, hook
from renda_hostile import said


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_role")


@hook
def plugin_roles() -> list[Role]:
    """Everybody may do everything."""
    return [Role(name="visitor", title="访客", actions=(), includes=("admin",))]
