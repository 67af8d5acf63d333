"""A vote as the people of one body hold it: everything but the candidates goes through the API.

The list of candidates is put there as its examination leaves it; how it comes to be is tested by
the tests of the call.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from hopeless import expect_hopeless, expect_offered, offers

from core import Mandate, clock, global_id
from core.people import PostKind
from core.testing import House, Someone
from plugins.people_votes.models import Candidate, Cycle
from plugins.people_votes.rules import CandidateState, CycleState, Decider

PLUGIN = "people_votes"

INPUTS = {
    "openVote": "VoteInput",
    "closeVote": "VoteInput",
    "confirmCount": "VoteInput",
    "announceResult": "VoteInput",
    "printBallots": "VoteInput",
    "printTally": "VoteInput",
    "cancelVote": "ReasonedVoteInput",
    "orderRecount": "ReasonedVoteInput",
    "suspendMandate": "MandateChangeInput",
    "resumeMandate": "MandateChangeInput",
    "endMandate": "MandateChangeInput",
}

ROLES = {
    "secretary": ("project_secretary", "session_secretary"),
    "chair": ("executive_chairperson",),
    "teller1": ("teller",),
    "teller2": ("teller",),
    "credentials": ("credentials_staff",),
}

TALLY = """state tally { outcome sentence passLine quorumLine placesLeft then
  lines { name number sentence basis }
  items { number title approve oppose abstain line passed chosen tied sentence }
  graded { number title result consequence votes { grade votes } sentence } }"""


def mutation(verb: str, answer: str) -> str:
    kind = INPUTS.get(verb) or f"{verb[0].upper()}{verb[1:]}Input"
    return f"mutation($input: {kind}!) {{ {verb}(input: $input) {{ {answer} }} }}"


Before = Callable[[Someone, str, dict[str, Any]], Awaitable[None]]
"""What a test does before a verb goes through, with the very input that will succeed."""


@dataclass
class Polling:
    """A body with deputies, staff and a listed cycle."""

    house: House
    body: str
    organ: str
    people: dict[str, Someone]
    deputies: list[Someone]
    cycle: str = ""
    meeting: str = ""
    members: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    round: str = ""
    named: dict[str, Someone] = field(default_factory=dict[str, Someone])
    """Those who are on the roll under a name that is not their login."""
    before: list[Before] = field(default_factory=list[Before])

    async def do(self, who: str | Someone, verb: str, answer: str = "id", **sent: Any) -> Any:
        """Do a verb that must succeed; what it answers."""
        by = self.people[who] if isinstance(who, str) else who
        for meddle in self.before:
            await meddle(by, verb, sent)
        await expect_offered(self.house, by, verb, sent)
        done = await self.house.gql(mutation(verb, answer), {"input": sent}, by=by)
        return done[verb]

    async def code(self, who: str | Someone, verb: str, **sent: Any) -> str:
        """The code of a verb that must be refused."""
        return (await self.refused(who, verb, **sent))["extensions"]["code"]

    async def refused(self, who: str | Someone, verb: str, **sent: Any) -> dict[str, Any]:
        """The error of a verb that must be refused."""
        by = self.people[who] if isinstance(who, str) else who
        offered = await offers(self.house, by, verb, sent)
        told = await self.house.refused(mutation(verb, "id"), {"input": sent}, by=by)
        expect_hopeless(told["extensions"]["code"], verb, offered)
        return told

    async def see(self, who: str | Someone, fields: str, round_id: str = "") -> Any:
        """The round as somebody sees it."""
        by = self.people[who] if isinstance(who, str) else who
        query = f"query($id: ID!) {{ node(id: $id) {{ ... on VoteRound {{ {fields} }} }} }}"
        return (await self.house.gql(query, {"id": round_id or self.round}, by=by))["node"]

    async def practise(self, setting: str, value: Any) -> None:
        """Set the body's own practice."""
        admin = await self.house.person(self.body, self.organ, "admin")
        await self.house.gql(
            """mutation($s: String!, $v: JSON!) { setPractice(input: { setting: $s, value: $v,
              ruleKind: DECISION, ruleTitle: "本机构票决办法（测试）", article: "第三条",
              validFrom: "2020-01-01"}) { version } }""",
            {"s": f"people_votes.{setting}", "v": value},
            by=admin,
        )

    async def convene(self, *, present: int | None = None, leave: int = 0) -> None:
        """A meeting of the congress with so many present; all who are not on leave by default."""
        self.meeting = (
            await self.do(
                "secretary",
                "conveneMeeting",
                assembly="CONGRESS",
                title="第十九届人民代表大会第二次会议（测试）",
                beginsOn="2025-02-10",
                term=19,
            )
        )["id"]
        self.members = await self.roll()
        if leave:
            away = [one["id"] for one in self.members[-leave:]]
            await self.attend("LEAVE", away)
        here = [one["id"] for one in self.members[: present or len(self.members) - leave]]
        await self.attend("PRESENT", here)

    async def attend(self, attendance: str, members: Sequence[str]) -> None:
        await self.do(
            "secretary",
            "recordAttendance",
            meeting=self.meeting,
            members=list(members),
            attendance=attendance,
        )

    async def roll(self) -> list[dict[str, Any]]:
        """The whole roll of the meeting."""
        found = list[dict[str, Any]]()
        after: str | None = None
        while True:
            page = (
                await self.house.gql(
                    "query($m: ID!, $a: String) { meetingRoll(meeting: $m, first: 100, after: $a)"
                    " { nodes { id name attendance } pageInfo { hasNextPage endCursor } } }",
                    {"m": self.meeting, "a": after},
                    by=self.people["secretary"],
                )
            )["meetingRoll"]
            found += page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return found
            after = page["pageInfo"]["endCursor"]

    async def prepared(self, *, places: int | None = None, mode: str = "PAPER") -> str:
        """A round whose method and officials are adopted."""
        self.round = (
            await self.do(
                "secretary",
                "prepareVote",
                cycle=self.cycle,
                meeting=self.meeting,
                title="2025年度民生实事项目票决（测试）",
                methodTitle="票决办法（测试）",
                places=places,
                mode=mode,
            )
        )["id"]
        await self.adopt(self.round)
        return self.round

    async def adopt(self, round_id: str) -> None:
        await self.do(
            "secretary",
            "adoptVoteMethod",
            round=round_id,
            on=str(clock.today()),
            by="预备会议",
            text="按差额票决，全体代表过半数通过。",
        )
        await self.name(round_id)

    async def name(self, round_id: str) -> None:
        tellers = [
            global_id("Member", self.people[one].membership_id) for one in ("teller1", "teller2")
        ]
        await self.do(
            "secretary",
            "nameVoteOfficials",
            round=round_id,
            on=str(clock.today()),
            by="预备会议",
            chief=self.members[0]["id"],
            scrutineers=[self.members[1]["id"]],
            tellers=tellers,
        )

    @property
    def scrutineers(self) -> list[Someone]:
        """The chief scrutineer and the other one: the first two of the roll."""
        by_name = {one.login: one for one in self.deputies} | self.named
        return [by_name[name["name"]] for name in self.members[:2]]

    async def papers(self, issued: int, returned: int, *, round_id: str = "") -> None:
        """Printed with five to spare, issued, returned; both tellers count what went and came."""
        await self.enter("teller1", round_id, PRINTED=issued + 5)
        await self.both(round_id, ISSUED=issued, RETURNED=returned)
        await self.enter("teller1", round_id, LEFT_OVER=5)

    async def both(self, round_id: str = "", **figures: int) -> None:
        """Both tellers enter the same figures of the papers."""
        for teller in ("teller1", "teller2"):
            await self.enter(teller, round_id, **figures)

    async def enter(self, teller: str, round_id: str = "", **figures: int) -> None:
        """A teller enters figures of the papers."""
        await self.do(
            teller,
            "recordPapers",
            round=round_id or self.round,
            figures=[{"figure": name, "number": number} for name, number in figures.items()],
        )

    async def count(
        self, items: Sequence[dict[str, int]], *, valid: int, void: int = 0, round_id: str = ""
    ) -> None:
        """Both tellers count alike, both scrutineers confirm."""
        for teller in ("teller1", "teller2"):
            await self.do(
                teller,
                "enterCount",
                round=round_id or self.round,
                valid=valid,
                void=void,
                items=list(items),
            )
        for one in self.scrutineers:
            await self.do(one, "confirmCount", round=round_id or self.round)

    async def counted(
        self, items: Sequence[dict[str, int]], *, valid: int, void: int = 0, round_id: str = ""
    ) -> Any:
        """Open, vote on paper, count, announce: the round as everybody sees it then."""
        which = round_id or self.round
        await self.do("chair", "openVote", round=which)
        await self.do("chair", "closeVote", round=which)
        await self.papers(valid + void, valid + void, round_id=which)
        await self.count(items, valid=valid, void=void, round_id=which)
        return await self.do("chair", "announceResult", TALLY, round=which)


def votes(approve: int, oppose: int, abstain: int = 0) -> dict[str, int]:
    return {"approve": approve, "oppose": oppose, "abstain": abstain}


async def add_deputies(house: House, body: str, organ: str, many: int) -> list[Someone]:
    """Deputies of the 19th term, named after their logins; each may vote and watch the counting."""
    made = [
        await house.person(body, organ, "deputy", "scrutineer", post_kind=PostKind.MEMBER)
        for _ in range(many)
    ]
    async with house.platform.as_core(house.bodies[body].id) as work:
        work.session.add_all(
            Mandate(
                id=uuid4(),
                person_id=one.person_id,
                name=one.login,
                term=19,
                district="第一选区",
                began_on=date(2022, 1, 10),
            )
            for one in made
        )
    return made


async def add_cycle(
    house: House,
    body: str,
    titles: Sequence[str],
    decider: Decider,
    name: str = "2025年度民生实事（测试）",
) -> UUID:
    """A cycle whose candidates are listed."""
    async with house.platform.as_core(house.bodies[body].id) as work:
        cycle = Cycle(
            id=uuid4(),
            year=2025,
            title=name,
            decider=decider,
            state=CycleState.LISTED,
            entrusted_by="委托决定（测试）" if decider is Decider.COUNCIL else None,
            opened_by=uuid4(),
            opened_by_name="测试",
        )
        work.session.add(cycle)
        await work.session.flush()
        work.session.add_all(
            candidate(cycle.id, number, title) for number, title in enumerate(titles, 1)
        )
        return cycle.id


def candidate(cycle_id: UUID, number: int, title: str) -> Candidate:
    return Candidate(
        cycle_id=cycle_id,
        number=number,
        state=CandidateState.LISTED,
        title=title,
        content="内容",
        responsible_unit="某局",
        target="目标",
        investment=1_000_000,
        funding="本级财政",
        starts_on=date(2025, 3, 1),
        due_on=date(2025, 12, 31),
        explanation="说明",
    )


async def open_polling(
    house: House,
    body: str,
    *,
    deputies: int = 9,
    titles: Sequence[str] = ("项目甲", "项目乙", "项目丙"),
) -> Polling:
    """A congress that is about to vote."""
    organ = "presidium" if body.startswith("town") or body.startswith("huzhou") else "office"
    await house.enable(body, PLUGIN)
    people = {who: await house.person(body, organ, *roles) for who, roles in ROLES.items()}
    sitting = "congress" if organ == "presidium" else organ
    polling = Polling(
        house, body, organ, people, await add_deputies(house, body, sitting, deputies)
    )
    cycle = await add_cycle(house, body, titles, Decider.CONGRESS)
    polling.cycle = global_id("Cycle", cycle)
    return polling


async def rows_of(house: House, body: str, model: type[Any]) -> list[Any]:
    """All rows of a table of a body."""
    async with house.platform.as_core(house.bodies[body].id) as work:
        return list(await work.session.scalars(sa.select(model)))
