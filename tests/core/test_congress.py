"""Meetings and their rolls: who is due, who is here, and nobody of another body."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sitting import ATTEND, CLOSE, CONVENE, deputy, meeting, roll

from core import MeetingMember, clock, global_id, key
from core.people import MandateStatus, PostKind
from core.testing import House, MakeHouse, Someone

pytestmark = pytest.mark.database


@pytest.fixture
async def house(make_house: MakeHouse) -> House:
    """The core alone: meetings need no plugin."""
    return await make_house(installed=False)


async def secretary(house: House, body: str = "town-a", organ: str = "presidium") -> Someone:
    return await house.person(body, organ, "session_secretary")


async def convened(house: House, by: Someone, assembly: str = "CONGRESS", **more: object) -> str:
    told = meeting(assembly, **more)
    return (await house.gql(CONVENE, told, by=by))["conveneMeeting"]["id"]


async def practise(house: House, body: str, organ: str, value: object) -> None:
    admin = await house.person(body, organ, "admin")
    await house.gql(
        """mutation($v: JSON!) { setPractice(input: { setting: "core.suspended_count_as_due",
          value: $v, ruleKind: DECISION, ruleTitle: "议事规则（测试）", article: "第三条",
          validFrom: "2020-01-01"}) { version } }""",
        {"v": value},
        by=admin,
    )


async def some_deputies(house: House, body: str, organ: str) -> None:
    for name in ("甲", "乙", "丙"):
        await deputy(house, body, organ, name)
    await deputy(house, body, organ, "停", status=MandateStatus.SUSPENDED)
    await deputy(house, body, organ, "终", status=MandateStatus.ENDED)
    await deputy(house, body, organ, "旧", term=18)


@pytest.mark.parametrize(("value", "due"), [(None, 4), (True, 4), (False, 3)])
async def test_a_congress_is_of_its_term_and_practice_says_whether_the_suspended_count(
    house: House, value: bool | None, due: int
) -> None:
    by = await secretary(house)
    await some_deputies(house, "town-a", "congress")
    if value is not None:
        await practise(house, "town-a", "presidium", value)
    made = (await house.gql(CONVENE, meeting("CONGRESS", term=19), by=by))["conveneMeeting"]
    assert made["due"] == due
    listed = await roll(house, by, made["id"])
    assert sorted(one["name"] for one in listed) == sorted(["甲", "乙", "丙"])
    assert [one["number"] for one in listed] == [1, 2, 3]
    assert {one["attendance"] for one in listed} == {"UNRECORDED"}


async def test_a_standing_committee_is_its_members_without_its_staff(house: House) -> None:
    by = await secretary(house, "county-a", "office")
    for name, kind in {
        "主任": PostKind.CHAIRPERSON,
        "副主任": PostKind.VICE_CHAIRPERSON,
        "委员": PostKind.MEMBER,
        "干事": PostKind.STAFF,
    }.items():
        await house.person("county-a", "standing_committee", post_kind=kind, name=name)
    await house.person("county-a", "special_committee", post_kind=PostKind.MEMBER, name="外人")
    made = (await house.gql(CONVENE, meeting("STANDING_COMMITTEE"), by=by))["conveneMeeting"]
    assert made["due"] == 3
    listed = await roll(house, by, made["id"])
    assert {one["name"] for one in listed} == {"主任", "副主任", "委员"}


async def test_a_council_is_whom_its_list_names(house: House) -> None:
    by = await secretary(house, "subdistrict-a", "subdistrict_working_committee")
    members = [{"name": "居民甲", "delegation": "一组"}, {"name": "居民乙"}]
    made = (await house.gql(CONVENE, meeting("COUNCIL", members=members), by=by))["conveneMeeting"]
    assert made["due"] == 2
    listed = await roll(house, by, made["id"])
    assert [(one["name"], one["delegation"]) for one in listed] == [
        ("居民甲", "一组"),
        ("居民乙", None),
    ]


async def test_a_council_ties_whom_it_names_by_place_to_the_account(house: House) -> None:
    """Who has an account can be a scrutineer and confirm; nobody stands there twice."""
    organ = "subdistrict_working_committee"
    by = await secretary(house, "subdistrict-a", organ)
    one = await house.person("subdistrict-a", organ, post_kind=PostKind.MEMBER, name="居民甲")
    other = await house.person("county-a", "office", name="外人")
    tied = {"name": "居民甲", "member": global_id("Member", one.membership_id)}
    stranger = {"name": "外人", "member": global_id("Member", other.membership_id)}
    made = await house.gql(CONVENE, meeting("COUNCIL", members=[tied, {"name": "居民乙"}]), by=by)
    async with house.platform.as_core(house.bodies["subdistrict-a"].id) as work:
        found = await work.session.scalars(
            sa.select(MeetingMember)
            .where(MeetingMember.meeting_id == key(made["conveneMeeting"]["id"], "Meeting"))
            .order_by(MeetingMember.number)
        )
        assert [row.person_id for row in found] == [one.person_id, None]
    for members, code in (([tied, tied], "LISTED_TWICE"), ([stranger], "NOT_FOUND")):
        sent = meeting("COUNCIL", members=members)
        assert await house.refused_code(CONVENE, sent, by=by) == code


async def test_who_cannot_meet_is_refused(house: House) -> None:
    town = await secretary(house)
    street = await secretary(house, "subdistrict-a", "subdistrict_working_committee")
    asked = [
        (town, meeting("CONGRESS", term=19), "ROLL_EMPTY"),
        (town, meeting("CONGRESS"), "TERM_MISSING"),
        (town, meeting("STANDING_COMMITTEE"), "NO_STANDING_COMMITTEE"),
        (town, meeting("COUNCIL"), "ROLL_EMPTY"),
        (town, meeting("COUNCIL", members=[{"name": " "}]), "NAME_EMPTY"),
        (town, meeting("COUNCIL", members=[{"name": "某"}], endsOn="2025-02-09"), "MEETING_DATES"),
        (street, meeting("CONGRESS", term=19), "NO_CONGRESS_HERE"),
        (street, meeting("STANDING_COMMITTEE"), "NO_CONGRESS_HERE"),
    ]
    for by, told, code in asked:
        assert await house.refused_code(CONVENE, told, by=by) == code


async def test_attendance_is_recorded_until_the_meeting_closes(house: House) -> None:
    by = await secretary(house)
    await some_deputies(house, "town-a", "congress")
    sitting = await convened(house, by, term=19)
    first, *_ = await roll(house, by, sitting)
    away = {"meeting": sitting, "members": [first["id"]], "attendance": "LEAVE"}
    await house.gql(ATTEND, {"i": away}, by=by)
    await house.gql(ATTEND, {"i": {"meeting": sitting, "attendance": "PRESENT"}}, by=by)
    assert [one["id"] for one in await roll(house, by, sitting, "LEAVE")] == [first["id"]]
    assert len(await roll(house, by, sitting, "PRESENT")) == 2
    early = {"i": {"meeting": sitting, "on": "2025-02-09"}}
    assert await house.refused_code(CLOSE, early, by=by) == "MEETING_DATES"
    coming = {"i": {"meeting": sitting, "on": str(clock.today() + timedelta(days=1))}}
    assert await house.refused_code(CLOSE, coming, by=by) == "DATE_IN_FUTURE"
    closed = await house.gql(CLOSE, {"i": {"meeting": sitting, "on": "2025-02-11"}}, by=by)
    assert closed["closeMeeting"]["closedOn"] == "2025-02-11"
    assert await house.refused_code(ATTEND, {"i": away}, by=by) == "MEETING_CLOSED"
    names = [name for name, _ in await house.events("town-a") if "meeting" in name]
    assert names == ["core.convene_meeting", "core.close_meeting"]


async def test_only_the_session_secretary_convenes_and_reads_rolls(house: House) -> None:
    by = await secretary(house)
    await some_deputies(house, "town-a", "congress")
    sitting = await convened(house, by, term=19)
    member = await house.person("town-a", "presidium")
    told = meeting("CONGRESS", term=19)
    for who in (member, await house.person("town-a", "presidium", "admin")):
        assert await house.refused_code(CONVENE, told, by=who) == "FORBIDDEN"
        attend = {"i": {"meeting": sitting, "attendance": "PRESENT"}}
        assert await house.refused_code(ATTEND, attend, by=who) == "FORBIDDEN"
        asked = "query($m: ID!) { meetingRoll(meeting: $m) { nodes { name } } }"
        assert await house.refused_code(asked, {"m": sitting}, by=who) == "FORBIDDEN"
    seen = await house.gql("{ meetings { nodes { title due } } }", by=member)
    assert seen["meetings"]["nodes"] == [{"title": "会议（测试）", "due": 4}]


async def test_two_bodies_keep_their_meetings_apart(house: House) -> None:
    here, there = await secretary(house), await secretary(house, "town-b")
    await some_deputies(house, "town-a", "congress")
    sitting = await convened(house, here, term=19)
    assert await house.refused_code(CONVENE, meeting("CONGRESS", term=19), by=there) == "ROLL_EMPTY"
    assert await roll(house, there, sitting) == []
    assert (await house.gql("{ meetings { nodes { id } } }", by=there))["meetings"]["nodes"] == []
    attend = {"i": {"meeting": sitting, "attendance": "PRESENT"}}
    assert await house.refused_code(ATTEND, attend, by=there) == "NOT_FOUND"
    (first, *_) = await roll(house, here, sitting)
    await deputy(house, "town-b", "congress", "丁")
    other = await convened(house, there, term=19)
    mixed = {"meeting": other, "members": [first["id"]], "attendance": "PRESENT"}
    assert await house.refused_code(ATTEND, {"i": mixed}, by=there) == "NOT_FOUND"
    assert {one["attendance"] for one in await roll(house, here, sitting)} == {"UNRECORDED"}
