"""The main path of recording and review, as the people of one body walk it: one verb a call.

Everything goes through the public GraphQL API, as each person, on the day that `on` says.
"""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from core import clock, global_id
from core.graphql.ids import decode
from core.kit.papers import write_docx, write_pdf
from core.tenancy import BasisKind
from core.testing import House, Someone

PLUGIN = "filing_review"
MARK = "测试样例·非正式公文"
COUNTY = "legislative_affairs_commission"
TOWN = "presidium"
SUBDISTRICT = "subdistrict_working_committee"

COUNTY_PARTS = ("FILING_REPORT", "OFFICIAL_TEXT", "DRAFTING_NOTE", "LEGAL_BASIS")
TOWN_PARTS = (*COUNTY_PARTS, "FAIR_COMPETITION_REVIEW")

BASES = {
    "town-a": BasisKind.DECISION,
    "town-b": BasisKind.DECISION,
    "huzhou-town": BasisKind.DECISION,
    "subdistrict-a": BasisKind.HANDOVER_NOTICE,
}
"""On what kind of paper a body of the test world turns the plugin on; measures elsewhere."""

ROLES = {
    "clerk": "maker_clerk",
    "signer": "maker_signer",
    "registry": "registry_clerk",
    "lead": "review_lead",
    "second": "reviewer",
    "checker": "opinion_checker",
    "issuer": "opinion_signer",
    "publication": "publication_checker",
}
"""Who does what, by the one role that each person of a test carries."""

MAKER_SIDE = ("clerk", "signer")

MEETING = {"title": "主席团会议", "heldOn": "2025-01-20", "members": 9, "present": 8, "inFavour": 7}

SET_PRACTICE = """mutation($setting: String!, $value: JSON!, $from: Date!) { setPractice(input: {
  setting: $setting, value: $value, ruleKind: DECISION, ruleTitle: "本市办法（测试）",
  article: "第三条", validFrom: $from}) { version } }"""

_PAPERS: dict[str, bytes] = {}


def paper(form: str = "pdf") -> bytes:
    """A small marked paper; the same bytes each time, made once."""
    if form not in _PAPERS:
        write = write_pdf if form == "pdf" else write_docx
        _PAPERS[form] = write("# 测试文件\n第一条 为了测试。", MARK)
    return _PAPERS[form]


def document(**changes: Any) -> dict[str, Any]:
    """What a complete document of January 2025 says."""
    return {
        "title": "关于禁止燃放烟花爆竹的通知",
        "documentNumber": "测政发〔2025〕3号",
        "kind": "NOTICE",
        "adoptedOn": "2025-01-03",
        "adoptedBy": "办公会议",
        "printedOn": "2025-01-03",
        "publishedOn": "2025-01-06",
        "publishedIn": "公告栏",
        "effectiveOn": "2025-01-06",
        "openness": "PROACTIVE",
        "paperCopies": 5,
        **changes,
    }


@contextmanager
def on(day: str) -> Generator[None]:
    """Let the code inside stand on a day, at nine in the morning."""
    moment = datetime.fromisoformat(day)
    with clock.moved_to(moment if "T" in day else moment.replace(hour=9)):
        yield


def input_type(verb: str) -> str:
    """The input type of a verb of the plugin."""
    shared = {
        "publishFiling": "FilingInput",
        "feedPlatform": "FilingInput",
        "draftLetter": "LetterInput",
    }
    return shared.get(verb) or f"{verb[0].upper()}{verb[1:]}Input"


def mutation(verb: str, answer: str = "id") -> str:
    """The text of a verb."""
    asked = "" if verb in SCALAR_ANSWERS else f"{{ {answer} }}"
    return f"mutation($input: {input_type(verb)}!) {{ {verb}(input: $input) {asked} }}"


SCALAR_ANSWERS = {"importPlatformNumbers"}

Before = Callable[["Office", Someone, str, dict[str, Any]], Awaitable[None]]
"""What a test does before a verb goes through, with the very input that will succeed."""


@dataclass
class Office:
    """A maker and its reviewer in one body, with a person for each role."""

    house: House
    body: str
    maker: str
    receiver: str
    demanded: tuple[str, ...]
    people: dict[str, Someone]
    before: list[Before] = field(default_factory=list[Before])
    files: dict[str, str] = field(default_factory=dict[str, str])

    async def do(self, who: str | Someone, verb: str, answer: str = "id", **sent: Any) -> Any:
        """Do a verb that must succeed; what it answers."""
        by = self.people[who] if isinstance(who, str) else who
        for meddle in self.before:
            await meddle(self, by, verb, sent)
        done = await self.house.gql(mutation(verb, answer), {"input": sent}, by=by)
        return done[verb]

    async def refused(self, who: str | Someone, verb: str, **sent: Any) -> dict[str, Any]:
        """Try a verb that must be refused; its first error."""
        by = self.people[who] if isinstance(who, str) else who
        return await self.house.refused(mutation(verb), {"input": sent}, by=by)

    async def code(self, who: str | Someone, verb: str, **sent: Any) -> str:
        """The code of a verb that must be refused."""
        return (await self.refused(who, verb, **sent))["extensions"]["code"]

    async def see(self, who: str | Someone, record: str, fields: str) -> Any:
        """The record with this id as somebody sees it; None where they may not."""
        by = self.people[who] if isinstance(who, str) else who
        kind, _ = decode(record)
        query = f"query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ {fields} }} }} }}"
        return (await self.house.gql(query, {"id": record}, by=by))["node"]

    async def ledger(self, where: dict[str, Any] | None = None, fields: str = "id") -> list[Any]:
        """Lines of the ledger."""
        query = (
            "query($where: FilingFilter) { filings(where: $where, first: 100)"
            f" {{ nodes {{ {fields} }} }} }}"
        )
        seen = await self.house.gql(query, {"where": where}, by=self.people["registry"])
        return seen["filings"]["nodes"]

    async def upload(self, who: str | Someone, name: str = "正文.pdf") -> str:
        """Upload a paper; its id."""
        by = self.people[who] if isinstance(who, str) else who
        answer = await self.house.upload(by, name, paper(name.rpartition(".")[2]))
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def parts(self, *kinds: str) -> list[dict[str, Any]]:
        """Parts of these kinds, all of one upload; all that practice demands if none is named."""
        file = self.files.get("clerk") or await self.upload("clerk")
        self.files["clerk"] = file
        return [{"kind": kind, "file": file} for kind in kinds or self.demanded]

    async def prepared(self, *, replaces: str | None = None, **changes: Any) -> str:
        """A complete draft."""
        parts = await self.parts()
        made = await self.do(
            "clerk",
            "prepareFiling",
            document=document(**changes),
            parts=parts,
            replaces=replaces,
        )
        return made["id"]

    async def signed(self, *, replaces: str | None = None, **changes: Any) -> str:
        """A draft that was signed off."""
        outgoing = await self.prepared(replaces=replaces, **changes)
        await self.do("signer", "signFiling", filing=outgoing, reportNumber="测备报1号")
        return outgoing

    async def sent(self, *, replaces: str | None = None, **changes: Any) -> tuple[str, str]:
        """A filing that was sent and has arrived: its id at the maker's and at the reviewer's."""
        outgoing = await self.signed(replaces=replaces, **changes)
        await self.do("clerk", "sendFiling", filing=outgoing)
        await self.house.drain(1)
        return outgoing, await self.latest()

    async def latest(self) -> str:
        """The filing that arrived last."""
        nodes = await self.ledger()
        assert len(nodes) < 100, "more than one page: use another office"
        ids = [decode(node["id"])[1] for node in nodes]
        return nodes[ids.index(max(ids))]["id"]

    async def received(self, **changes: Any) -> tuple[str, str]:
        """A filing that got its number of receipt."""
        outgoing, filing = await self.sent(**changes)
        await self.do("registry", "receiveFiling", filing=filing)
        return outgoing, filing

    async def registered(self, **changes: Any) -> tuple[str, str]:
        """A filing that is in the register; its maker knows."""
        outgoing, filing = await self.received(**changes)
        await self.do("registry", "registerFiling", filing=filing)
        await self.house.drain(1)
        return outgoing, filing

    async def assigned(self, *committees: str, **changes: Any) -> tuple[str, str, str]:
        """A filing under review by the lead and committees; the lead's task comes third."""
        outgoing, filing = await self.registered(**changes)
        task = await self.assign(filing, *committees)
        return outgoing, filing, task

    async def assign(self, filing: str, *committees: str) -> str:
        """Give a filing to the lead; the lead's own task."""
        lead = member_id(self.people["lead"])
        given = {"filing": filing, "lead": lead, "committees": list(committees)}
        fields = "tasks { id reviewerOrgan }"
        made = await self.do("lead", "assignReview", fields, **given, request="请审查")
        own = [one["id"] for one in made["tasks"] if one["reviewerOrgan"] == self.receiver]
        await self.house.drain(1)
        return own[0]

    async def assign_more(self, filing: str, committee: str) -> str:
        """Give a filing under review to one more committee; the lead's row of its task."""
        lead = member_id(self.people["lead"])
        given = {"filing": filing, "lead": lead, "committees": [committee]}
        made = await self.do("lead", "assignReview", "tasks { id reviewerOrgan }", **given)
        await self.house.drain(1)
        return next(one["id"] for one in made["tasks"] if one["reviewerOrgan"] == committee)

    async def find(self, who: str | Someone, task: str, **changes: Any) -> str:
        """Record a finding."""
        made = await self.do(who, "recordFinding", task=task, **finding(**changes))
        return made["id"]

    async def submit(self, who: str | Someone, task: str) -> None:
        """Hand in a part of the review."""
        await self.do(who, "submitReview", task=task, summary="见审查发现。")

    async def conclude(self, filing: str, *adopted: str, rejected: tuple[str, ...] = ()) -> str:
        """Conclude; the conclusion."""
        merges: list[dict[str, Any]] = [{"finding": one, "adopt": True} for one in adopted]
        merges += [{"finding": one, "adopt": False, "note": "理由不足"} for one in rejected]
        sent = {"filing": filing, "merges": merges, "note": "汇总"}
        return (await self.do("lead", "concludeReview", "conclusion", **sent))["conclusion"]

    async def clean(self, **changes: Any) -> tuple[str, str]:
        """A filing in which nothing was found."""
        outgoing, filing, task = await self.assigned(**changes)
        await self.submit("lead", task)
        assert await self.conclude(filing) == "NO_PROBLEM"
        return outgoing, filing

    async def faulty(self, **changes: Any) -> tuple[str, str]:
        """A filing in which a problem was found."""
        outgoing, filing, task = await self.assigned(**changes)
        found = await self.find("lead", task)
        await self.submit("lead", task)
        assert await self.conclude(filing, found) == "PROBLEM"
        return outgoing, filing

    async def draft(self, filing: str, **changes: Any) -> str:
        """Draft an opinion; a presidium's names its meeting."""
        meeting = None if self.receiver == COUNTY else dict(MEETING)
        if meeting is not None:
            meeting["heldOn"] = str(clock.today())
        sent = {
            "filing": filing,
            "title": "审查意见",
            "text": "第一条超越权限，请修改。",
            "stopAtOnce": True,
            "meeting": meeting,
            **changes,
        }
        return (await self.do("lead", "draftOpinion", **sent))["id"]

    async def issue(self, filing: str, **changes: Any) -> str:
        """Draft, check and sign off an opinion, which then arrives."""
        opinion = await self.draft(filing, **changes)
        await self.do("checker", "checkOpinion", opinion=opinion)
        await self.do("issuer", "issueOpinion", opinion=opinion, number="测审〔2025〕1号")
        await self.house.drain(1)
        return opinion

    async def opined(self, **changes: Any) -> tuple[str, str]:
        """A filing about which an opinion went out."""
        outgoing, filing = await self.faulty(**changes)
        await self.issue(filing)
        return outgoing, filing

    async def answer(self, outgoing: str, measure: str = "AMEND") -> None:
        """The maker answers, and the answer arrives."""
        sent = {"filing": outgoing, "measure": measure, "number": "测政报1号", "text": "已研究。"}
        await self.do("clerk", "answerOpinion", **sent)
        await self.house.drain(1)

    async def repeal(self, outgoing: str, day: str | None = None) -> None:
        """The maker reports that it repealed its document."""
        sent = {"filing": outgoing, "repealedOn": day or str(clock.today()), "number": "测废1号"}
        await self.do("clerk", "reportCorrection", **sent)
        await self.house.drain(1)

    async def close(self, filing: str) -> None:
        """Close and archive; the maker learns of it."""
        await self.do("lead", "closeFiling", filing=filing, note="审查终结", archiveNumber="测档1")
        await self.house.drain(1)

    async def publish(self, filing: str) -> None:
        """Into the catalogue, after a secrecy check by somebody else."""
        checked = {"filing": filing, "passed": True, "note": "不涉密"}
        await self.do("publication", "checkSecrecy", **checked)
        await self.do("issuer", "publishFiling", filing=filing)

    async def let(self, setting: str, value: Any, since: str = "2024-12-01") -> None:
        """The body's admin sets a value of its own."""
        organ = "office" if self.receiver == COUNTY else self.receiver
        admin = await self.house.person(self.body, organ, "admin")
        sent = {"setting": f"{PLUGIN}.{setting}", "value": value, "from": since}
        await self.house.gql(SET_PRACTICE, sent, by=admin)

    async def deadlines(self, who: str, record: str) -> dict[str, tuple[str, str | None]]:
        """State and last day of the clocks about a record, the latest of each rule."""
        fields = "deadlines { rule state dueOn }"
        seen = await self.see(who, record, fields)
        return {
            one["rule"].partition(".")[2]: (one["state"], one["dueOn"]) for one in seen["deadlines"]
        }

    async def events(self) -> list[str]:
        """Names of the plugin's own events so far, in order."""
        told = await self.house.events(self.body)
        return [name.partition(".")[2] for name, _ in told if name.startswith(f"{PLUGIN}.")]


async def downloaded(office: Office, who: str | Someone, file: str) -> bytes:
    """The content of a file, as somebody downloads it."""
    by = office.people[who] if isinstance(who, str) else who
    answer = await office.house.client.get(
        f"/t/{by.body}/files/{file}", headers={"Authorization": f"Bearer {by.token}"}
    )
    assert answer.status_code == 200, answer.text
    return answer.content


def finding(**changes: Any) -> dict[str, Any]:
    """What a reviewer finds."""
    return {
        "standard": "BEYOND_POWER",
        "clause": "第一条",
        "quote": "全年禁止",
        "problem": "超越权限",
        "conflictsWith": ["《烟花爆竹安全管理条例》第二十八条"],
        "seriousness": "SERIOUS",
        "advice": "删除",
        **changes,
    }


def member_id(one: Someone) -> str:
    """The global id of somebody's membership."""
    return global_id("Member", one.membership_id)


async def open_office(
    house: House, body: str = "county-a", maker: str | None = None, *, since: str = "2020-01-01"
) -> Office:
    """Turn the plugin on in a body and people the maker and its reviewer."""
    subdistrict, town = body.startswith("subdistrict"), "town" in body
    receiver = SUBDISTRICT if subdistrict else TOWN if town else COUNTY
    makes = maker or ("subdistrict_office" if subdistrict else "government")
    if PLUGIN not in await _on(house, body):
        await house.enable(body, PLUGIN, BASES.get(body, BasisKind.MEASURES), since=since)
    people = {
        who: await house.person(body, makes if who in MAKER_SIDE else receiver, role, name=who)
        for who, role in ROLES.items()
    }
    demanded = TOWN_PARTS if body in ("town-a", "town-b", "subdistrict-a") else COUNTY_PARTS
    return Office(house, body, makes, receiver, demanded, people)


async def _on(house: House, body: str) -> frozenset[str]:
    async with house.platform.as_core(house.bodies[body].id) as work:
        return await house.platform.plugins_on(work.session)


@asynccontextmanager
async def told_once(office: Office, name: str) -> AsyncGenerator[None]:
    """The verb inside announces exactly one event of the plugin, of this name."""
    before = await office.events()
    yield
    after = await office.events()
    assert after[len(before) :] == [name]


def left_platform(house: House, organ: str, *, number: str) -> tuple[Path, dict[str, Any]]:
    """The only folder for an organ outside whose paper has this number, and its manifest.

    Houses of one run share the stored files, so that folders of other tests may lie beside it.
    """
    root = house.platform.settings.data_dir / "outside" / "37" / organ
    told = {
        folder: json.loads((folder / "package.json").read_text(encoding="utf-8"))
        for folder in root.iterdir()
    }
    papers = {folder: one["payload"].get("paper") for folder, one in told.items()}
    (found,) = [folder for folder, paper in papers.items() if paper and paper["number"] == number]
    return found, told[found]
