"""A house whose database may be killed, with the plugin `parcels`, and a hand that sees everything.

The server is not the run's: killing it hurts nobody else. `renda serve` and `renda deliver` are
real processes that find the plugin by its entry point, as an installed one.
"""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import parcels
import psycopg

from core import deployment, dispatch, events, loading, postgres, testing
from core.db import Database
from core.plugins import Plugins
from core.postgres.cluster import Cluster
from core.settings import Settings
from core.tenancy import Organ
from core.testing import WORLD, House, Served, TestServer

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


@dataclass
class PostOffice:
    """A house with its own database server."""

    house: House
    cluster: Cluster
    superuser: str
    site: Path

    # --- what lies in the database

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            return connection.execute(query.encode(), values or None).fetchall()

    def count(self, table: str, where: str = "true") -> int:
        return self.rows(f"SELECT count(*) FROM {table} WHERE {where}")[0][0]

    def change(self, *statements: str) -> None:
        with psycopg.connect(self.superuser, autocommit=True) as connection:
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
            self.change(
                *(f"DROP TRIGGER {n} ON {t}" for n, t in zip(names, tables, strict=True))
            )

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

    def serve(self, **environ: str) -> AbstractContextManager[Served]:
        """A real `renda serve` with a worker."""
        return self.house.served(RENDA_WORKER="1", PYTHONPATH=self._path(), **environ)

    def _path(self) -> str:
        return f"{self.site}:{Path(parcels.__file__).parent}"

    def deliver(self, *arguments: str) -> Done:
        """A real `renda deliver`."""
        told = {name: value for name, value in os.environ.items() if name[:6] != "RENDA_"} | {
            "RENDA_DATABASE_URL": self.house.databases.app,
            "RENDA_DATA_DIR": str(self.house.platform.settings.data_dir),
            "PYTHONPATH": self._path(),
        }
        began = time.monotonic()
        command = [sys.executable, "-m", "core.cli", "deliver", *arguments]
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            process = subprocess.Popen(command, env=told, stdout=out, stderr=err, cwd="/")
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0), err.seek(0)
            seconds = time.monotonic() - began
            return Done(process.returncode, out.read(), err.read(), used.ru_maxrss, seconds)

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
        assert self.rows(
            "SELECT id FROM dispatch_outgoing WHERE state <> 'withdrawn' OR delivered_at IS NOT NULL"
            " EXCEPT SELECT id FROM dispatch_incoming"
        ) == []
        came = self.count("dispatch_incoming")
        assert came == self.count("event", "name = 'core.deliver_package'")
        assert came == self.count("(SELECT DISTINCT id FROM dispatch_incoming) one")
        assert self.count("parcels_taken") == self.count("dispatch_incoming", "kind = 'parcel'")
        assert self.rows(
            "SELECT o.line_id FROM dispatch_outgoing o JOIN parcels_taken t ON t.id = o.id"
            " JOIN dispatch_outgoing o2 ON o2.line_id = o.line_id AND o2.number > o.number"
            " JOIN parcels_taken t2 ON t2.id = o2.id WHERE t2.place < t.place"
        ) == [], "in order"
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
    site: Path

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[PostOffice]:
        opening = testing._opened_house(
            self.server, self.settings, self.template, self.modules, extra=False
        )
        async with opening as house:
            for code in (SENDER, RECEIVER):
                await house.enable(code, parcels.PLUGIN)
            await house.drain()
            name = house.platform.database.engine.url.database
            superuser = postgres.dsn_for(self.server.superuser, database=name)
            yield PostOffice(house, self.cluster, superuser, self.site)


@asynccontextmanager
async def ground(settings: Settings, found: list[tuple[str, Any]]) -> AsyncGenerator[Ground]:
    """Make the server, and the template of its databases."""
    with tempfile.TemporaryDirectory(prefix="renda-test-", ignore_cleanup_errors=True) as home:
        Path(home).chmod(0o755)
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
            yield Ground(cluster, server, template, modules, settings, site)
        cluster.server.stop()


def _install(site: Path) -> None:
    about = site / "parcels-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: parcels\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[renda.plugins]\nparcels = parcels\n")
