"""Review standards, findings, and what a review comes to."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec


class StandardGroup(StrEnum):
    """The four groups of review standards."""

    CONSTITUTIONALITY = "constitutionality"
    POLITICS = "politics"
    LEGALITY = "legality"
    SUITABILITY = "suitability"


STANDARD_GROUPS = {
    StandardGroup.CONSTITUTIONALITY: "合宪性",
    StandardGroup.POLITICS: "政治性",
    StandardGroup.LEGALITY: "合法性",
    StandardGroup.SUITABILITY: "适当性",
}


class Standard(StrEnum):
    """The items of the four groups, after 上海 2024 Art 28–31, the clearest of the local rules."""

    CONSTITUTION_TEXT = "constitution_text"
    CONSTITUTION_SPIRIT = "constitution_spirit"
    PARTY_DECISIONS = "party_decisions"
    MAJOR_REFORM = "major_reform"
    RESERVED_MATTERS = "reserved_matters"
    BEYOND_POWER = "beyond_power"
    LICENCE_FINE_COERCION = "licence_fine_coercion"
    EVADES_SUPERIOR_LAW = "evades_superior_law"
    EXCEEDS_GRANT = "exceeds_grant"
    PROCEDURE = "procedure"
    OTHER_ILLEGALITY = "other_illegality"
    CORE_VALUES = "core_values"
    UNREASONABLE_RIGHTS_DUTIES = "unreasonable_rights_duties"
    PROPORTIONALITY = "proportionality"
    CHANGED_CIRCUMSTANCES = "changed_circumstances"
    OTHER_UNSUITABLE = "other_unsuitable"


STANDARDS = {
    Standard.CONSTITUTION_TEXT: "合宪性：与宪法规定不一致的疑问",
    Standard.CONSTITUTION_SPIRIT: "合宪性：与宪法原则、精神不符的疑问",
    Standard.PARTY_DECISIONS: "政治性：与党中央决策部署不符",
    Standard.MAJOR_REFORM: "政治性：与国家重大改革方向不一致",
    Standard.RESERVED_MATTERS: "合法性：涉及只能制定法律的事项",
    Standard.BEYOND_POWER: "合法性：超越权限，减损权利或者增加义务",
    Standard.LICENCE_FINE_COERCION: "合法性：违法设定许可、处罚、强制",
    Standard.EVADES_SUPERIOR_LAW: "合法性：与上位法抵触，或者变通、规避上位法",
    Standard.EXCEEDS_GRANT: "合法性：超出授权范围",
    Standard.PROCEDURE: "合法性：违反法定程序",
    Standard.OTHER_ILLEGALITY: "合法性：其他违法情形",
    Standard.CORE_VALUES: "适当性：违背社会主义核心价值观、公序良俗",
    Standard.UNREASONABLE_RIGHTS_DUTIES: "适当性：对权利义务的规定明显不合理",
    Standard.PROPORTIONALITY: "适当性：所采取的措施与目的不相称",
    Standard.CHANGED_CIRCUMSTANCES: "适当性：情况变化而不宜继续施行",
    Standard.OTHER_UNSUITABLE: "适当性：其他明显不适当的情形",
}


_GROUPS = {
    StandardGroup.CONSTITUTIONALITY: (Standard.CONSTITUTION_TEXT, Standard.CONSTITUTION_SPIRIT),
    StandardGroup.POLITICS: (Standard.PARTY_DECISIONS, Standard.MAJOR_REFORM),
    StandardGroup.SUITABILITY: (
        Standard.CORE_VALUES,
        Standard.UNREASONABLE_RIGHTS_DUTIES,
        Standard.PROPORTIONALITY,
        Standard.CHANGED_CIRCUMSTANCES,
        Standard.OTHER_UNSUITABLE,
    ),
}


_GROUP_OF = {item: group for group, items in _GROUPS.items() for item in items}


def group_of(standard: Standard) -> StandardGroup:
    """The group an item belongs to; what is in no other group is legality."""
    return _GROUP_OF.get(standard, StandardGroup.LEGALITY)


def must_pass_up(standard: Standard) -> bool:
    """A doubt about the constitution is passed upward, never decided locally (上海 2024 Art 28)."""
    return group_of(standard) is StandardGroup.CONSTITUTIONALITY


class Seriousness(StrEnum):
    """How grave a finding is."""

    SERIOUS = "serious"
    MODERATE = "moderate"
    SLIGHT = "slight"


SERIOUSNESS = {
    Seriousness.SERIOUS: "严重",
    Seriousness.MODERATE: "较重",
    Seriousness.SLIGHT: "轻微",
}


class Decision(StrEnum):
    """What the lead makes of a finding."""

    OPEN = "open"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    PASSED_UP = "passed_up"


DECISIONS = {
    Decision.OPEN: "待定",
    Decision.ADOPTED: "采纳",
    Decision.REJECTED: "不采纳",
    Decision.PASSED_UP: "已逐级上报",
}


class Judged(msgspec.Struct, frozen=True):
    """A finding with the lead's decision; for `conclusion`."""

    standard: Standard
    decision: Decision


class Conclusion(StrEnum):
    """What a review comes to."""

    NO_PROBLEM = "no_problem"
    PROBLEM = "problem"
    PASSED_UP = "passed_up"
    """Nothing but a doubt about the constitution was found: it awaits the answer from above."""


CONCLUSIONS = {
    Conclusion.NO_PROBLEM: "未发现问题",
    Conclusion.PROBLEM: "存在问题",
    Conclusion.PASSED_UP: "合宪性疑问已上报，待答复",
}


def faulty_merge(findings: Sequence[Judged]) -> str | None:
    """Why the review cannot be concluded yet, in a sentence; None when it can."""
    for finding in findings:
        if must_pass_up(finding.standard) and finding.decision is not Decision.PASSED_UP:
            return "有合宪性疑问尚未上报。合宪性问题不由本机构处理，请先逐级上报。"
    if any(finding.decision is Decision.OPEN for finding in findings):
        return "还有审查发现没有决定是否采纳，请逐条决定后再作结论。"
    return None


def conclusion(findings: Iterable[Judged]) -> Conclusion:
    """A problem as soon as one finding is adopted; a doubt passed up is never "no problem"."""
    decisions = {finding.decision for finding in findings}
    if Decision.ADOPTED in decisions:
        return Conclusion.PROBLEM
    return Conclusion.PASSED_UP if Decision.PASSED_UP in decisions else Conclusion.NO_PROBLEM


class TaskState(StrEnum):
    """A reviewer's task."""

    OPEN = "open"
    SUBMITTED = "submitted"
    RECALLED = "recalled"


TASK_STATES = {
    TaskState.OPEN: "审查中",
    TaskState.SUBMITTED: "已提交",
    TaskState.RECALLED: "已收回",
}
