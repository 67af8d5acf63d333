"""Satisfaction assessments through the API: who assesses, how it counts, what follows."""

from typing import Any

import pytest
from assessing import (
    MARKS,
    ONE_MARK,
    SHENZHEN,
    ZHENHAI,
    Assessing,
    graded,
    open_assessing,
    shiquan,
)
from project_path import ZHENGZHOU

from core.testing import House

ASSESSED = "assessed assessedOn failedAssessments"
EIGHT = (
    *((28, 1, 0), (20, 8, 1), (26, 3, 0), (29, 0, 0)),
    *((17, 11, 1), (26, 3, 0), (17, 11, 1), (28, 1, 0)),
)
"""Eight projects as 29 members of a standing committee assessed them (镇海)."""


async def published(at: Assessing, count: int = 1) -> tuple[str, list[str]]:
    with at.house.on("2025-02-10"):
        return await at.desk.published(count)


async def marked(at: Assessing, project: str) -> Any:
    return await at.desk.see("secretary", project, ASSESSED)


async def test_zhenhai_all_eight_are_satisfactory_by_two_tiers(house: House) -> None:
    at = await open_assessing(house, 29)
    await at.desk.let("assessment", ZHENHAI)
    await at.desk.let("cadences", ZHENGZHOU)
    cycle, projects = await published(at, 8)
    with house.on("2025-12-20"):
        await at.convene("STANDING_COMMITTEE")
        tally = await at.held(cycle, EIGHT)
        assert {one["result"] for one in tally["graded"]} == {"满意"}
        assert {one["consequence"] for one in tally["graded"]} == {"PASS"}
        assert [tuple(mark["votes"] for mark in one["votes"]) for one in tally["graded"]] == list(
            EIGHT
        )
        assert "全体常委会组成人员29名的二分之一以上（即15票）" in tally["graded"][4]["sentence"]
        for project in projects:
            assert await marked(at, project) == {
                "assessed": "满意",
                "assessedOn": "2025-12-20",
                "failedAssessments": 0,
            }
        (duty,) = [
            one
            for one in await at.desk.duties(projects[0])
            if one["kind"] == "YEAR_END_ASSESSMENT" and one["state"] == "MET"
        ]
        assert duty["metOn"] == "2025-12-20", "the assessment of the year (年终一测评) is done"
    told = [payload for name, payload in await house.events("county-a") if "assess" in name]
    assert told == [{"items": 8}], "preparing tells a number, nothing tells a vote"


@pytest.mark.parametrize(
    ("votes", "expected"), [((14, 1, 14), "基本满意"), ((14, 0, 15), "不满意")]
)
async def test_the_second_tier_adds_the_grades_up(
    house: House, votes: tuple[int, int, int], expected: str
) -> None:
    at = await open_assessing(house, 29)
    await at.desk.let("assessment", ZHENHAI)
    cycle, (project,) = await published(at)
    with house.on("2025-12-20"):
        await at.convene("STANDING_COMMITTEE")
        await at.held(cycle, [votes])
        assert (await marked(at, project))["assessed"] == expected


async def test_shenzhen_counts_ballots_with_exactly_one_mark(house: House) -> None:
    """Of nine ballots four are invalid and not counted: three of five is more than half."""
    at = await open_assessing(house, 9)
    await at.desk.let("assessment", SHENZHEN)
    await at.desk.let("validity", ONE_MARK)
    cycle, (project,) = await published(at)
    with house.on("2025-12-20"):
        await at.convene("CONGRESS")
        await at.prepared(cycle)
        await at.polling.do("chair", "openVote", round=at.polling.round)
        await at.polling.do("chair", "closeVote", round=at.polling.round)
        await at.polling.papers(9, 9)
        more = {"round": at.polling.round, "valid": 5, "void": 4}
        wrong = graded((2, 1, 1))
        assert await at.polling.code("teller1", "enterCount", items=wrong, **more) == (
            "COUNTS_CONTRADICT"
        ), "every valid ballot has one mark"
        await at.polling.count(graded((2, 1, 2)), valid=5, void=4)
        told = await at.polling.do(
            "chair",
            "announceResult",
            "tally { lines { name number } graded { result consequence } }",
            round=at.polling.round,
        )
        lines = {one["name"]: one["number"] for one in told["tally"]["lines"]}
        assert (lines["VALID"], lines["VOID"]) == (5, 4)
        assert told["tally"]["graded"] == [{"result": "满意", "consequence": "ANNOUNCED"}]
        assert (await marked(at, project))["failedAssessments"] == 0


async def to_report_again(at: Assessing) -> list[str]:
    """What the unit finds at home: its projects found wanting that it has not reported on."""
    query = "{ found: projects(where: { reportAgain: true }) { nodes { id } } }"
    seen = await at.house.gql(query, by=at.desk.people["unit"], body=at.desk.body)
    return [one["id"] for one in seen["found"]["nodes"]]


async def test_shiquan_reports_again_and_after_two_failures_takes_stronger_steps(
    house: House,
) -> None:
    at = await open_assessing(house, 20)
    await at.desk.let("assessment", shiquan())
    cycle, (poor, good) = await published(at, 2)
    with house.on("2025-12-20"):
        await at.convene("STANDING_COMMITTEE")
        votes = [(10, 8, 2), (11, 9, 0)]
        first = await at.held(cycle, votes)
        assert [one["consequence"] for one in first["graded"]] == ["REPORT_AGAIN", "PASS"]
        assert await marked(at, poor) == {
            "assessed": "未通过",
            "assessedOn": "2025-12-20",
            "failedAssessments": 1,
        }
        assert (await marked(at, good))["failedAssessments"] == 0
        asked = "一个项目的满意度测评没有通过，请再次报告整改情况。"
        assert (await house.messages(at.desk.people["unit"])).count(asked) == 1
        assert await to_report_again(at) == [poor]
    with house.on("2025-12-27"):
        sent = at.asked(cycle, [poor])
        assert await at.polling.code("secretary", "prepareAssessment", **sent) == "REPORT_FIRST"
        told = {"project": poor, "text": "已补种行道树。"}
        assert await at.desk.code("unit", "reportAgain", **{**told, "text": " "}) == "TEXT_EMPTY"
        fine = await at.desk.code("unit", "reportAgain", **{**told, "project": good})
        assert fine == "NOTHING_FOUND_WANTING"
        report = await at.desk.do("unit", "reportAgain", "assessed assessedOn text", **told)
        assert report == {"assessed": "未通过", "assessedOn": "2025-12-20", "text": told["text"]}
        assert await at.desk.code("unit", "reportAgain", **told) == "REPORTED_AGAIN"
        assert await to_report_again(at) == []
        second = await at.held(cycle, votes[:1], projects=[poor])
        assert [one["consequence"] for one in second["graded"]] == ["STRONGER_STEPS"]
        assert (await marked(at, poor))["failedAssessments"] == 2
        assert (await marked(at, good))["assessedOn"] == "2025-12-20", "it was not on the sheet"
    with house.on("2025-12-29"):
        assert await at.polling.code("secretary", "prepareAssessment", **sent) == "REPORT_FIRST"
        await at.desk.do("unit", "reportAgain", **told)
        third = await at.held(cycle, votes[1:], projects=[poor])
        assert [one["consequence"] for one in third["graded"]] == ["PASS"]
        assert await marked(at, poor) == {
            "assessed": "通过",
            "assessedOn": "2025-12-29",
            "failedAssessments": 0,
        }


@pytest.mark.parametrize(
    ("base", "valid", "expected"),
    [("all", 9, "未通过"), ("present", 9, "未通过"), ("valid", 9, "通过")],
)
async def test_the_base_decides_over_the_same_counts(
    house: House, base: str, valid: int, expected: str
) -> None:
    """Nine of twelve present of twenty: five satisfied are half of nothing but the valid ones."""
    at = await open_assessing(house, 20)
    await at.desk.let("assessment", shiquan(base))
    cycle, (project,) = await published(at)
    with house.on("2025-12-20"):
        await at.convene("STANDING_COMMITTEE", present=12)
        await at.held(cycle, [(5, 4, 0)], valid=valid, void=3)
        assert (await marked(at, project))["assessed"] == expected


async def test_present_differs_from_all(house: House) -> None:
    """Seven of twelve who are present are more than half of them, but not of twenty."""
    found = list[str]()
    at = await open_assessing(house, 20)
    cycle, (project,) = await published(at)
    with house.on("2025-12-20"):
        for base in ("all", "present"):
            if found:
                await at.desk.do("unit", "reportAgain", project=project, text="已整改。")
            await at.desk.let("assessment", shiquan(base))
            await at.convene("STANDING_COMMITTEE", present=12)
            await at.held(cycle, [(7, 5, 0)])
            found.append((await marked(at, project))["assessed"])
        # What passed is not assessed again until another result comes of it.
        sent = at.asked(cycle)
        assert await at.polling.code("secretary", "prepareAssessment", **sent) == (
            "ASSESSED_ALREADY"
        )
    assert found == ["未通过", "通过"]


async def test_the_meeting_is_of_those_whom_practice_names(house: House) -> None:
    at = await open_assessing(house, 9)
    await at.desk.let("validity", MARKS)
    cycle, _ = await published(at)
    with house.on("2025-12-20"):
        committee = await at.convene("STANDING_COMMITTEE")
        congress = await at.convene("CONGRESS")
        for assessor, wrong, right in (
            ("standing_committee", congress, committee),
            ("congress", committee, congress),
        ):
            await at.desk.let("assessment", shiquan(assessor=assessor))
            sent = at.asked(cycle)
            code = await at.polling.code(
                "secretary", "prepareAssessment", **sent | {"meeting": wrong}
            )
            assert code == "WRONG_MEETING"
            done = await at.polling.do(
                "secretary", "prepareAssessment", "id state due", **sent | {"meeting": right}
            )
            assert done["state"] == "PREPARED"
            twice = sent | {"meeting": right}
            assert await at.polling.code("secretary", "prepareAssessment", **twice) == (
                "ROUND_RUNNING"
            )
            await at.polling.do("secretary", "cancelVote", round=done["id"], reason="换人测评")


async def test_without_a_rule_there_is_no_assessment_and_the_setting_is_named(
    house: House,
) -> None:
    at = await open_assessing(house, 9)
    cycle, _ = await published(at)
    with house.on("2025-12-20"):
        await at.convene("STANDING_COMMITTEE")
        refused = await at.polling.refused("secretary", "prepareAssessment", **at.asked(cycle))
        assert refused["extensions"]["code"] == "PRACTICE_MISSING"
        assert "满意度测评的等次、分档和后果" in refused["message"]


async def test_what_is_not_published_is_not_assessed(house: House) -> None:
    at = await open_assessing(house, 9)
    await at.desk.let("assessment", shiquan())
    with house.on("2025-02-10"):
        cycle, (project,) = await at.desk.adopted()
        _, (other,) = await at.desk.published(title="另一轮")
    with house.on("2025-12-20"):
        await at.convene("STANDING_COMMITTEE")
        sent = at.asked(cycle)
        assert await at.polling.code("secretary", "prepareAssessment", **sent) == "NOT_PUBLISHED"
        cycle, (own,) = await at.desk.published(title="第三轮")
        for alien in (project, other):
            sent = at.asked(cycle, [own, alien])
            assert await at.polling.code("secretary", "prepareAssessment", **sent) == "NOT_FOUND"
