"""Deputies' files and points in the browser: from an activity logged on a phone to an answer.

The first story is the deputy's own; the others open each page for whom it is made, with axe.
"""

import asyncio
import json
import re
import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from chromium import SIZES, Watched, watched
from county import County
from files_path import Hall, mutation, open_hall, photo
from playwright.async_api import Browser, FilePayload, Locator, Page, Route, expect
from test_console import picture, sign_in

from core import clock, on_day, postgres
from core.testing import Someone, TestServer

BODY = "county-b"
FILES, POINTS = "p/deputy_files", "p/deputy_points"
SENTENCE = re.compile("“参加议事会”.*计5分")
SECONDS_A_TAP, SECONDS_A_KEY, KEYS_A_WORD = 1.2, 0.3, 3
"""A person on a phone: finding and touching something, one key, and keys that make a 汉字."""

MOST_SECONDS = 30
RULE: dict[str, Any] = {
    "kinds": [
        {"code": "attend_council", "title": "参加议事会", "value": 500},
        {"code": "lead_issue", "title": "牵头督办议题", "value": 1000},
    ],
    "periods": [{"code": "all", "title": "全年", "first": "01-01", "last": "12-31"}],
    "deductions": [{"code": "absent_half_day", "title": "无故缺席半天", "value": 100}],
}


@dataclass(frozen=True)
class Records:
    """A county with files and points on."""

    county: County
    hall: Hall
    staff: dict[str, Someone]

    @property
    def address(self) -> str:
        return self.county.served.address

    async def drain(self) -> None:
        await self.county.house.drain()


@pytest.fixture(scope="module")
async def records(county: County) -> Records:
    """Three deputies, the first of them leading a group of two; a rule of points in force."""
    house, year = county.house, clock.today().year
    hall = await open_hall(house, BODY)
    await house.practise(BODY, "deputy_files.confirmed_by", ["group_leader", "office"])
    await hall.open()
    await house.enable(BODY, "deputy_points")
    await house.practise(BODY, "deputy_points.rules", RULE)
    await house.practise(BODY, "deputy_points.ranking", True)
    await house.practise(BODY, "deputy_points.publish_to", ["body"])
    staff = {
        role: await house.person(BODY, "office", role, name=name)
        for role, name in {
            "points_clerk": "积分员",
            "points_head": "积分负责人",
            "publication_checker": "审查员",
            "leave_decider": "请假审批人",
            "personal_data_officer": "个人信息保护负责人",
        }.items()
    }
    clerk = staff["points_clerk"]
    adopted = {"input": {"validFrom": f"{year - 1}-01-01"}}
    await house.gql(mutation("adoptPointsRule", "id"), adopted, by=clerk)
    for one in (year - 1, year):
        await house.gql(mutation("openPointsYear", "id"), {"input": {"year": one}}, by=clerk)
    # A list is made of a year that is over.
    told = {"kind": "attend_council", "title": "参加议事会", "heldOn": f"{year - 1}-06-05"}
    draft = await hall.log(hall.deputies["乙"], "乙", **told)
    await hall.confirm(hall.office, draft["id"])
    await house.drain()
    return Records(county, hall, staff)


@dataclass
class Hand:
    """What a thumb does: taps and keys, counted."""

    taps: int = 0
    keys: int = 0
    began: float = field(default_factory=time.monotonic)

    async def tap(self, what: Locator) -> None:
        self.taps += 1
        await what.click()

    async def write(self, where: Locator, words: str) -> None:
        await self.tap(where)
        self.keys += KEYS_A_WORD * len(words)
        await where.press_sequentially(words)

    async def choose(self, where: Locator, option: str) -> None:
        """The list opens with one tap, the second is on what is chosen."""
        self.taps += 2
        await where.select_option(option)

    def seconds(self) -> float:
        """With the machine's own time, from the first tap on."""
        machine = time.monotonic() - self.began
        return machine + self.taps * SECONDS_A_TAP + self.keys * SECONDS_A_KEY


async def entered(seen: Watched, who: Someone, path: str = "") -> Page:
    """A page of the county, with somebody signed in."""
    await seen.page.goto(f"{seen.address}/c/{BODY}/{path}")
    await sign_in(seen, who.login)
    await expect(seen.page.get_by_role("navigation").first).to_be_attached()
    return seen.page


async def act(page: Page, name: str, **typed: str) -> None:
    """Open a verb, fill in its form, and send it."""
    await page.get_by_role("button", name=name, exact=True).first.click()
    form = page.get_by_role("form", name=name)
    for label, value in typed.items():
        box = form.get_by_label(label).first
        chosen = await box.evaluate("(it) => it.tagName") == "SELECT"
        await (box.select_option(value) if chosen else box.fill(value))
    await form.get_by_role("button", name=name, exact=True).click()


async def said(page: Page, words: str) -> None:
    await expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


async def test_from_a_phone_to_points_to_an_objection_answered(
    browser: Browser, records: Records, renda_server: TestServer
) -> None:
    deputy, leader = records.hall.deputies["乙"], records.hall.deputies["甲"]
    year = clock.today().year
    title = f"{year - 1}年度代表履职积分"
    async with watched(browser, records.address, "phone") as seen:
        page = await entered(seen, deputy)
        hand = Hand()
        await hand.tap(page.locator(".menu-button"))
        await hand.tap(page.get_by_role("link", name="记一件履职的事", exact=True))
        await expect(page.get_by_text("第二十八条")).to_be_visible()
        form = page.get_by_role("form", name="记下并提交")
        notice = await form.get_by_text("第二十八条").bounding_box()
        chooser = await form.locator("input[type=file]").bounding_box()
        assert notice is not None
        assert chooser is not None
        assert notice["y"] < chooser["y"], "the notice stands before photos"
        await hand.choose(form.get_by_label("种类"), "attend_council")
        await hand.write(form.get_by_label("地点"), "幸福社区")
        await hand.write(form.get_by_label("做了什么"), "议停车难事")
        await hand.tap(form.get_by_label("不涉及国家秘密"))
        await form.locator("input[type=file]").set_input_files(
            {"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": photo(90)}
        )
        # The chooser, the shutter, and taking the picture.
        hand.taps += 3
        await expect(form.get_by_role("link", name="照片.jpg")).to_be_visible()
        await seen.check("a form with a photo")
        await picture(seen, "phone-20-log")
        await hand.tap(form.get_by_role("button", name="记下并提交"))
        await said(page, "等待确认")
        took = hand.seconds()
        print(f"\nlogged with {hand.taps} taps, {hand.keys} keys, {took:.1f} s", flush=True)
        assert took < MOST_SECONDS
        await expect(page.get_by_text("已提交，待确认")).to_be_visible()
        await expect(page.get_by_text("幸福社区")).to_be_visible()
        await seen.check("a draft")

    async with watched(browser, records.address, "phone") as seen:
        page = await entered(seen, leader)
        await seen.go("待确认的记录")
        await expect(page.get_by_text("议停车难事")).to_be_visible()
        await seen.check("the queue")
        await page.get_by_role("checkbox", name="勾选“乙《参加议事会》”").check()
        await act(page, "一并确认所选的1条")
        await said(page, "已确认1条")
        await expect(page.get_by_text("没有待确认的记录")).to_be_visible()
        await seen.check("an empty queue")
    await records.drain()

    async with watched(browser, records.address, "phone") as seen:
        page = await entered(seen, deputy)
        await seen.go("我的积分")
        await page.get_by_role("link", name=f"{year}年度", exact=True).click()
        await expect(page.get_by_text(SENTENCE)).to_be_visible()
        await seen.check("own lines")
        await picture(seen, "phone-21-lines")
        await page.get_by_role("link", name="打开履职记录和佐证材料").click()
        await expect(page.get_by_role("button", name="下载照片.jpg")).to_be_visible()
        async with page.expect_download() as fetched:
            await page.get_by_role("button", name="下载照片.jpg").click()
        assert (await fetched.value).suggested_filename == "照片.jpg"
        await seen.check("a confirmed entry")

    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, records.staff["points_clerk"])
        await seen.go("积分公布")
        await expect(page.get_by_text("还没有公布表")).to_be_visible()
        await seen.check("no lists")
        await act(page, "制作公布表", 年度=str(year - 1))
        await said(page, "已制表")
        await page.get_by_role("link", name=title).click()
        await act(page, "通知代表核对")
        await said(page, "已通知")
        await seen.check("a list")

    look = "公布以前请核对"
    async with watched(browser, records.address, "phone") as seen:
        page = await entered(seen, deputy, f"{POINTS}/own")
        await expect(page.get_by_text(title)).to_be_visible()
        await expect(page.get_by_text(look)).to_have_count(0)
        for days, times in ((5, 1), (-200, 0)):
            await _last_day_to_look(records, renda_server, days)
            await page.reload()
            await expect(page.get_by_text(title)).to_be_visible()
            await expect(page.get_by_text(look)).to_have_count(times)
        await act(page, "提出异议", **{"对哪一项有异议、理由": "第1行应当是两次"})
        await said(page, "异议已提出")
        await expect(page.get_by_text("待答复", exact=True)).to_be_visible()
        await seen.check("an objection")
    await records.drain()

    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, records.staff["points_clerk"], f"{POINTS}/lists")
        await page.get_by_role("link", name=title).click()
        await expect(page.get_by_text("第1行应当是两次")).to_be_visible()
        await act(page, "答复", 异议是否成立="NO", 答复和理由="记录中只有一次")
        await said(page, "已答复")
        await seen.check("an answered objection")
        await picture(seen, "office-22-list")

    async with watched(browser, records.address, "phone") as seen:
        page = await entered(seen, deputy, f"{POINTS}/own")
        await expect(page.get_by_text("异议不成立")).to_be_visible()
        await expect(page.get_by_text("记录中只有一次")).to_be_visible()
        await seen.check("an answer")

    await _published(browser, records, title)
    await _taken_down(browser, records, title)


async def _last_day_to_look(records: Records, server: TestServer, days: int) -> None:
    """The list's notice as if it had been given so that the last day lies so far from today."""
    database = sa.make_url(records.county.house.databases.app).database
    superuser = postgres.dsn_for(server.superuser, database=database)
    async with await psycopg.AsyncConnection.connect(superuser) as hand:
        last = clock.today() + timedelta(days=days)
        await hand.execute("UPDATE deputy_points_notice SET own_until = %s", (last,))


async def _published(browser: Browser, records: Records, title: str) -> None:
    """Checked by one, published by another; then everybody of the body sees it, ranked."""
    for role, name, typed in (
        ("publication_checker", "保密审查", {"是否可以公布": "YES", "说明": "不涉密"}),
        ("points_head", "公布", {}),
    ):
        async with watched(browser, records.address, "office") as seen:
            page = await entered(seen, records.staff[role], f"{POINTS}/lists")
            await page.get_by_role("link", name=title).click()
            await act(page, name, **typed)
            await said(page, {"保密审查": "已登记审查", "公布": "已公布"}[name])
    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, records.hall.deputies["丙"], f"{POINTS}/published")
        await page.get_by_role("link", name=title).click()
        await seen.drawings(1)
        first = page.get_by_role("region", name="各代表的积分").get_by_role("row").nth(1)
        await expect(first).to_contain_text("乙")
        await seen.check("what was published")
        await picture(seen, "office-23-published")


async def _taken_down(browser: Browser, records: Records, title: str) -> None:
    """The head says why; nobody is shown it any more, the deputy reads why beside the own row."""
    why = "其中一项数据有误"
    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, records.staff["points_head"], f"{POINTS}/lists")
        await page.get_by_role("link", name=title).click()
        await act(page, "撤下", 撤下的理由=why)
        await said(page, "已撤下")
        await expect(page.get_by_text("已撤下", exact=True).first).to_be_visible()
        await expect(page.get_by_text(why)).to_be_visible()
        await expect(page.get_by_role("button", name="撤下", exact=True)).to_have_count(0)
        await seen.check("a list that was taken down")
        await picture(seen, "office-25-taken-down")
    async with watched(browser, records.address, "phone") as seen:
        page = await entered(seen, records.hall.deputies["丙"], f"{POINTS}/published")
        await page.get_by_role("link", name=title).click()
        await expect(page.get_by_text(f"理由：{why}")).to_be_visible()
        await expect(page.get_by_text("这次公布没有您可以看到的积分。")).to_be_visible()
        await seen.check("a publication that was taken down")
        await picture(seen, "phone-25-taken-down")
        await page.goto(f"{seen.address}/c/{BODY}/{POINTS}/own")
        await expect(page.get_by_text(f"理由：{why}")).to_be_visible()
        await picture(seen, "phone-26-own-taken-down")
        await seen.check("the own row of what was taken down")


async def test_what_is_like_another_is_looked_at_before_it_is_confirmed(
    browser: Browser, records: Records
) -> None:
    """Refused in the server's words until each likeness is ticked."""
    hall = records.hall
    words = "到村里走访选民，听取对道路、路灯、垃圾清运的意见，逐条记下并转交乡镇办理"
    for title in ("走访选民上午", "走访选民下午"):
        await hall.log(hall.deputies["丙"], "丙", title=title, text=words)
    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, hall.office, f"{FILES}/queue")
        for title in ("走访选民上午", "走访选民下午"):
            await page.get_by_role("checkbox", name=f"勾选“丙《{title}》”").check()
        await act(page, "一并确认所选的2条")
        form = page.get_by_role("form", name="一并确认所选的2条")
        await expect(form.get_by_role("alert")).to_contain_text("疑似重复")
        await seen.check("a refused confirmation")
        await picture(seen, "office-24-likenesses")
        for box in await page.get_by_role("checkbox", name=re.compile("已核对")).all():
            await box.check()
        await form.get_by_role("button", name="一并确认所选的2条").click()
        await said(page, "已确认2条")
    await records.drain()


async def test_a_card_is_drafted_checked_published_and_withdrawn(
    browser: Browser, records: Records
) -> None:
    hall = records.hall
    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, hall.office, f"{FILES}/files")
        await expect(page.get_by_text("共3项")).to_be_visible()
        await seen.check("files")
        await page.get_by_role("link", name="丙", exact=True).click()
        await expect(page.get_by_role("heading", name="丙的履职档案", level=1)).to_be_visible()
        await seen.check("a file")
        await act(page, "起草、修改电子名片", 简介="关心乡村道路")
        await expect(page.get_by_role("heading", name="丙的电子名片")).to_be_visible()
        await seen.check("a card")
        address = page.url
    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, records.staff["publication_checker"], f"{FILES}/cards")
        await page.get_by_role("link", name="丙", exact=True).click()
        await act(page, "保密审查", 公开属性="OPEN", 审查意见="不涉密")
        await said(page, "已登记审查")
    async with watched(browser, records.address, "phone") as seen:
        page = await entered(seen, hall.office, address.split(f"/c/{BODY}/")[1])
        await act(page, "公布")
        await said(page, "已公布")
        code = page.get_by_role("img", name="指向公开页面的二维码")
        await expect(code).to_be_visible()
        assert await code.evaluate("(it) => it.decode().then(() => it.naturalWidth)") > 0
        await seen.check("a published card")
        await picture(seen, "phone-25-card")
        await _only_the_card_is_printed(page)
        await page.emulate_media(media="print")
        await picture(seen, "office-25-card-printed")
        await page.emulate_media(media="screen")
        await act(page, "撤下", 撤下的理由="代表提出")
        await said(page, "已撤下")
        await expect(code).to_have_count(0)


async def _only_the_card_is_printed(page: Page) -> None:
    """What is hung up says nothing of who wrote and checked it; one sheet holds it."""
    await page.emulate_media(media="print")
    shown = await page.locator("body").inner_text()
    assert "丙代表" in shown
    assert "关心乡村道路" in shown
    await expect(page.get_by_role("img", name="指向公开页面的二维码")).to_be_visible()
    for inner in ("保密审查", "不涉密", "起草", "办理过程", "已公布"):
        assert inner not in shown
    sheets = await page.pdf(prefer_css_page_size=True)
    assert sheets.count(b"/Type /Page\n") == 1
    await page.emulate_media(media="screen")


async def test_leave_is_asked_and_decided(browser: Browser, records: Records) -> None:
    hall = records.hall
    begins = str(clock.today() + timedelta(days=30))
    convened = {"assembly": "CONGRESS", "title": "第五次会议", "beginsOn": begins, "term": 19}
    await hall.do(hall.office, "conveneMeeting", **convened)
    async with watched(browser, records.address, "phone") as seen:
        page = await entered(seen, hall.deputies["丙"])
        await seen.go("请假")
        await page.get_by_role("button", name="书面请假").click()
        form = page.get_by_role("form", name="书面请假")
        await form.get_by_label("会议").select_option(index=1)
        await form.get_by_label("请假理由").fill("住院")
        await seen.check("asking for leave")
        await form.get_by_role("button", name="书面请假").click()
        await said(page, "已提出请假")
    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, records.staff["leave_decider"], f"{FILES}/leave")
        await page.get_by_role("link", name="第五次会议").click()
        await expect(page.get_by_text("住院")).to_be_visible()
        await act(page, "决定请假", 决定="YES", 决定的理由="情况属实")
        await said(page, "已决定")
        await expect(page.get_by_text("准假", exact=True)).to_be_visible()
        await seen.check("decided leave")


async def test_what_was_typed_stays_where_another_was_faster(
    browser: Browser, records: Records
) -> None:
    """The deputy takes the leave back while somebody writes why it is granted."""
    hall, decider = records.hall, records.staff["leave_decider"]
    begins = str(clock.today() + timedelta(days=40))
    convened = {"assembly": "CONGRESS", "title": "第六次会议", "beginsOn": begins, "term": 19}
    meeting = await hall.do(hall.office, "conveneMeeting", **convened)
    asked = {"file": hall.files["乙"], "meeting": meeting["id"], "reason": "出差"}
    leave = await hall.do(hall.deputies["乙"], "requestLeave", **asked)
    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, decider, f"{FILES}/leave/{leave['id']}")
        await page.get_by_role("button", name="决定请假").click()
        form = page.get_by_role("form", name="决定请假")
        await form.get_by_label("决定", exact=True).select_option("YES")
        await form.get_by_label("决定的理由").fill("想了很久的理由")
        await hall.do(hall.deputies["乙"], "withdrawLeave", leave=leave["id"])
        await form.get_by_role("button", name="决定请假").click()
        await expect(page.get_by_text("本人撤回", exact=True).first).to_be_visible()
        await expect(form.get_by_role("alert")).to_be_visible()
        await expect(form.get_by_label("决定的理由")).to_have_value("想了很久的理由")
        await expect(page.get_by_role("button", name="撤回")).to_have_count(0)
        await seen.check("a leave that was taken back meanwhile")
        await form.get_by_role("button", name="取消").click()
        await expect(form).to_have_count(0)
        await expect(page.get_by_role("button", name="决定请假")).to_have_count(0)


async def test_what_was_done_without_an_answer_is_not_done_twice(
    browser: Browser, records: Records
) -> None:
    """It was done, the answer was lost, the page was loaded anew, and it is sent once more."""
    hall, name = records.hall, "记下并提交"
    lost = "调解一场谁也没有回答的纠纷"

    async def swallowed(route: Route) -> None:
        if "logEntry" not in (route.request.post_data or ""):
            return await route.fallback()
        await route.fetch()
        await route.abort()

    async with watched(browser, records.address, "phone") as seen:
        page = await entered(seen, hall.deputies["甲"], f"{FILES}/log")
        form = page.get_by_role("form", name=name)
        await form.get_by_label("种类").select_option("attend_council")
        await form.get_by_label("地点").fill("幸福社区")
        await form.get_by_label("做了什么").fill(lost)
        await page.route("**/graphql", swallowed)
        await form.get_by_role("button", name=name).click()
        await expect(form.get_by_role("alert")).to_contain_text("连不上服务器")
        await page.unroute_all()
        await page.reload()
        await expect(form.get_by_label("做了什么")).to_have_value(lost)
        await form.get_by_role("button", name=name).click()
        await said(page, "等待确认")
        kept = "() => JSON.stringify(sessionStorage)"
        assert lost not in await page.evaluate(kept)
    asked = "{ entryDrafts { nodes { deputyText } } }"
    drafts = (await records.county.house.gql(asked, by=hall.office))["entryDrafts"]["nodes"]
    assert [one["deputyText"] for one in drafts].count(lost) == 1


async def test_files_go_on_where_the_session_ended(browser: Browser, records: Records) -> None:
    """One that is chosen then, and one that is fetched: both lead to signing in, and on."""
    hall, deputy = records.hall, records.hall.deputies["甲"]

    async def ended(page: Page) -> None:
        (cookie,) = await page.context.cookies()
        by = replace(deputy, token=cookie.get("value", ""))
        await hall.house.gql("mutation { signOut }", by=by)

    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, deputy, f"{FILES}/log")
        form = page.get_by_role("form", name="记下并提交")
        await form.get_by_label("不涉及国家秘密").check()
        await ended(page)
        await form.locator("input[type=file]").set_input_files(
            {"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": photo(91)}
        )
        await expect(page.get_by_text("未提交的内容还在")).to_be_visible()
        await sign_in(seen, deputy.login)
        link = form.get_by_role("link", name="照片.jpg")
        await expect(link).to_be_visible()
        async with page.expect_download() as coming:
            await link.click()
        assert (await (await coming.value).path()).read_bytes()
        await ended(page)
        await link.click()
        await expect(page.get_by_text("未提交的内容还在")).to_be_visible()
        await sign_in(seen, deputy.login)
        await expect(link).to_be_visible()


async def test_a_form_waits_for_its_files(browser: Browser, records: Records) -> None:
    """Neither one that is on its way nor one that broke off is left behind."""
    deputy = records.hall.deputies["甲"]
    held, go_on = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        held.set()
        await go_on.wait()
        await route.abort()

    async with watched(browser, records.address, "phone") as seen:
        page = await entered(seen, deputy, f"{FILES}/log")
        form = page.get_by_role("form", name="记下并提交")
        await form.get_by_label("种类").select_option("attend_council")
        await form.get_by_label("做了什么").fill("议路灯")
        await form.get_by_label("不涉及国家秘密").check()
        await page.route("**/files", hold)
        chosen: FilePayload = {"name": "路灯.jpg", "mimeType": "image/jpeg", "buffer": photo(92)}
        await form.locator("input[type=file]").set_input_files(chosen)
        await held.wait()
        send = form.get_by_role("button", name="记下并提交")
        await send.click()
        await said(page, "文件还没有传完")
        go_on.set()
        await expect(form.get_by_role("alert")).to_contain_text("上传中断")
        await send.click()
        await said(page, "有文件没有传上去")
        await expect(form.get_by_label("做了什么")).to_have_value("议路灯")
        await page.unroute("**/files")
        seen.faults.clear()
        await form.get_by_role("button", name="重试").click()
        await expect(form.get_by_role("link", name="路灯.jpg")).to_be_visible()
        await send.click()
        await said(page, "等待确认")


async def test_words_are_erased_as_their_deputy_asks(browser: Browser, records: Records) -> None:
    hall = records.hall
    by = hall.deputies["丙"]
    draft = await hall.log(by, "丙", title="看望困难家庭")
    await hall.confirm(hall.office, draft["id"], looked=True)
    dropped = await hall.log(by, "丙", title="陪同就医", text="一次没有成行的陪同")
    await hall.do(by, "discardEntry", draft=dropped["id"], reason="没有成行")
    notice = dict.fromkeys(("contact", "purpose", "kinds", "kept", "rights"), "测试告知")
    await records.county.house.practise(BODY, "deputy_files.data_notice", notice)
    async with watched(browser, records.address, "phone") as seen:
        page = await entered(seen, by, f"{FILES}/own")
        await page.get_by_role("link", name="个人信息处理告知").click()
        await act(page, "我已阅读")
        await expect(page.get_by_text("已阅读", exact=True)).to_be_visible()
        await seen.check("the notice")
        await seen.go("已入档的履职记录")
        await page.get_by_role("link", name="看望困难家庭").click()
        await act(page, "请求删除个人信息", 为什么应当删除="涉及他人病情")
        await said(page, "已提出")
        await page.goto(f"{seen.address}/c/{BODY}/{FILES}/drafts/{dropped['id']}")
        await act(page, "请求删除个人信息", 为什么应当删除="没有成行，不必保存")
        await said(page, "已提出")
        await seen.check("a dropped draft")
    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, records.staff["personal_data_officer"], f"{FILES}/erasures")
        await page.get_by_role("link", name="看望困难家庭").click()
        await expect(page.get_by_text("涉及他人病情")).to_be_visible()
        await seen.check("a request to erase")
        await act(page, "删除", **{"属于哪一种情形": "PURPOSE"})
        await said(page, "已删除")
        await seen.check("erased")
        # Of drafts who erases is shown the one that they are asked to erase, until they refuse.
        await seen.go("删除个人信息")
        await page.get_by_role("link", name="陪同就医", exact=True).click()
        await act(page, "不予删除", **{"理由，本人会看到": "仍在保存期限内"})
        await said(page, "已答复不予删除")
        await expect(page.get_by_text("仍在保存期限内")).to_be_visible()
        await seen.go("删除个人信息")
        await expect(page.get_by_role("link", name="一条记录", exact=True)).to_be_visible()


async def test_an_absence_is_the_offices_to_write_and_no_activity_of_a_deputy(
    browser: Browser, records: Records
) -> None:
    hall, absence = records.hall, "未履行请假手续缺席"
    for who, path, offered in (
        (hall.deputies["甲"], "log", False),
        (hall.office, f"log?file={hall.files['甲']}", True),
    ):
        async with watched(browser, records.address, "office") as seen:
            page = await entered(seen, who, f"{FILES}/{path}")
            kinds = page.get_by_role("form", name="记下并提交").get_by_label("种类")
            await expect(kinds).to_contain_text("参加议事会")
            assert (absence in await kinds.inner_text()) == offered


async def test_a_withdrawal_is_no_entry_to_be_corrected(browser: Browser, records: Records) -> None:
    """What it takes back is corrected already; it counts nothing, and is not to be repeated."""
    hall, who = records.hall, records.hall.deputies["丙"]
    wrong = await hall.log(who, "丙", title="误记")
    mistaken = await hall.confirm(hall.office, wrong["id"], looked=True)
    corrects = {"entry": mistaken["id"], "reason": "没有参加", "withdraws": True}
    draft = await hall.log(who, "丙", title="误记撤销", corrects=corrects)
    withdrawal = await hall.confirm(hall.office, draft["id"], looked=True)
    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, who)
        for entry, state in ((mistaken, "已被更正或者撤销，不再计"), (withdrawal, "撤销记录")):
            await page.goto(f"{seen.address}/c/{BODY}/{FILES}/entries/{entry['id']}")
            await expect(page.get_by_text(state).first).to_be_visible()
            await expect(page.get_by_role("link", name="再记一件同样的")).to_have_count(0)
            await expect(page.get_by_role("button", name="更正、撤销")).to_have_count(0)
    await records.drain()


async def test_a_rule_is_tried_on_last_year(browser: Browser, records: Records) -> None:
    year, hall = str(clock.today().year - 1), records.hall
    told = {"kind": "donation", "title": "捐赠图书", "heldOn": f"{year}-07-05"}
    await hall.confirm(hall.office, (await hall.log(hall.deputies["丙"], "丙", **told))["id"])
    await records.drain()
    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, records.staff["points_clerk"])
        await seen.go("试算规则")
        await expect(page.get_by_label("年度")).to_have_value(year)
        await page.get_by_label("修改整份规则").check()
        await page.get_by_label("规则草案").fill("{")
        await page.get_by_role("button", name="试算", exact=True).click()
        await expect(page.get_by_text("这一份草案读不出来")).to_be_visible()
        await page.get_by_label("修改整份规则").uncheck()
        worth = page.get_by_label("参加议事会（分）")
        await worth.fill("九")
        await page.get_by_role("button", name="试算", exact=True).click()
        await expect(page.get_by_text("请填写分数")).to_be_visible()
        await worth.fill("9")
        await page.get_by_role("button", name="试算", exact=True).click()
        await expect(page.get_by_role("region", name=f"{year}年度试算结果")).to_be_visible()
        await seen.drawings(1)
        gainers = page.get_by_role("group", name="增加的人数").get_by_role("row")
        await expect(gainers.nth(1)).to_contain_text("4")
        await seen.check("a trial")
        await picture(seen, "office-26-trial")
        tiny = [
            {"code": "attend_council", "title": "参加议事会", "value": 1, "effect": True},
            {"code": "donation", "title": "捐赠", "value": 50_000},
        ]
        await page.get_by_label("修改整份规则").check()
        await page.get_by_label("规则草案").fill(json.dumps({"kinds": tiny}))
        await page.get_by_role("button", name="试算", exact=True).click()
        await expect(page.get_by_text(re.compile(r"^0% → 0\.00[1-9]+%$"))).to_be_visible()


EACH = {
    "乙": (f"{FILES}/log", f"{FILES}/own", f"{FILES}/entries", f"{FILES}/leave", f"{POINTS}/own"),
    "代表工委": (f"{FILES}/tables", f"{FILES}/cards", f"{FILES}/files"),
    "积分员": (f"{POINTS}/accounts", f"{POINTS}/rules", f"{POINTS}/proposals"),
}


@pytest.mark.parametrize("size", SIZES)
async def test_each_list_stands_on_a_phone_and_in_an_office(
    browser: Browser, records: Records, size: str
) -> None:
    people = {"代表工委": records.hall.office, "积分员": records.staff["points_clerk"]}
    for name, paths in EACH.items():
        who = people.get(name) or records.hall.deputies[name]
        async with watched(browser, records.address, size) as seen:
            page = await entered(seen, who)
            for path in paths:
                await page.goto(f"{seen.address}/c/{BODY}/{path}")
                await expect(page.get_by_role("heading", level=1)).to_be_visible()
                await expect(page.locator("[aria-busy=true]")).to_have_count(0)
                await seen.check(path)


async def test_a_deduction_is_taken_back_once_and_its_words_are_erased(
    browser: Browser, records: Records
) -> None:
    house, clerk, today = records.county.house, records.staff["points_clerk"], clock.today()
    query = "query($y: Int!) { pointsAccounts(year: $y) { nodes { id name mandate } } }"
    accounts = (await house.gql(query, {"y": today.year}, by=clerk))["pointsAccounts"]["nodes"]
    account = next(one for one in accounts if one["name"] == "丙")
    off = {"mandate": account["mandate"], "code": "absent_half_day", "on": today.isoformat()}
    for reason in ("住院未请假", "又一次未请假"):
        sent = {"input": {**off, "reason": reason}}
        await house.gql(mutation("deductPoints", "id"), sent, by=clerk)
    path = f"{POINTS}/accounts/{account['id']}"
    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, clerk, path)
        taken = page.get_by_role("region", name="扣分", exact=True)
        back = taken.get_by_role("button", name="撤销这次扣分", exact=True)
        await expect(back).to_have_count(2)
        await act(page, "撤销这次扣分", 理由="误记，出院后补假")
        await said(page, "已撤销")
        # Neither what was taken back nor what takes it back offers it again.
        await expect(back).to_have_count(1)
        await expect(taken.get_by_text("已撤销", exact=True)).to_have_count(1)
        await seen.check("a deduction taken back")
        await picture(seen, "office-points-taken-back")
    async with watched(browser, records.address, "office") as seen:
        page = await entered(seen, records.staff["personal_data_officer"], path)
        await act(page, "删除其中的个人信息", **{"属于哪一种情形": "CONSENT"})
        await said(page, "已删除，共")
    async with watched(browser, records.address, "phone") as seen:
        page = await entered(seen, records.hall.deputies["丙"], f"{POINTS}/own")
        told = page.get_by_role("region", name="已删除的个人信息")
        await expect(told).to_contain_text(f"{on_day(today)}扣分“无故缺席半天”的理由")
        await expect(told).to_contain_text("个人信息保护负责人办理")
        await told.scroll_into_view_if_needed()
        await seen.check("what was erased")
        await picture(seen, "phone-points-erased")


@pytest.mark.parametrize("moment", ["2019-03-05T09:00:00+08:00", "2031-10-01T09:00:00+08:00"])
async def test_a_form_begins_on_the_servers_day_whatever_the_machine_says(
    browser: Browser, records: Records, moment: str
) -> None:
    today = clock.today()
    async with watched(browser, records.address, "phone") as seen:
        await seen.page.clock.set_fixed_time(moment)
        page = await entered(seen, records.hall.deputies["丙"], f"{FILES}/log")
        await expect(page.get_by_label("日期").first).to_have_value(today.isoformat())
        await page.goto(f"{seen.address}/c/{BODY}/{FILES}/own")
        await expect(page.get_by_role("heading", name=f"{today.year}年度目标")).to_be_visible()
    async with watched(browser, records.address, "phone") as seen:
        await seen.page.clock.set_fixed_time(moment)
        page = await entered(seen, records.staff["points_clerk"], f"{POINTS}/accounts")
        await expect(page.get_by_text("共3项")).to_be_visible()
    async with watched(browser, records.address, "phone") as seen:
        await seen.page.clock.set_fixed_time(moment)
        await seen.page.goto(f"{seen.address}/c/county-a/practice/filing_review.filing_period")
        await sign_in(seen, records.county.admin.login)
        await expect(seen.page.get_by_label("施行日期")).to_have_value(today.isoformat())


async def test_each_count_of_home_opens_to_what_was_counted(
    browser: Browser, records: Records
) -> None:
    hall = records.hall
    await hall.log(hall.deputies["丙"], "丙", title="下乡调研")
    mine = await hall.log(hall.deputies["丙"], "丙", title="地点不清")
    await hall.do(hall.office, "refuseEntry", draft=mine["id"], reason="请补充地点")
    told = {
        "代表工委": (hall.office, "履职记录待确认", "待确认的记录"),
        "丙": (hall.deputies["丙"], "本人的记录未予确认，待修改", "我的履职"),
    }
    for name, (who, text, heading) in told.items():
        async with watched(browser, records.address, "phone") as seen:
            page = await entered(seen, who)
            counts = page.get_by_role("list", name="各有多少")
            link = counts.get_by_role("link", name=text)
            await expect(link).to_be_visible()
            number = (await link.inner_text()).split()[0]
            # What only the office that turns plugins off can use is not shown to others.
            await expect(page.get_by_text("插件中未办结的事项")).to_have_count(0)
            await seen.check(f"home of {name}")
            await picture(seen, f"phone-home-{name}")
            await link.click()
            await expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
            await expect(page.get_by_text(f"共{number}项").first).to_be_visible()
