"""Two people edit one record: the second sees what changed and keeps what they typed."""

from contextlib import AbstractAsyncContextManager

import pytest
from chromium import Watched, watched
from county import County, call
from filing_path import member_id, open_office
from playwright.async_api import Browser, Locator, Page, expect
from test_console import PERIOD, picture, sign_in
from test_filing_story import enter, form_of, send

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


async def test_two_leads_mend_one_opinion(opened: Opened) -> None:
    house = opened.county.house
    office = await open_office(house, "county-a")
    lead = office.people["lead"]
    _, filing = await office.faulty(title="关于两人改意见的决议")
    opinion = await office.draft(filing, title="原来的标题")
    at = f"/c/county-a/p/filing_review/filings/{filing}"

    async def begin(seen: Watched) -> tuple[Page, Locator]:
        page = await enter(seen, lead)
        await page.goto(f"{seen.address}{at}")
        return page, await form_of(page, "修改稿件")

    async with opened.at("phone") as mine, opened.at() as theirs:
        page, form = await begin(mine)
        beside, other = await begin(theirs)
        await form.get_by_label("标题").fill("我改的意见标题")
        await other.get_by_label("标题").fill("别人改的意见标题")
        await other.get_by_label("正文").fill("别人改的正文。")
        await send(beside, other, "修改稿件")
        await form.get_by_role("button", name="修改稿件", exact=True).click()
        told = await changes(page)
        await expect(told.get_by_role("term")).to_have_text(["标题", "正文"])
        await expect(told.get_by_role("definition")).to_have_text(
            ["别人改的意见标题", "别人改的正文。"]
        )
        await expect(form.get_by_label("标题")).to_have_value("我改的意见标题")
        await mine.check("what others changed of an opinion")
        await picture(mine, "two-editors-opinion")
        assert (await office.see(lead, opinion, "title"))["title"] == "别人改的意见标题"
        await send(page, form, "修改稿件")
    assert (await office.see(lead, opinion, "title"))["title"] == "我改的意见标题"


async def test_two_clerks_mend_one_letter_and_drop_it(opened: Opened) -> None:
    house = opened.county.house
    office = await open_office(house, "county-a")
    registry = office.people["registry"]
    await office.let("letter_hands", 2)
    title = "关于两人改函件的决议"
    _, filing = await office.received(title=title)
    written = {"kind": "WITHHELD", "filing": filing, "ask": "SUPPLEMENT", "text": "原来的正文。"}
    letter = (await office.do("registry", "draftLetter", **written))["id"]

    async def begin(seen: Watched) -> tuple[Page, Locator, Locator]:
        page = await enter(seen, registry)
        await page.goto(f"{seen.address}/c/county-a/p/filing_review/filings/{filing}")
        drafts = page.get_by_role("region", name="正在拟稿、核稿的文书")
        await expect(drafts.get_by_text("已拟稿，待核稿")).to_be_visible()
        await seen.check("a case with a draft under way")
        await picture(seen, f"drafts-{'phone' if seen is mine else 'office'}")
        await drafts.get_by_role("link", name="去核稿签发").click()
        card = page.locator(".item").filter(has=page.get_by_role("link", name=title))
        await card.get_by_role("button", name="修改稿件", exact=True).press("Enter")
        return page, card, card.get_by_role("form", name="修改稿件")

    try:
        async with opened.at("phone") as mine, opened.at() as theirs:
            page, _, form = await begin(mine)
            beside, _, other = await begin(theirs)
            await form.get_by_label("正文").fill("我改的函件正文。")
            await other.get_by_label("正文").fill("别人改的函件正文。")
            await send(beside, other, "修改稿件")
            await form.get_by_role("button", name="修改稿件", exact=True).click()
            told = await changes(page)
            await expect(told.get_by_role("definition").first).to_have_text("别人改的函件正文。")
            await expect(form.get_by_label("正文")).to_have_value("我改的函件正文。")
            await mine.check("what others changed of a letter")
            await picture(mine, "two-editors-letter")
            await send(page, form, "修改稿件")
            said = await office.see(registry, letter, "text")
            assert said == {"text": "我改的函件正文。"}

            # It is given up: the case still says so, and nobody is offered to go on with it.
            card = page.locator(".item").filter(has=page.get_by_role("link", name=title))
            await card.get_by_role("button", name="作废", exact=True).press("Enter")
            drop = card.get_by_role("form", name="作废")
            await drop.get_by_label("理由").fill("说明已经送来")
            await mine.check("giving a letter up")
            await picture(mine, "drop-letter-phone")
            await drop.get_by_role("button", name="作废", exact=True).click()
            await expect(card).to_have_count(0)
            await page.goto(f"{mine.address}/c/county-a/p/filing_review/filings/{filing}")
            drafts = page.get_by_role("region", name="正在拟稿、核稿的文书")
            await expect(drafts.get_by_text("说明已经送来")).to_be_visible()
            await expect(drafts.get_by_role("link", name="去核稿签发")).to_have_count(0)
    finally:
        await office.let("letter_hands", 1)
