"""The demo of the files as `make demo` plays it, row by row."""

import time
from collections.abc import AsyncGenerator
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from core import ERASED
from core.demo import Player
from core.testing import House, OpenHouse
from plugins.deputy_files import demo

pytestmark = pytest.mark.database

CITY, COUNTY, TOWN, CARDS = "1402", "140222", "140222206", "140223"
AFTER = "2026-01-05"


class Played:
    """A house in which the files were played."""

    def __init__(self, house: House, player: Player, seconds: float) -> None:
        self.house, self.player, self.seconds = house, player, seconds

    async def ask(self, body: str, query: str, login: str = "affairs") -> Any:
        """Ask as one of the body's people."""
        with self.house.on(AFTER):
            return await self.player.do(f"{body}-{login}", query)


@pytest.fixture(scope="module")
async def year(open_house: OpenHouse) -> AsyncGenerator[Played]:
    async with open_house() as house, house.playing(CITY, COUNTY, TOWN, CARDS) as player:
        began = time.process_time()
        await demo.play(player)
        yield Played(house, player, time.process_time() - began)


async def test_rows_1_26_1_33_all_346_deputies_of_the_city_are_on_file(year: Played) -> None:
    asked = """{ deputyFiles(term: 16) { totalCount } dutyEntries { totalCount }
      dutyLists { aspects { code } kinds { code } aspectsRule } }"""
    seen = await year.ask(CITY, asked)
    assert seen["deputyFiles"]["totalCount"] == 346
    attended = 346 - 1
    assert seen["dutyEntries"]["totalCount"] == 346 + 120 + 2 * 60 + 3 + attended
    assert len(seen["dutyLists"]["aspects"]) == 18, "row 1-29: the duty list"
    assert "演示" in seen["dutyLists"]["aspectsRule"]


async def test_row_1_27_the_county_reads_and_writes_in_the_citys_own_file(year: Played) -> None:
    asked = "{ deputyFiles { nodes { name office { name } } } dutyEntries { nodes { title } } }"
    seen = await year.ask(CITY, asked, "county")
    assert {one["office"]["name"] for one in seen["deputyFiles"]["nodes"]} == {"天镇县代表团联络处"}
    assert "帮扶困难户" in {one["title"] for one in seen["dutyEntries"]["nodes"]}


async def test_a_deputys_words_were_erased_on_request_and_the_record_stands(year: Played) -> None:
    asked = "{ erasures { nodes { state ground askedWhy entry { title name heldOn } } } }"
    (done,) = (await year.ask(CITY, asked, "data-officer"))["erasures"]["nodes"]
    assert (done["state"], done["ground"], done["askedWhy"]) == ("ERASED", "CONSENT", ERASED)
    assert (done["entry"]["title"], done["entry"]["heldOn"]) == (ERASED, "2025-04-15")
    assert "一致" in await year.house.command(CITY, "deputy_files", "verify", year=None)


async def test_rows_1_34_and_4_18_the_five_ones_of_the_township(year: Played) -> None:
    seen = await year.ask(
        TOWN,
        "{ deputyFiles { nodes { targetProgress(year: 2025) { title times done } } } }",
        "deputy",
    )
    told = {
        one["title"]: (one["done"], one["times"])
        for one in seen["deputyFiles"]["nodes"][0]["targetProgress"]
    }
    assert told == {
        "每月一次接待选民": (12, 12),
        "每月一条代表建议": (6, 12),
        "每月一次帮扶帮困": (4, 12),
        "每季度至少一次调研视察": (4, 4),
        "每年一次述职评议": (1, 1),
    }


async def test_row_1_35_a_card_of_the_county_is_public(year: Played) -> None:
    seen = await year.player.visit(CARDS, "{ publicDeputyCards { nodes { name page } } }")
    (card,) = seen["publicDeputyCards"]["nodes"]
    page = await year.player.client.get(card["page"])
    assert page.status_code == 200
    assert "演示样例" in page.text


async def test_row_0_25_the_table_that_ratings_start_from_lists_everybody(year: Played) -> None:
    """Rows 0-25, 0-26, 1-36 and 1-37: the record is what ratings and choices look at."""
    made = await year.ask(
        CITY,
        "mutation { makeStatistics(input: { term: 16, year: 2025 }) { name digest } }",
    )
    assert "演示样例" in made["makeStatistics"]["name"]
    content = await year.house.platform.blobs.get(made["makeStatistics"]["digest"])
    page: Any = openpyxl.load_workbook(BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert len(rows) == 347
    assert sum(row[rows[0].index("合计")] for row in rows[1:]) == 346 + 120 + 120 + 3


async def test_row_3_09_a_donation_is_a_record_like_any_other(year: Played) -> None:
    """Rows 1-15, 1-24 and 3-09: the body's kinds say what is recorded; nothing is scored here."""
    seen = await year.ask(CITY, "{ dutyLists { kinds { code title } } }")
    assert {"code": "donation", "title": "捐赠"} in seen["dutyLists"]["kinds"]


async def test_row_1_25_a_leave_a_fact_from_below_and_a_duplicate_are_played(
    year: Played,
) -> None:
    """A written leave that was decided; a fact of the county and an entry that looks like another
    wait for somebody."""
    asked = """{ leaveRequests { nodes { state meetingTitle } } receivedFacts(placed: true) {
      nodes { fromBodyName unplaced } } entryDrafts(where: { state: SUBMITTED }) {
      nodes { title stationByName alike { likeness otherTitle } } } }"""
    seen = await year.ask(CITY, asked)
    meetings = await year.ask(CITY, "{ meetings { nodes { beginsOn closedOn } } }")
    assert meetings["meetings"]["nodes"] == [{"beginsOn": "2026-01-20", "closedOn": "2026-01-23"}]
    (leave,) = seen["leaveRequests"]["nodes"]
    assert (leave["state"], "五次会议" in leave["meetingTitle"]) == ("APPROVED", True)
    (fact,) = seen["receivedFacts"]["nodes"]
    assert ("广灵县" in fact["fromBodyName"], fact["unplaced"]) == (True, None)
    waiting = {one["title"]: one for one in seen["entryDrafts"]["nodes"]}
    assert waiting.keys() == {"在广灵县参加视察", "到联络站接待选民"}
    assert "广灵县" in waiting["在广灵县参加视察"]["stationByName"]
    (alike,) = waiting["到联络站接待选民"]["alike"]
    assert (alike["likeness"], alike["otherTitle"]) == ("NEAR_TEXT", "到联络站接待选民")


async def test_the_play_takes_little_time(year: Played) -> None:
    assert year.seconds < 25
