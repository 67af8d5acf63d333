"""What a body may vary before the vote: the call, the list of candidates, its examination."""

from typing import Annotated

import msgspec

from core import ORGAN_NAMES, Lower, OrganKind, Period, Setting, rough_days
from plugins.people_votes import rules
from plugins.people_votes.rules import Assessment, Extra, Share

CALL_PERIOD = "people_votes.call_period"
CALL_ALL_YEAR = "people_votes.call_all_year"
CALL_MONTHS = "people_votes.call_months"
ASSESSMENTS = "people_votes.assessments"
EXAMINER = "people_votes.examiner"
EXAMINATION_MAJORITY = "people_votes.examination_majority"
EXTRA_CANDIDATES = "people_votes.extra_candidates"
HANDOUT_DAYS = "people_votes.handout_days"

LONGEST_TITLE = 60
"""Characters of an idea's title; what is longer is its content."""

LONGEST_TEXT = 2_000
"""Characters of an idea, a page and a half: a call is answered on a phone."""

PROPOSALS_AT_ONCE = 30
"""From one address in ten minutes: a whole community centre may share one."""

FOLLOWS_AT_ONCE = 100
"""Codes asked for from one address in ten minutes."""

CODE_LETTERS = 16
"""Letters of a receipt code, five bits each: nobody finds one by trying."""

SHORTEST_KEY = 16
"""A shorter Idempotency-Key could be guessed, and the receipt code with it."""

MOST_IDEAS_AT_ONCE = 100
"""Ideas merged, or named by one draft, in one act."""

MOST_CANDIDATES = 200
"""Candidates of one list."""

DUE_SOON = 365
"""A list cannot be wanted earlier before its meeting than a year."""

Month = Annotated[int, msgspec.Meta(ge=1, le=12)]

CALL_SETTINGS = [
    Setting(
        name=CALL_PERIOD,
        title="公开征集至少多长时间（自征集开始之日起）",
        type=Period,
        lower=Lower.STRICTER_MIN,
        amount=rough_days,
    ),
    Setting(
        name=CALL_ALL_YEAR,
        title="是否常年征集，不设截止日期",
        type=bool,
        text=lambda on: "常年征集" if on else "定期征集",
    ),
    Setting(
        name=CALL_MONTHS,
        title="公开征集在哪些月份开始",
        type=list[Month],
        text=lambda months: "、".join(f"{month}月" for month in months),
    ),
    Setting(
        name=ASSESSMENTS,
        title="提出候选项目须附哪些论证、审查意见",
        type=list[Assessment],
        text=rules.assessment_names,
        words=rules.ASSESSMENTS,
    ),
    Setting(
        name=EXAMINER,
        title="候选项目清单送哪个机关审查",
        type=OrganKind,
        text=lambda kind: ORGAN_NAMES[kind],
    ),
    Setting(
        name=EXAMINATION_MAJORITY,
        title="会议审查通过候选项目清单所需的多数",
        type=Share,
        lower=Lower.FIXED_ABOVE,
        text=lambda share: share.text,
    ),
    Setting(
        name=EXTRA_CANDIDATES,
        title="候选项目比应选项目多多少（差额）",
        type=Extra,
        text=lambda extra: extra.text,
        words={"least": "最少多几项", "most": "最多多几项"},
    ),
    Setting(
        name=HANDOUT_DAYS,
        title="候选项目清单最迟在票决会议举行前多少日交给代表",
        type=Annotated[int, msgspec.Meta(ge=1, le=DUE_SOON)],
        lower=Lower.STRICTER_MIN,
        amount=float,
        text=lambda days: f"会议举行{days}日前",
    ),
]
"""Everything before the vote."""
