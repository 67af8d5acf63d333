"""把一张一张的票数成各项的票数，并检查填写的数有没有矛盾。

What voids an item or a ballot is the rules' choice. Numbers that contradict each other are never
counted on with: each contradiction is a sentence, and the tellers count again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from core.kit.ballots.rules import BallotRules, Blank, Mark, Method, Voids
from core.kit.ballots.shares import CountBase
from core.kit.ballots.sheets import Ballot, Counts, Heads, ItemCount, Papers

__all__ = ["Numbers", "ballot_fault", "count_ballots", "count_faults", "number_faults"]

VOID = "void"


class Numbers(NamedTuple):
    """Everything that was counted in one round."""

    heads: Heads
    papers: Papers
    counts: Counts

    def of(self, base: CountBase, item: ItemCount | None = None) -> int:
        """How many the base is; for one item, if the base differs by item."""
        numbers = {
            CountBase.ALL: self.heads.due,
            CountBase.PRESENT: self.heads.present,
            CountBase.RETURNED: self.papers.returned,
            CountBase.VALID: self.counts.valid,
            CountBase.ITEM_VALID: self.counts.valid - (item.void if item else 0),
        }
        return numbers[base]


def ballot_fault(rules: BallotRules, ballot: Ballot) -> str | None:
    """Why the ballot as a whole is void, or None."""
    marks = {item: _marks_at(ballot, item) for item in ballot}
    if rules.validity.two_marks is Voids.BALLOT and any(len(one) > 1 for one in marks.values()):
        return "同一项有两种以上标记，该票无效。"
    if not any(marks.values()) and rules.validity.blank_ballot is Blank.VOID:
        return "全票没有标记，该票无效。"
    approvals = sum(one == {Mark.APPROVE} for one in marks.values())
    if rules.limit is not None and approvals > rules.limit:
        return f"赞成{approvals}项，多于应选的{rules.limit}项，该票无效。"
    return None


def _marks_at(ballot: Ballot, item: int) -> set[str]:
    """What stands at one item; the same mark made twice is one mark."""
    marks = ballot.get(item, ())
    return {marks} if isinstance(marks, str) else set(marks)


def count_ballots(rules: BallotRules, size: int, ballots: Sequence[Ballot]) -> Counts:
    """The counts of `size` items; raises ValueError on a mark that the method does not know."""
    for ballot in ballots:
        _refuse_foreign(rules, size, ballot)
    valid = [ballot for ballot in ballots if ballot_fault(rules, ballot) is None]
    items = tuple(_count_item(rules, valid, item) for item in range(size))
    return Counts(valid=len(valid), void=len(ballots) - len(valid), items=items)


def _refuse_foreign(rules: BallotRules, size: int, ballot: Ballot) -> None:
    for item in ballot:
        if not 0 <= item < size:
            raise ValueError(f"没有第{item + 1}项。")
        if foreign := _marks_at(ballot, item) - set(rules.marks):
            raise ValueError(f"第{item + 1}项的标记{sorted(foreign)}不属于本次表决的方式。")


def _count_item(rules: BallotRules, valid: Sequence[Ballot], item: int) -> ItemCount:
    votes = Counter(_vote_at(rules, ballot, item) for ballot in valid)
    grades = rules.grades.grades if rules.grades else ()
    return ItemCount(
        approve=votes[Mark.APPROVE],
        oppose=votes[Mark.OPPOSE],
        abstain=votes[Mark.ABSTAIN],
        void=votes[VOID],
        grades={grade: votes[grade] for grade in grades},
    )


def _vote_at(rules: BallotRules, ballot: Ballot, item: int) -> str | None:
    """What a valid ballot says of an item; None where the method counts nothing for it."""
    marks = _marks_at(ballot, item)
    if len(marks) == 1:
        return marks.pop()
    if marks:
        return VOID
    if rules.method is Method.CHOOSE:
        return None
    blank = not any(_marks_at(ballot, other) for other in ballot)
    meaning = rules.validity.blank_ballot if blank else rules.validity.blank_item
    return VOID if meaning is Blank.VOID else Mark.ABSTAIN


def number_faults(
    rules: BallotRules, titles: Sequence[str], heads: Heads, papers: Papers
) -> list[str]:
    """Contradictions in heads, papers and the number of items, before any ballot is looked at."""
    found = list(_head_faults(heads, papers))
    if not titles:
        found.append("没有表决的项目。")
    if rules.places and (fault := rules.places.fault(len(titles))):
        found.append(fault)
    return found


def _head_faults(heads: Heads, papers: Papers) -> Iterator[str]:
    if min(heads.present, papers.issued, papers.returned) < 0 or heads.due < 1:
        yield "人数、票数不能小于零，应到人数不能为零。"
    if heads.present > heads.due:
        yield f"实到{heads.present}名，多于应到的{heads.due}名。"
    if papers.issued > heads.present:
        yield f"发出{papers.issued}张，多于实到的{heads.present}名。"


def count_faults(
    rules: BallotRules, titles: Sequence[str], papers: Papers, counts: Counts
) -> list[str]:
    """Contradictions in the counts that were entered, one sentence each."""
    return list(_sheet_faults(rules, titles, papers, counts))


def _sheet_faults(
    rules: BallotRules, titles: Sequence[str], papers: Papers, counts: Counts
) -> Iterator[str]:
    if min(counts.valid, counts.void) < 0:
        yield "有效票、无效票不能小于零。"
    if counts.valid + counts.void != papers.returned:
        yield (
            f"有效票{counts.valid}张与无效票{counts.void}张之和，不等于收回的{papers.returned}张。"
        )
    if len(counts.items) != len(titles):
        yield f"填写了{len(counts.items)}项的票数，应为{len(titles)}项。"
        return
    check = CHECKS.get(rules.method, _full_fault)
    for title, item in zip(titles, counts.items, strict=True):
        if fault := check(rules, counts, item):
            yield f"“{title}”：{fault}"
    yield from _limit_faults(rules, counts)


def _full_fault(rules: BallotRules, counts: Counts, item: ItemCount) -> str | None:
    """Of a method by which every valid ballot says something of every item."""
    votes = (item.approve, item.oppose, item.abstain, item.void)
    if min(votes) < 0 or item.grades:
        return "赞成、反对、弃权的票数不能小于零，没有等次。"
    if sum(votes) != counts.valid:
        return (
            f"赞成{item.approve}、反对{item.oppose}、弃权{item.abstain}、该项无效{item.void}"
            f"之和为{sum(votes)}，不等于有效票{counts.valid}张。"
        )
    return _void_fault(rules, item)


def _chosen_fault(rules: BallotRules, counts: Counts, item: ItemCount) -> str | None:
    if item.oppose or item.abstain or item.void or item.grades:
        return "只选取的表决没有反对、弃权和该项无效。"
    if not 0 <= item.approve <= counts.valid:
        return f"赞成{item.approve}票，应在零与有效票{counts.valid}张之间。"
    return None


def _graded_fault(rules: BallotRules, counts: Counts, item: ItemCount) -> str | None:
    grades = rules.grades.grades if rules.grades else ()
    votes = (*item.grades.values(), item.abstain, item.void)
    if set(item.grades) != set(grades) or item.approve or item.oppose:
        return f"须按{'、'.join(grades)}填写票数。"
    if min(votes) < 0 or sum(votes) != counts.valid:
        return f"各等次、弃权、该项无效之和为{sum(votes)}，不等于有效票{counts.valid}张。"
    if item.abstain and Blank.ABSTAIN not in _blanks(rules):
        return "本次测评没有弃权。"
    return _void_fault(rules, item)


def _void_fault(rules: BallotRules, item: ItemCount) -> str | None:
    by_marks = rules.validity.two_marks is Voids.ITEM
    if item.void and not by_marks and rules.validity.blank_item is not Blank.VOID:
        return "按本次的规则，没有单项无效。"
    return None


def _blanks(rules: BallotRules) -> tuple[Blank, Blank]:
    return rules.validity.blank_item, rules.validity.blank_ballot


CHECKS: dict[Method, Callable[[BallotRules, Counts, ItemCount], str | None]] = {
    Method.CHOOSE: _chosen_fault,
    Method.GRADES: _graded_fault,
}


def _limit_faults(rules: BallotRules, counts: Counts) -> Iterator[str]:
    approvals = sum(item.approve for item in counts.items)
    if rules.limit is not None and approvals > rules.limit * counts.valid:
        yield (
            f"赞成共{approvals}票，多于有效票{counts.valid}张各选{rules.limit}项的"
            f"{rules.limit * counts.valid}票。"
        )
    marked = rules.validity.blank_ballot is Blank.VOID
    if rules.method is Method.CHOOSE and marked and approvals < counts.valid:
        yield f"赞成共{approvals}票，少于有效票{counts.valid}张，而全票没有标记的无效。"
