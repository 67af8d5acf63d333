"""Satisfaction assessments as places hold them, set as practice; what the tests of them share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from polling import ROLES, Polling
from project_path import Desk, open_desk

from core import Mandate
from core.people import PostKind
from core.testing import House, Someone

GRADES = ("满意", "基本满意", "不满意")
HALF = {"numerator": 1, "denominator": 2, "strict": True}
HALF_OR_MORE = {"numerator": 1, "denominator": 2, "strict": False}
MARKS = {"two_marks": "item", "blank_item": "abstain", "blank_ballot": "abstain"}
ONE_MARK = {"two_marks": "ballot", "blank_item": "void", "blank_ballot": "void"}


def tier(title: str, grades: Sequence[str], share: Any, base: str) -> dict[str, Any]:
    """A tier of an assessment as practice says it."""
    return {"title": title, "grades": list(grades), "share": share, "base": base}


def results(**consequences: list[str]) -> list[dict[str, Any]]:
    """What follows from each result, the first time, the second time…"""
    return [{"title": title, "consequences": what} for title, what in consequences.items()]


def assessment(assessor: str, tiers: list[Any], otherwise: str, **follows: list[str]) -> Any:
    """The value of the setting."""
    return {
        "assessor": assessor,
        "secret": True,
        "grades": list(GRADES),
        "tiers": tiers,
        "otherwise": otherwise,
        "results": results(**follows),
    }


ZHENHAI = assessment(
    "standing_committee",
    [
        tier("满意", ["满意"], HALF_OR_MORE, "all"),
        tier("基本满意", ["满意", "基本满意"], HALF_OR_MORE, "all"),
    ],
    "不满意",
    满意=["pass"],
    基本满意=["pass"],
    不满意=["announced"],
)
SHENZHEN = assessment(
    "congress",
    [tier("满意", ["满意", "基本满意"], HALF, "valid")],
    "不满意",
    满意=["announced"],
    不满意=["announced"],
)


def shiquan(base: str = "all", assessor: str = "standing_committee") -> Any:
    """Over half satisfied passes; else it is reported again, and then stronger steps follow."""
    return assessment(
        assessor,
        [tier("通过", ["满意"], HALF, base)],
        "未通过",
        通过=["pass"],
        未通过=["report_again", "stronger_steps"],
    )


def graded(*votes: tuple[int, int, int]) -> list[dict[str, Any]]:
    """The counts of a sheet: satisfied, basically, not."""
    return [
        {
            "grades": [
                {"grade": grade, "votes": number} for grade, number in zip(GRADES, one, strict=True)
            ]
        }
        for one in votes
    ]


@dataclass
class Assessing:
    """A body whose projects are published, and those who assess them."""

    desk: Desk
    polling: Polling

    @property
    def house(self) -> House:
        return self.desk.house

    async def convene(self, assembly: str, present: int | None = None, **more: Any) -> str:
        """A meeting of those who assess; its id."""
        polling = self.polling
        more = {"term": 20, **more} if assembly == "CONGRESS" else more
        sent = {"assembly": assembly, "title": "年终测评会议（测试）", "beginsOn": "2025-12-20"}
        polling.meeting = (await polling.do("secretary", "conveneMeeting", **sent, **more))["id"]
        polling.members = await polling.roll()
        await polling.attend("PRESENT", [one["id"] for one in polling.members[:present]])
        return polling.meeting

    def asked(self, cycle: str, projects: Sequence[str] = (), **changes: Any) -> dict[str, Any]:
        """The input of an assessment."""
        return {
            "cycle": cycle,
            "meeting": self.polling.meeting,
            "title": "2025年度民生实事项目满意度测评（测试）",
            "methodTitle": "测评办法（测试）",
            "projects": list(projects),
            **changes,
        }

    async def prepared(self, cycle: str, projects: Sequence[str] = ()) -> str:
        """An assessment whose method and officials are adopted."""
        polling = self.polling
        sent = self.asked(cycle, projects)
        polling.round = (await polling.do("secretary", "prepareAssessment", **sent))["id"]
        await polling.adopt(polling.round)
        return polling.round

    async def held(
        self, cycle: str, votes: Sequence[tuple[int, int, int]], *, void: int = 0, **how: Any
    ) -> Any:
        """Prepared, voted, counted, announced: its tally."""
        await self.prepared(cycle, how.pop("projects", ()))
        valid = how.pop("valid", sum(votes[0]))
        told = await self.polling.counted(graded(*votes), valid=valid, void=void)
        assert told["state"] == "ANNOUNCED"
        return told["tally"]


async def open_assessing(house: House, members: int, *, body: str = "county-a") -> Assessing:
    """So many members of the standing committee, who are deputies of the 20th term as well."""
    desk = await open_desk(house, body)
    organ = desk.watching
    people = {who: await house.person(body, organ, *roles) for who, roles in ROLES.items()}
    members_of = [f"委员{number:02}" for number in range(1, members + 1)]
    named = {
        one: await desk.house.person(body, organ, *SITTING, **_seat(one)) for one in members_of
    }
    async with house.platform.as_core(house.bodies[body].id) as work:
        work.session.add_all(mandate(one, name) for name, one in named.items())
    polling = Polling(house, body, organ, people, list(named.values()), named=named)
    return Assessing(desk, polling)


SITTING = ("deputy", "scrutineer")


def _seat(name: str) -> dict[str, Any]:
    return {"post_kind": PostKind.MEMBER, "name": name}


def mandate(one: Someone, name: str) -> Mandate:
    """A mandate of the 20th term."""
    return Mandate(
        person_id=one.person_id,
        name=name,
        term=20,
        district="第一选区",
        began_on=date(2022, 1, 10),
    )
