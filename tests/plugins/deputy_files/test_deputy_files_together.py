"""Several entries are confirmed in one go, all or none; files opened twice at once are one."""

import asyncio

import pytest
from files_path import open_hall, photo, uploaded
from test_deputy_files_events import drafts

from core import key
from core.testing import House, query_count

pytestmark = pytest.mark.database


async def test_several_are_confirmed_in_one_go(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-04-01"):
        await hall.open()
        first = await hall.log(hall.deputies["甲"], "甲", submit=True)
        other = {
            "title": "走访企业",
            "text": "了解用工情况，收集两条意见。",
            "heldOn": "2025-03-20",
        }
        second = await hall.log(hall.deputies["乙"], "乙", submit=True, **other)
        waiting = [first["id"], second["id"], first["id"]]
        before = len(await house.events(hall.body))
        done = await hall.do(hall.office, "confirmEntries", "count", drafts=waiting)
        assert done == {"count": 2}
        (told,) = (await house.events(hall.body))[before:]
        assert (told[0], told[1]["count"]) == ("deputy_files.confirm_entries", 2)
        assert {one["mandate"] for one in told[1]["entries"]} == {
            str(key(hall.mandates[name], "Mandate")) for name in ("甲", "乙")
        }
        assert all(one["digest"] and one["entry"] for one in told[1]["entries"])
        code, _ = await hall.refused(hall.office, "confirmEntries", drafts=waiting)
        assert code == "ENTRIES_NOT_ALL"
        code, _ = await hall.refused(hall.office, "confirmEntries", drafts=[])
        assert code == "ENTRIES_COUNT"


async def test_one_that_stands_in_the_way_is_named_and_none_is_confirmed(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-04-01"):
        await hall.open()
        same = {"text": "走访三户，听取对道路维修的意见两条。"}
        first = await hall.log(hall.deputies["甲"], "甲", submit=True, **same)
        other = await hall.log(hall.deputies["乙"], "乙", submit=True, **same)
        sent = {"drafts": [first["id"], other["id"]]}
        code, told = await hall.refused(hall.office, "confirmEntries", **sent)
        assert code == "ENTRIES_NOT_ALL"
        assert "疑似重复" in told
        assert first["title"] in told
        seen = await drafts(hall)
        assert {one["state"] for one in seen} == {"SUBMITTED"}


async def test_alike_ones_are_confirmed_together_after_somebody_looked(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-04-01"):
        await hall.open()
        same = {"text": "走访三户，听取对道路维修的意见两条。"}
        waiting = [
            (await hall.log(hall.deputies[name], name, submit=True, **same))["id"]
            for name in ("甲", "乙")
        ]
        looked = [one["id"] for draft in waiting for one in await hall.alike(draft)]
        assert len(looked) == 2
        code, _ = await hall.refused(
            hall.office, "confirmEntries", drafts=waiting, looked=looked[:1]
        )
        assert code == "ENTRIES_NOT_ALL"
        code, _ = await hall.refused(
            hall.office, "confirmEntries", drafts=waiting[:1], looked=looked
        )
        assert code == "ENTRY_ALIKE_GONE"
        done = await hall.do(hall.office, "confirmEntries", "count", drafts=waiting, looked=looked)
        assert done == {"count": 2}


async def test_many_are_confirmed_with_few_queries_each(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-04-01"):
        await hall.open()
        counted = dict[int, int]()
        for many in (1, 5, 12):
            waiting = list[str]()
            for number in range(many):
                who = hall.deputies["乙"]
                picture = await uploaded(house, who, photo(many * 13 + number))
                draft = await hall.log(who, "乙", "id", submit=True, evidence=[picture])
                waiting.append(draft["id"])
            looked = [one["id"] for draft in waiting for one in await hall.alike(draft)]
            with query_count() as sent:
                await hall.do(hall.office, "confirmEntries", "count", drafts=waiting, looked=looked)
            counted[many] = len(sent)
    assert counted[12] - counted[5] <= 7 * PER_ENTRY, counted
    assert counted[1] <= AT_MOST, counted


PER_ENTRY = 2
"""Drafts and entries of the same days; everything else is asked and written for all together."""

AT_MOST = 30
"""Of one: signing in, locks, practice, the event and its jobs as for every verb."""


async def test_files_opened_twice_at_once_are_opened_once(house: House) -> None:
    hall = await open_hall(house)
    asked = """mutation($i: OpenFilesInput!) { openFiles(input: $i) { count } }"""
    answers = await asyncio.gather(
        *(house.ask(asked, {"i": {"term": 19}}, by=hall.office) for _ in range(4))
    )
    opened = [one["data"]["openFiles"]["count"] for one in answers if not one.get("errors")]
    codes = [one["errors"][0]["extensions"]["code"] for one in answers if one.get("errors")]
    assert (len(opened), codes) == (1, ["FILES_OPENED"] * 3)
