"""GraphQL over HTTP, judged by the audits of the npm package `graphql-http` on a real server."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.testing import House

PACKAGES = ("graphql-http@1.23.1", "graphql@16.11.0")
SCRIPT = Path(__file__).with_name("graphql_http_audits.mjs")
BIN = Path(sys.executable).parent


@pytest.fixture(scope="session")
def audits(pytestconfig: pytest.Config) -> Path:
    """A folder with the script and its packages, fetched once; skips where npm cannot fetch."""
    folder = pytestconfig.cache.mkdir("graphql-http") / "-".join(PACKAGES)
    if not (folder / "node_modules" / ".package-lock.json").exists():
        _fetch(folder)
    shutil.copy(SCRIPT, folder)
    return folder / SCRIPT.name


def _fetch(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    command = [BIN / "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        reason = f"npm could not fetch {PACKAGES}: {done.stderr.strip()[-300:]}"
        # Loud, so that a green run without the audits is not taken for one with them.
        sys.__stderr__.write(f"\nNOT AUDITED: {reason}\n")
        pytest.skip(reason)


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
