"""Satisfaction assessments as places hold them: none of these is law anywhere else."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from ballot_cases import (
    CONGRESS,
    GRADES,
    HALF,
    HALF_OR_MORE,
    VALIDITY,
    ZHENHAI,
    assessing,
    result,
    tier,
)

from core import (
    Blank,
    Consequence,
    CountBase,
    Counts,
    GradeRules,
    Heads,
    ItemCount,
    Mark,
    Papers,
    Share,
    Voids,
    count_ballots,
    tally,
    vote_faults,
)

ZHENHAI_VOTES = (
    *((28, 1, 0), (20, 8, 1), (26, 3, 0), (29, 0, 0)),
    *((17, 11, 1), (26, 3, 0), (17, 11, 1), (28, 1, 0)),
)


def counts(*votes: tuple[int, int, int], valid: int | None = None) -> Counts:
    items = tuple(ItemCount(grades=dict(zip(GRADES, one, strict=True))) for one in votes)
    return Counts(valid=sum(votes[0]) if valid is None else valid, void=0, items=items)


def assessed(grades: GradeRules, votes: Counts, due: int, failures: int = 0) -> Any:
    returned = votes.valid + votes.void
    done = tally(
        assessing(grades),
        [f"报告{place + 1}" for place in range(len(votes.items))],
        Heads(due, returned),
        Papers(returned, returned),
        votes,
        dict.fromkeys(range(len(votes.items)), failures),
    )
    return done.graded


def test_zhenhai_all_eight_are_satisfactory() -> None:
    graded = assessed(ZHENHAI, counts(*ZHENHAI_VOTES), 29)
    assert [one.result for one in graded] == ["满意"] * 8
    assert {one.consequence for one in graded} == {Consequence.PASS}
    assert graded[4].sentence == (
        "“报告5”：满意17票，基本满意11票，不满意1票；满意票17票，达到全体常委会组成人员29名的"
        "二分之一以上（即15票），测评结果为“满意”：通过。"
    )


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ((15, 0, 14), "满意"),
        ((14, 1, 14), "基本满意"),
        ((14, 15, 0), "基本满意"),
        ((14, 0, 15), "不满意"),
        ((0, 14, 15), "不满意"),
    ],
)
def test_zhenhai_goes_through_its_tiers_in_order(
    votes: tuple[int, int, int], expected: str
) -> None:
    assert assessed(ZHENHAI, counts(votes), 29)[0].result == expected


SHENZHEN = GradeRules(
    grades=GRADES,
    tiers=(tier("满意", ("满意", "基本满意"), HALF, CountBase.VALID),),
    otherwise="不满意",
    results=(
        result("满意", Consequence.ANNOUNCED),
        result("不满意", Consequence.ANNOUNCED),
    ),
)
ONE_MARK = msgspec.structs.replace(
    VALIDITY, two_marks=Voids.BALLOT, blank_item=Blank.VOID, blank_ballot=Blank.VOID
)


def test_shenzhen_counts_ballots_with_exactly_one_mark() -> None:
    rules = assessing(SHENZHEN, validity=ONE_MARK)
    ballots = [{0: "满意"}, {0: ("满意", "不满意")}, {}, {0: "基本满意"}, {0: "不满意"}]
    counted = count_ballots(rules, 1, ballots)
    assert (counted.valid, counted.void) == (3, 2)
    assert counted.items[0].grades == {"满意": 1, "基本满意": 1, "不满意": 1}
    done = tally(rules, ["报告"], Heads(9, 5), Papers(5, 5), ballots)
    assert done.graded[0].result == "满意"
    assert done.lines[-1].sentence == (
        "满意、基本满意票之和须达到有效票3张的过半数（即2票），方为“满意”。"
    )


def test_shenzhen_on_a_sheet_of_several_voids_the_item_only() -> None:
    validity = msgspec.structs.replace(ONE_MARK, two_marks=Voids.ITEM)
    first = tier("满意", ("满意",), HALF, CountBase.ITEM_VALID)
    rules = assessing(msgspec.structs.replace(SHENZHEN, tiers=(first,)), validity=validity)
    ballots = [
        {0: "满意", 1: "满意"},
        {0: "满意"},
        {0: "满意", 1: "不满意"},
        {0: ("满意", "不满意")},
    ]
    done = tally(rules, ["甲", "乙"], Heads(9, 5), Papers(5, 4), ballots)
    assert [(one.votes, one.void) for one in done.graded] == [((3, 0, 0), 1), ((1, 0, 1), 2)]
    assert [one.result for one in done.graded] == ["满意", "不满意"]


SHIQUAN = GradeRules(
    grades=GRADES,
    tiers=(tier("通过", ("满意",), HALF, CountBase.ALL),),
    otherwise="未通过",
    results=(
        result("通过", Consequence.PASS),
        result("未通过", Consequence.REPORT_AGAIN, Consequence.STRONGER_STEPS),
    ),
)


@pytest.mark.parametrize(
    ("satisfied", "failures", "consequence"),
    [
        (11, 0, Consequence.PASS),
        (11, 1, Consequence.PASS),
        (10, 0, Consequence.REPORT_AGAIN),
        (10, 1, Consequence.STRONGER_STEPS),
        (10, 2, Consequence.STRONGER_STEPS),
    ],
)
def test_shiquan_reports_again_and_takes_steps_after_two_failures(
    satisfied: int, failures: int, consequence: Consequence
) -> None:
    votes = counts((satisfied, 18 - satisfied, 0))
    assert assessed(SHIQUAN, votes, 20, failures)[0].consequence is consequence


def test_anhui_reports_again_at_the_next_meeting_each_time() -> None:
    anhui = msgspec.structs.replace(
        SHIQUAN,
        results=(result("通过", Consequence.PASS), result("未通过", Consequence.REPORT_AGAIN)),
    )
    for failures in range(3):
        found = assessed(anhui, counts((0, 10, 8)), 18, failures)[0]
        assert found.consequence is Consequence.REPORT_AGAIN


def test_hanyin_full_congress_all_ten_at_a_hundred_percent() -> None:
    hanyin = GradeRules(
        grades=GRADES,
        tiers=(tier("满意", ("满意", "基本满意"), Share(4, 5, False), CountBase.RETURNED),),
        otherwise="不满意",
        results=(result("满意", Consequence.PASS), result("不满意", Consequence.REPORT_AGAIN)),
    )
    rules = assessing(hanyin, quorum=CONGRESS.quorum, voters="代表")
    votes = counts(*[(150 - place, place, 0) for place in range(10)])
    done = tally(rules, list("甲乙丙丁戊己庚辛壬癸"), Heads(160, 150), Papers(150, 150), votes)
    assert {one.result for one in done.graded} == {"满意"}
    assert done.sentence == "测评10项，结果为“满意”10项。"
    assert done.quorum_line == 107


def test_longyou_in_three_grades() -> None:
    """152, 30 and 0 of 182 by the two tiers of Zhenhai."""
    assert assessed(ZHENHAI, counts((152, 30, 0)), 182)[0].result == "满意"
    assert HALF_OR_MORE.line(182) == 91


@pytest.mark.parametrize(
    ("item", "word"),
    [
        (ItemCount(approve=3), "须按满意、基本满意、不满意填写"),
        (ItemCount(grades={"满意": 3}), "须按满意"),
        (ItemCount(grades=dict(zip(GRADES, (2, 2, 0), strict=True))), "之和为4"),
        (ItemCount(grades=dict(zip(GRADES, (2, 0, 0), strict=True)), abstain=1), "没有弃权"),
    ],
)
def test_counts_that_are_no_assessment_are_said(item: ItemCount, word: str) -> None:
    votes = Counts(valid=3, void=0, items=(item,))
    rules = assessing(SHENZHEN, validity=ONE_MARK)
    faults = vote_faults(rules, ["报告"], Heads(3, 3), Papers(3, 3), votes)
    assert word in "".join(faults)


def test_an_approval_is_no_grade() -> None:
    with pytest.raises(ValueError, match="标记"):
        count_ballots(assessing(ZHENHAI), 1, [{0: Mark.APPROVE}])


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"grades": ()}, "不能为空"),
        ({"grades": ("满意", "满意")}, "重复"),
        ({"tiers": (tier("通过", ("很好",), HALF, CountBase.ALL),)}, "哪几个"),
        ({"tiers": ()}, "哪几个"),
        ({"otherwise": "通过"}, "后果"),
        ({"results": SHIQUAN.results[:1]}, "后果"),
        ({"results": (*SHIQUAN.results, SHIQUAN.results[0])}, "只写一次"),
    ],
)
def test_grades_that_lead_nowhere_are_refused(fields: dict[str, Any], word: str) -> None:
    given = {name: getattr(SHIQUAN, name) for name in SHIQUAN.__struct_fields__}
    with pytest.raises(ValueError, match=word):
        GradeRules(**{**given, **fields})
