"""What a body may vary: its whole rule for points. Nothing of it is law, and none is presumed."""

from typing import Any

from core import Invalid, Setting
from plugins.deputy_points.rules import PointsRules, faults, points

RULES = "deputy_points.rules"


def refuse_faults(rules: Any) -> None:
    """Refuse a rule that contradicts itself, saying each thing to mend."""
    found = list(faults(rules))
    if found:
        raise Invalid(found[0][0], "".join(sentence for _, sentence in found), field="value")


def rule_text(rules: Any) -> str:
    """The rule as a person reads it."""
    kinds = "；".join(
        f"{one.title}{points(one.value)}{'（实效）' if one.effect else ''}" for one in rules.kinds
    )
    base = f"基础分{points(rules.base)}；" if rules.base else ""
    most = f"满分{points(rules.year_cap)}" if rules.year_cap is not None else "加分不封顶"
    return f"{base}{kinds}；{most}"


SETTINGS = [
    Setting(
        name=RULES,
        title="代表履职积分规则（分值以百分之一分为单位）",
        type=PointsRules,
        text=rule_text,
        check=refuse_faults,
    )
]
