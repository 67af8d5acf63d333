"""What pages of the vote say of the next step, of merging, and of what a form needs."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from calls_path import Hall, open_hall
from chromium import Watched, watched
from playwright.async_api import Browser, expect
from project_path import Desk, open_desk
from test_console import sign_in

from core import clock
from core.testing import OpenHouse, Served, Someone

Helped = tuple[Hall, Desk, Served]


@pytest.fixture(scope="module")
async def helped(browser: Browser, open_house: OpenHouse) -> AsyncGenerator[Helped]:
    """A county that calls for ideas and a town that carries its projects out."""
    async with open_house() as house:
        hall, desk = await open_hall(house, "county-a"), await open_desk(house, "town-b")
        with house.served() as served:
            yield hall, desk, served


@asynccontextmanager
async def opened(
    browser: Browser, served: Served, who: Someone, path: str
) -> AsyncGenerator[Watched]:
    """Somebody's own browser, at a page of the plugin."""
    async with watched(browser, served.address, "office") as seen:
        await seen.page.goto(f"{seen.address}/c/{who.body}/p/people_votes/{path}")
        await sign_in(seen, who.login)
        await expect(seen.page.get_by_role("heading", level=1)).to_be_visible()
        await expect(seen.page.get_by_text("正在加载")).to_have_count(0)
        yield seen


async def test_a_call_without_a_last_day_and_a_duplicate_that_goes_into_a_taken_idea(
    browser: Browser, helped: Helped
) -> None:
    hall, _, served = helped
    await hall.let("call_all_year", True)
    cycle = await hall.calling(until=None)
    for title in ("修路", "把路修好"):
        await hall.propose(cycle, title)
    ids = {one["title"]: one["id"] for one in await hall.ideas(cycle, "id title")}
    await hall.do("secretary", "screenIdea", idea=ids["修路"], outcome="TAKEN")
    secretary = hall.people["secretary"]
    async with opened(browser, served, secretary, f"cycles/{cycle}") as seen:
        told = seen.page.get_by_role("region", name="下一步")
        await expect(told).to_contain_text("常年征集，没有截止日期")
        await expect(told).not_to_contain_text("截止日期以后")
        await seen.check("a call without a last day")
    async with opened(browser, served, secretary, f"ideas/{ids['把路修好']}") as seen:
        page = seen.page
        await expect(page.get_by_role("button", name="把其他建议并入本条")).to_have_count(0)
        await page.get_by_role("button", name="把本条并入另一条").click()
        form = page.get_by_role("form", name="把本条并入另一条")
        await form.get_by_label("并入哪一条").select_option(value=ids["修路"])
        await form.get_by_label("理由").fill("同一条路")
        await seen.check("merging into another")
        await form.get_by_role("button", name="把本条并入另一条").click()
        await expect(page.get_by_text("已合并。")).to_be_visible()
        await expect(page.get_by_role("button", name="把本条并入另一条")).to_have_count(0)
    async with opened(browser, served, secretary, f"ideas/{ids['修路']}") as seen:
        await expect(seen.page.get_by_role("button", name="筛选")).to_be_visible()
    async with opened(browser, served, secretary, f"ideas/{ids['把路修好']}") as seen:
        await expect(seen.page.get_by_role("link", name="修路", exact=True)).to_be_visible()
    (merged,) = await hall.ideas(cycle, "title mergedInto", state="MERGED")
    assert merged == {"title": "把路修好", "mergedInto": ids["修路"]}


async def test_where_a_photo_was_taken_is_asked_for_as_needed(
    browser: Browser, helped: Helped
) -> None:
    _, desk, served = helped
    _, (project,) = await desk.published()
    async with opened(browser, served, desk.people["unit"], f"projects/{project}") as seen:
        page = seen.page
        await page.get_by_role("button", name="报告进度").click()
        form = page.get_by_role("form", name="报告进度")
        await form.get_by_role("button", name="增加：照片和附件").click()
        place = form.get_by_label("拍摄地点")
        await expect(place).to_have_count(0)
        await form.get_by_label("是照片").check()
        await expect(place).to_have_attribute("required", "")
        await expect(form.locator("label", has_text="拍摄地点")).not_to_contain_text("可不填")
        await seen.check("a photo in a report")


async def test_a_photo_of_a_report_is_seen_and_leads_to_the_whole_of_it(
    browser: Browser, helped: Helped
) -> None:
    _, desk, served = helped
    asked = "{ projects { nodes { id } } }"
    rows = (await desk.ask(asked))["projects"]["nodes"]
    project = rows[0]["id"] if rows else (await desk.published())[1][0]
    await desk.report(project, files=[await desk.photo(place="幸福路小学操场")])
    for who in ("unit", "secretary"):
        async with opened(browser, served, desk.people[who], f"projects/{project}") as seen:
            photo = seen.page.get_by_role("img", name="照片.png 幸福路小学操场")
            await photo.scroll_into_view_if_needed()
            width = "(it) => it.decode().then(() => it.naturalWidth)"
            assert await photo.evaluate(width) > 0, "the policy of the page lets it be shown"
            assert await photo.bounding_box() is not None
            whole = seen.page.get_by_role("link", name="照片.png 幸福路小学操场")
            address = await whole.get_attribute("href") or ""
            told = await seen.page.request.get(f"{seen.address}{address}")
            assert told.headers["content-type"] == "image/png"
            await expect(seen.page.get_by_role("link", name="照片.png", exact=True)).to_be_visible()
            await seen.check(f"a photo as seen by the {who}")


async def test_the_clock_of_a_duty_opens_the_project(browser: Browser, helped: Helped) -> None:
    _, desk, served = helped
    asked = "{ projectDuties(first: 1) { nodes { id project { id title } } } }"
    if not (await desk.ask(asked))["projectDuties"]["nodes"]:
        await desk.published()
    (duty,) = (await desk.ask(asked))["projectDuties"]["nodes"]
    secretary = desk.people["secretary"]
    async with opened(browser, served, secretary, "projects") as seen:
        page = seen.page
        await expect(page.get_by_role("heading", name="项目", level=1)).to_be_visible()
        # As the clocks on the home page lead there, and the day's list.
        await page.goto(f"{seen.address}/c/{secretary.body}/r/{duty['id']}")
        heading = page.get_by_role("heading", level=1)
        await expect(heading).to_contain_text(duty["project"]["title"])
        assert page.url.endswith(f"/p/people_votes/projects/{duty['project']['id']}")
        await page.go_back()
        await expect(page).to_have_url(re.compile("/p/people_votes/projects$"))


async def test_a_township_is_not_offered_a_standing_committee_and_a_deputy_is_named_once(
    browser: Browser, helped: Helped
) -> None:
    _, desk, served = helped
    asked = "{ projects { nodes { id groups { id } } } }"
    rows = (await desk.ask(asked))["projects"]["nodes"]
    project = rows[0]["id"] if rows else (await desk.published())[1][0]
    await desk.group(project)
    secretary = desk.people["secretary"]
    async with opened(browser, served, secretary, f"projects/{project}") as seen:
        group = seen.page.get_by_role("region", name="监督小组")
        member = group.get_by_role("listitem").first
        await expect(member).to_contain_text("组长")
        assert (await member.inner_text()).count("人大代表") == 1
        await seen.page.goto(f"{seen.address}/c/{secretary.body}/p/people_votes/cycles")
        await seen.page.get_by_role("button", name="启动一轮票决").click()
        form = seen.page.get_by_role("form", name="启动一轮票决")
        offered = await form.get_by_label("由谁决定").locator("option").all_inner_texts()
        assert "人民代表大会会议票决" in offered
        assert "人大常委会会议票决" not in offered
        await seen.page.goto(f"{seen.address}/c/{secretary.body}/p/core/meetings")
        await expect(seen.page.get_by_label("什么会议").first).to_be_visible()
        for kinds in await seen.page.get_by_label("什么会议").all():
            assert "人大常委会会议" not in await kinds.inner_text()


async def test_what_an_empty_last_day_of_a_call_means_is_said_as_practice_has_it(
    browser: Browser, helped: Helped
) -> None:
    hall, _, served = helped
    secretary = hall.people["secretary"]
    cycle = await hall.opened(year=clock.today().year + 1, title="截止日期的一轮")
    period = {"amount": 20, "unit": "day"}
    for since, setting, value, needed, told in (
        ("2025-01-01", "call_all_year", False, True, "规定没有写明征集多长时间"),
        ("2025-01-02", "call_period", period, False, "不填的，按规定的最短时间，征集到"),
        ("2025-01-03", "call_all_year", True, None, "按规定常年征集，不设截止日期"),
    ):
        await hall.let(setting, value, since)
        async with opened(browser, served, secretary, f"cycles/{cycle}") as seen:
            await seen.page.get_by_role("button", name="开始公开征集").click()
            form = seen.page.get_by_role("form", name="开始公开征集")
            await expect(form).to_contain_text(told)
            last = form.get_by_label("截止日期")
            await expect(last).to_have_count(0 if needed is None else 1)
            if needed is not None:
                assert (await last.get_attribute("required") is not None) == needed
