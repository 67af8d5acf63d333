"""Entries come by themselves: from meetings, from votes, and from a plugin nobody here knows."""

from typing import Any

import pytest
from files_path import Hall, open_hall

from core import Work, announce, hook, key
from core.testing import House, MakeHouse

pytestmark = pytest.mark.database

DRAFTS = """{ entryDrafts(first: 50) {
  nodes { id state source kind heldOn title eventName file { name } } } }"""


async def drafts(hall: Hall) -> list[dict[str, Any]]:
    found = await hall.house.gql(DRAFTS, by=hall.office)
    return found["entryDrafts"]["nodes"]


async def sitting(hall: Hall) -> str:
    """A session to which the first deputy came, the second asked leave, the third stayed away."""
    made = await hall.do(
        hall.office,
        "conveneMeeting",
        assembly="CONGRESS",
        title="第四次会议（测试）",
        beginsOn="2025-02-10",
        term=19,
    )
    roll = await hall.house.gql(
        "query($m: ID!) { meetingRoll(meeting: $m, first: 50) { nodes { id name } } }",
        {"m": made["id"]},
        by=hall.office,
    )
    ids = {one["name"]: one["id"] for one in roll["meetingRoll"]["nodes"]}
    for name, attendance in {"甲": "PRESENT", "乙": "LEAVE", "丙": "ABSENT"}.items():
        await hall.do(
            hall.office,
            "recordAttendance",
            meeting=made["id"],
            members=[ids[name]],
            attendance=attendance,
        )
    await hall.do(hall.office, "closeMeeting", meeting=made["id"], on="2025-02-12")
    return made["id"]


async def test_a_closed_session_leaves_drafts_of_who_came_and_who_stayed_away(
    house: House,
) -> None:
    hall = await open_hall(house)
    with house.on("2025-03-01"):
        await sitting(hall)
        await house.drain()
        found = {one["file"]["name"]: one for one in await drafts(hall)}
        assert found.keys() == {"甲", "丙"}, "who was on leave has done nothing and missed nothing"
        came, missed = found["甲"], found["丙"]
        assert (came["kind"], came["state"], came["source"]) == (
            "attend_session",
            "SUBMITTED",
            "EVENT",
        )
        assert (came["heldOn"], came["title"]) == ("2025-02-10", "第四次会议（测试）")
        assert (missed["kind"], missed["state"]) == ("absence", "DRAFT")
        kept = await hall.confirm(hall.office, came["id"])
        assert kept["kind"] == "attend_session"
        (told,) = [said for name, said in await house.events(hall.body) if "confirm" in name]
        assert told["source"] == "event"


async def test_an_event_is_entered_once_however_often_it_is_heard(house: House) -> None:
    from core.events import Cursor

    hall = await open_hall(house)
    with house.on("2025-03-01"):
        await sitting(hall)
        await house.drain()
        before = await drafts(hall)
        async with house.platform.as_core(house.bodies[hall.body].id) as work:
            import sqlalchemy as sa

            await work.session.execute(sa.update(Cursor).values(number=0))
        await sitting_again(hall)
        await house.drain()
        assert await drafts(hall) == before


async def sitting_again(hall: Hall) -> None:
    """Something else happens, so that the listener is fed from the beginning."""
    await hall.do(hall.office, "openMatter", title="别的事")


async def test_turned_on_later_it_replays_what_is_kept(house: House) -> None:
    hall = await open_hall(house, enable=False)
    with house.on("2025-03-01"):
        await sitting(hall)
        await house.drain()
        await house.enable(hall.body, "deputy_files")
        await house.drain()
        assert {one["file"]["name"] for one in await drafts(hall)} == {"甲", "丙"}


async def test_before_the_mandate_nothing_is_entered(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-03-01"):
        made = await hall.do(
            hall.office,
            "conveneMeeting",
            assembly="CONGRESS",
            title="旧会议",
            beginsOn="2021-02-10",
            term=19,
        )
        await hall.do(hall.office, "recordAttendance", meeting=made["id"], attendance="PRESENT")
        await hall.do(hall.office, "closeMeeting", meeting=made["id"], on="2021-02-12")
        await house.drain()
        assert await drafts(hall) == []


class Stranger:
    """A third party's plugin that announces what its deputies did."""

    @staticmethod
    @hook
    def plugin_info() -> Any:
        from core import BodyKind, Fitness, Level, PluginInfo

        return PluginInfo(
            name="made_elsewhere",
            title="测试",
            description="测试",
            law="测试",
            version="0.1.0",
            fitness=Fitness(levels=frozenset(Level), kinds=frozenset(BodyKind)),
        )


async def said(house: House, body: str, name: str, payload: dict[str, Any]) -> None:
    """What the third party's verb announces."""
    from core.platform import verb

    async with verb(house.platform, house.bodies[body], None, None, frozenset()) as work:
        await _announce(work, name, payload)


async def _announce(work: Work, name: str, payload: dict[str, Any]) -> None:
    announce(work, name, work.body, payload)


async def test_a_third_partys_event_becomes_entries_by_a_mapping_alone(
    make_house: MakeHouse,
) -> None:
    house = await make_house(modules=[("made_elsewhere", Stranger)])
    hall = await open_hall(house)
    await hall.practise(
        "events",
        [
            {
                "event": "made_elsewhere.file_suggestion",
                "kind": "suggestion",
                "mandates": "signers",
                "day": "filed_on",
                "title": "title",
                "submitted": True,
            },
            {"event": "made_elsewhere.join_inspection", "kind": "inspect"},
        ],
    )
    await house.enable(hall.body, "made_elsewhere")
    ids = {name: str(key(one, "Mandate")) for name, one in hall.mandates.items()}
    with house.on("2025-03-01"):
        filed = {"signers": [ids["甲"], ids["乙"], ids["甲"], "胡说"], "filed_on": "2025-02-20"}
        await said(house, hall.body, "made_elsewhere.file_suggestion", {**filed, "title": "修路"})
        await said(house, hall.body, "made_elsewhere.join_inspection", {"mandates": [ids["丙"]]})
        await said(house, hall.body, "made_elsewhere.something_else", {"mandates": [ids["丙"]]})
        await house.drain()
        found = sorted(
            (one["file"]["name"], one["kind"], one["heldOn"], one["state"], one["title"])
            for one in await drafts(hall)
        )
    assert found == [
        ("丙", "inspect", "2025-03-01", "DRAFT", "视察调研"),
        ("乙", "suggestion", "2025-02-20", "SUBMITTED", "修路"),
        ("甲", "suggestion", "2025-02-20", "SUBMITTED", "修路"),
    ]


async def test_a_vote_is_entered_as_taking_part_and_never_as_a_choice(house: House) -> None:
    hall = await open_hall(house)
    ids = [str(key(one, "Mandate")) for one in hall.mandates.values()]
    with house.on("2025-03-01"):
        told = {"outcome": "decided", "digest": "d", "title": "票决", "mandates": ids}
        await said(house, hall.body, "people_votes.announce_result", told)
        await house.drain()
        found = await drafts(hall)
    assert {one["kind"] for one in found} == {"vote"}
    assert len(found) == 3


async def test_each_mapping_of_one_event_makes_an_entry_of_its_own(house: House) -> None:
    hall = await open_hall(house)
    named = {"event": "core.close_meeting", "mandates": "present", "day": "begins_on"}
    await hall.practise(
        "events",
        [
            {**named, "kind": "attend_session", "submitted": True},
            {**named, "kind": "training"},
            {**named, "kind": "training", "when": {"assembly": "council"}},
        ],
    )
    with house.on("2025-03-01"):
        await sitting(hall)
        await house.drain()
        found = sorted((one["file"]["name"], one["kind"]) for one in await drafts(hall))
        assert found == [("甲", "attend_session"), ("甲", "training")]
        # Two entries of one event are no copies of each other.
        kept = next(one for one in await drafts(hall) if one["kind"] == "attend_session")
        assert (await hall.confirm(hall.office, kept["id"]))["kind"] == "attend_session"
