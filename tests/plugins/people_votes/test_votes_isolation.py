"""Nobody reaches another body's vote, by any argument of any verb or read; lists do not crawl."""

from typing import Any
from uuid import uuid4

import pytest
from naming import APPROVE
from polling import Polling, add_cycle, mutation, open_polling, votes
from test_projects_isolation import given, id_paths, swapped
from test_votes_permissions import VERBS
from whole_path import Journey, set_out

from core import global_id
from core.graphql.ids import decode
from core.testing import House, Someone, query_count
from plugins.people_votes.rules import Decider

pytestmark = pytest.mark.database

Path = tuple[str, ...]
TITLES = ("项目甲", "项目乙", "项目丙")


def ids_asked(house: House) -> set[tuple[str, Path]]:
    """Every argument of the verbs of the vote that takes an id."""
    on = frozenset({"people_votes"})
    made: Any = house.schemas.of(on)._schema  # pyright: ignore[reportPrivateUsage]
    fields = made.mutation_type.fields
    return {(verb, path) for verb in VERBS for path in id_paths(fields[verb].args["input"].type)}


class Attack:
    """Tries each verb with ids that never were, and with ids of the same kind of the other body."""

    def __init__(self, house: House, theirs: dict[str, str]) -> None:
        self.house, self.theirs = house, theirs
        self.asked = ids_asked(house)
        self.tried = set[tuple[str, Path]]()

    async def __call__(self, by: Someone, verb: str, sent: dict[str, Any]) -> None:
        for name, path in self.asked:
            for own in given(sent, path) if name == verb else ():
                await self._try(by, verb, sent, own)
                self.tried.add((name, path))

    async def _try(self, by: Someone, verb: str, sent: dict[str, Any], own: str) -> None:
        kind, _ = decode(own)
        shown = "fault" if verb.startswith("print") else "id"
        told = list[Any]()
        for other in (global_id(kind, uuid4()), self.theirs[kind]):
            changed = {"input": swapped(sent, own, other)}
            refused = await self.house.refused(mutation(verb, shown), changed, by=by)
            assert refused["extensions"] == {"code": "NOT_FOUND"}, (verb, kind, refused)
            told.append(refused["message"])
        assert told[0] == told[1], "an id of others is an id that never was"


async def walk(journey: Journey) -> dict[str, str]:
    """Every verb of the vote once, with every id that it takes; an id of each kind of record."""
    polling, house = journey.polling, journey.house
    await journey.convene("2025-02-10")
    listed = await add_cycle(house, polling.body, TITLES, Decider.CONGRESS, str(uuid4()))
    polling.cycle = global_id("Cycle", listed)
    await polling.prepared()
    await polling.do("secretary", "printBallots", "fault", round=polling.round)
    await polling.do("chair", "openVote", round=polling.round)
    await _replaced(polling)
    await polling.do("secretary", "cancelVote", round=polling.round, reason="改期")
    await polling.prepared()
    for verb in ("openVote", "closeVote"):
        await polling.do("chair", verb, round=polling.round)
    seen = await polling.see("secretary", "officials { id }")
    await polling.papers(8, 9)
    for one in polling.scrutineers:
        await polling.do(one, "confirmCount", round=polling.round)
    await polling.do("chair", "announceResult", round=polling.round)
    same = {"round": polling.round, "meeting": polling.meeting}
    again = await polling.do("secretary", "prepareFurtherRound", **same)
    first = again["id"]
    await polling.counted([votes(9, 0)] * 3, valid=9, round_id=first)
    await polling.do("teller1", "printTally", "fault", round=first)
    recount = (await polling.do("chair", "orderRecount", round=first, reason="监票人提出"))["id"]
    await polling.both(recount, RETURNED=9)
    await polling.count([votes(9, 0)] * 3, valid=9, round_id=recount)
    await polling.do("chair", "announceResult", round=recount)
    await polling.do("secretary", "concludeVote", cycle=polling.cycle)
    _, (project,) = await _assessed(journey)
    return {
        "Cycle": polling.cycle,
        "Meeting": polling.meeting,
        "VoteRound": first,
        "VoteOfficial": seen["officials"][0]["id"],
        "MeetingMember": polling.members[0]["id"],
        "Member": global_id("Member", polling.people["teller1"].membership_id),
        "Project": project,
    }


async def _replaced(polling: Polling) -> None:
    """A scrutineer and a teller leave an open vote, and others take their places."""
    seen = await polling.see("secretary", "officials { id role }")
    leaving = {one["role"]: one["id"] for one in seen["officials"]}
    teller = await polling.house.person(polling.body, polling.organ, "teller")
    sent = {"on": "2025-02-10", "by": "主席团", "reason": "另有任务", "round": polling.round}
    for official, successor in (
        (leaving["SCRUTINEER"], {"member": polling.members[5]["id"]}),
        (leaving["TELLER"], {"staff": global_id("Member", teller.membership_id)}),
    ):
        await polling.do("secretary", "replaceVoteOfficial", official=official, **sent, **successor)


async def _assessed(journey: Journey) -> tuple[str, list[str]]:
    """An assessment by a named electronic vote: two verbs that a vote on paper does not take."""
    polling = journey.polling
    cycle, projects = await journey.desk.published()
    sent: dict[str, Any] = {
        "cycle": cycle,
        "meeting": polling.meeting,
        "projects": projects,
        "title": "测评",
    }
    await polling.do("secretary", "prepareAssessment", **sent, methodTitle="测评办法")
    listed = await add_cycle(journey.house, polling.body, TITLES, Decider.CONGRESS, str(uuid4()))
    polling.cycle = global_id("Cycle", listed)
    await polling.prepared(mode="NAMED_ELECTRONIC")
    await polling.do("chair", "openVote", round=polling.round)
    voter = polling.deputies[0]
    await polling.do(voter, "castVote", round=polling.round, marks=APPROVE)
    return cycle, projects


PASSES = {
    "assessor": "congress",
    "secret": True,
    "grades": ["满意", "不满意"],
    "tiers": [
        {
            "title": "满意",
            "grades": ["满意"],
            "share": {"numerator": 1, "denominator": 2, "strict": True},
            "base": "all",
        }
    ],
    "otherwise": "不满意",
    "results": [{"title": one, "consequences": ["announced"]} for one in ("满意", "不满意")],
}


async def test_every_argument_that_takes_an_id_knows_ones_own_only(house: House) -> None:
    """Each verb is tried with others' ids first, and then goes through with the very same input."""
    journeys = [await set_out(house, body) for body in ("county-a", "county-b")]
    for one in journeys:
        for setting, value in {"secret": False, "electronic": True, "assessment": PASSES}.items():
            await one.polling.practise(setting, value)
    with house.on("2025-02-10"):
        theirs = await walk(journeys[1])
        before = await house.events("county-b")
        attack = Attack(house, theirs)
        journeys[0].polling.before.append(attack)
        await walk(journeys[0])
        assert await house.events("county-b") == before
    assert attack.tried == attack.asked, "every id field of every verb of the vote"
    assert len(attack.tried) > 15


READS = {
    "votes(cycle: $id) { totalCount nodes { id } }": "Cycle",
    "voteRoll(round: $id) { totalCount nodes { id } }": "VoteRound",
}


async def test_no_read_shows_another_bodys_vote(house: House) -> None:
    with house.on("2025-02-10"):
        town, other = [await open_polling(house, body) for body in ("town-a", "town-b")]
        await town.practise("method", "each")
        await town.convene()
        await town.prepared()
        await town.do("chair", "openVote", round=town.round)
        own = {"Cycle": town.cycle, "VoteRound": town.round}
        for read, kind in READS.items():
            query = f"query($id: ID!) {{ {read} }}"
            field = read.partition("(")[0]
            seen = await house.gql(query, {"id": own[kind]}, by=town.people["secretary"])
            assert seen[field]["totalCount"] > 0
            for by in (other.people["secretary"], other.deputies[0]):
                answer = await house.ask(query, {"id": own[kind]}, by=by)
                if not answer.get("errors"):
                    assert answer["data"][field] == {"totalCount": 0, "nodes": []}
            never = {"id": global_id(kind, uuid4())}
            seen = await house.gql(query, never, by=town.people["secretary"])
            assert seen[field]["totalCount"] == 0
        assert await other.see("secretary", "title", town.round) is None
        listed = await house.gql("{ votes { totalCount } }", by=other.people["secretary"])
        assert listed["votes"]["totalCount"] == 0


EVERYTHING = """{ votes(first: 20) { nodes { id title state entitled announcement digest
  tally { outcome sentence items { approve sentence } lines { sentence } }
  items { number title } officials { name role } turnout { cast }
  paperCounts { figure number } tellerCounts { teller } countDifferences ownBallot { mark } } } }"""


async def announced_round(town: Polling) -> None:
    cycle = await add_cycle(town.house, town.body, TITLES, Decider.CONGRESS, str(uuid4()))
    town.cycle = global_id("Cycle", cycle)
    await town.prepared()
    await town.counted([votes(9, 0)] * 3, valid=9)


async def test_a_list_of_five_asks_no_more_than_a_list_of_one(house: House) -> None:
    with house.on("2025-02-10"):
        town = await open_polling(house, "town-a")
        await town.practise("method", "each")
        await town.convene()
        await announced_round(town)
        for who in (town.people["secretary"], town.scrutineers[0]):
            await house.gql(EVERYTHING, by=who)
        counted = list[list[int]]()
        for more in (0, 4):
            for _ in range(more):
                await announced_round(town)
            found = list[int]()
            for who in (town.people["secretary"], town.scrutineers[0]):
                with query_count() as sent:
                    seen = await house.gql(EVERYTHING, by=who)
                assert len(seen["votes"]["nodes"]) == 1 + more
                assert all(one["digest"] and one["announcement"] for one in seen["votes"]["nodes"])
                assert all(len(one["officials"]) == 4 for one in seen["votes"]["nodes"])
                found.append(len(sent))
            counted.append(found)
    assert counted[0] == counted[1]
