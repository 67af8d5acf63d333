"""Scrutineers and tellers: adopted with day and meeting, independent, replaced on the record."""

import pytest
from calls_path import on
from polling import TALLY, Polling, open_polling, votes

from core import clock, global_id
from core.testing import House

OFFICIALS = "officials { id role name adoptedOn adoptedBy leftOn leftReason confirmedAt }"
SEEN = "paperCounts { figure number } teller: tellerCounts { teller } countDifferences"
ITEMS = [votes(8, 1), votes(5, 4), votes(4, 5)]


@pytest.fixture
async def town(house: House):
    with on("2025-02-10"):
        polling = await open_polling(house, "town-a")
        polling.people["teller3"] = await house.person("town-a", "presidium", "teller")
        await polling.practise("method", "each")
        await polling.convene()
        await polling.prepared()
        yield polling


async def officials(town: Polling, role: str) -> list[dict]:
    seen = await town.see("secretary", OFFICIALS)
    return [one for one in seen["officials"] if one["role"] == role]


async def counting(town: Polling) -> None:
    await town.do("chair", "openVote", round=town.round)
    await town.do("chair", "closeVote", round=town.round)
    await town.both(ISSUED=9, RETURNED=9)


async def count(town: Polling, *tellers: str, items=ITEMS) -> None:
    for teller in tellers:
        await town.do(teller, "enterCount", round=town.round, valid=9, void=0, items=items)


def replacing(town: Polling, official: dict, **more: object) -> dict:
    sent = {"on": str(clock.today()), "by": "第三次全体会议", "reason": "另有任务"}
    return {"round": town.round, "official": official["id"], **sent, **more}


def staff(town: Polling, who: str) -> str:
    return global_id("Member", town.people[who].membership_id)


async def test_how_the_scrutineers_were_adopted_is_told(town: Polling) -> None:
    (chief,) = await officials(town, "CHIEF_SCRUTINEER")
    assert (chief["adoptedOn"], chief["adoptedBy"]) == ("2025-02-10", "预备会议")
    named = {
        "round": town.round,
        "chief": town.members[0]["id"],
        "scrutineers": [town.members[1]["id"]],
        "tellers": [staff(town, one) for one in ("teller1", "teller2")],
    }
    refused = {"on": "2025-02-11", "by": "预备会议"}
    assert await town.code("secretary", "nameVoteOfficials", **named, **refused) == (
        "DATE_IN_FUTURE"
    )
    blank = {"on": "2025-02-10", "by": " "}
    code = await town.code("secretary", "nameVoteOfficials", **named, **blank)
    assert code == "ADOPTION_MISSING"


async def test_who_votes_does_not_count(town: Polling) -> None:
    # The roll goes by names, which are made up: who scrutinises is not this one.
    last = next(one for one in town.deputies if one.login == town.members[-1]["name"])
    deputy = global_id("Member", last.membership_id)
    code = await town.code(
        "secretary",
        "nameVoteOfficials",
        round=town.round,
        on="2025-02-10",
        by="预备会议",
        chief=town.members[0]["id"],
        scrutineers=[town.members[1]["id"]],
        tellers=[staff(town, "teller1"), deputy],
    )
    assert code == "TELLER_ON_ROLL"


async def test_both_tellers_count_what_was_issued_and_returned(town: Polling) -> None:
    await town.do("chair", "openVote", round=town.round)
    await town.do("chair", "closeVote", round=town.round)
    await town.enter("teller1", ISSUED=9, RETURNED=9)
    assert (await town.see("teller2", SEEN))["paperCounts"] == [], "neither sees the other's before"
    sent = {"round": town.round, "valid": 9, "void": 0, "items": ITEMS}
    assert await town.code("teller1", "enterCount", **sent) == "PAPERS_UNCOUNTED"
    await town.enter("teller2", ISSUED=9, RETURNED=8)
    refused = await town.refused("teller1", "enterCount", **sent)
    assert refused["extensions"]["code"] == "PAPERS_DIFFER"
    difference = "收回：测试人员9，测试人员8。"
    assert difference in refused["message"]
    seen = await town.see("teller2", SEEN)
    assert seen["countDifferences"] == [difference]
    assert sorted((one["figure"], one["number"]) for one in seen["paperCounts"]) == [
        ("ISSUED", 9),
        ("ISSUED", 9),
        ("RETURNED", 8),
        ("RETURNED", 9),
    ]
    await town.enter("teller2", RETURNED=9)
    assert (await town.see("teller1", SEEN))["countDifferences"] == []
    await count(town, "teller1", "teller2")


async def test_a_scrutineer_who_drops_out_is_replaced_and_all_confirm_anew(town: Polling) -> None:
    await counting(town)
    await count(town, "teller1", "teller2")
    chief, other = town.scrutineers
    await town.do(chief, "confirmCount", round=town.round)
    (leaving,) = await officials(town, "SCRUTINEER")
    next_one = town.members[4]
    sent = replacing(town, leaving, member=next_one["id"])
    assert await town.code("secretary", "replaceVoteOfficial", **{**sent, "reason": " "}) == (
        "REASON_EMPTY"
    )
    for known in (town.members[0], town.members[1]):
        code = await town.code(
            "secretary", "replaceVoteOfficial", **{**sent, "member": known["id"]}
        )
        assert code == "OFFICIAL_ALREADY"
    nobody = {**sent, "member": None}
    assert await town.code("secretary", "replaceVoteOfficial", **nobody) == "SUCCESSOR_MISSING"
    await town.do("secretary", "replaceVoteOfficial", **sent)
    assert await town.code("secretary", "replaceVoteOfficial", **sent) == "NOT_FOUND"
    left, came = await officials(town, "SCRUTINEER")
    assert (left["leftOn"], left["leftReason"]) == ("2025-02-10", "另有任务")
    assert (came["name"], came["adoptedBy"], came["leftOn"]) == (
        next_one["name"],
        "第三次全体会议",
        None,
    )
    assert await town.code(other, "confirmCount", round=town.round) == "NOT_AN_OFFICIAL"
    successor = next(one for one in town.deputies if one.login == next_one["name"])
    await town.do(successor, "confirmCount", round=town.round)
    assert await town.code("chair", "announceResult", round=town.round) == "ROUND_STATE"
    await town.do(chief, "confirmCount", round=town.round)
    told = await town.do("chair", "announceResult", TALLY, round=town.round)
    assert told["state"] == "ANNOUNCED"
    assert await town.code("secretary", "replaceVoteOfficial", **sent) == "ROUND_STATE"
    printed = await town.do("secretary", "printTally", "fault", round=town.round)
    assert printed["fault"] is None


async def test_who_did_not_come_cannot_watch(town: Polling) -> None:
    await town.attend("ABSENT", [town.members[4]["id"]])
    await town.do("chair", "openVote", round=town.round)
    (leaving,) = await officials(town, "CHIEF_SCRUTINEER")
    sent = replacing(town, leaving, member=town.members[4]["id"])
    assert await town.code("secretary", "replaceVoteOfficial", **sent) == "SCRUTINEER_ABSENT"


@pytest.mark.parametrize("counted", [(), ("teller2",), ("teller1", "teller2")])
async def test_a_teller_who_drops_out_is_replaced_and_counts_no_more(
    town: Polling, counted: tuple[str, ...]
) -> None:
    await counting(town)
    await count(town, *counted)
    _, leaving = await officials(town, "TELLER")
    await town.do(
        "secretary", "replaceVoteOfficial", **replacing(town, leaving, staff=staff(town, "teller3"))
    )
    assert (await town.see("teller3", SEEN))["teller"] == []
    chief, other = town.scrutineers
    assert await town.code(chief, "confirmCount", round=town.round) == "PAPERS_UNCOUNTED"
    await town.enter("teller3", ISSUED=9, RETURNED=9)
    assert await town.code(chief, "confirmCount", round=town.round) == "COUNT_MISSING"
    if "teller1" not in counted:
        await count(town, "teller1")
    await count(town, "teller3", items=[votes(7, 2), *ITEMS[1:]])
    refused = await town.code(chief, "confirmCount", round=town.round)
    assert refused == "COUNTS_DIFFER", "the successor's own count, not the one that went"
    sent = {"round": town.round, "valid": 9, "void": 0, "items": ITEMS}
    assert await town.code("teller2", "enterCount", **sent) == "NOT_AN_OFFICIAL"
    await count(town, "teller1", "teller3")
    for who in (chief, other):
        await town.do(who, "confirmCount", round=town.round)
    told = await town.do("chair", "announceResult", TALLY, round=town.round)
    assert [item["approve"] for item in told["tally"]["items"]] == [8, 5, 4]
