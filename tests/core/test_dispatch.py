"""Sealed packages between parties: delivered once, in order, held with a reason, never lost."""

import asyncio
from datetime import date
from typing import Any
from uuid import uuid5

import psycopg
import pytest
import sqlalchemy as sa
from made_plugins import made_plugin
from sqlalchemy.exc import ProgrammingError

from core import dispatch, loading, postgres
from core.db import Database
from core.dispatch import Incoming, Outgoing, PackageState
from core.hookspecs import Receiver
from core.kit.files import File
from core.tenancy import BodyStatus, Organ
from core.testing import WORLD

pytestmark = pytest.mark.database

PLUGIN = "posting"


class Posting:
    """A plugin that takes in packages of the kind `note`, and fails while it is told to."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.failing = False

    async def take(self, work: Any, package: Incoming) -> None:
        if self.failing:
            raise RuntimeError("asked to fail")
        await dispatch.own_files(work, package)
        self.taken.append(package.payload["text"])

    def plugin(self) -> Any:
        return made_plugin(PLUGIN, plugin_receivers=lambda: [Receiver(kind="note", run=self.take)])


@pytest.fixture
async def posting(make_house) -> Any:
    taker = Posting()
    house = await make_house(modules=[taker.plugin()])
    for body in ("county-a", "town-a"):
        await house.enable(body, PLUGIN)
    house.taker = taker
    return house


async def _send(house, text: str, to: tuple[str, str], *, kind: str = "note", files=()) -> Any:
    """Send as the government of county-a."""
    body = house.bodies["county-a"]
    async with house.platform.as_core(body.id) as work:
        organ = await work.session.get_one(Organ, (body.id, uuid5(WORLD, "government")))
    async with house.platform.as_core(body.id, organ=organ) as work:
        return await dispatch.send(work, PLUGIN, kind, to=to, payload={"text": text}, files=files)


async def _rows(house, body: str, model: Any) -> list[Any]:
    async with house.platform.as_core(house.bodies[body].id) as work:
        return list(await work.session.scalars(sa.select(model).order_by(model.id)))


COURT = ("county-a", "court")


async def test_delivered_once_in_order(posting) -> None:
    for text in ("一", "二", "三"):
        await _send(posting, text, COURT)
    await posting.drain()
    assert posting.taker.taken == ["一", "二", "三"]
    sent = await _rows(posting, "county-a", Outgoing)
    assert [row.number for row in sent] == [1, 2, 3]
    assert {row.state for row in sent} == {PackageState.DELIVERED}
    came = await _rows(posting, "county-a", Incoming)
    assert [(row.id, row.digest) for row in came] == [(row.id, row.digest) for row in sent]


async def test_a_repeated_job_delivers_nothing_twice(posting) -> None:
    package = await _send(posting, "一", COURT)
    body_id = posting.bodies["county-a"].id
    await asyncio.gather(
        *(dispatch.deliver(posting.platform, body_id, package.line_id) for _ in range(5))
    )
    assert posting.taker.taken == ["一"]


async def test_a_death_before_marking_is_made_good(posting, monkeypatch) -> None:
    """The job dies after the receiver's transaction and before the sender's mark."""
    package = await _send(posting, "一", COURT)
    real = dispatch._mark

    async def die(*_arguments: Any) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(dispatch, "_mark", die)
    with pytest.raises(asyncio.CancelledError):
        await dispatch.deliver(posting.platform, posting.bodies["county-a"].id, package.line_id)
    monkeypatch.setattr(dispatch, "_mark", real)
    assert (await _rows(posting, "county-a", Outgoing))[0].state is PackageState.WAITING
    await posting.drain()
    assert posting.taker.taken == ["一"]
    assert (await _rows(posting, "county-a", Outgoing))[0].state is PackageState.DELIVERED


async def test_senders_at_the_same_time_get_consecutive_numbers(posting) -> None:
    await asyncio.gather(*(_send(posting, str(number), COURT) for number in range(8)))
    numbers = [row.number for row in await _rows(posting, "county-a", Outgoing)]
    assert sorted(numbers) == list(range(1, 9))


async def test_only_the_two_parties_see_it(posting) -> None:
    await _send(posting, "一", COURT)
    await posting.drain()
    ask = "{ sentPackages { totalCount } receivedPackages { totalCount } }"
    expected = {"government": (1, 0), "court": (0, 1), "procuratorate": (0, 0)}
    for organ, counts in expected.items():
        someone = await posting.person("county-a", organ)
        data = await posting.gql(ask, by=someone)
        seen = (data["sentPackages"]["totalCount"], data["receivedPackages"]["totalCount"])
        assert seen == counts, organ


async def _held(posting, body: str = "county-a") -> Outgoing:
    await posting.drain()
    (package,) = await _rows(posting, body, Outgoing)
    assert package.state is PackageState.HELD
    return package


async def test_held_while_the_plugin_is_off(posting) -> None:
    await posting.disable("town-a", PLUGIN)
    await _send(posting, "一", ("town-a", "presidium"))
    assert "没有启用" in ((await _held(posting)).held_reason or "")
    await posting.enable("town-a", PLUGIN)
    await posting.drain()
    assert posting.taker.taken == ["一"]
    assert (await _rows(posting, "county-a", Outgoing))[0].held_reason is None


async def _set_status(posting, code: str, status: BodyStatus, heir: str | None = None) -> None:
    owner = Database(posting.databases.owner)
    try:
        await loading.set_status(owner, code, status, heir)
    finally:
        await owner.close()


async def test_held_while_the_receiver_is_suspended(posting) -> None:
    await _set_status(posting, "town-a", BodyStatus.SUSPENDED)
    await _send(posting, "一", ("town-a", "presidium"))
    assert "暂停" in ((await _held(posting)).held_reason or "")
    await _set_status(posting, "town-a", BodyStatus.ACTIVE)
    await posting.platform.sweep()
    await posting.drain()
    assert posting.taker.taken == ["一"]


async def test_to_the_heir_of_a_merged_body(posting) -> None:
    await posting.enable("town-b", PLUGIN)
    await _set_status(posting, "town-a", BodyStatus.MERGED, "town-b")
    await _send(posting, "一", ("town-a", "presidium"))
    await posting.drain()
    assert len(await _rows(posting, "town-b", Incoming)) == 1


@pytest.mark.parametrize(
    ("to", "kind", "reason"),
    [
        (("nowhere", "court"), "note", "没有代码"),
        (("county-a", "nobody"), "note", "没有代码"),
        (COURT, "unknown", "不接收"),
    ],
)
async def test_held_with_the_reason(posting, to, kind: str, reason: str) -> None:
    await _send(posting, "一", to, kind=kind)
    assert reason in ((await _held(posting)).held_reason or "")
    assert posting.taker.taken == []


async def test_a_held_package_holds_its_own_line_only(posting) -> None:
    await _send(posting, "一", ("county-a", "nobody"))
    await _send(posting, "二", COURT)
    await posting.drain()
    assert posting.taker.taken == ["二"]


async def test_a_receiver_that_fails_loses_nothing(posting) -> None:
    posting.taker.failing = True
    package = await _send(posting, "一", COURT)
    await posting.drain()
    assert await _rows(posting, "county-a", Incoming) == []
    assert (await _rows(posting, "county-a", Outgoing))[0].state is PackageState.WAITING
    posting.taker.failing = False
    await dispatch.deliver(posting.platform, posting.bodies["county-a"].id, package.line_id)
    assert posting.taker.taken == ["一"]


async def test_files_are_shared_not_copied(posting) -> None:
    body = posting.bodies["county-a"]
    async with posting.platform.as_core(body.id) as work:
        file = File(
            organ_id=uuid5(WORLD, "government"), name="a.pdf", kind="pdf", size=1, digest="d" * 64
        )
        work.session.add(file)
    await _send(posting, "一", COURT, files=[file])
    await posting.drain()
    rows = await _rows(posting, "county-a", File)
    assert [row.digest for row in rows] == ["d" * 64] * 2
    assert {row.organ_id for row in rows} == {uuid5(WORLD, one) for one in ("government", "court")}


async def test_a_package_rolled_back_with_its_verb_is_never_sent(posting) -> None:
    body = posting.bodies["county-a"]
    async with posting.platform.as_core(body.id) as work:
        organ = await work.session.get_one(Organ, (body.id, uuid5(WORLD, "government")))

    async def undone() -> None:
        async with posting.platform.as_core(body.id, organ=organ) as work:
            await dispatch.send(work, PLUGIN, "note", to=COURT, payload={"text": "一"})
            raise RuntimeError("the verb is undone")

    with pytest.raises(RuntimeError):
        await undone()
    await posting.drain()
    assert posting.taker.taken == []
    assert await _rows(posting, "county-a", Outgoing) == []


async def test_a_sealed_package_cannot_be_changed(posting) -> None:
    package = await _send(posting, "一", COURT)
    body_id = posting.bodies["county-a"].id
    for model, change in (
        (Outgoing, {"payload": {}}),
        (Outgoing, {"to_organ": "x"}),
        (Outgoing, {"digest": "x"}),
        (Incoming, {"payload": {}}),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with posting.platform.as_core(body_id) as work:
                await work.session.execute(sa.update(model).values(**change))
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with posting.platform.as_core(body_id) as work:
            await work.session.execute(sa.delete(Outgoing).where(Outgoing.id == package.id))


async def test_a_package_altered_behind_our_back_is_held(posting, renda_server) -> None:
    await _send(posting, "一", COURT)
    database = posting.platform.database.engine.url.database
    dsn = postgres.dsn_for(renda_server.superuser, database=database)
    with psycopg.connect(dsn) as connection:
        connection.execute('UPDATE dispatch_outgoing SET payload = \'{"text": "二"}\'')
    assert "与封存时不一致" in ((await _held(posting)).held_reason or "")
    assert posting.taker.taken == []


@pytest.mark.parametrize(
    "payload",
    [
        {"text": "一", "n": 10**30, "f": 1.5, "t": True, "z": None, "l": [{"b": 1, "a": [2]}]},
        {"text": "一", "日期": "2026-01-01", "a b": '\u2028\\"', "": {}},
    ],
)
async def test_the_digest_is_over_what_the_database_gives_back(posting, payload: Any) -> None:
    """The seal of what was sent fits what was stored, whatever the form of its values."""
    body = posting.bodies["county-a"]
    async with posting.platform.as_core(body.id) as work:
        organ = await work.session.get_one(Organ, (body.id, uuid5(WORLD, "government")))
    async with posting.platform.as_core(body.id, organ=organ) as work:
        await dispatch.send(work, PLUGIN, "note", to=COURT, payload=payload)
    await posting.drain()
    (came,) = await _rows(posting, "county-a", Incoming)
    assert came.payload == payload
    assert came.digest == dispatch.package_digest(came.kind, came.payload, came.files)


async def test_delivered_stays_delivered_though_a_slower_worker_found_it_held(posting) -> None:
    package = await _send(posting, "一", COURT)
    await posting.drain()
    await dispatch._mark(posting.platform, package, PackageState.HELD, "too late")
    (sent,) = await _rows(posting, "county-a", Outgoing)
    assert (sent.state, sent.held_reason) == (PackageState.DELIVERED, None)


async def test_order_holds_while_senders_and_workers_race(posting) -> None:
    async def send_some(number: int) -> None:
        await _send(posting, str(number), COURT)
        await posting.platform.drain()

    await asyncio.gather(*(send_some(number) for number in range(6)))
    await posting.platform.sweep()
    await asyncio.gather(*(posting.platform.drain() for _ in range(4)))
    sent = await _rows(posting, "county-a", Outgoing)
    in_order = [row.payload["text"] for row in sorted(sent, key=lambda row: row.number)]
    assert posting.taker.taken == in_order
    assert {row.state for row in sent} == {PackageState.DELIVERED}


async def test_what_a_suspended_body_had_sent_still_arrives(posting) -> None:
    await _send(posting, "一", COURT)
    await _set_status(posting, "county-a", BodyStatus.SUSPENDED)
    await posting.drain()
    # To another organ of its own it is held as to anybody; when the body is back, it arrives.
    assert "暂停" in ((await _held(posting)).held_reason or "")
    await _set_status(posting, "county-a", BodyStatus.ACTIVE)
    await posting.platform.sweep()
    await posting.drain()
    assert posting.taker.taken == ["一"]


async def test_an_organ_that_is_closed_takes_nothing_in(posting) -> None:
    async with posting.platform.as_core(posting.bodies["county-a"].id) as work:
        court = await work.session.scalar(sa.select(Organ).where(Organ.code == "court"))
        court.closed_on = date(2026, 1, 1)
    await _send(posting, "一", COURT)
    assert "没有代码" in ((await _held(posting)).held_reason or "")
