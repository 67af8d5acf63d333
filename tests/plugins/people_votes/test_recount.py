"""A closed vote is a file that anybody counts anew; whoever alters it is found out."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import closed_votes
import pytest
from closed_votes import VOTES, recounted, run, sealed
from hypothesis import given
from hypothesis import strategies as st

from core import (
    CountBase,
    Counts,
    Heads,
    ItemCount,
    Method,
    NamedBallot,
    PassRule,
    Share,
    canonical,
    closed_file,
    count_ballots,
)
from plugins.people_votes import recount

SOURCE = Path(recount.__file__)


def test_the_script_stands_alone_and_is_short() -> None:
    text = SOURCE.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 200
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= {"hashlib", "json", "pathlib", "re", "sys", "typing"}


@pytest.mark.parametrize("name", list(VOTES))
def test_it_counts_as_the_engine_did(name: str, tmp_path: Path) -> None:
    file = VOTES[name]()
    code, said = run(tmp_path / "vote.json", file)
    assert code == 0, said
    tally = json.loads(said)
    assert tally["rounds"] == [one["result"] for one in file["rounds"]]
    assert tally["announced"] == file["announced"]
    assert tally["digest"] == file["digests"]["whole"]


def test_what_came_out_is_what_it_says() -> None:
    """Said here by hand, so that engine and script cannot be wrong together."""
    by_name = {name: make()["announced"] for name, make in VOTES.items()}
    assert by_name["named, choose, with a tie"]["chosen"] == ["p1", "p2"]
    assert by_name["paper, each, with a tie"]["chosen"] == ["p1", "p2"]
    assert by_name["paper, grades"]["results"] == {"p1": "满意", "p2": "未通过"}
    assert by_name["named, choose and each"]["chosen"] == ["p1", "p2"]
    assert by_name["too few, then enough"]["chosen"] == ["p1", "p3"]
    assert by_name["no quorum"] == {"outcome": "no_quorum", "chosen": [], "results": {}}


def test_the_digest_of_the_tally_sheet_can_be_given(tmp_path: Path) -> None:
    file = VOTES["named, each"]()
    assert run(tmp_path / "vote.json", file, file["digests"]["whole"])[0] == 0
    code, said = run(tmp_path / "vote.json", file, "0" * 64)
    assert code == 1
    assert "计票单" in said


def test_a_careful_forgery_of_everything_is_seen_by_the_digest_alone(tmp_path: Path) -> None:
    """All altered and all digests made anew: only the digest on the signed sheet tells."""
    true = VOTES["named, each"]()
    forged = closed_votes.vote_of(
        closed_votes.named_round(
            closed_votes.rules_by(Method.EACH),
            closed_votes.items_of(),
            closed_votes.choices((16, (2, 3))),
        )
    )
    assert forged["announced"] != true["announced"]
    assert run(tmp_path / "vote.json", forged)[0] == 0
    code, said = run(tmp_path / "vote.json", forged, true["digests"]["whole"])
    assert code == 1
    assert "计票单" in said


NAMED, PAPER, GRADED = "named, each", "paper, each, with a tie", "paper, grades"
TIED, CHOOSING = "named, choose, with a tie", "named, choose and each"
Forge = Callable[[dict[str, Any]], Any]


def ballots(file: dict[str, Any]) -> list[Any]:
    return file["rounds"][0]["votes"]["ballots"]


def one_more(file: dict[str, Any], pseudonym: str) -> None:
    ballots(file).append({"pseudonym": pseudonym, "marks": {"0": "approve"}})
    ballots(file).sort(key=lambda each: each["pseudonym"])


def absent(file: dict[str, Any]) -> str:
    cast = {each["pseudonym"] for each in ballots(file)}
    return next(name for name in file["rounds"][0]["votes"]["roll"] if name not in cast)


def put(*path: Any) -> Forge:
    """Put the last of `path` at the place that the others lead to."""

    def forge(file: dict[str, Any]) -> None:
        *way, last, value = path
        at: Any = file
        for step in way:
            at = at[step]
        at[last] = value

    return forge


def add(amount: int, *path: Any) -> Forge:
    def forge(file: dict[str, Any]) -> None:
        at: Any = file
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] += amount

    return forge


def all_entries(amount: int, mark: str) -> Forge:
    """Both tellers and the confirmed count, altered alike."""

    def forge(file: dict[str, Any]) -> None:
        votes = file["rounds"][0]["votes"]
        for counts in (votes["confirmed"], *(each["counts"] for each in votes["entries"])):
            counts["items"][0][mark] += amount

    return forge


def swap_chosen(file: dict[str, Any]) -> None:
    items = file["rounds"][0]["result"]["items"]
    items[0]["chosen"], items[3]["chosen"] = items[3]["chosen"], items[0]["chosen"]


def over_the_limit(file: dict[str, Any]) -> None:
    """A ballot of two approvals gets a third: it is void now, but counted as before."""
    place = next(n for n, one in enumerate(ballots(file)) if one["marks"].get("2") == "oppose")
    ballots(file)[place]["marks"]["2"] = "approve"


def drop_ballot(file: dict[str, Any]) -> None:
    ballots(file).pop()
    file["rounds"][0]["papers"]["returned"] -= 1


def stuffed(file: dict[str, Any]) -> None:
    one_more(file, absent(file))
    one_more(file, absent(file))
    file["rounds"][0]["papers"]["issued"] -= 1
    file["rounds"][0]["papers"]["returned"] += 2


def same_pseudonyms(file: dict[str, Any]) -> None:
    votes = file["rounds"][0]["votes"]
    file["rounds"][1]["votes"]["roll"] = votes["roll"]
    for ballot, name in zip(file["rounds"][1]["votes"]["ballots"], votes["roll"], strict=False):
        ballot["pseudonym"] = name


def drop_round(file: dict[str, Any]) -> None:
    file["rounds"].pop()


def a_round_too_many(file: dict[str, Any]) -> None:
    file["rounds"].append(copy.deepcopy(file["rounds"][0]))


def name_voters(file: dict[str, Any]) -> None:
    roll = file["rounds"][0]["votes"]["roll"]
    roll[-1] = "张三"


def uncounted(file: dict[str, Any]) -> None:
    file["rounds"][0]["votes"] = {"kind": "uncounted"}


R, V = ("rounds", 0), ("rounds", 0, "votes")
FORGERIES: dict[str, tuple[str, Forge, str]] = {
    "one vote turned over": (NAMED, put(*V, "ballots", 0, "marks", "0", "oppose"), "结果"),
    "a ballot taken away": (NAMED, drop_ballot, "结果"),
    "a ballot taken away, count kept": (NAMED, lambda file: ballots(file).pop(), "收回不符"),
    "a ballot added for one absent": (NAMED, lambda f: one_more(f, absent(f)), "收回不符"),
    "more ballots than issued": (NAMED, stuffed, "不能计票"),
    "a ballot of nobody on the roll": (NAMED, lambda f: one_more(f, "0" * 32), "不在名单"),
    "a pseudonym twice": (NAMED, lambda f: one_more(f, ballots(f)[0]["pseudonym"]), "投了两次"),
    "a voter struck off the roll": (NAMED, lambda f: f["rounds"][0]["votes"]["roll"].pop(), "名单"),
    "a name on the roll": (NAMED, name_voters, "化名"),
    "ballots in the order of casting": (NAMED, lambda f: ballots(f).reverse(), "次序"),
    "one pseudonym for two rounds": (TIED, same_pseudonyms, "名单"),
    "a mark of another method": (NAMED, put(*V, "ballots", 0, "marks", "0", "满意"), "不该有"),
    "a mark on an item that is not there": (
        NAMED,
        put(*V, "ballots", 0, "marks", "9", "approve"),
        "不该有",
    ),
    "a ballot that says who cast it": (NAMED, put(*V, "ballots", 0, "name", "张三"), "不该有"),
    "more approvals than places": (CHOOSING, over_the_limit, "结果"),
    "named ballots of a secret vote": (NAMED, put(*R, "rules", "secret", True), "无记名"),
    "a share lowered": (NAMED, put(*R, "rules", "pass_rule", "share", "denominator", 3), "结果"),
    "more than half made half": (
        PAPER,
        put(*R, "rules", "quorum", "share", "strict", True),
        "结果",
    ),
    "another base": (NAMED, put(*R, "rules", "pass_rule", "base", "valid"), "结果"),
    "one place more": (NAMED, put(*R, "rules", "places", "number", 3), "结果"),
    "what voids a ballot": (
        NAMED,
        put(*R, "rules", "validity", "blank_ballot", "abstain"),
        "结果",
    ),
    "bounds of a multi-candidate vote": (
        NAMED,
        put(*R, "rules", "places", "most_extra", 1),
        "候选项数",
    ),
    "an easier rule for the second round": (
        TIED,
        put("rounds", 1, "rules", "ties", "policy", "next_meeting"),
        "规则变了",
    ),
    "fewer due": (NAMED, add(-3, *R, "heads", "due"), "多于应到"),
    "more present than due": (PAPER, put(*R, "heads", "present", 46), "多于应到"),
    "more present to reach the quorum": ("no quorum", put(*R, "heads", "present", 30), ""),
    "more issued than present": (PAPER, add(1, *R, "papers", "issued"), "可投票"),
    "more returned than issued": (PAPER, add(1, *R, "papers", "returned"), "不能计票"),
    "papers printed and not accounted for": (PAPER, add(1, *R, "papers", "printed"), "印制"),
    "more destroyed than left over": (PAPER, add(1, *R, "papers", "destroyed"), "印制"),
    "one teller's entry": (
        PAPER,
        add(1, *V, "entries", 0, "counts", "items", 0, "approve"),
        "不一致",
    ),
    "one teller twice": (PAPER, put(*V, "entries", 1, "teller", "计票人甲"), "不一致"),
    "the confirmed count": (PAPER, add(1, *V, "confirmed", "items", 0, "approve"), "不一致"),
    "a vote moved in all entries": (PAPER, all_entries(1, "approve"), "票数不符"),
    "a negative count": (PAPER, all_entries(-6, "void"), "规范"),
    "half a vote": (PAPER, put(*V, "confirmed", "valid", 40.5), "规范"),
    "a grade moved": (GRADED, all_entries(1, "满意"), "票数不符"),
    "failures forgotten": (GRADED, put(*R, "items", 1, "failed_before", 0), "结果"),
    "a consequence softened": (
        GRADED,
        put(*R, "result", "items", 1, "consequence", "pass"),
        "结果",
    ),
    "a chosen item swapped": (NAMED, swap_chosen, "结果"),
    "a result typed over": (NAMED, add(1, *R, "result", "items", 0, "votes", "approve"), "结果"),
    "a tie settled by hand": (TIED, put(*R, "result", "outcome", "decided"), "结果"),
    "the announcement": (NAMED, put("announced", "chosen", ["p1", "p3"]), "公布"),
    "a second round left out": (TIED, drop_round, "公布"),
    "a round too many": (NAMED, a_round_too_many, "名单"),
    "another item in the second round": (
        TIED,
        put("rounds", 1, "items", 0, "title", "饮水工程"),
        "下一轮",
    ),
    "a vote declared uncounted": (NAMED, uncounted, "残缺"),
    "a section left out": (NAMED, lambda f: f.pop("announced"), "格式"),
    "a section added": (NAMED, put("note", "以此为准"), "格式"),
    "another version": (NAMED, put("version", 2), "格式"),
    "the link to the chain taken out": (NAMED, put("chain", "digest", ""), "事件链"),
}
"""Each name: which vote, what the forger does before making all digests anew, and a word of the
answer."""


def resealed(file: dict[str, Any]) -> dict[str, Any]:
    """The digests made anew, if anything is left to digest."""
    try:
        return sealed(file)
    except KeyError:
        return file


@pytest.mark.parametrize("name", list(FORGERIES))
def test_a_forger_who_makes_every_digest_anew_is_found_out(name: str, tmp_path: Path) -> None:
    vote, forge, word = FORGERIES[name]
    file = VOTES[vote]()
    forge(file)
    code, said = run(tmp_path / "vote.json", resealed(file))
    assert code == 1, said
    assert word in said
    assert "Traceback" not in said


SECTIONS = ("items", "rules", "heads", "papers", "votes", "result")
WITHOUT_DIGEST: dict[str, Forge] = {
    "the body": put("vote", "body", "name", "另一机构"),
    "the title": put("vote", "title", "另一次票决"),
    "the announcement": put("announced", "outcome", "void"),
    "the digest of the whole": put("digests", "whole", "0" * 64),
    **{
        f"the {name} of a round": put("digests", "sections", f"round-1.{name}", "0")
        for name in SECTIONS
    },
    "an item's title": put("rounds", 0, "items", 0, "title", "另一项目"),
    "a basis": put("rounds", 0, "rules", "basis", "另一依据"),
}


@pytest.mark.parametrize("name", list(WITHOUT_DIGEST))
def test_what_is_altered_without_its_digest_is_seen(name: str, tmp_path: Path) -> None:
    file = VOTES[PAPER]()
    WITHOUT_DIGEST[name](file)
    code, said = run(tmp_path / "vote.json", file)
    assert code == 1
    assert "内容已被改动" in said


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 3000,
        canonical(VOTES[NAMED]()) + b"\n",
        canonical(VOTES[NAMED]()).replace(b'{"announced"', b'{"version":1,"announced"'),
    ],
    ids=["empty", "list", "object", "no text", "deep", "not canonical", "a name twice"],
)
def test_what_is_no_closed_vote_is_refused_in_a_sentence(content: bytes, tmp_path: Path) -> None:
    code, said = run(tmp_path / "vote.json", content)
    assert code == 1
    assert "Traceback" not in said
    assert said.strip()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    code, said = run(tmp_path / "vote.json", b"")
    assert (code, "残缺" in said) == (1, True)


def test_no_name_and_no_named_ballot_of_a_secret_vote_is_written() -> None:
    with pytest.raises(ValueError, match="化名"):
        closed_file(_vote_with("张三", secret=False))
    with pytest.raises(ValueError, match="无记名"):
        closed_file(_vote_with("0" * 32, secret=True))


def _vote_with(pseudonym: str, *, secret: bool) -> Any:
    rules = closed_votes.rules_by(Method.EACH, secret=secret)
    one = closed_votes.named_round(rules, closed_votes.items_of(), [{0: "approve"}], absent=0)
    votes = closed_votes.NamedBallots(
        roll=[pseudonym], ballots=[NamedBallot(pseudonym=pseudonym, marks={0: "approve"})]
    )
    changed = closed_votes.msgspec.structs.replace(one, votes=votes)
    return closed_votes.ClosedVote(
        body_code="1", body_name="某镇", id="1", title="票决", meeting="会议", rounds=(changed,)
    )


some_shares = st.tuples(st.integers(1, 7), st.integers(1, 7), st.booleans()).map(
    lambda drawn: Share(min(drawn[:2]), max(drawn[:2]), drawn[2] and drawn[0] != drawn[1])
)
blanks = st.sampled_from(closed_votes.Blank)


@st.composite
def random_rules(draw: st.DrawFn, size: int) -> Any:
    method = draw(st.sampled_from([Method.EACH, Method.CHOOSE, Method.CHOOSE_EACH]))
    base = draw(st.sampled_from(CountBase))
    validity = closed_votes.msgspec.structs.replace(
        closed_votes.RULES.validity,
        two_marks=draw(st.sampled_from(closed_votes.Voids)),
        blank_item=draw(blanks),
        blank_ballot=draw(blanks),
    )
    return closed_votes.rules_by(
        method,
        draw(st.integers(1, size)),
        validity=validity,
        pass_rule=PassRule(share=draw(some_shares), base=base, basis="示例"),
    )


@given(st.data())
def test_script_and_engine_agree_on_named_votes(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 4))
    rules = data.draw(random_rules(size))
    marks = st.sampled_from([str(mark) for mark in rules.marks])
    ballots = st.lists(st.dictionaries(st.integers(0, size - 1), marks), max_size=10)
    items = closed_votes.items_of(closed_votes.NAMES[:size])
    cast = data.draw(ballots)
    absent = data.draw(st.integers(0 if cast else 1, 4))
    file = closed_votes.vote_of(closed_votes.named_round(rules, items, cast, absent))
    assert recounted(file)["rounds"] == [file["rounds"][0]["result"]]


@given(st.data())
def test_script_and_engine_agree_on_papers(data: st.DataObject) -> None:
    """Two marks at one item happen on paper only, so the ballots are counted first."""
    size = data.draw(st.integers(1, 4))
    rules = data.draw(random_rules(size))
    marks = st.lists(st.sampled_from([str(mark) for mark in rules.marks]), max_size=2)
    ballots = data.draw(st.lists(st.dictionaries(st.integers(0, size - 1), marks), max_size=10))
    counts = count_ballots(rules, size, ballots)
    heads = Heads(len(ballots) + 3, len(ballots) + 1)
    items = closed_votes.items_of(closed_votes.NAMES[:size])
    file = closed_votes.vote_of(closed_votes.paper_round(rules, items, heads, counts))
    assert recounted(file)["rounds"] == [file["rounds"][0]["result"]]


@given(st.lists(st.tuples(*[st.integers(0, 5)] * 3), min_size=1, max_size=4), st.integers(0, 3))
def test_script_and_engine_agree_on_grades(votes: list[tuple[int, ...]], failed: int) -> None:
    most = max(sum(one) for one in votes)
    grades = closed_votes.GRADES.grades
    counts = Counts(
        valid=most,
        void=1,
        items=tuple(
            ItemCount(grades=dict(zip(grades, one, strict=True)), abstain=most - sum(one))
            for one in votes
        ),
    )
    items = closed_votes.items_of(closed_votes.NAMES[: len(votes)], failed)
    one = closed_votes.paper_round(
        closed_votes.rules_by(Method.GRADES), items, Heads(most + 4, most + 3), counts
    )
    file = closed_votes.vote_of(one)
    assert recounted(file)["rounds"] == [file["rounds"][0]["result"]]
