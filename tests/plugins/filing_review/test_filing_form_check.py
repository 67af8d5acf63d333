"""The registry: three outcomes of the form check, and numbers without gaps and without doubles."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from filing_path import COUNTY, Office, document, member_id, mutation, on, open_office

from core.db import Database
from core.testing import House

pytestmark = pytest.mark.database

SET = """mutation($input: SetPracticeInput!) { setPractice(input: $input) { version } }"""
REASON = "备案材料不齐全，请补充报送"


async def withhold(office: Office, filing: str, **changes: Any) -> None:
    sent = {"filing": filing, "ask": "SUPPLEMENT", "reason": REASON, **changes}
    await office.do("registry", "withholdFiling", **sent)
    await office.house.drain(1)


async def letters(office: Office, who: str, record: str) -> list[dict[str, Any]]:
    fields = "letters { kind direction title number text dueOn }"
    return (await office.see(who, record, fields))["letters"]


# --- returned ------------------------------------------------------------------------------


async def test_what_is_out_of_scope_is_returned_with_the_reason(town: Office) -> None:
    with on("2025-06-05"):
        outgoing, filing = await town.sent(jointWithParty=True, kind="PLAN")
        early = await town.code("registry", "returnFiling", filing=filing, reason="不属于范围")
        assert early == "STATE_FORBIDS", "what was not received is not returned"
        await town.do("registry", "receiveFiling", filing=filing)
        assert (await town.see("registry", filing, "jointWithParty"))["jointWithParty"] is True
        bare = await town.code("registry", "returnFiling", filing=filing, reason=" ")
        assert bare == "REASON_EMPTY"
        await town.do("registry", "returnFiling", filing=filing, reason="属于党委规范性文件")
        await town.house.drain(1)
    seen = await town.see("registry", filing, "state returnedOn formCheckNote registerText")
    assert seen == {
        "state": "RETURNED",
        "returnedOn": "2025-06-05",
        "formCheckNote": "属于党委规范性文件",
        "registerText": None,
    }
    told = await town.see("clerk", outgoing, "state replyReason registerText")
    assert told == {
        "state": "RETURNED",
        "replyReason": "属于党委规范性文件",
        "registerText": None,
    }
    assert [one["kind"] for one in await letters(town, "clerk", outgoing)] == ["RETURNED"]
    for verb in ("receiveFiling", "registerFiling"):
        assert await town.code("registry", verb, filing=filing) == "STATE_FORBIDS"
    for verb in ("sendFiling", "reviseFiling", "supplementFiling"):
        more: dict[str, Any] = {
            "sendFiling": {},
            "reviseFiling": {"document": document()},
            "supplementFiling": {"parts": await town.parts("REFERENCE")},
        }[verb]
        assert await town.code("clerk", verb, filing=outgoing, **more) == "STATE_FORBIDS"


# --- withheld and supplemented -------------------------------------------------------------


async def test_withheld_supplemented_and_registered(world: House) -> None:
    office = await open_office(world, maker="procuratorate")
    committee = await world.person("county-a", "working_commission", "reviewer")
    with on("2025-05-27"):
        parts = await office.parts("FILING_REPORT", "OFFICIAL_TEXT", "LEGAL_BASIS")
        parts.append({"kind": "DRAFTING_NOTE", "absentReason": "随后补报"})
        made = await office.do("clerk", "prepareFiling", document=document(), parts=parts)
        outgoing = made["id"]
        await office.do("signer", "signFiling", filing=outgoing, reportNumber="测备报6号")
        await office.do("clerk", "sendFiling", filing=outgoing)
        await world.drain(1)
        filing = await office.latest()
        got = await office.do("registry", "receiveFiling", "receiptText", filing=filing)
    with on("2025-05-28"):
        bare = {"filing": filing, "ask": "SUPPLEMENT", "reason": ""}
        assert await office.code("registry", "withholdFiling", **bare) == "REASON_EMPTY"
        past = {**bare, "reason": REASON, "dueOn": "2025-05-27"}
        assert await office.code("registry", "withholdFiling", **past) == "DUE_IN_PAST"
        await withhold(office, filing, missing=["DRAFTING_NOTE"], dueOn="2025-06-06")
    told = await office.see("clerk", outgoing, "state ask replyReason")
    assert (told["state"], told["ask"]) == ("WITHHELD", "SUPPLEMENT")
    assert told["replyReason"] == f"{REASON}\n请补充：起草说明。"
    for who, record in (("clerk", outgoing), ("registry", filing)):
        clocks = await office.deadlines(who, record)
        assert clocks["supplement_period"] == ("RUNNING", "2025-06-06"), "by the notice"
    assert (await office.see("registry", filing, "dueOn"))["dueOn"] == "2025-06-06"
    revise = {"filing": outgoing, "document": document()}
    assert await office.code("clerk", "reviseFiling", **revise) == "SUPPLEMENT_WANTED"
    with on("2025-06-04"):
        reason_only = [{"kind": "DRAFTING_NOTE", "absentReason": "还在找"}]
        empty = await office.code("clerk", "supplementFiling", filing=outgoing, parts=reason_only)
        assert empty == "PARTS_EMPTY"
        note = [{"kind": "DRAFTING_NOTE", "file": await office.upload("clerk", "说明.docx")}]
        sent = {"filing": outgoing, "parts": note, "note": "装订疏漏"}
        done = await office.do("clerk", "supplementFiling", "state ask replyReason", **sent)
        assert done == {"state": "SENT", "ask": None, "replyReason": None}
        again = await office.code("clerk", "supplementFiling", **sent)
        assert again == "STATE_FORBIDS"
        await world.drain(1)
        for who, record in (("clerk", outgoing), ("registry", filing)):
            clocks = await office.deadlines(who, record)
            assert clocks["supplement_period"] == ("MET", "2025-06-06")
        fields = "state receiptText parts { kind removed absentReason file { name } }"
        seen = await office.see("registry", filing, fields)
        assert (seen["state"], seen["receiptText"]) == ("RECEIVED", got["receiptText"])
        current = {one["kind"]: one["file"]["name"] for one in seen["parts"] if not one["removed"]}
        assert current == {
            "FILING_REPORT": "正文.pdf",
            "OFFICIAL_TEXT": "正文.pdf",
            "LEGAL_BASIS": "正文.pdf",
            "DRAFTING_NOTE": "说明.docx",
        }
        replaced = [one for one in seen["parts"] if one["removed"]]
        assert [one["absentReason"] for one in replaced] == ["随后补报"]
        kinds = [(one["kind"], one["title"]) for one in await letters(office, "registry", filing)]
        assert kinds == [("WITHHELD", None), ("ANSWER", "补充报送")]
    with on("2025-06-05"):
        await office.do("registry", "registerFiling", filing=filing)
        await world.drain(1)
        await office.assign(filing, "working_commission")
    seen = await office.see("registry", filing, "state withheldOn registeredOn lateBy")
    assert (seen["withheldOn"], seen["registeredOn"]) == ("2025-05-28", "2025-06-05")
    tasks = "{ reviewTasks { nodes { files { kind file { name } } } } }"
    task = (await world.gql(tasks, by=committee))["reviewTasks"]["nodes"][0]
    assert sorted(one["kind"] for one in task["files"]) == sorted(current)


async def test_a_supplement_of_a_part_that_was_there_sends_the_new_one_only(
    county: Office,
) -> None:
    with on("2025-01-13"):
        outgoing, filing = await county.received()
        await withhold(county, filing)
        assert await county.deadlines("clerk", outgoing) == {}, "no rule, no notice: no clock"
        part = {"kind": "OFFICIAL_TEXT", "file": await county.upload("clerk", "盖章.pdf")}
        await county.do("clerk", "supplementFiling", filing=outgoing, parts=[part])
        await county.house.drain(1)
    seen = await county.see("registry", filing, "parts { kind removed file { name } }")
    texts = [one for one in seen["parts"] if one["kind"] == "OFFICIAL_TEXT"]
    assert [(one["file"]["name"], one["removed"]) for one in texts] == [
        ("正文.pdf", False),
        ("盖章.pdf", False),
    ]


@pytest.mark.parametrize(
    ("body", "due_on"),
    [
        pytest.param("beijing-county", "2025-01-24", id="北京2024第十二条：10日"),
        pytest.param(
            "shanghai-county", "2025-01-27", id="上海2024第十二条：10个工作日，含26日调休上班"
        ),
    ],
)
async def test_where_the_rule_has_a_number_a_notice_names_no_other(
    world: House, body: str, due_on: str
) -> None:
    office = await open_office(world, body)
    with on("2025-01-14"):
        outgoing, filing = await office.received()
        sent = {"filing": filing, "ask": "SUPPLEMENT", "reason": REASON, "dueOn": "2025-01-20"}
        refusal = await office.refused("registry", "withholdFiling", **sent)
        assert refusal["extensions"]["code"] == "SUPPLEMENT_BY_RULE"
        year, month, day = (int(part) for part in due_on.split("-"))
        assert f"至{year}年{month}月{day}日" in refusal["message"]
        assert "第十二条" in refusal["message"]
        await withhold(office, filing, dueOn=due_on)
        for who, record in (("clerk", outgoing), ("registry", filing)):
            clocks = await office.deadlines(who, record)
            assert clocks["supplement_period"] == ("RUNNING", due_on)
    with on("2025-02-10"):
        assert (await office.see("registry", filing, "overdue"))["overdue"] is True
        sent = {"filing": outgoing, "parts": await office.parts("REFERENCE")}
        await office.do("clerk", "supplementFiling", **sent)
        await office.house.drain(1)
        fields = "deadlines { rule state lateBy }"
        seen = await office.see("registry", filing, fields)
        late = {one["rule"]: one["lateBy"] for one in seen["deadlines"] if one["state"] == "MET"}
    days = {"2025-01-24": 17, "2025-01-27": 14}[due_on]
    assert late["filing_review.supplement_period"] == days, "taken in, and marked late"


# --- withheld and filed anew ---------------------------------------------------------------


async def test_a_filing_sent_anew_is_the_same_line_with_one_number(county: Office) -> None:
    with on("2025-02-04"):
        outgoing, filing = await county.received()
        first = await county.see("registry", filing, "receiptText")
        await withhold(county, filing, ask="REFILE", reason="格式不对")
        told = await county.see("clerk", outgoing, "state ask replyReason")
        assert told == {"state": "WITHHELD", "ask": "REFILE", "replyReason": "格式不对"}
        parts = await county.parts("REFERENCE")
        added = await county.code("clerk", "supplementFiling", filing=outgoing, parts=parts)
        assert added == "REFILING_WANTED"
    with on("2025-02-10"):
        new_text = {"kind": "OFFICIAL_TEXT", "file": await county.upload("clerk", "改.pdf")}
        rest = await county.parts("FILING_REPORT", "DRAFTING_NOTE", "LEGAL_BASIS")
        revised = {"document": document(title="改正后的标题"), "parts": [new_text, *rest]}
        fields = "state signedByName parts { kind removed }"
        done = await county.do("clerk", "reviseFiling", fields, filing=outgoing, **revised)
        assert (done["state"], done["signedByName"]) == ("DRAFT", None)
        assert sum(not one["removed"] for one in done["parts"]) == 4
        assert await county.code("clerk", "sendFiling", filing=outgoing) == "STATE_FORBIDS"
        await county.do("signer", "signFiling", filing=outgoing, reportNumber="测备报1号之二")
        fields = "sentOn lateBy filingDueOn"
        sent = await county.do("clerk", "sendFiling", fields, filing=outgoing)
        assert sent == {"sentOn": "2025-02-04", "lateBy": 0, "filingDueOn": "2025-02-05"}
        await county.house.drain(1)
        fields = (
            "state title receiptText reportNumber filedOn lateBy"
            " parts { kind removed file { name } }"
        )
        seen = await county.see("registry", filing, fields)
        assert (seen["state"], seen["title"]) == ("ARRIVED", "改正后的标题")
        assert (seen["filedOn"], seen["lateBy"]) == ("2025-02-04", 0), "filed when first filed"
        assert seen["reportNumber"] == "测备报1号之二"
        assert len(seen["parts"]) == 8
        current = [one for one in seen["parts"] if not one["removed"]]
        assert sorted(one["kind"] for one in current) == sorted(county.demanded)
        assert [one["file"]["name"] for one in current if one["kind"] == "OFFICIAL_TEXT"] == [
            "改.pdf"
        ]
        fields = "receiptText state"
        again = await county.do("registry", "receiveFiling", fields, filing=filing)
        assert again == {"receiptText": first["receiptText"], "state": "RECEIVED"}
        await county.do("registry", "registerFiling", filing=filing)
        await county.house.drain(1)
        await county.assign(filing, "special_committee")
    committee = await county.house.person("county-a", "special_committee", "reviewer")
    tasks = "{ reviewTasks { nodes { files { kind file { name } } } } }"
    task = (await county.house.gql(tasks, by=committee))["reviewTasks"]["nodes"][0]
    assert sorted(one["kind"] for one in task["files"]) == sorted(county.demanded)
    assert "改.pdf" in [one["file"]["name"] for one in task["files"]], "not what was replaced"
    lines = await county.ledger(fields="id title")
    assert [one["id"] for one in lines if one["title"] == "改正后的标题"] == [filing]
    assert (await county.see("clerk", outgoing, "state"))["state"] == "REGISTERED"


@pytest.mark.parametrize("what", ["receiveFiling", "registerFiling"])
async def test_papers_do_not_arrive_tomorrow(county: Office, what: str) -> None:
    with on("2025-01-13"):
        _, filing = await (county.sent if what == "receiveFiling" else county.received)()
        tomorrow = {"filing": filing, "paperReceivedOn": "2025-01-14"}
        assert await county.code("registry", what, **tomorrow) == "DATE_IN_FUTURE"
        done = await county.do(
            "registry", what, "paperReceivedOn", filing=filing, paperReceivedOn="2025-01-13"
        )
    assert done["paperReceivedOn"] == "2025-01-13"


# --- numbers -------------------------------------------------------------------------------


async def set_series(house: House, body: str, series: str) -> None:
    admin = await house.person(body, COUNTY, "admin")
    value = {
        "setting": "filing_review.register_series",
        "value": series,
        "ruleKind": "DECISION",
        "ruleTitle": "备案登记编号办法",
        "validFrom": "2025-01-01",
    }
    await house.gql(SET, {"input": value}, by=admin)


async def test_numbers_by_kind_of_document_and_of_maker(house: House) -> None:
    government = await open_office(house)
    court = await open_office(house, maker="court")

    async def number(office: Office, kind: str) -> str:
        _, filing = await office.received(kind=kind)
        sent = {"filing": filing}
        return (await office.do("registry", "registerFiling", "registerText", **sent))[
            "registerText"
        ]

    with on("2025-03-03"):
        assert await number(government, "NOTICE") == "备登〔2025〕1号"
        await set_series(house, "county-a", "document_kind")
        kinds = [await number(government, kind) for kind in ("NOTICE", "MEASURES", "NOTICE")]
        assert kinds == [
            "通知、通告备登〔2025〕1号",
            "办法备登〔2025〕1号",
            "通知、通告备登〔2025〕2号",
        ]
        await set_series(house, "county-a", "maker_kind")
        makers = [await number(office, "NOTICE") for office in (government, court, government)]
        assert makers == ["政府备登〔2025〕1号", "法院备登〔2025〕1号", "政府备登〔2025〕2号"]


async def test_another_body_counts_for_itself(house: House) -> None:
    with on("2025-03-03"):
        for body in ("county-a", "county-b"):
            office = await open_office(house, body)
            _, filing = await office.registered()
            seen = await office.see("registry", filing, "receiptText registerText")
            assert seen == {"receiptText": "收〔2025〕1号", "registerText": "备登〔2025〕1号"}


async def test_a_new_year_begins_at_one(house: House) -> None:
    office = await open_office(house)
    old = {"publishedOn": "2025-12-22", "effectiveOn": "2026-01-01"}
    with on("2025-12-31"):
        await office.registered(**old)
        _, filing = await office.sent(**old)
    with on("2026-01-04"):
        got = await office.do("registry", "receiveFiling", "receiptText year", filing=filing)
        assert got == {"receiptText": "收〔2026〕1号", "year": 2025}
        done = await office.do("registry", "registerFiling", "registerText", filing=filing)
        assert done["registerText"] == "备登〔2026〕1号"
        figures = "query($year: Int!) { filingFigures(year: $year) { figure count } }"
        for year, filed in ((2025, 2), (2026, 0)):
            told = await house.gql(figures, {"year": year}, by=office.people["registry"])
            counted = {one["figure"]: one["count"] for one in told["filingFigures"]}
            assert counted["FILED"] == filed, "a filing belongs to the year it was filed in"


TEN = 10


async def test_ten_at_once_draw_ten_numbers(house: House) -> None:
    """Beside each that goes through another is refused; a refused one takes no number along."""
    office = await open_office(house)
    clerks = [await house.person("county-a", COUNTY, "registry_clerk") for _ in range(TEN)]
    with on("2025-03-03"):
        filings = [(await office.sent())[1] for _ in range(TEN)]
        for verb, answer, text in (
            ("receiveFiling", "receiptText", "收〔2025〕{}号"),
            ("registerFiling", "registerText", "备登〔2025〕{}号"),
        ):
            tries = [
                house.ask(mutation(verb, answer), {"input": {"filing": filing, **more}}, by=clerk)
                for filing, clerk in zip(filings, clerks, strict=True)
                for more in ({"paperReceivedOn": "2025-03-04"}, {})
            ]
            answers = await asyncio.gather(*tries)
            drawn = [one["data"][verb][answer] for one in answers if one["data"]]
            assert sorted(drawn) == sorted(text.format(one) for one in range(1, TEN + 1))
            codes = [one["errors"][0]["extensions"]["code"] for one in answers if not one["data"]]
            assert set(codes) <= {"DATE_IN_FUTURE", "STATE_FORBIDS"}
            assert len(codes) == TEN


async def state(office: Office, filing: str) -> str:
    return (await office.see("registry", filing, "state"))["state"]


async def test_one_filing_registered_by_ten_at_once_gets_one_number(house: House) -> None:
    office = await open_office(house)
    with on("2025-03-03"):
        _, filing = await office.received()
        by, sent = office.people["registry"], {"input": {"filing": filing}}
        answers = await asyncio.gather(
            *(house.ask(mutation("registerFiling"), sent, by=by) for _ in range(TEN))
        )
        codes = [
            one["errors"][0]["extensions"]["code"] if one.get("errors") else "DONE"
            for one in answers
        ]
        assert sorted(codes) == ["DONE", *["STATE_FORBIDS"] * (TEN - 1)]
        _, second = await office.registered()
        seen = await office.see("registry", second, "registerText")
        assert seen["registerText"] == "备登〔2025〕2号"


@asynccontextmanager
async def broken_letters(house: House) -> AsyncGenerator[None]:
    """While it lasts the application cannot write letters: a verb fails after its number."""
    owner = Database(house.databases.owner or "")
    name = house.databases.app_role

    async def say(words: str) -> None:
        async with owner.engine.begin() as connection:
            await connection.execute(sa.text(words))

    await say(f"REVOKE INSERT ON filing_review_letter FROM {name}")
    try:
        yield
    finally:
        await say(f"GRANT INSERT ON filing_review_letter TO {name}")
        await owner.close()


async def test_a_verb_that_fails_after_drawing_gives_its_number_back(house: House) -> None:
    office = await open_office(house)
    with on("2025-03-03"):
        _, filing = await office.received()
        async with broken_letters(house):
            refusal = await office.refused("registry", "registerFiling", filing=filing)
            assert refusal["extensions"]["code"] == "INTERNAL"
            assert "permission denied" not in str(refusal), "a fault of ours is masked"
        assert await state(office, filing) == "RECEIVED"
        assert "register_filing" not in await office.events()
        done = await office.do("registry", "registerFiling", "registerText", filing=filing)
        assert done["registerText"] == "备登〔2025〕1号"


async def test_a_lead_is_one_of_the_reviewing_organ(county: Office) -> None:
    with on("2025-01-14"):
        _, filing = await county.registered()
        stranger = member_id(county.people["clerk"])
        assert await county.code("lead", "assignReview", filing=filing, lead=stranger) == (
            "NOT_FOUND"
        )
