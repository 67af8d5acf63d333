"""Adjusting a chosen project (陕西规定第十八条), completing and accepting it, closing the cycle."""

from datetime import date
from typing import Any

from assessing import open_assessing
from project_path import SHAANXI_COUNTY, SHAANXI_TOWN, ZHENGZHOU, Desk, open_desk

from core.testing import House

MEETING = {
    "title": "常委会第二十次会议",
    "heldOn": "2025-06-20",
    "members": 29,
    "present": 27,
    "inFavour": 15,
}
BOTH = "oldContent newContent oldDueOn newDueOn state decidedBy meetingInFavour"
PUBLIC = "{ publicProjects { nodes { title content dueOn state } } }"


async def adjustable(house: House, body: str = "county-a") -> tuple[Desk, str, str]:
    """A body that says who decides, with one published project."""
    desk = await open_desk(house, body)
    rule = SHAANXI_COUNTY if body.startswith("county") else SHAANXI_TOWN
    await desk.let("adjustment", rule)
    with house.on("2025-02-10"):
        cycle, (project,) = await desk.published()
    return desk, cycle, project


def delay(project: str, **changes: Any) -> dict[str, Any]:
    """A delay beyond the year."""
    return {
        "project": project,
        "kind": "DELAY",
        "reason": "POLICY_CHANGE",
        "explanation": "规划调整",
        "dueOn": "2026-05-31",
        **changes,
    }


async def test_a_delay_is_decided_noticed_and_reported(house: House) -> None:
    desk, _, project = await adjustable(house)
    with house.on("2025-06-10"):
        adjustment = (await desk.do("unit", "proposeAdjustment", **delay(project)))["id"]
        assert await desk.code("unit", "proposeAdjustment", **delay(project)) == "ADJUSTMENT_OPEN"
        seen = await desk.see("unit", project, "dueOn crossYear")
        assert seen == {"dueOn": "2025-11-30", "crossYear": False}, "nothing before the decision"
    with house.on("2025-06-20"):
        sent = {"adjustment": adjustment, "meeting": MEETING}
        outside = await house.person("county-a", "working_commission", "project_secretary")
        assert await desk.code(outside, "decideAdjustment", **sent) == "NOT_THE_DECIDER"
        early = {"adjustment": adjustment, "notice": "公告"}
        assert await desk.code("secretary", "publishAdjustment", **early) == "STATE_FORBIDS"
        for changes, code in (
            ({"present": 30}, "MEETING_NUMBERS"),
            ({"inFavour": 28}, "MEETING_NUMBERS"),
            ({"heldOn": "2025-06-09"}, "MEETING_DATE"),
            ({"heldOn": "2025-06-21"}, "MEETING_DATE"),
        ):
            wrong = {"adjustment": adjustment, "meeting": {**MEETING, **changes}}
            assert await desk.code("secretary", "decideAdjustment", **wrong) == code
        done = await desk.do("secretary", "decideAdjustment", f"{BOTH} ruleText", **sent)
        assert "本县办法（测试）" in done.pop("ruleText")
        assert done == {
            "oldContent": "新建社区养老服务站一处",
            "newContent": "新建社区养老服务站一处",
            "oldDueOn": "2025-11-30",
            "newDueOn": "2026-05-31",
            "state": "ADOPTED",
            "decidedBy": "人大常委会",
            "meetingInFavour": 15,
        }
        assert await desk.code("secretary", "decideAdjustment", **sent) == "STATE_FORBIDS"
        seen = await desk.see("unit", project, "dueOn crossYear")
        assert seen == {"dueOn": "2026-05-31", "crossYear": True}
        public = await house.gql(PUBLIC, body="county-a")
        assert public["publicProjects"]["nodes"][0]["dueOn"] == "2025-11-30", "not yet noticed"
        notice = {"adjustment": adjustment, "notice": "公告正文"}
        assert await desk.code("secretary", "publishAdjustment", **notice) == "SECRECY_UNCHECKED"
        await desk.do("checker", "checkProjectSecrecy", adjustment=adjustment, passed=True)
        assert await desk.code(outside, "publishAdjustment", **notice) == "NOT_THE_DECIDER"
        assert (
            await desk.code("secretary", "publishAdjustment", adjustment=adjustment, notice=" ")
            == "TEXT_EMPTY"
        )
        await desk.do("secretary", "publishAdjustment", **notice)
        public = await house.gql(PUBLIC, body="county-a")
        assert [one["dueOn"] for one in public["publicProjects"]["nodes"]] == ["2026-05-31"]
    with house.on("2026-01-20"):
        told = {"adjustment": adjustment, "session": "县十九届人大五次会议"}
        for day in ("2026-01-21", "2025-06-01"):
            wrong = {**told, "reportedOn": day}
            assert await desk.code("secretary", "reportAdjustment", **wrong) == "REPORT_DATE"
        wrong = {**told, "session": "", "reportedOn": "2026-01-20"}
        assert await desk.code("secretary", "reportAdjustment", **wrong) == "SESSION_EMPTY"
        sent = {**told, "reportedOn": "2026-01-20"}
        later = await house.person("county-a", "working_commission", "project_secretary")
        assert await desk.code(later, "reportAdjustment", **sent) == "NOT_THE_DECIDER"
        assert (await desk.do("secretary", "reportAdjustment", "state", **sent)) == {
            "state": "REPORTED"
        }


async def test_in_a_township_the_congress_decides_and_its_presidium_gives_notice(
    house: House,
) -> None:
    desk, _, project = await adjustable(house, "town-a")
    with house.on("2025-06-10"):
        adjustment = (await desk.do("unit", "proposeAdjustment", **delay(project)))["id"]
    with house.on("2025-06-20"):
        done = await desk.do(
            "secretary", "decideAdjustment", "decidedBy", adjustment=adjustment, meeting=MEETING
        )
        assert done == {"decidedBy": "人民代表大会"}
        await desk.do("checker", "checkProjectSecrecy", adjustment=adjustment, passed=True)
        of_congress = await house.person("town-a", "congress", "project_secretary")
        notice = {"adjustment": adjustment, "notice": "公告正文"}
        assert await desk.code(of_congress, "publishAdjustment", **notice) == "NOT_THE_DECIDER"
        await desk.do("secretary", "publishAdjustment", **notice)
        told = {"adjustment": adjustment, "session": "会议", "reportedOn": "2025-06-20"}
        assert await desk.code("secretary", "reportAdjustment", **told) == "REPORT_NOT_DEMANDED"


async def test_without_a_majority_of_all_members_nothing_changes(house: House) -> None:
    desk, _, project = await adjustable(house)
    with house.on("2025-06-20"):
        adjustment = (await desk.do("unit", "proposeAdjustment", **delay(project)))["id"]
        meeting = {**MEETING, "present": 20, "inFavour": 14}
        done = await desk.do(
            "secretary", "decideAdjustment", "state", adjustment=adjustment, meeting=meeting
        )
        assert done == {"state": "REJECTED"}, "14 of 20 present, but of 29 members"
        assert (await desk.see("unit", project, "dueOn"))["dueOn"] == "2025-11-30"
        await desk.do("unit", "proposeAdjustment", **delay(project))


async def test_who_decides_is_never_guessed(house: House) -> None:
    """Without a rule nothing is proposed: it would hold the project, and nobody could decide it."""
    desk = await open_desk(house)
    with house.on("2025-06-20"):
        _, (project,) = await desk.published()
        offered = (await desk.see("unit", project, "offered"))["offered"]
        assert "people_votes.propose_adjustment" not in offered
        assert "people_votes.complete_project" in offered
        assert await desk.code("unit", "proposeAdjustment", **delay(project)) == (
            "ADJUSTMENT_DECIDER_UNKNOWN"
        )
        await desk.completed(project, "2025-06-20")


async def test_a_proposal_is_withdrawn_before_it_is_decided(house: House) -> None:
    desk, _, project = await adjustable(house)
    with house.on("2025-06-20"):
        adjustment = (await desk.do("unit", "proposeAdjustment", **delay(project)))["id"]

        async def offered(who: str) -> list[str]:
            seen = await desk.see(who, project, "adjustments { offered }")
            return seen["adjustments"][0]["offered"]

        withdraws = "people_votes.withdraw_adjustment"
        assert withdraws in await offered("unit")
        assert withdraws not in await offered("secretary")
        sent = {"adjustment": adjustment, "reason": "另作安排"}
        other = await house.person("county-a", "department", "project_unit")
        assert await desk.code(other, "withdrawAdjustment", **sent) == "NOT_YOUR_PROJECT"
        empty = {**sent, "reason": " "}
        assert await desk.code("unit", "withdrawAdjustment", **empty) == "REASON_EMPTY"
        fields = "state withdrawnOn withdrawReason oldDueOn newDueOn"
        assert await desk.do("unit", "withdrawAdjustment", fields, **sent) == {
            "state": "WITHDRAWN",
            "withdrawnOn": "2025-06-20",
            "withdrawReason": "另作安排",
            "oldDueOn": "2025-11-30",
            "newDueOn": "2026-05-31",
        }
        assert await offered("unit") == []
        assert await desk.code("unit", "withdrawAdjustment", **sent) == "STATE_FORBIDS"
        held = {"adjustment": adjustment, "meeting": MEETING}
        assert await desk.code("secretary", "decideAdjustment", **held) == "STATE_FORBIDS"
        assert (await desk.see("unit", project, "dueOn"))["dueOn"] == "2025-11-30"
        await desk.completed(project, "2025-06-20")


async def test_a_subdistrict_adjusts_micro_projects_as_it_is_entrusted(house: House) -> None:
    """Row 2-32: no congress there, so neither decider nor majority is taken for granted."""
    desk = await open_desk(house, "subdistrict-a")
    own = {"decided_by": "subdistrict_committee", "noticed_by": "subdistrict_committee"}
    await desk.let("adjustment", own)
    with house.on("2025-06-20"):
        _, (project,) = await desk.published()
        adjustment = (await desk.do("unit", "proposeAdjustment", **delay(project)))["id"]
        sent = {"adjustment": adjustment, "meeting": MEETING}
        assert await desk.code("secretary", "decideAdjustment", **sent) == "MAJORITY_UNKNOWN"
    await desk.let("adjustment_majority", {"numerator": 1, "denominator": 2, "strictly_more": True})
    with house.on("2025-06-20"):
        desk.people["secretary"] = await house.person(desk.body, desk.watching, "project_secretary")
        done = await desk.do("secretary", "decideAdjustment", "state decidedBy", **sent)
        assert done == {"state": "ADOPTED", "decidedBy": "人大街道工委"}


async def test_content_and_money_change_by_decision_only(house: House) -> None:
    desk, _, project = await adjustable(house)
    with house.on("2025-06-20"):
        for changes, code in (
            ({"kind": "CONTENT", "dueOn": None}, "ADJUSTMENT_EMPTY"),
            ({"dueOn": "2025-11-30"}, "DELAY_NOT_LATER"),
            ({"dueOn": None}, "DELAY_NOT_LATER"),
            ({"explanation": " "}, "EXPLANATION_EMPTY"),
            ({"investment": -1}, "MONEY_NEGATIVE"),
        ):
            sent = delay(project, **changes)
            assert await desk.code("unit", "proposeAdjustment", **sent) == code
        other = await house.person("county-a", "department", "project_unit")
        assert await desk.code(other, "proposeAdjustment", **delay(project)) == "NOT_YOUR_PROJECT"
        change = {
            "kind": "CONTENT",
            "reason": "FORCE_MAJEURE",
            "dueOn": None,
            "content": "改建社区养老服务站两处",
            "investment": 1_200_000,
        }
        adjustment = (await desk.do("unit", "proposeAdjustment", **delay(project, **change)))["id"]
        done = {"project": project, "completedOn": "2025-06-20", "text": "完工", "files": []}
        done["files"] = [await desk.photo()]
        assert await desk.code("unit", "completeProject", **done) == "ADJUSTMENT_OPEN"
        await desk.do("secretary", "decideAdjustment", adjustment=adjustment, meeting=MEETING)
        fields = f"content investment dueOn adjustments {{ {BOTH} }}"
        seen = await desk.see("unit", project, fields)
        assert (seen["content"], seen["investment"]) == ("改建社区养老服务站两处", 1_200_000)
        assert seen["dueOn"] == "2025-11-30"
        assert seen["adjustments"][0]["oldContent"] == "新建社区养老服务站一处"


async def test_a_stop_ends_what_falls_due(house: House) -> None:
    desk, _, project = await adjustable(house)
    await desk.let("cadences", ZHENGZHOU)
    with house.on("2025-06-20"):
        await desk.report(project)
        stop = delay(project, kind="STOP", dueOn=None)
        adjustment = (await desk.do("unit", "proposeAdjustment", **stop))["id"]
        await desk.do("secretary", "decideAdjustment", adjustment=adjustment, meeting=MEETING)
        await house.drain(1)
        seen = await desk.see(
            "unit", project, "state stoppedOn duties { state deadlines { state } }"
        )
        assert (seen["state"], seen["stoppedOn"]) == ("STOPPED", "2025-06-20")
        assert {one["state"] for one in seen["duties"]} == {"STOPPED"}
        running = [
            clock["state"]
            for who in ("unit", "secretary")
            for one in await desk.duties(project, who)
            for clock in one["deadlines"]
        ]
        assert running
        assert set(running) == {"STOPPED"}
        told = {"project": project, "percent": 1, "spent": 1, "text": "一"}
        assert await desk.code("unit", "reportProgress", **told) == "STATE_FORBIDS"
        assert await desk.code("unit", "proposeAdjustment", **stop) == "STATE_FORBIDS"
        milestone = {"project": project, "milestone": {"title": "一", "dueOn": "2025-08-01"}}
        assert await desk.code("unit", "addMilestone", **milestone) == "PROJECT_FINISHED"
        assert (await desk.figures())["STOPPED"] == 1


# --- completion, quality, acceptance ----------------------------------------------------------


async def test_completion_is_checked_by_a_third_party_and_accepted(house: House) -> None:
    """Row 2-31: group, third-party quality check, then the deputies' satisfaction."""
    desk, _, project = await adjustable(house)
    await desk.let("cadences", ZHENGZHOU)
    await desk.let("quality_check_first", True)
    with house.on("2025-10-20"):
        await desk.report(project)
        assert await desk.code("secretary", "acceptProject", project=project) == (
            "QUALITY_UNCHECKED"
        )
        photo = await desk.photo()
        good = {"project": project, "completedOn": "2025-10-18", "text": "完工", "files": [photo]}
        for changes, code in (
            ({"files": []}, "EVIDENCE_MISSING"),
            ({"text": ""}, "TEXT_EMPTY"),
            ({"completedOn": "2025-10-21"}, "DAY_IN_FUTURE"),
        ):
            assert await desk.code("unit", "completeProject", **{**good, **changes}) == code
        other = await house.person("county-a", "department", "project_unit")
        assert await desk.code(other, "completeProject", **good) == "NOT_YOUR_PROJECT"
        await desk.do("unit", "completeProject", **good)
        assert await desk.code("unit", "completeProject", **good) == "STATE_FORBIDS"
        quality = {
            "project": project,
            "checker": "某检测公司（示）",
            "checkedOn": "2025-10-20",
            "passed": False,
            "result": "防水不合格",
        }
        for changes, code in (
            ({"checker": ""}, "CHECKER_EMPTY"),
            ({"result": ""}, "TEXT_EMPTY"),
            ({"checkedOn": "2025-10-21"}, "DAY_IN_FUTURE"),
        ):
            sent = {**quality, **changes}
            assert await desk.code("secretary", "recordQualityCheck", **sent) == code
        await desk.do("secretary", "recordQualityCheck", **quality)
        assert await desk.code("secretary", "acceptProject", project=project) == "QUALITY_FAILED"
        back = {"project": project, "reason": ""}
        assert await desk.code("secretary", "sendBackProject", **back) == "REASON_EMPTY"
        back["reason"] = "防水返工"
        seen = await desk.do("secretary", "sendBackProject", "state completedOn", **back)
        assert seen == {"state": "UNDER_WAY", "completedOn": None}
        assert await desk.code("secretary", "sendBackProject", **back) == "STATE_FORBIDS"
    with house.on("2025-11-20"):
        await desk.completed(project, "2025-11-20")
        sent = {**quality, "passed": True, "checkedOn": "2025-11-20"}
        await desk.do("secretary", "recordQualityCheck", **sent)
        government = await house.person("county-a", "government", "project_secretary")
        assert await desk.code(government, "acceptProject", project=project) == (
            "NOT_FOR_THIS_ORGAN"
        )
        assert await desk.do("secretary", "acceptProject", "state", project=project) == {
            "state": "ACCEPTED"
        }
        open_ones = [one["kind"] for one in await desk.duties(project) if one["state"] == "OPEN"]
        assert open_ones == ["YEAR_END_ASSESSMENT"], "satisfaction is asked for afterwards"


async def test_pingshan_forty_projects_of_two_years(house: House) -> None:
    """Row 2-33: 40 voted projects of two years, 32 done, 8 cross-year on schedule."""
    desk = await open_desk(house)
    cycles = list[str]()
    for year in (2024, 2025):
        with house.on(f"{year}-02-10"):
            plain, projects = await desk.published(16, year=year)
            long = {"due_on": date(year + 2, 6, 30)}
            crossing, _ = await desk.published(4, year=year, title="跨年度", **long)
            cycles += [plain, crossing]
        with house.on(f"{year}-11-20"):
            photo = await desk.photo()
            for project in projects:
                done = {"project": project, "completedOn": f"{year}-11-20", "text": "完工"}
                await desk.do("unit", "completeProject", **done, files=[photo])
                await desk.do("secretary", "acceptProject", project=project)
    with house.on("2025-12-31"):
        figures = await desk.figures(fromYear=2024, toYear=2025)
        assert figures == {
            "CHOSEN": 40,
            "DONE": 32,
            "ON_SCHEDULE": 8,
            "LATE": 0,
            "STOPPED": 0,
            "CROSS_YEAR": 8,
            "CROSS_YEAR_ON_SCHEDULE": 8,
            "OVERSPENT": 0,
            "CARRIED_OVER": 0,
        }
        assert (await desk.figures(fromYear=2025))["CHOSEN"] == 20
        query = "query($where: ProjectFilter) { projects(where: $where) { totalCount } }"
        for figure, count in figures.items():
            found = await desk.ask(query, where={"figure": figure})
            assert found["projects"]["totalCount"] == count, figure
        await desk.do("secretary", "closeCycle", cycle=cycles[0])
        assert await desk.code("secretary", "closeCycle", cycle=cycles[3]) == "YEAR_NOT_OVER"
    with house.on("2026-01-10"):
        for cycle in cycles[1:]:
            await desk.do("secretary", "closeCycle", cycle=cycle)
        assert (await desk.figures())["CARRIED_OVER"] == 8
    with house.on("2026-07-01"):
        figures = await desk.figures()
        assert (figures["LATE"], figures["CROSS_YEAR_ON_SCHEDULE"]) == (4, 4), (
            "those of 2024 are past their day"
        )


async def test_a_missed_milestone_makes_a_project_late(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _, (project,) = await desk.published()
        sent = {"project": project, "milestone": {"title": "封顶", "dueOn": "2025-05-01"}}
        milestone = (await desk.do("unit", "addMilestone", **sent))["id"]
    with house.on("2025-05-02"):
        assert (await desk.figures())["LATE"] == 1
        await desk.do("unit", "markMilestone", milestone=milestone, doneOn="2025-05-02")
        figures = await desk.figures()
        assert (figures["LATE"], figures["ON_SCHEDULE"]) == (0, 1)


async def test_a_cycle_closes_when_its_projects_are_done_or_go_on(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        cycle, (_project,) = await desk.published()
        long, (crossing,) = await desk.published(title="跨年度", due_on=date(2026, 6, 30))
        assert await desk.code("secretary", "closeCycle", cycle=cycle) == "PROJECTS_UNFINISHED"
    with house.on("2026-02-10"):
        assert await desk.code("secretary", "closeCycle", cycle=cycle) == "PROJECTS_UNFINISHED"
        await desk.do("secretary", "closeCycle", cycle=long)
        assert await desk.code("secretary", "closeCycle", cycle=long) == "STATE_FORBIDS"
        seen = await desk.see("unit", crossing, "carriedOverOn year state")
        assert seen == {"carriedOverOn": "2026-02-10", "year": 2025, "state": "PLANNED"}
        await desk.report(crossing, percent=80)
        await desk.completed(crossing, "2026-02-10")
        await desk.do("secretary", "acceptProject", project=crossing)


async def test_a_registered_meeting_tells_its_own_heads_and_must_be_a_quorum(house: House) -> None:
    at = await open_assessing(house, 20)
    await at.desk.let("adjustment", SHAANXI_COUNTY)
    with house.on("2025-02-10"):
        _, (project,) = await at.desk.published()
    with house.on("2025-12-19"):
        adjustment = (await at.desk.do("unit", "proposeAdjustment", **delay(project)))["id"]
    with house.on("2025-12-20"):
        thin = await at.convene("STANDING_COMMITTEE", present=10)
        told = {"adjustment": adjustment, "meeting": {"record": thin, "inFavour": 10}}
        assert await at.desk.code("secretary", "decideAdjustment", **told) == "MEETING_FAULTY"
        full = await at.convene("STANDING_COMMITTEE", present=15)
        more = {"adjustment": adjustment, "meeting": {"record": full, "inFavour": 16}}
        assert await at.desk.code("secretary", "decideAdjustment", **more) == "MEETING_NUMBERS"
        untold = {"adjustment": adjustment, "meeting": {"inFavour": 11}}
        assert await at.desk.code("secretary", "decideAdjustment", **untold) == "MEETING_MISSING"
        right = {"adjustment": adjustment, "meeting": {"record": full, "inFavour": 11}}
        fields = "state meetingTitle meetingHeldOn meetingMembers meetingPresent"
        done = await at.desk.do("secretary", "decideAdjustment", fields, **right)
    assert done == {
        "state": "ADOPTED",
        "meetingTitle": "年终测评会议（测试）",
        "meetingHeldOn": "2025-12-20",
        "meetingMembers": 20,
        "meetingPresent": 15,
    }


async def test_a_told_meeting_of_too_few_cannot_decide(house: House) -> None:
    desk, _, project = await adjustable(house)
    with house.on("2025-06-20"):
        adjustment = (await desk.do("unit", "proposeAdjustment", **delay(project)))["id"]
        thin = {**MEETING, "present": 14, "inFavour": 14}
        code = await desk.code("secretary", "decideAdjustment", adjustment=adjustment, meeting=thin)
        assert code == "MEETING_FAULTY"
