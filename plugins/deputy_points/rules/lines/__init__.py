"""From copies of confirmed entries, marks and deductions to the lines of one deputy's year.

Pure: the same inputs give the same lines to the digit, in whatever order they arrived. Lines are
reckoned in the order of their days (then of their ids), so what is confirmed late takes its own
day's place, and whoever recomputes a year gets what grew line by line.
"""

from collections.abc import Sequence

from plugins.deputy_points.rules.lines.caps import Sums
from plugins.deputy_points.rules.lines.entries import by_matter, counted
from plugins.deputy_points.rules.lines.given import base, deduction_line, marked, weighted
from plugins.deputy_points.rules.lines.line import WORDING, Line
from plugins.deputy_points.rules.lines.restating import Known, Withdrawal, restated
from plugins.deputy_points.rules.lines.told import (
    Copy,
    Mark,
    TakenOff,
    Version,
    Year,
    first_day,
    is_year,
    last_day,
    marks_of,
    standing_copies,
    version_on,
)

__all__ = [
    "WORDING",
    "Copy",
    "Known",
    "Line",
    "Mark",
    "TakenOff",
    "Version",
    "Withdrawal",
    "Year",
    "first_day",
    "is_year",
    "last_day",
    "lines_of",
    "marks_of",
    "restated",
    "standing_copies",
    "version_on",
    "weighted",
]


def lines_of(year: Year, versions: Sequence[Version]) -> list[Line]:
    """The lines of a deputy's year; days before the first version have none."""
    sums = Sums()
    found = list(base(year, versions, sums))
    standing = standing_copies(year.copies)
    about = by_matter(standing)
    for copy in standing:
        version = version_on(versions, copy.held_on)
        if copy.held_on.year == year.year and version is not None:
            found.append(counted(copy, version, about, sums))
    found += marked(year, versions, sums)
    found += [
        deduction_line(one, version)
        for one in sorted(year.taken_off, key=lambda one: (one.on, one.id))
        if (version := version_on(versions, one.on)) is not None
    ]
    return found
