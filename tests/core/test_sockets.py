"""Subscriptions over the wire: a real `renda serve`, two of them, and clients of all sorts."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import ExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest
import turnout
from test_watching import CAST, TURNOUT, lose_role, sign_out
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from core.sockets import INIT_SECONDS, OPERATIONS
from core.streams import OF_ACCOUNT
from core.testing import PASSWORD, House, OpenHouse, Served, Someone

pytestmark = pytest.mark.database

NEW, LEGACY = Subprotocol("graphql-transport-ws"), Subprotocol("graphql-ws")
STREAM = {"accept": "text/event-stream"}


@pytest.fixture(scope="module")
async def house(open_house: OpenHouse) -> AsyncGenerator[House]:
    async with open_house(modules=[("turnout", turnout)]) as made:
        for body in ("county-a", "county-b"):
            await made.enable(body, "turnout")
        yield made


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    return turnout.installed(tmp_path_factory.mktemp("installed"))


@pytest.fixture(scope="module")
def servers(house: House, path: str) -> Generator[list[Served]]:
    """Two processes on one database."""
    with ExitStack() as stack:
        yield [stack.enter_context(house.served(PYTHONPATH=path)) for _ in range(2)]


@pytest.fixture
def served(servers: list[Served]) -> Served:
    return servers[0]


@pytest.fixture
async def watcher(house: House) -> Someone:
    return await house.person("county-a", "court", "turnout_watcher")


@pytest.fixture
async def voter(house: House) -> Someone:
    return await house.person("county-a", "office", "turnout_voter")


@asynccontextmanager
async def socket(
    served: Served, body: str = "county-a", **how: Any
) -> AsyncGenerator[ClientConnection]:
    address = served.address.replace("http", "ws", 1)
    how = {"subprotocols": [NEW], "proxy": None, **how}
    async with connect(f"{address}/t/{body}/graphql", **how) as opened:
        yield opened


@asynccontextmanager
async def signed_in(
    served: Served, by: Someone | None, **how: Any
) -> AsyncGenerator[ClientConnection]:
    payload = {"Authorization": f"Bearer {by.token}"} if by else {}
    async with socket(served, by.body if by else "county-a", **how) as opened:
        await say(opened, type="connection_init", payload=payload)
        assert await hear(opened) == {"type": "connection_ack"}
        yield opened


async def say(opened: ClientConnection, **message: Any) -> None:
    await opened.send(json.dumps(message))


async def hear(opened: ClientConnection, seconds: float = 10) -> Any:
    """The next message that is no ping."""
    while True:
        message = json.loads(await asyncio.wait_for(opened.recv(), seconds))
        if message["type"] != "ping":
            return message
        await say(opened, type="pong")


async def subscribe(opened: ClientConnection, query: str = TURNOUT, name: str = "1") -> None:
    await say(opened, type="subscribe", id=name, payload={"query": query})


async def count_of(opened: ClientConnection) -> int:
    message = await hear(opened)
    assert message["type"] == "next", message
    return message["payload"]["data"]["turnout"]["count"]


async def refusal(opened: ClientConnection) -> str:
    message = await hear(opened)
    assert message["type"] == "error", message
    (error,) = message["payload"]
    assert error["message"][0] > "一"
    return error["extensions"]["code"]


async def closing(opened: ClientConnection, seconds: float = 10) -> tuple[int, str]:
    try:
        while True:
            await asyncio.wait_for(opened.recv(), seconds)
    except ConnectionClosed:
        pass
    return opened.close_code or 0, opened.close_reason or ""


async def test_it_goes_on_across_two_processes(
    house: House, servers: list[Served], voter: Someone, watcher: Someone
) -> None:
    beside = await house.person("county-b", "office", "turnout_watcher")
    here, there = servers
    async with (
        signed_in(here, watcher) as one,
        signed_in(there, watcher) as two,
        signed_in(there, beside) as other_body,
    ):
        for opened in (one, two, other_body):
            await subscribe(opened)
        before = await count_of(one)
        assert (await count_of(two), await count_of(other_body)) == (before, 0)
        async with httpx.AsyncClient(trust_env=False) as client:
            started = time.monotonic()
            answer = await client.post(
                f"{here.address}/t/county-a/graphql",
                json={"query": CAST},
                headers={"Authorization": f"Bearer {voter.token}"},
            )
        assert answer.json()["data"]
        assert (await count_of(one), await count_of(two)) == (before + 1, before + 1)
        assert time.monotonic() - started < 5
        with pytest.raises(TimeoutError):
            await hear(other_body, 1)
        await say(one, type="complete", id="1")
        await house.gql(CAST, by=voter)
        assert await count_of(two) == before + 2
        with pytest.raises(TimeoutError):
            await hear(one, 1)


@pytest.mark.parametrize("offered", [[LEGACY], None], ids=["legacy", "none"])
async def test_another_protocol_is_refused(served: Served, offered: Any) -> None:
    async with socket(served, subprotocols=offered) as opened:
        assert opened.subprotocol is None
        assert await closing(opened) == (4406, "PROTOCOL_NOT_SUPPORTED")


async def test_of_both_protocols_ours_is_taken(served: Served) -> None:
    async with socket(served, subprotocols=[LEGACY, NEW]) as opened:
        assert opened.subprotocol == NEW


async def test_who_does_not_say_who_it_is_is_closed(served: Served) -> None:
    async with socket(served) as silent, socket(served) as hasty:
        await subscribe(hasty)
        assert (await closing(hasty))[0] == 4401
        assert (await closing(silent, INIT_SECONDS + 5))[0] == 4408


@pytest.mark.parametrize(
    ("payload", "body", "told"),
    [
        ({"Authorization": "Bearer nobody"}, "county-a", (4403, "TOKEN_INVALID")),
        ({"token": "nobody"}, "county-a", (4403, "TOKEN_INVALID")),
        ({}, "nowhere", (4403, "BODY_UNKNOWN")),
        ("text", "county-a", (4400, "Invalid connection init payload")),
    ],
)
async def test_who_is_not_let_in_is_told_why(
    served: Served, payload: Any, body: str, told: tuple[int, str]
) -> None:
    async with socket(served, body) as opened:
        if body != "nowhere":
            await say(opened, type="connection_init", payload=payload)
        assert await closing(opened) == told


@pytest.mark.parametrize(
    "message",
    [
        "[]",
        "1",
        "{",
        "",
        b"\0",
        "[" * 100_000,
        '{"type": []}',
        '{"type": "nothing"}',
        '{"type": "subscribe", "id": [], "payload": {"query": "{ body { name } }"}}',
        '{"type": "subscribe", "id": "1", "payload": 1}',
        '{"type": "subscribe", "id": "1", "payload": {}}',
        '{"type": "complete", "id": {}}',
        '{"type": "connection_init"}',
        " " * (1 << 20) + "1",
    ],
)
async def test_a_message_of_no_shape_ends_the_socket_and_nothing_else(
    served: Served, message: Any
) -> None:
    async with signed_in(served, None) as opened:
        await opened.send(message)
        code, _ = await closing(opened)
    assert code in (4400, 4429, 1009)
    log = served.log.read_text(encoding="utf-8")
    assert "Traceback" not in log


async def cookie(house: House, who: Someone) -> str:
    sign_in = "mutation ($i: SignInInput!) { signIn(input: $i) { token } }"
    made = await house.gql(
        sign_in, {"i": {"login": who.login, "password": PASSWORD}}, body=who.body
    )
    return f"renda-{who.body}={made['signIn']['token']}"


async def test_a_cookie_counts_for_our_own_page_only(
    house: House, served: Served, watcher: Someone
) -> None:
    headers = {"Cookie": await cookie(house, watcher)}
    own = served.address
    async with signed_in(served, None, origin=own, additional_headers=headers) as opened:
        await subscribe(opened)
        assert await count_of(opened) >= 0
    for origin in ("https://evil.example", "null"):
        with pytest.raises(InvalidStatus) as refused:
            async with socket(served, origin=origin, additional_headers=headers):
                pass
        assert refused.value.response.status_code == 403


async def test_one_who_may_not_any_more_is_told_and_the_others_go_on(
    house: House, served: Served, watcher: Someone, voter: Someone
) -> None:
    leaving = await house.person("county-a", "court", "turnout_watcher")
    async with (
        signed_in(served, watcher) as loser,
        signed_in(served, leaving) as leaver,
        signed_in(served, voter) as stays,
    ):
        for opened in (loser, leaver, stays):
            await subscribe(opened)
            await count_of(opened)
        await lose_role(house, watcher)
        await sign_out(house, leaving)
        await house.gql(CAST, by=voter)
        assert await refusal(loser) == "FORBIDDEN"
        assert await refusal(leaver) == "TOKEN_INVALID"
        assert await count_of(stays) > 0
        await subscribe(leaver, name="2")
        assert await refusal(leaver) == "TOKEN_INVALID"


async def test_only_so_many_subscriptions_run_on_a_socket(served: Served, watcher: Someone) -> None:
    async with signed_in(served, watcher) as opened:
        for number in range(OPERATIONS):
            await subscribe(opened, name=str(number))
            await count_of(opened)
        await subscribe(opened, name="more")
        assert await refusal(opened) == "TOO_MANY_SUBSCRIPTIONS"
        await say(opened, type="complete", id="0")
        await subscribe(opened, name="more")
        assert await count_of(opened) >= 0
        await subscribe(opened, name="more")
        assert (await closing(opened))[0] == 4409


async def test_only_so_many_connections_are_open_of_an_account(
    house: House, served: Served, voter: Someone
) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        opened = [signed_in(served, voter) for _ in range(OF_ACCOUNT - 1)]
        for one in opened:
            await one.__aenter__()
        async with streaming(client, served, voter) as told:
            assert (await anext(told))[0] == "next"
            async with socket(served) as more:
                payload = {"token": voter.token}
                await say(more, type="connection_init", payload=payload)
                assert await closing(more) == (4403, "TOO_MANY_CONNECTIONS")
            refused = await post(client, served, voter, TURNOUT, STREAM)
            assert refused.status_code == 429
            assert refused.json()["errors"][0]["extensions"]["code"] == "TOO_MANY_CONNECTIONS"
        for one in opened:
            await one.__aexit__(None, None, None)
        await asyncio.sleep(0.5)
        # What was closed counts no more, the stream that was cut off neither.
        for _ in range(OF_ACCOUNT):
            opened.append(signed_in(served, voter))
            await opened[-1].__aenter__()
        for one in opened[-OF_ACCOUNT:]:
            await one.__aexit__(None, None, None)


async def test_queries_run_on_a_socket_and_mutations_do_not(
    served: Served, watcher: Someone
) -> None:
    async with signed_in(served, watcher) as opened:
        await subscribe(opened, "{ viewer { name } }", "q")
        assert (await hear(opened))["payload"] == {"data": {"viewer": {"name": "测试人员"}}}
        assert await hear(opened) == {"id": "q", "type": "complete"}
        for query, code in (
            ("mutation { signOut }", "MUTATION_NEEDS_HTTP"),
            ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
            ("{", "GRAPHQL_PARSE_FAILED"),
            ("", "QUERY_MISSING"),
            ("fragment a on Query { a }", "OPERATION_UNKNOWN"),
        ):
            await subscribe(opened, query, "r")
            assert await refusal(opened) == code
        await say(opened, type="ping")
        assert await hear(opened) == {"type": "pong"}


async def post(
    client: httpx.AsyncClient, served: Served, by: Someone, query: str, headers: Any
) -> httpx.Response:
    return await client.post(
        f"{served.address}/t/{by.body}/graphql",
        json={"query": query},
        headers={"Authorization": f"Bearer {by.token}", **headers},
    )


@asynccontextmanager
async def streaming(
    client: httpx.AsyncClient, served: Served, by: Someone, query: str = TURNOUT
) -> AsyncGenerator[AsyncGenerator[tuple[str, Any]]]:
    """The events of a stream, each with its data."""
    request = client.build_request(
        "POST",
        f"{served.address}/t/{by.body}/graphql",
        json={"query": query},
        headers={"Authorization": f"Bearer {by.token}", **STREAM},
    )
    response = await client.send(request, stream=True)
    assert response.headers["content-type"].startswith("text/event-stream")

    async def events() -> AsyncGenerator[tuple[str, Any]]:
        kind = ""
        async for line in response.aiter_lines():
            field, _, value = line.partition(": ")
            if field == "event":
                kind = value
            elif field.startswith("data"):
                yield kind, json.loads(value) if value else None

    try:
        yield events()
    finally:
        await response.aclose()


async def test_a_stream_tells_the_same(house: House, served: Served, voter: Someone) -> None:
    other = await house.person("county-a", "office", "turnout_voter")
    async with (
        httpx.AsyncClient(trust_env=False) as client,
        streaming(client, served, voter) as told,
    ):
        kind, first = await anext(told)
        await house.gql(CAST, by=voter)
        _, second = await asyncio.wait_for(anext(told), 10)
        assert kind == "next"
        counts = [one["data"]["turnout"]["count"] for one in (first, second)]
        assert counts[1] == counts[0] + 1
        await sign_out(house, voter)
        await house.gql(CAST, by=other)
        _, ended = await asyncio.wait_for(anext(told), 10)
        assert ended["errors"][0]["extensions"]["code"] == "TOKEN_INVALID"
        assert await anext(told) == ("complete", None)


async def test_json_stays_json_where_a_stream_is_listed_beside_it(
    served: Served, voter: Someone
) -> None:
    both = "application/graphql-response+json, application/json, text/event-stream"
    query = "{ viewer { name } }"
    async with httpx.AsyncClient(trust_env=False) as client:
        answered = await post(client, served, voter, query, {"accept": both})
        assert answered.headers["content-type"].startswith("application/graphql-response+json")
        alone = await post(client, served, voter, query, STREAM)
        assert alone.headers["content-type"].startswith("text/event-stream")
        assert alone.text.startswith('event: next\ndata: {"data":{"viewer"')
        assert "event: complete" in alone.text
        done = await post(client, served, voter, CAST, STREAM)
        assert '"castBallot":' in done.text
        for accept in ("application/json", "*/*"):
            refused = await post(client, served, voter, TURNOUT, {"accept": accept})
            assert refused.status_code == 406
            assert refused.json()["errors"][0]["extensions"]["code"] == "STREAM_NEEDED"
        wrong = await post(client, served, voter, "subscription { nothing }", STREAM)
        assert "GRAPHQL_VALIDATION_FAILED" in wrong.text
        unknown = await client.post(
            f"{served.address}/t/county-a/graphql",
            json={"query": TURNOUT},
            headers={"Authorization": "Bearer nobody", **STREAM},
        )
        assert unknown.status_code == 401
        get = await client.get(
            f"{served.address}/t/county-a/graphql",
            params={"query": "mutation { signOut }"},
            headers={"Authorization": f"Bearer {voter.token}", **STREAM},
        )
        assert get.status_code == 405


async def test_a_server_that_stops_ends_what_is_open(house: House, path: str) -> None:
    who = await house.person("county-a", "office", "turnout_watcher")
    with house.served(PYTHONPATH=path) as served:
        async with (
            signed_in(served, who) as opened,
            socket(served) as unknown,
            httpx.AsyncClient(trust_env=False) as client,
            streaming(client, served, who) as told,
        ):
            await subscribe(opened)
            await count_of(opened)
            assert (await anext(told))[0] == "next"
            served.process.terminate()
            assert await closing(opened) == (1001, "SERVER_STOPS")
            assert await closing(unknown) == (1001, "SERVER_STOPS")
            assert [one async for one in told] == [], "nothing says that it is complete"
        stopped = await asyncio.to_thread(served.process.wait, 15)
        log = await asyncio.to_thread(served.log.read_text, "utf-8")
    assert stopped == 0, log
    assert "Traceback" not in log


async def test_a_production_server_does_the_same(house: House, path: str) -> None:
    who = await house.person("county-a", "office", "turnout_watcher")
    with house.served(PYTHONPATH=path, RENDA_PRODUCTION="1") as served:
        async with signed_in(served, who) as opened:
            await subscribe(opened)
            assert await count_of(opened) >= 0


async def test_a_client_that_answers_nothing_does_not_hold_up_the_end(
    house: House, path: str
) -> None:
    with house.served(PYTHONPATH=path) as served:
        host, port = served.address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(
            f"GET /t/county-a/graphql HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            f"Sec-WebSocket-Protocol: {NEW}\r\n\r\n".encode()
        )
        try:
            assert b" 101 " in await reader.readline()
            served.process.terminate()
            assert await asyncio.to_thread(served.process.wait, 20) == 0, served.log.read_text()
        finally:
            writer.close()
