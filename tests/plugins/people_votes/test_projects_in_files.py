"""An inspection by a project's group, as the deputies' files hear of it: who, when and of what."""

import json
from typing import Any

from project_path import Desk, open_desk

from core import global_id, key
from core.testing import House

OPEN = "mutation { openFiles(input: {term: 19}) { count } }"
DRAFTS = """{ entryDrafts(first: 50) { nodes {
  kind state title eventName heldOn deputyText stationText file { name } } } }"""
CHECKED = {"place": "社区工地", "findings": "进展正常，代表甲到场。"}


async def with_files(house: House) -> Desk:
    """A county that follows its projects and keeps its deputies' files."""
    desk = await open_desk(house)
    await house.enable(desk.body, "deputy_files")
    desk.people["office"] = await house.person(desk.body, desk.watching, "deputy_affairs")
    await house.gql(OPEN, by=desk.people["office"])
    return desk


async def entered(desk: Desk) -> list[dict[str, Any]]:
    await desk.house.drain()
    found = await desk.ask(DRAFTS, "office")
    return [one for one in found["entryDrafts"]["nodes"] if one["kind"] == "inspect"]


async def told(desk: Desk, verb: str) -> list[dict[str, Any]]:
    events = await desk.house.events(desk.body)
    return [payload for name, payload in events if name == f"people_votes.{verb}"]


def ids_of(desk: Desk, *names: str) -> list[str]:
    return sorted(str(key(desk.mandates[name], "Mandate")) for name in names)


async def test_who_is_in_the_group_on_the_day_has_an_entry_to_complete(house: House) -> None:
    desk = await with_files(house)
    with house.on("2025-02-10"):
        _, (project,) = await desk.published()
        deputy = {"kind": "DEPUTY", "mandate": desk.mandates["代表甲"], "leader": True}
        clerk = desk.people["secretary"]
        staff = {"kind": "COMMITTEE", "member": global_id("Member", clerk.membership_id)}
        party = {"kind": "PARTY", "name": "党委同志"}
        sent = {"project": project, "members": [deputy, staff, party]}
        group = (await desk.do("secretary", "formGroup", **sent))["id"]
        assert await entered(desk) == [], "to be in a group is no inspection"
    with house.on("2025-05-06"):
        second = {"kind": "DEPUTY", "mandate": desk.mandates["代表乙"]}
        await desk.do("secretary", "changeGroup", group=group, joining=[second])
        for day in ("2025-03-04", "2025-05-06"):
            sent = {"project": project, "checkedOn": day, **CHECKED}
            await desk.do("代表甲", "recordCheck", **sent)
        found = await entered(desk)
    assert sorted((one["heldOn"], one["file"]["name"]) for one in found) == [
        ("2025-03-04", "代表甲"),
        ("2025-05-06", "代表乙"),
        ("2025-05-06", "代表甲"),
    ]
    assert {one["title"] for one in found} == {"示例项目1"}
    assert {one["state"] for one in found} == {"DRAFT"}, "nobody says for them that they were there"
    assert {one["eventName"] for one in found} == {"people_votes.record_check"}


async def test_events_name_mandates_and_nobody_by_name(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _, (project,) = await desk.published()
        deputy = {"kind": "DEPUTY", "mandate": desk.mandates["代表甲"], "leader": True}
        party = {"kind": "PARTY", "name": "党委同志"}
        sent = {"project": project, "members": [deputy, party]}
        group = (await desk.do("secretary", "formGroup", **sent))["id"]
        second = {"kind": "DEPUTY", "mandate": desk.mandates["代表乙"]}
        await desk.do("secretary", "changeGroup", group=group, joining=[second])
        await desk.do("代表乙", "recordCheck", project=project, checkedOn="2025-02-10", **CHECKED)
    (formed,), (changed,) = await told(desk, "form_group"), await told(desk, "change_group")
    (checked,) = await told(desk, "record_check")
    assert formed["mandates"] == ids_of(desk, "代表甲")
    assert changed["mandates"] == ids_of(desk, "代表乙"), "who came in"
    assert checked["mandates"] == ids_of(desk, "代表甲", "代表乙")
    assert checked["checked_on"] == "2025-02-10"
    written = json.dumps([formed, changed, checked], ensure_ascii=False)
    assert not any(name in written for name in ("代表甲", "代表乙", "党委同志", "进展正常"))
