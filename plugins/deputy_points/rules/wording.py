"""The sentence with which a line explains itself: nobody has to ask why."""

from collections.abc import Sequence
from datetime import date

from plugins.deputy_points.rules.words import ERASED, LIMITS, Limit, points


def day_text(day: date) -> str:
    """A day as people write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def counted_sentence(
    day: date,
    title: str,
    each: int,
    times: int,
    full: int,
    value: int,
    limit: Limit | None,
    cited: str,
    period: str | None,
) -> str:
    """An entry that the rule values."""
    worth = points(full) if times == 1 else f"{points(each)}×{times}={points(full)}"
    within = f"（{period}）" if period else ""
    return f"{day_text(day)}“{title}”{within}，按{cited}计{worth}{_cut(full, value, limit)}。"


def _cut(full: int, value: int, limit: Limit | None) -> str:
    if limit is None:
        return ""
    return f"；因达到{LIMITS[limit]}，减去{points(full - value)}，实计{points(value)}"


def unlisted_sentence(day: date, title: str, cited: str) -> str:
    """An entry of a kind that the rule does not value."""
    return f"{day_text(day)}“{title}”，{cited}没有规定分值，只作履职记录，不计分。"


NOT_LED, COUNTED_BEFORE = "not_led", "counted_before"
"""Why an effect is worth nothing: nothing went before, or the matter has counted once."""


def waiting_sentence(day: date, title: str, missing: str, first: str, cited: str) -> str:
    """An effect that does not count (yet); `first` is what has to go before."""
    why = (
        f"没有同一事项在先的“{first}”记录"
        if missing == NOT_LED
        else "同一事项只计一次，在先的一条已经计分"
    )
    return f"{day_text(day)}“{title}”，按{cited}：{why}，计0分。"


def base_sentence(cited: str, value: int) -> str:
    """Base points."""
    return f"按{cited}，每名代表年度基础分{points(value)}。"


def marked_sentence(
    title: str,
    given: Sequence[tuple[str, int, int]],
    full: int,
    value: int,
    limit: Limit | None,
    cited: str,
) -> str:
    """What the raters gave, and how it was weighed."""
    parts = "、".join(f"{who}{points(mark)}×{weight}%" for who, weight, mark in given)
    return f"“{title}”评分：{parts}，按{cited}合计{points(full)}{_cut(full, value, limit)}。"


def deducted_sentence(day: date, title: str, value: int, reason: str, cited: str) -> str:
    """What a person took off, and why; where why was erased, the columns say the rest."""
    if reason == ERASED:
        return ERASED
    return f"{day_text(day)}“{title}”，按{cited}扣{points(value)}，理由：{reason}。"


CORRECTED = "该条履职记录已更正"
WITHDRAWN = "该条履职记录已撤销"
OTHER_CORRECTED = "其他履职记录已更正、撤销，重新计分"
TOLD_LATE = "补记了日期在先或者同一事项的履职记录，重新计分"
MARKED_ANEW = "评分有变动，重新计分"
TAKEN_OFF = "增加了扣分，重新计分"
RULE_ADOPTED = "积分规则启用，重新计分"
YEAR_OPENED = "开立年度积分账户，重新计分"
REASONS = frozenset(
    {
        CORRECTED,
        WITHDRAWN,
        OTHER_CORRECTED,
        TOLD_LATE,
        MARKED_ANEW,
        TAKEN_OFF,
        RULE_ADOPTED,
        YEAR_OPENED,
    }
)
"""Why a line is reversed; there is one more, which says why a deduction was taken back."""


def withdrawn_reason(why: str) -> str:
    """That a deduction was taken back, and why."""
    if why == ERASED:
        return ERASED
    return f"扣分已撤销，理由：{why}"


def reversing_sentence(number: int, why: str) -> str:
    """A line that takes an earlier one back."""
    if why == ERASED:
        return ERASED
    return f"冲销第{number}行：{why}。"
