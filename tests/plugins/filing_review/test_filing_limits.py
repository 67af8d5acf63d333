"""Time limits beyond the review's own: the correction stands still and grows, a committee's grows.

A plan may come before the opinion or in the answer to it; both sides' clocks follow. A committee is
another organ: what it may have longer reaches the lead by a package.
"""

from typing import Any

import pytest
from filing_path import Office, member_id, on, open_office, told_once

from core.testing import House, Someone

CLOCKS = """state deadlines { rule title state dueOn metOn lateBy steps ruleText
  pauses { pausedOn reason ruleText remaining resumedOn resumeReason dueAfter }
  extensions { granted requestedByName decidedByName dueBefore dueAfter ruleText } }"""
COMMITTEE = "working_commission"
THIRTY = {"amount": 30, "unit": "day"}
ADD_PLACE = "mutation($input: AddMembershipInput!) { addMembership(input: $input) { id } }"


async def clocks(office: Office, who: str | Someone, record: str) -> dict[str, dict[str, Any]]:
    """The latest clock of each rule about a record, as somebody sees it."""
    seen = await office.see(who, record, CLOCKS)
    return {one["rule"].partition(".")[2]: one for one in seen["deadlines"]}


def plan(filing: str, until: str) -> dict[str, Any]:
    return {"filing": filing, "plan": "下次会议修改第一条。", "plannedUntil": until}


async def answered(house: House, body: str = "county-a") -> tuple[Office, str, str]:
    """An opinion of 6 January 2025, answered on the same day: thirty days to correct, in Shandong
    until 5 February."""
    office = await open_office(house, body)
    with on("2025-01-06"):
        outgoing, filing = await office.opined()
        await office.answer(outgoing)
    return office, outgoing, filing


# --- a plan in the answer: the time to correct stands still -----------------------------------


async def test_the_correction_stands_still_at_both_sides_until_the_plans_day(house: House) -> None:
    office, outgoing, filing = await answered(house)
    await office.let("correction_suspension", True)
    with on("2025-01-16"):
        async with told_once(office, "suspend_review"):
            await office.do("lead", "suspendReview", **plan(filing, "2025-07-29"))
        await house.drain(1)
        line = await office.see("lead", filing, "state suspendedIn dueOn overdue")
        for who, record in (("lead", filing), ("clerk", outgoing)):
            seen = await clocks(office, who, record)
            still, planned = seen["correction_period"], seen["plan_period"]
            assert (still["state"], still["dueOn"]) == ("PAUSED", None)
            (pause,) = still["pauses"]
            assert (pause["pausedOn"], pause["remaining"]) == ("2025-01-16", 20)
            assert "本市办法" in pause["ruleText"]
            assert (planned["state"], planned["dueOn"]) == ("RUNNING", "2025-07-29")
            assert planned["title"] == "制定机关书面处理计划的时限"
        told = (await office.see("clerk", outgoing, "letters { kind limit title text dueOn }"))[
            "letters"
        ][-1]
    assert line == {
        "state": "SUSPENDED",
        "suspendedIn": "ANSWERED",
        "dueOn": "2025-07-29",
        "overdue": False,
    }
    assert (told["kind"], told["limit"], told["dueOn"]) == ("SUSPENDED", "CORRECTION", "2025-07-29")
    assert told["title"] == "关于中止计算《关于禁止燃放烟花爆竹的通知》修改、废止期限的告知"
    with on("2025-03-03"):
        async with told_once(office, "resume_review"):
            await office.do("lead", "resumeReview", filing=filing, reason="会议提前召开")
        await house.drain(1)
        line = await office.see("lead", filing, "state suspendedIn dueOn")
        for who, record in (("lead", filing), ("clerk", outgoing)):
            seen = await clocks(office, who, record)
            # Twenty days were left: the 23rd of March is a Sunday.
            assert seen["correction_period"]["dueOn"] == "2025-03-24"
            assert seen["plan_period"]["state"] == "STOPPED"
        told = (await office.see("clerk", outgoing, "letters { kind limit }"))["letters"][-1]
    assert line == {"state": "ANSWERED", "suspendedIn": "ANSWERED", "dueOn": "2025-03-24"}
    assert told == {"kind": "RESUMED", "limit": "CORRECTION"}
    events = await house.events(office.body)
    told_limits = [
        payload["limit"]
        for name, payload in events
        if name in ("filing_review.suspend_review", "filing_review.resume_review")
    ]
    assert told_limits == ["correction", "correction"]


async def test_the_maker_sees_what_stands_still_and_until_when(house: House) -> None:
    office, outgoing, filing = await answered(house)
    await office.let("correction_suspension", True)
    asked = """{ still: outgoingFilings(state: ANSWERED, suspended: true)
        { nodes { id suspendedUntil } }
      goes: outgoingFilings(state: ANSWERED, running: true) { nodes { id suspendedUntil } } }"""

    async def seen() -> tuple[Any, Any]:
        found = await house.gql(asked, by=office.people["clerk"])
        return found["still"]["nodes"], found["goes"]["nodes"]

    with on("2025-01-16"):
        assert await seen() == ([], [{"id": outgoing, "suspendedUntil": None}])
        await office.do("lead", "suspendReview", **plan(filing, "2025-03-03"))
        await house.drain(1)
        assert await seen() == ([{"id": outgoing, "suspendedUntil": "2025-03-03"}], [])
    with on("2025-03-04"):
        assert await seen() == ([], [{"id": outgoing, "suspendedUntil": None}])


async def test_corrected_while_it_stands_still_is_not_late(house: House) -> None:
    office, outgoing, filing = await answered(house)
    await office.let("correction_suspension", True)
    with on("2025-01-16"):
        await office.do("lead", "suspendReview", **plan(filing, "2025-07-29"))
        await house.drain(1)
    with on("2025-07-21"):
        await office.repeal(outgoing)
        assert (await office.see("lead", filing, "state dueOn")) == {
            "state": "CORRECTED",
            "dueOn": None,
        }
        for who, record in (("lead", filing), ("clerk", outgoing)):
            seen = await clocks(office, who, record)
            for rule in ("correction_period", "plan_period"):
                assert (seen[rule]["state"], seen[rule]["lateBy"]) == ("MET", 0)
        await office.close(filing)


async def test_a_plan_that_passed_lets_both_clocks_go_on_from_its_day(house: House) -> None:
    """Nobody does anything; the look of the day comes three days late and changes no day."""
    office, outgoing, filing = await answered(house)
    await office.let("correction_suspension", True)
    with on("2025-01-16"):
        await office.do("lead", "suspendReview", **plan(filing, "2025-03-03"))
        await house.drain(1)
    with on("2025-03-03"):
        await house.platform.remind_bodies()
        await house.drain()
        assert (await office.see("lead", filing, "state"))["state"] == "SUSPENDED"
    with on("2025-03-06"):
        await house.platform.remind_bodies()
        await house.drain()
        line = await office.see("lead", filing, "state overdue")
        for who, record in (("lead", filing), ("clerk", outgoing)):
            seen = await clocks(office, who, record)
            clock = seen["correction_period"]
            assert (clock["state"], clock["dueOn"]) == ("RUNNING", "2025-03-24")
            assert clock["pauses"][0]["resumedOn"] == "2025-03-03"
            assert "自动恢复" in clock["pauses"][0]["resumeReason"]
            assert seen["plan_period"]["state"] == "RUNNING", "it stays overdue"
        chaser = {"kind": "CHASER", "filing": filing, "text": "请尽快修改。"}
        await office.do("lead", "sendLetter", **chaser)
        again = {"filing": filing, "reason": "x"}
        assert await office.code("lead", "resumeReview", **again) == "STATE_FORBIDS"
    assert line == {"state": "ANSWERED", "overdue": True}
    resumed = [
        payload
        for name, payload in await house.events(office.body)
        if name == "filing_review.resume_review"
    ]
    assert resumed == [{"limit": "correction", "passed": "2025-03-03"}]
    with on("2025-03-10"):
        await office.repeal(outgoing)
        seen = await clocks(office, "lead", filing)
    assert (seen["correction_period"]["lateBy"], seen["plan_period"]["lateBy"]) == (0, 7)


async def test_a_second_plan_takes_the_place_of_the_first(house: House) -> None:
    """What is told of the first plan's day, after a second one came, wakes nobody."""
    office, outgoing, filing = await answered(house)
    await office.let("correction_suspension", True)
    with on("2025-01-16"):
        await office.do("lead", "suspendReview", **plan(filing, "2025-03-03"))
        await house.drain(1)
    with on("2025-03-04"):
        await house.platform.remind_bodies()
        await office.do("lead", "resumeReview", filing=filing, reason="计划的日期已过")
        await office.do("lead", "suspendReview", **plan(filing, "2025-05-30"))
        await house.drain()
        assert (await office.see("lead", filing, "state overdue")) == {
            "state": "SUSPENDED",
            "overdue": False,
        }
        for who, record in (("lead", filing), ("clerk", outgoing)):
            seen = await office.see(who, record, CLOCKS)
            plans = [one for one in seen["deadlines"] if one["rule"].endswith("plan_period")]
            assert [(one["state"], one["dueOn"]) for one in plans] == [
                ("STOPPED", "2025-03-03"),
                ("RUNNING", "2025-05-30"),
            ]
            still = (await clocks(office, who, record))["correction_period"]
            assert [one["resumedOn"] for one in still["pauses"]] == ["2025-03-03", None]
            assert [one["remaining"] for one in still["pauses"]] == [20, 20]


async def test_the_plan_of_a_review_passes_too_and_the_opinion_takes_its_place(
    house: House,
) -> None:
    """Beijing: three months from 6 January, until 7 April; 91 days left, on from 3 March."""
    office = await open_office(house, "beijing-county")
    with on("2025-01-06"):
        outgoing, filing, task = await office.assigned()
        await office.do("lead", "suspendReview", **plan(filing, "2025-03-03"))
        await house.drain(1)
        makers = await clocks(office, "clerk", outgoing)
    assert makers["plan_period"]["dueOn"] == "2025-03-03"
    with on("2025-03-04"):
        await house.platform.remind_bodies()
        await house.drain()
        seen = await clocks(office, "lead", filing)
        assert (await office.see("lead", filing, "state"))["state"] == "UNDER_REVIEW"
        assert seen["review_period"]["dueOn"] == "2025-06-03", "2 June is Dragon Boat Festival"
        found = await office.find("lead", task)
        await office.submit("lead", task)
        await office.conclude(filing, found)
        assert (await office.see("lead", filing, "overdue"))["overdue"] is True
        await office.issue(filing)
        assert (await office.see("lead", filing, "overdue"))["overdue"] is False
    for who, record in (("lead", filing), ("clerk", outgoing)):
        assert (await clocks(office, who, record))["plan_period"]["state"] == "STOPPED"


async def test_a_review_is_suspended_between_conclusion_and_opinion(house: House) -> None:
    """Beijing, Article 29: on a plan no opinion is needed; it goes on where it stood."""
    office = await open_office(house, "beijing-county")
    with on("2025-01-06"):
        _, filing = await office.faulty()
        await office.do("lead", "suspendReview", **plan(filing, "2025-03-31"))
        line = await office.see("lead", filing, "state suspendedIn dueOn")
        assert line == {"state": "SUSPENDED", "suspendedIn": "PROBLEM", "dueOn": "2025-03-31"}
        await office.do("lead", "resumeReview", filing=filing, reason="未按计划修改")
        await office.issue(filing)
        assert (await office.see("lead", filing, "state"))["state"] == "OPINION_ISSUED"
        early = await office.refused("lead", "suspendReview", **plan(filing, "2025-03-31"))
    assert early["extensions"]["code"] == "ANSWER_FIRST"
    assert "书面反馈" in early["message"]


async def test_without_a_rule_the_time_to_correct_runs_on(house: House) -> None:
    """Beijing lets the review stand still (Article 29), and has no word about a time to correct."""
    office = await open_office(house, "beijing-county")
    await office.let("correction_period", THIRTY)
    office, _, filing = await answered(house, "beijing-county")
    with on("2025-01-16"):
        fault = await office.refused("lead", "suspendReview", **plan(filing, "2025-07-29"))
        assert fault["extensions"]["code"] == "NO_SUSPENSION"
        assert "修改、废止期限" in fault["message"]
        running = (await clocks(office, "lead", filing))["correction_period"]
    assert (running["state"], running["dueOn"]) == ("RUNNING", "2025-02-05")


async def test_where_the_plan_is_the_only_time_to_correct_its_day_is_watched(house: House) -> None:
    """Shanghai gives no number for the correction: as in the plan."""
    office, outgoing, filing = await answered(house, "shanghai-county")
    with on("2025-01-16"):
        await office.do("lead", "suspendReview", **plan(filing, "2025-07-29"))
        await house.drain(1)
        for who, record in (("lead", filing), ("clerk", outgoing)):
            seen = await clocks(office, who, record)
            assert seen["correction_period"]["state"] == "NO_CLOCK"
            assert seen["plan_period"]["dueOn"] == "2025-07-29"


async def test_a_plan_is_no_longer_than_practice_lets_it(house: House) -> None:
    office, _, filing = await answered(house)
    await office.let("correction_suspension", True)
    await office.let("plan_period", {"amount": 6, "unit": "month"})
    with on("2025-01-16"):
        fault = await office.refused("lead", "suspendReview", **plan(filing, "2025-07-29"))
        assert fault["extensions"]["code"] == "PLAN_TOO_LONG"
        assert "2025年7月16日" in fault["message"]
        await office.do("lead", "suspendReview", **plan(filing, "2025-07-16"))


# --- a longer time to correct -----------------------------------------------------------------


async def to_decide(
    office: Office, who: str | Someone, field: str = "filings(where: {extensionToDecide: true})"
) -> list[str]:
    """Where a longer time waits for who asks to decide."""
    by = office.people[who] if isinstance(who, str) else who
    told = await office.house.gql(f"{{ found: {field} {{ nodes {{ id }} }} }}", by=by)
    return [one["id"] for one in told["found"]["nodes"]]


async def test_the_time_to_correct_is_extended_at_both_sides(house: House) -> None:
    office, outgoing, filing = await answered(house)
    await office.let("correction_extension", THIRTY)
    with on("2025-01-16"):
        async with told_once(office, "request_extension"):
            asked = await office.do(
                "lead", "requestExtension", "title dueOn", filing=filing, reason="须经会议修改"
            )
        assert asked["title"].startswith("修改、废止期限")
        assert await to_decide(office, "issuer") == [filing]
        assert await to_decide(office, "lead") == [], "who asked does not decide"
        async with told_once(office, "extend_review"):
            longer = await office.do("issuer", "extendReview", "rule dueOn", filing=filing)
        assert longer == {"rule": "filing_review.correction_period", "dueOn": "2025-03-07"}
        assert await to_decide(office, "issuer") == []
        messages = await house.messages(office.people["lead"])
        assert messages[0] == "您申请的延长期限已经批准。"
        await house.drain(1)
        for who, record in (("lead", filing), ("clerk", outgoing)):
            clock = (await clocks(office, who, record))["correction_period"]
            assert clock["dueOn"] == "2025-03-07"
            (extension,) = clock["extensions"]
            assert (extension["granted"], extension["dueBefore"]) == (True, "2025-02-05")
            assert (extension["requestedByName"], extension["decidedByName"]) == ("lead", "issuer")
            assert "本市办法" in extension["ruleText"]
        letters = (await office.see("clerk", outgoing, "letters { kind limit dueOn text }"))[
            "letters"
        ]
        again = {"filing": filing, "reason": "再延"}
        assert await office.code("lead", "requestExtension", **again) == "EXTENDED_ALREADY"
        assert (await office.see("lead", filing, "dueOn"))["dueOn"] == "2025-03-07"
    told = letters[-1]
    assert (told["kind"], told["limit"], told["dueOn"]) == ("EXTENDED", "CORRECTION", "2025-03-07")
    assert "须经会议修改" in told["text"]


async def test_the_time_to_correct_is_not_extended_without_a_number(house: House) -> None:
    """The number for the review is none for the correction."""
    office, _, filing = await answered(house)
    await office.let("review_extension", {"amount": 3, "unit": "month"})
    with on("2025-01-16"):
        asked = {"filing": filing, "reason": "须经会议修改"}
        assert await office.code("lead", "requestExtension", **asked) == "NO_EXTENSION"


# --- a committee's own time -------------------------------------------------------------------


class Committee:
    """A committee with its reviewer and its head, and the task it got on 1 April 2025."""

    def __init__(self, office: Office, reviewer: Someone, head: Someone) -> None:
        self.office, self.reviewer, self.head = office, reviewer, head

    async def assigned(self) -> "Committee":
        with on("2025-04-01"):
            _, self.filing, _ = await self.office.assigned(COMMITTEE)
            query = "{ reviewTasks(first: 5) { nodes { id } } }"
            seen = await self.office.house.gql(query, by=self.reviewer)
            self.task = seen["reviewTasks"]["nodes"][0]["id"]
            fields = "tasks { id reviewerOrgan }"
            tasks = (await self.office.see("lead", self.filing, fields))["tasks"]
            self.leads = next(one["id"] for one in tasks if one["reviewerOrgan"] == COMMITTEE)
        return self

    async def clock(self) -> dict[str, Any]:
        return (await clocks(self.office, self.reviewer, self.task))["committee_opinion_period"]

    async def expected(self) -> dict[str, Any]:
        """What the lead organ sees of it."""
        return (await clocks(self.office, "lead", self.leads))["committee_opinion_period"]


async def committee_of(house: House, body: str, **practice: Any) -> Committee:
    office = await open_office(house, body)
    for setting, value in practice.items():
        await office.let(setting, value)
    reviewer = await house.person(body, COMMITTEE, "reviewer", name="委员会审查员")
    head = await house.person(body, COMMITTEE, "committee_head", name="委员会负责人")
    return await Committee(office, reviewer, head).assigned()


@pytest.mark.parametrize(
    ("body", "practice", "article"),
    [
        pytest.param("beijing-county", {}, "第二十三条", id="BJ-23"),
        pytest.param(
            "county-a",
            {"committee_opinion_period": THIRTY, "committee_opinion_extension": THIRTY},
            "本市办法",
            id="HN-30-and-30",
        ),
    ],
)
async def test_a_committee_has_thirty_days_and_thirty_more(
    house: House, body: str, practice: dict[str, Any], article: str
) -> None:
    """Beijing, Article 23, and Henan's numbers: approved in the committee, and the lead is told."""
    committee = await committee_of(house, body, **practice)
    office, task = committee.office, {"task": committee.task}
    assert (await committee.clock())["dueOn"] == "2025-05-06"
    assert (await committee.expected())["dueOn"] == "2025-05-06"
    with on("2025-04-21"):
        async with told_once(office, "request_extension"):
            asked = {**task, "reason": "需要听证"}
            await office.do(committee.reviewer, "requestExtension", **asked)
        assert await office.code(committee.reviewer, "extendReview", **task) == "FORBIDDEN"
        assert await office.code("issuer", "extendReview", **task) == "NOT_FOUND"
        async with told_once(office, "extend_review"):
            longer = await office.do(committee.head, "extendReview", "dueOn", **task, note="同意")
        assert longer["dueOn"] == "2025-06-05"
        assert (await committee.expected())["dueOn"] == "2025-05-06", "not told yet"
        await house.drain(1)
        for clock in (await committee.clock(), await committee.expected()):
            assert clock["dueOn"] == "2025-06-05"
            (extension,) = clock["extensions"]
            assert (extension["granted"], extension["dueAfter"]) == (True, "2025-06-05")
            names = (extension["requestedByName"], extension["decidedByName"])
            assert names == ("委员会审查员", "委员会负责人")
            assert article in extension["ruleText"]
            assert any("批准延长30日" in step for step in clock["steps"])
        again = {**task, "reason": "再延"}
        assert await office.code(committee.reviewer, "requestExtension", **again) == (
            "EXTENDED_ALREADY"
        )
    with on("2025-06-05"):
        await office.submit(committee.reviewer, committee.task)
        await house.drain(1)
        for clock in (await committee.clock(), await committee.expected()):
            assert (clock["state"], clock["lateBy"]) == ("MET", 0)


async def test_who_approves_a_committees_longer_time_is_in_the_rule(house: House) -> None:
    longer = {**THIRTY, "approved_by": "filing_review.submit_review"}
    practice = {"committee_opinion_period": THIRTY, "committee_opinion_extension": longer}
    committee = await committee_of(house, "county-a", **practice)
    office, task = committee.office, {"task": committee.task}
    with on("2025-04-21"):
        await office.do(committee.reviewer, "requestExtension", **task, reason="需要听证")
        refused = await office.refused(committee.head, "extendReview", **task)
        assert refused["extensions"]["action"] == "filing_review.submit_review"
        both = await house.person(office.body, COMMITTEE, "committee_head", "reviewer")
        tasks = "reviewTasks(extensionToDecide: true)"
        assert await to_decide(office, committee.head, tasks) == [], "the rule asks for another"
        assert await to_decide(office, both, tasks) == [committee.task]
        declined = {**task, "note": "可以按期完成"}
        async with told_once(office, "decline_extension"):
            await office.do(both, "declineExtension", **declined)
        messages = await house.messages(committee.reviewer)
        assert messages[0] == "您申请的延长期限没有批准，理由见所涉的期限。"
        assert (await committee.clock())["dueOn"] == "2025-05-06"
        await office.do(both, "requestExtension", **task, reason="需要听证")
        assert await office.code(both, "extendReview", **task) == "SAME_PERSON"
        other = await house.person(office.body, COMMITTEE, "committee_head", "reviewer")
        assert await to_decide(office, other, tasks) == [committee.task]
        await office.do(other, "extendReview", **task)
        assert (await committee.clock())["dueOn"] == "2025-06-05"


async def test_nothing_is_left_to_decide_once_the_clock_was_met(house: House) -> None:
    practice = {"committee_opinion_period": THIRTY, "committee_opinion_extension": THIRTY}
    committee = await committee_of(house, "county-a", **practice)
    office, tasks = committee.office, "reviewTasks(extensionToDecide: true)"
    with on("2025-04-21"):
        asked = {"task": committee.task, "reason": "需要听证"}
        await office.do(committee.reviewer, "requestExtension", **asked)
        assert committee.task in await to_decide(office, committee.head, tasks)
        await office.submit(committee.reviewer, committee.task)
        assert committee.task not in await to_decide(office, committee.head, tasks)


async def test_a_committee_has_no_longer_time_without_a_rule(house: House) -> None:
    committee = await committee_of(house, "county-a", committee_opinion_period=THIRTY)
    asked = {"task": committee.task, "reason": "需要听证"}
    with on("2025-04-21"):
        code = await committee.office.code(committee.reviewer, "requestExtension", **asked)
    assert code == "NO_EXTENSION"


async def test_only_the_committee_asks_for_its_own_time(house: House) -> None:
    committee = await committee_of(house, "beijing-county")
    office = committee.office
    with on("2025-04-21"):
        for who in ("lead", "second"):
            asked = {"task": committee.leads, "reason": "x"}
            assert await office.code(who, "requestExtension", **asked) == "NOT_FOUND"
        neither = {"reason": "x"}
        assert await office.code("lead", "requestExtension", **neither) == "EXTENSION_OF_WHAT"
        both = {"filing": committee.filing, "task": committee.task, "reason": "x"}
        assert await office.code("lead", "requestExtension", **both) == "EXTENSION_OF_WHAT"
        others = {"filing": committee.filing, "reason": "x"}
        assert await office.code("second", "requestExtension", **others) == "NOT_THE_LEAD"
        await office.submit(committee.reviewer, committee.task)
        late = {"task": committee.task, "reason": "x"}
        code = await office.code(committee.reviewer, "requestExtension", **late)
    assert code == "TASK_SUBMITTED"


async def test_a_longer_time_that_crosses_the_recall_holds_nothing_up(house: House) -> None:
    committee = await committee_of(house, "beijing-county")
    office, task = committee.office, {"task": committee.task}
    with on("2025-04-21"):
        await office.do(committee.reviewer, "requestExtension", **task, reason="需要听证")
        await office.do("lead", "recallReview", task=committee.leads, reason="不再等待")
        await office.do(committee.head, "extendReview", **task)
        await house.drain()
        assert (await committee.expected())["state"] == "STOPPED"
        assert (await committee.clock())["state"] == "STOPPED"
        task_again = await office.assign_more(committee.filing, "special_committee")
        assert task_again


async def test_a_longer_time_that_arrives_late_still_counts(house: House) -> None:
    """It was granted in time; the package came when the lead's day was over."""
    committee = await committee_of(house, "beijing-county")
    office, task = committee.office, {"task": committee.task}
    with on("2025-05-06"):
        await office.do(committee.reviewer, "requestExtension", **task, reason="需要听证")
        await office.do(committee.head, "extendReview", **task)
    with on("2025-05-08"):
        await house.drain(1)
        assert (await committee.expected())["dueOn"] == "2025-06-05"


async def test_the_makers_person_approves_nothing(house: House) -> None:
    committee = await committee_of(house, "beijing-county")
    office, task = committee.office, {"task": committee.task}
    makers = await house.person(office.body, COMMITTEE, "committee_head")
    admin = await house.person(office.body, "office", "admin")
    place = {"organ": office.maker, "post": "科长", "postKind": "STAFF", "roles": []}
    await house.gql(ADD_PLACE, {"input": {"member": member_id(makers), "place": place}}, by=admin)
    with on("2025-04-21"):
        await office.do(committee.reviewer, "requestExtension", **task, reason="需要听证")
        assert await office.code(makers, "extendReview", **task) == "REVIEWER_IS_MAKER"
