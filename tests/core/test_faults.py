"""What breaks while it runs: the server killed, the database gone, a worker killed, a bad plugin.

Every process here is real. Nothing that was answered is lost, nothing is half done, and what comes
back goes on by itself.
"""

import os
import signal
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
import sqlalchemy as sa
from procrastinate.jobs import Status
from renda_command import Renda, deployed

from core import events, jobs, postgres
from core.testing import House, Served, Someone, TestServer

SLOW = bool(os.environ.get("RENDA_TEST_SLOW"))
AWAY = 10 if SLOW else 2
"""Seconds for which the database is gone."""

CREATE = """mutation($input: CreatePersonInput!) {
  createPerson(input: $input) { login member { name } }
}"""
NEWCOMER = {
    "input": {
        "name": "新来的",
        "login": "newcomer",
        "place": {"organ": "office", "post": "工作人员"},
    }
}
DEFINE = """mutation($input: DefineRoleInput!) { defineRole(input: $input) { id name } }"""


def role(name: str) -> dict[str, Any]:
    return {"input": {"name": name, "title": "自定义", "actions": ["core.read_events"]}}


@pytest.fixture
def clients() -> Generator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def post(
    address: str,
    body: str,
    token: str,
    query: str,
    variables: dict[str, Any] | None = None,
    key: str | None = None,
) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    return httpx.post(
        f"{address}/t/{body}/graphql",
        json={"query": query, "variables": variables},
        headers=headers,
        timeout=40,
        trust_env=False,
    )


def code_of(response: httpx.Response) -> str:
    return response.json()["errors"][0]["extensions"]["code"]


def wait_for(condition: Callable[[], Any], seconds: float = 20) -> float:
    """How long it took until the condition held."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - began


class Hand:
    """A superuser's connection to the test's database, which holds tables and looks at rows."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.dsn) as connection:
            return connection.execute(query.encode()).fetchall()

    def count(self, table: str, where: str = "true") -> int:
        return self.rows(f"SELECT count(*) FROM {table} WHERE {where}")[0][0]

    def change(self, statement: str) -> None:
        with psycopg.connect(self.dsn) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def holding(self, table: str) -> Generator[None]:
        """Nobody else writes to the table inside the block."""
        with psycopg.connect(self.dsn) as connection:
            connection.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE".encode())
            yield

    def wait_until_stuck(self, table: str) -> None:
        # Copies of one template have the same oids, and others may be tested beside this one.
        here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        stuck = f"NOT granted AND {here} AND relation = '{table}'::regclass"
        wait_for(lambda: self.count("pg_locks", stuck))


@pytest.fixture
def hand(renda_server: TestServer, house: House) -> Hand:
    name = sa.make_url(house.databases.app).database
    assert name is not None
    return Hand(postgres.dsn_for(renda_server.superuser, database=name))


@pytest.fixture
async def admin(house: House) -> Someone:
    return await house.person("county-a", "office", "admin")


def kill(served: Served) -> None:
    served.process.kill()
    served.process.wait()


def kill_while_stuck(
    served: Served, hand: Hand, table: str, send: Callable[[], Future[httpx.Response]]
) -> None:
    """Kill the server with SIGKILL while what was sent waits for a table."""
    with hand.holding(table):
        sent = send()
        hand.wait_until_stuck(table)
        kill(served)
        assert isinstance(sent.exception(timeout=10), httpx.TransportError)


async def test_a_server_killed_in_a_verb_leaves_nothing_half_done(
    house: House, hand: Hand, admin: Someone, clients: ThreadPoolExecutor
) -> None:
    """Before the commit nothing is there; after it, all; a retry does it exactly once."""
    before = hand.count("event"), hand.count("person")
    request = (admin.body, admin.token, CREATE, NEWCOMER, "key-1")
    after_commit = (admin.body, admin.token, DEFINE, role("after"), "key-2")
    with house.served() as served:
        kill_while_stuck(
            served, hand, "event", lambda: clients.submit(post, served.address, *request)
        )
    assert (hand.count("event"), hand.count("person")) == before
    assert hand.count("account", "login = 'newcomer'") == 0
    with house.served() as served:
        made = post(served.address, *request).json()["data"]["createPerson"]
        assert made["member"]["name"] == "新来的"
        assert code_of(post(served.address, *request)) == "ALREADY_DONE"
        # This verb is stuck after its commit, before its answer: asking for its seal.
        kill_while_stuck(
            served,
            hand,
            "procrastinate_jobs",
            lambda: clients.submit(post, served.address, *after_commit),
        )
    again = await house.gql(DEFINE, role("after"), by=admin, headers={"Idempotency-Key": "key-2"})
    assert again["defineRole"]["name"] == "after"
    assert hand.count("account", "login = 'newcomer'") == 1
    assert hand.rows("SELECT name, count(*) FROM event GROUP BY 1 ORDER BY 1") == [
        ("core.create_person", 1),
        ("core.define_role", 1),
    ]
    await house.platform.sweep()
    await house.drain()
    assert hand.count("event_unsealed") == 0


@pytest.mark.database
async def test_a_job_of_a_killed_worker_is_done_later(
    house: House, hand: Hand, admin: Someone, clients: ThreadPoolExecutor
) -> None:
    """The worker dies with the seal in hand; a later verb asks for the same seal again."""
    with house.served(RENDA_WORKER="1") as served:
        kill_while_stuck(
            served,
            hand,
            "event_seal",
            lambda: clients.submit(answer_then_wait, served, admin),
        )
    assert hand.count("procrastinate_jobs", "task_name = 'seal' AND status = 'doing'") == 1
    await house.gql(DEFINE, role("second"), by=admin)
    await house.platform.sweep()
    assert hand.count("event_seal") == 0, "a worker that was seen just now may still be at work"
    hand.change("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    await house.platform.sweep()
    await house.drain()
    assert hand.count("event_seal") == hand.count("event") == 2
    assert hand.count("procrastinate_jobs", "task_name = 'seal'") == 0
    verdict = await events.verify(house.platform, house.bodies["county-a"].id)
    assert verdict.sound


def answer_then_wait(served: Served, admin: Someone) -> httpx.Response:
    """The verb is answered, for sealing comes after; then wait until the server is gone."""
    done = post(served.address, admin.body, admin.token, DEFINE, role("first"))
    assert done.json()["data"]
    while True:
        httpx.get(f"{served.address}/healthz", trust_env=False)
        time.sleep(0.05)


@pytest.mark.database
async def test_a_job_that_fails_while_the_same_waits_again_is_not_stuck(
    house: House, hand: Hand
) -> None:
    """Tried again beside its successor: neither holds the other's place in the queue."""
    runs = list[str]()

    async def fail_once(body_id: str) -> None:
        runs.append(body_id)
        if len(runs) == 1:
            await jobs.defer_once(house.platform.jobs, "fail_once", "same", body_id="b")
            raise RuntimeError("the first time")

    jobs.register(house.platform.jobs, "fail_once", fail_once)
    await jobs.defer_once(house.platform.jobs, "fail_once", "same", body_id="a")
    await house.platform.drain()
    assert hand.count("procrastinate_jobs", f"status = '{Status.DOING.value}'") == 0
    hand.change("UPDATE procrastinate_jobs SET scheduled_at = now()")
    await house.platform.drain()
    assert sorted(runs) == ["a", "a", "b"]


BROKEN = """
from core import Fitness, PluginInfo, hook

@hook
def plugin_info():
    return PluginInfo(
        name="raising", title="演示故障", description="启动时出错", law="无", version="1",
        fitness=Fitness(levels=frozenset(), kinds=frozenset()),
    )

@hook
def plugin_settings():
    raise RuntimeError("broken at start")
"""


def install_broken(site: Path) -> None:
    """A plugin that is found by its entry point, as an installed one is."""
    about = site / "raising-1.dist-info"
    about.mkdir(parents=True)
    (site / "raising.py").write_text(BROKEN, "utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: raising\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[renda.plugins]\nraising = raising\n")


@dataclass(frozen=True)
class Running:
    """A deployment that serves, with jobs, beside a plugin that raises at start."""

    renda: Renda
    address: str
    token: str
    hand: Hand
    site: Path

    def ask(self, query: str = "{ body { name } }", *rest: Any) -> httpx.Response:
        return post(self.address, "3709", self.token, query, *rest)

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"{self.address}{path}", trust_env=False)


@pytest.fixture(scope="module")
def running() -> Generator[Running]:
    with deployed() as renda, renda.attach() as server:
        site = renda.home / "site"
        install_broken(site)
        assert renda("migrate").status == 0
        loaded = renda("body", "load", "3709")
        assert loaded.status == 0
        token = renda("token", "--body", "3709", "--login", "3709-admin").out.strip()
        (first,) = [row[2] for row in loaded.rows if row[1] == "3709-admin"]
        hand = Hand(postgres.dsn_for(server.superuser_dsn, database="renda"))
        with renda.serve(PYTHONPATH=str(site)) as served:
            change = (
                'mutation($o: String!) { changePassword(input: {old: $o, new: "of-ones-own"}) }'
            )
            assert post(served.address, "3709", token, change, {"o": first}).json()["data"]
            yield Running(renda, served.address, token, hand, site)


def test_a_plugin_that_raises_at_start_is_named_and_the_others_go_on(running: Running) -> None:
    told = running.get("/readyz")
    assert (told.status_code, told.json()["broken"]) == (200, ["raising"])
    query = '{ body { plugins { name } } __type(name: "Filing") { name } }'
    answered = running.ask(query).json()["data"]
    assert "filing_review" in {plugin["name"] for plugin in answered["body"]["plugins"]}
    assert answered["__type"] == {"name": "Filing"}
    listed = running.renda.afresh("plugin", "list", PYTHONPATH=str(running.site)).rows
    assert ["raising", "故障", "RuntimeError: broken at start"] in listed
    assert "filing_review" in {row[0] for row in listed}


def stop(running: Running) -> None:
    running.renda.cluster.server.stop()


def kill_database(running: Running) -> None:
    pid = running.renda.cluster.server.running_pid()
    assert pid
    os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("take_away", [stop, kill_database])
def test_a_database_that_goes_away_is_told_and_comes_back_by_itself(
    running: Running, clients: ThreadPoolExecutor, take_away: Callable[[Running], None]
) -> None:
    name = take_away.__name__
    request = DEFINE, role(name), f"key-{name}"
    with suppress(psycopg.OperationalError), running.hand.holding("event"):
        sent = clients.submit(running.ask, *request)
        running.hand.wait_until_stuck("event")
        take_away(running)
        cut = sent.result(timeout=10)
    check_away(running, cut)
    time.sleep(AWAY)
    check_away(running, running.ask())
    running.renda.attach().release()
    back = wait_for(lambda: running.ask().status_code == 200)
    assert running.get("/readyz").json()["ready"]
    for _ in range(2):
        assert running.ask(*request).json()["data"]["defineRole"]["name"] == name
    assert running.hand.count("event", f"payload->>'name' = '{name}'") == 1
    sealed = wait_for(lambda: not running.hand.count("event_unsealed"), 60)
    print(f"answers after {back:.1f} s, seals after {sealed:.1f} s")


def check_away(running: Running, answered: httpx.Response) -> None:
    """One sentence in Chinese with its code, at once, and nothing of the driver's."""
    assert code_of(answered) == "DATABASE_UNAVAILABLE"
    assert answered.json()["errors"][0]["message"].startswith("数据库暂时不可用。")
    assert not any(word in answered.text for word in ("psycopg", "connection", "socket", "SQL"))
    began = time.monotonic()
    assert running.ask().status_code == 503
    told = running.get("/readyz")
    assert (told.status_code, told.json()) == (503, {"ready": False, "reason": "database"})
    assert running.get("/healthz").text == "ok"
    assert time.monotonic() - began < 5
