"""A day that is worked or off at one place: who enters it, on what paper, and which clocks move."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from test_clock_changes import paused, resumed, started

from core.db import Database
from core.kit.deadlines import Deadline
from core.kit.deadlines.tables import WorkdayOverride
from core.testing import House, Someone

pytestmark = pytest.mark.database

SET = "mutation($i: SetWorkdayInput!) { setWorkday(input: $i) }"
WITHDRAW = "mutation($d: Date!) { withdrawWorkday(input: { day: $d }) }"
YEAR = "query($y: Int!) { workdayYear(year: $y) { days { day working reason local } } }"
SHOWN = "{ deadlines { nodes { id dueOn steps state } } }"


def storm(day: str, *, working: bool = False) -> dict[str, Any]:
    return {"i": {"day": day, "working": working, "basis": "市防指〔2025〕9号停工通知"}}


async def shown(house: House, by: Someone) -> list[dict[str, Any]]:
    return (await house.gql(SHOWN, by=by))["deadlines"]["nodes"]


async def of_year(house: House, by: Someone, year: int) -> dict[str, dict[str, Any]]:
    told = await house.gql(YEAR, {"y": year}, by=by)
    return {one["day"]: one for one in told["workdayYear"]["days"]}


async def test_a_day_off_here_moves_the_clocks_of_this_body_alone(house: House) -> None:
    with house.on("2025-06-10"):
        for body in ("county-a", "county-b"):
            await house.enable(body, "filing_review")
            await started(house, "2025-06-10", body)
        admin = await house.person("county-a", "office", "admin")
        clerk = await house.person("county-a", "government")
        stranger = await house.person("county-b", "government")
        # 30 days end on 10 July, a Thursday.
        assert [one["dueOn"] for one in await shown(house, clerk)] == ["2025-07-10"]
        await house.gql(SET, storm("2025-07-10"), by=admin)
        await house.drain()
        (moved,) = await shown(house, clerk)
        assert moved["dueOn"] == "2025-07-11"
        assert "工作日安排有变动，重新计算；此前届满日为2025年7月10日。" in moved["steps"]
        assert any("市防指〔2025〕9号停工通知" in step for step in moved["steps"])
        assert [one["dueOn"] for one in await shown(house, stranger)] == ["2025-07-10"]
        days = await of_year(house, admin, 2025)
        assert days["2025-07-10"] == {
            "day": "2025-07-10",
            "working": False,
            "reason": "休息，依据：市防指〔2025〕9号停工通知",
            "local": True,
        }
        assert "2025-07-10" not in await of_year(house, stranger, 2025)
        assert days["2025-10-01"]["local"] is False
        await house.gql(WITHDRAW, {"d": "2025-07-10"}, by=admin)
        await house.drain()
        assert [one["dueOn"] for one in await shown(house, clerk)] == ["2025-07-10"]
        assert "2025-07-10" not in await of_year(house, admin, 2025)
        assert await house.refused_code(WITHDRAW, {"d": "2025-07-10"}, by=admin) == "NOT_FOUND"
    told = await house.events("county-a")
    names = [name for name, _ in told]
    assert names.count("core.recompute_deadline") == 2
    assert [said["basis"] for name, said in told if name == "core.set_workday"] == [
        "市防指〔2025〕9号停工通知"
    ]


async def test_a_holiday_that_is_worked_here_is_shown_and_counted(house: House) -> None:
    with house.on("2025-09-01"):
        await house.enable("county-a", "filing_review")
        admin = await house.person("county-a", "office", "admin")
        clerk = await house.person("county-a", "government")
        # 30 days from 1 September end on 1 October, the first of eight days off.
        await started(house, "2025-09-01")
        assert [one["dueOn"] for one in await shown(house, clerk)] == ["2025-10-09"]
        await house.gql(SET, storm("2025-10-01", working=True), by=admin)
        await house.drain()
        assert [one["dueOn"] for one in await shown(house, clerk)] == ["2025-10-01"]
        assert (await of_year(house, admin, 2025))["2025-10-01"]["working"] is True


async def test_a_day_before_or_after_a_clock_moves_nothing(house: House) -> None:
    with house.on("2025-06-10"):
        await house.enable("county-a", "filing_review")
        admin = await house.person("county-a", "office", "admin")
        clerk = await house.person("county-a", "government")
        await started(house, "2025-06-10")
        before = await shown(house, clerk)
        for day in ("2025-06-09", "2025-06-18", "2025-07-11"):
            await house.gql(SET, storm(day), by=admin)
        await house.drain()
        assert await shown(house, clerk) == before
    names = [name for name, _ in await house.events("county-a")]
    assert "core.recompute_deadline" not in names


async def test_a_clock_that_stood_still_is_counted_through_its_pause(house: House) -> None:
    await house.enable("county-a", "filing_review")
    with house.on("2025-06-20"):
        clerk = await house.person("county-a", "government")
        row = await started(house, "2025-06-10")
        await paused(house, clerk, row)
    with house.on("2025-07-21"):
        await resumed(house, clerk, row)
        admin = await house.person("county-a", "office", "admin")
        # Due on 10 July; 20 days were left: to 10 August, a Sunday, and so the 11th.
        await house.gql(SET, storm("2025-08-11"), by=admin)
        await house.drain()
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        moved = await work.session.scalar(sa.select(Deadline).where(Deadline.id == row.id))
    assert moved is not None
    assert moved.due_on == date(2025, 8, 12)
    assert any("恢复计时" in step for step in moved.steps)


async def test_what_is_no_adjustment_is_refused(house: House) -> None:
    admin = await house.person("county-a", "office", "admin")
    same = storm("2025-07-12")
    assert await house.refused_code(SET, same, by=admin) == "WORKDAY_SAME"
    assert await house.refused_code(SET, storm("2025-07-10", working=True), by=admin) == (
        "WORKDAY_SAME"
    )
    for basis, code in (("  ", "BASIS_TITLE"), ("据" * 201, "BASIS_LONG")):
        given = {"i": {"day": "2025-07-10", "working": False, "basis": basis}}
        assert await house.refused_code(SET, given, by=admin) == code
    # Said again with another paper, the later one holds.
    await house.gql(SET, storm("2025-07-10"), by=admin)
    again = {"i": {"day": "2025-07-10", "working": False, "basis": "更正的通知"}}
    await house.gql(SET, again, by=admin)
    days = await of_year(house, admin, 2025)
    assert days["2025-07-10"]["reason"] == "休息，依据：更正的通知"


async def test_a_guessed_day_is_counted_again_once_the_arrangement_is_known(house: House) -> None:
    """The country's own table may tell a day later; the daily round finds whose clock it moves."""
    with house.on("2034-12-15"):
        await house.enable("county-a", "filing_review")
        clerk = await house.person("county-a", "government")
        await started(house, "2034-12-15")
        (guessed,) = await shown(house, clerk)
        assert guessed["dueOn"] == "2035-01-15"
        owner = Database(house.databases.owner_or_refuse(house.platform.settings))
        async with owner.transaction(None) as session:
            session.add(WorkdayOverride(day=date(2035, 1, 15), working=False, note="国办通知"))
        await owner.close()
        await house.daily("2034-12-15")
        (moved,) = await shown(house, clerk)
    assert moved["dueOn"] == "2035-01-16"
