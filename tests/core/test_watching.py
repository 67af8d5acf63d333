"""What is told to whom, and when: subscriptions without the wire, on a real database."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa
import strawberry
import turnout
from made_plugins import made_plugin

from core import Info, own_plugin, postgres, wakes, watches
from core.graphql import answer, watching
from core.graphql.ids import global_id
from core.graphql.schemas import Schemas
from core.people import Membership
from core.platform import verb
from core.plugins import Plugins
from core.testing import House, MakeHouse, Someone, TestServer

pytestmark = pytest.mark.database

TURNOUT = "subscription { turnout { count } }"
CAST = 'mutation ($spoilt: Boolean! = false) { castBallot(box: "main", spoilt: $spoilt) }'


def counted(number: int) -> Any:
    return {"turnout": {"count": number}}


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    made = await make_house(modules=[("turnout", turnout)])
    for body in ("county-a", "county-b"):
        await made.enable(body, "turnout")
    return made


async def voter(house: House, body: str = "county-a") -> Someone:
    return await house.person(body, "office", "turnout_voter")


async def watcher(house: House, body: str = "county-a") -> Someone:
    return await house.person(body, "court", "turnout_watcher")


async def test_an_answer_comes_at_once_and_after_every_change(house: House) -> None:
    sitting, casting = await watcher(house), await voter(house)
    query = "subscription { turnout { count organ { code } } }"
    async with house.watching(query, by=sitting) as seen:
        for number in range(3):
            told = await seen.next()
            assert told == {"turnout": {"count": number, "organ": {"code": "court"}}}
            await house.gql(CAST, by=casting)


async def test_bodies_do_not_wake_each_other(house: House) -> None:
    here, beside = await voter(house), await voter(house, "county-b")
    async with (
        house.watching(TURNOUT, by=here) as seen,
        house.watching(TURNOUT, by=beside) as seen_beside,
    ):
        assert await seen.next() == await seen_beside.next() == counted(0)
        woken_here, woken_beside = rung(house, "county-a"), rung(house, "county-b")
        await house.gql(CAST, by=beside)
        assert await seen_beside.next() == counted(1)
        assert await woken_beside
        assert not await woken_here
        await seen.nothing(0.1)


def rung(house: House, body: str, seconds: float = 1) -> "asyncio.Task[bool]":
    """Whether the topic's bell rings within the time."""

    async def hear() -> bool:
        await house.platform.wakes.listening()
        with house.platform.wakes.watching(house.bodies[body].id, turnout.BALLOTS, None) as bell:
            return await bell.heard(seconds, gap=0)

    return asyncio.create_task(hear())


async def test_a_verb_wakes_when_it_has_committed_and_not_before(house: House) -> None:
    body, platform = house.bodies["county-a"], house.platform
    await platform.wakes.listening()
    heard = rung(house, "county-a", 5)
    await asyncio.sleep(0.1)
    async with verb(platform, body, None, None, frozenset()) as work:
        wakes.wake(work, turnout.BALLOTS)
        async with work.session.begin_nested():
            await work.session.execute(sa.select(1))
        await asyncio.sleep(0.5)
        assert not heard.done(), "released savepoints have committed nothing"
        turnout.announce(work, turnout.CAST, body)
    assert await heard


async def test_what_is_rolled_back_wakes_nobody(house: House) -> None:
    casting = await voter(house)
    heard = rung(house, "county-a", 1.5)
    await asyncio.sleep(0.1)
    refused = await house.refused_code(CAST, {"spoilt": True}, by=casting)
    assert refused == "BALLOT_SPOILT"
    assert not await heard


async def test_jobs_of_the_core_wake_too(house: House) -> None:
    """Listeners and receivers of packages work in the core's hands."""
    heard = rung(house, "county-a", 5)
    await asyncio.sleep(0.1)
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        wakes.wake(work, turnout.BALLOTS)
    assert await heard


async def test_nothing_of_a_topic_is_told_to_who_listens_to_the_database(house: House) -> None:
    dsn = house.databases.app
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        await connection.execute(f"LISTEN {wakes.CHANNEL}")
        await house.gql(CAST, by=await voter(house))
        (told,) = [one.payload async for one in connection.notifies(timeout=5, stop_after=1)]
    body, digest = told.split()
    assert body == house.bodies["county-a"].id.hex
    assert len(digest) == 32
    assert "turnout" not in told


async def test_many_changes_at_once_are_few_answers(house: House) -> None:
    casting = await voter(house)
    async with house.watching(TURNOUT, by=await watcher(house)) as seen:
        assert await seen.next() == counted(0)
        await asyncio.gather(*(house.gql(CAST, by=casting) for _ in range(40)))
        counts = []
        while not counts or counts[-1] < 40:
            counts.append((await seen.next())["turnout"]["count"])
        await seen.nothing()
    assert len(counts) < 10


async def test_an_answer_that_is_as_before_is_not_told_again(house: House) -> None:
    casting = await voter(house)
    async with house.watching(TURNOUT.replace("turnout", 'turnout(box: "b")'), by=casting) as seen:
        assert await seen.next() == counted(0)
        heard = rung(house, "county-a", 5)
        await asyncio.sleep(0.1)
        await house.gql(CAST, by=casting)
        assert await heard
        await seen.nothing()


async def lose_role(house: House, who: Someone) -> None:
    admin = await house.person(who.body, "office", "admin")
    assign = "mutation ($i: AssignRolesInput!) { assignRoles(input: $i) { roles } }"
    member = global_id("Member", who.membership_id)
    await house.gql(assign, {"i": {"member": member, "roles": []}}, by=admin)


async def leave(house: House, who: Someone) -> None:
    async with house.platform.as_core(house.bodies[who.body].id) as work:
        row = await work.session.get_one(Membership, (work.body.id, who.membership_id))
        row.ended_on = row.started_on


async def sign_out(house: House, who: Someone) -> None:
    await house.gql("mutation { signOut }", by=who)


async def reset_password(house: House, who: Someone) -> None:
    admin = await house.person(who.body, "office", "admin")
    reset = "mutation ($i: ResetPasswordInput!) { resetPassword(input: $i) { firstPassword } }"
    await house.gql(reset, {"i": {"member": global_id("Member", who.membership_id)}}, by=admin)


async def turn_off(house: House, who: Someone) -> None:
    await house.disable(who.body, "turnout")


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (lose_role, "FORBIDDEN"),
        (sign_out, "TOKEN_INVALID"),
        (reset_password, "TOKEN_INVALID"),
        (turn_off, "PLUGIN_TURNED_OFF"),
    ],
)
@pytest.mark.parametrize("woken", [True, False], ids=["woken", "in_time"])
async def test_who_may_not_watch_any_more_is_told_so_and_it_ends(
    house: House, monkeypatch: pytest.MonkeyPatch, happens: Any, code: str, woken: bool
) -> None:
    if not woken:
        monkeypatch.setattr(watching, "LOOK_SECONDS", 1)
    who, casting = await watcher(house), await voter(house)
    async with house.watching(TURNOUT, by=who) as seen:
        assert await seen.next() == counted(0)
        await happens(house, who)
        if woken:
            async with house.platform.as_core(house.bodies[casting.body].id) as work:
                wakes.wake(work, turnout.BALLOTS)
        refusal = await seen.refused(5)
        assert refusal["extensions"]["code"] == code
        assert refusal["message"].endswith("。")
        await asyncio.wait_for(asyncio.shield(seen._taking), 2)


async def test_a_suspended_body_tells_nobody_any_more(
    house: House, renda_server: TestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LOOK_SECONDS", 1)
    async with house.watching(TURNOUT, by=await watcher(house)) as seen:
        assert await seen.next() == counted(0)
        name = house.platform.database.engine.url.database
        with psycopg.connect(postgres.dsn_for(renda_server.superuser, database=name)) as connection:
            connection.execute("UPDATE body SET status = 'suspended' WHERE code = 'county-a'")
        assert (await seen.refused(5))["extensions"]["code"] == "BODY_SUSPENDED"


async def test_to_watch_does_not_keep_a_session_alive(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0.2)
    who = await watcher(house)
    async with house.watching(TURNOUT, by=who) as seen:
        assert await seen.next() == counted(0)
        async with house.platform.database.transaction(None) as session:
            shorten = "UPDATE session SET expires_at = now() + interval '2 seconds'"
            await session.execute(sa.text(shorten))
        assert (await seen.refused(8))["extensions"]["code"] == "TOKEN_INVALID"


async def test_who_may_not_watch_gets_no_answer_at_all(house: House) -> None:
    stranger = await house.person("county-a", "office")
    for by, code in ((stranger, "FORBIDDEN"), (None, "NOT_SIGNED_IN")):
        async with house.watching(TURNOUT, by=by) as seen:
            assert (await seen.refused())["extensions"]["code"] == code


async def test_an_unexpected_error_is_masked(house: House) -> None:
    casting = await voter(house)
    async with house.watching("subscription { failingTurnout }", by=casting) as seen:
        assert await seen.next() == {"failingTurnout": 0}
        await house.gql(CAST, by=casting)
        refusal = await seen.refused()
    assert refusal["extensions"]["code"] == "INTERNAL"
    assert "secret" not in str(refusal)


async def test_one_who_works_for_too_long_is_stopped(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "SECONDS", 1)
    who = await watcher(house)
    async with (
        house.watching("subscription { hangingTurnout }", by=who) as seen,
        house.watching(TURNOUT, by=who) as waiting,
    ):
        assert await seen.next() == {"hangingTurnout": 0}
        assert (await seen.refused())["extensions"]["code"] == "OPERATION_TIMEOUT"
        await waiting.next()
        await waiting.nothing(2)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription { turnout { count ", "GRAPHQL_PARSE_FAILED"),
        ("subscription { turnout { nothing } }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "subscription { turnout { count } failingTurnout }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "subscription { turnout {" + "".join(f"a{n}: count " for n in range(31)) + "} }",
            "QUERY_TOO_MANY_ALIASES",
        ),
        (
            "subscription a { turnout { count } } subscription b { turnout { count } }",
            "OPERATION_UNKNOWN",
        ),
        ("mutation { signOut }", "MUTATION_NEEDS_HTTP"),
    ],
)
async def test_what_is_refused_has_a_code(house: House, query: str, code: str) -> None:
    async with house.watching(query, by=await voter(house)) as seen:
        assert (await seen.refused())["extensions"]["code"] == code


async def test_a_connection_that_broke_is_made_again(
    house: House, renda_server: TestServer
) -> None:
    casting = await voter(house)
    async with house.watching(TURNOUT, by=casting) as seen:
        assert await seen.next() == counted(0)
        name = house.platform.database.engine.url.database
        with psycopg.connect(renda_server.superuser, autocommit=True) as connection:
            killed = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND query LIKE 'LISTEN renda_wake%%'",
                [name],
            ).fetchall()
        assert len(killed) == 1
        await house.gql(CAST, by=casting)
        assert await seen.next() == counted(1), "what happened meanwhile is not missed"
        await house.gql(CAST, by=casting)
        assert await seen.next() == counted(2)


async def test_a_waiting_subscription_holds_no_connection(house: House) -> None:
    who = await watcher(house)
    opened = [house.watching(TURNOUT, by=who) for _ in range(30)]
    seen = [await one.__aenter__() for one in opened]
    for one in seen:
        await one.next()
    assert house.platform.database.engine.pool.checkedout() == 0
    for one in opened:
        await one.__aexit__(None, None, None)
    assert house.platform.wakes._bells == {}, "who watches no more is not rung for"


@strawberry.type
class _Again:
    @watches("turnout_too.read", "重名")
    async def turnout(self, info: Info) -> AsyncGenerator[int]:
        yield 1


def test_two_plugins_with_a_field_of_one_name_cannot_be_on_together() -> None:
    again = made_plugin("turnout_too", plugin_subscription=lambda: _Again)
    plugins = Plugins([("core", own_plugin), ("turnout", turnout), again])
    Schemas(plugins).check_each()
    assert "both define Subscription.turnout" in plugins.broken["turnout_too"]
    assert "turnout" in plugins.names


def test_the_schema_prints_what_a_subscription_asks() -> None:
    schemas = Schemas(Plugins([("core", own_plugin), ("turnout", turnout)]))
    sdl = schemas.of(frozenset({"turnout"})).as_str()
    printed = sdl.split("type Subscription {", 1)[1].partition("\n}")[0]
    assert printed.count('@requires(action: "turnout.read")') == 3
    assert "type Subscription" not in schemas.of(frozenset()).as_str()


@pytest.mark.parametrize("topic", ["ballots", "turnout.王某", "turnout.a b", "turnout.", ""])
def test_a_topic_is_a_word_of_a_plugin(topic: str) -> None:
    with pytest.raises(ValueError, match="is no topic"):
        wakes._note(uuid4(), topic, None)
