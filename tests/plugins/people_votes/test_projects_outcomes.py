"""After a decided adjustment the plan is set anew; how a project ended becomes public by an act."""

from datetime import date
from typing import Any

from project_path import SHAANXI_COUNTY, Desk, open_desk

from core.graphql.ids import decode
from core.testing import House

HELD = {"title": "会议", "heldOn": "2025-06-20", "members": 29, "present": 27, "inFavour": 20}
PUBLIC = "{ publicProjects { nodes { id title state acceptedOn assessed notices dueOn } } }"
MILESTONES = "milestones { title dueOn doneOn droppedOn }"


async def public(house: House) -> list[dict[str, Any]]:
    """What visitors see."""
    return (await house.gql(PUBLIC, body="county-a"))["publicProjects"]["nodes"]


async def offered(desk: Desk, who: str, record: str) -> set[str]:
    """Verbs that somebody is offered."""
    told = (await desk.see(who, record, "offered"))["offered"]
    return {one.removeprefix("people_votes.") for one in told}


async def delayed(house: House) -> tuple[Desk, str, str]:
    """A published project with two milestones, one of them reached; its delay is proposed."""
    desk = await open_desk(house)
    await desk.let("adjustment", SHAANXI_COUNTY)
    with house.on("2025-02-10"):
        _, (project,) = await desk.adopted()
        milestones = [
            {"title": "开工", "dueOn": "2025-03-31"},
            {"title": "封顶", "dueOn": "2025-09-30"},
        ]
        await desk.plan(project, milestones=milestones)
        cycle = (await desk.see("secretary", project, "cycle { id }"))["cycle"]["id"]
        await desk.do("checker", "checkProjectSecrecy", cycle=cycle, passed=True, note="不涉密")
        await desk.do("secretary", "publishProjects", cycle=cycle)
        await house.drain(1)
    with house.on("2025-03-20"):
        asked = (await desk.see("unit", project, "milestones { id title }"))["milestones"]
        begun = next(one["id"] for one in asked if one["title"] == "开工")
        await desk.do("unit", "markMilestone", milestone=begun, doneOn="2025-03-20")
    with house.on("2025-06-10"):
        sent = {"kind": "DELAY", "reason": "POLICY_CHANGE", "explanation": "规划调整"}
        made = await desk.do(
            "unit", "proposeAdjustment", project=project, dueOn="2026-05-31", **sent
        )
    return desk, project, made["id"]


async def test_a_decided_delay_moves_the_plan_and_what_was_reached_stays(house: House) -> None:
    desk, project, adjustment = await delayed(house)
    waits = "query($s: AdjustmentState) { projects(where: { adjustment: $s }) { nodes { id } } }"
    new = {"milestones": [{"title": "封顶", "dueOn": "2026-03-31"}], "until": "2026-05-31"}
    with house.on("2025-06-20"):
        assert (await desk.ask(waits, s="PROPOSED"))["projects"]["nodes"] == [{"id": project}]
        assert "plan_project" not in await offered(desk, "unit", project)
        refused = {"project": project, "target": "建成", "from": "2025-03-01", "budget": 1, **new}
        assert await desk.code("unit", "planProject", **refused) == "PROJECT_PUBLISHED"
        await desk.do("secretary", "decideAdjustment", adjustment=adjustment, meeting=HELD)
        assert (await desk.ask(waits, s="PROPOSED"))["projects"]["nodes"] == []
        assert (await desk.ask(waits, s="ADOPTED"))["projects"]["nodes"] == [{"id": project}]
        await desk.do("checker", "checkProjectSecrecy", adjustment=adjustment, passed=True)
    with house.on("2025-06-21"):
        assert "plan_project" in await offered(desk, "unit", project)
        assert "plan_project" not in await offered(desk, "secretary", project)
        await desk.plan(project, **new)
        seen = await desk.see("unit", project, f"state planUntil {MILESTONES}")
        assert (seen["state"], seen["planUntil"]) == ("PLANNED", "2026-05-31")
        standing = [one for one in seen["milestones"] if not one["droppedOn"]]
        assert [(one["title"], one["dueOn"], one["doneOn"]) for one in standing] == [
            ("开工", "2025-03-31", "2025-03-20"),
            ("封顶", "2026-03-31", None),
        ]
        assert "plan_project" not in await offered(desk, "unit", project), "once for a decision"
        notice = {"adjustment": adjustment, "notice": "延期的公告"}
        assert await desk.code("secretary", "publishAdjustment", **notice) == "SECRECY_UNCHECKED", (
            "the plan that was looked at is another one now"
        )
        await desk.do("checker", "checkProjectSecrecy", adjustment=adjustment, passed=True)
        await desk.do("secretary", "publishAdjustment", **notice)
        (shown,) = await public(house)
        assert (shown["dueOn"], shown["notices"]) == ("2026-05-31", ["延期的公告"])
        _, entry = decode(shown["id"])
        page = await house.client.get(f"/p/county-a/{entry}")
        for text in ("延期的公告", "原定完成期限", "2025年11月30日", "人大常委会2025年6月20日决定"):
            assert text in page.text, text
    with house.on("2025-10-10"):
        assert (await desk.figures())["LATE"] == 0, "the old day of the milestone is no more"


async def test_the_timeline_of_a_project_tells_what_was_done_with_its_parts(house: House) -> None:
    desk, project, adjustment = await delayed(house)
    with house.on("2025-06-20"):
        await desk.do("secretary", "decideAdjustment", adjustment=adjustment, meeting=HELD)
        await desk.group(project)
        await desk.report(project)
    asked = "query($r: ID!) { timeline(record: $r) { name } }"
    told = [one["name"] for one in (await desk.ask(asked, r=project))["timeline"]]
    done = [one.removeprefix("people_votes.") for one in told]
    for verb in (
        "plan_project",
        "mark_milestone",
        "propose_adjustment",
        "decide_adjustment",
        "form_group",
        "report_progress",
    ):
        assert verb in done, verb


async def test_how_a_project_ended_is_public_after_a_check_and_an_act(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        cycle, (first, _) = await desk.published(2)
        assert await desk.code("secretary", "publishOutcomes", cycle=cycle) == "NOTHING_TO_PUBLISH"
    with house.on("2025-10-10"):
        await desk.report(first, percent=100)
        await desk.completed(first, "2025-10-10")
        await desk.do("secretary", "acceptProject", project=first)
        waits = "{ voteCycles(toCheck: true) { nodes { id } } }"
        assert (await desk.ask(waits, "checker"))["voteCycles"]["nodes"] == [{"id": cycle}]
        assert "check_project_secrecy" in await offered(desk, "checker", cycle)
        assert "publish_outcomes" not in await offered(desk, "secretary", cycle)
        assert await desk.code("secretary", "publishOutcomes", cycle=cycle) == "SECRECY_UNCHECKED"
        await desk.do("checker", "checkProjectSecrecy", cycle=cycle, passed=True)
        assert (await desk.ask(waits, "checker"))["voteCycles"]["nodes"] == []
        assert "publish_outcomes" in await offered(desk, "secretary", cycle)
        assert {one["state"] for one in await public(house)} == {"PLANNED"}
        await desk.do("secretary", "publishOutcomes", cycle=cycle)
        shown = {(one["state"], one["acceptedOn"]) for one in await public(house)}
        assert shown == {("ACCEPTED", "2025-10-10"), ("PLANNED", None)}
        assert "publish_outcomes" not in await offered(desk, "secretary", cycle)
        assert await desk.code("secretary", "publishOutcomes", cycle=cycle) == "NOTHING_TO_PUBLISH"


async def test_what_is_carried_over_is_reported_and_assessed_after_the_cycle_was_closed(
    house: House,
) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        cycle, (project,) = await desk.published(due_on=date(2026, 12, 31))
    with house.on("2026-02-10"):
        await desk.do("secretary", "closeCycle", cycle=cycle)
        assert "submit_half_year_report" in await offered(desk, "unit", cycle)
        assert "prepare_assessment" in await offered(desk, "secretary", cycle)
        await desk.do("unit", "submitHalfYearReport", cycle=cycle, title="报告", text="按计划。")
        of_government = await house.person("county-a", "government", "project_unit")
        asked = "query($c: ID!) { node(id: $c) { ... on Cycle { offered } } }"
        told = await house.gql(asked, {"c": cycle}, by=of_government)
        assert "people_votes.submit_half_year_report" in told["node"]["offered"]
        await desk.completed(project, "2026-02-10")
        await desk.do("secretary", "acceptProject", project=project)
        assert "submit_half_year_report" not in await offered(desk, "unit", cycle)
