"""A day on which something falls due opens to its rule, article and computation, in lists too."""

import pytest
from chromium import Watched
from county import forget_attempts
from playwright.async_api import Locator, expect
from test_console import picture, sign_in
from test_filing_story import Story, enter, open_list, story

__all__ = ["story"]

WIDTHS = ["office", "phone"]


async def why(seen: Watched, day: Locator, *said: str) -> None:
    """Open it by the keyboard, read it, close it with Esc: the focus is on the day again."""
    await day.focus()
    await day.press("Enter")
    told = seen.page.get_by_role("dialog")
    await expect(told).to_be_visible()
    for one in said:
        await expect(told.get_by_text(one).first).to_be_visible()
    box, size = await told.bounding_box(), seen.page.viewport_size
    assert box
    assert size
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    await seen.check("why a day")


async def leave(seen: Watched, day: Locator) -> None:
    await seen.page.keyboard.press("Escape")
    await expect(seen.page.get_by_role("dialog")).to_have_count(0)
    await expect(day).to_be_focused()


@pytest.mark.parametrize("size", WIDTHS)
async def test_days_of_the_ledger_and_of_tasks(story: Story, size: str) -> None:
    await story.office.opined(title="关于期限的决议")
    async with story.at(size) as seen:
        page = await enter(seen, story.registry)
        await open_list(seen, "备案件")
        row = page.get_by_role("row" if size == "office" else "listitem")
        day = row.filter(has_text="关于期限的决议").first.get_by_role("button", name="年")
        await why(seen, day, "依据", "《")
        await expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
        await picture(seen, f"why-{size}-ledger")
        await leave(seen, day)
        # A press beside it closes it as well.
        await day.click()
        await page.mouse.click(2, 2)
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await page.get_by_role("link", name="关于期限的决议").first.click()
        await expect(page.get_by_role("heading", name="关于期限的决议", level=1)).to_be_visible()
        day = page.get_by_role("button", name="年").first
        await why(seen, day, "《")
        await leave(seen, day)


@pytest.mark.parametrize("size", WIDTHS)
async def test_days_of_what_is_to_be_sent(story: Story, size: str) -> None:
    await story.town.prepared(title="关于报送期限的决议")
    async with story.at(size) as seen:
        page = await enter(seen, story.town.people["clerk"])
        await open_list(seen, "报送文件")
        row = page.get_by_role("row" if size == "office" else "listitem")
        day = row.filter(has_text="关于报送期限的决议").first.get_by_role("button")
        await why(seen, day, "《", "30日", "期限届满日")
        await picture(seen, f"why-{size}-outgoing")
        await leave(seen, day)


@pytest.mark.parametrize("size", WIDTHS)
async def test_days_of_the_home_page_and_of_all_organs(story: Story, size: str) -> None:
    house, admin = story.county.house, story.county.admin
    overseer = await house.person("county-a", "office", "deadline_overseer", name="督办（测试）")
    async with story.at(size) as seen:
        page = await enter(seen, admin)
        day = (
            page.get_by_role("region")
            .or_(page.locator("section"))
            .get_by_role("button", name="逾期")
            .first
        )
        await why(seen, day, "《")
        await picture(seen, f"why-{size}-home")
        await leave(seen, day)
    await forget_attempts(house)
    async with story.at(size) as seen:
        page = seen.page
        await page.goto(f"{seen.address}/c/county-a/p/core/all-deadlines")
        await sign_in(seen, overseer.login)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        day = page.get_by_role("button", name="年").first
        await why(seen, day, "《", "由承办机关查看")
        await picture(seen, f"why-{size}-all")
        await leave(seen, day)


async def test_an_address_that_says_nonsense_shows_the_list(story: Story) -> None:
    await story.office.sent(title="关于地址的决议")
    async with story.at() as seen:
        page = await enter(seen, story.registry)
        wrong = "state=NOPE&kind=%3F&year=abc&dueBy=yesterday&maker=nowhere%2Fx&sort=NOPE"
        await page.goto(f"{seen.address}/c/county-a/p/filing_review/filings?{wrong}")
        await expect(page.get_by_role("link", name="关于地址的决议").first).to_be_visible()
        await expect(page.get_by_role("alert")).to_have_count(0)
        await expect(page.get_by_role("combobox", name="状态")).to_have_value("")
        await expect(page.get_by_role("button", name="清除筛选")).to_have_count(0)
        await page.get_by_role("combobox", name="制定机关").select_option("人民政府（测试）")
        await expect(page.get_by_role("link", name="关于地址的决议").first).to_be_visible()
        assert "maker=county-a%2Fgovernment" in page.url
        await seen.check("the ledger of one maker")
        await picture(seen, "ledger-one-maker")


async def test_a_page_that_cannot_be_fetched_says_why(story: Story) -> None:
    async with story.at() as seen:
        page = await enter(seen, story.registry)
        await open_list(seen, "备案件")
        await page.context.set_offline(True)
        await page.get_by_role("link", name="合宪性疑问").click()
        told = page.get_by_role("alert")
        await expect(told).to_contain_text("连不上服务器")
        await picture(seen, "page-without-network")
        # Pressed while the network is gone it stays, and nothing else is lost.
        await told.get_by_role("button", name="刷新").click()
        await expect(told).to_contain_text("连不上服务器")
        await page.context.set_offline(False)
        await told.get_by_role("button", name="刷新").click()
        await expect(page.get_by_role("heading", name="合宪性疑问", level=1)).to_be_visible()
        await page.route("**/assets/*", lambda one: one.fulfill(status=404))
        await page.get_by_role("link", name="请示指导").click()
        await expect(page.get_by_role("alert")).to_contain_text("系统可能刚刚更新")


async def test_a_download_that_is_refused_says_what_to_do(story: Story) -> None:
    _, filing = await story.office.sent(title="关于下载的决议")
    async with story.at() as seen:
        page = await enter(seen, story.registry)
        await page.goto(f"{seen.address}/c/county-a/p/filing_review/filings/{filing}")
        link = page.get_by_role("region", name="材料", exact=True).locator("a.download").first
        async with page.expect_download() as fetched:
            await link.click()
        assert (await fetched.value).suggested_filename
        refused = {"errors": [{"message": "没有找到该文件。"}]}
        await page.route("**/files/*", lambda one: one.fulfill(status=404, json=refused))
        await link.click()
        said = page.get_by_role("status").filter(has_text="文件没有下载")
        await expect(said).to_contain_text("没有找到该文件。")
        await expect(said).to_contain_text("请刷新页面后再试")
        await picture(seen, "download-refused")
