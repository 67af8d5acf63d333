"""主任接待日 (reception day): the heads of the standing committee receive deputies and citizens.

A day is announced, a matter that was brought is recorded, handed to another organ of the body by a
package, answered within the time that practice gives, and closed.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from core import (
    Action,
    BodyKind,
    Fitness,
    Level,
    OpenMatter,
    Page,
    PluginInfo,
    Receiver,
    Role,
    Setting,
    hook,
)

from renda_reception_day import permissions, practice

if TYPE_CHECKING:
    from core import Work


@hook
def plugin_info() -> PluginInfo:
    """For congresses that have a standing committee: cities and counties."""
    return PluginInfo(
        name=permissions.PLUGIN,
        title="主任接待日",
        description=(
            "预告常委会负责人接待日，登记来访反映的事项，交有关机关办理，按规定期限答复并办结"
        ),
        law="全国人民代表大会和地方各级人民代表大会代表法；本机构的主任接待日办法",
        version="0.1.0",
        fitness=Fitness(
            levels=frozenset({Level.CITY, Level.COUNTY}),
            kinds=frozenset({BodyKind.CONGRESS}),
        ),
        requires_core=">=0.2,<1",
    )


@hook
def plugin_migrations() -> Path:
    """Three tables."""
    return Path(__file__).parent / "versions"


@hook
def plugin_actions() -> list[Action]:
    """Five verbs and three ways to read."""
    return permissions.ACTIONS


@hook
def plugin_roles() -> list[Role]:
    """Everybody reads the days; two clerks do the work."""
    return permissions.ROLES


@hook
def plugin_settings() -> list[Setting]:
    """The time for an answer."""
    return practice.SETTINGS


@hook
def plugin_query() -> type:
    """Four lists."""
    from renda_reception_day.schema import Query

    return Query


@hook
def plugin_mutation() -> type:
    """Five verbs."""
    from renda_reception_day.schema import Mutation

    return Mutation


@hook
def plugin_pages() -> list[Page]:
    """Days, matters and tasks with what can be done with them, and how the matters stand."""
    from renda_reception_day.pages import PAGES

    return PAGES


@hook
def plugin_receivers() -> list[Receiver]:
    """A matter that is handed over, and the answer that goes back."""
    from renda_reception_day import service

    return [
        Receiver(kind=service.HANDED, run=service.take_in_matter),
        Receiver(kind=service.ANSWERED, run=service.take_in_answer),
    ]


@hook
async def plugin_open_matters(work: "Work") -> list[OpenMatter]:
    """What turning the plugin off would leave."""
    from renda_reception_day import service

    return await service.open_matters(work)
