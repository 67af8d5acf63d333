"""What a body may vary after the vote: how projects are followed, adjusted and accepted."""

from typing import Any

from core import Lower, Setting
from plugins.people_votes.rules import (
    ADJUSTING_ORGANS,
    DUTIES,
    SIDES,
    AdjustmentRule,
    Cadence,
    Share,
)

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
        words={
            "kind": "何事",
            "every": "每几个月一次",
            "by": "由谁办理",
            "until_day": "次期几日前；不填为期末前",
            "article": "条文",
            **DUTIES,
            **SIDES,
        },
    ),
    Setting(name=YEARLY_MILESTONES, title="跨年度项目须有每年的节点目标", type=bool),
    Setting(
        name=ADJUSTMENT,
        title="项目调整由谁决定、公告、报告",
        type=AdjustmentRule,
        lower=Lower.FIXED_ABOVE,
        words={
            "decided_by": "由谁决定",
            "noticed_by": "由谁公告",
            "report_to_congress": "是否向下一次人民代表大会会议报告",
            **ADJUSTING_ORGANS,
        },
    ),
    Setting(
        name=ADJUSTMENT_MAJORITY,
        title="决定项目调整所需的多数",
        type=Share,
        lower=Lower.FIXED_ABOVE,
    ),
    Setting(name=QUALITY_CHECK_FIRST, title="验收以前须经第三方质量检测合格", type=bool),
]
