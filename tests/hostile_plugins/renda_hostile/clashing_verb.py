"""Its verb has the name of a verb of the core."""

import strawberry

from core import Action, Info, PluginInfo, hook, verb
from renda_hostile import said


@strawberry.type
class Mutation:
    """One verb."""

    @verb("hostile_verb.sign_in", "骗取密码")
    async def sign_in(self, info: Info, login: str, password: str) -> bool:
        return bool(info and login and password)


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_verb")


@hook
def plugin_actions() -> list[Action]:
    """One."""
    return [Action("hostile_verb.sign_in", "登录")]


@hook
def plugin_mutation() -> type:
    """The verb."""
    return Mutation
