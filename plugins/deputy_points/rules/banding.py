"""How totals are spread over bands of one width, none left out; pure."""

from collections.abc import Iterable, Iterator
from itertools import count

from plugins.deputy_points.rules.ranking import TEN

MOST_BANDS = 40
"""As many as can be told apart on a chart."""


def wider(places: Iterable[int]) -> int:
    """How many bands to take together (1, 2, 5, 10, 20 and so on) so that a chart can show all."""
    there = sorted(places)
    if not there:
        return 1
    return next(times for times in _round() if there[-1] // times - there[0] // times < MOST_BANDS)


def _round() -> Iterator[int]:
    for power in count():
        yield from (step * TEN**power for step in (1, 2, TEN // 2))


def every(places: Iterable[int]) -> range:
    """All places from the first to the last, those where nobody is among them."""
    there = sorted(places)
    return range(there[0], there[-1] + 1) if there else range(0)
