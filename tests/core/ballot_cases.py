"""Rules as congresses have them, and votes made up at random, for the tests of the ballot kit."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st

from core import (
    BallotRules,
    Blank,
    Consequence,
    CountBase,
    GradeResult,
    GradeRules,
    Heads,
    Mark,
    Method,
    Papers,
    PassRule,
    Places,
    Quorum,
    Share,
    Shortage,
    ShortageRule,
    TiePolicy,
    Tier,
    TieRule,
    Validity,
    Voids,
)

HALF = Share(1, 2, True)
HALF_OR_MORE = Share(1, 2, False)
TWO_THIRDS = Share(2, 3, False)
GRADES = ("满意", "基本满意", "不满意")

VALIDITY = Validity(
    two_marks=Voids.ITEM,
    blank_item=Blank.ABSTAIN,
    blank_ballot=Blank.ABSTAIN,
    ballot_basis="示例：票决办法",
    whole_basis="参照选举法第四十四条",
)
CONGRESS = BallotRules(
    method=Method.EACH,
    secret=True,
    voters="代表",
    basis="示例：票决办法",
    validity=VALIDITY,
    quorum=Quorum(share=TWO_THIRDS, basis="地方组织法第十四条"),
    pass_rule=PassRule(share=HALF, base=CountBase.ALL, basis="地方组织法第二十五条"),
    ties=TieRule(policy=TiePolicy.FURTHER_ROUND, basis="参照地方组织法第二十九条"),
    shortage=ShortageRule(policy=Shortage.NEXT_ROUND, basis="参照地方组织法第二十九条"),
)


def changed(rules: BallotRules, **fields: Any) -> BallotRules:
    return msgspec.structs.replace(rules, **fields)


def choosing(number: int, method: Method = Method.CHOOSE, **fields: Any) -> BallotRules:
    places = Places(number=number, basis="示例：票决办法")
    return changed(CONGRESS, method=method, places=places, **fields)


def tier(title: str, grades: tuple[str, ...], share: Share, base: CountBase) -> Tier:
    return Tier(title=title, grades=grades, share=share, base=base, basis=f"示例：{title}的标准")


def result(title: str, *consequences: Consequence) -> GradeResult:
    return GradeResult(title=title, consequences=consequences, basis=f"示例：{title}的处理")


def assessing(grades: GradeRules, **fields: Any) -> BallotRules:
    empty = {"pass_rule": None, "places": None, "ties": None, "shortage": None, "quorum": None}
    given = {"voters": "常委会组成人员", **empty, "grades": grades, **fields}
    return changed(CONGRESS, method=Method.GRADES, **given)


ZHENHAI = GradeRules(
    grades=GRADES,
    tiers=(
        tier("满意", ("满意",), HALF_OR_MORE, CountBase.ALL),
        tier("基本满意", ("满意", "基本满意"), HALF_OR_MORE, CountBase.ALL),
    ),
    otherwise="不满意",
    results=(
        result("满意", Consequence.PASS),
        result("基本满意", Consequence.PASS),
        result("不满意", Consequence.ANNOUNCED),
    ),
)

shares = st.tuples(st.integers(1, 12), st.integers(1, 12), st.booleans()).map(
    lambda drawn: Share(
        min(drawn[:2]), max(drawn[:2]), drawn[2] and min(drawn[:2]) < max(drawn[:2])
    )
)


class Vote(msgspec.Struct):
    """One round made up: what goes into `tally`."""

    rules: BallotRules
    titles: tuple[str, ...]
    heads: Heads
    papers: Papers
    ballots: list[dict[int, tuple[str, ...]]]


@st.composite
def random_rules(draw: st.DrawFn, size: int) -> BallotRules:
    method = draw(st.sampled_from([Method.EACH, Method.CHOOSE, Method.CHOOSE_EACH]))
    base = draw(st.sampled_from(list(CountBase)))
    places = Places(number=draw(st.integers(1, size)), basis="示例")
    bare = method is Method.EACH and draw(st.booleans())
    return changed(
        CONGRESS,
        method=method,
        secret=draw(st.booleans()),
        places=None if bare else places,
        validity=Validity(
            two_marks=draw(st.sampled_from(Voids)),
            blank_item=draw(st.sampled_from(Blank)),
            blank_ballot=draw(st.sampled_from(Blank)),
            ballot_basis="示例",
            whole_basis="示例",
        ),
        quorum=draw(st.none() | st.builds(Quorum, share=shares, basis=st.just("示例"))),
        pass_rule=PassRule(share=draw(shares), base=base, basis="示例"),
        ties=TieRule(policy=draw(st.sampled_from(TiePolicy)), basis="示例"),
        shortage=ShortageRule(policy=draw(st.sampled_from(Shortage)), basis="示例"),
    )


def ballot_of(rules: BallotRules, size: int) -> st.SearchStrategy[dict[int, tuple[str, ...]]]:
    marks = [str(mark) for mark in rules.marks]
    some = st.lists(st.sampled_from(marks), max_size=2).map(tuple)
    return st.dictionaries(st.integers(0, size - 1), some, max_size=size)


@st.composite
def votes(draw: st.DrawFn, grades: bool = False) -> Vote:
    size = draw(st.integers(1, 5))
    rules = assessing(ZHENHAI) if grades else draw(random_rules(size))
    ballots = draw(st.lists(ballot_of(rules, size), max_size=12))
    returned = len(ballots)
    issued = draw(st.integers(max(0, returned - 1), returned + 3))
    present = draw(st.integers(issued, issued + 3))
    due = draw(st.integers(max(1, present), present + 6))
    titles = tuple(f"项目{place + 1}" for place in range(size))
    return Vote(rules, titles, Heads(due, present), Papers(issued, returned), ballots)


def approve(*items: int) -> dict[int, str]:
    return dict.fromkeys(items, Mark.APPROVE)
