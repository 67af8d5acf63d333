"""一次票决的全部规则，作为数据：每一条都带着依据。

A round freezes its rules when it opens, as `msgspec.to_builtins(rules)`, and reads them back by
`msgspec.convert(stored, BallotRules)`. No share, base or bound is written in code: they come from
practice, and a basis may be an article or, where nothing is law, 示例.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from core.kit.ballots.grades import GradeRules
from core.kit.ballots.shares import CountBase, Share

__all__ = [
    "BallotRules",
    "Blank",
    "Mark",
    "Method",
    "PassRule",
    "Places",
    "Quorum",
    "Shortage",
    "ShortageRule",
    "TiePolicy",
    "TieRule",
    "Validity",
    "Voids",
]


class Method(StrEnum):
    """How one ballot is marked."""

    EACH = "each"
    """逐项赞成、反对或者弃权。"""
    CHOOSE = "choose"
    """从若干项中选不超过应选项数。"""
    CHOOSE_EACH = "choose_each"
    """逐项赞成、反对或者弃权，赞成的不超过应选项数。"""
    GRADES = "grades"
    """满意度等次。"""


class Mark(StrEnum):
    """A mark on one item; in a satisfaction assessment the mark is the grade itself."""

    APPROVE = "approve"
    OPPOSE = "oppose"
    ABSTAIN = "abstain"


class Voids(StrEnum):
    """How far a wrong mark reaches."""

    ITEM = "item"
    BALLOT = "ballot"


class Blank(StrEnum):
    """What leaving blank means."""

    ABSTAIN = "abstain"
    VOID = "void"


class TiePolicy(StrEnum):
    """What happens to items with equal votes at the border of the places."""

    FURTHER_ROUND = "further_round"
    NEXT_MEETING = "next_meeting"


class Shortage(StrEnum):
    """What happens to places for which too few items passed."""

    NEXT_ROUND = "next_round"
    NEXT_MEETING = "next_meeting"
    FEWER = "fewer"


class Quorum(msgspec.Struct, frozen=True, kw_only=True):
    """到会多少人才能开会、表决。The base is all who are due: nothing else could be meant."""

    share: Share
    basis: str
    base: CountBase = CountBase.ALL

    def __post_init__(self) -> None:
        if self.base is not CountBase.ALL:
            raise ValueError("法定人数以应到人数为基数。")


class PassRule(msgspec.Struct, frozen=True, kw_only=True):
    """赞成多少才算通过。"""

    share: Share
    base: CountBase
    basis: str


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """应选项数，以及候选项数可以多出几项（差额）；等额的，最少最多都是零。"""

    number: int
    basis: str
    least_extra: int = 0
    most_extra: int | None = None

    def __post_init__(self) -> None:
        if self.number < 1 or self.least_extra < 0:
            raise ValueError("应选项数至少为一，差额不能小于零。")
        if self.most_extra is not None and self.most_extra < self.least_extra:
            raise ValueError("差额的上限不能小于下限。")

    def fault(self, candidates: int) -> str | None:
        """Why so many candidates do not fit the places, or None if they do."""
        extra = candidates - self.number
        if self.least_extra <= extra and (self.most_extra is None or extra <= self.most_extra):
            return None
        return (
            f"应选{self.number}项，候选须为{self._candidates}，现有{candidates}项"
            f"（依据：{self.basis}）。"
        )

    @property
    def _candidates(self) -> str:
        least = self.number + self.least_extra
        if self.most_extra is None:
            return f"{least}项以上"
        most = self.number + self.most_extra
        return f"{least}项" if least == most else f"{least}至{most}项"


class Validity(msgspec.Struct, frozen=True, kw_only=True):
    """怎样的票有效。收回多于发出的，整次无效；赞成多于应选的，该票无效：依据分别写明。

    `two_marks` is what several marks on one item void, `blank_item` and `blank_ballot` what an item
    and a whole ballot without a mark mean. Where only the chosen items are marked
    (`Method.CHOOSE`), an item without a mark is simply not chosen.
    """

    two_marks: Voids
    blank_item: Blank
    blank_ballot: Blank
    ballot_basis: str
    whole_basis: str


class TieRule(msgspec.Struct, frozen=True, kw_only=True):
    """得票相等怎么办。"""

    policy: TiePolicy
    basis: str


class ShortageRule(msgspec.Struct, frozen=True, kw_only=True):
    """通过的不足应选项数怎么办。"""

    policy: Shortage
    basis: str


class BallotRules(msgspec.Struct, frozen=True, kw_only=True):
    """一次票决（一轮）的规则。

    `voters` is the word for those who vote (代表, 常委会组成人员, 居民议事会成员); `basis` is the
    voting method that was adopted. Without `places` every item that passes is chosen. A quorum or a
    number of places that no rule gives is None, never guessed.
    """

    method: Method
    secret: bool
    voters: str
    basis: str
    validity: Validity
    quorum: Quorum | None = None
    pass_rule: PassRule | None = None
    places: Places | None = None
    ties: TieRule | None = None
    shortage: ShortageRule | None = None
    grades: GradeRules | None = None

    def __post_init__(self) -> None:
        if fault := self._fault:
            raise ValueError(fault)

    @property
    def _fault(self) -> str | None:
        if (self.method is Method.GRADES) != (self.grades is not None):
            return "满意度测评须写明等次，其他表决方式没有等次。"
        if self.method is not Method.GRADES and self.pass_rule is None:
            return "须写明赞成多少为通过。"
        if self.method is Method.GRADES and (self.pass_rule or self.places):
            return "满意度测评没有通过的票数和应选项数，由各档规定。"
        if self.limit is None and self.method in (Method.CHOOSE, Method.CHOOSE_EACH):
            return "从若干项中选取的，须写明应选项数。"
        if self.places and not (self.ties and self.shortage):
            return "有应选项数的，须写明得票相等和通过不足时怎么办。"
        return None

    @property
    def limit(self) -> int | None:
        """How many approvals one ballot may hold; None where there is no limit."""
        limited = self.method in (Method.CHOOSE, Method.CHOOSE_EACH)
        return self.places.number if limited and self.places else None

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks that an item may bear."""
        if self.grades:
            return self.grades.grades
        return (Mark.APPROVE,) if self.method is Method.CHOOSE else tuple(Mark)
