"""From the announced result to publication: nobody types a result, nothing is public by itself."""

from datetime import date
from typing import Any

import pytest
from edited_twice import second_is_told
from project_path import Desk, mutation, open_desk

from core.testing import House

PUBLIC = """query($year: Int) { publicProjects(year: $year) { totalCount nodes { title year number
  content unit target dueOn crossYear investment budget state group percent spent
  reportedOn } } }"""

LONG: dict[str, Any] = {"due_on": date(2026, 6, 30)}


async def public(desk: Desk, body: str | None = None) -> list[dict[str, Any]]:
    """What a visitor sees."""
    seen = await desk.house.gql(PUBLIC, body=body or desk.body)
    return seen["publicProjects"]["nodes"]


async def test_a_project_is_the_chosen_candidate(house: House) -> None:
    """Row 2-30: the congress chose; the content is the submitted paper's."""
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        cycle, (plain,) = await desk.adopted()
        _, (long,) = await desk.adopted(title="跨年", **LONG)
        fields = "title content investment votesFor state crossYear adoptedOn"
        seen = await desk.see("secretary", plain, fields)
        assert seen == {
            "title": "示例项目1",
            "content": "新建社区养老服务站一处",
            "investment": 1_000_000,
            "votesFor": 50,
            "state": "CHOSEN",
            "crossYear": False,
            "adoptedOn": "2025-02-10",
        }
        assert (await desk.see("secretary", long, "crossYear"))["crossYear"] is True
        assert (await desk.see("secretary", cycle, "state"))["state"] == "DECIDED"


@pytest.mark.parametrize(
    "changed",
    [{"target": "别的目标"}, {"milestones": [{"title": "开工", "dueOn": "2025-05-01"}]}],
    ids=["its target", "its milestones"],
)
async def test_of_two_who_set_a_plan_the_second_is_told(
    house: House, changed: dict[str, Any]
) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _cycle, (project,) = await desk.adopted()
        plan = {"target": "目标", "from": "2025-03-01", "until": "2025-11-01", "budget": 1}
        mine, theirs = ({"project": project, **plan, **one} for one in ({}, changed))

        async def now() -> Any:
            shown = "planRevision planTarget planBudget milestones { title droppedOn }"
            seen = await desk.see("unit", project, shown)
            return {**seen, "revision": seen["planRevision"]}

        by = desk.people["unit"]
        await second_is_told(house, mutation("planProject"), mine, theirs, now, by)


async def test_the_plan_keeps_within_the_vote(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _cycle, (project,) = await desk.adopted()
        plan = {"target": "目标", "from": "2025-03-01", "until": "2025-12-31", "budget": 1}
        assert await desk.code("unit", "planProject", project=project, **plan) == "PLAN_TOO_LATE"
        plan["until"] = "2025-02-01"
        assert await desk.code("unit", "planProject", project=project, **plan) == "PLAN_DATES"
        plan["until"] = "2025-11-01"
        for changes, code in (
            ({"target": " "}, "PLAN_TARGET_EMPTY"),
            ({"budget": -1}, "MONEY_NEGATIVE"),
            ({"unitOrgan": "court"}, "UNIT_ORGAN"),
            ({"milestones": [{"title": "", "dueOn": "2025-05-01"}]}, "MILESTONE_EMPTY"),
            ({"milestones": [{"title": "一", "dueOn": "2027-05-01"}]}, "MILESTONE_DATE"),
        ):
            sent = {**plan, **changes}
            assert await desk.code("unit", "planProject", project=project, **sent) == code
        await desk.do("unit", "planProject", project=project, **plan, unitOrgan="department")
        assert await desk.code("unit", "planProject", project=project, **plan) == (
            "NOT_YOUR_PROJECT"
        ), "the department carries it out now"
        seen = await desk.see("unit", project, "planUnit unitOrgan { code } state")
        assert seen == {
            "planUnit": "民政局",
            "unitOrgan": {"code": "department"},
            "state": "PLANNED",
        }
        wrong = await house.person("county-a", "court", "project_unit")
        assert await desk.code(wrong, "planProject", project=project, **plan) == "NOT_CARRYING_OUT"


async def test_nothing_is_public_before_plans_check_and_publication(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        cycle, projects = await desk.adopted(2)
        await desk.plan(projects[0])
        assert await desk.code("secretary", "publishProjects", cycle=cycle) == "PLANS_MISSING"
        await desk.plan(projects[1])
        assert await desk.code("secretary", "publishProjects", cycle=cycle) == "SECRECY_UNCHECKED"
        checked = {"cycle": cycle, "note": ""}
        await desk.do("checker", "checkProjectSecrecy", **checked, passed=False)
        assert await desk.code("secretary", "publishProjects", cycle=cycle) == "SECRECY_UNCHECKED"
        both = await house.person(
            "county-a", "standing_committee", "publication_checker", "project_secretary"
        )
        await desk.do(both, "checkProjectSecrecy", **checked, passed=True)
        assert await desk.code(both, "publishProjects", cycle=cycle) == "SAME_PERSON"
        assert await public(desk) == []
    with house.on("2025-02-11"):
        await desk.plan(projects[0], target="改过的目标")
        assert await desk.code("secretary", "publishProjects", cycle=cycle) == (
            "SECRECY_UNCHECKED"
        ), "the plan was changed after the check"
        await desk.do("checker", "checkProjectSecrecy", **checked, passed=True)
        outside = await house.person("county-a", "government", "project_secretary")
        assert await desk.code(outside, "publishProjects", cycle=cycle) == "NOT_FOR_THIS_ORGAN"
        await desk.do("secretary", "publishProjects", cycle=cycle)
        assert await desk.code("secretary", "publishProjects", cycle=cycle) == "STATE_FORBIDS"
        assert (
            await desk.code(
                "unit",
                "planProject",
                project=projects[0],
                target="一",
                until="2025-05-01",
                budget=1,
                **{"from": "2025-03-01"},
            )
            == "PROJECT_PUBLISHED"
        )
    assert sorted(one["title"] for one in await public(desk)) == ["示例项目1", "示例项目2"]


async def test_what_a_visitor_sees_are_facts_and_names_that_may_be_shown(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _, (project,) = await desk.published()
        await desk.group(project, public=True)
        report = await desk.report(project, percent=40, spent=123, text="内部情况不公开")
        (entry,) = await public(desk)
        assert (entry["percent"], entry["spent"], entry["group"]) == (None, None, [])
        sent = {"report": report}
        assert await desk.code("secretary", "publishProgress", **sent) == "SECRECY_UNCHECKED"
        await desk.do("checker", "checkProjectSecrecy", **sent, passed=True)
        await desk.do("secretary", "publishProgress", **sent)
        assert await desk.code("checker", "checkProjectSecrecy", passed=True) == "ONE_TO_CHECK"
    (entry,) = await public(desk)
    assert entry == {
        "title": "示例项目1",
        "year": 2025,
        "number": 1,
        "content": "新建社区养老服务站一处",
        "unit": "民政局",
        "target": "年底建成",
        "dueOn": "2025-11-30",
        "crossYear": False,
        "investment": 1_000_000,
        "budget": 900_000,
        "state": "UNDER_WAY",
        "group": ["代表甲"],
        "percent": 40,
        "spent": 123,
        "reportedOn": "2025-02-10",
    }
    seen = await house.gql(PUBLIC, {"year": 2024}, body="county-a")
    assert seen["publicProjects"]["totalCount"] == 0
    refused = await house.refused_code("{ projects { totalCount } }", body="county-a")
    assert refused == "NOT_SIGNED_IN"


async def test_names_of_a_group_stay_inside_unless_it_is_public(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _, (project,) = await desk.published()
        await desk.group(project)
        report = await desk.report(project)
        await desk.do("checker", "checkProjectSecrecy", report=report, passed=True)
        await desk.do("secretary", "publishProgress", report=report)
    assert (await public(desk))[0]["group"] == []


async def test_a_cross_year_project_has_a_milestone_for_every_year(house: House) -> None:
    """陕西规定: yearly milestones, where practice asks for them."""
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        await desk.let("yearly_milestones", True)
        cycle, (project,) = await desk.adopted(**LONG)
        await desk.plan(project, milestones=[{"title": "主体封顶", "dueOn": "2025-12-20"}])
        await desk.do("checker", "checkProjectSecrecy", cycle=cycle, passed=True)
        told = await house.refused(
            "mutation($input: PublishProjectsInput!) { publishProjects(input: $input) { id } }",
            {"input": {"cycle": cycle}},
            by=desk.people["secretary"],
        )
        assert told["extensions"]["code"] == "MILESTONES_MISSING"
        assert "2026年" in told["message"]
        assert "2025" not in told["message"]
        sent = {"project": project, "milestone": {"title": "交付使用", "dueOn": "2026-06-20"}}
        milestone = (await desk.do("unit", "addMilestone", **sent))["id"]
        await desk.do("secretary", "publishProjects", cycle=cycle)
        done = {"milestone": milestone, "doneOn": "2025-02-11"}
        assert await desk.code("unit", "markMilestone", **done) == "DAY_IN_FUTURE"
        done["doneOn"] = "2025-02-10"
        answer = await desk.do("unit", "markMilestone", "done lateBy", **done)
        assert answer == {"done": True, "lateBy": 0}
        assert await desk.code("unit", "markMilestone", **done) == "MILESTONE_DONE"


async def test_without_such_a_rule_nothing_is_demanded(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _, (project,) = await desk.published(**LONG)
        assert (await desk.see("unit", project, "publishedOn"))["publishedOn"] == "2025-02-10"
