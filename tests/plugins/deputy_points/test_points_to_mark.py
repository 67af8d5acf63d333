"""What waits for a rater's mark: the sheets of the hand that the rule names, and who is left."""

from datetime import date
from typing import Any

from points_path import COUNTY, QUARTERS, Points, mutation, open_points
from test_points_marks import FOUR

from core import Mandate, global_id, key
from core.testing import House, Someone

YEARLY = {"code": "voters", "title": "联系选民", "most": 1500}
QUARTERLY = {"code": "duty", "title": "履职态度", "most": 1000, "by_period": True}
RULE: dict[str, Any] = {**FOUR, "marked": [YEARLY, QUARTERLY], "periods": QUARTERS}
SHEETS = "query($y: Int!) { pointsMarkSheets(year: $y) { kind rater period waiting most own } }"
LEFT = """query($y: Int!, $k: String!, $r: String!, $p: String) {
  deputiesToMark(year: $y, kind: $k, rater: $r, period: $p) {
    totalCount nodes { name mandate } } }"""
GIVEN = "{ givenPointsMarks(year: 2020) { nodes { name raterTitle value mandate } } }"


async def opened(house: House) -> tuple[Points, str, str]:
    """Two deputies with accounts of the year, and the ids of their mandates."""
    points = await open_points(house)
    await points.adopt(RULE)
    first, second = [await points.deputy(name) for name in ("代表甲", "代表乙")]
    await points.do("openPointsYear", year=2020)
    return points, global_id("Mandate", first), global_id("Mandate", second)


async def sheets(points: Points, by: Someone) -> dict[tuple[str, str, str | None], int]:
    found = await points.house.gql(SHEETS, {"y": 2020}, by=by)
    return {
        (one["rater"], one["kind"], one["period"]): one["waiting"]
        for one in found["pointsMarkSheets"]
    }


async def left(
    points: Points, by: Someone, kind: str, rater: str, period: str | None = None
) -> list[str]:
    asked = {"y": 2020, "k": kind, "r": rater, "p": period}
    found = (await points.house.gql(LEFT, asked, by=by))["deputiesToMark"]
    assert found["totalCount"] == len(found["nodes"])
    return [one["name"] for one in found["nodes"]]


async def mark(points: Points, by: Someone, rater: str, of: str, **more: Any) -> None:
    given = {"mandate": of, "year": 2020, "kind": "voters", "rater": rater, "value": 900}
    await points.house.gql(mutation("enterPointsMark"), {"input": given | more}, by=by)


async def test_who_was_not_in_office_does_not_wait_for_a_mark(house: House) -> None:
    """The account was opened before the end was recorded."""
    with house.on("2020-05-08"):
        points, one, _ = await opened(house)
        rater = await house.person(COUNTY, "working_commission", "points_rater", name="评分人")
        async with house.platform.as_core(house.bodies[COUNTY].id) as work:
            row = await work.session.get_one(Mandate, (work.body.id, key(one, "Mandate")))
            row.ended_on = date(2019, 12, 31)
        assert await left(points, rater, "voters", "commission") == ["代表乙"]
        assert (await sheets(points, rater))["commission", "voters", None] == 1


async def test_a_rater_sees_the_sheets_of_their_hand_and_who_is_left(house: House) -> None:
    with house.on("2020-05-08"):
        points, one, _ = await opened(house)
        rater = await house.person(COUNTY, "working_commission", "points_rater", name="评分人")
        # The second quarter has begun, the third has not.
        whole = {("commission", "voters", None): 2}
        quarters = {("commission", "duty", one): 2 for one in ("q1", "q2")}
        assert await sheets(points, rater) == whole | quarters
        assert await left(points, rater, "voters", "commission") == ["代表乙", "代表甲"]
        assert await left(points, rater, "voters", "head") == []
        assert await left(points, rater, "duty", "commission", "q3") == []
        await mark(points, rater, "commission", one)
        assert await left(points, rater, "voters", "commission") == ["代表乙"]
        assert (await sheets(points, rater))["commission", "voters", None] == 1
        (given,) = (await house.gql(GIVEN, by=rater))["givenPointsMarks"]["nodes"]
        assert given == {
            "name": "代表甲",
            "raterTitle": "工委评分",
            "value": 900,
            "mandate": one,
        }
        # The list holds no points, and nobody else's marks.
        assert (await house.gql(GIVEN, by=points.clerk))["givenPointsMarks"]["nodes"] == []


async def test_own_marks_group_and_second_hands(house: House) -> None:
    with house.on("2020-05-08"):
        points, one, two = await opened(house)
        deputy = points.people["代表甲"]
        assert await left(points, deputy, "voters", "self") == ["代表甲"]
        assert {rater for rater, *_ in await sheets(points, deputy)} == {"self"}
        leader = await house.person(COUNTY, "office", "group_leader", name="小组长")
        await points.group(leader, *points.deputies)
        assert await left(points, leader, "voters", "group") == ["代表乙", "代表甲"]
        # Who marked a deputy as one rater is not offered that deputy as another one.
        both = await house.person(COUNTY, "working_commission", "points_rater", "points_head")
        await mark(points, both, "head", two)
        assert await left(points, both, "voters", "commission") == ["代表甲"]
        assert await left(points, both, "voters", "head") == ["代表甲"]
        # A mark of one's own is revised from the list of those that one gave.
        await mark(points, deputy, "self", one, value=100)
        assert await left(points, deputy, "voters", "self") == []


async def test_what_is_closed_is_no_sheet_any_more(house: House) -> None:
    with house.on("2021-01-08"):
        points, _, _ = await opened(house)
        deputy = points.people["代表甲"]
        assert ("self", "duty", "q1") in await sheets(points, deputy)
        await points.do("closePointsPeriod", year=2020, period="q1")
        assert ("self", "duty", "q1") not in await sheets(points, deputy)
        assert ("self", "duty", "q2") in await sheets(points, deputy)
        await points.do("closePointsYear", year=2020)
        assert await sheets(points, deputy) == {}
