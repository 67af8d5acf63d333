"""At 200 % zoom an office screen is 683 pixels wide: each page of the menu stays whole."""

import pytest
from chromium import SIZES, Watched, watched
from county import County, call, forget_attempts
from playwright.async_api import Browser, expect
from test_console import sign_in

from core.permissions import ROLES
from core.testing import Someone

BODY, ORGAN = "county-b", "standing_committee"
PLUGINS = ("deputy_files", "deputy_points", "filing_review", "people_votes")
LEAST_PAGES = 40
NAME = "阿卜杜热西提·买买提江·吐尔逊·艾合买提（名字很长的工作人员）"
LINKS = """() => [...document.querySelectorAll("nav.menu a[href^='/c/']")]
  .map((one) => one.getAttribute("href"))"""


@pytest.fixture(scope="module")
async def everybody(county: County) -> list[Someone]:
    """Somebody with every role of the staff, and a deputy, in a body with nothing in it yet."""
    house = county.house
    told = await house.gql("{ body { plugins { name enabled } } }", body=BODY)
    on = {one["name"] for one in told["body"]["plugins"] if one["enabled"]}
    for plugin in PLUGINS:
        if plugin not in on:
            await house.enable(BODY, plugin)
    known = [*ROLES, *(role for some in house.platform.plugins.roles.values() for role in some)]
    roles = {role.name for role in known} - {"visitor", "member", "deputy"}
    staff = await house.person(BODY, ORGAN, *sorted(roles), name=NAME)
    deputy = await house.deputy(BODY, ORGAN, "deputy", name=NAME)
    await call(house, staff, NAME)
    return [staff, deputy]


async def test_every_page_of_the_menu_stays_whole(
    browser: Browser, county: County, everybody: list[Someone]
) -> None:
    width, height = SIZES["office"]
    half = (width // 2, height // 2)
    seen_pages = set[str]()
    for who in everybody:
        await forget_attempts(county.house)
        async with watched(browser, county.served.address, half) as seen:
            await seen.page.goto(f"{seen.address}/c/{BODY}/")
            await sign_in(seen, who.login)
            await expect(seen.page.get_by_role("navigation").first).to_be_visible()
            seen_pages |= await _walk(seen)
    assert len(seen_pages) >= LEAST_PAGES, sorted(seen_pages)


async def _walk(seen: Watched) -> set[str]:
    """Every address of the menu, opened and looked at."""
    await expect(seen.page.locator("nav.menu a").first).to_be_attached()
    # The pages of plugins come a moment after those of the core.
    await expect(seen.page.locator("nav.menu a[href*='/p/people_votes/']").first).to_be_attached()
    links = set(await seen.page.evaluate(LINKS))
    for link in sorted(links):
        await seen.page.goto(f"{seen.address}{link}")
        await expect(seen.page.locator("#main h1").first).to_be_visible()
        await expect(seen.page.locator("[aria-busy=true]")).to_have_count(0)
        await seen.check(link)
    return links
