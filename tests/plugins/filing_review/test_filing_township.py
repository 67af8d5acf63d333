"""Towns and subdistricts: the presidium and its meeting; case 3 of the demo year by the day; the
same act elsewhere.
"""

from typing import Any

import pytest
from filing_path import COUNTY_PARTS, MEETING, Office, on, open_office

from core.testing import House

SET = """mutation($input: SetPracticeInput!) { setPractice(input: $input) { version } }"""


async def test_4_11_one_case_by_the_day_in_shandong(house: House) -> None:
    office = await open_office(house, "town-a")
    with on("2025-01-13"):
        old, filing = await office.sent()
        seen = await office.see("clerk", old, "sentOn filingDueOn lateBy filingRuleText")
        assert (seen["sentOn"], seen["filingDueOn"], seen["lateBy"]) == (
            "2025-01-13",
            "2025-02-05",
            0,
        )
        assert seen["filingRuleText"].startswith("示例："), "an invented rule is shown as one"
        await office.do("registry", "receiveFiling", filing=filing)
        assert await office.deadlines("registry", filing) == {
            "form_check_period": ("NO_CLOCK", None)
        }
    with on("2025-01-14"):
        await office.do("registry", "registerFiling", filing=filing)
        await house.drain(1)
        task = await office.assign(filing)
        fields = "registeredOn registerText deadlines { rule state dueOn steps }"
        seen = await office.see("lead", filing, fields)
        assert (seen["registeredOn"], seen["registerText"]) == ("2025-01-14", "备登〔2025〕1号")
        for clock in seen["deadlines"]:
            assert (clock["state"], clock["dueOn"]) == ("NO_CLOCK", None)
            assert clock["steps"] == ["现行规定没有规定期限，不计时。"]
    with on("2025-01-20"):
        found = await office.find("lead", task)
        await office.submit("lead", task)
        assert await office.conclude(filing, found) == "PROBLEM"
        opinion = await office.issue(filing)
        fields = "issuedOn answerDueOn meetingMembers meetingInFavour meetingHeldOn"
        assert await office.see("lead", opinion, fields) == {
            "issuedOn": "2025-01-20",
            "answerDueOn": "2025-02-19",
            "meetingMembers": 9,
            "meetingInFavour": 7,
            "meetingHeldOn": "2025-01-20",
        }
    with on("2025-01-22"):
        await office.answer(old)
        for who, record in (("clerk", old), ("lead", filing)):
            clocks = await office.deadlines(who, record)
            assert clocks["answer_period"] == ("MET", "2025-02-19")
            assert clocks["correction_period"] == ("RUNNING", "2025-02-21")
    with on("2025-02-08"):
        amended = {
            "title": "关于做好烟花爆竹禁限放工作的通知",
            "documentNumber": "测政发〔2025〕5号",
            "adoptedOn": "2025-01-24",
            "printedOn": "2025-01-24",
            "publishedOn": "2025-01-26",
            "effectiveOn": "2025-01-26",
        }
        outgoing, new = await office.received(replaces=old, **amended)
        seen = await office.see("registry", new, "filedOn filingDueOn lateBy amends { id }")
        assert seen == {
            "filedOn": "2025-02-08",
            "filingDueOn": "2025-02-25",
            "lateBy": 0,
            "amends": {"id": filing},
        }
        assert (await office.see("lead", filing, "state"))["state"] == "ANSWERED", "not yet"
    with on("2025-02-10"):
        await office.do("registry", "registerFiling", filing=new)
        await house.drain(1)
        seen = await office.see("registry", new, "registeredOn registerText")
        assert seen == {"registeredOn": "2025-02-10", "registerText": "备登〔2025〕2号"}
        fields = "state correction correctedOn correctionNote dueOn overdue"
        assert await office.see("lead", filing, fields) == {
            "state": "CORRECTED",
            "correction": "AMENDED",
            "correctedOn": "2025-01-26",
            "correctionNote": "测政发〔2025〕5号",
            "dueOn": None,
            "overdue": False,
        }
        for who, record in (("clerk", old), ("lead", filing)):
            clocks = await office.deadlines(who, record)
            assert clocks["correction_period"] == ("MET", "2025-02-21")
        assert (await office.see("clerk", old, "state"))["state"] == "CORRECTED"
        await office.close(filing)
        assert (await office.see("clerk", old, "state"))["state"] == "CLOSED"
        assert (await office.see("clerk", outgoing, "state replaces { id }")) == {
            "state": "REGISTERED",
            "replaces": {"id": old},
        }


async def test_a_town_files_in_time_when_its_last_day_falls_in_spring_festival(
    town: Office,
) -> None:
    december = {"adoptedOn": "2024-12-25", "printedOn": "2024-12-27", "publishedOn": "2024-12-30"}
    with on("2025-02-05"):
        _, filing = await town.sent(**december)
    seen = await town.see("registry", filing, "lateBy filingDueOn filingRuleText")
    assert (seen["lateBy"], seen["filingDueOn"]) == (0, "2025-02-05")
    assert seen["filingRuleText"].startswith("示例：")


# --- the same act in other places: three steps whose numbers differ -------------------------


async def walk_to_opinion(office: Office, filed: str, registered: str, issued: str) -> Any:
    with on(filed):
        outgoing, filing = await office.received()
    with on(registered):
        await office.do("registry", "registerFiling", filing=filing)
        await office.house.drain(1)
        task = await office.assign(filing)
    with on(issued):
        found = await office.find("lead", task)
        await office.submit("lead", task)
        await office.conclude(filing, found)
        await office.issue(filing)
        seen = await office.see("clerk", outgoing, "filingDueOn filingRuleText lateBy")
        return seen, await office.deadlines("lead", filing)


@pytest.mark.parametrize(
    ("body", "rule", "form_check", "review", "answer"),
    [
        pytest.param(
            "beijing-county",
            "《北京市各级人民代表大会常务委员会规范性文件备案审查条例》第十一条",
            "2025-01-23",
            "2025-04-14",
            "2025-02-19",
            id="北京2024：形式审查10日，反馈30日",
        ),
        pytest.param(
            "shanghai-county",
            "《上海市人民代表大会常务委员会规范性文件备案审查条例》第十条",
            "2025-01-20",
            None,
            "2025-03-20",
            id="上海2024：形式审查5个工作日，反馈2个月",
        ),
        pytest.param(
            "county-a",
            "《山东省各级人民代表大会常务委员会规范性文件备案审查规定》第七条",
            None,
            None,
            "2025-02-19",
            id="山东2017：形式审查没有期限，反馈30日",
        ),
    ],
)
async def test_4_02_the_same_act_gets_other_dates_elsewhere(
    world: House, body: str, rule: str, form_check: str | None, review: str | None, answer: str
) -> None:
    office = await open_office(world, body)
    seen, clocks = await walk_to_opinion(office, "2025-01-13", "2025-01-14", "2025-01-20")
    assert seen == {"filingDueOn": "2025-02-05", "filingRuleText": rule, "lateBy": 0}
    assert clocks["form_check_period"] == (("MET", form_check) if form_check else NO_CLOCK)
    assert clocks["review_period"] == (("MET", review) if review else NO_CLOCK)
    assert clocks["answer_period"] == ("RUNNING", answer)


NO_CLOCK = ("NO_CLOCK", None)


@pytest.fixture(scope="module")
async def huzhou(world: House) -> Office:
    """Huzhou's rule leaves the receiver to the town: its own decision names the presidium."""
    office = await open_office(world, "huzhou-town")
    admin = await world.person("huzhou-town", "presidium", "admin")
    await world.gql(
        SET,
        {
            "input": {
                "setting": "filing_review.routes",
                "value": [{"maker": "government", "receiver": "presidium"}],
                "ruleKind": "DECISION",
                "ruleTitle": "本镇人民代表大会关于备案审查的决定",
                "validFrom": "2025-01-01",
            }
        },
        by=admin,
    )
    office.demanded = COUNTY_PARTS[:3]
    return office


async def test_the_same_act_in_a_town_of_huzhou_in_autumn(huzhou: Office) -> None:
    autumn = {
        "adoptedOn": "2025-09-05",
        "printedOn": "2025-09-05",
        "publishedOn": "2025-09-08",
        "effectiveOn": "2025-09-08",
    }
    with on("2025-09-15"):
        outgoing, filing = await huzhou.received(**autumn)
        seen = await huzhou.see("clerk", outgoing, "filingDueOn filingRuleText lateBy")
        assert (seen["filingDueOn"], seen["lateBy"]) == ("2025-09-23", 0)
        assert "湖州市乡镇街道" in seen["filingRuleText"]
        clocks = await huzhou.deadlines("registry", filing)
        assert clocks == {"form_check_period": ("RUNNING", "2025-09-18")}
        assert (await huzhou.see("registry", filing, "dueOn"))["dueOn"] == "2025-09-18"
    with on("2025-09-19"):
        assert (await huzhou.see("registry", filing, "overdue"))["overdue"] is True
        withheld = {"filing": filing, "ask": "SUPPLEMENT", "reason": "缺少说明"}
        await huzhou.do("registry", "withholdFiling", **withheld)
        await huzhou.house.drain(1)
        clocks = await huzhou.deadlines("registry", filing)
        assert clocks["form_check_period"] == ("MET", "2025-09-18")
        assert clocks["supplement_period"] == ("RUNNING", "2025-09-26"), "5个工作日"
        assert await huzhou.deadlines("clerk", outgoing) == {
            "supplement_period": ("RUNNING", "2025-09-26")
        }


async def test_an_act_of_january_has_no_clock_in_huzhou(huzhou: Office) -> None:
    with on("2025-03-03"):
        outgoing, filing = await huzhou.received(documentNumber="测政发〔2025〕1号")
        seen = await huzhou.see("clerk", outgoing, "filingDueOn filingRuleText lateBy")
        assert seen == {"filingDueOn": None, "filingRuleText": None, "lateBy": None}
        assert (await huzhou.see("registry", filing, "lateBy"))["lateBy"] is None
        assert await huzhou.deadlines("registry", filing) == {"form_check_period": NO_CLOCK}
        notice = {"makerOrgan": "government", "title": "通知", "text": "请报送"}
        code = await huzhou.code("registry", "notifyLateness", **notice, publishedOn="2025-01-06")
        assert code == "NO_FILING_PERIOD"


# --- the presidium decides at a meeting ------------------------------------------------------


@pytest.fixture(scope="module")
async def faulty(town: Office) -> str:
    """A town's filing in which a problem was found."""
    with on("2025-01-14"):
        return (await town.faulty())[1]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"inFavour": 4, "members": 8}, "MAJORITY_NOT_REACHED"),
        ({"inFavour": 4}, "MAJORITY_NOT_REACHED"),
        ({"inFavour": 9}, "MAJORITY_NOT_REACHED"),
        ({"heldOn": "2025-01-21"}, "DATE_IN_FUTURE"),
        (None, "MEETING_REQUIRED"),
    ],
    ids=["4 of 8", "4 of 9", "more votes than people", "tomorrow", "no meeting"],
)
async def test_an_opinion_of_a_presidium_needs_its_meeting_and_majority(
    town: Office, faulty: str, changes: dict[str, Any] | None, code: str
) -> None:
    meeting = None if changes is None else {**MEETING, **changes}
    sent = {"filing": faulty, "title": "意见", "text": "请修改", "meeting": meeting}
    with on("2025-01-20"):
        refusal = await town.refused("lead", "draftOpinion", **sent)
    assert refusal["extensions"]["code"] == code
    if changes == {"inFavour": 4, "members": 8}:
        assert "超过全体成员的2分之1" in refusal["message"]
        assert "山东省乡镇人民代表大会工作若干规定" in refusal["message"]
    opinions = await town.see("lead", faulty, "state opinions { id }")
    assert opinions == {"state": "PROBLEM", "opinions": []}


async def test_seven_of_nine_suffice(town: Office) -> None:
    with on("2025-01-20"):
        _, filing = await town.faulty()
        opinion = await town.draft(filing, meeting=MEETING)
    seen = await town.see("lead", opinion, "state meetingTitle meetingPresent")
    assert seen == {"state": "DRAFTED", "meetingTitle": "主席团会议", "meetingPresent": 8}


async def test_a_review_office_needs_no_meeting_but_may_name_one(county: Office) -> None:
    with on("2025-01-20"):
        _, filing = await county.faulty()
        meeting = {**MEETING, "title": "主任会议", "inFavour": 5}
        wrong = {"filing": filing, "title": "意见", "text": "请修改"}
        assert (
            await county.code("lead", "draftOpinion", **wrong, meeting={**meeting, "present": 4})
            == "MAJORITY_NOT_REACHED"
        )
        opinion = await county.draft(filing, meeting=meeting)
    assert (await county.see("lead", opinion, "meetingTitle"))["meetingTitle"] == "主任会议"


async def test_a_small_presidium_reviews_with_one_person(house: House) -> None:
    office = await open_office(house, "town-a")
    one = await house.person("town-a", "presidium", "registry_clerk", "review_lead", "reviewer")
    office.people |= dict.fromkeys(("registry", "lead"), one)
    with on("2025-01-20"):
        _, filing = await office.faulty()
        opinion = await office.draft(filing)
        assert await office.code(one, "checkOpinion", opinion=opinion) == "FORBIDDEN"
        seen = await office.see("lead", filing, "tasks { reviewerOrgan }")
    assert seen["tasks"] == [{"reviewerOrgan": "presidium"}], "the parallel step is skipped"


# --- the subdistrict -------------------------------------------------------------------------


async def test_4_13_a_subdistrict_office_files_with_the_working_committee(world: House) -> None:
    office = await open_office(world, "subdistrict-a")
    with on("2025-03-03"):
        outgoing, filing = await office.opined()
        seen = await office.see("lead", filing, "state makerOrgan opinions { meetingTitle }")
        assert seen["makerOrgan"] == "subdistrict_office"
        assert (await office.deadlines("lead", filing))["answer_period"] == (
            "RUNNING",
            "2025-04-02",
        )
        await office.answer(outgoing, "REPEAL")
        await office.repeal(outgoing)
        await office.close(filing)
    seen = await office.see("lead", filing, "state correction")
    assert seen == {"state": "ARCHIVED", "correction": "REPEALED"}


async def test_the_majority_of_a_presidium_is_no_rule_for_a_subdistrict(world: House) -> None:
    office = await open_office(world, "subdistrict-a")
    with on("2025-03-03"):
        _, filing = await office.faulty()
        opinion = await office.draft(filing, meeting=None)
    assert (await office.see("lead", opinion, "meetingMembers"))["meetingMembers"] is None
