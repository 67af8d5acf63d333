"""Practice that is a question of yes or no: both answers can be given, each in its own words."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from assessing import SHENZHEN
from chromium import Watched, watched
from playwright.async_api import Browser, expect
from polling import Polling, open_polling
from test_console import sign_in

from core.testing import OpenHouse, Served, Someone

BODY = "town-a"


@pytest.fixture(scope="module")
async def town(
    browser: Browser, open_house: OpenHouse
) -> AsyncGenerator[tuple[Polling, Served, Someone]]:
    """A town, who serves it, and its admin."""
    async with open_house() as house:
        polling = await open_polling(house, BODY)
        admin = await house.person(BODY, polling.organ, "admin")
        with house.served() as served:
            yield polling, served, admin


@asynccontextmanager
async def setting(
    browser: Browser, town: tuple[Polling, Served, Someone], name: str
) -> AsyncGenerator[Watched]:
    """The form of one setting."""
    _, served, admin = town
    async with watched(browser, served.address, "office") as seen:
        await seen.page.goto(f"{seen.address}/c/{BODY}/practice/people_votes.{name}")
        await sign_in(seen, admin.login)
        await expect(seen.page.get_by_label("规定的名称")).to_be_visible()
        yield seen


async def holding(polling: Polling, admin: Someone, name: str) -> Any:
    asked = "query($s: [String!]) { practice(settings: $s) { holding { value text } } }"
    told = await polling.house.gql(asked, {"s": [f"people_votes.{name}"]}, by=admin)
    return told["practice"][0]["holding"]


async def save(seen: Watched) -> None:
    page = seen.page
    await page.get_by_label("规定的名称").fill("本镇办法（测试）")
    await page.get_by_label("条文").fill("第三条")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("已保存“")).to_be_visible()


async def test_no_can_be_said_within_a_value_of_several_parts(
    browser: Browser, town: tuple[Polling, Served, Someone]
) -> None:
    polling, _, admin = town
    first, *others = SHENZHEN["tiers"]
    tiers = [{**first, "share": {**first["share"], "strict": True}}, *others]
    await polling.practise("assessment", {**SHENZHEN, "secret": True, "tiers": tiers})
    async with setting(browser, town, "assessment") as seen:
        form = seen.page.locator("form")
        secret = form.get_by_role("group", name="是否无记名", exact=True)
        await expect(secret.get_by_label("是", exact=True)).to_be_checked()
        await secret.get_by_label("否", exact=True).check()
        strict = form.get_by_role("group", name="必须超过（不含等于）").first
        await strict.get_by_label("否", exact=True).check()
        await seen.check("no within a value")
        await save(seen)
    value = (await holding(polling, admin, "assessment"))["value"]
    assert value["secret"] is False
    assert not value["tiers"][0]["share"]["strict"]


async def test_yes_and_no_are_told_in_the_words_of_the_setting(
    browser: Browser, town: tuple[Polling, Served, Someone]
) -> None:
    polling, _, admin = town
    async with setting(browser, town, "secret") as seen:
        answers = seen.page.get_by_role("group", name="改为")
        await expect(answers.get_by_role("radio")).to_have_count(2)
        await expect(answers.get_by_label("无记名", exact=True)).to_be_visible()
        await answers.get_by_label("记名、公开", exact=True).check()
        await seen.check("yes or no")
        await save(seen)
    assert await holding(polling, admin, "secret") == {"value": False, "text": "记名、公开"}


async def test_only_of_a_period_is_it_said_that_no_clock_runs(
    browser: Browser, town: tuple[Polling, Served, Someone]
) -> None:
    async with setting(browser, town, "electronic") as seen:
        form = seen.page.locator("form")
        await expect(form.get_by_text("没有规定。", exact=True)).to_be_visible()
        await expect(form.get_by_text("不计时")).to_have_count(0)
    async with setting(browser, town, "call_period") as seen:
        await expect(seen.page.get_by_text("没有规定，不计时。", exact=True)).to_be_visible()
