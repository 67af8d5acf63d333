"""Votes on paper through the public API: from the adopted method to the announced result."""

from collections.abc import AsyncGenerator

import pytest
from polling import TALLY, Polling, open_polling, rows_of, votes

from core.kit.ballots import tables
from core.testing import House, Someone
from plugins.people_votes.models import Candidate

pytestmark = pytest.mark.database


@pytest.fixture
async def town(house: House) -> AsyncGenerator[Polling]:
    """A town's congress of nine, all of them present."""
    with house.on("2025-02-10"):
        polling = await open_polling(house, "town-a")
        await polling.practise("method", "each")
        await polling.convene()
        yield polling


async def test_a_vote_runs_from_the_method_to_the_projects(town: Polling) -> None:
    await town.prepared()
    told = await town.counted([votes(8, 1), votes(5, 4), votes(4, 4, 1)], valid=9)
    assert told["state"] == "ANNOUNCED"
    tally = told["tally"]
    assert (tally["outcome"], tally["passLine"], tally["quorumLine"]) == ("DECIDED", 5, 6)
    assert [item["chosen"] for item in tally["items"]] == [True, True, False]
    assert {line["name"]: line["number"] for line in tally["lines"]} == {
        "DUE": 9,
        "PRESENT": 9,
        "ISSUED": 9,
        "RETURNED": 9,
        "VALID": 9,
        "VOID": 0,
        "PASS_LINE": 5,
    }
    assert all(line["sentence"] and line["basis"] for line in tally["lines"])
    concluded = await town.do(
        "secretary", "concludeVote", "state candidates { title state votesFor }", cycle=town.cycle
    )
    assert concluded["state"] == "DECIDED"
    assert [one["state"] for one in concluded["candidates"]] == ["CHOSEN", "CHOSEN", "NOT_CHOSEN"]
    assert [one["votesFor"] for one in concluded["candidates"]] == [8, 5, None]


async def test_nothing_opens_before_method_scrutineers_and_heads(town: Polling) -> None:
    town.round = (
        await town.do(
            "secretary",
            "prepareVote",
            cycle=town.cycle,
            meeting=town.meeting,
            title="票决",
            methodTitle="票决办法",
        )
    )["id"]
    assert await town.code("chair", "openVote", round=town.round) == "METHOD_NOT_ADOPTED"
    await town.do(
        "secretary",
        "adoptVoteMethod",
        round=town.round,
        on="2025-02-10",
        by="预备会议",
        text="办法",
    )
    assert await town.code("chair", "openVote", round=town.round) == "SCRUTINEERS_NOT_ADOPTED"
    await town.name(town.round)
    away = [one["id"] for one in town.members[5:]]
    await town.attend("ABSENT", away)
    refused = await town.refused("chair", "openVote", round=town.round)
    assert refused["extensions"]["code"] == "QUORUM_NOT_REACHED"
    assert "不足6人" in refused["message"]
    assert "第十四条" in refused["message"]
    await town.attend("PRESENT", away[:1])
    assert (await town.do("chair", "openVote", "state present due", round=town.round)) == {
        "state": "OPEN",
        "present": 6,
        "due": 9,
    }


async def waits(town: Polling, who: str | Someone) -> bool:
    """Whether the round waits for somebody."""
    by = town.people[who] if isinstance(who, str) else who
    found = await town.house.gql("{ votes(mine: true) { totalCount nodes { id } } }", by=by)
    return [one["id"] for one in found["votes"]["nodes"]] == [town.round]


async def test_tellers_count_apart_and_differences_are_counted_again(town: Polling) -> None:
    await town.prepared()
    close = {"meeting": town.meeting, "on": "2025-02-10"}
    await town.do("chair", "openVote", round=town.round)
    assert await town.code("secretary", "closeMeeting", **close) == "VOTE_UNDER_WAY"
    assert await town.code(
        "teller1", "enterCount", round=town.round, valid=9, void=0, items=[]
    ) == ("ROUND_STATE")
    await town.do("chair", "closeVote", round=town.round)
    assert await town.code("secretary", "closeMeeting", **close) == "VOTE_UNDER_WAY"
    await town.papers(9, 9)
    first = [votes(8, 1), votes(5, 4), votes(4, 5)]
    chief = town.scrutineers[0]
    assert [await waits(town, one) for one in ("teller1", "teller2", chief)] == [True, True, False]
    await town.do("teller1", "enterCount", round=town.round, valid=9, void=0, items=first)
    assert [await waits(town, one) for one in ("teller1", "teller2", chief)] == [False, True, False]
    seen = "tellerCounts { teller attempt } countDifferences"
    assert len((await town.see("teller1", seen))["tellerCounts"]) == 1
    assert (await town.see("teller2", seen))["tellerCounts"] == []
    assert (await town.see(town.scrutineers[0], seen))["tellerCounts"] == []
    assert await town.code(
        "teller1", "enterCount", round=town.round, valid=9, void=0, items=first
    ) == ("COUNTED_ALREADY")
    other = [votes(8, 1), votes(6, 3), votes(4, 5)]
    await town.do("teller2", "enterCount", round=town.round, valid=9, void=0, items=other)
    shown = await town.see(town.scrutineers[0], seen)
    assert len(shown["tellerCounts"]) == 2
    assert any("项目乙" in one and "赞成" in one for one in shown["countDifferences"])
    assert await town.code(town.scrutineers[0], "confirmCount", round=town.round) == (
        "COUNTS_DIFFER"
    )
    # Both count again: one who copies what the other had first is no second count.
    assert [await waits(town, one) for one in ("teller1", "teller2", chief)] == [True, True, False]
    await town.do("teller2", "enterCount", round=town.round, valid=9, void=0, items=first)
    assert [await waits(town, one) for one in ("teller1", "teller2", chief)] == [True, False, False]
    assert await town.code(town.scrutineers[0], "confirmCount", round=town.round) == (
        "COUNT_MISSING"
    )
    await town.do("teller1", "enterCount", round=town.round, valid=9, void=0, items=first)
    assert [await waits(town, one) for one in ("teller1", "teller2", chief)] == [False, False, True]
    for one in town.scrutineers:
        assert await waits(town, one)
        await town.do(one, "confirmCount", round=town.round)
        assert not await waits(town, one)
    told = await town.do("chair", "announceResult", TALLY, round=town.round)
    assert [item["approve"] for item in told["tally"]["items"]] == [8, 5, 4]
    # Counted again: that another round was entered twice holds nobody up in this one.
    why = {"round": town.round, "reason": "主席团决定重新计票"}
    town.round = (await town.do("chair", "orderRecount", **why))["id"]
    await town.both(RETURNED=9)
    for teller in ("teller1", "teller2"):
        assert await waits(town, teller)
        await town.do(teller, "enterCount", round=town.round, valid=9, void=0, items=first)
    assert [await waits(town, one) for one in ("teller1", "teller2", chief)] == [False, False, True]


async def test_counts_that_contradict_themselves_are_refused(town: Polling) -> None:
    await town.prepared()
    await town.do("chair", "openVote", round=town.round)
    await town.do("chair", "closeVote", round=town.round)
    assert await town.code(
        "teller1", "enterCount", round=town.round, valid=9, void=0, items=[votes(9, 0)] * 3
    ) == ("PAPERS_UNCOUNTED")
    await town.papers(9, 9)
    refused = await town.refused(
        "teller1",
        "enterCount",
        round=town.round,
        valid=9,
        void=0,
        items=[votes(9, 1), votes(5, 4), votes(4, 5)],
    )
    assert refused["extensions"] == {"code": "COUNTS_CONTRADICT", "field": "counts"}
    assert await rows_of(town.house, "town-a", tables.TellerCount) == []


async def test_more_returned_than_issued_voids_the_vote_and_it_is_held_again(
    town: Polling,
) -> None:
    await town.prepared()
    await town.do("chair", "openVote", round=town.round)
    await town.do("chair", "closeVote", round=town.round)
    await town.papers(8, 9)
    assert await town.code(
        "teller1", "enterCount", round=town.round, valid=9, void=0, items=[votes(9, 0)] * 3
    ) == ("VOTE_VOID")
    assert await town.code("chair", "announceResult", round=town.round) == "ROUND_STATE"
    for one in town.scrutineers:
        await town.do(one, "confirmCount", round=town.round)
    told = await town.do("chair", "announceResult", TALLY, round=town.round)
    assert (told["state"], told["tally"]["outcome"]) == ("VOID", "VOID")
    assert await town.code("secretary", "concludeVote", cycle=town.cycle) == "ROUND_DUE"
    again = await town.do("secretary", "prepareFurtherRound", "id number", round=town.round)
    assert again["number"] == 2
    told = await town.counted(
        [votes(9, 0), votes(9, 0), votes(0, 9)], valid=9, round_id=again["id"]
    )
    assert told["tally"]["outcome"] == "DECIDED"
    await town.do("secretary", "concludeVote", cycle=town.cycle)


async def test_a_tie_goes_to_a_round_among_the_tied(town: Polling) -> None:
    await town.practise("method", "choose")
    await town.practise("shortage", "next_meeting")
    await town.practise("extra_candidates", {"least": 1, "most": 2})
    await town.prepared(places=2)
    told = await town.counted([{"approve": 8}, {"approve": 5}, {"approve": 5}], valid=9)
    tally = told["tally"]
    assert (tally["outcome"], tally["placesLeft"], tally["then"]) == ("TIE", 1, "FURTHER_ROUND")
    assert [item["tied"] for item in tally["items"]] == [False, True, True]
    assert await town.code("secretary", "concludeVote", cycle=town.cycle) == "ROUND_DUE"
    second = await town.do(
        "secretary", "prepareFurtherRound", "id items { title }", round=town.round
    )
    assert [item["title"] for item in second["items"]] == ["项目乙", "项目丙"]
    told = await town.counted([{"approve": 3}, {"approve": 6}], valid=9, round_id=second["id"])
    assert told["tally"]["outcome"] == "DECIDED"
    concluded = await town.do(
        "secretary", "concludeVote", "candidates { title state }", cycle=town.cycle
    )
    chosen = [one["title"] for one in concluded["candidates"] if one["state"] == "CHOSEN"]
    assert chosen == ["项目甲", "项目丙"]


async def test_too_many_or_too_few_candidates_are_refused_with_the_rule(town: Polling) -> None:
    await town.practise("method", "choose")
    await town.practise("shortage", "fewer")
    await town.practise("extra_candidates", {"least": 1, "most": 1})
    refused = await town.refused(
        "secretary",
        "prepareVote",
        cycle=town.cycle,
        meeting=town.meeting,
        title="票决",
        methodTitle="票决办法",
        places=1,
    )
    assert refused["extensions"]["code"] == "PLACES_UNFIT"
    assert "应选1项" in refused["message"]


async def test_a_recount_stands_beside_the_first_count(town: Polling) -> None:
    await town.prepared()
    await town.counted([votes(8, 1), votes(4, 5), votes(5, 4)], valid=9)
    first = town.round
    recount = await town.do(
        "chair", "orderRecount", "id state recountReason", round=first, reason="监票人提出"
    )
    assert (recount["state"], recount["recountReason"]) == ("COUNTING", "监票人提出")
    assert await town.code("secretary", "concludeVote", cycle=town.cycle) == "ROUND_RUNNING"
    await town.both(recount["id"], RETURNED=9)
    await town.count([votes(8, 1), votes(5, 4), votes(5, 4)], valid=9, round_id=recount["id"])
    await town.do("chair", "announceResult", round=recount["id"])
    told, both = await town.see("secretary", TALLY, first), (first, recount["id"])
    assert [item["approve"] for item in told["tally"]["items"]] == [8, 4, 5], "the first stays"
    over = [(await town.see("secretary", "votesOver", one))["votesOver"] for one in both]
    assert over == [True, False], "what is next is next of the recount"
    await town.do("secretary", "concludeVote", cycle=town.cycle)
    over = [(await town.see("secretary", "votesOver", one))["votesOver"] for one in both]
    assert over == [True, True]
    rows = await rows_of(town.house, "town-a", Candidate)
    assert {row.title: row.votes_for for row in rows} == {"项目甲": 8, "项目乙": 5, "项目丙": 5}


async def test_a_recount_is_counted_again_and_nobody_follows_the_first(town: Polling) -> None:
    await town.prepared()
    await town.counted([votes(8, 1), votes(4, 5), votes(4, 5)], valid=9)
    first = town.round
    counted = list[str]()
    for approve in (5, 6):
        which = counted[-1] if counted else first
        again = await town.do("chair", "orderRecount", round=which, reason="监票人提出")
        assert await town.code("chair", "orderRecount", round=which, reason="再数") == (
            "COUNTED_AGAIN"
        )
        await town.both(again["id"], RETURNED=9)
        items = [votes(8, 1), votes(approve, 9 - approve), votes(4, 5)]
        await town.count(items, valid=9, round_id=again["id"])
        await town.do("chair", "announceResult", round=again["id"])
        counted.append(again["id"])
    for which in (first, counted[0]):
        assert await town.code("secretary", "prepareFurtherRound", round=which) == "COUNTED_AGAIN"
    await town.do("secretary", "concludeVote", cycle=town.cycle)
    rows = await rows_of(town.house, "town-a", Candidate)
    assert {row.title: row.votes_for for row in rows} == {"项目甲": 8, "项目乙": 6, "项目丙": None}


async def test_a_late_figure_of_the_papers_wants_the_counts_confirmed_anew(town: Polling) -> None:
    await town.prepared()
    await town.do("chair", "openVote", round=town.round)
    await town.do("chair", "closeVote", round=town.round)
    await town.both(ISSUED=9, RETURNED=9)
    await town.enter("teller1", PRINTED=14)
    items = [votes(8, 1), votes(5, 4), votes(4, 5)]
    for teller in ("teller1", "teller2"):
        await town.do(teller, "enterCount", round=town.round, valid=9, void=0, items=items)
    chief, other = town.scrutineers
    assert await town.code(chief, "confirmCount", round=town.round) == "PAPERS_UNCOUNTED"
    await town.enter("teller1", LEFT_OVER=5)
    destroyed = [{"figure": "DESTROYED", "number": 6}]
    code = await town.code("teller1", "recordPapers", round=town.round, figures=destroyed)
    assert code == "PAPERS_UNACCOUNTED"
    await town.do(chief, "confirmCount", round=town.round)
    await town.both(RETURNED=8)
    assert await town.code(other, "confirmCount", round=town.round) == "COUNTS_CONTRADICT"
    await town.both(ISSUED=9, RETURNED=9)
    assert (await town.do(other, "confirmCount", "state", round=town.round))["state"] == "COUNTING"
    assert (await town.do(chief, "confirmCount", "state", round=town.round))["state"] == "CONFIRMED"
    told = await town.do("chair", "announceResult", "state", round=town.round)
    assert told["state"] == "ANNOUNCED"


async def test_what_is_left_to_the_next_meeting_is_voted_on_there(town: Polling) -> None:
    await town.practise("method", "choose")
    await town.practise("ties", "next_meeting")
    await town.practise("shortage", "next_meeting")
    await town.practise("extra_candidates", {"least": 1, "most": 2})
    await town.prepared(places=2)
    told = await town.counted([{"approve": 8}, {"approve": 5}, {"approve": 5}], valid=9)
    assert told["tally"]["then"] == "NEXT_MEETING"
    first = town.round
    assert await town.code("secretary", "prepareFurtherRound", round=first) == "NEXT_MEETING"
    follows = "people_votes.prepare_further_round"
    assert follows not in (await town.see("secretary", "votesOffered"))["votesOffered"], (
        "no later meeting"
    )
    await town.do("secretary", "closeMeeting", meeting=town.meeting, on="2025-02-10")
    await town.convene()
    assert follows in (await town.see("secretary", "votesOffered"))["votesOffered"]
    second = await town.do(
        "secretary",
        "prepareFurtherRound",
        "id methodAdoptedOn officials { id } items { title }",
        round=first,
        meeting=town.meeting,
    )
    assert (second["methodAdoptedOn"], second["officials"]) == (None, [])
    assert await town.code("chair", "openVote", round=second["id"]) == "METHOD_NOT_ADOPTED"
    await town.adopt(second["id"])
    told = await town.counted([{"approve": 3}, {"approve": 6}], valid=9, round_id=second["id"])
    assert told["tally"]["outcome"] == "DECIDED"
    await town.do("secretary", "concludeVote", cycle=town.cycle)
    rows = await rows_of(town.house, "town-a", Candidate)
    assert {row.title: row.votes_for for row in rows} == {"项目甲": 8, "项目乙": None, "项目丙": 6}
    assert await town.code("chair", "orderRecount", round=second["id"], reason="再数") == (
        "VOTE_CONCLUDED"
    )


async def test_nobody_votes_again_until_the_result_pleases(town: Polling) -> None:
    await town.prepared()
    await town.counted([votes(8, 1), votes(4, 5), votes(4, 5)], valid=9)
    code = await town.code(
        "secretary",
        "prepareVote",
        cycle=town.cycle,
        meeting=town.meeting,
        title="再来一次",
        methodTitle="票决办法",
    )
    assert code == "VOTED_BEFORE"
    assert await town.code("secretary", "prepareFurtherRound", round=town.round) == (
        "NO_FURTHER_ROUND"
    )


async def test_figures_are_hidden_until_the_result_is_announced(town: Polling) -> None:
    await town.prepared()
    await town.do("chair", "openVote", round=town.round)
    await town.do("chair", "closeVote", round=town.round)
    await town.papers(9, 9)
    await town.count([votes(8, 1), votes(5, 4), votes(4, 5)], valid=9)
    watching = town.scrutineers
    deputy = next(one for one in town.deputies if one not in watching)
    for who in ("secretary", "chair", deputy):
        seen = await town.see(
            who, "tally { outcome } tellerCounts { teller } paperCounts { number } digest"
        )
        assert seen == {"tally": None, "tellerCounts": [], "paperCounts": [], "digest": None}
    payloads = [payload for _, payload in await town.house.events("town-a")]
    assert not any("approve" in str(payload) for payload in payloads)
