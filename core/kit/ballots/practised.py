"""Rules of a vote as a body's practice holds them: settings that any plugin may declare.

A plugin names the setting and the kit gives type, title and words, and turns what holds for a body
on a day into the rules of a round, each with the article or the paper behind it. No law sets a base
or a threshold for satisfaction assessments (满意度测评), so nothing is taken for granted here.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from core.congress import ASSEMBLIES, Assembly
from core.errors import Invalid, Refused
from core.hookspecs import Lower, Setting
from core.kit.ballots.grades import CONSEQUENCE_TITLES, Consequence, GradeResult, GradeRules, Tier
from core.kit.ballots.rules import BallotRules, Blank, Method, Quorum, Validity, Voids
from core.kit.ballots.shares import CountBase, Share
from core.practice import Resolved

BASES = {
    CountBase.ALL: "全体",
    CountBase.PRESENT: "到会",
    CountBase.RETURNED: "收回的票",
    CountBase.VALID: "有效票",
    CountBase.ITEM_VALID: "该项有效的票",
}
VOTERS = {
    Assembly.CONGRESS: "代表",
    Assembly.STANDING_COMMITTEE: "常委会组成人员",
    Assembly.COUNCIL: "议事会成员",
}
SHARE_WORDS = {"share": "比例", "base": "以什么为基数", **BASES}
MARK_WORDS = {
    "two_marks": "一项有两种以上标记的",
    "blank_item": "一项没有标记的",
    "blank_ballot": "全票没有标记的",
}
ASSESSMENT_WORDS = {
    **SHARE_WORDS,
    **CONSEQUENCE_TITLES,
    **ASSEMBLIES,
    "assessor": "由谁测评",
    "secret": "是否无记名",
    "grades": "等次",
    "tiers": "分档",
    "otherwise": "不在以上各档的为",
    "results": "结果及其后果",
    "consequences": "后果（第一次、第二次……）",
    "title": "名称",
}
_REACH = {Voids.ITEM: "该项无效", Voids.BALLOT: "整张票无效"}
_BLANK = {Blank.ABSTAIN: "视为弃权", Blank.VOID: "无效"}


class Majority(msgspec.Struct, frozen=True):
    """How many approvals pass: a share of what."""

    share: Share
    base: CountBase


class Marks(msgspec.Struct, frozen=True):
    """What a wrong mark voids, and what leaving blank means."""

    two_marks: Voids
    blank_item: Blank
    blank_ballot: Blank


class AssessedTier(msgspec.Struct, frozen=True):
    """A tier (档) of an assessment: grades added up, and the share of what that they must reach."""

    title: str
    grades: tuple[str, ...]
    share: Share
    base: CountBase


class AssessedResult(msgspec.Struct, frozen=True):
    """What follows from a result, the first, the second time… that the matter is found so."""

    title: str
    consequences: tuple[Consequence, ...]


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """A satisfaction assessment (满意度测评): who assesses, in which grades, and what follows."""

    assessor: Assembly
    secret: bool
    grades: tuple[str, ...]
    tiers: tuple[AssessedTier, ...]
    otherwise: str
    results: tuple[AssessedResult, ...]


def quorum_setting(name: str, who: str, lower: Lower) -> Setting:
    """How many of those due must be present, of `who` (“人大常委会会议”)."""
    return Setting(
        name=name,
        title=f"{who}须有多少人到会才能表决",
        type=Share,
        lower=lower,
        text=lambda share: share.worded("应到人数"),
    )


def majority_setting(name: str, who: str, lower: Lower) -> Setting:
    """How many approvals pass in a vote of `who`, and of what."""
    return Setting(
        name=name,
        title=f"{who}赞成多少为通过",
        type=Majority,
        lower=lower,
        text=lambda rule: rule.share.worded(BASES[rule.base]),
        words=SHARE_WORDS,
    )


def marks_setting(name: str) -> Setting:
    """What marks void, and what leaving blank means."""
    return Setting(
        name=name,
        title="怎样填写的票、项无效",
        type=Marks,
        text=_marks_text,
        words={**MARK_WORDS, **_REACH, **_BLANK},
    )


def assessment_setting(name: str) -> Setting:
    """Grades, tiers and consequences of a satisfaction assessment."""
    return Setting(
        name=name,
        title="满意度测评的等次、分档和后果",
        type=Assessment,
        text=_assessment_text,
        check=_refuse_incomplete,
        words=ASSESSMENT_WORDS,
    )


def _refuse_incomplete(rule: Assessment) -> None:
    """Refuse (`ASSESSMENT_INCOMPLETE`) what no result could be told by."""
    try:
        _graded(rule, "")
    except ValueError as fault:
        raise Invalid("ASSESSMENT_INCOMPLETE", f"{fault}请补齐后再保存。", field="value") from None


def _marks_text(marks: Any) -> str:
    return (
        f"一项有两种以上标记的，{_REACH[marks.two_marks]}；一项没有标记的，"
        f"{_BLANK[marks.blank_item]}；全票没有标记的，{_BLANK[marks.blank_ballot]}"
    )


def _assessment_text(rule: Any) -> str:
    tiers = "；".join(
        f"{'、'.join(tier.grades)}合计达到{tier.share.worded(BASES[tier.base])}的，为“{tier.title}”"
        for tier in rule.tiers
    )
    return f"分{'、'.join(rule.grades)}；{tiers}；其余为“{rule.otherwise}”"


def demand_practice(*resolved: Resolved) -> None:
    """Refuse (`PRACTICE_MISSING`) where practice has no value for what a vote cannot do without."""
    missing = [one.setting.title for one in resolved if one.value is None]
    if missing:
        raise Refused(
            "PRACTICE_MISSING",
            f"还没有规定：{'；'.join(missing)}。请管理员先在“做法”中设置并写明依据。",
        )


def basis_of(resolved: Resolved, method_title: str) -> str:
    """The rule behind a value; the adopted voting method where no rule stands above it."""
    return resolved.holding.rule_text if resolved.holding else method_title


def validity_of(marks: Resolved, method_title: str) -> Validity:
    """What is void, by the practice of a day."""
    value, basis = marks.value, basis_of(marks, method_title)
    return Validity(
        two_marks=value.two_marks,
        blank_item=value.blank_item,
        blank_ballot=value.blank_ballot,
        ballot_basis=basis,
        whole_basis=basis,
    )


def quorum_of(quorum: Resolved, method_title: str) -> Quorum | None:
    """The quorum of a day; None where no rule demands one."""
    if quorum.value is None:
        return None
    return Quorum(share=quorum.value, basis=basis_of(quorum, method_title))


def assessment_rules(
    assessed: Resolved,
    marks: Resolved,
    quorums: Mapping[Assembly, Resolved],
    method_title: str,
) -> BallotRules:
    """The rules of a satisfaction assessment, by the practice of a day.

    `quorums` holds the setting of each assembly that may assess; one that is missing demands none.
    Raises Refused `PRACTICE_MISSING`, `ASSESSMENT_INCOMPLETE`.
    """
    demand_practice(assessed, marks)
    rule: Assessment = assessed.value
    # Set before it was looked at when it is written.
    _refuse_incomplete(rule)
    quorum = quorums.get(rule.assessor)
    return BallotRules(
        method=Method.GRADES,
        secret=rule.secret,
        voters=VOTERS[rule.assessor],
        basis=method_title,
        validity=validity_of(marks, method_title),
        quorum=quorum_of(quorum, method_title) if quorum else None,
        grades=_graded(rule, basis_of(assessed, method_title)),
    )


def _graded(rule: Assessment, basis: str) -> GradeRules:
    return GradeRules(
        grades=rule.grades,
        tiers=tuple(
            Tier(title=one.title, grades=one.grades, share=one.share, base=one.base, basis=basis)
            for one in rule.tiers
        ),
        otherwise=rule.otherwise,
        results=tuple(
            GradeResult(title=one.title, consequences=one.consequences, basis=basis)
            for one in rule.results
        ),
    )
