"""Several raters with weights, grades, and a year that is closed: then nobody marks any more."""

import json
from typing import Any
from uuid import UUID

import pytest
from points_path import ABSENT, COUNTY, OWN, RULE, Points, forge, mutation, open_points

from core import global_id
from core.testing import Answered, House, Someone
from plugins.deputy_points.models import PointsMark, RuleVersion

MARKED: dict[str, Any] = {
    **RULE,
    "deductions": [ABSENT],
    "raters": [
        {"code": "self", "title": "代表自评", "weight": 10, "own": True},
        {"code": "group", "title": "代表小组评分", "weight": 90, "group": True},
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
    group = await house.person(COUNTY, "standing_committee", "group_leader", name="小组长")
    await points.group(group, mandate)
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


async def test_nobody_is_marked_for_a_year_out_of_office(marking: Marking) -> None:
    points = marking.points
    late = await points.deputy("代表丁", began_on="2021-01-01")
    gone = await points.deputy("代表戊", began_on="2016-09-01", ended_on="2019-12-31")
    short = await points.deputy("代表己", began_on="2020-12-31", ended_on="2020-12-31")
    query = mutation("enterPointsMark")
    with points.house.on("2021-01-08"):
        for name, mandate in (("代表丁", late), ("代表戊", gone)):
            sent = marking.given("self", 100, mandate=global_id("Mandate", mandate))
            code = await points.house.refused_code(query, sent, by=points.people[name])
            assert code == "POINTS_YEAR_OUTSIDE"
        sent = marking.given("self", 100, mandate=global_id("Mandate", short))
        await points.house.gql(query, sent, by=points.people["代表己"])


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


FOUR: dict[str, Any] = {
    **MARKED,
    "raters": [
        {"code": "self", "title": "代表自评", "weight": 10, "own": True},
        {"code": "group", "title": "代表小组评分", "weight": 20, "group": True},
        {"code": "commission", "title": "工委评分", "weight": 30, "organs": ["working_commission"]},
        {"code": "head", "title": "负责人评分", "weight": 40, "role": "points_head"},
    ],
}


@pytest.fixture
async def four(house: House) -> Marking:
    """Four raters, each of another hand, and a leader of a group in which the deputy is not."""
    points = await open_points(house)
    await points.adopt(FOUR)
    mandate = await points.deputy("代表甲")
    group = await house.person(COUNTY, "standing_committee", "group_leader", name="小组长")
    await points.group(group, mandate)
    return Marking(points, mandate, group)


async def person(four: Marking, organ: str, *roles: str) -> Someone:
    return await four.points.house.person(COUNTY, organ, *roles)


@pytest.mark.parametrize(
    ("rater", "who"),
    [
        ("self", "代表本人"),
        ("group", "该代表所在代表小组的组长"),
        ("commission", "工作委员会的评分人"),
        ("head", "担任“履职积分负责人”的人"),
    ],
)
async def test_a_mark_takes_the_hand_that_the_rule_names_ruzhou(
    four: Marking, rater: str, who: str
) -> None:
    """Of Ruzhou's four raters each has a hand of its own; the refusal says whose."""
    sent = four.given(rater, 100)
    told = await four.points.house.refused(mutation("enterPointsMark"), sent, by=four.points.clerk)
    code = "POINTS_MARK_OWN" if rater == "self" else "POINTS_MARK_HAND"
    assert told["extensions"]["code"] == code
    assert who in told["message"]
    assert await four.points.rows(PointsMark) == []


async def test_each_of_four_hands_marks_and_the_four_are_weighed(four: Marking) -> None:
    hands = {
        "self": four.deputy,
        "group": four.group,
        "commission": await person(four, "working_commission", "points_rater"),
        "head": await person(four, "standing_committee", "points_rater", "points_head"),
    }
    with four.points.house.on("2021-01-08"):
        for value, (rater, by) in enumerate(hands.items(), 10):
            await four.mark(by, rater, value * 100)
    (line,) = await four.points.lines(four.mandate)
    assert line["value"] == 100 + 220 + 360 + 520
    assert "一致" in await four.points.recompute()


async def test_who_leads_another_group_is_not_this_deputys_rater(four: Marking) -> None:
    other = await four.points.deputy("代表乙")
    leader = await person(four, "standing_committee", "group_leader")
    await four.points.group(leader, other, name="第二代表小组")
    assert await four.refused(leader, "group", 100) == "POINTS_MARK_HAND"
    await four.mark(leader, "group", 100, mandate=global_id("Mandate", other))


async def test_nobody_is_two_raters_of_one_deputy_and_year(four: Marking) -> None:
    both = await person(four, "working_commission", "points_rater", "points_head")
    other = await four.points.deputy("代表乙")
    with four.points.house.on("2021-01-08"):
        await four.mark(both, "commission", 100)
        told = await four.points.house.refused(
            mutation("enterPointsMark"), four.given("head", 100), by=both
        )
        assert told["extensions"]["code"] == "POINTS_MARK_TWO_RATERS"
        assert "“工委评分”" in told["message"]
        assert "担任“履职积分负责人”的人中的其他人" in told["message"]
        await four.mark(both, "commission", 200)
        await four.mark(both, "head", 100, mandate=global_id("Mandate", other))
    assert len(await four.points.rows(PointsMark)) == 3


async def test_a_rule_adopted_before_hands_were_named_takes_one_rater_of_each(
    house: House,
) -> None:
    """Such a rule cannot be written any more; what was adopted by it is marked as before."""
    points = await open_points(house)
    bare = [{key: one[key] for key in ("code", "title", "weight")} for one in FOUR["raters"][1:3]]
    bare[0]["weight"] = 70
    with pytest.raises(Answered, match="须写明由谁评分"):
        await points.practise({**MARKED, "raters": bare})
    await points.adopt(MARKED)
    (row,) = await points.rows(RuleVersion)
    value = json.dumps({**row.value, "raters": bare}, ensure_ascii=False)
    forge(points, f"UPDATE deputy_points_rule SET value = '{value}'", table="deputy_points_rule")
    marking = Marking(points, await points.deputy("代表甲"), points.clerk)
    with house.on("2021-01-08"):
        await marking.mark(points.clerk, "group", 1000)
        assert await marking.refused(points.clerk, "commission", 1) == "POINTS_MARK_TWO_RATERS"
        second = await house.person(COUNTY, "standing_committee", "points_rater")
        await marking.mark(second, "commission", 1000)
    assert await points.points(marking.mandate) == 1000


async def test_a_kind_of_organ_that_nobody_knows_is_refused_when_it_is_written(
    house: House,
) -> None:
    points = await open_points(house)
    raters = [{"code": "a", "title": "甲方", "weight": 100, "organs": ["deputy_office"]}]
    with pytest.raises(Answered, match="deputy_affairs_commission") as told:
        await points.practise({**MARKED, "raters": raters})
    (error,) = told.value.args[0]
    assert error["extensions"] == {"code": "POINTS_RATER_ORGANS", "field": "value"}


async def test_a_deputy_who_rates_others_does_not_rate_themself(marking: Marking) -> None:
    points = marking.points
    both = await points.house.person(COUNTY, "standing_committee", "group_leader", name="代表乙")
    mandate = await points.deputy("代表丙")
    await points.group(both, mandate, name="第二代表小组")
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


QUARTERLY: dict[str, Any] = {
    **MARKED,
    "marked": [{"code": "voters", "title": "联系选民", "most": 1500, "by_period": True}],
}


@pytest.fixture
async def quarterly(house: House) -> Marking:
    points = await open_points(house)
    await points.adopt(QUARTERLY)
    mandate = await points.deputy("代表甲")
    group = await house.person(COUNTY, "standing_committee", "group_leader", name="小组长")
    await points.group(group, mandate)
    return Marking(points, mandate, group)


async def test_where_the_rule_says_quarter_marks_are_of_a_quarter(quarterly: Marking) -> None:
    with quarterly.points.house.on("2020-04-08"):
        refused = await quarterly.refused(quarterly.group, "group", 100)
        assert refused == "POINTS_MARK_PERIOD"
        for period, code in (("q9", "POINTS_PERIOD_UNKNOWN"), ("q3", "POINTS_MARK_EARLY")):
            assert await quarterly.refused(quarterly.group, "group", 1, period=period) == code
        for period, value in (("q1", 1000), ("q2", 500)):
            await quarterly.mark(quarterly.deputy, "self", value, period=period)
            await quarterly.mark(quarterly.group, "group", value, period=period)
    lines = await quarterly.points.lines(quarterly.mandate)
    told = [(one["period"], one["datedOn"], one["value"]) for one in lines]
    assert told == [("q1", "2020-03-31", 1000), ("q2", "2020-04-08", 500)]
    assert [one["confirmedByName"] for one in lines] == ["代表甲、小组长"] * 2
    assert "一致" in await quarterly.points.recompute()


async def test_where_the_rule_says_year_a_mark_names_no_quarter(marking: Marking) -> None:
    with marking.points.house.on("2020-04-08"):
        refused = await marking.refused(marking.group, "group", 100, period="q1")
        assert refused == "POINTS_MARK_PERIOD"


async def test_a_closed_quarter_takes_no_mark_and_no_deduction(quarterly: Marking) -> None:
    points, house = quarterly.points, quarterly.points.house
    close = {"year": 2020, "period": "q1"}
    with house.on("2020-03-31"):
        told = await points.refused("closePointsPeriod", **close)
        assert told["extensions"]["code"] == "POINTS_PERIOD_RUNS"
        unknown = await points.refused("closePointsPeriod", year=2020, period="q9")
        assert unknown["extensions"]["code"] == "POINTS_PERIOD_UNKNOWN"
    with house.on("2020-04-08"):
        done = await points.do("closePointsPeriod", "year period", **close)
        assert done == {"year": 2020, "period": "q1"}
        again = await points.refused("closePointsPeriod", **close)
        assert again["extensions"]["code"] == "POINTS_PERIOD_CLOSED"
        refused = await quarterly.refused(quarterly.group, "group", 100, period="q1")
        assert refused == "POINTS_PERIOD_CLOSED"
        off = {"mandate": global_id("Mandate", quarterly.mandate), "code": "absent_half_day"}
        late = await points.refused("deductPoints", **off, on="2020-03-31", reason="未请假")
        assert late["extensions"]["code"] == "POINTS_PERIOD_CLOSED"
        await points.do("deductPoints", **off, on="2020-04-01", reason="未请假")
        await quarterly.mark(quarterly.group, "group", 100, period="q2")
    with house.on("2021-01-08"):
        await points.do("closePointsYear", year=2020)
        shut = await points.refused("closePointsPeriod", year=2020, period="q2")
        assert shut["extensions"]["code"] == "POINTS_YEAR_CLOSED"


async def test_a_rule_does_not_begin_in_what_is_closed(quarterly: Marking) -> None:
    points, house = quarterly.points, quarterly.points.house
    await points.practise({**QUARTERLY, "base": 100}, "2020-02-01")

    async def refused(day: str) -> str:
        told = await points.refused("adoptPointsRule", validFrom=day)
        assert told["extensions"]["code"] == "POINTS_RULE_TOUCHES_PERIOD"
        return told["message"]

    with house.on("2020-07-08"):
        for period in ("q2", "q1"):
            await points.do("closePointsPeriod", year=2020, period=period)
        assert "2020年第二季度的评分、扣分已经结束" in await refused("2020-03-01")
        assert "2020年7月1日" in await refused("2020-06-30")
    with house.on("2021-01-08"):
        await points.do("closePointsYear", year=2020)
        assert "2020年度的评分、扣分已经结束" in await refused("2020-10-01")
        await points.do("adoptPointsRule", validFrom="2021-01-01")


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
    assert own["ownPoints"]["nodes"][0]["grade"] == "良好"
