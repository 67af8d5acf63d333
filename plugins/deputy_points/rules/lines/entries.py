"""Lines of confirmed entries: what each is worth before caps, and how its line says so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from plugins.deputy_points.rules.lines.caps import Sums, caps_of
from plugins.deputy_points.rules.lines.line import Line
from plugins.deputy_points.rules.lines.told import Copy, Version
from plugins.deputy_points.rules.values import Kind
from plugins.deputy_points.rules.wording import (
    COUNTED_BEFORE,
    NOT_LED,
    counted_sentence,
    unlisted_sentence,
    waiting_sentence,
)
from plugins.deputy_points.rules.words import USUAL_TITLES, Limit, Source

Matters = Mapping[str, Sequence[Copy]]


def by_matter(standing: Iterable[Copy]) -> Matters:
    """What was done about each matter, in the order of days."""
    about = defaultdict[str, list[Copy]](list)
    for copy in standing:
        if copy.matter is not None:
            about[copy.matter].append(copy)
    return about


def counted(copy: Copy, version: Version, matters: Matters, sums: Sums) -> Line:
    """The line of an entry, as much as caps leave of it."""
    kind = version.rules.kind(copy.kind)
    missing = "" if kind is None else _missing(copy, kind, matters)
    full = _full(copy, kind, missing)
    value, limit = full, None
    if kind is not None and full:
        value, limit = sums.take(full, caps_of(version.rules, kind, copy.held_on))
    return entry_line(copy, version, missing, value, limit)


def entry_line(copy: Copy, version: Version, missing: str, value: int, limit: Limit | None) -> Line:
    """All that the line of an entry says, once it is known what caps left of it."""
    kind, period = version.rules.kind(copy.kind), version.rules.period(copy.held_on)
    return Line(
        source=Source.ENTRY,
        about=copy.entry,
        kind=copy.kind,
        title=_title(copy, kind),
        dated_on=copy.held_on,
        period=period.code if period else None,
        full=_full(copy, kind, missing),
        value=value,
        limit=limit,
        effect=kind is not None and kind.effect,
        version=version.number,
        sentence=_sentence(copy, version, missing, value, limit),
        digest=copy.digest,
        grounds=missing,
    )


def _title(copy: Copy, kind: Kind | None) -> str:
    return kind.title if kind else USUAL_TITLES.get(copy.kind, copy.kind)


def _sentence(copy: Copy, version: Version, missing: str, value: int, limit: Limit | None) -> str:
    kind, period = version.rules.kind(copy.kind), version.rules.period(copy.held_on)
    if kind is None:
        return unlisted_sentence(copy.held_on, _title(copy, kind), version.cited)
    if missing:
        before = version.rules.kind(kind.after or "")
        first = before.title if before else kind.after or ""
        return waiting_sentence(copy.held_on, kind.title, missing, first, version.cited)
    return counted_sentence(
        copy.held_on,
        kind.title,
        kind.value,
        copy.quantity if kind.by_quantity else 1,
        _full(copy, kind, missing),
        value,
        limit,
        version.cited,
        period.title if period else None,
    )


def _full(copy: Copy, kind: Kind | None, missing: str) -> int:
    """What an entry is worth before any cap."""
    if kind is None or missing:
        return 0
    return kind.value * (copy.quantity if kind.by_quantity else 1)


def _missing(copy: Copy, kind: Kind, matters: Matters) -> str:
    """The code of why an effect does not count (yet)."""
    if kind.after is None:
        return ""
    about = matters.get(copy.matter, ()) if copy.matter else ()
    if not any(one.kind == kind.after and one.held_on <= copy.held_on for one in about):
        return NOT_LED
    same = [one for one in about if one.kind == copy.kind]
    return "" if same[0] is copy else COUNTED_BEFORE
