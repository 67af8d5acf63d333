"""What pages of plugins are made of, on the ledger of filings and on the page of all parts."""

from dataclasses import dataclass

import pytest
from chromium import SIZES, Watched, watched
from county import County
from filing_path import open_office, paper
from playwright.async_api import Browser, Page, expect
from test_console import _same_session, opened, picture, sign_in

LEDGER = "p/filing_review/filings"
LONG = (
    "关于进一步加强农村集体资金资产资源管理和规范村级工程建设项目"
    "招标投标活动若干问题的实施意见（试行）"
)


@dataclass
class Filed:
    """Filings in the ledger of the county, newest last."""

    county: County
    titles: list[str]
    total: int
    """All that the county has: other stories file there too."""


@pytest.fixture(scope="module")
async def filed(county: County) -> Filed:
    """More than a page of filings."""
    office = await open_office(county.house, "county-a")
    titles = [f"第{number}号测试通知" for number in range(1, 22)] + [LONG]
    for title in titles:
        await office.sent(title=title)
    told = await county.house.gql("{ filings { totalCount } }", by=county.admin)
    return Filed(county, titles, told["filings"]["totalCount"])


async def ledger(seen: Watched, county: County, asked: str = "") -> Page:
    page = await opened(seen, county, f"{LEDGER}{asked}")
    await expect(page.get_by_role("heading", name="备案件", level=1)).to_be_visible()
    return page


@pytest.mark.parametrize("size", SIZES)
async def test_a_list_is_paged_filtered_and_opened(
    browser: Browser, filed: Filed, size: str
) -> None:
    async with watched(browser, filed.county.served.address, size) as seen:
        page = await opened(seen, filed.county)
        await seen.go("备案件")
        await expect(page.get_by_text(f"共{filed.total}项")).to_be_visible()
        await expect(page.get_by_role("link", name=LONG)).to_be_visible()
        await seen.check("the ledger")
        await picture(seen, f"{size}-9-ledger")
        await page.get_by_role("button", name="下一页").click()
        await expect(page.get_by_role("link", name=filed.titles[0])).to_be_visible()
        await expect(page.get_by_role("button", name="下一页")).to_be_disabled()
        await page.reload()
        await expect(page.get_by_role("link", name=filed.titles[0])).to_be_visible()
        await page.get_by_role("button", name="上一页").click()
        await expect(page.get_by_role("link", name=LONG)).to_be_visible()

        if size == "phone":
            await page.get_by_text("筛选", exact=True).click()
        await page.get_by_label("状态").select_option("已退回")
        await expect(page.get_by_text("没有符合条件的备案件。")).to_be_visible()
        assert "state=RETURNED" in page.url
        await seen.check("an empty list")
        await page.reload()
        await expect(page.get_by_label("状态")).to_have_value("RETURNED")
        await page.get_by_role("button", name="清除筛选").click()
        await expect(page.get_by_text(f"共{filed.total}项")).to_be_visible()
        await page.evaluate("() => { window.stays = true }")
        async with page.expect_download() as fetched:
            await page.get_by_role("button", name="导出Excel").click()
        assert (await fetched.value).suggested_filename.endswith(".xlsx")
        await expect(page.get_by_role("status").filter(has_text="正在下载")).to_be_visible()
        assert await page.evaluate("() => window.stays")
        await page.get_by_role("button", name="知道了").click()
        await page.get_by_role("link", name=LONG).click()
        await expect(page.get_by_role("heading", name=LONG, level=1)).to_be_visible()
        await expect(page.get_by_role("region", name="基本情况")).to_be_visible()
        await seen.check("a filing")
        await picture(seen, f"{size}-10-filing")


async def test_a_list_is_sorted_by_the_keyboard(browser: Browser, filed: Filed) -> None:
    async with watched(browser, filed.county.served.address, "office") as seen:
        page = await ledger(seen, filed.county)
        head = page.get_by_role("columnheader", name="报送日期")
        await head.focus()
        await page.keyboard.press("Enter")
        await expect(head).to_have_attribute("aria-sort", "descending")
        assert "sort=FILED_ON" in page.url
        await seen.check("a sorted list")


async def test_what_is_typed_for_a_verb_is_kept_until_it_is_done(
    browser: Browser, filed: Filed
) -> None:
    county, title = filed.county, filed.titles[20]
    async with watched(browser, county.served.address, "phone") as seen:
        page = await ledger(seen, county)
        await page.get_by_role("link", name=title).click()
        await page.get_by_role("button", name="签收").click()
        await page.get_by_role("form", name="签收").get_by_role("button", name="签收").click()
        await page.get_by_role("button", name="退回").click()
        form = page.get_by_role("form", name="退回")
        reason = form.get_by_label("退回的理由")
        await reason.fill("不属于备案范围")
        await seen.check("a form")
        await picture(seen, "phone-11-form")
        await page.reload()
        await expect(reason).to_have_value("不属于备案范围")
        await expect(form.get_by_text("尚未提交")).to_be_visible()
        await page.context.set_offline(True)
        await form.get_by_role("button", name="退回").click()
        await expect(form.get_by_role("alert")).to_contain_text("连不上服务器")
        await page.context.set_offline(False)
        await county.house.gql("mutation { signOut }", by=await _same_session(county, page))
        await form.get_by_role("button", name="退回").click()
        await expect(page.get_by_text("未提交的内容还在")).to_be_visible()
        await sign_in(seen, county.admin.login)
        await expect(reason).to_have_value("不属于备案范围")
        await form.get_by_role("button", name="退回").click()
        await expect(page.get_by_text("已退回", exact=True)).to_be_visible()
        await expect(page.get_by_role("status").filter(has_text="已退回。")).to_be_visible()
        # Its button is gone: whoever uses the keyboard is on the page, not nowhere.
        assert await page.evaluate("() => document.activeElement.id") == "main"
        assert await page.evaluate("() => Object.keys(sessionStorage)") == []


async def test_what_is_refused_stands_beside_its_field(browser: Browser, filed: Filed) -> None:
    async with watched(browser, filed.county.served.address, "office") as seen:
        page = await ledger(seen, filed.county)
        await page.get_by_role("link", name=filed.titles[19]).click()
        await page.get_by_role("button", name="签收").click()
        form = page.get_by_role("form", name="签收")
        await form.get_by_label("纸质文本收到日期").fill("2099-01-01")
        await form.get_by_role("button", name="签收").click()
        await expect(form.get_by_role("alert")).to_be_visible()
        await expect(form.get_by_label("纸质文本收到日期")).to_have_value("2099-01-01")
        await seen.check("a refusal")
        await picture(seen, "office-12-refusal")
        await form.get_by_label("纸质文本收到日期").fill("")
        await form.get_by_role("button", name="签收").click()
        await expect(page.get_by_text("已签收，形式审查中")).to_be_visible()


async def test_a_file_is_sent_once_confirmed_and_again_where_it_failed(
    browser: Browser, county: County
) -> None:
    async with watched(browser, county.served.address, "office") as seen:
        page = await opened(seen, county, "kit")
        box = page.get_by_role("group", name="文件").first
        choose = box.locator("input[type=file]")
        await expect(choose).to_be_disabled()
        await box.get_by_label("不涉及国家秘密").check()
        await page.context.set_offline(True)
        await choose.set_input_files(
            {"name": "说明.pdf", "mimeType": "application/pdf", "buffer": paper()}
        )
        await expect(box.get_by_role("alert")).to_contain_text("上传中断")
        await page.context.set_offline(False)
        seen.faults.clear()
        await box.get_by_role("button", name="重试").click()
        await expect(box.get_by_role("link", name="说明.pdf")).to_be_visible()
        await seen.check("a file that was sent")


@pytest.mark.parametrize("size", SIZES)
async def test_all_parts_stand_open_under_the_policy(
    browser: Browser, county: County, size: str
) -> None:
    async with watched(browser, county.served.address, size) as seen:
        page = await opened(seen, county, "kit")
        await seen.drawings(3)
        await seen.check("all parts")
        await picture(seen, f"{size}-13-parts")
        await page.locator("#sample-day").click()
        await expect(page.locator(".ant-picker-dropdown")).to_be_visible()
        await page.keyboard.press("Escape")
        await page.locator("#sample-choice").click()
        await expect(page.locator(".ant-select-dropdown")).to_be_visible()
        await page.keyboard.press("Escape")
        for name in ("对话框", "侧栏"):
            await page.get_by_role("button", name=name).click()
            await expect(page.get_by_role("dialog")).to_be_visible()
            await seen.check(name)
            await page.keyboard.press("Escape")
            await expect(page.get_by_role("dialog")).to_be_hidden()
        # Styles are there although no element of style is: the sheets were made by script.
        assert await page.locator("style").count() == 0
        shown = "() => getComputedStyle(document.querySelector('.ant-steps-item')).position"
        assert await page.evaluate(shown) == "relative"
        assert seen.faults == []


async def test_who_may_not_see_filings_is_not_offered_them(
    browser: Browser, county: County
) -> None:
    clerk = await county.house.person("county-a", "government", "maker_clerk")
    async with watched(browser, county.served.address, "office") as seen:
        page = seen.page
        await page.goto(f"{seen.address}/c/county-a/{LEDGER}")
        await sign_in(seen, clerk.login)
        await expect(page.get_by_text("您现在的角色不能打开这个页面")).to_be_visible()
        await seen.check("no such page of a plugin")
        await expect(page.get_by_role("link", name="备案件", exact=True)).to_have_count(0)


async def test_an_address_that_leads_nowhere_says_so_under_a_heading(
    browser: Browser, county: County
) -> None:
    async with watched(browser, county.served.address, "office") as seen:
        page = await opened(seen, county, "nowhere")
        await expect(page.get_by_text("没有这个页面。")).to_be_visible()
        await seen.check("no such page")
        await page.goto(f"{seen.address}/c/nowhere/")
        await expect(page.get_by_role("alert")).to_be_visible()
        seen.faults.clear()
        await seen.check("no such body")


async def test_a_head_that_sorts_shows_that_it_has_the_focus(
    browser: Browser, county: County
) -> None:
    """The first head that the Tab key reaches."""
    focused = "() => document.activeElement.classList.contains('ant-table-column-has-sorters')"
    ring = """() => { const {outlineStyle, outlineWidth} = getComputedStyle(document.activeElement);
      return [outlineStyle, outlineWidth]; }"""
    async with watched(browser, county.served.address, "office") as seen:
        page = await opened(seen, county, LEDGER)
        await expect(page.locator("th.ant-table-column-has-sorters").first).to_be_visible()
        await page.get_by_role("button", name="查找").focus()
        for _ in range(30):
            await page.keyboard.press("Tab")
            if await page.evaluate(focused):
                break
        assert await page.evaluate(focused)
        assert await page.evaluate(ring) == ["solid", "3px"]
