"""The turnout of a named vote as it goes on: numbers only, to those who may see them."""

import json
from typing import Any

import httpx
import pytest
from naming import BODY, cast, opened
from polling import Polling, open_polling
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from core import global_id
from core.graphql.ids import decode
from core.testing import House, Someone

TURNOUT = "subscription($r: ID!) { voteTurnout(round: $r) { state cast entitled } }"


@pytest.fixture
async def town(house: House) -> Polling:
    """A town's congress of nine whose named vote is open."""
    polling = await open_polling(house, BODY)
    for setting, value in {"method": "each", "secret": False, "electronic": True}.items():
        await polling.practise(setting, value)
    await opened(polling)
    return polling


def told(cast: int, state: str = "OPEN") -> dict[str, Any]:
    return {"voteTurnout": {"state": state, "cast": cast, "entitled": 9}}


async def watcher(town: Polling) -> Someone:
    return await town.house.person(BODY, "presidium")


async def test_it_tells_numbers_after_each_ballot_and_the_end(town: Polling) -> None:
    by = await watcher(town)
    async with town.house.watching(TURNOUT, {"r": town.round}, by=by) as seen:
        assert await seen.next() == told(0)
        await cast(town, town.deputies[0])
        assert await seen.next() == told(1)
        refused = await cast(town, town.deputies[0])
        assert refused["errors"], "a ballot that was refused is told to nobody"
        await cast(town, town.deputies[1])
        assert await seen.next() == told(2)
        await town.do("chair", "closeVote", round=town.round)
        assert await seen.next() == told(2, "COUNTING")


async def test_no_choice_can_be_asked_for(town: Polling) -> None:
    by = await watcher(town)
    for field in ("items { approve }", "tally { outcome }", "ownBallot { mark }", "voters"):
        query = TURNOUT.replace("entitled", f"entitled {field}")
        async with town.house.watching(query, {"r": town.round}, by=by) as seen:
            assert (await seen.refused())["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_another_body_and_visitors_see_nothing(town: Polling) -> None:
    house = town.house
    beside = await open_polling(house, "town-b")
    async with house.watching(TURNOUT, {"r": town.round}, by=beside.people["secretary"]) as seen:
        assert (await seen.refused())["extensions"]["code"] == "NOT_FOUND"
    never = global_id("VoteRound", decode(town.cycle)[1])
    async with house.watching(TURNOUT, {"r": never}, by=town.people["secretary"]) as seen:
        assert (await seen.refused())["extensions"]["code"] == "NOT_FOUND"
    async with house.watching(TURNOUT, {"r": town.round}, body=BODY) as seen:
        assert (await seen.refused())["extensions"]["code"] == "NOT_SIGNED_IN"


async def test_over_a_socket_of_a_real_server(town: Polling) -> None:
    by = await watcher(town)
    with town.house.served() as served:
        address = served.address.replace("http", "ws", 1)
        protocol = Subprotocol("graphql-transport-ws")
        opening = connect(f"{address}/t/{BODY}/graphql", subprotocols=[protocol], proxy=None)
        async with opening as opened_:
            await opened_.send(
                json.dumps(
                    {"type": "connection_init", "payload": {"Authorization": f"Bearer {by.token}"}}
                )
            )
            asked = {"query": TURNOUT, "variables": {"r": town.round}}
            assert (await heard(opened_))["type"] == "connection_ack"
            await opened_.send(json.dumps({"type": "subscribe", "id": "1", "payload": asked}))
            assert (await heard(opened_))["payload"]["data"] == told(0)
            # The ballot is cast in this process, the socket is of the other one.
            await cast(town, town.deputies[0])
            assert (await heard(opened_))["payload"]["data"] == told(1)


async def heard(opened_: Any) -> Any:
    """The next message that is no ping."""
    while True:
        message = json.loads(await opened_.recv())
        if message["type"] != "ping":
            return message
        await opened_.send(json.dumps({"type": "pong"}))


async def test_over_server_sent_events_of_a_real_server(town: Polling) -> None:
    by = await watcher(town)
    headers = {"accept": "text/event-stream", "authorization": f"Bearer {by.token}"}
    asked = {"query": TURNOUT, "variables": {"r": town.round}}
    with town.house.served() as served:
        path = f"{served.address}/t/{BODY}/graphql"
        async with (
            httpx.AsyncClient(trust_env=False, timeout=20) as client,
            client.stream("POST", path, json=asked, headers=headers) as stream,
        ):
            assert stream.is_success
            lines = stream.aiter_lines()
            assert (await streamed(lines))["data"] == told(0)
            await cast(town, town.deputies[0])
            assert (await streamed(lines))["data"] == told(1)
        visitor = {"accept": "text/event-stream"}
        async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
            answer = await client.post(path, json=asked, headers=visitor)
        assert "NOT_SIGNED_IN" in answer.text
        assert "entitled" not in answer.text


async def streamed(lines: Any) -> Any:
    """What the next event says."""
    async for line in lines:
        if line.startswith("data:") and len(line) > len("data: "):
            return json.loads(line.removeprefix("data:"))
    raise AssertionError("the stream has ended")
