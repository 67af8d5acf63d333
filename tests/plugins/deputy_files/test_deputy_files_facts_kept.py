"""What an event or the other side has told keeps its facts; of one file, one verb at a time."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from files_path import Hall, entry, open_hall
from test_deputy_files_events import drafts, sitting

from core import key
from core.testing import House
from plugins.deputy_files.models import DeputyFile, EntryDraft

pytestmark = pytest.mark.database


async def told(house: House) -> tuple[Hall, dict[str, Any], dict[str, Any]]:
    """What a session told of whoever stayed away, and how it may be revised."""
    hall = await open_hall(house)
    await hall.open()
    await sitting(hall)
    await house.drain()
    (missed,) = [one for one in await drafts(hall) if one["kind"] == "absence"]
    fine = entry(kind="absence", heldOn=missed["heldOn"], title=missed["title"], text="因病未到会")
    return hall, missed, fine


async def test_the_facts_that_an_event_told_stay_and_words_are_added(house: House) -> None:
    with house.on("2025-03-01"):
        hall, missed, fine = await told(house)
        who = hall.deputies["丙"]
        matter = await hall.do(hall.office, "openMatter", title="道路维修")
        for change in (
            {"kind": "attend_session"},
            {"heldOn": "2025-02-11"},
            {"quantity": 2},
            {"matter": matter["id"]},
        ):
            for by in (who, hall.office):
                code, _ = await hall.refused(
                    by, "reviseEntry", draft=missed["id"], entry={**fine, **change}
                )
                assert code == "ENTRY_FROM_EVENT"
        shown = await hall.do(
            who, "reviseEntry", "deputyText source kind", draft=missed["id"], entry=fine
        )
        assert shown == {"deputyText": "因病未到会", "source": "EVENT", "kind": "absence"}


async def test_only_the_office_drops_what_an_event_told_and_says_why(house: House) -> None:
    with house.on("2025-03-01"):
        hall, missed, _ = await told(house)
        sent = {"draft": missed["id"], "reason": "记错了"}
        for by in (hall.deputies["丙"], hall.keeper):
            assert (await hall.refused(by, "discardEntry", **sent))[0] == "ENTRY_FROM_EVENT"
        code, _ = await hall.refused(hall.office, "discardEntry", draft=missed["id"], reason=" ")
        assert code == "REASON_EMPTY"
        gone = await hall.do(hall.office, "discardEntry", "state", **sent)
        assert gone["state"] == "DISCARDED"


async def test_the_other_side_changes_words_and_no_facts(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-04-01"):
        await hall.open()
        who = hall.deputies["乙"]
        begun = await hall.log(who, "乙", text="本人走访三户")
        for change in ({"kind": "inspect"}, {"heldOn": "2025-03-06"}, {"quantity": 9}):
            code, _ = await hall.refused(
                hall.keeper, "reviseEntry", draft=begun["id"], entry=entry(**change)
            )
            assert code == "SIDE_FACTS"
        mine = entry(text="联络站陪同")
        shown = await hall.do(
            hall.keeper, "reviseEntry", "stationText deputyText", draft=begun["id"], entry=mine
        )
        assert shown == {"stationText": "联络站陪同", "deputyText": "本人走访三户"}
        code, _ = await hall.refused(
            who, "reviseEntry", draft=begun["id"], entry=entry(heldOn="2025-03-06")
        )
        assert code == "SIDE_FACTS"


@pytest.mark.parametrize("together", [False, True])
async def test_whoever_waits_for_a_file_holds_none_of_its_drafts(
    house: House, *, together: bool
) -> None:
    hall = await open_hall(house)
    with house.on("2025-04-01"):
        await hall.open()
        draft = await hall.log(hall.deputies["乙"], "乙")
        if together:
            confirming = hall.do(hall.office, "confirmEntries", "count", drafts=[draft["id"]])
        else:
            confirming = hall.confirm(hall.office, draft["id"])
        file_id, draft_id = key(hall.files["乙"], "DeputyFile"), key(draft["id"], "EntryDraft")
        async with house.platform.as_core(house.bodies[hall.body].id) as work:
            held = sa.select(DeputyFile.id).where(DeputyFile.id == file_id)
            await work.session.execute(held.with_for_update())
            waiting = asyncio.ensure_future(confirming)
            while not await work.session.scalar(WAITING):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            wanted = sa.select(EntryDraft.id).where(EntryDraft.id == draft_id)
            free = await work.session.scalar(wanted.with_for_update(skip_locked=True))
        await waiting
    assert free == draft_id


WAITING = sa.text(
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = "
    "ANY(pg_blocking_pids(pid))"
)
