"""Deadlines are rows: by which rule, how counted, due, overdue, met, stopped, or no clock."""

from datetime import date, datetime
from typing import Any
from uuid import uuid5

import pytest
import sqlalchemy as sa

from core import clock
from core.graphql.ids import global_id
from core.kit import deadlines
from core.tenancy import Organ
from core.testing import WORLD, House

pytestmark = pytest.mark.database

RULE = "filing_review.answer_period"
NO_NUMBER = "filing_review.form_check_period"


async def _start(house, body: str, organ_code: str, rule: str, day: date) -> Any:
    async with house.platform.as_core(house.bodies[body].id) as work:
        organ = await work.session.get_one(Organ, (work.body.id, uuid5(WORLD, organ_code)))
    async with house.platform.as_core(house.bodies[body].id, organ=organ) as work:
        row = await deadlines.start_clock(work, rule, organ, day)
        await work.session.flush()
        return row


ASK = """query($where: DeadlineFilter, $order: DeadlineOrder) {
  deadlines(where: $where, order: $order) {
    totalCount nodes { dueOn title ruleText steps state provisional }
  }
}"""


async def test_due_and_overdue_lists(house) -> None:
    await house.enable("county-a", "filing_review")
    for day in (date(2025, 1, 20), date(2025, 3, 3), date(2025, 2, 10)):
        await _start(house, "county-a", "government", RULE, day)
    clerk = await house.person("county-a", "government")
    with clock.moved_to(datetime(2025, 3, 1, 9)):
        everything = (await house.gql(ASK, by=clerk))["deadlines"]
        overdue = (await house.gql(ASK, {"where": {"overdue": True}}, by=clerk))["deadlines"]
        soon = (await house.gql(ASK, {"where": {"dueBy": "2025-03-12"}}, by=clerk))["deadlines"]
        latest = (
            await house.gql(ASK, {"order": {"by": "DUE", "direction": "DESCENDING"}}, by=clerk)
        )["deadlines"]
    days = ["2025-02-19", "2025-03-12", "2025-04-02"]
    assert [row["dueOn"] for row in everything["nodes"]] == days
    assert [row["dueOn"] for row in overdue["nodes"]] == days[:1]
    assert [row["dueOn"] for row in soon["nodes"]] == days[:2]
    assert [row["dueOn"] for row in latest["nodes"]] == days[::-1]
    first = everything["nodes"][0]
    assert "第十九条" in first["ruleText"]
    assert first["steps"]
    assert not first["provisional"]


async def test_another_organ_sees_no_clock(house) -> None:
    await house.enable("county-a", "filing_review")
    await _start(house, "county-a", "government", RULE, date(2025, 1, 20))
    for organ in ("court", "office"):
        other = await house.person("county-a", organ)
        assert (await house.gql(ASK, by=other))["deadlines"]["totalCount"] == 0


async def test_no_number_no_clock(house) -> None:
    """Shandong's rule has no number for the form check; the answer says so."""
    row = await _start(house, "county-a", "government", NO_NUMBER, date(2025, 1, 13))
    assert row.due_on is None
    assert row.state is deadlines.ClockState.NO_CLOCK
    assert "没有规定期限" in row.steps[0]


async def test_met_late_and_stopped(house) -> None:
    row = await _start(house, "county-a", "government", RULE, date(2025, 1, 20))
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        met = await deadlines.meet_clock(work, RULE, row.subject_id, date(2025, 2, 24))
        assert met is not None
        assert (met.state, met.late_by) == (deadlines.ClockState.MET, 5)
    other = await _start(house, "county-a", "court", RULE, date(2025, 1, 20))
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        await deadlines.stop_clocks(work, other.subject_id)
        again = await deadlines.meet_clock(work, RULE, other.subject_id, date(2025, 2, 1))
        assert again is not None
        assert again.state is deadlines.ClockState.STOPPED


async def test_a_changed_number_leaves_a_running_clock_alone(house) -> None:
    await house.enable("county-a", "filing_review")
    row = await _start(house, "county-a", "government", RULE, date(2025, 1, 20))
    admin = await house.person("county-a", "office", "admin")
    await house.gql(
        """mutation($value: JSON!) { setPractice(input: {
            setting: "filing_review.answer_period", value: $value, ruleKind: DECISION,
            ruleTitle: "本市办法", article: "第三条", validFrom: "2025-01-01"}) { version } }""",
        {"value": {"amount": 20, "unit": "day"}},
        by=admin,
    )
    later = await _start(house, "county-a", "court", RULE, date(2025, 1, 20))
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        kept = await work.session.get_one(deadlines.Deadline, (work.body.id, row.id))
        assert kept.due_on == date(2025, 2, 19)
    assert later.due_on == date(2025, 2, 10)
    assert "本市办法" in later.rule_text


async def _overdue_on(house, by: Any, day: date) -> int:
    with clock.moved_to(datetime(day.year, day.month, day.day, 23, 59)):
        answer = await house.gql(ASK, {"where": {"overdue": True}}, by=by)
    return answer["deadlines"]["totalCount"]


async def test_the_last_day_is_still_in_time(house) -> None:
    row = await _start(house, "county-a", "government", RULE, date(2025, 1, 20))
    clerk = await house.person("county-a", "government")
    assert row.due_on == date(2025, 2, 19)
    assert await _overdue_on(house, clerk, date(2025, 2, 19)) == 0
    assert await _overdue_on(house, clerk, date(2025, 2, 20)) == 1
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        met = await deadlines.meet_clock(work, RULE, row.subject_id, row.due_on)
        assert met is not None
        assert (met.state, met.late_by) == (deadlines.ClockState.MET, 0)
    assert await _overdue_on(house, clerk, date(2025, 2, 20)) == 0


async def test_what_was_met_stays_as_it_was(house) -> None:
    row = await _start(house, "county-a", "government", RULE, date(2025, 1, 20))
    body_id = house.bodies["county-a"].id
    for day in (date(2025, 2, 3), date(2025, 5, 1)):
        async with house.platform.as_core(body_id) as work:
            met = await deadlines.meet_clock(work, RULE, row.subject_id, day)
            await deadlines.stop_clocks(work, row.subject_id)
        assert met is not None
        assert (met.state, met.met_on, met.late_by) == (
            deadlines.ClockState.MET,
            date(2025, 2, 3),
            0,
        )


async def test_what_has_no_clock_cannot_be_late(house) -> None:
    row = await _start(house, "county-a", "government", NO_NUMBER, date(2025, 1, 13))
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        same = await deadlines.meet_clock(work, NO_NUMBER, row.subject_id, date(2030, 1, 1))
        assert same is not None
        assert (same.state, same.met_on, same.late_by) == (
            deadlines.ClockState.NO_CLOCK,
            None,
            None,
        )
        assert await deadlines.meet_clock(work, RULE, row.subject_id, date(2030, 1, 1)) is None


async def test_of_two_clocks_of_a_rule_the_latest_counts(house) -> None:
    first = await _start(house, "county-a", "government", RULE, date(2025, 1, 20))
    second = await _start(house, "county-a", "government", RULE, date(2025, 2, 10))
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        met = await deadlines.meet_clock(work, RULE, first.subject_id, date(2025, 2, 11))
        assert met is not None
        assert met.id == second.id
        kept = await work.session.get_one(deadlines.Deadline, (work.body.id, first.id))
        assert kept.state is deadlines.ClockState.RUNNING


async def test_a_day_that_an_organ_named_itself_is_kept_with_its_reason(house) -> None:
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        organ = await work.session.get_one(Organ, (work.body.id, uuid5(WORLD, "office")))
    async with house.platform.as_core(house.bodies["county-a"].id, organ=organ) as work:
        deadlines.start_clock_until(
            work, RULE, organ, date(2025, 1, 2), date(2025, 1, 5), "审查意见〔2025〕1号要求"
        )
    clerk = await house.person("county-a", "office")
    (shown,) = (await house.gql(ASK, by=clerk))["deadlines"]["nodes"]
    # A Sunday: what was named is not rolled on.
    assert shown["dueOn"] == "2025-01-05"
    assert shown["ruleText"] == "审查意见〔2025〕1号要求"
    assert shown["state"] == "RUNNING"


async def test_another_organs_clock_is_not_started_in_a_verb(house: House) -> None:
    """Its row would be another organ's, which a verb cannot write."""
    body = house.bodies["county-a"]
    async with house.platform.as_core(body.id) as work:
        organs = {one.code: one for one in await work.session.scalars(sa.select(Organ))}
    acting, other = organs["office"], organs["court"]
    async with house.platform.as_core(body.id, organ=acting) as work:
        with pytest.raises(ValueError, match="where the work acts as every organ"):
            await deadlines.start_clock(
                work, "core.remind_before", acting, clock.today(), organ_id=other.id
            )


async def test_the_clocks_of_one_record_and_the_rule_of_anybodys(house) -> None:
    await house.enable("county-a", "filing_review")
    mine = await _start(house, "county-a", "government", RULE, date(2025, 1, 20))
    await _start(house, "county-a", "court", RULE, date(2025, 1, 21))
    clerk = await house.person("county-a", "government", "deadline_overseer")
    about = global_id("Organ", mine.subject_id)
    found = (await house.gql(ASK, {"where": {"subject": about}}, by=clerk))["deadlines"]
    assert [row["dueOn"] for row in found["nodes"]] == [str(mine.due_on)]
    other = {"where": {"subject": global_id("Organ", uuid5(WORLD, "court"))}}
    assert (await house.gql(ASK, other, by=clerk))["deadlines"]["totalCount"] == 0
    every = "{ bodyDeadlines { nodes { rule ruleText } } }"
    rows = (await house.gql(every, by=clerk))["bodyDeadlines"]["nodes"]
    assert {(row["rule"], "第十九条" in row["ruleText"]) for row in rows} == {(RULE, True)}
