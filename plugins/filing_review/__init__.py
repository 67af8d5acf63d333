"""规范性文件备案审查 (recording and review of normative documents), down to townships.

Law: 监督法 2024 Ch. 5, 地方组织法 2022, the provinces' rules on recording and review.
"""

from pathlib import Path
from typing import Any

from core import (
    Action,
    Basis,
    BasisKind,
    BodyKind,
    Fitness,
    Level,
    Listener,
    OpenMatter,
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
    """For all three levels; a presidium needs its congress's decision."""
    return PluginInfo(
        name="filing_review",
        title="备案审查",
        description="规范性文件的报送备案、形式审查、登记、审查、意见、反馈、纠正和归档",
        law="各级人民代表大会常务委员会监督法第五章；地方组织法；各省规范性文件备案审查规定",
        version="0.1.0",
        fitness=Fitness(
            levels=frozenset({Level.CITY, Level.COUNTY, Level.TOWNSHIP}),
            kinds=frozenset(BodyKind),
            demanded_basis={
                (Level.TOWNSHIP, BodyKind.CONGRESS): frozenset({BasisKind.DECISION}),
                (Level.TOWNSHIP, BodyKind.SUBDISTRICT_COMMITTEE): frozenset(
                    {BasisKind.HANDOVER_NOTICE}
                ),
            },
        ),
        tells={
            "filing_review.filing_arrived": "收到报送的文件",
            "filing_review.supplement_arrived": "收到补充报送的材料",
            "filing_review.letter_arrived": "收到往来函件",
            "filing_review.review_arrived": "收到同步审查的意见",
        },
    )


@hook
def plugin_migrations() -> Path:
    """The plugin's versions."""
    return Path(__file__).parent / "migrations" / "versions"


@hook
def plugin_actions() -> list[Action]:
    """Its actions."""
    from plugins.filing_review.permissions import ACTIONS

    return ACTIONS


@hook
def plugin_roles() -> list[Role]:
    """Its roles."""
    from plugins.filing_review.permissions import ROLES

    return ROLES


@hook
def plugin_settings() -> list[Setting]:
    """What a body may vary."""
    from plugins.filing_review.practice import SETTINGS

    return SETTINGS


@hook
def plugin_papers() -> list[PaperKind]:
    """Receipts, notices, opinions and letters, whose Word templates a body may replace."""
    from plugins.filing_review.rules import LETTERS, PAPERS

    return [PaperKind(f"filing_review.{kind}", LETTERS[kind]) for kind in PAPERS]


@hook
def plugin_public() -> list[PublicSection]:
    """The catalogue of filings."""
    from plugins.filing_review.schema.public import SECTIONS

    return SECTIONS


@hook
def plugin_query() -> Any:
    """Its reads."""
    from plugins.filing_review.schema import Query

    return Query


@hook
def plugin_mutation() -> Any:
    """Its verbs."""
    from plugins.filing_review.schema import Mutation

    return Mutation


@hook
async def plugin_enabling(work: Work, basis: Basis) -> None:
    """Somebody must be there to review."""
    from plugins.filing_review.service import check_enabling

    await check_enabling(work, basis)


@hook
async def plugin_open_matters(work: Work) -> list[OpenMatter]:
    """Filings and doubts that are not settled."""
    from plugins.filing_review.service import open_matters

    return await open_matters(work)


@hook
def plugin_receivers() -> list[Receiver]:
    """What it takes in: filings, supplements, letters, tasks, reviews."""
    from plugins.filing_review.service import RECEIVERS

    return RECEIVERS


@hook
def plugin_listeners() -> list[Listener]:
    """What it hears: that a clock was counted anew."""
    from plugins.filing_review.service import LISTENERS

    return LISTENERS


@hook
async def plugin_demo(player: Player) -> None:
    """An invented year of filings, 2025."""
    from plugins.filing_review.demo import play

    await play(player)
