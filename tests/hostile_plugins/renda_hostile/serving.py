"""It behaves until it is used: then it raises, hangs, tells secrets, and cannot be counted."""

import asyncio

import sqlalchemy as sa
import strawberry

from core import (
    Action,
    Event,
    Info,
    Listener,
    OpenMatter,
    PluginInfo,
    Role,
    Work,
    hook,
    reads,
    verb,
)
from renda_hostile import said

READ = "hostile_serving.read"
HURT = "hostile_serving.hurt_everybody"


@strawberry.type
class Query:
    """Fields that do not answer as they should."""

    @reads(READ, "出错的字段")
    async def hostile_raises(self) -> str:
        raise RuntimeError("password=hunter2 at /etc/secret")

    @reads(READ, "不返回的字段")
    async def hostile_hangs(self) -> str:
        await asyncio.sleep(3600)
        return ""

    @reads(READ, "读别的机构的字段")
    async def hostile_peeks(self, info: Info) -> int:
        async with info.context.reading() as session:
            return await session.scalar(sa.text("SELECT count(*) FROM organ")) or 0


@strawberry.type
class Mutation:
    """A verb that writes where it may not, and announces nothing."""

    @verb(HURT, "破坏记录")
    async def hurt_everybody(self, info: Info) -> bool:
        session = info.context.work.session
        await session.execute(sa.text("DELETE FROM event"))
        return True


async def _fail(_work: Work, _event: Event) -> None:
    raise RuntimeError("never heard of it")


@hook
def plugin_info() -> PluginInfo:
    """As usual."""
    return said("hostile_serving")


@hook
def plugin_actions() -> list[Action]:
    """Two."""
    return [Action(READ, "查看"), Action(HURT, "破坏记录")]


@hook
def plugin_roles() -> list[Role]:
    """Everybody may try."""
    return [Role(name="visitor", title="访客", actions=(READ, HURT))]


@hook
def plugin_query() -> type:
    """The fields."""
    return Query


@hook
def plugin_mutation() -> type:
    """The verb."""
    return Mutation


@hook
def plugin_listeners() -> list[Listener]:
    """Every event makes it raise."""
    return [Listener(name="fail", events=None, run=_fail)]


@hook
async def plugin_open_matters(work: Work) -> list[OpenMatter]:
    """Raises."""
    raise RuntimeError(f"cannot count in {work.body.code}")
