"""With English chosen, what the server says is English too; only data of the body stays Chinese."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from chromium import Watched, watched
from county import County, forget_attempts
from playwright.async_api import Browser, expect

from core.testing import PASSWORD

HAN = re.compile(r"[㐀-鿿]")
DATA = re.compile(
    # Bodies, organs and people here, the switch of languages, rules with their articles, places.
    r"《[^》]*》(?:第[^\s；）)]+)?|\S*（演示）|\S+（测试）|王小明|测试人员|测试依据|中文|干部|[^\s（]+[省市]\b"
    # The filing that waits, and its number.
    r"|关于[^\s：:]*(?:决议|决定|规定|办法|通知)|测政发〔2025〕\d+号"
    # What stands for an article where the county's example has no number.
    r"|报送机关|须经人民代表大会会议修改的，可以中止计算修改期限"
)


UNFOLD = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"


async def chinese(seen: Watched) -> list[str]:
    """Lines of the page with Chinese in them that is nobody's name or title."""
    text = DATA.sub("", await seen.page.locator("body").inner_text())
    return [line for line in text.splitlines() if HAN.search(line)]


@asynccontextmanager
async def in_english(browser: Browser, county: County) -> AsyncGenerator[Watched]:
    """The county's address with English chosen, nobody signed in yet."""
    async with watched(browser, county.served.address, "office") as seen:
        await forget_attempts(county.house)
        await seen.page.goto(f"{seen.address}/c/county-a/")
        await seen.page.get_by_role("button", name="English").click()
        await expect(seen.page.get_by_label("Login")).to_be_visible()
        yield seen


async def sign_in(seen: Watched, login: str, password: str = PASSWORD) -> None:
    await seen.page.get_by_label("Login").fill(login)
    await seen.page.get_by_label("Password").fill(password)
    await seen.page.get_by_role("button", name="Sign in").click()


async def test_refusals_are_told_in_english(browser: Browser, county: County) -> None:
    async with in_english(browser, county) as seen:
        page = seen.page
        await sign_in(seen, county.admin.login, "wrong-password")
        refused = page.get_by_role("alert")
        await expect(refused).to_contain_text("The login or password is wrong")
        assert await chinese(seen) == []
        await sign_in(seen, county.admin.login)
        await seen.go("Change password")
        await page.get_by_label("Present password").fill("not-the-present-one")
        for again in await page.get_by_label("New password").all():
            await again.fill("a-new-password-1")
        await page.get_by_role("button", name="Change password").click()
        await expect(page.get_by_text("The present password is wrong")).to_be_visible()
        assert await chinese(seen) == []
        await seen.check("a refusal in English")


@pytest.mark.parametrize(
    ("address", "heading", "says"),
    [
        ("p/core/roles", "Roles", "Register a mandate"),
        ("p/core/deadlines", "Deadlines", "Time for the enacting organ to answer"),
        ("p/core/packages", "Packages", "Filing materials"),
        ("plugins", "Plugins", "Record a finding in one's own review task"),
        ("p/core/templates", "Templates", "Yinchuan: duty points of deputies"),
        ("p/core/workdays?year=2025", "Working days", "Spring Festival holiday"),
        ("practice", "Practice", "The day of the beginning does not count"),
        ("", "To do", "Time for the enacting organ to answer"),
    ],
)
async def test_pages_say_in_english_what_the_server_words(
    browser: Browser, county: County, address: str, heading: str, says: str
) -> None:
    async with in_english(browser, county) as seen:
        page = seen.page
        await sign_in(seen, county.admin.login)
        await expect(page.get_by_role("navigation").first).to_be_visible()
        await page.goto(f"{seen.address}/c/county-a/{address}")
        await expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        await expect(page.get_by_text(says).first).to_be_attached()
        await page.evaluate(UNFOLD)
        await expect(page.get_by_text(says).first).to_be_visible()
        assert await chinese(seen) == []


async def test_a_deadline_is_explained_in_english(browser: Browser, county: County) -> None:
    async with in_english(browser, county) as seen:
        page = seen.page
        await sign_in(seen, county.admin.login)
        await seen.go("Deadlines")
        await expect(page.get_by_role("heading", name="Deadlines", exact=True)).to_be_visible()
        await expect(page.locator("summary").first).to_be_visible()
        await page.evaluate(UNFOLD)
        step = page.get_by_text(re.compile(r"^What begins it happened on 2025-1-20 \(Monday\);"))
        await expect(step.first).to_be_visible()
        assert await chinese(seen) == []


async def test_practice_is_told_and_filled_in_in_english(browser: Browser, county: County) -> None:
    async with in_english(browser, county) as seen:
        page = seen.page
        await sign_in(seen, county.admin.login)
        await expect(page.get_by_role("navigation").first).to_be_visible()
        await page.goto(f"{seen.address}/c/county-a/practice/filing_review.filing_period")
        title = re.compile("Time for filing")
        await expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
        # The county is shared: another test may have set its own number of days.
        await expect(page.get_by_text(re.compile(r"^In force: \d+ days"))).to_be_visible()
        units = page.get_by_label("Unit").locator("option")
        assert set(await units.all_inner_texts()) >= {"days", "working days", "months"}
        assert await chinese(seen) == []
