"""Delivery while everything dies: server, worker and database, at each step and at random.

Every process is real and every death is SIGKILL. A step is stopped from outside, by a trigger that
waits for a lock of the test's. In the end each package has arrived exactly once, in order.
"""

import asyncio
import signal
import time
from uuid import UUID, uuid5

from post_office import RECEIVER, SENDER, TOWN_ORGANS, PostOffice, wait_until

from core import dispatch, jobs
from core.postgres import APP_ROLE
from core.testing import WORLD

FROM = "office"
"""The organ of the sender from which all lines of the first test go out."""


def organ(code: str) -> UUID:
    return uuid5(WORLD, code)


def arriving(kind: str, at: str, body: UUID) -> str:
    """Read as the sender, not yet in the receiver's rows."""
    return (
        "BEFORE INSERT ON dispatch_incoming FOR EACH ROW WHEN"
        f" (NEW.kind = '{kind}' AND NEW.tenant_id = '{body}' AND '{at}' IN"
        " (NEW.from_organ, NEW.organ_id::text))"
    )


def marked(timing: str, kind: str, state: str, where: str) -> str:
    """The sender's mark, before it or after."""
    return (
        f"{timing} UPDATE ON dispatch_outgoing FOR EACH ROW WHEN"
        f" (NEW.kind = '{kind}' AND NEW.state = '{state}' AND OLD.state <> NEW.state AND {where})"
    )


def to(code: str) -> str:
    return f"NEW.to_organ = '{code}'"


def steps_of_a_parcel(office: PostOffice) -> list[str]:
    town = office.body(RECEIVER)
    return [
        arriving("parcel", str(organ("congress")), town),
        # All that the receiver's transaction does but its commit.
        "AFTER INSERT ON event FOR EACH ROW WHEN (NEW.name = 'core.deliver_package'"
        f" AND NEW.tenant_id = '{town}' AND NEW.organ_id = '{organ('presidium')}')",
        marked("BEFORE", "parcel", "delivered", to("government")),
        marked("AFTER", "parcel", "delivered", to("expert_group")),
    ]


def steps_of_a_receipt(office: PostOffice) -> list[str]:
    return [
        arriving("receipt", "congress", office.body(SENDER)),
        # What the receipt does to the package, in the transaction in which it arrives.
        marked("AFTER", "parcel", "received", to("presidium")),
        marked("BEFORE", "receipt", "delivered", f"NEW.organ_id = '{organ('government')}'"),
        marked("AFTER", "receipt", "delivered", f"NEW.organ_id = '{organ('expert_group')}'"),
    ]


def steps_of_a_recall(office: PostOffice) -> list[str]:
    return [
        arriving("core.recall", str(organ("congress")), office.body(RECEIVER)),
        "AFTER UPDATE ON dispatch_incoming FOR EACH ROW WHEN (NEW.state = 'withdrawn'"
        f" AND NEW.organ_id = '{organ('presidium')}')",
        marked("AFTER", "core.recall", "delivered", to("government")),
        # The receipt that says it was given back.
        marked("AFTER", "parcel", "withdrawn", to("expert_group")),
    ]


async def send_three_each(office: PostOffice) -> None:
    for code in TOWN_ORGANS:
        for number in (1, 2, 3):
            await office.send(FROM, code, f"{code}-{number}")


def sent(office: PostOffice, number: int) -> list[tuple[str, UUID]]:
    """The parcels with a number in their line."""
    return office.rows(
        "SELECT to_organ, id FROM dispatch_outgoing WHERE kind = 'parcel' AND number = %s", number
    )


async def acknowledge_first(office: PostOffice) -> None:
    for code, package in sent(office, 1):
        async with office.as_organ(RECEIVER, code) as work:
            await dispatch.acknowledge(work, package)


async def withdraw_last(office: PostOffice) -> None:
    for _, package in sent(office, 3):
        async with office.as_organ(SENDER, FROM) as work:
            await dispatch.withdraw(work, package, "发错了")


ROUNDS = (
    (send_three_each, steps_of_a_parcel),
    (acknowledge_first, steps_of_a_receipt),
    (withdraw_last, steps_of_a_recall),
)


async def check_rounds(office: PostOffice) -> None:
    """What became of the three parcels of each line."""
    await office.check()
    states = office.rows(
        "SELECT number, state, count(*) FROM dispatch_outgoing"
        " WHERE kind = 'parcel' GROUP BY 1, 2 ORDER BY 1"
    )
    assert states == [(1, "received", 4), (2, "delivered", 4), (3, "withdrawn", 4)]
    given_back = office.rows("SELECT right(text, 1), given_back FROM parcels_taken")
    assert sorted(given_back) == [("1", 0)] * 4 + [("2", 0)] * 4 + [("3", 1)] * 4


async def test_a_server_killed_at_each_step_of_a_delivery(office: PostOffice) -> None:
    """The worker's four jobs stand at four steps when their process is killed; another goes on."""
    for act, steps in ROUNDS:
        await act(office)
        with office.stopping(*steps(office)), office.serve() as served:
            await wait_until(lambda: office.stopped() == 4)
            served.kill()
        office.half_a_minute_passes()
        await office.house.platform.sweep()
        await office.house.drain()
        assert office.at_rest()
    await check_rounds(office)


def cut(office: PostOffice) -> None:
    """Every connection but the one that listens: the worker does not notice."""
    office.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database() AND query NOT LIKE 'LISTEN%'"
        f" AND usename = '{APP_ROLE}'"
    )


def kill_database(office: PostOffice) -> None:
    """It is back at once."""
    office.kill_database()
    office.restart_database()


def take_database_away(office: PostOffice) -> None:
    """It is back when nobody hopes for a connection any more."""
    office.kill_database()
    time.sleep(jobs.PATIENCE + 1)
    office.restart_database()


async def test_a_database_killed_at_each_step_of_a_delivery(office: PostOffice) -> None:
    """The same process serves on; what it had in hand comes back without anybody's help."""
    with office.serve():
        for (act, steps), harm in zip(
            ROUNDS, (kill_database, cut, take_database_away), strict=True
        ):
            with office.stopping(*steps(office)):
                await act(office)
                await wait_until(lambda: office.stopped() == 4)
                await asyncio.to_thread(harm, office)
            print(f"{harm.__name__}: at rest {await wait_until(office.at_rest, 100):.1f} s later")
    await check_rounds(office)


async def test_a_worker_that_only_slept_delivers_nothing_that_was_withdrawn(
    office: PostOffice,
) -> None:
    """SIGSTOP in the middle of a delivery; another worker takes over, then the first goes on."""
    await office.send(FROM, "congress", "一")
    (package,) = (row[1] for row in sent(office, 1))
    at_congress = arriving("parcel", str(organ("congress")), office.body(RECEIVER))
    with office.serve() as sleeper:
        with office.stopping(at_congress):
            await wait_until(lambda: office.stopped() == 1)
            sleeper.signal(signal.SIGSTOP)
            async with office.as_organ(SENDER, FROM) as work:
                await dispatch.withdraw(work, package, "发错了")
            office.half_a_minute_passes()
            await office.house.platform.sweep()
            await office.house.drain()
            states = office.rows("SELECT state FROM dispatch_outgoing")
            assert states == [("waiting",)], "it is still on its way"
            sleeper.signal(signal.SIGCONT)
        await wait_until(office.at_rest)
    await office.check()
    assert office.rows("SELECT state FROM dispatch_outgoing WHERE kind = 'parcel'") == [
        ("withdrawn",)
    ]
    assert office.rows("SELECT given_back FROM parcels_taken") == [(1,)]


async def test_two_servers_on_one_database_keep_order_and_deliver_once(office: PostOffice) -> None:
    """Both run jobs while packages are sent; then one of them dies with a job in hand."""
    with office.serve(), office.serve() as second:
        await wait_until(lambda: office.count("procrastinate_workers") == 2)
        for number in range(15):
            await asyncio.gather(
                *(office.send(FROM, code, f"{code}-{number}") for code in TOWN_ORGANS)
            )
        at_congress = arriving("parcel", str(organ("congress")), office.body(RECEIVER))
        with office.stopping(at_congress):
            # Whatever was sent before may have arrived by now.
            await office.send(FROM, "congress", "congress-last")
            await wait_until(lambda: office.stopped() == 1)
            workers = office.rows("SELECT worker_id FROM procrastinate_jobs WHERE status = 'doing'")
            second.kill()
        assert workers
        office.half_a_minute_passes()
        await office.house.platform.sweep()
        await wait_until(office.at_rest)
    assert office.count("parcels_taken") == 61
    await office.check()
