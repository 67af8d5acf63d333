"""The whole way of a cycle, from `openCycle` to `closeCycle`, as one body walks it by the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from calls_path import Hall, on, open_hall
from polling import ROLES, Polling, votes
from project_path import Desk, open_desk

from core import Mandate, global_id
from core.people import PostKind
from core.testing import House, Someone

SITTINGS = {
    "CONGRESS": {"assembly": "CONGRESS", "title": "人民代表大会会议（测试）", "term": 20},
    "STANDING_COMMITTEE": {"assembly": "STANDING_COMMITTEE", "title": "常委会会议（测试）"},
    "COUNCIL": {"assembly": "COUNCIL", "title": "民生议政会（测试）"},
}
IDEAS = ("修路灯", "建车棚")


@dataclass
class Journey:
    """One body; the people of each part of the way."""

    house: House
    hall: Hall
    desk: Desk
    polling: Polling
    decider: str
    codes: dict[str, str]
    cycle: str = ""
    year: int = 2025

    def day(self, of_year: str, before: int = 0) -> str:
        """A day of the cycle's year, or of the year before it."""
        return f"{self.year - before}-{of_year}"

    async def collected(self, year: int = 2025) -> str:
        """Ideas of the public are called for, and taken up."""
        self.year = year
        with on(self.day("09-01", 1)):
            decider: dict[str, Any] = {"decider": self.decider}
            if self.decider == "COUNCIL":
                decider |= {"entrustedBy": "委托决定（测试）", "area": "甲社区"}
            self.cycle = await self.hall.opened(year=year, **decider)
            sent = {
                "text": "请提建议。",
                "secrecyNote": "可以公开。",
                "until": self.day("09-30", 1),
            }
            await self.hall.do("secretary", "openCall", cycle=self.cycle, **sent)
            for title in IDEAS:
                self.codes[title] = await self.hall.propose(self.cycle, title)
        with on(self.day("10-09", 1)):
            await self.hall.do("secretary", "closeCall", cycle=self.cycle)
            for idea in await self.hall.ideas(self.cycle):
                await self.hall.do("secretary", "screenIdea", idea=idea["id"], outcome="TAKEN")
        return self.cycle

    async def listed(self) -> list[str]:
        """The government proposes, the list is examined, delegations deliberate."""
        with on(self.day("11-03", 1)):
            dates = {"startsOn": self.day("03-01"), "dueOn": self.day("11-30")}
            drafts = [
                await self.hall.draft(self.cycle, title=idea["title"], ideas=[idea["id"]], **dates)
                for idea in reversed(await self.hall.ideas(self.cycle, "id title"))
            ]
            candidates = await self.hall.submitted(self.cycle, *drafts)
            await self.hall.examine(candidates, self.cycle)
            said = {"delegation": "第一组", "text": "赞成。", "deliberatedOn": self.day("11-03", 1)}
            await self.hall.do("secretary", "recordDeliberation", cycle=self.cycle, **said)
        return candidates

    async def voted(self, *approvals: int, present: int | None = None) -> Any:
        """The meeting votes on paper; its tally. What was announced is concluded."""
        with on(self.day("01-20")):
            await self.convene(self.day("01-20"), present)
            polling = self.polling
            polling.cycle = self.cycle
            await polling.prepared()
            here = present or len(polling.members)
            told = await polling.counted([votes(one, here - one) for one in approvals], valid=here)
            await polling.do("secretary", "concludeVote", cycle=self.cycle)
        return told["tally"]

    async def convene(self, day: str, present: int | None = None) -> None:
        """Those who decide meet."""
        polling = self.polling
        sent: dict[str, Any] = {**SITTINGS[self.decider], "beginsOn": day}
        if self.decider == "COUNCIL":
            sent["members"] = [
                {"name": name, "member": global_id("Member", one.membership_id)}
                for name, one in polling.named.items()
            ]
        polling.meeting = (await polling.do("secretary", "conveneMeeting", **sent))["id"]
        polling.members = await polling.roll()
        await polling.attend("PRESENT", [one["id"] for one in polling.members[:present]])

    async def carried_out(self) -> list[str]:
        """Planned, published, followed by a group, reported on; the projects' ids."""
        desk = self.desk
        with on(self.day("02-02")):
            projects = await self.projects()
            for project in projects:
                await desk.plan(project)
            checked = {"passed": True, "note": "不涉密"}
            await desk.do("checker", "checkProjectSecrecy", cycle=self.cycle, **checked)
            await desk.do("secretary", "publishProjects", cycle=self.cycle)
            await self.house.drain(1)
        with on(self.day("03-10")):
            for project in projects:
                members = [{**self.leader(), "leader": True}]
                await desk.do("secretary", "formGroup", project=project, members=members)
                await desk.report(project)
        return projects

    def leader(self) -> dict[str, Any]:
        """Who leads a group: a deputy where there are any."""
        if self.desk.mandates:
            return {"kind": "DEPUTY", "mandate": self.desk.mandates["代表甲"]}
        member = global_id("Member", self.desk.people["secretary"].membership_id)
        return {"kind": "COMMITTEE", "member": member}

    async def projects(self, fields: str = "id") -> list[Any]:
        """The projects of the cycle, by number."""
        query = "query($w: ProjectFilter) { projects(where: $w) { nodes { id number %s } } }"
        seen = await self.desk.ask(
            query % ("" if fields == "id" else fields), w={"cycle": self.cycle}
        )
        rows = sorted(seen["projects"]["nodes"], key=lambda one: one["number"])
        return [one["id"] for one in rows] if fields == "id" else rows

    async def finished(self, projects: Sequence[str]) -> str:
        """Completed, checked by a third party, accepted, closed: the state of the cycle."""
        desk = self.desk
        with on(self.day("11-20")):
            for project in projects:
                await desk.completed(project, self.day("11-20"))
                sent = {"checker": "示例检测公司", "checkedOn": self.day("11-20"), "passed": True}
                await desk.do(
                    "secretary", "recordQualityCheck", project=project, **sent, result="合格"
                )
                await desk.do("secretary", "acceptProject", project=project)
        with on(self.day("12-30")):
            made = await desk.do("secretary", "closeCycle", "state", cycle=self.cycle)
        return made["state"]


async def set_out(house: House, body: str, decider: str = "CONGRESS", members: int = 9) -> Journey:
    """Everybody of a body who has a part in a cycle."""
    desk = await open_desk(house, body)
    hall = await open_hall(house, body)
    organ = desk.watching
    people = {who: await house.person(body, organ, *roles) for who, roles in ROLES.items()}
    seat = {"post_kind": PostKind.MEMBER}
    named = dict[str, Someone]()
    for number in range(1, members + 1):
        name = f"委员{number:02}"
        named[name] = await house.person(body, organ, "deputy", "scrutineer", name=name, **seat)
    async with house.platform.as_core(house.bodies[body].id) as work:
        work.session.add_all(
            Mandate(
                person_id=one.person_id,
                name=name,
                term=20,
                district="一区",
                began_on=date(2022, 1, 1),
            )
            for name, one in named.items()
        )
    polling = Polling(house, body, organ, people, list(named.values()), named=named)
    await polling.practise("method", "each")
    await polling.practise("shortage", "fewer")
    return Journey(house, hall, desk, polling, decider, {})
