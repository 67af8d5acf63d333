"""A house whose database may be killed, with the plugin `parcels`, and a hand that sees everything.

The server is not the run's: killing it hurts nobody else. `renda serve` and `renda deliver` are
real processes that find the plugin by its entry point, as an installed one.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import parcels
import psycopg
import pytest

from core import deployment, dispatch, events, loading, postgres, testing
from core.db import Database
from core.plugins import Plugins
from core.postgres.cluster import Cluster
from core.settings import Settings
from core.tenancy import Organ
from core.testing import WORLD, House, TestServer

SENDER, RECEIVER = "county-a", "town-a"
TOWN_ORGANS = ("congress", "presidium", "government", "expert_group")
GATE = 4711
"""The advisory lock at which a transaction stops."""


@dataclass(frozen=True)
class Done:
    """What a finished command left, and the most memory it held (kB)."""

    status: int
    out: str
    err: str
    peak: int
    seconds: float


FORKING = """
import json, os, sys, traceback
import core.cli, core.serving, core.web, parcels, plugins.filing_review.schema

for line in sys.stdin:
    asked = json.loads(line)
    if "wait" in asked:
        _, status, used = os.wait4(asked["wait"], 0)
        print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_maxrss]), flush=True)
        continue
    child = os.fork()
    if child == 0:
        status = 70
        os.setsid()
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(asked[name], os.O_WRONLY | os.O_CREAT), number)
        os.environ.clear()
        os.environ.update(asked["environ"])
        try:
            status = core.cli.main(asked["arguments"])
        except SystemExit as left:
            status = left.code
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(status)
    print(child, flush=True)
"""


class Forking:
    """A process that has loaded our code, which takes seconds, and forks one for each command."""

    def __init__(self, process: "subprocess.Popen[str]", home: Path, path: str) -> None:
        self._process, self._home, self.path = process, home, path
        self._one_at_a_time = threading.Lock()

    def ask(self, **asked: Any) -> Any:
        with self._one_at_a_time:
            assert self._process.stdin
            assert self._process.stdout
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())

    def start(self, arguments: list[str], environ: dict[str, str]) -> "Process":
        out, err = (self._home / f"{uuid4().hex}.{name}" for name in ("out", "err"))
        told = {"arguments": arguments, "environ": environ, "out": str(out), "err": str(err)}
        return Process(self, self.ask(**told), out, err)


@dataclass
class Process:
    """A command that runs; `peak` is the most memory it held."""

    forking: Forking
    pid: int
    out: Path
    err: Path
    left: tuple[int, int] | None = None

    def said(self) -> str:
        return self.out.read_text("utf-8") if self.out.exists() else ""

    @property
    def address(self) -> str:
        return self.said().split()[-1]

    @property
    def ended(self) -> bool:
        if self.left is None and Path(f"/proc/{self.pid}/stat").read_text().split()[2] == "Z":
            self.wait()
        return self.left is not None

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.wait()

    def wait(self) -> tuple[int, int]:
        """Status and peak."""
        if self.left is None:
            # Others are started meanwhile: asked only when it has ended.
            while Path(f"/proc/{self.pid}/stat").read_text().split()[2] != "Z":
                time.sleep(0.02)
            status, peak = self.forking.ask(wait=self.pid)
            self.left = status, peak
        return self.left


@contextmanager
def forking(home: Path, *paths: Path) -> Generator[Forking]:
    """The process, with these on its path."""
    path = ":".join(map(str, paths))
    told = os.environ | {"PYTHONPATH": path}
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", FORKING]
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, text=True, env=told, cwd="/"
    ) as process:
        yield Forking(process, home, path)
        assert process.stdin
        process.stdin.close()


@dataclass
class PostOffice:
    """A house with its own database server."""

    house: House
    cluster: Cluster
    superuser: str
    forking: Forking

    # --- what lies in the database

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            return connection.execute(query.encode(), values or None).fetchall()

    def count(self, table: str, where: str = "true") -> int:
        return self.rows(f"SELECT count(*) FROM {table} WHERE {where}")[0][0]

    def change(self, *statements: str) -> None:
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            connection.execute("SET lock_timeout = '20s'")
            for statement in statements:
                connection.execute(statement.encode())

    def body(self, code: str) -> UUID:
        return self.house.bodies[code].id

    # --- stopping a transaction at a step

    @contextmanager
    def stopping(self, *gates: str) -> Generator[None]:
        """Whoever passes a gate (`BEFORE INSERT ON t FOR EACH ROW WHEN (…)`) stops inside."""
        names = [f"gate_{number}" for number in range(len(gates))]
        tables = [gate.split(" ON ")[1].split()[0] for gate in gates]
        self.change(
            "CREATE OR REPLACE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" PERFORM pg_advisory_xact_lock_shared({GATE}); RETURN NEW; END $$",
            *(
                f"CREATE TRIGGER {name} {gate} EXECUTE FUNCTION stop_here()"
                for name, gate in zip(names, gates, strict=True)
            ),
        )
        holder = psycopg.connect(self.superuser, autocommit=True)
        holder.execute(f"SELECT pg_advisory_lock({GATE})".encode())
        try:
            yield
        finally:
            holder.close()
            self.cluster.attach().release()
            self.change(*(f"DROP TRIGGER {n} ON {t}" for n, t in zip(names, tables, strict=True)))

    def stopped(self) -> int:
        """How many stand at a gate."""
        return self.count("pg_locks", f"locktype = 'advisory' AND NOT granted AND objid = {GATE}")

    # --- faults

    def kill_database(self) -> None:
        """SIGKILL to the server; its processes notice and end."""
        pid = self.cluster.server.running_pid()
        assert pid
        os.kill(pid, signal.SIGKILL)

    def restart_database(self) -> None:
        wait_for(lambda: self.cluster.server.running_pid() is None)
        self.cluster.attach().release()

    def half_a_minute_passes(self) -> None:
        """For the queue, a worker is dead that was not seen for so long."""
        self.change(
            "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '31 s'"
        )

    # --- processes

    @contextmanager
    def serve(self) -> Generator[Process]:
        """A real `renda serve` with a worker; ended in order if nobody killed it."""
        started = self.forking.start(["serve"], self._environ(RENDA_PORT=str(testing.free_port())))
        try:
            wait_for(lambda: "http" in started.said() or started.ended)
            yield started
        finally:
            if not started.ended:
                started.signal(signal.SIGTERM)
            started.wait()

    def _environ(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name[:6] != "RENDA_"}
        # A plugin is tried out in a fresh Python, which must find it too.
        kept["PYTHONPATH"] = self.forking.path
        settings = self.house.platform.settings
        told = {
            "RENDA_DATABASE_URL": self.house.databases.app,
            "RENDA_DATA_DIR": str(settings.data_dir),
        }
        return kept | told | more

    def deliver(self, *arguments: str) -> Done:
        """A real `renda deliver`."""
        began = time.monotonic()
        started = self.forking.start(["deliver", *arguments], self._environ())
        status, peak = started.wait()
        seconds = time.monotonic() - began
        return Done(status, started.said(), started.err.read_text("utf-8"), peak, seconds)

    # --- parties

    async def send(
        self, organ: str, to: str, text: str, *, body: str = SENDER, to_body: str = RECEIVER
    ) -> UUID:
        """A parcel from an organ of the sender to one of the receiver."""
        async with self.as_organ(body, organ) as work:
            payload = {"text": text}
            made = await dispatch.send(
                work, parcels.PLUGIN, "parcel", to=(to_body, to), payload=payload
            )
            return made.id

    @asynccontextmanager
    async def as_organ(self, body: str, code: str) -> AsyncGenerator[Any]:
        body_id, platform = self.body(body), self.house.platform
        async with platform.as_core(body_id) as work:
            organ = await work.session.get_one(Organ, (body_id, uuid5(WORLD, code)))
        async with platform.as_core(body_id, organ=organ) as work:
            yield work

    # --- what must hold in the end

    def undelivered(self) -> int:
        return self.count("dispatch_outgoing", "state IN ('waiting', 'held', 'failing')")

    def at_rest(self) -> bool:
        """Nothing waits to be delivered or sealed, and no job is in hand."""
        return not (
            self.undelivered()
            or self.count("event_unsealed")
            or self.count("procrastinate_jobs", "status = 'doing'")
        )

    async def check(self) -> None:
        """Each package arrived exactly once, in order, whole, and both chains verify."""
        lost = self.rows(
            "SELECT id FROM dispatch_outgoing WHERE state <> 'withdrawn'"
            " OR delivered_at IS NOT NULL EXCEPT SELECT id FROM dispatch_incoming"
        )
        assert lost == []
        came = self.count("dispatch_incoming")
        assert came == self.count("event", "name = 'core.deliver_package'")
        assert came == self.count("(SELECT DISTINCT id FROM dispatch_incoming) one")
        assert self.count("parcels_taken") == self.count("dispatch_incoming", "kind = 'parcel'")
        overtaken = self.rows(
            "SELECT * FROM (SELECT t.text, t.place,"
            " lag(t.place) OVER (PARTITION BY o.line_id ORDER BY o.number) AS before"
            " FROM dispatch_outgoing o JOIN parcels_taken t USING (id)) AS line"
            " WHERE place < before"
        )
        assert overtaken == []
        for code in (SENDER, RECEIVER):
            verdict = await events.verify(self.house.platform, self.body(code))
            assert (verdict.sound, verdict.unsealed) == (True, ()), verdict.faults


def wait_for(condition: Callable[[], Any], seconds: float = 30) -> float:
    """How long it took until the condition held; a database that is away does not hold it."""
    began = time.monotonic()
    while True:
        try:
            if condition():
                return time.monotonic() - began
        except psycopg.OperationalError:
            pass
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.05)


async def wait_until(condition: Callable[[], Any], seconds: float = 30) -> float:
    """As `wait_for`, in a thread, so that this process goes on."""
    return await asyncio.to_thread(wait_for, condition, seconds)


@dataclass(frozen=True)
class Ground:
    """A server of one's own with a migrated template."""

    cluster: Cluster
    server: TestServer
    template: str
    modules: list[tuple[str, Any]]
    settings: Settings
    forking: Forking
    built: testing.Built = field(default_factory=dict)

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[PostOffice]:
        opening = testing._opened_house(
            self.server,
            self.settings,
            self.template,
            self.modules,
            extra=False,
            built=self.built,
        )
        async with opening as house:
            for code in (SENDER, RECEIVER):
                await house.enable(code, parcels.PLUGIN)
            await house.drain()
            name = house.platform.database.engine.url.database
            superuser = postgres.dsn_for(self.server.superuser, database=name)
            yield PostOffice(house, self.cluster, superuser, self.forking)


@asynccontextmanager
async def ground(settings: Settings, found: list[tuple[str, Any]]) -> AsyncGenerator[Ground]:
    """Make the server, and the template of its databases."""
    with tempfile.TemporaryDirectory(prefix="renda-test-", ignore_cleanup_errors=True) as home:
        await asyncio.to_thread(Path(home).chmod, 0o755)
        cluster = Cluster(Path(home) / "data", throwaway=True)
        modules = [*found, (parcels.PLUGIN, parcels)]
        with cluster.attach() as attached:
            server = TestServer(attached.superuser_dsn, attached.owner_dsn, attached.app_dsn)
            with psycopg.connect(server.superuser, autocommit=True) as hand:
                # What is committed must outlive the server's own death.
                hand.execute("ALTER SYSTEM SET synchronous_commit = on")
                hand.execute("SELECT pg_reload_conf()")
            template = f"renda_template_{uuid4().hex[:8]}"
            postgres.create_database(server.superuser, template)
            where, known = server.database(template), Plugins(modules)
            outcome = deployment.migrate(settings, where, known)
            assert not outcome.refused, outcome
            owner = Database(where.owner_or_refuse(settings))
            await loading.load_practice(owner, known)
            await testing._make_bodies(owner)
            await owner.close()
            with psycopg.connect(postgres.dsn_for(server.superuser, database=template)) as hand:
                hand.execute(parcels.TABLE.encode())
            site = Path(home) / "site"
            _install(site)
            with forking(Path(home), site, Path(parcels.__file__).parent) as commands:
                yield Ground(cluster, server, template, modules, settings, commands)
        cluster.server.stop()


def _install(site: Path) -> None:
    about = site / "parcels-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: parcels\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[renda.plugins]\nparcels = parcels\n")


@pytest.fixture(scope="package")
async def own_ground(
    renda_settings: Settings, renda_modules: list[tuple[str, Any]]
) -> AsyncGenerator[Ground]:
    async with ground(renda_settings, renda_modules) as made:
        yield made


@pytest.fixture
async def office(own_ground: Ground) -> AsyncGenerator[PostOffice]:
    async with own_ground.open() as opened:
        yield opened
