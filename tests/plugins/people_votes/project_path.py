"""What follows the vote, as the people of one body walk it: one verb a call, by the public API.

The result itself is announced by the vote; here the chosen candidates are put into the database and
handed to `adopt_projects`, as the announcing verb does.
"""

import struct
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from hopeless import expect_hopeless, expect_offered, offers
from uuid_utils.compat import uuid7

from core import Mandate, global_id
from core.graphql.ids import decode
from core.tenancy import BasisKind
from core.testing import House, Someone
from plugins.people_votes import models, service
from plugins.people_votes.rules import CandidateState, CycleState

PLUGIN = "people_votes"
COUNTY = "standing_committee"
TOWN = "presidium"

BASES = {"subdistrict-a": BasisKind.HANDOVER_NOTICE}

ZHENGZHOU = [
    {"kind": "monthly_notice", "every": 1, "by": "government", "until_day": 5},
    {"kind": "quarterly_check", "every": 3, "by": "group", "until_day": 15},
    {"kind": "half_year_report", "every": 6, "by": "government", "until_day": 20},
    {"kind": "year_end_assessment", "every": 12, "by": "group"},
]
"""The rhythms of row 0-10 (郑州); the days are the tests' own."""

SHAANXI_COUNTY = {
    "decided_by": "standing_committee",
    "noticed_by": "standing_committee",
    "report_to_congress": True,
}
SHAANXI_TOWN = {"decided_by": "congress", "noticed_by": "presidium"}

VERBS: dict[str, set[str]] = {
    "planProject": {"project_unit"},
    "addMilestone": {"project_unit"},
    "markMilestone": {"project_unit"},
    "checkProjectSecrecy": {"publication_checker"},
    "publishProjects": {"project_secretary"},
    "publishOutcomes": {"project_secretary"},
    "publishProgress": {"project_secretary"},
    "formGroup": {"project_secretary"},
    "changeGroup": {"project_secretary"},
    "reportProgress": {"project_unit", "group_member", "project_secretary"},
    "submitHalfYearReport": {"project_unit"},
    "recordCheck": {"group_member", "project_secretary"},
    "reportAgain": {"project_unit"},
    "reportMended": {"project_unit"},
    "proposeAdjustment": {"project_unit"},
    "withdrawAdjustment": {"project_unit"},
    "decideAdjustment": {"project_secretary"},
    "publishAdjustment": {"project_secretary"},
    "reportAdjustment": {"project_secretary"},
    "completeProject": {"project_unit"},
    "recordQualityCheck": {"project_secretary"},
    "acceptProject": {"project_secretary"},
    "sendBackProject": {"project_secretary"},
    "closeCycle": {"project_secretary"},
}
"""Every verb of what follows the vote, with the roles that may do it."""

SET_PRACTICE = """mutation($setting: String!, $value: JSON!, $from: Date!) { setPractice(input: {
  setting: $setting, value: $value, ruleKind: DECISION, ruleTitle: "本县办法（测试）",
  article: "第三条", validFrom: $from}) { version } }"""


def mutation(verb: str, answer: str = "id") -> str:
    """The text of a verb."""
    kind = f"{verb[0].upper()}{verb[1:]}Input"
    return f"mutation($input: {kind}!) {{ {verb}(input: $input) {{ {answer} }} }}"


def png() -> bytes:
    """A picture of one dot."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checked = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checked)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    dot = zlib.compress(b"\0\xff\xff\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")


Before = Callable[[Someone, str, dict[str, Any]], Awaitable[None]]
"""What a test does before a verb goes through, with the very input that will succeed."""


@dataclass
class Desk:
    """One body with the people on both sides of its projects."""

    house: House
    body: str
    watching: str
    people: dict[str, Someone] = field(default_factory=dict[str, Someone])
    mandates: dict[str, str] = field(default_factory=dict[str, str])
    before: list[Before] = field(default_factory=list[Before])

    async def do(self, who: str | Someone, verb: str, answer: Any = "id", **sent: Any) -> Any:
        """Do a verb that must succeed; what it answers."""
        by = self.people[who] if isinstance(who, str) else who
        for meddle in self.before:
            await meddle(by, verb, sent)
        await expect_offered(self.house, by, verb, sent)
        return (await self.house.gql(mutation(verb, answer), {"input": sent}, by=by))[verb]

    async def code(self, who: str | Someone, verb: str, **sent: Any) -> str:
        """The code of a verb that must be refused."""
        by = self.people[who] if isinstance(who, str) else who
        offered = await offers(self.house, by, verb, sent)
        code = await self.house.refused_code(mutation(verb), {"input": sent}, by=by)
        expect_hopeless(code, verb, offered)
        return code

    async def see(self, who: str, record: str, fields: str) -> Any:
        """A record as somebody sees it."""
        kind, _ = decode(record)
        query = f"query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ {fields} }} }} }}"
        return (await self.house.gql(query, {"id": record}, by=self.people[who]))["node"]

    async def ask(self, query: str, who: str = "secretary", **variables: Any) -> Any:
        """A query."""
        return await self.house.gql(query, variables, by=self.people[who])

    async def let(self, setting: str, value: Any, since: str = "2024-01-01") -> None:
        """The body's admin sets a value of its own."""
        if "admin" not in self.people:
            self.people["admin"] = await self.house.person(self.body, self.watching, "admin")
        sent = {"setting": f"{PLUGIN}.{setting}", "value": value, "from": since}
        await self.house.gql(SET_PRACTICE, sent, by=self.people["admin"])

    async def upload(self, who: str, name: str = "照片.png", content: bytes | None = None) -> str:
        """Upload a file; its id."""
        answer = await self.house.upload(self.people[who], name, content or png())
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def photo(self, who: str = "unit", place: str = "东都镇幸福路小学操场") -> dict[str, Any]:
        """An uploaded photo, as a verb takes it."""
        return {"file": await self.upload(who), "photo": True, "place": place}

    async def deputy(self, name: str, roles: tuple[str, ...] = ("group_member",)) -> Someone:
        """A deputy with a mandate of this congress."""
        person = await self.house.person(self.body, self.watching, *roles, name=name)
        async with self.house.platform.as_core(self.house.bodies[self.body].id) as work:
            mandate = Mandate(
                id=uuid7(),
                person_id=person.person_id,
                name=name,
                term=19,
                district="第一选区",
                began_on=date(2022, 1, 1),
            )
            work.session.add(mandate)
        self.people[name] = person
        self.mandates[name] = global_id("Mandate", mandate.id)
        return person

    async def adopted(
        self, count: int = 1, *, year: int = 2025, title: str = "民生实事", **changes: Any
    ) -> tuple[str, list[str]]:
        """A cycle whose result was announced, with so many projects: their ids."""
        made = await self.do(
            "secretary", "openCycle", year=year, title=f"{year}年{title}", **self._decider()
        )
        cycle_id: UUID = decode(made["id"])[1]
        async with self.house.platform.as_core(self.house.bodies[self.body].id) as work:
            cycle = (
                await work.session.scalars(
                    sa.select(models.Cycle).where(models.Cycle.id == cycle_id)
                )
            ).one()
            cycle.state = CycleState.LISTED
            chosen = [_candidate(cycle_id, number, year, changes) for number in range(1, count + 1)]
            work.session.add_all(chosen)
            await work.session.flush()
            projects = await service.adopt_projects(work, cycle, chosen)
            ids = [global_id("Project", one.id) for one in projects]
        return made["id"], ids

    def _decider(self) -> dict[str, Any]:
        if self.body.startswith("subdistrict"):
            return {"decider": "COUNCIL", "entrustedBy": "委托决定（测试）"}
        return {"decider": "CONGRESS"}

    async def plan(self, project: str, **changes: Any) -> Any:
        """Set a plan within the voted dates."""
        seen = await self.see("unit", project, "startsOn dueOn")
        plan = {
            "target": "建成投入使用",
            "from": seen["startsOn"],
            "until": seen["dueOn"],
            "budget": 900_000,
            **changes,
        }
        return await self.do("unit", "planProject", project=project, **plan)

    async def published(self, count: int = 1, **changes: Any) -> tuple[str, list[str]]:
        """A cycle that was planned, checked and published today."""
        cycle, projects = await self.adopted(count, **changes)
        for project in projects:
            await self.plan(project)
        await self.do("checker", "checkProjectSecrecy", cycle=cycle, passed=True, note="不涉密")
        await self.do("secretary", "publishProjects", cycle=cycle)
        await self.house.drain(1)
        return cycle, projects

    async def group(self, project: str, **changes: Any) -> str:
        """The group of a project: a deputy leads it."""
        members = [{"kind": "DEPUTY", "mandate": self.mandates["代表甲"], "leader": True}]
        sent = {"project": project, "members": members, **changes}
        return (await self.do("secretary", "formGroup", **sent))["id"]

    async def report(self, project: str, **changes: Any) -> str:
        """The unit reports progress."""
        sent = {"project": project, "percent": 30, "spent": 100_000, "text": "按计划。", **changes}
        made = await self.do("unit", "reportProgress", **sent)
        await self.house.drain(1)
        return made["id"]

    async def completed(self, project: str, day: str) -> None:
        """The unit reports completion with a photo."""
        sent = {"project": project, "completedOn": day, "text": "已完工。"}
        await self.do("unit", "completeProject", **sent, files=[await self.photo()])

    async def duties(self, project: str, who: str = "secretary") -> list[dict[str, Any]]:
        """What falls due on a project."""
        fields = "kind state dueOn metOn daysLate overdue deadlines { title dueOn state }"
        return (await self.see(who, project, f"duties {{ {fields} }}"))["duties"]

    async def figures(self, **where: Any) -> dict[str, int]:
        """The figures of the projects asked for."""
        query = "query($where: ProjectFilter) { projectFigures(where: $where) { figure count } }"
        seen = await self.ask(query, where=where)
        return {one["figure"]: one["count"] for one in seen["projectFigures"]}


def _candidate(cycle_id: UUID, number: int, year: int, changes: dict[str, Any]) -> models.Candidate:
    content = {
        "title": f"示例项目{number}",
        "content": "新建社区养老服务站一处",
        "responsible_unit": "民政局",
        "target": "年底建成",
        "investment": 1_000_000,
        "funding": "财政资金",
        "starts_on": date(year, 1, 10),
        "due_on": date(year, 11, 30),
        "explanation": "说明",
        "votes_for": 50,
        **changes,
    }
    return models.Candidate(
        id=uuid7(), cycle_id=cycle_id, number=number, state=CandidateState.CHOSEN, **content
    )


async def open_desk(house: House, body: str = "county-a") -> Desk:
    """Turn the plugin on and let everybody come in."""
    await house.enable(body, PLUGIN, BASES.get(body, BasisKind.DECISION))
    watching = {"city": COUNTY, "county": COUNTY, "town": TOWN}.get(
        body.partition("-")[0], "subdistrict_working_committee"
    )
    carrying = "subdistrict_office" if body.startswith("subdistrict") else "government"
    desk = Desk(house, body, watching)
    desk.people = {
        "secretary": await house.person(body, watching, "project_secretary", name="秘书"),
        "checker": await house.person(body, watching, "publication_checker"),
        "unit": await house.person(body, carrying, "project_unit", name="经办"),
    }
    if not body.startswith("subdistrict"):
        await desk.deputy("代表甲")
        await desk.deputy("代表乙")
    return desk
