"""Schemas: one for each set of plugins, in Chinese, each field with the action it asks."""

import re
from collections.abc import AsyncGenerator, Iterator
from itertools import combinations
from typing import Any
from uuid import uuid4

import msgspec
import pytest
import strawberry
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLSchema,
    ObjectTypeDefinitionNode,
    get_introspection_query,
    get_named_type,
    get_nullable_type,
    is_introspection_type,
    is_list_type,
    is_required_argument,
    is_required_input_field,
    is_scalar_type,
    is_specified_scalar_type,
    parse,
    print_ast,
)
from made_plugins import made_plugin

from core import Info, Node, column, reads, record, verb
from core.access import VISITOR
from core.graphql import schemas
from core.graphql.ids import global_id
from core.graphql.schemas import Schemas
from core.plugins import Plugins
from core.settings import Settings
from core.tenancy import Organ
from core.testing import House, MakeHouse, OpenHouse

CHINESE = re.compile(r"[一-鿿]")


def graphql_schema(house: House, plugins: frozenset[str]) -> GraphQLSchema:
    return house.schemas.of(plugins)._schema


@pytest.fixture(scope="module")
async def installed(open_house: OpenHouse) -> AsyncGenerator[House]:
    """A house with every installed plugin."""
    async with open_house() as house:
        yield house


@pytest.fixture(scope="module")
def everything(installed: House) -> GraphQLSchema:
    """The schema of core and every installed plugin."""
    return graphql_schema(installed, frozenset(installed.platform.plugins.names))


def described(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Everything that may carry a description, by its place."""
    for kind in schema.type_map.values():
        if not is_introspection_type(kind) and not is_specified_scalar_type(kind):
            yield kind.name, kind.description
            yield from described_inside(kind)
    for directive in schema.directives:
        if directive.name not in ("include", "skip", "deprecated", "specifiedBy", "oneOf"):
            # Of a directive's argument Strawberry 0.341 cannot say anything.
            yield f"@{directive.name}", directive.description


def described_inside(kind: GraphQLNamedType) -> Iterator[tuple[str, str | None]]:
    if isinstance(kind, GraphQLEnumType):
        for name, value in kind.values.items():
            yield f"{kind.name}.{name}", value.description
    for name, field in getattr(kind, "fields", {}).items():
        yield f"{kind.name}.{name}", field.description
        for argument, given in getattr(field, "args", {}).items():
            yield f"{kind.name}.{name}({argument})", given.description


def test_everything_in_the_schema_is_described_in_chinese(everything: GraphQLSchema) -> None:
    places = dict(described(everything))
    assert len(places) > 300
    assert {name for name, text in places.items() if not CHINESE.search(text or "")} == set()


def action_of(field: Any) -> str | None:
    """The action in the field's `@requires`."""
    directives = field.extensions["strawberry-definition"].directives
    return next(
        (one.action for one in directives if isinstance(one, schemas.permissions.Requires)), None
    )


def test_every_field_of_query_and_mutation_prints_an_action_that_is_declared(
    installed: House, everything: GraphQLSchema
) -> None:
    printed = installed.schemas.of(frozenset(installed.platform.plugins.names)).as_str()
    known = installed.platform.policies.known
    assert everything.query_type
    assert everything.mutation_type
    roots = (everything.query_type, everything.mutation_type, everything.subscription_type)
    for root in filter(None, roots):
        assert root.fields.keys() == (shown := fields_of(printed, root.name)).keys()
        for name, field in root.fields.items():
            action = action_of(field)
            assert action in known, f"{root.name}.{name} asks {action}"
            assert f'@requires(action: "{action}")' in shown[name]


def fields_of(sdl: str, kind: str) -> dict[str, str]:
    """The fields of a type as the SDL prints them."""
    document = parse(sdl)
    definition = next(
        one
        for one in document.definitions
        if isinstance(one, ObjectTypeDefinitionNode) and one.name.value == kind
    )
    return {field.name.value: print_ast(field) for field in definition.fields or ()}


def test_a_verb_has_one_name_in_every_room(everything: GraphQLSchema) -> None:
    assert everything.mutation_type
    for name, field in everything.mutation_type.fields.items():
        snake = re.sub(r"([A-Z])", lambda found: "_" + found[1].lower(), name)
        assert (action_of(field) or "").partition(".")[2] == snake


def test_a_verb_that_asks_for_another_verbs_action_is_refused() -> None:
    async def close_case(info: Info) -> bool:
        return True

    with pytest.raises(ValueError, match="one verb, one name"):
        verb("demo.open_case", "办理")(close_case)


def value_for(kind: Any) -> Any:
    """A value that the type takes; what is optional is left out."""
    kind = get_nullable_type(kind)
    if is_list_type(kind):
        return []
    if isinstance(kind, GraphQLInputObjectType):
        return {
            name: value_for(field.type)
            for name, field in kind.fields.items()
            if is_required_input_field(field)
        }
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    assert is_scalar_type(kind)
    known = {
        "ID": global_id("Member", uuid4()),
        "Int": 1,
        "Boolean": True,
        "Date": "2026-01-02",
        "DateTime": "2026-01-02T00:00:00.000+08:00",
        "JSON": {},
    }
    return known.get(kind.name, "x")


def minimal(operation: str, name: str, field: Any) -> tuple[str, dict[str, Any]]:
    """The smallest valid request of one field."""
    needed = {key: one for key, one in field.args.items() if is_required_argument(one)}
    declared = ", ".join(f"${key}: {one.type}" for key, one in needed.items())
    given = ", ".join(f"{key}: ${key}" for key in needed)
    kind = get_named_type(field.type)
    below = "" if is_scalar_type(kind) or isinstance(kind, GraphQLEnumType) else "{ __typename }"
    query = f"{operation} {f'({declared})' if declared else ''} {{ {name}"
    query += f"{f'({given})' if given else ''} {below} }}"
    return query, {key: value_for(one.type) for key, one in needed.items()}


@pytest.mark.parametrize("operation", ["query", "mutation"])
async def test_what_a_field_prints_is_what_it_asks(
    installed: House, everything: GraphQLSchema, operation: str
) -> None:
    """As a visitor and as somebody with no role, every field that asks more is refused."""
    body = {"query": "county-a", "mutation": "county-b"}[operation]
    for plugin in installed.platform.plugins.names:
        await enable_if_made_for(installed, body, plugin)
    async with installed.platform.as_core(installed.bodies[body].id) as work:
        on = await installed.platform.plugins_on(work.session)
    clerk = await installed.person(body, "department")
    policies = installed.platform.policies
    schema = graphql_schema(installed, on)
    root = schema.query_type if operation == "query" else schema.mutation_type
    assert root
    asked = set[str]()
    for name, field in root.fields.items():
        action = action_of(field)
        query, variables = minimal(operation, name, field)
        if action not in policies.actions_of([VISITOR]):
            code = await installed.refused_code(query, variables, body=body)
            assert code == "NOT_SIGNED_IN", name
        if action not in policies.actions_of([VISITOR, "member"]):
            error = await installed.refused(query, variables, by=clerk)
            assert error["extensions"] == {"code": "FORBIDDEN", "action": action}
            asked.add(name)
    assert len(asked) > 5


async def enable_if_made_for(house: House, body: str, plugin: str) -> None:
    fitness = house.platform.plugins.info(plugin).fitness
    row = house.bodies[body]
    if row.level in fitness.levels and row.kind in fitness.kinds:
        await house.enable(body, plugin)


def plugin_with(letter: str, type_name: str | None = None) -> tuple[str, Any]:
    """A plugin with a record and a field that leads to it."""

    @record(Organ, read="core.read_body", description="记录")
    class Thing(Node):
        code: str = column("代码")

    # As if each came from a module of its own.
    Thing.__module__ = letter
    Thing.__strawberry_definition__.name = type_name or f"Thing{letter.upper()}"

    async def things(info: Info) -> list[Thing]:
        return []

    things.__name__ = f"{letter}_things"
    query = query_type(things)
    return made_plugin(letter, plugin_query=lambda: query)


def query_type(resolver: Any) -> Any:
    """A plugin's `Query` of one field."""
    return strawberry.type(
        type("Query", (), {resolver.__name__: reads("core.read_body", "取")(resolver)})
    )


def built(modules: list[tuple[str, Any]], *, production: bool = False) -> Schemas:
    from core import own_plugin

    made = Schemas(Plugins([*modules, ("core", own_plugin)]), production=production)
    made.check_each()
    return made


LETTERS = "abcd"


def test_every_set_of_plugins_has_its_own_schema_however_often_it_is_built() -> None:
    made = built([plugin_with(letter) for letter in LETTERS])
    assert made.plugins.broken == {}
    sets = [
        frozenset(some) for size in range(len(LETTERS) + 1) for some in combinations(LETTERS, size)
    ]
    printed = {some: made.of(some).as_str() for some in sets}
    for some, sdl in printed.items():
        assert {letter for letter in LETTERS if f"{letter}Things" in sdl} == some
        assert {letter for letter in LETTERS if f"type Thing{letter.upper()} " in sdl} == some
        assert made.of(some) is made.of(some)
    # Built again, after others were built from the same classes, it is the same.
    for some in reversed(sets):
        assert made.build(sorted(some))[0].as_str() == printed[some]


def test_only_the_sets_in_use_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemas, "KEPT", 2)
    made = built([plugin_with(letter) for letter in "abc"])
    first, second = made.of(frozenset("ab")), made.of(frozenset("bc"))
    assert made.of(frozenset("ab")) is first
    made.of(frozenset("ac"))
    assert made.of(frozenset("ab")) is first
    assert made.of(frozenset("bc")) is not second


def test_a_platform_beside_another_shares_its_schemas_unless_something_is_broken() -> None:
    modules = [plugin_with("a"), plugin_with("b")]
    made = built(modules)
    beside = made.beside(built(modules).plugins)
    assert beside.of(frozenset("ab")) is made.of(frozenset("ab"))
    beside.plugins.mark_broken("b", "here alone")
    assert "bThings" not in beside.of(frozenset("ab")).as_str()
    assert "bThings" in made.of(frozenset("ab")).as_str(), "what is broken is one platform's affair"
    with pytest.raises(ValueError, match="not the same plugins"):
        made.beside(built(modules[:1]).plugins)
    with pytest.raises(ValueError, match="one is broken"):
        beside.beside(built(modules).plugins)


def test_of_two_plugins_with_the_same_field_the_second_is_named_and_left_out() -> None:
    name, twin = plugin_with("a")
    del name
    other = made_plugin("b", plugin_query=twin.plugin_query)
    made = built([plugin_with("a"), other])
    assert set(made.plugins.broken) == {"b"}
    assert "a_things" in made.plugins.broken["b"]
    assert "aThings" in made.of(frozenset("ab")).as_str()


def test_of_two_plugins_with_the_same_type_the_second_is_named_and_left_out() -> None:
    made = built([plugin_with("a", "Thing"), plugin_with("b", "Thing")])
    assert set(made.plugins.broken) == {"b"}
    assert "Thing" in made.plugins.broken["b"]


def test_a_plugin_cannot_take_the_place_of_node() -> None:
    async def node(info: Info) -> str:
        return "mine"

    query = query_type(node)
    made = built([made_plugin("a", plugin_query=lambda: query)])
    assert "node" in made.plugins.broken["a"]
    assert "node(" in made.of(frozenset("a")).as_str()


async def test_a_plugin_that_raises_while_serving_is_named_and_the_others_go_on(
    make_house: MakeHouse,
) -> None:
    flaky, sound = plugin_with("flaky"), plugin_with("sound")
    works = flaky[1].plugin_query
    failing = False

    def query() -> Any:
        if failing:
            raise RuntimeError("the disk is full")
        return works()

    house: House = await make_house(
        modules=[
            made_plugin("flaky", plugin_query=query),
            made_plugin("sound", plugin_query=sound[1].plugin_query),
        ]
    )
    await house.enable("county-a", "flaky")
    assert await house.gql("{ flakyThings { code } }", body="county-a") == {"flakyThings": []}
    for plugin in ("flaky", "sound"):
        await house.enable("county-b", plugin)
    failing = True
    answer = await house.gql(
        "{ soundThings { code } body { plugins { name broken } } }", body="county-b"
    )
    assert answer["soundThings"] == []
    states = {one["name"]: one["broken"] for one in answer["body"]["plugins"]}
    assert (states["flaky"], states["sound"]) == (True, False)
    assert "the disk is full" in house.platform.plugins.broken["flaky"]
    code = await house.refused_code("{ flakyThings { code } }", body="county-a")
    assert code == "GRAPHQL_VALIDATION_FAILED"


async def test_what_a_body_has_not_turned_on_does_not_exist_for_it(make_house: MakeHouse) -> None:
    house: House = await make_house(modules=[plugin_with("a")])
    await house.enable("county-a", "a")
    introspection = get_introspection_query()
    on = await house.gql(introspection, body="county-a")
    off = await house.gql(introspection, body="county-b")
    assert "ThingA" in {kind["name"] for kind in on["__schema"]["types"]}
    assert "ThingA" not in {kind["name"] for kind in off["__schema"]["types"]}
    error = await house.refused("{ aThings { code } }", body="county-b")
    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    await house.disable("county-a", "a")
    await house.refused("{ aThings { code } }", body="county-a")


@pytest.fixture(scope="module")
async def production(open_house: OpenHouse, renda_settings: Settings) -> AsyncGenerator[House]:
    settings = msgspec.structs.replace(renda_settings, production=True)
    async with open_house(settings=settings) as house:
        yield house


async def test_in_production_a_misspelt_field_gets_no_suggestion(
    production: House, installed: House
) -> None:
    said = [
        (await house.refused("{ viewr { name } }", body="county-a"))["message"]
        for house in (production, installed)
    ]
    assert "viewer" not in said[0]
    assert "viewer" in said[1]


async def test_in_production_only_who_is_signed_in_sees_the_schema(
    production: House, installed: House
) -> None:
    clerk = await production.person("county-a", "office")
    for query in ("{ __schema { types { name } } }", '{ __type(name: "Body") { name } }'):
        error = await production.refused(query, body="county-a")
        assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
        await production.gql(query, by=clerk)
        await installed.gql(query, body="county-a")
    assert await production.gql("{ __typename }", body="county-a") == {"__typename": "Query"}


async def test_in_production_there_is_no_page_to_try_queries(production: House) -> None:
    response = await production.client.get("/t/county-a/graphql", headers={"accept": "text/html"})
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "QUERY_MISSING"
    assert (await production.client.get("/graphiql/graphiql.min.js")).status_code == 404
