"""Drafter, checker, signer: every kind of paper with one, two and three hands (7-care, point 9)."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from edited_twice import second_is_told
from filing_path import COUNTY, Office, mutation, on, open_office, told_once
from test_filing_notices import letters, read_word

from core.testing import House

DAY, LATER = "2025-03-20", "2025-03-21"


@dataclass
class Case:
    """One kind of paper: who drafts it, its one-step verb, and what is so once it left."""

    kind: str
    drafter: str
    verb: str
    one_step: dict[str, Any]
    draft: dict[str, Any]
    done: Callable[[], Awaitable[bool]]

    @property
    def sender(self) -> str:
        """Who may send it in one step: to a government only the signer writes."""
        return "issuer" if self.verb == "requestCorrection" else self.drafter


Ready = Callable[[Office, Office], Awaitable[Case]]


def state_of(office: Office, filing: str, expected: str) -> Callable[[], Awaitable[bool]]:
    async def done() -> bool:
        return (await office.see("lead", filing, "state"))["state"] == expected

    return done


async def receipt(county: Office, _street: Office) -> Case:
    _, filing = await county.received()
    sent = {"filing": filing, "note": "材料齐全。"}
    done = state_of(county, filing, "REGISTERED")
    return Case("REGISTERED", "registry", "registerFiling", sent, sent, done)


async def return_(county: Office, _street: Office) -> Case:
    _, filing = await county.received()
    one = {"filing": filing, "reason": "不属于备案审查范围。"}
    draft = {"filing": filing, "text": one["reason"]}
    done = state_of(county, filing, "RETURNED")
    return Case("RETURNED", "registry", "returnFiling", one, draft, done)


async def request(county: Office, _street: Office) -> Case:
    _, filing = await county.received()
    more = {"filing": filing, "ask": "SUPPLEMENT", "missing": ["DRAFTING_NOTE"]}
    one, draft = {**more, "reason": "缺起草说明。"}, {**more, "text": "缺起草说明。"}
    done = state_of(county, filing, "WITHHELD")
    return Case("WITHHELD", "registry", "withholdFiling", one, draft, done)


async def upward(_county: Office, street: Office) -> Case:
    with on("2025-01-20"):
        _, filing = await street.opined(title=f"件{uuid4()}")
    sent = {"filing": filing, "number": "测报1号", "text": "逾期未反馈。"}

    async def done() -> bool:
        seen = await street.see("lead", filing, "letters { kind }")
        return "UPWARD_REPORT" in [one["kind"] for one in seen["letters"]]

    return Case("UPWARD_REPORT", "lead", "reportUncorrected", sent, sent, done)


async def correction(county: Office, street: Office) -> Case:
    case = await upward(county, street)
    await street.do("lead", "reportUncorrected", **case.one_step)
    await county.house.drain(2)
    title = (await street.see("lead", case.one_step["filing"], "title"))["title"]
    asked = (
        "{ filingCopies(where: {reported: true}, first: 50) { nodes { id title requestedOn } } }"
    )

    async def copy() -> dict[str, Any]:
        seen = await county.house.gql(asked, by=county.people["lead"])
        return next(one for one in seen["filingCopies"]["nodes"] if one["title"] == title)

    async def done() -> bool:
        return bool((await copy())["requestedOn"])

    sent = {"copy": (await copy())["id"], "number": "测函1号", "text": "请责成纠正。"}
    draft = {**sent, "government": "government"}
    return Case("CORRECTION_REQUEST", "lead", "requestCorrection", sent, draft, done)


async def doubt(county: Office, _street: Office) -> Case:
    _, _, task = await county.assigned()
    finding = await county.find("lead", task, standard="CONSTITUTION_TEXT")
    sent = {"finding": finding, "number": "测报2号", "text": "请研究。"}

    async def done() -> bool:
        return (await county.see("lead", finding, "decision"))["decision"] == "PASSED_UP"

    return Case("DOUBT_REPORT", "lead", "passUpDoubt", sent, sent, done)


async def doubt_from_below(county: Office, street: Office) -> Case:
    _, _, task = await street.assigned()
    finding = await street.find("lead", task, standard="CONSTITUTION_TEXT")
    await street.do("lead", "passUpDoubt", finding=finding, number="测报3号", text="请研究。")
    await county.house.drain(2)
    asked = "{ doubts(state: ARRIVED) { nodes { id } } }"
    seen = await county.house.gql(asked, by=county.people["lead"])
    arrived = seen["doubts"]["nodes"][0]["id"]
    await county.do("registry", "receiveDoubt", doubt=arrived)
    sent = {"doubt": arrived, "number": "测报4号", "text": "现予转报。"}
    return Case(
        "DOUBT_REPORT", "lead", "passUpDoubt", sent, sent, state_of(county, arrived, "PASSED_UP")
    )


async def late_notice(county: Office, _street: Office) -> Case:
    title = f"办法{uuid4()}"
    sent = {"makerOrgan": "court", "title": title, "text": "请报送", "publishedOn": "2025-01-06"}

    async def done() -> bool:
        asked = "{ letters(first: 100) { nodes { title } } }"
        seen = await county.house.gql(asked, by=county.people["lead"])
        return title in [one["title"] for one in seen["letters"]["nodes"]]

    return Case("LATE_NOTICE", "registry", "notifyLateness", sent, sent, done)


KINDS: dict[str, Ready] = {
    "REGISTERED": receipt,
    "RETURNED": return_,
    "WITHHELD": request,
    "LATE_NOTICE": late_notice,
    "UPWARD_REPORT": upward,
    "CORRECTION_REQUEST": correction,
    "DOUBT_REPORT": doubt,
    "DOUBT_REPORT from below": doubt_from_below,
}
AT_THE_STREET = {"UPWARD_REPORT"}


@pytest.fixture(scope="module")
async def pair(world: House) -> tuple[Office, Office]:
    """A county and its subdistrict, in one house: each test prepares a case of its own."""
    return await open_office(world, "county-a"), await open_office(world, "subdistrict-a")


@asynccontextmanager
async def demanding(office: Office, hands: int) -> AsyncGenerator[None]:
    """Let practice demand so many hands, and one again afterwards."""
    await office.let("letter_hands", hands)
    yield
    await office.let("letter_hands", 1)


@pytest.mark.parametrize("kind", KINDS)
async def test_one_hand_suffices_where_no_rule_says_more(
    pair: tuple[Office, Office], kind: str
) -> None:
    office = pair[1] if kind in AT_THE_STREET else pair[0]
    with on(DAY):
        case = await KINDS[kind](*pair)
        assert not await case.done()
        await office.do(case.sender, case.verb, **case.one_step)
        assert await case.done()


@pytest.mark.parametrize("hands", [1, 2, 3])
@pytest.mark.parametrize("kind", KINDS)
async def test_a_paper_goes_through_as_many_hands_as_practice_demands(
    pair: tuple[Office, Office], kind: str, hands: int
) -> None:
    office = pair[1] if kind in AT_THE_STREET else pair[0]
    with on(DAY):
        case = await KINDS[kind](*pair)
    async with demanding(office, hands):
        await through_hands(office, case, hands)


async def through_hands(office: Office, case: Case, hands: int) -> None:
    """Draft, check where three are demanded, sign a day later."""
    with on(DAY):
        if hands > 1:
            refusal = await office.refused(case.sender, case.verb, **case.one_step)
            assert refusal["extensions"]["code"] == "LETTER_HANDS"
            assert f"draftLetter，{case.kind}" in refusal["message"], "it says what to use"
        async with told_once(office, "draft_letter"):
            made = await office.do(case.drafter, "draftLetter", kind=case.kind, **case.draft)
        letter = {"letter": made["id"]}
        assert not await case.done(), "nothing is so before it is signed off"
        if hands == 3:
            assert await office.code("issuer", "issueLetter", **letter) == "NOT_CHECKED"
            await office.do("checker", "returnLetter", **letter, reason="请写明")
            content = {"kind": case.kind, **case.draft}
            await office.do(case.drafter, "reviseLetter", **letter, content=content)
            await office.do("checker", "checkLetter", **letter)
    with on(LATER):
        async with told_once(office, "issue_letter"):
            fields = "state number letter { kind number datedOn wordFile { id } }"
            issued = await office.do("issuer", "issueLetter", fields, **letter)
        assert await case.done()
    assert issued["state"] == "ISSUED"
    assert issued["letter"]["kind"] == case.kind
    assert issued["letter"]["datedOn"] == LATER
    assert issued["letter"]["wordFile"]
    assert issued["number"] == issued["letter"]["number"]


# --- the form check --------------------------------------------------------------------------


async def test_a_registration_is_one_when_its_receipt_is_signed(house: House) -> None:
    """Until then neither side has it: no number is drawn, the clock of the form check runs on."""
    county = await open_office(house)
    await county.let("letter_hands", 3)
    await county.let("form_check_period", {"amount": 3, "unit": "day"})
    with on("2025-03-17"):
        outgoing, filing = await county.received()
        written = {"kind": "REGISTERED", "filing": filing, "note": "材料齐全。"}
        letter = {"letter": (await county.do("registry", "draftLetter", **written))["id"]}
        await county.do("checker", "checkLetter", **letter)
        await house.drain(2)
        seen = await county.see("registry", filing, "state registerText registeredOn dueOn")
        assert (seen["state"], seen["registerText"]) == ("RECEIVED", None)
        assert seen["dueOn"] == "2025-03-20"
        assert (await county.see("clerk", outgoing, "state"))["state"] == "SENT"
    with on("2025-03-24"):
        (late,) = await county.ledger({"overdue": True})
        assert late["id"] == filing, "what waits for its signature is overdue like anything else"
        issued = await county.do("issuer", "issueLetter", "number", **letter)
        await house.drain(2)
        fields = (
            "state registerText registeredOn formCheckNote deadlines { rule state metOn lateBy }"
        )
        seen = await county.see("registry", filing, fields)
        told = await county.see("clerk", outgoing, "state registerText letters { kind datedOn }")
    assert (seen["state"], seen["registeredOn"]) == ("REGISTERED", "2025-03-24")
    assert seen["formCheckNote"] == "材料齐全。"
    assert seen["registerText"] == issued["number"] == told["registerText"]
    checked = [one for one in seen["deadlines"] if one["rule"].endswith("form_check_period")]
    assert [(one["state"], one["metOn"], one["lateBy"]) for one in checked] == [
        ("MET", "2025-03-24", 4)
    ]
    assert told["state"] == "REGISTERED"
    assert told["letters"] == [{"kind": "REGISTERED", "datedOn": "2025-03-24"}]
    with on("2025-03-25"):
        _, second = await county.received()
        more = {"kind": "REGISTERED", "filing": second}
        draft = (await county.do("registry", "draftLetter", **more))["id"]
        back = {"letter": draft, "reason": "不属于范围，请改拟退回。"}
        await county.do("issuer", "returnLetter", **back)
        other = {"kind": "RETURNED", "filing": second, "text": "不属于备案审查范围。"}
        right = {"letter": (await county.do("registry", "draftLetter", **other))["id"]}
        await county.do("checker", "checkLetter", **right)
        await county.do("issuer", "issueLetter", **right, number="测退1号")
        seen = await county.see("registry", second, "state letters { kind number }")
        assert seen["state"] == "RETURNED"
        assert seen["letters"] == [{"kind": "RETURNED", "number": "测退1号"}]
        _, third = await county.received()
        again = (await county.do("registry", "draftLetter", kind="REGISTERED", filing=third))["id"]
        await county.do("checker", "checkLetter", letter=again)
        issued = await county.do("issuer", "issueLetter", "number", letter=again)
    assert issued["number"] == "备登〔2025〕2号", "a draft that was given up cost no number"


async def test_the_time_to_supplement_runs_from_the_signature(house: House) -> None:
    county = await open_office(house)
    await county.let("letter_hands", 2)
    await county.let("supplement_period", {"amount": 5, "unit": "day"})
    with on("2025-03-17"):
        outgoing, filing = await county.received()
        asked = {"kind": "WITHHELD", "filing": filing, "ask": "SUPPLEMENT", "text": "缺起草说明。"}
        own = await county.code("registry", "draftLetter", **asked, dueOn="2025-03-22")
        assert own == "SUPPLEMENT_BY_RULE", "the rule has a number, and counts from the signature"
        unsaid = {name: one for name, one in asked.items() if name != "ask"}
        assert await county.code("registry", "draftLetter", **unsaid) == "LETTER_INCOMPLETE"
        letter = {"letter": (await county.do("registry", "draftLetter", **asked))["id"]}
    with on("2025-03-19"):
        await county.do("issuer", "issueLetter", **letter)
        await house.drain(2)
        for who, record in (("clerk", outgoing), ("registry", filing)):
            clocks = await county.deadlines(who, record)
            assert clocks["supplement_period"] == ("RUNNING", "2025-03-24")


async def test_a_day_that_passed_before_the_signature_is_mended(house: House) -> None:
    county = await open_office(house)
    await county.let("letter_hands", 2)
    with on("2025-03-17"):
        _, filing = await county.received()
        asked = {"kind": "WITHHELD", "filing": filing, "ask": "REFILE", "text": "格式不对。"}
        letter = {
            "letter": (await county.do("registry", "draftLetter", **asked, dueOn="2025-03-18"))[
                "id"
            ]
        }
    with on("2025-03-20"):
        assert await county.code("issuer", "issueLetter", **letter) == "DUE_IN_PAST"
        assert (await county.see("registry", filing, "state"))["state"] == "RECEIVED"
        content = {**asked, "dueOn": "2025-03-25"}
        await county.do("registry", "reviseLetter", **letter, content=content)
        await county.do("issuer", "issueLetter", **letter)
        assert (await county.see("registry", filing, "state"))["state"] == "WITHHELD"


async def test_of_two_who_mend_a_letter_the_second_is_told(house: House) -> None:
    county = await open_office(house)
    await county.let("letter_hands", 2)
    with on(DAY):
        _, filing = await county.received()
        written = {"kind": "WITHHELD", "filing": filing, "ask": "SUPPLEMENT", "text": "缺说明。"}
        draft = (await county.do("registry", "draftLetter", **written))["id"]
        mine, theirs = (
            {"letter": draft, "content": {**written, **changed}}
            for changed in ({"text": "请补充。"}, {"missing": ["LEGAL_BASIS"]})
        )

        async def now() -> Any:
            return await county.see("registry", draft, "revision text missing")

        by = county.people["registry"]
        await second_is_told(house, mutation("reviseLetter"), mine, theirs, now, by)


async def test_of_two_who_mend_an_opinion_the_second_is_told(house: House) -> None:
    county = await open_office(house)
    with on("2025-01-20"):
        _, filing = await county.faulty()
        draft = await county.draft(filing)
        mine, theirs = (
            {"opinion": draft, "title": title, "text": "请修改。"} for title in ("甲", "乙")
        )

        async def now() -> Any:
            return await county.see("lead", draft, "revision title text stopAtOnce")

        by = county.people["lead"]
        await second_is_told(house, mutation("reviseOpinion"), mine, theirs, now, by)


async def test_only_who_may_register_drafts_the_receipt(house: House) -> None:
    county = await open_office(house)
    await county.let("letter_hands", 3)
    with on(DAY):
        _, filing = await county.received()
        for kind in ("REGISTERED", "RETURNED", "WITHHELD"):
            written = {"kind": kind, "filing": filing, "text": "正文", "ask": "SUPPLEMENT"}
            assert await county.code("lead", "draftLetter", **written) == "FORBIDDEN"
        _, early = await county.sent()
        written = {"kind": "REGISTERED", "filing": early}
        assert await county.code("registry", "draftLetter", **written) == "STATE_FORBIDS"
        _, joint = await county.received(jointWithParty=True, kind="PLAN")
        written = {"kind": "REGISTERED", "filing": joint}
        assert await county.code("registry", "draftLetter", **written) == "JOINT_WITH_PARTY"


async def test_a_second_receipt_of_one_filing_is_not_signed(house: House) -> None:
    county = await open_office(house)
    with on(DAY):
        _, filing = await county.received()
        written = {"kind": "REGISTERED", "filing": filing}
        drafts = [(await county.do("registry", "draftLetter", **written))["id"] for _ in range(2)]
        await county.do("issuer", "issueLetter", letter=drafts[0])
        assert await county.code("issuer", "issueLetter", letter=drafts[1]) == "STATE_FORBIDS"
        assert len(await county.ledger({"state": "REGISTERED"})) == 1


async def test_the_paper_shows_all_hands_and_the_receipt_its_number(house: House) -> None:
    county = await open_office(house)
    await county.let("letter_hands", 3)
    with on(DAY):
        outgoing, filing = await county.received()
        written = {"kind": "REGISTERED", "filing": filing}
        letter = {"letter": (await county.do("registry", "draftLetter", **written))["id"]}
        seen = await county.see("checker", letter["letter"], "filing { title } missing ask")
        assert seen["filing"]["title"] == "关于禁止燃放烟花爆竹的通知", (
            "a checker sees of what it is"
        )
        await county.do("checker", "checkLetter", **letter)
        await county.do("issuer", "issueLetter", **letter)
        await house.drain(2)
        text = await read_word(
            county, "clerk", (await letters(county, "clerk", outgoing))["REGISTERED"]
        )
    for hand in (
        "拟稿：registry",
        "核稿：checker",
        "签发：issuer",
        "备登〔2025〕1号",
        "已备案登记",
    ):
        assert hand in text


async def test_a_doubts_report_in_three_hands_holds_the_conclusion(house: House) -> None:
    """The lead cannot conclude before the signer sent the doubt upward; nobody sends it twice."""
    city = await open_office(house, "city-a")
    county = await open_office(house, "county-a")
    await county.let("letter_hands", 3)
    with on(DAY):
        _, filing, task = await _assigned(county)
        finding = await county.find("lead", task, standard="CONSTITUTION_TEXT")
        await county.submit("lead", task)
        written = {
            "kind": "DOUBT_REPORT",
            "finding": finding,
            "number": "测报1号",
            "text": "请研究",
        }
        other = await house.person("county-a", COUNTY, "review_lead", name="另一位")
        assert await county.code(other, "draftLetter", **written) == "NOT_THE_LEAD"
        first, second = [
            {"letter": (await county.do("lead", "draftLetter", **written))["id"]} for _ in range(2)
        ]
        seen = await county.see("checker", first["letter"], "finding { id }")
        assert seen["finding"]["id"] == finding, "whoever mends it names the same finding"
        sent = {"filing": filing, "merges": []}
        assert await county.code("lead", "concludeReview", **sent) == "REVIEW_UNDECIDED"
        for letter in (first, second):
            await county.do("checker", "checkLetter", **letter)
        await county.do("issuer", "issueLetter", **first)
        assert await county.code("issuer", "issueLetter", **second) == "DOUBT_PASSED_UP"
        assert await county.conclude(filing) == "PASSED_UP"
        await house.drain(2)
        asked = "{ doubts { nodes { passedUpNumber letters { kind } } } }"
        seen = await house.gql(asked, by=county.people["lead"])
        assert [one["passedUpNumber"] for one in seen["doubts"]["nodes"]] == ["测报1号"]
        arrived = (await house.gql("{ doubts { nodes { id } } }", by=city.people["lead"]))["doubts"]
        assert len(arrived["nodes"]) == 1


async def _assigned(county: Office) -> tuple[str, str, str]:
    """A filing under review where registration itself goes through three hands."""
    outgoing, filing = await county.received()
    letter = await county.do("registry", "draftLetter", kind="REGISTERED", filing=filing)
    await county.do("checker", "checkLetter", letter=letter["id"])
    await county.do("issuer", "issueLetter", letter=letter["id"])
    return outgoing, filing, await county.assign(filing)


async def test_each_side_sees_whether_its_letter_has_arrived(house: House) -> None:
    office = await open_office(house)
    fields = "letters { kind direction package { state reason } }"
    with on("2025-01-13"):
        outgoing, filing = await office.received()
        await office.do("registry", "registerFiling", filing=filing)
        sent = (await office.see("registry", filing, fields))["letters"][-1]
        assert (sent["kind"], sent["direction"]) == ("REGISTERED", "SENT")
        assert sent["package"]["state"] == "WAITING"
        await house.drain()
        sent = (await office.see("registry", filing, fields))["letters"][-1]
        # It only tells: it is received as soon as it has come.
        assert sent["package"] == {"state": "RECEIVED", "reason": None}
        came = (await office.see("clerk", outgoing, fields))["letters"][-1]
        assert (came["direction"], came["package"]) == ("RECEIVED", None)


async def test_a_letter_that_is_not_sent_after_all_is_dropped(house: House) -> None:
    county = await open_office(house)
    await county.let("letter_hands", 3)
    with on(DAY):
        _, filing = await county.received()
        written = {"kind": "WITHHELD", "filing": filing, "ask": "SUPPLEMENT", "text": "缺说明。"}
        draft = (await county.do("registry", "draftLetter", **written))["id"]
        why = {"letter": draft, "reason": "说明已经送来"}
        assert await county.code("registry", "dropLetter", letter=draft, reason=" ") == (
            "REASON_EMPTY"
        )
        assert await county.code("checker", "dropLetter", **why) == "FORBIDDEN"
        await county.do("checker", "checkLetter", letter=draft)
        assert await county.code("registry", "dropLetter", **why) == "STATE_FORBIDS"
        await county.do("checker", "returnLetter", letter=draft, reason="不必发")
        before = await county.events()
        await county.do("registry", "dropLetter", **why)
        assert (await county.events())[len(before) :] == ["drop_letter"]
        fields = "state droppedByName droppedOn dropReason"
        assert await county.see("checker", draft, fields) == {
            "state": "DROPPED",
            "droppedByName": "registry",
            "droppedOn": DAY,
            "dropReason": "说明已经送来",
        }
        for verb, who, more in (
            ("dropLetter", "registry", {"reason": "再次"}),
            ("checkLetter", "checker", {}),
            ("returnLetter", "checker", {"reason": "再次"}),
            ("issueLetter", "issuer", {}),
            ("reviseLetter", "registry", {"content": written}),
        ):
            assert await county.code(who, verb, letter=draft, **more) == "STATE_FORBIDS"
        shown = await county.see("lead", filing, "state draftLetters { id state }")
        assert shown == {
            "state": "RECEIVED",
            "draftLetters": [{"id": draft, "state": "DROPPED"}],
        }


async def test_drafts_of_a_case_are_shown_to_their_own_organ_only(house: House) -> None:
    county = await open_office(house)
    await county.let("letter_hands", 2)
    with on(DAY):
        outgoing, filing = await county.received()
        written = {"kind": "WITHHELD", "filing": filing, "ask": "SUPPLEMENT", "text": "缺说明。"}
        await county.do("registry", "draftLetter", **written)
        own = await county.see("lead", filing, "draftLetters { kind draftedByName }")
        assert own["draftLetters"] == [{"kind": "WITHHELD", "draftedByName": "registry"}]
        assert (await county.see("clerk", outgoing, "draftLetters { id }"))["draftLetters"] == []


async def test_makers_are_named_for_a_choice(house: House) -> None:
    town = await open_office(house, "town-a", maker="congress")
    county = await open_office(house, "county-a")
    with on(DAY):
        await county.received()
        binding = await town.signed(kind="RESOLUTION", generallyBinding=True)
        await town.do("clerk", "sendFiling", filing=binding)
        await house.drain(2)
    asked = "{ filingMakers { code name } }"
    found = (await house.gql(asked, by=county.people["registry"]))["filingMakers"]
    assert [one["code"] for one in found] == ["county-a/government", "town-a/congress"]
    assert "（" in found[1]["name"]
    listed = "query($m: String) { filings(where: {maker: $m}) { nodes { makerOrgan } } }"
    for one in found:
        rows = await house.gql(listed, {"m": one["code"]}, by=county.people["registry"])
        organ = one["code"].partition("/")[2]
        assert [row["makerOrgan"] for row in rows["filings"]["nodes"]] == [organ]
