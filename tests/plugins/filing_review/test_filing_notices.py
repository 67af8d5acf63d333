"""Letters leave as official papers: Word and PDF on both sides, with their number and hands."""

import io
from pathlib import Path
from typing import Any

import docx
import msgspec
import pypdf
import pytest
from filing_path import Office, downloaded, on, open_office, paper, told_once

from core.kit.official import pdf
from core.tenancy import DEMO_MARK
from core.testing import House, MakeHouse

FILES = "wordFile { id name kind digest } pdfFile { id name kind digest } pdfFault"
needs_font = pytest.mark.skipif(
    not all(pdf.Fonts(None).faces.values()),
    reason="NO CHINESE FONT on this machine: install fonts-noto-cjk, or no PDF is tested",
)


async def letters(office: Office, who: str, record: str) -> dict[str, Any]:
    """The letters about a record by their kinds; the latest of each."""
    seen = await office.see(who, record, f"letters {{ kind direction title number {FILES} }}")
    return {one["kind"]: one for one in seen["letters"]}


async def read_word(office: Office, who: str, letter: dict[str, Any]) -> str:
    content = await downloaded(office, who, letter["wordFile"]["id"])
    document = docx.Document(io.BytesIO(content))
    head = document.sections[0].header.paragraphs[0].text
    return "\n".join([head, *(one.text for one in document.paragraphs)])


async def read_pdf(office: Office, who: str, letter: dict[str, Any]) -> list[str]:
    content = await downloaded(office, who, letter["pdfFile"]["id"])
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return [page.extract_text().replace(" ", "") for page in pages]


@needs_font
async def test_a_receipt_is_a_paper_that_both_sides_can_open(county: Office) -> None:
    with on("2025-01-20"):
        outgoing, filing = await county.registered()
    ours = (await letters(county, "lead", filing))["REGISTERED"]
    theirs = (await letters(county, "clerk", outgoing))["REGISTERED"]
    assert ours["pdfFault"] is None
    for part in ("wordFile", "pdfFile"):
        assert ours[part]["digest"] == theirs[part]["digest"]
        assert ours[part]["id"] != theirs[part]["id"], "each party has its own row"
    text = await read_word(county, "clerk", theirs)
    assert "legislative_affairs_commission（测试）文件" in text
    assert ours["number"] in text
    assert "关于《关于禁止燃放烟花爆竹的通知》的备案回执" in text
    assert "2025年1月20日" in text
    assert "签发：registry" in text
    assert "拟稿" not in text
    pages = await read_pdf(county, "clerk", theirs)
    assert all(DEMO_MARK in page for page in pages)
    assert ours["number"] in pages[0]
    assert "government（测试）：" in pages[0]


@needs_font
async def test_each_verb_that_writes_makes_its_paper(house: House) -> None:
    county = await open_office(house)
    with on("2025-01-20"):
        outgoing, filing = await county.received()
        asked = {"ask": "SUPPLEMENT", "reason": "材料不全", "missing": ["LEGAL_BASIS"]}
        await county.do("registry", "withholdFiling", filing=filing, **asked)
        await house.drain(1)
        await county.do("clerk", "supplementFiling", filing=outgoing, parts=await county.parts())
        await house.drain(1)
        await county.do("registry", "registerFiling", filing=filing)
        await house.drain(1)
        task = await county.assign(filing)
        found = await county.find("lead", task)
        await county.submit("lead", task)
        await county.conclude(filing, found)
        await county.issue(filing)
        await county.answer(outgoing, "REPEAL")
        await county.repeal(outgoing)
        await county.close(filing)
    written = await letters(county, "lead", filing)
    for kind, words in {
        "WITHHELD": ("关于补充报送", "请补充：制定依据"),
        "REGISTERED": ("的备案回执", "已备案登记"),
        "OPINION": ("立即停止执行", "拟稿：lead", "核稿：checker", "签发：issuer"),
        "ANSWER": ("审查意见的书面反馈", "government（测试）文件", "签发：clerk"),
        "CORRECTION": ("关于废止", "测废1号"),
        "CLOSING": ("审查办结的通知",),
    }.items():
        text = await read_word(county, "lead", written[kind])
        shown = "".join(await read_pdf(county, "lead", written[kind])).replace("\n", "")
        for word in words:
            assert word in text, (kind, text)
            assert word.replace(" ", "") in shown, (kind, shown)
        assert DEMO_MARK in text


@needs_font
async def test_a_presidiums_opinion_tells_of_its_meeting(town: Office) -> None:
    with on("2025-01-20"):
        _, filing = await town.opined()
    text = await read_word(town, "lead", (await letters(town, "lead", filing))["OPINION"])
    assert "本意见经主席团会议（2025年1月20日）通过：全体成员9人，出席8人，赞成7人。" in text


@needs_font
async def test_a_real_bodys_paper_bears_no_mark(world: House) -> None:
    office = await open_office(world, "shanghai-county")
    with on("2025-01-20"):
        _, filing = await office.registered()
    letter = (await letters(office, "lead", filing))["REGISTERED"]
    assert DEMO_MARK not in await read_word(office, "lead", letter)
    assert not any(DEMO_MARK in page for page in await read_pdf(office, "lead", letter))
    assert (await world.gql("{ body { demo } }", body="shanghai-county"))["body"] == {"demo": False}


async def test_without_a_font_word_is_made_and_the_answer_says_so(
    make_house: MakeHouse, tmp_path: Path, renda_settings: Any
) -> None:
    bare = msgspec.structs.replace(renda_settings, font_dir=tmp_path)
    office = await open_office(await make_house(settings=bare))
    with on("2025-01-20"):
        outgoing, filing = await office.received()
        fields = f"letters {{ kind {FILES} }}"
        made = await office.do("registry", "registerFiling", fields, filing=filing)
        await office.house.drain(1)
    letter = next(one for one in made["letters"] if one["kind"] == "REGISTERED")
    assert letter["wordFile"]
    assert letter["pdfFile"] is None
    assert "fonts-noto-cjk" in letter["pdfFault"]
    theirs = (await letters(office, "clerk", outgoing))["REGISTERED"]
    assert theirs["wordFile"]
    assert theirs["pdfFile"] is None
    assert theirs["pdfFault"] is None
    refused = await office.refused("registry", "exportLedger", form="PDF")
    assert refused["extensions"]["code"] == "PDF_UNPRINTABLE"


# --- templates of a body's own ---------------------------------------------------------------

SET = "mutation($input: SetTemplateInput!) { setTemplate(input: $input) { kind name setByName } }"
RESET = "mutation($input: PaperKindInput!) { resetTemplate(input: $input) { closedAt } }"
COPY = "mutation($input: PaperKindInput!) { copyTemplate(input: $input) { id name } }"
FORMS = "{ paperForms { kind title own { name setByName } } templateVariables { name isList } }"
RECEIPT = "filing_review.registered"


def own_template(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


GOOD = ("自定版式 {{ title }}", "{%p for p in paragraphs %}", "{{ p }}", "{%p endfor %}")
END = ("{{ issuer }}", "{{ dated_on }}")


async def test_4_04_a_body_puts_its_own_template_in_place(house: House) -> None:
    office = await open_office(house)
    admin = await house.person("county-a", "office", "admin", name="管理员")

    async def put(content: bytes) -> dict[str, Any]:
        file = (await house.upload(admin, "模板.docx", content)).json()["id"]
        return await house.ask(SET, {"input": {"kind": RECEIPT, "file": file}}, by=admin)

    bad = await put(own_template(*GOOD, *END, "{{ title.__class__ }}"))
    assert bad["errors"][0]["extensions"]["code"] == "TEMPLATE_FORBIDDEN"
    done = await put(own_template(*GOOD, *END))
    assert done["data"]["setTemplate"] == {
        "kind": RECEIPT,
        "name": "模板.docx",
        "setByName": "管理员",
    }
    forms = await house.gql(FORMS, by=office.people["clerk"])
    owned = {one["kind"]: one["own"] for one in forms["paperForms"]}
    assert owned[RECEIPT] == {"name": "模板.docx", "setByName": "管理员"}
    assert [kind for kind, own in owned.items() if own] == [RECEIPT]
    assert {"paragraphs", "attachments"} == {
        one["name"] for one in forms["templateVariables"] if one["isList"]
    }
    with on("2025-01-20"):
        _, filing = await office.registered()
    letter = (await letters(office, "lead", filing))["REGISTERED"]
    text = await read_word(office, "lead", letter)
    assert text.startswith(DEMO_MARK)
    assert "自定版式 关于《" in text
    assert "文件\n" not in text
    kind = {"input": {"kind": RECEIPT}}
    copied = await house.gql(COPY, kind, by=admin)
    content = await downloaded(office, admin, copied["copyTemplate"]["id"])
    assert "自定版式 {{ title }}" in docx.Document(io.BytesIO(content)).paragraphs[0].text
    assert (await house.gql(RESET, kind, by=admin))["resetTemplate"]["closedAt"]
    assert await house.refused_code(RESET, kind, by=admin) == "TEMPLATE_BUILT_IN"
    with on("2025-01-20"):
        _, filing = await office.registered(title="又一件")
    letter = (await letters(office, "lead", filing))["REGISTERED"]
    assert "自定版式" not in await read_word(office, "lead", letter)
    told = [name for name, _ in await house.events("county-a") if "template" in name]
    assert told == ["core.set_template", "core.copy_template", "core.reset_template"]


async def test_templates_are_the_bodys_and_its_admins_affair(house: House) -> None:
    office = await open_office(house)
    admin = await house.person("county-a", "office", "admin")
    copied = await house.gql(COPY, {"input": {"kind": RECEIPT}}, by=admin)
    file = copied["copyTemplate"]["id"]
    sent = {"input": {"kind": RECEIPT, "file": file}}
    assert await house.refused_code(SET, sent, by=office.people["clerk"]) == "FORBIDDEN"
    other = await house.person("county-b", "office", "admin")
    kind = {"input": {"kind": RECEIPT}}
    assert await house.refused_code(COPY, kind, by=other) == "PAPER_UNKNOWN", "not turned on there"
    await open_office(house, "county-b")
    assert await house.refused_code(SET, sent, by=other) == "NOT_FOUND", "another body's file"
    unknown = {"input": {"kind": "filing_review.talk", "file": file}}
    assert await house.refused_code(SET, unknown, by=admin) == "PAPER_UNKNOWN"
    pdf_file = (await house.upload(admin, "模板.pdf", paper())).json()["id"]
    wrong = {"input": {"kind": RECEIPT, "file": pdf_file}}
    assert await house.refused_code(SET, wrong, by=admin) == "TEMPLATE_NOT_DOCX"
    await house.gql(SET, sent, by=admin)
    await house.gql(SET, sent, by=admin)
    forms = await house.gql(FORMS, by=other)
    assert not any(one["own"] for one in forms["paperForms"])


# --- the hands -------------------------------------------------------------------------------


async def test_a_bad_opinion_goes_back_and_is_mended(county: Office) -> None:
    house = county.house
    other = await house.person("county-a", county.receiver, "review_lead", name="旁人")
    with on("2025-01-20"):
        _, filing = await county.faulty()
        opinion = await county.draft(filing, text="写错了")
        back = {"opinion": opinion, "reason": "依据写错"}
        assert await county.code("checker", "returnOpinion", opinion=opinion, reason=" ") == (
            "REASON_EMPTY"
        )
        async with told_once(county, "return_opinion"):
            fields = "state returnedByName returnedOn returnReason"
            seen = await county.do("checker", "returnOpinion", fields, **back)
        assert seen == {
            "state": "RETURNED",
            "returnedByName": "checker",
            "returnedOn": "2025-01-20",
            "returnReason": "依据写错",
        }
        assert await county.code("checker", "checkOpinion", opinion=opinion) == "STATE_FORBIDS"
        mended = {"opinion": opinion, "title": "审查意见", "text": "改好了"}
        assert await county.code(other, "reviseOpinion", **mended) == "NOT_THE_LEAD"
        async with told_once(county, "revise_opinion"):
            await county.do("lead", "reviseOpinion", **mended)
        await county.do("checker", "checkOpinion", opinion=opinion)
        assert await county.code("lead", "reviseOpinion", **mended) == "STATE_FORBIDS"
        seen = await county.do(
            "issuer", "returnOpinion", "state checkedByName", opinion=opinion, reason="再改"
        )
        assert seen == {"state": "RETURNED", "checkedByName": None}
        await county.do("lead", "reviseOpinion", **mended)
        sent = {"opinion": opinion, "number": "测审2号"}
        assert await county.code("issuer", "issueOpinion", **sent) == "STATE_FORBIDS"
        await county.do("checker", "checkOpinion", opinion=opinion)
        await county.do("issuer", "issueOpinion", **sent)
        messages = await house.messages(county.people["lead"])
        assert messages[0] == "您经手的审查意见已经签发，文号测审2号。"
        assert messages[1:3] == ["您经手的审查意见被退回修改，理由见审查意见。"] * 2
        assert "依据写错" not in str(messages)
        assert await county.code("issuer", "returnOpinion", **back) == "STATE_FORBIDS"
    told = [payload for name, payload in await house.events("county-a") if "return_" in name]
    assert "依据写错" not in str(told), "a draft's words stay in the row"


async def test_a_reminder_is_replied_to_and_changes_no_state(county: Office) -> None:
    with on("2025-01-20"):
        outgoing, filing, _ = await county.assigned()
        early = {"kind": "REMINDER_ANSWER", "outgoing": outgoing, "text": "已知"}
        assert await county.code("clerk", "sendLetter", **early) == "NO_REMINDER"
        reminder = {"kind": "REMINDER", "filing": filing, "text": "“全域”易生误解。"}
        due = {"number": "测提1号", "dueOn": "2025-02-10"}
        assert await county.code("registry", "sendLetter", **reminder) == "NOT_THE_LEAD"
        async with told_once(county, "send_letter"):
            await county.do("lead", "sendLetter", **reminder, **due)
        await county.house.drain(1)
        got = (await letters(county, "clerk", outgoing))["REMINDER"]
        text = await read_word(county, "clerk", got)
        assert "有关表述的提醒函" in text
        assert "2025年2月10日以前（含当日）书面答复" in text
        for role, subject in (("lead", filing), ("clerk", outgoing)):
            clocks = await county.deadlines(role, subject)
            assert clocks["reply_period"] == ("RUNNING", "2025-02-10"), f"on the side of {role}"
        assert (await county.see("lead", filing, "dueOn"))["dueOn"] == "2025-02-10"
        assert await to_reply(county) == [outgoing]
    with on("2025-02-11"):
        await county.do("lead", "sendLetter", kind="CHASER", filing=filing, text="请尽快答复。")
        await county.do("clerk", "sendLetter", **early)
        await county.house.drain(1)
        for role, subject in (("lead", filing), ("clerk", outgoing)):
            assert (await county.deadlines(role, subject))["reply_period"][0] == "MET"
        assert await to_reply(county) == []
        assert "REMINDER_ANSWER" in await letters(county, "lead", filing)
        assert (await county.see("lead", filing, "state"))["state"] == "UNDER_REVIEW"
        assert (await county.see("clerk", outgoing, "state"))["state"] == "REGISTERED"


async def to_reply(county: Office) -> list[str]:
    asked = "{ outgoingFilings(toReply: true) { nodes { id } } }"
    told = await county.house.gql(asked, by=county.people["clerk"])
    return [one["id"] for one in told["outgoingFilings"]["nodes"]]


async def test_the_time_to_reply_is_the_rules_where_there_is_one(county: Office) -> None:
    await county.let("reply_period", {"amount": 10, "unit": "day"})
    with on("2025-01-20"):
        outgoing, filing, _ = await county.assigned()
        reminder = {"kind": "REMINDER", "filing": filing, "text": "易生误解。"}
        other = {"dueOn": "2025-02-10"}
        for verb in ("draftLetter", "sendLetter"):
            assert await county.code("lead", verb, **reminder, **other) == "REPLY_BY_RULE"
        await county.do("lead", "sendLetter", **reminder)
        await county.house.drain(1)
        for role, subject in (("lead", filing), ("clerk", outgoing)):
            clocks = await county.deadlines(role, subject)
            assert clocks["reply_period"] == ("RUNNING", "2025-02-05"), "after the Spring Festival"


async def test_a_closed_filing_waits_for_no_reply(world: House) -> None:
    """The latest reminder that gives a day counts, and none of a day that has passed."""
    county = await open_office(world, "county-b")
    with on("2025-01-20"):
        outgoing, filing = await county.clean(title="不再等待答复")
        reminder = {"kind": "REMINDER", "filing": filing, "text": "易生误解。"}
        past = await county.code("lead", "sendLetter", **reminder, dueOn="2025-01-19")
        assert past == "DUE_IN_PAST"
        for due_on in ("2025-02-10", "2025-02-17"):
            await county.do("lead", "sendLetter", **reminder, dueOn=due_on)
        await county.do("lead", "sendLetter", **reminder)
        await county.house.drain(3)
        for role, subject in (("lead", filing), ("clerk", outgoing)):
            clocks = await county.deadlines(role, subject)
            assert clocks["reply_period"] == ("RUNNING", "2025-02-17"), f"on the side of {role}"
        assert outgoing in await to_reply(county)
        await county.do("lead", "closeFiling", filing=filing, note="已办结")
        await county.house.drain(1)
        assert outgoing not in await to_reply(county)
        for role, subject in (("lead", filing), ("clerk", outgoing)):
            assert (await county.deadlines(role, subject))["reply_period"][0] == "STOPPED"


async def test_shanghai_names_its_article_in_a_reminder(world: House) -> None:
    office = await open_office(world, "shanghai-county")
    with on("2025-01-20"):
        _, filing, _ = await office.assigned(title="提醒件")
        sent = {"kind": "REMINDER", "filing": filing, "text": "易生误解。"}
        await office.do("lead", "sendLetter", **sent)
        text = await read_word(office, "lead", (await letters(office, "lead", filing))["REMINDER"])
    assert "规范性文件备案审查条例" in text
    assert "第三十四条" in text


async def test_a_chaser_goes_out_once_something_is_overdue(house: House) -> None:
    county = await open_office(house)
    with on("2025-01-20"):
        outgoing, filing = await county.opined()
        chaser = {"kind": "CHASER", "filing": filing, "text": "请尽快书面反馈。"}
        assert await county.code("registry", "sendLetter", **chaser) == "NOT_OVERDUE"
    with on("2025-06-20"):
        await county.do("registry", "sendLetter", **chaser)
        await house.drain(1)
        text = await read_word(
            county, "clerk", (await letters(county, "clerk", outgoing))["CHASER"]
        )
    assert "已经届满，至今没有收到" in text
    assert "请尽快书面反馈。" in text


SET_PRACTICE = "mutation($input: SetPracticeInput!) { setPractice(input: $input) { setting } }"


async def demand_hands(house: House, hands: int) -> None:
    admin = await house.person("county-a", "office", "admin")
    sent = {
        "setting": "filing_review.letter_hands",
        "value": hands,
        "ruleKind": "DECISION",
        "ruleTitle": "公文办理办法（测试）",
        "validFrom": "2024-01-01",
    }
    await house.gql(SET_PRACTICE, {"input": sent}, by=admin)


async def test_where_three_hands_are_demanded_one_step_is_refused(house: House) -> None:
    county = await open_office(house)
    maker_checker = await house.person("county-a", "government", "maker_checker", name="校核")
    with on("2025-01-20"):
        outgoing, filing = await county.opined()
        await demand_hands(house, 3)
        answer = {"measure": "AMEND", "text": "将修改。"}
        assert await county.code("clerk", "answerOpinion", filing=outgoing, **answer) == (
            "LETTER_HANDS"
        )
        written = {"kind": "ANSWER", "outgoing": outgoing, "number": "测政报9号", **answer}
        async with told_once(county, "draft_letter"):
            draft = (await county.do("clerk", "draftLetter", **written))["id"]
        letter = {"letter": draft}
        assert await county.code("signer", "issueLetter", **letter) == "NOT_CHECKED"
        async with told_once(county, "return_letter"):
            await county.do(maker_checker, "returnLetter", **letter, reason="请写明期限")
        async with told_once(county, "revise_letter"):
            content = {**written, "text": "将于三月修改。"}
            await county.do("clerk", "reviseLetter", **letter, content=content)
        async with told_once(county, "check_letter"):
            await county.do(maker_checker, "checkLetter", **letter)
        async with told_once(county, "issue_letter"):
            issued = await county.do("signer", "issueLetter", "state letter { id }", **letter)
        assert issued["state"] == "ISSUED"
        assert issued["letter"]
        await house.drain(1)
        assert (await county.see("lead", filing, "state"))["state"] == "ANSWERED"
        text = await read_word(county, "lead", (await letters(county, "lead", filing))["ANSWER"])
    assert "将于三月修改。" in text
    assert "测政报9号" in text
    assert "拟稿：clerk" in text
    assert "核稿：校核" in text
    assert "签发：signer" in text
    notice = {
        "makerOrgan": "court",
        "title": "办法",
        "text": "请报送",
        "publishedOn": "2025-01-06",
    }
    with on("2025-03-13"):
        assert await county.code("registry", "notifyLateness", **notice) == "LETTER_HANDS"
        drafted = await county.do("registry", "draftLetter", kind="LATE_NOTICE", **notice)
        await county.do("checker", "checkLetter", letter=drafted["id"])
        sent = await county.do("issuer", "issueLetter", "letter { kind }", letter=drafted["id"])
    assert sent["letter"] == {"kind": "LATE_NOTICE"}


async def test_two_hands_are_two_people(house: House) -> None:
    county = await open_office(house)
    both = await house.person(
        "county-a", county.receiver, "review_lead", "opinion_signer", "opinion_checker", name="兼"
    )
    county.people["lead"] = both
    with on("2025-01-20"):
        _, filing, _ = await county.assigned()
        await demand_hands(house, 2)
        reminder = {"kind": "REMINDER", "filing": filing, "text": "易生误解。"}
        assert await county.code(both, "sendLetter", **reminder) == "LETTER_HANDS"
        letter = {"letter": (await county.do(both, "draftLetter", **reminder))["id"]}
        assert await county.code(both, "checkLetter", **letter) == "SAME_PERSON"
        assert await county.code(both, "issueLetter", **letter) == "SAME_PERSON"
        assert await county.code(both, "returnLetter", **letter, reason="改") == "SAME_PERSON"
        await county.do("issuer", "issueLetter", **letter)


async def test_the_law_above_may_demand_more_hands_never_fewer(house: House) -> None:
    county = await open_office(house)
    with on("2025-01-20"):
        _, filing, _ = await county.assigned()
        written = {"kind": "REMINDER", "filing": filing, "text": "易生误解。"}
        letter = {"letter": (await county.do("lead", "draftLetter", **written))["id"]}
        issued = await county.do("issuer", "issueLetter", "letter { id }", **letter)
        assert issued["letter"], "where no rule says more, drafting and signing suffice"
    admin = await house.person("county-a", "office", "admin")
    faulty = {
        "setting": "filing_review.letter_hands",
        "value": 4,
        "ruleKind": "DECISION",
        "ruleTitle": "办法（测试）",
        "validFrom": "2024-01-01",
    }
    assert await house.refused_code(SET_PRACTICE, {"input": faulty}, by=admin)
