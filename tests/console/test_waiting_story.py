"""The home page says what waits for whom in recording and review, and opens to that very thing."""

import re
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import pytest
from chromium import Watched, watched
from county import County, call
from filing_path import Office, open_office
from playwright.async_api import Browser, Locator, Page, expect
from test_console import picture
from test_filing_story import enter, form_of, send

COMMITTEE = "special_committee"

NAMES = {
    "clerk": "孙经办（测试）",
    "signer": "钱签发（测试）",
    "registry": "吴登记（测试）",
    "lead": "周审查（测试）",
}


@dataclass
class Desks:
    """A county's government and the office that reviews what it files."""

    browser: Browser
    county: County
    office: Office

    def at(self, size: str = "office") -> AbstractAsyncContextManager[Watched]:
        return watched(self.browser, self.county.served.address, size)


@pytest.fixture
async def desks(browser: Browser, county: County) -> Desks:
    office = await open_office(county.house)
    for who, name in NAMES.items():
        await call(county.house, office.people[who], name)
    return Desks(browser, county, office)


def count(page: Page, text: str) -> Locator:
    counts = page.get_by_role("list", name="各有多少")
    return counts.get_by_role("link", name=re.compile(rf"^\d+ {re.escape(text)}$"))


async def opens_to(seen: Watched, text: str, *titles: str) -> int:
    """The count leads to a list of as many records, these among them; it is left open."""
    page = seen.page
    await seen.go("待办")
    said = count(page, text)
    number = int((await said.inner_text()).split()[0])
    assert number >= len(titles)
    await said.click()
    await expect(page.get_by_text(f"共{number}项")).to_be_visible()
    for title in titles:
        await expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
    await seen.check(text)
    return number


async def at_home(seen: Watched, *texts: str) -> None:
    """These counts stand on the home page, which nothing is wrong with."""
    for text in texts:
        await expect(count(seen.page, text)).to_be_visible()
    await seen.check("home")


@pytest.mark.parametrize("size", ["office", "phone"])
async def test_a_maker_sees_at_home_what_waits_for_it(desks: Desks, size: str) -> None:
    office = desks.office
    half, whole, signed, withheld, opined = (
        f"待办的{which}（{size}）" for which in ("半成", "待签", "待报", "暂缓", "反馈")
    )
    await office.prepared(title=half, openness=None)
    await office.prepared(title=whole)
    await office.signed(title=signed)
    _, filing = await office.received(title=withheld)
    lacking = {"ask": "SUPPLEMENT", "reason": "缺少附件"}
    await office.do("registry", "withholdFiling", filing=filing, **lacking)
    await office.opined(title=opined)
    await office.house.drain(2)
    async with desks.at(size) as seen:
        page = await enter(seen, office.people["clerk"])
        await at_home(seen, "报送逾期，尚未报送", "报送件起草中", "报送件已签发，待报送")
        await picture(seen, f"waiting-{size}-clerk")
        await expect(count(page, "报送件待我签发")).to_have_count(0)
        await opens_to(seen, "报送逾期，尚未报送", half, whole, signed)
        await opens_to(seen, "报送件起草中", half, whole)
        await opens_to(seen, "报送件待补充或重新报送", withheld)
        await opens_to(seen, "审查意见待反馈", opined)
        await opens_to(seen, "报送件已签发，待报送", signed)
    async with desks.at(size) as seen:
        page = await enter(seen, office.people["signer"])
        await at_home(seen, "报送件待我签发")
        await picture(seen, f"waiting-{size}-signer")
        await expect(count(page, "报送件起草中")).to_have_count(0)
        before = await opens_to(seen, "报送件待我签发", whole)
        await expect(page.get_by_role("link", name=half, exact=True)).to_have_count(0)
        await page.get_by_role("link", name=whole, exact=True).click()
        form = await form_of(page, "签发")
        await form.get_by_label("备案报告文号").fill("测备报9号")
        await send(page, form, "签发")
        await seen.go("待办")
        left = count(page, "报送件待我签发")
        if before > 1:
            await expect(left).to_have_text(f"{before - 1} 报送件待我签发")
        else:
            await expect(page.get_by_role("list", name="各有多少")).to_be_visible()
            await expect(left).to_have_count(0)


async def test_a_reviewer_sees_at_home_what_waits_for_it(desks: Desks) -> None:
    office = desks.office
    received, registered, under, problem, clean = (
        f"待办的{which}" for which in ("形审", "待分", "待结论", "有问题", "无问题")
    )
    others = "待办的委员会在审"
    await office.received(title=received)
    await office.registered(title=registered)
    _, _, task = await office.assigned(title=under)
    await office.submit("lead", task)
    _, _, task = await office.assigned("special_committee", title=others)
    await office.submit("lead", task)
    _, filing = await office.faulty(title=problem)
    await office.draft(filing, title="待办的审查意见")
    await office.clean(title=clean)
    async with desks.at() as seen:
        page = await enter(seen, office.people["registry"])
        await at_home(seen, "形式审查中，待登记")
        await expect(count(page, "已登记，待分办")).to_have_count(0)
        await opens_to(seen, "形式审查中，待登记", received)
    async with desks.at() as seen:
        page = await enter(seen, office.people["lead"])
        await at_home(seen, "已登记，待分办")
        await picture(seen, "waiting-lead")
        await opens_to(seen, "已登记，待分办", registered)
        await opens_to(seen, "由我负责，待作出结论", under)
        await expect(page.get_by_role("link", name=others, exact=True)).to_have_count(0)
        await opens_to(seen, "由我负责，存在问题待处理", problem)
        await opens_to(seen, "由我负责，未发现问题待办结", clean)
        await expect(page.get_by_role("link", name=problem, exact=True)).to_have_count(0)
    async with desks.at() as seen:
        page = await enter(seen, office.people["checker"])
        await count(page, "待核稿").click()
        await expect(page.get_by_text("只列出待您核稿的。")).to_be_visible()
        await expect(page.get_by_text("待办的审查意见")).to_be_visible()
        await seen.check("what waits to be checked")
        await page.get_by_role("link", name="看全部").click()
        await expect(page.get_by_text("只列出待您核稿的。")).to_have_count(0)
        await expect(page.get_by_text("待办的审查意见")).to_be_visible()


async def test_reminders_and_longer_times_wait_at_home(desks: Desks) -> None:
    """For who replies, for who decides in the reviewing organ, and for a committee's own head."""
    office, house = desks.office, desks.office.house
    thirty = {"amount": 30, "unit": "day"}
    for setting in ("review_period", "review_extension"):
        await office.let(setting, thirty)
    for setting in ("committee_opinion_period", "committee_opinion_extension"):
        await office.let(setting, thirty)
    reviewer = await house.person(office.body, COMMITTEE, "reviewer")
    head = await house.person(office.body, COMMITTEE, "committee_head", name="郑负责（测试）")
    title = "待办的延期"
    _, filing, _ = await office.assigned(COMMITTEE, title=title)
    query = "{ reviewTasks(first: 1) { nodes { id } } }"
    (task,) = (await house.gql(query, by=reviewer))["reviewTasks"]["nodes"]
    await office.do("lead", "requestExtension", filing=filing, reason="案情复杂")
    await office.do(reviewer, "requestExtension", task=task["id"], reason="需要听证")
    letter = {"kind": "REMINDER", "filing": filing, "text": "易生误解。"}
    await office.do("lead", "sendLetter", **letter)
    await house.drain(1)
    async with desks.at() as seen:
        await enter(seen, office.people["clerk"])
        await opens_to(seen, "收到提醒函，待答复", title)
    async with desks.at() as seen:
        await enter(seen, office.people["issuer"])
        await opens_to(seen, "延长审查、纠正期限待批准", title)
    async with desks.at() as seen:
        await enter(seen, head)
        await opens_to(seen, "延长委员会期限待批准", title)
