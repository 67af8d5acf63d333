"""Sealed packages between parties: delivered once, in order, held with a reason, never lost."""

import asyncio
import hashlib
import json
import zipfile
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid5

import msgspec
import psycopg
import pytest
import sqlalchemy as sa
from made_plugins import made_plugin
from sqlalchemy.exc import ProgrammingError

from core import clock, dispatch, global_id, loading, postgres
from core.db import Database
from core.dispatch import ArrivalState, Incoming, Outgoing, PackageState, delivery
from core.errors import Refused
from core.hookspecs import Receiver
from core.kit import papers
from core.kit.files import File
from core.tenancy import BodyStatus, Jurisdiction, Organ
from core.testing import WORLD

pytestmark = pytest.mark.database

PLUGIN = "posting"


class Posting:
    """A plugin that takes in packages of the kind `note`, and fails while it is told to."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.recalled: list[str] = []
        self.returned: list[str] = []
        self.failing = False
        self.poison: str | None = None
        self.endless: str | None = None

    async def take(self, work: Any, package: Incoming) -> None:
        if package.payload["text"] == self.endless:
            await asyncio.Event().wait()
        if self.failing or package.payload["text"] == self.poison:
            raise RuntimeError("asked to fail")
        await dispatch.own_files(work, package)
        self.taken.append(package.payload["text"])

    def plugin(self) -> Any:
        note = Receiver(kind="note", run=self.take, recalled=self.recall, returned=self.give_back)
        letter = Receiver(kind="letter", run=self.take)
        return made_plugin(PLUGIN, plugin_receivers=lambda: [note, letter])

    async def recall(self, _work: Any, package: Incoming) -> None:
        self.recalled.append(package.payload["text"])

    async def give_back(self, _work: Any, package: Outgoing) -> None:
        self.returned.append(package.payload["text"])


@pytest.fixture
async def posting(make_house) -> Any:
    taker = Posting()
    house = await make_house(installed=False, modules=[taker.plugin()])
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
PDF = papers.write_pdf("# 报告\n正文。", "测试")


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
    real = delivery._mark_delivered

    async def die(*_arguments: Any) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(delivery, "_mark_delivered", die)
    with pytest.raises(asyncio.CancelledError):
        await dispatch.deliver(posting.platform, posting.bodies["county-a"].id, package.line_id)
    monkeypatch.setattr(delivery, "_mark_delivered", real)
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
    assert "没有启用" in ((await _held(posting)).reason or "")
    await posting.enable("town-a", PLUGIN)
    await posting.drain()
    assert posting.taker.taken == ["一"]
    assert (await _rows(posting, "county-a", Outgoing))[0].reason is None


async def _set_status(posting, code: str, status: BodyStatus, heir: str | None = None) -> None:
    owner = Database(posting.databases.owner)
    try:
        await loading.set_status(owner, code, status, heir)
    finally:
        await owner.close()


async def test_held_while_the_receiver_is_suspended(posting) -> None:
    await _set_status(posting, "town-a", BodyStatus.SUSPENDED)
    await _send(posting, "一", ("town-a", "presidium"))
    assert "暂停" in ((await _held(posting)).reason or "")
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
    assert reason in ((await _held(posting)).reason or "")
    assert posting.taker.taken == []


async def test_a_held_package_holds_its_own_line_only(posting) -> None:
    await _send(posting, "一", ("county-a", "nobody"))
    await _send(posting, "二", COURT)
    await posting.drain()
    assert posting.taker.taken == ["二"]


async def test_a_receiver_that_fails_loses_nothing(posting) -> None:
    posting.taker.failing = True
    package = await _send(posting, "一", COURT)
    body_id = posting.bodies["county-a"].id
    await posting.drain()
    assert await _rows(posting, "county-a", Incoming) == []
    pauses = list[float]()
    for attempt in range(1, 5):
        (sent,) = await _rows(posting, "county-a", Outgoing)
        assert (sent.state, sent.attempts) == (PackageState.FAILING, attempt)
        assert f"第{attempt}次" in sent.reason
        assert "asked to fail" not in sent.reason, "what went wrong is in the log only"
        pauses.append((sent.next_try_at - clock.now()).total_seconds())
        await dispatch.deliver(posting.platform, body_id, package.line_id)
        assert (await _rows(posting, "county-a", Outgoing))[0].attempts == attempt, "not yet"
        await dispatch.deliver(posting.platform, body_id, package.line_id, now=True)
    assert pauses == sorted(pauses)
    assert pauses[-1] > 4 * pauses[0]
    posting.taker.failing = False
    await dispatch.deliver(posting.platform, body_id, package.line_id, now=True)
    assert posting.taker.taken == ["一"]
    (sent,) = await _rows(posting, "county-a", Outgoing)
    assert (sent.state, sent.reason, sent.next_try_at) == (PackageState.DELIVERED, None, None)


async def test_a_failed_delivery_is_tried_again_by_itself(posting) -> None:
    posting.taker.failing = True
    await _send(posting, "一", COURT)
    await posting.drain()
    posting.taker.failing = False
    await asyncio.sleep(2.2)
    await posting.drain()
    assert posting.taker.taken == ["一"]


async def test_what_always_fails_stops_its_own_line_only(posting) -> None:
    posting.taker.poison = "毒"
    await _send(posting, "毒", COURT)
    await _send(posting, "在后", COURT)
    await _send(posting, "旁边", ("county-a", "procuratorate"))
    await posting.drain()
    assert posting.taker.taken == ["旁边"]
    admin = await posting.person("county-a", "office", "admin")
    told = await posting.gql(
        "{ deliveryQueue { fromOrgan toOrgan number state reason attempts } }", by=admin
    )
    queue = [(one["toOrgan"], one["number"], one["state"]) for one in told["deliveryQueue"]]
    assert queue == [("court", 1, "FAILING"), ("court", 2, "WAITING")]


async def test_a_receiver_that_does_not_end_is_ended_and_stops_its_own_line_only(
    posting, monkeypatch
) -> None:
    """The limit is of the core; only its length is shortened here."""
    monkeypatch.setattr(dispatch.delivery, "HOOK_SECONDS", 0.3)
    posting.taker.endless = "慢"
    await _send(posting, "慢", COURT)
    await _send(posting, "旁边", ("county-a", "procuratorate"))
    async with asyncio.timeout(30):
        await posting.drain()
    assert posting.taker.taken == ["旁边"]
    assert [row.state for row in await _rows(posting, "county-a", Outgoing)].count(
        PackageState.FAILING
    ) == 1


# --- what becomes of a package ---------------------------------------------------------------

SEEN_BY_SENDER = """{ sentPackages { nodes {
  id title toBodyName state reason deliveredTo
  deliveredAt receivedAt answeredAt withdrawReason } } }"""
SEEN_BY_RECEIVER = "{ receivedPackages { nodes { id state receivedAt answeredAt withdrawnAt } } }"
RECEIVE = "mutation($p: ID!) { receivePackage(package: $p) { state } }"


async def test_both_sides_see_how_far_a_package_has_come(posting) -> None:
    sender = await posting.person("county-a", "government")
    receiver = await posting.person("town-a", "presidium")

    async def seen() -> tuple[dict[str, Any], dict[str, Any]]:
        mine = (await posting.gql(SEEN_BY_SENDER, by=sender))["sentPackages"]["nodes"]
        theirs = (await posting.gql(SEEN_BY_RECEIVER, by=receiver))["receivedPackages"]["nodes"]
        notes = [one for one in theirs if one["state"] is not None]
        return mine[0], notes[0] if notes else {}

    await _send(posting, "一", ("town-a", "presidium"))
    waiting, _ = await seen()
    assert waiting["state"] == "WAITING"
    assert waiting["toBodyName"] == posting.bodies["town-a"].name, "named before anybody got it"
    await posting.drain()
    mine, theirs = await seen()
    assert (mine["state"], theirs["state"]) == ("DELIVERED", "ARRIVED")
    assert "presidium" in mine["deliveredTo"]
    for _ in range(2):
        told = await posting.gql(RECEIVE, {"p": theirs["id"]}, by=receiver)
        assert told["receivePackage"]["state"] == "RECEIVED"
    await posting.drain()
    mine, theirs = await seen()
    assert (mine["state"], theirs["state"]) == ("RECEIVED", "RECEIVED")
    assert mine["receivedAt"]
    body = posting.bodies["town-a"]
    (came,) = await _rows(posting, "town-a", Incoming)
    async with posting.platform.as_core(body.id) as work:
        organ = await work.session.get_one(Organ, (body.id, came.organ_id))
    async with posting.platform.as_core(body.id, organ=organ) as work:
        back = ("county-a", "government")
        await dispatch.send(work, PLUGIN, "note", to=back, payload={"text": "答"}, reply_to=came.id)
    await posting.drain()
    mine, theirs = await seen()
    assert (mine["state"], theirs["state"]) == ("ANSWERED", "ANSWERED")
    assert mine["answeredAt"]
    assert theirs["answeredAt"]


async def _withdraw(house, package_id: Any, reason: str = "发错了") -> None:
    body = house.bodies["county-a"]
    async with house.platform.as_core(body.id) as work:
        organ = await work.session.get_one(Organ, (body.id, uuid5(WORLD, "government")))
    async with house.platform.as_core(body.id, organ=organ) as work:
        await dispatch.withdraw(work, package_id, reason)


async def _state(posting) -> tuple[str, str | None]:
    (sent,) = [row for row in await _rows(posting, "county-a", Outgoing) if row.kind == "note"]
    return sent.state, sent.reason


async def test_only_who_was_asked_answers(posting) -> None:
    """A number can be learned: naming it in a package of one's own marks nothing."""
    await posting.enable("county-b", PLUGIN)
    await _send(posting, "一", ("town-a", "presidium"))
    await posting.drain()
    (asked,) = await _rows(posting, "county-a", Outgoing)
    stranger = posting.bodies["county-b"]
    async with posting.platform.as_core(stranger.id) as work:
        organ = await work.session.scalar(sa.select(Organ).where(Organ.code == "office"))
    async with posting.platform.as_core(stranger.id, organ=organ) as work:
        back = ("county-a", "government")
        await dispatch.send(
            work, PLUGIN, "note", to=back, payload={"text": "冒充"}, reply_to=asked.id
        )
    await posting.drain()
    (asked,) = await _rows(posting, "county-a", Outgoing)
    assert (asked.state, asked.answered_at) == (PackageState.DELIVERED, None)
    assert len(await _rows(posting, "county-a", Incoming)) == 1


async def test_withdrawn_before_it_left(posting) -> None:
    package = await _send(posting, "一", ("county-a", "nobody"))
    await _held(posting)
    await _withdraw(posting, package.id)
    await posting.drain()
    assert await _state(posting) == (PackageState.WITHDRAWN, "发错了")
    assert posting.taker.returned == ["一"]


async def test_withdrawn_before_receipt(posting) -> None:
    package = await _send(posting, "一", ("town-a", "presidium"))
    await posting.drain()
    await _withdraw(posting, package.id)
    await posting.drain()
    assert await _state(posting) == (PackageState.WITHDRAWN, "发错了")
    assert (posting.taker.recalled, posting.taker.returned) == (["一"], ["一"])
    (came, _) = await _rows(posting, "town-a", Incoming)
    assert (came.state, came.withdrawn_at is None) == (ArrivalState.WITHDRAWN, False)
    receiver = await posting.person("town-a", "presidium")
    code = await posting.refused_code(
        RECEIVE, {"p": global_id("ReceivedPackage", came.id)}, by=receiver, body="town-a"
    )
    assert code == "PACKAGE_WITHDRAWN"
    with pytest.raises(Refused, match="已经撤回"):
        await _withdraw(posting, package.id)


async def test_not_withdrawn_after_receipt(posting) -> None:
    package = await _send(posting, "一", ("town-a", "presidium"))
    await posting.drain()
    (came,) = await _rows(posting, "town-a", Incoming)
    receiver = await posting.person("town-a", "presidium")
    # The acknowledgement is not known to the sender yet when the recall leaves.
    await posting.gql(RECEIVE, {"p": global_id("ReceivedPackage", came.id)}, by=receiver)
    await _withdraw(posting, package.id)
    await posting.drain()
    state, reason = await _state(posting)
    assert state is PackageState.RECEIVED
    assert "已经签收" in (reason or "")
    assert (posting.taker.recalled, posting.taker.returned) == ([], [])
    with pytest.raises(Refused, match="不能撤回"):
        await _withdraw(posting, package.id)


def _and_restore(monkeypatch, name: str, real: Any) -> Any:
    """The mark of a delivery, after which the recall behind it is inserted as ever."""
    mark = delivery._mark_delivered

    async def marking(*arguments: Any) -> None:
        monkeypatch.setattr(delivery, name, real)
        await mark(*arguments)

    return marking


async def test_withdrawn_while_it_was_on_its_way(posting, monkeypatch) -> None:
    """Asked back after the delivery read it: it arrives, and its recall behind it."""
    package = await _send(posting, "一", ("town-a", "presidium"))
    real = delivery._insert

    async def slow(*arguments: Any) -> None:
        await _withdraw(posting, package.id)
        await real(*arguments)

    monkeypatch.setattr(delivery, "_insert", slow)
    body_id = posting.bodies["county-a"].id
    monkeypatch.setattr(delivery, "_mark_delivered", _and_restore(monkeypatch, "_insert", real))
    await dispatch.deliver(posting.platform, body_id, package.line_id)
    await posting.drain()
    assert await _state(posting) == (PackageState.WITHDRAWN, "发错了")
    assert posting.taker.recalled == ["一"]


async def test_a_kind_that_cannot_be_given_back_is_not_withdrawn(posting) -> None:
    package = await _send(posting, "一", COURT, kind="letter")
    with pytest.raises(Refused, match="不能撤回"):
        await _withdraw(posting, package.id)


# --- out of the platform ---------------------------------------------------------------------


async def test_a_party_outside_gets_a_folder(posting, tmp_path) -> None:
    owner = Database(posting.databases.owner)
    async with owner.transaction(None) as session:
        place = await session.get_one(Jurisdiction, "37")
        place.outside = [{"organ": "procuratorate", "name": "省人民检察院"}]
    await owner.close()
    government = await posting.person("county-a", "government")
    names = ("报告.pdf", "报告.pdf")
    for name in names:
        await posting.upload(government, name, PDF)
    files = await _rows(posting, "county-a", File)
    to = ("37", "procuratorate")
    for text in ("一", "二"):
        await _send(posting, text, to, files=files if text == "一" else ())
    await posting.drain()
    root = posting.platform.settings.data_dir / "outside" / to[0] / to[1]
    first, second = sorted(root.iterdir())
    assert first.name.startswith("000001-")
    assert second.name.startswith("000002-")
    assert sorted(path.name for path in first.iterdir()) == sorted(
        ["package.json", "报告.pdf", "2-报告.pdf"]
    )
    manifest = json.loads((first / "package.json").read_text(encoding="utf-8"))
    assert manifest["payload"] == {"text": "一"}
    assert manifest["from"]["organ"] == "government"
    for one in manifest["files"]:
        content = (first / one["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == one["digest"]
    sent = await _rows(posting, "county-a", Outgoing)
    assert {row.state for row in sent} == {PackageState.DELIVERED}
    assert "省人民检察院" in sent[0].delivered_to
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    party = delivery.Sent(sent[0], posting.bodies["county-a"], (await _organ(posting)))
    await delivery._hand_over(posting.platform, party)
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


async def _organ(posting) -> Organ:
    body = posting.bodies["county-a"]
    async with posting.platform.as_core(body.id) as work:
        return await work.session.get_one(Organ, (body.id, uuid5(WORLD, "government")))


def _heavy(size: int, number: int) -> bytes:
    """A Word file with a large picture in it."""
    buffer = BytesIO(papers.write_docx("# 报告\n正文。", "测试"))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(f"word/media/{number}.bin", bytes([number]) * size)
    return buffer.getvalue()


async def test_sixty_megabytes_lie_on_the_disk_once(make_house, renda_settings) -> None:
    """Five files of 12 MB from one body to another: one stored content, two owners."""
    patient = msgspec.structs.replace(renda_settings, max_file_mb=60)
    posting = await make_house(installed=False, modules=[Posting().plugin()], settings=patient)
    for body in ("county-a", "town-a"):
        await posting.enable(body, PLUGIN)
    government = await posting.person("county-a", "government")
    for number in range(5):
        content = _heavy(12 << 20, number)
        answer = await posting.upload(government, f"{number}.docx", content)
        assert answer.status_code == 201, answer.text
    blobs = posting.platform.settings.data_dir / "blobs"

    def stored() -> int:
        return sum(path.stat().st_size for path in blobs.rglob("*") if path.is_file())

    before = stored()
    assert before > 60_000_000
    files = await _rows(posting, "county-a", File)
    await _send(posting, "一", ("town-a", "presidium"), files=files)
    await posting.drain()
    theirs = await _rows(posting, "town-a", File)
    assert sorted(row.digest for row in theirs) == sorted(row.digest for row in files)
    assert stored() == before


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
    assert "与封存时不一致" in ((await _held(posting)).reason or "")
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
    await delivery._mark(posting.platform, package, PackageState.HELD, "too late")
    (sent,) = await _rows(posting, "county-a", Outgoing)
    assert (sent.state, sent.reason) == (PackageState.DELIVERED, None)


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
    assert "暂停" in ((await _held(posting)).reason or "")
    await _set_status(posting, "county-a", BodyStatus.ACTIVE)
    await posting.platform.sweep()
    await posting.drain()
    assert posting.taker.taken == ["一"]


async def test_an_organ_that_is_closed_takes_nothing_in(posting) -> None:
    async with posting.platform.as_core(posting.bodies["county-a"].id) as work:
        court = await work.session.scalar(sa.select(Organ).where(Organ.code == "court"))
        court.closed_on = date(2026, 1, 1)
    await _send(posting, "一", COURT)
    assert "没有代码" in ((await _held(posting)).reason or "")
