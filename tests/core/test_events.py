"""What happened is kept: sealed in a chain, told to listeners in order, and any change shows."""

import asyncio
import hashlib
import json
from zoneinfo import ZoneInfo

import psycopg
import pytest
import sqlalchemy as sa
from made_plugins import made_plugin

from core import events, loading, postgres
from core.db import Database
from core.hookspecs import Listener
from core.platform import verb
from core.tenancy import BodyStatus

pytestmark = pytest.mark.database

DEFINE = """mutation($name: String!) {
  defineRole(input: {name: $name, title: "角色", actions: ["core.read_body"]}) { id }
}"""


async def _define(house, admin, *names: str) -> None:
    for name in names:
        await house.gql(DEFINE, {"name": name}, by=admin)


async def _verdict(house, body: str = "county-a") -> events.Verdict:
    return await events.verify(house.platform, house.bodies[body].id)


def _as_superuser(house, renda_server, statement: str) -> None:
    """Change rows behind the application's back: no policy and no grant binds a superuser."""
    database = house.platform.database.engine.url.database
    with psycopg.connect(postgres.dsn_for(renda_server.superuser, database=database)) as connection:
        connection.execute(statement)


async def test_events_are_sealed_in_order(house) -> None:
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "r1", "r2", "r3")
    before = await _verdict(house)
    assert len(before.unsealed) == 3
    await house.drain()
    after = await _verdict(house)
    assert after.sound
    assert after.sealed == 3
    assert after.unsealed == ()
    assert (await _verdict(house, "county-b")).sealed == 0


async def test_sealing_at_the_same_time_makes_one_chain(house) -> None:
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, *(f"role_{number}" for number in range(8)))
    body_id = house.bodies["county-a"].id
    await asyncio.gather(*(events.seal(house.platform, body_id) for _ in range(6)))
    verdict = await _verdict(house)
    assert (verdict.sealed, verdict.sound, verdict.unsealed) == (8, True, ())


TAMPERING = {
    "a payload changed": 'UPDATE event SET payload = \'{"name": "x"}\' WHERE id = {second}',
    "a name changed": "UPDATE event SET name = 'core.sign_in' WHERE id = {second}",
    "a time changed": (
        "UPDATE event SET created_at = created_at - interval '1 day' WHERE id = {second}"
    ),
    "a rule that it names changed": "UPDATE event SET rests_on = '[\"x\"]' WHERE id = {second}",
    "an actor changed": "UPDATE event SET actor_id = NULL WHERE id = {second}",
    "a link removed": "DELETE FROM event_seal WHERE number = 2",
    "the last link removed": "DELETE FROM event_seal WHERE number = 3",
    "an event removed": (
        "SET session_replication_role = replica; DELETE FROM event WHERE id = {second}"
    ),
    "an event removed with its link": (
        "DELETE FROM event_seal WHERE number = 2; DELETE FROM event WHERE id = {second}"
    ),
    "a salt changed": "UPDATE event SET nonce = 'x' WHERE id = {second}",
    "a digest changed": "UPDATE event_seal SET digest = 'x' WHERE number = 3",
    "a link to another event": (
        "DELETE FROM event_seal WHERE number = 3;"
        " UPDATE event_seal SET event_id = (SELECT id FROM event ORDER BY id DESC LIMIT 1)"
        " WHERE number = 2"
    ),
    "two links swapped": (
        "UPDATE event_seal SET number = CASE number WHEN 2 THEN 93 ELSE 92 END"
        " WHERE number IN (2, 3);"
        " UPDATE event_seal SET number = number - 90 WHERE number > 90"
    ),
}


@pytest.mark.parametrize("how", TAMPERING)
async def test_tampering_is_found(house, renda_server, how: str) -> None:
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "r1", "r2", "r3")
    await house.drain()
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        second = await work.session.scalar(
            sa.select(events.Seal.event_id).where(events.Seal.number == 2)
        )
    statement = TAMPERING[how].replace("{second}", f"'{second}'")
    _as_superuser(house, renda_server, statement)
    verdict = await _verdict(house)
    assert not verdict.sound
    assert verdict.faults


async def test_an_inserted_event_is_named_as_unsealed(house, renda_server) -> None:
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "r1")
    await house.drain()
    _as_superuser(
        house,
        renda_server,
        "INSERT INTO event SELECT tenant_id, gen_random_uuid(), name, organ_id, actor_id,"
        " subject_type, subject_id, payload, nonce, personal, personal_salt, personal_digest,"
        " created_at, rests_on FROM event",
    )
    verdict = await _verdict(house)
    assert len(verdict.unsealed) == 1
    # What a verb announced waits for its seal; this row waits for nothing.
    assert not verdict.sound


async def test_what_waits_for_its_seal_is_named_and_no_fault(house) -> None:
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "r1")
    verdict = await _verdict(house)
    assert verdict.sound
    assert len(verdict.unsealed) == 1


async def test_a_tail_cut_off_shows_by_the_head_that_was_noted(house, renda_server) -> None:
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "r1", "r2")
    await house.drain()
    noted = await _verdict(house)
    _as_superuser(
        house,
        renda_server,
        "DELETE FROM event_seal WHERE number = 2; DELETE FROM event WHERE payload->>'name' = 'r2'",
    )
    cut = await _verdict(house)
    assert (cut.sealed, noted.sealed) == (1, 2)
    assert cut.head != noted.head


async def test_a_link_is_what_an_outside_verifier_computes_from_the_rows(house) -> None:
    """From the exported rows alone, without a line of ours."""
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "r1", "r2")
    await house.drain()
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        links = await work.session.execute(
            sa.select(events.Seal.number, events.Seal.digest, events.Event)
            .join(events.Event, events.Event.id == events.Seal.event_id)
            .order_by(events.Seal.number)
        )
        before = ""
        for number, digest, event in links:
            leaf = {
                "id": str(event.id),
                "name": event.name,
                "organ": str(event.organ_id),
                "actor": str(event.actor_id),
                "subject": [event.subject_type, str(event.subject_id)],
                "at": event.created_at.astimezone(ZoneInfo("Asia/Shanghai")).isoformat(
                    timespec="microseconds"
                ),
                "payload": event.payload,
                "nonce": event.nonce,
                "personal": event.personal_digest,
            }
            if event.rests_on is not None:
                leaf["rests_on"] = event.rests_on
            text = json.dumps(leaf, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            before = hashlib.sha256(f"{before}{number}\n{text}".encode()).hexdigest()
            assert before == digest


async def test_personal_data_can_be_erased(house) -> None:
    admin = await house.person("county-a", "office", "admin")
    await house.gql(
        'mutation { createPerson(input: {name: "王某", login: "wang-mou", place: '
        '{organ: "office", post: "科员"}}) { login } }',
        by=admin,
    )
    await house.drain()
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        event = (await work.session.scalars(sa.select(events.Event))).one()
        assert event.personal == {"name": "王某", "login": "wang-mou"}
        assert "王某" not in str(event.payload)
        await events.erase_personal(work.session, event)
    assert (await _verdict(house)).sound
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        assert (await work.session.scalars(sa.select(events.Event.personal))).one() is None


async def test_altered_personal_data_are_found(house, renda_server) -> None:
    admin = await house.person("county-a", "office", "admin")
    await house.gql(
        'mutation { createPerson(input: {name: "王某", login: "wang-mou", place: '
        '{organ: "office", post: "科员"}}) { login } }',
        by=admin,
    )
    await house.drain()
    _as_superuser(house, renda_server, 'UPDATE event SET personal = \'{"name": "李某"}\'')
    assert not (await _verdict(house)).sound


async def test_the_sweep_seals_what_a_crash_missed(house) -> None:
    """A process that dies between commit and deferring leaves a row that waits."""
    body = house.bodies["county-a"]
    async with house.platform.as_core(body.id) as work:
        events.announce(work, "core.test", body)
        await events.queue_for_sealing(work)
    assert len((await _verdict(house)).unsealed) == 1
    await house.platform.sweep()
    await house.drain()
    assert (await _verdict(house)).sealed == 1


def _listening(told: list[str], fail_on: set[str], *, replay: bool = True):
    """A plugin with one listener that notes what it is told, and fails when it is asked to."""

    async def note(work, event) -> None:
        if event.payload["name"] in fail_on:
            raise RuntimeError("asked to fail")
        told.append(event.payload["name"])

    def plugin_listeners() -> list[Listener]:
        wanted = frozenset({"core.define_role"})
        return [Listener(name="note", events=wanted, run=note, replay=replay)]

    return made_plugin("listening", plugin_listeners=plugin_listeners)


async def test_listeners_are_told_in_order_once(make_house) -> None:
    told: list[str] = []
    house = await make_house(installed=False, modules=[_listening(told, set())])
    await house.enable("county-a", "listening")
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "r1", "r2", "r3")
    await house.drain()
    assert told == ["r1", "r2", "r3"]
    await events.feed(house.platform, house.bodies["county-a"].id)
    await house.drain()
    assert told == ["r1", "r2", "r3"]


async def test_a_failing_listener_holds_only_its_own_line(make_house) -> None:
    told: dict[str, list[str]] = {"steady": [], "shaky": []}

    def listener(name: str) -> Listener:
        async def note(work, event) -> None:
            if name == "shaky":
                raise RuntimeError("never")
            told[name].append(event.payload["name"])

        return Listener(name=name, events=frozenset({"core.define_role"}), run=note)

    made = made_plugin("both", plugin_listeners=lambda: [listener("shaky"), listener("steady")])
    house = await make_house(installed=False, modules=[made])
    await house.enable("county-a", "both")
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "r1", "r2")
    await house.drain()
    assert told == {"steady": ["r1", "r2"], "shaky": []}
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        rows = await work.session.execute(
            sa.select(events.Cursor.listener, events.Cursor.last_error)
        )
        assert dict(row for row in rows) == {"steady": None, "shaky": "RuntimeError"}


async def test_a_listener_that_does_not_end_is_ended_and_holds_its_own_line_only(
    make_house, monkeypatch
) -> None:
    """The limit is of the core; only its length is shortened here."""
    monkeypatch.setattr(events, "HOOK_SECONDS", 0.3)
    heard = list[str]()

    async def wait(work, event) -> None:
        await asyncio.Event().wait()

    async def hear(work, event) -> None:
        heard.append(event.payload["name"])

    wanted = frozenset({"core.define_role"})
    listeners = [
        Listener(name="endless", events=wanted, run=wait),
        Listener(name="steady", events=wanted, run=hear),
    ]
    made = made_plugin("slow", plugin_listeners=lambda: listeners)
    house = await make_house(installed=False, modules=[made])
    await house.enable("county-a", "slow")
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "r1")
    async with asyncio.timeout(30):
        await house.drain()
    assert heard == ["r1"]
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        rows = await work.session.execute(
            sa.select(events.Cursor.listener, events.Cursor.last_error)
        )
        assert dict(row for row in rows) == {"steady": None, "endless": "TimeoutError"}


async def test_what_a_listener_wrote_is_undone_when_it_fails_and_done_once_in_the_end(
    make_house,
) -> None:
    from core.access import OwnRole

    failing = {"now": True}

    async def copy(work, event) -> None:
        name = f"copy-{event.payload['name']}"
        work.session.add(OwnRole(name=name, title="副本", actions=[]))
        await work.session.flush()
        if failing["now"]:
            raise RuntimeError("after writing")

    wanted = frozenset({"core.define_role"})
    listener = Listener(name="copy", events=wanted, run=copy)
    house = await make_house(
        installed=False, modules=[made_plugin("copier", plugin_listeners=lambda: [listener])]
    )
    await house.enable("county-a", "copier")
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "r1")
    await house.drain()

    async def copies() -> list[str]:
        async with house.platform.as_core(house.bodies["county-a"].id) as work:
            found = sa.select(OwnRole.name).where(OwnRole.name.startswith("copy-"))
            return list(await work.session.scalars(found))

    assert await copies() == []
    failing["now"] = False
    body_id = house.bodies["county-a"].id
    feeding = (events.feed_listener(house.platform, body_id, "copier", "copy") for _ in range(4))
    await asyncio.gather(*feeding)
    assert await copies() == ["copy-r1"]


async def test_a_listener_hears_what_follows_the_enabling_however_late_the_worker_is(
    make_house,
) -> None:
    told: list[str] = []
    house = await make_house(installed=False, modules=[_listening(told, set(), replay=False)])
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "before")
    await house.drain()
    await house.enable("county-a", "listening")
    await _define(house, admin, "after")
    await house.drain()
    assert told == ["after"]


async def test_the_sweep_feeds_whom_a_crash_left_behind(make_house) -> None:
    """The process died after the sealing and before it asked for the feeding."""
    told: list[str] = []
    house = await make_house(installed=False, modules=[_listening(told, set())])
    await house.enable("county-a", "listening")
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "r1")
    await events.seal(house.platform, house.bodies["county-a"].id)
    async with house.platform.database.transaction(None) as session:
        await session.execute(sa.text("DELETE FROM procrastinate_jobs"))
    assert told == []
    await house.platform.sweep()
    await house.drain()
    assert told == ["r1"]


async def test_the_sweep_also_serves_a_suspended_body(house) -> None:
    body = house.bodies["county-a"]
    async with house.platform.as_core(body.id) as work:
        events.announce(work, "core.test", body)
        await events.queue_for_sealing(work)
    owner = Database(house.databases.owner)
    await loading.set_status(owner, "county-a", BodyStatus.SUSPENDED)
    await owner.close()
    await house.platform.sweep()
    await house.drain()
    assert (await _verdict(house)).sealed == 1


async def test_nobody_is_asked_to_hear_what_is_not_for_them(make_house) -> None:
    """Of a rare event's listener a job is not made at every seal, nor the whole past searched."""
    told: list[str] = []
    house = await make_house(installed=False, modules=[_listening(told, set())])
    await house.enable("county-a", "listening")
    admin = await house.person("county-a", "office", "admin")
    body_id = house.bodies["county-a"].id
    await events.feed_listener(house.platform, body_id, "listening", "note")
    await house.drain()
    invite = """mutation {
        inviteMember(input: {organ: "office", post: "科员"}) { code }
    }"""
    for _ in range(3):
        await house.gql(invite, by=admin)
    await events.seal(house.platform, body_id)
    await events.feed(house.platform, body_id)
    async with house.platform.database.transaction(None) as session:
        waiting = sa.text(
            "SELECT count(*) FROM procrastinate_jobs"
            " WHERE task_name = 'feed_listener' AND status = 'todo'"
        )
        assert await session.scalar(waiting) == 0
    await events.feed_listener(house.platform, body_id, "listening", "note")
    async with house.platform.as_core(body_id) as work:
        assert await work.session.scalar(sa.select(events.Cursor.number)) == 4


async def test_a_failing_listener_waits_and_goes_on(make_house) -> None:
    told: list[str] = []
    fail_on = {"r2"}
    house = await make_house(installed=False, modules=[_listening(told, fail_on)])
    await house.enable("county-a", "listening")
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "r1", "r2", "r3")
    await house.drain()
    assert told == ["r1"]
    fail_on.clear()
    await events.feed_listener(house.platform, house.bodies["county-a"].id, "listening", "note")
    assert told == ["r1", "r2", "r3"]


async def test_a_plugin_that_is_off_is_told_later(make_house) -> None:
    told: list[str] = []
    house = await make_house(installed=False, modules=[_listening(told, set())])
    admin = await house.person("county-a", "office", "admin")
    await _define(house, admin, "r1")
    await house.drain()
    assert told == []
    await house.enable("county-a", "listening")
    await house.drain()
    assert told == ["r1"]


async def test_a_verb_that_announces_nothing_is_undone(house) -> None:
    body = house.bodies["county-a"]
    from core.access import OwnRole

    with pytest.raises(AssertionError, match="one event"):
        async with verb(house.platform, body, None, None, frozenset()) as work:
            work.session.add(OwnRole(name="quiet", title="静", actions=[]))
    async with house.platform.as_core(body.id) as work:
        assert await work.session.scalar(sa.select(sa.func.count()).select_from(OwnRole)) == 0
