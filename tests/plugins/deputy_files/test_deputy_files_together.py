"""Several entries are confirmed in one go, all or none; files opened twice at once are one."""

import asyncio

import pytest
from files_path import open_hall
from test_deputy_files_events import drafts

from core import key
from core.testing import House

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


async def test_files_opened_twice_at_once_are_opened_once(house: House) -> None:
    hall = await open_hall(house)
    asked = """mutation($i: OpenFilesInput!) { openFiles(input: $i) { count } }"""
    answers = await asyncio.gather(
        *(house.ask(asked, {"i": {"term": 19}}, by=hall.office) for _ in range(4))
    )
    opened = [one["data"]["openFiles"]["count"] for one in answers if not one.get("errors")]
    codes = [one["errors"][0]["extensions"]["code"] for one in answers if one.get("errors")]
    assert (len(opened), codes) == (1, ["FILES_OPENED"] * 3)
