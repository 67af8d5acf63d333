"""Ideas from a call (征集到的建议): where they come from, how each ends, what is not asked."""

import re
from enum import StrEnum

from statemachine import State, StateMachine


class IdeaSource(StrEnum):
    """Who brought an idea."""

    PUBLIC = "public"
    DEPUTY = "deputy"
    STATION = "station"
    GOVERNMENT = "government"
    COMMUNITY = "community"
    HOTLINE = "hotline"


IDEA_SOURCES = {
    IdeaSource.PUBLIC: "公众直接提出",
    IdeaSource.DEPUTY: "人大代表提出",
    IdeaSource.STATION: "代表联络站收集",
    IdeaSource.GOVERNMENT: "政府及其部门提出",
    IdeaSource.COMMUNITY: "村、社区收集",
    IdeaSource.HOTLINE: "热线、信箱收集",
}

COLLECTED = (
    IdeaSource.PUBLIC,
    IdeaSource.STATION,
    IdeaSource.GOVERNMENT,
    IdeaSource.COMMUNITY,
    IdeaSource.HOTLINE,
)
"""What staff may write down for others; a deputy's idea is the deputy's own."""


class IdeaState(StrEnum):
    """How far an idea has come. What became of a candidate, the candidate says."""

    RECEIVED = "received"
    TAKEN = "taken"
    RESERVED = "reserved"
    MERGED = "merged"
    LEFT_OUT = "left_out"


IDEA_STATES = {
    IdeaState.RECEIVED: "已收到，待筛选",
    IdeaState.TAKEN: "已采纳，转入候选项目论证",
    IdeaState.RESERVED: "列入项目储备",
    IdeaState.MERGED: "与其他建议合并办理",
    IdeaState.LEFT_OUT: "未采纳",
}


class IdeaMachine(StateMachine):
    """Each idea ends in exactly one outcome; what was taken may still turn out not to be fit."""

    received = State(initial=True, value=IdeaState.RECEIVED)
    taken = State(value=IdeaState.TAKEN)
    reserved = State(value=IdeaState.RESERVED, final=True)
    merged = State(value=IdeaState.MERGED, final=True)
    left_out = State(value=IdeaState.LEFT_OUT, final=True)

    take = received.to(taken)
    reserve = received.to(reserved) | taken.to(reserved)
    merge = received.to(merged) | taken.to(merged)
    leave_out = received.to(left_out) | taken.to(left_out)


OPEN_IDEAS = (IdeaState.RECEIVED, IdeaState.TAKEN)
"""Not ended yet, unless a candidate came of it."""


class Outcome(StrEnum):
    """What screening says of an idea."""

    TAKEN = "taken"
    RESERVED = "reserved"
    LEFT_OUT = "left_out"


OUTCOMES = {
    Outcome.TAKEN: "采纳，转入候选项目论证",
    Outcome.RESERVED: "列入项目储备",
    Outcome.LEFT_OUT: "不采纳",
}

OUTCOME_STEPS = {
    Outcome.TAKEN: "take",
    Outcome.RESERVED: "reserve",
    Outcome.LEFT_OUT: "leave_out",
}


class ScreenReason(StrEnum):
    """Why an idea was not taken over."""

    ORDERED_FROM_ABOVE = "ordered_from_above"
    BEYOND_POWERS = "beyond_powers"
    NOT_WITHIN_THE_YEAR = "not_within_the_year"
    NOT_FOR_MANY = "not_for_many"
    DONE_OR_PLANNED = "done_or_planned"
    NOT_FEASIBLE = "not_feasible"
    NOT_PUBLIC_FUNDS = "not_public_funds"
    UNLAWFUL = "unlawful"
    NO_PROJECT = "no_project"
    OTHER = "other"


SCREEN_REASONS = {
    ScreenReason.ORDERED_FROM_ABOVE: "上级已经部署、必须完成的任务",
    ScreenReason.BEYOND_POWERS: "不属于本级权限范围",
    ScreenReason.NOT_WITHIN_THE_YEAR: "当年不能完成，也不宜分年度实施",
    ScreenReason.NOT_FOR_MANY: "受益面窄，不具有普惠性",
    ScreenReason.DONE_OR_PLANNED: "已经实施或者已经列入计划",
    ScreenReason.NOT_FEASIBLE: "资金、用地等条件不具备",
    ScreenReason.NOT_PUBLIC_FUNDS: "不以财政性资金投入为主",
    ScreenReason.UNLAWFUL: "不符合法律、法规或者规划",
    ScreenReason.NO_PROJECT: "属于咨询、投诉或者一般工作建议，已转有关单位办理",
    ScreenReason.OTHER: "其他",
}


class IdeaFigure(StrEnum):
    """What is counted of the ideas of a cycle."""

    RECEIVED = "received"
    WAITING = "waiting"
    TAKEN = "taken"
    RESERVED = "reserved"
    MERGED = "merged"
    LEFT_OUT = "left_out"
    BECAME_CANDIDATES = "became_candidates"


IDEA_FIGURES = {
    IdeaFigure.RECEIVED: "收到",
    IdeaFigure.WAITING: "待筛选",
    IdeaFigure.TAKEN: "采纳",
    IdeaFigure.RESERVED: "列入储备",
    IdeaFigure.MERGED: "合并办理",
    IdeaFigure.LEFT_OUT: "未采纳",
    IdeaFigure.BECAME_CANDIDATES: "成为候选项目（含合并办理的）",
}

FIGURE_STATES = {
    IdeaFigure.WAITING: IdeaState.RECEIVED,
    IdeaFigure.TAKEN: IdeaState.TAKEN,
    IdeaFigure.RESERVED: IdeaState.RESERVED,
    IdeaFigure.MERGED: IdeaState.MERGED,
    IdeaFigure.LEFT_OUT: IdeaState.LEFT_OUT,
}
"""These five add up to what was received: an idea ends in one way only."""


_PERSONAL = re.compile(
    r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)


def names_somebody(text: str) -> bool:
    """Whether a mobile number or an identity number stands in a text: neither is asked for."""
    return _PERSONAL.search(text) is not None


def plain_words(*texts: str) -> str:
    """What two texts have in common when they differ in blanks and case only."""
    return "\n".join("".join(text.split()).casefold() for text in texts)
