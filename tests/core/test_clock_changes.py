"""Clocks change: paused, gone on, extended, started anew, counted anew; each step is told."""

from datetime import date
from typing import Any
from uuid import uuid5

import pytest

from core.errors import Refused
from core.kit import deadlines
from core.kit.deadlines import ClockState, Deadline
from core.platform import verb
from core.tenancy import Organ
from core.testing import WORLD, House, Someone
from core.work import Actor, Work

pytestmark = pytest.mark.database

RULE = "filing_review.answer_period"
LONGER = "filing_review.review_extension"

SHOWN = """query { deadlines { nodes { rule dueOn state ruleText practiceVersion steps spanText
  pauses { pausedOn reason ruleText remaining remainingUnit dueBefore resumedOn dueAfter }
  extensions { granted reason dueBefore dueAfter decidedByName ruleText }
  restarts { triggerOn state } } } }"""

SET = """mutation($setting: String!, $value: JSON!, $from: Date!) { setPractice(input: {
  setting: $setting, value: $value, ruleKind: DECISION, ruleTitle: "本市办法", article: "第三条",
  validFrom: $from}) { version } }"""


async def organ_of(house: House, body: str, code: str) -> Organ:
    async with house.platform.as_core(house.bodies[body].id) as work:
        return await work.session.get_one(Organ, (work.body.id, uuid5(WORLD, code)))


async def started(house: House, day: str, body: str = "county-a", rule: str = RULE) -> Deadline:
    """A clock of the government about itself."""
    organ = await organ_of(house, body, "government")
    async with house.platform.as_core(house.bodies[body].id, organ) as work:
        row = await deadlines.start_clock(work, rule, organ, date.fromisoformat(day))
        await work.session.flush()
        return row


class Hand:
    """Somebody at work as the government of a body, without a verb of a plugin around it."""

    def __init__(self, house: House, by: Someone, *actions: str) -> None:
        self.house, self.by, self.actions = house, by, frozenset(actions)

    async def __aenter__(self) -> Work:
        body = self.house.bodies[self.by.body]
        organ = await organ_of(self.house, self.by.body, self.by.organ)
        actor = Actor(
            person_id=self.by.person_id,
            account_id=self.by.person_id,
            session_id=self.by.person_id,
            name="承办人",
        )
        self.opened = verb(self.house.platform, body, organ, actor, self.actions)
        self.work = await self.opened.__aenter__()
        return self.work

    async def __aexit__(self, *fault: Any) -> None:
        if fault[0] is None:
            from core.events import announce

            organ = self.work.acting_organ
            announce(self.work, "core.load_body", organ)
        await self.opened.__aexit__(*fault)


async def paused(house: House, by: Someone, row: Deadline, reason: str = "书面计划") -> None:
    async with Hand(house, by) as work:
        assert await deadlines.pause_clock(
            work, row.rule, row.subject_id, reason=reason, rule_text="《条例》第二十九条"
        )


async def resumed(house: House, by: Someone, row: Deadline) -> None:
    async with Hand(house, by) as work:
        assert await deadlines.resume_clock(work, row.rule, row.subject_id, reason="未按计划处理")


async def test_two_pauses_are_two_rows_and_every_step_is_told(house: House) -> None:
    await house.enable("county-a", "filing_review")
    with house.on("2025-06-10"):
        clerk = await house.person("county-a", "government")
        row = await started(house, "2025-06-10")
    for away, back in (("2025-06-20", "2025-07-21"), ("2025-07-25", "2025-08-01")):
        with house.on(away):
            clerk = await house.person("county-a", "government")
            await paused(house, clerk, row)
            listed = await house.gql(SHOWN, by=clerk)
            assert listed["deadlines"]["nodes"] == [], "it runs no longer"
        with house.on(back):
            await resumed(house, clerk, row)
    with house.on("2025-08-01"):
        clerk = await house.person("county-a", "government")
        (shown,) = (await house.gql(SHOWN, by=clerk))["deadlines"]["nodes"]
    # 10 July; 20 days left: 10 August is a Sunday, so the 11th; 17 left: 18 August.
    assert shown["dueOn"] == "2025-08-18"
    assert [(one["pausedOn"], one["remaining"], one["dueAfter"]) for one in shown["pauses"]] == [
        ("2025-06-20", 20, "2025-08-11"),
        ("2025-07-25", 17, "2025-08-18"),
    ]
    assert shown["pauses"][0]["ruleText"] == "《条例》第二十九条"
    assert shown["practiceVersion"] == 1
    assert "第十九条" in shown["ruleText"]
    told = [step for step in shown["steps"] if "中止计时" in step or "恢复计时" in step]
    days = ["2025年6月20日", "2025年7月21日", "2025年7月25日", "2025年8月1日"]
    assert [step.partition("日")[0] + "日" for step in told] == days


async def test_met_or_stopped_while_it_stands_still(house: House) -> None:
    with house.on("2025-07-20"):
        clerk = await house.person("county-a", "government")
        row = await started(house, "2025-06-10")
        await paused(house, clerk, row)
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        met = await deadlines.meet_clock(work, RULE, row.subject_id, date(2025, 12, 1))
        assert met is not None
        assert (met.state, met.late_by) == (ClockState.MET, 10), "as late as it was on 20 July"
    with house.on("2025-06-20"):
        clerk = await house.person("county-a", "government")
        other = await started(house, "2025-06-10")
        await paused(house, clerk, other)
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        await deadlines.stop_clocks(work, other.subject_id)
        stopped = await work.session.get_one(Deadline, (work.body.id, other.id))
        assert stopped.state is ClockState.STOPPED


async def test_what_does_not_run_is_neither_paused_nor_resumed(house: House) -> None:
    row = await started(house, "2025-06-10", rule="filing_review.form_check_period")
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        how = {"reason": "x", "rule_text": "y"}
        assert await deadlines.pause_clock(work, row.rule, row.subject_id, **how) is None
        assert await deadlines.resume_clock(work, row.rule, row.subject_id, reason="x") is None


async def test_a_pause_and_its_end_may_fall_on_a_day_that_a_paper_names(house: House) -> None:
    """However late the paper is read; and a clock never goes on before it stood still."""
    row = await started(house, "2025-06-10")
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        how = {"reason": "书面计划", "rule_text": "《条例》第二十九条"}
        with house.on("2025-06-30"):
            pause = await deadlines.pause_clock(
                work, RULE, row.subject_id, **how, on=date(2025, 6, 20)
            )
        assert pause is not None
        assert (pause.paused_on, pause.remaining) == (date(2025, 6, 20), 20)
        with house.on("2025-07-25"):
            ended = await deadlines.resume_clock(
                work, RULE, row.subject_id, reason="计划的时限已过", on=date(2025, 7, 21)
            )
        assert ended is pause
        # Twenty days after 21 July it is 10 August, a Sunday.
        assert (ended.resumed_on, ended.due_after) == (date(2025, 7, 21), date(2025, 8, 11))
        with house.on("2025-07-28"):
            await deadlines.pause_clock(work, RULE, row.subject_id, **how)
            early = await deadlines.resume_clock(
                work, RULE, row.subject_id, reason="日期有误", on=date(2025, 7, 1)
            )
        assert early is not None
        assert early.resumed_on == date(2025, 7, 28)


async def test_an_extension_that_another_organ_tells_of_moves_ones_own_clock(house: House) -> None:
    """Also past the last day, and counted in when a changed rule counts the clock anew."""
    await house.enable("county-a", "filing_review")
    with house.on("2025-06-10"):
        asks, decides = [await house.person("county-a", "government") for _ in "ab"]
        admin = await house.person("county-a", "office", "admin")
        value = {"amount": 10, "unit": "day"}
        await house.gql(SET, {"setting": LONGER, "value": value, "from": "2025-01-01"}, by=admin)
        row = await started(house, "2025-06-10")
        assert await asked(house, asks, row) is None
        async with Hand(house, decides) as work:
            told = deadlines.told_longer(
                await deadlines.decide_longer(work, RULE, row.subject_id, grant=True, note="同意")
            )
    court = await organ_of(house, "county-a", "court")
    with house.on("2025-07-15"):
        async with house.platform.as_core(house.bodies["county-a"].id, court) as work:
            own = await deadlines.start_clock(work, RULE, court, date(2025, 6, 10))
            await work.session.flush()
            taken = await deadlines.take_longer(work, RULE, court.id, told)
            assert taken is not None
            assert (own.due_on, taken.due_before) == (date(2025, 7, 21), date(2025, 7, 10))
            assert (taken.granted, taken.organ_id) == (True, court.id)
            await deadlines.stop_clocks(work, court.id)
            assert await deadlines.take_longer(work, RULE, court.id, told) is None


async def test_a_clock_started_anew_is_linked_to_the_old_one(house: House) -> None:
    await house.enable("county-a", "filing_review")
    organ = await organ_of(house, "county-a", "government")
    await started(house, "2025-01-20")
    async with house.platform.as_core(house.bodies["county-a"].id, organ) as work:
        await deadlines.restart_clock(work, RULE, organ, date(2025, 3, 3))
    with house.on("2025-03-03"):
        clerk = await house.person("county-a", "government")
        (shown,) = (await house.gql(SHOWN, by=clerk))["deadlines"]["nodes"]
    assert shown["dueOn"] == "2025-04-02"
    assert shown["restarts"] == {"triggerOn": "2025-01-20", "state": "STOPPED"}


async def asked(house: House, by: Someone, row: Deadline, reason: str = "案情复杂") -> str | None:
    """Ask for an extension; the code of a refusal."""
    try:
        async with Hand(house, by) as work:
            await deadlines.request_longer(work, RULE, LONGER, row.subject_id, reason)
    except Refused as refusal:
        return refusal.code
    return None


async def decided(
    house: House, by: Someone, row: Deadline, *actions: str, grant: bool = True
) -> str | None:
    """Decide it; the code of a refusal."""
    try:
        async with Hand(house, by, *actions) as work:
            await deadlines.decide_longer(work, RULE, row.subject_id, grant=grant, note="见批示")
    except Refused as refusal:
        return refusal.code
    return None


async def test_one_extension_approved_by_another_who_may(house: House) -> None:
    await house.enable("county-a", "filing_review")
    with house.on("2025-06-10"):
        asks, decides = [await house.person("county-a", "government") for _ in "ab"]
        row = await started(house, "2025-06-10")
        assert await asked(house, asks, row) == "NO_EXTENSION", "no value, no extension"
        admin = await house.person("county-a", "office", "admin")
        value = {"amount": 10, "unit": "day", "approved_by": "filing_review.issue_opinion"}
        await house.gql(SET, {"setting": LONGER, "value": value, "from": "2025-01-01"}, by=admin)
        assert await asked(house, asks, row) is None
        assert await asked(house, asks, row) == "EXTENSION_PENDING"
        assert await decided(house, asks, row) == "SAME_PERSON"
        assert await decided(house, decides, row) == "FORBIDDEN", "practice names the action"
        may = "filing_review.issue_opinion"
        assert await decided(house, decides, row, may, grant=False) is None
        assert await asked(house, asks, row, "另有理由") is None, "a declined one may be asked anew"
        assert await decided(house, decides, row, may) is None
        assert await asked(house, asks, row) == "EXTENDED_ALREADY"
        (shown,) = (await house.gql(SHOWN, by=asks))["deadlines"]["nodes"]
    assert shown["dueOn"] == "2025-07-21"
    assert [one["granted"] for one in shown["extensions"]] == [False, True]
    granted = shown["extensions"][1]
    assert (granted["dueBefore"], granted["dueAfter"]) == ("2025-07-10", "2025-07-21")
    assert "本市办法" in granted["ruleText"]
    assert any("批准延长10日" in step for step in shown["steps"])


async def test_what_is_over_or_stands_still_is_not_extended(house: House) -> None:
    await house.enable("county-a", "filing_review")
    with house.on("2025-06-10"):
        asks, decides = [await house.person("county-a", "government") for _ in "ab"]
        admin = await house.person("county-a", "office", "admin")
        value = {"amount": 10, "unit": "day"}
        await house.gql(SET, {"setting": LONGER, "value": value, "from": "2025-01-01"}, by=admin)
        row = await started(house, "2025-06-10")
        assert await asked(house, asks, row) is None
        await paused(house, asks, row)
        assert await decided(house, decides, row) == "NO_CLOCK_RUNNING"
        await resumed(house, asks, row)
    with house.on("2025-07-11"):
        assert await decided(house, decides, row) == "EXTENSION_TOO_LATE"
        assert await asked(house, asks, row) == "EXTENSION_TOO_LATE"


async def _due(house: House, row: Deadline, body: str = "county-a") -> Deadline:
    async with house.platform.as_core(house.bodies[body].id) as work:
        return await work.session.get_one(Deadline, (work.body.id, row.id))


async def test_a_value_that_says_so_reaches_running_clocks(house: House) -> None:
    """In the body and in those below; the old day stays in the steps, pauses count again."""
    await house.enable("county-a", "filing_review")
    with house.on("2025-06-10"):
        clerk = await house.person("county-a", "government")
        town = await started(house, "2025-06-10", body="town-a")
        plain, met = [await started(house, "2025-06-10") for _ in "ab"]
        await house.drain()
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        await deadlines.meet_clock(work, RULE, met.subject_id, date(2025, 6, 11))
    with house.on("2025-06-20"):
        admin = await house.person("county-a", "office", "admin")
        still = await started(house, "2025-06-10")
        await paused(house, clerk, still)
        value = {"amount": 20, "unit": "day", "applies_to_running": True}
        await house.gql(SET, {"setting": RULE, "value": value, "from": "2025-06-01"}, by=admin)
        await house.drain()
    now = await _due(house, plain)
    assert (now.due_on, now.practice_version, now.span_text) == (date(2025, 6, 30), 1, "20日")
    assert any("适用于已经开始的期限" in step and "2025年7月10日" in step for step in now.steps)
    assert (await _due(house, met)).due_on == date(2025, 7, 10), "what was met stays"
    assert (await _due(house, town, "town-a")).due_on == date(2025, 6, 30)
    with house.on("2025-07-01"):
        await resumed(house, clerk, still)
    assert (await _due(house, still)).due_on == date(2025, 7, 11), "ten days were left of twenty"
    told = [payload for name, payload in await house.events("county-a") if "recompute" in name]
    assert {(one["before"], one["after"]) for one in told} == {("2025-07-10", "2025-06-30")}
    assert len(told) == 2


async def test_a_rule_of_a_later_day_reaches_them_on_that_day(house: House) -> None:
    """As one that ships with the software does: the daily look finds it."""
    await house.enable("county-a", "filing_review")
    with house.on("2025-06-10"):
        admin = await house.person("county-a", "office", "admin")
        row = await started(house, "2025-06-10")
        value = {"amount": 20, "unit": "day", "applies_to_running": True}
        await house.gql(SET, {"setting": RULE, "value": value, "from": "2025-06-15"}, by=admin)
        await house.drain()
        await house.platform.remind_bodies()
    assert (await _due(house, row)).due_on == date(2025, 7, 10)
    with house.on("2025-06-16"):
        await house.platform.remind_bodies()
    assert (await _due(house, row)).due_on == date(2025, 6, 30)
    with house.on("2025-06-17"):
        await house.platform.remind_bodies()
    steps = (await _due(house, row)).steps
    assert sum("重新计算" in step for step in steps) == 1, "once"


async def test_who_approves_is_an_action_that_exists(house: House) -> None:
    await house.enable("county-a", "filing_review")
    admin = await house.person("county-a", "office", "admin")
    value = {"amount": 10, "unit": "day", "approved_by": "filing_review.approve_everything"}
    sent = {"setting": LONGER, "value": value, "from": "2025-01-01"}
    assert await house.refused_code(SET, sent, by=admin) == "ACTION_UNKNOWN"


@pytest.mark.parametrize(
    "value",
    [
        {"amount": 20, "unit": "day", "trigger": "whenever"},
        {"amount": 20, "unit": "day", "trigger": "receipt"},
    ],
)
async def test_a_trigger_is_one_of_the_closed_list(house: House, value: Any) -> None:
    await house.enable("county-a", "filing_review")
    admin = await house.person("county-a", "office", "admin")
    sent = {"setting": "filing_review.filing_period", "value": value, "from": "2025-01-01"}
    fault = await house.refused(SET, sent, by=admin)
    assert fault["extensions"]["code"] == "PRACTICE_TRIGGER"
    assert "publication、approval" in fault["message"]
