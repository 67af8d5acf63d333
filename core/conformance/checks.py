"""The checks of `renda plugin check`; see the package. Titles are what a plugin's author reads.

Run by `core.conformance.check` only: they want `--renda-plugin`.
"""

import ast
import asyncio
import re
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from importlib import metadata
from pathlib import Path
from time import process_time
from typing import Any
from uuid import UUID, uuid5

import msgspec
import pytest
import sqlalchemy as sa
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLNamedType, get_named_type
from sqlalchemy.exc import DBAPIError

import core
from core import clock, deployment, event_names, migrations, switching
from core.api import DEPRECATED
from core.conformance import reading, samples
from core.db import Base, Database, TenantOwned
from core.events import Cursor, Event
from core.forms import form_of, untitled
from core.graphql.permissions import Requires
from core.graphql.schemas import Schemas
from core.hookspecs import HOOK_SECONDS
from core.migrations import drafting
from core.pages import Page
from core.plugins import CORE, GROUP, Plugins
from core.tenancy import BasisKind, Body, BodyStatus
from core.testing import WORLD, House

CHINESE = re.compile(r"[一-鿿]")
ONES, OTHERS = "county-a", "county-b"
MOST_SECONDS, MOST_MEGABYTES = 2.0, 30.0
"""What a plugin may add to building one schema; the built-in ones take a fifth of it."""

Noting = Callable[[str, object], None]
"""Says something below a check's line without failing it."""

PLAIN: dict[type[Any], Any] = {
    str: "一",
    int: 1,
    float: 1.0,
    Decimal: Decimal(1),
    bool: True,
    bytes: b"1",
    date: date(2025, 1, 6),
    time: time(9),
    datetime: clock.now(),
    timedelta: timedelta(days=1),
    dict: {},
    list: [],
    UUID: uuid5(WORLD, "somebody"),
}
"""What is tried in a column, by its type."""

OWN_RULES = ("22", "23", "P0")
"""SQLSTATE classes of a table that refuses a value: its type, a constraint, a trigger."""


class NoValue(Exception):
    """Nothing is known that the column would take."""


@pytest.fixture(scope="session")
def name(request: pytest.FixtureRequest) -> str:
    """The plugin."""
    return str(request.config.getoption("--renda-plugin"))


@pytest.fixture(scope="session")
def module(name: str, renda_modules: list[tuple[str, Any]]) -> Any:
    """Its module, as it was found."""
    return dict(renda_modules)[name]


@pytest.fixture(scope="session")
def shipped(name: str) -> metadata.Distribution:
    """The package that registers it, as it was installed."""
    (point,) = metadata.entry_points(group=GROUP, name=name)
    assert point.dist is not None
    return point.dist


@pytest.fixture(scope="session")
def package(shipped: metadata.Distribution, module: Any) -> Path:
    """Where the installed package lies: below the folder it was installed in, or one file there."""
    site = Path(str(shipped.locate_file(""))).resolve()
    there = Path(module.__file__).resolve()
    assert there.is_relative_to(site), f"the plugin was imported from {there}, not from its wheel"
    return there.parent if there.name == "__init__.py" else there


@cache
def trees(package: Path) -> tuple[tuple[str, ast.Module], ...]:
    """Every source file but the migrations: those speak to the schema itself."""
    files = [package] if package.is_file() else sorted(package.rglob("*.py"))
    return tuple(
        (
            one.name if package.is_file() else str(one.relative_to(package)),
            ast.parse(one.read_text()),
        )
        for one in files
        if not {"migrations", "versions"} & set(one.parts[len(package.parts) :])
    )


def with_needed(house: House, name: str, asking: tuple[str, ...] = ()) -> list[str]:
    """The plugin, behind those that must be on before it."""
    plugins, ordered = house.platform.plugins, list[str]()
    for need in plugins.info(name).needs:
        givers = switching.givers(plugins, need)
        if not need.required or CORE in givers:
            continue
        assert givers, f"it needs {need.name}, which no plugin here gives"
        if givers[0] not in (name, *asking):
            ordered += with_needed(house, givers[0], (name, *asking))
    return [*dict.fromkeys(ordered), name]


def fits(house: House, name: str) -> str:
    """A body of the test world for which the plugin is made, and those that it needs."""
    together = [house.platform.plugins.info(one).fitness for one in with_needed(house, name)]
    for code in (ONES, "town-a", "city-a", "subdistrict-a"):
        body = house.bodies[code]
        if all(body.level in one.levels and body.kind in one.kinds for one in together):
            return code
    raise AssertionError("no body of the test world fits: see `fitness` of plugin_info")


async def turn_on(house: House, name: str, body: str) -> None:
    """Turn the plugin on, and before it what it needs."""
    for one in with_needed(house, name):
        await house.enable(body, one, basis_for(house, one, body), adopted_on="2019-12-20")


def basis_for(house: House, name: str, body: str) -> BasisKind:
    """A kind of basis that the plugin accepts there."""
    row = house.bodies[body]
    demanded = house.platform.plugins.info(name).fitness.demanded_basis.get((row.level, row.kind))
    return sorted(demanded)[0] if demanded else BasisKind.DECISION


def tables(name: str) -> list[type[Any]]:
    """The plugin's tables, those that others point to first."""
    every = {one.class_.__tablename__: one.class_ for one in Base.registry.mappers}
    ordered = [one.name for one in Base.metadata.sorted_tables]
    return [every[one] for one in ordered if one.startswith(f"{name}_")]


# --- what it is ---------------------------------------------------------------------------------


async def test_found(name: str, module: Any, package: Path, house: House) -> None:
    """插件能被找到、导入，没有故障
    怎样改：入口名须与 plugin_info 的 name 相同；requires_core 须包含本版本；看原因里说的错误。"""
    broken = house.platform.plugins.broken
    assert name not in broken, broken.get(name)
    info = house.platform.plugins.info(name)
    assert info.name == name
    for said in (info.title, info.description, info.law):
        assert CHINESE.search(said), f"title, description and law are Chinese: {said!r}"


async def test_front_door(package: Path) -> None:
    """只从 core 的前门导入，不绕过按机构的锁
    怎样改：只写 from core import …，名字见 front-door.md
    （在 renda plugin docs 显示的文件夹里）；不用 text()、裸连接。"""
    found = [
        f"{path} {fault}"
        for path, tree in trees(package)
        for fault in (
            *reading.past_the_front_door(tree, {*core.__all__, *DEPRECATED}),
            *reading.past_the_lock(tree),
        )
    ]
    assert not found, "；".join(found)


async def test_others(package: Path) -> None:
    """不导入别的插件
    怎样改：别的插件的事从事件里听（plugin_listeners），不要导入它的代码。"""
    found = [
        f"{path} imports {one}"
        for path, tree in trees(package)
        for node in ast.walk(tree)
        for one in reading.modules_of(node)
        if one.partition(".")[0] in ("plugins", "tenants")
    ]
    assert not found, "；".join(found)


def test_dependencies(
    package: Path, shipped: metadata.Distribution, record_property: Noting
) -> None:
    """用到的软件包都在依赖中声明
    怎样改：在 pyproject.toml 的 [project] dependencies 中写上原因里说的软件包，或者不用它；
    本平台和它自己的依赖（如 sqlalchemy、msgspec）不必再写。"""
    if not shipped.metadata["Requires-Python"]:
        record_property("说明", "没有写 requires-python：装在不合适的 Python 上时不会被拒绝")
    allowed = reading.distributions(shipped.requires) | reading.distributions(
        one for one in metadata.requires("renda") or () if "extra ==" not in one
    )
    given = metadata.packages_distributions()
    own = {one.parts[0].partition(".")[0] for one in shipped.files or ()}
    used = {one for _, tree in trees(package) for one in reading.third_parties(tree)} - own
    missing = [
        one
        for one in sorted(used)
        if not allowed & reading.distributions([*given.get(one, ()), one])
    ]
    assert not missing, f"not declared: {', '.join(missing)}"


# --- its tables ---------------------------------------------------------------------------------


def test_migrations(
    name: str, house: House, renda_settings: Any, renda_modules: list[tuple[str, Any]]
) -> None:
    """迁移能上、能下、再上，与表的定义一致
    怎样改：每个版本写 downgrade()；表改了以后用 renda migrate --draft 起草下一个版本。"""
    if not tables(name):
        return
    owner = house.databases.owner or ""
    known = Plugins(renda_modules)
    drafted = drafting.draft(owner, known, name)
    assert drafted is None, f"tables differ: {steps_of(drafted.text)}"
    migrations.downgrade(owner, known, name)
    left = [one for one in present(owner) if one.startswith(f"{name}_")]
    assert not left, f"downgrade() leaves {', '.join(left)}"
    outcome = deployment.migrate(renda_settings, house.databases, known)
    assert name not in outcome.refused, outcome.refused.get(name)
    assert name in outcome.upgraded


def steps_of(version: str) -> str:
    """What a drafted version would do, on one line."""
    up = version.partition("def upgrade() -> None:")[2].partition("def downgrade")[0]
    return " ".join(up.split())


def present(owner: str) -> list[str]:
    engine = sa.create_engine(migrations.sync_url(owner))
    try:
        return sa.inspect(engine).get_table_names()
    finally:
        engine.dispose()


def test_owned(name: str) -> None:
    """每张表都属于某个机构
    怎样改：表从 TenantOwned 继承；只有一个机关能看的草稿从 OrganOwned 继承。"""
    loose = [one.__tablename__ for one in tables(name) if not issubclass(one, TenantOwned)]
    assert not loose, f"{', '.join(loose)} is nobody's"


async def test_isolation(name: str, house: House, record_property: Noting) -> None:
    """两个机构有相同编号的记录，互不可见
    怎样改：查询和改动只用 work.session 和表的类，不要绕开会话另取连接；
    唯一约束须包含 tenant_id。说明里写未能试过的表，请自己写测试。"""
    somebody = await house.person(ONES, "office")
    known = {"organ": uuid5(WORLD, "office"), "person": somebody.person_id}
    made, untried = await first_rows(house, needed(tables(name), known), known)
    for table, why in untried.items():
        record_property("说明", f"未能试过表 {table}：{why}")
    async with house.platform.as_core(house.bodies[OTHERS].id) as work:
        for table, values in made.items():
            work.session.add(table(**values))
            await work.session.flush()
    for body, other in ((ONES, OTHERS), (OTHERS, ONES)):
        async with house.platform.as_core(house.bodies[body].id) as work:
            for table in (one for one in tables(name) if one in made):
                seen = list(await work.session.scalars(sa.select(table)))
                assert [one.tenant_id for one in seen] == [work.body.id], table.__tablename__
                theirs = (house.bodies[other].id, made[table]["id"])
                assert await work.session.get(table, theirs) is None, table.__tablename__


async def first_rows(
    house: House, wanted: list[type[Any]], known: dict[str, UUID]
) -> tuple[dict[type[Any], dict[str, Any]], dict[str, str]]:
    """A row in each table of one body; tables whose own rules take none, each with the reason."""
    made, untried = dict[type[Any], dict[str, Any]](), dict[str, str]()
    async with house.platform.as_core(house.bodies[ONES].id) as work:
        for table in wanted:
            try:
                values = row_of(table, known)
                async with work.session.begin_nested():
                    work.session.add(table(**values))
                    await work.session.flush()
            except NoValue as fault:
                untried[table.__tablename__] = str(fault)
            except DBAPIError as fault:
                if not str(getattr(fault.orig, "sqlstate", "")).startswith(OWN_RULES):
                    raise
                told = str(fault.orig).partition("\n")[0]
                untried[table.__tablename__] = f"试填的值不合表的约束（{told}）"
            else:
                made[table] = values
    return made, untried


def needed(own: list[type[Any]], known: dict[str, UUID]) -> list[type[Any]]:
    """The tables and those that their rows cannot do without, the latter first."""
    every = {one.class_.__tablename__: one.class_ for one in Base.registry.mappers}
    wanted, waiting = set[str](), [one.__tablename__ for one in own]
    while waiting:
        here = waiting.pop()
        if here not in wanted:
            wanted.add(here)
            columns = [one for one in sa.inspect(every[here]).columns if not one.nullable]
            waiting += [
                one for column in columns for one in linked(every[here], column) - known.keys()
            ]
    return [every[one.name] for one in Base.metadata.sorted_tables if one.name in wanted]


def row_of(table: type[Any], known: dict[str, UUID]) -> dict[str, Any]:
    """A row that a table accepts, the same in every body; what may be empty is."""
    return {
        column.key: value_for(table, column, known)
        for column in sa.inspect(table).columns
        if column.name not in ("tenant_id", "created_at")
        and column.computed is None
        and column.identity is None
        and (column.name == "id" or not column.nullable)
    }


def value_for(table: type[Any], column: Any, known: dict[str, UUID]) -> Any:
    """Something of the column's type; a link leads to the row of its table that is made here."""
    if column.name == "organ_id":
        return known["organ"]
    if column.name == "id":
        return uuid5(WORLD, table.__tablename__)
    for target in linked(table, column):
        return known.get(target, uuid5(WORLD, target))
    if isinstance(column.type, sa.Enum):
        return next(iter(column.type.enum_class or column.type.enums))
    try:
        return PLAIN[column.type.python_type]
    except (KeyError, NotImplementedError) as fault:
        raise NoValue(f"不知道 {column.name} 的类型 {column.type!r} 该填什么") from fault


def linked(table: type[Any], column: Any) -> set[str]:
    """Tables that a key over the column points to, but the body itself."""
    keys = sa.inspect(table).local_table.foreign_key_constraints
    return {
        one.referred_table.name
        for one in keys
        if column.name in [part.name for part in one.columns] and column.name != "tenant_id"
    }


# --- its part of the schema ---------------------------------------------------------------------


def own_kinds(house: House, name: str) -> Iterator[GraphQLNamedType]:
    """Types that are there with the plugin and not without it."""
    with_it = schema_of(house, frozenset({name})).type_map
    without = schema_of(house, frozenset()).type_map
    for kind, made in with_it.items():
        if kind not in without:
            yield made


def own_fields(house: House, name: str, root: str) -> dict[str, Any]:
    """Fields of Query, Mutation or Subscription that the plugin adds."""
    with_it, without = (
        getattr(schema_of(house, frozenset(names)), root) for names in ({name}, set[str]())
    )
    known = without.fields if without else {}
    return {
        one: field for one, field in (with_it.fields if with_it else {}).items() if one not in known
    }


def schema_of(house: House, names: frozenset[str]) -> Any:
    return house.schemas.of(names)._schema  # pyright: ignore[reportPrivateUsage]


ROOTS = ("query_type", "mutation_type", "subscription_type")
ROOT_NAMES = ("Query", "Mutation", "Subscription")


async def test_permissions(name: str, house: House) -> None:
    """每个查询、办理都要求一项登记过的权限
    怎样改：用 @verb、@records、@reads 声明字段，权限写进 plugin_actions；
    加在本体记录上的字段用 column、computed、link、children，或者用 @reads 另问一项权限。"""
    known = house.platform.policies.known
    wrong = list[str]()
    for root in ROOTS:
        for field, made in own_fields(house, name, root).items():
            asked = asked_by(made)
            if asked is None:
                wrong.append(f"{field} asks no permission")
            elif asked not in known:
                wrong.append(f"{field} asks {asked}, which plugin_actions does not name")
            elif root == "mutation_type" and not asked.startswith(f"{name}."):
                wrong.append(f"{field} asks another plugin's {asked}")
    for place, made in joined(house, name):
        asked = asked_by(made)
        # What asks nothing and is not read with its record was refused as the schema was built.
        if asked is not None and asked not in known:
            wrong.append(f"{place} asks {asked}, which plugin_actions does not name")
    assert not wrong, "；".join(wrong)


def asked_by(field: Any) -> str | None:
    """The action that a field asks."""
    marks = field.extensions["strawberry-definition"].directives
    return next((one.action for one in marks if isinstance(one, Requires)), None)


async def test_descriptions(name: str, house: House) -> None:
    """接口中的每一处都有中文说明
    怎样改：record、column、given、verb、records 的说明写中文；枚举的每个值都写中文名。"""
    bare = [
        place
        for place, text in (
            *described(house, name),
            *spoken(joined(house, name)),
            *(one for root in ROOTS for one in spoken(own_fields(house, name, root).items())),
        )
        if not CHINESE.search(text or "")
    ]
    assert not bare, f"without a Chinese description: {', '.join(bare)}"


PAGED = {"first", "after", "last", "before"}
"""Arguments that every list has, from the core."""


def spoken(fields: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str | None]]:
    """The descriptions of fields and of their arguments; a verb's one input says what it is."""
    for place, field in fields:
        yield place, field.description
        for one, argument in field.args.items():
            if one not in PAGED and not isinstance(
                get_named_type(argument.type), GraphQLInputObjectType
            ):
                yield f"{place}({one})", argument.description


def joined(house: House, name: str) -> Iterator[tuple[str, Any]]:
    """Fields that the plugin adds to types of the core."""
    with_it = schema_of(house, frozenset({name})).type_map
    for kind, plain in schema_of(house, frozenset()).type_map.items():
        if kind in with_it and kind not in ROOT_NAMES:
            known = getattr(plain, "fields", {})
            for one, field in getattr(with_it[kind], "fields", {}).items():
                if one not in known:
                    yield f"{kind}.{one}", field


def described(house: House, name: str) -> Iterator[tuple[str, str | None]]:
    for kind in own_kinds(house, name):
        yield kind.name, kind.description
        if isinstance(kind, GraphQLEnumType):
            yield from (
                (f"{kind.name}.{one}", value.description) for one, value in kind.values.items()
            )
        for one, field in getattr(kind, "fields", {}).items():
            plain = get_named_type(field.type).name == "PageInfo" or one == "id"
            yield f"{kind.name}.{one}", field.description or ("编号" if plain else None)


async def test_cost(name: str, house: House) -> None:
    """建立接口所需的时间和内存在限度之内
    怎样改：不要在建立接口时读文件、连网络、算大表；类型很多的，想一想是否该分成两个插件。"""
    alone, beside = cost_of(house, frozenset()), cost_of(house, frozenset({name}))
    seconds, megabytes = (with_it - bare for with_it, bare in zip(beside, alone, strict=True))
    assert seconds < MOST_SECONDS, f"{seconds:.2f} s"
    assert megabytes < MOST_MEGABYTES, f"{megabytes:.1f} MB"


def cost_of(house: House, names: frozenset[str]) -> tuple[float, float]:
    """Seconds and megabytes of building one schema; what the core itself takes is subtracted."""
    tracemalloc.start()
    # Of the process itself: the load of the machine is no plugin's.
    begun = process_time()
    fresh = Schemas(house.platform.plugins)
    fresh.of(names)
    seconds = process_time() - begun
    megabytes = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    return seconds, megabytes


# --- what it varies and tells -------------------------------------------------------------------


async def test_settings(name: str, house: House, record_property: Noting) -> None:
    """每项设置有中文名称，能成为表单（JSON Schema），填得进、存得住，错误的值被拒绝
    怎样改：设置的类型用 msgspec 认识的（Struct、int、bool、枚举、list），名称写中文；
    Struct 的各项和枚举的各个词，在 Setting(words={…}) 中写中文；
    默认值须合乎该项自己的限制，必填的项不能没有尽头地套着自己。"""
    wrong = list[str]()
    for setting in house.platform.plugins.settings.values():
        if not setting.name.startswith(f"{name}."):
            continue
        form = form_of(setting)
        if not CHINESE.search(setting.title):
            wrong.append(f"{setting.name} has no Chinese title")
        if bare := untitled(form):
            wrong.append(f"{setting.name}: no Chinese for {', '.join(bare)}")
        faults, untried = samples.faults_of(form, setting.type)
        wrong += [f"{setting.name}: {fault}" for fault in faults]
        if untried:
            record_property("说明", f"{setting.name} {untried}")
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(object(), setting.type)
    assert not wrong, "；".join(wrong)


def test_pages(name: str, house: House) -> None:
    """控制台的页面，每一页、每一栏、每一项填写的内容都写有中文和英文
    怎样改：plugin_pages 中 title 写中文，english 写英文；没有列出的填写项取接口中的说明。"""
    # That every field, mutation and file is there was seen at the start, or there is no plugin.
    said = [
        (f"{page.name}: {place}", title, english)
        for page in house.platform.plugins.pages[name]
        for place, title, english in titles_of(page)
    ]
    wrong = [f"{place} has no Chinese title" for place, zh, _ in said if not CHINESE.search(zh)]
    wrong += [
        f"{place} has no English title"
        for place, _, english in said
        if not english.strip() or CHINESE.search(english)
    ]
    assert not wrong, "；".join(wrong)


def titles_of(page: Page) -> Iterator[tuple[str, str, str]]:
    """Every text of a page, and where it stands."""
    yield "the page", page.title, page.english
    actions = getattr(page, "actions", ())
    parts = [*getattr(page, "columns", ()), *getattr(page, "values", ())]
    parts += [one for one in [getattr(page, "label", None)] if one]
    for column in parts:
        yield column.field, column.title, column.english
    inputs = [*getattr(page, "filters", ()), *getattr(page, "inputs", ())]
    for one in [*inputs, *(one for act in actions for one in act.inputs)]:
        yield one.name, one.title, one.english
    for act in actions:
        yield act.mutation, act.title, act.english


async def test_events(name: str, package: Path, house: House) -> None:
    """每项办理留下一条同名的记录，别的记录也有登记
    怎样改：办理的函数里调用一次 announce(work, 权限名, 记录)，权限名写成常量或者字面值；
    不与办理同名的（如每日的事留下的），写进 PluginInfo(tells={"插件名.事件": "中文名称"})。"""
    sources = [tree for _, tree in trees(package)]
    known = reading.constants(sources)
    told = {reading.spelt(one, known) for tree in sources for one in reading.announced(tree)}
    titles = event_names.titles_of(house.platform.plugins, name)
    wrong = [
        f"{field} announces no {action}"
        for field, made in own_fields(house, name, "mutation_type").items()
        if (action := asked_by(made)) not in told
    ]
    wrong += [
        f"no verb is named like {one}, and `tells` does not say it"
        for one in sorted(one for one in told if one and one not in titles)
    ]
    wrong += [
        f"{one} has no Chinese title" for one, title in titles.items() if not CHINESE.search(title)
    ]
    assert not wrong, "；".join(wrong)


async def test_awaited(name: str, house: House, record_property: Noting) -> None:
    """要听的、所需的事件确实会有
    怎样改：改正原因里说的事件名（Listener 的 events、Need 的 name）。平台的事件见 core.md，
    内置插件的见 events.md（在 renda plugin docs 显示的文件夹里）；别的插件的，问它的作者。"""
    known = house.platform.plugins
    waited = {one.name for one in known.info(name).needs if one.is_event}
    waited |= {event for one in known.listeners(name) for event in one.events or ()}
    absent = sorted(one for one in waited if one.partition(".")[0] not in known.infos)
    if absent:
        record_property("说明", f"未能核对 {'、'.join(absent)}：没有安装它所属的插件")
    wrong = event_names.misspelt(known, name)
    assert not wrong, f"nobody tells {', '.join(wrong)}"


# --- in use -------------------------------------------------------------------------------------


async def test_enabling(name: str, house: House) -> None:
    """能启用、停用；停用的机构看不到它的任何内容
    怎样改：plugin_enabling 只在不该启用时拒绝（Refused），不要要求事先有数据。
    Need 所指的，须有已安装的插件提供：是别人的插件的，把它的软件包写进 dependencies。"""
    body = fits(house, name)
    reader = await house.person(body, organ_of(house, body))
    fields = own_fields(house, name, "query_type")
    before = await house.ask("{ __schema { queryType { fields { name } } } }", by=reader)
    assert not fields.keys() & shown(before), "shown where the plugin is off"
    await turn_on(house, name, body)
    after = await house.ask("{ __schema { queryType { fields { name } } } }", by=reader)
    assert fields.keys() <= shown(after)


def organ_of(house: House, body: str) -> str:
    return (
        "presidium"
        if body.startswith("town")
        else ("subdistrict_working_committee" if body.startswith("sub") else "office")
    )


def shown(answer: dict[str, Any]) -> set[str]:
    return {one["name"] for one in answer["data"]["__schema"]["queryType"]["fields"]}


async def test_suspended(name: str, house: House, record_property: Noting) -> None:
    """每日的事、监听不出错；机构暂停使用时，插件随之不应答
    怎样改：监听的函数、每日的事不要假定机构在用或已有数据，没有要办的就直接返回；
    监听会收到重复的、别的插件的事件；不要在启动时自己开后台任务。"""
    body = fits(house, name)
    await turn_on(house, name, body)
    failed = await failed_daily(name, house, body)
    await house.drain(2)
    reader = await house.person(body, organ_of(house, body))
    owner = Database(house.databases.owner or "")
    async with owner.transaction(None) as session:
        row = await session.get_one(Body, house.bodies[body].id)
        row.status = BodyStatus.SUSPENDED
    await owner.close()
    code = await house.refused_code("{ body { name } }", by=reader)
    assert code == "BODY_SUSPENDED"
    await house.drain(1)
    stuck, silent = await listened(name, house, body)
    if silent:
        record_property("说明", f"未能试过监听 {'、'.join(silent)}：没有它要听的事件")
    assert not failed + stuck, "；".join(failed + stuck)


async def failed_daily(name: str, house: House, body: str) -> list[str]:
    """Daily jobs of the plugin that raise in a body with no data yet, with what they raise."""
    failed = list[str]()
    for owner, job in house.platform.plugin_jobs.values():
        if owner != name or not job.daily:
            continue
        try:
            async with house.platform.as_core(house.bodies[body].id) as work:
                await asyncio.wait_for(job.run(work), HOOK_SECONDS)
        except Exception as fault:
            failed.append(f"daily job {job.name}: {type(fault).__name__}: {fault}")
    return failed


async def listened(name: str, house: House, body: str) -> tuple[list[str], list[str]]:
    """Listeners of the plugin that stand with an error, and those that had nothing to hear."""
    async with house.platform.as_core(house.bodies[body].id) as work:
        rows = await work.session.scalars(sa.select(Cursor).where(Cursor.plugin == name))
        stuck = [f"listener {one.listener}: {one.last_error}" for one in rows if one.last_error]
        told = set(await work.session.scalars(sa.select(Event.name).distinct()))
    silent = [
        one.name
        for one in house.platform.plugins.listeners(name)
        if one.events is not None and not one.events & told
    ]
    return stuck, silent
