"""An admin's day in the console: people from Excel, roles, a template, practice, its record."""

import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from chromium import SIZES, Watched, watched
from county import County
from playwright.async_api import Browser, Page, expect
from test_console import opened, picture, sign_in

from core import clock, global_id
from core.testing import OpenHouse, Someone

HEADINGS = ("姓名", "登录名", "机关代码", "职务", "职务类别", "角色")
PLUGIN = "代表履职档案"
LIKE = "参照“大同做法：代表履职档案”"
PERIOD = "filing_review.filing_period"
LONG = "欧阳" + "明" * 58
"""As long as a name may be."""

PAGES = {
    "期限": "期限",
    "往来材料": "往来材料",
    "会议": "会议",
    "代表小组": "代表小组",
    "查找": "查找",
    "修改密码": "修改密码",
    "样板": "样板",
    "推荐的做法": "推荐的做法",
    "人员": "人员",
    "机关": "机关",
    "代表资格": "代表资格",
    "角色": "角色",
    "全机构期限": "全机构期限",
    "公文模板": "公文模板",
    "待送达队列": "待送达队列",
    "工作日": "工作日",
    "操作记录": "操作记录",
}


def sheet(*rows: tuple[str, ...]) -> bytes:
    """An xlsx of people."""
    book = openpyxl.Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(row)  # pyright: ignore
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
async def county(browser: Browser, open_house: OpenHouse) -> AsyncGenerator[County]:
    """A county with an admin who does everything; nothing is made without a browser."""
    async with open_house() as house:
        await house.enable("county-a", "filing_review")
        roles = (
            "admin",
            "auditor",
            "credentials_staff",
            "session_secretary",
            "deputy_affairs",
            "deadline_overseer",
        )
        admin = await house.person("county-a", "office", *roles, name="王小明（测试）")
        with house.served() as served:
            yield County(house, served, admin)


async def page_of(seen: Watched, county: County, path: str) -> Page:
    return await opened(seen, county, f"p/core/{path}")


def form_of(page: Page, name: str) -> Any:
    return page.get_by_role("form", name=name)


async def send_sheet(page: Page, content: bytes) -> None:
    box = page.get_by_role("group", name="表格")
    await box.get_by_label("不涉及国家秘密").check()
    await box.locator("input[type=file]").set_input_files(
        {
            "name": "人员.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": content,
        }
    )


@pytest.mark.parametrize("size", SIZES)
async def test_the_admin_of_a_body_from_people_to_the_record(
    browser: Browser, county: County, size: str
) -> None:
    person = f"{LONG if size == 'phone' else '李四'}"
    login = f"li4-{size}"
    async with watched(browser, county.served.address, size) as seen:
        page = await opened(seen, county)
        await _import(seen, page, person, login, size)
        await _give_a_role(seen, page, person, size)
        await _like_another_place(seen, page, size)
        await _practice(seen, page, size)
        await _organs(seen, page, size)
        await _days(seen, page, size)
        await _record(seen, page, size)


async def _import(seen: Watched, page: Page, person: str, login: str, size: str) -> None:
    await seen.go("人员")
    await page.get_by_role("link", name="从Excel导入").click()
    good = ("赵六", f"zhao6-{size}", "court", "法官", "", "")
    await send_sheet(page, sheet((person, login, "no_such_organ", "干部", "", ""), good))
    await expect(page.get_by_text("有1行需要改正")).to_be_visible()
    await expect(page.get_by_text("需要改正", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="导入2人")).to_have_count(0)
    await seen.check("a refused row")
    await picture(seen, f"{size}-admin-1-refused-row")
    await page.get_by_role("button", name="移除“人员.xlsx”").click()
    await send_sheet(page, sheet((person, login, "government", "干部", "", ""), good))
    await page.get_by_role("button", name="导入2人").click()
    await expect(page.get_by_text("已导入2人。")).to_be_visible()
    await expect(page.get_by_text(login)).to_be_visible()
    await seen.check("first passwords")
    await picture(seen, f"{size}-admin-2-passwords")
    await page.get_by_role("button", name="返回人员").click()


async def _give_a_role(seen: Watched, page: Page, person: str, size: str) -> None:
    await page.get_by_role("link", name=person).click()
    await page.get_by_role("button", name="分配角色").click()
    form = form_of(page, "分配角色")
    await form.get_by_label("审计员").check()
    await seen.check("giving a role")
    await picture(seen, f"{size}-admin-3-roles")
    await form.get_by_role("button", name="分配角色").click()
    await expect(page.get_by_text("已分配角色。")).to_be_visible()
    await expect(page.get_by_role("region", name="基本情况")).to_contain_text("审计员")
    await seen.check("a person")
    await picture(seen, f"{size}-admin-4-person")


async def _like_another_place(seen: Watched, page: Page, size: str) -> None:
    await seen.go("样板")
    await page.get_by_role("link", name=LIKE).click()
    await expect(page.get_by_role("heading", name=LIKE, level=1)).to_be_visible()
    if size == "office":
        await page.get_by_role("link", name=f"去启用“{PLUGIN}”").click()
        entry = page.get_by_role("article", name=PLUGIN)
        await entry.get_by_label("依据的名称").fill("代表履职管理办法（测试）")
        await entry.get_by_role("button", name="先看有什么变化").click()
        await entry.get_by_role("button", name=f"启用“{PLUGIN}”").click()
        await expect(page.get_by_text(f"已启用“{PLUGIN}”。")).to_be_visible()
        await seen.go("样板")
        await page.get_by_role("link", name=LIKE).click()
    await expect(page.get_by_role("region", name="逐项对照")).to_be_visible()
    await seen.check("a comparison")
    await picture(seen, f"{size}-admin-5-comparison")
    if size == "phone":
        return
    await page.get_by_role("button", name="采用", exact=True).click()
    form = form_of(page, "采用")
    await form.get_by_label("规定的名称").fill("代表履职管理办法（测试）")
    await seen.check("adopting")
    await picture(seen, f"{size}-admin-6-adopting")
    await form.get_by_role("button", name="采用", exact=True).click()
    await expect(page.get_by_text("已采用样板的做法。")).to_be_visible()
    await expect(page.get_by_role("heading", name="做法", level=1)).to_be_visible()


async def _practice(seen: Watched, page: Page, size: str) -> None:
    await page.goto(f"{seen.address}/c/county-a/practice/{PERIOD}")
    await page.get_by_label("数量").fill("300")
    await page.get_by_label("规定的名称").fill("本机构办法（测试）")
    await page.get_by_label("条文").fill("第三条")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_role("alert")).to_contain_text("第")
    await expect(page.get_by_label("数量")).to_have_value("300")
    await page.get_by_label("数量").fill("28" if size == "office" else "27")
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("已保存“")).to_be_visible()
    await _withdraw_practice(seen, page)


async def _withdraw_practice(seen: Watched, page: Page) -> None:
    """An own rule that was a slip is withdrawn: what is above it holds again."""
    await page.goto(f"{seen.address}/c/county-a/practice/{PERIOD}")
    await expect(page.get_by_label("数量")).to_be_visible()
    await page.get_by_role("button", name="停止适用本机构的规定").click()
    form = form_of(page, "停止适用本机构的规定")
    await form.get_by_label("理由和依据").fill("数量写错了（测试）")
    await seen.check("an own rule is withdrawn")
    await form.get_by_role("button", name="停止适用本机构的规定").click()
    await expect(page.get_by_text("已停止适用本机构的规定。")).to_be_visible()
    await expect(page.get_by_role("button", name="停止适用本机构的规定")).to_have_count(0)


async def _organs(seen: Watched, page: Page, size: str) -> None:
    """An organ comes, gets another name and goes."""
    await seen.go("机关")
    await page.get_by_role("button", name="设立机关").click()
    form = form_of(page, "设立机关")
    await form.get_by_label("名称").fill(f"教育局{size}")
    await form.get_by_label("类别").select_option(label="政府部门")
    await form.get_by_label("代码").fill("教育局")
    await form.get_by_role("button", name="设立机关").click()
    await expect(form.get_by_text("机关代码由小写字母开头")).to_be_visible()
    await expect(form.get_by_label("名称")).to_have_value(f"教育局{size}")
    await form.get_by_label("代码").fill(f"education-{size}")
    await form.get_by_role("button", name="设立机关").click()
    row = page.get_by_role("row").or_(page.get_by_role("listitem")).filter(has_text=f"教育局{size}")
    await row.get_by_role("button", name="更改名称").click()
    renaming = form_of(page, "更改名称")
    await renaming.get_by_label("名称").fill(f"教育和体育局{size}")
    await renaming.get_by_role("button", name="更改名称").click()
    row = (
        page.get_by_role("row")
        .or_(page.get_by_role("listitem"))
        .filter(has_text=f"教育和体育局{size}")
    )
    await expect(row).to_be_visible()
    await seen.check(f"organs-{size}")
    await picture(seen, f"organs-{size}")
    await row.get_by_role("button", name="撤销机关").click()
    await form_of(page, "撤销机关").get_by_role("button", name="撤销机关").click()
    await expect(row).to_have_count(0)


def _weekday_of_march(year: int, weekday: int) -> date:
    """A day that is worked everywhere else; no holiday lies in the first week of March."""
    first = date(year, 3, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7)


async def _days(seen: Watched, page: Page, size: str) -> None:
    """A day is off here, then as everywhere."""
    day = _weekday_of_march(clock.today().year + 1, 2 if size == "office" else 3)
    told = f"{day.year}年{day.month}月{day.day}日"
    await seen.go("工作日")
    await page.get_by_role("button", name=f"{day.year}年").click()
    await page.get_by_role("button", name="调整一天").click()
    form = form_of(page, "调整一天")
    await form.get_by_label("日期").fill(str(day))
    await form.get_by_label("安排").select_option(label="休息")
    await form.get_by_label("依据").fill("市政府关于地方节日放假的通知")
    await form.get_by_role("button", name="调整一天").click()
    row = page.get_by_role("row").or_(page.get_by_role("listitem")).filter(has_text=told)
    await expect(row).to_contain_text("市政府关于地方节日放假的通知")
    await seen.check(f"workdays-{size}")
    await picture(seen, f"workdays-{size}")
    await row.get_by_role("button", name="撤回调整").click()
    await form_of(page, "撤回调整").get_by_role("button", name="撤回调整").click()
    await expect(row).to_have_count(0)
    # On a phone what was said lies over the foot of the menu until it is read.
    await page.get_by_role("button", name="知道了").click()


async def _record(seen: Watched, page: Page, size: str) -> None:
    await seen.go("操作记录")
    done = ["批量导入人员", "分配角色", "设置本机构做法"]
    if size == "office":
        done += ["启用插件", "采用样板的做法"]
    rows = page.locator("tbody th" if size == "office" else ".records .cards > li > strong")
    for one in done:
        await expect(rows.filter(has_text=one).first).to_be_visible()
    await page.get_by_role("button", name="核验记录链").click()
    await expect(page.get_by_text("完好")).to_be_visible()
    await seen.check("the record")
    await picture(seen, f"{size}-admin-7-record")
    if size == "phone":
        await page.get_by_text("筛选", exact=True).click()
    await page.get_by_label("事项").select_option("分配角色")
    await expect(rows.filter(has_text=re.compile("^登录$"))).to_have_count(0)
    assert "name=core.assign_roles" in page.url
    await page.get_by_role("link", name="打开").first.click()
    await expect(page.get_by_role("region", name="基本情况")).to_contain_text("审计员")


@pytest.mark.parametrize("size", SIZES)
async def test_every_page_of_the_core_opens_from_the_menu(
    browser: Browser, county: County, size: str
) -> None:
    async with watched(browser, county.served.address, size) as seen:
        page = await opened(seen, county)
        for entry, title in PAGES.items():
            await seen.go(entry)
            await expect(
                page.get_by_role("heading", name=title, level=1, exact=True)
            ).to_be_visible()
            await expect(page.get_by_text("正在加载…")).to_have_count(0)
            await seen.check(entry)
            await picture(seen, f"{size}-core-{entry}")


async def test_a_meeting_is_convened_attended_and_closed(browser: Browser, county: County) -> None:
    async with watched(browser, county.served.address, "phone") as seen:
        page = await page_of(seen, county, "meetings")
        await page.get_by_role("button", name="召开会议").click()
        form = form_of(page, "召开会议")
        await form.get_by_label("什么会议").select_option("居民、代表议事会")
        await form.get_by_label("会议全称").fill("第一次议事会（测试）")
        await form.get_by_label("开始日期").fill("2026-03-02")
        for number, name in enumerate(("甲", "乙"), start=1):
            await form.get_by_role("button", name="增加：成员").click()
            row = form.get_by_role("group", name=f"成员 第{number}项")
            await row.get_by_label("姓名").fill(name)
        await seen.check("convening")
        await form.get_by_role("button", name="召开会议").click()
        await expect(page.get_by_role("heading", name="第一次议事会（测试）")).to_be_visible()
        await page.get_by_role("button", name="登记：乙").click()
        one = form_of(page, "登记：乙")
        await one.get_by_label("到会情况").select_option("请假")
        await one.get_by_role("button", name="登记：乙").click()
        await expect(page.get_by_text("已登记到会情况。")).to_be_visible()
        await page.get_by_role("button", name="登记其余的人").click()
        await form_of(page, "登记其余的人").get_by_role("button", name="登记其余的人").click()
        cards = page.locator(".cards > li")
        await expect(cards.filter(has_text="甲")).to_contain_text("到会")
        await expect(cards.filter(has_text="乙").get_by_text("请假", exact=True)).to_be_visible()
        await seen.check("a meeting")
        await picture(seen, "phone-admin-8-meeting")
        await page.get_by_role("button", name="登记闭会").click()
        closing = form_of(page, "登记闭会")
        await closing.get_by_label("闭会日期").fill("2026-03-03")
        await closing.get_by_role("button", name="登记闭会").click()
        await expect(page.get_by_text("已登记闭会。")).to_be_visible()
        await expect(page.get_by_role("button", name="登记闭会")).to_have_count(0)


async def _session_of(county: County, page: Page) -> Someone:
    (cookie,) = await page.context.cookies()
    return replace(county.admin, token=cookie["value"])


async def test_a_form_half_filled_outlives_its_session(browser: Browser, county: County) -> None:
    async with watched(browser, county.served.address, "office") as seen:
        page = await page_of(seen, county, "people/new")
        form = form_of(page, "新建")
        await form.get_by_label("姓名").fill("孙七")
        await form.get_by_label("机关", exact=True).select_option("人民法院（测试）")
        await form.get_by_label("审计员").check()
        await county.house.gql("mutation { signOut }", by=await _session_of(county, page))
        await form.get_by_label("登录名").fill("sun7")
        await form.get_by_label("职务", exact=True).fill("法官")
        await form.get_by_role("button", name="新建").click()
        await expect(page.get_by_text("未提交的内容还在")).to_be_visible()
        await sign_in(seen, county.admin.login)
        await expect(form.get_by_label("姓名")).to_have_value("孙七")
        await expect(form.get_by_label("职务", exact=True)).to_have_value("法官")
        await expect(form.get_by_label("审计员")).to_be_checked()
        await form.get_by_role("button", name="新建").click()
        await expect(page.get_by_text("已新建人员和账号。")).to_be_visible()
        await page.get_by_role("button", name="打开此人").click()
        await expect(page.get_by_role("heading", name="孙七", level=1)).to_be_visible()


async def test_of_two_who_change_one_person_the_second_sees_it_and_keeps_what_was_chosen(
    browser: Browser, county: County
) -> None:
    clerk = await county.house.person("county-a", "court", name="周八（测试）")
    member = global_id("Member", clerk.membership_id)
    async with watched(browser, county.served.address, "office") as seen:
        page = await page_of(seen, county, f"people/{member}")
        await page.get_by_role("button", name="分配角色").click()
        form = form_of(page, "分配角色")
        await form.get_by_label("审计员").check()
        other = "mutation($i: AssignRolesInput!) { assignRoles(input: $i) { id } }"
        given = {"i": {"member": member, "roles": ["teller"]}}
        await county.house.gql(other, given, by=county.admin)
        await form.get_by_role("button", name="分配角色").click()
        await expect(form.get_by_role("alert")).to_contain_text("他人刚刚调整了此人的角色")
        await expect(page.get_by_role("region", name="基本情况")).to_contain_text("计票人")
        await expect(form.get_by_label("审计员")).to_be_checked()
        await seen.check("a conflict")
        await form.get_by_label("计票人").check()
        await form.get_by_role("button", name="分配角色").click()
        facts = page.get_by_role("region", name="基本情况")
        await expect(facts).to_contain_text("审计员、计票人")


async def test_who_left_is_taken_back(browser: Browser, county: County) -> None:
    clerk = await county.house.person("county-a", "procuratorate", name="郑十（测试）")
    async with watched(browser, county.served.address, "phone") as seen:
        page = await page_of(seen, county, f"people/{global_id('Member', clerk.membership_id)}")
        await page.get_by_role("button", name="结束任职").click()
        form = form_of(page, "结束任职")
        await expect(form).to_contain_text("唯一的在任人员")
        await seen.check("the last member of an organ leaves")
        await form.get_by_label("结束日期").fill(str(clock.today()))
        await form.get_by_role("button", name="结束任职").click()
        await expect(page.get_by_text("郑十（测试）")).to_be_visible()
        await expect(page.get_by_role("button", name="结束任职")).to_have_count(0)
        await page.get_by_role("button", name="增加任职").click()
        form = form_of(page, "增加任职")
        await expect(form).to_contain_text("原来的账号照旧")
        await form.get_by_label("机关", exact=True).select_option("procuratorate")
        await form.get_by_label("职务", exact=True).fill("检察官助理")
        await form.get_by_role("button", name="增加任职").click()
        await expect(page.get_by_text("已增加任职。")).to_be_visible()
    viewer = "{ viewer { name } }"
    assert (await county.house.gql(viewer, by=clerk))["viewer"]["name"] == "郑十（测试）"


async def test_a_server_that_is_gone_takes_nothing_along(browser: Browser, county: County) -> None:
    async with watched(browser, county.served.address, "phone") as seen:
        page = await page_of(seen, county, "roles")
        await page.get_by_role("button", name="自定义角色").click()
        form = form_of(page, "自定义角色")
        await form.get_by_label("名称", exact=True).fill("信访经办（测试）")
        await form.get_by_label("代码").fill("letters_clerk")
        await form.get_by_label("查看期限").check()

        async def gone(route: Any) -> None:
            await route.abort("connectionrefused")

        await page.route("**/t/**", gone)
        await form.get_by_role("button", name="自定义角色").click()
        await expect(form.get_by_role("alert")).to_contain_text("连不上服务器")
        await page.unroute("**/t/**")
        seen.faults.clear()
        await expect(form.get_by_label("名称", exact=True)).to_have_value("信访经办（测试）")
        await form.get_by_role("button", name="自定义角色").click()
        await expect(page.get_by_text("角色已定义，可以分配。")).to_be_visible()
        await expect(page.get_by_text("本机构自定义")).to_be_visible()


async def test_who_is_no_admin_is_offered_what_everybody_has(
    browser: Browser, county: County
) -> None:
    clerk = await county.house.person("county-a", "court", name="吴九（测试）")
    async with watched(browser, county.served.address, "office") as seen:
        page = seen.page
        await page.goto(f"{seen.address}/c/county-a/p/core/people")
        await sign_in(seen, clerk.login)
        await expect(page.get_by_text("您现在的角色不能打开这个页面")).to_be_visible()
        for entry in ("人员", "操作记录", "样板"):
            await expect(page.get_by_role("link", name=entry, exact=True)).to_have_count(0)
        await seen.go("修改密码")
        await page.get_by_label("现在的密码").fill("wrong-password")
        await page.get_by_label("新密码", exact=True).fill("a-longer-password")
        await page.get_by_label("再填一次新密码").fill("another-password")
        await page.get_by_role("button", name="修改密码").click()
        await expect(page.get_by_role("alert").filter(has_text="两次")).to_be_visible()
        await page.get_by_label("再填一次新密码").fill("a-longer-password")
        await page.get_by_role("button", name="修改密码").click()
        await expect(page.get_by_role("alert").filter(has_text="密码")).to_be_visible()
        assert await page.evaluate("() => Object.keys(sessionStorage)") == []
