"""Points as the people of one body see them; what the record tells is announced as it would be.

The record is another plugin. What it says of a confirmed entry is an event with a payload that both
keep to, so these tests announce that event and need no record.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import sqlalchemy as sa

from core import Mandate, announce, clock, global_id
from core.people import MandateStatus, PostKind
from core.platform import verb
from core.testing import House, Someone
from plugins.deputy_points.models import PointsAccount, PointsLine

PLUGIN = "deputy_points"
COUNTY = "county-a"
YEAR = 2020

QUARTERS = [
    {"code": "q1", "title": "第一季度", "first": "01-01", "last": "03-31"},
    {"code": "q2", "title": "第二季度", "first": "04-01", "last": "06-30"},
    {"code": "q3", "title": "第三季度", "first": "07-01", "last": "09-30"},
    {"code": "q4", "title": "第四季度", "first": "10-01", "last": "12-31"},
]
COUNCIL = {"code": "attend_council", "title": "参加议事会", "value": 500}
LEAD = {"code": "lead_issue", "title": "牵头督办议题", "value": 1000}
SOLVE = {
    "code": "solve_issue",
    "title": "推动问题解决",
    "value": 1500,
    "effect": True,
    "after": "lead_issue",
}
RULE: dict[str, Any] = {"kinds": [COUNCIL, LEAD, SOLVE], "periods": QUARTERS}
ABSENT = {"code": "absent_half_day", "title": "无故缺席半天", "value": 100}

SET = """mutation($v: JSON!, $f: Date!) { setPractice(input: { setting: "deputy_points.rules",
  value: $v, ruleKind: DECISION, ruleTitle: "代表履职积分办法（测试）", article: "第五条",
  validFrom: $f }) { version } }"""
LINES = """query($a: ID!) { pointsLines(account: $a, first: 100) { nodes { id number source kind
  title datedOn period fullValue value cut cutBy effect version sentence evidence digest reverses
  entry rule { id article cited } confirmedByName confirmedOrgan bookedOn } } }"""
ACCOUNTS = """query($y: Int!) { pointsAccounts(year: $y, first: 100) { totalCount
  nodes { id name district points attendance awarded effect deducted entries
  pointsText mandate } } }"""
OWN = """{ ownPoints { totalCount nodes {
  id year points pointsText attendance awarded effect deducted entries } } }"""
OWN_LINES = """query($y: Int!) { ownPointsLines(year: $y, first: 100) { totalCount nodes {
  id number sentence value confirmedByName evidence digest period entry
  rule { id ruleTitle article } } } }"""


def mutation(name: str, answer: str = "id") -> str:
    kind = f"{name[0].upper()}{name[1:]}Input"
    return f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {answer} }} }}"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Told:
    """What an event is about: an entry of the record."""

    id: UUID


@dataclass
class Points:
    """One body with points turned on."""

    house: House
    clerk: Someone
    admin: Someone
    confirmer: Someone
    body: str = COUNTY
    people: dict[str, Someone] = field(default_factory=dict[str, Someone])

    async def do(self, name: str, answer: str = "id", **given: Any) -> Any:
        done = await self.house.gql(mutation(name, answer), {"input": given}, by=self.clerk)
        return done[name]

    async def refused(self, name: str, **given: Any) -> dict[str, Any]:
        return await self.house.refused(mutation(name), {"input": given}, by=self.clerk)

    async def practise(self, value: Any, since: str = "2019-01-01") -> None:
        await self.house.gql(SET, {"v": value, "f": since}, by=self.admin)

    async def adopt(self, value: Any, since: str = "2019-01-01") -> Any:
        """Set the rule and put it in force."""
        await self.practise(value, since)
        adopted = await self.do("adoptPointsRule", "id number cited", validFrom=since)
        await self.house.drain()
        return adopted

    async def deputy(
        self,
        name: str,
        district: str = "第一选区",
        began_on: str = "2016-09-01",
        ended_on: str | None = None,
    ) -> UUID:
        """A deputy; the key is that of the mandate."""
        who = await self.house.person(
            self.body, "standing_committee", "deputy", post_kind=PostKind.MEMBER, name=name
        )
        row = Mandate(
            id=uuid4(),
            person_id=who.person_id,
            name=name,
            term=6,
            district=district,
            status=MandateStatus.ENDED if ended_on else MandateStatus.ACTIVE,
            began_on=date.fromisoformat(began_on),
            ended_on=date.fromisoformat(ended_on) if ended_on else None,
        )
        async with self.house.platform.as_core(self.house.bodies[self.body].id) as work:
            work.session.add(row)
        self.people[name] = who
        return row.id

    async def move(self, mandate: UUID, to: Someone) -> None:
        """The mandate is this person's."""
        async with self.house.platform.as_core(self.house.bodies[self.body].id) as work:
            row = await work.session.get_one(Mandate, (work.body.id, mandate))
            row.person_id = to.person_id

    async def group(self, leader: Someone, *mandates: UUID, name: str = "第一代表小组") -> str:
        """A group of these deputies, led by somebody who has a place in this body."""
        staff = await self.house.person(self.body, "standing_committee", "deputy_affairs")
        members: list[dict[str, Any]] = [{"mandate": global_id("Mandate", one)} for one in mandates]
        members.append({"member": global_id("Member", leader.membership_id), "leader": True})
        sent = {"name": name, "basis": "AREA", "members": members}
        made = await self.house.gql(mutation("formDeputyGroup"), {"input": sent}, by=staff)
        return made["formDeputyGroup"]["id"]

    async def confirm(
        self, mandate: UUID, kind: str, on: str, *, entry: UUID | None = None, **more: Any
    ) -> UUID:
        """The record tells of a confirmed entry; `drain` afterwards."""
        told = Told(entry or uuid4())
        payload = {
            "mandate": str(mandate),
            "term": 6,
            "kind": kind,
            "held_on": on,
            "quantity": 1,
            "matter": None,
            "source": "deputy",
            "evidence": [digest(str(told.id))],
            "digest": digest(f"{told.id}{kind}{on}"),
            "confirmed_by": str(self.confirmer.person_id),
            "confirmed_organ": "standing_committee",
            "corrects": None,
            "withdrawn": False,
            **{
                key: str(value) if isinstance(value, UUID) else value for key, value in more.items()
            },
        }
        house = self.house
        async with verb(house.platform, house.bodies[self.body], None, None, frozenset()) as work:
            announce(work, "deputy_files.confirm_entry", told, payload)
        return told.id

    async def account(self, mandate: UUID, year: int = YEAR) -> dict[str, Any]:
        listed = await self.house.gql(ACCOUNTS, {"y": year}, by=self.clerk)
        wanted = global_id("Mandate", mandate)
        return next(one for one in listed["pointsAccounts"]["nodes"] if one["mandate"] == wanted)

    async def lines(self, mandate: UUID, year: int = YEAR) -> list[dict[str, Any]]:
        account = (await self.account(mandate, year))["id"]
        listed = await self.house.gql(LINES, {"a": account}, by=self.clerk)
        return listed["pointsLines"]["nodes"]

    async def points(self, mandate: UUID, year: int = YEAR) -> int:
        return (await self.account(mandate, year))["points"]

    async def recompute(self, year: int = YEAR, *, check: bool = True) -> str:
        return await self.house.command(self.body, PLUGIN, "recompute", year=str(year), check=check)

    async def rows(self, model: type[Any]) -> list[Any]:
        async with self.house.platform.as_core(self.house.bodies[self.body].id) as work:
            return list(await work.session.scalars(sa.select(model).order_by(model.id)))

    async def ledger(self) -> list[Any]:
        """Every line and every sum of the body, to compare."""
        lines = [
            (row.account_id, row.number, row.about, row.value, row.sentence, row.reverses_id)
            for row in await self.rows(PointsLine)
        ]
        sums = [(row.id, row.points, row.last_line) for row in await self.rows(PointsAccount)]
        return [*lines, *sums]


async def open_points(house: House, body: str = COUNTY) -> Points:
    """Turn points on, with a clerk, an admin and somebody who confirms entries."""
    await house.enable(body, PLUGIN)
    organ = "standing_committee"
    return Points(
        house,
        await house.person(body, organ, "points_clerk", name="积分员"),
        await house.person(body, organ, "admin"),
        await house.person(body, organ, name="确认人"),
        body,
    )


def today() -> date:
    return clock.today()


def forge(points: Points, statement: str, table: str = "deputy_points_line") -> None:
    """What only the owner of the tables can do, past every lock."""
    house = points.house
    with psycopg.connect(house.databases.owner_or_refuse(house.platform.settings)) as owner:
        owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")  # pyright: ignore[reportArgumentType, reportCallIssue]
        owner.execute(statement)  # pyright: ignore[reportArgumentType, reportCallIssue]
        owner.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")  # pyright: ignore[reportArgumentType, reportCallIssue]
