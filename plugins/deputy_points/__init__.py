"""履职积分 (deputies' points): a local practice on top of the record, each point explained.

Law: none orders points; 代表法 2025 第五十八条 orders the record. Points rest on a body's own rule.
"""

from pathlib import Path
from typing import Any

from core import (
    Action,
    BodyKind,
    Command,
    Fitness,
    Level,
    Listener,
    Need,
    OpenMatter,
    Option,
    Player,
    PluginInfo,
    PublicSection,
    Role,
    Setting,
    Work,
    hook,
)


@hook
def plugin_info() -> PluginInfo:
    """For every body, each on a rule of its own."""
    return PluginInfo(
        name="deputy_points",
        title="履职积分",
        description="按本机构的积分规则，由经确认的履职记录逐条计分；每一分都有依据和说明",
        law="积分没有法律规定，以本机构的规定为依据；履职记录见代表法第五十八条",
        version="0.1.0",
        fitness=Fitness(
            levels=frozenset({Level.CITY, Level.COUNTY, Level.TOWNSHIP}),
            kinds=frozenset(BodyKind),
        ),
        needs=(
            Need(
                name="deputy_files.confirm_entry",
                title="按经确认的履职记录计分；没有时只有评分和扣分",
                required=False,
            ),
        ),
    )


@hook
def plugin_migrations() -> Path:
    """The plugin's versions."""
    return Path(__file__).parent / "migrations" / "versions"


@hook
def plugin_actions() -> list[Action]:
    """Its actions."""
    from plugins.deputy_points.permissions import ACTIONS

    return ACTIONS


@hook
def plugin_roles() -> list[Role]:
    """Its roles."""
    from plugins.deputy_points.permissions import ROLES

    return ROLES


@hook
def plugin_settings() -> list[Setting]:
    """What a body may vary."""
    from plugins.deputy_points.practice import SETTINGS

    return SETTINGS


@hook
def plugin_public() -> list[PublicSection]:
    """Lists of points."""
    from plugins.deputy_points.schema.public import SECTIONS

    return SECTIONS


@hook
def plugin_query() -> Any:
    """Its reads."""
    from plugins.deputy_points.schema import Query

    return Query


@hook
def plugin_mutation() -> Any:
    """Its verbs."""
    from plugins.deputy_points.schema import Mutation

    return Mutation


@hook
async def plugin_open_matters(work: Work) -> list[OpenMatter]:
    """Objections that nobody has answered."""
    from plugins.deputy_points.service import open_matters

    return await open_matters(work)


@hook
def plugin_listeners() -> list[Listener]:
    """What it hears: confirmed entries, from the first one on."""
    from plugins.deputy_points.service import LISTENERS

    return LISTENERS


@hook
def plugin_commands() -> list[Command]:
    """A year reckoned anew, against the ledger."""
    from plugins.deputy_points.service import recompute

    return [
        Command(
            name="recompute",
            title="由履职记录和规则重算一个年度的积分",
            options=(Option(name="year", title="年度，如2020", required=True),),
            flags=(Option(name="check", title="与台账逐行比较，不一致时以状态1结束"),),
            run=recompute,
        )
    ]


@hook
async def plugin_demo(player: Player) -> None:
    """Two years of a district, whose sums are those that were reported."""
    from plugins.deputy_points.demo import play

    await play(player)
