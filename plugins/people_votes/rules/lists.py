"""The list of candidates on its way: drafted by the government, examined, fixed for the vote."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

import msgspec
from statemachine import State, StateMachine


class Assessment(StrEnum):
    """What is said of a candidate besides its own content, by whom it concerns."""

    FEASIBILITY = "feasibility"
    EVALUATION = "evaluation"
    LEGALITY = "legality"
    FINANCE = "finance"


ASSESSMENTS = {
    Assessment.FEASIBILITY: "可行性论证",
    Assessment.EVALUATION: "评估",
    Assessment.LEGALITY: "合法性审查",
    Assessment.FINANCE: "财政部门关于资金来源的意见",
}


def assessment_names(kinds: Collection[Assessment]) -> str:
    """The assessments as a person reads them, in their own order."""
    return "、".join(title for kind, title in ASSESSMENTS.items() if kind in kinds)


class DraftState(StrEnum):
    """Where a candidate stands as its drafting organ has it."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    LISTED = "listed"
    LEFT_OUT = "left_out"
    DISCARDED = "discarded"


DRAFT_STATES = {
    DraftState.DRAFT: "起草、修改中",
    DraftState.SUBMITTED: "已提出，待审查",
    DraftState.LISTED: "列入候选项目",
    DraftState.LEFT_OUT: "审查后未列入",
    DraftState.DISCARDED: "不再提出",
}


class DraftMachine(StateMachine):
    """The government's own row: what the examining organ decided comes back by dispatch."""

    draft = State(initial=True, value=DraftState.DRAFT)
    submitted = State(value=DraftState.SUBMITTED)
    listed = State(value=DraftState.LISTED)
    left_out = State(value=DraftState.LEFT_OUT, final=True)
    discarded = State(value=DraftState.DISCARDED, final=True)

    revise_candidate = draft.to.itself()
    discard_candidate = draft.to(discarded)
    submit_candidates = draft.to(submitted)
    take_listed = submitted.to(listed)
    take_left_out = submitted.to(left_out)
    take_back = submitted.to(draft) | listed.to(draft)


class ListState(StrEnum):
    """Where a submitted list stands."""

    SUBMITTED = "submitted"
    EXAMINED = "examined"
    RETURNED = "returned"


LIST_STATES = {
    ListState.SUBMITTED: "待审查",
    ListState.EXAMINED: "已审查",
    ListState.RETURNED: "已退回政府修改",
}


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What a candidate project says of itself."""

    title: str
    content: str
    responsible_unit: str
    target: str
    investment: int
    funding: str
    starts_on: date
    due_on: date
    explanation: str


_WORDS = {
    "title": "项目名称",
    "content": "建设内容",
    "responsible_unit": "责任单位",
    "target": "目标",
    "funding": "资金来源",
    "explanation": "说明",
}


def faulty_content(content: Content, year: int) -> str | None:
    """Why a candidate cannot be drafted like this, in a sentence; None when it can."""
    empty = [word for name, word in _WORDS.items() if not getattr(content, name).strip()]
    if empty:
        return f"还没有填写：{'、'.join(empty)}。"
    if content.investment < 0:
        return "投资额不能是负数，请按元填写。"
    if content.due_on < content.starts_on:
        return "完成期限早于开工、启动日期，请改正。"
    if not content.starts_on.year <= year <= content.due_on.year:
        return f"项目须在{year}年度实施：开工、启动不晚于当年，完成期限不早于当年。"
    return None


class Extra(msgspec.Struct, frozen=True, kw_only=True):
    """How many more candidates than places there must be at least, and may be at most (差额)."""

    least: int = 0
    most: int | None = None

    @property
    def text(self) -> str:
        """As a rule says it."""
        most = "" if self.most is None else f"、至多{self.most}项"
        return f"候选项目比应选项目至少多{self.least}项{most}"


def lacking(listed: int, places: int, extra: Extra | None) -> int:
    """How many candidates a list is short of; below zero: how many too many; 0: it fits."""
    bounds = extra or Extra()
    short = places + bounds.least - listed
    if short > 0:
        return short
    if bounds.most is not None and listed > places + bounds.most:
        return places + bounds.most - listed
    return 0
