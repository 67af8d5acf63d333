"""Whatever a client sends: an answer below 500, a code, one sentence, none of our insides."""

import json
from collections.abc import AsyncGenerator
from time import perf_counter
from typing import Any
from uuid import uuid4

import httpx
import pytest
import sqlalchemy as sa
import strawberry
from graphql import get_named_type, is_leaf_type
from made_plugins import made_plugin
from strawberry.scalars import JSON
from structlog.testing import capture_logs

from core import Info, reads
from core.graphql import answer
from core.graphql.ids import global_id
from core.people import Person
from core.testing import House, OpenHouse, Someone

pytestmark = pytest.mark.database

SECRET = "jdbc:wombat"


@strawberry.type
class Query:
    @reads("core.read_body", "抛出意外错误")
    async def demo_fault(self, info: Info) -> str:
        raise RuntimeError(SECRET)

    @reads("core.read_body", "数据库拒绝")
    async def demo_driver(self, info: Info, name: str = "张三") -> str:
        asked = sa.text(f'SELECT 1 FROM "{SECRET}" WHERE name = :name')
        async with info.context.reading() as session:
            return await session.scalar(asked, {"name": name}) or ""

    @reads("core.read_body", "不会很快答完")
    async def demo_slow(self, info: Info) -> bool:
        async with info.context.reading() as session:
            await session.execute(sa.text("SELECT pg_sleep(20)"))
        return True

    @reads("core.read_body", "整数超出三十二位")
    async def demo_wide(self, info: Info) -> int:
        return 2**40

    @reads("core.read_body", "不该为空的为空")
    async def demo_empty(self, info: Info) -> str:
        return None  # pyright: ignore[reportReturnType]

    @reads("core.read_body", "原样返回")
    async def demo_echo(self, info: Info, text: str, value: JSON | None = None) -> str:
        async with info.context.reading() as session:
            await session.scalar(sa.select(Person.id).where(Person.name == text))
        return text

    @reads("core.read_body", "放不进数据库")
    async def demo_number(self, info: Info, digits: str) -> bool:
        async with info.context.reading() as session:
            return await session.scalar(sa.select(sa.cast(digits, sa.BigInteger) > 0)) or False


@pytest.fixture(scope="module")
async def demo(open_house: OpenHouse) -> AsyncGenerator[House]:
    async with open_house(modules=[made_plugin("demo", plugin_query=lambda: Query)]) as house:
        await house.enable("county-a", "demo")
        yield house


@pytest.fixture(scope="module")
async def admin(demo: House) -> Someone:
    return await demo.person("county-a", "office", "admin", "auditor")


@pytest.mark.parametrize("field", ["demoFault", "demoDriver", "demoWide", "demoEmpty"])
async def test_a_fault_of_ours_is_masked_and_its_number_is_in_the_log(
    demo: House, field: str
) -> None:
    with capture_logs() as logs:
        error = await demo.refused(f"{{ {field} }}", body="county-a")
    assert error["extensions"]["code"] == "INTERNAL"
    reference = error["extensions"]["reference"]
    assert reference in error["message"]
    (entry,) = [one for one in logs if one.get("reference") == reference]
    assert entry["log_level"] == "error"
    assert isinstance(entry["exc_info"], BaseException)
    shown = json.dumps(error, ensure_ascii=False)
    for inside in (SECRET, "Int", "NULL", "psycopg", "RuntimeError", "relation", "non-null"):
        assert inside not in shown


async def test_an_operation_has_an_end(demo: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "SECONDS", 0.2)
    began = perf_counter()
    response = await post(demo, b'{"query": "{ demoSlow }"}')
    assert (response.status_code, code_of(response)) == (503, "OPERATION_TIMEOUT")
    assert perf_counter() - began < 3
    assert await demo.gql("{ body { code } }", body="county-a")


async def test_no_parameter_of_a_statement_is_in_the_log(demo: House) -> None:
    """What people write is personal; the log is no place for it."""
    with capture_logs() as logs:
        await demo.refused('{ demoDriver(name: "张三丰") }', body="county-a")
    (entry,) = [one for one in logs if "reference" in one]
    assert SECRET in str(entry["exc_info"])
    assert "张三丰" not in str(entry["exc_info"])


async def post(house: House, content: bytes, **headers: str) -> httpx.Response:
    return await house.client.post(
        "/t/county-a/graphql",
        content=content,
        headers={"content-type": "application/json", **headers},
    )


def code_of(response: httpx.Response) -> str:
    (error,) = response.json()["errors"]
    assert error["message"]
    return error["extensions"]["code"]


BODIES = {
    b"": "BODY_INVALID",
    b"{": "BODY_INVALID",
    b"\xff\xfe": "BODY_INVALID",
    b"null": "BODY_INVALID",
    b"[]": "BODY_INVALID",
    b'"x"': "BODY_INVALID",
    b"[" * 100_000: "BODY_INVALID",
    b"{}": "QUERY_MISSING",
    b'{"query": ""}': "QUERY_MISSING",
    b'{"query": 5}': "QUERY_MISSING",
    b'{"query": "{ __typename }", "variables": []}': "BODY_INVALID",
    b'{"query": "{ __typename }", "variables": "x"}': "BODY_INVALID",
    b'{"query": "{ __typename }", "operationName": 5}': "BODY_INVALID",
    b'{"query": "{ __typename }", "variables": {"a": "\\u0000"}}': "TEXT_INVALID",
    b'{"query": "{ __typename }", "variables": {"a": [{"\\u0000": 1}]}}': "TEXT_INVALID",
    b'{"query": "{ __typename }", "variables": {"a": "\\ud800"}}': "BODY_INVALID",
    b'{"query": "\\ud800{ __typename }"}': "BODY_INVALID",
    b'{"query": "{ __typename }", "variables": {"a": 1e999}}': "BODY_INVALID",
}


@pytest.mark.parametrize(("content", "code"), BODIES.items(), ids=range(len(BODIES)))
async def test_a_body_that_is_no_request_is_told_so(demo: House, content: bytes, code: str) -> None:
    response = await post(demo, content)
    assert (response.status_code, code_of(response)) == (400, code)


async def test_deeply_nested_variables_are_an_error_of_the_client(demo: House) -> None:
    for depth in (200, 900, 1100, 50_000):
        nested = (
            b'{"query":"{ __typename }","variables":{"a":' + b"[" * depth + b"]" * depth + b"}}"
        )
        assert (await post(demo, nested)).status_code in (200, 400)


QUERIES = {
    "{": "GRAPHQL_PARSE_FAILED",
    "{ nothing }": "GRAPHQL_VALIDATION_FAILED",
    "{ node(id: 5.5) { id } }": "GRAPHQL_VALIDATION_FAILED",
    "{ members(first: 99999999999999999999) { totalCount } }": "QUERY_TOO_COMPLEX",
    '{ deadlines(where: {dueBy: "yesterday"}) { totalCount } }': "GRAPHQL_VALIDATION_FAILED",
    '{ deadlines(where: {dueBy: "0000-00-00"}) { totalCount } }': "GRAPHQL_VALIDATION_FAILED",
    "{ events(where: {since: 7}) { totalCount } }": "GRAPHQL_VALIDATION_FAILED",
    '{ demoEcho(text: "\\u0000") }': "TEXT_INVALID",
    '{ demoEcho(text: "x", value: {a: ["\\u0000"]}) }': "TEXT_INVALID",
    '{ demoEcho(text: "\\uD800") }': "GRAPHQL_PARSE_FAILED",
    "{ " + "a: __typename " * 40 + "}": "QUERY_TOO_MANY_ALIASES",
    "{ body { " + "parent { " * 12 + "name" + " }" * 14: "QUERY_TOO_DEEP",
    "query A { __typename } query B { __typename }": "OPERATION_UNKNOWN",
    "fragment F on Query { __typename }": "OPERATION_UNKNOWN",
    # What it asks for is looked at once there is a way to answer it.
    "subscription { x }": "STREAM_NEEDED",
    "mutation { signIn }": "GRAPHQL_VALIDATION_FAILED",
}


@pytest.mark.parametrize(("query", "code"), QUERIES.items(), ids=range(len(QUERIES)))
async def test_a_query_that_cannot_be_run_is_told_so(
    demo: House, admin: Someone, query: str, code: str
) -> None:
    told = await demo.ask(query, by=admin)
    assert "data" not in told
    assert {error["extensions"]["code"] for error in told["errors"]} == {code}


async def test_a_subscription_to_nothing_is_told_so_to_who_takes_a_stream(demo: House) -> None:
    response = await post(demo, b'{"query": "subscription { x }"}', accept="text/event-stream")
    assert response.headers["content-type"].startswith("text/event-stream")
    assert "GRAPHQL_VALIDATION_FAILED" in response.text
    assert "STREAM_NEEDED" not in response.text


VARIABLES: list[tuple[str, str, Any]] = [
    ("DateTime", "events(where: {since: $x}) { totalCount }", "yesterday"),
    ("DateTime", "events(where: {since: $x}) { totalCount }", 5),
    ("DateTime", "events(where: {since: $x}) { totalCount }", "0001-01-01T00:00:00+23:59"),
    ("Date", "deadlines(where: {dueBy: $x}) { totalCount }", "2026-02-30"),
    ("Date", "deadlines(where: {dueBy: $x}) { totalCount }", {}),
    ("Int", "members(first: $x) { totalCount }", 2**31),
    ("Int", "members(first: $x) { totalCount }", 10**60),
    ("Int", "members(first: $x) { totalCount }", 1.5),
    ("Int", "members(first: $x) { totalCount }", True),
    ("String", "members(organ: $x) { totalCount }", 5),
    ("PackageState", "sentPackages(state: $x) { totalCount }", "waiting"),
]


@pytest.mark.parametrize(("kind", "field", "value"), VARIABLES)
async def test_a_variable_of_the_wrong_kind_is_an_error_of_the_client(
    demo: House, admin: Someone, kind: str, field: str, value: Any
) -> None:
    told = await demo.ask(f"query ($x: {kind}) {{ {field} }}", {"x": value}, by=admin)
    assert "data" not in told
    (error,) = told["errors"]
    assert error["extensions"]["code"] in ("GRAPHQL_VALIDATION_FAILED", "QUERY_TOO_COMPLEX")
    for inside in ("isoformat", "fromisoformat", "OverflowError", "argument must be"):
        assert inside not in error["message"]


@pytest.mark.parametrize(
    "text", ["", "x" * 200_000, "👨‍👩‍👧", "'; DROP TABLE body; --", "\x01\x7f", "‮"]
)
async def test_any_other_text_is_taken_as_it_is(demo: House, text: str) -> None:
    query = "query ($text: String!) { demoEcho(text: $text) }"
    assert (await demo.gql(query, {"text": text}, body="county-a"))["demoEcho"] == text


async def test_what_does_not_fit_into_the_database_is_an_error_of_the_client(
    demo: House, admin: Someone
) -> None:
    query = "query ($digits: String!) { demoNumber(digits: $digits) }"
    for digits in ("9" * 30, "x"):
        error = await demo.refused(query, {"digits": digits}, body="county-a")
        assert error["extensions"]["code"] == "VALUE_INVALID"
    role = "mutation ($n: String!) { defineRole(input: {name: $n, title: $n, actions: []}) { id } }"
    # Letters that do not repeat cannot be made smaller, and no index takes so many.
    name = "".join(uuid4().hex for _ in range(500))
    assert await demo.refused_code(role, {"n": name}, by=admin) != "INTERNAL"


async def test_moments_are_written_in_the_zone_of_the_law_with_milliseconds(
    demo: House, admin: Someone
) -> None:
    told = await demo.gql("{ events { nodes { createdAt } } }", by=admin)
    (moment, *_) = [one["createdAt"] for one in told["events"]["nodes"]]
    assert len(moment) == len("2026-01-13T09:30:00.000+08:00")
    assert moment.endswith("+08:00")
    query = "query ($s: DateTime) { events(where: {since: $s}) { totalCount } }"
    total = (await demo.gql(query, {"s": None}, by=admin))["events"]["totalCount"]
    for since, found in (
        (moment[:19], total),
        (moment.replace("+08:00", "Z"), 0),
        ("2000-01-01", total),
    ):
        got = (await demo.gql(query, {"s": since}, by=admin))["events"]["totalCount"]
        assert (got >= total) is (found == total)


async def test_many_errors_are_cut_short(demo: House) -> None:
    query = "{ " + " ".join(f"nothing{number}" for number in range(100)) + " }"
    told = await demo.ask(query, body="county-a")
    assert len(told["errors"]) == 20
    assert told["errors"][-1]["extensions"]["code"] == "TOO_MANY_ERRORS"


async def test_every_argument_takes_hostile_text_without_falling(
    demo: House, admin: Someone
) -> None:
    """Each argument that is a text or an id, with texts that were trouble elsewhere."""
    hostile = ["%00", "\x1b[31m", "😀" * 300, "../../etc/passwd", "0" * 3000, "null", "Organ:x"]
    schema = demo.schemas.of(frozenset())._schema
    for root in (schema.query_type, schema.mutation_type):
        assert root
        for name, field in root.fields.items():
            for argument, given in field.args.items():
                if str(given.type).rstrip("!") not in ("String", "ID"):
                    continue
                for text in hostile:
                    query = (
                        f"{root.name.lower()} ($x: {given.type}) "
                        f"{{ {name}({argument}: $x) {selected(field)} }}"
                    )
                    told = await demo.ask(query, {"x": text}, by=admin)
                    codes = {one["extensions"]["code"] for one in told.get("errors", ())}
                    assert "INTERNAL" not in codes, (name, argument, text)


def selected(field: Any) -> str:
    return "" if is_leaf_type(get_named_type(field.type)) else "{ __typename }"


async def test_an_id_of_another_kind_of_record_is_not_found(demo: House, admin: Someone) -> None:
    query = """mutation ($id: ID!) {
        assignRoles(input: {member: $id, roles: []}) { id }
    }"""
    for bad in (global_id("Organ", admin.membership_id), global_id("Member", uuid4())):
        assert await demo.refused_code(query, {"id": bad}, by=admin) == "NOT_FOUND"
