"""What the ledger must still say so that it says what the rules give; pure."""

from collections.abc import Mapping, Sequence

import msgspec

from plugins.deputy_points.rules.lines import Line
from plugins.deputy_points.rules.words import Source

AWARDED = frozenset({Source.BASE, Source.MARKS})
"""What is given to a deputy without an entry."""


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """A deputy's sums in hundredths: all, and what was done, effected, awarded and taken off."""

    points: int
    attendance: int
    effect: int
    awarded: int
    """Base points and raters' marks: nobody attended or effected anything for them."""
    deducted: int


def totals_of(lines: Sequence[Line]) -> Totals:
    """The sums of lines; entries that are no effect count as attendance."""
    effect = sum(one.value for one in lines if one.effect)
    deducted = sum(one.value for one in lines if one.source is Source.DEDUCTION)
    awarded = sum(one.value for one in lines if one.source in AWARDED)
    points = sum(one.value for one in lines)
    return Totals(
        points=points,
        attendance=points - effect - awarded - deducted,
        effect=effect,
        awarded=awarded,
        deducted=deducted,
    )


Key = tuple[Source, str]


def changes(standing: Mapping[Key, Line], wanted: Sequence[Line]) -> tuple[list[Key], list[Line]]:
    """Which standing lines to reverse and which to write, so that the wanted ones stand.

    A line that says the same in other words stands as it was written.
    """
    new = {one.key: one for one in wanted}
    stale = [key for key, line in standing.items() if not same(new.get(key), line)]
    return stale, [one for one in wanted if not same(standing.get(one.key), one)]


def same(one: Line | None, other: Line | None) -> bool:
    """Whether two lines state the same facts."""
    if one is None or other is None:
        return one is other
    return one.facts == other.facts
