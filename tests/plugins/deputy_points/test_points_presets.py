"""Rules of places that ship as data: each is a whole rule, and gives what was reported of it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest
import sqlalchemy as sa
from points_path import RULE, open_points

from core import loading
from core.practice import PracticeValue
from core.testing import House
from plugins.deputy_points.practice import RULES, refuse_faults
from plugins.deputy_points.rules import (
    Copy,
    Line,
    Mark,
    PointsRules,
    ProposalKind,
    TakenOff,
    Version,
    Year,
    faults,
    lines_of,
    totals_of,
)

TENANTS = Path(loading.TENANTS) / "00"
PINGSHAN, JIANGBEI = "44/4403/440310", "50/500105"
DONGBAO, YINCHUAN, RUZHOU = "42/4208/420802", "64/6401", "41/4104/410482"
PLACES = (PINGSHAN, JIANGBEI, DONGBAO, YINCHUAN, RUZHOU)


def shipped(place: str) -> dict[str, Any]:
    text = (TENANTS / place / "practice.toml").read_text(encoding="utf-8")
    (found,) = [one for one in tomllib.loads(text)["value"] if one["setting"] == RULES]
    return found


def rules_of(place: str) -> PointsRules:
    return msgspec.convert(shipped(place)["value"], PointsRules)


def reckoned(place: str, *done: tuple[str, str, str | None], **more: Any) -> list[Line]:
    copies = [
        Copy(entry=str(at), kind=kind, held_on=date.fromisoformat(day), quantity=1, matter=matter)
        for at, (kind, day, matter) in enumerate(done)
    ]
    held = Version(number=1, valid_from=date(2014, 1, 1), rules=rules_of(place), cited="《办法》")
    return lines_of(Year(year=2020, copies=copies, **more), [held])


@pytest.mark.parametrize("place", PLACES)
def test_a_preset_is_whole_and_says_what_of_it_is_invented(place: str) -> None:
    assert list(faults(rules_of(place))) == []
    refuse_faults(rules_of(place))
    value = shipped(place)
    assert value["basis"]["kind"] == "demo", "no article and no address of the rule is known"
    assert "为编写" in value["note"]


def test_pingshan_2_20_2_21_2_23() -> None:
    """Rows 2-20, 2-21, 2-23: a council 5, an issue led 10, solved 15 more; quarter by quarter."""
    lines = reckoned(
        PINGSHAN,
        ("attend_council", "2020-03-05", None),
        ("lead_issue", "2020-03-06", "m"),
        ("solve_issue", "2020-06-06", "m"),
    )
    assert [one.value for one in lines] == [500, 1000, 1500]
    assert totals_of(lines).effect == 1500, "effect apart from attendance (row 2-24)"
    assert len(rules_of(PINGSHAN).periods) == 4
    assert rules_of(PINGSHAN).year_cap is None


def test_pingshan_counts_visits_by_their_number_3_08() -> None:
    """Row 3-08: deputies visit voters; it is the visits that count, never the words."""
    visits = Copy(entry="a", kind="visit_voters", held_on=date(2020, 3, 5), quantity=12)
    held = Version(
        number=1, valid_from=date(2017, 1, 1), rules=rules_of(PINGSHAN), cited="《办法》"
    )
    (line,) = lines_of(Year(year=2020, copies=[visits]), [held])
    assert line.value == 1200


def test_jiangbei_2014() -> None:
    made = rules_of(JIANGBEI)
    assert len(made.kinds) == 11
    absent = made.deduction("absent_half_day")
    assert absent is not None
    off = TakenOff(
        id="d",
        code=absent.code,
        title=absent.title,
        on=date(2020, 4, 1),
        value=absent.value,
        reason="未请假",
    )
    lines = reckoned(
        JIANGBEI,
        ("suggestion", "2020-03-05", None),
        ("inspect", "2020-03-06", None),
        taken_off=[off],
    )
    assert [one.value for one in lines] == [300, 300, -100]
    assert [one.kind for one in made.proposals] == [ProposalKind.TALK]


def test_dongbao_begins_with_60_and_has_no_cap() -> None:
    lines = reckoned(DONGBAO, *[("suggestion", "2020-03-05", None)] * 50)
    assert totals_of(lines).points == 6000 + 50 * 300
    assert [(one.kind, one.years) for one in rules_of(DONGBAO).proposals] == [
        (ProposalKind.AWARD, 3),
        (ProposalKind.TALK, 2),
    ]


@pytest.mark.parametrize(
    ("hundredths", "grade"),
    [(10000, "良好"), (8000, "良好"), (7999, "一般"), (6000, "一般"), (5999, "较差"), (-1, "较差")],
)
def test_yinchuans_grades(hundredths: int, grade: str) -> None:
    assert rules_of(YINCHUAN).grade(hundredths) == grade


def test_yinchuan_is_out_of_100() -> None:
    days = [f"2020-{month:02}-{day:02}" for month in range(1, 13) for day in (3, 13, 23)]
    kinds = [one.code for one in rules_of(YINCHUAN).kinds]
    lines = reckoned(YINCHUAN, *[(kind, day, None) for day in days for kind in kinds])
    assert totals_of(lines).points == 10000
    proposal = rules_of(YINCHUAN).proposals[0]
    assert "由人决定" in proposal.text, "who is recalled is decided by those who elected"


def test_ruzhous_four_raters_and_seven_kinds() -> None:
    made = rules_of(RUZHOU)
    assert (len(made.marked), len(made.raters)) == (7, 4)
    assert [one.hands for one in made.raters] == [1] * 4, "each rater is a hand of its own"
    given = {"self": 1000, "group": 900, "township": 800, "deputy_department": 700}
    marks = [
        Mark(kind=kind.code, rater=rater, value=value, on=date(2020, 12, 20))
        for kind in made.marked
        for rater, value in given.items()
    ]
    lines = reckoned(RUZHOU, marks=marks)
    assert [one.value for one in lines] == [800] * 7
    assert sum(one.most for one in made.marked) == 10000 == made.year_cap


@pytest.mark.database
async def test_a_body_of_the_place_finds_its_preset_as_an_example(house: House) -> None:
    """What ships is upserted with the software and is shown as an example, never as law."""
    async with house.platform.database.transaction(None) as session:
        rows = await session.scalars(sa.select(PracticeValue).where(PracticeValue.setting == RULES))
        found = {row.jurisdiction_code: row.rule_text for row in rows}
    assert set(found) == {place.rpartition("/")[2] for place in PLACES}
    assert all(text.startswith("示例：") for text in found.values())


SHOWN = """query($s: [String!]!) { practice(settings: $s) {
  holding { ruleKind ruleText note } } }"""
RULES_SHOWN = "{ pointsRules { nodes { example cited note } } }"
OWN_LINES = "{ ownPointsLines(year: 2020) { nodes { sentence rule { example cited note } } } }"


@pytest.mark.database
@pytest.mark.parametrize("place", PLACES)
async def test_an_example_is_shown_as_one_wherever_its_numbers_are(
    house: House, place: str
) -> None:
    """In the practice, in the rule in force, in each line's sentence and rule: with what of it
    was reported and what was made up."""
    code = place.rpartition("/")[2]
    body = "city-a" if code == "6401" else "county-a"
    with psycopg.connect(house.databases.owner_or_refuse(house.platform.settings)) as owner:
        owner.execute("UPDATE body SET jurisdiction_code = %s WHERE code = %s", [code, body])
    points = await open_points(house, body)
    asked = await house.gql(SHOWN, {"s": [RULES]}, by=points.admin)
    (told,) = [one["holding"] for one in asked["practice"]]
    assert told["ruleKind"] == "DEMO"
    assert told["ruleText"].startswith("示例：《")
    assert told["note"].startswith("示例：")
    assert "编写" in told["note"], "what of it is made up"
    await points.do("adoptPointsRule", validFrom="2018-01-01")
    mandate = await points.deputy("代表甲")
    await points.confirm(mandate, rules_of(place).kinds[0].code, "2020-03-05")
    await house.drain()
    rule = {"example": True, "cited": told["ruleText"], "note": told["note"]}
    shown = await house.gql(RULES_SHOWN, by=points.people["代表甲"])
    assert shown["pointsRules"]["nodes"] == [rule]
    own = await house.gql(OWN_LINES, by=points.people["代表甲"])
    lines = own["ownPointsLines"]["nodes"]
    assert [one["rule"] for one in lines] == [rule] * len(lines)
    assert all("示例：《" in one["sentence"] for one in lines)


@pytest.mark.database
async def test_a_bodys_own_rule_is_no_example(house: House) -> None:
    points = await open_points(house)
    await points.adopt(RULE)
    shown = await house.gql(RULES_SHOWN, by=points.clerk)
    assert [one["example"] for one in shown["pointsRules"]["nodes"]] == [False]
