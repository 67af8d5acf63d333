"""A plugin of tests without tables: how many ballots were cast, as they come in.

Tests give it to a deployment of their own process; `installed` lets a real `renda serve` find it.
"""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import strawberry

from core import (
    Action,
    BodyKind,
    Fitness,
    Info,
    Level,
    OrganRecord,
    PluginInfo,
    Refused,
    Role,
    announce,
    draw_number,
    hook,
    verb,
    wake,
    watches,
    woken,
)
from core.kit.ledgers import Counter
from core.tenancy import Organ

READ, CAST = "turnout.read", "turnout.cast_ballot"
BALLOTS = "turnout.ballots"


async def _count(info: Info, box: str) -> int:
    async with info.context.reading() as session:
        series = Counter.series == f"turnout.{box}"
        return await session.scalar(sa.select(Counter.last_number).where(series)) or 0


BOX = Annotated[str, strawberry.argument(description="票箱")]


@strawberry.type(description="投票进度")
class Turnout:
    """How many came, and for whom it is counted."""

    count: int = strawberry.field(description="已投票数")
    organ: OrganRecord | None = strawberry.field(description="查看者的机关")


@strawberry.type
class Mutation:
    @verb(CAST, "投票")
    async def cast_ballot(self, info: Info, box: BOX, spoilt: bool = False) -> int:
        work = info.context.work
        number = await draw_number(work, f"turnout.{box}", 2026)
        announce(work, CAST, work.acting_organ)
        wake(work, BALLOTS)
        if spoilt:
            raise Refused("BALLOT_SPOILT", "选票无效，请重新填写。")
        return number


@strawberry.type
class Subscription:
    @watches(READ, "投票进度")
    async def turnout(self, info: Info, box: BOX = "main") -> AsyncGenerator[Turnout]:
        async for _ in woken(info, BALLOTS):
            count, viewer = await _count(info, box), info.context.viewer
            async with info.context.reading() as session:
                organ = viewer.organ and await session.get(
                    Organ, (info.context.body.id, viewer.organ.id)
                )
            yield Turnout(count=count, organ=organ)  # pyright: ignore[reportArgumentType]

    @watches(READ, "出错的订阅")
    async def failing_turnout(self, info: Info) -> AsyncGenerator[int]:
        async for _ in woken(info, BALLOTS):
            if await _count(info, "main"):
                raise ValueError("a secret of the driver")
            yield 0

    @watches(READ, "不停的订阅")
    async def hanging_turnout(self, info: Info) -> AsyncGenerator[int]:
        yield 0
        await asyncio.sleep(3600)


@hook
def plugin_info() -> PluginInfo:
    return PluginInfo(
        name="turnout",
        title="投票进度（测试）",
        description="测试用",
        law="测试法第一条",
        version="1",
        fitness=Fitness(levels=frozenset(Level), kinds=frozenset(BodyKind)),
    )


@hook
def plugin_actions() -> list[Action]:
    return [Action(READ, "查看投票进度"), Action(CAST, "投票")]


@hook
def plugin_roles() -> list[Role]:
    return [
        Role(name="turnout_watcher", title="观察员", actions=(READ,)),
        Role(name="turnout_voter", title="投票人", actions=(READ, CAST)),
    ]


@hook
def plugin_mutation() -> type:
    return Mutation


@hook
def plugin_subscription() -> type:
    return Subscription


def installed(folder: Path) -> str:
    """The PYTHONPATH with which another process finds this plugin installed."""
    noted = folder / "turnout-1.dist-info"
    noted.mkdir()
    (noted / "METADATA").write_text("Metadata-Version: 2.1\nName: turnout\nVersion: 1\n")
    (noted / "entry_points.txt").write_text("[renda.plugins]\nturnout = turnout\n")
    return f"{folder}:{Path(__file__).parent}"
