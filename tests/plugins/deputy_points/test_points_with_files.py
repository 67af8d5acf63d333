"""Record and points together, each knowing the other by events alone: all through the API."""

from io import BytesIO
from typing import Any

import pytest
from files_path import Hall, open_hall
from openpyxl import Workbook
from points_path import LINES, OWN, PLUGIN, RECORD, RULE, SET, mutation, turn_on

from core.testing import House, Someone

pytestmark = pytest.mark.database

ACCOUNTS = "{ pointsAccounts(year: 2025) { nodes { id name points entries } } }"


class Both:
    """A body that keeps the record and counts points."""

    def __init__(self, hall: Hall, clerk: Someone) -> None:
        self.hall, self.clerk = hall, clerk

    async def accounts(self) -> dict[str, Any]:
        listed = await self.hall.house.gql(ACCOUNTS, by=self.clerk)
        return {one["name"]: one for one in listed["pointsAccounts"]["nodes"]}

    async def lines(self, name: str) -> list[Any]:
        account = (await self.accounts())[name]["id"]
        listed = await self.hall.house.gql(LINES, {"a": account}, by=self.clerk)
        return listed["pointsLines"]["nodes"]

    async def recorded(self, name: str, **more: Any) -> Any:
        """A deputy writes, the office confirms."""
        by = self.hall.deputies[name]
        draft = await self.hall.log(by, name, submit=True, **more)
        return await self.hall.confirm(self.hall.office, draft["id"])

    async def checked(self) -> str:
        told = {"year": "2025", "check": True}
        return await self.hall.house.command(self.hall.body, PLUGIN, "recompute", **told)


async def begun(house: House) -> Both:
    """Both plugins on, files open, a rule in force."""
    await turn_on(house, "county-a", RECORD)
    hall = await open_hall(house, enable=False)
    await hall.practise("confirmed_by", ["office"])
    await hall.open()
    await turn_on(house, hall.body, PLUGIN)
    clerk = await house.person(hall.body, hall.organ, "points_clerk", name="积分员")
    admin = await house.person(hall.body, hall.organ, "admin")
    await house.gql(SET, {"v": RULE, "f": "2025-01-01"}, by=admin)
    await house.gql(mutation("adoptPointsRule"), {"input": {"validFrom": "2025-01-01"}}, by=clerk)
    await house.drain()
    return Both(hall, clerk)


async def test_what_is_confirmed_in_the_record_counts(house: House) -> None:
    both = await begun(house)
    with house.on("2025-03-10"):
        draft = await both.hall.log(
            both.hall.deputies["甲"], "甲", kind="attend_council", heldOn="2025-03-05", submit=True
        )
        await house.drain()
        assert await both.accounts() == {}, "nothing counts before it is confirmed"
        done = await both.hall.confirm(both.hall.office, draft["id"])
        await house.drain()
        (line,) = await both.lines("甲")
        assert (line["value"], line["digest"]) == (500, done["digest"])
        assert line["confirmedByName"] == done["confirmedByName"]
        (own,) = (await house.gql(OWN, by=both.hall.deputies["甲"]))["ownPoints"]["nodes"]
        assert own["points"] == 500
        assert "一致" in await both.checked()


async def test_a_correction_in_the_record_reverses_a_line(house: House) -> None:
    both = await begun(house)
    with house.on("2025-03-10"):
        done = await both.recorded("甲", kind="attend_council")
        corrects = {"entry": done["id"], "reason": "种类写错"}
        draft = await both.hall.log(
            both.hall.deputies["甲"], "甲", submit=True, kind="donation", corrects=corrects
        )
        await both.hall.confirm(both.hall.office, draft["id"], looked=True)
        await house.drain()
        assert [one["value"] for one in await both.lines("甲")] == [500, -500, 0]
        assert "一致" in await both.checked()


async def test_past_entries_from_a_sheet_count_one_by_one(house: House) -> None:
    both = await begun(house)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("姓名", "日期", "种类", "标题", "内容", "次数"))
    for day in range(1, 6):
        for name in ("甲", "乙"):
            sheet.append((name, f"2025-02-0{day}", "参加议事会", f"第{day}次", f"{name}{day}", 1))
    written = BytesIO()
    book.save(written)
    with house.on("2025-03-10"):
        file = (await house.upload(both.hall.office, "以往记录.xlsx", written.getvalue())).json()
        await both.hall.do(both.hall.office, "importEntries", "count", file=file["id"])
        await house.drain()
        accounts = await both.accounts()
        assert {name: one["points"] for name, one in accounts.items()} == {"甲": 2500, "乙": 2500}
        assert len(await both.lines("甲")) == 5
        assert "一致" in await both.checked()
