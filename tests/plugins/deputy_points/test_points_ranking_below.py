"""A body above ranks what bodies beneath it have published, where its practice says so."""

from typing import Any

from points_path import RULE, Points, mutation, open_points

from core.testing import House, Someone

RANKING = """query($l: Level!, $p: String! = "q1", $f: Int! = 20, $s: Int! = 0) {
  pointsRankingBelow(year: 2020, level: $l, period: $p, first: $f, skip: $s) {
    bodies deputies rows { place body name district points rule } } }"""
PUBLIC = "{ publicPointsLists(first: 10) { nodes { id corrects } } }"
SET = """mutation($s: String!, $v: JSON!) { setPractice(input: { setting: $s, value: $v,
  ruleKind: DECISION, ruleTitle: "办法（测试）", validFrom: "2019-01-01"}) { version } }"""


class Body:
    """A body that keeps points, with whoever publishes them."""

    def __init__(self, points: Points, checker: Someone, head: Someone) -> None:
        self.points, self.checker, self.head = points, checker, head

    async def set(self, name: str, value: Any) -> None:
        asked = {"s": f"deputy_points.{name}", "v": value}
        await self.points.house.gql(SET, asked, by=self.points.admin)

    async def prepare(self, **more: Any) -> str:
        return (await self.points.do("preparePointsList", year=2020, period="q1", **more))["id"]

    async def publish(self, listed: str | None = None, **more: Any) -> str:
        house, clerk = self.points.house, self.points.clerk
        listed = listed or await self.prepare(**more)
        asked = {"pointsList": listed}
        for verb, by, given in (
            ("notifyPointsDeputies", clerk, {}),
            ("checkPointsSecrecy", self.checker, {"passed": True, "note": "不涉密"}),
            ("publishPointsList", self.head, {}),
        ):
            await house.gql(mutation(verb), {"input": {**asked, **given}}, by=by)
        return listed

    async def withdraw(self, listed: str) -> None:
        down = {"input": {"pointsList": listed, "reason": "数据有误"}}
        await self.points.house.gql(mutation("withdrawPointsList"), down, by=self.head)

    async def attended(self, name: str, day: str) -> None:
        """One more council for a deputy who has none yet; the points change."""
        await self.points.confirm(await self.points.deputy(name), "attend_council", day)
        await self.points.house.drain()

    async def ranking(self, level: str = "COUNTY", **more: Any) -> Any:
        asked = {"l": level, **more}
        told = await self.points.house.gql(RANKING, asked, by=self.points.clerk)
        return told["pointsRankingBelow"]

    async def refused(self, **more: Any) -> str:
        asked = {"l": "COUNTY", **more}
        return await self.points.house.refused_code(RANKING, asked, by=self.points.clerk)


async def opened(house: House, code: str, councils: dict[str, int] | None = None) -> Body:
    points = await open_points(house, code)
    organ = "standing_committee"
    body = Body(
        points,
        await house.person(code, organ, "publication_checker"),
        await house.person(code, organ, "points_head"),
    )
    if councils is None:
        return body
    await points.adopt(RULE)
    await body.set("publish_to", ["public"])
    mandates = {name: await points.deputy(name) for name in councils}
    await points.record(
        *(
            (mandates[name], "attend_council", f"2020-02-0{day}")
            for name, times in councils.items()
            for day in range(1, times + 1)
        )
    )
    await house.drain()
    return body


async def test_no_ranking_of_others_unless_practice_says_so(house: House) -> None:
    city = await opened(house, "city-a")
    assert await city.refused() == "POINTS_RANKING_OFF"
    await city.set("ranking_below", False)
    assert await city.refused() == "POINTS_RANKING_OFF"
    await city.set("ranking_below", True)
    assert await city.ranking() == {"bodies": 0, "deputies": 0, "rows": []}
    for wrong in ({"f": 101}, {"f": -1}, {"s": -1}):
        assert await city.refused(**wrong) == "PAGE_SIZE"


async def test_a_city_ranks_what_its_counties_have_published_and_ranked(house: House) -> None:
    city = await opened(house, "city-a")
    await city.set("ranking_below", True)
    first = await opened(house, "county-a", {"甲一": 3, "甲二": 1})
    second = await opened(house, "county-b", {"乙一": 2, "乙二": 1})
    await first.set("ranking", True)
    listed = await first.publish()
    await second.publish()
    told = await city.ranking()
    assert (told["bodies"], told["deputies"]) == (1, 2), "the other does not rank its deputies"
    await first.points.confirm(await first.points.deputy("甲三"), "attend_council", "2020-03-05")
    await house.drain()
    prepared = await first.points.do("preparePointsList", year=2020, period="q1", corrects=listed)
    assert len((await city.ranking())["rows"]) == 2, "only what is published"
    asked = {"pointsList": prepared["id"]}
    for verb, by, given in (
        ("notifyPointsDeputies", first.points.clerk, {}),
        ("checkPointsSecrecy", first.checker, {"passed": True, "note": "不涉密"}),
        ("publishPointsList", first.head, {}),
    ):
        await house.gql(mutation(verb), {"input": {**asked, **given}}, by=by)
    told = await city.ranking()
    assert [(one["place"], one["name"], one["points"]) for one in told["rows"]] == [
        (1, "甲一", 1500),
        (2, "甲三", 500),
        (2, "甲二", 500),
    ], "the corrected list takes the first one's place"
    assert {one["rule"] for one in told["rows"]} == {"《代表履职积分办法（测试）》第五条"}
    assert {one["body"] for one in told["rows"]} == {"county-a（演示）"}
    part = await city.ranking(f=1, s=1)
    assert ([one["place"] for one in part["rows"]], part["deputies"]) == ([2], 3)
    assert (await city.ranking("TOWNSHIP"))["rows"] == []
    assert (await city.ranking(p=""))["rows"] == []
    down = {"input": {**asked, "reason": "数据有误"}}
    await house.gql(mutation("withdrawPointsList"), down, by=first.head)
    assert (await city.ranking())["rows"] == [], "nor does what was corrected come back"


async def test_two_counties_share_places_and_nobody_beneath_or_beside_is_asked(
    house: House,
) -> None:
    city = await opened(house, "city-a")
    counties = [
        await opened(house, code, {f"{code}一": 2, f"{code}二": 1})
        for code in ("county-a", "county-b", "beijing-county")
    ]
    for county in counties:
        await county.set("ranking", True)
        await county.publish()
    await city.set("ranking_below", True)
    told = await city.ranking()
    assert (told["bodies"], told["deputies"]) == (2, 4), "another city's county is not beneath"
    assert [(one["place"], one["points"]) for one in told["rows"]] == [
        (1, 1000),
        (1, 1000),
        (3, 500),
        (3, 500),
    ]
    await counties[0].set("ranking_below", True)
    beside = await counties[0].ranking()
    assert beside["rows"] == [], "neither itself nor its neighbour"


async def test_a_correction_that_was_never_published_does_not_make_two_lists_count(
    house: House,
) -> None:
    city = await opened(house, "city-a")
    await city.set("ranking_below", True)
    county = await opened(house, "county-a", {"甲一": 2})
    await county.set("ranking", True)
    first = await county.publish()
    await county.attended("甲二", "2020-03-05")
    unpublished = await county.prepare(corrects=first)
    assert [one["points"] for one in (await city.ranking())["rows"]] == [1000]
    await county.attended("甲三", "2020-03-06")
    last = await county.publish(corrects=unpublished)
    told = await city.ranking()
    assert (told["bodies"], told["deputies"]) == (1, 3), "each deputy once, of the last list"
    assert [one["name"] for one in told["rows"]] == ["甲一", "甲三", "甲二"]
    shown = await house.gql(PUBLIC, body="county-a")
    newest, oldest = shown["publicPointsLists"]["nodes"]
    assert newest["corrects"] == oldest["id"], "visitors find what it corrects"
    await county.withdraw(last)
    assert (await city.ranking())["rows"] == [], "what was corrected does not come back"


async def test_a_list_that_was_withdrawn_is_never_counted_beside_its_successor(
    house: House,
) -> None:
    city = await opened(house, "city-a")
    await city.set("ranking_below", True)
    county = await opened(house, "county-a", {"甲一": 2, "甲二": 1})
    await county.set("ranking", True)
    first = await county.publish()
    await county.withdraw(first)
    assert await city.ranking() == {"bodies": 0, "deputies": 0, "rows": []}
    again = await county.prepare(corrects=first)
    await county.publish(again)
    assert (await city.ranking())["deputies"] == 2
    await county.attended("甲三", "2020-03-05")
    await county.publish(corrects=again)
    told = await city.ranking()
    assert (told["bodies"], told["deputies"]) == (1, 3)
