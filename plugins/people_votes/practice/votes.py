"""What a body may vary in the vote itself, and in satisfaction assessments."""

from typing import Annotated, Any

import msgspec

from core import (
    Blank,
    Consequence,
    CountBase,
    Lower,
    Method,
    Setting,
    Share,
    Shortage,
    TiePolicy,
    Voids,
)
from plugins.people_votes.rules import Decider

CONGRESS_QUORUM = "people_votes.congress_quorum"
CONGRESS_MAJORITY = "people_votes.congress_majority"
COMMITTEE_QUORUM = "people_votes.committee_quorum"
COMMITTEE_MAJORITY = "people_votes.committee_majority"
COUNCIL_QUORUM = "people_votes.council_quorum"
COUNCIL_MAJORITY = "people_votes.council_majority"
METHOD = "people_votes.method"
SECRET = "people_votes.secret"
ELECTRONIC = "people_votes.electronic"
CHANGEABLE = "people_votes.changeable"
VALIDITY = "people_votes.validity"
SIGN = "people_votes.mark_sign"
TIES = "people_votes.ties"
SHORTAGE = "people_votes.shortage"
ASSESSMENT = "people_votes.assessment"

QUORUMS = {
    Decider.CONGRESS: CONGRESS_QUORUM,
    Decider.STANDING_COMMITTEE: COMMITTEE_QUORUM,
    Decider.COUNCIL: COUNCIL_QUORUM,
}
MAJORITIES = {
    Decider.CONGRESS: CONGRESS_MAJORITY,
    Decider.STANDING_COMMITTEE: COMMITTEE_MAJORITY,
    Decider.COUNCIL: COUNCIL_MAJORITY,
}


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

    assessor: Decider
    secret: bool
    grades: tuple[str, ...]
    tiers: tuple[AssessedTier, ...]
    otherwise: str
    results: tuple[AssessedResult, ...]


BASES = {
    CountBase.ALL: "全体",
    CountBase.PRESENT: "到会",
    CountBase.RETURNED: "收回的票",
    CountBase.VALID: "有效票",
    CountBase.ITEM_VALID: "该项有效的票",
}

METHODS = {
    Method.EACH: "逐项赞成、反对或者弃权",
    Method.CHOOSE: "选不超过应选项数的项目",
    Method.CHOOSE_EACH: "逐项表决，赞成的不超过应选项数",
    Method.GRADES: "按等次测评",
}
TIE_POLICIES = {
    TiePolicy.FURTHER_ROUND: "在得票相等的项目中另行投票",
    TiePolicy.NEXT_MEETING: "留待下次会议",
}
SHORTAGES = {
    Shortage.NEXT_ROUND: "对不足的名额另行投票",
    Shortage.NEXT_MEETING: "留待下次会议",
    Shortage.FEWER: "不足的名额空缺",
}
_REACH = {Voids.ITEM: "该项无效", Voids.BALLOT: "整张票无效"}
_BLANK = {Blank.ABSTAIN: "视为弃权", Blank.VOID: "无效"}


def _quorum(name: str, who: str, lower: Lower) -> Setting:
    return Setting(
        name=name,
        title=f"{who}须有多少人到会才能表决",
        type=Share,
        lower=lower,
        text=lambda share: share.worded("应到人数"),
    )


def _majority(name: str, who: str, lower: Lower) -> Setting:
    return Setting(
        name=name,
        title=f"{who}赞成多少为通过",
        type=Majority,
        lower=lower,
        text=lambda rule: rule.share.worded(BASES[rule.base]),
    )


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


VOTE_SETTINGS = [
    _quorum(CONGRESS_QUORUM, "人民代表大会会议", Lower.FIXED_ABOVE),
    _majority(CONGRESS_MAJORITY, "人民代表大会会议", Lower.FIXED_ABOVE),
    _quorum(COMMITTEE_QUORUM, "人大常委会会议", Lower.FIXED_ABOVE),
    _majority(COMMITTEE_MAJORITY, "人大常委会会议", Lower.FIXED_ABOVE),
    _quorum(COUNCIL_QUORUM, "议事会", Lower.FREE),
    _majority(COUNCIL_MAJORITY, "议事会", Lower.FREE),
    Setting(
        name=METHOD,
        title="表决票怎样填写",
        type=Method,
        text=lambda method: METHODS[method],
    ),
    Setting(
        name=SECRET,
        title="是否无记名投票；没有规定的，按无记名办理",
        type=bool,
        text=lambda secret: "无记名" if secret else "记名、公开",
    ),
    Setting(
        name=ELECTRONIC,
        title="公开表决的，是否可以用电子记名表决；没有规定的，不用",
        type=bool,
        text=lambda used: "可以" if used else "不用",
    ),
    Setting(
        name=CHANGEABLE,
        title="电子记名表决在投票结束以前能否更改；没有规定的，不能",
        type=bool,
        text=lambda may: "能" if may else "不能",
    ),
    Setting(name=VALIDITY, title="怎样填写的票、项无效", type=Marks, text=_marks_text),
    Setting(
        name=SIGN,
        title="在表决票的方格内作什么标记",
        type=Annotated[str, msgspec.Meta(min_length=1, max_length=4)],
        text=lambda sign: f"作“{sign}”",
    ),
    Setting(
        name=TIES,
        title="得票相等、尚未选满时怎么办",
        type=TiePolicy,
        text=lambda policy: TIE_POLICIES[policy],
    ),
    Setting(
        name=SHORTAGE,
        title="通过的不足应选项数时怎么办",
        type=Shortage,
        text=lambda policy: SHORTAGES[policy],
    ),
    Setting(
        name=ASSESSMENT,
        title="满意度测评的等次、分档和后果",
        type=Assessment,
        text=_assessment_text,
    ),
]
