"""The plugin's part of the demo: a city's 346 files, a township's five ones, a county's e-cards.

What happens stands as data in `tenants/demo/files/*.toml`; most deputies have no account and come
in by a sheet. No place is named here.
"""

import tomllib
from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from core import PAPERS, Player, Step
from plugins.deputy_files.demo_queries import (
    ALIKE,
    IMPORT_ALIKE,
    MEMBERS,
    OWN_ENTRIES,
    OWN_FILE,
    WAITING,
    mutation,
)

ROSTER = ("姓名", "届次", "选区或选举单位", "开始日期", "机关代码")
PAST = ("姓名", "日期", "种类", "标题", "内容")
RANK = {
    "open": 30,
    "past": 60,
    "log": 90,
    "fact": 105,
    "card": 120,
    "leave": 135,
    "statistics": 150,
    "erase": 165,
    "meet": 400,
}
"""Minutes after the start of the office day: what comes after what on one day."""


class Play:
    """One body of the demo."""

    def __init__(self, player: Player, path: Path) -> None:
        self.player = player
        self.facts: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        self.body: str = self.facts["body"]
        self.meetings: dict[str, str] = player.notes.setdefault(f"deputy_files/{self.body}", {})

    def who(self, role: str, organ: str | None = None) -> str:
        """The first person of the body with a role."""
        people = self.player.tenants[self.body].person
        return next(
            one.login
            for one in people
            if role in one.roles and (organ is None or one.organ == organ)
        )

    async def do(self, login: str, verb: str, **sent: Any) -> Any:
        """Do a verb as somebody."""
        return (await self.player.do(login, mutation(verb), input=sent))[verb]

    def steps(self) -> Iterator[Step]:
        """Everything, with its day."""
        facts = self.facts
        yield self.step(facts["opened_on"], "open", self.open)
        yield self.step(facts["past_on"], "past", self.past)
        for number, log in enumerate(facts.get("log", [])):
            yield self.step(log["on"], "log", lambda log=log: self.log(log), str(number))
        told_of = {
            "card": self.card,
            "fact": self.fact,
            "leave": self.leave,
            "erase": self.erase,
        }
        for kind, play in told_of.items():
            for number, told in enumerate(facts.get(kind, [])):
                act = partial(play, told)
                yield self.step(told["on"], kind, act, str(number))
        for number, told in enumerate(facts.get("leave", [])):
            yield self.step(told["closed_on"], "meet", partial(self.meet, told), str(number))
        if "statistics_on" in facts:
            yield self.step(facts["statistics_on"], "statistics", self.statistics)

    def step(self, day: Any, rank: str, act: Any, more: str = "") -> Step:
        """A step of this body on a day."""
        name = "/".join(one for one in ("deputy_files", self.body, rank, more) if one)
        return Step(day, RANK[rank], name, act)

    def with_account(self) -> list[Any]:
        """Deputies who sign in."""
        return [one for one in self.player.tenants[self.body].person if "deputy" in one.roles]

    def imported(self) -> list[str]:
        """Names of the deputies who do not."""
        count = self.facts["deputies"] - len(self.with_account())
        return [f"演示·代表{number:03}" for number in range(101, 101 + count)]

    def district(self, number: int) -> str:
        """Districts in turn."""
        return self.facts["districts"][number % len(self.facts["districts"])]

    async def open(self) -> None:
        """Mandates, a group, and a file for everybody."""
        affairs = self.who("deputy_affairs")
        found = (await self.player.do(affairs, MEMBERS))["members"]["nodes"]
        ids = {one["name"]: one["id"] for one in found}
        mandates = list[str]()
        for number, one in enumerate(self.with_account()):
            made = await self.do(
                affairs,
                "recordMandate",
                member=ids[one.name],
                term=self.facts["term"],
                district=self.district(number),
                beganOn=str(self.facts["began_on"]),
            )
            mandates.append(made["id"])
        rows = [
            (name, self.facts["term"], self.district(place), self.facts["began_on"], "congress")
            for place, name in enumerate(self.imported())
        ]
        file = await self.player.upload(affairs, "代表名册.xlsx", sheet(ROSTER, rows))
        await self.do(affairs, "importDeputies", file=file)
        members = [{"mandate": one, "leader": place == 0} for place, one in enumerate(mandates)]
        await self.do(
            affairs, "formDeputyGroup", name="第一代表小组", basis="AREA", members=members
        )
        await self._open_files(affairs, mandates)

    async def _open_files(self, affairs: str, mandates: Sequence[str]) -> None:
        offices = [
            one.code
            for one in self.player.tenants[self.body].organ
            if one.kind == "delegation_office"
        ]
        sent: dict[str, Any] = {"term": self.facts["term"], "station": "station"}
        if offices:
            first = {**sent, "office": offices[0]}
            await self.do(affairs, "openFiles", **first, mandates=list(mandates))
        await self.do(affairs, "openFiles", **sent)

    async def past(self) -> None:
        """What was written on paper before comes in by one sheet."""
        names = [one.name for one in self.with_account()] + self.imported()
        rows = [
            (name, day, past["kind"], past["title"], f"{past['title']}{self.facts['text']}{day}")
            for past in self.facts["past"]
            for name in names[: past["deputies"]]
            for day in past["days"]
        ]
        affairs = self.who("deputy_affairs")
        file = await self.player.upload(affairs, "履职记录.xlsx", sheet(PAST, rows))
        rows_seen = (await self.player.do(affairs, IMPORT_ALIKE, file=file))["entryImportPreview"]
        looked = [one["id"] for row in rows_seen for one in row["likenesses"]]
        await self.do(affairs, "importEntries", file=file, looked=looked)

    async def file_of_deputy(self) -> str:
        """The file of the deputy who writes, as they see it."""
        own = self.with_account()[-1].login
        return (await self.player.do(own, OWN_FILE))["deputyFiles"]["nodes"][0]["id"]

    async def log(self, told: dict[str, Any]) -> None:
        """A matter is written, joined, sent back and mended as the data says, then confirmed."""
        writer = (
            self.with_account()[-1].login
            if told["by"] == "deputy"
            else self.who(told["by"], told.get("organ"))
        )
        entry = {
            "kind": told["kind"],
            "heldOn": str(told["on"]),
            "title": told["title"],
            "text": f"{told['text']}{self.facts['text']}",
            "place": told.get("place"),
        }
        file = await self.file_of_deputy()
        draft = (await self.do(writer, "logEntry", file=file, entry=entry))["id"]
        if "joined" in told:
            other = {**entry, "text": f"{told['joined']}{self.facts['text']}"}
            keeper = self.who("station_keeper")
            await self.do(keeper, "logEntry", file=file, entry=other, joins=draft)
        if told.get("waits"):
            return
        confirmer = self.who(told["confirmed_by"])
        if "refused" in told:
            await self.do(confirmer, "refuseEntry", draft=draft, reason=told["refused"])
            mended = {**entry, "text": f"{told['mended']}{self.facts['text']}"}
            await self.do(writer, "reviseEntry", draft=draft, entry=mended)
            await self.do(writer, "submitEntry", draft=draft)
        alike = (await self.player.do(confirmer, ALIKE, draft=draft))["entryLikenesses"]
        looked = [one["id"] for one in alike]
        await self.do(confirmer, "confirmEntry", draft=draft, looked=looked)

    async def card(self, told: dict[str, Any]) -> None:
        """An e-card is written, checked by somebody else, and published."""
        affairs = self.who("deputy_affairs")
        made = await self.do(
            affairs,
            "draftCard",
            file=await self.file_of_deputy(),
            introduction=told["introduction"],
            receives=told["receives"],
        )
        await self.do(
            self.who("publication_checker"),
            "checkCardSecrecy",
            card=made["id"],
            openness="OPEN",
            note="不涉及国家秘密、工作秘密，可以公开。",
        )
        await self.do(affairs, "publishCard", card=made["id"])

    async def fact(self, told: dict[str, Any]) -> None:
        """What a deputy of the body above did here is sent up."""
        await self.do(
            self.who("deputy_affairs"),
            "sendFact",
            organ=told["organ"],
            name=told["name"],
            kind=told["kind"],
            heldOn=str(told["held_on"]),
            title=told["title"],
            text=f"{told['text']}{self.facts['text']}",
            place=told["place"],
        )

    async def leave(self, told: dict[str, Any]) -> None:
        """A deputy asks in writing for leave from a session, and somebody decides."""
        meeting = await self.do(
            self.who("session_secretary"),
            "conveneMeeting",
            assembly="CONGRESS",
            title=told["meeting"],
            beginsOn=str(told["begins_on"]),
            term=self.facts["term"],
        )
        self.meetings[told["meeting"]] = meeting["id"]
        asked = await self.do(
            self.with_account()[-1].login,
            "requestLeave",
            file=await self.file_of_deputy(),
            meeting=meeting["id"],
            reason=f"{told['reason']}{self.facts['text']}",
        )
        await self.do(
            self.who("leave_decider"),
            "decideLeave",
            leave=asked["id"],
            approved=True,
            reason=told["decided"],
        )

    async def meet(self, told: dict[str, Any]) -> None:
        """The session is held and closed; that its deputies were there is taken to their files."""
        secretary, meeting = self.who("session_secretary"), self.meetings[told["meeting"]]
        await self.do(
            secretary, "recordAttendance", meeting=meeting, members=[], attendance="PRESENT"
        )
        await self.do(secretary, "closeMeeting", meeting=meeting, on=str(told["closed_on"]))
        await self.player.deliver()
        affairs = self.who("deputy_affairs")
        while drafts := await self._attended(affairs, told["meeting"]):
            await self.do(affairs, "confirmEntries", drafts=drafts)

    async def _attended(self, affairs: str, title: str) -> list[str]:
        """Entries of a meeting that wait to be confirmed, a page of them."""
        found = (await self.player.do(affairs, WAITING))["entryDrafts"]["nodes"]
        return [one["id"] for one in found if one["title"] == title]

    async def erase(self, told: dict[str, Any]) -> None:
        """A deputy asks that the words of an entry be erased, and the officer does so."""
        deputy = self.with_account()[-1].login
        listed = (await self.player.do(deputy, OWN_ENTRIES))["dutyEntries"]["nodes"]
        entry = next(one["id"] for one in listed if one["title"] == told["title"])
        asked = await self.do(deputy, "requestErasure", entry=entry, why=told["why"])
        await self.do(
            self.who("personal_data_officer"),
            "eraseWords",
            erasure=asked["id"],
            ground=told["ground"],
        )

    async def statistics(self) -> None:
        """The yearly table, before the day on which it is due."""
        sent = {"term": self.facts["term"], "year": self.facts["year"]}
        for word in (False, True):
            await self.do(self.who("deputy_affairs"), "makeStatistics", **sent, word=word)


def sheet(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """An Excel sheet as an office would fill it in."""
    book = openpyxl.Workbook(write_only=True)
    page: Any = book.create_sheet()
    page.append(headings)
    for row in rows:
        page.append(list(row))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


async def play(player: Player) -> None:
    """The bodies that are here, together, in the order of their days."""
    plays = [Play(player, path) for path in sorted((PAPERS / "files").glob("*.toml"))]
    here = [one for one in plays if any(key.startswith(f"{one.body}-") for key in player.passwords)]
    await player.play(step for one in here for step in one.steps())
    for one in here:
        player.sights.append(
            (one.who("deputy_affairs"), f"{one.body} 的代表工作人员，看全部履职档案")
        )
