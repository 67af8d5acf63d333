"""计票：从票数到结果，每一步都带着句子和依据。

Among the items that reach the pass line the first by approvals are chosen, as many as there are
places; equal approvals at the border are a tie among exactly those. Nothing here knows a share, a
base or a number of places: they come in with the rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from core.kit.ballots import working
from core.kit.ballots.counting import Numbers, count_ballots, count_faults, number_faults
from core.kit.ballots.grades import GradeRules, Tier
from core.kit.ballots.rules import BallotRules, PassRule, Places
from core.kit.ballots.sheets import (
    Ballot,
    Counts,
    Heads,
    ItemCount,
    ItemGrade,
    ItemTally,
    Next,
    Outcome,
    Papers,
    Tally,
)

__all__ = ["Inconsistent", "items_for_next_round", "rules_for_next_round", "tally", "vote_faults"]

NOTHING = Counts(valid=0, void=0, items=())


class Inconsistent(ValueError):
    """The numbers contradict each other; `faults` says how, and nothing is computed from them."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("".join(faults))
        self.faults = tuple(faults)


def tally(
    rules: BallotRules,
    titles: Sequence[str],
    heads: Heads,
    papers: Papers,
    votes: Counts | Sequence[Ballot],
    earlier_failures: Mapping[int, int] | None = None,
) -> Tally:
    """Count one round. `votes` are ballots or the tellers' counts; both give the same.

    `earlier_failures` says of the matters assessed how often they failed before.
    """
    if faults := number_faults(rules, titles, heads, papers):
        raise Inconsistent(faults)
    if not _has_quorum(rules, heads):
        return _no_quorum(rules, heads, papers)
    if papers.returned > papers.issued:
        return _void(rules, heads, papers)
    counts = _counts(rules, titles, votes)
    if faults := count_faults(rules, titles, papers, counts):
        raise Inconsistent(faults)
    numbers = Numbers(heads, papers, counts)
    if rules.grades:
        return _assessed(rules, rules.grades, titles, numbers, earlier_failures or {})
    return _decided(rules, titles, numbers)


def vote_faults(
    rules: BallotRules,
    titles: Sequence[str],
    heads: Heads,
    papers: Papers,
    votes: Counts | Sequence[Ballot],
) -> tuple[str, ...]:
    """Why the numbers cannot be counted on with, one sentence each; empty if they can."""
    try:
        tally(rules, titles, heads, papers, votes)
    except Inconsistent as found:
        return found.faults
    return ()


def _counts(rules: BallotRules, titles: Sequence[str], votes: Counts | Sequence[Ballot]) -> Counts:
    return votes if isinstance(votes, Counts) else count_ballots(rules, len(titles), votes)


def _quorum_line(rules: BallotRules, heads: Heads) -> int | None:
    return rules.quorum.share.line(heads.due) if rules.quorum else None


def _has_quorum(rules: BallotRules, heads: Heads) -> bool:
    return rules.quorum is None or rules.quorum.share.reached(heads.present, heads.due)


def _no_quorum(rules: BallotRules, heads: Heads, papers: Papers) -> Tally:
    numbers = Numbers(heads, papers, NOTHING)
    return Tally(
        outcome=Outcome.NO_QUORUM,
        sentence=working.NO_QUORUM,
        basis=rules.quorum.basis if rules.quorum else rules.basis,
        lines=working.head_figures(rules, numbers),
        quorum_line=_quorum_line(rules, heads),
    )


def _void(rules: BallotRules, heads: Heads, papers: Papers) -> Tally:
    numbers = Numbers(heads, papers, NOTHING)
    return Tally(
        outcome=Outcome.VOID,
        sentence=working.VOID,
        basis=rules.validity.whole_basis,
        lines=(*working.head_figures(rules, numbers), *working.paper_figures(rules, numbers)),
        quorum_line=_quorum_line(rules, heads),
    )


def _decided(rules: BallotRules, titles: Sequence[str], numbers: Numbers) -> Tally:
    assert rules.pass_rule is not None
    line = working.common_line(rules.pass_rule, numbers)
    choice = _choose(rules.pass_rule, rules.places, numbers)
    outcome, basis = _outcome(rules, choice)
    then = _next(rules, outcome)
    return Tally(
        outcome=outcome,
        sentence=working.outcome_sentence(
            rules.places, outcome, then, [titles[item] for item in choice.tied], choice.counts
        ),
        basis=basis,
        lines=working.figures(rules, numbers),
        quorum_line=_quorum_line(rules, numbers.heads),
        pass_line=line,
        items=_item_tallies(rules, titles, numbers, choice),
        places_left=choice.left,
        then=then,
    )


class _Choice(NamedTuple):
    """Which items pass, are chosen, or are tied for the places left."""

    passed: frozenset[int]
    chosen: frozenset[int]
    tied: tuple[int, ...]
    left: int

    @property
    def counts(self) -> tuple[int, int, int]:
        return len(self.passed), len(self.chosen), self.left


def _choose(rule: PassRule, places: Places | None, numbers: Numbers) -> _Choice:
    items = numbers.counts.items
    passed = [
        place for place, item in enumerate(items) if item.approve >= _line(rule, numbers, item)
    ]
    if places is None or len(passed) <= places.number:
        left = places.number - len(passed) if places else 0
        return _Choice(frozenset(passed), frozenset(passed), (), left)
    border = sorted((items[one].approve for one in passed), reverse=True)[places.number - 1]
    above = frozenset(one for one in passed if items[one].approve > border)
    equal = tuple(one for one in passed if items[one].approve == border)
    if len(above) + len(equal) == places.number:
        return _Choice(frozenset(passed), above | set(equal), (), 0)
    return _Choice(frozenset(passed), above, equal, places.number - len(above))


def _line(rule: PassRule, numbers: Numbers, item: ItemCount) -> int:
    return rule.share.line(numbers.of(rule.base, item))


def _outcome(rules: BallotRules, choice: _Choice) -> tuple[Outcome, str]:
    if choice.tied and rules.ties:
        return Outcome.TIE, rules.ties.basis
    if choice.left and rules.shortage:
        return Outcome.SHORT, rules.shortage.basis
    return Outcome.DECIDED, rules.pass_rule.basis if rules.pass_rule else rules.basis


def _next(rules: BallotRules, outcome: Outcome) -> Next | None:
    policies = {Outcome.TIE: rules.ties, Outcome.SHORT: rules.shortage}
    rule = policies.get(outcome)
    return Next(rule.policy.value) if rule else None


def _item_tallies(
    rules: BallotRules, titles: Sequence[str], numbers: Numbers, choice: _Choice
) -> tuple[ItemTally, ...]:
    assert rules.pass_rule is not None
    found: list[ItemTally] = []
    for place, item in enumerate(numbers.counts.items):
        one = ItemTally(
            item=place,
            title=titles[place],
            approve=item.approve,
            oppose=item.oppose,
            abstain=item.abstain,
            void=item.void,
            line=_line(rules.pass_rule, numbers, item),
            passed=place in choice.passed,
            rank=1 + sum(other.approve > item.approve for other in numbers.counts.items),
            chosen=place in choice.chosen,
            tied=place in choice.tied,
            sentence="",
        )
        found.append(msgspec.structs.replace(one, sentence=working.item_sentence(rules, one)))
    return tuple(found)


def _assessed(
    rules: BallotRules,
    grades: GradeRules,
    titles: Sequence[str],
    numbers: Numbers,
    earlier_failures: Mapping[int, int],
) -> Tally:
    graded = tuple(
        _graded(rules, grades, titles[place], place, numbers, earlier_failures.get(place, 0))
        for place in range(len(titles))
    )
    return Tally(
        outcome=Outcome.DECIDED,
        sentence=working.assessed_sentence(graded),
        basis=rules.basis,
        lines=working.figures(rules, numbers),
        quorum_line=_quorum_line(rules, numbers.heads),
        graded=graded,
    )


def _graded(
    rules: BallotRules,
    grades: GradeRules,
    title: str,
    place: int,
    numbers: Numbers,
    failures: int,
) -> ItemGrade:
    item = numbers.counts.items[place]
    tier = next((one for one in grades.tiers if _tier_reached(one, numbers, item)), None)
    result = grades.result(tier.title if tier else grades.otherwise)
    one = ItemGrade(
        item=place,
        title=title,
        votes=tuple(item.grades[grade] for grade in grades.grades),
        abstain=item.abstain,
        void=item.void,
        result=result.title,
        consequence=result.after(failures),
        sentence="",
        basis="；".join(dict.fromkeys((tier.basis if tier else rules.basis, result.basis))),
    )
    sentence = working.grade_sentence(rules, grades, one, tier, numbers, item)
    return msgspec.structs.replace(one, sentence=sentence)


def _tier_reached(tier: Tier, numbers: Numbers, item: ItemCount) -> bool:
    votes = sum(item.grades[grade] for grade in tier.grades)
    return tier.share.reached(votes, numbers.of(tier.base, item))


def items_for_next_round(counted: Tally) -> tuple[int, ...]:
    """The items that go on: those tied, or all not chosen, most approvals first."""
    if counted.outcome is Outcome.TIE:
        return counted.tied
    if counted.outcome is not Outcome.SHORT or counted.then is Next.FEWER:
        return ()
    rest = [one for one in counted.items if not one.chosen]
    return tuple(one.item for one in sorted(rest, key=lambda one: (one.rank, one.item)))


def rules_for_next_round(rules: BallotRules, counted: Tally) -> BallotRules:
    """The same rules for the places left; what it takes to pass stays as it was."""
    if rules.places is None or not items_for_next_round(counted):
        raise ValueError("本轮已有结果，没有下一轮。")
    places = Places(number=counted.places_left, basis=counted.basis)
    return msgspec.structs.replace(rules, places=places)
