"""Every confirmed time limit of the rules, counted from the shipped practice; and where none is.

Each case is named by its rule and article. The numbers come from `tenants/`; only the two national
rules, which bind no local body here, have theirs in the table below.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from core import Level, Span, Unit
from core.kit.counting import Workdays, count
from core.kit.deadlines.reckoning import Extension, extended
from core.loading import TENANTS, Practice, folders, read
from core.practice import PracticeValue, resolve
from core.tenancy import Body, BodyKind
from plugins.filing_review import practice

CALENDAR = Workdays({})
SETTINGS = {one.name: one for one in practice.SETTINGS}
PERIODS = [name for name in SETTINGS if name.endswith("_period")]


def shipped() -> list[PracticeValue]:
    """All values of the plugin that ship, as rows."""
    rows = list[PracticeValue]()
    for folder in folders(TENANTS):
        if not (folder / "practice.toml").exists():
            continue
        place = read(folder / "practice.toml", Practice)
        rows += [
            PracticeValue(
                jurisdiction_code=place.code,
                body_id=None,
                setting=value.setting,
                version=1,
                value=value.value,
                levels=list(value.levels),
                kinds=list(value.kinds),
                rule_kind=value.basis.kind,
                rule_title=value.basis.title,
                article=value.basis.article,
                valid_from=value.valid_from,
                valid_to=value.valid_to,
            )
            for value in place.value
        ]
    return rows


VALUES = shipped()


@dataclass(frozen=True)
class Place:
    """Where a body stands: its places from the nearest up, and its level."""

    chain: tuple[str, ...]
    level: Level


BEIJING = Place(("11", "00"), Level.COUNTY)
SHANGHAI = Place(("31", "00"), Level.COUNTY)
SHANDONG = Place(("37", "00"), Level.COUNTY)
HENAN = Place(("41", "00"), Level.COUNTY)
HUZHOU = Place(("3305", "33", "00"), Level.TOWNSHIP)
NATION = Place(("00",), Level.COUNTY)


def held(place: Place, name: str, day: date) -> Any:
    """What holds there on a day, with its rule."""
    body = Body(level=place.level, kind=BodyKind.CONGRESS)
    setting = SETTINGS[f"filing_review.{name}"]
    chain_values = [one for one in VALUES if one.jurisdiction_code in place.chain]
    return resolve(setting, chain_values, body, place.chain, day)


CASES = [
    # rule and article, place, setting, article as shipped, trigger, last day
    ("BJ-11-filing", BEIJING, "filing_period", "第十一条", "2025-01-06", "2025-02-05"),
    ("BJ-12-form-check", BEIJING, "form_check_period", "第十二条", "2025-01-20", "2025-02-05"),
    ("BJ-12-supplement", BEIJING, "supplement_period", "第十二条", "2025-03-03", "2025-03-13"),
    ("BJ-22-send", BEIJING, "send_period", "第二十二条", "2025-01-23", "2025-02-06"),
    (
        "BJ-23-opinion",
        BEIJING,
        "committee_opinion_period",
        "第二十三条",
        "2025-04-01",
        "2025-05-06",
    ),
    ("BJ-23-review", BEIJING, "review_period", "第二十三条", "2024-11-30", "2025-02-28"),
    (
        "BJ-24-incomplete",
        BEIJING,
        "incomplete_notice_period",
        "第二十四条",
        "2026-02-12",
        "2026-02-26",
    ),
    (
        "BJ-25-not-started",
        BEIJING,
        "not_started_notice_period",
        "第二十五条",
        "2026-02-06",
        "2026-02-24",
    ),
    ("BJ-17-transfer", BEIJING, "transfer_period", "第十七条", "2025-06-10", "2025-06-20"),
    ("BJ-29-answer", BEIJING, "answer_period", "第二十九条", "2025-06-10", "2025-07-10"),
    ("BJ-30-report", BEIJING, "correction_report_period", "第三十条", "2025-12-04", "2026-01-04"),
    ("SH-10-filing", SHANGHAI, "filing_period", "第十条", "2025-09-03", "2025-10-09"),
    ("SH-12-form-check", SHANGHAI, "form_check_period", "第十二条", "2025-09-26", "2025-10-10"),
    ("SH-12-supplement", SHANGHAI, "supplement_period", "第十二条", "2025-01-20", "2025-02-08"),
    ("SH-15-opinion", SHANGHAI, "committee_opinion_period", "第十五条", "2026-01-16", "2026-02-24"),
    ("SH-33-answer", SHANGHAI, "answer_period", "第三十三条", "2025-12-31", "2026-02-28"),
    ("SD-7-filing", SHANDONG, "filing_period", "第七条", "2024-01-11", "2024-02-18"),
    ("SD-17-request", SHANDONG, "request_review_period", "第十七条", "2023-11-30", "2024-02-29"),
    ("SD-19-answer", SHANDONG, "answer_period", "第十九条", "2025-01-20", "2025-02-19"),
    ("SD-19-correction", SHANDONG, "correction_period", "第十九条", "2025-02-19", "2025-03-21"),
    ("SD-22-feedback", SHANDONG, "feedback_period", "第二十二条", "2024-02-01", "2024-02-18"),
    ("HN-filing", HENAN, "filing_period", "条文序号待核", "2024-01-30", "2024-02-29"),
    ("HN-opinion", HENAN, "committee_opinion_period", "条文序号待核", "2025-03-03", "2025-04-02"),
    ("HN-request", HENAN, "request_review_period", "条文序号待核", "2025-03-03", "2025-04-02"),
    ("HN-answer", HENAN, "answer_period", "条文序号待核", "2025-06-10", "2025-07-10"),
    ("HN-56-correction", HENAN, "correction_period", "第五十六条", "2025-06-10", "2025-07-10"),
    ("HN-57-report", HENAN, "correction_report_period", "第五十七条", "2025-06-10", "2025-07-10"),
    ("HZ-4-filing", HUZHOU, "filing_period", "第四条", "2025-09-08", "2025-09-23"),
    ("HZ-4-form-check", HUZHOU, "form_check_period", "第四条", "2025-09-26", "2025-09-30"),
    ("HZ-4-supplement", HUZHOU, "supplement_period", "第四条", "2025-09-26", "2025-10-10"),
]


@pytest.mark.parametrize(
    ("place", "name", "article", "trigger", "due"),
    [pytest.param(*case[1:], id=case[0]) for case in CASES],
)
def test_the_rule_gives_this_day(
    place: Place, name: str, article: str, trigger: str, due: str
) -> None:
    found = held(place, name, date.fromisoformat(trigger))
    assert found.value is not None
    assert article in found.holding.rule_text
    assert count(date.fromisoformat(trigger), found.value, CALENDAR).due_on.isoformat() == due


LONGER = [
    ("BJ-23-review-longer", BEIJING, "review_extension", "第二十三条", "2025-02-28", "2025-05-28"),
    (
        "BJ-23-opinion-longer",
        BEIJING,
        "committee_opinion_extension",
        "第二十三条",
        "2025-05-06",
        "2025-06-05",
    ),
    (
        "HN-opinion-longer",
        HENAN,
        "committee_opinion_extension",
        "条文序号待核",
        "2025-04-02",
        "2025-05-06",
    ),
]


@pytest.mark.parametrize(
    ("place", "name", "article", "due_before", "due"),
    [pytest.param(*case[1:], id=case[0]) for case in LONGER],
)
def test_the_rule_lengthens_to_this_day(
    place: Place, name: str, article: str, due_before: str, due: str
) -> None:
    before = date.fromisoformat(due_before)
    found = held(place, name, before)
    assert article in found.holding.rule_text
    told = extended(before, Extension(before, found.value), CALENDAR, roll_forward=True)
    assert told.due_on.isoformat() == due


SILENT = [
    ("SD-no-form-check", SHANDONG, "form_check_period"),
    ("SD-23-supplement-by-notice", SHANDONG, "supplement_period"),
    ("SD-no-opinion", SHANDONG, "committee_opinion_period"),
    ("SD-no-own-motion", SHANDONG, "review_period"),
    ("SD-no-extension", SHANDONG, "review_extension"),
    ("SD-no-suspension", SHANDONG, "review_suspension"),
    ("SD-no-pause-of-the-correction", SHANDONG, "correction_suspension"),
    ("SD-no-longer-correction", SHANDONG, "correction_extension"),
    ("SD-14-transfer-no-number", SHANDONG, "transfer_period"),
    ("SH-no-own-motion", SHANGHAI, "review_period"),
    ("SH-no-send", SHANGHAI, "send_period"),
    ("SH-no-request", SHANGHAI, "request_review_period"),
    ("SH-36-feedback-no-number", SHANGHAI, "feedback_period"),
    ("SH-no-transfer", SHANGHAI, "transfer_period"),
    ("SH-correction-as-in-plan", SHANGHAI, "correction_period"),
    ("BJ-34-feedback-no-number", BEIJING, "feedback_period"),
    ("BJ-correction-as-in-plan", BEIJING, "correction_period"),
    ("BJ-no-longer-correction", BEIJING, "correction_extension"),
    ("BJ-no-longest-plan", BEIJING, "plan_period"),
    ("SH-no-longest-plan", SHANGHAI, "plan_period"),
    ("HN-no-longer-correction", HENAN, "correction_extension"),
    ("HN-no-form-check", HENAN, "form_check_period"),
    ("HN-no-supplement", HENAN, "supplement_period"),
    ("HN-no-feedback", HENAN, "feedback_period"),
    ("HZ-no-opinion", HUZHOU, "committee_opinion_period"),
    ("HZ-no-review", HUZHOU, "review_period"),
    ("HZ-no-answer", HUZHOU, "answer_period"),
    ("HZ-no-paper-copies", HUZHOU, "paper_copies"),
    ("HZ-no-catalogue", HUZHOU, "catalogue_day"),
]


@pytest.mark.parametrize(
    ("place", "name"), [pytest.param(*case[1:], id=case[0]) for case in SILENT]
)
def test_where_no_number_is_confirmed_there_is_no_clock(place: Place, name: str) -> None:
    assert held(place, name, date(2026, 6, 1)).value is None


@pytest.mark.parametrize("name", PERIODS)
def test_no_national_number_is_anybodys_default(name: str) -> None:
    """Neither the national standing committee's own numbers nor an unconfirmed six months."""
    for day in (date(2020, 1, 1), date(2026, 6, 1)):
        assert held(NATION, name.partition(".")[2], day).value is None


REFERENCE = [
    # 国务院《法规规章备案审查条例》2024, and the national standing committee's own work.
    ("SC-filing", Span(30, Unit.DAY), "2025-01-06", "2025-02-05"),
    ("SC-supplement", Span(15, Unit.DAY), "2025-01-16", "2025-02-05"),
    ("SC-review", Span(2, Unit.MONTH), "2023-12-31", "2024-02-29"),
    ("SC-answer", Span(30, Unit.DAY), "2025-06-10", "2025-07-10"),
    ("LL-109-filing", Span(30, Unit.DAY), "2024-01-11", "2024-02-18"),
    ("NPCSC-2019-13-form-check", Span(15, Unit.DAY), "2025-09-20", "2025-10-09"),
    ("LL-112-answer", Span(2, Unit.MONTH), "2025-06-10", "2025-08-11"),
]


@pytest.mark.parametrize(
    ("span", "trigger", "due"), [pytest.param(*case[1:], id=case[0]) for case in REFERENCE]
)
def test_national_numbers_count_alike(span: Span, trigger: str, due: str) -> None:
    """For reference only: no body here is bound by them."""
    assert count(date.fromisoformat(trigger), span, CALENDAR).due_on.isoformat() == due


@pytest.mark.parametrize(
    ("place", "copies"),
    [
        pytest.param(BEIJING, 2, id="BJ-11"),
        pytest.param(SHANGHAI, 3, id="SH-10"),
        pytest.param(SHANDONG, 5, id="SD-7"),
        pytest.param(HENAN, 10, id="HN"),
    ],
)
def test_paper_copies(place: Place, copies: int) -> None:
    assert held(place, "paper_copies", date(2026, 1, 1)).value == copies


@pytest.mark.parametrize(
    ("place", "text"),
    [
        pytest.param(BEIJING, "每年1月31日前", id="BJ-13"),
        pytest.param(SHANGHAI, "每年1月31日前", id="SH-13"),
        pytest.param(SHANDONG, "每年1月31日前", id="SD-7"),
        pytest.param(HENAN, "每年3月31日前", id="HN"),
    ],
)
def test_the_yearly_catalogue(place: Place, text: str) -> None:
    assert held(place, "catalogue_day", date(2026, 1, 1)).value.text == text


@pytest.mark.parametrize(
    ("place", "article"),
    [
        pytest.param(BEIJING, "第二十九条", id="BJ-29"),
        pytest.param(SHANGHAI, "第三十三条", id="SH-33"),
    ],
)
def test_a_review_may_be_suspended_on_the_makers_plan(place: Place, article: str) -> None:
    found = held(place, "review_suspension", date(2026, 1, 1))
    assert found.value is True
    assert article in found.holding.rule_text


def test_henan_counts_the_correction_from_the_handling_opinion() -> None:
    assert held(HENAN, "correction_period", date(2026, 1, 1)).value.trigger == "handling_opinion"


def test_a_year_without_a_calendar_is_provisional() -> None:
    period = held(BEIJING, "filing_period", date(2027, 1, 4)).value
    counted = count(date(2027, 1, 4), period, CALENDAR)
    assert counted.provisional
    assert any("尚未公布" in step for step in counted.steps)
