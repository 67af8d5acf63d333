"""The first cases of the demo as `make demo` plays them: days, papers; once, and once only.

The whole year and its figures: `test_filing_year.py`.
"""

import io
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import docx
import httpx
import pytest
import sqlalchemy as sa
from demo_year import Played, know_bodies, own_data
from pypdf import PdfReader

from core import demo
from core.demo import MARK
from core.kit.files import File
from core.settings import Settings
from core.testing import House, OpenHouse
from plugins.filing_review.demo import Case, play

COUNTY, FIREWORKS = "370982", "370982105"
WHO = {
    COUNTY: "legislative_affairs",
    "370982103": "presidium",
    FIREWORKS: "presidium",
    "370982110": "presidium",
    "370982113": "presidium",
}
"""The pilots and who reviews there."""

CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "01": (COUNTY, "新示政发〔2025〕1号", {"state": "ARCHIVED", "conclusion": "NO_PROBLEM"}),
    "02": (
        COUNTY,
        "新示政发〔2025〕4号",
        {"state": "ARCHIVED", "conclusion": "NO_PROBLEM", "lateBy": 9},
    ),
    "05": (
        COUNTY,
        "新法示发〔2025〕6号",
        {"state": "ARCHIVED", "conclusion": "PROBLEM", "correction": "REPEALED"},
    ),
    "06": (
        COUNTY,
        "新检示发〔2025〕5号",
        {"state": "ARCHIVED", "conclusion": "NO_PROBLEM", "withheldOn": "2025-05-28"},
    ),
    "07": (COUNTY, "新监示发〔2025〕2号", {"state": "ARCHIVED", "conclusion": "NO_PROBLEM"}),
    "09": (
        FIREWORKS,
        "羊示政发〔2025〕3号",
        {"state": "ARCHIVED", "conclusion": "PROBLEM", "correction": "AMENDED"},
    ),
    "10": (FIREWORKS, "羊示政发〔2025〕5号", {"state": "ARCHIVED", "conclusion": "NO_PROBLEM"}),
    "11": ("370982103", "翟示政发〔2025〕8号", {"state": "ARCHIVED", "conclusion": "NO_PROBLEM"}),
    "12": ("370982110", "楼示发〔2025〕12号", {"state": "RETURNED", "returnedOn": "2025-06-06"}),
    "13": (
        "370982113",
        "谷示政发〔2025〕9号",
        {
            "state": "ARCHIVED",
            "conclusion": "PROBLEM",
            "correction": "REPEALED",
            "withheldOn": "2025-07-09",
        },
    ),
}
"""Rows marked "First" of the demo year: where each is reviewed, its number, what becomes of it."""

OUTCOME = "state conclusion correction lateBy returnedOn withheldOn"
CLEAN = {
    "conclusion": None,
    "correction": None,
    "lateBy": 0,
    "returnedOn": None,
    "withheldOn": None,
}


@pytest.mark.parametrize("folder", CASES)
async def test_the_outcome_of_each_case(played: Played, folder: str) -> None:
    assert await played.case(folder, OUTCOME) == {**CLEAN, **CASES[folder][2]}


async def test_the_fireworks_notice_to_the_day(played: Played) -> None:
    fields = (
        "publishedOn filedOn filingDueOn lateBy registeredOn registerText concludedOn correctedOn"
        " closedOn correctionNote deadlines { rule state dueOn metOn }"
        " opinions { number issuedOn answerDueOn meetingMembers meetingInFavour stopAtOnce"
        "   draftedByName checkedByName issuedByName }"
        " findings { clause decision seriousness } letters { kind datedOn }"
    )
    old = await played.case("09", fields)
    clocks = {one.pop("rule").partition(".")[2]: one for one in old.pop("deadlines")}
    assert clocks == {
        "form_check_period": {"state": "NO_CLOCK", "dueOn": None, "metOn": None},
        "review_period": {"state": "NO_CLOCK", "dueOn": None, "metOn": None},
        "send_period": {"state": "NO_CLOCK", "dueOn": None, "metOn": None},
        "answer_period": {"state": "MET", "dueOn": "2025-02-19", "metOn": "2025-01-22"},
        "correction_period": {"state": "MET", "dueOn": "2025-02-21", "metOn": "2025-01-26"},
    }
    opinion = old.pop("opinions")[0]
    hands = {opinion.pop(name) for name in ("draftedByName", "checkedByName", "issuedByName")}
    assert len(hands) == 3
    assert opinion == {
        "number": "羊人示审〔2025〕1号",
        "issuedOn": "2025-01-20",
        "answerDueOn": "2025-02-19",
        "meetingMembers": 9,
        "meetingInFavour": 7,
        "stopAtOnce": True,
    }
    assert Counter(one["decision"] for one in old.pop("findings")) == {"ADOPTED": 2, "REJECTED": 1}
    assert Counter(one["kind"] for one in old.pop("letters")) == {
        "REGISTERED": 1,
        "GUIDANCE": 1,
        "EXPERT_ADVICE": 1,
        "OPINION": 1,
        "ANSWER": 1,
        "CLOSING": 1,
    }
    assert old == {
        "publishedOn": "2025-01-06",
        "filedOn": "2025-01-13",
        "filingDueOn": "2025-02-05",
        "lateBy": 0,
        "registeredOn": "2025-01-14",
        "registerText": "备登〔2025〕1号",
        "concludedOn": "2025-01-20",
        "correctedOn": "2025-01-26",
        "closedOn": "2025-02-10",
        "correctionNote": "羊示政发〔2025〕5号",
    }
    fields = (
        "publishedOn filedOn filingDueOn lateBy registeredOn registerText amends { correction }"
    )
    assert await played.case("10", fields) == {
        "publishedOn": "2025-01-26",
        "filedOn": "2025-02-08",
        "filingDueOn": "2025-02-25",
        "lateBy": 0,
        "registeredOn": "2025-02-10",
        "registerText": "备登〔2025〕2号",
        "amends": {"correction": "AMENDED"},
    }


async def test_the_late_one_was_reminded_with_the_rule(played: Played) -> None:
    fields = "filingDueOn filedOn lateReason filingRuleText"
    late = await played.case("02", fields)
    assert (late["filingDueOn"], late["filedOn"]) == ("2025-04-02", "2025-04-11")
    assert "第七条" in late["filingRuleText"]
    assert late["lateReason"].startswith("经办人员调整")
    query = "{ letters(first: 100) { nodes { kind dueOn number file { name } } } }"
    clerk = played.player.login(COUNTY, "government", "maker_clerk")
    got = (await played.player.do(clerk, query))["letters"]["nodes"]
    notices = [one for one in got if one["kind"] == "LATE_NOTICE"]
    assert [one["dueOn"] for one in notices] == ["2025-04-14"]


@pytest.mark.parametrize(
    ("folder", "part", "due_on", "met_on"),
    [
        ("06", "DRAFTING_NOTE", "2025-06-06", "2025-06-04"),
        ("13", "FAIR_COMPETITION_REVIEW", "2025-07-18", "2025-07-15"),
    ],
)
async def test_the_withheld_ones_were_supplemented_in_time(
    played: Played, folder: str, part: str, due_on: str, met_on: str
) -> None:
    fields = "parts { kind removed absentReason } deadlines { rule state dueOn metOn lateBy }"
    seen = await played.case(folder, fields)
    kinds = [(one["removed"], one["absentReason"]) for one in seen["parts"] if one["kind"] == part]
    assert kinds == [(True, "随后补报"), (False, None)]
    clock = next(one for one in seen["deadlines"] if "supplement" in one["rule"])
    assert (clock["state"], clock["dueOn"], clock["metOn"]) == ("MET", due_on, met_on)
    assert clock["lateBy"] == 0


# --- nobody takes it for real ----------------------------------------------------------------


async def test_every_page_of_every_paper_bears_the_mark(played: Played) -> None:
    papers = dict[str, tuple[str, bytes]]()
    platform = played.house.platform
    for body in WHO:
        async with platform.as_core(played.house.bodies[body].id) as work:
            for row in await work.session.scalars(sa.select(File)):
                papers[row.digest] = (row.kind, b"")
    for digest, (kind, _) in papers.items():
        papers[digest] = (kind, await platform.blobs.get(digest))
    assert Counter(kind for kind, _ in papers.values()).keys() == {"pdf", "docx"}
    assert len(papers) > 40
    for kind, content in papers.values():
        for page in pages(kind, content):
            assert MARK in page


def pages(kind: str, content: bytes) -> list[str]:
    """The words of each page; a Word file repeats its head on every page of a section."""
    if kind == "pdf":
        return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    document = docx.Document(io.BytesIO(content))
    sections = list(document.sections)
    assert not any(one.different_first_page_header_footer for one in sections)
    assert not document.settings.odd_and_even_pages_header_footer
    return ["\n".join(one.text for one in section.header.paragraphs) for section in sections]


async def test_bodies_people_and_numbers_are_shown_as_invented(played: Played) -> None:
    for tenant in played.player.tenants.values():
        assert tenant.name.endswith("（演示）")
        assert all("演示" in person.name for person in tenant.person)
    for body in played.player.tenants:
        shown = await played.house.gql("{ body { name } }", body=body)
        assert shown["body"]["name"] == played.player.tenants[body].name
    for body in WHO:
        fields = "documentNumber reportNumber archiveNumber opinions { number }"
        for one in await played.lines(body, fields):
            numbers = [opinion["number"] for opinion in one.pop("opinions")]
            numbers += [number for number in one.values() if number]
            assert numbers
            assert all("示" in number for number in numbers)


async def test_a_demo_file_is_downloaded_as_it_was_made(played: Played) -> None:
    seen = await played.case("09", "parts { kind file { id name digest } }")
    part = next(one for one in seen["parts"] if one["kind"] == "OFFICIAL_TEXT")
    login = played.player.login(FIREWORKS, "presidium", "registry_clerk")
    token = await played.player._token(login)
    answer = await played.house.client.get(
        f"/t/{FIREWORKS}/files/{part['file']['id']}",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 200
    assert quote("正式文本.pdf") in answer.headers["content-disposition"]
    assert "禁止燃放烟花爆竹" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()


# --- once, and once only ---------------------------------------------------------------------


async def count_events(house: House) -> int:
    return sum([len(await house.events(code)) for code in house.bodies])


async def test_a_second_run_changes_nothing(played: Played) -> None:
    before = await count_events(played.house)
    house = played.house
    again = await demo.prepare(house.platform, house.schemas, house.databases)
    async with again.client:
        await play(again)
        await again.deliver()
    assert await count_events(house) == before
    assert again.passwords == played.player.passwords
    assert again.notes == played.player.notes
    assert again.notes_path.stat().st_mode & 0o077 == 0, "passwords are the owner's to read"


class Lost(Exception):
    """The answer did not come, though the verb was done."""


class LosesAnswers:
    """Loses the answer to each verb once."""

    def __init__(self) -> None:
        self.lost = set[str]()

    async def __call__(self, answer: httpx.Response) -> None:
        act = answer.request.headers.get("idempotency-key")
        if act is not None and act not in self.lost:
            self.lost.add(act)
            raise Lost(act)


ABOVE = ["3709", COUNTY]
CUT = "370982113"
SAME = "filing_review.", "core.upload_file", "core.deliver_package"


def told(happened: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """What happened besides signing in."""
    return sorted(name for name, _ in happened if name.startswith(SAME))


async def test_a_run_that_is_cut_off_at_every_verb_comes_to_the_same(
    played: Played, open_house: OpenHouse, renda_settings: Settings, tmp_path: Path
) -> None:
    """One case; each time a verb was done the run breaks off, and the next one goes on."""
    fields = f"{OUTCOME} receiptText registerText closedOn parts {{ kind removed }} dueOn"
    loses, cut_off = LosesAnswers(), 0
    async with open_house(settings=own_data(renda_settings, tmp_path)) as house:
        async with house.playing(*ABOVE, CUT):
            pass
        while True:
            player = await demo.prepare(
                house.platform, house.schemas, house.databases, [*ABOVE, CUT]
            )
            player.client.event_hooks = {"response": [loses]}
            async with player.client:
                try:
                    await player.play(Case(player, demo.PAPERS / "13").steps())
                except Lost:
                    cut_off += 1
                    continue
                await player.leave()
                line = await Played(house, player).case("13", fields)
                break
        await know_bodies(house)
        assert cut_off == len(loses.lost) == VERBS_OF_13
        assert line == await played.case("13", fields)
        whole = told(await played.house.events(CUT))
        whole.remove("core.deliver_package")  # Of the text that the county shared with all (33).
        assert told(await house.events(CUT)) == whole


VERBS_OF_13 = 21


async def test_passwords_made_before_a_cut_are_kept(
    open_house: OpenHouse, renda_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loading of bodies breaks off before the last; the next run signs in everywhere."""
    codes = [*ABOVE, "370982103", FIREWORKS]
    real, loaded = demo.loading.load_bodies, list[str]()

    async def breaks_off(*where: Any, codes: list[str]) -> Any:
        if len(loaded) == 3:
            raise Lost(codes[0])
        loaded.extend(codes)
        return await real(*where, codes=codes)

    async with open_house(settings=own_data(renda_settings, tmp_path)) as house:
        with monkeypatch.context() as patched:
            patched.setattr(demo.loading, "load_bodies", breaks_off)
            with pytest.raises(Lost):
                await demo.prepare(house.platform, house.schemas, house.databases, codes)
        player = await demo.prepare(house.platform, house.schemas, house.databases, codes)
        async with player.client:
            for code in codes[1:]:
                login = player.login(code, WHO[code], "registry_clerk")
                assert await player.do(login, "{ viewer { name } }")
