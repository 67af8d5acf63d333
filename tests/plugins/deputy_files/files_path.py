"""A congress whose deputies have files: everything goes through the API but their accounts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from hopeless import expect_hopeless, expect_offered, offers
from PIL import Image

from core import Mandate, Organ, OrganKind, global_id
from core.people import PostKind
from core.testing import House, Someone

PLUGIN = "deputy_files"

DRAFT = (
    "id state source kind heldOn title deputyText stationText refusal alike { likeness percent }"
)
ENTRY = "id kind heldOn title quantity digest confirmedByName withdrawn deputyText stationText"


INPUTS = {"suspendMandate": "MandateChangeInput"}


def mutation(verb: str, answer: str) -> str:
    kind = INPUTS.get(verb) or f"{verb[0].upper()}{verb[1:]}Input"
    return f"mutation($input: {kind}!) {{ {verb}(input: $input) {{ {answer} }} }}"


@dataclass
class Hall:
    """A body with deputies in groups, a station, and an office."""

    house: House
    body: str
    organ: str
    office: Someone
    keeper: Someone
    deputies: dict[str, Someone]
    mandates: dict[str, str]
    files: dict[str, str] = field(default_factory=dict[str, str])

    async def do(self, by: Someone, verb: str, answer: str = "id", **sent: Any) -> Any:
        """Do a verb that must succeed."""
        await expect_offered(self.house, by, verb, sent, self.body)
        return (await self.house.gql(mutation(verb, answer), {"input": sent}, by=by))[verb]

    async def refused(self, by: Someone, verb: str, **sent: Any) -> tuple[str, str]:
        """The code and the sentence of a verb that must be refused."""
        offered = await offers(self.house, by, verb, sent, self.body)
        told = await self.house.refused(
            mutation(verb, ANSWERS.get(verb, "id")),
            {"input": sent},
            by=by,
        )
        expect_hopeless(told["extensions"]["code"], verb, offered)
        return told["extensions"]["code"], told["message"]

    async def open(self, *, station: bool = True) -> None:
        """Files of everybody, and their ids by name."""
        sent: dict[str, Any] = {"term": 19}
        if station:
            sent["station"] = "station"
        await self.do(self.office, "openFiles", "count", **sent)
        listed = await self.house.gql(
            "{ deputyFiles(first: 100) { nodes { id name } } }", by=self.office
        )
        self.files = {one["name"]: one["id"] for one in listed["deputyFiles"]["nodes"]}

    async def log(self, by: Someone, name: str, answer: str = DRAFT, **more: Any) -> Any:
        """Write an entry in somebody's file."""
        given = {key: more.pop(key) for key in ("joins", "corrects", "submit") if key in more}
        return await self.do(
            by, "logEntry", answer, file=self.files[name], entry=entry(**more), **given
        )

    async def confirm(self, by: Someone, draft: str, *, looked: bool = False) -> Any:
        """Confirm a draft; with `looked`, after every likeness was looked at."""
        ids = [one["id"] for one in await self.alike(draft, by)] if looked else []
        return await self.do(by, "confirmEntry", ENTRY, draft=draft, looked=ids)

    async def alike(self, draft: str, by: Someone | None = None) -> list[dict[str, Any]]:
        """What a draft looks like, as the office (or somebody else) is shown it."""
        asked = """query($d: ID!) { node(id: $d) {
          ... on EntryDraft { alike { id likeness percent otherName } } } }"""
        found = await self.house.gql(asked, {"d": draft}, by=by or self.office)
        return found["node"]["alike"]

    async def practise(self, setting: str, value: Any) -> None:
        """Set the body's own practice."""
        admin = await self.house.person(self.body, self.organ, "admin")
        await self.house.gql(
            """mutation($s: String!, $v: JSON!) { setPractice(input: { setting: $s, value: $v,
              ruleKind: DECISION, ruleTitle: "本机构办法（测试）", article: "第三条",
              validFrom: "2020-01-01"}) { version } }""",
            {"s": f"deputy_files.{setting}", "v": value},
            by=admin,
        )


ANSWERS = {
    "confirmEntries": "count",
    "importEntries": "count",
    "openFiles": "count",
    "archiveFiles": "count",
    "makeHandbook": "fault",
}


def entry(**more: Any) -> dict[str, Any]:
    """What is written, with what a test cares for."""
    told = f"{uuid4().hex}走访三户，听取意见"
    return {
        "kind": "visit_voters",
        "heldOn": "2025-03-05",
        "title": "走访选民",
        "text": told,
        **more,
    }


async def add_deputy(
    house: House, body: str, organ: str, name: str, *roles: str, term: int = 19
) -> tuple[Someone, str]:
    """A deputy with an account, and the id of the mandate."""
    who = await house.person(body, organ, "deputy", *roles, post_kind=PostKind.MEMBER, name=name)
    row = Mandate(
        id=uuid4(),
        person_id=who.person_id,
        name=name,
        term=term,
        district=f"{name}选区",
        began_on=date(2022, 1, 10),
    )
    async with house.platform.as_core(house.bodies[body].id) as work:
        work.session.add(row)
    return who, global_id("Mandate", row.id)


async def add_organ(house: House, body: str, code: str, kind: OrganKind) -> None:
    """An organ that the test world has not."""
    async with house.platform.as_core(house.bodies[body].id) as work:
        known = await work.session.scalar(sa.select(Organ.id).where(Organ.code == code))
        if known is None:
            work.session.add(Organ(code=code, kind=kind, name=f"{code}（测试）"))


async def open_hall(
    house: House,
    body: str = "county-a",
    names: Sequence[str] = ("甲", "乙", "丙"),
    *,
    enable: bool = True,
) -> Hall:
    """A congress with deputies; the first of them leads a group of the first two."""
    organ = "presidium" if body.startswith("town") else "office"
    sitting = "congress" if body.startswith("town") else "standing_committee"
    if enable:
        await house.enable(body, PLUGIN)
    await add_organ(house, body, "station", OrganKind.LIAISON_STATION)
    office = await house.person(body, organ, "deputy_affairs", "session_secretary", name="代表工委")
    keeper = await house.person(body, "station", "station_keeper", name="站长")
    deputies, mandates = dict[str, Someone](), dict[str, str]()
    for place, name in enumerate(names):
        roles = ("group_leader",) if place == 0 else ()
        deputies[name], mandates[name] = await add_deputy(house, body, sitting, name, *roles)
    hall = Hall(house, body, organ, office, keeper, deputies, mandates)
    members = [
        {"mandate": mandates[name], "leader": place == 0} for place, name in enumerate(names[:2])
    ]
    await hall.do(office, "formDeputyGroup", name="第一代表小组", basis="AREA", members=members)
    return hall


def photo(shade: int, kind: str = "JPEG") -> bytes:
    """A picture of one colour."""
    written = BytesIO()
    Image.new("RGB", (16, 16), (shade, 80, 80)).save(written, kind)
    return written.getvalue()


async def uploaded(house: House, by: Someone, content: bytes, name: str = "照片.jpg") -> str:
    """The id of a file that somebody uploads."""
    return (await house.upload(by, name, content)).json()["id"]
