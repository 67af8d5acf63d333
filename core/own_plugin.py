"""The core as a plugin of itself: its schema, actions and settings come in by everyone's hooks."""

from pathlib import Path
from typing import Any

from core import congress, dispatch, groups, look, mandates, permissions, published, sets
from core.hookspecs import Action, PluginInfo, Receiver, Role, Setting, hook
from core.kit import deadlines, ledgers
from core.kit.ballots import tables as ballots
from core.kit.official import templates
from core.tenancy import BodyKind, Fitness, Level

TABLES = (
    published.Published,
    ledgers.Counter,
    templates.PaperTemplate,
    congress.Meeting,
    mandates.MandateChange,
    ballots.Round,
    groups.DeputyGroup,
    sets.Recommendation,
    look.Look,
    deadlines.LocalWorkday,
)
"""Tables that only plugins use. Named here since `migrate` locks the tables that it knows."""


@hook
def plugin_info() -> PluginInfo:
    """The core fits every body and is always on."""
    return PluginInfo(
        name="core",
        title="平台核心",
        description="机构、人员、会议、表决、权限、做法设置、文件、期限、往来与操作记录",
        law="地方各级人民代表大会和地方各级人民政府组织法",
        version="0.1.0",
        fitness=Fitness(levels=frozenset(Level), kinds=frozenset(BodyKind)),
        tells={
            "core.deadline_due_soon": "期限将至",
            "core.deadline_overdue": "期限已过",
            "core.deliver_package": "材料送达",
            "core.load_body": "建立机构",
            "core.recompute_deadline": "重新计算期限",
            "core.upload_file": "上传文件",
        },
    )


@hook
def plugin_migrations() -> Path:
    """The core's versions."""
    return Path(__file__).parent / "migrations" / "versions"


@hook
def plugin_actions() -> list[Action]:
    """The core's actions."""
    return permissions.ACTIONS


@hook
def plugin_roles() -> list[Role]:
    """Visitor, member, admin, those who prepare meetings and votes, auditor."""
    return permissions.ROLES


@hook
def plugin_settings() -> list[Setting]:
    """How days are counted, and who counts as due."""
    return [*deadlines.SETTINGS, *congress.SETTINGS]


@hook
def plugin_receivers() -> list[Receiver]:
    """Receipts and recalls of packages, recommended practice and its answers."""
    return [*dispatch.RECEIVERS, *sets.RECEIVERS]


@hook
def plugin_query() -> Any:
    """The core's reads."""
    from core.schema import Query

    return Query


@hook
def plugin_mutation() -> Any:
    """The core's verbs."""
    from core.schema import Mutation

    return Mutation


@hook
def plugin_types() -> list[type]:
    """What no field of the core leads to, but an upload answers with its id."""
    from core.schema.records import File
    from core.schema.rounds import VoteRound

    return [File, VoteRound]
