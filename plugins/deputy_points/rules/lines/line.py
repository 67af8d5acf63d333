"""A line of the ledger as the rules understand it."""

from datetime import date
from typing import Any

import msgspec

from plugins.deputy_points.rules.words import Limit, Source

WORDING = frozenset({"title", "sentence"})
"""How a line is worded; all else of it is fact."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What one thing is worth, and why; values are hundredths of a point."""

    source: Source
    about: str
    """The entry, the deduction, or the code of what was marked."""
    kind: str
    title: str
    dated_on: date
    period: str | None
    full: int
    value: int
    limit: Limit | None
    effect: bool
    version: int
    sentence: str
    digest: str | None = None
    """Of the entry as it was confirmed."""
    grounds: str = ""
    """What else the value rests on, in codes: why it is nothing, or who gave which mark."""

    @property
    def facts(self) -> tuple[Any, ...]:
        """What a line says apart from how it is worded: other words never reverse a line."""
        told = msgspec.structs.asdict(self)
        return tuple(value for name, value in told.items() if name not in WORDING)

    @property
    def key(self) -> tuple[Source, str]:
        """What of a deputy's year it is the line of."""
        return self.source, self.about
