"""The way of a cycle to the vote, as the people of one body walk it: one verb a call.

Everything goes through the public GraphQL API, as each person, on the day that `on` says.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from hopeless import expect_hopeless, expect_offered, offers

from core import clock, global_id
from core.graphql.ids import decode
from core.kit.papers import write_pdf
from core.people import Mandate, PostKind
from core.tenancy import BasisKind
from core.testing import House, Someone

PLUGIN = "people_votes"
EXAMINERS = {
    "town-a": "presidium",
    "town-b": "presidium",
    "subdistrict-a": "subdistrict_working_committee",
}
BASES = {"subdistrict-a": BasisKind.HANDOVER_NOTICE}

SET_PRACTICE = """mutation($setting: String!, $value: JSON!, $from: Date!) { setPractice(input: {
  setting: $setting, value: $value, ruleKind: DECISION, ruleTitle: "票决办法（测试）",
  article: "第三条", validFrom: $from}) { version } }"""

ANSWERS = {
    "proposeIdea": "code",
    "recordIdea": "code",
}


@contextmanager
def on(day: str) -> Generator[None]:
    """Let the code inside stand on a day, at nine in the morning."""
    moment = datetime.fromisoformat(day)
    with clock.moved_to(moment if "T" in day else moment.replace(hour=9)):
        yield


def mutation(verb: str, answer: str | None = None) -> str:
    """The text of a verb."""
    kind = f"{verb[0].upper()}{verb[1:]}Input"
    asked = answer or ANSWERS.get(verb, "id")
    return f"mutation($input: {kind}!) {{ {verb}(input: $input) {{ {asked} }} }}"


def project(**changes: Any) -> dict[str, Any]:
    """What a complete candidate of 2026 says."""
    return {
        "title": "改造三个老旧小区",
        "content": "更换管网，加装路灯。",
        "responsibleUnit": "住房和城乡建设局",
        "target": "惠及1200户",
        "investment": 6_000_000,
        "funding": "财政资金",
        "startsOn": "2026-03-01",
        "dueOn": "2026-11-30",
        "explanation": "群众反映集中，条件成熟。",
        **changes,
    }


def meeting(**changes: Any) -> dict[str, Any]:
    """A meeting at which more than half of all members were in favour."""
    held = {"title": "第三十次会议", "members": 9, "present": 8, "inFavour": 7}
    return {**held, "heldOn": str(clock.today()), **changes}


CONVENE = """mutation($day: Date!) { conveneMeeting(input: {
  assembly: STANDING_COMMITTEE, title: "第三十次会议", beginsOn: $day}) { id } }"""
ATTEND = """mutation($meeting: ID!) { recordAttendance(input: {
  meeting: $meeting, attendance: PRESENT}) { id } }"""


async def committee_meeting(house: House, body: str = "county-a", members: int = 5) -> str:
    """A registered meeting of the standing committee today, all present; its id."""
    for number in range(members):
        await house.person(
            body, "standing_committee", post_kind=PostKind.MEMBER, name=f"组成人员{number}"
        )
    secretary = await house.person(body, "office", "session_secretary")
    day = str(clock.today())
    meeting = (await house.gql(CONVENE, {"day": day}, by=secretary))["conveneMeeting"]["id"]
    await house.gql(ATTEND, {"meeting": meeting}, by=secretary)
    return meeting


Before = Callable[["Hall", Someone | None, str, dict[str, Any]], Awaitable[None]]
"""What a test does before a verb goes through, with the very input that will succeed."""


@dataclass
class Hall:
    """The people of one body on the way to a vote."""

    house: House
    body: str
    drafting: str
    examiner: str
    people: dict[str, Someone]
    before: list[Before] = field(default_factory=list[Before])

    def by(self, who: str | Someone | None) -> Someone | None:
        """Somebody by their part; None is a visitor."""
        return self.people[who] if isinstance(who, str) else who

    async def do(
        self, who: str | Someone | None, verb: str, answer: str | None = None, **sent: Any
    ) -> Any:
        """Do a verb that must succeed; what it answers."""
        by = self.by(who)
        for meddle in self.before:
            await meddle(self, by, verb, sent)
        await expect_offered(self.house, by, verb, sent, self.body)
        asked = mutation(verb, answer)
        return (await self.house.gql(asked, {"input": sent}, by=by, body=self.body))[verb]

    async def refused(self, who: str | Someone | None, verb: str, **sent: Any) -> dict[str, Any]:
        """Try a verb that must be refused; its first error."""
        by = self.by(who)
        offered = await offers(self.house, by, verb, sent, self.body)
        asked = mutation(verb)
        told = await self.house.refused(asked, {"input": sent}, by=by, body=self.body)
        expect_hopeless(told["extensions"]["code"], verb, offered)
        return told

    async def code(self, who: str | Someone | None, verb: str, **sent: Any) -> str:
        """The code of a verb that must be refused."""
        return (await self.refused(who, verb, **sent))["extensions"]["code"]

    async def ask(self, who: str | Someone | None, query: str, **variables: Any) -> Any:
        """A query that must succeed."""
        return await self.house.gql(query, variables, by=self.by(who), body=self.body)

    async def see(self, who: str | Someone | None, record: str, fields: str) -> Any:
        """The record with this id as somebody sees it; None where they may not."""
        kind, _ = decode(record)
        query = f"query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ {fields} }} }} }}"
        return (await self.ask(who, query, id=record))["node"]

    async def let(self, setting: str, value: Any, since: str = "2024-12-01") -> None:
        """The body's admin sets a value of its own."""
        office = self.examiner if self.body in EXAMINERS else "office"
        admin = await self.house.person(self.body, office, "admin")
        sent = {"setting": f"{PLUGIN}.{setting}", "value": value, "from": since}
        await self.house.gql(SET_PRACTICE, sent, by=admin)

    async def upload(self, who: str) -> str:
        """A small paper of somebody's organ; its id."""
        content = write_pdf("# 论证意见\n第一条 可行。", "测试样例·非正式公文")
        answer = await self.house.upload(self.people[who], "论证.pdf", content)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    # --- stations of the way -----------------------------------------------------------------

    async def opened(self, **changes: Any) -> str:
        """A cycle that prepares."""
        street = self.body.startswith("subdistrict")
        sent = {"year": 2026, "title": f"2026年度票决（{uuid4().hex[:6]}）", "decider": "CONGRESS"}
        if street:
            sent |= {"decider": "COUNCIL", "entrustedBy": "委托决定（测试）", "area": "甲社区"}
        return (await self.do("secretary", "openCycle", **{**sent, **changes}))["id"]

    async def calling(self, until: str | None = "2025-09-30", **changes: Any) -> str:
        """A cycle whose call runs."""
        # A call of the days to come is one for projects of its year, whenever the tests run.
        last = date.fromisoformat(until).year if until else 0
        cycle = await self.opened(year=max(2026, last))
        sent = {"text": "请提建议。", "secrecyNote": "不涉密，可以公开。", "until": until}
        await self.do("secretary", "openCall", cycle=cycle, **{**sent, **changes})
        return cycle

    async def propose(self, cycle: str, title: str, **changes: Any) -> str:
        """A visitor proposes; the code."""
        sent = {"cycle": cycle, "title": title, "content": f"{title}，请尽快办理。", **changes}
        return (await self.do(None, "proposeIdea", **sent))["code"]

    async def follow(self, code: str, fields: str = "state reason") -> Any:
        """What a visitor learns by a code."""
        query = f"query($code: String!) {{ ideaByCode(code: $code) {{ {fields} }} }}"
        return (await self.ask(None, query, code=code))["ideaByCode"]

    async def ideas(self, cycle: str, fields: str = "id", **where: Any) -> list[Any]:
        """Ideas of a cycle, the latest first."""
        query = (
            "query($where: IdeaFilter!) { ideas(where: $where, first: 100)"
            f" {{ totalCount nodes {{ {fields} }} }} }}"
        )
        seen = await self.ask("secretary", query, where={"cycle": cycle, **where})
        return seen["ideas"]["nodes"]

    async def figures(self, cycle: str) -> dict[str, int]:
        """The figures of a cycle's ideas."""
        query = "query($cycle: ID!) { ideaFigures(cycle: $cycle) { figure count } }"
        seen = await self.ask("secretary", query, cycle=cycle)
        return {one["figure"]: one["count"] for one in seen["ideaFigures"]}

    async def screening(self) -> str:
        """A cycle whose call, which ran in September 2025 without an answer, was closed."""
        with on("2025-09-01"):
            cycle = await self.calling()
        await self.do("secretary", "closeCall", cycle=cycle)
        return cycle

    async def draft(self, cycle: str, **changes: Any) -> str:
        """A draft of a candidate."""
        sent = {"cycle": cycle, "candidate": project(**changes)}
        return (await self.do("drafter", "draftCandidate", **sent))["id"]

    async def submitted(self, cycle: str, *drafts: str) -> list[str]:
        """The list is handed in and has arrived; ids of the candidates, by number."""
        sent = {"cycle": cycle, "drafts": list(drafts), "text": "说明"}
        await self.do("signer", "submitCandidates", **sent)
        await self.house.drain(1)
        return [one["id"] for one in await self.candidates(cycle)]

    async def candidates(self, cycle: str, fields: str = "id") -> list[Any]:
        """Candidates of a cycle, by number."""
        return (await self.see("secretary", cycle, f"candidates {{ {fields} }}"))["candidates"]

    async def examine(
        self, candidates: list[str], cycle: str, left_out: tuple[str, ...] = (), **changes: Any
    ) -> str:
        """All are listed but those left out; the government learns of it."""
        sent = self.examined(candidates, cycle, left_out, **changes)
        made = await self.do("secretary", "examineCandidates", **sent)
        await self.house.drain(1)
        return made["id"]

    def examined(
        self, candidates: list[str], cycle: str, left_out: tuple[str, ...] = (), **changes: Any
    ) -> dict[str, Any]:
        """The input of an examination."""
        decisions = [
            {"candidate": one, "listed": False, "reason": "条件不成熟"}
            if one in left_out
            else {"candidate": one, "listed": True}
            for one in candidates
        ]
        sent = {"cycle": cycle, "meeting": meeting(), "decisions": decisions, "places": 1}
        return {**sent, **changes}

    async def listed(self, count: int = 2) -> tuple[str, list[str], list[str]]:
        """A cycle with an examined list: its id, its drafts, its candidates."""
        cycle = await self.screening()
        drafts = [await self.draft(cycle, title=f"项目{place}") for place in range(count)]
        candidates = await self.submitted(cycle, *drafts)
        await self.examine(candidates, cycle)
        return cycle, drafts, candidates

    async def events(self) -> list[tuple[str, dict[str, Any]]]:
        """The plugin's own events so far, in order."""
        told = await self.house.events(self.body)
        return [
            (name.partition(".")[2], payload)
            for name, payload in told
            if name.startswith(f"{PLUGIN}.")
        ]


async def open_hall(house: House, body: str = "county-a") -> Hall:
    """Turn the plugin on in a body and people the congress's side and the government's."""
    examiner = EXAMINERS.get(body, "standing_committee")
    drafting = "subdistrict_office" if body.startswith("subdistrict") else "government"
    if PLUGIN not in await _on(house, body):
        await house.enable(body, PLUGIN, BASES.get(body, BasisKind.DECISION))
    people = {
        "secretary": await house.person(body, examiner, "project_secretary", name="秘书"),
        "drafter": await house.person(body, drafting, "candidate_drafter", name="经办"),
        "signer": await house.person(body, drafting, "candidate_signer", name="签发"),
        "collector": await house.person(body, examiner, "idea_collector", name="收集"),
    }
    return Hall(house, body, drafting, examiner, people)


async def _on(house: House, body: str) -> frozenset[str]:
    async with house.platform.as_core(house.bodies[body].id) as work:
        return await house.platform.plugins_on(work.session)


async def deputy(hall: Hall, *, status: str = "active") -> Someone:
    """Somebody who holds a mandate of the body."""
    one = await hall.house.person(hall.body, hall.examiner, "deputy", name="代表甲")
    async with hall.house.platform.as_core(hall.house.bodies[hall.body].id) as work:
        work.session.add(
            Mandate(
                person_id=one.person_id,
                name="代表甲",
                term=18,
                district="第一选区",
                status=status,
                began_on=date(2022, 1, 1),
            )
        )
    return one


@asynccontextmanager
async def told_once(hall: Hall, name: str) -> AsyncGenerator[None]:
    """The verb inside announces exactly one event of the plugin, of this name."""
    before = len(await hall.events())
    yield
    assert [told for told, _ in (await hall.events())[before:]] == [name]


def never(kind: str) -> str:
    """An id that nothing has."""
    return global_id(kind, UUID(int=1))
