"""计票要填的数，和计票得出的结果，都是数据。

Votes come in as ballots or, from paper, as the counts of the tellers; the same votes give the same
`Tally` either way, so it holds nothing that only one of the two forms knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

import msgspec

from core.kit.ballots.grades import Consequence

__all__ = [
    "Ballot",
    "Counts",
    "Figure",
    "FigureName",
    "Heads",
    "ItemCount",
    "ItemGrade",
    "ItemTally",
    "Next",
    "Outcome",
    "Papers",
    "Tally",
]

Ballot: TypeAlias = Mapping[int, str | Sequence[str]]
"""One ballot: what stands at each item, by its place in the list; an item left blank is left out.
Several marks at one item, as happens on paper, are a sequence."""


class Heads(msgspec.Struct, frozen=True):
    """应到、实到。"""

    due: int
    present: int


class Papers(msgspec.Struct, frozen=True):
    """发出、收回的票；一人一张，换发的只算一张。"""

    issued: int
    returned: int


class ItemCount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the valid ballots say of one item; `grades` is by grade, in an assessment only."""

    approve: int = 0
    oppose: int = 0
    abstain: int = 0
    void: int = 0
    grades: dict[str, int] = {}


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """计票人填写的数：有效票、无效票，以及各项在有效票上的票数。"""

    valid: int
    void: int
    items: tuple[ItemCount, ...]


class Outcome(StrEnum):
    """How a round ended; exactly one of them always holds."""

    DECIDED = "decided"
    TIE = "tie"
    SHORT = "short"
    NO_QUORUM = "no_quorum"
    VOID = "void"


class Next(StrEnum):
    """What the rules order where places are left: the words of `TiePolicy` and `Shortage`."""

    FURTHER_ROUND = "further_round"
    NEXT_ROUND = "next_round"
    NEXT_MEETING = "next_meeting"
    FEWER = "fewer"


class FigureName(StrEnum):
    """The numbers of the tally sheet, in the order in which they are read out."""

    DUE = "due"
    PRESENT = "present"
    ISSUED = "issued"
    RETURNED = "returned"
    VALID = "valid"
    VOID = "void"
    PASS_LINE = "pass_line"


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One number of the tally sheet, as a scrutineer reads it out, with the rule behind it."""

    name: FigureName
    number: int
    sentence: str
    basis: str


class ItemTally(msgspec.Struct, frozen=True, kw_only=True):
    """One item: `rank` is shared by equals; `tied` items wait for a further round."""

    item: int
    title: str
    approve: int
    oppose: int
    abstain: int
    void: int
    line: int
    passed: bool
    rank: int
    chosen: bool
    tied: bool
    sentence: str


class ItemGrade(msgspec.Struct, frozen=True, kw_only=True):
    """One matter assessed: votes per grade in the order of the rules, the result, what follows."""

    item: int
    title: str
    votes: tuple[int, ...]
    abstain: int
    void: int
    result: str
    consequence: Consequence
    sentence: str
    basis: str


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """计票结果。`places_left` 与 `then` 只在未选满时有：还差几项，下一步怎么办。

    A vote without quorum and a void vote have no items: nothing of them counts.
    """

    outcome: Outcome
    sentence: str
    basis: str
    lines: tuple[Figure, ...]
    quorum_line: int | None = None
    pass_line: int | None = None
    items: tuple[ItemTally, ...] = ()
    graded: tuple[ItemGrade, ...] = ()
    places_left: int = 0
    then: Next | None = None

    @property
    def valid(self) -> bool:
        """Whether the vote as a whole counts."""
        return self.outcome not in (Outcome.NO_QUORUM, Outcome.VOID)

    @property
    def chosen(self) -> tuple[int, ...]:
        """The items chosen, in the order of their ranks."""
        ranked = sorted(self.items, key=lambda one: (one.rank, one.item))
        return tuple(one.item for one in ranked if one.chosen)

    @property
    def tied(self) -> tuple[int, ...]:
        """The items with equal votes at the border of the places."""
        return tuple(one.item for one in self.items if one.tied)

    def line(self, name: FigureName) -> Figure | None:
        """One number of the sheet, if it came to be counted."""
        return next((one for one in self.lines if one.name is name), None)
