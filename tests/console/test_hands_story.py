"""Papers that practice wants in several hands: drafted, sent back, mended, checked, signed off."""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest
from chromium import Watched, watched
from county import County, call
from filing_path import Office, open_office
from playwright.async_api import Browser, Locator, expect
from test_console import picture
from test_filing_story import enter, form_of, open_case, open_list, send

NAMES = {"lead": "周审查（测试）", "checker": "郑核稿（测试）", "issuer": "王签发（测试）"}
HANDS = "须3人办理"
NOTICE = "诉讼服务办法"


@dataclass
class Desks:
    """A subdistrict and its county, each of which wants three people for a letter."""

    browser: Browser
    county: County
    street: Office
    office: Office

    def at(self, size: str) -> AbstractAsyncContextManager[Watched]:
        return watched(self.browser, self.county.served.address, size)


@pytest.fixture
async def desks(browser: Browser, county: County) -> Desks:
    house = county.house
    street, office = [await open_office(house, body) for body in ("subdistrict-a", "county-a")]
    for one in (street, office):
        for who, name in NAMES.items():
            await call(house, one.people[who], name)
    return Desks(browser, county, street, office)


@asynccontextmanager
async def three_hands(*offices: Office) -> AsyncGenerator[None]:
    """Practice wants three people for a letter; one again afterwards, above before below."""
    for one in offices:
        await one.let("letter_hands", 3)
    yield
    for one in reversed(offices):
        await one.let("letter_hands", 1)


def card(seen: Watched, text: str) -> Locator:
    """The one draft that says this."""
    return seen.page.locator("#main .item").filter(has_text=text)


async def form_in(one: Locator, verb: str) -> Locator:
    """The form of a verb that other drafts on the page offer too."""
    await one.get_by_role("button", name=verb, exact=True).press("Enter")
    return one.get_by_role("form", name=verb)


async def drafted(seen: Watched, verb: str, number: str, text: str, shown: str) -> None:
    """The form says how many people it takes and which rule wants them; nothing leaves yet."""
    form = await form_of(seen.page, verb)
    await expect(form.get_by_text(HANDS)).to_contain_text("本市办法（测试）")
    await form.get_by_label("发文字号").fill(number)
    await form.get_by_label("正文").fill(text)
    await seen.check(f"a draft: {shown}")
    await picture(seen, f"hands-{shown}-1-draft")
    await send(seen.page, form, verb)


async def sent_back(seen: Watched, document: str, text: str, shown: str) -> None:
    """Another person reads it, sees of what it is, and sends it back with a reason."""
    await open_list(seen, "核稿签发")
    one = card(seen, text)
    await expect(one.get_by_role("link", name=document)).to_be_visible()
    await expect(one.get_by_role("button", name="签发", exact=True)).to_have_count(0)
    form = await form_in(one, "退回修改")
    await form.get_by_label("理由").fill("请写明经过")
    await seen.check(f"sending back: {shown}")
    await picture(seen, f"hands-{shown}-2-return")
    await send(seen.page, form, "退回修改")


async def mended(seen: Watched, text: str, better: str, shown: str) -> None:
    """The drafter finds the reason beside it, and all that was written."""
    await open_list(seen, "核稿签发")
    one = card(seen, text)
    await expect(one.get_by_text("请写明经过")).to_be_visible()
    form = await form_in(one, "修改稿件")
    await expect(form.get_by_label("正文")).to_have_value(text)
    await form.get_by_label("正文").fill(better)
    await picture(seen, f"hands-{shown}-3-mend")
    await seen.check(f"mending: {shown}")
    await send(seen.page, form, "修改稿件")


async def handed_on(seen: Watched, verb: str, text: str, shown: str) -> None:
    await open_list(seen, "核稿签发")
    await expect(card(seen, text)).to_be_visible()
    await seen.check(f"{verb}: {shown}")
    await picture(seen, f"hands-{shown}-4-{'check' if verb == '核稿' else 'sign'}")
    await send(seen.page, await form_in(card(seen, text), verb), verb)


async def test_a_report_and_a_request_go_through_three_hands(desks: Desks) -> None:
    """The street reports that no correction came; its county asks the government for one."""
    document = "关于临时摊点管理的规定"
    outgoing, _ = await desks.street.opined(title=document)
    await desks.street.answer(outgoing, "DECLINE")
    async with three_hands(desks.street, desks.office):
        await a_report_and_a_request(desks, document)


async def a_report_and_a_request(desks: Desks, document: str) -> None:
    street, office, house = desks.street, desks.office, desks.county.house
    first, better = "制定机关不予修改。", "制定机关书面反馈，不予修改。"

    async with desks.at("office") as seen:
        await enter(seen, street.people["lead"])
        await open_case(seen, title=document)
        await expect(seen.page.get_by_role("button", name="向上一级报告未予纠正")).to_have_count(0)
        await drafted(seen, "未予纠正情况报告拟稿", "街报1号", first, "report")
    async with desks.at("office") as seen:
        await enter(seen, street.people["checker"])
        await sent_back(seen, document, first, "report")
    async with desks.at("office") as seen:
        await enter(seen, street.people["lead"])
        await mended(seen, first, better, "report")
    for who, verb in (("checker", "核稿"), ("issuer", "签发")):
        async with desks.at("office") as seen:
            await enter(seen, street.people[who])
            await handed_on(seen, verb, better, "report")
    await house.drain(3)

    async with desks.at("office") as seen:
        await enter(seen, office.people["lead"])
        await open_list(seen, "下级抄报")
        await seen.page.get_by_role("link", name=document).click()
        letters = seen.page.get_by_role("region", name="往来文书与记录")
        await expect(letters.get_by_text(better)).to_be_visible()
        await drafted(seen, "建议纠正函拟稿", "测函1号", "请责成街道办事处纠正。", "request")
    for who, verb in (("checker", "核稿"), ("issuer", "签发")):
        async with desks.at("phone") as seen:
            await enter(seen, office.people[who])
            await handed_on(seen, verb, "请责成街道办事处纠正。", "request")
    async with desks.at("office") as seen:
        await enter(seen, office.people["lead"])
        await open_list(seen, "下级抄报")
        await seen.page.get_by_role("link", name=document).click()
        letters = seen.page.get_by_role("region", name="往来文书与记录")
        await expect(letters.get_by_text("建议纠正函").first).to_be_visible()


async def test_a_doubt_is_passed_up_by_three_people_on_their_phones(desks: Desks) -> None:
    """What was sent back is mended as well: the draft still knows its finding."""
    office = desks.office
    document = "关于集会场所管理的规定"
    _, _, task = await office.assigned(title=document)
    await office.find("lead", task, standard="CONSTITUTION_TEXT", clause="第三条")
    async with three_hands(office):
        await a_doubt(desks, document)


async def a_doubt(desks: Desks, document: str) -> None:
    office = desks.office
    first, better = "请研究。", "第三条限制集会自由，请研究。"
    async with desks.at("phone") as seen:
        page = await enter(seen, office.people["registry"])
        await open_list(seen, "备案件")
        form = await form_of(page, "限期报送通知拟稿")
        await form.get_by_label("制定机关").select_option("court")
        await form.get_by_label("未报送的文件").fill(NOTICE)
        await form.get_by_label("公布日期").fill("2025-01-06")
        await form.get_by_label("正文").fill("请报送。")
        await seen.check("a notice of lateness is drafted as well")
        await picture(seen, "hands-notice-1-draft")
        await send(page, form, "限期报送通知拟稿")
    async with desks.at("phone") as seen:
        await enter(seen, office.people["lead"])
        await open_case(seen, title=document)
        await drafted(seen, "合宪性疑问报告拟稿：第三条", "测报9号", first, "doubt")
    async with desks.at("phone") as seen:
        await enter(seen, office.people["checker"])
        await sent_back(seen, document, first, "doubt")
    async with desks.at("phone") as seen:
        await enter(seen, office.people["lead"])
        await mended(seen, first, better, "doubt")
    for who, verb in (("checker", "核稿"), ("issuer", "签发")):
        async with desks.at("phone") as seen:
            await enter(seen, office.people[who])
            await handed_on(seen, verb, better, "doubt")
            notice = card(seen, NOTICE)
            await expect(notice.get_by_text("人民法院")).to_be_visible()
            await send(seen.page, await form_in(notice, verb), verb)
    async with desks.at("office") as seen:
        await enter(seen, office.people["lead"])
        await open_list(seen, "合宪性疑问")
        await seen.page.get_by_role("link", name=document).click()
        await expect(seen.page.get_by_text("测报9号").first).to_be_visible()
        await seen.check("a doubt that three people passed up")
        await picture(seen, "hands-doubt-5-passed")
