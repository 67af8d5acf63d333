"""The time of a review through the public API: suspended, resumed, extended, counted anew."""

from typing import Any

from filing_path import COUNTY, Office, on, open_office, told_once

from core.testing import House

CLOCKS = """state dueOn deadlines { rule state dueOn trigger steps ruleText practiceVersion
  pauses { pausedOn pausedByName reason ruleText remaining resumedOn resumedByName dueAfter }
  extensions { granted requestedByName decidedByName dueBefore dueAfter ruleText } }"""


async def clock_of(office: Office, record: str, rule: str, who: str = "lead") -> dict[str, Any]:
    """The latest clock of a rule about a record."""
    seen = await office.see(who, record, CLOCKS)
    found = [one for one in seen["deadlines"] if one["rule"] == f"filing_review.{rule}"]
    return {**found[-1], "line": seen["dueOn"], "filing": seen["state"]}


def plan(filing: str, until: str = "2025-03-31") -> dict[str, Any]:
    return {
        "filing": filing,
        "plan": "三月底前修改第一条。",
        "plannedUntil": until,
        "number": "函1号",
    }


async def under_review(house: House, body: str) -> tuple[Office, str, str]:
    """A filing registered and assigned on 6 January 2025; three months until 7 April (a Monday)."""
    office = await open_office(house, body)
    with on("2025-01-06"):
        outgoing, filing, _ = await office.assigned()
    return office, outgoing, filing


async def test_a_review_is_suspended_on_the_plan_and_goes_on_with_what_was_left(
    house: House,
) -> None:
    """Beijing: Article 29 lets it, Article 23 gives three months."""
    office, outgoing, filing = await under_review(house, "beijing-county")
    with on("2025-01-06"):
        async with told_once(office, "suspend_review"):
            await office.do("lead", "suspendReview", **plan(filing))
        still = await clock_of(office, filing, "review_period")
        planned = await clock_of(office, filing, "plan_period")
        await house.drain(1)
        letters = (await office.see("clerk", outgoing, "letters { kind text dueOn }"))["letters"]
        assert await office.code("lead", "suspendReview", **plan(filing)) == "STATE_FORBIDS"
        conclude = {"filing": filing, "merges": [], "note": "x"}
        assert await office.code("lead", "concludeReview", **conclude) == "REVIEWS_OUTSTANDING"
    assert (still["state"], still["dueOn"], still["filing"]) == ("PAUSED", None, "SUSPENDED")
    (pause,) = still["pauses"]
    assert (pause["pausedOn"], pause["pausedByName"], pause["remaining"]) == (
        "2025-01-06",
        "lead",
        91,
    )
    assert "第二十九条" in pause["ruleText"]
    assert "书面提出处理计划" in pause["reason"]
    assert (planned["state"], planned["dueOn"], planned["line"]) == (
        "RUNNING",
        "2025-03-31",
        "2025-03-31",
    )
    assert letters[-1]["kind"] == "SUSPENDED"
    assert letters[-1]["dueOn"] == "2025-03-31"
    with on("2025-02-06"):
        async with told_once(office, "resume_review"):
            await office.do("lead", "resumeReview", filing=filing, reason="未按计划修改")
        gone_on = await clock_of(office, filing, "review_period")
        dropped = await clock_of(office, filing, "plan_period")
        again = {"filing": filing, "reason": "x"}
        assert await office.code("lead", "resumeReview", **again) == "STATE_FORBIDS"
    # 91 days were left; 91 days after 6 February it is 8 May.
    assert (gone_on["state"], gone_on["dueOn"]) == ("RUNNING", "2025-05-08")
    assert (gone_on["line"], gone_on["filing"]) == ("2025-05-08", "UNDER_REVIEW")
    assert gone_on["pauses"][0]["dueAfter"] == "2025-05-08"
    assert gone_on["pauses"][0]["resumedByName"] == "lead"
    assert dropped["state"] == "STOPPED"
    assert gone_on["practiceVersion"] == 1


async def test_amended_while_suspended_ends_the_review(house: House) -> None:
    office, outgoing, filing = await under_review(house, "shanghai-county")
    with on("2025-01-06"):
        await office.do("lead", "suspendReview", **plan(filing))
        await house.drain(1)
        await office.repeal(outgoing)
        seen = await office.see("lead", filing, CLOCKS)
        assert seen["state"] == "CORRECTED"
        assert seen["dueOn"] is None
        await office.close(filing)
    # Shanghai gives no number for own-motion review: no clock stood still, none is made up.
    states = {one["rule"].partition(".")[2]: one["state"] for one in seen["deadlines"]}
    assert states["review_period"] == "NO_CLOCK"
    assert states["plan_period"] == "MET"


async def test_without_a_rule_a_review_is_not_suspended(house: House) -> None:
    office, _, filing = await under_review(house, "county-a")
    with on("2025-01-06"):
        fault = await office.refused("lead", "suspendReview", **plan(filing))
        assert fault["extensions"]["code"] == "NO_SUSPENSION"
        assert "没有规定审查可以中止" in fault["message"]
        await office.let("review_suspension", True)
        assert await office.code("second", "suspendReview", **plan(filing)) == "FORBIDDEN"
        late = plan(filing, until="2025-01-05")
        assert await office.code("lead", "suspendReview", **late) == "DUE_IN_PAST"
        empty = {**plan(filing), "plan": " "}
        assert await office.code("lead", "suspendReview", **empty) == "TEXT_EMPTY"
        await office.do("lead", "suspendReview", **plan(filing))


async def test_what_was_repealed_is_concluded_not_suspended(house: House) -> None:
    office, outgoing, filing = await under_review(house, "beijing-county")
    with on("2025-01-06"):
        await office.repeal(outgoing)
        assert await office.code("lead", "suspendReview", **plan(filing)) == "CORRECTION_REPORTED"


async def test_the_time_is_extended_once_by_somebody_else(house: House) -> None:
    """Beijing, Article 23: three months more, approved by another person."""
    office, _, filing = await under_review(house, "beijing-county")
    with on("2025-01-06"):
        assert await office.code("issuer", "extendReview", filing=filing) == "NOT_FOUND"
        empty = {"filing": filing, "reason": " "}
        assert await office.code("lead", "requestExtension", **empty) == "REASON_EMPTY"
        async with told_once(office, "request_extension"):
            await office.do("lead", "requestExtension", filing=filing, reason="涉及多个部门")
        assert await office.code("lead", "extendReview", filing=filing) == "FORBIDDEN"
        unsaid = {"filing": filing, "note": " "}
        assert await office.code("issuer", "declineExtension", **unsaid) == "REASON_EMPTY"
        async with told_once(office, "decline_extension"):
            await office.do("issuer", "declineExtension", filing=filing, note="可以按期完成")
        assert (await clock_of(office, filing, "review_period"))["dueOn"] == "2025-04-07"
        await office.do("lead", "requestExtension", filing=filing, reason="征求意见需要时间")
        both = await house.person(office.body, COUNTY, "opinion_signer", "review_lead")
        async with told_once(office, "extend_review"):
            await office.do(both, "extendReview", filing=filing, note="同意")
        seen = await clock_of(office, filing, "review_period")
        again = {"filing": filing, "reason": "再延"}
        assert await office.code("lead", "requestExtension", **again) == "EXTENDED_ALREADY"
    assert (seen["dueOn"], seen["line"]) == ("2025-07-07", "2025-07-07")
    assert [one["granted"] for one in seen["extensions"]] == [False, True]
    assert "第二十三条" in seen["extensions"][1]["ruleText"]
    assert any("批准延长3个月" in step for step in seen["steps"])


async def test_without_a_number_there_is_no_extension(house: House) -> None:
    office = await open_office(house, "county-a")
    await office.let("review_period", {"amount": 2, "unit": "month"})
    with on("2025-01-06"):
        _, filing, _ = await office.assigned()
        fault = await office.refused("lead", "requestExtension", filing=filing, reason="x")
    assert fault["extensions"]["code"] == "NO_EXTENSION"
    assert "没有规定可以延长" in fault["message"]


async def test_a_period_may_start_with_the_approval(house: House) -> None:
    """The document was approved on the 3rd and published on the 6th of January 2025."""
    with on("2025-01-20"):
        office = await open_office(house, "county-a")
        fields = "filingDueOn filingRuleText"
        before = await office.see("clerk", await office.prepared(), fields)
        value = {"amount": 30, "unit": "day", "trigger": "approval"}
        await office.let("filing_period", value)
        after = await office.see("clerk", await office.prepared(), fields)
        undated = await office.see("clerk", await office.prepared(adoptedOn=None), fields)
        _, filing = await office.sent()
        arrived = await office.see("registry", filing, f"{fields} lateBy")
    assert before["filingDueOn"] == "2025-02-05"
    # Thirty days from the 3rd end on 2 February, in Spring Festival: the 5th as well.
    assert after["filingDueOn"] == "2025-02-05"
    assert "本市办法" in after["filingRuleText"]
    assert undated["filingDueOn"] is None, "what starts it has no day yet"
    assert (arrived["filingDueOn"], arrived["lateBy"]) == ("2025-02-05", 0)


async def test_a_notice_of_lateness_counts_from_the_approval_too(house: House) -> None:
    office = await open_office(house, "county-a")
    await office.let("filing_period", {"amount": 30, "unit": "day", "trigger": "approval"})
    notice = {
        "makerOrgan": "government",
        "title": "某办法",
        "text": "请限期报送。",
        "publishedOn": "2025-01-20",
    }
    with on("2025-02-10"):
        assert await office.code("registry", "notifyLateness", **notice) == "ADOPTED_ON_MISSING"
        known = {**notice, "adoptedOn": "2025-01-06"}
        await office.do("registry", "notifyLateness", **known)


async def test_a_review_may_start_with_the_receipt(house: House) -> None:
    with on("2025-03-03"):
        office = await open_office(house, "county-a")
        value = {"amount": 2, "unit": "month", "trigger": "receipt"}
        await office.let("review_period", value)
        _, filing = await office.received()
        running = await clock_of(office, filing, "review_period")
        await office.do("registry", "registerFiling", filing=filing)
        registered = (await office.see("lead", filing, CLOCKS))["deadlines"]
    assert (running["dueOn"], running["trigger"]) == ("2025-05-06", "receipt")
    assert "起算事由为签收" in running["steps"][0]
    assert sum(one["rule"] == "filing_review.review_period" for one in registered) == 1


async def test_the_line_of_the_ledger_follows_a_clock_counted_anew(house: House) -> None:
    office, _, filing = await under_review(house, "beijing-county")
    with on("2025-01-06"):
        value = {"amount": 2, "unit": "month", "applies_to_running": True}
        await office.let("review_period", value)
        await house.drain()
        seen = await clock_of(office, filing, "review_period")
    assert (seen["dueOn"], seen["line"]) == ("2025-03-06", "2025-03-06")
    assert any("此前依据" in step and "2025年4月7日" in step for step in seen["steps"])
    assert "本市办法" in seen["ruleText"]


async def test_the_supplement_starts_the_form_check_anew(house: House) -> None:
    with on("2025-03-03"):
        office = await open_office(house, "beijing-county")
        outgoing, filing = await office.received()
        await office.do(
            "registry", "withholdFiling", filing=filing, ask="SUPPLEMENT", reason="缺说明"
        )
        await house.drain(1)
        parts = await office.parts("DRAFTING_NOTE")
        await office.do("clerk", "supplementFiling", filing=outgoing, parts=parts)
        await house.drain(1)
        fields = "deadlines { rule state restarts { state metOn } }"
        seen = await office.see("registry", filing, fields)
    checks = [one for one in seen["deadlines"] if one["rule"].endswith("form_check_period")]
    assert [one["state"] for one in checks] == ["MET", "RUNNING"]
    assert checks[1]["restarts"] == {"state": "MET", "metOn": "2025-03-03"}


async def test_sending_to_committees_has_its_time(house: House) -> None:
    """Beijing, Article 22: five working days after registration."""
    with on("2025-01-23"):
        office = await open_office(house, "beijing-county")
        _, filing = await office.registered()
        sent = await clock_of(office, filing, "send_period")
        await office.assign(filing)
        done = await clock_of(office, filing, "send_period")
    assert (sent["dueOn"], sent["line"]) == ("2025-02-06", "2025-02-06")
    assert done["state"] == "MET"
