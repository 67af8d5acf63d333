"""Closed votes as files, by every method, on paper and by name, with a tie and a second round."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from core import (
    BallotRules,
    Blank,
    ClosedItem,
    ClosedRound,
    ClosedVote,
    Consequence,
    CountBase,
    CountedPaper,
    Counts,
    GradeResult,
    GradeRules,
    Heads,
    ItemCount,
    Method,
    NamedBallot,
    NamedBallots,
    Papers,
    PassRule,
    Places,
    Quorum,
    Share,
    Shortage,
    ShortageRule,
    Stock,
    TellerEntry,
    TiePolicy,
    Tier,
    TieRule,
    Validity,
    Voids,
    canonical,
    closed_file,
    digests_of,
    items_for_next_round,
    rules_for_next_round,
    tally,
    with_chain,
)
from plugins.people_votes import recount

RULES = BallotRules(
    method=Method.EACH,
    secret=False,
    voters="代表",
    basis="示例：票决办法",
    validity=Validity(
        two_marks=Voids.ITEM,
        blank_item=Blank.ABSTAIN,
        blank_ballot=Blank.VOID,
        ballot_basis="示例：票决办法",
        whole_basis="参照选举法第四十四条",
    ),
    quorum=Quorum(share=Share(2, 3, False), basis="地方组织法第十四条"),
    pass_rule=PassRule(share=Share(1, 2, True), base=CountBase.ALL, basis="地方组织法第二十五条"),
    ties=TieRule(policy=TiePolicy.FURTHER_ROUND, basis="参照地方组织法第二十九条"),
    shortage=ShortageRule(policy=Shortage.NEXT_ROUND, basis="参照地方组织法第二十九条"),
)
GRADES = GradeRules(
    grades=("满意", "基本满意", "不满意"),
    tiers=(
        Tier(
            title="满意",
            grades=("满意",),
            share=Share(1, 2, False),
            base=CountBase.ALL,
            basis="示例：测评办法",
        ),
    ),
    otherwise="未通过",
    results=(
        GradeResult(title="满意", consequences=(Consequence.PASS,), basis="示例"),
        GradeResult(
            title="未通过",
            consequences=(Consequence.REPORT_AGAIN, Consequence.STRONGER_STEPS),
            basis="示例",
        ),
    ),
)
NAMES = ("道路改造", "农贸市场", "老旧小区", "饮水工程")


def rules_by(method: Method, number: int = 2, **fields: Any) -> BallotRules:
    if method is Method.GRADES:
        none = dict.fromkeys(("pass_rule", "places", "ties", "shortage"))
        return msgspec.structs.replace(RULES, method=method, grades=GRADES, **none, **fields)
    places = Places(number=number, basis="示例：票决办法")
    return msgspec.structs.replace(RULES, method=method, places=places, **fields)


def items_of(titles: Sequence[str] = NAMES, failed: int = 0) -> tuple[ClosedItem, ...]:
    return tuple(
        ClosedItem(id=f"p{NAMES.index(one) + 1}", title=one, failed_before=failed) for one in titles
    )


def counted(
    rules: BallotRules,
    items: tuple[ClosedItem, ...],
    heads: Heads,
    papers: Papers,
    votes: Any,
) -> Any:
    """The tally by the engine, of ballots or counts."""
    failures = {place: one.failed_before for place, one in enumerate(items)}
    return tally(rules, [one.title for one in items], heads, papers, votes, failures)


def pseudonyms(count: int, seed: str) -> list[str]:
    made = (hashlib.sha256(f"{seed}{n}".encode()).hexdigest()[:32] for n in range(count))
    return sorted(made)


def named_round(
    rules: BallotRules,
    items: tuple[ClosedItem, ...],
    ballots: Sequence[dict[int, str]],
    absent: int = 2,
    seed: str = "一",
) -> ClosedRound:
    cast, roll = len(ballots), pseudonyms(len(ballots) + absent, seed)
    heads, papers = Heads(cast + absent, cast + absent), Papers(cast + absent, cast)
    named = [NamedBallot(pseudonym=name, marks=one) for name, one in zip(roll, ballots)]  # noqa: B905
    return ClosedRound(
        items=items,
        rules=rules,
        heads=heads,
        entitled=cast + absent,
        papers=papers,
        votes=NamedBallots(roll=roll, ballots=named[::-1]),
        result=counted(rules, items, heads, papers, ballots),
    )


def paper_round(
    rules: BallotRules, items: tuple[ClosedItem, ...], heads: Heads, counts: Counts
) -> ClosedRound:
    returned = counts.valid + counts.void
    papers = Papers(heads.present, returned)
    entries = (
        TellerEntry(teller="计票人甲", counts=counts),
        TellerEntry(teller="计票人乙", counts=counts),
    )
    return ClosedRound(
        items=items,
        rules=rules,
        heads=heads,
        entitled=heads.due,
        papers=papers,
        votes=CountedPaper(entries=entries, confirmed=counts),
        result=counted(rules, items, heads, papers, counts),
        stock=Stock(printed=papers.issued + 6, replaced=1, left=5, destroyed=6),
    )


def vote_of(*rounds: ClosedRound) -> dict[str, Any]:
    vote = ClosedVote(
        body_code="370982101",
        body_name="某镇人民代表大会（演示）",
        id="0199",
        title="2026年民生实事项目票决",
        meeting="第三次会议",
        rounds=rounds,
    )
    return with_chain(closed_file(vote), 41, "ab" * 32)


def after(first: ClosedRound) -> tuple[BallotRules, tuple[ClosedItem, ...]]:
    """The rules and items of the round that must follow."""
    going_on = tuple(first.items[place] for place in items_for_next_round(first.result))
    return rules_for_next_round(first.rules, first.result), going_on


def choices(*groups: tuple[int, tuple[int, ...]]) -> list[dict[int, str]]:
    """So many ballots that approve of these items, group by group."""
    return [dict.fromkeys(items, "approve") for many, items in groups for _ in range(many)]


def named_with_tie() -> dict[str, Any]:
    """Item 1 is chosen at once; items 2 and 3 are equal and vote again, by other pseudonyms."""
    loose = PassRule(share=Share(2, 5, False), base=CountBase.ALL, basis="示例：居民议事规则")
    rules = rules_by(Method.CHOOSE, pass_rule=loose)
    first = named_round(rules, items_of(), choices((11, (0, 1)), (11, (0, 2)), (1, (0, 1, 2))))
    rules, items = after(first)
    second = named_round(rules, items, choices((14, (0,)), (9, (1,))), seed="二")
    return vote_of(first, second)


def paper_with_tie() -> dict[str, Any]:
    counts = Counts(
        valid=40,
        void=1,
        items=tuple(ItemCount(approve=one, oppose=40 - one) for one in (39, 25, 25, 5)),
    )
    first = paper_round(rules_by(Method.EACH, secret=True), items_of(), Heads(45, 41), counts)
    rules, items = after(first)
    again = Counts(
        valid=41,
        void=0,
        items=(ItemCount(approve=30, oppose=10, abstain=1), ItemCount(approve=11, oppose=30)),
    )
    return vote_of(first, paper_round(rules, items, Heads(45, 41), again))


def paper_of_grades() -> dict[str, Any]:
    items = tuple(
        ItemCount(grades={"满意": good, "基本满意": 30 - good, "不满意": 0}) for good in (30, 14)
    )
    counts = Counts(valid=30, void=0, items=items)
    rules = rules_by(Method.GRADES, secret=True)
    return vote_of(paper_round(rules, items_of(NAMES[:2], 1), Heads(31, 30), counts))


def named_each() -> dict[str, Any]:
    ballots = [
        *[{0: "approve", 1: "approve", 2: "oppose", 3: "abstain"}] * 12,
        *[{0: "approve", 1: "oppose"}] * 3,
        {},
    ]
    return vote_of(named_round(rules_by(Method.EACH), items_of(), ballots))


def named_choose_each() -> dict[str, Any]:
    ballots = [
        *[{0: "approve", 1: "approve", 2: "oppose"}] * 12,
        *[{0: "approve", 1: "approve", 2: "approve"}] * 2,
        *[{3: "abstain"}] * 2,
    ]
    return vote_of(named_round(rules_by(Method.CHOOSE_EACH), items_of(), ballots))


def short_then_enough() -> dict[str, Any]:
    first = named_round(rules_by(Method.EACH), items_of(), choices((12, (0,)), (8, (1, 0))))
    rules, items = after(first)
    ballots = [{0: "oppose", 1: "approve"}] * 20
    return vote_of(first, named_round(rules, items, ballots, seed="二"))


def void_then_again() -> dict[str, Any]:
    counts = Counts(
        valid=41,
        void=0,
        items=tuple(ItemCount(approve=one, oppose=41 - one) for one in (39, 25)),
    )
    rules, items = rules_by(Method.EACH, secret=True), items_of(NAMES[:2])
    good = paper_round(rules, items, Heads(45, 41), counts)
    papers = Papers(41, 42)
    result = counted(rules, items, good.heads, papers, counts)
    failed = msgspec.structs.replace(good, papers=papers, votes=None, result=result)
    return vote_of(failed, good)


def no_quorum() -> dict[str, Any]:
    rules, items, heads, papers = rules_by(Method.EACH), items_of(), Heads(45, 29), Papers(0, 0)
    result = counted(rules, items, heads, papers, [])
    return vote_of(
        ClosedRound(
            items=items,
            rules=rules,
            heads=heads,
            entitled=45,
            papers=papers,
            votes=None,
            result=result,
        )
    )


VOTES: dict[str, Callable[[], dict[str, Any]]] = {
    "named, choose, with a tie": named_with_tie,
    "paper, each, with a tie": paper_with_tie,
    "paper, grades": paper_of_grades,
    "named, each": named_each,
    "named, choose and each": named_choose_each,
    "too few, then enough": short_then_enough,
    "void, then again": void_then_again,
    "no quorum": no_quorum,
}


def sealed(file: dict[str, Any]) -> dict[str, Any]:
    """The file with all its digests made anew, as a careful forger does."""
    return {**file, "digests": digests_of(file)}


def run(path: Path, file: Any, *more: str) -> tuple[int, str]:
    """What the script says of the file, run on its own as anybody would: code, and what it says."""
    path.write_bytes(file if isinstance(file, bytes) else canonical(file))
    done = subprocess.run(
        [sys.executable, "-I", recount.__file__, str(path), *more],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONUTF8": "1"},
        cwd=path.parent,
    )
    return done.returncode, done.stdout or done.stderr


def recounted(file: dict[str, Any]) -> dict[str, Any]:
    """The same within this process, for many files."""
    return recount.recount(canonical(file))
