"""What a body may vary: its whole rule for points. Nothing of it is law, and none is presumed."""

from typing import Annotated, Any

from msgspec import Meta

from core import Invalid, OrganKind, Period, Setting, rough_days
from plugins.deputy_points.rules import AUDIENCES, Audience, PointsRules, faults, points

RULES = "deputy_points.rules"
PUBLISH_TO = "deputy_points.publish_to"
RANKING = "deputy_points.ranking"
RANKING_BELOW = "deputy_points.ranking_below"
OWN_DAYS = "deputy_points.own_days"
OBJECTION_PERIOD = "deputy_points.objection_period"
ANSWER_PERIOD = "deputy_points.answer_period"


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


SETTINGS = [
    Setting(
        name=RULES,
        title="代表履职积分规则（分值以百分之一分为单位）",
        type=PointsRules,
        text=rule_text,
        check=refuse_faults,
    ),
    Setting(
        name=PUBLISH_TO,
        title="积分向谁公布；没有规定的，只有代表本人看到自己的",
        type=list[Audience],
        text=lambda found: "、".join(AUDIENCES[one] for one in found),
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
