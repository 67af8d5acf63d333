"""The demo of points as `make demo` plays it: two years whose sums are those that were reported."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

import pytest

from core import ERASED
from core.demo import Player
from core.testing import House, OpenHouse
from plugins.deputy_points import demo
from plugins.people_votes import demo as votes

pytestmark = pytest.mark.database

DISTRICT = "440310"
AFTER = "2021-02-01"
"""The day from which the tests look back."""

LISTS = "{ pointsLists { nodes { id year period title points pointsBefore change deputies } } }"
PUBLIC = (
    "{ publicPointsLists { nodes { title year points change rule rows { name points place } } } }"
)
LINES = "nodes { sentence value evidence entry }"
OWN = f"""{{ ownPoints {{ nodes {{ year points }} }}
  y2020: ownPointsLines(year: 2020, first: 100) {{ {LINES} }}
  y2019: ownPointsLines(year: 2019, first: 100) {{ {LINES} }}
  ownListedPoints {{ title points }}
  ownPointsObjections {{ text upheld answerText }} }}"""
ACCOUNTS = """query($y: Int!) { pointsAccounts(year: $y, first: 100) {
  totalCount nodes { name points effect } } }"""


class Played:
    """A house in which two years of points were played, and the player to ask with."""

    def __init__(self, house: House, player: Player) -> None:
        self.house, self.player = house, player

    async def ask(self, login: str, query: str, **sent: Any) -> Any:
        """Ask as somebody."""
        with self.house.on(AFTER):
            return await self.player.do(f"{DISTRICT}-{login}", query, **sent)

    async def sums(self, year: int) -> tuple[int, int]:
        """All points of a year, and those for effect, in hundredths."""
        listed = (await self.ask("points", ACCOUNTS, y=year))["pointsAccounts"]
        assert listed["totalCount"] == 60
        nodes = listed["nodes"]
        return sum(one["points"] for one in nodes), sum(one["effect"] for one in nodes)


@pytest.fixture(scope="module")
async def years(open_house: OpenHouse) -> AsyncGenerator[Played]:
    async with open_house() as house, house.playing(DISTRICT) as player:
        await demo.play(player)
        yield Played(house, player)


async def test_the_sums_are_those_that_were_reported_2_24(years: Played) -> None:
    """Row 2-24: 36,576 points in 2020; 31.2 % more than the year before, so about 27,878."""
    assert await years.sums(2019) == (2787800, 0)
    points, effect = await years.sums(2020)
    assert points == 3657600
    assert effect == 3 * 1500, "weight shifts to effect"


@pytest.mark.parametrize(("year", "total"), [("2019", "27878分"), ("2020", "36576分")])
async def test_each_year_reckoned_anew_is_the_ledger(years: Played, year: str, total: str) -> None:
    told = await years.house.command(DISTRICT, "deputy_points", "recompute", year=year, check=True)
    assert "60名代表，" in told
    assert f"合计{total}" in told
    assert "完全一致" in told


async def test_the_quarter_and_the_year_are_public_2_23(years: Played) -> None:
    """Row 2-23: published by the quarter; nobody is ranked."""
    shown = (await years.player.visit(DISTRICT, PUBLIC))["publicPointsLists"]["nodes"]
    assert [one["title"] for one in shown] == [
        "2020年度代表履职积分",
        "2020年第一季度代表履职积分",
    ]
    year = shown[0]
    assert (year["points"], year["change"], len(year["rows"])) == (3657600, "+31.2%", 60)
    assert {one["place"] for one in year["rows"]} == {None}
    assert year["rule"].startswith("示例：《坪山区人大代表履职积分制实施办法"), "no law, an example"
    assert all(one["name"].startswith("演示·") for one in year["rows"])


async def test_a_deputy_knows_why(years: Played) -> None:
    own = await years.ask("six-01", OWN)
    years_of = own["ownPoints"]["nodes"]
    assert [one["year"] for one in years_of] == [2020, 2019]
    for year in years_of:
        lines = own[f"y{year['year']}"]["nodes"]
        assert sum(line["value"] for line in lines) == year["points"]
        assert all("示例：《坪山区人大代表履职积分制实施办法" in one["sentence"] for one in lines)
    solved = [one for one in own["y2020"]["nodes"] if "推动问题解决" in one["sentence"]]
    assert [one["value"] for one in solved] == [1500]
    led = [one for one in own["y2020"]["nodes"] if "牵头督办" in one["sentence"]]
    assert [len(one["evidence"]) for one in [*led, *solved]] == [1, 1], "a paper for each"
    assert led[0]["evidence"] != solved[0]["evidence"]
    assert all(one["entry"] for one in [*led, *solved])
    (objection,) = own["ownPointsObjections"]
    assert objection["upheld"] is False
    assert objection["answerText"].startswith("示例：")


async def test_the_term_is_over(years: Played) -> None:
    """The next congress has met: nobody of the sixth term has points of 2026."""
    asked = "{ mandates(first: 100) { nodes { term status endedOn } } }"
    listed = (await years.ask("credentials", asked))["mandates"]["nodes"]
    assert {(one["term"], one["status"], one["endedOn"]) for one in listed} == {
        (6, "ENDED", "2021-12-20")
    }


async def test_played_again_nothing_changes(years: Played) -> None:
    before = await years.ask("points", ACCOUNTS, y=2020)
    done = list(years.player.notes["done"])
    await demo.play(years.player)
    assert years.player.notes["done"] == done
    assert await years.ask("points", ACCOUNTS, y=2020) == before


async def test_the_officer_of_the_demo_erases_what_was_objected(years: Played) -> None:
    """Last: the other tests read the words."""
    (first,) = (await years.ask("six-01", OWN))["ownPointsObjections"]
    assert first["text"] != ERASED
    listed = (await years.ask("points", LISTS))["pointsLists"]["nodes"]
    asked = "query($l: ID!) { pointsObjections(pointsList: $l) { nodes { id } } }"
    ids = [
        one["id"]
        for points_list in listed
        for one in (await years.ask("points", asked, l=points_list["id"]))["pointsObjections"][
            "nodes"
        ]
    ]
    erase = """mutation($input: ErasePointsWordsInput!) { erasePointsWords(input: $input) {
      rows } }"""
    done = await years.ask("data-officer", erase, input={"objection": ids[0], "ground": "CONSENT"})
    assert (len(ids), done["erasePointsWords"]["rows"]) == (1, 2), "what was said and answered"
    (after,) = (await years.ask("six-01", OWN))["ownPointsObjections"]
    assert (after["text"], after["answerText"]) == (ERASED, ERASED)


async def test_the_votes_of_the_next_term_are_played_after_it(years: Played) -> None:
    """As `make demo` does: the plugins play in one body, one after the other."""
    await votes.play(years.player)
    asked = "{ projects(first: 50) { nodes { groups { members { name } } } } }"
    with years.house.on("2026-02-01"):
        seen = await years.player.do(f"{DISTRICT}-secretary", asked)
    members = {
        person["name"]
        for project in seen["projects"]["nodes"]
        for group in project["groups"]
        for person in group["members"]
    }
    assert members
    assert not [name for name in members if "六届" in name], "they are deputies no more"
