"""A county's filing from its maker's draft to the archive, with two committees in parallel."""

from typing import Any

import pytest
from filing_path import COUNTY, Office, document, finding, member_id, on, open_office, told_once

from core import events
from core.testing import House, Someone

LETTERS = "letters { kind direction title number text dueOn otherParty file { name digest } }"
FIELDS = "working_commission", "special_committee"


async def reviewers(office: Office) -> list[Someone]:
    """One reviewer in each of two committees."""
    ask = office.house.person
    return [await ask(office.body, organ, "reviewer", name=organ) for organ in FIELDS]


async def tasks_of(office: Office, by: Someone) -> list[dict[str, Any]]:
    fields = "id title request state findings { clause } files { kind file { name digest } }"
    query = f"{{ reviewTasks {{ nodes {{ {fields} deadlines {{ rule state dueOn }} }} }} }}"
    return (await office.house.gql(query, by=by))["reviewTasks"]["nodes"]


async def test_4_08_the_whole_path_with_committees_in_parallel(house: House) -> None:
    office = await open_office(house)
    people, committees = office.people, await reviewers(office)
    with on("2025-01-13"):
        async with told_once(office, "prepare_filing"):
            outgoing = await office.prepared()
        async with told_once(office, "sign_filing"):
            signed = await office.do(
                "signer",
                "signFiling",
                "state signedOn signedByName",
                filing=outgoing,
                reportNumber="测备报1号",
            )
        assert signed == {"state": "SIGNED", "signedOn": "2025-01-13", "signedByName": "signer"}
        async with told_once(office, "send_filing"):
            fields = "state sentOn filingDueOn filingRuleText lateBy"
            sent = await office.do("clerk", "sendFiling", fields, filing=outgoing)
        assert sent["state"] == "SENT"
        assert (sent["sentOn"], sent["filingDueOn"], sent["lateBy"]) == (
            "2025-01-13",
            "2025-02-05",
            0,
        )
        assert "山东省" in sent["filingRuleText"]
        assert await office.ledger() == [], "what is not delivered has not arrived"
        await house.drain(1)
        filing = await office.latest()
        arrived = await office.see(
            "registry",
            filing,
            "state title makerOrgan makerName filedOn year reportNumber lateBy openness paperCopies"
            " parts { kind file { name } arrivedOn removed }",
        )
        assert arrived["state"] == "ARRIVED"
        assert arrived["title"] == document()["title"]
        assert (arrived["makerOrgan"], arrived["reportNumber"]) == ("government", "测备报1号")
        assert (arrived["filedOn"], arrived["year"], arrived["lateBy"]) == ("2025-01-13", 2025, 0)
        assert [part["kind"] for part in arrived["parts"]] == list(office.demanded)
        assert all(part["file"]["name"] == "正文.pdf" for part in arrived["parts"])

        async with told_once(office, "receive_filing"):
            got = await office.do("registry", "receiveFiling", "receiptText", filing=filing)
        assert got["receiptText"] == "收〔2025〕1号"
    with on("2025-01-14"):
        async with told_once(office, "register_filing"):
            fields = "state registerText registeredOn paperReceivedOn formCheckNote"
            registered = await office.do(
                "registry",
                "registerFiling",
                fields,
                filing=filing,
                note="材料齐全",
                paperReceivedOn="2025-01-14",
            )
        assert registered == {
            "state": "REGISTERED",
            "registerText": "备登〔2025〕1号",
            "registeredOn": "2025-01-14",
            "paperReceivedOn": "2025-01-14",
            "formCheckNote": "材料齐全",
        }
        await house.drain(1)
        told = await office.see("clerk", outgoing, f"state registerText {LETTERS}")
        assert (told["state"], told["registerText"]) == ("REGISTERED", "备登〔2025〕1号")
        assert [(one["kind"], one["direction"]) for one in told["letters"]] == [
            ("REGISTERED", "RECEIVED")
        ]
        async with told_once(office, "assign_review"):
            lead = member_id(people["lead"])
            assigned = await office.do(
                "lead",
                "assignReview",
                "state leadName tasks { id reviewerOrgan state }",
                filing=filing,
                lead=lead,
                committees=[*FIELDS, FIELDS[0], COUNTY],
                request="请审",
            )
    assert (assigned["state"], assigned["leadName"]) == ("UNDER_REVIEW", "lead")
    by_organ = {one["reviewerOrgan"]: one["id"] for one in assigned["tasks"]}
    assert sorted(by_organ) == sorted([COUNTY, *FIELDS]), "each once, the lead's own among them"
    with on("2025-01-16"):
        await house.drain(1)
        await review_in_parallel(office, committees, by_organ[COUNTY])
        seen = await office.see(
            "lead",
            filing,
            "tasks { reviewerOrgan state summary submittedOn }"
            " findings { id reviewerName clause decision standardGroup conflictsWith quote }",
        )
        assert {one["state"] for one in seen["tasks"]} == {"SUBMITTED"}
        assert {one["submittedOn"] for one in seen["tasks"]} == {"2025-01-16"}
        assert sorted((one["reviewerName"], one["clause"]) for one in seen["findings"]) == [
            ("lead", "第一条"),
            ("second", "第六条"),
            ("special_committee", "第四条"),
        ]
        found = {one["clause"]: one for one in seen["findings"]}
        assert found["第四条"]["conflictsWith"] == finding()["conflictsWith"]
        assert found["第四条"]["quote"] == finding()["quote"]
        assert found["第六条"]["standardGroup"] == "适当性"
        async with told_once(office, "conclude_review"):
            merges = [
                {"finding": found["第一条"]["id"], "adopt": True},
                {"finding": found["第四条"]["id"], "adopt": True, "note": "与第一条一并提出"},
                {"finding": found["第六条"]["id"], "adopt": False, "note": "情节轻微"},
            ]
            fields = "state conclusion concludedOn findings { clause decision decisionNote }"
            done = await office.do(
                "lead", "concludeReview", fields, filing=filing, merges=merges, note="汇总"
            )
    assert (done["state"], done["conclusion"]) == ("PROBLEM", "PROBLEM")
    assert {one["clause"]: one["decision"] for one in done["findings"]} == {
        "第一条": "ADOPTED",
        "第四条": "ADOPTED",
        "第六条": "REJECTED",
    }
    await opinion_and_after(office, outgoing, filing)
    await house.drain(1)
    verdict = await events.verify(house.platform, house.bodies[office.body].id)
    assert verdict.sound
    assert verdict.unsealed == ()


async def review_in_parallel(office: Office, committees: list[Someone], own: str) -> None:
    """One committee finds something, the other nothing; two of the lead organ's find two more."""
    first, second = committees
    quiet = (await tasks_of(office, first))[0]
    busy = (await tasks_of(office, second))[0]
    for task in (quiet, busy):
        assert task["request"] == "请审"
        assert [one["kind"] for one in task["files"]] == list(office.demanded)
        assert all(one["file"]["name"] == "正文.pdf" for one in task["files"])
    await office.submit(first, quiet["id"])
    await office.find(second, busy["id"], clause="第四条")
    await office.submit(second, busy["id"])
    await office.find("lead", own)
    slight = {"standard": "UNREASONABLE_RIGHTS_DUTIES", "seriousness": "SLIGHT", "clause": "第六条"}
    async with told_once(office, "record_finding"):
        await office.find("second", own, **slight)
    early = await office.refused("lead", "concludeReview", filing=await office.latest())
    assert early["extensions"]["code"] == "REVIEWS_OUTSTANDING"
    async with told_once(office, "submit_review"):
        await office.submit("second", own)
    await office.house.drain(1)


async def opinion_and_after(office: Office, outgoing: str, filing: str) -> None:
    house = office.house
    with on("2025-01-20"):
        file = await office.upload("lead", "审查意见.pdf")
        async with told_once(office, "draft_opinion"):
            opinion = await office.draft(filing, file=file)
        async with told_once(office, "check_opinion"):
            checked = await office.do("checker", "checkOpinion", "state", opinion=opinion)
        assert checked["state"] == "CHECKED"
        async with told_once(office, "issue_opinion"):
            fields = "state number draftedByName checkedByName issuedByName issuedOn answerDueOn"
            issued = await office.do(
                "issuer", "issueOpinion", fields, opinion=opinion, number="测审〔2025〕1号"
            )
        assert issued == {
            "state": "ISSUED",
            "number": "测审〔2025〕1号",
            "draftedByName": "lead",
            "checkedByName": "checker",
            "issuedByName": "issuer",
            "issuedOn": "2025-01-20",
            "answerDueOn": "2025-02-19",
        }
        await house.drain(1)
        got = (await office.see("clerk", outgoing, LETTERS))["letters"][-1]
        assert (got["kind"], got["direction"]) == ("OPINION", "RECEIVED")
        assert (got["number"], got["dueOn"]) == ("测审〔2025〕1号", "2025-02-19")
        assert got["file"]["name"] == "审查意见.pdf"
        for who, record in (("clerk", outgoing), ("lead", filing)):
            clocks = await office.deadlines(who, record)
            assert clocks["answer_period"] == ("RUNNING", "2025-02-19")
    with on("2025-01-22"):
        async with told_once(office, "answer_opinion"):
            sent = {
                "filing": outgoing,
                "measure": "REPEAL",
                "number": "测政报1号",
                "text": "将废止",
            }
            await office.do("clerk", "answerOpinion", **sent)
        await house.drain(1)
        for who, record in (("clerk", outgoing), ("lead", filing)):
            clocks = await office.deadlines(who, record)
            assert clocks["answer_period"] == ("MET", "2025-02-19")
            assert clocks["correction_period"] == ("RUNNING", "2025-02-21")
        assert (await office.see("lead", filing, "state dueOn"))["dueOn"] == "2025-02-21"
    with on("2025-02-24"):
        assert (await office.see("lead", filing, "overdue"))["overdue"] is True
        async with told_once(office, "report_correction"):
            sent = {"filing": outgoing, "repealedOn": "2025-02-21", "number": "测废1号"}
            await office.do("clerk", "reportCorrection", **sent)
        await house.drain(1)
        fields = "state correction correctedOn correctionNote dueOn overdue"
        assert await office.see("lead", filing, fields) == {
            "state": "CORRECTED",
            "correction": "REPEALED",
            "correctedOn": "2025-02-21",
            "correctionNote": "测废1号",
            "dueOn": None,
            "overdue": False,
        }
        for who, record in (("clerk", outgoing), ("lead", filing)):
            clocks = await office.deadlines(who, record)
            assert clocks["correction_period"] == ("MET", "2025-02-21"), "on its last day"
        async with told_once(office, "close_filing"):
            fields = "state closedOn archiveNumber"
            closed = await office.do(
                "lead", "closeFiling", fields, filing=filing, note="终止", archiveNumber="测档1"
            )
        assert closed == {"state": "ARCHIVED", "closedOn": "2025-02-24", "archiveNumber": "测档1"}
        await house.drain(1)
        assert (await office.see("clerk", outgoing, "state"))["state"] == "CLOSED"
        kinds = [one["kind"] for one in (await office.see("lead", filing, LETTERS))["letters"]]
        assert kinds == ["REGISTERED", "OPINION", "ANSWER", "CORRECTION", "CLOSING"]
        async with told_once(office, "check_secrecy"):
            checked = {"filing": filing, "passed": True, "note": "不涉密"}
            await office.do("publication", "checkSecrecy", **checked)
        async with told_once(office, "publish_filing"):
            await office.do("issuer", "publishFiling", filing=filing)
    seen = await house.gql(
        "{ publicFilings { nodes { title registerText maker } } }", body="county-a"
    )
    assert seen["publicFilings"]["nodes"] == [
        {
            "title": document()["title"],
            "registerText": "备登〔2025〕1号",
            "maker": "government（测试）",
        }
    ]


@pytest.mark.parametrize("maker", ["supervisory_commission", "court", "procuratorate"])
async def test_every_organ_that_the_law_names_files_with_the_review_office(
    world: House, maker: str
) -> None:
    office = await open_office(world, maker=maker)
    with on("2025-03-03"):
        outgoing, filing = await office.clean()
        await office.close(filing)
    assert (await office.see("clerk", outgoing, "state"))["state"] == "CLOSED"
    seen = await office.see("lead", filing, "state makerOrgan conclusion")
    assert seen == {"state": "ARCHIVED", "makerOrgan": maker, "conclusion": "NO_PROBLEM"}


async def test_a_departments_document_is_returned_where_no_rule_lists_it(world: House) -> None:
    office = await open_office(world, maker="department")
    with on("2025-03-03"):
        outgoing, filing = await office.received()
        refused = await office.refused("registry", "registerFiling", filing=filing)
        assert refused["extensions"]["code"] == "MAKER_NOT_LISTED"
        await office.do("registry", "returnFiling", filing=filing, reason="规定未列部门文件")
        await office.house.drain(1)
        assert (await office.see("clerk", outgoing, "state"))["state"] == "RETURNED"


async def test_an_organ_that_no_rule_names_files_nothing(world: House) -> None:
    office = await open_office(world, maker="working_commission")
    with on("2025-03-03"):
        outgoing = await office.prepared()
        sent = {"filing": outgoing, "reportNumber": "测备报1号"}
        assert await office.code("signer", "signFiling", **sent) == "NO_ROUTE"
        assert (await office.see("clerk", outgoing, "state"))["state"] == "DRAFT"


async def test_a_further_committee_may_be_asked_while_the_review_runs(county: Office) -> None:
    office, committees = county, await reviewers(county)
    with on("2025-01-14"):
        _, filing, task = await office.assigned(FIELDS[0])
        await office.submit(committees[0], (await tasks_of(office, committees[0]))[0]["id"])
        assert await tasks_of(office, committees[1]) == []
        await office.assign(filing, *FIELDS)
        assert len(await tasks_of(office, committees[0])) == 1, "what was given is not given again"
        await office.submit("lead", task)
        early = await office.refused("lead", "concludeReview", filing=filing)
        assert "special_committee" in early["message"], "who is waited for is named"
        await office.submit(committees[1], (await tasks_of(office, committees[1]))[0]["id"])
        await office.house.drain(1)
        assert await office.conclude(filing) == "NO_PROBLEM"


@pytest.mark.parametrize(
    ("code", "refusal"),
    [("government", "NOT_A_COMMITTEE"), ("court", "NOT_A_COMMITTEE"), ("nobody", "NOT_FOUND")],
)
async def test_only_committees_review_in_parallel(county: Office, code: str, refusal: str) -> None:
    office = county
    with on("2025-01-14"):
        _, filing = await office.registered()
        given = {"filing": filing, "lead": member_id(office.people["lead"]), "committees": [code]}
        assert await office.code("lead", "assignReview", **given) == refusal
        assert (await office.see("lead", filing, "state"))["state"] == "REGISTERED"


# --- lateness, computed and marked with the rule -------------------------------------------


async def test_nine_days_late_with_the_rule_that_says_so(county: Office) -> None:
    office = county
    late = {"publishedOn": "2025-03-03", "effectiveOn": "2025-04-01", "adoptedOn": "2025-02-26"}
    with on("2025-03-31"):
        outgoing = await office.prepared(**{**late, "printedOn": "2025-02-28"})
        shown = await office.see("clerk", outgoing, "filingDueOn filingRuleText lateBy")
        assert shown["filingDueOn"] == "2025-04-02", "the draft shows until when"
        notice = {"makerOrgan": "government", "publishedOn": "2025-03-03", "title": "办法"}
        early = await office.code("registry", "notifyLateness", **notice, text="请报送")
        assert early == "NOT_LATE_YET"
    with on("2025-04-07"):
        async with told_once(office, "notify_lateness"):
            sent = await office.do(
                "registry",
                "notifyLateness",
                "kind dueOn",
                **notice,
                text="请限期报送",
                number="测函3号",
                dueOn="2025-04-14",
                file=await office.upload("registry"),
            )
        assert sent == {"kind": "LATE_NOTICE", "dueOn": "2025-04-14"}
        await office.house.drain(1)
        query = "{ letters { nodes { kind direction number text dueOn file { name } } } }"
        got = (await office.house.gql(query, by=office.people["clerk"]))["letters"]["nodes"]
        assert got[:1] == [
            {
                "kind": "LATE_NOTICE",
                "direction": "RECEIVED",
                "number": "测函3号",
                "text": "请限期报送",
                "dueOn": "2025-04-14",
                "file": {"name": "正文.pdf"},
            }
        ]
    with on("2025-04-11"):
        await office.do("signer", "signFiling", filing=outgoing, reportNumber="测备报2号")
        sent = await office.do(
            "clerk", "sendFiling", "lateBy lateReason", filing=outgoing, lateReason="交接遗漏"
        )
        assert sent == {"lateBy": 9, "lateReason": "交接遗漏"}
        await office.house.drain(1)
        fields = "lateBy lateReason filingDueOn filingRuleText"
        seen = await office.see("registry", await office.latest(), fields)
    assert (seen["lateBy"], seen["lateReason"], seen["filingDueOn"]) == (
        9,
        "交接遗漏",
        "2025-04-02",
    )
    assert seen["filingRuleText"] == (
        "《山东省各级人民代表大会常务委员会规范性文件备案审查规定》第七条"
    )


@pytest.mark.parametrize(
    ("filed_on", "late_by"),
    [("2025-01-28", 0), ("2025-02-05", 0), ("2025-02-06", 1)],
    ids=["in Spring Festival", "on the day it rolls to", "a day after"],
)
async def test_a_last_day_in_spring_festival_rolls_on(
    county: Office, filed_on: str, late_by: int
) -> None:
    december = {"adoptedOn": "2024-12-25", "printedOn": "2024-12-27", "publishedOn": "2024-12-30"}
    with on(filed_on):
        _, filing = await county.sent(**december)
        seen = await county.see("registry", filing, "lateBy filingDueOn")
    assert seen == {"lateBy": late_by, "filingDueOn": "2025-02-05"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"publishedOn": "2025-06-01"}, "DATE_IN_FUTURE"),
        ({"publishedOn": "2025-02-14"}, "NOT_LATE_YET"),
        ({"dueOn": "2025-03-01"}, "DUE_IN_PAST"),
        ({"text": "  "}, "TEXT_EMPTY"),
        ({"title": ""}, "TEXT_EMPTY"),
        ({"makerOrgan": "department"}, "NOT_FOUND"),
        ({"makerOrgan": "nobody"}, "NOT_FOUND"),
    ],
)
async def test_what_a_late_notice_may_not_say(
    county: Office, changes: dict[str, Any], code: str
) -> None:
    notice = {"makerOrgan": "court", "publishedOn": "2025-01-06", "title": "办法", "text": "请报送"}
    with on("2025-03-10"):
        assert await county.code("registry", "notifyLateness", **{**notice, **changes}) == code
        await county.do("registry", "notifyLateness", **notice)
