"""满意度测评：等次、分档、后果，都是做法，没有全国统一的标准。

No law sets a base or a threshold for satisfaction assessments, so tiers say both, and what follows
from a result says how often the matter had failed before.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from core.kit.ballots.shares import CountBase, Share

__all__ = ["CONSEQUENCE_TITLES", "Consequence", "GradeResult", "GradeRules", "Tier"]


class Consequence(StrEnum):
    """What follows from a result; `ANNOUNCED` where a rule only orders it to be told."""

    PASS = "pass"
    ANNOUNCED = "announced"
    REPORT_AGAIN = "report_again"
    STRONGER_STEPS = "stronger_steps"


CONSEQUENCE_TITLES = {
    Consequence.PASS: "通过",
    Consequence.ANNOUNCED: "公布结果",
    Consequence.REPORT_AGAIN: "再次报告",
    Consequence.STRONGER_STEPS: "采取进一步的监督措施",
}


class Tier(msgspec.Struct, frozen=True, kw_only=True):
    """一档：哪几个等次的票数相加，达到什么基数的多少。"""

    title: str
    grades: tuple[str, ...]
    share: Share
    base: CountBase
    basis: str


class GradeResult(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from a result: the first for a first failure, the last for all later ones."""

    title: str
    consequences: tuple[Consequence, ...]
    basis: str

    def after(self, earlier_failures: int) -> Consequence:
        """What follows now, when the matter failed so many times before."""
        return self.consequences[min(earlier_failures, len(self.consequences) - 1)]


class GradeRules(msgspec.Struct, frozen=True, kw_only=True):
    """测评的全部规则：等次从好到差；各档依次比对，都不符合的为 `otherwise`。

    Every title that may come out, of a tier or `otherwise`, has its `GradeResult`.
    """

    grades: tuple[str, ...]
    tiers: tuple[Tier, ...]
    otherwise: str
    results: tuple[GradeResult, ...]

    def __post_init__(self) -> None:
        titles = [*(tier.title for tier in self.tiers), self.otherwise]
        named = {grade for tier in self.tiers for grade in tier.grades}
        if not self.grades or len(set(self.grades)) < len(self.grades):
            raise ValueError("测评等次不能为空，也不能重复。")
        if not self.tiers or not named <= set(self.grades) or not all(t.grades for t in self.tiers):
            raise ValueError("每一档都须写明由哪几个测评等次相加。")
        if len(set(titles)) < len(titles) or set(titles) != {one.title for one in self.results}:
            raise ValueError("每一种测评结果都须写明后果，且只写一次。")
        if len(self.results) != len(titles) or not all(one.consequences for one in self.results):
            raise ValueError("每一种测评结果都须写明后果，且只写一次。")

    def result(self, title: str) -> GradeResult:
        """What a result of this title leads to."""
        return next(one for one in self.results if one.title == title)
