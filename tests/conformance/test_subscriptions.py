"""Subscriptions with the clients of npm that front ends use, against a real server."""

import asyncio
import json
import subprocess
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
import turnout
from npm import BIN, with_packages

from core.testing import House, OpenHouse, Served

pytestmark = pytest.mark.database

PACKAGES = (
    "graphql@16.11.0",
    "graphql-ws@6.4.2",
    "graphql-sse@2.6.1",
    "@urql/core@6.0.3",
    "@apollo/client@4.3.8",
    "rxjs@7.8.2",
)
SCRIPT = Path(__file__).with_name("subscribing_clients.mjs")

TURNOUT = "subscription { turnout { count } }"
CAST = 'mutation { castBallot(box: "main") }'
CLIENTS = ("graphql-ws", "graphql-sse", "urql", "urql over graphql-ws", "apollo over graphql-ws")


@pytest.fixture(scope="module")
def clients(pytestconfig: pytest.Config) -> Path:
    return with_packages(pytestconfig, "subscribing-clients", PACKAGES, SCRIPT)


@pytest.fixture(scope="module")
async def house(open_house: OpenHouse) -> AsyncGenerator[House]:
    async with open_house(modules=[("turnout", turnout)]) as made:
        await made.enable("county-a", "turnout")
        yield made


@pytest.fixture(scope="module")
def served(house: House, tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    path = turnout.installed(tmp_path_factory.mktemp("installed"))
    with house.served(PYTHONPATH=path) as running:
        yield running


@pytest.mark.parametrize("client", CLIENTS)
async def test_a_client_is_told_what_changes_and_can_ask_beside(
    house: House, served: Served, clients: Path, client: str
) -> None:
    voter = await house.person("county-a", "office", "turnout_voter", name="王测试")
    url = f"{served.address}/t/county-a/graphql"
    command = [BIN / "node", clients, client, url, voter.token, TURNOUT, CAST, "turnout"]
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    first, second = (one["count"] for one in told["seen"])
    assert second == first + 1
    assert told["name"] == "王测试"
