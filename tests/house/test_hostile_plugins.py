"""A wheel full of hostile plugins beside the built-in ones: each is named, nobody else is hurt."""

import asyncio
import time
import uuid
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sources import HOSTILE
from test_sample_plugin import BIN, environment, install, run

from core import postgres
from core.testing import TestServer, serving

NAMED = {
    "hostile_import_raises": "RuntimeError: raised at import",
    "hostile_import_hangs": "took longer than",
    "hostile_import_exits": "status 7",
    "hostile_info_raises": "nobody knows me",
    "hostile_impostor": "plugin_info says 'core'",
    "hostile_future": "made for core >=99",
    "hostile_schema_hangs": "took longer than",
    "hostile_type": "Filing",
    "hostile_field": "hostile_field and filing_review both define Query.filings",
    "hostile_verb": "hostile_verb and core both define Mutation.sign_in",
    "hostile_table": "Table 'organ' is already defined",
    "hostile_stray": "its table stray_note does not begin with hostile_stray_",
    "hostile_action": "'core.read_people' does not begin with hostile_action.",
    "hostile_setting": "declares the setting 'hostile_setting.days' twice",
    "hostile_role": "role 'visitor' gives admin",
    "hostile_versions": "took longer than",
    "hostile_jobs": "plugin_jobs answers Job, not a list",
    "hostile_pages": "page 'everything': there is no 'everything' in Query",
    "hostile_title": "PluginInfo.title is None",
}
"""What is said at the start of each that is left out."""

ROLLED_BACK = {
    "hostile_rows": "rows of rate_limit",
    "hostile_truncate": "session",
    "hostile_commit": "a migration must not commit",
    "hostile_open": "hostile_open_all has no row-level security by body",
}
"""What is said of each migration that is rolled back."""

SOUND = {"deputy_files", "deputy_points", "filing_review", "people_votes", "hostile_serving"}


@dataclass(frozen=True)
class Beset:
    """A deployment with the wheel installed: its environment, and what its commands said."""

    environ: dict[str, str]
    migrated: str
    listed: dict[str, list[str]]
    owner: str


@pytest.fixture(scope="module")
def beset(tmp_path_factory: pytest.TempPathFactory, renda_server: TestServer) -> Generator[Beset]:
    """Installed, migrated, two bodies loaded; what behaves at first is turned on in one of them."""
    home = tmp_path_factory.mktemp("beset")
    site = install(HOSTILE, home)
    name = f"renda_beset_{uuid.uuid4().hex[:8]}"
    postgres.create_database(renda_server.superuser, name)
    where = renda_server.database(name)
    environ = environment(
        site,
        RENDA_DATABASE_URL=where.app,
        RENDA_OWNER_DATABASE_URL=where.owner or "",
        RENDA_DATA_DIR=str(home),
        RENDA_PLUGIN_SECONDS="4",
    )
    here: dict[str, Any] = {"env": environ, "cwd": "/"}
    migrated = run([BIN / "renda", "migrate"], **here)
    assert migrated.returncode == 1, "a refused migration is no success"
    without = {name: value for name, value in environ.items() if name != "PYTHONPATH"}
    load: list[Any] = [BIN / "renda", "body", "load", "3709", "370982"]
    loaded = run(load, env=without, cwd="/")
    assert loaded.returncode == 0, loaded.stderr
    basis = ["--basis", "测试决定", "--valid-from", "2020-01-01", "--body", "370982"]
    turned = run([BIN / "renda", "plugin", "enable", "hostile_serving", *basis], **here)
    assert turned.returncode == 0, turned.stderr
    listed = run([BIN / "renda", "plugin", "list"], **here)
    rows = [line.split("\t") for line in listed.stdout.splitlines()]
    yield Beset(environ, migrated.stderr, {row[0]: row[1:] for row in rows}, where.owner or "")
    postgres.drop_database(renda_server.superuser, name)


@pytest.mark.parametrize("name", NAMED)
def test_each_is_named_with_its_reason_and_left_out(beset: Beset, name: str) -> None:
    state, reason = beset.listed[name]
    assert state == "故障"
    assert NAMED[name] in reason


@pytest.mark.parametrize("name", ROLLED_BACK)
def test_each_migration_is_rolled_back_and_named(beset: Beset, name: str) -> None:
    (told,) = [line for line in beset.migrated.splitlines() if f"插件 {name} 的迁移被拒绝" in line]
    assert ROLLED_BACK[name] in told
    assert beset.listed[name][0] == "故障"


def test_nothing_of_them_is_in_the_database(beset: Beset) -> None:
    engine = sa.create_engine(sa.make_url(beset.owner).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        tables = set(sa.inspect(connection).get_table_names())
    engine.dispose()
    assert not {name for name in tables if "hostile" in name or "stray" in name}
    assert {"organ", "event", "filing_review_filing"} <= tables


def test_the_others_are_all_there(beset: Beset) -> None:
    assert {name for name, row in beset.listed.items() if row[0] != "故障"} == SOUND
    assert len(NAMED) + len(ROLLED_BACK) >= 12


async def test_bodies_are_served_while_one_plugin_misbehaves(beset: Beset) -> None:
    with serving({**beset.environ, "RENDA_WORKER": "1"}) as served:
        async with httpx.AsyncClient(base_url=served.address, timeout=60) as client:

            async def ask(body: str, query: str) -> Any:
                answered = await client.post(f"/t/{body}/graphql", json={"query": query})
                return answered.json()

            hanging = asyncio.create_task(ask("370982", "{ hostileHangs }"))
            raised = await ask("370982", "{ hostileRaises }")
            assert raised["errors"][0]["extensions"]["code"] == "INTERNAL"
            assert "hunter2" not in str(raised)
            hurt = await ask("370982", "mutation { hurtEverybody }")
            assert hurt["errors"][0]["extensions"]["code"] == "INTERNAL"
            names = "{ body { organs { code } plugins { name broken } } }"
            for body in ("370982", "3709"):
                began = time.monotonic()
                seen = (await ask(body, names))["data"]["body"]
                assert time.monotonic() - began < 10
                assert seen["organs"]
                broken = {one["name"] for one in seen["plugins"] if one["broken"]}
                assert broken == {*NAMED, *ROLLED_BACK}
            # Without a filter of its own it still sees the rows of the one body that asked for it.
            peeked = (await ask("370982", "{ hostilePeeks }"))["data"]["hostilePeeks"]
            own = (await ask("370982", names))["data"]["body"]["organs"]
            assert peeked == len(own)
            unknown = await ask("3709", "{ hostileRaises }")
            assert unknown["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
            late = await hanging
            assert late["errors"][0]["extensions"]["code"] == "OPERATION_TIMEOUT"


def test_every_hostile_plugin_of_the_wheel_is_looked_at() -> None:
    points = (HOSTILE / "pyproject.toml").read_text(encoding="utf-8")
    declared = {line.split(" = ")[0] for line in points.splitlines() if line.startswith("hostile_")}
    assert declared == {*NAMED, *ROLLED_BACK, "hostile_serving"}
