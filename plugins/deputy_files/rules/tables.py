"""The yearly statistics table (年度履职情况统计表): when it is due, and what is sent of it."""

from datetime import date, timedelta

import msgspec

from plugins.deputy_files.rules.leaves import YearDay


class SentTable(msgspec.Struct, frozen=True, kw_only=True):
    """What a package says of a table; the table itself goes with it, as Excel and as Word."""

    term: int
    year: int
    deputies: int
    reason: str | None = None
    """Why it was sent again; None for the first."""


def due_in(year: int, due: YearDay) -> date:
    """The last day of a year's table; where the month is shorter, the month's last day."""
    first = date(year, due.month, 1)
    following = date(year + due.month // MONTHS, due.month % MONTHS + 1, 1)
    last = following - timedelta(days=1)
    return min(first + timedelta(days=due.day - 1), last)


def year_due(today: date, due: YearDay | None) -> int:
    """Which year's table is the next that is owed."""
    return today.year + (due is not None and today > due_in(today.year, due))


MONTHS = 12
