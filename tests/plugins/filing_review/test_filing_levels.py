"""Between levels: routes upward, copies from below, reports, requests, guidance (4-01 to 4-16).

All that passes between bodies goes by dispatch; a test looks into a body as its own people only.
"""

import json
from typing import Any

import pytest
from filing_path import COUNTY, SUBDISTRICT, TOWN, Office, document, on, open_office

from core.testing import House, Someone

pytestmark = pytest.mark.database

COPIES = """query($where: CopyFilter) { filingCopies(where: $where) { nodes {
  id fromBody fromOrganName title makerName state registerText filedOn lateBy conclusion correction
  closedOn reportedOn requestedOn letters { kind direction text } } } }"""
UNITS = "query($y: Int!) { unitFigures(year: $y) { body name figures { figure count } } }"


async def copies(house: House, by: Someone, **where: Any) -> list[dict[str, Any]]:
    """What the commission sees of the bodies below."""
    return (await house.gql(COPIES, {"where": where}, by=by))["filingCopies"]["nodes"]


async def commission(house: House, body: str = "county-a") -> Someone:
    """Somebody who leads reviews in a body's commission, and signs there too."""
    roles = ("review_lead", "opinion_signer", "registry_clerk")
    return await house.person(body, COUNTY, *roles, name="法工委")


# --- routes (4-01, 4-06, 4-12, 4-13) ----------------------------------------------------------


async def test_4_12_a_township_congress_files_what_binds_with_the_county(house: House) -> None:
    county = await open_office(house, "county-a")
    town = await open_office(house, "town-a", maker="congress")
    with on("2025-01-13"):
        silent = await town.prepared(kind="RESOLUTION")
        sign = {"reportNumber": "测备报1号"}
        unsaid = await town.refused("signer", "signFiling", filing=silent, **sign)
        assert unsaid["extensions"]["code"] == "BINDING_UNSAID"
        assert unsaid["extensions"]["field"] == "generallyBinding"
        budget = await town.prepared(kind="RESOLUTION", generallyBinding=False)
        assert await town.code("signer", "signFiling", filing=budget, **sign) == "NOT_BINDING"
        binding = await town.prepared(kind="RESOLUTION", generallyBinding=True)
        await town.do("signer", "signFiling", filing=binding, **sign)
        await town.do("clerk", "sendFiling", filing=binding)
        await house.drain(2)
        (arrived,) = await county.ledger(fields="id makerName makerOrgan generallyBinding")
        assert (arrived["makerOrgan"], arrived["generallyBinding"]) == ("congress", True)
        filing = arrived["id"]
        await county.do("registry", "receiveFiling", filing=filing)
        await county.do("registry", "registerFiling", filing=filing)
        await house.drain(2)
        seen = await town.see("clerk", binding, "state registerText")
        assert seen["state"] == "REGISTERED"
        task = await county.assign(filing)
        await county.find("lead", task)
        await county.submit("lead", task)
        seen = await county.see("lead", filing, "findings { id }")
        await county.conclude(filing, *[one["id"] for one in seen["findings"]])
        await county.issue(filing)
        await house.drain(2)
        answer = {"measure": "AMEND", "text": "将在第二次会议上修改"}
        await town.do("clerk", "answerOpinion", filing=binding, **answer)
        await house.drain(2)
        assert (await county.see("lead", filing, "state"))["state"] == "ANSWERED"


async def test_the_standing_committees_decisions_go_to_the_city(house: House) -> None:
    city = await open_office(house, "city-a")
    county = await open_office(house, "county-a", maker="standing_committee")
    with on("2025-01-13"):
        outgoing = await county.prepared(kind="DECISION", generallyBinding=True)
        await county.do("signer", "signFiling", filing=outgoing, reportNumber="测备报1号")
        await county.do("clerk", "sendFiling", filing=outgoing)
        await house.drain(2)
        (arrived,) = await city.ledger()
        assert await county.ledger() == [], "not one's own commission"
        await city.do("registry", "receiveFiling", filing=arrived["id"])
        await city.do("registry", "registerFiling", filing=arrived["id"])
        await house.drain(2)
        assert (await county.see("clerk", outgoing, "state"))["state"] == "REGISTERED"


async def test_who_may_annul_is_said_with_its_article_and_a_subdistricts_names_nobody(
    house: House,
) -> None:
    asked = "{ filingRoutes { maker receiver above bindingOnly listed annulledBy } }"

    async def routes(body: str, organ: str) -> dict[str, dict[str, Any]]:
        office = await open_office(house, body)
        found = (await house.gql(asked, by=office.people["lead"]))["filingRoutes"]
        return {one["maker"]: one for one in found}

    with on("2025-03-03"):
        town = await routes("town-a", TOWN)
        street = await routes("subdistrict-a", SUBDISTRICT)
        county = await routes("county-a", COUNTY)
    assert len(town["GOVERNMENT"]["annulledBy"]) == 2
    assert any("第十二条第十项" in one for one in town["GOVERNMENT"]["annulledBy"])
    assert town["CONGRESS"]["above"]
    assert town["CONGRESS"]["bindingOnly"]
    assert street["SUBDISTRICT_OFFICE"]["annulledBy"] == []
    assert not county["DEPARTMENT"]["listed"]


# --- copies upward ----------------------------------------------------------------------------


async def test_4_01_the_countys_list_covers_every_unit_and_agrees_with_their_own(
    house: House,
) -> None:
    await open_office(house, "county-a")
    town = await open_office(house, "town-a")
    street = await open_office(house, "subdistrict-a")
    lead = await commission(house)
    with on("2025-01-13"):
        await town.registered(title="第一件")
        _, second = await town.received(title="第二件")
        await town.do("registry", "returnFiling", filing=second, reason="不属于范围")
        _, closed = await street.registered(title="第三件")
        task = await street.assign(closed)
        await street.submit("lead", task)
        await street.do("lead", "concludeReview", filing=closed)
        await street.do("lead", "closeFiling", filing=closed, note="未发现问题")
        await house.drain(2)
        seen = {one["title"]: one for one in await copies(house, lead)}
        units = (await house.gql(UNITS, {"y": 2025}, by=lead))["unitFigures"]
    assert {title: (one["fromBody"], one["state"]) for title, one in seen.items()} == {
        "第一件": ("town-a", "REGISTERED"),
        "第二件": ("town-a", "RETURNED"),
        "第三件": ("subdistrict-a", "ARCHIVED"),
    }
    assert seen["第三件"]["conclusion"] == "NO_PROBLEM"
    assert seen["第一件"]["registerText"] == "备登〔2025〕1号"
    told = {one["body"]: {two["figure"]: two["count"] for two in one["figures"]} for one in units}
    assert set(told) == {"town-a", "subdistrict-a"}, "every body below, and none beside"
    for office in (town, street):
        own = await house.gql(
            "{ filingFigures(year: 2025) { figure count } }", by=office.people["lead"]
        )
        assert told[office.body] == {one["figure"]: one["count"] for one in own["filingFigures"]}
    nil = (await house.gql(UNITS, {"y": 2024}, by=lead))["unitFigures"]
    assert {two["count"] for one in nil for two in one["figures"]} == {0}, "nil returns are shown"
    assert len(nil) == 2


async def test_copies_go_up_only_where_practice_says_so(house: House) -> None:
    await open_office(house, "city-a")
    county = await open_office(house, "county-a")
    above = await commission(house, "city-a")
    with on("2025-01-13"):
        await county.registered()
        await house.drain(2)
        assert await copies(house, above) == []


async def test_copies_are_the_commissions_alone(house: House) -> None:
    await open_office(house, "county-a")
    town = await open_office(house, "town-a")
    beside = await house.person("county-a", "government", "review_lead")
    with on("2025-01-13"):
        await town.registered()
        await house.drain(2)
        assert await copies(house, beside) == []
        assert len(await copies(house, await commission(house))) == 1
        clerk = town.people["clerk"]
        assert await house.refused_code(COPIES, by=clerk) == "FORBIDDEN"


# --- what nobody mends (4-13) ------------------------------------------------------------------


async def test_4_13_a_subdistrict_reports_up_and_the_county_asks_its_government(
    house: House,
) -> None:
    await open_office(house, "county-a")
    street = await open_office(house, "subdistrict-a")
    lead = await commission(house)
    official = await house.person("county-a", "government")
    report = {"number": "测工委报1号", "text": "审查意见逾期未反馈，请研究。"}
    with on("2025-01-20"):
        outgoing, filing = await street.opined()
        early = await street.code("lead", "reportUncorrected", filing=filing, **report)
        assert early == "NOT_OVERDUE"
        await house.drain(2)
        (copy,) = await copies(house, lead)
        asked = {"copy": copy["id"], "number": "测人办函1号", "text": "请责成街道办事处纠正。"}
        too_early = await street.code(lead, "requestCorrection", **asked)
        assert too_early == "NOT_REPORTED"
    with on("2025-03-20"):
        blank = {"number": " ", "text": "正文"}
        assert (
            await street.code("lead", "reportUncorrected", filing=filing, **blank) == "NUMBER_EMPTY"
        )
        sent = await street.do(
            "lead", "reportUncorrected", "kind direction wordFile { name }", filing=filing, **report
        )
        assert (sent["kind"], sent["direction"]) == ("UPWARD_REPORT", "SENT")
        assert sent["wordFile"], "it is an official paper"
        await house.drain(2)
        (copy,) = await copies(house, lead, reported=True)
        assert copy["reportedOn"] == "2025-03-20"
        assert [one["kind"] for one in copy["letters"]] == ["UPWARD_REPORT"]
        wrong = await street.code(lead, "requestCorrection", **asked, government="court")
        assert wrong == "NOT_FOUND", "a court corrects nothing"
        await street.do(lead, "requestCorrection", **asked)
        await house.drain(2)
        (copy,) = await copies(house, lead, reported=True)
        assert copy["requestedOn"] == "2025-03-20"
        assert [one["kind"] for one in copy["letters"]] == ["UPWARD_REPORT", "CORRECTION_REQUEST"]
        letters = await house.gql(
            "{ letters { nodes { kind direction text wordFile { name } } } }", by=official
        )
        (got,) = letters["letters"]["nodes"]
        assert (got["kind"], got["direction"]) == ("CORRECTION_REQUEST", "RECEIVED")
        assert got["wordFile"]
        repeal = {"repealedOn": "2025-03-20", "number": "测废1号", "text": "已废止"}
        await street.do("clerk", "reportCorrection", filing=outgoing, **repeal)
        await house.drain(2)
        (copy,) = await copies(house, lead)
        assert (copy["correction"], copy["state"]) == ("REPEALED", "CORRECTED")
        assert await street.code(lead, "requestCorrection", **asked) == "NOT_REPORTED"


async def test_there_is_no_verb_to_annul(house: House) -> None:
    schema = house.schemas.of(frozenset({"filing_review"}))._schema
    assert schema.mutation_type is not None
    assert not [name for name in schema.mutation_type.fields if "annul" in name.lower()]


# --- guidance (4-04, 4-09) ---------------------------------------------------------------------

EXCHANGES = """query($kind: ExchangeKind) { exchanges(kind: $kind) { nodes {
  id kind direction otherName title text askedOn answer answeredOn answeredByName
  files { answer file { id name } } } } }"""


async def exchanges(house: House, by: Someone, kind: str | None = None) -> list[dict[str, Any]]:
    return (await house.gql(EXCHANGES, {"kind": kind}, by=by))["exchanges"]["nodes"]


async def test_4_09_a_question_goes_up_and_its_answer_comes_back(house: House) -> None:
    await open_office(house, "county-a")
    town = await open_office(house, "town-a")
    lead = await commission(house)
    beside = await house.person("town-a", "government")
    with on("2025-01-15"):
        file = await town.upload("lead")
        question = {"title": "能否规定罚款", "text": "镇政府能否设定罚款？", "files": [file]}
        await town.do("lead", "askGuidance", **question)
        await house.drain(2)
        (asked,) = await exchanges(house, lead)
        assert (asked["direction"], asked["title"]) == ("RECEIVED", "能否规定罚款")
        assert [one["answer"] for one in asked["files"]] == [False]
    with on("2025-01-16"):
        back = await town.upload(lead, "答复.pdf")
        answer = {"exchange": asked["id"], "text": "不能设定罚款。", "files": [back]}
        assert await town.code(lead, "answerGuidance", **{**answer, "text": " "}) == "TEXT_EMPTY"
        await town.do(lead, "answerGuidance", **answer)
        assert await town.code(lead, "answerGuidance", **answer) == "ANSWERED_BEFORE"
        await house.drain(2)
        (mine,) = await exchanges(house, town.people["lead"])
        assert (mine["answer"], mine["answeredOn"]) == ("不能设定罚款。", "2025-01-16")
        assert mine["answeredByName"] == "法工委"
        assert sorted(one["answer"] for one in mine["files"]) == [False, True]
        assert await exchanges(house, beside) == [], "another organ of the town sees nothing"
        mine_again = {"exchange": mine["id"], "text": "自己答复自己"}
        assert await town.code("lead", "answerGuidance", **mine_again) == "NOT_A_QUESTION"


async def test_4_09_a_draft_is_shown_before_it_is_published_and_no_review_begins(
    house: House,
) -> None:
    county = await open_office(house, "county-a")
    town = await open_office(house, "town-a")
    lead = await commission(house)
    with on("2025-06-02"):
        file = await town.upload("clerk")
        draft = {"kind": "DRAFT", "title": "集贸市场管理办法（草案）", "text": "请提意见"}
        await town.do("clerk", "askGuidance", **draft, files=[file])
        await house.drain(2)
        (shown,) = await exchanges(house, lead, "DRAFT")
        await town.do(lead, "answerGuidance", exchange=shown["id"], text="第三条建议删去。")
        await house.drain(2)
        assert (await exchanges(house, town.people["clerk"]))[0]["answer"] == "第三条建议删去。"
        assert await county.ledger() == []
        assert await copies(house, lead) == []
        shared = {"kind": "SHARED", "title": "范本", "text": "见附件"}
        assert await town.code("clerk", "askGuidance", **shared) == "EXCHANGE_KIND"


async def test_4_04_a_model_text_is_shared_with_all_units_or_with_some(house: House) -> None:
    await open_office(house, "county-a")
    town = await open_office(house, "town-a")
    street = await open_office(house, "subdistrict-a")
    lead = await commission(house)
    with on("2025-02-10"):
        file = await town.upload(lead)
        shared = {"title": "备案报告范本", "text": "请参照使用。", "files": [file]}
        await town.do(lead, "shareDocument", **shared)
        some = {"title": "起草说明范本", "text": "请参照使用。", "bodies": ["town-a"]}
        await town.do(lead, "shareDocument", **some)
        unknown = {**some, "bodies": ["town-b"]}
        assert await town.code(lead, "shareDocument", **unknown) == "NOT_FOUND"
        await house.drain(2)
        got = [one["title"] for one in await exchanges(house, town.people["lead"])]
        assert got == ["起草说明范本", "备案报告范本"]
        (got_there,) = await exchanges(house, street.people["lead"], "SHARED")
        assert [one["file"]["name"] for one in got_there["files"]] == ["正文.pdf"]
        answer = {"exchange": got_there["id"], "text": "收到"}
        assert await street.code("lead", "answerGuidance", **answer) == "NOT_A_QUESTION"


async def test_a_question_waits_until_the_body_above_has_the_plugin_on(house: House) -> None:
    town = await open_office(house, "town-a")
    with on("2025-01-15"):
        await town.do("lead", "askGuidance", title="问题", text="内容")
        await house.drain(2)
        told = await house.gql(
            "{ sentPackages { nodes { kind state reason } } }", by=town.people["lead"]
        )
        (sent,) = told["sentPackages"]["nodes"]
        assert (sent["kind"], sent["state"]) == ("exchange", "HELD")
        assert "没有启用" in sent["reason"]
        await open_office(house, "county-a")
        await house.drain(2)
        lead = await commission(house)
        assert [one["title"] for one in await exchanges(house, lead)] == ["问题"]


async def test_joint_papers_are_routed_out_with_the_reason(house: House) -> None:
    town: Office = await open_office(house, "town-a")
    with on("2025-01-13"):
        _, filing = await town.received(**document(jointWithParty=True))
        refused = await town.refused("registry", "registerFiling", filing=filing)
        assert refused["extensions"]["code"] == "JOINT_WITH_PARTY"
        assert "退回" in refused["message"]


# --- taken back --------------------------------------------------------------------------------


async def test_a_filing_is_received_with_its_package_and_not_without(county: Office) -> None:
    """One word of receipt: the maker never reads 已签收 of what the ledger still waits for."""
    house, by = county.house, county.people["registry"]
    with on("2025-01-13"):
        outgoing, filing = await county.sent(title="签收的一件")
        asked = "{ receivedPackages(state: ARRIVED) { nodes { id title subject receivedBy } } }"
        listed = (await house.gql(asked, by=by))["receivedPackages"]["nodes"]
        (package,) = [one for one in listed if one["subject"] == filing]
        assert package["receivedBy"] == "filing_review.receive_filing"
        receive = "mutation($p: ID!) { receivePackage(package: $p) { state } }"
        told = await house.refused(receive, {"p": package["id"]}, by=by)
        assert told["extensions"]["code"] == "RECEIVED_ON_ITS_PAGE"
        assert "签收报送件" in told["message"]
        await county.do("registry", "receiveFiling", filing=filing)
        listed = (await house.gql(asked, by=by))["receivedPackages"]["nodes"]
        assert package["id"] not in [one["id"] for one in listed]
        await house.drain(1)
        kept = await county.code("clerk", "withdrawFiling", filing=outgoing, reason="有误")
        assert kept == "PACKAGE_RECEIVED"


async def test_a_filing_is_taken_back_before_it_is_acknowledged(county: Office) -> None:
    house = county.house
    with on("2025-01-13"):
        outgoing, filing = await county.sent(title="撤回的一件")
        bare = await county.code("clerk", "withdrawFiling", filing=outgoing, reason=" ")
        assert bare == "REASON_EMPTY"
        await county.do("clerk", "withdrawFiling", filing=outgoing, reason="附件有误")
        again = await county.code("clerk", "withdrawFiling", filing=outgoing, reason="再撤")
        assert again == "WITHDRAWAL_ASKED"
        await house.drain(3)
        why = "state withdrawnOn withdrawReason"
        told = {"withdrawnOn": "2025-01-13", "withdrawReason": "附件有误"}
        assert await county.see("clerk", outgoing, why) == {"state": "DRAFT", **told}
        line = await county.see("registry", filing, f"{why} deadlines {{ state }}")
        assert {**line, "deadlines": None} == {"state": "WITHDRAWN", "deadlines": None, **told}
        assert "RUNNING" not in [one["state"] for one in line["deadlines"]]
        assert await county.code("registry", "receiveFiling", filing=filing) == "STATE_FORBIDS"
        filed = "{ filingFigures(year: 2025) { figure count } }"
        by = county.people["lead"]
        before = (await house.gql(filed, by=by))["filingFigures"]
        nothing = await county.code("clerk", "withdrawFiling", filing=outgoing, reason="没有报送")
        assert nothing == "NOT_WITHDRAWABLE"
    with on("2025-01-15"):
        await county.do("signer", "signFiling", filing=outgoing, reportNumber="测备报2号")
        await county.do("clerk", "sendFiling", filing=outgoing)
        await house.drain(2)
        seen = await county.see("registry", filing, "state filedOn")
        assert seen == {"state": "ARRIVED", "filedOn": "2025-01-15"}, "the same line, filed anew"
        after = (await house.gql(filed, by=by))["filingFigures"]
        counted = [{one["figure"]: one["count"] for one in some} for some in (before, after)]
        assert counted[1]["FILED"] == counted[0]["FILED"] + 1
        assert await county.see("registry", filing, "withdrawReason withdrawnOn") == told
        first, again = await came_about(county, "registry", filing)
        assert [first["state"], again["state"]] == ["WITHDRAWN", "ARRIVED"]
        assert first["subjectTitle"] == "撤回的一件", "the package taken back is of the same line"


async def came_about(office: Office, who: str, subject: str) -> list[dict[str, Any]]:
    """The packages that came about a record, the first one first."""
    asked = "{ receivedPackages(first: 100) { nodes { title subject subjectTitle state } } }"
    seen = await office.house.gql(asked, by=office.people[who])
    return [one for one in reversed(seen["receivedPackages"]["nodes"]) if one["subject"] == subject]


async def test_packages_say_which_document_they_are_about(house: House) -> None:
    """What a committee and the body below tell of stands beside what kind of package it is."""
    county: Office = await open_office(house, "county-a")
    beside = await house.person("county-a", "special_committee", "reviewer", name="beside")
    with on("2025-01-13"):
        _, filing, _ = await county.assigned("special_committee", title="同步审查的一件")
        asked = "{ reviewTasks { nodes { id title } } }"
        tasks = (await house.gql(asked, by=beside))["reviewTasks"]["nodes"]
        (task,) = [one["id"] for one in tasks if one["title"] == "同步审查的一件"]
        await county.submit(beside, task)
        await house.drain(1)
        theirs = await house.gql(
            "{ receivedPackages { nodes { title subject subjectTitle } } }", by=beside
        )
        given = [one for one in theirs["receivedPackages"]["nodes"] if one["subject"] == task]
        assert given == [
            {"title": "交付审查的文件", "subject": task, "subjectTitle": "同步审查的一件"}
        ]
        seen = await county.see("lead", filing, "tasks { id reviewerOrgan }")
        (own,) = [one["id"] for one in seen["tasks"] if one["reviewerOrgan"] == "special_committee"]
        (came,) = await came_about(county, "lead", own)
        assert (came["title"], came["subjectTitle"]) == ("同步审查的意见", "同步审查的一件")


async def test_what_was_acknowledged_stays(county: Office) -> None:
    house = county.house
    with on("2025-01-13"):
        outgoing, filing = await county.sent()
        await county.do("registry", "receiveFiling", filing=filing)
        # The maker does not know of it yet.
        await county.do("clerk", "withdrawFiling", filing=outgoing, reason="想撤回")
        await house.drain(3)
        assert (await county.see("clerk", outgoing, "state"))["state"] == "SENT"
        assert (await county.see("registry", filing, "state"))["state"] == "RECEIVED"
        late = await county.code("clerk", "withdrawFiling", filing=outgoing, reason="再试")
        assert late == "PACKAGE_RECEIVED"
        await county.do("registry", "registerFiling", filing=filing)
        await house.drain(4)
        sent = await county.see("clerk", outgoing, "package { state }")
        assert sent["package"]["state"] == "ANSWERED"


# --- out of the platform (4-06) ----------------------------------------------------------------


async def test_4_06_the_provinces_platform_is_fed_by_a_folder(county: Office) -> None:
    house = county.house
    with on("2025-01-13"):
        _, waiting = await county.sent()
        early = await county.code("registry", "feedPlatform", filing=waiting)
        assert early == "NOT_REGISTERED"
        _, filing = await county.registered(title="报省平台的一件")
        fed = await county.do("registry", "feedPlatform", "fedOn", filing=filing)
        assert fed["fedOn"] == "2025-01-13"
        assert await county.code("registry", "feedPlatform", filing=filing) == "FED_BEFORE"
        await house.drain(2)
    root = house.platform.settings.data_dir / "outside" / "37" / "filing_platform"
    told = [
        (folder, json.loads((folder / "package.json").read_text(encoding="utf-8")))
        for folder in root.iterdir()
    ]
    titled = [one for one in told if one[1]["payload"]["document"]["title"] == "报省平台的一件"]
    ((folder, manifest),) = titled
    assert manifest["payload"]["register_text"].startswith("备登〔2025〕")
    assert [one.lower() for one in county.demanded] == manifest["payload"]["parts"]
    for file in manifest["files"]:
        assert (folder / file["name"]).stat().st_size == file["size"]


async def test_where_no_platform_is_named_nothing_is_fed(house: House) -> None:
    town = await open_office(house, "town-a")
    with on("2025-01-13"):
        _, filing = await town.registered()
        assert await town.code("registry", "feedPlatform", filing=filing) == "NO_PLATFORM"


async def test_4_06_a_citys_own_decisions_leave_the_platform_for_the_province(
    house: House,
) -> None:
    city = await open_office(house, "city-a", maker="standing_committee")
    with on("2025-01-13"):
        outgoing = await city.prepared(kind="DECISION", generallyBinding=True)
        await city.do("signer", "signFiling", filing=outgoing, reportNumber="测备报1号")
        await city.do("clerk", "sendFiling", filing=outgoing)
        await house.drain(2)
        told = await house.gql(
            "{ sentPackages { nodes { state deliveredTo } } }", by=city.people["clerk"]
        )
        (sent,) = told["sentPackages"]["nodes"]
        assert sent["state"] == "DELIVERED"
        assert "省人大常委会" in sent["deliveredTo"]


async def test_nothing_is_reported_while_the_maker_has_time(house: House) -> None:
    await open_office(house, "county-a")
    street = await open_office(house, "subdistrict-a")
    report = {"number": "测报1号", "text": "未予纠正"}
    with on("2025-01-20"):
        willing, filing = await street.opined()
        answer = {"measure": "AMEND", "text": "将修改"}
        await street.do("clerk", "answerOpinion", filing=willing, **answer)
        unwilling, refused = await street.opined()
        answer = {"measure": "DECLINE", "text": "不予修改"}
        await street.do("clerk", "answerOpinion", filing=unwilling, **answer)
        await house.drain(2)
        early = await street.code("lead", "reportUncorrected", filing=filing, **report)
        assert early == "NOT_OVERDUE", "it promised to amend, and has its time"
        await street.do("lead", "reportUncorrected", filing=refused, **report)


async def test_what_was_asked_for_again_is_not_taken_back(house: House) -> None:
    county = await open_office(house, "county-a")
    with on("2025-01-13"):
        outgoing, filing = await county.received()
        asked = {"ask": "REFILE", "reason": "请重新报送"}
        await county.do("registry", "withholdFiling", filing=filing, **asked)
        await house.drain(2)
        await county.do("clerk", "reviseFiling", filing=outgoing, document=document())
        await county.do("signer", "signFiling", filing=outgoing, reportNumber="测备报2号")
        await county.do("clerk", "sendFiling", filing=outgoing)
        await house.drain(2)
        back = await county.code("clerk", "withdrawFiling", filing=outgoing, reason="撤回")
        assert back == "NOT_WITHDRAWABLE"
