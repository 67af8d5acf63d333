"""The admin's catalogue: what each installed plugin is and adds, what turning it on would change.

A part of a schema says which action it asks; a verb's action is also the name of the event that it
announces. What a preview did is never written.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from strawberry.utils.str_converters import to_camel_case

from core import access, clock, event_names, events, switching
from core.errors import Expected
from core.forms import is_period
from core.graphql.permissions import Requires
from core.hookspecs import OpenMatter, PluginInfo, Role
from core.people import Membership
from core.plugins import Plugins, collect
from core.switching import Missing
from core.tenancy import Basis, Body, Enabling

if TYPE_CHECKING:
    from core.graphql.context import Context

NAMES_SHOWN = 20
"""People whose names a preview lists for a role; the others are counted."""


BROKEN = "插件出现故障，暂不可用；其数据保留。"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a plugin adds: its name in the interface, what it is, the action it asks."""

    name: str
    title: str
    action: str | None = None


class Adds(msgspec.Struct, frozen=True, kw_only=True):
    """All that a plugin adds to a body that turns it on."""

    actions: list[Part]
    reads: list[Part]
    verbs: list[Part]
    watches: list[Part]
    fields: list[Part]
    jobs: list[Part]
    roles: list[Part]
    papers: list[Part]
    settings: list[Part]
    deadlines: list[Part]
    receives: list[str]
    listens: list[str]
    offers: list[Part]
    pages: list[Part]
    events: list[Part]


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """What a role would be able to do, and who carries it here."""

    role: str
    title: str
    actions: list[str]
    people: int
    names: list[str]


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What turning a plugin on would change; `refusal` says why it could not be turned on."""

    refusal: Expected | None
    missing: list[Missing]
    reaches: list[Reach]
    replayed: int


def adds(plugins: Plugins, plugin: str) -> Adds:
    """What a usable plugin adds."""
    declared = [one for name, one in plugins.settings.items() if name.startswith(f"{plugin}.")]
    deadlines = [one for one in declared if is_period(one)]
    return Adds(
        actions=_named(plugins.actions[plugin]),
        reads=_fields(plugins, plugin, "plugin_query"),
        verbs=_fields(plugins, plugin, "plugin_mutation"),
        watches=_fields(plugins, plugin, "plugin_subscription"),
        fields=_joined(plugins, plugin),
        jobs=[
            Part(name=one.name, title="每天" if one.daily else "随办理之后")
            for one in plugins.jobs[plugin]
        ],
        roles=_named(plugins.roles[plugin]),
        papers=_named(plugins.papers[plugin]),
        settings=_named(declared),
        deadlines=_named(deadlines),
        receives=plugins.receives(plugin),
        listens=sorted({name for one in plugins.listeners(plugin) for name in one.events or {"*"}}),
        offers=_offered(plugins.info(plugin)),
        pages=[
            Part(name=one.name, title=one.title, action=one.action) for one in plugins.pages[plugin]
        ],
        events=[
            Part(name=name, title=title)
            for name, title in sorted(event_names.titles_of(plugins, plugin).items())
        ],
    )


def _answer(plugins: Plugins, plugin: str, hook: str) -> Any:
    """What the plugin answers; one that raises now is put out of use, and the list goes on."""
    answers = collect(plugins, [plugin], hook)
    return answers[0][1] if answers else None


def _joined(plugins: Plugins, plugin: str) -> list[Part]:
    """Fields that join records of the core, as `Meeting.materials`."""
    return [
        Part(
            name=f"{target.__name__}.{to_camel_case(field.python_name)}",
            title=field.description or "",
        )
        for target, part in (_answer(plugins, plugin, "plugin_fields") or {}).items()
        for field in part.__strawberry_definition__.fields
    ]


def _offered(info: PluginInfo) -> list[Part]:
    return [Part(name=name, title=title) for name, title in info.offers.items()]


def _named(declared: Iterable[Any]) -> list[Part]:
    return [Part(name=one.name, title=one.title) for one in declared]


def _fields(plugins: Plugins, plugin: str, hook: str) -> list[Part]:
    """Fields of the plugin's part of a root type."""
    part = _answer(plugins, plugin, hook)
    if part is None:
        return []
    return [
        Part(
            name=to_camel_case(field.python_name),
            title=field.description or "",
            action=next(
                (one.action for one in field.directives if isinstance(one, Requires)), None
            ),
        )
        for field in part.__strawberry_definition__.fields
    ]


class Health(StrEnum):
    """How a plugin fares in a body."""

    SOUND = "sound"
    FAILING = "failing"
    BROKEN = "broken"


HEALTHS = {
    Health.SOUND: "正常",
    Health.FAILING: "部分后台处理出错，正在重试",
    Health.BROKEN: "出现故障，暂不可用；数据保留",
}


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A plugin in a body: who it is (None where it could not say), the row, and what fails."""

    name: str
    info: PluginInfo | None
    row: Enabling | None
    fault: str | None
    failing: list[str]

    @property
    def is_on(self) -> bool:
        """Whether it is on today; a broken one would be."""
        return self.row is not None and self.row.holds_on(clock.today())

    @property
    def health(self) -> Health:
        """Broken for all, failing in this body, or sound."""
        if self.fault is not None:
            return Health.BROKEN
        return Health.FAILING if self.failing else Health.SOUND

    def fits(self, body: Body) -> bool:
        """Whether it is made for such a body, whatever the basis."""
        fitness = self.info.fitness if self.info else None
        return bool(fitness and body.level in fitness.levels and body.kind in fitness.kinds)


def states_of(plugins: Plugins) -> Callable[..., Awaitable[list[list[State]]]]:
    """Loads for the session's body what it sees of every installed plugin."""

    async def many(session: AsyncSession, keys: Sequence[UUID]) -> list[list[State]]:
        found = await states(session, plugins)
        return [found for _ in keys]

    return many


async def states(session: AsyncSession, plugins: Plugins) -> list[State]:
    """Every installed plugin as the session's body sees it, the broken ones last."""
    rows = await session.scalars(sa.select(Enabling).where(Enabling.disabled_at.is_(None)))
    on = {row.plugin: row for row in rows}
    failing = dict[str, list[str]]()
    stuck = sa.select(events.Cursor).where(events.Cursor.last_error.is_not(None))
    for cursor in await session.scalars(stuck.order_by(events.Cursor.listener)):
        failing.setdefault(cursor.plugin, []).append(cursor.listener)
    known = {**plugins.left_out, **plugins.infos}
    named = [(name, known.get(name)) for name in [*plugins.names, *sorted(plugins.broken)]]
    return [
        State(
            name=name,
            info=info,
            row=on.get(name),
            fault=plugins.broken.get(name),
            failing=failing.get(name, []),
        )
        for name, info in named
    ]


async def preview_enabling(
    context: "Context", plugin: str, basis: Basis, starts_on: date | None
) -> Preview:
    """What would change, for whom, if the plugin were turned on; nothing is written."""
    plugins, refusal = context.platform.plugins, None
    plugins.info(plugin)
    async with context.previewing() as work:
        on = await switching.on_from(work.session, starts_on or clock.today())
        replayed = await _replayed(work.session, plugins, plugin)
        reaches = await _reaches(work.session, context.platform.policies, plugins, plugin)
        try:
            await switching.turn_on(work, plugin, basis, starts_on)
        except Expected as refused:
            refusal = refused
    return Preview(
        refusal=refusal,
        missing=switching.missing(plugins, plugin, on),
        reaches=reaches,
        replayed=replayed,
    )


async def _replayed(session: AsyncSession, plugins: Plugins, plugin: str) -> int:
    """How many kept events the plugin would hear at once."""
    wanted = [events.heard_by(plugin, one) for one in plugins.listeners(plugin) if one.replay]
    if not wanted:
        return 0
    return (
        await session.scalar(sa.select(sa.func.count(events.Event.id)).where(sa.or_(*wanted))) or 0
    )


async def _reaches(
    session: AsyncSession, policies: access.Policies, plugins: Plugins, plugin: str
) -> list[Reach]:
    """Each role that would be able to do more, the own ones of the body too."""
    own = [
        Role(name=one.name, title=one.title, actions=tuple(one.actions))
        for one in await session.scalars(sa.select(access.OwnRole).order_by(access.OwnRole.name))
    ]
    known = {role.name: role for some in plugins.roles.values() for role in some}
    gains = dict[str, list[str]]()
    for role in [*known.values(), *own]:
        held = set(role.actions) | policies.actions_of([role.name])
        gained = sorted(one for one in held if one.startswith(f"{plugin}."))
        if gained:
            gains[role.name] = gained
    carriers = await _carriers(session, list(gains))
    titles = plugins.action_titles
    return [
        Reach(
            role=name,
            title={**known, **{one.name: one for one in own}}[name].title,
            actions=[titles[action] for action in actions],
            people=len(carriers[name]),
            names=carriers[name][:NAMES_SHOWN],
        )
        for name, actions in gains.items()
    ]


async def _carriers(session: AsyncSession, roles: list[str]) -> dict[str, list[str]]:
    """Names of the people who carry each role now; every member carries `member` and `visitor`."""
    here = sa.select(Membership.name, Membership.person_id, access.RoleAssignment.role).outerjoin(
        access.RoleAssignment,
        sa.and_(
            access.RoleAssignment.tenant_id == Membership.tenant_id,
            access.RoleAssignment.membership_id == Membership.id,
        ),
    )
    found = dict[str, dict[UUID, str]]()
    for name, person, role in await session.execute(here.where(Membership.ended_on.is_(None))):
        for carried in (role, access.MEMBER, access.VISITOR):
            found.setdefault(carried, {})[person] = name
    return {role: sorted(found.get(role, {}).values()) for role in roles}


async def own_matters(context: "Context") -> list[tuple[str, list[OpenMatter]]]:
    """What is not finished in each plugin that concerns the viewer, as their organ sees it."""
    concerned = {action.partition(".")[0] for action in context.viewer.actions}
    found = list[tuple[str, list[OpenMatter]]]()
    async with context.previewing() as work:
        for plugin in sorted(context.plugins_on & concerned):
            matters = await switching.told_by_plugin(work, plugin)
            found.append((plugin, [one for one in matters if one.count]))
    return [(plugin, matters) for plugin, matters in found if matters]


async def preview_disabling(
    context: "Context", plugin: str
) -> tuple[list[OpenMatter], list[Missing]]:
    """What is not finished, and what other plugins here would then lack."""
    plugins = context.platform.plugins
    if plugin not in plugins.broken:
        plugins.info(plugin)
    matters = await switching.open_matters(context.platform, context.body.id, plugin)
    return matters, switching.dependents(plugins, plugin, context.plugins_on)
