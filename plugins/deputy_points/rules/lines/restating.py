"""What a booked line must say, told anew: also one that was reversed long ago.

What caps had left when it was booked, and what its value rested on, cannot be told anew of a
reversed line and are taken from it; everything else of it follows from copies, deductions, marks
and rules, word for word. A sentence that was once written is compared for ever: whoever words
sentences anew keeps the earlier ones beside them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from plugins.deputy_points.rules.lines.entries import entry_line
from plugins.deputy_points.rules.lines.given import (
    base_line,
    base_version,
    deduction_line,
    marked_kind,
    marked_line,
)
from plugins.deputy_points.rules.lines.line import Line
from plugins.deputy_points.rules.lines.told import Copy, TakenOff, Version, version_on
from plugins.deputy_points.rules.words import Source


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """That a deduction was taken back: which, why, on which day."""

    of: str
    why: str
    on: date


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was ever told of a deputy's year, also what was corrected or taken back."""

    year: int
    copies: Mapping[str, Copy]
    taken_off: Mapping[str, TakenOff]
    marks: frozenset[tuple[str, str, int]]
    """Of every mark what it is about, its rater and its value."""
    withdrawals: tuple[Withdrawal, ...]


def restated(line: Line, known: Known, versions: Sequence[Version]) -> Line | None:
    """The line as it must be; None where nothing is known that it could be the line of."""
    if line.source is Source.BASE:
        version = base_version(known.year, versions)
        return base_line(known.year, version, line.value, line.limit) if version else None
    if line.source is Source.MARKS:
        return _marks(line, known, versions)
    version = version_on(versions, _day(line, known) or line.dated_on)
    if version is None:
        return None
    if line.source is Source.DEDUCTION:
        off = known.taken_off.get(line.about)
        return deduction_line(off, version) if off else None
    copy = known.copies.get(line.about)
    return entry_line(copy, version, line.grounds, line.value, line.limit) if copy else None


def _day(line: Line, known: Known) -> date | None:
    """When that was done which the line is about."""
    if line.source is Source.DEDUCTION:
        return known.taken_off[line.about].on if line.about in known.taken_off else None
    return known.copies[line.about].held_on if line.about in known.copies else None


def _marks(line: Line, known: Known, versions: Sequence[Version]) -> Line | None:
    version = version_on(versions, line.dated_on)
    if version is None or marked_kind(line.about, version) is None:
        return None
    given = dict[str, int]()
    for rater, value in _parts(line.grounds):
        if (line.about, rater, value) not in known.marks:
            return None
        given[rater] = value
    if given.keys() != {one.code for one in version.rules.raters}:
        return None
    return marked_line(line.about, line.dated_on, version, given, line.value, line.limit)


def _parts(grounds: str) -> Iterable[tuple[str, int]]:
    for part in grounds.split(";"):
        rater, _, value = part.partition("=")
        if value.isdecimal():
            yield rater, int(value)
