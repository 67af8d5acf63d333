"""What the codes in a setting's value are called, so that nobody has to read or know a code."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import access, practice
from core.hookspecs import ACTION_CODES, ROLE_CODES, Setting
from core.tenancy import Body

if TYPE_CHECKING:
    from core.plugins import Plugins

Titles = Mapping[str, Mapping[str, str]]
"""By field of a value: what each code in it is called."""

_NOTHING_DONE = "read"
"""Actions that begin so only look: they are never announced."""


def static_titles(plugins: "Plugins", setting: Setting) -> dict[str, dict[str, str]]:
    """What needs no look at what the body decided."""
    return {
        field: found
        for field, source in setting.codes.items()
        if (found := source if isinstance(source, dict) else _static(plugins, source))
    }


def _static(plugins: "Plugins", source: str) -> dict[str, str]:
    if source == ROLE_CODES:
        return {role.name: role.title for some in plugins.roles.values() for role in some}
    if source != ACTION_CODES:
        return {}
    return {
        action.name: action.title
        for some in plugins.actions.values()
        for action in some
        if not action.name.partition(".")[2].startswith(_NOTHING_DONE)
    }


async def titles_of(
    plugins: "Plugins", session: AsyncSession, body: Body, settings: Iterable[Setting], day: date
) -> dict[str, Titles]:
    """By setting: its codes, those of the body's own lists and roles too."""
    wanted = [one for one in settings if one.codes]
    lists = await _lists(plugins, session, body, wanted, day)
    own = await _own_roles(session) if any(ROLE_CODES in _sources(one) for one in wanted) else {}
    made = dict[str, Titles]()
    for setting in wanted:
        titles = static_titles(plugins, setting)
        for field, source in setting.codes.items():
            if source == ROLE_CODES:
                titles[field] = {**titles.get(field, {}), **own}
            elif isinstance(source, str) and source in lists:
                titles[field] = lists[source]
        made[setting.name] = titles
    return made


def _sources(setting: Setting) -> list[str]:
    return [one for one in setting.codes.values() if isinstance(one, str)]


async def _own_roles(session: AsyncSession) -> dict[str, str]:
    return {one.name: one.title for one in await session.scalars(sa.select(access.OwnRole))}


async def _lists(
    plugins: "Plugins", session: AsyncSession, body: Body, settings: Sequence[Setting], day: date
) -> dict[str, dict[str, str]]:
    names = {one for setting in settings for one in _sources(setting)} - {ACTION_CODES, ROLE_CODES}
    known = [plugins.settings[one] for one in sorted(names) if one in plugins.settings]
    if not known:
        return {}
    found = await practice.resolve_for(session, body, known, day)
    return {
        one.setting.name: {entry.code: entry.title for entry in one.value or ()} for one in found
    }


def called(value: Any, titles: Titles) -> Any:
    """A typed value with what its codes are called in the place of the codes."""
    if isinstance(value, list | tuple):
        return [called(one, titles) for one in value]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(value, msgspec.Struct) or not titles:
        return value
    changed = {
        field: _titled(now, titles[field]) if field in titles else called(now, titles)
        for field in value.__struct_fields__
        if (now := getattr(value, field)) is not None
    }
    return msgspec.structs.replace(value, **changed)


def _titled(code: Any, titles: Mapping[str, str]) -> Any:
    if isinstance(code, list | tuple):
        return [titles.get(str(one), one) for one in code]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return titles.get(str(code), code)


def codes_in(value: Any, field: str) -> list[str]:
    """Which codes stand in a field of a value as it is stored, at any depth."""
    if isinstance(value, list):
        return [code for one in value for code in codes_in(one, field)]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(value, dict):
        return []
    given: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
    own = given.get(field)
    listed: list[Any] = own if isinstance(own, list) else [] if own is None else [own]  # pyright: ignore[reportUnknownVariableType]
    deeper = [code for name, one in given.items() if name != field for code in codes_in(one, field)]
    return [*(one for one in listed if isinstance(one, str)), *deeper]
