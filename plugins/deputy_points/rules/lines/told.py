"""What a deputy's year is reckoned from: copies, deductions, marks, rules; and the day's rule."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from plugins.deputy_points.rules.values import PointsRules


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A confirmed entry as the record told of it."""

    entry: str
    kind: str
    held_on: date
    quantity: int
    matter: str | None = None
    corrects: str | None = None
    withdrawn: bool = False
    digest: str = ""


class TakenOff(msgspec.Struct, frozen=True, kw_only=True):
    """A deduction that a person entered."""

    id: str
    code: str
    title: str
    on: date
    value: int
    reason: str


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """The standing mark of one rater for one thing, in hundredths."""

    kind: str
    rater: str
    value: int
    on: date
    period: str = ""
    """The code of the period that is marked; empty for the whole year."""

    @property
    def about(self) -> str:
        """What a line of such marks is about."""
        return marks_of(self.kind, self.period)


def marks_of(kind: str, period: str) -> str:
    """What was marked, and in which period where it is marked in each."""
    return f"{kind}/{period}" if period else kind


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A rule from a day on, until the next version's day."""

    number: int
    valid_from: date
    rules: PointsRules
    cited: str


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """All that a deputy's year is reckoned from.

    `copies` may reach into other years: a matter that was led in one year is solved in another.
    """

    year: int
    copies: Sequence[Copy]
    serving: bool = True
    """Whether the deputy was in office in the year; base points are for those alone."""
    taken_off: Sequence[TakenOff] = ()
    """Those that nobody took back."""
    marks: Sequence[Mark] = ()


def version_on(versions: Sequence[Version], day: date) -> Version | None:
    """The version in force on a day; `versions` in the order of their first days."""
    standing = [one for one in versions if one.valid_from <= day]
    return standing[-1] if standing else None


def standing_copies(copies: Iterable[Copy]) -> list[Copy]:
    """Those that count: neither corrected by a later one nor withdrawn, in the order of days."""
    told = list(copies)
    replaced = {one.corrects for one in told}
    kept = [one for one in told if one.entry not in replaced and not one.withdrawn]
    return sorted(kept, key=lambda one: (one.held_on, one.entry))


def is_year(year: int) -> bool:
    """Whether a number is a year that has a first day, a last day and a year after it."""
    return date.min.year <= year < date.max.year


def first_day(year: int) -> date:
    """New Year's Day."""
    return date(year, 1, 1)


def last_day(year: int) -> date:
    """New Year's Eve."""
    return first_day(year + 1) - timedelta(days=1)
