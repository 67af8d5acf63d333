"""What must hold of every vote, whatever the rules; each against votes made up at random."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import msgspec
from ballot_cases import HALF, Vote, shares, votes
from hypothesis import assume, given
from hypothesis import strategies as st

from core import (
    CountBase,
    ItemTally,
    Mark,
    Outcome,
    Share,
    Tally,
    ballot_fault,
    count_ballots,
    tally,
)


def counted(vote: Vote, ballots: Any = None) -> Tally:
    given = vote.ballots if ballots is None else ballots
    return tally(vote.rules, vote.titles, vote.heads, vote.papers, given)


@given(shares, st.integers(0, 4000), st.integers(0, 4000))
def test_a_line_never_disagrees_with_fractions(share: Share, base: int, number: int) -> None:
    wanted = Fraction(share.numerator, share.denominator) * base
    enough = number > wanted if share.strict else number >= wanted
    assert share.reached(number, base) == (enough and number > 0)


@given(votes() | votes(grades=True), st.randoms())
def test_the_order_of_ballots_changes_nothing(vote: Vote, chance: Any) -> None:
    mixed = list(vote.ballots)
    chance.shuffle(mixed)
    assert counted(vote, mixed) == counted(vote)


@given(votes() | votes(grades=True))
def test_counts_and_ballots_give_the_same(vote: Vote) -> None:
    counts = count_ballots(vote.rules, len(vote.titles), vote.ballots)
    assert counted(vote, counts) == counted(vote)


@given(votes(), st.randoms())
def test_the_order_of_items_only_moves_results(vote: Vote, chance: Any) -> None:
    order = list(range(len(vote.titles)))
    chance.shuffle(order)
    moved = msgspec.structs.replace(
        vote,
        titles=tuple(vote.titles[old] for old in order),
        ballots=[
            {new: one[old] for new, old in enumerate(order) if old in one} for one in vote.ballots
        ],
    )
    before, after = counted(vote), counted(moved)
    assert (after.outcome, after.lines) == (before.outcome, before.lines)
    renamed = [msgspec.structs.replace(one, item=order[one.item]) for one in after.items]
    assert sorted(renamed, key=lambda one: one.item) == list(before.items)


def standing(one: ItemTally) -> int:
    return 2 * one.chosen + one.tied


@given(votes(), st.data())
def test_one_more_approval_never_makes_an_item_lose(vote: Vote, data: st.DataObject) -> None:
    assume(vote.ballots)
    which = data.draw(st.integers(0, len(vote.ballots) - 1))
    item = data.draw(st.integers(0, len(vote.titles) - 1))
    better = {**vote.ballots[which], item: (str(Mark.APPROVE),)}
    assume(ballot_fault(vote.rules, better) is None)
    before = counted(vote)
    assume(before.valid)
    more = [better if place == which else one for place, one in enumerate(vote.ballots)]
    after = counted(vote, more)
    assert standing(after.items[item]) >= standing(before.items[item])
    assert after.items[item].passed >= before.items[item].passed


def bases(vote: Vote, one: ItemTally) -> dict[CountBase, int]:
    valid = sum(ballot_fault(vote.rules, ballot) is None for ballot in vote.ballots)
    return {
        CountBase.ALL: vote.heads.due,
        CountBase.PRESENT: vote.heads.present,
        CountBase.RETURNED: vote.papers.returned,
        CountBase.VALID: valid,
        CountBase.ITEM_VALID: valid - one.void,
    }


@given(votes())
def test_passing_never_disagrees_with_a_count_by_hand(vote: Vote) -> None:
    done, rule = counted(vote), vote.rules.pass_rule
    assert rule is not None
    for one in done.items:
        by_hand = Counter(
            set(ballot.get(one.item, ())) == {Mark.APPROVE}
            for ballot in vote.ballots
            if ballot_fault(vote.rules, ballot) is None
        )[True]
        assert one.approve == by_hand
        wanted = Fraction(rule.share.numerator, rule.share.denominator)
        wanted *= bases(vote, one)[rule.base]
        enough = by_hand > wanted if rule.share.strict else by_hand >= wanted
        assert one.passed == (enough and by_hand > 0)


@given(votes())
def test_outcomes_are_exhaustive_and_exclusive(vote: Vote) -> None:
    done, places = counted(vote), vote.rules.places
    quorum = vote.rules.quorum
    passed = [one for one in done.items if one.passed]
    present, due = vote.heads.present, vote.heads.due
    held = {
        Outcome.NO_QUORUM: quorum is not None and not quorum.share.reached(present, due),
        Outcome.VOID: vote.papers.returned > vote.papers.issued and done.outcome != "no_quorum",
        Outcome.TIE: bool(done.tied),
        Outcome.SHORT: done.valid and places is not None and len(passed) < places.number,
    }
    assert [one for one, holds in held.items() if holds] == (
        [] if done.outcome is Outcome.DECIDED else [done.outcome]
    )


@given(votes())
def test_places_are_never_overfilled(vote: Vote) -> None:
    done, places = counted(vote), vote.rules.places
    chosen = [one for one in done.items if one.chosen]
    tied = [one for one in done.items if one.tied]
    assert all(one.passed for one in (*chosen, *tied))
    assert not set(chosen) & set(tied)
    if places and done.valid:
        assert len(chosen) + done.places_left == places.number
        assert (not tied) or len(tied) > done.places_left > 0
        left_out = [one for one in done.items if one.passed and one not in chosen]
        assert all(c.approve > one.approve for c in chosen for one in left_out)
        assert len({one.approve for one in tied}) <= 1


def test_a_half_that_is_not_more_than_half_is_seen() -> None:
    """The properties above would pass a count that forgot `strict` on both sides; this does not."""
    for base in range(1, 400):
        assert HALF.line(base) * 2 > base >= (HALF.line(base) - 1) * 2
