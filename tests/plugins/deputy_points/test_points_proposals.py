"""Awards and talks are proposed by the rule's text and decided by people; points decide nothing."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from points_path import COUNTY, RULE, Points, mutation, open_points

from core import global_id
from core.events import Event
from core.people import Mandate, MandateStatus
from core.testing import House, Someone
from plugins.deputy_points.models import EntryCopy, PointsDecision
from plugins.deputy_points.rules import (
    PointsRules,
    change_in_permille,
    permille_text,
    places,
    proposed,
)

PROPOSALS = """{ pointsProposals(year: 2020) { kind title text name mandate adopted
  years { year points } } }"""
AWARD = {"kind": "award", "title": "表扬", "text": "连续两年在前的，予以表扬。", "first": 1}
TALK = {"kind": "talk", "title": "约谈", "text": "较差的，予以约谈。", "grade": "较差"}
GRADES = [{"title": "良好", "least": 600}, {"title": "较差", "below": 600}]
RULES: dict[str, Any] = {
    **RULE,
    "grades": GRADES,
    "proposals": [{**AWARD, "years": 2}, TALK],
}


def rules(**more: Any) -> PointsRules:
    return msgspec.convert({**RULES, **more}, PointsRules)


def test_as_many_years_running_as_the_rule_says_ties_included() -> None:
    """Dongbao: in front three years running; behind two years running."""
    made = rules(
        proposals=[
            {**AWARD, "first": 1, "years": 3},
            {"kind": "talk", "title": "提醒", "text": "在后", "last": 1, "years": 2},
        ]
    )
    totals = {
        2020: {"a": 900, "b": 900, "c": 100, "d": 50},
        2019: {"a": 800, "b": 700, "c": 100, "d": 100},
        2018: {"a": 700, "b": 700, "c": 600},
    }
    found = [(one.who, one.proposal.title) for one in proposed(made, 2020, totals)]
    assert found == [("a", "表扬"), ("d", "提醒")], "b was second once; c was not last in 2020"


def test_a_grade_two_years_running() -> None:
    """Yinchuan's two poor years are listed; what follows from them is the people's."""
    made = rules(proposals=[{**TALK, "years": 2}])
    totals = {2020: {"a": 500, "b": 700}, 2019: {"a": 400, "b": 100}}
    (one,) = proposed(made, 2020, totals)
    assert (one.who, one.totals) == ("a", ((2020, 500), (2019, 400)))
    assert list(proposed(made, 2020, {2020: {"a": 500}})) == [], "a year is missing"


@given(st.dictionaries(st.text(max_size=3), st.integers(-500, 500), max_size=12))
def test_equals_share_a_place(totals: dict[str, int]) -> None:
    found = places(totals)
    for who, value in totals.items():
        assert found[who] == 1 + sum(other > value for other in totals.values())


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [(3657600, 2787805, "+31.2%"), (100, 200, "-50.0%"), (100, None, None), (5, 0, None)],
)
def test_the_change_since_last_year_2_24(now: int, before: int | None, text: str | None) -> None:
    """Row 2-24: 36,576 points, 31.2 % more than the year before."""
    assert permille_text(change_in_permille(now, before)) == text


@pytest.fixture
async def county(house: House) -> Points:
    """A deputy who was in front in both years, and one who is poor."""
    points = await open_points(house)
    await points.adopt(RULES)
    best, poor = await points.deputy("代表甲"), await points.deputy("代表乙")
    kinds = ((best, "lead_issue"), (poor, "attend_council"))
    await points.record(*((*one, f"{year}-03-05") for year in (2019, 2020) for one in kinds))
    await house.drain()
    return points


async def head_of(points: Points) -> Someone:
    return await points.house.person(COUNTY, "standing_committee", "points_head", name="负责人")


@pytest.mark.database
async def test_people_decide_and_say_why_0_26_1_36_1_46(county: Points) -> None:
    """Rows 0-26, 1-36 and 1-46: points are a basis for awards; people choose, on the record."""
    head, house = await head_of(county), county.house
    listed = (await house.gql(PROPOSALS, by=head))["pointsProposals"]
    assert [(one["name"], one["title"], one["kind"], one["adopted"]) for one in listed] == [
        ("代表甲", "表扬", "AWARD", None),
        ("代表乙", "约谈", "TALK", None),
    ]
    assert listed[0]["years"] == [{"year": 2020, "points": 1000}, {"year": 2019, "points": 1000}]
    decide = mutation("decidePointsProposal", "title text adopted reason decidedByName")
    award = {"year": 2020, "mandate": listed[0]["mandate"], "title": "表扬", "adopted": True}
    assert await house.refused_code(decide, {"input": {**award, "reason": ""}}, by=head) == (
        "REASON_EMPTY"
    )
    given = {"input": {**award, "reason": "实效突出"}}
    done = (await house.gql(decide, given, by=head))["decidePointsProposal"]
    assert (done["text"], done["decidedByName"]) == ("连续两年在前的，予以表扬。", "负责人")
    assert await house.refused_code(decide, given, by=head) == "POINTS_DECIDED_ALREADY"
    talk = {**award, "title": "约谈", "reason": "无"}
    assert await house.refused_code(decide, {"input": talk}, by=head) == "NOT_FOUND"
    listed = (await house.gql(PROPOSALS, by=head))["pointsProposals"]
    assert [one["adopted"] for one in listed] == [True, None]
    left = "{ pointsProposals(year: 2020, undecided: true) { name } }"
    assert (await house.gql(left, by=head))["pointsProposals"] == [{"name": "代表乙"}]


@pytest.mark.database
async def test_what_was_decided_stays_listed_though_the_totals_fit_no_more(county: Points) -> None:
    """The poor deputy catches up; what was decided of the talk still stands."""
    head, house = await head_of(county), county.house
    asked = """{ pointsProposals(year: 2020) { name title text kind mandate adopted fits
      decision { reason decidedByName } years { year points } } }"""
    listed = (await house.gql(asked, by=head))["pointsProposals"]
    assert [one["fits"] for one in listed] == [True, True]
    talk = {"year": 2020, "mandate": listed[1]["mandate"], "title": "约谈", "adopted": True}
    decide, given = mutation("decidePointsProposal"), {"input": {**talk, "reason": "积分较低"}}
    await house.gql(decide, given, by=head)
    poor = next(row.id for row in await county.rows(Mandate) if row.name == "代表乙")
    await county.confirm(poor, "lead_issue", "2020-06-05")
    await house.drain()
    listed = (await house.gql(asked, by=head))["pointsProposals"]
    (stays,) = (one for one in listed if one["title"] == "约谈")
    assert stays == {
        "name": "代表乙",
        "title": "约谈",
        "text": TALK["text"],
        "kind": "TALK",
        "mandate": talk["mandate"],
        "adopted": True,
        "fits": False,
        "decision": {"reason": "积分较低", "decidedByName": "负责人"},
        "years": [{"year": 2020, "points": 1500}],
    }
    assert await house.refused_code(decide, given, by=head) == "POINTS_DECIDED_ALREADY"


@pytest.mark.database
async def test_points_decide_nothing_alone(county: Points) -> None:
    """Whatever the totals are: no decision is made, no mandate changes."""
    assert await county.rows(PointsDecision) == []
    assert {row.status for row in await county.rows(Mandate)} == {MandateStatus.ACTIVE}
    told = {row.name for row in await county.rows(Event)}
    assert not any("decide" in name or "mandate" in name for name in told)


@pytest.mark.database
async def test_no_votes_choice_ever_reaches_points(county: Points) -> None:
    """That somebody took part may count; a choice is not taken in, even if it were told."""
    mandate = await county.deputy("代表丙")
    await county.tell(mandate, "vote", "2020-03-05", choice="approve", marks=[{"number": 1}])
    await county.house.drain()
    columns = set(EntryCopy.__mapper__.columns.keys())
    assert {"choice", "marks", "mark", "ballot"} & columns == set()
    copy = (await county.rows(EntryCopy))[-1]
    assert copy.kind == "vote"
    assert "approve" not in str({name: getattr(copy, name) for name in columns})
    (line,) = await county.lines(mandate)
    assert "approve" not in str(line)
    assert line["value"] == 0
    assert global_id("Mandate", mandate)
