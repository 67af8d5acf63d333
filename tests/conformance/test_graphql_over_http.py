"""GraphQL over HTTP, judged by the audits of the npm package `graphql-http` on a real server."""

import json
import subprocess
from pathlib import Path

import pytest
from npm import BIN, with_packages

from core.testing import House

PACKAGES = ("graphql-http@1.23.1", "graphql@16.11.0")
SCRIPT = Path(__file__).with_name("graphql_http_audits.mjs")


@pytest.fixture(scope="session")
def audits(pytestconfig: pytest.Config) -> Path:
    """The script beside its packages; skips where npm cannot fetch."""
    return with_packages(pytestconfig, "graphql-http", PACKAGES, SCRIPT)


def failures(script: Path, url: str, token: str = "") -> tuple[int, list[dict[str, str]]]:
    """How many audits ran, and those that are not met."""
    command = [BIN / "node", script, url, token]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    told: list[dict[str, str]] = json.loads(done.stdout)
    return len(told), [one for one in told if one["status"] != "ok"]


async def test_all_audits_pass_for_a_visitor_and_for_a_member(house: House, audits: Path) -> None:
    clerk = await house.person("county-a", "office")
    with house.served() as served:
        url = f"{served.address}/t/county-a/graphql"
        assert failures(audits, url) == (61, [])
        assert failures(audits, url, clerk.token) == (61, [])


async def test_in_production_a_visitor_fails_only_where_an_audit_asks_for_the_schema(
    house: House, audits: Path
) -> None:
    """Some audits put their variables into `__type(name:)`, which a visitor may not ask there."""
    clerk = await house.person("county-a", "office")
    with house.served(RENDA_PRODUCTION="1") as served:
        url = f"{served.address}/t/county-a/graphql"
        assert failures(audits, url, clerk.token) == (61, [])
        _, refused = failures(audits, url)
        assert refused
        assert all("{variables}" in one["name"] for one in refused)
