"""Turn plugins on and off for a body: on a legal basis, with what they need, from a day, to a day.

What another plugin gives is an event or a capability, never code; what is missing is named before
anything is turned on. Before a plugin is turned off, what is not finished is counted, and who turns
it off says how much of it they have seen.
"""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from core import clock, event_names, events, service, tenancy
from core.dispatch import UNDELIVERED, ArrivalState, Incoming, Outgoing
from core.errors import Expected, Refused
from core.hookspecs import Need, OpenMatter
from core.kit.ballots.tables import CLOSED, Round
from core.kit.deadlines import ClockState, Deadline
from core.plugins import CORE, Plugins
from core.tenancy import Basis, Enabling

if TYPE_CHECKING:
    from core.platform import Platform
    from core.work import Work

log = structlog.get_logger("renda.switching")

ENABLING_SECONDS = 20
"""The longest a plugin may prepare for a body that turns it on."""

COUNTING_SECONDS = 10
"""The longest a plugin may count what is not finished."""

UNKNOWN = "该插件未能统计的未办结事项"


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """A need that is not met in a body, and by which plugins it could be."""

    need: Need
    givers: tuple[str, ...]


def givers(plugins: Plugins, need: Need) -> tuple[str, ...]:
    """Installed plugins that tell the event, or that offer the capability."""
    if need.is_event:
        owner = need.name.partition(".")[0]
        known = owner in plugins.infos and not event_names.unknown(plugins, need.name)
        return (owner,) if known else ()
    return tuple(name for name in plugins.names if need.name in plugins.infos[name].offers)


def missing(plugins: Plugins, plugin: str, on: frozenset[str]) -> list[Missing]:
    """Needs of the plugin that nothing among `on` meets, the required ones first."""
    unmet = [
        Missing(need=need, givers=givers(plugins, need))
        for need in plugins.info(plugin).needs
        if not {CORE, *on} & set(givers(plugins, need))
    ]
    return sorted(unmet, key=lambda one: not one.need.required)


def dependents(plugins: Plugins, plugin: str, on: frozenset[str]) -> list[Missing]:
    """Needs of the other plugins that are on, which would not be met without this one."""
    rest = on - {plugin}
    return [
        Missing(need=one.need, givers=(other,))
        for other in sorted(rest)
        for one in missing(plugins, other, rest)
        if plugin in one.givers
    ]


async def enable_plugin(
    work: "Work", plugin: str, basis: Basis, starts_on: date | None = None
) -> Enabling:
    """Turn a plugin on for the body, on a legal basis, if it is made for such a body.

    `starts_on` is a later day from which it is on; None is today.
    """
    row = await turn_on(work, plugin, basis, starts_on)
    events.announce(
        work,
        "core.enable_plugin",
        row,
        {
            "plugin": plugin,
            "basis": basis.title,
            "starts_on": row.starts_on.isoformat() if row.starts_on else None,
        },
    )
    return row


async def turn_on(
    work: "Work", plugin: str, basis: Basis, starts_on: date | None = None
) -> Enabling:
    """Do what `enable_plugin` does within another verb, which announces it."""
    info = work.platform.plugins.info(plugin)
    if plugin == CORE:
        raise Refused("PLUGIN_ALREADY_ON", "平台核心始终启用。")
    today = clock.today()
    if starts_on is not None and starts_on < today:
        raise Refused("ENABLING_DAY", "启用之日不能早于今天，请改正后重试。")
    tenancy.check_fitness(work.body, info.title, info.fitness, basis)
    row = await tenancy.enable(
        work.session,
        plugin,
        basis,
        starts_on=starts_on if starts_on != today else None,
        organ=work.organ.id if work.organ else None,
        person=work.actor.person_id if work.actor else None,
    )
    await _check_needs(work, plugin, starts_on or today)
    await _ask_plugin(work, plugin, basis)
    if row.holds_on(today):
        await events.begin_listening(work, plugin)
    platform, body = work.platform, work.body
    work.after_commit.append(lambda: service.release_held_for(platform, body))
    return row


async def on_from(session: AsyncSession, day: date) -> frozenset[str]:
    """What the body has on that day, as far as it is decided now."""
    return frozenset(await session.scalars(tenancy.enabled_plugins(day)))


async def _check_needs(work: "Work", plugin: str, day: date) -> None:
    plugins = work.platform.plugins
    unmet = missing(plugins, plugin, await on_from(work.session, day))
    required = [one for one in unmet if one.need.required]
    if required:
        told = "；".join(need_text(plugins, one) for one in required)
        raise Refused("PLUGIN_NEEDS", f"“{plugins.info(plugin).title}”还不能启用：{told}。")


def need_text(plugins: Plugins, unmet: Missing) -> str:
    """What a need is for, and how it can be met."""
    titles = "”或“".join(plugins.info(one).title for one in unmet.givers)
    how = f"请先启用“{titles}”" if titles else "平台没有安装提供它的插件，请联系平台管理员"
    if unmet.need.is_event and event_names.unknown(plugins, unmet.need.name):
        owner = plugins.info(unmet.need.name.partition(".")[0]).title
        how = f"但“{owner}”没有名为“{unmet.need.name}”的事件，请平台管理员核对两个插件的版本"
    return f"需要“{unmet.need.title}”，{how}"


async def _ask_plugin(work: "Work", plugin: str, basis: Basis) -> None:
    """Let the plugin prepare, or say no; whatever else it raises names it and undoes the verb."""
    try:
        async with asyncio.timeout(ENABLING_SECONDS):
            preparing = work.platform.plugins.call(
                plugin, "plugin_enabling", work=work, basis=basis
            )
            if preparing is not None:
                await preparing
    except Expected:
        raise
    except Exception as fault:
        log.exception("plugin_enabling_failed", plugin=plugin)
        raise Refused(
            "PLUGIN_FAILED", f"插件“{plugin}”在启用时出错，没有启用。请联系平台管理员。"
        ) from fault


async def disable_plugin(
    work: "Work", plugin: str, *, seen: int | None = None, last_day: date | None = None
) -> Enabling:
    """Turn a plugin off for the body, now or after its last day; its data stay.

    `seen` is how many open matters the preview showed: where there are others now, or nobody has
    looked, it is refused with their list.
    """
    if last_day is not None and last_day < clock.today():
        raise Refused("ENABLING_DAY", "最后一日不能早于今天，请改正后重试。")
    row = await tenancy.disable(
        work.session,
        plugin,
        last_day=last_day,
        person=work.actor.person_id if work.actor else None,
    )
    matters = await open_matters(work.platform, work.body.id, plugin)
    total = sum(matter.count for matter in matters)
    if total and total != seen:
        listed = "；".join(f"{matter.title}{matter.count}项" for matter in matters)
        raise Refused(
            "PLUGIN_OPEN_MATTERS",
            f"还有未办结的事项：{listed}。停用以后数据保留，但不能继续办理。"
            f"确需停用的，请看过清单，写明未办结事项共{total}项，再办理。",
            open=total,
        )
    events.announce(
        work,
        "core.disable_plugin",
        row,
        {
            "plugin": plugin,
            "open": {matter.title: matter.count for matter in matters},
            "last_day": last_day.isoformat() if last_day else None,
        },
    )
    return row


async def open_matters(platform: "Platform", body_id: UUID, plugin: str) -> list[OpenMatter]:
    """What is not finished in the plugin, of all organs: counts, nothing of what is in them."""
    async with platform.as_core(body_id) as work:
        found = await _open_in_core(work.session, plugin)
        found += await told_by_plugin(work, plugin)
        await work.session.rollback()
    return [matter for matter in found if matter.count]


async def _open_in_core(session: AsyncSession, plugin: str) -> list[OpenMatter]:
    """Clocks, packages and votes that the core itself keeps for the plugin."""
    running = sa.select(sa.func.count(Deadline.id)).where(
        Deadline.rule.startswith(f"{plugin}.", autoescape=True),
        Deadline.state.in_((ClockState.RUNNING, ClockState.PAUSED)),
    )
    on_the_way = sa.select(sa.func.count(Outgoing.id)).where(
        Outgoing.plugin == plugin, Outgoing.state.in_(UNDELIVERED)
    )
    arrived = sa.select(sa.func.count(Incoming.id)).where(
        Incoming.plugin == plugin, Incoming.state == ArrivalState.ARRIVED
    )
    voting = sa.select(sa.func.count(Round.id)).where(
        Round.plugin == plugin, Round.state.not_in(CLOSED)
    )
    counted: Sequence[tuple[str, sa.Select[int]]] = (
        ("计时中的期限", running),
        ("尚未送达的材料", on_the_way),
        ("尚未签收的来件", arrived),
        ("尚未结束的表决", voting),
    )
    return [
        OpenMatter(title=title, count=await session.scalar(asked) or 0) for title, asked in counted
    ]


async def told_by_plugin(work: "Work", plugin: str) -> list[OpenMatter]:
    """The plugin's own count; one that cannot say is one thing to look at."""
    if plugin in work.platform.plugins.broken:
        return [OpenMatter(title=UNKNOWN, count=1)]
    try:
        async with asyncio.timeout(COUNTING_SECONDS):
            counting = work.platform.plugins.call(plugin, "plugin_open_matters", work=work)
            return [] if counting is None else msgspec.convert(await counting, list[OpenMatter])
    except Exception:
        log.exception("plugin_open_matters_failed", plugin=plugin)
        return [OpenMatter(title=UNKNOWN, count=1)]
