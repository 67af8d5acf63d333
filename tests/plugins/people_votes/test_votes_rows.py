"""The rows of the list of systems that this plugin stands for, each played by a test."""

from datetime import date
from typing import Any

import pytest
from assessing import HALF, assessment, graded, shiquan, tier
from calls_path import on
from project_path import ZHENGZHOU
from whole_path import Journey, set_out

from core.testing import House

SCORES = assessment(
    "congress",
    [tier("满意", ["满意"], HALF, "all")],
    "不满意",
    满意=["pass"],
    不满意=["report_again"],
)
QUORUM = {"numerator": 2, "denominator": 3, "strict": False}


async def walked(journey: Journey, *approvals: int) -> list[str]:
    """From the call for ideas to projects that are carried out."""
    await journey.collected()
    await journey.listed()
    tally = await journey.voted(*approvals)
    assert tally["outcome"] in ("DECIDED", "SHORT")
    return await journey.carried_out()


async def assess(journey: Journey, votes: Any, value: Any = SCORES) -> list[Any]:
    """The projects after a satisfaction assessment at the end of the year."""
    polling = journey.polling
    await polling.practise("assessment", value)
    with on("2025-12-20"):
        await journey.convene("2025-12-20")
        sent = {"cycle": journey.cycle, "meeting": polling.meeting, "title": "年终测评"}
        made = await polling.do("secretary", "prepareAssessment", **sent, methodTitle="测评办法")
        polling.round = made["id"]
        await polling.adopt(polling.round)
        await polling.counted(graded(*votes), valid=sum(votes[0]))
        return await journey.projects("state assessed failedAssessments")


@pytest.mark.parametrize(
    ("body", "decider"),
    [
        ("city-a", "CONGRESS"),
        ("county-a", "CONGRESS"),
        ("county-a", "STANDING_COMMITTEE"),
        ("town-a", "CONGRESS"),
    ],
)
async def test_row_0_09_a_full_cycle_at_all_three_levels(
    house: House, body: str, decider: str
) -> None:
    """Row 0-09 (Zhengzhou): the full cycle (全周期) of city, county and township."""
    journey = await set_out(house, body, decider)
    projects = await walked(journey, 9, 2)
    assert len(projects) == 1, "the list said: choose one"
    assert await journey.finished(projects) == "CLOSED"
    told = [name for name, _ in await house.events(body) if name.startswith("people_votes.")]
    for verb in ("open_cycle", "announce_result", "conclude_vote", "publish_projects"):
        assert told.count(f"people_votes.{verb}") == 1
    assert told[-1] == "people_votes.close_cycle"


async def test_row_0_10_one_group_per_project_and_five_cadences(house: House) -> None:
    """Row 0-10 (Zhengzhou): 一事一小组、一月一通报、一季一督查、半年一报告、年终一测评."""
    journey = await set_out(house, "county-a")
    await journey.desk.let("cadences", ZHENGZHOU)
    (project,) = await walked(journey, 9, 2)
    seen = await journey.desk.see("secretary", project, "groups { members { name } }")
    assert len(seen["groups"]) == 1
    duties = await journey.desk.duties(project)
    kinds = {"MONTHLY_NOTICE", "QUARTERLY_CHECK", "HALF_YEAR_REPORT", "YEAR_END_ASSESSMENT"}
    assert {one["kind"] for one in duties} == kinds
    assert all(one["dueOn"] for one in duties)
    await assess(journey, [(9, 0, 0)])
    met = {one["kind"] for one in await journey.desk.duties(project) if one["state"] == "MET"}
    assert met >= {"MONTHLY_NOTICE", "YEAR_END_ASSESSMENT"}


async def test_row_0_30_four_stages_from_collecting_to_the_rating_of_effects(house: House) -> None:
    """Row 0-30 (Pingdingshan): collect; debate and vote; oversee; rate the effect."""
    journey = await set_out(house, "county-a")
    await journey.collected()
    stages = [(await journey.hall.see("secretary", journey.cycle, "state"))["state"]]
    await journey.listed()
    stages.append((await journey.hall.see("secretary", journey.cycle, "state"))["state"])
    await journey.voted(9, 2)
    (project,) = await journey.carried_out()
    stages.append((await journey.hall.see("secretary", journey.cycle, "state"))["state"])
    assert stages == ["SCREENING", "LISTED", "PUBLISHED"]
    (rated,) = await assess(journey, [(8, 1, 0)])
    assert (rated["assessed"], rated["failedAssessments"]) == ("满意", 0)
    assert await journey.finished([project]) == "CLOSED"


async def test_row_0_31_party_committee_and_government_sit_in_the_group(house: House) -> None:
    """Row 0-31 (Pingdingshan): 全面过堂, 定期调度, 重点督办 by one joint group."""
    journey = await set_out(house, "county-a")
    await journey.collected()
    await journey.listed()
    await journey.voted(9, 2)
    desk = journey.desk
    with on("2025-02-02"):
        (project,) = await journey.projects()
        await desk.plan(project)
        await desk.do("checker", "checkProjectSecrecy", cycle=journey.cycle, passed=True)
        await desk.do("secretary", "publishProjects", cycle=journey.cycle)
        await house.drain(1)
    with on("2025-03-10"):
        members = [
            {**journey.leader(), "leader": True},
            {"kind": "PARTY", "name": "县委某同志"},
            {"kind": "GOVERNMENT", "name": "副县长某同志"},
        ]
        shown = "members { name kind leader }"
        group = await desk.do("secretary", "formGroup", shown, project=project, members=members)
        assert {one["kind"] for one in group["members"]} == {"DEPUTY", "PARTY", "GOVERNMENT"}
        found = {"checkedOn": "2025-03-10", "place": "工地", "findings": "进度偏慢"}
        ordered = {"mustMend": "增加人手", "mendUntil": "2025-03-31"}
        check = await desk.do("secretary", "recordCheck", project=project, **found, **ordered)
        await desk.report(project)
    with on("2025-03-25"):
        await desk.do("unit", "reportMended", check=check["id"], text="已增加两组。")
        seen = await desk.see("secretary", project, "checks { mustMend mendedOn } reports { text }")
        assert seen["checks"] == [{"mustMend": "增加人手", "mendedOn": "2025-03-25"}]
        assert len(seen["reports"]) == 1
    assert await journey.finished([project]) == "CLOSED"


async def test_row_2_19_a_council_chooses_micro_projects(house: House) -> None:
    """Row 2-19 (Pingshan): the livelihood council (民生议政会) proposes, votes, runs."""
    journey = await council(house)
    projects = await walked(journey, 9, 8)
    assert len(projects) == 1
    seen = await house.gql("{ publicProjects { nodes { title chosenBy } } }", body="subdistrict-a")
    (shown,) = seen["publicProjects"]["nodes"]
    assert shown["chosenBy"] == "居民、代表议事会推选微实事（不是人民代表大会的决定）"
    assert await journey.finished(projects) == "CLOSED"


async def council(house: House) -> Journey:
    """A street committee whose council has a quorum and a majority of its own."""
    journey = await set_out(house, "subdistrict-a", "COUNCIL")
    await journey.polling.practise("council_quorum", QUORUM)
    await journey.polling.practise("council_majority", {"share": HALF, "base": "present"})
    return journey


async def test_row_2_30_deputies_vote_at_the_full_meeting_year_after_year(house: House) -> None:
    """Row 2-30 (Pingshan): the decision of 2018: a vote at the full meeting, yearly."""
    journey = await set_out(house, "county-a")
    for year in (2024, 2025):
        await journey.collected(year)
        await journey.listed()
        tally = await journey.voted(9, 2)
        assert (tally["passLine"], tally["quorumLine"]) == (5, 6), "of all deputies"
    with on("2025-02-01"):
        query = "{ projects { nodes { year } } }"
        seen = await journey.desk.ask(query)
    assert sorted(one["year"] for one in seen["projects"]["nodes"]) == [2024, 2025]


async def test_row_2_31_groups_third_party_checks_and_deputies_satisfaction(house: House) -> None:
    """Row 2-31 (Pingshan): overseen in groups, checked by a third party, rated by deputies."""
    journey = await set_out(house, "county-a")
    await journey.desk.let("quality_check_first", True)
    (project,) = await walked(journey, 9, 2)
    with on("2025-11-20"):
        await journey.desk.completed(project, "2025-11-20")
        code = await journey.desk.code("secretary", "acceptProject", project=project)
        assert code == "QUALITY_UNCHECKED", "the third party comes first"
    (rated,) = await assess(journey, [(4, 5, 0)])
    assert (rated["assessed"], rated["failedAssessments"]) == ("不满意", 1)
    with on("2025-12-20"):
        await journey.desk.do("unit", "reportAgain", project=project, text="已整改。")
    (rated,) = await assess(journey, [(5, 4, 0)], shiquan(assessor="congress"))
    assert (rated["assessed"], rated["failedAssessments"]) == ("通过", 0)


async def test_row_2_32_a_street_committee_acts_on_what_it_was_entrusted_with(
    house: House,
) -> None:
    """Row 2-32 (Pingshan): collect and screen, push, rate; never more than was entrusted."""
    journey = await council(house)
    hall = journey.hall
    sent = {"year": 2025, "title": "微实事"}
    with on("2024-09-01"):
        code = await hall.code("secretary", "openCycle", **sent, decider="COUNCIL")
        assert code == "ENTRUSTMENT_MISSING"
        for decider in ("CONGRESS", "STANDING_COMMITTEE"):
            code = await hall.code("secretary", "openCycle", **sent, decider=decider)
            assert code == "NO_CONGRESS_HERE"
    (project,) = await walked(journey, 9, 8)
    rating = {**SCORES, "assessor": "council"}
    (rated,) = await assess(journey, [(9, 0, 0)], rating)
    assert rated["assessed"] == "满意"
    assert await journey.finished([project]) == "CLOSED"


async def test_row_2_33_figures_of_two_years_open_as_lists(house: House) -> None:
    """Row 2-33 (Pingshan): so many voted, so many done, so many across years on schedule."""
    journey = await set_out(house, "county-a")
    desk = journey.desk
    with on("2025-02-10"):
        await desk.published(4)
        await desk.published(1, title="跨年度", due_on=date(2026, 10, 31))
        query = "query($w: ProjectFilter) { projects(where: $w) { totalCount nodes { id dueOn } } }"
        seen = (await desk.ask(query, w={}))["projects"]
        assert seen["totalCount"] == 5
        within = [one["id"] for one in seen["nodes"] if one["dueOn"] < "2026-01-01"]
    with on("2025-11-20"):
        for project in within:
            await desk.completed(project, "2025-11-20")
            await desk.do("secretary", "acceptProject", project=project)
        figures = await desk.figures()
        for figure, count in figures.items():
            opened = (await desk.ask(query, w={"figure": figure}))["projects"]
            assert opened["totalCount"] == count, f"the figure {figure} opens as its list"
        shown = ("CHOSEN", "DONE", "CROSS_YEAR", "CROSS_YEAR_ON_SCHEDULE")
        assert [figures[one] for one in shown] == [5, 4, 1, 1]
