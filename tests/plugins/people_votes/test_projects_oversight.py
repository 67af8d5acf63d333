"""Oversight of projects: one group each, the rhythms of practice, checks, photos, money."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from project_path import SET_PRACTICE, ZHENGZHOU, Desk, mutation, open_desk, png

from core import Mandate, global_id
from core.graphql.ids import decode
from core.kit.papers import write_pdf
from core.people import MandateStatus
from core.testing import House, query_count
from plugins.people_votes import service

NOTICE, CHECK = "MONTHLY_NOTICE", "QUARTERLY_CHECK"


async def open_one(desk: Desk, project: str, kind: str) -> dict[str, Any]:
    """The open duty of a kind."""
    (found,) = [
        one for one in await desk.duties(project) if (one["kind"], one["state"]) == (kind, "OPEN")
    ]
    return found


# --- the group: 一事一小组 --------------------------------------------------------------------


async def test_a_project_has_exactly_one_group_with_one_leader(house: House) -> None:
    """Rows 0-10 and 0-31: one group per project, jointly with party committee and government."""
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _, (first, second) = await desk.published(2)
        leader = {"kind": "DEPUTY", "mandate": desk.mandates["代表甲"], "leader": True}
        party = {"kind": "PARTY", "name": "党委同志", "post": "县委办"}
        state = {"kind": "GOVERNMENT", "name": "政府同志"}
        for members, code in (
            ([{**leader, "leader": False}], "ONE_LEADER"),
            ([leader, {**party, "leader": True}], "ONE_LEADER"),
            ([{**party, "leader": True}, state], "NO_DEPUTY_IN_GROUP"),
            ([leader, leader], "MEMBER_TWICE"),
            ([leader, {"kind": "PARTY", "name": " "}], "MEMBER_NAME_EMPTY"),
            ([leader, {"kind": "DEPUTY"}], "NOT_FOUND"),
            ([leader, {"kind": "COMMITTEE"}], "NOT_FOUND"),
        ):
            sent = {"project": first, "members": members}
            assert await desk.code("secretary", "formGroup", **sent) == code
        sent = {"project": first, "members": [leader, party, state]}
        made = await desk.do("secretary", "formGroup", "id members { name kind leader }", **sent)
        assert [one["name"] for one in made["members"]] == ["代表甲", "党委同志", "政府同志"]
        assert await desk.code("secretary", "formGroup", **sent) == "GROUP_EXISTS"
        await desk.do("secretary", "formGroup", **{**sent, "project": second})


async def test_members_change_and_the_history_stays(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _, (project,) = await desk.published()
        group = await desk.group(project)
    with house.on("2025-05-06"):
        (old,) = (await desk.see("secretary", group, "members { id }"))["members"]
        sent: dict[str, Any] = {"group": group, "leaving": [old["id"]]}
        assert await desk.code("secretary", "changeGroup", **sent) == "ONE_LEADER"
        new = {"kind": "DEPUTY", "mandate": desk.mandates["代表乙"], "leader": True}
        sent["joining"] = [new]
        await desk.do("secretary", "changeGroup", **sent)
        assert await desk.code("secretary", "changeGroup", **sent) == "NOT_FOUND", "has left"
        seen = await desk.see("secretary", group, "members { name joinedOn leftOn leader }")
        assert seen["members"] == [
            {"name": "代表甲", "joinedOn": "2025-02-10", "leftOn": "2025-05-06", "leader": True},
            {"name": "代表乙", "joinedOn": "2025-05-06", "leftOn": None, "leader": True},
        ]
        checked = {
            "project": project,
            "checkedOn": "2025-05-06",
            "place": "社区工地",
            "findings": "进展正常",
        }
        assert await desk.code("代表甲", "recordCheck", **checked) == "NOT_IN_GROUP"
        await desk.do("代表乙", "recordCheck", **checked)


async def test_of_two_who_change_a_group_the_second_is_told(house: House) -> None:
    desk = await open_desk(house)
    await desk.deputy("代表丙")
    with house.on("2025-02-10"):
        _, (project,) = await desk.published()
        group = await desk.group(project)
        seen = (await desk.see("secretary", group, "revision"))["revision"]
        sent = [
            {
                "group": group,
                "joining": [{"kind": "DEPUTY", "mandate": desk.mandates[name]}],
                "seen": seen,
            }
            for name in ("代表乙", "代表丙")
        ]
        by = desk.people["secretary"]
        answers = await asyncio.gather(
            *(house.ask(mutation("changeGroup"), {"input": one}, by=by) for one in sent)
        )
        codes = [
            one["errors"][0]["extensions"]["code"] if one.get("errors") else "" for one in answers
        ]
        assert sorted(codes) == ["", "CHANGED_MEANWHILE"]
        written = await desk.see("secretary", group, "revision members { name }")
        lost = sent[codes.index("CHANGED_MEANWHILE")]
        assert await desk.code("secretary", "changeGroup", **lost) == "CHANGED_MEANWHILE"
        assert await desk.see("secretary", group, "revision members { name }") == written
        now = {**lost, "seen": written["revision"]}
        await desk.do("secretary", "changeGroup", **now)
        assert (
            len((await desk.see("secretary", group, "members { id }"))["members"])
            == len(written["members"]) + 1
        )


async def test_who_cannot_act_as_a_deputy_or_member_does_not_come_in(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _, (project,) = await desk.published()
        lead = {"kind": "DEPUTY", "mandate": desk.mandates["代表甲"], "leader": True}
        clerk = global_id("Member", desk.people["unit"].membership_id)
        sent = {"project": project, "members": [lead, {"kind": "COMMITTEE", "member": clerk}]}
        assert await desk.code("secretary", "formGroup", **sent) == "NOT_A_COMMITTEE_MEMBER"
        await suspend(desk, "代表乙")
        second = {"kind": "DEPUTY", "mandate": desk.mandates["代表乙"]}
        sent = {"project": project, "members": [lead, second]}
        assert await desk.code("secretary", "formGroup", **sent) == "MANDATE_NOT_ACTIVE"


async def suspend(desk: Desk, name: str) -> None:
    """The credentials committee's staff suspended a mandate."""
    async with desk.house.platform.as_core(desk.house.bodies[desk.body].id) as work:
        await work.session.execute(
            sa.update(Mandate).where(Mandate.name == name).values(status=MandateStatus.SUSPENDED)
        )


# --- the rhythms of practice as deadlines -----------------------------------------------------


async def test_a_clock_names_the_project_that_it_is_about(house: House) -> None:
    """Two projects owe the same report on the same day: each row says which."""
    desk = await open_desk(house)
    await desk.let("cadences", ZHENGZHOU)
    with house.on("2025-02-10"):
        _, projects = await desk.published(2)
        titles = [(await desk.see("unit", one, "title"))["title"] for one in projects]
        assert len(set(titles)) == len(titles)
        query = "{ deadlines { nodes { title subject subjectTitle } } }"
        clocks = (await desk.ask(query, "unit"))["deadlines"]["nodes"]
        told = [one["subjectTitle"] for one in clocks if one["title"] == "项目进度通报"]
        assert sorted(told) == sorted(titles)


async def test_a_year_of_cadences(house: House) -> None:
    """Row 0-10: 一月一通报、一季一督查、半年一报告、年终一测评, each a clock of who owes it."""
    desk = await open_desk(house)
    await desk.let("cadences", ZHENGZHOU)
    with house.on("2025-02-10"):
        cycle, (project,) = await desk.published()
        await desk.group(project)
        due = {one["kind"]: one["dueOn"] for one in await desk.duties(project)}
        assert due == {
            NOTICE: "2025-03-05",
            CHECK: "2025-04-15",
            "HALF_YEAR_REPORT": "2025-07-20",
            "YEAR_END_ASSESSMENT": "2025-12-31",
        }
        seen = {one["kind"]: one["deadlines"] for one in await desk.duties(project, "unit")}
        assert seen[NOTICE] == [
            {"title": "项目进度通报", "dueOn": "2025-03-05", "state": "RUNNING"}
        ], "the clock is the government's"
        assert seen[CHECK] == [], "and the check's is not"
        assert (await open_one(desk, project, CHECK))["deadlines"][0]["title"] == "项目督查"
    with house.on("2025-03-03"):
        await desk.report(project)
        assert (await open_one(desk, project, NOTICE))["dueOn"] == "2025-04-05"
        met = (await desk.duties(project, "unit"))[0]
        assert (met["state"], met["daysLate"]) == ("MET", 0)
        assert met["deadlines"][0]["state"] == "MET"
    with house.on("2025-03-04"):
        await desk.report(project)
        assert (await open_one(desk, project, NOTICE))["dueOn"] == "2025-05-05", "March is told"
        await desk.report(project)
        assert (await open_one(desk, project, NOTICE))["dueOn"] == "2025-05-05", (
            "April has not begun: what is told twice meets nothing ahead of its time"
        )
    with house.on("2025-05-25"):
        late = await open_one(desk, project, NOTICE)
        assert (late["overdue"], late["daysLate"]) == (True, 20)
        query = "{ projectDuties(overdue: true) { nodes { kind project { title } } } }"
        overdue = (await desk.ask(query))["projectDuties"]["nodes"]
        assert {one["kind"] for one in overdue} == {NOTICE, CHECK}
        query = "{ projectDuties(ours: true) { totalCount nodes { kind } } }"
        for who, owed in (("unit", {NOTICE, "HALF_YEAR_REPORT"}), ("代表甲", {CHECK})):
            told = (await desk.ask(query, who))["projectDuties"]["nodes"]
            assert {one["kind"] for one in told} >= owed
            assert {one["kind"] for one in told} <= {*owed, "YEAR_END_ASSESSMENT"}
        where = {"overdueDuty": NOTICE}
        query = "query($where: ProjectFilter) { projects(where: $where) { totalCount } }"
        assert (await desk.ask(query, where=where))["projects"]["totalCount"] == 1
        await desk.report(project)
        told = [one for one in await desk.duties(project) if one["kind"] == NOTICE]
        assert [one["daysLate"] for one in told] == [0, 0, 20, 0]
    with house.on("2025-05-26"):
        checked = {"project": project, "place": "社区工地", "findings": "正常"}
        await desk.do("代表甲", "recordCheck", **checked, checkedOn="2025-05-26")
        assert (await open_one(desk, project, CHECK))["dueOn"] == "2025-07-15"
    with house.on("2025-07-10"):
        sent = {"cycle": cycle, "title": "上半年实施情况", "text": "……"}
        done = await desk.do("unit", "submitHalfYearReport", "projects", **sent)
        assert done == {"projects": 1}
        again = await desk.do("unit", "submitHalfYearReport", "projects", **sent)
        assert again == {"projects": 1}, "the second half has begun"
        third = await desk.do("unit", "submitHalfYearReport", "projects", **sent)
        assert third == {"projects": 0}
    with house.on("2025-12-20"):
        assert await assess(desk, project) == 1
        assert await assess(desk, project) == 0
        await house.drain(1)
        next_one = await open_one(desk, project, "YEAR_END_ASSESSMENT")
        assert next_one["dueOn"] == "2026-12-31", "the project still goes on"


async def assess(desk: Desk, project: str) -> int:
    """What the announcing of a satisfaction vote does about a project."""
    async with desk.house.platform.as_core(desk.house.bodies[desk.body].id) as work:
        return await service.meet_assessment(work, [decode(project)[1]])


async def test_where_practice_names_no_cadence_nothing_falls_due(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _, (project,) = await desk.published()
        await desk.report(project)
        assert await desk.duties(project) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "mending", "every": 1, "by": "government"},
        {"kind": "monthly_notice", "every": 13, "by": "government"},
        {"kind": "monthly_notice", "every": 1, "by": "nobody"},
    ],
)
async def test_a_cadence_that_cannot_be_is_refused(house: House, wrong: dict[str, Any]) -> None:
    await open_desk(house)
    admin = await house.person("county-a", "office", "admin")
    sent = {"setting": "people_votes.cadences", "value": [wrong], "from": "2025-01-01"}
    assert await house.refused_code(SET_PRACTICE, sent, by=admin) == "PRACTICE_VALUE"


async def test_where_the_group_tells_the_governments_report_meets_nothing(house: House) -> None:
    desk = await open_desk(house)
    await desk.let("cadences", [{"kind": "monthly_notice", "every": 1, "by": "group"}])
    with house.on("2025-02-10"):
        _, (project,) = await desk.published()
        await desk.group(project)
        await desk.report(project)
        assert (await open_one(desk, project, NOTICE))["dueOn"] == "2025-02-28"
        told = {"project": project, "percent": 10, "spent": 0, "text": "小组通报"}
        assert await desk.code("代表乙", "reportProgress", **told) == "NOT_IN_GROUP"
        await desk.do("代表甲", "reportProgress", **told)
        assert (await open_one(desk, project, NOTICE))["dueOn"] == "2025-03-31"


# --- reports, photos, money -------------------------------------------------------------------


async def test_a_report_is_checked_and_only_the_unit_or_the_group_reports(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        cycle, (project,) = await desk.adopted()
        good = {"project": project, "percent": 1, "spent": 1, "text": "一"}
        assert await desk.code("unit", "reportProgress", **good) == "PROJECT_UNPUBLISHED"
        assert await desk.code("secretary", "formGroup", project=project, members=[]) == (
            "PROJECT_UNPUBLISHED"
        )
        await desk.plan(project)
        await desk.do("checker", "checkProjectSecrecy", cycle=cycle, passed=True)
        await desk.do("secretary", "publishProjects", cycle=cycle)
        for changes, code in (
            ({"percent": 101}, "PERCENT"),
            ({"percent": -1}, "PERCENT"),
            ({"spent": -1}, "MONEY_NEGATIVE"),
            ({"text": " "}, "TEXT_EMPTY"),
        ):
            assert await desk.code("unit", "reportProgress", **{**good, **changes}) == code
        other = await house.person("county-a", "department", "project_unit")
        assert await desk.code(other, "reportProgress", **good) == "NOT_YOUR_PROJECT"
        assert await desk.code("secretary", "reportProgress", **good) == "GROUP_MISSING"


async def test_a_department_reports_on_its_own_projects_only(house: House) -> None:
    desk = await open_desk(house)
    await desk.let("cadences", ZHENGZHOU)
    with house.on("2025-02-10"):
        cycle, projects = await desk.adopted(2)
        await desk.plan(projects[0], unitOrgan="department")
        await desk.plan(projects[1])
        await desk.do("checker", "checkProjectSecrecy", cycle=cycle, passed=True)
        sent = {"cycle": cycle, "title": "报告", "text": "正文"}
        assert await desk.code("unit", "submitHalfYearReport", **sent) == "NO_PROJECTS_HERE"
        await desk.do("secretary", "publishProjects", cycle=cycle)
        department = await house.person("county-a", "department", "project_unit")
        assert await desk.code(department, "submitHalfYearReport", **{**sent, "title": ""}) == (
            "TEXT_EMPTY"
        )
        done = await desk.do(department, "submitHalfYearReport", "projects", **sent)
        assert done == {"projects": 1}
        query = "{ halfYearReports { nodes { title projects } } }"
        seen = await desk.ask(query)
        assert seen["halfYearReports"]["nodes"] == [{"title": "报告", "projects": 1}]


async def test_spending_beyond_the_budget_is_shown_and_not_refused(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _, (project, _) = await desk.published(2)
        await desk.report(project, spent=950_000)
        assert await desk.see("secretary", project, "spent overspent percent") == {
            "spent": 950_000,
            "overspent": 50_000,
            "percent": 30,
        }
        assert (await desk.figures())["OVERSPENT"] == 1


def jpeg_with_position() -> bytes:
    """A JPEG that says where it was taken."""
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + bytes.fromhex("8825000400000001000000320000")
    exif += b"GPSLatitude 35.909 GPSLongitude 117.767"
    app1 = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    app0 = b"\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    frame = b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0"
    scan = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\x00"
    return b"\xff\xd8" + app0 + app1 + frame + scan + b"\xff\xd9"


async def test_a_photo_tells_its_venue_in_words_and_no_position(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _, (project,) = await desk.published()
        taken = jpeg_with_position()
        assert b"GPSLatitude" in taken
        file = await desk.upload("unit", "现场.jpg", taken)
        for place, code in (
            (None, "PLACE_EMPTY"),
            ("北纬35.909,东经117.767", "PLACE_NOT_WORDS"),
            ("东经117度", "PLACE_NOT_WORDS"),
        ):
            sent = [{"file": file, "photo": True, "place": place}]
            told = {"project": project, "percent": 1, "spent": 1, "text": "一", "files": sent}
            assert await desk.code("unit", "reportProgress", **told) == code
        paper = await desk.upload("unit", "文.pdf", write_pdf("# 测试", "测试样例·非正式公文"))
        told["files"] = [{"file": paper, "photo": True, "place": "工地"}]
        assert await desk.code("unit", "reportProgress", **told) == "PHOTO_KIND"
        report = await desk.report(
            project, files=[{"file": file, "photo": True, "place": "幸福路社区工地"}]
        )
    fields = "attachments { place photo file { id } receivedFile { id } }"
    (ours,) = (await desk.see("unit", report, fields))["attachments"]
    (theirs,) = (await desk.see("secretary", report, fields))["attachments"]
    assert (ours["place"], ours["photo"]) == ("幸福路社区工地", True)
    assert ours["file"]
    assert ours["receivedFile"] is None, "the other side's row is not ours"
    assert theirs["file"] is None
    by = desk.people["secretary"]
    headers = {"Authorization": f"Bearer {by.token}"}
    address = f"/t/county-a/files/{theirs['receivedFile']['id']}"
    got = await house.client.get(address, headers=headers)
    assert got.status_code == 200
    assert b"GPS" not in got.content
    assert got.content.startswith(b"\xff\xd8"), "it is still the picture"


async def test_a_file_of_somebody_else_is_not_taken(house: House) -> None:
    desk = await open_desk(house)
    with house.on("2025-02-10"):
        _, (project,) = await desk.published()
        foreign = {"file": await desk.upload("secretary", content=png())}
        told = {"project": project, "percent": 1, "spent": 1, "text": "一", "files": [foreign]}
        assert await desk.code("unit", "reportProgress", **told) == "NOT_FOUND"


# --- checks and what is mended ----------------------------------------------------------------


async def test_what_a_check_found_is_mended_by_its_day(house: House) -> None:
    """Row 0-31: full check (全面过堂), key supervision (重点督办) until it is mended."""
    desk = await open_desk(house)
    with house.on("2025-03-10"):
        _, (project,) = await desk.published()
        await desk.group(project)
        good = {
            "project": project,
            "checkedOn": "2025-03-10",
            "place": "幸福路社区工地",
            "findings": "围挡缺失",
            "mustMend": "补齐围挡",
            "mendUntil": "2025-03-20",
        }
        for changes, code in (
            ({"mendUntil": None}, "MENDING_INCOMPLETE"),
            ({"mustMend": None}, "MENDING_INCOMPLETE"),
            ({"mendUntil": "2025-03-09"}, "MENDING_DATE"),
            ({"checkedOn": "2025-03-11"}, "DAY_IN_FUTURE"),
            ({"findings": ""}, "TEXT_EMPTY"),
            ({"place": ""}, "PLACE_EMPTY"),
            ({"place": "35.9, 117.7"}, "PLACE_NOT_WORDS"),
        ):
            assert await desk.code("代表甲", "recordCheck", **{**good, **changes}) == code
        assert await desk.code("代表乙", "recordCheck", **good) == "NOT_IN_GROUP"
        check = (await desk.do("代表甲", "recordCheck", **good))["id"]
        await house.drain(1)
        (duty,) = await desk.duties(project, "unit")
        assert (duty["kind"], duty["dueOn"]) == ("MENDING", "2025-03-20")
        assert duty["deadlines"][0]["title"] == "督查问题整改"
    with house.on("2025-03-25"):
        sent = {"check": check, "text": "已补齐"}
        other = await house.person("county-a", "department", "project_unit")
        assert await desk.code(other, "reportMended", **sent) == "NOT_YOUR_PROJECT"
        assert await desk.code("unit", "reportMended", check=check, text=" ") == "TEXT_EMPTY"
        await desk.do("unit", "reportMended", **sent, files=[await desk.photo()])
        assert await desk.code("unit", "reportMended", **sent) == "MENDED_ALREADY"
        (duty,) = await desk.duties(project, "unit")
        assert (duty["state"], duty["daysLate"]) == ("MET", 5)
        plain = {**good, "mustMend": None, "mendUntil": None}
        fine = (await desk.do("secretary", "recordCheck", **plain))["id"]
        assert await desk.code("unit", "reportMended", check=fine, text="一") == "NOTHING_TO_MEND"


# --- reading ----------------------------------------------------------------------------------

DETAIL = """{ projects(first: 50) { nodes { title overspent milestones { title } duties { kind }
  reports { text attachments { place } } checks { findings } qualityChecks { result }
  groups { members { name } } adjustments { state } attachments { place } unitOrgan { code }
} } }"""


async def test_a_list_costs_the_same_for_two_projects_and_for_twenty(house: House) -> None:
    desk = await open_desk(house)
    await desk.let("cadences", ZHENGZHOU)
    costs = list[int]()
    with house.on("2025-02-10"):
        for count in (2, 18):
            _, projects = await desk.published(count, title=f"第{count}轮")
            for project in projects[:3]:
                await desk.group(project)
                await desk.report(project, files=[await desk.photo()])
            with query_count() as seen:
                found = await desk.ask(DETAIL)
            costs.append(len(seen))
    assert len(found["projects"]["nodes"]) == 20
    assert costs[0] == costs[1], costs
