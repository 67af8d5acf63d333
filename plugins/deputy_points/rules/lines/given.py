"""Lines without an entry: base points, raters' marks, and what a person took off."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from plugins.deputy_points.rules.lines.caps import Sums, period_code, total_caps
from plugins.deputy_points.rules.lines.line import Line
from plugins.deputy_points.rules.lines.told import (
    Mark,
    TakenOff,
    Version,
    Year,
    first_day,
    last_day,
    version_on,
)
from plugins.deputy_points.rules.values import MarkedKind, Rater
from plugins.deputy_points.rules.wording import base_sentence, deducted_sentence, marked_sentence
from plugins.deputy_points.rules.words import HUNDRED, Limit, Source


def base(year: Year, versions: Sequence[Version], sums: Sums) -> Iterator[Line]:
    """Base points by the version that is the first to hold in the year."""
    version = base_version(year.year, versions)
    if version is None or not version.rules.base or not year.serving:
        return
    caps = total_caps(version.rules, _base_day(year.year, version))
    value, limit = sums.take(version.rules.base, caps)
    yield base_line(year.year, version, value, limit)


def base_version(year: int, versions: Sequence[Version]) -> Version | None:
    """The version by which a year's base points are given."""
    return version_on(versions, first_day(year)) or next(
        (one for one in versions if one.valid_from.year == year), None
    )


def _base_day(year: int, version: Version) -> date:
    return max(first_day(year), version.valid_from)


def base_line(year: int, version: Version, value: int, limit: Limit | None) -> Line:
    """All that a line of base points says, once it is known what caps left of them."""
    dated_on = _base_day(year, version)
    return Line(
        source=Source.BASE,
        about="",
        kind="base",
        title="基础分",
        dated_on=dated_on,
        period=period_code(version.rules, dated_on),
        full=version.rules.base,
        value=value,
        limit=limit,
        effect=False,
        version=version.number,
        sentence=base_sentence(version.cited, value),
    )


def marked(year: Year, versions: Sequence[Version], sums: Sums) -> Iterator[Line]:
    """A thing that all raters have marked is worth their weighted mean."""
    by_about = defaultdict[str, dict[str, Mark]](dict)
    for mark in year.marks:
        by_about[mark.about][mark.rater] = mark
    for about, marks in sorted(by_about.items()):
        dated_on = _marks_day(about, max(one.on for one in marks.values()), year, versions)
        version = version_on(versions, dated_on)
        kind = marked_kind(about, version)
        if version is None or kind is None:
            continue
        rules = version.rules
        if {one.code for one in rules.raters} - marks.keys():
            continue
        given = {one.code: marks[one.code].value for one in rules.raters}
        value, limit = sums.take(_weighed(version, given), total_caps(rules, dated_on))
        yield marked_line(about, dated_on, version, given, value, limit)


def _marks_day(about: str, last: date, year: Year, versions: Sequence[Version]) -> date:
    """What is marked in January still belongs to the year, or the quarter, that is over."""
    day = min(last, last_day(year.year))
    version = version_on(versions, day)
    span = version.rules.span(about.partition("/")[2]) if version else None
    return min(day, span.last_on(year.year)) if span else day


def marked_kind(about: str, version: Version | None) -> MarkedKind | None:
    """What the rule of a day says of what was marked; None where it is not marked so."""
    code, _, period = about.partition("/")
    kind = version.rules.marked_kind(code) if version else None
    if version is None or kind is None or kind.by_period is not bool(period):
        return None
    return kind if not period or version.rules.span(period) else None


Given = Mapping[str, int]
"""What each rater gave, in hundredths, by code."""


def marked_line(
    about: str,
    dated_on: date,
    version: Version,
    given: Given,
    value: int,
    limit: Limit | None,
) -> Line:
    """All that a line of marks says, once it is known what caps left of them."""
    rules, full = version.rules, _weighed(version, given)
    code, _, period = about.partition("/")
    kind, span = rules.marked_kind(code), rules.span(period)
    title = f"{kind.title if kind else code}{f'（{span.title}）' if span else ''}"
    told = [(one.title, one.weight, given[one.code]) for one in rules.raters]
    return Line(
        source=Source.MARKS,
        about=about,
        kind=code,
        title=title,
        dated_on=dated_on,
        period=period_code(rules, dated_on),
        full=full,
        value=value,
        limit=limit,
        effect=False,
        version=version.number,
        sentence=marked_sentence(title, told, full, value, limit, version.cited),
        grounds=";".join(f"{one.code}={given[one.code]}" for one in rules.raters),
    )


def _weighed(version: Version, given: Given) -> int:
    return weighted([(rater, given[rater.code]) for rater in version.rules.raters])


def weighted(marks: Iterable[tuple[Rater, int]]) -> int:
    """The weighted sum of marks in whole hundredths; half a hundredth is rounded up."""
    total = sum(rater.weight * value for rater, value in marks)
    return (2 * total + HUNDRED) // (2 * HUNDRED)


def deduction_line(one: TakenOff, version: Version) -> Line:
    """What a person took off; no cap bears on it."""
    return Line(
        source=Source.DEDUCTION,
        about=one.id,
        kind=one.code,
        title=one.title,
        dated_on=one.on,
        period=period_code(version.rules, one.on),
        full=-one.value,
        value=-one.value,
        limit=None,
        effect=False,
        version=version.number,
        sentence=deducted_sentence(one.on, one.title, one.value, one.reason, version.cited),
    )
