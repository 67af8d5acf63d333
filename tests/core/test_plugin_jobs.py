"""Jobs of plugins: deferred with a verb, run as the body, daily, and only where they belong."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from made_plugins import made_plugin

from core import Job, Organ, Work, announce, defer_job, plugin_jobs
from core.platform import verb
from core.testing import House, MakeHouse

pytestmark = pytest.mark.database


class Ran:
    """What ran, in which body, with what."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.fails = 0

    async def run(self, work: Work, **given: str) -> None:
        self.seen.append((work.body.code, given))
        if self.fails:
            self.fails -= 1
            raise RuntimeError("not yet")

    async def never_end(self, work: Work) -> None:
        work.body.name = "改名（测试）"
        self.seen.append((work.body.code, {}))
        await asyncio.Event().wait()

    async def close_an_organ(self, work: Work, organ: str) -> None:
        row = (await work.session.scalars(sa.select(Organ).where(Organ.id == UUID(organ)))).one()
        row.name = "改名（测试）"
        announce(work, "made_jobs.rename", row)


@pytest.fixture
def ran() -> Ran:
    return Ran()


@pytest.fixture
async def on(make_house: MakeHouse, ran: Ran) -> House:
    jobs = [
        Job(name="made_jobs.later", run=ran.run),
        Job(name="made_jobs.endless", run=ran.never_end),
        Job(name="made_jobs.rename", run=ran.close_an_organ),
        Job(name="made_jobs.daily", run=ran.run, daily=True),
    ]
    house: House = await make_house(
        [made_plugin("made_jobs", plugin_jobs=lambda: jobs)], installed=False
    )
    for body in ("county-a", "county-b"):
        await house.enable(body, "made_jobs")
    return house


async def deferred(house: House, job: str, *, fails: bool = False, **given: Any) -> None:
    """A verb of county-a that defers a job."""
    async with verb(house.platform, house.bodies["county-a"], None, None, frozenset()) as work:
        organ = (await work.session.scalars(sa.select(Organ).limit(1))).first()
        await defer_job(work, job, **given)
        announce(work, "made_jobs.asked", organ or work.body)
        if fails:
            raise RuntimeError("the verb fails")


async def test_it_runs_once_in_its_body_with_what_was_given(on: House, ran: Ran) -> None:
    await deferred(on, "made_jobs.later", record=UUID(int=7), many=3)
    assert ran.seen == []
    await on.drain()
    assert ran.seen == [("county-a", {"record": str(UUID(int=7)), "many": 3})]


async def test_a_verb_that_fails_leaves_no_job(on: House, ran: Ran) -> None:
    with pytest.raises(RuntimeError):
        await deferred(on, "made_jobs.later", fails=True)
    await on.drain()
    assert ran.seen == []


async def test_what_it_does_is_kept_and_told(on: House) -> None:
    async with on.platform.as_core(on.bodies["county-a"].id) as work:
        organ = (await work.session.scalars(sa.select(Organ).where(Organ.code == "court"))).one()
    await deferred(on, "made_jobs.rename", organ=organ.id)
    await on.drain()
    assert (await on.events("county-a"))[-1][0] == "made_jobs.rename"
    async with on.platform.as_core(on.bodies["county-b"].id) as work:
        twin = (await work.session.scalars(sa.select(Organ).where(Organ.code == "court"))).one()
    assert twin.name != "改名（测试）", "the neighbour's organ has the same id"


async def test_one_that_raises_is_undone_and_tried_again(on: House, ran: Ran) -> None:
    ran.fails = 1
    await deferred(on, "made_jobs.later")
    await on.drain()
    assert len(ran.seen) == 1, "the next attempt waits for its time"
    await deferred(on, "made_jobs.later")
    await on.drain()
    assert len(ran.seen) == 2, "another is not held up by it"


async def test_one_that_does_not_end_is_ended_and_undone(
    on: House, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is of the core; only its length is shortened here."""
    monkeypatch.setattr(plugin_jobs, "HOOK_SECONDS", 0.3)
    await deferred(on, "made_jobs.endless")
    await deferred(on, "made_jobs.later")
    async with asyncio.timeout(30):
        await on.drain()
    assert ran.seen == [("county-a", {}), ("county-a", {})], "another is not held up by it"
    async with on.platform.as_core(on.bodies["county-a"].id) as work:
        assert work.body.name != "改名（测试）"


async def test_where_the_plugin_is_off_by_then_nothing_runs(on: House, ran: Ran) -> None:
    await deferred(on, "made_jobs.later")
    await on.disable("county-a", "made_jobs")
    await on.drain()
    assert ran.seen == []


async def test_a_daily_one_runs_once_a_day_where_the_plugin_is_on(on: House, ran: Ran) -> None:
    await on.disable("county-b", "made_jobs")
    for day in ("2031-03-03", "2031-03-03", "2031-03-04"):
        await on.daily(day)
    assert ran.seen == [("county-a", {}), ("county-a", {})]


async def test_a_job_of_another_plugin_s_name_is_refused(make_house: MakeHouse, ran: Ran) -> None:
    jobs = [Job(name="filing_review.steal", run=ran.run)]
    house: House = await make_house(
        [made_plugin("made_bad", plugin_jobs=lambda: jobs)], installed=False
    )
    assert "does not begin with made_bad." in house.platform.plugins.broken["made_bad"]
