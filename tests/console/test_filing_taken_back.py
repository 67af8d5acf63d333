"""A filing is taken back before it is acknowledged: why, both sides read where they look."""

import pytest
from chromium import watched
from county import County
from filing_path import open_office
from playwright.async_api import Browser, expect
from test_console import picture
from test_filing_story import enter, open_case

WHY = "附件误传了旧稿"
TITLE = "撤回报送的决定"


@pytest.mark.parametrize("size", ["office", "phone"])
async def test_both_sides_read_why_a_filing_was_taken_back(
    browser: Browser, county: County, size: str
) -> None:
    house, title = county.house, f"{TITLE}（{size}）"
    office = await open_office(house, "county-a")
    outgoing, _ = await office.sent(title=title)
    await office.do("clerk", "withdrawFiling", filing=outgoing, reason=WHY)
    async with watched(browser, county.served.address, size) as seen:
        page = await enter(seen, office.people["clerk"])
        await open_case(seen, "报送文件", title)
        await expect(page.get_by_text("正在撤回，等待对方的系统答复")).to_contain_text(WHY)
        await house.drain(3)
        await page.reload()
        await expect(page.get_by_text("撤回报送。撤回的理由：")).to_contain_text(WHY)
        happened = page.get_by_role("region", name="办理过程")
        await expect(happened.get_by_text(f"撤回报送：{WHY}")).to_be_visible()
        await seen.check("taken back, at the maker's")
        await picture(seen, f"taken-back-{size}-maker")
    async with watched(browser, county.served.address, size) as seen:
        page = await enter(seen, office.people["registry"])
        await open_case(seen, title=title)
        await expect(page.get_by_text("撤回报送。撤回的理由：")).to_contain_text(WHY)
        await expect(page.get_by_role("region", name="办理过程")).to_contain_text(WHY)
        await seen.check("taken back, at the reviewer's")
        await picture(seen, f"taken-back-{size}-reviewer")


async def test_the_row_of_a_package_says_what_was_taken_back(
    browser: Browser, county: County
) -> None:
    house = county.house
    office = await open_office(house, "county-a")
    outgoing, _ = await office.sent(title=TITLE)
    await office.do("clerk", "withdrawFiling", filing=outgoing, reason=WHY)
    await house.drain(3)
    sender = await house.person("county-a", office.maker, "admin", name="李往来（测试）")
    for who, box, told in (
        (county.admin, "收到的材料", f"备案材料：{TITLE}"),
        (sender, "发出的材料", "备案材料"),
    ):
        async with watched(browser, county.served.address, "office") as seen:
            page = await enter(seen, who)
            await page.goto(f"{seen.address}/c/{who.body}/p/core/packages")
            await page.get_by_role("link", name=box).click()
            state = "发出方已撤回" if who is county.admin else "已撤回"
            row = page.get_by_role("row").filter(has_text=state).first
            await expect(row.get_by_role("rowheader")).to_have_text(told)
            await expect(row.get_by_text(f"撤回的理由：{WHY}")).to_be_visible()
            await seen.check(box)
            await picture(seen, f"taken-back-packages-{'in' if who is county.admin else 'out'}")
