"""Two people edit one record: the second sees what changed and keeps what they typed."""

from contextlib import AbstractAsyncContextManager

import pytest
from chromium import Watched, watched
from county import County, call
from filing_path import member_id, open_office
from playwright.async_api import Browser, Locator, Page, expect
from test_console import PERIOD, picture, sign_in
from test_filing_story import enter

from core.testing import Someone

FORM_GROUP = """mutation { formDeputyGroup(input: { name: "第一小组", basis: AREA }) { id } }"""
JOIN = """mutation($group: ID!, $member: ID!) { changeDeputyGroup(input: {
  group: $group, joining: [{ member: $member }] }) { id } }"""
TOLD = "您打开以后，别人改动过这份内容"
CHANGED = "别人改动了以下各项"


@pytest.fixture
def opened(browser: Browser, county: County) -> "Opened":
    return Opened(browser, county)


class Opened:
    """Browsers of people who work at once."""

    def __init__(self, browser: Browser, county: County) -> None:
        self.browser, self.county = browser, county

    def at(self, size: str = "office") -> AbstractAsyncContextManager[Watched]:
        return watched(self.browser, self.county.served.address, size)


async def changes(page: Page) -> Locator:
    """What the page tells of what others changed, under the refusal."""
    await expect(page.get_by_role("alert").filter(has_text=TOLD)).to_be_visible()
    told = page.get_by_role("region", name=CHANGED)
    await expect(told).to_be_visible()
    return told


async def next_step(page: Page, times: int = 1) -> None:
    for _ in range(times):
        await page.get_by_role("button", name="下一步").click()


async def keep_draft(page: Page) -> None:
    await page.get_by_role("button", name="保存草稿", exact=True).click()
    form = page.get_by_role("form", name="保存草稿")
    await form.get_by_role("button", name="保存草稿", exact=True).click()


async def test_two_clerks_revise_one_filing(opened: Opened) -> None:
    house = opened.county.house
    town = await open_office(house, "town-a", maker="congress")
    clerk = town.people["clerk"]
    other = await house.person("town-a", "congress", "maker_clerk", name="李经办（测试）")
    await call(house, clerk, "孙经办（测试）")
    outgoing = await town.prepared(title="关于河道的决议")
    at = f"/c/town-a/p/filing_review/outgoing/{outgoing}/revise"

    async def begin(seen: Watched, who: Someone, title: str) -> Page:
        page = await enter(seen, who)
        await page.goto(f"{seen.address}{at}")
        await next_step(page)
        await expect(page.get_by_label("标题").first).to_have_value("关于河道的决议")
        await page.get_by_label("标题").first.fill(title)
        return page

    async with opened.at() as mine, opened.at() as theirs:
        page = await begin(mine, clerk, "我改的标题")
        beside = await begin(theirs, other, "别人改的标题")
        await beside.get_by_label("发文字号").fill("测政发〔2025〕4号")
        await next_step(beside, 2)
        await keep_draft(beside)
        await expect(beside.get_by_role("heading", level=1, name="别人改的标题")).to_be_visible()
        # What is typed before a reload is compared with what stood there before.
        await page.reload()
        await expect(page.get_by_label("标题").first).to_have_value("我改的标题")
        await next_step(page, 2)
        await keep_draft(page)
        told = await changes(page)
        await expect(told.get_by_role("term")).to_have_text(["标题", "发文字号"])
        await expect(told.get_by_role("definition")).to_have_text(
            ["别人改的标题", "测政发〔2025〕4号"]
        )
        await mine.check("what others changed of a draft")
        await picture(mine, "two-editors-filing")
        assert (await town.see(clerk, outgoing, "title"))["title"] == "别人改的标题"
        for _ in range(2):
            await page.get_by_role("button", name="上一步").click()
        await expect(page.get_by_role("region", name=CHANGED)).to_be_visible()
        await expect(page.get_by_label("标题").first).to_have_value("我改的标题")
        await page.get_by_label("发文字号").fill("测政发〔2025〕4号")
        await next_step(page, 2)
        await keep_draft(page)
        await expect(page.get_by_role("heading", level=1, name="我改的标题")).to_be_visible()
    kept = await town.see(clerk, outgoing, "title documentNumber")
    assert kept == {"title": "我改的标题", "documentNumber": "测政发〔2025〕4号"}


async def test_two_admins_set_one_value(opened: Opened) -> None:
    house, admin = opened.county.house, opened.county.admin
    other = await house.person("county-a", "office", "admin", name="赵管理（测试）")

    async def begin(seen: Watched, who: Someone, amount: str) -> Page:
        page = seen.page
        await page.goto(f"{seen.address}/c/county-a/practice/{PERIOD}")
        await sign_in(seen, who.login)
        await page.get_by_label("数量").fill(amount)
        await page.get_by_label("规定的名称").fill(f"{amount}天的决定（测试）")
        return page

    async with opened.at("phone") as mine, opened.at() as theirs:
        page = await begin(mine, admin, "21")
        beside = await begin(theirs, other, "22")
        # What is decided for a later day holds for nobody yet, but it is decided.
        await beside.get_by_label("施行日期").fill("2099-01-01")
        await beside.get_by_role("button", name="保存").click()
        await expect(beside.get_by_text("已保存“")).to_be_visible()
        await page.get_by_role("button", name="保存").click()
        told = await changes(page)
        await expect(told.get_by_text("22天的决定（测试）")).to_be_visible()
        await expect(told.get_by_text("2099年1月1日")).to_be_visible()
        await expect(page.get_by_label("数量")).to_have_value("21")
        await expect(page.get_by_label("规定的名称")).to_have_value("21天的决定（测试）")
        await mine.check("what others decided of a setting")
        await picture(mine, "two-editors-setting")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_text("已保存“")).to_be_visible()
    asked = "query($s: [String!]) { practice(settings: $s) { latest { ruleText version } } }"
    [entry] = (await house.gql(asked, {"s": [PERIOD]}, by=admin))["practice"]
    assert entry["latest"]["ruleText"] == "《21天的决定（测试）》"


async def test_two_admins_set_the_look_and_change_a_group(opened: Opened) -> None:
    house = opened.county.house
    roles = ("admin", "deputy_affairs")
    one, other = [await house.person("county-a", "office", *roles, name=name) for name in "甲乙"]
    made = await house.gql(FORM_GROUP, by=one)
    group = made["formDeputyGroup"]["id"]
    async with opened.at() as mine, opened.at() as theirs:
        page, beside = await enter(mine, one), await enter(theirs, other)
        for at in (page, beside):
            await at.goto(f"{mine.address}/c/county-a/look")
        for at, name in ((page, "甲县人大网"), (beside, "乙县人大网")):
            await at.get_by_label("网页名称").fill(name)
        await beside.get_by_role("button", name="保存").click()
        await expect(beside.get_by_text("网页外观已保存。")).to_be_visible()
        await page.get_by_role("button", name="保存").click()
        told = await changes(page)
        await expect(told.get_by_role("term")).to_have_text(["网页名称"])
        await expect(told.get_by_role("definition")).to_have_text(["乙县人大网"])
        await expect(page.get_by_label("网页名称")).to_have_value("甲县人大网")
        await mine.check("what others changed of the look")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_text("网页外观已保存。")).to_be_visible()
        await expect(told).to_have_count(0)
        assert (await house.gql("{ look { title } }"))["look"]["title"] == "甲县人大网"

        await page.goto(f"{mine.address}/c/county-a/p/core/groups/{group}")
        await page.get_by_role("button", name="调整成员", exact=True).click()
        form = page.get_by_role("form", name="调整成员")
        await house.gql(JOIN, {"group": group, "member": member_id(other)}, by=other)
        await form.get_by_role("button", name="调整成员", exact=True).click()
        told = await changes(page)
        await expect(told.get_by_role("term")).to_have_text(["成员"])
        await expect(told.get_by_role("definition")).to_have_text(["乙"])
        await mine.check("who others took into a group")
