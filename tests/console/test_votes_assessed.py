"""What an assessment leaves on the screen and on paper, and whom it waits for at home."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from assessing import ZHENHAI, Assessing, open_assessing, results
from chromium import Watched, watched
from playwright.async_api import Browser, expect
from test_console import picture, sign_in

from core.testing import OpenHouse, Served, Someone

BODY = "county-a"
VOTES = [(3, 1, 6), (8, 1, 1)]
TWO_LINES = ZHENHAI | {
    "results": results(满意=["pass"], 基本满意=["pass"], 不满意=["report_again"])
}
Assessed = tuple[Assessing, Served]


@pytest.fixture(scope="module")
async def assessed(browser: Browser, open_house: OpenHouse) -> AsyncGenerator[Assessed]:
    """Two projects are assessed: the first is found wanting, the second passes."""
    async with open_house() as house:
        at = await open_assessing(house, 10)
        await at.desk.let("assessment", TWO_LINES)
        with house.on("2025-03-03"):
            cycle, _ = await at.desk.published(2)
        with house.on("2025-12-20"):
            await at.convene("STANDING_COMMITTEE")
            await at.held(cycle, VOTES)
        with house.served() as served:
            yield at, served


@asynccontextmanager
async def opened(
    browser: Browser, served: Served, who: Someone, path: str, size: str = "office"
) -> AsyncGenerator[Watched]:
    async with watched(browser, served.address, size) as seen:
        await seen.page.goto(f"{seen.address}/c/{BODY}{path}")
        await sign_in(seen, who.login)
        await expect(seen.page.get_by_role("heading", level=1)).to_be_visible()
        await expect(seen.page.get_by_text("正在加载")).to_have_count(0)
        yield seen


async def test_a_sheet_says_of_which_result_each_line_is_and_prints_no_button(
    browser: Browser, assessed: Assessed
) -> None:
    at, served = assessed
    sheet = f"/p/people_votes/votes/{at.polling.round}/sheet"
    async with opened(browser, served, at.polling.people["secretary"], sheet) as seen:
        page = seen.page
        cards = page.locator(".counts > li")
        for grade in ("满意", "基本满意"):
            await expect(cards.filter(has_text=f"通过线（{grade}）")).to_have_count(1)
        # What the table opens elsewhere is written out: paper opens nothing.
        await expect(page.locator(".working")).to_contain_text("测评结果为“不满意”：")
        await seen.check("the sheet of an assessment")
        await page.emulate_media(media="print")
        await expect(page.get_by_text("依据", exact=True).locator("visible=true")).to_have_count(0)


async def test_on_a_phone_the_result_stands_beside_what_was_assessed(
    browser: Browser, assessed: Assessed
) -> None:
    at, served = assessed
    vote = f"/p/people_votes/votes/{at.polling.round}"
    async with opened(browser, served, at.polling.people["secretary"], vote, "phone") as seen:
        table = seen.page.get_by_role("group", name="各项目的测评").get_by_role("table")
        await expect(table).to_be_visible()
        heads = await table.get_by_role("columnheader").all_inner_texts()
        assert heads[1] == "结果", heads
        box = await table.get_by_role("columnheader", name="结果").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= await seen.page.evaluate("innerWidth")
        await seen.check("an assessment on a phone")
        await picture(seen, "phone-assessment")


async def test_what_is_to_be_reported_again_waits_at_home_for_its_unit(
    browser: Browser, assessed: Assessed
) -> None:
    at, served = assessed
    async with opened(browser, served, at.desk.people["unit"], "") as seen:
        page = seen.page
        await page.get_by_role("link", name="测评未通过，待再次报告整改情况").click()
        rows = page.get_by_role("table").get_by_role("row")
        await expect(rows.filter(has_text="示例项目1")).to_have_count(1)
        await expect(rows.filter(has_text="示例项目2")).to_have_count(0)
