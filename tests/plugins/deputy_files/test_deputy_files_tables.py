"""The yearly table (rows 1-28, 1-37): owed by 30 November, reminded of, sent up, received."""

from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from files_path import Hall, open_hall

from core.testing import House

pytestmark = pytest.mark.database

DUE = {"month": 11, "day": 30}
TABLES = """{ yearlyTables { nodes { term year dueOn dueText submittedOn sentTo
  sheet { id } word { id } deadlines { overdueBy lateBy } } } }"""
STATE = "query($id: ID!) { node(id: $id) { ... on Deadline { state metOn lateBy } } }"
CLOCKS = "{ deadlines { nodes { id rule title dueOn state lateBy ruleText } } }"
RECEIVED = """{ receivedTables { nodes { fromBodyName term year deputies reason
  sheet { id digest } word { id digest } } } }"""
SUBMIT = {"term": 19, "year": 2025}


async def tables(hall: Hall) -> list[dict[str, Any]]:
    return (await hall.house.gql(TABLES, by=hall.office))["yearlyTables"]["nodes"]


async def clocks(hall: Hall) -> list[dict[str, Any]]:
    listed = (await hall.house.gql(CLOCKS, by=hall.office))["deadlines"]["nodes"]
    return [one for one in listed if one["rule"] == "deputy_files.statistics_due"]


async def clock_now(hall: Hall, clock: dict[str, Any]) -> dict[str, Any]:
    return (await hall.house.gql(STATE, {"id": clock["id"]}, by=hall.office))["node"]


async def test_row_1_28_the_table_is_owed_by_30_november_and_reminded_of(house: House) -> None:
    hall = await open_hall(house)
    await hall.practise("statistics_due", DUE)
    with house.on("2025-03-01"):
        await hall.open()
        (owed,) = await tables(hall)
        assert (owed["year"], owed["dueOn"]) == (2025, "2025-11-30")
        assert "应于2025年11月30日以前报送" in owed["dueText"]
        (clock,) = await clocks(hall)
        assert (clock["dueOn"], clock["state"]) == ("2025-11-30", "RUNNING")
        assert "第三条" in clock["ruleText"], "the article of the practice"
        assert clock["title"] == "年度履职情况统计表报送日期"
    for day, reminded in (("2025-11-30", False), ("2025-12-01", True)):
        with house.on(day):
            await house.platform.remind_bodies()
            await house.drain()
            told = [name for name, _ in await house.events(hall.body)]
            assert ("core.deadline_overdue" in told) == reminded, day
            ((running,),) = [one["deadlines"] for one in await tables(hall)]
            assert running == {"overdueBy": int(reminded), "lateBy": None}, "the table tells of it"


async def test_row_1_37_the_table_goes_up_and_the_body_above_sees_it(house: House) -> None:
    city = await open_hall(house, "city-a")
    county = await open_hall(house, "county-a", names=("县代表甲", "县代表乙"))
    await county.practise("statistics_due", DUE)
    with house.on("2025-11-20"):
        await county.open()
        (clock,) = await clocks(county)
        sent = await county.do(
            county.office,
            "submitYearlyTable",
            "submittedOn sentTo deputies dueText",
            **SUBMIT,
            organ="office",
        )
        assert (sent["sentTo"], sent["deputies"]) == ("city-a/office", 2)
        await house.drain()
        met = {"state": "MET", "metOn": "2025-11-20", "lateBy": 0}
        assert await clock_now(county, clock) == met
        (following,) = await clocks(county)
        assert (following["dueOn"], following["state"]) == ("2026-11-30", "RUNNING")
        (came,) = (await house.gql(RECEIVED, by=city.office))["receivedTables"]["nodes"]
        assert (came["year"], came["deputies"], came["reason"]) == (2025, 2, None)
        assert "county-a" in came["fromBodyName"]
        header = {"Authorization": f"Bearer {city.office.token}"}
        read = {
            kind: (await house.client.get(f"/t/city-a/files/{came[kind]['id']}", headers=header))
            for kind in ("sheet", "word")
        }
        page: Any = openpyxl.load_workbook(BytesIO(read["sheet"].content)).active
        assert [row[1].value for row in page.iter_rows()][1:] == ["县代表乙", "县代表甲"]
        (form,) = docx.Document(BytesIO(read["word"].content)).tables
        assert len(form.rows) == 3
        seen = await house.gql(RECEIVED, by=county.office)
        assert seen["receivedTables"]["nodes"] == [], "nobody reads across bodies"
        code, said = await county.refused(county.office, "submitYearlyTable", **SUBMIT)
        assert (code, "写明理由" in said) == ("TABLE_SUBMITTED", True)
        await county.do(
            county.office, "submitYearlyTable", **SUBMIT, organ="office", reason="漏计一条"
        )
        await house.drain()
        twice = (await house.gql(RECEIVED, by=city.office))["receivedTables"]["nodes"]
        assert {one["reason"] for one in twice} == {None, "漏计一条"}


async def test_without_a_day_no_clock_runs_and_it_is_said(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-03-01"):
        await hall.open()
        (owed,) = await tables(hall)
        assert (owed["dueOn"], "不计时" in owed["dueText"]) == (None, True)
        assert await clocks(hall) == []
        await hall.practise("statistics_due", DUE)
        made = await hall.do(hall.office, "beginYearlyTable", "dueOn", **SUBMIT)
        assert made["dueOn"] == "2025-11-30"
        code, _ = await hall.refused(hall.office, "beginYearlyTable", **SUBMIT)
        assert code == "TABLE_BEGUN"
        code, _ = await hall.refused(hall.office, "submitYearlyTable", term=19, year=2026)
        assert code == "STATISTICS_YEAR"
        # A body with nobody above on the platform only notes that it was sent.
        noted = await hall.do(hall.office, "submitYearlyTable", "sentTo dueText", **SUBMIT)
        assert (noted["sentTo"], noted["dueText"]) == (None, "已于2025年3月1日报送。")


async def test_an_archived_term_owes_nothing(house: House) -> None:
    hall = await open_hall(house)
    await hall.practise("statistics_due", DUE)
    with house.on("2025-12-10"):
        await hall.open()
        (clock,) = await clocks(hall)
        assert clock["dueOn"] == "2026-11-30", "the day of this year is over"
        await hall.do(hall.office, "archiveFiles", "count", term=19)
        assert await clocks(hall) == []
        assert (await clock_now(hall, clock))["state"] == "STOPPED"
