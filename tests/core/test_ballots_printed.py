"""What is printed on a ballot is what the counting does, whatever the rules are."""

import io
from datetime import date
from itertools import product
from typing import Any

import docx
import pytest

from core.kit.ballots.counting import ballot_fault, count_ballots
from core.kit.ballots.grades import Consequence, GradeResult, GradeRules, Tier
from core.kit.ballots.rules import (
    BallotRules,
    Blank,
    Mark,
    Method,
    PassRule,
    Places,
    Shortage,
    ShortageRule,
    TiePolicy,
    TieRule,
    Validity,
    Voids,
)
from core.kit.ballots.shares import CountBase, Share
from core.kit.ballots.sheet_leaves import Head, ballot_leaf
from core.kit.ballots.wording import mark_columns, marking_sentences, round_name
from core.kit.official.leaves import write_word

HALF = Share(1, 2, strict=True)
GRADES = GradeRules(
    grades=("满意", "基本满意", "不满意"),
    tiers=(Tier(title="满意", grades=("满意",), share=HALF, base=CountBase.VALID, basis="甲"),),
    otherwise="不满意",
    results=(
        GradeResult(title="满意", consequences=(Consequence.PASS,), basis="甲"),
        GradeResult(title="不满意", consequences=(Consequence.REPORT_AGAIN,), basis="甲"),
    ),
)
VALIDITIES = [
    Validity(
        two_marks=two, blank_item=item, blank_ballot=ballot, ballot_basis="乙", whole_basis="乙"
    )
    for two, item, ballot in product(Voids, Blank, Blank)
]
RULED = [(method, validity) for method in Method for validity in VALIDITIES]


def rules_for(method: Method, validity: Validity, *, secret: bool = True) -> BallotRules:
    graded = method is Method.GRADES
    placed = method in (Method.CHOOSE, Method.CHOOSE_EACH)
    return BallotRules(
        method=method,
        secret=secret,
        voters="代表",
        basis="票决办法",
        validity=validity,
        pass_rule=None if graded else PassRule(share=HALF, base=CountBase.ALL, basis="甲"),
        places=Places(number=2, basis="甲") if placed else None,
        ties=TieRule(policy=TiePolicy.FURTHER_ROUND, basis="甲") if placed else None,
        shortage=ShortageRule(policy=Shortage.FEWER, basis="甲") if placed else None,
        grades=GRADES if graded else None,
    )


@pytest.mark.parametrize(("method", "validity"), RULED)
def test_a_ballot_tells_what_the_counting_does(method: Method, validity: Validity) -> None:
    rules = rules_for(method, validity)
    said = "".join(marking_sentences(rules, 4))
    blank = "整张票没有标记的，整张票无效"
    assert (blank in said) == (ballot_fault(rules, {}) is not None)
    if len(rules.marks) > 1:
        twice = {0: rules.marks[:2], 1: rules.marks[0]}
        void = ballot_fault(rules, twice) is not None
        assert ("同一项选了两个以上的，整张票无效" in said) == void
        assert ("同一项选了两个以上的，该项无效" in said) == (not void)
        item = count_ballots(rules, 4, [{1: rules.marks[0]}]).items[0]
        assert ("没有标记的项，该项无效" in said) == (item.void == 1)
        assert ("没有标记的项，视为弃权" in said) == (item.abstain == 1)
    else:
        assert "同一项" not in said


@pytest.mark.parametrize("method", [Method.CHOOSE, Method.CHOOSE_EACH])
def test_more_than_the_number_to_choose_voids_the_ballot(method: Method) -> None:
    rules = rules_for(method, VALIDITIES[0])
    said = "".join(marking_sentences(rules, 4))
    assert "候选项目4项，应选2项" in said
    assert "超过2项的，整张票无效" in said
    chosen = dict.fromkeys(range(3), Mark.APPROVE)
    assert ballot_fault(rules, chosen) is not None
    del chosen[0]
    assert ballot_fault(rules, chosen) is None


@pytest.mark.parametrize("method", list(Method))
def test_every_mark_has_a_column_with_a_box_for_each_item(method: Method) -> None:
    rules = rules_for(method, VALIDITIES[0])
    head = Head(
        body="某镇人民代表大会",
        meeting="第二次会议",
        title="票决",
        number=2,
        begins_on=date(2025, 2, 10),
    )
    leaf = ballot_leaf(head, rules, ["项目甲", "项目乙"])
    document: Any = docx.Document(io.BytesIO(write_word(leaf, "")))
    (table,) = document.tables
    heads, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert tuple(heads[2:]) == mark_columns(rules)
    assert len(mark_columns(rules)) == len(rules.marks)
    assert [row[:2] for row in rows] == [["1", "项目甲"], ["2", "项目乙"]]
    assert all(set(row[2:]) == {"□"} for row in rows)
    assert "票决（第二轮）" in [line.text for line in document.paragraphs]


def test_the_paper_asks_for_a_name_only_where_votes_are_public() -> None:
    public = "".join(marking_sentences(rules_for(Method.EACH, VALIDITIES[0], secret=False), 3))
    hidden = "".join(marking_sentences(rules_for(Method.EACH, VALIDITIES[0]), 3))
    assert "签名" in public
    assert "签名" not in hidden
    assert "无记名" in hidden


def test_the_first_round_needs_no_number() -> None:
    assert round_name("票决", 1) == "票决"
    assert round_name("票决", 12) == "票决（第12轮）"
