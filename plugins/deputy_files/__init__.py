"""代表履职档案 (deputies' files): one person one file, one matter one entry, confirmed by others.

Law: 代表法 2025 Art 58 (the record), 8 and 13 (duties and leave), 26-27 (groups), 61-63 (mandates).
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
    OpenMatter,
    Option,
    PaperKind,
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
    """For congresses at all three levels: a subdistrict working committee has no deputies."""
    return PluginInfo(
        name="deputy_files",
        title="代表履职档案",
        description="代表履职的记录、确认、请假、统计、手册和电子名片",
        law="代表法（2025年）第八条、第十三条、第二十六条、第二十七条、第五十八条、第六十一条至第六十三条",
        version="0.1.0",
        fitness=Fitness(
            levels=frozenset({Level.CITY, Level.COUNTY, Level.TOWNSHIP}),
            kinds=frozenset({BodyKind.CONGRESS}),
        ),
        offers={"deputy_records": "经确认的代表履职记录"},
        tells={"deputy_files.draft_entries": "自动起草履职记录"},
    )


@hook
def plugin_migrations() -> Path:
    """The plugin's versions."""
    return Path(__file__).parent / "migrations" / "versions"


@hook
def plugin_actions() -> list[Action]:
    """Its actions."""
    from plugins.deputy_files.permissions import ACTIONS

    return ACTIONS


@hook
def plugin_roles() -> list[Role]:
    """Its roles."""
    from plugins.deputy_files.permissions import ROLES

    return ROLES


@hook
def plugin_settings() -> list[Setting]:
    """What a body may vary."""
    from plugins.deputy_files.practice import SETTINGS

    return SETTINGS


@hook
def plugin_papers() -> list[PaperKind]:
    """The handbook and the card, whose Word templates a body may replace."""
    return [
        PaperKind("deputy_files.handbook", "代表履职手册"),
        PaperKind("deputy_files.file_card", "代表履职档案卡"),
    ]


@hook
def plugin_public() -> list[PublicSection]:
    """The deputies' e-cards."""
    from plugins.deputy_files.schema.public import SECTIONS

    return SECTIONS


@hook
def plugin_query() -> Any:
    """Its reads."""
    from plugins.deputy_files.schema import Query

    return Query


@hook
def plugin_mutation() -> Any:
    """Its verbs."""
    from plugins.deputy_files.schema import Mutation

    return Mutation


@hook
def plugin_receivers() -> list[Receiver]:
    """What it takes in from the bodies below: facts about this body's deputies, yearly tables."""
    from plugins.deputy_files.service import RECEIVERS

    return [*RECEIVERS]


@hook
async def plugin_open_matters(work: Work) -> list[OpenMatter]:
    """Drafts that wait, leave that nobody decided."""
    from plugins.deputy_files.service import open_matters

    return await open_matters(work)


@hook
def plugin_listeners() -> list[Listener]:
    """What it hears: every event that the body's practice turns into entries."""
    from plugins.deputy_files.service import LISTENERS

    return LISTENERS


@hook
def plugin_commands() -> list[Command]:
    """The record against its digests."""
    from plugins.deputy_files.service import verify

    return [
        Command(
            name="verify",
            title="核对已入档的履职记录、佐证材料与确认时的摘要，不一致时以状态1结束",
            options=(Option(name="year", title="年度，如2025；不填则为全部"),),
            run=verify,
        )
    ]


@hook
async def plugin_demo(player: Player) -> None:
    """A city's files, a township's targets, a county's e-cards."""
    from plugins.deputy_files.demo import play

    await play(player)
