"""What is due soon or overdue: told once, listed for each person, known to the body."""

import asyncio
from datetime import date
from typing import Any
from uuid import uuid5

import pytest
import sqlalchemy as sa

from core import clock
from core.events import Event
from core.kit import deadlines
from core.kit.deadlines.reminders import remind
from core.tenancy import Organ
from core.testing import WORLD, House, Someone

pytestmark = pytest.mark.database

RULE = "filing_review.answer_period"
TITLE = "制定机关反馈期限（自审查意见发出之日起）"

LIST = """query($on: Date) { myDueList(on: $on) { day overdue dueSoon organ { code }
  entries { deadline title dueOn overdueBy } } }"""
BODY = """query($stage: Stage, $organ: String) { bodyDeadlines(stage: $stage, organ: $organ) {
  totalCount nodes { rule title dueOn overdueBy organ { code } } } }"""
COUNTS = "{ deadlineCounts { organ { code } overdue dueSoon running nearest } }"
SOON = "{ deadlines(where: {dueSoon: true}) { nodes { dueOn } } }"


async def started(house: House, organ_code: str, day: str, body: str = "county-a") -> Any:
    async with house.platform.as_core(house.bodies[body].id) as work:
        organ = await work.session.get_one(Organ, (work.body.id, uuid5(WORLD, organ_code)))
    async with house.platform.as_core(house.bodies[body].id, organ) as work:
        row = await deadlines.start_clock(work, RULE, organ, date.fromisoformat(day))
        await work.session.flush()
        return row


async def told(house: House, body: str = "county-a") -> list[tuple[str, str]]:
    """Reminders so far: the stage and the day that was told."""
    return [
        (name.removeprefix("core.deadline_"), payload["due_on"])
        for name, payload in await house.events(body)
        if name.startswith("core.deadline_")
    ]


async def look(house: House, day: str) -> None:
    """The daily look at the clocks on a day."""
    with house.on(day):
        await house.platform.remind_bodies()


@pytest.fixture
async def busy(house: House) -> House:
    """Three clocks of two organs: due on 19 February, 12 March and 2 April 2025."""
    await house.enable("county-a", "filing_review")
    await started(house, "government", "2025-01-20")
    await started(house, "court", "2025-02-10")
    await started(house, "government", "2025-03-03")
    return house


async def test_each_stage_is_told_once(busy: House) -> None:
    await look(busy, "2025-02-13")
    assert await told(busy) == []
    await look(busy, "2025-02-14")
    # Three working days ahead: 17, 18, 19 February.
    assert await told(busy) == [("due_soon", "2025-02-19")]
    await look(busy, "2025-02-17")
    await look(busy, "2025-02-19")
    assert await told(busy) == [("due_soon", "2025-02-19")]
    await look(busy, "2025-02-20")
    await look(busy, "2025-02-21")
    assert await told(busy) == [("due_soon", "2025-02-19"), ("overdue", "2025-02-19")]


async def test_missed_days_are_made_up_for_without_a_belated_warning(busy: House) -> None:
    await look(busy, "2025-02-13")
    await look(busy, "2025-03-11")
    assert await told(busy) == [("overdue", "2025-02-19"), ("due_soon", "2025-03-12")]


async def test_two_workers_tell_it_once(busy: House) -> None:
    body_id = busy.bodies["county-a"].id
    with busy.on("2025-03-11"):
        done = await asyncio.gather(*(remind(busy.platform, body_id) for _ in range(4)))
    assert sorted(done) == [False, False, False, True]
    assert len(await told(busy)) == 2
    async with busy.platform.as_core(body_id) as work:
        days = await work.session.scalars(sa.select(deadlines.ReminderDay.day))
        assert days.all() == [date(2025, 3, 11)]


async def test_the_event_names_organ_and_rule_and_nothing_of_the_matter(busy: House) -> None:
    await look(busy, "2025-02-20")
    async with busy.platform.as_core(busy.bodies["county-a"].id) as work:
        found = sa.select(Event).where(Event.name == "core.deadline_overdue")
        event = (await work.session.scalars(found)).one()
    assert event.payload == {"rule": RULE, "due_on": "2025-02-19"}
    assert event.organ_id == uuid5(WORLD, "government")
    assert event.actor_id is None
    await busy.drain()
    with busy.on("2025-02-20"):
        auditor = await busy.person("county-a", "office", "auditor")
        verdict = await busy.gql("{ chainVerdict { sound unsealed } }", by=auditor)
    assert verdict["chainVerdict"] == {"sound": True, "unsealed": 0}


async def test_a_list_for_each_person_of_the_organ_and_for_nobody_else(busy: House) -> None:
    with busy.on("2025-03-11"):
        clerk = await busy.person("county-a", "government")
        judge = await busy.person("county-a", "court")
        office = await busy.person("county-a", "office")
        await busy.platform.remind_bodies()
        (own,) = (await busy.gql(LIST, by=clerk))["myDueList"]
        (theirs,) = (await busy.gql(LIST, by=judge))["myDueList"]
        assert (await busy.gql(LIST, by=office))["myDueList"] == []
        assert (await busy.gql(LIST, {"on": "2025-03-10"}, by=clerk))["myDueList"] == []
        assert await busy.refused_code(LIST, body="county-a") == "NOT_SIGNED_IN"
        opened = await busy.gql(
            "query($id: ID!) { node(id: $id) { ... on Deadline { dueOn } } }",
            {"id": own["entries"][0]["deadline"]},
            by=clerk,
        )
        other = await busy.gql(
            "query($id: ID!) { node(id: $id) { id } }",
            {"id": own["entries"][0]["deadline"]},
            by=judge,
        )
    assert (own["day"], own["overdue"], own["dueSoon"]) == ("2025-03-11", 1, 0)
    assert own["organ"]["code"] == "government"
    assert own["entries"][0]["overdueBy"] == 20
    assert own["entries"][0]["title"] == TITLE
    assert (theirs["overdue"], theirs["dueSoon"]) == (0, 1)
    assert opened["node"]["dueOn"] == "2025-02-19"
    assert other["node"] is None


async def test_due_soon_is_what_practice_says(busy: House) -> None:
    await started(busy, "government", "2025-01-20", body="city-a")
    with busy.on("2025-02-17"):
        clerk = await busy.person("county-a", "government")
        assert (await busy.gql(SOON, by=clerk))["deadlines"]["nodes"] == [{"dueOn": "2025-02-19"}]
        elsewhere = await busy.person("city-a", "government")
        assert (await busy.gql(SOON, by=elsewhere))["deadlines"]["nodes"] == []
        await busy.platform.remind_bodies()
    assert await told(busy, "city-a") == []
    await look(busy, "2025-02-20")
    assert await told(busy, "city-a") == [("overdue", "2025-02-19")]


async def overseer(house: House) -> Someone:
    return await house.person("county-a", "standing_committee", "deadline_overseer")


async def test_the_body_knows_whose_clocks_are_overdue_but_not_what_they_are_about(
    busy: House,
) -> None:
    with busy.on("2025-03-11"):
        clerk = await busy.person("county-a", "government")
        for query in (BODY, COUNTS):
            assert await busy.refused_code(query, by=clerk) == "FORBIDDEN"
        sees = await overseer(busy)
        everything = (await busy.gql(BODY, by=sees))["bodyDeadlines"]
        overdue = (await busy.gql(BODY, {"stage": "OVERDUE"}, by=sees))["bodyDeadlines"]
        soon = (await busy.gql(BODY, {"stage": "DUE_SOON"}, by=sees))["bodyDeadlines"]
        court = (await busy.gql(BODY, {"organ": "court"}, by=sees))["bodyDeadlines"]
        counts = (await busy.gql(COUNTS, by=sees))["deadlineCounts"]
        clocks = await busy.gql("{ deadlines { totalCount } }", by=sees)
        fields = await busy.gql('{ __type(name: "BodyDeadline") { fields { name } } }', by=sees)
    assert everything["totalCount"] == 3
    assert overdue["nodes"] == [
        {
            "rule": RULE,
            "title": TITLE,
            "dueOn": "2025-02-19",
            "overdueBy": 20,
            "organ": {"code": "government"},
        }
    ]
    assert [one["dueOn"] for one in soon["nodes"]] == ["2025-03-12"]
    assert [one["dueOn"] for one in court["nodes"]] == ["2025-03-12"]
    assert counts == [
        {
            "organ": {"code": "government"},
            "overdue": 1,
            "dueSoon": 0,
            "running": 2,
            "nearest": "2025-02-19",
        },
        {
            "organ": {"code": "court"},
            "overdue": 0,
            "dueSoon": 1,
            "running": 1,
            "nearest": "2025-03-12",
        },
    ]
    assert clocks["deadlines"]["totalCount"] == 0, "the clocks themselves stay with their organs"
    assert {one["name"] for one in fields["__type"]["fields"]} == {
        "id",
        "rule",
        # What the rule rests on today, for everybody alike; not from what this clock was counted.
        "ruleText",
        "title",
        "dueOn",
        "overdueBy",
        "organ",
    }


async def test_what_the_body_knows_follows_every_change(busy: House) -> None:
    body_id = busy.bodies["county-a"].id
    row = await started(busy, "court", "2025-03-03")

    async def known() -> int:
        with busy.on("2025-03-11"):
            found = await busy.gql(BODY, {"organ": "court"}, by=await overseer(busy))
        return found["bodyDeadlines"]["totalCount"]

    assert await known() == 2
    async with busy.platform.as_core(body_id) as work:
        await deadlines.pause_clock(work, RULE, row.subject_id, reason="x", rule_text="y")
    assert await known() == 1
    async with busy.platform.as_core(body_id) as work:
        await deadlines.resume_clock(work, RULE, row.subject_id, reason="x")
    assert await known() == 2
    async with busy.platform.as_core(body_id) as work:
        await deadlines.meet_clock(work, RULE, row.subject_id, clock.today())
    assert await known() == 1
    async with busy.platform.as_core(body_id) as work:
        await deadlines.stop_clocks(work, row.subject_id)
    assert await known() == 0


async def test_a_new_day_of_the_same_clock_is_told_anew(busy: House) -> None:
    body_id = busy.bodies["county-a"].id
    await look(busy, "2025-03-31")
    before = await told(busy)
    assert ("due_soon", "2025-04-02") in before
    subject = uuid5(WORLD, "government")
    with busy.on("2025-03-31"):
        async with busy.platform.as_core(body_id) as work:
            await deadlines.pause_clock(work, RULE, subject, reason="x", rule_text="y")
    with busy.on("2025-04-10"):
        async with busy.platform.as_core(body_id) as work:
            await deadlines.resume_clock(work, RULE, subject, reason="x")
    await look(busy, "2025-04-11")
    assert (await told(busy))[len(before) :] == [("due_soon", "2025-04-14")]
