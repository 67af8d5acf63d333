"""What a record offers to whom, and what waits for a secrecy check until somebody looked."""

from typing import Any

from project_path import SHAANXI_COUNTY, Desk, open_desk

from core.testing import House

STOP = {"kind": "STOP", "reason": "OTHER", "explanation": "改由市级实施"}
HELD = {"title": "会议", "heldOn": "2025-06-20", "members": 29, "present": 27, "inFavour": 20}


async def waiting(desk: Desk, what: str) -> list[str]:
    """The list that the home page counts."""
    asked = {
        "cycles": "{ found: voteCycles(toCheck: true) { nodes { id } } }",
        "reports": "{ found: projects(where: { toCheck: REPORT }) { nodes { id } } }",
        "adjustments": "{ found: projects(where: { toCheck: ADJUSTMENT }) { nodes { id } } }",
    }[what]
    return [one["id"] for one in (await desk.ask(asked, "checker"))["found"]["nodes"]]


async def check(desk: Desk, **subject: Any) -> None:
    await desk.do("checker", "checkProjectSecrecy", passed=True, note="不涉密", **subject)


async def test_what_is_to_be_published_waits_until_somebody_looked(house: House) -> None:
    desk = await open_desk(house)
    await desk.let("adjustment", SHAANXI_COUNTY)
    with house.on("2025-02-10"):
        cycle, [project] = await desk.adopted()
        assert await waiting(desk, "cycles") == [], "without a plan there is nothing to look at"
        await desk.plan(project)
        assert await waiting(desk, "cycles") == [cycle]
        await check(desk, cycle=cycle)
        assert await waiting(desk, "cycles") == []
    with house.on("2025-02-12"):
        await desk.plan(project, target="扩大规模")
        assert await waiting(desk, "cycles") == [cycle], "what was looked at is another text now"
        await check(desk, cycle=cycle)
        await desk.do("secretary", "publishProjects", cycle=cycle)
        await house.drain(1)
    with house.on("2025-06-10"):
        assert await waiting(desk, "reports") == []
        report = await desk.report(project)
        assert await waiting(desk, "reports") == [project]
        await check(desk, report=report)
        assert await waiting(desk, "reports") == []
        again = await desk.report(project, percent=40)
        assert await waiting(desk, "reports") == [project]
        await check(desk, report=again)
        adjustment = (await desk.do("unit", "proposeAdjustment", project=project, **STOP))["id"]
    with house.on("2025-06-20"):
        assert await waiting(desk, "adjustments") == []
        await desk.do("secretary", "decideAdjustment", adjustment=adjustment, meeting=HELD)
        assert await waiting(desk, "adjustments") == [project]
        await check(desk, adjustment=adjustment)
        assert await waiting(desk, "adjustments") == []


async def test_a_project_offers_each_side_its_own_and_a_visitor_nothing(house: House) -> None:
    desk = await open_desk(house)
    await desk.let("adjustment", SHAANXI_COUNTY)
    with house.on("2025-02-10"):
        _, [project] = await desk.published()

        async def offered(who: str) -> set[str]:
            told = (await desk.see(who, project, "offered"))["offered"]
            return {one.removeprefix("people_votes.") for one in told}

        assert await offered("unit") == {
            "add_milestone",
            "mark_milestone",
            "report_mended",
            "report_progress",
            "complete_project",
            "propose_adjustment",
        }
        assert await offered("secretary") == {"form_group"}
        await desk.group(project)
        assert await offered("secretary") == {"change_group", "record_check", "report_progress"}
        assert await offered("代表甲") == {"record_check", "report_progress"}
        assert await offered("代表乙") == set(), "no member of this group"
        assert await offered("checker") == set()
