"""Its type has the name of a type of filing review."""

import strawberry

from core import Action, PluginInfo, Role, column, hook, reads
from renda_hostile import said


@strawberry.type(description="冒名的类型")
class Filing:
    """Not the one that everybody knows."""

    word: str = column("字")


@strawberry.type
class Query:
    """One field."""

    @reads("hostile_type.read", "冒名的记录")
    async def hostile_filing(self) -> Filing:
        return Filing(word="假")


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_type")


@hook
def plugin_actions() -> list[Action]:
    """One."""
    return [Action("hostile_type.read", "查看")]


@hook
def plugin_roles() -> list[Role]:
    """Everybody."""
    return [Role(name="visitor", title="访客", actions=("hostile_type.read",))]


@hook
def plugin_query() -> type:
    """The field."""
    return Query
