"""公民旁听 (public gallery): citizens who listen to a meeting of the congress or its committee."""

from pathlib import Path
from typing import TYPE_CHECKING

from core import (
    Action,
    Basis,
    BasisKind,
    BodyKind,
    Command,
    Fitness,
    Job,
    Level,
    Listener,
    OpenMatter,
    Page,
    PaperKind,
    PluginInfo,
    PublicSection,
    Receiver,
    Role,
    Setting,
    hook,
)
from renda_public_gallery import permissions, practice

if TYPE_CHECKING:
    from core import Player, Work

OWN_RULES = frozenset({BasisKind.MEASURES, BasisKind.DECISION})


@hook
def plugin_info() -> PluginInfo:
    """Made for congresses; a county's committee opens its gallery by rules of its own only."""
    return PluginInfo(
        name="public_gallery",
        title="公民旁听",
        description="开放会议供公民旁听，登记旁听公民，发旁听证，向其他机构分配旁听席位",
        law="各级人民代表大会常务委员会监督法；本机构的公民旁听办法",
        version="0.1.0",
        fitness=Fitness(
            levels=frozenset({Level.CITY, Level.COUNTY, Level.TOWNSHIP}),
            kinds=frozenset({BodyKind.CONGRESS}),
            demanded_basis={(Level.COUNTY, BodyKind.CONGRESS): OWN_RULES},
        ),
        requires_core=">=0.2,<1",
    )


@hook
def plugin_migrations() -> Path:
    """The versions of the plugin's four tables."""
    return Path(__file__).parent / "migrations" / "versions"


@hook
def plugin_actions() -> list[Action]:
    """Four verbs and four ways to read."""
    return permissions.ACTIONS


@hook
def plugin_roles() -> list[Role]:
    """A clerk, somebody at the door, and what every member of an organ may read."""
    return permissions.ROLES


@hook
def plugin_settings() -> list[Setting]:
    """How many seats there are."""
    return practice.SETTINGS


@hook
def plugin_papers() -> list[PaperKind]:
    """The letter that goes with an offer of seats."""
    return [PaperKind("public_gallery.seat_offer", "旁听席位函")]


@hook
def plugin_public() -> list[PublicSection]:
    """The notices of sittings."""
    from renda_public_gallery import service

    return [service.NOTICES]


@hook
def plugin_query() -> type:
    """Two lists."""
    from renda_public_gallery.schema import Query

    return Query


@hook
def plugin_mutation() -> type:
    """Four verbs."""
    from renda_public_gallery.schema import Mutation

    return Mutation


@hook
def plugin_subscription() -> type:
    """The seats that are left, as they go."""
    from renda_public_gallery.schema import Subscription

    return Subscription


@hook
def plugin_types() -> list[type]:
    """A card is reached by scanning its code, that is by `node(id)`, and in no other way."""
    from renda_public_gallery.schema import Card

    return [Card]


@hook
def plugin_fields() -> dict[type, type]:
    """What an organ was offered stands at the organ, where a front end looks for it."""
    from core import OrganRecord
    from renda_public_gallery.schema import OrganGallery

    return {OrganRecord: OrganGallery}


@hook
def plugin_pages() -> list[Page]:
    """The sittings, what can be done with one, and a form for another."""
    from renda_public_gallery.pages import PAGES

    return PAGES


@hook
async def plugin_enabling(work: "Work", basis: Basis) -> None:
    """Refuse rules that nobody has adopted yet."""
    from renda_public_gallery import service

    await service.check_own_rules(work, basis)


@hook
async def plugin_open_matters(work: "Work") -> list[OpenMatter]:
    """Meetings that citizens have been promised a seat in."""
    from renda_public_gallery import service

    return [OpenMatter(title="尚未举行的旁听会议", count=await service.count_to_come(work))]


@hook
def plugin_receivers() -> list[Receiver]:
    """Seats that another body offers."""
    from renda_public_gallery import service

    return [Receiver(kind=service.SEAT_OFFER, run=service.take_in_offer)]


@hook
def plugin_listeners() -> list[Listener]:
    """Keeps the public number of observers up to date, for sittings of earlier years too."""
    from renda_public_gallery import service

    return [
        Listener(
            name="count_observers",
            events=frozenset({permissions.ADMIT_OBSERVER}),
            replay=True,
            run=service.count_observers,
        )
    ]


@hook
def plugin_jobs() -> list[Job]:
    """Every day the public numbers are counted anew, whatever a listener may have missed."""
    from renda_public_gallery import service

    return [Job(name=service.RECOUNT, run=service.recount_observers, daily=True)]


@hook
def plugin_commands() -> list[Command]:
    """For whoever prints the notice at the door."""
    from renda_public_gallery import service

    return [Command(name="sittings", title="列出开放旁听的会议", run=service.list_sittings)]


@hook
async def plugin_demo(player: "Player") -> None:
    """A county opens its summer session."""
    from renda_public_gallery import demo

    await demo.play(player)
