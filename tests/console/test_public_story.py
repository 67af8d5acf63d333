"""The public pages in a real browser, without an account: every sort of page, an idea by a form."""

import os
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from calls_path import open_hall
from chromium import SIZES, Watched, watched
from playwright.async_api import Browser, expect
from test_html import FACTS, published

from core import clock
from core.testing import House, OpenHouse, Served

CODE = re.compile(r"^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$")
SECTIONS = ("filing_review.catalogue", "deputy_files.cards", "deputy_points.lists")


@dataclass(frozen=True)
class Public:
    """A county that published something of every sort, and calls for ideas."""

    house: House
    served: Served


@pytest.fixture(scope="module")
async def public(browser: Browser, open_house: OpenHouse) -> AsyncGenerator[Public]:
    async with open_house() as house:
        hall = await open_hall(house)
        await hall.calling(until=str(clock.today() + timedelta(days=60)))
        for plugin, facts in FACTS.items():
            if plugin != "people_votes":
                await house.enable("county-a", plugin)
            await published(house, plugin, facts)
        for _ in range(24):
            await published(house, "filing_review", FACTS["filing_review"])
        with house.served() as served:
            yield Public(house, served)


async def picture(seen: Watched, name: str) -> None:
    folder = os.environ.get("RENDA_PICTURES")
    if folder:
        await seen.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("size", SIZES)
async def test_anybody_reads_every_sort_of_page(
    browser: Browser, public: Public, size: str
) -> None:
    async with watched(browser, public.served.address, size) as seen:
        page = seen.page
        for name, path in (("bodies", "/p/"), ("front", "/p/county-a/")):
            await page.goto(f"{seen.address}{path}")
            await seen.check(name)
            await picture(seen, f"public-{size}-{name}")
        for section in (*SECTIONS, "people_votes.projects", "people_votes.calls"):
            await page.goto(f"{seen.address}/p/county-a/{section}")
            await seen.check(section)
            await picture(seen, f"public-{size}-{section}")
            await page.locator(".entries a").first.click()
            await expect(page.locator("article h1")).to_be_visible()
            await seen.check(f"an entry of {section}")
            await picture(seen, f"public-{size}-{section}-entry")
        await page.goto(f"{seen.address}/p/county-a/filing_review.catalogue")
        await page.get_by_role("link", name="下一页").click()
        await expect(page.get_by_text("第2页，共2页")).to_be_visible()
        await seen.check("the second page")
        await page.get_by_label("在本栏目中查找").fill("没有的字")
        await page.get_by_role("button", name="查找").click()
        await expect(page.get_by_text("共0项")).to_be_visible()
        await seen.check("nothing found")


@pytest.mark.parametrize("size", SIZES)
async def test_an_idea_by_the_form_with_the_keyboard_alone(
    browser: Browser, public: Public, size: str
) -> None:
    """A browser says where a form comes from, which no test without one shows."""
    async with watched(browser, public.served.address, size) as seen:
        page = seen.page
        await page.goto(f"{seen.address}/p/county-a/people_votes.calls")
        await page.locator(".entries a").first.click()
        await page.get_by_label("标题").focus()
        await page.keyboard.type(f"加装路灯（{size}）")
        await page.keyboard.press("Tab")
        await page.keyboard.type("夜里看不清路，请打13800138000联系我。")
        await page.keyboard.press("Tab")
        await page.keyboard.type("甲村")
        # Neither a reload nor a lost connection takes what was typed.
        await page.reload()
        await expect(page.get_by_label("标题")).to_have_value(f"加装路灯（{size}）")
        await page.get_by_label("地点").focus()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("不要填写手机号码")
        assert [one for one in seen.faults if "400" not in one] == []
        seen.faults.clear()
        await seen.check("a refused idea")
        await picture(seen, f"public-{size}-call-refused")
        await expect(page.get_by_label("地点")).to_have_value("甲村")
        await page.get_by_label("内容").fill("夜里看不清路，请加装路灯。")
        await page.get_by_role("button", name="提交建议").press("Enter")
        await expect(page.get_by_role("heading", name="建议已经收到")).to_be_visible()
        await seen.check("the receipt")
        await picture(seen, f"public-{size}-call-receipt")
        code = await page.locator(".receipt").inner_text()
        assert CODE.match(code)
        kept = await page.evaluate("() => Object.keys(sessionStorage).length")
        assert kept == 0, "what was sent is kept no longer"

        await page.goto(f"{seen.address}/p/county-a/people_votes.calls")
        await page.get_by_label("查询码").fill(code.lower())
        await page.get_by_role("button", name="查询", exact=True).click()
        await expect(page.get_by_role("heading", name=f"加装路灯（{size}）")).to_be_visible()
        await expect(page.get_by_text("已收到，待筛选")).to_be_visible()
        await seen.check("what became of it")
        await picture(seen, f"public-{size}-call-followed")
