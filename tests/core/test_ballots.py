"""The ballot kit: real votes of congresses, and every rule that a body may set otherwise."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from ballot_cases import (
    CONGRESS,
    HALF,
    HALF_OR_MORE,
    TWO_THIRDS,
    VALIDITY,
    ZHENHAI,
    approve,
    assessing,
    changed,
    choosing,
)

from core import (
    BallotRules,
    Blank,
    CountBase,
    Counts,
    FigureName,
    Heads,
    Inconsistent,
    ItemCount,
    Mark,
    Method,
    Next,
    Outcome,
    Papers,
    PassRule,
    Places,
    Quorum,
    Share,
    Shortage,
    ShortageRule,
    Tally,
    TiePolicy,
    TieRule,
    Voids,
    ballot_fault,
    count_ballots,
    items_for_next_round,
    rules_for_next_round,
    tally,
    vote_faults,
)

LISHUI = (Heads(327, 314), Papers(314, 314))


def counted(valid: int, *approvals: int, void: int = 0) -> Counts:
    """Counts by which everybody who does not approve of an item opposes it."""
    items = tuple(ItemCount(approve=one, oppose=valid - one) for one in approvals)
    return Counts(valid=valid, void=void, items=items)


def chosen_counts(valid: int, *approvals: int) -> Counts:
    items = tuple(ItemCount(approve=one) for one in approvals)
    return Counts(valid=valid, void=0, items=items)


def names(size: int) -> tuple[str, ...]:
    return tuple(f"项目{place + 1}" for place in range(size))


def of(rules: BallotRules, votes: Counts, heads: Heads, papers: Papers) -> Tally:
    return tally(rules, names(len(votes.items)), heads, papers, votes)


@pytest.mark.parametrize(
    ("share", "base", "line"),
    [
        (TWO_THIRDS, 327, 218),
        (HALF, 327, 164),
        (HALF, 326, 164),
        (HALF_OR_MORE, 326, 163),
        (HALF_OR_MORE, 29, 15),
        (TWO_THIRDS, 45, 30),
        (Share(2, 3, True), 45, 31),
        (Share(4, 5, False), 45, 36),
        (HALF_OR_MORE, 0, 1),
    ],
)
def test_a_share_is_a_whole_number_of_votes(share: Share, base: int, line: int) -> None:
    assert share.line(base) == line
    assert share.reached(line, base)
    assert not share.reached(line - 1, base)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (HALF, "全体代表的过半数"),
        (HALF_OR_MORE, "全体代表的二分之一以上"),
        (TWO_THIRDS, "全体代表的三分之二以上"),
        (Share(2, 3, True), "全体代表的三分之二以上（不含本数）"),
        (Share(85, 100, False), "全体代表的百分之八十五以上"),
        (Share(1, 1, False), "全体代表的全数"),
    ],
)
def test_a_share_is_said_as_rules_say_it(share: Share, text: str) -> None:
    assert share.worded("全体代表") == text


@pytest.mark.parametrize("parts", [(0, 2, False), (3, 2, False), (1, 1, True)])
def test_what_is_no_share_is_refused(parts: tuple[int, int, bool]) -> None:
    with pytest.raises(ValueError, match=r"比例|全数"):
        Share(*parts)


def test_lishui_line_and_quorum() -> None:
    done = of(CONGRESS, counted(314, 164, 163), *LISHUI)
    assert (done.quorum_line, done.pass_line) == (218, 164)
    assert [one.passed for one in done.items] == [True, False]
    assert done.outcome is Outcome.DECIDED


def test_the_sheet_can_be_read_out() -> None:
    done = of(CONGRESS, counted(313, 300, void=1), *LISHUI)
    assert [(line.name.value, line.number) for line in done.lines] == [
        ("due", 327),
        ("present", 314),
        ("issued", 314),
        ("returned", 314),
        ("valid", 313),
        ("void", 1),
        ("pass_line", 164),
    ]
    assert [line.sentence for line in done.lines] == [
        "应到代表327名。",
        "实到代表314名，达到应到代表327名的三分之二以上（即218名），符合法定人数。",
        "发出票314张。",
        "收回票314张，不多于发出的票数，本次表决有效。",
        "其中有效票313张。",
        "无效票1张。",
        "赞成票须达到全体代表327名的过半数（即164票），方为通过。",
    ]
    assert done.lines[-1].basis == "地方组织法第二十五条"
    assert done.lines[3].basis == "参照选举法第四十四条"
    assert done.items[0].sentence == ("“项目1”：赞成300票，反对13票，弃权0票；达到164票，通过。")


def test_one_present_too_few_is_no_quorum() -> None:
    papers = Papers(217, 217)
    done = of(CONGRESS, counted(217, 217), Heads(327, 217), papers)
    assert done.outcome is Outcome.NO_QUORUM
    assert not done.valid
    assert done.items == ()
    assert [line.name.value for line in done.lines] == ["due", "present"]
    assert of(CONGRESS, counted(218, 218), Heads(327, 218), Papers(218, 218)).valid


def test_more_returned_than_issued_voids_the_vote() -> None:
    done = of(CONGRESS, counted(314, 314), Heads(327, 314), Papers(313, 314))
    assert done.outcome is Outcome.VOID
    assert (done.items, done.basis) == ((), "参照选举法第四十四条")
    assert of(CONGRESS, counted(313, 313), Heads(327, 314), Papers(314, 313)).valid


def test_siping_two_to_one() -> None:
    """45 issued and returned; the winner had 93.3%, that is 42."""
    rules = choosing(1)
    done = of(rules, chosen_counts(45, 42, 3), Heads(45, 45), Papers(45, 45))
    assert done.chosen == (0,)
    assert round(done.items[0].approve * 100 / 45, 1) == 93.3


def test_liyang_ranks_twenty_and_takes_ten() -> None:
    approvals = [50 - place if place < 13 else 30 - place for place in range(20)]
    done = of(choosing(10), chosen_counts(70, *approvals), Heads(70, 70), Papers(70, 70))
    assert done.chosen == tuple(range(10))
    assert [one.rank for one in done.items] == list(range(1, 21))
    assert done.items[12].sentence == ("“项目13”：赞成38票；达到36票，通过，得票第13，未选定。")
    assert done.items[13].sentence == "“项目14”：赞成17票；未达到36票，未通过。"


def test_longyou_and_ningguo_pass_every_item() -> None:
    longyou = Counts(valid=182, void=0, items=(ItemCount(approve=152, oppose=30),))
    assert of(CONGRESS, longyou, Heads(182, 182), Papers(182, 182)).items[0].passed
    ningguo = Counts(
        valid=193,
        void=0,
        items=tuple(
            ItemCount(approve=a, oppose=o, abstain=193 - a - o)
            for a, o in [(182, 10), (185, 8)] * 5
        ),
    )
    done = of(CONGRESS, ningguo, Heads(193, 193), Papers(193, 193))
    assert (done.outcome, len(done.chosen)) == (Outcome.DECIDED, 10)


def test_a_tie_at_the_border_is_among_exactly_those() -> None:
    rules = choosing(3)
    done = of(rules, chosen_counts(20, 15, 12, 12, 12, 5), Heads(20, 20), Papers(20, 20))
    assert (done.outcome, done.chosen, done.tied) == (Outcome.TIE, (0,), (1, 2, 3))
    assert (done.places_left, done.then) == (2, Next.FURTHER_ROUND)
    assert done.sentence == (
        "应选3项，通过4项，选定1项；“项目2”“项目3”“项目4”得票相等，尚缺2项：就得票相等的再次投票。"
    )
    assert items_for_next_round(done) == (1, 2, 3)
    again = rules_for_next_round(rules, done)
    assert again.places == Places(number=2, basis="参照地方组织法第二十九条")
    assert again.pass_rule == rules.pass_rule
    second = of(again, chosen_counts(20, 11, 9, 20), Heads(20, 20), Papers(20, 20))
    assert second.chosen == (2, 0)


def test_equal_votes_that_all_have_a_place_are_no_tie() -> None:
    done = of(choosing(3), chosen_counts(20, 15, 12, 12, 11), Heads(20, 20), Papers(20, 20))
    assert (done.outcome, done.chosen) == (Outcome.DECIDED, (0, 1, 2))


def test_equal_votes_below_the_line_are_no_tie() -> None:
    done = of(choosing(2), chosen_counts(20, 15, 10, 10), Heads(20, 20), Papers(20, 20))
    assert (done.outcome, done.tied, done.places_left) == (Outcome.SHORT, (), 1)


@pytest.mark.parametrize("policy", list(Shortage))
def test_too_few_pass(policy: Shortage) -> None:
    rules = choosing(3, shortage=ShortageRule(policy=policy, basis="示例：办法第九条"))
    done = of(rules, chosen_counts(20, 5, 15, 7, 10), Heads(20, 20), Papers(20, 20))
    assert (done.outcome, done.chosen, done.places_left) == (Outcome.SHORT, (1,), 2)
    assert (done.then, done.basis) == (Next(policy.value), "示例：办法第九条")
    if policy is Shortage.FEWER:
        assert items_for_next_round(done) == ()
        with pytest.raises(ValueError, match="没有下一轮"):
            rules_for_next_round(rules, done)
    else:
        assert items_for_next_round(done) == (3, 2, 0)
        assert rules_for_next_round(rules, done).limit == 2


def test_ties_may_wait_for_the_next_meeting() -> None:
    rules = choosing(2, ties=TieRule(policy=TiePolicy.NEXT_MEETING, basis="示例"))
    done = of(rules, chosen_counts(9, 6, 6, 6), Heads(9, 9), Papers(9, 9))
    assert done.then is Next.NEXT_MEETING


@pytest.mark.parametrize(
    ("base", "line"),
    [
        (CountBase.ALL, 11),
        (CountBase.PRESENT, 10),
        (CountBase.RETURNED, 9),
        (CountBase.VALID, 8),
        (CountBase.ITEM_VALID, 7),
    ],
)
def test_every_base_counts_its_own(base: CountBase, line: int) -> None:
    rules = changed(CONGRESS, pass_rule=PassRule(share=HALF, base=base, basis="示例"))
    item = ItemCount(approve=9, oppose=3, void=2)
    votes = Counts(valid=14, void=2, items=(item,))
    done = of(rules, votes, Heads(20, 18), Papers(17, 16))
    assert done.items[0].line == line
    assert done.pass_line == (None if base is CountBase.ITEM_VALID else line)


def marked(method: Method = Method.EACH, **validity: Any) -> BallotRules:
    rules = msgspec.structs.replace(VALIDITY, **validity)
    places = None if method is Method.EACH else Places(number=2, basis="示例")
    return changed(CONGRESS, method=method, validity=rules, places=places)


TWICE = {0: (Mark.APPROVE, Mark.OPPOSE), 1: Mark.APPROVE}


@pytest.mark.parametrize(
    ("rules", "ballot", "expected"),
    [
        (marked(), TWICE, (1, ItemCount(void=1), ItemCount(approve=1))),
        (marked(two_marks=Voids.BALLOT), TWICE, (0, ItemCount(), ItemCount())),
        (marked(), approve(1), (1, ItemCount(abstain=1), ItemCount(approve=1))),
        (
            marked(blank_item=Blank.VOID),
            approve(1),
            (1, ItemCount(void=1), ItemCount(approve=1)),
        ),
        (marked(), {}, (1, ItemCount(abstain=1), ItemCount(abstain=1))),
        (marked(blank_ballot=Blank.VOID), {}, (0, ItemCount(), ItemCount())),
        (
            marked(blank_item=Blank.VOID),
            {},
            (1, ItemCount(abstain=1), ItemCount(abstain=1)),
        ),
        (marked(Method.CHOOSE), approve(1), (1, ItemCount(), ItemCount(approve=1))),
        (
            marked(),
            {0: (Mark.APPROVE, Mark.APPROVE)},
            (1, ItemCount(approve=1), ItemCount(abstain=1)),
        ),
    ],
)
def test_what_voids_an_item_or_a_ballot_is_a_setting(
    rules: BallotRules, ballot: Any, expected: tuple[int, ItemCount, ItemCount]
) -> None:
    counts = count_ballots(rules, 2, [ballot])
    assert (counts.valid, *counts.items) == expected
    assert counts.valid + counts.void == 1


@pytest.mark.parametrize("method", [Method.CHOOSE, Method.CHOOSE_EACH])
def test_too_many_approvals_void_the_ballot(method: Method) -> None:
    rules = marked(method)
    assert ballot_fault(rules, approve(0, 1)) is None
    assert ballot_fault(rules, approve(0, 1, 2)) == "赞成3项，多于应选的2项，该票无效。"
    assert ballot_fault(marked(Method.EACH), approve(0, 1, 2)) is None


@pytest.mark.parametrize(("ballot", "word"), [({0: "maybe"}, "标记"), ({7: "approve"}, "第8项")])
def test_a_foreign_mark_is_no_vote(ballot: Any, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        count_ballots(CONGRESS, 2, [ballot])
    with pytest.raises(ValueError, match="标记"):
        count_ballots(marked(Method.CHOOSE), 2, [{0: Mark.OPPOSE}])


ROOM = (Heads(20, 18), Papers(17, 16))
GOOD = Counts(valid=15, void=1, items=(ItemCount(approve=9, oppose=4, abstain=2),))


@pytest.mark.parametrize(
    ("heads", "papers", "votes", "word"),
    [
        (Heads(20, 21), Papers(17, 16), GOOD, "多于应到"),
        (Heads(0, 0), Papers(0, 0), GOOD, "应到人数不能为零"),
        (Heads(20, 18), Papers(19, 16), GOOD, "多于实到"),
        (Heads(20, 18), Papers(17, 15), GOOD, "不等于收回的15张"),
        (*ROOM, msgspec.structs.replace(GOOD, items=()), "填写了0项"),
        (*ROOM, counted(15, 16, void=1), "不能小于零"),
        (*ROOM, Counts(valid=15, void=1, items=(ItemCount(approve=9, oppose=4),)), "之和为13"),
    ],
)
def test_contradictions_are_said(heads: Heads, papers: Papers, votes: Counts, word: str) -> None:
    faults = vote_faults(CONGRESS, names(1), heads, papers, votes)
    assert any(word in fault for fault in faults)
    with pytest.raises(Inconsistent, match=word):
        tally(CONGRESS, names(1), heads, papers, votes)


def test_consistent_numbers_have_no_fault() -> None:
    assert vote_faults(CONGRESS, names(1), *ROOM, GOOD) == ()


@pytest.mark.parametrize(
    ("rules", "items", "word"),
    [
        (choosing(1), [ItemCount(approve=9), ItemCount(approve=7)], "赞成共16票，多于"),
        (choosing(1), [ItemCount(approve=9), ItemCount(oppose=1)], "没有反对"),
        (choosing(2), [ItemCount(approve=16), ItemCount()], "在零与有效票15张之间"),
        (
            choosing(1, validity=msgspec.structs.replace(VALIDITY, blank_ballot=Blank.VOID)),
            [ItemCount(approve=9), ItemCount(approve=5)],
            "少于有效票15张",
        ),
        (
            choosing(1, Method.CHOOSE_EACH),
            [ItemCount(approve=9, oppose=6), ItemCount(approve=7, oppose=8)],
            "赞成共16票，多于",
        ),
        (
            marked(two_marks=Voids.BALLOT),
            [ItemCount(approve=14, void=1), ItemCount(approve=15)],
            "没有单项无效",
        ),
    ],
)
def test_counts_that_no_ballots_can_give_are_said(
    rules: BallotRules, items: Sequence[ItemCount], word: str
) -> None:
    votes = Counts(valid=15, void=1, items=tuple(items))
    faults = vote_faults(rules, names(2), *ROOM, votes)
    assert len(faults) == 1
    assert word in faults[0]


@pytest.mark.parametrize(
    ("places", "candidates", "fits"),
    [
        (Places(number=10, basis="示例"), 10, True),
        (Places(number=10, basis="示例"), 9, False),
        (Places(number=10, basis="示例", least_extra=2, most_extra=5), 11, False),
        (Places(number=10, basis="示例", least_extra=2, most_extra=5), 12, True),
        (Places(number=10, basis="示例", least_extra=2, most_extra=5), 15, True),
        (Places(number=10, basis="示例", least_extra=2, most_extra=5), 16, False),
        (Places(number=10, basis="示例", most_extra=0), 10, True),
        (Places(number=10, basis="示例", most_extra=0), 11, False),
    ],
)
def test_bounds_of_a_multi_candidate_vote(places: Places, candidates: int, fits: bool) -> None:
    assert (places.fault(candidates) is None) is fits


def test_bounds_are_said_with_their_basis() -> None:
    places = Places(number=10, basis="示例：办法第三条", least_extra=2, most_extra=5)
    assert places.fault(10) == ("应选10项，候选须为12至15项，现有10项（依据：示例：办法第三条）。")


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"method": Method.CHOOSE}, "应选项数"),
        ({"pass_rule": None}, "赞成多少"),
        ({"method": Method.GRADES}, "等次"),
        ({"places": Places(number=1, basis="示例"), "ties": None}, "得票相等"),
    ],
)
def test_rules_that_decide_nothing_are_refused(fields: dict[str, Any], word: str) -> None:
    given = {name: getattr(CONGRESS, name) for name in CONGRESS.__struct_fields__}
    with pytest.raises(ValueError, match=word):
        BallotRules(**{**given, **fields})


def test_a_quorum_is_of_those_due() -> None:
    with pytest.raises(ValueError, match="法定人数以应到"):
        Quorum(share=HALF, basis="示例", base=CountBase.PRESENT)


@pytest.mark.parametrize("rules", [CONGRESS, choosing(2), assessing(ZHENHAI)])
def test_a_round_freezes_its_rules_and_its_tally(rules: BallotRules) -> None:
    stored = json.loads(json.dumps(msgspec.to_builtins(rules)))
    assert msgspec.convert(stored, BallotRules) == rules


def test_a_tally_travels_as_json() -> None:
    done = of(choosing(2), chosen_counts(9, 6, 6, 6), Heads(9, 9), Papers(9, 9))
    stored = json.loads(msgspec.json.encode(done))
    assert msgspec.convert(stored, Tally) == done


def test_a_figure_is_found_by_name() -> None:
    done = of(CONGRESS, GOOD, *ROOM)
    figure = done.line(FigureName.RETURNED)
    assert figure is not None
    assert figure.number == 16
