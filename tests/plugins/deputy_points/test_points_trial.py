"""A draft rule is tried over a year that was: who gains, who loses; the ledger is not touched."""

from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from points_path import COUNCIL, LEAD, RULE, SOLVE, Points, open_points

from core.events import Event
from core.testing import House, tenant_tables

TRY = """query($v: JSON!, $w: Int!) { tryPointsRule(year: 2020, value: $v, width: $w) {
  deputies totalBefore totalAfter effectBefore effectAfter effectShareBefore effectShareAfter
  gaining losing gainers { name before after difference mandate } losers { name difference }
  buckets { least leastText before after } } }"""
DRAFT: dict[str, Any] = {
    **RULE,
    "kinds": [{**COUNCIL, "value": 100}, LEAD, {**SOLVE, "value": 4000}],
}


@pytest.fixture
async def county(house: House) -> Points:
    """A deputy who attends, and one who solves."""
    points = await open_points(house)
    await points.adopt(RULE)
    attends, solves, matter = await points.deputy("代表甲"), await points.deputy("代表乙"), uuid4()
    months = [f"2020-0{month}-05" for month in range(1, 7)]
    await points.record(*((attends, "attend_council", day) for day in months))
    await points.confirm(solves, "lead_issue", "2020-03-05", matter=matter)
    await points.confirm(solves, "solve_issue", "2020-08-05", matter=matter)
    await points.house.drain()
    return points


async def everything(points: Points) -> dict[str, int]:
    """How many rows every table of the body has, events among them."""
    async with points.house.platform.as_core(points.house.bodies[points.body].id) as work:
        return {
            table.__tablename__: await work.session.scalar(
                sa.select(sa.func.count()).select_from(table)
            )
            or 0
            for table in tenant_tables()
            if table is Event or table.__tablename__.startswith("deputy_points_")
        }


async def test_how_the_points_of_a_year_are_spread(county: Points) -> None:
    """Numbers of deputies alone, a total below nought in its own band."""
    asked = (
        """query($w: Int!) { pointsDistribution(year: 2020, width: $w) { least below deputies } }"""
    )

    async def spread(width: int) -> list[tuple[int, int]]:
        found = await county.house.gql(asked, {"w": width}, by=county.clerk)
        bands = found["pointsDistribution"]
        assert all(one["below"] == two["least"] for one, two in pairwise(bands)), "none left out"
        return [(one["least"], one["deputies"]) for one in bands]

    assert await spread(1000) == [(2000, 1), (3000, 1)]
    assert await spread(200) == [(2400, 1), (2600, 0), (2800, 0), (3000, 1)]
    assert await spread(1) == [
        (2500, 1),
        *((least, 0) for least in range(2520, 3000, 20)),
        (3000, 1),
    ]
    assert await spread(10_000) == [(0, 2)]
    code = await county.house.refused_code(asked, {"w": 0}, by=county.clerk)
    assert code == "POINTS_BUCKET"


async def test_who_would_gain_and_who_would_lose(county: Points) -> None:
    before, rows = await county.ledger(), await everything(county)
    tried = await county.house.gql(TRY, {"v": DRAFT, "w": 1000}, by=county.clerk)
    found = tried["tryPointsRule"]
    assert (found["deputies"], found["totalBefore"], found["totalAfter"]) == (2, 5500, 5600)
    (gains,), (loses,) = found["gainers"], found["losers"]
    assert (gains["name"], gains["before"], gains["after"]) == ("代表乙", 2500, 5000)
    assert (loses["name"], loses["difference"]) == ("代表甲", -2400)
    assert (found["gaining"], found["losing"]) == (1, 1)
    assert (found["effectShareBefore"], found["effectShareAfter"]) == (27, 71)
    assert found["buckets"] == [
        {"least": 0, "leastText": "0分", "before": 0, "after": 1},
        {"least": 1000, "leastText": "10分", "before": 0, "after": 0},
        {"least": 2000, "leastText": "20分", "before": 1, "after": 0},
        {"least": 3000, "leastText": "30分", "before": 1, "after": 0},
        {"least": 4000, "leastText": "40分", "before": 0, "after": 0},
        {"least": 5000, "leastText": "50分", "before": 0, "after": 1},
    ]
    assert await county.ledger() == before
    assert await everything(county) == rows, "nothing was written, no event told"
    assert "一致" in await county.recompute()


PARTS = """query($v: JSON!, $first: Int!, $skip: Int!) { tryPointsRule(year: 2020, value: $v) {
  gaining losing losers { name } gainers { name }
  part: losers(first: $first, skip: $skip) { name difference }
  up: gainers(first: $first, skip: $skip) { name } } }"""


async def test_everybody_who_would_gain_or_lose_can_be_reached(house: House) -> None:
    """More than one answer names: the rest comes with `skip`, and nobody comes twice."""
    points = await open_points(house)
    await points.adopt({**RULE, "base": 100})
    names = [f"代表{number:03}" for number in range(103)]
    for name in names:
        await points.deputy(name)
    await points.do("openPointsYear", year=2020)
    await house.drain()

    async def tried(base: int, first: int, skip: int) -> Any:
        asked = {"v": {**RULE, "base": base}, "first": first, "skip": skip}
        return (await house.gql(PARTS, asked, by=points.clerk))["tryPointsRule"]

    lost = await tried(0, 100, 100)
    assert (lost["gaining"], lost["losing"], lost["up"]) == (0, 103, [])
    assert [len(lost["losers"]), len(lost["part"])] == [100, 3]
    assert [one["name"] for one in (*lost["losers"], *lost["part"])] == names
    assert {one["difference"] for one in lost["part"]} == {-100}
    gained = await tried(200, 2, 101)
    named = [one["name"] for one in (*gained["gainers"], *(await tried(200, 3, 100))["up"])]
    assert (len(named), set(named)) == (103, set(names))
    assert [one["name"] for one in gained["up"]] == named[101:]
    for first, skip in ((101, 0), (-1, 0), (1, -1)):
        asked = {"v": RULE, "first": first, "skip": skip}
        assert await house.refused_code(PARTS, asked, by=points.clerk) == "PAGE_SIZE"


async def test_the_rule_in_force_changes_nobody(county: Points) -> None:
    tried = await county.house.gql(TRY, {"v": RULE, "w": 1000}, by=county.clerk)
    assert (tried["tryPointsRule"]["gaining"], tried["tryPointsRule"]["losing"]) == (0, 0)
    assert tried["tryPointsRule"]["effectAfter"] == tried["tryPointsRule"]["effectBefore"] == 1500


async def test_what_everybody_is_given_does_not_hide_the_share_of_effect(county: Points) -> None:
    """Base points are neither attendance nor effect."""
    tried = await county.house.gql(TRY, {"v": {**DRAFT, "base": 6000}, "w": 1000}, by=county.clerk)
    found = tried["tryPointsRule"]
    assert found["totalAfter"] == 5600 + 2 * 6000
    assert (found["effectShareBefore"], found["effectShareAfter"]) == (27, 71)


@pytest.mark.parametrize(
    ("value", "width", "code"),
    [
        ({"kinds": "五分"}, 1000, "POINTS_DRAFT_FORM"),
        ({"kinds": [{**COUNCIL, "value": -5}]}, 1000, "POINTS_NEGATIVE"),
        (RULE, 0, "POINTS_BUCKET"),
    ],
)
async def test_a_draft_that_is_no_rule_is_refused(
    county: Points, value: Any, width: int, code: str
) -> None:
    asked = {"v": value, "w": width}
    assert await county.house.refused_code(TRY, asked, by=county.clerk) == code


async def test_only_staff_try(county: Points) -> None:
    asked = {"v": RULE, "w": 1000}
    deputy = county.people["代表甲"]
    assert await county.house.refused_code(TRY, asked, by=deputy) == "FORBIDDEN"
