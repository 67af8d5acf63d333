"""The maker's side: a draft that is never lost, two hands, a whole package, one sending."""

import asyncio
from typing import Any

import pytest
from edited_twice import second_is_told
from filing_path import Office, document, mutation, on, open_office, told_once

from core.testing import House

ALL = "{ outgoingFilings(first: 100) { nodes { id title state parts { kind removed } } } }"


async def drafts(office: Office) -> list[dict[str, Any]]:
    seen = await office.house.gql(ALL, by=office.people["clerk"])
    return seen["outgoingFilings"]["nodes"]


# --- drafts ----------------------------------------------------------------------------------


async def test_a_draft_with_nothing_but_a_title_is_kept(county: Office) -> None:
    made = await county.do(
        "clerk", "prepareFiling", "id state title preparedByName", document={"title": "只有标题"}
    )
    assert (made["state"], made["title"], made["preparedByName"]) == ("DRAFT", "只有标题", "clerk")
    refusal = await county.refused("signer", "signFiling", filing=made["id"], reportNumber="1号")
    assert refusal["extensions"]["code"] == "DOCUMENT_INCOMPLETE"
    for name in (
        "发文字号",
        "文件种类",
        "通过日期",
        "公布日期",
        "公布方式",
        "施行日期",
        "公开属性",
    ):
        assert name in refusal["message"]
    for title in ("", "   "):
        sent = {"document": document(title=title)}
        assert await county.code("clerk", "prepareFiling", **sent) == "TITLE_EMPTY"
        assert await county.code("clerk", "reviseFiling", filing=made["id"], **sent) == (
            "TITLE_EMPTY"
        )


async def test_everything_that_was_entered_is_kept(county: Office) -> None:
    whole = document(
        validUntil="2026-01-05",
        governmentNumber="XT-示2025-1",
        platformNumber="鲁备示1",
        drafter="甲",
        checker="乙",
        signer="丙",
        jointWithParty=True,
    )
    made = await county.do("clerk", "prepareFiling", document=whole)
    assert await county.see("clerk", made["id"], " ".join(whole)) == whole


SENSELESS: dict[str, tuple[str, dict[str, Any]]] = {
    "fewer copies than none": ("COPIES_NEGATIVE", {"paperCopies": -3}),
    "published before its adoption": (
        "DATES_DISORDERED",
        {"publishedOn": "2025-01-02", "printedOn": None},
    ),
}


@pytest.mark.parametrize(("code", "changes"), SENSELESS.values(), ids=SENSELESS)
async def test_what_can_never_be_right_is_refused_at_its_field(
    county: Office, code: str, changes: dict[str, Any]
) -> None:
    field = f"document.{next(iter(changes))}"
    before = await drafts(county)
    outgoing = await county.prepared(title="原来的")
    for verb, more in (("prepareFiling", {}), ("reviseFiling", {"filing": outgoing})):
        sent = {"document": document(**changes), **more}
        refusal = await county.refused("clerk", verb, **sent)
        assert refusal["extensions"] == {"code": code, "field": field}
    assert (await county.see("clerk", outgoing, "title"))["title"] == "原来的"
    assert len(await drafts(county)) == len(before) + 1
    told = await faults(county, document(**changes))
    assert [(one["field"], one["unfilled"]) for one in told] == [(field.rpartition(".")[2], False)]


FAULTS = "query($d: DocumentInput!) { documentFaults(document: $d) { field told unfilled } }"


async def faults(office: Office, written: dict[str, Any]) -> list[dict[str, Any]]:
    told = await office.house.gql(FAULTS, {"d": written}, by=office.people["clerk"])
    return told["documentFaults"]


async def test_what_signing_off_will_refuse_is_told_to_whoever_drafts(county: Office) -> None:
    demanded = [
        "documentNumber",
        "kind",
        "adoptedOn",
        "publishedOn",
        "publishedIn",
        "effectiveOn",
        "openness",
    ]
    told = await faults(county, {"title": "只有标题"})
    assert [one["field"] for one in told] == demanded
    assert all(one["unfilled"] for one in told)
    with on("2025-01-13"):
        for name in demanded:
            lacking = document(**{name: None}, title="缺一项", printedOn=None)
            told = await faults(county, lacking)
            assert [one["field"] for one in told] == [name]
            made = await county.prepared(**{name: None}, title="缺一项", printedOn=None)
            seen = await county.see("clerk", made, "documentFaults { field told unfilled }")
            assert seen["documentFaults"] == told
            code = await county.code("signer", "signFiling", filing=made, reportNumber="测备报1号")
            assert code == "DOCUMENT_INCOMPLETE"
        future = await faults(county, document(publishedOn="2025-01-14"))
        assert [(one["field"], one["unfilled"]) for one in future] == [("publishedOn", False)]
        assert await faults(county, document()) == []


async def test_how_the_day_to_file_was_counted_is_told(county: Office) -> None:
    fields = "id filingDueOn filingSteps"
    made = await county.do("clerk", "prepareFiling", fields, document=document())
    assert made["filingDueOn"]
    assert len(made["filingSteps"]) > 1, "the first day, the span, the last day"
    assert any("30" in step for step in made["filingSteps"])
    undated = document(publishedOn=None)
    revised = await county.do("clerk", "reviseFiling", fields, filing=made["id"], document=undated)
    assert (revised["filingDueOn"], revised["filingSteps"]) == (None, [])


# --- a draft that was made by mistake --------------------------------------------------------


async def test_a_draft_made_by_mistake_is_dropped_with_the_reason(county: Office) -> None:
    with on("2025-01-13"):
        outgoing = await county.prepared(title="误建的一件")
        assert await offered(county, "clerk", outgoing) == ["filing_review.drop_filing"]
        assert await offered(county, "signer", outgoing) == ["filing_review.sign_filing"]
        why = {"filing": outgoing, "reason": "重复录入"}
        blank = await county.refused("clerk", "dropFiling", filing=outgoing, reason=" ")
        assert blank["extensions"] == {"code": "REASON_EMPTY", "field": "reason"}
        assert await county.code("signer", "dropFiling", **why) == "FORBIDDEN"
        async with told_once(county, "drop_filing"):
            await county.do("clerk", "dropFiling", **why)
        fields = "state droppedByName droppedOn dropReason"
        assert await county.see("clerk", outgoing, fields) == {
            "state": "DROPPED",
            "droppedByName": "clerk",
            "droppedOn": "2025-01-13",
            "dropReason": "重复录入",
        }
        assert outgoing not in [one["id"] for one in await drafts(county)]
        dropped = "{ outgoingFilings(state: DROPPED, first: 100) { nodes { id } } }"
        seen = await county.house.gql(dropped, by=county.people["clerk"])
        assert outgoing in [one["id"] for one in seen["outgoingFilings"]["nodes"]]
        for verb, who, more in (
            ("dropFiling", "clerk", {"reason": "再次"}),
            ("reviseFiling", "clerk", {"document": document()}),
            ("signFiling", "signer", {"reportNumber": "测备报1号"}),
            ("sendFiling", "clerk", {}),
        ):
            assert await county.code(who, verb, filing=outgoing, **more) == "STATE_FORBIDS"
            assert await offered(county, who, outgoing) == []


async def offered(office: Office, who: str, record: str) -> list[str]:
    return (await office.see(who, record, "offered"))["offered"]


async def test_what_is_signed_or_was_sent_is_not_dropped(county: Office) -> None:
    with on("2025-01-13"):
        outgoing = await county.signed()
        why = {"filing": outgoing, "reason": "误建"}
        assert await county.code("clerk", "dropFiling", **why) == "STATE_FORBIDS"
        await county.do("clerk", "sendFiling", filing=outgoing)
        assert await county.code("clerk", "dropFiling", **why) == "SENT_BEFORE"
        await county.house.drain(1)
        filing = await county.latest()
        await county.do("registry", "receiveFiling", filing=filing)
        await county.do(
            "registry", "withholdFiling", filing=filing, ask="REFILE", reason="格式不对"
        )
        await county.house.drain(1)
        await county.do("clerk", "reviseFiling", filing=outgoing, document=document())
        assert (await county.see("clerk", outgoing, "state"))["state"] == "DRAFT"
        assert await county.code("clerk", "dropFiling", **why) == "SENT_BEFORE"
        assert "filing_review.drop_filing" not in await offered(county, "clerk", outgoing)


async def test_what_came_back_unreceived_may_be_dropped(county: Office) -> None:
    with on("2025-01-13"):
        outgoing, _ = await county.sent()
        await county.do("clerk", "withdrawFiling", filing=outgoing, reason="有误")
        await county.house.drain(2)
        await county.do("clerk", "dropFiling", filing=outgoing, reason="不再制定")
        assert (await county.see("clerk", outgoing, "state"))["state"] == "DROPPED"


BAD: dict[str, dict[str, Any]] = {
    "DATE_IN_FUTURE": {"publishedOn": "2025-01-14"},
    "DOCUMENT_INCOMPLETE": {"openness": None},
}


@pytest.mark.parametrize(("code", "changes"), BAD.items(), ids=BAD)
async def test_bad_input_stops_the_signature_and_loses_nothing(
    county: Office, code: str, changes: dict[str, Any]
) -> None:
    with on("2025-01-13"):
        outgoing = await county.prepared(**changes, title=f"草稿{code}")
        before = await county.see("clerk", outgoing, "state title parts { kind removed }")
        signature = {"filing": outgoing, "reportNumber": "测备报1号"}
        assert await county.code("signer", "signFiling", **signature) == code
        for worse in (
            {"document": document(title="")},
            {"document": document(), "parts": [{"kind": "REFERENCE"}]},
            {"document": document(), "parts": [{"kind": "REFERENCE", "absentReason": " "}]},
            {"document": document(), "replaces": outgoing},
        ):
            await county.refused("clerk", "reviseFiling", filing=outgoing, **worse)
        after = await county.see("clerk", outgoing, "state title parts { kind removed }")
        assert after == before
        assert after["state"] == "DRAFT"
        await county.do("clerk", "reviseFiling", filing=outgoing, document=document())
        await county.do("signer", "signFiling", **signature)


async def revision(office: Office, record: str, who: str = "clerk") -> str:
    return (await office.see(who, record, "revision"))["revision"]


@pytest.mark.parametrize("changed", ["the document", "the package"])
async def test_a_draft_that_others_changed_meanwhile_is_not_overwritten(
    county: Office, changed: str
) -> None:
    outgoing = await county.prepared(title="原来的标题")
    seen = await revision(county, outgoing)
    assert await revision(county, outgoing) == seen, "it changes with the content alone"
    other = await county.house.person("county-a", county.maker, "maker_clerk")
    told = (
        {"document": document(title="别人的标题")}
        if changed == "the document"
        else {"document": document(title="原来的标题"), "parts": await county.parts("REFERENCE")}
    )
    done = await county.do(other, "reviseFiling", "revision", filing=outgoing, seen=seen, **told)
    assert done["revision"] != seen
    assert await revision(county, outgoing) == done["revision"]
    kept = await county.see("clerk", outgoing, "title preparedByName parts { kind removed }")
    mine = {"filing": outgoing, "document": document(title="我的标题")}
    refusal = await county.refused("clerk", "reviseFiling", **mine, seen=seen)
    assert refusal["extensions"]["code"] == "CHANGED_MEANWHILE"
    assert (
        await county.see("clerk", outgoing, "title preparedByName parts { kind removed }") == kept
    )
    await county.do("clerk", "reviseFiling", **mine, seen=done["revision"])
    assert (await county.see("clerk", outgoing, "title"))["title"] == "我的标题"


async def test_of_two_revisions_at_once_one_is_refused(county: Office) -> None:
    outgoing = await county.prepared(title="原来的标题")
    mine, theirs = (
        {"filing": outgoing, "document": document(title=title)}
        for title in ("甲的标题", "乙的标题")
    )
    other = await county.house.person("county-a", county.maker, "maker_clerk")

    async def now() -> Any:
        return await county.see("clerk", outgoing, "revision title")

    clerks = (county.people["clerk"], other)
    await second_is_told(county.house, mutation("reviseFiling"), mine, theirs, now, *clerks)


async def test_text_that_no_database_takes_is_refused_and_the_draft_stays(county: Office) -> None:
    made = await county.do("clerk", "prepareFiling", document={"title": "可以保存"})
    refusal = await county.refused(
        "clerk", "reviseFiling", filing=made["id"], document={"title": "空\u0000字符"}
    )
    assert refusal["extensions"]["code"] != "INTERNAL"
    assert (await county.see("clerk", made["id"], "title"))["title"] == "可以保存"


async def test_a_date_that_is_none_is_refused_by_name(county: Office) -> None:
    sent = {"document": document(publishedOn="2025-02-30")}
    refusal = await county.refused("clerk", "prepareFiling", **sent)
    assert refusal["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert "publishedOn" in refusal["message"]


# --- the package -----------------------------------------------------------------------------


async def test_a_missing_part_is_refused_by_name_and_rule(town: Office) -> None:
    with on("2025-01-13"):
        parts = await town.parts("FILING_REPORT", "OFFICIAL_TEXT", "LEGAL_BASIS")
        made = await town.do("clerk", "prepareFiling", document=document(), parts=parts)
        signature = {"filing": made["id"], "reportNumber": "测备报1号"}
        refusal = await town.refused("signer", "signFiling", **signature)
        assert refusal["extensions"]["code"] == "PACKAGE_INCOMPLETE"
        assert refusal["extensions"]["missing"] == ["drafting_note", "fair_competition_review"]
        assert "起草说明、公平竞争审查说明" in refusal["message"]
        assert "第七条" in refusal["message"]
        explained = [
            {"kind": "DRAFTING_NOTE", "absentReason": "随后补报"},
            {"kind": "FAIR_COMPETITION_REVIEW", "absentReason": "不涉及经营者经济活动"},
        ]
        revised = {"filing": made["id"], "document": document(), "parts": parts + explained}
        await town.do("clerk", "reviseFiling", **revised)
        await town.do("signer", "signFiling", **signature)
        await town.do("clerk", "sendFiling", filing=made["id"])
        await town.house.drain(1)
        fields = "parts { kind absentReason file { name } }"
        seen = await town.see("registry", await town.latest(), fields)
    reasons = {one["kind"]: one["absentReason"] for one in seen["parts"] if not one["file"]}
    assert reasons == {one["kind"]: one["absentReason"] for one in explained}


async def test_no_reason_stands_for_the_text_itself(county: Office) -> None:
    with on("2025-01-13"):
        parts = await county.parts("FILING_REPORT", "DRAFTING_NOTE", "LEGAL_BASIS")
        parts.append({"kind": "OFFICIAL_TEXT", "absentReason": "随后补报"})
        made = await county.do("clerk", "prepareFiling", document=document(), parts=parts)
        refusal = await county.refused(
            "signer", "signFiling", filing=made["id"], reportNumber="测备报1号"
        )
    assert refusal["extensions"] == {"code": "PACKAGE_INCOMPLETE", "missing": ["official_text"]}


async def test_a_part_is_a_file_or_a_reason(county: Office) -> None:
    file = (await county.parts("REFERENCE"))[0]["file"]
    for part in (
        {"kind": "REFERENCE"},
        {"kind": "REFERENCE", "absentReason": ""},
        {"kind": "REFERENCE", "file": file, "absentReason": "暂缺"},
    ):
        refusal = await county.refused("clerk", "prepareFiling", document=document(), parts=[part])
        assert refusal["extensions"]["code"] == "PART_UNCLEAR"
        assert "其他参阅资料" in refusal["message"]


async def test_what_practice_demands_at_sending_counts_too(world: House) -> None:
    office = await open_office(world, "county-b")
    with on("2025-01-13"):
        outgoing = await office.signed()
        admin = await world.person("county-b", "office", "admin")
        value = {
            "setting": "filing_review.package_parts",
            "value": ["official_text", "fair_competition_review"],
            "ruleKind": "DECISION",
            "ruleTitle": "备案审查办法",
            "validFrom": "2025-01-01",
        }
        query = "mutation($input: SetPracticeInput!) { setPractice(input: $input) { version } }"
        await world.gql(query, {"input": value}, by=admin)
        refusal = await office.refused("clerk", "sendFiling", filing=outgoing)
        assert refusal["extensions"]["missing"] == ["fair_competition_review"]
        assert (await office.see("clerk", outgoing, "state"))["state"] == "SIGNED"


PARTS = "id parts { id kind absentReason removed file { id } }"


async def test_only_what_is_replaced_is_told_as_replaced(county: Office) -> None:
    given = [
        *await county.parts("FILING_REPORT", "OFFICIAL_TEXT", "LEGAL_BASIS"),
        {"kind": "DRAFTING_NOTE", "absentReason": "随后补报"},
    ]
    made = await county.do("clerk", "prepareFiling", PARTS, document=document(), parts=given)
    for day in ("2025-01-08", "2025-01-09"):
        revised = {"filing": made["id"], "document": document(effectiveOn=day), "parts": given}
        done = await county.do("clerk", "reviseFiling", PARTS, **revised)
        assert done["parts"] == made["parts"], "the same files, the same rows, nothing replaced"

    report, text, basis, _ = made["parts"]
    new = {"kind": "OFFICIAL_TEXT", "file": await county.upload("clerk")}
    note = (await county.parts("DRAFTING_NOTE"))[0]
    changed = {"filing": made["id"], "document": document(), "parts": [given[0], new, note]}
    seen = (await county.do("clerk", "reviseFiling", PARTS, **changed))["parts"]
    removed = {one["id"] for one in seen if one["removed"]}
    assert removed == {text["id"], basis["id"], made["parts"][3]["id"]}
    standing = {one["kind"]: one for one in seen if not one["removed"]}
    assert standing["FILING_REPORT"] == report
    assert standing["OFFICIAL_TEXT"]["file"]["id"] == new["file"] != text["file"]["id"]
    assert standing["DRAFTING_NOTE"]["file"]["id"] == note["file"]
    assert "LEGAL_BASIS" not in standing


# --- two hands -------------------------------------------------------------------------------


async def test_nobody_signs_off_what_they_prepared(county: Office) -> None:
    both = await county.house.person("county-a", county.maker, "maker_clerk", "maker_signer")
    signature = {"reportNumber": "测备报1号"}
    with on("2025-01-13"):
        made = await county.do(
            both, "prepareFiling", document=document(), parts=await county.parts()
        )
        refused = await county.code(both, "signFiling", filing=made["id"], **signature)
        assert refused == "SAME_PERSON"
        other = await county.prepared()
        await county.do(both, "reviseFiling", filing=other, document=document(title="改写"))
        refused = await county.code(both, "signFiling", filing=other, **signature)
        assert refused == "SAME_PERSON", "whoever changed it last has prepared it"
        blank = await county.code("signer", "signFiling", filing=other, reportNumber=" ")
        assert blank == "NUMBER_EMPTY"
        await county.do("signer", "signFiling", filing=other, **signature)
        third = await county.prepared()
        await county.do(both, "signFiling", filing=third, **signature)


async def test_what_is_changed_after_the_signature_needs_a_new_one(county: Office) -> None:
    with on("2025-01-13"):
        outgoing = await county.prepared()
        unsigned = await county.code("clerk", "sendFiling", filing=outgoing)
        assert unsigned == "STATE_FORBIDS"
        await county.do("signer", "signFiling", filing=outgoing, reportNumber="测备报1号")
        twice = await county.code("signer", "signFiling", filing=outgoing, reportNumber="2号")
        assert twice == "STATE_FORBIDS"
        revised = {"filing": outgoing, "document": document(title="改过的标题")}
        fields = "state signedByName signedOn title"
        done = await county.do("clerk", "reviseFiling", fields, **revised)
        assert done == {
            "state": "DRAFT",
            "signedByName": None,
            "signedOn": None,
            "title": "改过的标题",
        }
        assert await county.code("clerk", "sendFiling", filing=outgoing) == "STATE_FORBIDS"
        await county.do("signer", "signFiling", filing=outgoing, reportNumber="测备报2号")
        await county.do("clerk", "sendFiling", filing=outgoing)
        assert await county.code("clerk", "reviseFiling", **revised) == "STATE_FORBIDS"


async def test_a_joint_paper_says_so_at_the_reviewers(town: Office) -> None:
    with on("2025-01-13"):
        _, filing = await town.sent(jointWithParty=True)
        _, other = await town.sent()
    for one, joint in ((filing, True), (other, False)):
        assert (await town.see("registry", one, "jointWithParty"))["jointWithParty"] is joint


async def test_what_an_amended_text_may_point_at(county: Office) -> None:
    with on("2025-01-13"):
        draft = await county.prepared()
        unsent = {"document": document(), "replaces": draft}
        assert await county.code("clerk", "prepareFiling", **unsent) == "REPLACED_NOT_FILED"
        old, _ = await county.sent()
        made = await county.do("clerk", "prepareFiling", document=document(), replaces=old)
        with_old = {"filing": made["id"], "document": document(), "replaces": draft}
        assert await county.code("clerk", "reviseFiling", **with_old) == "REPLACED_NOT_FILED"
        await county.house.drain(1)
        filing = await county.latest()
        await county.do("registry", "receiveFiling", filing=filing)
        await county.do(
            "registry", "withholdFiling", filing=filing, ask="REFILE", reason="格式不对"
        )
        await county.house.drain(1)
        itself = {"filing": old, "document": document(), "replaces": old}
        assert await county.code("clerk", "reviseFiling", **itself) == "REPLACES_ITSELF"


# --- a client that retries -------------------------------------------------------------------

SEND = mutation("sendFiling", "id state sentOn")


async def arrived(office: Office, title: str) -> int:
    await office.house.drain(2)
    return sum(one["title"] == title for one in await office.ledger(fields="title"))


async def test_a_second_sending_is_refused_by_the_state(county: Office) -> None:
    with on("2025-01-13"):
        outgoing = await county.signed(title="重试一")
        await county.do("clerk", "sendFiling", filing=outgoing)
        assert await county.code("clerk", "sendFiling", filing=outgoing) == "STATE_FORBIDS"
        assert await arrived(county, "重试一") == 1


async def test_five_sendings_at_once_are_one(county: Office) -> None:
    with on("2025-01-13"):
        outgoing = await county.signed(title="重试二")
        sent, by = {"input": {"filing": outgoing}}, county.people["clerk"]
        answers = await asyncio.gather(*(county.house.ask(SEND, sent, by=by) for _ in range(5)))
        codes = [
            one["errors"][0]["extensions"]["code"] if one.get("errors") else "DONE"
            for one in answers
        ]
        assert sorted(codes) == ["DONE", *["STATE_FORBIDS"] * 4]
        assert await arrived(county, "重试二") == 1


async def test_a_client_that_retries_with_its_key_gets_the_first_answer(county: Office) -> None:
    with on("2025-01-13"):
        outgoing = await county.signed(title="重试三")
        sent, by = {"input": {"filing": outgoing}}, county.people["clerk"]
        headers = {"Idempotency-Key": "sending-3"}
        answers = await asyncio.gather(
            *(county.house.gql(SEND, sent, by=by, headers=headers) for _ in range(3))
        )
        answers.append(await county.house.gql(SEND, sent, by=by, headers=headers))
        assert (
            answers
            == [{"sendFiling": {"id": outgoing, "state": "SENT", "sentOn": "2025-01-13"}}] * 4
        )
        assert await arrived(county, "重试三") == 1
        told = [
            payload
            for name, payload in await county.house.events("county-a")
            if name == "filing_review.send_filing"
        ]
        other = {"input": {"filing": outgoing, "lateReason": "另一件事"}}
        reused = await county.house.refused_code(SEND, other, by=by, headers=headers)
        assert reused == "IDEMPOTENCY_KEY_REUSED"
        after = await county.house.events("county-a")
        assert sum(name == "filing_review.send_filing" for name, _ in after) == len(told)


async def test_preparing_twice_with_one_key_makes_one_draft(county: Office) -> None:
    sent = {"input": {"document": {"title": "只有一件"}}}
    headers, by = {"Idempotency-Key": "prepare-1"}, county.people["clerk"]
    made = [
        await county.house.gql(mutation("prepareFiling"), sent, by=by, headers=headers)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert sum(one["title"] == "只有一件" for one in await drafts(county)) == 1


# --- letters that cross ----------------------------------------------------------------------


async def held(office: Office, who: str) -> list[str]:
    query = "{ sentPackages(first: 100) { nodes { state } } }"
    seen = await office.house.gql(query, by=office.people[who])
    states = [one["state"] for one in seen["sentPackages"]["nodes"]]
    return [state for state in states if state in ("WAITING", "HELD", "FAILING")]


async def test_an_opinion_that_crosses_a_repeal_holds_no_line(county: Office) -> None:
    with on("2025-01-20"):
        outgoing, filing = await county.faulty()
        opinion = await county.draft(filing)
        await county.do("checker", "checkOpinion", opinion=opinion)
        await county.do("issuer", "issueOpinion", opinion=opinion, number="测审1号")
        repeal = {"filing": outgoing, "repealedOn": "2025-01-20", "number": "测废1号"}
        await county.do("clerk", "reportCorrection", **repeal)
        await county.house.drain(2)
        assert await held(county, "lead") == await held(county, "clerk") == []
        kinds = "state letters { kind }"
        maker, reviewer = (
            await county.see("clerk", outgoing, kinds),
            await county.see("lead", filing, kinds),
        )
        assert (maker["state"], reviewer["state"]) == ("CORRECTED", "CORRECTED")
        assert "OPINION" in [one["kind"] for one in maker["letters"]], "kept as a letter"
        await county.close(filing)
        assert (await county.see("clerk", outgoing, "state"))["state"] == "CLOSED"


@pytest.mark.parametrize("closed", [False, True], ids=["corrected", "archived"])
async def test_an_answer_that_crosses_the_amended_text_holds_no_line(
    county: Office, closed: bool
) -> None:
    with on("2025-01-20"):
        old, filing = await county.opined()
        _, new = await county.received(replaces=old, publishedOn="2025-01-20")
        await county.do("registry", "registerFiling", filing=new)
        if closed:
            await county.do("lead", "closeFiling", filing=filing, note="审查终止")
        sent = {"filing": old, "measure": "AMEND", "text": "已修改并报送"}
        await county.do("clerk", "answerOpinion", **sent)
        await county.house.drain(2)
        assert await held(county, "lead") == await held(county, "clerk") == []
        fields = "state correction letters { kind } deadlines { rule state }"
        seen = await county.see("lead", filing, fields)
        assert seen["state"] == ("ARCHIVED" if closed else "CORRECTED")
        assert seen["correction"] == "AMENDED"
        assert "ANSWER" in [one["kind"] for one in seen["letters"]]
        assert "RUNNING" not in [one["state"] for one in seen["deadlines"]]


async def test_a_repeal_that_crosses_the_amended_text_leaves_it_amended(county: Office) -> None:
    with on("2025-01-20"):
        old, filing = await county.opined()
        _, new = await county.received(replaces=old, publishedOn="2025-01-20")
        await county.do("registry", "registerFiling", filing=new)
        repeal = {"filing": old, "repealedOn": "2025-01-20", "number": "测废1号"}
        await county.do("clerk", "reportCorrection", **repeal)
        await county.house.drain(2)
        assert await held(county, "clerk") == []
        assert (await county.see("lead", filing, "correction"))["correction"] == "AMENDED"
