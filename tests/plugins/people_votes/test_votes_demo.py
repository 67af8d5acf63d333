"""The demo of the votes as `make demo` plays it: bodies that differ by practice and data alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from core.demo import PAPERS, Player
from core.settings import Settings
from core.tenancy import Body
from core.testing import House, OpenHouse
from plugins.people_votes import demo, recount

pytestmark = pytest.mark.database

DISTRICT, STREET, TOWN = "440310", "440310001", "370982105"
BODIES = ("3709", "370982", TOWN, DISTRICT, STREET)
AFTER = "2026-02-02"
"""The day from which the tests look back."""

FIGURES = """query($where: ProjectFilter) {
  projectFigures(where: $where) { figure count } }"""
ROUNDS = """{ votes(first: 50) { nodes { id number mode state title announcement
  tally { outcome then items { number approve chosen tied } graded { result } } } } }"""


class Played:
    """A house in which the votes were played, and the player to ask with."""

    def __init__(self, house: House, player: Player) -> None:
        self.house, self.player = house, player

    async def ask(self, body: str, query: str, role: str = "project_secretary", **sent: Any) -> Any:
        """Ask as a person of a body."""
        login = next(one.login for one in self.player.tenants[body].person if role in one.roles)
        with self.house.on(AFTER):
            return await self.player.do(login, query, **sent)

    async def rounds(self, body: str) -> list[dict[str, Any]]:
        """Every round of a body, the first first."""
        return (await self.ask(body, ROUNDS))["votes"]["nodes"][::-1]

    async def figures(self, body: str, **where: Any) -> dict[str, int]:
        """The figures of a body's projects."""
        found = (await self.ask(body, FIGURES, where=where))["projectFigures"]
        return {one["figure"]: one["count"] for one in found}


@pytest.fixture(scope="module")
async def year(
    open_house: OpenHouse, renda_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Played]:
    """The demo of this plugin, played once: its tests only look."""
    folder = tmp_path_factory.mktemp("votes")
    async with (
        open_house(settings=msgspec.structs.replace(renda_settings, data_dir=folder)) as house,
        house.playing(*BODIES) as player,
    ):
        await demo.play(player)
        async with house.platform.database.transaction(None) as session:
            for body in await session.scalars(sa.select(Body)):
                house.bodies[body.code] = body
        yield Played(house, player)


async def test_two_years_of_the_district(year: Played) -> None:
    """Row 2-33: 40 voted projects of two years, 32 done, 8 cross-year on schedule."""
    both = await year.figures(DISTRICT, fromYear=2024, toYear=2025)
    wanted = {"CHOSEN": 40, "DONE": 32, "CROSS_YEAR": 8, "CROSS_YEAR_ON_SCHEDULE": 8, "LATE": 0}
    assert {name: both[name] for name in wanted} == wanted
    first = await year.figures(DISTRICT, fromYear=2024, toYear=2024)
    assert (first["CHOSEN"], first["DONE"], first["CARRIED_OVER"]) == (20, 16, 4)


async def test_a_whole_cycle_from_the_call_to_its_end(year: Played) -> None:
    """Rows 0-09 and 2-30: the deputies vote at the meeting, every year, from call to close."""
    query = "{ voteCycles(first: 10) { nodes { id year state decider } } }"
    found = (await year.ask(DISTRICT, query))["voteCycles"]["nodes"]
    assert [(one["year"], one["state"], one["decider"]) for one in found] == [
        (2025, "CLOSED", "CONGRESS"),
        (2024, "CLOSED", "CONGRESS"),
    ]
    query = "query($c: ID!) { ideaFigures(cycle: $c) { figure count } }"
    ideas = (await year.ask(DISTRICT, query, c=found[1]["id"]))["ideaFigures"]
    figures = {one["figure"]: one["count"] for one in ideas}
    assert (figures["RECEIVED"], figures["WAITING"], figures["BECAME_CANDIDATES"]) == (6, 0, 5)
    assert (figures["MERGED"], figures["LEFT_OUT"]) == (1, 1)


async def test_no_meeting_of_the_past_sits_still(year: Played) -> None:
    for body in (DISTRICT, TOWN, STREET):
        asked = "{ meetings(first: 10) { nodes { beginsOn closedOn } } }"
        listed = (await year.ask(body, asked, "session_secretary"))["meetings"]["nodes"]
        assert listed
        assert all(one["closedOn"] == one["beginsOn"] for one in listed)


async def test_paper_one_year_and_by_name_the_next(year: Played) -> None:
    votes = [one for one in await year.rounds(DISTRICT) if not one["tally"]["graded"]]
    assert [one["mode"] for one in votes] == ["PAPER", "NAMED_ELECTRONIC"]
    for one in votes:
        assert one["tally"]["outcome"] == "DECIDED"
        assert len(one["tally"]["items"]) == 24
        assert sum(item["chosen"] for item in one["tally"]["items"]) == 20
    named = {item["number"]: item["approve"] for item in votes[1]["tally"]["items"]}
    assert (named[1], named[2], named[8]) == (14, 13, 1)


async def test_a_deputy_sees_the_own_ballot_and_no_other(year: Played) -> None:
    vote = next(one for one in await year.rounds(DISTRICT) if one["mode"] == "NAMED_ELECTRONIC")
    query = "query($id: ID!) { node(id: $id) { ... on VoteRound { ownBallot { number } } } }"
    seen = await year.ask(DISTRICT, query, "deputy", id=vote["id"])
    assert len(seen["node"]["ownBallot"]) == 20
    staff = await year.ask(DISTRICT, query, id=vote["id"])
    assert staff["node"]["ownBallot"] is None


async def test_groups_a_third_party_and_the_deputies_satisfaction(year: Played) -> None:
    """Row 2-31: one group per project, a third party's check of quality, a vote of deputies."""
    query = """{ projects(first: 50) { nodes { crossYear assessed acceptedOn
      groups { members { kind leader } } qualityChecks { passed }
      milestones { dueOn doneOn } } } }"""
    found = (await year.ask(DISTRICT, query))["projects"]["nodes"]
    assert [len(one["groups"]) for one in found] == [1] * 40
    assert {one["assessed"] for one in found} == {"满意"}
    for one in found:
        (group,) = one["groups"]
        assert [member["leader"] for member in group["members"]] == [True, False]
        assert bool(one["acceptedOn"]) is bool(one["qualityChecks"]) is not one["crossYear"]
        assert bool(one["milestones"]) is one["crossYear"]
        assert all(stone["doneOn"] or stone["dueOn"] > "2026" for stone in one["milestones"])


async def test_no_duty_of_the_year_was_missed(year: Played) -> None:
    query = "{ projects(first: 50) { nodes { duties { kind state dueOn metOn daysLate } } } }"
    found = (await year.ask(DISTRICT, query))["projects"]["nodes"]
    duties = [duty for one in found for duty in one["duties"]]
    assert {one["kind"] for one in duties} == {"HALF_YEAR_REPORT", "YEAR_END_ASSESSMENT"}
    assert [one for one in duties if one["dueOn"] < AFTER and one["state"] == "OPEN"] == []
    assert [one for one in duties if one["daysLate"]] == []


async def test_the_council_of_the_subdistrict_decides_nothing_for_a_congress(
    year: Played,
) -> None:
    """Rows 2-19 and 2-32: micro projects by a council, under the decision that entrusts it."""
    query = "{ voteCycles(first: 10) { nodes { decider entrustedBy state } } }"
    (cycle,) = (await year.ask(STREET, query))["voteCycles"]["nodes"]
    assert (cycle["decider"], cycle["state"]) == ("COUNCIL", "CLOSED")
    assert cycle["entrustedBy"].startswith("坪山区人大常委会关于委托街道人大工委")
    (vote,) = await year.rounds(STREET)
    assert [one["chosen"] for one in vote["tally"]["items"]] == [True, True, True, False]
    assert "票决" not in vote["announcement"]
    assert "代表大会" not in vote["announcement"].replace("不是人民代表大会的决定", "")
    figures = await year.figures(STREET)
    assert (figures["CHOSEN"], figures["DONE"]) == (3, 3)


async def test_the_town_votes_on_paper_and_again_among_the_tied(year: Played) -> None:
    """Row 0-09, by the township's practice: secret, on paper; 5 and 5 for the last place."""
    first, second = await year.rounds(TOWN)
    assert (first["mode"], second["mode"]) == ("PAPER", "PAPER")
    tally = first["tally"]
    assert (tally["outcome"], tally["then"]) == ("TIE", "FURTHER_ROUND")
    assert [one["number"] for one in tally["items"] if one["tied"]] == [3, 4]
    assert [one["chosen"] for one in tally["items"]] == [True, True, False, False, False]
    assert second["tally"]["outcome"] == "DECIDED"
    assert [(one["approve"], one["chosen"]) for one in second["tally"]["items"]] == [
        (6, True),
        (2, False),
    ]
    query = "{ projects(first: 10) { nodes { number title votesFor publishedOn } } }"
    found = (await year.ask(TOWN, query))["projects"]["nodes"]
    assert [(one["number"], one["votesFor"]) for one in found] == [(1, 8), (2, 7), (3, 6)]
    assert {one["publishedOn"] for one in found} == {"2025-02-13"}


async def test_the_towns_projects_were_followed_and_are_finished_on_time(year: Played) -> None:
    """What was due is done: nothing of the year before stands there at nought per cent."""
    figures = await year.figures(TOWN)
    assert (figures["CHOSEN"], figures["DONE"], figures["LATE"]) == (3, 3, 0)
    query = "{ projectDuties(first: 50) { totalCount nodes { kind state overdue daysLate } } }"
    duties = (await year.ask(TOWN, query))["projectDuties"]["nodes"]
    assert {one["kind"] for one in duties} == {"QUARTERLY_CHECK", "HALF_YEAR_REPORT"}
    assert not [one for one in duties if one["overdue"] or one["daysLate"]]
    assert sum(one["state"] == "MET" for one in duties) == 12
    percents = "{ projects(first: 10) { nodes { percent state completedOn dueOn } } }"
    found = (await year.ask(TOWN, percents))["projects"]["nodes"]
    assert {(one["percent"], one["state"]) for one in found} == {(100, "ACCEPTED")}
    assert all(one["completedOn"] <= one["dueOn"] for one in found)


def recounted(path: Path) -> tuple[int, str]:
    """What the stand-alone program says of a file; it is run without any of our code."""
    script = [sys.executable, "-I", "-S", str(recount.__file__), str(path)]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("body", [TOWN, DISTRICT, STREET])
async def test_every_closed_vote_counts_again(year: Played, body: str, tmp_path: Path) -> None:
    listed = await year.house.command(body, "people_votes", "list")
    votes = {line.split("\t")[0] for line in listed.splitlines()}
    assert votes
    for vote in votes:
        path = tmp_path / f"{vote}.json"
        told = await year.house.command(body, "people_votes", "export", id=vote)
        path.write_text(told, encoding="utf-8")
        code, said = recounted(path)
        assert code == 0, said
        assert json.loads(said)["announced"] == json.loads(told)["announced"]


@pytest.mark.parametrize(("body", "count"), [(DISTRICT, 40), (TOWN, 3), (STREET, 3)])
async def test_visitors_see_what_was_published(year: Played, body: str, count: int) -> None:
    query = "{ publicProjects(first: 50) { totalCount nodes { title percent group } } }"
    with year.house.on(AFTER):
        seen = (await year.house.gql(query, {}, body=body))["publicProjects"]
    assert seen["totalCount"] == count
    told = [one for one in seen["nodes"] if one["percent"] is not None]
    assert len(told) == {DISTRICT: 6, TOWN: 3}.get(body, 0)
    assert all(len(one["group"]) == 2 for one in told)


def test_no_code_of_the_plugin_names_a_place() -> None:
    """The bodies differ by practice and data alone."""
    places = {tomllib.loads(path.read_text(encoding="utf-8"))["body"] for path in cycles()}
    names = {"坪山", "羊流", "新泰", *places}
    for path in Path(demo.__file__).parents[1].rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [name for name in names if name in text], path


def test_everything_written_for_the_demo_says_that_it_is_invented() -> None:
    for path in cycles():
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        assert told["text"].endswith("（演示）")
        for given in (told, told["examined"], *told["meeting"], *told.get("assessment", [])):
            assert given["title"].endswith("（演示）")
        assert "示" in told["list"]["number"]
        assert told["vote"]["method"].endswith("（演示）")
        assert not re.search(r"1[3-9]\d{9}", path.read_text(encoding="utf-8"))


def cycles() -> list[Path]:
    """The data of every cycle of the demo."""
    return sorted((PAPERS / "votes").glob("*-*.toml"))
