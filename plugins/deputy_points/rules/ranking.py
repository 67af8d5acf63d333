"""Places in a list, and whom a rule's text lets be proposed; people decide, never the software."""

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

import msgspec

from plugins.deputy_points.rules.values import PointsRules, Proposal

THOUSAND, TEN = 1000, 10

Who = TypeVar("Who", bound=Hashable)


def places(totals: Mapping[Who, int]) -> dict[Who, int]:
    """The place of each, the most points first; equals share a place, the next is skipped."""
    found = dict[Who, int]()
    before: int | None = None
    place = 0
    for at, (who, value) in enumerate(_descending(totals), 1):
        place = place if value == before else at
        found[who], before = place, value
    return found


def _descending(totals: Mapping[Who, int]) -> list[tuple[Who, int]]:
    return sorted(totals.items(), key=lambda pair: -pair[1])


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """That a deputy's totals fit a proposal of the rule's text, in each of its years."""

    who: str
    proposal: Proposal
    totals: tuple[tuple[int, int], ...]
    """Year and points, the latest year first."""


def proposed(
    rules: PointsRules, year: int, totals: Mapping[int, Mapping[str, int]]
) -> Iterator[Proposed]:
    """Who fits which proposal: as many years running as it says, ties included."""
    for proposal in rules.proposals:
        years = [year - back for back in range(proposal.years)]
        fitting = [_fitting(rules, proposal, totals.get(one, {})) for one in years]
        for who in sorted(set[str].intersection(*fitting)):
            yield Proposed(
                who=who,
                proposal=proposal,
                totals=tuple((one, totals[one][who]) for one in years),
            )


def _fitting(rules: PointsRules, proposal: Proposal, totals: Mapping[str, int]) -> set[str]:
    found = set(totals)
    if proposal.grade is not None:
        found = {who for who in found if rules.grade(totals[who]) == proposal.grade}
    if proposal.first is not None:
        best = places(totals)
        found = {who for who in found if best[who] <= proposal.first}
    if proposal.last is not None:
        worst = places({who: -value for who, value in totals.items()})
        found = {who for who in found if worst[who] <= proposal.last}
    return found


def change_in_permille(now: int, before: int | None) -> int | None:
    """How much more than before, in thousandths, rounded half up; None without a before."""
    if not before or before < 0:
        return None
    return (2 * THOUSAND * (now - before) + before) // (2 * before)


def permille_text(change: int | None) -> str | None:
    """Thousandths as people write a change: 312 is +31.2%."""
    if change is None:
        return None
    whole, rest = divmod(abs(change), TEN)
    return f"{'-' if change < 0 else '+'}{whole}.{rest}%"
