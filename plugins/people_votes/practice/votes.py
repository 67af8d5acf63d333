"""What a body may vary in the vote itself, and in satisfaction assessments."""

from typing import Annotated

import msgspec

from core import (
    Lower,
    Method,
    Setting,
    Shortage,
    TiePolicy,
    assessment_setting,
    majority_setting,
    marks_setting,
    quorum_setting,
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

VOTE_SETTINGS = [
    quorum_setting(CONGRESS_QUORUM, "人民代表大会会议", Lower.FIXED_ABOVE),
    majority_setting(CONGRESS_MAJORITY, "人民代表大会会议", Lower.FIXED_ABOVE),
    quorum_setting(COMMITTEE_QUORUM, "人大常委会会议", Lower.FIXED_ABOVE),
    majority_setting(COMMITTEE_MAJORITY, "人大常委会会议", Lower.FIXED_ABOVE),
    quorum_setting(COUNCIL_QUORUM, "议事会", Lower.FREE),
    majority_setting(COUNCIL_MAJORITY, "议事会", Lower.FREE),
    Setting(
        name=METHOD,
        title="表决票怎样填写",
        type=Method,
        text=lambda method: METHODS[method],
        words=METHODS,
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
    marks_setting(VALIDITY),
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
        words=TIE_POLICIES,
    ),
    Setting(
        name=SHORTAGE,
        title="通过的不足应选项数时怎么办",
        type=Shortage,
        text=lambda policy: SHORTAGES[policy],
        words=SHORTAGES,
    ),
    assessment_setting(ASSESSMENT),
]
