"""What a body may vary: its whole rule for points. Nothing of it is law, and none is presumed."""

from typing import Annotated, Any

from msgspec import Meta

from core import ORGAN_NAMES, ROLE_CODES, Invalid, OrganKind, Period, Setting, rough_days
from plugins.deputy_points.rules import (
    AUDIENCES,
    PROPOSAL_KINDS,
    Audience,
    PointsRules,
    faults,
    points,
)

RULES = "deputy_points.rules"
PUBLISH_TO = "deputy_points.publish_to"
RANKING = "deputy_points.ranking"
RANKING_BELOW = "deputy_points.ranking_below"
OWN_DAYS = "deputy_points.own_days"
OBJECTION_PERIOD = "deputy_points.objection_period"
ANSWER_PERIOD = "deputy_points.answer_period"

MOST_TIMES = 1_000
"""Times that one deduction counts: a bound of what is stored, not a rule of a body."""


def refuse_faults(rules: Any) -> None:
    """Refuse a rule that contradicts itself, saying each thing to mend."""
    found = list(faults(rules))
    if found:
        raise Invalid(found[0][0], "".join(sentence for _, sentence in found), field="value")
    for rater in rules.raters:
        unknown = [one for one in rater.organs if one not in list(OrganKind)]
        if unknown:
            raise Invalid(
                "POINTS_RATER_ORGANS",
                f"评分人“{rater.title}”写的机关种类“{unknown[0][:40]}”不在列表中，"
                f"请从下列中选择：{'、'.join(OrganKind)}。",
                field="value",
            )


def rule_text(rules: Any) -> str:
    """The rule as a person reads it."""
    kinds = "；".join(
        f"{one.title}{points(one.value)}{'（实效）' if one.effect else ''}" for one in rules.kinds
    )
    base = f"基础分{points(rules.base)}；" if rules.base else ""
    most = f"满分{points(rules.year_cap)}" if rules.year_cap is not None else "加分不封顶"
    return f"{base}{kinds}；{most}"


RULE_WORDS = {
    "kinds": "各种履职事项的分值",
    "periods": "计分期",
    "base": "基础分",
    "period_cap": "每一计分期至多多少分",
    "year_cap": "全年至多多少分",
    "deductions": "扣分事项",
    "raters": "评分人",
    "marked": "评分事项",
    "grades": "等次",
    "proposals": "建议表扬、谈话的情形",
    "code": "代码",
    "title": "名称",
    "value": "分值",
    "by_quantity": "是否按数量计",
    "effect": "是否实效分",
    "after": "须先有哪一种（代码）",
    "first": "第一日（月-日）；建议中为前几名",
    "last": "最后一日（月-日）；建议中为后几名",
    "weight": "权重（百分之几）",
    "own": "是否代表本人自评",
    "group": "是否代表小组组长评",
    "organs": "由哪些种类的机关评",
    "role": "由担任哪一角色的人评",
    "most": "至多多少分",
    "by_period": "是否每一计分期评一次",
    "least": "不低于多少分",
    "below": "低于多少分",
    "kind": "表扬还是谈话",
    "text": "规定的原文",
    "years": "连续几年",
    "grade": "哪一等次",
    **PROPOSAL_KINDS,
}
"""What an admin reads beside each part of the rule."""

SETTINGS = [
    Setting(
        name=RULES,
        title="代表履职积分规则（分值以百分之一分为单位）",
        type=PointsRules,
        text=rule_text,
        check=refuse_faults,
        words=RULE_WORDS,
        codes={
            "organs": {str(kind): name for kind, name in ORGAN_NAMES.items()},
            "role": ROLE_CODES,
        },
    ),
    Setting(
        name=PUBLISH_TO,
        title="积分向谁公布；没有规定的，只有代表本人看到自己的",
        type=list[Audience],
        text=lambda found: "、".join(AUDIENCES[one] for one in found),
        words=AUDIENCES,
    ),
    Setting(
        name=RANKING,
        title="公布表是否排名；没有规定的，不排名",
        type=bool,
        text=lambda on: "排名" if on else "不排名",
    ),
    Setting(
        name=RANKING_BELOW,
        title="是否把下级机构向社会公布并已排名的积分合并排名；没有规定的，不排名",
        type=bool,
        text=lambda on: "合并排名" if on else "不排名",
    ),
    Setting(
        name=OWN_DAYS,
        title="公布以前至少多少日让代表先看到本人的积分（自通知代表之日起）",
        type=Annotated[int, Meta(ge=0, le=365)],
    ),
    Setting(
        name=OBJECTION_PERIOD,
        title="对公布的积分提出异议的期限（自公布之日起）",
        type=Period,
        amount=rough_days,
    ),
    Setting(
        name=ANSWER_PERIOD,
        title="答复异议的期限（自提出之日起）",
        type=Period,
        amount=rough_days,
    ),
]
