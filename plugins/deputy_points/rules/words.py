"""The closed lists of the plugin, and how hundredths of a point are written."""

from enum import StrEnum

HUNDRED = 100
"""Points are kept in whole hundredths, weights in whole per cent."""


EXAMPLE = "demo"
"""The kind of rule whose numbers are an example's; shown as 示例, never as law."""


ERASED = "［已删除］"
"""What a free text becomes that was erased; the core's mark, which rules may not import."""


class Source(StrEnum):
    """What a line of the ledger comes from."""

    ENTRY = "entry"
    BASE = "base"
    MARKS = "marks"
    DEDUCTION = "deduction"


SOURCES = {
    Source.ENTRY: "经确认的履职记录",
    Source.BASE: "基础分",
    Source.MARKS: "评分",
    Source.DEDUCTION: "扣分",
}


class Limit(StrEnum):
    """Which cap took something away from a value."""

    KIND_IN_PERIOD = "kind_in_period"
    KIND_IN_YEAR = "kind_in_year"
    ALL_IN_PERIOD = "all_in_period"
    ALL_IN_YEAR = "all_in_year"


LIMITS = {
    Limit.KIND_IN_PERIOD: "该类在本计分期的上限",
    Limit.KIND_IN_YEAR: "该类在本年度的上限",
    Limit.ALL_IN_PERIOD: "本计分期的总上限",
    Limit.ALL_IN_YEAR: "本年度的满分",
}


class ProposalKind(StrEnum):
    """What a rule's text lets be proposed to people; nothing follows by itself."""

    AWARD = "award"
    TALK = "talk"


PROPOSAL_KINDS = {ProposalKind.AWARD: "表扬、奖励", ProposalKind.TALK: "谈话、提醒"}

USUAL_TITLES = {
    "attend_session": "出席会议",
    "attend_council": "参加议事会",
    "lead_issue": "牵头督办议题",
    "solve_issue": "推动问题解决",
    "visit_voters": "接待走访选民",
    "inspect": "视察调研",
    "law_inspection": "执法检查",
    "training": "学习培训",
    "report_duty": "向选民述职",
    "suggestion": "提出建议",
    "help_voters": "帮扶群众",
    "donation": "捐赠",
    "absence": "未履行请假手续缺席",
    "vote": "参加票决",
}
"""What the kinds are called that a rule does not name; a kind beyond these shows its code."""


def points(hundredths: int) -> str:
    """Hundredths as people write points: 500 is 5分, 11850 is 118.5分."""
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), HUNDRED)
    part = f"{rest:02d}".rstrip("0")
    return f"{sign}{whole}{'.' + part if part else ''}分"


class ListStep(StrEnum):
    """What a list of points waits for."""

    NOTICE = "notice"
    CHECK = "check"
    PUBLICATION = "publication"
    ANSWER = "answer"


LIST_STEPS = {
    ListStep.NOTICE: "待通知代表核对",
    ListStep.CHECK: "待保密审查",
    ListStep.PUBLICATION: "待公布",
    ListStep.ANSWER: "有异议待答复",
}


class Audience(StrEnum):
    """To whom a list of points is published; a deputy sees their own row in any case."""

    DEPUTY = "deputy"
    GROUP = "group"
    BODY = "body"
    PUBLIC = "public"


AUDIENCES = {
    Audience.DEPUTY: "代表本人",
    Audience.GROUP: "本代表小组",
    Audience.BODY: "本机构",
    Audience.PUBLIC: "社会公众",
}
