"""A vote that was really held, as the deputies' files hear of it: who was there, never a choice."""

from typing import Any

from calls_path import on
from naming import APPROVE, OPPOSE, cast, opened
from polling import Polling, open_polling, votes

from core.testing import House

OPEN = "mutation { openFiles(input: {term: 19}) { count } }"
DRAFTS = """{ entryDrafts(first: 50) { nodes {
  kind title eventName deputyText stationText reason heldOn file { name } } } }"""


async def with_files(house: House) -> Polling:
    """A town that votes and keeps its deputies' files."""
    town = await open_polling(house, "town-a")
    await house.enable("town-a", "deputy_files")
    town.people["office"] = await house.person("town-a", "presidium", "deputy_affairs")
    await house.gql(OPEN, by=town.people["office"])
    return town


async def entered(town: Polling) -> list[dict[str, Any]]:
    await town.house.drain()
    found = await town.house.gql(DRAFTS, by=town.people["office"])
    return [one for one in found["entryDrafts"]["nodes"] if one["kind"] == "vote"]


async def test_on_paper_everybody_on_the_roll_took_part(house: House) -> None:
    with on("2025-02-10"):
        town = await with_files(house)
        await town.practise("method", "each")
        await town.convene(leave=2)
        await town.prepared()
        assert await entered(town) == []
        await town.counted([votes(5, 2)] * 3, valid=7)
        found = await entered(town)
    here = {one["name"] for one in town.members[:7]}
    assert {one["file"]["name"] for one in found} == here
    assert {one["eventName"] for one in found} == {"people_votes.announce_result"}
    assert {one["heldOn"] for one in found} == {"2025-02-10"}


async def test_of_a_named_vote_nothing_is_told_but_the_roll(house: House) -> None:
    with on("2025-02-10"):
        town = await with_files(house)
        for setting, value in {"secret": False, "electronic": True, "method": "each"}.items():
            await town.practise(setting, value)
        await opened(town)
        for place, one in enumerate(town.deputies[:5]):
            await cast(town, one, APPROVE if place % 2 else OPPOSE)
        await town.do("chair", "closeVote", round=town.round)
        await town.do("chair", "announceResult", round=town.round)
        found = await entered(town)
    assert len(found) == 9, "who did not press the button cannot be told from who did"
    alike = [{**one, "file": None} for one in found]
    assert all(one == alike[0] for one in alike), "an entry differs by nothing but the deputy"
    told = str(found)
    assert not any(word in told for word in ("approve", "oppose", "赞成", "反对", "弃权"))
