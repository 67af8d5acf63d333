"""The maker's assistant: each step has an address, and a file that broke off is not forgotten."""

from chromium import watched
from county import County
from filing_path import open_office, paper
from playwright.async_api import Browser, Page, Route, expect
from test_console import picture
from test_filing_story import enter

TITLE = "关于一步一址的决定"


async def at_step(page: Page, step: int, says: str) -> None:
    await expect(page.locator("ol.steps [aria-current=step]")).to_have_text(says)
    assert page.url.endswith(f"?step={step}"), page.url


async def onward(page: Page) -> None:
    await page.get_by_role("button", name="下一步").click()


async def test_each_step_has_an_address(browser: Browser, county: County) -> None:
    house = county.house
    office = await open_office(house, "county-a")
    async with watched(browser, county.served.address, "office") as seen:
        page = await enter(seen, office.people["clerk"])
        await seen.go("报送文件")
        await page.get_by_role("link", name="报送一件文件").click()
        await expect(page.get_by_text("必须具备的材料")).to_be_visible()
        await at_step(page, 1, "须知")
        await onward(page)
        title = page.get_by_label("标题").first
        await title.fill(TITLE)
        await at_step(page, 2, "文件情况")
        await onward(page)
        await at_step(page, 3, "材料")
        await onward(page)
        await expect(page.get_by_text("还缺：")).to_be_visible()
        await at_step(page, 4, "核对保存")
        await page.go_back()
        await at_step(page, 3, "材料")
        await page.reload()
        await at_step(page, 3, "材料")
        await seen.check("a step after a reload")
        await page.go_back()
        await at_step(page, 2, "文件情况")
        await expect(title).to_have_value(TITLE)
        await page.go_back()
        await at_step(page, 1, "须知")
        await page.go_back()
        await expect(page.get_by_role("heading", name="报送文件", level=1)).to_be_visible()
        await page.go_forward()
        await onward(page)
        await expect(title).to_have_value(TITLE)
        for _ in range(2):
            await onward(page)
        await page.get_by_role("button", name="保存草稿").press("Enter")
        form = page.get_by_role("form", name="保存草稿")
        await form.get_by_role("button", name="保存草稿").click()
        await expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
        await page.go_back()
        await at_step(page, 1, "须知")
        await onward(page)
        await expect(title).to_have_value("")


async def test_a_file_that_broke_off_is_told_after_a_reload(
    browser: Browser, county: County
) -> None:
    house = county.house
    office = await open_office(house, "county-a")

    async def broken(route: Route) -> None:
        await route.abort()

    async with watched(browser, county.served.address, "office") as seen:
        page = await enter(seen, office.people["clerk"])
        await page.goto(f"{seen.address}/c/county-a/p/filing_review/outgoing/new?step=2")
        await page.get_by_label("标题").first.fill(TITLE)
        await onward(page)
        box = page.get_by_role("group", name="正式文本", exact=True)
        await box.get_by_label("不涉及国家秘密").check()
        chosen = {"name": "正式文本.pdf", "mimeType": "application/pdf", "buffer": paper()}
        await page.route("**/files", broken)
        await box.locator("input[type=file]").set_input_files(chosen)
        await expect(box.get_by_role("alert")).to_contain_text("上传中断")
        await onward(page)
        told = page.get_by_role("status").filter(has_text="有文件没有传上去")
        await expect(told).to_be_visible()
        await at_step(page, 3, "材料")
        await page.unroute("**/files")
        seen.faults.clear()

        await page.reload()
        lost = box.get_by_text("“正式文本.pdf”没有传上去，请重新选择。")
        await expect(lost).to_be_visible()
        await seen.check("a file that was lost by a reload")
        await picture(seen, "assistant-lost-file")
        await page.route("**/files", broken)
        await box.get_by_label("不涉及国家秘密").check()
        await box.locator("input[type=file]").set_input_files(chosen)
        await expect(box.get_by_role("alert")).to_contain_text("上传中断")
        await expect(lost).to_have_count(0)
        await onward(page)
        await expect(told).to_be_visible()
        await page.unroute("**/files")
        seen.faults.clear()
        await box.get_by_role("button", name="重试").click()
        await expect(box.get_by_role("link", name="正式文本.pdf")).to_be_visible()
        await expect(told).to_have_count(0)
        await page.reload()
        await expect(box.get_by_role("link", name="正式文本.pdf")).to_be_visible()
        await expect(lost).to_have_count(0)
        await onward(page)
        await at_step(page, 4, "核对保存")
        await expect(page.get_by_text("有文件没有传上去")).to_have_count(0)
