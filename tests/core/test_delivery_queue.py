"""Lines that stand still, clocks that are set back, and how much memory a full queue takes."""

import asyncio
import time
from datetime import timedelta
from uuid import uuid5

import parcels
import pytest
import sqlalchemy as sa
from post_office import RECEIVER, SENDER, PostOffice, wait_until

from core import clock, dispatch, jobs
from core.dispatch import Outgoing, PackageState
from core.hookspecs import Receiver
from core.tenancy import Organ
from core.testing import WORLD

POISON = """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'poison'; END $$;
CREATE TRIGGER poison BEFORE INSERT ON parcels_taken FOR EACH ROW WHEN (NEW.text = '毒')
EXECUTE FUNCTION refuse()"""


async def test_poison_beside_a_worker_is_seen_and_stops_its_own_line_only(
    office: PostOffice,
) -> None:
    office.change(POISON)
    with office.serve():
        for text in ("毒", "在后"):
            await office.send("office", "presidium", text)
        await wait_until(lambda: office.count("dispatch_outgoing", "state = 'failing'"))
        for number in range(5):
            for organ in ("congress", "government"):
                await office.send("office", organ, f"{organ}-{number}")
                await office.send("court", "presidium", f"court-{organ}-{number}")
        took = await wait_until(lambda: office.count("parcels_taken") == 20, 20)
        print(f"twenty beside the poison: {took:.1f} s")
        failed = await asyncio.to_thread(office.deliver)
        assert failed.status == 1, failed
        assert "failing\tcounty-a\ttown-a/presidium\tparcels\tparcel\t第" in failed.out
        assert "poison" not in failed.out, "what went wrong is in the log only"
        listed = await asyncio.to_thread(office.deliver, "--list")
        assert (listed.status, len(listed.out.splitlines())) == (0, 2)
        office.change("DROP TRIGGER poison ON parcels_taken")
        await office.send("office", "nobody", "暂存")
        mended = await asyncio.to_thread(office.deliver)
    assert mended.status == 0, mended
    assert mended.out.startswith("held\tcounty-a\ttown-a/nobody")
    texts = [text for (text,) in office.rows("SELECT text FROM parcels_taken ORDER BY place")]
    assert texts[-2:] == ["毒", "在后"]
    assert len(texts) == 22


async def test_what_waits_behind_a_held_package_is_held_with_it(office: PostOffice) -> None:
    """Even behind more of them than are shown; and a package that fails is shown before them."""
    for text in ("一", "二"):
        await office.send("office", "nobody", text)
    await office.house.drain()
    assert await stuck_lines(office) == 0
    office.change(POISON)
    await office.send("office", "presidium", "毒")
    assert await stuck_lines(office) == 1, "it waits"
    await office.house.drain()
    assert await stuck_lines(office) == 1, "it fails"
    async with office.house.platform.as_core(office.body(SENDER)) as work:
        first = (await work.session.scalars(dispatch.queue(1))).one()
    assert first.state is PackageState.FAILING


async def stuck_lines(office: PostOffice) -> int:
    async with office.house.platform.as_core(office.body(SENDER)) as work:
        return await dispatch.stuck_lines(work.session)


# --- the clock is set back -------------------------------------------------------------------

DAY = timedelta(days=1)


async def test_sent_before_the_clock_was_set_back_arrives_at_once(office: PostOffice) -> None:
    with clock.moved_to(clock.now() + DAY):
        await office.send("office", "presidium", "明天")
    await office.send("office", "presidium", "今天")
    await office.house.drain()
    assert office.at_rest()
    texts = office.rows("SELECT text FROM parcels_taken ORDER BY place")
    assert texts == [("明天",), ("今天",)], "in the order of their numbers"
    await office.check()


async def test_failed_before_the_clock_was_set_back_is_tried_by_the_next_sweep(
    office: PostOffice,
) -> None:
    office.change(POISON)
    with clock.moved_to(clock.now() + DAY):
        await office.send("office", "presidium", "毒")
        await office.house.platform.drain()
    assert office.count("dispatch_outgoing", "state = 'failing'") == 1
    office.change("DROP TRIGGER poison ON parcels_taken")
    await office.house.platform.sweep()
    await office.house.drain()
    assert office.at_rest()


async def test_jobs_and_workers_of_the_future_are_of_now(office: PostOffice) -> None:
    """The database's own clock was set back: what it wrote before lies a day ahead."""
    await office.send("office", "presidium", "一")
    office.change(
        # A worker that died, with the line's job in hand; it seems to have been seen tomorrow.
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() + interval '1 day')",
        "UPDATE procrastinate_jobs SET status = 'doing',"
        " worker_id = (SELECT max(id) FROM procrastinate_workers) WHERE task_name = 'deliver'",
    )
    await office.send("court", "presidium", "二")
    office.change(
        "UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 day'"
        " WHERE task_name = 'deliver' AND status = 'todo'"
    )
    await office.house.platform.sweep()
    await office.house.drain()
    assert office.rows("SELECT text FROM parcels_taken") == [("二",)]
    office.half_a_minute_passes()
    await office.house.platform.sweep()
    await office.house.drain()
    assert office.at_rest()
    await office.check()


async def test_what_recurs_recurs_after_the_clock_was_set_back(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that saw its last turn tomorrow is begun anew, and does not wait for tomorrow."""
    app, turns, real = office.house.platform.jobs, list[float](), time.time

    async def turn(timestamp: int) -> None:
        turns.append(timestamp)

    jobs.register(app, "turn", turn)
    app.periodic(cron="* * * * * *")(app.tasks["turn"])
    monkeypatch.setattr(jobs, "WATCH_SECONDS", 0.2)
    monkeypatch.setattr(time, "time", lambda: real() + DAY.total_seconds())
    worker = asyncio.create_task(jobs.work_until_cancelled(app))
    await wait_until(lambda: turns)
    monkeypatch.setattr(time, "time", real)
    await asyncio.wait_for(worker, 20)
    worker = asyncio.create_task(jobs.work_until_cancelled(app))
    await wait_until(lambda: turns[-1] < real() + 60)
    worker.cancel()
    with pytest.raises(asyncio.CancelledError):
        await worker


# --- a full queue ----------------------------------------------------------------------------

HEAVY = "重" * 30_000
"""Some 90 kB in a package: two hundred at once would show."""


async def test_two_hundred_waiting_packages_take_no_more_memory_than_ten(
    office: PostOffice,
) -> None:
    await fill(office, 10, HEAVY)
    few = await asyncio.to_thread(office.deliver)
    await fill(office, 200, HEAVY)
    many = await asyncio.to_thread(office.deliver)
    assert (few.status, many.status) == (0, 0), many
    assert office.count("parcels_taken") == 210
    print(f"10: {few.peak} kB, 200: {many.peak} kB")
    assert many.peak - few.peak < 8_000, "two hundred are 18 MB of text"


async def fill(office: PostOffice, packages: int, text: str) -> None:
    """Let one line have so many packages."""
    body_id = office.body(SENDER)
    async with office.house.platform.as_core(body_id) as work:
        organ = await work.session.get_one(Organ, (body_id, uuid5(WORLD, "office")))
    async with office.house.platform.as_core(body_id, organ=organ) as work:
        for _ in range(packages):
            await dispatch.send(
                work, parcels.PLUGIN, "parcel", to=(RECEIVER, "presidium"), payload={"text": text}
            )


async def test_a_fault_that_looks_like_a_lost_connection_is_noted(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receiver that asks another server in vain; our own database is there."""

    async def ask_in_vain(*_arguments: object) -> None:
        raise ConnectionRefusedError("another server")

    deaf = Receiver(kind="parcel", run=ask_in_vain)
    monkeypatch.setattr(office.house.platform.plugins, "receiver", lambda *_: deaf)
    await office.send("office", "presidium", "一")
    await office.house.platform.drain()
    async with office.house.platform.as_core(office.body(SENDER)) as work:
        package = (await work.session.scalars(sa.select(Outgoing))).one()
    assert (package.state, package.attempts) == (PackageState.FAILING, 1)
