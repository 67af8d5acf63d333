"""Delivery under load while server and database are killed at random.

Sixteen clients send by the public API and try again, with the same key, until they are answered.
RENDA_LOAD_SECONDS makes it last longer.
"""

import asyncio
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
from post_office import SENDER, TOWN_ORGANS, PostOffice, Process, wait_for

from core.testing import COUNTY_ORGANS, Someone

SECONDS = int(os.environ.get("RENDA_LOAD_SECONDS", "15"))
CLIENTS = 16
SEND = """mutation($o: String!, $t: String!) {
  sendParcel(toBody: "town-a", toOrgan: $o, text: $t) }"""

DONE = "ALREADY_DONE"
"""What a repeated key is told when the first attempt had been answered to nobody."""


class Running:
    """The server that runs now; who kills it starts the next."""

    def __init__(self, office: PostOffice) -> None:
        self.office = office
        self.over = threading.Event()
        self.deaths = Counter[str]()
        self.address = ""

    @contextmanager
    def serving(self) -> Generator[None]:
        """Serve until the block ends, killing at random."""
        began = threading.Event()
        with ThreadPoolExecutor(1) as killer:
            killing = killer.submit(self._keep_killing, began)
            wait_for(lambda: began.is_set() or killing.done())
            try:
                yield
            finally:
                self.over.set()
                killing.result()

    def _keep_killing(self, began: threading.Event) -> None:
        while not self.over.is_set():
            with self.office.serve() as served:
                self.address = served.address
                began.set()
                self._until_the_server_dies(served)
            self.office.half_a_minute_passes()

    def _until_the_server_dies(self, served: Process) -> None:
        while not self.over.wait(random.uniform(1, 4)):
            if random.random() < 0.5:
                self.deaths["server"] += 1
                served.kill()
                return
            self.deaths["database"] += 1
            self.office.kill_database()
            self.office.restart_database()


@dataclass
class Client:
    """Somebody who sends, one parcel after the other, to one organ."""

    number: int
    by: Someone
    to: str
    accepted: list[str] = field(default_factory=list[str])
    tried_again: int = 0

    def work(self, running: Running, until: float) -> None:
        with httpx.Client(trust_env=False, timeout=15) as http:
            while time.monotonic() < until:
                self.send(http, running, f"{self.number}-{len(self.accepted)}")

    def send(self, http: httpx.Client, running: Running, text: str) -> None:
        key = uuid4().hex
        began = time.monotonic()
        while not self._accepted(http, running, key, text):
            self.tried_again += 1
            assert time.monotonic() - began < 60, "nobody answers"
            time.sleep(0.2)
        self.accepted.append(text)

    def _accepted(self, http: httpx.Client, running: Running, key: str, text: str) -> bool:
        try:
            answer = http.post(
                f"{running.address}/t/{SENDER}/graphql",
                json={"query": SEND, "variables": {"o": self.to, "t": text}},
                headers={"Authorization": f"Bearer {self.by.token}", "Idempotency-Key": key},
            ).json()
        except (httpx.TransportError, ValueError):
            return False
        codes = [error["extensions"]["code"] for error in answer.get("errors") or ()]
        assert not codes or codes[0] in (DONE, "DATABASE_UNAVAILABLE", "BUSY"), answer
        return not codes or codes[0] == DONE


async def test_what_was_accepted_arrives_once_in_order_whatever_dies(office: PostOffice) -> None:
    clients = [
        Client(
            number,
            await office.house.person(SENDER, COUNTY_ORGANS[number % 4]),
            TOWN_ORGANS[number // 8],
        )
        for number in range(CLIENTS)
    ]
    running = Running(office)
    await asyncio.to_thread(send_all, running, clients)
    settled = await settle(office)
    accepted = [text for client in clients for text in client.accepted]
    took = [text for (text,) in office.rows("SELECT text FROM parcels_taken ORDER BY place")]
    assert sorted(took) == sorted(accepted), "each once"
    for client in clients:
        own = [text for text in took if text.startswith(f"{client.number}-")]
        assert own == client.accepted
    await office.check()
    print(
        f"\n{len(accepted)} accepted in {SECONDS} s ({len(accepted) / SECONDS:.0f}/s),"
        f" {sum(client.tried_again for client in clients)} tried again,"
        f" {running.deaths['server']} servers and {running.deaths['database']} databases killed,"
        f" at rest after {settled:.1f} s; {office.count('dispatch_line')} lines"
    )


def send_all(running: Running, clients: list[Client]) -> None:
    with running.serving(), ThreadPoolExecutor(CLIENTS) as pool:
        until = time.monotonic() + SECONDS
        working = [pool.submit(client.work, running, until) for client in clients]
        for one in working:
            one.result()


async def settle(office: PostOffice) -> float:
    """Let a last server do what is left."""
    office.half_a_minute_passes()
    with office.serve():
        return await asyncio.to_thread(wait_for, office.at_rest, 60 + SECONDS)
