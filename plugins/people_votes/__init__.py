"""民生实事项目人大代表票决制 (deputies' vote on livelihood projects), from call to completion.

Law: 地方组织法 2022 Art 11(3), 12(3), 14, 25, 50(4), 51; the provinces' and cities' own rules.
"""

from pathlib import Path
from typing import Any

from core import (
    Action,
    BasisKind,
    BodyKind,
    Command,
    Fitness,
    Level,
    Listener,
    OpenMatter,
    Player,
    PluginInfo,
    PublicSection,
    Receiver,
    Role,
    Setting,
    Work,
    hook,
)


@hook
def plugin_info() -> PluginInfo:
    """For all three levels; a subdistrict chooses micro projects under the entrusting decision."""
    return PluginInfo(
        name="people_votes",
        title="民生实事票决",
        description="民生实事项目的征集、筛选、审议、票决、公布、实施监督和满意度测评",
        law="地方组织法第十一条、第十二条、第十四条、第二十五条、第五十条、第五十一条；各地票决制规定",
        version="0.1.0",
        fitness=Fitness(
            levels=frozenset({Level.CITY, Level.COUNTY, Level.TOWNSHIP}),
            kinds=frozenset(BodyKind),
            demanded_basis={
                (Level.TOWNSHIP, BodyKind.SUBDISTRICT_COMMITTEE): frozenset(
                    {BasisKind.DECISION, BasisKind.HANDOVER_NOTICE}
                ),
            },
        ),
    )


@hook
def plugin_migrations() -> Path:
    """The plugin's versions."""
    return Path(__file__).parent / "migrations" / "versions"


@hook
def plugin_actions() -> list[Action]:
    """Its actions."""
    from plugins.people_votes.permissions import ACTIONS

    return ACTIONS


@hook
def plugin_roles() -> list[Role]:
    """Its roles."""
    from plugins.people_votes.permissions import ROLES

    return ROLES


@hook
def plugin_settings() -> list[Setting]:
    """What a body may vary."""
    from plugins.people_votes.practice import SETTINGS

    return SETTINGS


@hook
def plugin_public() -> list[PublicSection]:
    """Calls for ideas, and the projects."""
    from plugins.people_votes.schema.public import SECTIONS

    return SECTIONS


@hook
def plugin_query() -> Any:
    """Its reads."""
    from plugins.people_votes.schema import Query

    return Query


@hook
def plugin_mutation() -> Any:
    """Its verbs."""
    from plugins.people_votes.schema import Mutation

    return Mutation


@hook
async def plugin_open_matters(work: Work) -> list[OpenMatter]:
    """Cycles that are not closed, projects that are neither accepted nor stopped."""
    from plugins.people_votes.service import open_matters

    return await open_matters(work)


@hook
def plugin_listeners() -> list[Listener]:
    """What it hears: its own verbs, to keep the clocks and files of the other organ."""
    from plugins.people_votes.service import LISTENERS

    return LISTENERS


@hook
def plugin_subscription() -> Any:
    """How many have voted, as they vote."""
    from plugins.people_votes.schema import Subscription

    return Subscription


@hook
def plugin_fields() -> dict[type, type]:
    """Which of its verbs a round is open to."""
    from core import RoundRecord
    from plugins.people_votes.schema.records import RoundOffers

    return {RoundRecord: RoundOffers}


@hook
def plugin_receivers() -> list[Receiver]:
    """What it takes in: lists of candidates, and what became of them."""
    from plugins.people_votes.service import CALL_RECEIVERS

    return [*CALL_RECEIVERS]


@hook
def plugin_commands() -> list[Command]:
    """Closed votes: which there are, and one as a file that anybody can count again."""
    from plugins.people_votes.service import export_vote, list_votes

    return [
        Command(name="list", title="列出已经宣布结果的表决", run=list_votes),
        Command(
            name="export",
            title="把一次已经宣布结果的表决导出成一个文件，供独立重新计票",
            arguments=("id",),
            run=export_vote,
        ),
    ]


@hook
async def plugin_demo(player: Player) -> None:
    """Two years of a district, a subdistrict's council, and a township that votes on paper."""
    from plugins.people_votes.demo import play

    await play(player)
