"""Read `tenants/`: places and their practice (upserted at migrate), bodies (created once).

`tenants/` is data, never Python. A folder is a jurisdiction, named by its code; its `practice.toml`
holds its numbers with their articles, its `tenant.toml` a body with organs, plugins and first
people. Once a body is created, the database rules and the file is not read again.
"""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from core import events, people, switching
from core.cors import is_origin
from core.db import EVERY_ORGAN, Database
from core.dispatch import OutsideParty
from core.errors import Expected
from core.people import NewPerson, Place, PostKind
from core.platform import Platform
from core.plugins import Plugins
from core.practice import PracticeValue, RuleKind, check_override, check_type
from core.sets import Template
from core.tenancy import Basis, Body, BodyKind, BodyStatus, Jurisdiction, Level, Organ, OrganKind

T = TypeVar("T")

LOCK = 0x52656E6462
"""The advisory lock of loading practice."""

TENANTS = Path(__file__).resolve().parent.parent / "tenants"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What a shipped value rests on."""

    kind: RuleKind
    title: str
    article: str | None = None
    adopted_on: date | None = None


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """One `[[value]]` of a practice.toml."""

    setting: str
    value: Any
    basis: Rule
    valid_from: date
    valid_to: date | None = None
    levels: tuple[Level, ...] = ()
    kinds: tuple[BodyKind, ...] = ()
    note: str | None = None


class Practice(msgspec.Struct, frozen=True, kw_only=True):
    """A practice.toml: a place and its numbers."""

    code: str
    name: str
    level: Level
    value: tuple[Value, ...] = ()
    outside: tuple[OutsideParty, ...] = ()
    template: Template | None = None


class OrganEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One `[[organ]]`."""

    code: str
    kind: OrganKind
    name: str


class PluginEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One `[[plugin]]` that is on from the start."""

    name: str
    basis: Basis


class PersonEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One `[[person]]` with first roles."""

    login: str
    name: str
    organ: str
    post: str
    roles: tuple[str, ...]
    post_kind: PostKind = PostKind.STAFF


class Tenant(msgspec.Struct, frozen=True, kw_only=True):
    """A tenant.toml: a body."""

    code: str
    name: str
    place: str
    level: Level
    kind: BodyKind
    origins: tuple[str, ...] = ()
    demo: bool = False
    organ: tuple[OrganEntry, ...]
    plugin: tuple[PluginEntry, ...] = ()
    person: tuple[PersonEntry, ...] = ()


class DataFault(Exception):
    """Something in `tenants/` is wrong; says the file and what."""


def folders(root: Path) -> Iterator[Path]:
    """Jurisdiction folders, higher places before lower ones."""
    for path in sorted(root.iterdir()):
        if path.is_dir() and path.name.isdigit():
            yield path
            yield from folders(path)


def read(path: Path, kind: type[T]) -> T:
    """A TOML file as a declared struct."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), kind, strict=False)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as fault:
        raise DataFault(f"{path}: {fault}") from fault


async def load_practice(owner: Database, plugins: Plugins, root: Path = TENANTS) -> int:
    """Upsert places and shipped values; returns how many new versions were written."""
    written = 0
    async with owner.transaction(None) as session:
        # Two that start at once load one after the other; the second finds nothing new.
        await session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        chains = dict[str, list[str]]()
        for folder in folders(root):
            place = _place(folder)
            if place is None:
                continue
            above = chains.get(folder.parent.name, [])
            chains[place.code] = [place.code, *above]
            await _upsert_place(session, place, above)
            try:
                written += await _upsert_values(session, place, chains[place.code], plugins)
            except Expected as fault:
                raise DataFault(f"{folder}/practice.toml：{fault.message}") from fault
    return written


def _place(folder: Path) -> Practice | None:
    if (folder / "practice.toml").exists():
        place = read(folder / "practice.toml", Practice)
    elif (folder / "tenant.toml").exists():
        tenant = read(folder / "tenant.toml", Tenant)
        place = Practice(code=tenant.code, name=tenant.place, level=tenant.level)
    else:
        return None
    if place.code != folder.name:
        raise DataFault(f"{folder}：文件中的代码 {place.code} 与文件夹名不一致。")
    return place


async def _upsert_place(session: AsyncSession, place: Practice, above: list[str]) -> None:
    row = await session.get(Jurisdiction, place.code)
    if row is None:
        row = Jurisdiction(code=place.code)
        session.add(row)
    row.name, row.level = place.name, place.level
    row.outside = msgspec.to_builtins(place.outside)
    row.template = msgspec.to_builtins(place.template)
    row.parent_code, row.chain = (above[0] if above else None), [place.code, *above]
    await session.flush()


async def _upsert_values(
    session: AsyncSession, place: Practice, chain: list[str], plugins: Plugins
) -> int:
    """New versions where a file says something new; what a file dropped holds no longer."""
    known = list(
        await session.scalars(
            sa.select(PracticeValue).where(
                PracticeValue.jurisdiction_code == place.code, PracticeValue.body_id.is_(None)
            )
        )
    )
    above = list(
        await session.scalars(
            sa.select(PracticeValue).where(
                PracticeValue.jurisdiction_code.in_(chain[1:]), PracticeValue.body_id.is_(None)
            )
        )
    )
    wanted = [_row(place, value, plugins) for value in place.value if _known(value, plugins)]
    for row in wanted:
        setting = plugins.setting(row.setting)
        met = [one for one in above if one.setting == row.setting and _meets(one, row)]
        standing = [one for one in met if not any(_replaces(other, one) for other in met)]
        check_override(setting, check_type(setting, row.value), standing, chain)
    fresh = [row for row in wanted if not any(_same(row, old) for old in known)]
    _retire(known, wanted, plugins)
    for row in fresh:
        row.version = 1 + max((old.version for old in known if _slot(old) == _slot(row)), default=0)
        session.add(row)
    await session.flush()
    return len(fresh)


def _known(value: Value, plugins: Plugins) -> bool:
    """A value of a plugin that is not installed is left alone; it is not an error."""
    return value.setting in plugins.settings


def _row(place: Practice, value: Value, plugins: Plugins) -> PracticeValue:
    typed = check_type(plugins.setting(value.setting), value.value)
    return PracticeValue(
        id=uuid7(),
        jurisdiction_code=place.code,
        body_id=None,
        setting=value.setting,
        version=1,
        # As the database gives it back: a tuple is a list there.
        value=msgspec.json.decode(msgspec.json.encode(typed)),
        levels=[str(level) for level in value.levels],
        kinds=[str(kind) for kind in value.kinds],
        rule_kind=value.basis.kind,
        rule_title=value.basis.title,
        article=value.basis.article,
        valid_from=value.valid_from,
        valid_to=value.valid_to,
        note=value.note,
        recorded_by=None,
    )


def _slot(row: PracticeValue) -> tuple[Any, ...]:
    return (row.setting, tuple(row.levels), tuple(row.kinds), row.valid_from)


_SAME = ("value", "rule_kind", "rule_title", "article", "valid_to", "note")


def _same(new: PracticeValue, old: PracticeValue) -> bool:
    return _slot(new) == _slot(old) and all(
        getattr(new, name) == getattr(old, name) for name in _SAME
    )


def _meets(higher: PracticeValue, lower: PracticeValue) -> bool:
    """Whether two rules can bear on one body at one time."""
    levels = not higher.levels or not lower.levels or set(higher.levels) & set(lower.levels)
    kinds = not higher.kinds or not lower.kinds or set(higher.kinds) & set(lower.kinds)
    return bool(levels and kinds and higher.holds_on(lower.valid_from))


def _replaces(newer: PracticeValue, older: PracticeValue) -> bool:
    """Whether both are of one place and made for the same bodies, and the first came later."""
    same = newer.jurisdiction_code == older.jurisdiction_code and (
        (newer.levels, newer.kinds) == (older.levels, older.kinds)
    )
    return same and (newer.valid_from, newer.version) > (older.valid_from, older.version)


def _retire(known: Iterable[PracticeValue], wanted: list[PracticeValue], plugins: Plugins) -> None:
    for old in known:
        if old.setting in plugins.settings and not any(_same(row, old) for row in wanted):
            old.valid_to = old.valid_from - timedelta(days=1)


async def load_bodies(
    owner: Database, platform: Platform, root: Path = TENANTS, codes: Iterable[str] | None = None
) -> list[tuple[str, str, str]]:
    """Create the bodies that do not exist yet; returns (body, login, first password) of people."""
    wanted = None if codes is None else set(codes)
    logins = list[tuple[str, str, str]]()
    for folder in folders(root):
        path = folder / "tenant.toml"
        if not path.exists() or (wanted is not None and folder.name not in wanted):
            continue
        tenant = read(path, Tenant)
        try:
            check_origins(tenant.origins, production=platform.settings.production)
        except DataFault as fault:
            raise DataFault(f"{path}：{fault}") from fault
        body_id = await _create_body(owner, tenant, folder)
        if body_id is None:
            continue
        try:
            made = await _furnish(platform, body_id, tenant)
        except Expected as fault:
            raise DataFault(f"{path}：{fault.message}") from fault
        logins += [(tenant.code, one.login, one.first_password) for one in made]
    return logins


async def _create_body(owner: Database, tenant: Tenant, folder: Path) -> UUID | None:
    """The body, as the owner; None if it exists already and is furnished."""
    async with owner.transaction(None) as session:
        found = await session.scalar(sa.select(Body).where(Body.code == tenant.code))
        if found is not None:
            return None if await _is_furnished(owner, found.id) else found.id
        parent = await session.scalar(sa.select(Body).where(Body.code == folder.parent.name))
        if parent is None and (folder.parent / "tenant.toml").exists():
            raise DataFault(f"{folder}：上级机构 {folder.parent.name} 还没有创建，请一并载入。")
        body = Body(
            id=uuid7(),
            code=tenant.code,
            name=tenant.name,
            level=tenant.level,
            kind=tenant.kind,
            parent_id=parent.id if parent else None,
            jurisdiction_code=tenant.code,
            origins=list(tenant.origins),
            demo=tenant.demo,
        )
        body.lineage = [str(body.id), *(parent.lineage if parent else [])]
        session.add(body)
    return body.id


async def _is_furnished(owner: Database, body_id: UUID) -> bool:
    """Whether the first load went through: it may have been cut between two transactions."""
    async with owner.transaction(body_id, EVERY_ORGAN) as session:
        event = sa.select(events.Event.id).where(events.Event.name == "core.load_body").limit(1)
        return await session.scalar(event) is not None


async def _furnish(platform: Platform, body_id: UUID, tenant: Tenant) -> list[people.Created]:
    """Organs, plugins and first people in one transaction, told as one event."""
    async with platform.as_core(body_id) as work:
        organs = [Organ(code=one.code, kind=one.kind, name=one.name) for one in tenant.organ]
        work.session.add_all(organs)
        for plugin in tenant.plugin:
            await switching.enable_plugin(work, plugin.name, plugin.basis)
        made = await people.create_accounts(work, [_new_person(one) for one in tenant.person])
        await work.session.flush()
        body = await work.session.get_one(Body, body_id)
        events.announce(work, "core.load_body", body, {"people": len(made)})
        await events.queue_for_sealing(work)
    await events.seal_soon(platform, body_id)
    return made


def _new_person(entry: PersonEntry) -> NewPerson:
    place = Place(
        organ_code=entry.organ, post=entry.post, post_kind=entry.post_kind, roles=entry.roles
    )
    return NewPerson(name=entry.name, login=entry.login, place=place)


async def set_status(
    owner: Database, code: str, status: BodyStatus, successor_code: str | None = None
) -> Body:
    """Suspend, resume or merge a body; its records stay where they are."""
    async with owner.transaction(None) as session:
        body = await session.scalar(sa.select(Body).where(Body.code == code))
        if body is None:
            raise DataFault(f"没有代码为“{code}”的机构。")
        successor = None
        if successor_code is not None:
            successor = await session.scalar(sa.select(Body).where(Body.code == successor_code))
            # A heir that is itself merged could lead back here, in a ring.
            active = successor is not None and successor.status is BodyStatus.ACTIVE
            if successor is None or successor.id == body.id or not active:
                raise DataFault(f"没有可以承接的机构“{successor_code}”（须为正常状态的其他机构）。")
        body.status = status
        body.successor_id = successor.id if successor else None
    return body


async def change_origins(
    owner: Database,
    code: str,
    *,
    allow: Iterable[str] = (),
    withdraw: Iterable[str] = (),
    production: bool,
) -> list[str]:
    """Origins of the front ends that may call a body, after some are allowed and some withdrawn."""
    allowed, withdrawn = list(allow), set(withdraw)
    check_origins(allowed, production=production)
    async with owner.transaction(None) as session:
        body = await session.scalar(sa.select(Body).where(Body.code == code).with_for_update())
        if body is None:
            raise DataFault(f"没有代码为“{code}”的机构。")
        if unknown := sorted(withdrawn - set(body.origins)):
            raise DataFault(f"该机构没有允许过“{unknown[0]}”，请核对后重试。")
        kept = [one for one in dict.fromkeys([*body.origins, *allowed]) if one not in withdrawn]
        body.origins = kept
    return kept


def check_origins(origins: Iterable[str], *, production: bool) -> None:
    """Each as a browser names it; in production none that anybody on the way could change."""
    for one in origins:
        if not is_origin(one):
            raise DataFault(
                f"“{one}”不是浏览器所报的网页来源：须写成 https://主机名 或 https://主机名:端口，"
                "用小写，不带路径和末尾的斜杠，不写默认端口。"
            )
        if production and not one.startswith("https://"):
            raise DataFault(f"生产环境只能允许 https 的网页，“{one}”不是。")
