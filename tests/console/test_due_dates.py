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
        await why(seen, day, "《", "公布日期")
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
