"""`tenants/` is data: the tree of places, their numbers, the bodies, the demonstration papers."""

from __future__ import annotations

import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader

from core.kit.counting import Span, Unit, Workdays, count
from core.kit.papers import plain_text, read_lines, write_pdf
from plugins.deputy_files import practice as deputy_files

TENANTS = Path(__file__).parents[2] / "tenants"
DEMO = TENANTS / "demo"
MARK = "演示样例·非正式公文"
PHONE = re.compile(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?!\d)")

ORGAN_KINDS = {
    "liaison_station",
    "delegation_office",
    "congress",
    "presidium",
    "standing_committee",
    "council_of_chairpersons",
    "office",
    "legislative_affairs_commission",
    "working_commission",
    "special_committee",
    "deputy_affairs_commission",
    "credentials_committee",
    "subdistrict_working_committee",
    "government",
    "department",
    "supervisory_commission",
    "court",
    "procuratorate",
    "subdistrict_office",
    "expert_group",
}
ROLES = {
    "deputy_affairs",
    "group_leader",
    "leave_decider",
    "personal_data_officer",
    "station_keeper",
    "admin",
    "auditor",
    "maker_clerk",
    "maker_signer",
    "registry_clerk",
    "reviewer",
    "review_lead",
    "opinion_checker",
    "opinion_signer",
    "publication_checker",
    "deadline_overseer",
    "credentials_staff",
    "session_secretary",
    "project_secretary",
    "executive_chairperson",
    "teller",
    "scrutineer",
    "deputy",
    "points_clerk",
    "points_head",
    "group_member",
    "idea_collector",
    "candidate_drafter",
    "candidate_signer",
    "project_unit",
}
PARTS = {
    "filing_report",
    "official_text",
    "amendment_decision",
    "drafting_note",
    "legal_basis",
    "fair_competition_review",
    "legality_review",
    "public_notice",
    "reference",
}
ASSESSMENTS = {"feasibility", "evaluation", "legality", "finance"}
STANDARDS = {
    "constitution_text",
    "constitution_spirit",
    "party_decisions",
    "major_reform",
    "reserved_matters",
    "beyond_power",
    "licence_fine_coercion",
    "evades_superior_law",
    "exceeds_grant",
    "procedure",
    "other_illegality",
    "core_values",
    "unreasonable_rights_duties",
    "proportionality",
    "changed_circumstances",
    "other_unsuitable",
}
KINDS = {"notice", "measures", "rules", "opinions", "decision", "resolution", "plan", "other"}
LENGTHS = {
    "notice": (600, 1500),
    "measures": (2000, 5000),
    "decision": (800, 1500),
    "resolution": (800, 1500),
}
PERIODS = {
    "objection_period",
    "filing_period",
    "form_check_period",
    "supplement_period",
    "committee_opinion_period",
    "review_period",
    "answer_period",
    "correction_period",
    "send_period",
    "call_period",
    "request_review_period",
    "incomplete_notice_period",
    "not_started_notice_period",
    "transfer_period",
    "feedback_period",
    "correction_report_period",
    "review_extension",
    "committee_opinion_extension",
}
CADENCES = ["monthly_notice", "quarterly_check", "half_year_report", "year_end_assessment"]
WORKDAYS = Workdays({})
THIRTY_DAYS = Span(30, Unit.DAY)
"""Shandong's number for filing, for the answer and for the correction after it."""

LETTERED = {"04a": "04", "17a": "17", "18a": "18", "22a": "22", "23a": "23"}
NOTHING_TO_FILE = "27"
NOT_IN_A_DEMO_PAPER = (
    "议会",
    "议员",
    "某某",
    "XX",
    "××",
    "TODO",
    "待补",
    "国徽",
    "印章",
    "公章",
    "身份证号：",
)
"""What nobody may read there: foreign words, blanks left open, signs of a real paper."""


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def letters(text: str) -> int:
    """How long a paper is, as an office counts it: without spaces and line ends."""
    return len(re.sub(r"\s", "", text))


def places() -> list[Path]:
    return sorted(path.parent for path in TENANTS.rglob("practice.toml"))


def bodies() -> list[Path]:
    return sorted(TENANTS.rglob("tenant.toml"))


def papers() -> list[Path]:
    """Every package of the demo year; one folder holds none and says why."""
    found = sorted(DEMO.glob("*/filing.toml"))
    return [path for path in found if path.parent.name != NOTHING_TO_FILE]


def autumn() -> list[Path]:
    """The packages of the other county, which are no rows of the year."""
    return sorted(DEMO.glob("huzhou/*/filing.toml"))


def due_on(day: date) -> date:
    return count(day, THIRTY_DAYS, WORKDAYS).due_on


def tables(found: Any) -> Iterator[dict[str, Any]]:
    """Every table at any depth of a file."""
    if isinstance(found, dict):
        yield found
        for inner in found.values():
            yield from tables(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from tables(inner)


def bases(found: Any) -> Iterator[dict[str, Any]]:
    """Every `basis` at any depth of a file."""
    if isinstance(found, dict):
        if "basis" in found:
            yield found["basis"]
        for inner in found.values():
            yield from bases(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from bases(inner)


def numbers(found: Any, key: str = "") -> Iterator[str]:
    """Every document number at any depth of a file."""
    if isinstance(found, dict):
        for inner_key, inner in found.items():
            yield from numbers(inner, inner_key)
    elif isinstance(found, list):
        for inner in found:
            yield from numbers(inner, key)
    elif isinstance(found, str) and key.endswith("number"):
        yield found


def each(paths: list[Path]) -> Any:
    names = [str(path.relative_to(TENANTS)) for path in paths]
    return pytest.mark.parametrize("path", paths, ids=names)


# --- places -------------------------------------------------------------------------------


def test_there_is_no_code_in_tenants() -> None:
    code = [path.name for path in TENANTS.rglob("*.py")]
    assert code in ([], ["__init__.py"])


@each(places())
def test_a_folder_is_named_by_its_code_and_lies_under_its_parent(path: Path) -> None:
    place = load(path / "practice.toml")
    assert place["code"] == path.name
    assert place["name"]
    parent = path.parent.name
    assert path.name == "00" or parent == "00" or path.name.startswith(parent)


@each(places())
def test_levels_follow_the_length_of_the_code(path: Path) -> None:
    lengths = {2: "province", 4: "city", 6: "county", 9: "township"}
    wanted = "nation" if path.name == "00" else lengths[len(path.name)]
    assert load(path / "practice.toml")["level"] == wanted


def test_xintai_has_its_21_units() -> None:
    xintai = TENANTS / "00/37/3709/370982"
    names = [load(path)["place"] for path in sorted(xintai.glob("*/tenant.toml"))]
    assert len(names) == 21
    assert sum(name.endswith("街道") for name in names) == 3
    assert sum(name.endswith("乡") for name in names) == 1


@each(places())
def test_every_value_has_an_article_a_day_and_a_shape(path: Path) -> None:
    for value in load(path / "practice.toml").get("value", []):
        name = value["setting"]
        assert value["basis"]["kind"] in {"law", "local_rule", "decision", "demo"}
        assert value["basis"]["article"]
        assert isinstance(value["basis"]["adopted_on"], date)
        assert isinstance(value["valid_from"], date)
        assert set(value.get("levels", [])) <= {"city", "county", "township"}
        assert set(value.get("kinds", [])) <= {"congress", "subdistrict_committee"}
        check_shape(name, value["value"])


HALF = {"numerator": 1, "denominator": 2, "strict": True}
SHARES = {
    "congress_quorum": {"numerator": 2, "denominator": 3, "strict": False},
    "congress_majority": HALF,
    "committee_quorum": HALF,
    "committee_majority": HALF,
    "council_quorum": {"numerator": 2, "denominator": 3, "strict": False},
    "council_majority": HALF,
}
"""地方组织法第十四条、第二十五条、第五十一条; a council's are free, and the demo's alone ship."""

WORDS_OF_VOTES = {
    "method": {"each", "choose", "choose_each"},
    "ties": {"further_round", "next_meeting"},
    "shortage": {"next_round", "next_meeting", "fewer"},
    "secret": {True, False},
    "electronic": {True},
    "changeable": {True},
}

PLAIN_YES = {
    "copies_up",
    "review_suspension",
    "correction_suspension",
    "yearly_milestones",
    "reminder_letters",
    "call_all_year",
    "quality_check_first",
}


def check_assessment(value: Any) -> None:
    """Every result that may come out has its consequence, and no tier adds up unknown grades."""
    titles = {*(tier["title"] for tier in value["tiers"]), value["otherwise"]}
    assert titles == {one["title"] for one in value["results"]}
    assert all(set(tier["grades"]) <= set(value["grades"]) for tier in value["tiers"])
    assert value["assessor"] in {"congress", "standing_committee", "council"}


def check_shape(setting: str, value: Any) -> None:
    room, _, name = setting.partition(".")
    if room == "core" and name != "remind_before":
        assert value is True
    elif name in {*PERIODS, "remind_before"}:
        assert value["amount"] > 0
        assert value["unit"] in {"day", "working_day", "month"}
    elif name == "assessments":
        assert set(value) <= ASSESSMENTS
    elif name == "call_months":
        assert {1 <= month <= 12 for month in value} == {True}
    elif name == "extra_candidates":
        assert 0 <= value["least"] <= value.get("most", value["least"])
    elif name == "package_parts":
        assert set(value) <= PARTS
    elif name == "routes":
        assert all({route["maker"], route["receiver"]} <= ORGAN_KINDS for route in value)
        assert all(route.get("to", "own") in {"own", "parent"} for route in value)
        # Who may annul is never said without the article.
        annulled_by = [one for route in value for one in route.get("annulled_by", [])]
        assert all(re.search(r"（.+第.+条.*）$", one) for one in annulled_by)
    elif name == "cadences":
        told = [one["kind"] for one in value]
        assert told
        assert told == [one for one in CADENCES if one in told]
        assert all(one["by"] in {"government", "group"} and one["every"] > 0 for one in value)
    elif name == "adjustment":
        assert value["decided_by"] in {"congress", "standing_committee"}
        assert value["noticed_by"] in {"presidium", "standing_committee"}
    elif name in PLAIN_YES:
        assert value is True
    elif name == "catalogue_day":
        assert date(2025, value["month"], value["day"])
    elif name == "platform":
        assert (TENANTS / "00" / value).is_dir()
    elif name in {"opinion_majority", "examination_majority", "adjustment_majority"}:
        assert value == {"numerator": 1, "denominator": 2, "strictly_more": True}
    elif name in SHARES:
        assert (value.get("share", value), value.get("base", "all")) == (SHARES[name], "all")
    elif name in WORDS_OF_VOTES:
        assert value in WORDS_OF_VOTES[name]
    elif name == "validity":
        assert set(value) == {"two_marks", "blank_item", "blank_ballot"}
    elif name == "assessment":
        check_assessment(value)
    elif name == "publish_to":
        assert value == ["deputy", "group", "body", "public"]
    elif name == "own_days":
        assert 0 <= value <= 365
    elif setting == "deputy_points.rules":
        # What a rule may say, and that it does not contradict itself, is its plugin's to test.
        assert value["kinds"]
    elif name == "mark_sign":
        assert value == "√"
    elif name in LISTS_OF_FILES:
        assert value
        msgspec.convert(value, LISTS_OF_FILES[name])
    else:
        assert name in {"paper_copies", "handout_days", *NUMBERS_OF_FILES}
        assert type(value) is int


NUMBERS_OF_FILES = {"near_text", "like_days", "largest_photo", "absences_shown"}
LISTS_OF_FILES: dict[str, Any] = {
    setting.name.partition(".")[2]: setting.type
    for setting in deputy_files.SETTINGS
    if setting.name.partition(".")[2] not in NUMBERS_OF_FILES
}


@each(places())
def test_what_is_invented_says_so(path: Path) -> None:
    for value in load(path / "practice.toml").get("value", []):
        invented = value["basis"]["kind"] == "demo"
        assert ("（演示）" in value["basis"]["title"]) is invented
        assert invented is value.get("note", "").startswith("示例")


@each(sorted(TENANTS.rglob("*.toml")))
def test_every_basis_has_a_title(path: Path) -> None:
    assert all(basis["title"] for basis in bases(load(path)))


# --- bodies -------------------------------------------------------------------------------


@each(bodies())
def test_a_body_is_whole(path: Path) -> None:
    body = load(path)
    place = load(path.parent / "practice.toml")
    assert (body["code"], body["place"], body["level"]) == (
        path.parent.name,
        place["name"],
        place["level"],
    )
    assert body["kind"] in {"congress", "subdistrict_committee"}
    assert body["name"].endswith("（演示）")
    assert {organ["kind"] for organ in body["organ"]} <= ORGAN_KINDS
    codes = [organ["code"] for organ in body["organ"]]
    assert len(codes) == len(set(codes))
    for person in body["person"]:
        assert person["organ"] in codes
        assert person["name"].startswith("演示·")
        assert person["post"]
        assert person["roles"]
        assert set(person["roles"]) <= ROLES


def with_plugin(name: str) -> list[Path]:
    """The bodies in which a plugin is on from the start."""
    return [path for path in bodies() if any(one["name"] == name for one in load(path)["plugin"])]


def plugin_of(path: Path, name: str) -> dict[str, Any]:
    """How a plugin of a body was turned on."""
    (found,) = (one for one in load(path)["plugin"] if one["name"] == name)
    return found


def check_basis(plugin: dict[str, Any], latest: date) -> None:
    """The paper behind a plugin is invented, has a number and a scope, and came first."""
    assert "（演示）" in plugin["basis"]["title"]
    assert "示" in plugin["basis"]["number"]
    assert plugin["basis"]["scope"]
    assert plugin["basis"]["adopted_on"] <= plugin["basis"]["valid_from"] <= latest


@each(with_plugin("filing_review"))
def test_no_maker_reviews_itself(path: Path) -> None:
    makers, reviewers = set[str](), set[str]()
    for person in load(path)["person"]:
        if {"maker_clerk", "maker_signer"} & set(person["roles"]):
            makers.add(person["organ"])
        if {"registry_clerk", "reviewer", "opinion_signer"} & set(person["roles"]):
            reviewers.add(person["organ"])
    assert makers
    assert reviewers
    assert not makers & reviewers


@each(bodies())
def test_every_body_has_a_plugin_on_and_none_twice(path: Path) -> None:
    names = [one["name"] for one in load(path)["plugin"]]
    assert names
    assert len(names) == len(set(names))
    assert set(names) <= {"deputy_files", "filing_review", "people_votes"}


@each(with_plugin("filing_review"))
def test_filing_review_is_on_by_the_right_kind_of_paper(path: Path) -> None:
    body, plugin = load(path), plugin_of(path, "filing_review")
    township = "handover_notice" if body["kind"] == "subdistrict_committee" else "decision"
    wanted = township if body["level"] == "township" else "measures"
    assert plugin["basis"]["kind"] == wanted
    check_basis(plugin, date(2025, 1, 1))


@each(with_plugin("people_votes"))
def test_people_votes_is_on_by_a_decision_and_has_its_people(path: Path) -> None:
    body, plugin = load(path), plugin_of(path, "people_votes")
    assert plugin["basis"]["kind"] == "decision"
    check_basis(plugin, date(2025, 1, 1))
    roles = Counter(role for one in body["person"] for role in one["roles"])
    assert roles["teller"] == roles["scrutineer"] == 2
    officials = [set(one["roles"]) & {"teller", "scrutineer"} for one in body["person"]]
    assert all(len(one) <= 1 for one in officials)
    council = body["kind"] == "subdistrict_committee"
    assert (roles["deputy"] == 0) is council, "a subdistrict has no deputies of its own"


@pytest.mark.parametrize("path", sorted((DEMO / "points").glob("*.toml")), ids=lambda p: p.stem)
def test_where_points_are_played_every_hand_is_there(path: Path) -> None:
    """Whatever the verbs of points need somebody for can be tried, erasing included."""
    code = load(path)["body"]
    (body,) = (load(one) for one in bodies() if one.parent.name == code)
    held = {role for person in body["person"] for role in person["roles"]}
    assert held >= {
        "points_clerk",
        "points_head",
        "publication_checker",
        "deputy_affairs",
        "personal_data_officer",
    }


def test_logins_are_unique_in_the_whole_deployment() -> None:
    logins = [person["login"] for path in bodies() for person in load(path)["person"]]
    assert len(logins) == len(set(logins))
    assert all(re.fullmatch(r"\d+-[a-z-]+", login) for login in logins)


# --- demonstration papers -----------------------------------------------------------------


def texts_of(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.md"))


def parts_of(paper: dict[str, Any]) -> list[dict[str, Any]]:
    return paper["part"] + paper["play"].get("supplement", {}).get("part", [])


def organs_of(code: str) -> set[str]:
    (path,) = (path for path in bodies() if path.parent.name == code)
    return {organ["code"] for organ in load(path)["organ"]}


def test_every_row_of_the_year_has_its_folder() -> None:
    rows = {f"{row:02d}" for row in range(1, 34)} | set(LETTERED)
    assert {path.parent.name for path in DEMO.glob("*/filing.toml")} == rows
    assert {path.parent.name for path in papers()} == rows - {NOTHING_TO_FILE}


def test_no_row_is_held_back_from_the_play() -> None:
    assert [path.parent.name for path in DEMO.rglob("filing.toml") if "played" in load(path)] == []


def test_whoever_looks_is_sent_to_people_who_are_there() -> None:
    for sight in load(DEMO / "sights.toml")["sight"]:
        (path,) = (path for path in bodies() if path.parent.name == sight["body"])
        people = [one for one in load(path)["person"] if one["organ"] == sight["organ"]]
        assert any(sight["role"] in person["roles"] for person in people)


def test_what_need_not_be_filed_says_why_and_is_no_package() -> None:
    folder = DEMO / NOTHING_TO_FILE
    assert [path.name for path in folder.iterdir()] == ["filing.toml"]
    note = load(folder / "filing.toml")
    assert "不具有普遍约束力" in note["nothing_to_file"]
    assert "play" not in note
    assert "part" not in note


@each(papers())
def test_a_paper_is_addressed_to_organs_that_exist(path: Path) -> None:
    paper = load(path)
    assert f"{paper['row']:02d}{paper.get('row_letter', '')}" == path.parent.name
    assert paper["maker_organ"] in organs_of(paper["maker"])
    assert paper["receiver_organ"] in organs_of(paper["receiver"])
    assert {review["organ"] for review in paper["play"].get("review", [])} <= organs_of(
        paper["receiver"]
    )


@each([*papers(), *autumn()])
def test_the_official_text_is_realistic_in_form_and_length(path: Path) -> None:
    paper = load(path)
    text = (path.parent / "official.md").read_text(encoding="utf-8")
    assert paper["title"] in read_lines(text)[0].text
    assert paper["document_number"] in text
    assert paper["kind"] in KINDS
    shortest, longest = LENGTHS.get(paper["kind"], (1000, 5000))
    assert shortest <= letters(plain_text(text)) <= longest
    assert "施行" in text or "试行" in text
    if paper["kind"] in {"decision", "resolution"}:
        assert "valid_until" not in paper
        return
    until = paper["valid_until"]
    assert f"{until.year}年{until.month}月{until.day}日" in text


@each([*papers(), *autumn()])
def test_numbers_and_names_show_that_they_are_invented(path: Path) -> None:
    paper = load(path)
    assert all("示" in number for number in numbers(paper))
    names = [paper["drafter"], paper["checker"], paper["signer"]]
    assert all(name.startswith("演示·") for name in names)
    for text in (file.read_text(encoding="utf-8") for file in texts_of(path)):
        assert MARK not in text, "the mark is added to every page by core.kit.papers"
        assert all("示" in number for number in re.findall(r"[一-鿿]+〔\d{4}〕\d+号", text))
        assert not PHONE.search(text)
        assert not [word for word in NOT_IN_A_DEMO_PAPER if word in text]


@each([*papers(), *autumn()])
def test_every_signed_paper_names_its_body_as_a_demonstration(path: Path) -> None:
    for file in texts_of(path):
        lines = read_lines(file.read_text(encoding="utf-8"))
        signed = [line.text for line in lines if line.kind == "signature"]
        assert all("（演示）" in text or re.search(r"\d日$", text) for text in signed)


@each([*papers(), *autumn()])
def test_every_part_has_its_file_and_every_file_its_use(path: Path) -> None:
    paper = load(path)
    assert {part["kind"] for part in parts_of(paper)} <= PARTS
    assert {part["format"] for part in parts_of(paper)} <= {"docx", "pdf"}
    used = [table["file"] for table in tables(paper) if "file" in table]
    assert sorted(used) == [file.name for file in texts_of(path)]


@each(papers())
def test_the_package_lacks_only_what_the_play_asks_for(path: Path) -> None:
    paper = load(path)
    wanted = {"filing_report", "official_text", "drafting_note", "legal_basis"}
    if len(paper["receiver"]) == 9:
        wanted.add("fair_competition_review")
    if "replaces" in paper and paper["row"] != 10:
        wanted.add("amendment_decision")
    missing = wanted - {part["kind"] for part in paper["part"]}
    assert missing == set(paper["play"].get("withheld", {}).get("missing", []))
    assert wanted <= {part["kind"] for part in parts_of(paper)}


@each([*papers(), *autumn()])
def test_a_fault_stands_where_the_finding_says(path: Path) -> None:
    text = (path.parent / "official.md").read_text(encoding="utf-8")
    for finding in load(path)["play"].get("finding", []):
        assert finding["standard"] in STANDARDS
        assert finding["seriousness"] in {"serious", "moderate", "slight"}
        assert finding["problem"]
        assert finding["advice"]
        assert finding["quote"] in text
        if finding["quote"]:
            assert finding["quote"] in clause(text, finding["clause"])


def clause(text: str, name: str) -> str:
    """One article (第六条), or the item of a notice (第四条 is 四、) with its number."""
    number = name.removeprefix("第").removesuffix("条")
    for paragraph in text.splitlines():
        if paragraph.startswith((f"第{number}条", f"{number}、")):
            return paragraph
    raise AssertionError(f"no {name}")


def test_the_planted_faults_are_the_ones_of_the_year() -> None:
    found = {
        path.parent.name: [finding["clause"] for finding in load(path)["play"].get("finding", [])]
        for path in papers()
    }
    assert {row: clauses for row, clauses in found.items() if clauses} == {
        "03": ["第十六条", "第十一条"],
        "04": ["第七条"],
        "05": ["第六条"],
        "09": ["第一条", "第四条", "第六条"],
        "13": ["第五条", "第六条", "第九条", "全文"],
        "14": ["第五条", "第六条", "第七条"],
        "15": ["第二条", "第四条"],
        "16": ["第四条", "第四条"],
        "17": ["第五条"],
        "18": ["第十一条", "第十二条", "第十四条"],
        "19": ["第四条", "第四条"],
        "21": ["第七条", "全文"],
        "22": ["第四条"],
        "23": ["第十条", "第十五条"],
        "25": ["第三条", "第三条"],
    }


@each([*papers(), *autumn()])
def test_the_days_come_in_order_and_offices_are_open(path: Path) -> None:
    paper = load(path)
    play = paper["play"]
    steps = [paper["adopted_on"], paper["printed_on"], paper["published_on"], play["filed_on"]]
    steps.append(play["received_on"])
    for act in ("withheld", "supplement", "returned"):
        steps += [play[act]["on"]] if act in play else []
    steps += [play["registered_on"]] if "registered_on" in play else []
    for act in ("meeting", "opinion", "answer", "correction", "closed"):
        steps += [play[act]["on"]] if act in play else []
    assert all(one <= next_one for one, next_one in pairwise(steps))
    steps += [table["on"] for table in tables(play) if "on" in table]
    assert [day for day in steps if not WORKDAYS.is_working(day)[0]] == []


STORY = (
    ("unfiled", "late_notice"),
    ("opinion", "answer", "proposal", "bill", "bill_withdrawn", "closed"),
    ("opinion", "answer", "pause", "correction"),
    ("talk", "plan", "pause", "correction", "closed"),
    ("reminder", "reminder_reply", "closed"),
    ("answer", "correction", "refund", "closed"),
    ("opinion", "overdue", "chaser", "report_up", "county_request", "government_order",
     "correction", "closed"),
    ("draft_advice", "closed"),
)  # fmt: skip
"""What comes after what, where both are there."""


@each(papers())
def test_each_letter_comes_after_what_it_answers(path: Path) -> None:
    paper = load(path)
    play = paper["play"]
    for names in STORY:
        days = [play[name]["on"] for name in names if name in play]
        assert all(one <= next_one for one, next_one in pairwise(days))
    if "draft_advice" in play:
        assert play["draft_advice"]["on"] < paper["adopted_on"]
    if "unfiled" in play:
        assert due_on(paper["published_on"]) < play["unfiled"]["on"] < play["filed_on"]
    for one, next_one in pairwise(play.get("passed_up", [])):
        assert (one["to"], one["to_organ"]) == (next_one["of"], next_one["of_organ"])
        assert one["on"] <= next_one["received_on"] <= next_one["on"]


@each(papers())
def test_each_deadline_is_kept_or_its_breach_is_the_story(path: Path) -> None:
    paper, name = load(path), path.parent.name
    play = paper["play"]
    late = play["filed_on"] > due_on(paper["published_on"])
    assert late is (name in {"02", "20", "21"})
    assert late is ("late_notice" in play)
    if "filing_due_on" in play:
        assert play["filing_due_on"] == play["filed_on"] == due_on(paper["published_on"])
    if "opinion" in play and "answer" in play:
        assert play["answer"]["on"] <= due_on(play["opinion"]["on"])
    if "overdue" in play:
        assert play["overdue"]["due_on"] == due_on(play["opinion"]["on"]) == date(2025, 10, 9)
        assert "answer" not in play
    if play.get("answer", {}).get("agrees"):
        stands_still = play.get("pause", {}).get("stops") == "correction_period"
        assert stands_still or play["correction"]["on"] <= due_on(play["answer"]["on"])


@each([*papers(), *autumn()])
def test_numbers_of_a_paper_stand_in_its_paper(path: Path) -> None:
    for table in tables(load(path)["play"]):
        if "file" in table and "number" in table:
            text = (path.parent / table["file"]).read_text(encoding="utf-8")
            assert table["number"] in text
            year, month, day = table["on"].year, table["on"].month, table["on"].day
            assert f"{year}年{month}月{day}日" in text


@each([*papers(), *autumn()])
def test_a_case_ends_in_one_way(path: Path) -> None:
    play = load(path)["play"]
    if "returned" in play:
        assert "registered_on" not in play
        assert "closed" not in play
        return
    correction = play.get("correction", {}).get("kind")
    assert play["closed"]["outcome"] == OUTCOMES[correction]


OUTCOMES = {"amend": "amended", "repeal": "repealed", "annul": "annulled", None: "no_problem"}


def test_the_figures_of_the_year_come_out() -> None:
    found = {path.parent.name: load(path) for path in papers()}
    here = {name: paper for name, paper in found.items() if paper["receiver"] != "3709"}
    registered = {name for name, paper in here.items() if "registered_on" in paper["play"]}
    organs = Counter(here[name]["receiver_organ"] for name in registered)
    assert (len(here), len(registered)) == (36, 33)
    assert organs == {
        "legislative_affairs": 10,
        "presidium": 20,
        "subdistrict_working_committee": 3,
    }
    assert here.keys() - registered == {"08", "12", "24"}
    late = {name for name in registered if "late_notice" in here[name]["play"]}
    missed = {name for name in registered if here[name]["play"].get("unfiled", {}).get("missed")}
    assert (len(registered - late), late, missed) == (30, {"02", "20", "21"}, {"20", "21"})
    assert {name for name in here if "withheld" in here[name]["play"]} == {"06", "13"}
    outcomes = Counter(here[name]["play"]["closed"]["outcome"] for name in registered)
    assert outcomes == {"no_problem": 19, "amended": 6, "repealed": 7, "annulled": 1}
    assert [name for name in here if "reminder" in here[name]["play"]] == ["03"]
    assert [name for name in here if "passed_up" in here[name]["play"]] == ["19"]
    assert sum("replaces" in paper for paper in here.values()) == 6
    assert [name for name in found if name not in here] == ["26"]
    assert "registered_on" in found["26"]["play"]


def test_a_presidium_decides_by_more_than_half_of_its_members() -> None:
    found = [table for path in papers() for table in tables(load(path)["play"])]
    meetings = [table["meeting"] for table in found if "meeting" in table]
    assert len(meetings) == 11
    for meeting in meetings:
        votes = meeting["in_favour"] + meeting["against"] + meeting["abstain"]
        assert votes == meeting["present"] <= meeting["members"]
        assert 2 * meeting["in_favour"] > meeting["members"]


def test_a_congress_annuls_by_more_than_half_of_all_deputies() -> None:
    vote = load(DEMO / "14/filing.toml")["play"]["correction"]
    votes = vote["in_favour"] + vote["against"] + vote["abstain"]
    assert votes == vote["present"] <= vote["deputies"]
    assert 3 * vote["present"] >= 2 * vote["deputies"]
    assert 2 * vote["in_favour"] > vote["deputies"]
    text = (DEMO / "14/annulment.md").read_text(encoding="utf-8")
    assert "应到代表62名，实到57名，赞成51票，反对2票，弃权4票" in text


def test_the_refund_adds_up() -> None:
    refund = load(DEMO / "15/filing.toml")["play"]["refund"]
    assert refund["collected_yuan"] == refund["refunded_yuan"] + refund["kept_yuan"]
    assert refund["collected_from_people"] == refund["refunded_people"] + refund["kept_for_people"]
    per_person, per_shop = 12, 240
    people, shops = refund["collected_from_people"], refund["collected_from_shops"]
    assert people * per_person + shops * per_shop == refund["collected_yuan"]
    assert refund["kept_for_people"] * per_person == refund["kept_yuan"]
    assert refund["on"] <= refund["due_on"]
    text = (DEMO / "15/refund-report.md").read_text(encoding="utf-8")
    figures = [refund[name] for name in ("collected_yuan", "refunded_yuan", "kept_yuan")]
    assert all(f"{figure}元" in text for figure in figures)


@pytest.mark.parametrize(("new", "old"), [*LETTERED.items(), ("10", "09")])
def test_a_new_filing_names_the_text_it_replaces(new: str, old: str) -> None:
    amended, first = load(DEMO / new / "filing.toml"), load(DEMO / old / "filing.toml")
    assert amended["replaces"] == old
    assert first["play"]["correction"]["document"] == new
    assert first["play"]["correction"]["on"] == amended["published_on"]
    assert amended["play"]["registered_on"] <= first["play"]["closed"]["on"]
    report = (DEMO / new / "filing-report.md").read_text(encoding="utf-8")
    assert f"系{first['document_number']}的修改文本" in report
    text = (DEMO / new / "official.md").read_text(encoding="utf-8")
    quotes = [finding["quote"] for finding in first["play"]["finding"]]
    assert not [quote for quote in quotes if quote and quote in text]


CATALOGUE = load(DEMO / "catalogue.toml")["return"]


def test_every_maker_hands_in_its_catalogue_by_the_end_of_january() -> None:
    sent = [(one["maker"], one["maker_organ"]) for one in CATALOGUE if one["year"] == 2025]
    assert len(sent) == len(set(sent)) == 4 + 21 + 1 + 1
    for one in CATALOGUE:
        assert one["maker_organ"] in organs_of(one["maker"])
        assert one["receiver_organ"] in organs_of(one["receiver"])
        assert date(one["year"] + 1, 1, 1) < one["on"] <= date(one["year"] + 1, 1, 31)
        assert WORKDAYS.is_working(one["on"])[0]
        assert one["nil"] is ("line" not in one)


def test_the_catalogue_tells_of_every_document_and_finds_the_one_never_filed() -> None:
    found = {path.parent.name: load(path) for path in papers()}
    listed = dict[str, dict[str, Any]]()
    for one in CATALOGUE:
        for line in one.get("line", []):
            listed[line["case"]] = line
            paper = found[line["case"]]
            assert (one["maker"], one["maker_organ"]) == (paper["maker"], paper["maker_organ"])
            assert line["published_on"].year == one["year"]
            for fact in ("title", "document_number", "published_on"):
                assert line[fact] == paper[fact]
    assert listed.keys() == {n for n, paper in found.items() if "registered_on" in paper["play"]}
    matched_on = found["20"]["play"]["unfiled"]["on"]
    unfiled = [name for name in listed if found[name]["play"]["filed_on"] > matched_on]
    assert unfiled == ["20"]


def test_the_amended_text_is_linked_to_the_old() -> None:
    old, new = load(DEMO / "09/filing.toml"), load(DEMO / "10/filing.toml")
    assert old["play"]["correction"]["document"] == "10"
    assert new["replaces"] == "09"
    assert old["document_number"] in (DEMO / "10/official.md").read_text(encoding="utf-8")
    county = load(DEMO / "01/filing.toml")
    assert county["document_number"] in (DEMO / "10/official.md").read_text(encoding="utf-8")


def test_one_paper_in_five_has_an_ordinary_slip() -> None:
    slips = [path.parent.name for path in papers() if "slip" in load(path)]
    assert slips == ["01", "04", "11", "16", "22", "29", "32"]
    assert 0.15 < len(slips) / len(papers()) < 0.25
    for name in slips:
        paper = load(DEMO / name / "filing.toml")
        if "slip_file" in paper:
            text = (DEMO / name / paper["slip_file"]).read_text(encoding="utf-8")
            assert paper["slip_text"] in text
    report = (DEMO / "01/filing-report.md").read_text(encoding="utf-8")
    assert "1月9日（二〇二五年一月八日）" in report
    assert "考核细则" in (DEMO / "11/filing-report.md").read_text(encoding="utf-8")
    assert "附件：积分标准表" in (DEMO / "11/official.md").read_text(encoding="utf-8")


@each([*papers(), *autumn()])
def test_every_page_of_every_paper_bears_the_mark_and_reports_have_one_page(path: Path) -> None:
    for file in texts_of(path):
        content = write_pdf(file.read_text(encoding="utf-8"), MARK)
        pages = PdfReader(io.BytesIO(content)).pages
        assert all(MARK in page.extract_text() for page in pages)
        assert len(pages) == 1 or file.name != "filing-report.md"
