"""The plugin's part of the demo: two years of a district's points, on top of the record.

What happens stands as data in `tenants/demo/points/*.toml`; here it only becomes steps with days.
Everything goes through the public API: deputies and past entries come from sheets, issues are
written and confirmed one by one, and points follow from what the record tells.
"""

import calendar
import tomllib
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from core import PAPERS, Player, Step

RANK = {
    "enable": 0,
    "deputies": 10,
    "adopt": 20,
    "entries": 30,
    "issue": 40,
    "list": 60,
    "term": 80,
}
VALUES = {"attend_council": 5, "inspect": 5, "report_duty": 5, "suggestion": 3, "lead_issue": 10}
ISSUE = 25
"""What a led and solved issue is worth."""

TITLES = {
    "attend_council": "参加议事会",
    "inspect": "视察调研",
    "report_duty": "向选民述职",
    "suggestion": "提出建议",
    "lead_issue": "牵头督办议题",
    "solve_issue": "推动问题解决",
    "visit_voters": "接待走访选民",
}
ENABLE = """mutation($plugin: String!, $title: String!) { enablePlugin(input: {plugin: $plugin,
  basis: {kind: DECISION, title: $title, validFrom: "2017-01-01"}}) { plugin } }"""
IMPORT_DEPUTIES = """mutation($file: ID!) { importDeputies(input: {file: $file}) {
  count accounts { login firstPassword } } }"""
IMPORT_ENTRIES = """mutation($file: ID!, $looked: [ID!]!) {
  importEntries(input: {file: $file, looked: $looked}) { count } }"""
IMPORT_ALIKE = "query($file: ID!) { entryImportPreview(file: $file) { likenesses { id } } }"
MANDATES = "{ mandates(first: 100) { nodes { id term } } }"
FILES = "{ deputyFiles(first: 100) { nodes { id name } } }"
OBJECTIONS = "query($l: ID!) { pointsObjections(pointsList: $l) { nodes { id } } }"
ALIKE = "query($draft: ID!) { entryLikenesses(draft: $draft) { id } }"
INPUTS = {"endMandate": "MandateChangeInput"}
ANSWERS = {"openFiles": "count", "objectToPoints": "text"}


def mutation(verb: str) -> str:
    """The text of a verb."""
    kind = INPUTS.get(verb, f"{verb[0].upper()}{verb[1:]}Input")
    answer = ANSWERS.get(verb, "id")
    return f"mutation($input: {kind}!) {{ {verb}(input: $input) {{ {answer} }} }}"


def sheet_of(head: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> bytes:
    """A sheet as an office keeps it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


class Play:
    """One body of the demo and what its people do."""

    def __init__(self, player: Player, path: Path) -> None:
        self.player, self.name = player, path.stem
        self.facts: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        self.body: str = self.facts["body"]
        self.kept: dict[str, Any] = player.notes.setdefault(f"deputy_points/{self.name}", {})

    def who(self, role: str) -> str:
        """The first person of the body with a role."""
        people = self.player.tenants[self.body].person
        return next(one.login for one in people if role in one.roles)

    async def do(self, login: str, verb: str, **sent: Any) -> Any:
        """Do a verb as somebody; what it answers."""
        return (await self.player.do(login, mutation(verb), input=sent))[verb]

    def names(self) -> list[tuple[str, str]]:
        """Name and district of each invented deputy."""
        places = self.facts["districts"]
        return [
            (f"演示·六届代表{number:02d}", f"示例第{1 + number % places:02d}选区")
            for number in range(1, self.facts["deputies"] + 1)
        ]

    def logins(self) -> list[str]:
        """Logins of the deputies who have one, in the order of their names."""
        return [f"{self.body}-six-{number:02d}" for number in range(1, self.facts["accounts"] + 1)]

    def steps(self) -> Iterator[Step]:
        """Everything, with its day."""
        on = self.facts["on"]
        yield self.step(on, "enable", self.enable)
        yield self.step(on, "deputies", self.take_deputies)
        yield self.step(on, "adopt", self.adopt)
        for year in self.facts["year"]:
            rows = self.rows_of(year)
            for taken in year["imported"]:
                some = [row for row in rows if row[1].month in taken["months"]]
                yield self.step(taken["on"], "entries", self.taking(some), f"{taken['on']}")
        for number, issue in enumerate(self.facts["issue"]):
            more = f"{number}"
            yield self.step(issue["solved_on"], "issue", self.solving(issue, number), more)
        for listed in self.facts["list"]:
            more = f"{listed['on']}"
            yield self.step(listed["on"], "list", self.preparing(listed), f"{more}/prepare")
            yield self.step(listed["published_on"], "list", self.publishing(listed), more)
        yield self.step(self.facts["ended_on"], "term", self.end_term)

    def step(self, day: date, rank: str, act: Any, more: str = "") -> Step:
        """A step on a day."""
        name = "/".join(one for one in ("deputy_points", self.name, rank, more) if one)
        return Step(day, RANK[rank], name, act)

    async def enable(self) -> None:
        """The body turns record and points on, each on a decision of its own."""
        admin = self.who("admin")
        await self.player.do(admin, ENABLE, plugin="deputy_files", title=self.facts["files_basis"])
        await self.player.do(
            admin, ENABLE, plugin="deputy_points", title=self.facts["points_basis"]
        )

    async def take_deputies(self) -> None:
        """The deputies of the term come from a sheet; some of them have an account."""
        logins = dict(enumerate(self.logins()))
        affairs = self.who("deputy_affairs")
        term, began_on = self.facts["term"], str(self.facts["began_on"])
        rows = (
            (name, term, district, began_on, "congress", logins.get(number, ""))
            for number, (name, district) in enumerate(self.names())
        )
        head = ("姓名", "届次", "选区或选举单位", "开始日期", "机关代码", "登录名")
        file = await self.player.upload(affairs, "代表名册.xlsx", sheet_of(head, rows))
        made = await self.player.do(affairs, IMPORT_DEPUTIES, file=file)
        for account in made["importDeputies"]["accounts"]:
            await self.player.take_account(account["login"], account["firstPassword"])
        await self.do(affairs, "openFiles", term=term)

    async def adopt(self) -> None:
        """The rule that practice has since 2017 is put in force."""
        since = str(self.facts["rule_from"])
        await self.do(self.who("points_clerk"), "adoptPointsRule", validFrom=since)

    def rows_of(self, year: dict[str, Any]) -> list[tuple[str, date, str, int]]:
        """Name, day, kind and number of every entry of a year that a sheet tells of."""
        rows = list[tuple[str, date, str, int]]()
        for number, (name, _) in enumerate(self.names()):
            for at, kind in enumerate(year["yearly"]):
                month = 1 + (number + 5 * at) % 12
                rows.append((name, _day(year["year"], month, number + at), kind, 1))
            for at, kind in enumerate(year["quarterly"]):
                rows += [
                    (name, _day(year["year"], first + at, number + at), kind, 1)
                    for first in (1, 4, 7, 10)
                ]
        issues = [one for one in self.facts["issue"] if one["solved_on"].year == year["year"]]
        known = sum(VALUES[kind] for _, _, kind, _ in rows) + ISSUE * len(issues)
        return [*rows, *self.visits(year["year"], year["points"] - known)]

    def visits(self, year: int, points: int) -> Iterator[tuple[str, date, str, int]]:
        """Visits of households, a point each: they make up the rest of a year by quarters."""
        places = [
            (name, _day(year, first + 2, number))
            for number, (name, _) in enumerate(self.names())
            for first in (1, 4, 7, 10)
        ]
        each, over = divmod(points, len(places))
        for at, (name, day) in enumerate(places):
            yield name, day, "visit_voters", each + (at < over)

    def taking(self, rows: list[tuple[str, date, str, int]]) -> Any:
        """Entries of some months come from a sheet."""

        async def take() -> None:
            affairs = self.who("deputy_affairs")
            told = (
                (name, str(day), TITLES[kind], TITLES[kind], f"示例记录第{at}条", times)
                for at, (name, day, kind, times) in enumerate(rows, 1)
            )
            head = ("姓名", "日期", "种类", "标题", "内容", "次数")
            file = await self.player.upload(affairs, "履职记录.xlsx", sheet_of(head, told))
            seen = (await self.player.do(affairs, IMPORT_ALIKE, file=file))["entryImportPreview"]
            looked = [one["id"] for row in seen for one in row["likenesses"]]
            await self.player.do(affairs, IMPORT_ENTRIES, file=file, looked=looked)

        return take

    def solving(self, issue: dict[str, Any], number: int) -> Any:
        """A deputy writes of an issue, first that it is led, then that it is solved."""

        async def solve() -> None:
            login = next(at for turn, at in enumerate(cycle(self.logins())) if turn == number)
            name = self.names()[self.logins().index(login)][0]
            affairs = self.who("deputy_affairs")
            listed = (await self.player.do(affairs, FILES))["deputyFiles"]["nodes"]
            file = next(one["id"] for one in listed if one["name"] == name)
            matter = (await self.do(login, "openMatter", title=issue["title"]))["id"]
            for kind, day in (("lead_issue", "led_on"), ("solve_issue", "solved_on")):
                paper = await self.paper(login, issue["title"], TITLES[kind], issue[day])
                what = "牵头督办" if kind == "lead_issue" else "已经解决"
                entry = {
                    "kind": kind,
                    "heldOn": str(issue[day]),
                    "title": issue["title"],
                    "text": f"{issue['title']}，{what}。",
                    "matter": matter,
                    "evidence": [paper],
                }
                draft = await self.do(login, "logEntry", file=file, entry=entry)
                alike = await self.player.do(affairs, ALIKE, draft=draft["id"])
                looked = [one["id"] for one in alike["entryLikenesses"]]
                await self.do(affairs, "confirmEntry", draft=draft["id"], looked=looked)

        return solve

    async def paper(self, login: str, title: str, what: str, day: date) -> str:
        """What a deputy hands in as evidence of an entry."""
        head, rows = ("日期", "事项", "经办情况"), iter([(str(day), title, f"示例：{what}")])
        return await self.player.upload(login, f"{what}情况表.xlsx", sheet_of(head, rows))

    def preparing(self, listed: dict[str, Any]) -> Any:
        """A list is frozen; a deputy sees their own points and may object."""

        async def prepare() -> None:
            clerk = self.who("points_clerk")
            sent = {key: listed[key] for key in ("year", "period") if key in listed}
            made = await self.do(clerk, "preparePointsList", **sent)
            self.kept[str(listed["on"])] = made["id"]
            await self.do(clerk, "notifyPointsDeputies", pointsList=made["id"])
            await self.do(
                self.who("publication_checker"),
                "checkPointsSecrecy",
                pointsList=made["id"],
                passed=True,
                note="示例：不涉密。",
            )

        return prepare

    def publishing(self, listed: dict[str, Any]) -> Any:
        """The list is published, objected to, and the objection is answered."""

        async def publish() -> None:
            points_list = self.kept[str(listed["on"])]
            await self.do(self.who("points_head"), "publishPointsList", pointsList=points_list)
            if "objection" not in listed:
                return
            deputy, clerk = self.logins()[0], self.who("points_clerk")
            told = {"pointsList": points_list, "text": listed["objection"]}
            await self.do(deputy, "objectToPoints", **told)
            found = await self.player.do(clerk, OBJECTIONS, l=points_list)
            (objection,) = found["pointsObjections"]["nodes"]
            answer = {"objection": objection["id"], "upheld": False, "text": listed["answer"]}
            await self.do(clerk, "answerPointsObjection", **answer)

        return publish

    async def end_term(self) -> None:
        """The next congress has met: who was elected to the one before is a deputy no more."""
        staff = self.who("credentials_staff")
        listed = (await self.player.do(staff, MANDATES))["mandates"]["nodes"]
        for one in listed:
            if one["term"] == self.facts["term"]:
                on, reason = str(self.facts["ended_on"]), "任期届满（演示）。"
                await self.do(staff, "endMandate", mandate=one["id"], on=on, reason=reason)


def _day(year: int, month: int, number: int) -> date:
    """A day of a month that differs by number, never beyond the month's end."""
    return date(year, month, 1 + number % calendar.monthrange(year, month)[1])


async def play(player: Player) -> None:
    """Two years of points, where the body is loaded."""
    for path in sorted((PAPERS / "points").glob("*.toml")):
        play = Play(player, path)
        if play.who("admin") not in player.passwords:
            continue
        for sight in play.facts["sight"]:
            player.point_out(play.body, sight["organ"], sight["role"], sight["text"])
        await player.play(play.steps())
        # Their days lie years before those of the other parts: nobody stays signed in so long.
        await player.leave()
