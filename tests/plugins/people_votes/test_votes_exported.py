"""A closed vote leaves as one file, which a program of nobody's counts again (issue: recount)."""

import json
import subprocess
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from polling import Polling, open_polling, votes

from core import closed_vote_file, key, postgres
from core.errors import Refused
from core.testing import House, TestServer

RECOUNT = Path(__file__).parents[3] / "plugins" / "people_votes" / "recount.py"


def recounted(path: Path, told: str) -> tuple[int, str]:
    """What the stand-alone program says of a file; it is run without any of our code."""
    path.write_text(told, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(RECOUNT), str(path)], capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


async def exported(polling: Polling) -> str:
    await polling.house.drain()
    listed = await polling.house.command(polling.body, "people_votes", "list")
    vote = listed.splitlines()[0].split("\t")[0]
    return await polling.house.command(polling.body, "people_votes", "export", id=vote)


async def announced_digest(polling: Polling) -> str:
    events = await polling.house.events(polling.body)
    return [told for name, told in events if name == "people_votes.announce_result"][-1]["digest"]


@pytest.fixture
async def town(house: House) -> AsyncGenerator[Polling]:
    with house.on("2025-02-10"):
        polling = await open_polling(house, "town-a")
        await polling.practise("method", "choose")
        await polling.practise("shortage", "fewer")
        await polling.convene()
        yield polling


async def test_a_paper_vote_with_a_tie_counts_again_to_the_same(
    town: Polling, tmp_path: Path
) -> None:
    await town.prepared(places=2)
    await town.counted([{"approve": 8}, {"approve": 5}, {"approve": 5}], valid=9)
    second = await town.do("secretary", "prepareFurtherRound", round=town.round)
    await town.counted([{"approve": 3}, {"approve": 5}], valid=8, void=1, round_id=second["id"])
    told = await exported(town)
    assert recounted(tmp_path / "vote.json", told)[0] == 0, recounted(tmp_path / "vote.json", told)
    file = json.loads(told)
    assert file["digests"]["whole"] == await announced_digest(town)
    assert file["chain"]["event"] > 0, "the chain holds the digest"
    forged: dict[str, Any] = json.loads(told)
    forged["rounds"][1]["votes"]["confirmed"]["items"][0]["approve"] = 7
    status, said = recounted(
        tmp_path / "forged.json",
        json.dumps(forged, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    )
    assert status == 1, said


async def test_a_void_vote_is_told_and_counts_again(town: Polling, tmp_path: Path) -> None:
    await town.prepared(places=2)
    await town.do("chair", "openVote", round=town.round)
    await town.do("chair", "closeVote", round=town.round)
    await town.papers(8, 9)
    for one in town.scrutineers:
        await town.do(one, "confirmCount", round=town.round)
    await town.do("chair", "announceResult", round=town.round)
    told = await exported(town)
    assert recounted(tmp_path / "vote.json", told)[0] == 0, recounted(tmp_path / "vote.json", told)


async def test_a_named_vote_leaves_under_pseudonyms(house: House, tmp_path: Path) -> None:
    with house.on("2025-02-10"):
        town = await open_polling(house, "town-a")
        for setting, value in {"method": "each", "secret": False, "electronic": True}.items():
            await town.practise(setting, value)
        await town.convene()
        await town.prepared(mode="NAMED_ELECTRONIC")
        await town.do("chair", "openVote", round=town.round)
        for place, one in enumerate(town.deputies):
            marks = [
                {"number": number, "mark": "approve" if place < 4 + number else "oppose"}
                for number in (1, 2, 3)
            ]
            await town.do(one, "castVote", round=town.round, marks=marks)
        await town.do("chair", "closeVote", round=town.round)
        told = await town.do(
            "chair", "announceResult", "tally { items { approve chosen } }", round=town.round
        )
        assert [one["approve"] for one in told["tally"]["items"]] == [5, 6, 7]
        text = await exported(town)
    assert recounted(tmp_path / "vote.json", text)[0] == 0, recounted(tmp_path / "vote.json", text)
    assert not any(one.login in text or str(one.person_id) in text for one in town.deputies)
    assert json.loads(text)["digests"]["whole"] == await announced_digest(town)


async def test_a_recount_is_what_stands_in_the_file(town: Polling, tmp_path: Path) -> None:
    await town.practise("method", "each")
    await town.prepared()
    await town.counted([votes(8, 1), votes(4, 5), votes(5, 4)], valid=9)
    again = await town.do("chair", "orderRecount", round=town.round, reason="监票人提出")
    await town.both(again["id"], RETURNED=9)
    await town.count([votes(8, 1), votes(5, 4), votes(5, 4)], valid=9, round_id=again["id"])
    await town.do("chair", "announceResult", round=again["id"])
    told = await exported(town)
    assert recounted(tmp_path / "vote.json", told)[0] == 0, recounted(tmp_path / "vote.json", told)
    assert len(json.loads(told)["rounds"]) == 1
    listed = await town.house.command("town-a", "people_votes", "list")
    assert [line.split("\t")[2] for line in listed.splitlines()] == ["第1轮", "重新计票"]


async def digest_now(town: Polling) -> str:
    """The digest of the vote's file as the database has it at this moment."""
    async with town.house.platform.as_core(town.house.bodies[town.body].id) as work:
        file = await closed_vote_file(work, key(town.cycle, "Cycle"))
    return file["digests"]["whole"]


def by_force(server: TestServer, town: Polling, table: str, change: str) -> None:
    """What somebody with all rights does who first takes the guards away."""
    name = sa.make_url(town.house.databases.app).database
    dsn = postgres.dsn_for(server.superuser, database=name)
    with psycopg.connect(dsn, autocommit=True) as hand:
        hand.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
        hand.execute(f"UPDATE {table} SET {change}".encode())
        hand.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER".encode())


FORCED = (
    (
        "ballot_teller_count",
        "counts = jsonb_set(counts, '{items,0,approve}', '7')",
        "counts = jsonb_set(counts, '{items,0,approve}', '8')",
    ),
    ("ballot_round", "due = due + 1", "due = due - 1"),
    ("ballot_paper_count", "number = number + 1", "number = number - 1"),
    (
        "ballot_round",
        "result = jsonb_set(result, '{items,0,approve}', '9')",
        "result = jsonb_set(result, '{items,0,approve}', '8')",
    ),
    (
        "event",
        "payload = jsonb_set(payload, '{outcome}', '\"x\"') WHERE payload ? 'outcome'",
        "payload = jsonb_set(payload, '{outcome}', '\"decided\"') WHERE payload ? 'outcome'",
    ),
)


async def test_who_takes_the_guards_away_is_given_away_by_the_chain(
    town: Polling, renda_server: TestServer
) -> None:
    await town.prepared(places=2)
    told = await town.counted([{"approve": 8}, {"approve": 6}, {"approve": 4}], valid=9)
    assert told["tally"]["outcome"] == "DECIDED"
    sealed = await announced_digest(town)
    assert await digest_now(town) == sealed
    assert (await town.see("secretary", "digest"))["digest"] == sealed
    before = await exported(town)
    for table, change, back in FORCED:
        by_force(renda_server, town, table, change)
        if table != "event":
            assert await digest_now(town) != sealed, change
        with pytest.raises(Refused) as refused:
            await exported(town)
        assert refused.value.code == "DIGEST_DIFFERS"
        assert "不一致" in str(refused.value.message)
        by_force(renda_server, town, table, back)
        assert await exported(town) == before


async def test_a_result_that_is_not_sealed_yet_waits(town: Polling) -> None:
    await town.prepared(places=2)
    await town.counted([{"approve": 8}, {"approve": 6}, {"approve": 4}], valid=9)
    vote = (await town.house.command(town.body, "people_votes", "list")).split("\t")[0]
    with pytest.raises(Refused) as refused:
        await town.house.command(town.body, "people_votes", "export", id=vote)
    assert refused.value.code == "NOT_SEALED"
