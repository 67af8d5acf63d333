"""Several raters with weights, grades, and a year that is closed: then nobody marks any more."""

from typing import Any
from uuid import UUID

import pytest
from points_path import ABSENT, COUNTY, OWN, RULE, Points, mutation, open_points

from core import global_id
from core.testing import House, Someone
from plugins.deputy_points.models import PointsMark

pytestmark = pytest.mark.database

MARKED: dict[str, Any] = {
    **RULE,
    "deductions": [ABSENT],
    "raters": [
        {"code": "self", "title": "代表自评", "weight": 10, "own": True},
        {"code": "group", "title": "代表小组评分", "weight": 90},
    ],
    "marked": [{"code": "voters", "title": "联系选民", "most": 1500}],
    "grades": [
        {"title": "良好", "least": 1000},
        {"title": "一般", "least": 600, "below": 1000},
        {"title": "较差", "below": 600},
    ],
}
MARKS = (
    "query($m: ID!) { pointsMarks(mandate: $m, year: 2020) { nodes { rater value markedByName } } }"
)
GRADES = "{ pointsAccounts(year: 2020) { nodes { name points grade } } }"


class Marking:
    """A body whose rule has two raters, one deputy, and whoever marks."""

    def __init__(self, points: Points, mandate: UUID, group: Someone) -> None:
        self.points, self.mandate, self.group = points, mandate, group
        self.deputy = points.people["代表甲"]

    def given(self, rater: str, value: int, **more: Any) -> dict[str, Any]:
        mandate = global_id("Mandate", self.mandate)
        given = {"mandate": mandate, "year": 2020, "kind": "voters", "rater": rater}
        return {"input": {**given, "value": value, **more}}

    async def mark(self, by: Someone, rater: str, value: int, **more: Any) -> Any:
        query = mutation("enterPointsMark")
        return await self.points.house.gql(query, self.given(rater, value, **more), by=by)

    async def refused(self, by: Someone, rater: str, value: int, **more: Any) -> str:
        query = mutation("enterPointsMark")
        sent = self.given(rater, value, **more)
        return await self.points.house.refused_code(query, sent, by=by)


@pytest.fixture
async def marking(house: House) -> Marking:
    points = await open_points(house)
    await points.adopt(MARKED)
    mandate = await points.deputy("代表甲")
    group = await house.person(COUNTY, "standing_committee", "points_rater", name="小组长")
    return Marking(points, mandate, group)


async def test_marks_are_weighed_when_all_have_marked(marking: Marking) -> None:
    with marking.points.house.on("2021-01-08"):
        await marking.mark(marking.deputy, "self", 1500)
        assert await marking.points.lines(marking.mandate) == []
        await marking.mark(marking.group, "group", 1000)
    (line,) = await marking.points.lines(marking.mandate)
    assert (line["value"], line["source"], line["datedOn"]) == (1050, "MARKS", "2020-12-31")
    assert "代表自评15分×10%、代表小组评分10分×90%" in line["sentence"]
    assert line["confirmedByName"] == "代表甲、小组长"
    account = await marking.points.account(marking.mandate)
    assert (account["awarded"], account["attendance"], account["effect"]) == (1050, 0, 0)
    assert "一致" in await marking.points.recompute()


async def test_marks_that_come_to_the_same_are_told_anew(marking: Marking) -> None:
    with marking.points.house.on("2021-01-08"):
        await marking.mark(marking.deputy, "self", 1500)
        await marking.mark(marking.group, "group", 1000)
        await marking.mark(marking.deputy, "self", 1499)
    lines = await marking.points.lines(marking.mandate)
    assert [one["value"] for one in lines] == [1050, -1050, 1050]
    assert "代表自评14.99分" in lines[-1]["sentence"]
    assert "一致" in await marking.points.recompute()


async def test_a_later_mark_takes_the_place_of_the_earlier_which_stays(marking: Marking) -> None:
    with marking.points.house.on("2021-01-08"):
        await marking.mark(marking.deputy, "self", 1500)
        await marking.mark(marking.group, "group", 1000)
        await marking.mark(marking.group, "group", 500)
    assert await marking.points.points(marking.mandate) == 600
    lines = await marking.points.lines(marking.mandate)
    assert [one["value"] for one in lines] == [1050, -1050, 600]
    asked = {"m": global_id("Mandate", marking.mandate)}
    listed = await marking.points.house.gql(MARKS, asked, by=marking.points.clerk)
    assert len(listed["pointsMarks"]["nodes"]) == 3
    assert {one["markedByName"] for one in listed["pointsMarks"]["nodes"]} == {"代表甲", "小组长"}


async def test_nobody_marks_with_anothers_hand(marking: Marking) -> None:
    with marking.points.house.on("2020-12-08"):
        assert await marking.refused(marking.group, "self", 100) == "POINTS_MARK_OWN"
        assert await marking.refused(marking.deputy, "group", 100) == "FORBIDDEN"
        assert await marking.refused(marking.group, "group", 1501) == "POINTS_MARK_RANGE"
        assert await marking.refused(marking.group, "group", -1) == "POINTS_MARK_RANGE"
        assert await marking.refused(marking.group, "nobody", 1) == "POINTS_MARK_UNKNOWN"
        assert await marking.refused(marking.group, "group", 1, kind="x") == "POINTS_MARK_UNKNOWN"
        assert await marking.refused(marking.group, "group", 1, year=2021) == "POINTS_MARK_UNKNOWN"
        never = global_id("Mandate", UUID(int=7))
        assert await marking.refused(marking.group, "group", 1, mandate=never) == "NOT_FOUND"
    assert await marking.points.rows(PointsMark) == []


async def test_a_deputy_who_rates_others_does_not_rate_themself(marking: Marking) -> None:
    points = marking.points
    both = await points.house.person(COUNTY, "standing_committee", "points_rater", name="代表乙")
    mandate = await points.deputy("代表丙")
    await points.move(mandate, both)
    with points.house.on("2020-12-08"):
        sent = {"mandate": global_id("Mandate", mandate)}
        assert await marking.refused(both, "group", 100, **sent) == "POINTS_MARK_SELF"


async def test_a_closed_year_takes_no_mark_and_no_deduction(marking: Marking) -> None:
    points = marking.points
    with points.house.on("2020-12-30"):
        early = await points.refused("closePointsYear", year=2020)
        assert early["extensions"]["code"] == "POINTS_YEAR_RUNS"
    with points.house.on("2021-01-08"):
        assert (await points.refused("closePointsYear", year=2017))["extensions"]["code"] == (
            "POINTS_YEAR_NOT_OPEN"
        )
        await points.do("closePointsYear", year=2020)
        assert await marking.refused(marking.group, "group", 100) == "POINTS_YEAR_CLOSED"
        off = {"code": "absent_half_day", "on": "2020-12-01", "reason": "未请假"}
        refused = await points.refused(
            "deductPoints", mandate=global_id("Mandate", marking.mandate), **off
        )
        assert refused["extensions"]["code"] == "POINTS_YEAR_CLOSED"
        again = await points.refused("closePointsYear", year=2020)
        assert again["extensions"]["code"] == "POINTS_YEAR_CLOSED"


async def test_grades_by_the_rule_of_the_year_0_25(marking: Marking) -> None:
    """Row 0-25: what was done is scored by year and graded, each grade with its bounds."""
    points = marking.points
    other = await points.deputy("代表乙")
    await points.confirm(marking.mandate, "lead_issue", "2020-03-05")
    await points.confirm(other, "attend_council", "2020-03-05")
    await points.house.drain()
    listed = (await points.house.gql(GRADES, by=points.clerk))["pointsAccounts"]["nodes"]
    assert {one["name"]: one["grade"] for one in listed} == {"代表甲": "良好", "代表乙": "较差"}
    own = await points.house.gql(OWN.replace("pointsText", "grade"), by=marking.deputy)
    assert own["ownPoints"][0]["grade"] == "良好"
