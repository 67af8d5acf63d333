"""What is not offered is what would be refused to the same person, whatever they filled in."""

from typing import Any

import pytest
from filing_path import COUNTY, Office, on, open_office

from core.testing import House, Someone

DAY = "2025-03-20"
PLAN = {"plan": "一个月内修改。", "plannedUntil": "2025-04-10"}


async def offered(office: Office, who: str | Someone, record: str) -> set[str]:
    told: list[str] = (await office.see(who, record, "offered"))["offered"]
    return {one.removeprefix("filing_review.") for one in told}


async def test_only_the_lead_is_offered_what_only_the_lead_may_do(house: House) -> None:
    county = await open_office(house)
    other = await house.person("county-a", COUNTY, "review_lead", name="别的负责人")
    with on(DAY):
        _, filing, _ = await county.assigned()
        mine = await offered(county, "lead", filing)
        assert {"conclude_review", "recall_review", "pass_up_doubt"} <= mine
        assert await offered(county, other, filing) == set()
        merge = {"filing": filing, "merges": [], "note": "无"}
        assert await county.code(other, "concludeReview", **merge) == "NOT_THE_LEAD"
        assert await offered(county, "registry", filing) <= {"feed_platform"}


@pytest.mark.parametrize("allowed", [True, False])
async def test_a_review_is_suspended_where_a_rule_lets_it(house: House, *, allowed: bool) -> None:
    county = await open_office(house)
    await county.let("review_suspension", allowed)
    with on(DAY):
        _, filing, _ = await county.assigned()
        assert ("suspend_review" in await offered(county, "lead", filing)) is allowed
        assert "resume_review" not in await offered(county, "lead", filing)
        if not allowed:
            code = await county.code("lead", "suspendReview", filing=filing, **PLAN)
            assert code == "NO_SUSPENSION"
            return
        await county.do("lead", "suspendReview", filing=filing, **PLAN)
        told = await offered(county, "lead", filing)
        assert "suspend_review" not in told
        assert "resume_review" in told


async def test_an_opinion_is_offered_to_the_hand_whose_turn_it_is(house: House) -> None:
    county = await open_office(house)
    with on(DAY):
        _, filing = await county.faulty()
        assert "draft_opinion" in await offered(county, "lead", filing)
        opinion = await county.draft(filing)
        assert "draft_opinion" not in await offered(county, "lead", filing)
        assert await offered(county, "lead", opinion) == {"REVISE"}
        assert await county.code("checker", "reviseOpinion", **revised(opinion)) == "FORBIDDEN"
        assert await offered(county, "checker", opinion) == {"CHECK", "RETURN"}
        await county.do("checker", "checkOpinion", opinion=opinion)
        assert await offered(county, "lead", opinion) == set()
        assert await county.code("lead", "reviseOpinion", **revised(opinion)) == "STATE_FORBIDS"
        assert await offered(county, "checker", opinion) == {"RETURN"}
        assert await offered(county, "issuer", opinion) == {"ISSUE", "RETURN"}
        await county.do("issuer", "issueOpinion", opinion=opinion, number="测审1号")
        for who in ("lead", "checker", "issuer"):
            assert await offered(county, who, opinion) == set()


def revised(opinion: str) -> dict[str, Any]:
    return {"opinion": opinion, "title": "改", "text": "改"}


@pytest.mark.parametrize("hands", [2, 3])
async def test_a_letter_is_offered_by_how_many_hands_it_takes(house: House, hands: int) -> None:
    county = await open_office(house)
    await county.let("letter_hands", hands)
    with on(DAY):
        _, filing = await county.received()
        written = {"kind": "WITHHELD", "filing": filing, "ask": "SUPPLEMENT", "text": "缺说明。"}
        letter = (await county.do("registry", "draftLetter", **written))["id"]
        assert await offered(county, "registry", letter) == {"REVISE", "DROP"}
        early = {"ISSUE"} if hands == 2 else set[str]()
        assert await offered(county, "issuer", letter) >= early | {"RETURN"}
        if hands > 2:
            assert "ISSUE" not in await offered(county, "issuer", letter)
            assert await county.code("issuer", "issueLetter", letter=letter) == "NOT_CHECKED"
        await county.do("checker", "checkLetter", letter=letter)
        assert "ISSUE" not in await offered(county, "checker", letter)
        assert await offered(county, "registry", letter) == set()
        await county.do("checker", "returnLetter", letter=letter, reason="请改")
        assert await offered(county, "registry", letter) == {"REVISE", "DROP"}
        await county.do("registry", "dropLetter", letter=letter, reason="不发了")
        assert await offered(county, "registry", letter) == set()


async def test_a_longer_time_is_not_offered_to_whoever_asked(house: House) -> None:
    county = await open_office(house)
    await county.let("review_period", {"amount": 60, "unit": "day", "trigger": "registration"})
    await county.let("review_extension", {"amount": 30, "unit": "day"})
    both = await house.person("county-a", COUNTY, "review_lead", "opinion_signer", name="两职")
    with on(DAY):
        _, filing, _ = await county.assigned()
        if "request_extension" not in await offered(county, "lead", filing):
            pytest.fail("a rule lets it be extended")
        await county.do("lead", "requestExtension", filing=filing, reason="需要听取意见")
        asked = "deadlines { extensions { decidable } }"

        async def decidable(who: str | Someone) -> list[bool]:
            clocks = (await county.see(who, filing, asked))["deadlines"]
            return [more["decidable"] for clock in clocks for more in clock["extensions"]]

        assert await decidable("lead") == [False]
        assert await decidable("issuer") == [True]
        assert await decidable(both) == [True]
        await county.do("issuer", "extendReview", filing=filing)
        assert await decidable("issuer") == [False]
