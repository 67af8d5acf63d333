"""From copies of confirmed entries, marks and deductions to the lines of one deputy's year.

Pure: the same inputs give the same lines to the digit, in whatever order they arrived. Lines are
reckoned in the order of their days (then of their ids), so what is confirmed late takes its own
day's place, and whoever recomputes a year gets what grew line by line.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from plugins.deputy_points.rules.values import Kind, PointsRules, Rater, Span
from plugins.deputy_points.rules.wording import (
    COUNTED_BEFORE,
    NOT_LED,
    base_sentence,
    counted_sentence,
    deducted_sentence,
    marked_sentence,
    unlisted_sentence,
    waiting_sentence,
)
from plugins.deputy_points.rules.words import HUNDRED, USUAL_TITLES, Limit, Source


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
    """A deduction that a person entered and nobody took back."""

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


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A rule from a day on, until the next version's day."""

    number: int
    valid_from: date
    rules: PointsRules
    cited: str


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
        """What a line says apart from how it is worded: wording may change, the ledger stays."""
        told = msgspec.structs.asdict(self)
        return tuple(value for name, value in told.items() if name not in WORDING)

    @property
    def key(self) -> tuple[Source, str]:
        """What of a deputy's year it is the line of."""
        return self.source, self.about


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """All that a deputy's year is reckoned from.

    `copies` may reach into other years: a matter that was led in one year is solved in another.
    """

    year: int
    copies: Sequence[Copy]
    serving: bool = True
    """Whether the deputy was in office in the year; base points are for those alone."""
    taken_off: Sequence[TakenOff] = ()
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


class _Sums:
    """What caps have been used up so far."""

    def __init__(self) -> None:
        self._used = defaultdict[tuple[Limit, str], int](int)

    def take(
        self, full: int, caps: Iterable[tuple[Limit, str, int | None]]
    ) -> tuple[int, Limit | None]:
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


def lines_of(year: Year, versions: Sequence[Version]) -> list[Line]:
    """The lines of a deputy's year; days before the first version have none."""
    sums = _Sums()
    found = list(_base(year, versions, sums))
    standing = standing_copies(year.copies)
    about = _by_matter(standing)
    for copy in standing:
        version = version_on(versions, copy.held_on)
        if copy.held_on.year == year.year and version is not None:
            found.append(_counted(copy, version, about, sums))
    found += _marked(year, versions, sums)
    found += [
        _taken_off(one, version)
        for one in sorted(year.taken_off, key=lambda one: (one.on, one.id))
        if (version := version_on(versions, one.on)) is not None
    ]
    return found


Matters = Mapping[str, Sequence[Copy]]


def _by_matter(standing: Iterable[Copy]) -> Matters:
    """What was done about each matter, in the order of days."""
    about = defaultdict[str, list[Copy]](list)
    for copy in standing:
        if copy.matter is not None:
            about[copy.matter].append(copy)
    return about


def _base(year: Year, versions: Sequence[Version], sums: _Sums) -> Iterator[Line]:
    """Base points by the version that is the first to hold in the year."""
    first = first_day(year.year)
    version = version_on(versions, first) or next(
        (one for one in versions if one.valid_from.year == year.year), None
    )
    if version is None or not version.rules.base or not year.serving:
        return
    dated_on = max(first, version.valid_from)
    value, limit = sums.take(version.rules.base, _total_caps(version.rules, dated_on))
    yield Line(
        source=Source.BASE,
        about="",
        kind="base",
        title="基础分",
        dated_on=dated_on,
        period=_period_code(version.rules, dated_on),
        full=version.rules.base,
        value=value,
        limit=limit,
        effect=False,
        version=version.number,
        sentence=base_sentence(version.cited, value),
    )


def _period_code(rules: PointsRules, day: date) -> str | None:
    period = rules.period(day)
    return period.code if period else None


def _total_caps(rules: PointsRules, day: date) -> list[tuple[Limit, str, int | None]]:
    period = _period_code(rules, day) or ""
    return [
        (Limit.ALL_IN_PERIOD, period, rules.period_cap),
        (Limit.ALL_IN_YEAR, "", rules.year_cap),
    ]


def _counted(copy: Copy, version: Version, matters: Matters, sums: _Sums) -> Line:
    rules = version.rules
    kind, period = rules.kind(copy.kind), rules.period(copy.held_on)
    full, missing = (0, "") if kind is None else _worth(copy, kind, matters)
    value, limit = full, None
    if kind is not None and full:
        own = [
            (Limit.KIND_IN_PERIOD, f"{kind.code}/{period.code if period else ''}", kind.period_cap),
            (Limit.KIND_IN_YEAR, kind.code, kind.year_cap),
        ]
        value, limit = sums.take(full, [*own, *_total_caps(rules, copy.held_on)])
    return Line(
        source=Source.ENTRY,
        about=copy.entry,
        kind=copy.kind,
        title=kind.title if kind else USUAL_TITLES.get(copy.kind, copy.kind),
        dated_on=copy.held_on,
        period=period.code if period else None,
        full=full,
        value=value,
        limit=limit,
        effect=kind is not None and kind.effect,
        version=version.number,
        sentence=_sentence(copy, kind, version, period, missing, full, value, limit),
        digest=copy.digest,
        grounds=missing,
    )


def _sentence(
    copy: Copy,
    kind: Kind | None,
    version: Version,
    period: Span | None,
    missing: str,
    full: int,
    value: int,
    limit: Limit | None,
) -> str:
    if kind is None:
        title = USUAL_TITLES.get(copy.kind, copy.kind)
        return unlisted_sentence(copy.held_on, title, version.cited)
    if missing:
        before = version.rules.kind(kind.after or "")
        first = before.title if before else kind.after or ""
        return waiting_sentence(copy.held_on, kind.title, missing, first, version.cited)
    times = copy.quantity if kind.by_quantity else 1
    return counted_sentence(
        copy.held_on,
        kind.title,
        kind.value,
        times,
        full,
        value,
        limit,
        version.cited,
        period.title if period else None,
    )


def _worth(copy: Copy, kind: Kind, matters: Matters) -> tuple[int, str]:
    """Before any cap; and the code of why an effect does not count (yet)."""
    if kind.after is not None:
        about = matters.get(copy.matter, ()) if copy.matter else ()
        if not any(one.kind == kind.after and one.held_on <= copy.held_on for one in about):
            return 0, NOT_LED
        same = [one for one in about if one.kind == copy.kind]
        if same[0] is not copy:
            return 0, COUNTED_BEFORE
    return kind.value * (copy.quantity if kind.by_quantity else 1), ""


def _marked(year: Year, versions: Sequence[Version], sums: _Sums) -> Iterator[Line]:
    """A thing that all raters have marked is worth their weighted mean, rounded half up."""
    by_kind = defaultdict[str, dict[str, Mark]](dict)
    for mark in year.marks:
        by_kind[mark.kind][mark.rater] = mark
    for code, marks in sorted(by_kind.items()):
        # What is marked in January still belongs to the year that is over.
        dated_on = min(max(one.on for one in marks.values()), last_day(year.year))
        version = version_on(versions, dated_on)
        if version is None:
            continue
        rules = version.rules
        kind = rules.marked_kind(code)
        if kind is None or {one.code for one in rules.raters} - marks.keys():
            continue
        full = weighted([(rater, marks[rater.code].value) for rater in rules.raters])
        value, limit = sums.take(full, _total_caps(rules, dated_on))
        given = [(one.title, one.weight, marks[one.code].value) for one in rules.raters]
        yield Line(
            source=Source.MARKS,
            about=code,
            kind=code,
            title=kind.title,
            dated_on=dated_on,
            period=_period_code(rules, dated_on),
            full=full,
            value=value,
            limit=limit,
            effect=False,
            version=version.number,
            sentence=marked_sentence(kind.title, given, full, value, limit, version.cited),
            grounds=";".join(f"{one.code}={marks[one.code].value}" for one in rules.raters),
        )


def weighted(marks: Iterable[tuple[Rater, int]]) -> int:
    """The weighted sum of marks in whole hundredths; half a hundredth is rounded up."""
    total = sum(rater.weight * value for rater, value in marks)
    return (2 * total + HUNDRED) // (2 * HUNDRED)


def first_day(year: int) -> date:
    """New Year's Day."""
    return date(year, 1, 1)


def last_day(year: int) -> date:
    """New Year's Eve."""
    return first_day(year + 1) - timedelta(days=1)


def _taken_off(one: TakenOff, version: Version) -> Line:
    return Line(
        source=Source.DEDUCTION,
        about=one.id,
        kind=one.code,
        title=one.title,
        dated_on=one.on,
        period=_period_code(version.rules, one.on),
        full=-one.value,
        value=-one.value,
        limit=None,
        effect=False,
        version=version.number,
        sentence=deducted_sentence(one.on, one.title, one.value, one.reason, version.cited),
    )
