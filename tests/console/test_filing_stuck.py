"""Where a filing stands, said at its head: not delivered yet, or standing still by a plan."""

from datetime import date, timedelta

import pytest
from chromium import watched
from county import County
from filing_path import document, open_office
from playwright.async_api import Browser, expect
from test_console import picture
from test_filing_story import do, enter, open_case

from core import on_day, today
from core.testing import House, Someone

TITLE = "没有送到的决定"


async def sent_to_nobody(house: House) -> Someone:
    """A decision for the city, which has the plugin off; whoever files it."""
    office = await open_office(house, "county-b", maker="standing_committee")
    parts = await office.parts()
    made = await office.do(
        "clerk",
        "prepareFiling",
        document=document(title=TITLE, kind="DECISION", generallyBinding=True),
        parts=parts,
    )
    await office.do("signer", "signFiling", filing=made["id"], reportNumber="测备报1号")
    await office.do("clerk", "sendFiling", filing=made["id"], lateReason="测试")
    await house.drain(1)
    return office.people["clerk"]


@pytest.mark.parametrize("size", ["office", "phone"])
async def test_what_is_not_delivered_is_not_said_to_wait_for_its_receipt(
    browser: Browser, county: County, size: str
) -> None:
    clerk = await sent_to_nobody(county.house)
    async with watched(browser, county.served.address, size) as seen:
        page = await enter(seen, clerk)
        await page.goto(f"{seen.address}/c/county-b/p/filing_review/outgoing")
        await expect(page.get_by_text("已报送，尚未送达").first).to_be_visible()
        await open_case(seen, "报送文件", TITLE)
        await expect(page.get_by_text("已报送，尚未送达")).to_be_visible()
        await expect(page.get_by_text("送达以前可以撤回")).to_be_visible()
        await expect(page.get_by_text("等待审查机关签收")).to_have_count(0)
        await expect(page.get_by_text("已报送，待登记")).to_have_count(0)
        await seen.check("not delivered, at the maker's")
        await picture(seen, f"undelivered-{size}")


async def test_what_stands_still_after_the_conclusion_is_the_time_to_correct(
    browser: Browser, county: County
) -> None:
    office = await open_office(county.house, "county-a")
    await office.let("correction_suspension", True, since=str(today() - timedelta(days=1)))
    title = "中止修改的通知"
    outgoing, _ = await office.opined(title=title)
    await office.answer(outgoing)
    day = str(today() + timedelta(days=60))
    async with watched(browser, county.served.address, "office") as seen:
        page = await enter(seen, office.people["lead"])
        await open_case(seen, title=title)
        await do(page, "中止修改、废止期限", 处理计划="下次会议修改。", 计划的时限=day)
        await expect(page.get_by_text("修改、废止期限中止，待制定机关按计划处理")).to_be_visible()
        await expect(page.get_by_text("审查中止")).to_have_count(0)
        await expect(page.get_by_role("button", name="恢复修改、废止期限")).to_be_visible()
        await picture(seen, "suspended-correction")
    await county.house.drain(1)
    async with watched(browser, county.served.address, "office") as seen:
        page = await enter(seen, office.people["clerk"])
        await expect(page.get_by_text("修改、废止期限中止，按计划处理")).to_be_visible()
        await open_case(seen, "报送文件", title)
        told = page.get_by_text("修改、废止期限已经中止计算")
        await expect(told).to_contain_text(on_day(date.fromisoformat(day)))
        await seen.check("suspended, at the maker's")
