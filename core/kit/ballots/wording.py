"""What is printed on a ballot, and what the executive chairperson reads out, in plain words.

How to mark and what voids an item or a ballot follow from the rules of the round, the same that
the counting goes by: nothing is printed that the counting would not do.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.kit.ballots.rules import BallotRules, Blank, Mark, Method, Voids
from core.kit.ballots.sheets import ItemTally, Tally

__all__ = [
    "announcement",
    "item_result",
    "mark_columns",
    "marking_sentences",
    "paper_name",
    "round_name",
]

MARK_WORDS = {Mark.APPROVE: "赞成", Mark.OPPOSE: "反对", Mark.ABSTAIN: "弃权"}
NUMBERS = "零一二三四五六七八九十"


def paper_name(rules: BallotRules) -> str:
    """What the paper is called."""
    return "测评票" if rules.method is Method.GRADES else "表决票"


def round_name(title: str, number: int) -> str:
    """The title of a round, with its number where it is not the first."""
    if number == 1:
        return title
    shown = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{title}（第{shown}轮）"


USUAL_SIGN = "√"
"""The sign to be put into a box, where practice names no other."""


def mark_columns(rules: BallotRules) -> tuple[str, ...]:
    """The columns with boxes: one for each mark that an item may bear."""
    if rules.grades:
        return rules.grades.grades
    if rules.method is Method.CHOOSE:
        return ("选择",)
    return tuple(MARK_WORDS[mark] for mark in Mark)


def marking_sentences(rules: BallotRules, size: int, sign: str = USUAL_SIGN) -> tuple[str, ...]:
    """How many are chosen, how to mark, what is void, and whether it is secret."""
    return (
        *_number_sentences(rules, size),
        _how_to_mark(rules, sign),
        *_void_sentences(rules),
        *_blank_sentences(rules),
        _secrecy(rules),
    )


def _number_sentences(rules: BallotRules, size: int) -> tuple[str, ...]:
    if rules.method is Method.GRADES:
        return (f"本次测评共{size}项。",)
    if rules.places is None:
        return (f"本次表决共{size}项，逐项表决，赞成的项数不限。",)
    number = rules.places.number
    if rules.limit is None:
        return (f"候选项目{size}项，应选{number}项；逐项表决，赞成的项数不限。",)
    return (f"候选项目{size}项，应选{number}项；您可以选{number}项，也可以少选，不能多选。",)


def _how_to_mark(rules: BallotRules, sign: str) -> str:
    if rules.method is Method.CHOOSE:
        return f"请在选中项目的方格内作标记“{sign}”，不选的项目不作标记。"
    words = "".join(f"“{word}”" for word in mark_columns(rules))
    return f"每一项请在{words}中选一个，在该栏的方格内作标记“{sign}”。"


def _void_sentences(rules: BallotRules) -> tuple[str, ...]:
    found = list[str]()
    if rules.limit is not None:
        word = "选中" if rules.method is Method.CHOOSE else "赞成"
        found.append(f"{word}的超过{rules.limit}项的，整张票无效。")
    if len(mark_columns(rules)) > 1:
        reach = {
            Voids.ITEM: "该项无效，不影响其他各项",
            Voids.BALLOT: "整张票无效",
        }
        found.append(f"同一项选了两个以上的，{reach[rules.validity.two_marks]}。")
    return tuple(found)


def _blank_sentences(rules: BallotRules) -> tuple[str, ...]:
    item, ballot = rules.validity.blank_item, rules.validity.blank_ballot
    if rules.method is Method.CHOOSE:
        said = "整张票无效" if ballot is Blank.VOID else "仍为有效票，视为各项都不选"
        return (f"整张票没有标记的，{said}。",)
    if item is ballot is Blank.ABSTAIN:
        return ("没有标记的项，视为弃权；整张票没有标记的，各项都视为弃权。",)
    of_item = "视为弃权" if item is Blank.ABSTAIN else "该项无效，不影响其他各项"
    of_ballot = "整张票无效" if ballot is Blank.VOID else "各项都视为弃权"
    return (f"没有标记的项，{of_item}；整张票没有标记的，{of_ballot}。",)


def _secrecy(rules: BallotRules) -> str:
    if rules.secret:
        return "本次采用无记名投票，请不要在票上写姓名。"
    return "本次采用记名投票，请在票末签名。"


def item_result(rules: BallotRules, one: ItemTally) -> str:
    """How an item came out, in a word or two."""
    if not one.passed:
        return "未通过"
    if rules.places is None:
        return "通过"
    if one.tied:
        return "得票相等"
    return "选定" if one.chosen else "通过，未选定"


def announcement(rules: BallotRules, name: str, counted: Tally) -> str:
    """What the executive chairperson reads out (宣布结果的文稿), a paragraph a line."""
    said = [
        f"各位{rules.voters}：",
        f"现在宣布“{name}”的结果。",
        "".join(line.sentence for line in counted.lines),
        *_results(counted),
        counted.sentence,
        *_chosen(rules, counted),
    ]
    return "\n".join(said)


def _results(counted: Tally) -> list[str]:
    every = (*counted.items, *counted.graded)
    if not every:
        return []
    return ["各项的结果是：", *(f"{one.item + 1}．{one.sentence}" for one in every)]


def _chosen(rules: BallotRules, counted: Tally) -> Sequence[str]:
    by_place = {one.item: one.title for one in counted.items}
    chosen = [by_place[item] for item in counted.chosen]
    if not chosen:
        return ()
    word = "通过" if rules.places is None else "选定"
    names = "".join(f"“{title}”" for title in chosen)
    return (f"现在宣布，{word}的项目为：{names}。",)
