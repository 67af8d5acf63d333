"""What goes wrong in an office: a broken line, a wrong clock, words from Word, a very long list."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from chromium import SIZES, Watched, watched
from county import County, overdue
from filing_path import Office, open_office, paper
from playwright.async_api import Browser, Locator, Page, Route, expect
from test_console import opened, picture, sign_in

from core.testing import OpenHouse, Served

LINES = 50_000
WHOLE = "关于粘贴的测试通知"
LEDGER = "p/filing_review/filings"
MANY = """
    INSERT INTO filing_review_filing
    SELECT (jsonb_populate_record(one, jsonb_build_object(
        'id', gen_random_uuid(),
        'outgoing_ref', gen_random_uuid(),
        'package_id', gen_random_uuid(),
        'title', format('关于第%s号事项的测试通知', number),
        'document_number', format('示〔2025〕%s号', number),
        'filed_on', date '2025-01-01' + number % 360
    ))).*
    FROM filing_review_filing one, generate_series(1, :more) AS number
"""
"""Many like the one that is there."""

FROM_WORD = "一、基本情况\u00a0\u00a0\u2028\r\n\r\n\r\n\r\n\uf0b7\u200b二、\u3000问题\t和建议"
PASTED = "一、基本情况\n\n二、\u3000问题 和建议"


@pytest.fixture(scope="module")
async def full(browser: Browser, open_house: OpenHouse) -> AsyncGenerator[County]:
    """A county whose ledger has as many lines as one can have in ten years."""
    async with open_house() as house:
        office = await open_office(house, "county-a")
        await office.sent(title=WHOLE)
        async with house.platform.as_core(house.bodies["county-a"].id) as work:
            await work.session.execute(sa.text(MANY), {"more": LINES - 1})
        roles = ("admin", "registry_clerk")
        admin = await house.person("county-a", office.receiver, *roles, name="王小明（测试）")
        await overdue(house, office.receiver)
        with house.served() as served:
            yield County(house, served, admin)


BODY = "county-b"


@dataclass
class Desk:
    """A county whose registry receives."""

    office: Office
    served: Served


@pytest.fixture
async def desk(open_house: OpenHouse) -> AsyncGenerator[Desk]:
    """A house of its own: the numbers begin with one."""
    async with open_house() as house:
        office = await open_office(house, BODY)
        with house.served() as served:
            yield Desk(office, served)


async def drawn_form(seen: Watched, county: County) -> Page:
    """The page of a line that came with a package, with the form to return it open."""
    page = await opened(seen, county, f"{LEDGER}?words={WHOLE}")
    await page.get_by_role("link", name=WHOLE).click()
    await page.get_by_role("button", name="签收").click()
    await page.get_by_role("form", name="签收").get_by_role("button", name="签收").click()
    await page.get_by_role("button", name="退回").click()
    return page


def clocks_of(page: Page) -> Locator:
    """What is overdue, on the first page."""
    title = page.get_by_role("heading", name="已逾期", level=2)
    return page.locator("section").filter(has=title)


@pytest.mark.parametrize("size", SIZES)
async def test_a_list_of_fifty_thousand_is_paged_narrowed_and_read(
    browser: Browser, full: County, size: str
) -> None:
    async with watched(browser, full.served.address, size) as seen:
        page = await opened(seen, full, LEDGER)
        await expect(page.get_by_text(f"共{LINES}项")).to_be_visible()
        lines = page.locator("tbody tr[data-row-key]" if size == "office" else ".cards > li")
        await expect(lines).to_have_count(20)
        await seen.check("a list of fifty thousand")
        await picture(seen, f"{size}-30-fifty-thousand")
        first = await lines.first.get_by_role("link").first.inner_text()
        await page.get_by_role("button", name="下一页").click()
        # What is typed before the next page has come is not what is looked for there.
        await expect(page.get_by_role("button", name="上一页")).to_be_enabled()
        await expect(page.get_by_text(first)).to_have_count(0)
        await expect(lines).to_have_count(20)
        if size == "phone":
            await page.get_by_text("筛选", exact=True).click()
        await page.get_by_label("标题、文号、登记号").fill("第49998号")
        await page.get_by_role("button", name="查找").click()
        await expect(page.get_by_text("共1项")).to_be_visible()
        await expect(lines).to_have_count(1)


async def test_several_are_numbered_as_they_came(browser: Browser, desk: Desk) -> None:
    """However the list is sorted; nothing is done before one has said so."""
    titles = [f"依次到的第{which}件" for which in "一二三"]
    filings = [(await desk.office.sent(title=title))[1] for title in titles]
    async with watched(browser, desk.served.address, "office") as seen:
        page = seen.page
        await page.goto(f"{seen.address}/c/{BODY}/{LEDGER}?words=依次到的")
        await sign_in(seen, desk.office.people["registry"].login)
        for title in reversed(titles):
            await page.get_by_role("checkbox", name=f"勾选“{title}”").check()
        await page.get_by_role("button", name="签收（3件）").click()
        await page.get_by_role("button", name="不办理").click()
        await page.get_by_role("button", name="签收（3件）").click()
        await expect(page.get_by_text("将按报送先后逐件签收3件")).to_be_visible()
        assert [await receipt(desk, one) for one in filings] == [None] * len(filings)
        await page.get_by_role("button", name="确定办理").click()
        await expect(page.get_by_text("已办理3件。")).to_be_visible()
    numbers = [str(await receipt(desk, one)) for one in filings]
    assert len(set(numbers)) == len(numbers)
    assert numbers == sorted(
        numbers, key=lambda one: int(one.partition("〕")[2].removesuffix("号"))
    )


async def receipt(desk: Desk, filing: str) -> str | None:
    """The number of receipt, once there is one."""
    return (await desk.office.see("registry", filing, "receiptText"))["receiptText"]


class Line:
    """What lies between a browser and the server; it breaks when it has carried enough.

    It does so until it is mended: a browser tries by itself once more.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.breaks_after: int | None = None
        self.broken = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Both ways, until one end closes or the line breaks."""
        there, back = await asyncio.open_connection("127.0.0.1", self.port)
        answers = asyncio.create_task(self._pass(there, writer))
        await self._pass(reader, back, self._carried)
        answers.cancel()
        writer.transport.abort()
        back.transport.abort()

    def _carried(self, count: int) -> bool:
        if self.breaks_after is None or count < self.breaks_after:
            return False
        self.broken += 1
        return True

    async def _pass(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        broke: Callable[[int], bool] = lambda _: False,
    ) -> None:
        count = 0
        with suppress(ConnectionError):
            while chunk := await reader.read(16 << 10):
                count += len(chunk)
                if broke(count):
                    return
                writer.write(chunk)
                await writer.drain()


async def test_an_upload_that_breaks_at_four_fifths_is_sent_again(
    browser: Browser, full: County
) -> None:
    large = paper() + b"%" * (3 << 19)
    line = Line(int(full.served.address.rpartition(":")[2]))
    proxy = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
    async with proxy, watched(browser, address, "office") as seen:
        page = await opened(seen, full, "kit")
        box = page.get_by_role("group", name="文件").first
        await box.get_by_label("不涉及国家秘密").check()
        line.breaks_after = len(large) * 4 // 5
        await box.locator("input[type=file]").set_input_files(
            {"name": "长说明.pdf", "mimeType": "application/pdf", "buffer": large}
        )
        await expect(box.get_by_role("alert")).to_contain_text("上传中断")
        await expect(box.get_by_role("progressbar")).to_have_count(0)
        assert line.broken
        line.breaks_after = None
        seen.faults.clear()
        await seen.check("an upload that broke")
        await box.get_by_role("button", name="重试").click()
        async with page.expect_download() as coming:
            await box.get_by_role("link", name="长说明.pdf").click()
        arrived = await (await coming.value).path()
        assert arrived.read_bytes() == large


async def test_what_word_adds_is_left_out_and_can_be_undone(browser: Browser, full: County) -> None:
    async with watched(browser, full.served.address, "office") as seen:
        page = await drawn_form(seen, full)
        reason = page.get_by_role("form", name="退回").get_by_label("退回的理由")
        await reason.fill("原有的话。")
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await page.evaluate("(text) => navigator.clipboard.writeText(text)", FROM_WORD)
        await reason.press("End")
        await reason.press("Control+v")
        await expect(reason).to_have_value(f"原有的话。{PASTED}")
        await reason.press("Control+z")
        await expect(reason).to_have_value("原有的话。")


FIRST_ASKED = {"figures": "LatestYear", "outgoing/new": "FilingPackageRules"}


async def test_a_page_says_that_its_first_question_failed(browser: Browser, full: County) -> None:
    maker = await full.house.person("county-a", "government", "maker_clerk", "registry_clerk")

    async def lost(route: Route) -> None:
        asked = any(name in (route.request.post_data or "") for name in FIRST_ASKED.values())
        await (route.abort() if asked else route.fallback())

    async with watched(browser, full.served.address, "office") as seen:
        await seen.page.goto(f"{seen.address}/c/county-a/")
        await sign_in(seen, maker.login)
        await expect(seen.page.get_by_role("navigation").first).to_be_visible()
        await seen.page.route("**/graphql", lost)
        for path in FIRST_ASKED:
            await seen.page.goto(f"{seen.address}/c/county-a/p/filing_review/{path}")
            await expect(seen.page.get_by_role("alert")).to_contain_text("连不上服务器")


ONE_LINE = "\ufeff关于\u00a0\u00a0粘贴\u200b的\uf0b7通知\u2028\u2029\r\n"
CLEAN_LINE = "关于 粘贴的通知"


async def test_one_line_is_cleaned_of_word_too(browser: Browser, full: County) -> None:
    """In a field of the kit and in one of the console's own."""
    async with watched(browser, full.served.address, "office") as seen:
        page = await opened(seen, full, LEDGER)
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await page.evaluate("(text) => navigator.clipboard.writeText(text)", ONE_LINE)
        for path, label in ((LEDGER, "标题、文号、登记号"), ("look", "网页名称")):
            await page.goto(f"{seen.address}/c/county-a/{path}")
            line = page.get_by_label(label)
            await line.press("Control+v")
            await expect(line).to_have_value(CLEAN_LINE)
            await line.press("Control+z")
            await expect(line).to_have_value("")


async def test_the_machines_clock_may_be_wrong(browser: Browser, full: County) -> None:
    async with watched(browser, full.served.address, "office") as seen:
        right = await opened(seen, full)
        late = clocks_of(right)
        await expect(late).to_contain_text("已逾期")
        shown = await late.inner_text()
    for moment in ("1999-12-31T23:59:59Z", "2051-01-01T00:00:00Z"):
        async with watched(browser, full.served.address, "office") as seen:
            await seen.page.clock.set_fixed_time(moment)
            page = await opened(seen, full)
            await expect(clocks_of(page)).to_have_text(shown, use_inner_text=True)


async def test_a_plugin_is_turned_off_while_its_page_is_open(
    browser: Browser, full: County
) -> None:
    async with watched(browser, full.served.address, "office") as seen:
        page = await opened(seen, full, f"{LEDGER}?words=第49997号")
        await page.get_by_role("link", name="关于第49997号事项的测试通知").click()
        await page.get_by_role("button", name="签收").click()
        admin, house = full.admin, full.house
        preview = '{ disablingPreview(plugin: "filing_review") { open } }'
        told = await house.gql(preview, by=admin)
        off = "mutation($i: DisablePluginInput!) { disablePlugin(input: $i) { disabledAt } }"
        open_matters = told["disablingPreview"]["open"]
        await house.gql(off, {"i": {"plugin": "filing_review", "open": open_matters}}, by=admin)
        await page.get_by_role("form", name="签收").get_by_role("button", name="签收").click()
        await expect(page.get_by_role("alert").first).to_contain_text("插件可能刚刚停用")
        await seen.check("a plugin that was turned off")
        await expect(page.get_by_role("form", name="签收")).to_be_visible()
        await page.get_by_role("button", name="刷新").click()
        await expect(page.get_by_text("没有启用，或者刚刚停用")).to_be_visible()
        await page.get_by_role("link", name="待办").click()
        await expect(page.get_by_role("heading", name="待办", level=1)).to_be_visible()
        await expect(page.get_by_role("link", name="备案件")).to_have_count(0)
