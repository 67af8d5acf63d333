"""Meetings and mandates as people ask for them, through the public API."""

from datetime import date
from typing import Any
from uuid import uuid4

from core import Mandate, global_id
from core.people import MandateStatus, Person, Place, PostKind, join
from core.testing import House, Someone

CONVENE = "mutation($i: ConveneMeetingInput!) { conveneMeeting(input: $i) { id due assembly } }"
ATTEND = "mutation($i: RecordAttendanceInput!) { recordAttendance(input: $i) { id } }"
CLOSE = "mutation($i: CloseMeetingInput!) { closeMeeting(input: $i) { id closedOn } }"
ROLL = """query($m: ID!, $a: Attendance) { meetingRoll(meeting: $m, attendance: $a, first: 50) {
  nodes { id number name delegation attendance } } }"""


def meeting(assembly: str, **more: Any) -> dict[str, Any]:
    return {"i": {"assembly": assembly, "title": "会议（测试）", "beginsOn": "2025-02-10", **more}}


async def deputy(
    house: House,
    body: str,
    organ: str,
    name: str,
    *,
    status: MandateStatus = MandateStatus.ACTIVE,
    term: int = 19,
) -> tuple[Someone, str]:
    """A deputy, and the id of the mandate."""
    who = await house.person(body, organ, post_kind=PostKind.MEMBER, name=name)
    row = Mandate(
        id=uuid4(),
        person_id=who.person_id,
        name=name,
        term=term,
        district="第一选区",
        status=status,
        began_on=date(2022, 1, 10),
    )
    async with house.platform.as_core(house.bodies[body].id) as work:
        work.session.add(row)
    return who, global_id("Mandate", row.id)


async def roll(house: House, by: Someone, meeting_id: str, attendance: str | None = None) -> Any:
    asked = {"m": meeting_id, "a": attendance}
    return (await house.gql(ROLL, asked, by=by))["meetingRoll"]["nodes"]


async def without_account(house: House, body: str, organ: str) -> str:
    """The id of a place of somebody who has no account, as most deputies have none."""
    async with house.platform.as_core(house.bodies[body].id) as work:
        person = Person(
            id=uuid4(), name="无账号", home_body_id=work.body.id, body_ids=[str(work.body.id)]
        )
        work.session.add(person)
        await work.session.flush()
        place = Place(organ_code=organ, post="代表", post_kind=PostKind.MEMBER, roles=())
        membership = await join(work.session, work, person, place)
    return global_id("Member", membership.id)
