"""Which events a plugin may announce: one for each of its verbs, and those that it says besides.

A name that is written wrong would be waited for for ever; so names that are waited for are compared
with those that may come.
"""

from collections.abc import Iterator

from core.graphql.permissions import Requires
from core.plugins import Plugins, collect


def titles_of(plugins: Plugins, owner: str) -> dict[str, str]:
    """The events of an installed plugin or of the core, by name, each with its Chinese title."""
    titles = {one.name: one.title for one in plugins.actions.get(owner, ())}
    asked = {one: titles.get(one, one) for one in _verbs_of(plugins, owner)}
    return asked | (plugins.infos[owner].tells if owner in plugins.infos else {})


def unknown(plugins: Plugins, name: str) -> bool:
    """Whether the owner of an event is installed, and has none of this name."""
    owner = name.partition(".")[0]
    return owner in plugins.infos and name not in titles_of(plugins, owner)


def misspelt(plugins: Plugins, plugin: str) -> list[str]:
    """Events that the plugin waits for, and that their owners, who are here, never tell."""
    waited = {need.name for need in plugins.info(plugin).needs if need.is_event}
    for listener in plugins.listeners(plugin):
        waited |= listener.events or frozenset()
    return sorted(name for name in waited if unknown(plugins, name))


def _verbs_of(plugins: Plugins, owner: str) -> Iterator[str]:
    for _, part in collect(plugins, [owner], "plugin_mutation"):
        for field in part.__strawberry_definition__.fields:
            yield from (one.action for one in field.directives if isinstance(one, Requires))
