"""A plugin that is not people_votes assesses by the kit alone: settings, rules, result."""

from datetime import date

import pytest
from made_plugins import made_plugin

from core import (
    Assembly,
    AssessedResult,
    AssessedTier,
    Assessment,
    Counts,
    Expected,
    Heads,
    ItemCount,
    ItemGrade,
    Lower,
    Majority,
    Marks,
    Papers,
    assessment_rules,
    assessment_setting,
    majority_setting,
    marks_setting,
    practice_of,
    quorum_setting,
    tally,
)
from core.kit.ballots.grades import Consequence
from core.testing import MakeHouse

pytestmark = pytest.mark.database

GRADED, MARKED, QUORUM = "opinions.assessment", "opinions.validity", "opinions.quorum"
MAJORITY = "opinions.majority"
DAY = date(2025, 2, 10)
RULE = {
    "assessor": "standing_committee",
    "secret": True,
    "grades": ["满意", "基本满意", "不满意"],
    "tiers": [
        {
            "title": "通过",
            "grades": ["满意", "基本满意"],
            "share": {"numerator": 1, "denominator": 2, "strict": True},
            "base": "all",
        }
    ],
    "otherwise": "未通过",
    "results": [
        {"title": "通过", "consequences": ["pass"]},
        {"title": "未通过", "consequences": ["report_again", "stronger_steps"]},
    ],
}
VALUES = {
    GRADED: RULE,
    MARKED: {"two_marks": "item", "blank_item": "abstain", "blank_ballot": "abstain"},
    QUORUM: {"numerator": 1, "denominator": 2, "strict": True},
    MAJORITY: {"share": {"numerator": 2, "denominator": 3, "strict": False}, "base": "present"},
}
SET = """mutation($s: String!, $v: JSON!) { setPractice(input: { setting: $s, value: $v,
  ruleKind: DECISION, ruleTitle: "审议意见测评办法（测试）", article: "第五条",
  validFrom: "2020-01-01"}) { version } }"""


def settings():
    return [
        assessment_setting(GRADED),
        marks_setting(MARKED),
        quorum_setting(QUORUM, "人大常委会会议", Lower.FREE),
        majority_setting(MAJORITY, "人大常委会会议", Lower.FREE),
    ]


async def test_another_plugin_assesses_by_practice_of_its_own(make_house: MakeHouse) -> None:
    opinions = made_plugin("opinions", plugin_settings=settings)
    house = await make_house([opinions], installed=False)
    await house.enable("county-a", "opinions")
    admin = await house.person("county-a", "office", "admin")

    async def rules():
        async with house.platform.as_core(house.bodies["county-a"].id) as work:
            held = await practice_of(work, list(VALUES), DAY)
        quorums = {Assembly.STANDING_COMMITTEE: held[QUORUM]}
        return assessment_rules(held[GRADED], held[MARKED], quorums, "测评办法（测试）")

    with pytest.raises(Expected) as missing:
        await rules()
    assert missing.value.code == "PRACTICE_MISSING"
    assert "满意度测评的等次" in missing.value.message
    for setting, value in VALUES.items():
        await house.gql(SET, {"s": setting, "v": value}, by=admin)
    made = await rules()
    assert made.quorum is not None
    assert "审议意见测评办法（测试）" in made.quorum.basis
    for failed, expected in enumerate((Consequence.REPORT_AGAIN, Consequence.STRONGER_STEPS)):
        counts = Counts(
            valid=9,
            void=0,
            items=(ItemCount(grades={"满意": 2, "基本满意": 3, "不满意": 4}),),
        )
        told = tally(made, ["某项审议意见"], Heads(12, 9), Papers(9, 9), counts, {0: failed})
        assert isinstance(told.graded[0], ItemGrade)
        assert (told.graded[0].result, told.graded[0].consequence) == ("未通过", expected)


async def test_values_of_the_kit_come_typed(make_house: MakeHouse) -> None:
    house = await make_house([made_plugin("opinions", plugin_settings=settings)], installed=False)
    await house.enable("county-a", "opinions")
    for setting, value in VALUES.items():
        await house.practise("county-a", setting, value)
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        held = await practice_of(work, list(VALUES), DAY)
    assessed, majority = held[GRADED].value, held[MAJORITY].value
    assert isinstance(assessed, Assessment)
    assert {type(one) for one in assessed.tiers} == {AssessedTier}
    assert {type(one) for one in assessed.results} == {AssessedResult}
    assert isinstance(majority, Majority)
    marks = held[MARKED].value
    assert isinstance(marks, Marks)
    assert (str(marks.two_marks), str(marks.blank_item)) == ("item", "abstain")
    assert (majority.share.line(9), str(majority.base)) == (6, "present")
