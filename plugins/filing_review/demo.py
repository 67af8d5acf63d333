"""The plugin's part of the demo: an invented year of a county, and an autumn of another.

What happens to each filing stands as data in `tenants/demo/**/filing.toml`; here it only becomes
steps with days. All of it goes through the public GraphQL API. What no verb plays yet stays in the
data and is listed in `tenants/demo/README.md` ("Where the year stops").
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
    ANSWER_GUIDANCE,
    ASK_GUIDANCE,
    ASSIGN,
    CHECK,
    CHECK_LETTER,
    CHECK_SECRECY,
    CLOSE,
    COLLEAGUES,
    CONCLUDE,
    COPIES,
    DOUBTS,
    DRAFT_LETTER,
    DRAFT_OPINION,
    EXCHANGES,
    FIND,
    FINDING,
    FINDINGS,
    ISSUE,
    ISSUE_LETTER,
    LATE_NOTICE,
    NOTE,
    OVERDUE,
    PASS_UP,
    PREPARE,
    PUBLISH,
    RECEIVE,
    RECEIVE_DOUBT,
    REGISTER,
    REPEAL,
    REPORT_UP,
    REQUEST_CORRECTION,
    RESUME,
    RETURN,
    SEND,
    SHARE,
    SIGN,
    SUBMIT,
    SUPPLEMENT,
    SUSPEND,
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
    "ask": 150,
    "advise": 170,
    "note": 180,
    "review": 200,
    "suspend": 210,
    "resume": 220,
    "pass_up": 230,
    "conclude": 240,
    "opinion": 270,
    "overdue": 280,
    "chase": 290,
    "remind": 300,
    "report_up": 305,
    "request": 310,
    "answer": 320,
    "reply": 330,
    "repeal": 360,
    "close": 420,
    "publish": 460,
    "share": 470,
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
    "generally_binding": "generallyBinding",
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


STEPS = {
    "late_notice": "notice",
    "withheld": "withhold",
    "supplement": "supplement",
    "returned": "return",
    "opinion": "opinion",
    "answer": "answer",
    "reminder": "remind",
    "reminder_reply": "reply",
    "overdue": "overdue",
    "chaser": "chase",
    "report_up": "report_up",
    "county_request": "request",
    "shared_as_model": "share",
}
"""Tables of `[play]` that are one step on their own day: the method of that name plays them."""

NO_VERB_YET = {"annul"}
"""Kinds of correction that nobody can report yet; such a case stays open, and overdue."""


class Case:
    """One filing of the demo year and what its people do."""

    def __init__(self, player: Player, folder: Path) -> None:
        self.player, self.folder = player, folder
        self.name = folder.relative_to(PAPERS).as_posix()
        self.facts: dict[str, Any] = tomllib.loads(
            (folder / "filing.toml").read_text(encoding="utf-8")
        )
        self.acts: dict[str, Any] = self.facts.get("play", {})
        self.kept: dict[str, str] = player.notes.setdefault(f"filing_review/{self.name}", {})

    def who(self, role: str, organ: str | None = None) -> str:
        """The login of the maker's or the reviewer's person with a role."""
        side = "maker" if role.startswith("maker_") else "receiver"
        return self.player.login(self.facts[side], organ or self.facts[f"{side}_organ"], role)

    def steps(self) -> Iterator[Step]:
        """Everything that happens, with its days."""
        acts = self.acts
        if "refused" in self.facts:
            yield self._step("refused", self.facts["refused"]["on"], self.refused)
            return
        yield self._step("file", acts["filed_on"], self.file)
        yield self._step("receive", acts["received_on"], self.receive)
        for name, step in STEPS.items():
            if name in acts:
                yield self._step(step, acts[name]["on"], getattr(self, name))
        if "registered_on" in acts:
            yield self._step("register", acts["registered_on"], self.register)
            yield from self._review_steps()
        yield from self._last_steps()

    def _last_steps(self) -> Iterator[Step]:
        acts, how = self.acts, self.acts.get("correction", {}).get("kind")
        if how == "repeal":
            yield self._step("repeal", acts["correction"]["on"], self.repeal)
        if "closed" in acts and how not in NO_VERB_YET:
            yield self._step("close", acts["closed"]["on"], self.close)
            if acts["closed"]["outcome"] == "no_problem":
                yield self._step("publish", acts["closed"]["on"], self.publish)

    def _review_steps(self) -> Iterator[Step]:
        reviews = self._reviews()
        for index, review in enumerate(reviews):
            act = partial(self.review, review)
            yield self._step("review", review["on"], act, suffix=f"{index}")
        if "guidance" in self.acts:
            guidance = self.acts["guidance"]
            yield self._step("ask", guidance["asked_on"], self.ask_guidance)
            yield self._step("advise", guidance["answered_on"], self.answer_guidance)
        for kind in _NOTES:
            if kind in self.acts:
                act = partial(self.note, kind)
                yield self._step("note", self._note_day(kind), act, suffix=kind)
        days = [review["on"] for review in reviews]
        if "pause" in self.acts:
            pause = self.acts["pause"]
            days += [pause["resumed_on"]] if self._pauses_review() else []
            yield self._step("suspend", pause["on"], self.suspend)
            yield self._step("resume", pause["resumed_on"], self.resume)
        yield from self._doubt_steps()
        yield self._step("conclude", max(days), self.conclude)

    def _doubt_steps(self) -> Iterator[Step]:
        """A doubt about the constitution, from level to level until it leaves the platform."""
        found, *relayed = self.acts.get("passed_up", [None])
        if found is not None:
            yield self._step("pass_up", found["on"], partial(self.pass_up, found))
        for given in relayed:
            level = given["of"]
            arrived, passed = partial(self.receive_doubt, given), partial(self.pass_on, given)
            yield self._step("receive", given["received_on"], arrived, suffix=level)
            yield self._step("pass_up", given["on"], passed, suffix=level)

    def _pauses_review(self) -> bool:
        """Whether the review stands still before its conclusion, or the time to correct after."""
        return self.acts["pause"]["stops"] == "review"

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
        name = "/".join(part for part in (self.name, what, suffix) if part)
        return Step(day, RANK.get(what, 0), name, act)

    async def _paper(self, login: str, file: str, name: str, form: str = "pdf") -> str:
        return await self.player.paper(login, self.folder / file, name, form)

    async def refused(self) -> None:
        """The clerk prepares what need not be filed; the signer is told so, and nothing leaves."""
        filing = {"document": self._document(), "parts": []}
        made = await self.player.do(self.who("maker_clerk"), PREPARE, input=filing)
        self.kept["outgoing"] = made["prepareFiling"]["id"]
        number = f"示备报〔{self.facts['refused']['on'].year}〕{self.folder.name}号"
        sent = {"filing": self.kept["outgoing"], "reportNumber": number}
        code = self.facts["refused"]["code"]
        told = await self.player.refused(self.who("maker_signer"), SIGN, code, input=sent)
        self.kept["refused"] = told

    async def _part(self, login: str, part: dict[str, Any]) -> dict[str, Any]:
        name = PART_NAMES[part["kind"]]
        file = await self._paper(login, part["file"], name, part["format"])
        return {"kind": part["kind"].upper(), "file": file}

    async def file(self) -> None:
        """The clerk prepares, a second person signs, the clerk sends."""
        clerk = self.who("maker_clerk")
        parts = [await self._part(clerk, part) for part in self.facts["part"]]
        parts += [{"kind": kind.upper(), "absentReason": why} for kind, why in self._absent()]
        filing = {"document": self._document(), "parts": parts, "replaces": self._replaced()}
        made = await self.player.do(clerk, PREPARE, input=filing)
        self.kept["outgoing"] = made["prepareFiling"]["id"]
        number = f"示备报〔{self.acts['filed_on'].year}〕{self.folder.name}号"
        outgoing = {"filing": self.kept["outgoing"]}
        signer = self.who("maker_signer")
        await self.player.do(signer, SIGN, input={**outgoing, "reportNumber": number})
        reason = self.acts.get("late_notice", {}).get("maker_reason")
        await self.player.do(clerk, SEND, input={**outgoing, "lateReason": reason})

    def _absent(self) -> Iterator[tuple[str, str]]:
        """Parts that the package lacks, and what its maker says about each."""
        for part in self.facts.get("absent", []):
            yield part["kind"], part["reason"]
        for kind in self.acts.get("withheld", {}).get("missing", []):
            yield kind, "随后补报"

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
        sent = {
            "makerOrgan": self.facts["maker_organ"],
            "title": self.facts["title"],
            "publishedOn": str(self.facts["published_on"]),
            "number": notice["number"],
            "text": notice["title"],
            "dueOn": str(notice["due_on"]),
            "file": await self._paper(registry, notice["file"], notice["title"]),
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
        """One reviewer's part; what was found is recorded by the lead organ, if none is named."""
        own = review["organ"] == self.facts["receiver_organ"]
        login = self.who("reviewer" if not own else "review_lead", review["organ"])
        tasks = (await self.player.do(login, TASKS))["reviewTasks"]["nodes"]
        task = next(one["id"] for one in tasks if one["title"] == self.facts["title"])
        for finding in self.acts.get("finding", []):
            if finding.get("organ", self.facts["receiver_organ"]) == review["organ"]:
                await self.player.do(login, FINDING, input={"task": task, **_finding(finding)})
        await self.player.do(login, SUBMIT, input={"task": task, "summary": review["text"]})

    async def note(self, kind: str) -> None:
        """A talk, experts heard, guidance asked for and given, or figures that were reported."""
        note, lead = self.acts[kind], self.who("review_lead")
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
        if "file" in note:
            sent["file"] = await self._paper(lead, note["file"], note["title"])
        await self.player.do(lead, NOTE, input=sent)

    def _other(self, given: dict[str, Any], key: str, role: str) -> str:
        """Somebody of another body that an act names."""
        return self.player.login(given[key], given[f"{key}_organ"], role)

    async def ask_guidance(self) -> None:
        """A question to the body above, which is no part of the review."""
        sent = {
            "kind": "QUESTION",
            "title": f"关于《{self.facts['title']}》的请示",
            "text": self.acts["guidance"]["question"],
        }
        await self.player.do(self.who("review_lead"), ASK_GUIDANCE, input=sent)

    async def answer_guidance(self) -> None:
        """The body above answers; the reviewer decides by itself."""
        given = self.acts["guidance"]
        login = self._other(given, "asked_of", "review_lead")
        asked = (await self.player.do(login, EXCHANGES))["exchanges"]["nodes"]
        question = next(one["id"] for one in asked if one["text"] == given["question"])
        sent = {"exchange": question, "text": given["answer"]}
        await self.player.do(login, ANSWER_GUIDANCE, input=sent)

    async def report_up(self) -> None:
        """What a maker does not mend is reported to the body above."""
        given, signer = self.acts["report_up"], self.who("opinion_signer")
        sent = {"filing": self.kept["filing"], **await self._report(signer, given)}
        await self.player.do(signer, REPORT_UP, input=sent)

    async def county_request(self) -> None:
        """The body above asks its government to correct what was reported."""
        given = self.acts["county_request"]
        signer = self._other(given, "of", "opinion_signer")
        copies = (await self.player.do(signer, COPIES, body=self.facts["receiver"]))["filingCopies"]
        number = self.facts["document_number"]
        copy = next(one["id"] for one in copies["nodes"] if one["documentNumber"] == number)
        sent = {"copy": copy, "government": given["to_organ"], **await self._report(signer, given)}
        await self.player.do(signer, REQUEST_CORRECTION, input=sent)

    async def _report(self, login: str, given: dict[str, Any]) -> dict[str, Any]:
        file = await self._paper(login, given["file"], given["title"])
        return {name: given[name] for name in ("number", "title", "text")} | {"file": file}

    async def shared_as_model(self) -> None:
        """The county passes a text on to everybody below it."""
        given = self.acts["shared_as_model"]
        lead = self._other(given, "of", "review_lead")
        text = await self._paper(lead, "official.md", self.facts["title"])
        sent = {"title": self.facts["title"], "text": given["text"], "files": [text]}
        await self.player.do(lead, SHARE, input=sent)

    async def suspend(self) -> None:
        """The maker's written plan came: what runs stands still until the day it names.

        The answer to an opinion may be the plan.
        """
        lead, pause = self.who("review_lead"), self.acts["pause"]
        plan = self.acts.get("plan") or self.acts["answer"]
        sent = {
            "filing": self.kept["filing"],
            "plan": plan["text"],
            "plannedUntil": str(pause["until"]),
            "number": pause["number"],
            "file": await self._paper(lead, plan["file"], plan.get("title", "书面处理计划")),
        }
        await self.player.do(lead, SUSPEND, input=sent)

    async def resume(self) -> None:
        """The plan was carried out; the review comes to its conclusion, or its end."""
        reasons = {
            True: "制定机关已按书面计划公布修改后的文件，恢复审查，作出审查结论。",
            False: "书面计划所定的会议已经举行，恢复计算修改期限。",
        }
        sent = {"filing": self.kept["filing"], "reason": reasons[self._pauses_review()]}
        await self.player.do(self.who("review_lead"), RESUME, input=sent)

    async def pass_up(self, given: dict[str, Any]) -> None:
        """A doubt about the constitution goes to the body above; nobody here decides it."""
        lead = self.who("review_lead")
        finding = next(
            finding["id"]
            for finding in await self._findings(lead)
            if finding["standard"].startswith("CONSTITUTION_")
        )
        await self.player.do(
            lead, PASS_UP, input={"finding": finding, **await self._report(lead, given)}
        )

    async def receive_doubt(self, given: dict[str, Any]) -> None:
        """The body above acknowledges what came from below."""
        login = self._other(given, "of", "registry_clerk")
        await self.player.do(login, RECEIVE_DOUBT, input={"doubt": await self._doubt(login)})

    async def pass_on(self, given: dict[str, Any]) -> None:
        """It passes the doubt up in its turn; above the city it leaves the platform."""
        lead = self._other(given, "of", "review_lead")
        sent = {"doubt": await self._doubt(lead), **await self._report(lead, given)}
        await self.player.do(lead, PASS_UP, input=sent)

    async def _doubt(self, login: str) -> str:
        page = await self.player.do(login, DOUBTS)
        number = self.facts["document_number"]
        doubts = page["doubts"]["nodes"]
        return next(one["id"] for one in doubts if one["documentNumber"] == number)

    async def _findings(self, login: str) -> list[dict[str, Any]]:
        page = await self.player.do(login, FINDINGS, id=self.kept["filing"])
        return page["node"]["findings"]

    async def conclude(self) -> None:
        """The lead decides each finding; a slight one is left to a hint or a reminder letter."""
        lead = self.who("review_lead")
        by_letter = "reminder" in self.acts
        merges = [
            _merge(finding, by_letter=by_letter)
            for finding in await self._findings(lead)
            if finding["decision"] != "PASSED_UP"
        ]
        sent = {"filing": self.kept["filing"], "merges": merges, "note": "汇总各方审查意见。"}
        await self.player.do(lead, CONCLUDE, input=sent)

    async def opinion(self) -> None:
        """Three hands: drafted, checked, signed off; a presidium's names its meeting."""
        lead, given = self.who("review_lead"), self.acts["opinion"]
        draft = {
            "filing": self.kept["filing"],
            "title": given["title"],
            "text": given["text"],
            "stopAtOnce": given["stop_at_once"],
            "meeting": self._meeting(),
            "file": await self._paper(lead, given["file"], "审查意见"),
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
        sent = {
            "filing": self.kept["outgoing"],
            "measure": given["measure"].upper(),
            "number": given["number"],
            "text": given["text"],
            "file": await self._paper(clerk, given["file"], "书面反馈"),
        }
        await self.player.do(clerk, ANSWER, input=sent)

    async def reminder(self) -> None:
        """A letter about wording, without an opinion."""
        await self._letter("REMINDER", self.acts["reminder"])

    async def chaser(self) -> None:
        """A letter about an answer that did not come."""
        await self._letter("CHASER", self.acts["chaser"])

    async def _letter(self, kind: str, given: dict[str, Any]) -> None:
        """Three hands, also where one would do."""
        lead = self.who("review_lead")
        draft = {
            "kind": kind,
            "filing": self.kept["filing"],
            "title": given["title"],
            "number": given["number"],
            "text": given["text"],
            "dueOn": str(given["reply_wanted_on"]),
            "file": await self._paper(lead, given["file"], given["title"]),
        }
        made = await self.player.do(lead, DRAFT_LETTER, input=draft)
        letter = {"letter": made["draftLetter"]["id"]}
        await self.player.do(self.who("opinion_checker"), CHECK_LETTER, input=letter)
        await self.player.do(self.who("opinion_signer"), ISSUE_LETTER, input=letter)

    async def reminder_reply(self) -> None:
        """The maker replies; its signer sends it."""
        clerk, given = self.who("maker_clerk"), self.acts["reminder_reply"]
        draft = {
            "kind": "REMINDER_ANSWER",
            "outgoing": self.kept["outgoing"],
            "number": given["number"],
            "text": given["text"],
            "file": await self._paper(clerk, given["file"], "提醒函的答复"),
        }
        made = await self.player.do(clerk, DRAFT_LETTER, input=draft)
        letter = {"letter": made["draftLetter"]["id"]}
        await self.player.do(self.who("maker_signer"), ISSUE_LETTER, input=letter)

    async def overdue(self) -> None:
        """The registry opens the list of what is overdue, and the case stands on it."""
        page = await self.player.do(self.who("registry_clerk"), OVERDUE)
        due = {filing["id"]: filing["dueOn"] for filing in page["filings"]["nodes"]}
        self.kept["overdue"] = due[self.kept["filing"]]

    async def repeal(self) -> None:
        """The maker repeals its document and says so."""
        clerk, given = self.who("maker_clerk"), self.acts["correction"]
        sent = {
            "filing": self.kept["outgoing"],
            "repealedOn": str(given["on"]),
            "number": given["number"],
            "title": given["title"],
            "file": await self._paper(clerk, given["file"], "废止决定"),
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


_NOTES = {
    "guidance": "GUIDANCE",
    "experts": "EXPERT_ADVICE",
    "talk": "TALK",
    "refund": "TALK",
}
"""What a reviewer notes down; a report of what was paid back has no verb of its own."""

_WITH = {
    "guidance": "市人大常委会法制工作委员会",
    "experts": "专家组",
    "talk": "制定机关",
    "refund": "制定机关",
}


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


def _merge(finding: dict[str, Any], *, by_letter: bool) -> dict[str, Any]:
    slight = finding["seriousness"] == "SLIGHT"
    how = "采用提醒函处理" if by_letter else "口头提示"
    note = f"情节轻微，{how}，不列入审查意见。" if slight else None
    return {"finding": finding["id"], "adopt": not slight, "note": note}


async def play(player: Player) -> None:
    """All cases together, in the order of their days."""
    folders = sorted(path.parent for path in PAPERS.rglob("filing.toml"))
    await player.play(step for folder in folders for step in Case(player, folder).steps())
    sights = tomllib.loads((PAPERS / "sights.toml").read_text(encoding="utf-8"))
    for sight in sights["sight"]:
        player.point_out(**sight)
