"""The plugin's part of the demo: two years of a district, its council, a township on paper.

What happens in a year's vote stands as data in `tenants/demo/votes/*.toml`; here it only becomes
steps with days. No place is named here: what the bodies do differently is their practice and data.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from core import PAPERS, Player, Step
from plugins.people_votes.demo import projects, voting
from plugins.people_votes.demo_queries import CANDIDATES, IDEAS, MEMBERS, PROJECTS, mutation

RANK = {
    "credentials": 0,
    "open": 10,
    "call": 20,
    "ideas": 30,
    "close": 40,
    "draft": 60,
    "submit": 70,
    "examine": 80,
    "hand_out": 90,
    "convene": 100,
    "deliberate": 110,
    "vote": 120,
    "conclude": 150,
    "plan": 200,
    "check": 210,
    "publish": 220,
    "group": 230,
    "milestone": 240,
    "progress": 250,
    "complete": 260,
    "quality": 270,
    "accept": 280,
    "report": 290,
    "assess": 300,
    "adjourn": 350,
    "end": 400,
    "outcomes": 410,
}
"""Minutes after the start of the office day: what comes after what on one day."""

VISITORS = "public"
SOURCES = {"station": "idea_collector", "community": "project_secretary"}
"""Who records what does not come from a visitor or a deputy."""


class Play:
    """One cycle of the demo and what its people do."""

    def __init__(self, player: Player, path: Path) -> None:
        self.player, self.name = player, path.stem
        self.facts: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        self.body: str = self.facts["body"]
        self.kept: dict[str, Any] = player.notes.setdefault(f"people_votes/{self.name}", {})
        self.shared: dict[str, Any] = player.notes.setdefault(f"people_votes/{self.body}", {})

    def who(self, role: str) -> str:
        """The first person of the body with a role."""
        return self.all_with(role)[0]

    def all_with(self, role: str) -> list[str]:
        """Everybody of the body with a role, as the body lists them."""
        return [one.login for one in self.player.tenants[self.body].person if role in one.roles]

    def login_of(self, name: str) -> str:
        """The login of somebody by name."""
        return next(one.login for one in self.player.tenants[self.body].person if one.name == name)

    def name_of(self, login: str) -> str:
        """The name of somebody by login."""
        return next(one.name for one in self.player.tenants[self.body].person if one.login == login)

    async def do(self, login: str, verb: str, **sent: Any) -> Any:
        """Do a verb as somebody; what it answers."""
        return (await self.player.do(login, mutation(verb), input=sent))[verb]

    async def ask(self, query: str, **variables: Any) -> Any:
        """Ask as the staff of the vote."""
        return await self.player.do(self.who("project_secretary"), query, **variables)

    async def members(self) -> dict[str, str]:
        """The people of the body: the id of each by name."""
        if "members" not in self.shared:
            found = (await self.player.do(self.who("admin"), MEMBERS))["members"]["nodes"]
            self.shared["members"] = {one["name"]: one["id"] for one in found}
        return self.shared["members"]

    def steps(self) -> Iterator[Step]:
        """Everything, with its day."""
        call, listed = self.facts["call"], self.facts["list"]
        examined = self.facts["examined"]
        yield self.step(call["opened_on"], "open", self.open)
        if "term_began_on" in self.facts:
            yield self.step(call["opened_on"], "credentials", self.record_mandates)
        yield self.step(call["ideas_on"], "ideas", self.propose)
        yield self.step(call["screened_on"], "close", self.screen)
        yield self.step(listed["drafted_on"], "draft", self.draft)
        yield self.step(listed["submitted_on"], "submit", self.submit)
        yield self.step(examined["on"], "examine", self.examine)
        yield self.step(examined["handed_out_on"], "hand_out", self.hand_out)
        yield from voting.steps(self)
        yield from projects.steps(self)

    def step(self, day: date, rank: str, act: Any, more: str = "") -> Step:
        """A step of this cycle on a day."""
        name = "/".join(one for one in ("people_votes", self.name, rank, more) if one)
        return Step(day, RANK[rank], name, act)

    async def record_mandates(self) -> None:
        """Whoever checks credentials records who are deputies of this term; once for the body."""
        members = await self.members()
        for number, login in enumerate(self.all_with("deputy"), start=1):
            await self.do(
                self.who("credentials_staff"),
                "recordMandate",
                member=members[self.name_of(login)],
                term=self.facts["term"],
                district=f"示例第{number:02d}选区",
                beganOn=str(self.facts["term_began_on"]),
            )

    async def open(self) -> None:
        """The cycle begins and the public is asked."""
        secretary = self.who("project_secretary")
        wanted = {"year": "year", "title": "title", "area": "area", "entrusted_by": "entrustedBy"}
        sent = {new: self.facts[old] for old, new in wanted.items() if old in self.facts}
        made = await self.do(secretary, "openCycle", decider=self.facts["decider"].upper(), **sent)
        self.kept["cycle"] = made["id"]
        await self.do(
            secretary,
            "openCall",
            cycle=made["id"],
            text=f"征集{self.facts['year']}年民生实事项目建议{self.facts['text']}",
            secrecyNote="不涉及国家秘密、工作秘密，可以公开。",
            until=str(self.facts["call"]["until"]),
        )

    async def propose(self) -> None:
        """Visitors without an account, deputies and stations propose."""
        for idea in self.facts["idea"]:
            said = {
                "cycle": self.kept["cycle"],
                "title": idea["title"],
                "content": f"{idea['title']}{self.facts['text']}",
            }
            source = idea["source"]
            if source == VISITORS:
                await self.player.visit(self.body, mutation("proposeIdea"), input=said)
            elif source == "deputy":
                await self.do(self.who("deputy"), "proposeIdea", **said, asDeputy=True)
            else:
                said |= {"source": source.upper(), "collectedBy": idea["collected_by"]}
                await self.do(self.who(SOURCES[source]), "recordIdea", **said)

    async def screen(self) -> None:
        """The call ends; each idea is merged, taken, kept in reserve or left out, with reasons."""
        secretary = self.who("project_secretary")
        await self.do(secretary, "closeCall", cycle=self.kept["cycle"])
        found = (await self.ask(IDEAS, cycle=self.kept["cycle"]))["ideas"]["nodes"]
        ids = {one["title"]: one["id"] for one in found}
        self.kept["ideas"] = ids
        for idea in self.facts["idea"]:
            if idea["outcome"] == "merged":
                await self._merge(idea, ids)
                continue
            sent: dict[str, Any] = {"idea": ids[idea["title"]], "outcome": idea["outcome"].upper()}
            if idea["outcome"] != "taken":
                sent["reason"] = idea.get("reason", "不符合征集的范围。")
            if "reason_kind" in idea:
                sent["reasonKind"] = idea["reason_kind"].upper()
            await self.do(secretary, "screenIdea", **sent)

    async def _merge(self, idea: dict[str, Any], ids: dict[str, str]) -> None:
        await self.do(
            self.who("project_secretary"),
            "mergeIdeas",
            ideas=[ids[idea["title"]]],
            into=ids[idea["into"]],
            reason="同一事项，合并办理。",
        )

    async def draft(self) -> None:
        """The government drafts its candidates, each with the ideas that it takes up."""
        self.kept["drafts"] = [
            (
                await self.do(
                    self.who("candidate_drafter"),
                    "draftCandidate",
                    cycle=self.kept["cycle"],
                    candidate=self._candidate(number, said),
                )
            )["id"]
            for number, said in enumerate(self.facts["candidate"], start=1)
        ]

    def _candidate(self, number: int, said: dict[str, Any]) -> dict[str, Any]:
        return {
            "title": said["title"],
            "content": f"{said['title']}{self.facts['text']}",
            "responsibleUnit": said["responsible"],
            "target": f"按期完成{self.facts['text']}",
            "investment": said["investment"],
            "funding": "本级财政资金",
            "startsOn": str(self.facts["starts_on"]),
            "dueOn": str(said.get("due_on", self.facts["due_on"])),
            "explanation": f"群众反映集中，条件成熟{self.facts['text']}",
            "ideas": [
                self.kept["ideas"][idea["title"]]
                for idea in self.facts["idea"]
                if idea.get("candidate") == number
            ],
        }

    async def submit(self) -> None:
        """Another person of the government signs the list and hands it in."""
        await self.do(
            self.who("candidate_signer"),
            "submitCandidates",
            cycle=self.kept["cycle"],
            drafts=self.kept["drafts"],
            number=self.facts["list"]["number"],
            text=f"候选项目清单及说明{self.facts['text']}",
        )

    async def candidates(self) -> list[dict[str, Any]]:
        """The candidates of the cycle, by number."""
        return (await self.ask(CANDIDATES, id=self.kept["cycle"]))["node"]["candidates"]

    async def projects(self, numbers: list[int] | None = None) -> list[dict[str, Any]]:
        """The projects of the cycle, or those with these numbers, in the order of the list."""
        found = (await self.ask(PROJECTS, cycle=self.kept["cycle"]))["projects"]["nodes"]
        return [one for one in found if numbers is None or one["number"] in numbers]

    async def examine(self) -> None:
        """The examining meeting fixes the list."""
        given = self.facts["examined"]
        meeting = {
            "title": given["title"],
            "heldOn": str(given["on"]),
            "members": given["members"],
            "present": given["present"],
            "inFavour": given["in_favour"],
        }
        await self.do(
            self.who("project_secretary"),
            "examineCandidates",
            cycle=self.kept["cycle"],
            meeting=meeting,
            decisions=[{"candidate": one["id"], "listed": True} for one in await self.candidates()],
            places=self.facts["places"],
            voteOn=str(self.facts["vote"]["meeting"]),
        )

    async def hand_out(self) -> None:
        """The deputies have the list before the meeting."""
        day = str(self.facts["examined"]["handed_out_on"])
        await self.do(
            self.who("project_secretary"),
            "handOutCandidates",
            cycle=self.kept["cycle"],
            handedOutOn=day,
        )


async def play(player: Player) -> None:
    """The cycles of all bodies that are here together, in the order of their days."""
    plays = [Play(player, path) for path in sorted((PAPERS / "votes").glob("*-*.toml"))]
    here = [one for one in plays if any(key.startswith(f"{one.body}-") for key in player.passwords)]
    await player.play(step for one in here for step in one.steps())
    for sight in tomllib.loads((PAPERS / "votes" / "sights.toml").read_text(encoding="utf-8"))[
        "sight"
    ]:
        player.point_out(**sight)
