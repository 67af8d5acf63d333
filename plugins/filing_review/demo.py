"""The plugin's part of the demo year: ten invented filings, played as their people would.

What happens to each stands as data in `tenants/demo/<case>/filing.toml`; here it only becomes
steps with days. All of it goes through the public GraphQL API.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from core import PAPERS, Player, Step
from plugins.filing_review.demo_queries import (
    ANSWER,
    ASSIGN,
    CHECK,
    CHECK_SECRECY,
    CLOSE,
    COLLEAGUES,
    CONCLUDE,
    DRAFT_OPINION,
    FIND,
    FINDING,
    FINDINGS,
    ISSUE,
    LATE_NOTICE,
    NOTE,
    PREPARE,
    PUBLISH,
    RECEIVE,
    REGISTER,
    REPEAL,
    RETURN,
    SEND,
    SIGN,
    SUBMIT,
    SUPPLEMENT,
    TASKS,
    WITHHOLD,
)

RANK = {
    "notice": 0,
    "file": 10,
    "receive": 30,
    "withhold": 40,
    "return": 45,
    "supplement": 60,
    "register": 120,
    "note": 180,
    "review": 200,
    "conclude": 240,
    "opinion": 270,
    "answer": 320,
    "repeal": 360,
    "close": 420,
    "publish": 460,
}
"""Minutes after the start of the office day: what comes after what on one day."""

PART_NAMES = {
    "filing_report": "备案报告",
    "official_text": "正式文本",
    "amendment_decision": "修改决定",
    "drafting_note": "起草说明",
    "legal_basis": "制定依据",
    "fair_competition_review": "公平竞争审查说明",
    "legality_review": "合法性审查意见",
    "public_notice": "公告",
    "reference": "参阅资料",
}

FACTS = {
    "title": "title",
    "document_number": "documentNumber",
    "adopted_by": "adoptedBy",
    "published_in": "publishedIn",
    "government_number": "governmentNumber",
    "platform_number": "platformNumber",
    "paper_copies": "paperCopies",
    "joint_with_party": "jointWithParty",
    "drafter": "drafter",
    "checker": "checker",
    "signer": "signer",
}
DAYS = {
    "adopted_on": "adoptedOn",
    "printed_on": "printedOn",
    "published_on": "publishedOn",
    "effective_on": "effectiveOn",
    "valid_until": "validUntil",
}


class Case:
    """One filing of the demo year and what its people do."""

    def __init__(self, player: Player, folder: Path) -> None:
        self.player, self.folder = player, folder
        self.facts: dict[str, Any] = tomllib.loads(
            (folder / "filing.toml").read_text(encoding="utf-8")
        )
        self.acts: dict[str, Any] = self.facts["play"]
        self.kept: dict[str, str] = player.notes.setdefault(f"filing_review/{folder.name}", {})

    def who(self, role: str, organ: str | None = None) -> str:
        """The login of the maker's or the reviewer's person with a role."""
        maker = role.startswith("maker_")
        body = self.facts["maker" if maker else "receiver"]
        own = self.facts["maker_organ" if maker else "receiver_organ"]
        return self.player.login(body, organ or own, role)

    def steps(self) -> Iterator[Step]:
        """Everything that happens, with its days."""
        acts = self.acts
        yield self._step("file", acts["filed_on"], self.file)
        yield self._step("receive", acts["received_on"], self.receive)
        for name in ("late_notice", "withheld", "supplement", "returned", "opinion", "answer"):
            if name in acts:
                act = getattr(self, name)
                yield self._step(_RANKED[name], acts[name]["on"], act)
        if "registered_on" in acts:
            yield self._step("register", acts["registered_on"], self.register)
            yield from self._review_steps()
        if "correction" in acts and acts["correction"]["kind"] == "repeal":
            yield self._step("repeal", acts["correction"]["on"], self.repeal)
        if "closed" in acts:
            yield self._step("close", acts["closed"]["on"], self.close)
            if acts["closed"]["outcome"] == "no_problem":
                yield self._step("publish", acts["closed"]["on"], self.publish)

    def _review_steps(self) -> Iterator[Step]:
        reviews = self._reviews()
        for index, review in enumerate(reviews):
            act = partial(self.review, review)
            yield self._step("review", review["on"], act, suffix=f"{index}")
        for kind in ("guidance", "experts", "talk"):
            if kind in self.acts:
                act = partial(self.note, kind)
                yield self._step("note", self._note_day(kind), act, suffix=kind)
        yield self._step("conclude", max(review["on"] for review in reviews), self.conclude)

    def _reviews(self) -> list[dict[str, Any]]:
        """The reviews of the data; a small presidium's only review falls on its meeting's day."""
        given: list[dict[str, Any]] = self.acts.get("review", [])
        if any(review["organ"] == self.facts["receiver_organ"] for review in given):
            return given
        day = self.acts["meeting"]["on"]
        own = {"organ": self.facts["receiver_organ"], "on": day, "text": "见审查发现。"}
        return [*given, own]

    def _note_day(self, kind: str) -> date:
        note = self.acts[kind]
        return note.get("answered_on") or note["on"]

    def _step(self, what: str, day: date, act: Any, *, suffix: str = "") -> Step:
        name = "/".join(part for part in (self.folder.name, what, suffix) if part)
        return Step(day, RANK[what], name, act)

    async def _part(self, login: str, part: dict[str, Any]) -> dict[str, Any]:
        name = PART_NAMES[part["kind"]]
        path = self.folder / part["file"]
        file = await self.player.paper(login, path, name, part["format"])
        return {"kind": part["kind"].upper(), "file": file}

    async def file(self) -> None:
        """The clerk prepares, a second person signs, the clerk sends."""
        clerk = self.who("maker_clerk")
        parts = [await self._part(clerk, part) for part in self.facts["part"]]
        missing = self.acts.get("withheld", {}).get("missing", [])
        parts += [{"kind": kind.upper(), "absentReason": "随后补报"} for kind in missing]
        filing = {"document": self._document(), "parts": parts, "replaces": self._replaced()}
        made = await self.player.do(clerk, PREPARE, input=filing)
        self.kept["outgoing"] = made["prepareFiling"]["id"]
        number = f"示备报〔{self.acts['filed_on'].year}〕{self.folder.name}号"
        outgoing = {"filing": self.kept["outgoing"]}
        signer = self.who("maker_signer")
        await self.player.do(signer, SIGN, input={**outgoing, "reportNumber": number})
        reason = self.acts.get("late_notice", {}).get("maker_reason")
        await self.player.do(clerk, SEND, input={**outgoing, "lateReason": reason})

    def _document(self) -> dict[str, Any]:
        facts = {name: self.facts[key] for key, name in FACTS.items() if key in self.facts}
        days = {name: str(self.facts[key]) for key, name in DAYS.items() if key in self.facts}
        words = {name: self.facts[name].upper() for name in ("kind", "openness")}
        return {**facts, **days, **words}

    def _replaced(self) -> str | None:
        replaces = self.facts.get("replaces")
        if replaces is None:
            return None
        return self.player.notes[f"filing_review/{replaces}"]["outgoing"]

    async def receive(self) -> None:
        """The registry finds what arrived and draws its number."""
        registry = self.who("registry_clerk")
        page = await self.player.do(registry, FIND)
        for filing in page["filings"]["nodes"]:
            if filing["documentNumber"] == self.facts["document_number"]:
                self.kept["filing"] = filing["id"]
        await self.player.do(registry, RECEIVE, input={"filing": self.kept["filing"]})

    async def late_notice(self) -> None:
        """The registry reminds a maker of a document it has not filed."""
        registry, notice = self.who("registry_clerk"), self.acts["late_notice"]
        path = self.folder / notice["file"]
        sent = {
            "makerOrgan": self.facts["maker_organ"],
            "title": self.facts["title"],
            "publishedOn": str(self.facts["published_on"]),
            "number": notice["number"],
            "text": notice["title"],
            "dueOn": str(notice["due_on"]),
            "file": await self.player.paper(registry, path, notice["title"], "pdf"),
        }
        await self.player.do(registry, LATE_NOTICE, input=sent)

    async def withheld(self) -> None:
        """The form check finds a part missing."""
        why = self.acts["withheld"]
        sent = {
            "filing": self.kept["filing"],
            "ask": "SUPPLEMENT",
            "reason": why["reason"],
            "missing": [kind.upper() for kind in why["missing"]],
            "dueOn": str(why["supplement_due"]),
        }
        await self.player.do(self.who("registry_clerk"), WITHHOLD, input=sent)

    async def supplement(self) -> None:
        """The maker sends what was asked for."""
        clerk, sent = self.who("maker_clerk"), self.acts["supplement"]
        parts = [await self._part(clerk, part) for part in sent["part"]]
        filing = {"filing": self.kept["outgoing"], "parts": parts, "note": sent["note"]}
        await self.player.do(clerk, SUPPLEMENT, input=filing)

    async def returned(self) -> None:
        """Out of scope."""
        sent = {"filing": self.kept["filing"], "reason": self.acts["returned"]["reason"]}
        await self.player.do(self.who("registry_clerk"), RETURN, input=sent)

    async def register(self) -> None:
        """The form check is passed; the lead is named and the committees get their parts."""
        sent = {
            "filing": self.kept["filing"],
            "note": self.acts["form_check_note"],
            "paperReceivedOn": self._papers_came(),
        }
        await self.player.do(self.who("registry_clerk"), REGISTER, input=sent)
        lead = self.who("review_lead")
        colleagues = (await self.player.do(lead, COLLEAGUES))["colleagues"]
        own = self.facts["receiver_organ"]
        chosen = next(one["id"] for one in colleagues if one["name"] == self._lead_name())
        committees = [one["organ"] for one in self._reviews() if one["organ"] != own]
        assigned = {"filing": self.kept["filing"], "lead": chosen, "committees": committees}
        await self.player.do(lead, ASSIGN, input=assigned)

    def _papers_came(self) -> str | None:
        came = self.facts.get("paper_copies_received_on")
        return str(came) if came and came <= self.acts["registered_on"] else None

    def _lead_name(self) -> str:
        login = self.who("review_lead")
        people = self.player.tenants[self.facts["receiver"]].person
        return next(person.name for person in people if person.login == login)

    async def review(self, review: dict[str, Any]) -> None:
        """One reviewer's part; what was found is recorded by the lead organ."""
        own = review["organ"] == self.facts["receiver_organ"]
        login = self.who("reviewer" if not own else "review_lead", review["organ"])
        tasks = (await self.player.do(login, TASKS))["reviewTasks"]["nodes"]
        task = next(one["id"] for one in tasks if one["title"] == self.facts["title"])
        for finding in self.acts.get("finding", []) if own else []:
            await self.player.do(login, FINDING, input={"task": task, **_finding(finding)})
        await self.player.do(login, SUBMIT, input={"task": task, "summary": review["text"]})

    async def note(self, kind: str) -> None:
        """A talk, experts heard, or guidance asked for and given."""
        note = self.acts[kind]
        text = note.get("text") or f"请示：{note['question']}\n答复：{note['answer']}"
        if "maker_reply" in note:
            text = f"{text}\n制定机关：{note['maker_reply']}"
        sent = {
            "filing": self.kept["filing"],
            "kind": _NOTES[kind],
            "heldOn": str(self._note_day(kind)),
            "withWhom": _WITH[kind],
            "text": text,
        }
        await self.player.do(self.who("review_lead"), NOTE, input=sent)

    async def conclude(self) -> None:
        """The lead decides each finding; a slight one is left to a hint and not adopted."""
        lead = self.who("review_lead")
        page = await self.player.do(lead, FINDINGS, id=self.kept["filing"])
        merges = [_merge(finding) for finding in page["node"]["findings"]]
        sent = {"filing": self.kept["filing"], "merges": merges, "note": "汇总各方审查意见。"}
        await self.player.do(lead, CONCLUDE, input=sent)

    async def opinion(self) -> None:
        """Three hands: drafted, checked, signed off; a presidium's names its meeting."""
        lead, given = self.who("review_lead"), self.acts["opinion"]
        path = self.folder / given["file"]
        draft = {
            "filing": self.kept["filing"],
            "title": given["title"],
            "text": given["text"],
            "stopAtOnce": given["stop_at_once"],
            "meeting": self._meeting(),
            "file": await self.player.paper(lead, path, "审查意见", "pdf"),
        }
        made = await self.player.do(lead, DRAFT_OPINION, input=draft)
        opinion = {"opinion": made["draftOpinion"]["id"]}
        await self.player.do(self.who("opinion_checker"), CHECK, input=opinion)
        issued = {**opinion, "number": given["number"]}
        await self.player.do(self.who("opinion_signer"), ISSUE, input=issued)

    def _meeting(self) -> dict[str, Any] | None:
        meeting = self.acts.get("meeting")
        if meeting is None:
            return None
        return {
            "title": meeting["title"],
            "heldOn": str(meeting["on"]),
            "members": meeting["members"],
            "present": meeting["present"],
            "inFavour": meeting["in_favour"],
        }

    async def answer(self) -> None:
        """The maker answers in writing."""
        clerk, given = self.who("maker_clerk"), self.acts["answer"]
        path = self.folder / given["file"]
        sent = {
            "filing": self.kept["outgoing"],
            "measure": given["measure"].upper(),
            "number": given["number"],
            "text": given["text"],
            "file": await self.player.paper(clerk, path, "书面反馈", "pdf"),
        }
        await self.player.do(clerk, ANSWER, input=sent)

    async def repeal(self) -> None:
        """The maker repeals its document and says so."""
        clerk, given = self.who("maker_clerk"), self.acts["correction"]
        path = self.folder / given["file"]
        sent = {
            "filing": self.kept["outgoing"],
            "repealedOn": str(given["on"]),
            "number": given["number"],
            "title": given["title"],
            "file": await self.player.paper(clerk, path, "废止决定", "pdf"),
        }
        await self.player.do(clerk, REPEAL, input=sent)

    async def close(self) -> None:
        """Closed and archived."""
        sent = {
            "filing": self.kept["filing"],
            "note": self.acts["closed"]["note"],
            "archiveNumber": f"示档〔{self.acts['filed_on'].year}〕{self.folder.name}",
        }
        await self.player.do(self.who("review_lead"), CLOSE, input=sent)

    async def publish(self) -> None:
        """Into the public catalogue, after a secrecy check by somebody else."""
        filing = {"filing": self.kept["filing"]}
        checked = {**filing, "passed": True, "note": "不涉及国家秘密、工作秘密，可以公开。"}
        await self.player.do(self.who("publication_checker"), CHECK_SECRECY, input=checked)
        await self.player.do(self.who("opinion_signer"), PUBLISH, input=filing)


_RANKED = {
    "late_notice": "notice",
    "withheld": "withhold",
    "supplement": "supplement",
    "returned": "return",
    "opinion": "opinion",
    "answer": "answer",
}
_NOTES = {"guidance": "GUIDANCE", "experts": "EXPERT_ADVICE", "talk": "TALK"}
_WITH = {"guidance": "市人大常委会法制工作委员会", "experts": "专家组", "talk": "制定机关"}


def _finding(finding: dict[str, Any]) -> dict[str, Any]:
    return {
        "standard": finding["standard"].upper(),
        "clause": finding["clause"],
        "quote": finding["quote"] or None,
        "problem": finding["problem"],
        "conflictsWith": finding["conflicts_with"],
        "seriousness": finding["seriousness"].upper(),
        "advice": finding["advice"],
    }


def _merge(finding: dict[str, Any]) -> dict[str, Any]:
    slight = finding["seriousness"] == "SLIGHT"
    note = "情节轻微，口头提示，不列入审查意见。" if slight else None
    return {"finding": finding["id"], "adopt": not slight, "note": note}


def _is_played(filing: Path) -> bool:
    return tomllib.loads(filing.read_text(encoding="utf-8")).get("played", True)


async def play(player: Player) -> None:
    """All cases together, in the order of the year's days; some wait with `played = false`."""
    folders = sorted(path.parent for path in PAPERS.glob("*/filing.toml") if _is_played(path))
    await player.play(step for folder in folders for step in Case(player, folder).steps())
