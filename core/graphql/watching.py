"""Fields of `Subscription`: each asks an action, not once but again whenever it is woken.

A subscription never holds a session while it waits: it is woken, looks who asks by now, reads again
in a transaction of its own, and answers. So what a person may see is decided for every answer.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from inspect import isawaitable
from typing import Any
from uuid import UUID

import strawberry
from strawberry.extensions import FieldExtension

from core.errors import Expected
from core.graphql.context import Context, Info
from core.graphql.permissions import Requires
from core.plugins import CORE

LOOK_SECONDS = 15
"""How often a subscription looks again, woken or not."""

GAP_SECONDS = 0.5
"""What happens within this time after an answer is told together."""

PLUGIN_OFF = ("PLUGIN_TURNED_OFF", "本机构已停用这项功能的插件，请刷新页面。")
VIEWER_CHANGED = ("VIEWER_CHANGED", "您的登录或所代表的机关已经改变，请刷新页面后重新查看。")


class Watch:
    """One subscription as it goes on: how to know who asks by now, and whether it is waiting."""

    def __init__(self, who_now: Callable[[], Any], working: Callable[[bool], None]) -> None:
        self.who_now, self.working = who_now, working
        self.action = ""


def watches(action: str, description: str) -> Callable[[Callable[..., Any]], Any]:
    """A field of `Subscription`: asks `action` at each look, runs an async generator."""

    def wrap(resolver: Callable[..., Any]) -> Any:
        return strawberry.subscription(
            resolver=resolver,
            description=description,
            directives=[Requires(action=action)],
            extensions=[_Watching(action)],
        )

    return wrap


class _Watching(FieldExtension):
    """Asks before the generator runs; `woken` asks again."""

    def __init__(self, action: str) -> None:
        self.action = action

    async def resolve_async(
        self, next_: Callable[..., Any], source: Any, info: Info, **arguments: Any
    ) -> AsyncIterator[Any]:
        info.context.require(self.action)
        _watch(info.context).action = self.action
        values = next_(source, info, **arguments)
        return await values if isawaitable(values) else values


def _watch(context: Context) -> Watch:
    if context.watch is None:
        raise AssertionError("only a subscription watches; a query answers once")
    return context.watch


async def woken(info: Info, topic: str, about: UUID | None = None) -> AsyncGenerator[None]:
    """Go on at once, then whenever `wake` was called for the topic, and every now and then.

    Whoever asks is looked up before each: one who may not watch any more is told so, and it ends.
    """
    context = info.context
    watch, wakes = _watch(context), context.platform.wakes
    await wakes.listening()
    with wakes.watching(context.body.id, topic, about) as bell:
        while True:
            yield
            watch.working(False)
            await bell.heard(LOOK_SECONDS, gap=GAP_SECONDS)
            watch.working(True)
            async with wakes.turns:
                await _look_again(context, watch)


async def _look_again(context: Context, watch: Watch) -> None:
    """Who asks by now, at which body, with what turned on; refuse if they may not any more."""
    now: Context = await watch.who_now()
    if watch.action.partition(".")[0] not in (CORE, *now.plugins_on):
        raise Expected(*PLUGIN_OFF)
    now.require(watch.action)
    if _identity(now) != _identity(context):
        raise Expected(*VIEWER_CHANGED)
    context.body, context.plugins_on, context.viewer = now.body, now.plugins_on, now.viewer
    context.forget_loaded()


def _identity(context: Context) -> tuple[UUID | None, UUID | None]:
    actor, organ = context.viewer.actor, context.viewer.organ
    return actor.session_id if actor else None, organ.id if organ else None
