"""Its page shows a list that its schema does not have."""

from core import Action, Column, ListPage, Page, PluginInfo, hook
from renda_hostile import said

READ = "hostile_pages.read"


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_pages")


@hook
def plugin_actions() -> list[Action]:
    """One."""
    return [Action(READ, "查看一切")]


@hook
def plugin_pages() -> list[Page]:
    """One, of nothing."""
    return [
        ListPage(
            name="everything",
            title="一切",
            english="Everything",
            action=READ,
            field="everything",
            columns=(Column("secret", "秘密"),),
        )
    ]
