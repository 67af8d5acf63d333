"""What is wrong with a rule for points, each in a sentence that says what to mend."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeGuard

from plugins.deputy_points.rules.values import Kind, PointsRules, Proposal, Span
from plugins.deputy_points.rules.words import HUNDRED, points

Fault = tuple[str, str]
"""A code for programs and a sentence for people."""

LEAP = "2000"
"""A year in which every `MM-DD` is a day."""

AFTER_CIRCLE = (
    "POINTS_AFTER_CIRCLE",
    "“{}”互相以对方为先，哪一类也不会先有，都计不了分。请至少删去其中一个的“after”。",
)
CAP_BELOW_VALUE = (
    "POINTS_CAP_BELOW_VALUE",
    "“{}”的上限（{}）低于单次分值（{}），一次也记不满。请提高上限或者降低分值。",
)
CAP_BELOW_MARK = (
    "POINTS_CAP_BELOW_VALUE",
    "评分项“{}”最高可评{}，高于全部加分的上限（{}），评满也记不满。请提高上限或者降低最高评分。",
)
CAPS_DISAGREE = (
    "POINTS_CAPS_DISAGREE",
    "“{}”的年度上限（{}）低于每个计分期的上限（{}），请改正其中一个。",
)
CODE_FORM = (
    "POINTS_CODE_FORM",
    "{}的代码“{}”须由小写字母、数字和下划线组成，以字母开头，请改正。",
)
CODE_TWICE = ("POINTS_CODE_TWICE", "{}的代码“{}”出现了不止一次，请合并或者改名。")
DAYS_WRONG = (
    "POINTS_DAYS",
    "计分期“{}”的起止日须写成“月-日”（如01-01），且不早于起始日，请改正。",
)
GRADES_GAP = (
    "POINTS_GRADES_GAP",
    "等次“{}”与“{}”之间没有衔接：前者的下限须等于后者的上限，不留空档、不重叠，请改正。",
)
GRADES_OPEN = (
    "POINTS_GRADES_OPEN",
    "最高的等次“{}”不能有上限，最低的等次“{}”不能有下限，否则有的分数没有等次。请改正。",
)
KIND_UNKNOWN = (
    "POINTS_KIND_UNKNOWN",
    "{}引用了规则中没有的“{}”，请先在规则中列出，或者改正。",
)
NEGATIVE = ("POINTS_NEGATIVE", "“{}”的数不能小于零（扣分项须大于零），请改正。")
MARKS_NO_PERIODS = (
    "POINTS_MARKS_NO_PERIODS",
    "评分项“{}”按计分期评分，但规则没有列出计分期，请补充。",
)
NO_PERIODS = ("POINTS_NO_PERIODS", "“{}”按计分期设了上限，但规则没有列出计分期，请补充。")
PERIODS_GAP = (
    "POINTS_PERIODS_GAP",
    "计分期没有盖满全年：{}至{}不属于任何一期，请补齐。",
)
PERIODS_OVERLAP = (
    "POINTS_PERIODS_OVERLAP",
    "计分期“{}”与“{}”有重叠，同一天只能属于一期，请改正。",
)
WEIGHTS = (
    "POINTS_WEIGHTS",
    "各评分人的权重合计为{}%，须正好为100%，请改正。",
)
RATERS_INCOMPLETE = (
    "POINTS_RATERS_INCOMPLETE",
    "评分人和评分项须一并列出，只有其中之一不能评分，请补充。",
)

RATER_HANDS = (
    "POINTS_RATER_HANDS",
    "评分人“{}”须写明由谁评分，且只写一种：代表本人（own）、代表所在小组的组长（group）、"
    "机关种类（organs）或者角色（role），请改正。",
)
RATERS_OWN = (
    "POINTS_RATERS_OWN",
    "“{}”都由代表本人评分，同一人不能作为两个评分人，请只留一个。",
)


def faults(rules: PointsRules) -> Iterator[Fault]:
    """Everything that is wrong with a rule; nothing when all is well."""
    yield from _codes(rules)
    for kind in rules.kinds:
        yield from _kind(rules, kind)
    yield from _circles(rules)
    yield from _totals(rules)
    yield from _periods(sorted(rules.periods, key=lambda one: one.first))
    yield from _raters(rules)
    yield from _grades(rules)
    for proposal in rules.proposals:
        yield from _proposal(rules, proposal)


def told(fault: Fault, *filled: object) -> Fault:
    """A fault with what it is about."""
    return fault[0], fault[1].format(*filled)


def _codes(rules: PointsRules) -> Iterator[Fault]:
    for what, code in rules.codes():
        plain = code.replace("_", "a")
        if not (plain.isascii() and plain.isalnum() and code[:1].isalpha() and code.islower()):
            yield told(CODE_FORM, what, code)
    for (what, code), times in Counter(rules.codes()).items():
        if times > 1:
            yield told(CODE_TWICE, what, code)


def _kind(rules: PointsRules, kind: Kind) -> Iterator[Fault]:
    caps = [kind.period_cap, kind.year_cap]
    if kind.value < 0 or any(cap is not None and cap < 0 for cap in caps):
        yield told(NEGATIVE, kind.title)
        return
    for cap in (*caps, rules.period_cap, rules.year_cap):
        if cap is not None and cap < kind.value:
            yield told(CAP_BELOW_VALUE, kind.title, points(cap), points(kind.value))
            break
    yield from _caps(kind.title, kind.period_cap, kind.year_cap)
    if kind.period_cap is not None and not rules.periods:
        yield told(NO_PERIODS, kind.title)
    if kind.after is not None and (kind.after == kind.code or rules.kind(kind.after) is None):
        yield told(KIND_UNKNOWN, f"“{kind.title}”", kind.after)


def _circles(rules: PointsRules) -> Iterator[Fault]:
    """Kinds that wait for each other, each circle once."""
    told_of = set[str]()
    for kind in rules.kinds:
        chain = list[Kind]()
        step: Kind | None = kind
        while step is not None and step not in chain and step.code not in told_of:
            chain.append(step)
            step = rules.kind(step.after) if step.after is not None else None
        # One that waits for itself was told of as a kind that is unknown.
        if step is kind and len(chain) > 1:
            yield told(AFTER_CIRCLE, "”“".join(one.title for one in chain))
            told_of |= {one.code for one in chain}


def _caps(title: str, in_period: int | None, in_year: int | None) -> Iterator[Fault]:
    if in_period is not None and in_year is not None and in_year < in_period:
        yield told(CAPS_DISAGREE, title, points(in_year), points(in_period))


def _totals(rules: PointsRules) -> Iterator[Fault]:
    yield from _caps("全部加分", rules.period_cap, rules.year_cap)
    if rules.period_cap is not None and not rules.periods:
        yield told(NO_PERIODS, "全部加分")
    if rules.base < 0:
        yield told(NEGATIVE, "基础分")
    if rules.year_cap is not None and rules.year_cap < rules.base:
        yield told(CAP_BELOW_VALUE, "基础分", points(rules.year_cap), points(rules.base))
    for deduction in rules.deductions:
        if deduction.value <= 0:
            yield told(NEGATIVE, deduction.title)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{LEAP}-{text}")
    except ValueError:
        return None


def _periods(periods: list[Span]) -> Iterator[Fault]:
    spans = list[tuple[Span, date, date]]()
    for one in periods:
        first, last = _day(one.first), _day(one.last)
        if first is None or last is None or last < first:
            yield told(DAYS_WRONG, one.title)
            return
        spans.append((one, first, last))
    reached = date.fromisoformat(f"{LEAP}-01-01")
    for before, after in pairwise(spans):
        if after[1] <= before[2]:
            yield told(PERIODS_OVERLAP, before[0].title, after[0].title)
    for _, first, last in spans:
        if first > reached:
            yield _gap(reached, first - timedelta(days=1))
        reached = max(reached, last + timedelta(days=1))
    if spans and f"{reached:%Y}" == LEAP:
        yield _gap(reached, date.fromisoformat(f"{LEAP}-12-31"))


def _gap(first: date, last: date) -> Fault:
    return told(PERIODS_GAP, f"{first:%m-%d}", f"{last:%m-%d}")


def _raters(rules: PointsRules) -> Iterator[Fault]:
    if bool(rules.raters) != bool(rules.marked):
        yield RATERS_INCOMPLETE
    weights = sum(one.weight for one in rules.raters)
    if any(one.weight <= 0 for one in rules.raters):
        yield from (told(NEGATIVE, one.title) for one in rules.raters if one.weight <= 0)
    elif rules.raters and weights != HUNDRED:
        yield told(WEIGHTS, weights)
    for one in rules.marked:
        if one.most <= 0:
            yield told(NEGATIVE, one.title)
        if one.by_period and not rules.periods:
            yield told(MARKS_NO_PERIODS, one.title)
        below = [cap for cap in (rules.period_cap, rules.year_cap) if _is_below(cap, one.most)]
        if below:
            yield told(CAP_BELOW_MARK, one.title, points(one.most), points(min(below)))
    yield from _hands(rules)


def _is_below(cap: int | None, value: int) -> TypeGuard[int]:
    return cap is not None and cap < value


def _hands(rules: PointsRules) -> Iterator[Fault]:
    """Each rater names one hand, and no two of them can only be the deputy's own."""
    yield from (told(RATER_HANDS, one.title) for one in rules.raters if one.hands != 1)
    own = [one.title for one in rules.raters if one.own]
    if len(own) > 1:
        yield told(RATERS_OWN, "”“".join(own))


def _grades(rules: PointsRules) -> Iterator[Fault]:
    if not rules.grades:
        return
    top, bottom = rules.grades[0], rules.grades[-1]
    if top.below is not None or bottom.least is not None:
        yield told(GRADES_OPEN, top.title, bottom.title)
    for higher, lower in pairwise(rules.grades):
        if higher.least is None or higher.least != lower.below or _empty(lower):
            yield told(GRADES_GAP, higher.title, lower.title)


def _empty(grade: object) -> bool:
    least, below = getattr(grade, "least", None), getattr(grade, "below", None)
    return least is not None and below is not None and least >= below


def _proposal(rules: PointsRules, proposal: Proposal) -> Iterator[Fault]:
    known = {one.title for one in rules.grades}
    if proposal.grade is not None and proposal.grade not in known:
        yield told(KIND_UNKNOWN, f"“{proposal.title}”", proposal.grade)
    counts = (proposal.years, proposal.first or 1, proposal.last or 1)
    if min(counts) < 1:
        yield told(NEGATIVE, proposal.title)
