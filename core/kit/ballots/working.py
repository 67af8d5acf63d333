"""计票单上每一个数的句子：监票人照着念，听的人知道凭什么。"""

from __future__ import annotations

from collections.abc import Sequence

from core.kit.ballots.counting import Numbers
from core.kit.ballots.grades import CONSEQUENCE_TITLES, GradeRules, Tier
from core.kit.ballots.rules import BallotRules, Method, PassRule, Places
from core.kit.ballots.shares import CountBase, Share
from core.kit.ballots.sheets import (
    Figure,
    FigureName,
    ItemCount,
    ItemGrade,
    ItemTally,
    Next,
    Outcome,
)

__all__ = [
    "NO_QUORUM",
    "VOID",
    "assessed_sentence",
    "common_line",
    "figures",
    "grade_sentence",
    "head_figures",
    "item_sentence",
    "line_grades",
    "outcome_sentence",
    "paper_figures",
]

NO_QUORUM = "实到人数不足法定人数，不能表决。"
VOID = "收回的票数多于发出的票数，本次表决无效，须重新表决。"

NEXT_TEXTS = {
    Next.FURTHER_ROUND: "就得票相等的再次投票",
    Next.NEXT_ROUND: "就未选定的再次投票",
    Next.NEXT_MEETING: "留待下次会议表决",
    Next.FEWER: "不再补选，以已选定的为准",
}


def base_text(rules: BallotRules, base: CountBase, number: int) -> str:
    """全体代表327名、有效票313张。"""
    words = {
        CountBase.ALL: f"全体{rules.voters}{number}名",
        CountBase.PRESENT: f"到会{rules.voters}{number}名",
        CountBase.RETURNED: f"收回的票{number}张",
        CountBase.VALID: f"有效票{number}张",
        CountBase.ITEM_VALID: f"该项有效票{number}张",
    }
    return words[base]


def head_figures(rules: BallotRules, numbers: Numbers) -> tuple[Figure, ...]:
    """应到、实到。"""
    basis = rules.quorum.basis if rules.quorum else rules.basis
    due, present = numbers.heads.due, numbers.heads.present
    return (
        _figure(FigureName.DUE, due, f"应到{rules.voters}{due}名。", basis),
        _figure(FigureName.PRESENT, present, _present_sentence(rules, numbers), basis),
    )


def _figure(name: FigureName, number: int, sentence: str, basis: str) -> Figure:
    return Figure(name=name, number=number, sentence=sentence, basis=basis)


def _present_sentence(rules: BallotRules, numbers: Numbers) -> str:
    due, present = numbers.heads.due, numbers.heads.present
    lead = f"实到{rules.voters}{present}名"
    if rules.quorum is None:
        return f"{lead}。"
    line = rules.quorum.share.line(due)
    demand = f"{rules.quorum.share.worded(f'应到{rules.voters}{due}名')}（即{line}名）"
    if present >= line:
        return f"{lead}，达到{demand}，符合法定人数。"
    return f"{lead}，未达到{demand}，不符合法定人数。"


def paper_figures(rules: BallotRules, numbers: Numbers) -> tuple[Figure, ...]:
    """发出、收回，以及整次表决因此有效还是无效。"""
    issued, returned = numbers.papers.issued, numbers.papers.returned
    said = "多于发出的票数，本次表决无效" if returned > issued else "不多于发出的票数，本次表决有效"
    sentence = f"收回票{returned}张，{said}。"
    return (
        _figure(FigureName.ISSUED, issued, f"发出票{issued}张。", rules.basis),
        _figure(FigureName.RETURNED, returned, sentence, rules.validity.whole_basis),
    )


def figures(rules: BallotRules, numbers: Numbers) -> tuple[Figure, ...]:
    """Every number of the sheet of a vote that counts, in the order in which it is read out."""
    valid, void, basis = numbers.counts.valid, numbers.counts.void, rules.validity.ballot_basis
    return (
        *head_figures(rules, numbers),
        *paper_figures(rules, numbers),
        _figure(FigureName.VALID, valid, f"其中有效票{valid}张。", basis),
        _figure(FigureName.VOID, void, f"无效票{void}张。", basis),
        *_line_figures(rules, numbers),
    )


def common_line(rule: PassRule, numbers: Numbers) -> int | None:
    """The pass line, if it is the same for every item."""
    return None if rule.base is CountBase.ITEM_VALID else rule.share.line(numbers.of(rule.base))


def _line_figures(rules: BallotRules, numbers: Numbers) -> tuple[Figure, ...]:
    rule = rules.pass_rule
    if rules.grades:
        return _tier_figures(rules, rules.grades, numbers)
    if rule is None or rule.base is CountBase.ITEM_VALID:
        return ()
    demand = _demand(rules, rule.share, rule.base, numbers.of(rule.base))
    line = rule.share.line(numbers.of(rule.base))
    sentence = f"赞成票须达到{demand}，方为通过。"
    return (_figure(FigureName.PASS_LINE, line, sentence, rule.basis),)


def line_grades(rules: BallotRules) -> tuple[str, ...]:
    """Of which result each line of an assessment is that is the same for every item."""
    tiers = rules.grades.tiers if rules.grades else ()
    return tuple(one.title for one in tiers if one.base is not CountBase.ITEM_VALID)


def _tier_figures(rules: BallotRules, grades: GradeRules, numbers: Numbers) -> tuple[Figure, ...]:
    return tuple(
        _figure(
            FigureName.PASS_LINE,
            tier.share.line(numbers.of(tier.base)),
            f"{_sum_text(tier)}须达到{_demand(rules, tier.share, tier.base, numbers.of(tier.base))}"
            f"，方为“{tier.title}”。",
            tier.basis,
        )
        for tier in grades.tiers
        if tier.base is not CountBase.ITEM_VALID
    )


def _demand(rules: BallotRules, share: Share, base: CountBase, number: int) -> str:
    return f"{share.worded(base_text(rules, base, number))}（即{share.line(number)}票）"


def _sum_text(tier: Tier) -> str:
    if len(tier.grades) == 1:
        return f"{tier.grades[0]}票"
    return f"{'、'.join(tier.grades)}票之和"


def item_sentence(rules: BallotRules, one: ItemTally) -> str:
    """“农贸市场改造”：赞成300票，反对10票，弃权4票；达到164票，通过，得票第1，选定。"""
    votes = [f"赞成{one.approve}票"]
    if rules.method is not Method.CHOOSE:
        votes += [f"反对{one.oppose}票", f"弃权{one.abstain}票"]
    if one.void:
        votes.append(f"该项无效{one.void}票")
    return f"“{one.title}”：{'，'.join(votes)}；{_standing(rules, one)}。"


def _standing(rules: BallotRules, one: ItemTally) -> str:
    if not one.passed:
        return f"未达到{one.line}票，未通过"
    passed = f"达到{one.line}票，通过"
    if rules.places is None:
        return passed
    if one.tied:
        return f"{passed}，得票第{one.rank}，与其他项得票相等，尚未选定"
    return f"{passed}，得票第{one.rank}，{'选定' if one.chosen else '未选定'}"


def outcome_sentence(
    places: Places | None,
    outcome: Outcome,
    then: Next | None,
    tied: Sequence[str],
    counts: tuple[int, int, int],
) -> str:
    """How the round ended, and what the rules say comes next; counts: passed, chosen, left."""
    passed, chosen, left = counts
    if places is None:
        return f"通过{passed}项。"
    lead = f"应选{places.number}项，通过{passed}项，选定{chosen}项"
    next_text = f"：{NEXT_TEXTS[then]}" if then else ""
    if outcome is Outcome.TIE:
        names = "".join(f"“{title}”" for title in tied)
        return f"{lead}；{names}得票相等，尚缺{left}项{next_text}。"
    if outcome is Outcome.SHORT:
        return f"{lead}；尚缺{left}项{next_text}。"
    return f"{lead}。"


def assessed_sentence(graded: Sequence[ItemGrade]) -> str:
    """每种结果各有几项。"""
    titles = list(dict.fromkeys(one.result for one in graded))
    parts = [f"“{title}”{sum(one.result == title for one in graded)}项" for title in titles]
    return f"测评{len(graded)}项，结果为{'，'.join(parts)}。"


def grade_sentence(
    rules: BallotRules,
    grades: GradeRules,
    one: ItemGrade,
    tier: Tier | None,
    numbers: Numbers,
    item: ItemCount,
) -> str:
    """“报告”：满意28票，基本满意1票，不满意0票；满意票28票，达到……，结果为“满意”：通过。"""
    votes = [f"{grade}{number}票" for grade, number in zip(grades.grades, one.votes, strict=True)]
    votes += [f"弃权{one.abstain}票"] if one.abstain else []
    votes += [f"该项无效{one.void}票"] if one.void else []
    why = _tier_text(rules, tier, numbers, item) if tier else "各档均未达到"
    result = f"测评结果为“{one.result}”：{CONSEQUENCE_TITLES[one.consequence]}"
    return f"“{one.title}”：{'，'.join(votes)}；{why}，{result}。"


def _tier_text(rules: BallotRules, tier: Tier, numbers: Numbers, item: ItemCount) -> str:
    votes = sum(item.grades[grade] for grade in tier.grades)
    base = numbers.of(tier.base, item)
    return f"{_sum_text(tier)}{votes}票，达到{_demand(rules, tier.share, tier.base, base)}"
