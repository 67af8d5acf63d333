"""Caps: how much of a value they leave, used up in the order of days."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from plugins.deputy_points.rules.values import Kind, PointsRules
from plugins.deputy_points.rules.words import Limit

Cap = tuple[Limit, str, int | None]
"""Which cap, of what, and how much; None where the rule has no such cap."""


class Sums:
    """What caps have been used up so far."""

    def __init__(self) -> None:
        self._used = defaultdict[tuple[Limit, str], int](int)

    def take(self, full: int, caps: Iterable[Cap]) -> tuple[int, Limit | None]:
        """As much of `full` as every cap leaves, and which cap left the least."""
        value, limit = full, None
        counted = list[tuple[Limit, str]]()
        for kind, about, cap in caps:
            counted.append((kind, about))
            if cap is not None and (left := max(cap - self._used[kind, about], 0)) < value:
                value, limit = left, kind
        for one in counted:
            self._used[one] += value
        return value, limit


def period_code(rules: PointsRules, day: date) -> str | None:
    """The code of the counting period in which a day lies."""
    period = rules.period(day)
    return period.code if period else None


def total_caps(rules: PointsRules, day: date) -> list[Cap]:
    """The caps of everything that is dated on a day."""
    return [
        (Limit.ALL_IN_PERIOD, period_code(rules, day) or "", rules.period_cap),
        (Limit.ALL_IN_YEAR, "", rules.year_cap),
    ]


def caps_of(rules: PointsRules, kind: Kind, day: date) -> list[Cap]:
    """The caps of an entry of a kind, its own before those of everything."""
    return [
        (Limit.KIND_IN_PERIOD, f"{kind.code}/{period_code(rules, day) or ''}", kind.period_cap),
        (Limit.KIND_IN_YEAR, kind.code, kind.year_cap),
        *total_caps(rules, day),
    ]
