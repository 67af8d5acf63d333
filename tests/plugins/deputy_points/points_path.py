"""Points as the people of one body see them, on top of the record as it is.

`confirm` goes the whole way: the deputy uploads evidence and writes an entry, somebody else
confirms it, and points hear of it. `tell` announces an event as the record would, for news that the
record itself never sends: the same entry twice, a payload with more in it than is agreed.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import psycopg
import sqlalchemy as sa
from openpyxl import Workbook
from PIL import Image

from core import Mandate, announce, clock, global_id, key
from core.people import MandateStatus, PostKind
from core.platform import verb
from core.testing import House, Someone
from plugins.deputy_files.models import DeputyFile
from plugins.deputy_points.models import PointsAccount, PointsLine
from plugins.deputy_points.rules import USUAL_TITLES

PLUGIN = "deputy_points"
RECORD = "deputy_files"
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
ALIKE = "query($draft: ID!) { entryLikenesses(draft: $draft) { id } }"
OWN = """{ ownPoints { totalCount nodes {
  id year points pointsText attendance awarded effect deducted entries } } }"""
OWN_LINES = """query($y: Int!) { ownPointsLines(year: $y, first: 100) { totalCount nodes {
  id number sentence value confirmedByName evidence digest period entry
  rule { id ruleTitle article } } } }"""


def mutation(name: str, answer: str = "id") -> str:
    kind = f"{name[0].upper()}{name[1:]}Input"
    return f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {answer} }} }}"


def photo(told: str) -> bytes:
    """A picture that no other entry has."""
    colour = hashlib.sha256(told.encode()).digest()[:3]
    written = BytesIO()
    Image.new("RGB", (8, 8), tuple(colour)).save(written, "PNG")
    return written.getvalue()


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
    deputies: dict[UUID, Someone] = field(default_factory=dict[UUID, Someone])
    files: dict[UUID, str] = field(default_factory=dict[UUID, str])
    matters: dict[UUID, str] = field(default_factory=dict[UUID, str])
    evidence: dict[UUID, list[str]] = field(default_factory=dict[UUID, list[str]])
    """Of each entry, the digest of what the deputy handed in."""
    digests: dict[UUID, str] = field(default_factory=dict[UUID, str])

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
        self.people[name] = self.deputies[row.id] = who
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
        self,
        mandate: UUID,
        kind: str,
        on: str,
        *,
        matter: UUID | None = None,
        corrects: UUID | None = None,
        withdrawn: bool = False,
        quantity: int = 1,
    ) -> UUID:
        """A deputy writes an entry with evidence, somebody else confirms it; `drain` afterwards.

        The key is that of the entry. `matter` is any key of the test's own, the same for one issue.
        """
        by, told = self.deputies[mandate], f"{kind}{on}{uuid4()}"
        handed_in = await self.house.upload(by, "照片.png", photo(told))
        assert handed_in.status_code < HTTPStatus.BAD_REQUEST, handed_in.text
        entry = {
            "kind": kind,
            "heldOn": on,
            "title": told[:40],
            "text": told,
            "quantity": quantity,
            "matter": await self._matter(by, matter) if matter else None,
            "evidence": [handed_in.json()["id"]],
        }
        sent: dict[str, Any] = {"file": await self._file(mandate), "entry": entry}
        if corrects is not None:
            entry_id = global_id("DutyEntry", corrects)
            sent["corrects"] = {"entry": entry_id, "reason": "写错", "withdraws": withdrawn}
        draft = await self.house.gql(mutation("logEntry"), {"input": sent}, by=by)
        asked = {"draft": draft["logEntry"]["id"]}
        alike = await self.house.gql(ALIKE, asked, by=self.confirmer)
        checked = {**asked, "looked": [one["id"] for one in alike["entryLikenesses"]]}
        query = mutation("confirmEntry", "id digest evidence { digest }")
        done = await self.house.gql(query, {"input": checked}, by=self.confirmer)
        made = key(done["confirmEntry"]["id"], "DutyEntry")
        self.evidence[made] = [one["digest"] for one in done["confirmEntry"]["evidence"]]
        self.digests[made] = done["confirmEntry"]["digest"]
        return made

    async def record(self, *entries: tuple[UUID, str, str]) -> None:
        """Past entries (whose, kind, day) from one sheet, as an office takes them in; `drain`."""
        names = {one: name for name, who in self.people.items() for one in self._of(who)}
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(("姓名", "日期", "种类", "标题", "内容", "次数"))
        for mandate, kind, on in entries:
            sheet.append((names[mandate], on, USUAL_TITLES[kind], kind, f"{uuid4()}{uuid4()}", 1))
        written = BytesIO()
        book.save(written)
        await self._file(entries[0][0])
        file = await self.house.upload(self.confirmer, "记录.xlsx", written.getvalue())
        sent = {"input": {"file": file.json()["id"]}}
        await self.house.gql(mutation("importEntries", "count"), sent, by=self.confirmer)

    def _of(self, who: Someone) -> list[UUID]:
        return [mandate for mandate, deputy in self.deputies.items() if deputy is who]

    async def _file(self, mandate: UUID) -> str:
        """The deputy's file, opened when the first entry needs it."""
        if mandate not in self.files:
            sent = {"input": {"term": 6}}
            await self.house.gql(mutation("openFiles", "count"), sent, by=self.confirmer)
            for row in await self.rows(DeputyFile):
                self.files[row.mandate_id] = global_id("DeputyFile", row.id)
        return self.files[mandate]

    async def _matter(self, by: Someone, matter: UUID) -> str:
        """What an issue of the test is called in the record."""
        if matter not in self.matters:
            sent = {"input": {"title": f"议题{matter}"}}
            made = await self.house.gql(mutation("openMatter"), sent, by=by)
            self.matters[matter] = made["openMatter"]["id"]
        return self.matters[matter]

    async def tell(
        self, mandate: UUID, kind: str, on: str, *, entry: UUID | None = None, **more: Any
    ) -> UUID:
        """An event as the record's, with whatever is in it; `drain` afterwards."""
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
    """Turn record and points on, with a clerk, an admin and somebody who confirms entries."""
    points = await open_record(house, body)
    await turn_on(house, body, PLUGIN)
    return points


async def turn_on(house: House, body: str, plugin: str) -> None:
    """The plugin is on since before anything that a test looks back to."""
    with house.on("2018-01-01"):
        await house.enable(body, plugin, since="2018-01-01")


async def open_record(house: House, body: str = COUNTY) -> Points:
    """The same people and the record, before points are turned on."""
    await turn_on(house, body, RECORD)
    organ = "standing_committee"
    return Points(
        house,
        await house.person(body, organ, "points_clerk", name="积分员"),
        await house.person(body, organ, "admin"),
        await house.person(body, organ, "deputy_affairs", name="确认人"),
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
