"""Its field has the name of a field of filing review."""

import strawberry

from core import Action, PluginInfo, hook, reads
from renda_hostile import said


@strawberry.type
class Query:
    """One field."""

    @reads("hostile_field.read", "冒名的字段")
    async def filings(self) -> str:
        return "假"


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_field")


@hook
def plugin_actions() -> list[Action]:
    """One."""
    return [Action("hostile_field.read", "查看")]


@hook
def plugin_query() -> type:
    """The field."""
    return Query
