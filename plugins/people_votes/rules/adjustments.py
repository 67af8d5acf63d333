"""Adjusting a chosen project: what may change and why, who decides, and by which majority."""

from enum import StrEnum

import msgspec


class AdjustmentKind(StrEnum):
    """What is to change."""

    CONTENT = "content"
    DELAY = "delay"
    STOP = "stop"


ADJUSTMENT_KINDS = {
    AdjustmentKind.CONTENT: "内容作重大调整",
    AdjustmentKind.DELAY: "延期",
    AdjustmentKind.STOP: "停止实施",
}


class AdjustmentReason(StrEnum):
    """Why."""

    FORCE_MAJEURE = "force_majeure"
    POLICY_CHANGE = "policy_change"
    OTHER = "other"


ADJUSTMENT_REASONS = {
    AdjustmentReason.FORCE_MAJEURE: "不可抗力",
    AdjustmentReason.POLICY_CHANGE: "政策变化",
    AdjustmentReason.OTHER: "其他",
}


class AdjustmentState(StrEnum):
    """Where an adjustment stands."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    NOTICED = "noticed"
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"


ADJUSTMENT_STATES = {
    AdjustmentState.PROPOSED: "政府已提请，待决定",
    AdjustmentState.ADOPTED: "已决定调整，待公告",
    AdjustmentState.REJECTED: "未获通过，项目不变",
    AdjustmentState.NOTICED: "已公告",
    AdjustmentState.REPORTED: "已向人民代表大会报告",
    AdjustmentState.WITHDRAWN: "已撤回提请，项目不变",
}


class AdjustingOrgan(StrEnum):
    """Who decides on an adjustment, or gives public notice of it."""

    CONGRESS = "congress"
    STANDING_COMMITTEE = "standing_committee"
    PRESIDIUM = "presidium"
    SUBDISTRICT_COMMITTEE = "subdistrict_committee"
    """For micro projects, where the entrusting decision says so; no decision of a congress."""


ADJUSTING_ORGANS = {
    AdjustingOrgan.CONGRESS: "人民代表大会",
    AdjustingOrgan.STANDING_COMMITTEE: "人大常委会",
    AdjustingOrgan.PRESIDIUM: "主席团",
    AdjustingOrgan.SUBDISTRICT_COMMITTEE: "人大街道工委",
}


class AdjustmentRule(msgspec.Struct, frozen=True, kw_only=True):
    """Who decides, who gives notice, and whether the next congress is told."""

    decided_by: AdjustingOrgan
    noticed_by: AdjustingOrgan
    report_to_congress: bool = False

    @property
    def text(self) -> str:
        """As a rule says it."""
        end = "，并向下一次人民代表大会会议报告" if self.report_to_congress else ""
        return (
            f"由{ADJUSTING_ORGANS[self.decided_by]}决定，"
            f"由{ADJUSTING_ORGANS[self.noticed_by]}公告{end}"
        )
