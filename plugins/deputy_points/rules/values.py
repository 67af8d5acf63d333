"""A body's rule for points (积分规则) as it is written: every number of it is the body's own."""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from plugins.deputy_points.rules.words import ProposalKind


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry of one kind is worth, in hundredths of a point.

    An `effect` kind rewards what was brought about, not presence. One with `after` counts only
    where an entry of that other kind about the same matter came before, and once for a matter.
    """

    code: str
    title: str
    value: int
    by_quantity: bool = False
    effect: bool = False
    after: str | None = None
    period_cap: int | None = None
    year_cap: int | None = None


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A counting period within the year, by its first and last day as `MM-DD`."""

    code: str
    title: str
    first: str
    last: str

    def last_on(self, year: int) -> date:
        """Its last day in a year; one that ends on 29 February ends on the 28th in other years."""
        try:
            return date.fromisoformat(f"{year:04}-{self.last}")
        except ValueError:
            return date.fromisoformat(f"{year:04}-03-01") - timedelta(days=1)

    def first_on(self, year: int) -> date:
        """Its first day in a year."""
        try:
            return date.fromisoformat(f"{year:04}-{self.first}")
        except ValueError:
            return date.fromisoformat(f"{year:04}-03-01")

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= f"{day:%m-%d}" <= self.last


class Deduction(msgspec.Struct, frozen=True, kw_only=True):
    """What may be taken off, by a person and with a reason; `value` is positive."""

    code: str
    title: str
    value: int


class Rater(msgspec.Struct, frozen=True, kw_only=True):
    """A mark that somebody gives, how much it weighs in per cent, and whose hand it takes.

    Just one of the last four names the hand: the deputy's own, the leader of a group of the
    deputy's, members of organs of some kinds, or whoever carries a role. Rules that were adopted
    before a hand had to be named have none.
    """

    code: str
    title: str
    weight: int
    own: bool = False
    group: bool = False
    organs: tuple[str, ...] = ()
    role: str | None = None

    @property
    def hands(self) -> int:
        """How many hands it names."""
        return sum(map(bool, (self.own, self.group, self.organs, self.role)))


class MarkedKind(msgspec.Struct, frozen=True, kw_only=True):
    """What raters mark, and the most that one may give: once a year, or in each period."""

    code: str
    title: str
    most: int
    by_period: bool = False


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """A grade of the year: from `least` (included) to `below` (not included)."""

    title: str
    least: int | None = None
    below: int | None = None

    def holds(self, value: int) -> bool:
        """Whether a total gets this grade."""
        return (self.least is None or value >= self.least) and (
            self.below is None or value < self.below
        )


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What the rule's own text says of those at the top, at the bottom, or of a grade.

    It is shown to people, who decide; `years` is how many years running it must have been so.
    """

    kind: ProposalKind
    title: str
    text: str
    years: int = 1
    grade: str | None = None
    first: int | None = None
    last: int | None = None


class PointsRules(msgspec.Struct, frozen=True, kw_only=True):
    """The whole rule. Without `year_cap` additions are unlimited; 10000 is "out of 100"."""

    kinds: tuple[Kind, ...]
    periods: tuple[Span, ...] = ()
    base: int = 0
    period_cap: int | None = None
    year_cap: int | None = None
    deductions: tuple[Deduction, ...] = ()
    raters: tuple[Rater, ...] = ()
    marked: tuple[MarkedKind, ...] = ()
    grades: tuple[Grade, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    def kind(self, code: str) -> Kind | None:
        """What the rule says of a kind of entry; None where it says nothing."""
        return next((one for one in self.kinds if one.code == code), None)

    def deduction(self, code: str) -> Deduction | None:
        """What may be taken off under a code."""
        return next((one for one in self.deductions if one.code == code), None)

    def period(self, day: date) -> Span | None:
        """The counting period in which a day lies."""
        return next((one for one in self.periods if one.holds(day)), None)

    def span(self, code: str) -> Span | None:
        """The counting period of a code."""
        return next((one for one in self.periods if one.code == code), None)

    def rater(self, code: str) -> Rater | None:
        """Who marks under a code."""
        return next((one for one in self.raters if one.code == code), None)

    def marked_kind(self, code: str) -> MarkedKind | None:
        """What is marked under a code."""
        return next((one for one in self.marked if one.code == code), None)

    def grade(self, value: int) -> str | None:
        """The grade of a total; None where the rule has no grades."""
        return next((one.title for one in self.grades if one.holds(value)), None)

    def codes(self) -> Iterator[tuple[str, str]]:
        """Every code with what it is a code of."""
        for what, some in (
            ("履职类别", self.kinds),
            ("计分期", self.periods),
            ("扣分项", self.deductions),
            ("评分人", self.raters),
            ("评分项", self.marked),
        ):
            for one in some:
                yield what, one.code
