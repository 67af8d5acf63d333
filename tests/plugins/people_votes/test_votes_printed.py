"""What is printed of a vote, through the public API: ballots, the tally sheet, the announcement."""

import io
import re
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import docx
import pypdf
import pytest
from polling import Polling, open_polling, votes

from core import clock, key
from core.kit.ballots.printing import announced_digest
from core.kit.ballots.rounds import own_round
from core.kit.official import pdf
from core.tenancy import DEMO_MARK
from core.testing import House, Someone

FILES = "word { id name digest } pdf { id name digest } fault"
STAFF = "测试人员"
"""What the tests call everybody who is no deputy."""
FONTS = pdf.Fonts(None)
needs_font = pytest.mark.skipif(
    not all(FONTS.faces.values()),
    reason="NO CHINESE FONT on this machine: install fonts-noto-cjk, or no PDF is tested",
)


@pytest.fixture
async def town(house: House) -> AsyncGenerator[Polling]:
    """A town's congress of nine, all of them present."""
    with house.on("2025-02-10"):
        polling = await open_polling(house, "town-a")
        await polling.practise("method", "each")
        await polling.convene()
        yield polling


async def printed(polling: Polling, who: str | Someone, verb: str, round_id: str = "") -> Any:
    """The files of a verb, as GraphQL names them."""
    by = polling.people[who] if isinstance(who, str) else who
    asked = f"mutation($input: VoteInput!) {{ {verb}(input: $input) {{ {FILES} }} }}"
    sent = {"input": {"round": round_id or polling.round}}
    return (await polling.house.gql(asked, sent, by=by))[verb]


async def refused(polling: Polling, who: str | Someone, verb: str) -> dict[str, Any]:
    """The error of a verb of printing that must be refused."""
    by = polling.people[who] if isinstance(who, str) else who
    asked = f"mutation($input: VoteInput!) {{ {verb}(input: $input) {{ fault }} }}"
    return await polling.house.refused(asked, {"input": {"round": polling.round}}, by=by)


async def content(polling: Polling, who: str | Someone, file: dict[str, Any]) -> bytes:
    """A file as its maker downloads it."""
    by = polling.people[who] if isinstance(who, str) else who
    answer = await polling.house.client.get(
        f"/t/{by.body}/files/{file['id']}", headers={"Authorization": f"Bearer {by.token}"}
    )
    assert answer.status_code == 200, answer.text
    return answer.content


def word_text(data: bytes) -> str:
    """Every word of a Word file: body, tables, head and foot."""
    document: Any = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    lines = [*section.header.paragraphs, *document.paragraphs, *section.footer.paragraphs]
    cells = [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    return "\n".join([*(line.text for line in lines), *cells])


def pages(data: bytes) -> list[str]:
    """The words of each page of a PDF, without the spaces of its setting."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    return [re.sub(r"\s+", "", page.extract_text()) for page in reader.pages]


async def both(polling: Polling, who: str | Someone, verb: str) -> tuple[str, str]:
    """The words of the Word file and of the PDF."""
    made = await printed(polling, who, verb)
    word = word_text(await content(polling, who, made["word"]))
    return word, "".join(pages(await content(polling, who, made["pdf"])))


async def confirmed(town: Polling) -> None:
    """A counted vote that waits for its announcement."""
    await town.prepared()
    await town.do("chair", "openVote", round=town.round)
    await town.do("chair", "closeVote", round=town.round)
    await town.papers(9, 9)
    await town.count([votes(8, 1), votes(5, 4), votes(4, 4, 1)], valid=9)


@needs_font
async def test_a_ballot_says_how_to_mark_and_nothing_that_tells_it_from_another(
    town: Polling,
) -> None:
    await town.prepared()
    made = await printed(town, "secretary", "printBallots")
    assert made["fault"] is None
    assert made["word"]["name"] == "2025年度民生实事项目票决（测试）表决票.docx"
    word = await content(town, "secretary", made["word"])
    paper = await content(town, "secretary", made["pdf"])
    for said in (re.sub(r"\s+", "", word_text(word)), "".join(pages(paper))):
        for wanted in (
            DEMO_MARK,
            "第十九届人民代表大会第二次会议（测试）",
            "2025年度民生实事项目票决（测试）",
            "表决票",
            "同一项选了两个以上的，该项无效，不影响其他各项",
            "没有标记的项，视为弃权",
            "无记名",
        ):
            assert wanted in said, wanted
        assert said.index("项目甲") < said.index("项目乙") < said.index("项目丙")
        assert said.count("□") == 9
        assert not re.search(r"编号|票号|№|No\.|二维码|签名|[0-9a-f]{8}", said)
        names = [STAFF, *(one.login for one in town.deputies)]
        assert not [name for name in names if name in said]
    # Made again, by another at another time: the same bytes, so no paper tells when it was made.
    other = await town.house.person("town-a", town.organ, "project_secretary")
    with clock.moved_to(clock.now() + timedelta(minutes=10)):
        again = await printed(town, other, "printBallots")
    assert [again[kind]["digest"] for kind in ("word", "pdf")] == [
        made[kind]["digest"] for kind in ("word", "pdf")
    ]
    raw = [await content(town, other, again[kind]) for kind in ("word", "pdf")]
    assert raw == [word, paper]
    told = [name for name, _ in await town.house.events("town-a")]
    assert told.count("people_votes.print_ballots") == 2


@needs_font
async def test_the_columns_and_the_sentences_follow_the_rules(town: Polling) -> None:
    await town.practise("method", "choose")
    await town.practise("shortage", "fewer")
    await town.practise("extra_candidates", {"least": 1, "most": 2})
    await town.practise("secret", False)
    await town.practise(
        "validity", {"two_marks": "ballot", "blank_item": "void", "blank_ballot": "void"}
    )
    await town.prepared(places=2)
    for said in await both(town, "secretary", "printBallots"):
        assert "候选项目3项，应选2项" in said
        assert "选中的超过2项的，整张票无效" in said
        assert "整张票没有标记的，整张票无效" in said
        assert "反对" not in said
        assert said.count("□") == 3
        assert "记名投票，请在票末签名" in said
        assert "投票人签名" in said


@needs_font
async def test_a_long_list_goes_over_several_pages_with_its_head_on_each(house: House) -> None:
    with house.on("2025-02-10"):
        titles = [f"第{number}号村道路和饮水工程改造提升项目" for number in range(1, 41)]
        town = await open_polling(house, "town-a", titles=titles)
        await town.practise("method", "each")
        await town.convene()
        await town.prepared()
        made = await printed(town, "secretary", "printBallots")
        found = pages(await content(town, "secretary", made["pdf"]))
    assert len(found) == 3
    assert all("序号项目赞成反对弃权" in page and DEMO_MARK in page for page in found)
    said = "".join(found)
    places = [said.index(title) for title in titles]
    assert places == sorted(places)
    assert said.count("□") == 120


async def test_ballots_are_printed_before_the_voting_ends_only(town: Polling) -> None:
    await town.prepared()
    assert (await refused(town, "chair", "printBallots"))["extensions"]["code"] == "FORBIDDEN"
    await town.do("chair", "openVote", round=town.round)
    assert (await printed(town, "secretary", "printBallots"))["word"]
    await town.do("chair", "closeVote", round=town.round)
    error = await refused(town, "secretary", "printBallots")
    assert error["extensions"]["code"] == "ROUND_STATE"


async def test_an_electronic_vote_has_no_ballots_to_print(town: Polling) -> None:
    await town.practise("secret", False)
    await town.practise("electronic", True)
    await town.prepared(mode="NAMED_ELECTRONIC")
    error = await refused(town, "secretary", "printBallots")
    assert error["extensions"]["code"] == "NOT_ON_PAPER"


@needs_font
async def test_the_tally_sheet_is_its_signers_alone_until_the_announcement(town: Polling) -> None:
    await town.prepared()
    for who in ("teller1", "secretary"):
        assert (await refused(town, who, "printTally"))["extensions"]["code"] == "ROUND_STATE"
    await town.do("chair", "openVote", round=town.round)
    await town.do("chair", "closeVote", round=town.round)
    await town.papers(9, 9)
    await town.count([votes(8, 1), votes(5, 4), votes(4, 4, 1)], valid=9)
    stranger = await town.house.person("town-a", town.organ, "teller")
    for who in ("secretary", stranger):
        error = await refused(town, who, "printTally")
        assert error["extensions"]["code"] == "TALLY_UNANNOUNCED"
    assert await town.see("secretary", "announcement") == {"announcement": None}
    for who in ("teller2", town.scrutineers[0]):
        said = word_text(await content(town, who, (await printed(town, who, "printTally"))["word"]))
        assert "赞成8票" in said
        assert "SHA-256" not in said, "there is no result file yet"
    await town.do("chair", "announceResult", round=town.round)
    assert (await printed(town, "secretary", "printTally"))["fault"] is None
    payloads = [str(payload) for _, payload in await town.house.events("town-a")]
    assert not [one for one in payloads if "approve" in one]


@needs_font
async def test_the_tally_sheet_holds_every_number_and_everybody_who_signs(town: Polling) -> None:
    await confirmed(town)
    told = await town.do(
        "chair",
        "announceResult",
        "digest announcement tally { sentence lines { sentence } items { sentence } }",
        round=town.round,
    )
    assert re.fullmatch(r"[0-9a-f]{64}", told["digest"])
    word, paper = await both(town, "secretary", "printTally")
    tally = told["tally"]
    sentences = [one["sentence"] for one in (*tally["lines"], *tally["items"], tally)]
    for said in (re.sub(r"\s+", "", word), paper):
        for wanted in ("应到", "实到", "发出", "收回", "有效", "无效", "通过线", *sentences):
            assert wanted in said, wanted
        for role in ("总监票人", "监票人", "计票人", "日期", "签名"):
            assert role in said, role
        for name in (*(one.login for one in town.scrutineers), STAFF):
            assert name in said
        assert told["digest"] in said
        assert DEMO_MARK in said
        assert "宣布结果的文稿" in said
    assert cells_of(await made_word(town), "项目丙") == [
        "3",
        "项目丙",
        "4",
        "4",
        "1",
        "0",
        "未通过",
    ]
    assert cells_of(await made_word(town), "印制") == [
        "印制",
        "14",
        STAFF,
    ]


async def made_word(town: Polling) -> bytes:
    return await content(
        town, "secretary", (await printed(town, "secretary", "printTally"))["word"]
    )


def cells_of(data: bytes, word: str) -> list[str]:
    """The row of a table in which a word is a cell."""
    document: Any = docx.Document(io.BytesIO(data))
    rows = [[cell.text for cell in row.cells] for one in document.tables for row in one.rows]
    return next(row for row in rows if word in row)


async def test_the_chairperson_reads_out_what_the_tally_says(town: Polling) -> None:
    await confirmed(town)
    told = await town.do("chair", "announceResult", "announcement digest", round=town.round)
    lines = told["announcement"].splitlines()
    assert lines[0] == "各位代表："
    assert "应到代表9名" in told["announcement"]
    assert any("“项目丙”：赞成4票" in line and "未通过" in line for line in lines)
    assert lines[-1] == "现在宣布，通过的项目为：“项目甲”“项目乙”。"
    events = await town.house.events("town-a")
    payload = next(held for name, held in events if name == "people_votes.announce_result")
    assert told["digest"] == payload["digest"]
    async with town.house.platform.as_core(town.house.bodies["town-a"].id) as work:
        row = await own_round(work, key(town.round, "VoteRound"))
        assert await announced_digest(work, row) == payload["digest"]


@needs_font
async def test_a_void_vote_has_a_sheet_that_says_so(town: Polling) -> None:
    await town.prepared()
    await town.do("chair", "openVote", round=town.round)
    await town.do("chair", "closeVote", round=town.round)
    await town.papers(8, 9)
    for one in town.scrutineers:
        await town.do(one, "confirmCount", round=town.round)
    told = await town.do("chair", "announceResult", "state announcement", round=town.round)
    assert told["state"] == "VOID"
    assert told["announcement"].endswith("收回的票数多于发出的票数，本次表决无效，须重新表决。")
    for said in await both(town, "secretary", "printTally"):
        assert "本次表决无效" in said
        assert "各项不计票" in said


async def test_without_a_chinese_font_there_is_word_and_a_reason(
    town: Polling, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(town.house.platform, "paper_fonts", pdf.Fonts(tmp_path))
    await town.prepared()
    made = await printed(town, "secretary", "printBallots")
    assert made["pdf"] is None
    assert "fonts-noto-cjk" in made["fault"]
    assert made["word"]["name"].endswith(".docx")
