"""What a body may vary after the vote: how projects are followed, adjusted and accepted."""

from typing import Any

from core import Lower, Setting
from plugins.people_votes.rules import AdjustmentRule, Cadence, Share

CADENCES = "people_votes.cadences"
YEARLY_MILESTONES = "people_votes.yearly_milestones"
ADJUSTMENT = "people_votes.adjustment"
ADJUSTMENT_MAJORITY = "people_votes.adjustment_majority"
QUALITY_CHECK_FIRST = "people_votes.quality_check_first"


def _cadences_text(cadences: Any) -> str:
    return "；".join(one.text for one in cadences)


PROJECT_SETTINGS = [
    Setting(
        name=CADENCES,
        title="项目实施监督的节奏",
        type=list[Cadence],
        text=_cadences_text,
    ),
    Setting(name=YEARLY_MILESTONES, title="跨年度项目须有每年的节点目标", type=bool),
    Setting(
        name=ADJUSTMENT,
        title="项目调整由谁决定、公告、报告",
        type=AdjustmentRule,
        lower=Lower.FIXED_ABOVE,
    ),
    Setting(
        name=ADJUSTMENT_MAJORITY,
        title="决定项目调整所需的多数",
        type=Share,
        lower=Lower.FIXED_ABOVE,
    ),
    Setting(name=QUALITY_CHECK_FIRST, title="验收以前须经第三方质量检测合格", type=bool),
]
