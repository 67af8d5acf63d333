"""A named vote by a whole congress, over HTTP, while server and database are killed at random.

`.venv/bin/python benchmarks/named_vote.py` runs it as a script: prints votes per second, waiting
times, deaths and the invariants, and exits 1 where one is broken. Everybody votes as soon as a
client is free, which no congress does; each repeats a ballot with its key until it is answered.
"""

import argparse
import asyncio
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4, uuid5

import psycopg
import sqlalchemy as sa

sys.path.append(str(Path(__file__).parents[1] / "tests" / "plugins" / "people_votes"))

from polling import Polling, mutation, open_polling, rows_of

from core import Mandate, clock, deployment, events, loading, own_plugin, postgres, testing
from core import plugins as plugin_finding
from core.access import RoleAssignment
from core.db import Database
from core.kit.ballots.tables import Cast
from core.people import Account, Membership, Person, PostKind
from core.plugins import Plugins
from core.postgres.cluster import Cluster
from core.settings import Settings, load
from core.signing_in import LoginSession, token_hash
from core.testing import WORLD, House, Someone, TestServer
from plugins.people_votes import recount

BODY, ORGAN = "town-a", "congress"
MARKS = ("approve", "oppose", "abstain")
QUERY = mutation("castVote", "id")
AGAIN = {"DATABASE_UNAVAILABLE", "CONFLICT"}
"""What a client is told to try again."""

PATIENCE = 120


@dataclass(frozen=True)
class Size:
    """How large the vote is, and how much dies."""

    deputies: int = 450
    items: int = 12
    clients: int = 64
    kills: int = 6
    seed: int = 0


@dataclass
class Ballots:
    """What the clients did and were told."""

    size: Size
    chosen: dict[str, dict[int, str]] = field(default_factory=dict[str, dict[int, str]])
    """By login: what the server acknowledged."""
    waits: list[float] = field(default_factory=list[float])
    tried_again: int = 0
    second_refused: int = 0
    odd: list[Any] = field(default_factory=list[Any])
    """Answers that nobody should get."""
    seconds: float = 0.0
    deaths: Counter[str] = field(default_factory=Counter[str])


@dataclass
class Outcome:
    """The vote, and which invariants hold."""

    ballots: Ballots
    held: dict[str, bool]

    @property
    def sound(self) -> bool:
        return all(self.held.values())

    def __str__(self) -> str:
        done, waits = self.ballots, sorted(self.ballots.waits)
        size = done.size
        lines = [
            f"{size.deputies} deputies × {size.items} items, {size.clients} clients:"
            f" {len(done.chosen) / done.seconds:.0f} votes/s over {done.seconds:.1f} s",
            f"a vote until it was acknowledged: p50 {_at(waits, 0.5):.0f} ms,"
            f" p99 {_at(waits, 0.99):.0f} ms, longest {waits[-1] * 1000:.0f} ms;"
            f" {done.tried_again} tried again",
            f"killed: {done.deaths['server']} × server, {done.deaths['database']} × database",
            *(f"{'holds ' if good else 'BROKEN'}  {name}" for name, good in self.held.items()),
            *(f"odd answer: {one}" for one in done.odd[:3]),
        ]
        return "\n".join(lines)


def _at(waits: list[float], share: float) -> float:
    return waits[min(len(waits) - 1, int(len(waits) * share))] * 1000


# --- the ground: a database server of its own, which may be killed


@dataclass(frozen=True)
class Ground:
    """A server with a migrated template."""

    cluster: Cluster
    server: TestServer
    settings: Settings
    template: str
    modules: list[tuple[str, Any]]

    def kill_database(self) -> None:
        """SIGKILL, then the same data folder is served again."""
        pid = self.cluster.server.running_pid()
        assert pid
        os.kill(pid, signal.SIGKILL)
        while self.cluster.server.running_pid() is not None:
            time.sleep(0.02)
        self.cluster.attach().release()


@asynccontextmanager
async def ground() -> AsyncGenerator[Ground]:
    with tempfile.TemporaryDirectory(prefix="renda-vote-", ignore_cleanup_errors=True) as home:
        await asyncio.to_thread(Path(home).chmod, 0o755)
        settings = load({"RENDA_DATA_DIR": str(Path(home) / "files")})
        cluster = Cluster(Path(home) / "data", throwaway=True)
        modules = plugin_finding.find(own_plugin)
        with cluster.attach() as attached:
            server = TestServer(attached.superuser_dsn, attached.owner_dsn, attached.app_dsn)
            with psycopg.connect(server.superuser, autocommit=True) as hand:
                # What is acknowledged must outlive the server's own death.
                hand.execute("ALTER SYSTEM SET synchronous_commit = on")
                hand.execute("SELECT pg_reload_conf()")
            template = f"renda_template_{uuid4().hex[:8]}"
            postgres.create_database(server.superuser, template)
            where, known = server.database(template), Plugins(modules)
            assert not deployment.migrate(settings, where, known).refused
            owner = Database(where.owner_or_refuse(settings))
            await loading.load_practice(owner, known)
            await testing._make_bodies(owner)  # pyright: ignore[reportPrivateUsage]
            await owner.close()
            yield Ground(cluster, server, settings, template, modules)
        cluster.server.stop()


@asynccontextmanager
async def opened(ground: Ground, size: Size) -> AsyncGenerator[Polling]:
    """A congress of so many, whose named vote on so many items is open."""
    opening = testing._opened_house(  # pyright: ignore[reportPrivateUsage]
        ground.server, ground.settings, ground.template, ground.modules, extra=False
    )
    async with opening as house:
        titles = [f"项目{number}" for number in range(1, size.items + 1)]
        town = await open_polling(house, BODY, deputies=0, titles=titles)
        town.deputies = await many_deputies(house, size.deputies)
        for setting, value in {"method": "each", "secret": False, "electronic": True}.items():
            await town.practise(setting, value)
        town.meeting = (
            await town.do(
                "secretary",
                "conveneMeeting",
                assembly="CONGRESS",
                title="大会（测试）",
                beginsOn="2025-02-10",
                term=19,
            )
        )["id"]
        town.members = await town.roll()
        await town.attend("PRESENT", [])
        await town.prepared(mode="NAMED_ELECTRONIC")
        await town.do("chair", "openVote", round=town.round)
        await house.drain()
        yield town


async def many_deputies(house: House, many: int) -> list[Someone]:
    """Deputies with sessions, in a few statements."""
    organ = uuid5(WORLD, ORGAN)
    made = [
        Someone(BODY, ORGAN, uuid4(), uuid4(), f"d-{number:04}", uuid4().hex)
        for number in range(many)
    ]
    accounts = {one.login: uuid4() for one in made}
    async with house.platform.as_core(house.bodies[BODY].id) as work:
        body, session = work.body, work.session
        session.add_all(
            Person(id=one.person_id, name=one.login, home_body_id=body.id, body_ids=[str(body.id)])
            for one in made
        )
        await session.flush()
        session.add_all(
            Account(
                id=accounts[one.login],
                person_id=one.person_id,
                login=one.login,
                password_hash="",
                must_change_password=False,
            )
            for one in made
        )
        session.add_all(
            Membership(
                id=one.membership_id,
                person_id=one.person_id,
                organ_id=organ,
                name=one.login,
                post="代表",
                post_kind=PostKind.MEMBER,
            )
            for one in made
        )
        await session.flush()
        session.add_all(
            RoleAssignment(membership_id=one.membership_id, role="deputy") for one in made
        )
        session.add_all(
            Mandate(
                person_id=one.person_id,
                name=one.login,
                term=19,
                district="第一选区",
                began_on=date(2022, 1, 10),
            )
            for one in made
        )
        session.add_all(
            LoginSession(
                token_hash=token_hash(one.token),
                account_id=accounts[one.login],
                body_id=body.id,
                organ_id=organ,
                expires_at=clock.now() + timedelta(hours=8),
            )
            for one in made
        )
    return made


# --- the clients


class Client:
    """One device: it sends a ballot until it is answered, with one key."""

    def __init__(self, address: str, round_id: str, done: Ballots) -> None:
        self._where, self._round, self._done = urlsplit(address), round_id, done
        self._line: http.client.HTTPConnection | None = None

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
        self._line = None

    def vote(self, who: Someone, marks: dict[int, str], *, twice: bool) -> None:
        key, began = uuid4().hex, time.monotonic()
        while (said := self._said(who, marks, key)) not in ("ok", "ALREADY_DONE"):
            if said not in AGAIN or time.monotonic() - began > PATIENCE:
                self._done.odd.append((who.login, said))
                return
            self._done.tried_again += 1
            time.sleep(0.3)
        self._done.waits.append(time.monotonic() - began)
        self._done.chosen[who.login] = marks
        if twice:
            self._vote_again(who, marks)

    def _vote_again(self, who: Someone, marks: dict[int, str]) -> None:
        """A second ballot, under another key."""
        key = uuid4().hex
        while (said := self._said(who, marks, key)) in AGAIN:
            time.sleep(0.3)
        if said == "VOTED_ALREADY":
            self._done.second_refused += 1
        else:
            self._done.odd.append((who.login, "second", said))

    def _said(self, who: Someone, marks: dict[int, str], key: str) -> str:
        sent = [{"number": number, "mark": mark} for number, mark in marks.items()]
        variables = {"input": {"round": self._round, "marks": sent}}
        try:
            answer = self._post({"query": QUERY, "variables": variables}, who.token, key)
        except (OSError, http.client.HTTPException, ValueError):
            self.close()
            return "DATABASE_UNAVAILABLE"
        if answer.get("errors"):
            return answer["errors"][0]["extensions"]["code"]
        return "ok"

    def _post(self, body: Any, token: str, key: str) -> Any:
        if self._line is None:
            self._line = http.client.HTTPConnection(self._where.hostname or "", self._where.port)
            self._line.timeout = 15
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": key,
        }
        self._line.request("POST", f"/t/{BODY}/graphql", json.dumps(body), headers)
        return json.loads(self._line.getresponse().read())


def vote_all(ground: Ground, town: Polling, size: Size) -> Ballots:
    """Everybody votes; meanwhile things die."""
    dice = random.Random(size.seed or None)
    done = Ballots(size)
    port = testing.free_port()
    environ = {
        "RENDA_DATABASE_URL": town.house.databases.app,
        "RENDA_DATA_DIR": str(ground.settings.data_dir),
        "RENDA_PORT": str(port),
        "RENDA_WORKER": "1",
    }
    waiting = [
        (one, {number: dice.choice(MARKS) for number in range(1, size.items + 1)})
        for one in town.deputies
    ]
    at = sorted(dice.sample(range(1, size.deputies * 9 // 10), size.kills))
    address = f"http://127.0.0.1:{port}"
    lock = threading.Lock()

    def work() -> None:
        client = Client(address, town.round, done)
        while True:
            with lock:
                if not waiting:
                    client.close()
                    return
                who, marks = waiting.pop()
            client.vote(who, marks, twice=len(waiting) % 10 == 0)

    with Killer(ground, environ, done, at, dice), ThreadPoolExecutor(size.clients) as pool:
        began = time.monotonic()
        for one in [pool.submit(work) for _ in range(size.clients)]:
            one.result()
        done.seconds = time.monotonic() - began
    return done


class Killer:
    """Serves, and kills the server or the database whenever so many have voted."""

    def __init__(
        self,
        ground: Ground,
        environ: dict[str, str],
        done: Ballots,
        at: list[int],
        dice: random.Random,
    ) -> None:
        self._ground, self._environ, self._done, self._dice = ground, environ, done, dice
        self._at = [(many, _KINDS[number % 2]) for number, many in enumerate(at)]
        self._over = threading.Event()
        self._serving = ExitStack()
        self._thread = threading.Thread(target=self._kill)

    def __enter__(self) -> None:
        self._serve()
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._serving.close()

    def _serve(self) -> None:
        self.served = self._serving.enter_context(testing.serving(self._environ))

    def _kill(self) -> None:
        for many, what in self._at:
            while len(self._done.chosen) < many:
                if self._over.wait(0.005):
                    return
            self._done.deaths[what] += 1
            if what == "database":
                self._ground.kill_database()
                continue
            self.served.process.kill()
            self.served.process.wait()
            self._serve()


_KINDS = ("database", "server")


# --- what must hold


async def check(town: Polling, done: Ballots) -> dict[str, bool]:
    """Close, announce, and compare with what was acknowledged."""
    house = town.house
    await town.do("chair", "closeVote", round=town.round)
    answer = "tally { items { approve oppose abstain void } } turnout { cast entitled }"
    told = await town.do("chair", "announceResult", answer, round=town.round)
    expected = [
        {
            **dict.fromkeys(MARKS, 0),
            "void": 0,
            **Counter(one[number] for one in done.chosen.values()),
        }
        for number in range(1, done.size.items + 1)
    ]
    await house.platform.sweep()
    await house.drain()
    kept = await rows_of(house, BODY, Cast)
    names = [name for name, _ in await house.events(BODY)]
    verdict = await events.verify(house.platform, house.bodies[BODY].id)
    return {
        "nobody was told anything odd": not done.odd,
        "every deputy's ballot was acknowledged": len(done.chosen) == done.size.deputies,
        "none lost: as many ballots as acknowledged": len(kept) == len(done.chosen),
        "none counted twice: one ballot for each place": len({one.place_id for one in kept})
        == len(kept),
        "every second ballot was refused": done.second_refused > 0,
        "the result is the brute-force count of what was acknowledged": told["tally"]["items"]
        == expected,
        "turnout is the number of voters": told["turnout"]["cast"] == len(done.chosen),
        "one event for each ballot": names.count("people_votes.cast_vote") == len(done.chosen),
        "the audit chain is whole": verdict.sound and not verdict.unsealed,
        "the exported file counts again to the same": await _recounts(house),
    }


async def _recounts(house: House) -> bool:
    listed = await house.command(BODY, "people_votes", "list")
    vote = listed.splitlines()[0].split("\t")[0]
    told = await house.command(BODY, "people_votes", "export", id=vote)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(told)
        file.flush()
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-I", recount.__file__, file.name],
            capture_output=True,
            check=False,
        )
    return done.returncode == 0


async def run(size: Size) -> Outcome:
    """The whole of it."""
    async with ground() as made, opened(made, size) as town:
        done = await asyncio.to_thread(vote_all, made, town, size)
        async with town.house.platform.database.engine.connect() as one:
            await one.execute(sa.text("SELECT 1"))
        return Outcome(done, await check(town, done))


def main() -> int:
    """As a script."""
    asked = argparse.ArgumentParser(description=__doc__)
    for name, value in {"deputies": 450, "items": 12, "clients": 64, "kills": 6, "seed": 0}.items():
        asked.add_argument(f"--{name}", type=int, default=value)
    outcome = asyncio.run(run(Size(**vars(asked.parse_args()))))
    print(outcome)
    return 0 if outcome.sound else 1


if __name__ == "__main__":
    raise SystemExit(main())
