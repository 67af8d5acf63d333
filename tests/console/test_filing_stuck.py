"""A filing whose receiver has the plugin off: its maker reads that it is not there yet."""

import pytest
from chromium import watched
from county import County
from filing_path import document, open_office
from playwright.async_api import Browser, expect
from test_console import picture
from test_filing_story import enter, open_case

from core.testing import House

TITLE = "没有送到的决定"


async def sent_to_nobody(house: House) -> tuple[object, str]:
    """A decision for the city, which has the plugin off; whoever files it, and the filing."""
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
    return office.people["clerk"], made["id"]


@pytest.mark.parametrize("size", ["office", "phone"])
async def test_what_is_not_delivered_is_not_said_to_wait_for_its_receipt(
    browser: Browser, county: County, size: str
) -> None:
    clerk, _ = await sent_to_nobody(county.house)
    async with watched(browser, county.served.address, size) as seen:
        page = await enter(seen, clerk)
        await page.goto(f"{seen.address}/c/county-b/p/filing_review/outgoing")
        await expect(page.get_by_text("已报送，尚未送达").first).to_be_visible()
        await open_case(seen, "报送文件", TITLE)
        await expect(page.get_by_text("已报送，尚未送达")).to_be_visible()
        await expect(page.get_by_text("审查机关还没有收到")).to_contain_text("没有启用所需插件")
        await expect(page.get_by_text("等待审查机关签收")).to_have_count(0)
        await expect(page.get_by_text("已报送，待登记")).to_have_count(0)
        await seen.check("not delivered, at the maker's")
        await picture(seen, f"undelivered-{size}")
