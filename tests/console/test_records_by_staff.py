"""What staff do with records: sheets, paper leave, absences, facts between levels, ratings, ideas.

Each page is looked at on an office's screen and on a phone, with axe.
"""

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import calls_path
import pytest
from chromium import SIZES, Watched, watched
from files_path import Hall, mutation, open_hall
from playwright.async_api import Browser, Page, expect
from test_admin_story import send_sheet
from test_console import picture, sign_in
from test_deputy_files_import import sheet
from test_records_story import act, said

from core import clock
from core.testing import House, OpenHouse, Served, Someone

CITY, COUNTY, TOWN = "city-a", "county-a", "town-b"
FILES, POINTS, VOTES = "p/deputy_files", "p/deputy_points", "p/people_votes"
LONG = (
    "阿卜杜热西提·买买提江·吐尔逊（少数民族代表姓名可以很长，"
    "这里写到六十个字，看看列表和卡片怎样折行，按钮还在不在，版面宽不宽）"
)
"""Sixty characters."""
RULE: dict[str, Any] = {
    "kinds": [{"code": "attend_council", "title": "参加议事会", "value": 500}],
    "periods": [{"code": "all", "title": "全年", "first": "01-01", "last": "12-31"}],
    "raters": [{"code": "commission", "title": "工委评分", "weight": 100, "role": "points_rater"}],
    "marked": [
        {"code": "voters", "title": "联系选民", "most": 1500},
        {"code": "duty", "title": "履职态度", "most": 1000, "by_period": True},
    ],
}


@dataclass(frozen=True)
class Levels:
    """A city with deputies and points, and a county below it."""

    house: House
    served: Served
    city: Hall
    county: Hall
    people: dict[str, Someone]


@pytest.fixture(scope="module")
async def levels(browser: Browser, open_house: OpenHouse) -> AsyncGenerator[Levels]:
    """One of the city's deputies has a name of sixty characters."""
    async with open_house() as house:
        city = await open_hall(house, CITY, names=("甲", "乙", LONG[:60]))
        county = await open_hall(house, COUNTY, names=("县代表",))
        await city.open()
        await house.enable(CITY, "deputy_points")
        await house.practise(CITY, "deputy_points.rules", RULE)
        people = {
            role: await house.person(CITY, "office", role, name=name)
            for role, name in {
                "points_clerk": "积分员",
                "points_rater": "评分人",
                "credentials_staff": "资格审查员",
            }.items()
        }
        year, clerk = clock.today().year, people["points_clerk"]
        for verb, sent in (
            ("adoptPointsRule", {"validFrom": f"{year}-01-01"}),
            ("openPointsYear", {"year": year}),
        ):
            await house.gql(mutation(verb, "id"), {"input": sent}, by=clerk)
        with house.served() as served:
            yield Levels(house, served, city, county, people)


async def entered(seen: Watched, who: Someone, path: str) -> Page:
    await seen.page.goto(f"{seen.address}/c/{who.body}/{path}")
    await sign_in(seen, who.login)
    await expect(seen.page.get_by_role("navigation").first).to_be_attached()
    await expect(seen.page.get_by_role("heading", level=1)).to_be_visible()
    return seen.page


async def stands(seen: Watched, where: str) -> None:
    """No fault on an office's screen, nor on a phone; a picture of each."""
    for size, (width, height) in reversed(SIZES.items()):
        await seen.page.set_viewport_size({"width": width, "height": height})
        await expect(seen.page.locator("[aria-busy=true]")).to_have_count(0)
        await seen.check(f"{where} ({size})")
        await picture(seen, f"{size}-staff-{where}")


async def test_past_entries_come_in_from_a_sheet(browser: Browser, levels: Levels) -> None:
    city, year = levels.city, clock.today().year - 1
    words = "到村里走访选民，听取对道路、路灯、垃圾清运的意见，逐条记下并转交乡镇办理"
    await city.log(city.deputies["乙"], "乙", heldOn=f"{year}-03-05", text=words)
    good = ("甲", "", f"{year}-05-06", "视察调研", "视察水库", "视察水库一处", "1", "")
    like = ("乙", "", f"{year}-03-05", "接待走访选民", "走访选民", words, "1", "")
    async with watched(browser, levels.served.address, "office") as seen:
        page = await entered(seen, city.office, f"{FILES}/entries")
        await stands(seen, "01-no-entries")
        await page.get_by_role("link", name="从Excel导入以往的记录").click()
        await expect(page.get_by_text("导入即为确认")).to_be_visible()
        async with page.expect_download() as fetched:
            await page.get_by_role("button", name="下载空白的导入表").press("Enter")
        assert (await fetched.value).suggested_filename.startswith("履职记录导入表")
        await stands(seen, "18-import")
        await send_sheet(page, sheet([("无名氏", *good[1:]), good, like]))
        await expect(page.get_by_text("共3行，有1行需要改正")).to_be_visible()
        await expect(page.get_by_role("button", name=re.compile("^导入"))).to_have_count(0)
        await stands(seen, "02-a-wrong-row")
        await page.get_by_role("button", name="移除“人员.xlsx”").click()
        await send_sheet(page, sheet([good, like]))
        await expect(page.get_by_text("有1处还要核对")).to_be_visible()
        await expect(page.get_by_role("button", name="导入2条")).to_have_count(0)
        await stands(seen, "03-a-likeness")
        await page.get_by_role("checkbox", name="已核对").check()
        await page.get_by_role("button", name="导入2条").press("Enter")
        await expect(page.get_by_text("已导入2条，入档。")).to_be_visible()
        await seen.check("imported")
        await page.get_by_role("link", name="查看已入档的记录").click()
        await expect(page.get_by_role("link", name="视察水库")).to_be_visible()


async def test_a_matter_is_opened_where_its_entries_are_written(
    browser: Browser, levels: Levels
) -> None:
    async with watched(browser, levels.served.address, "phone") as seen:
        page = await entered(seen, levels.city.deputies["甲"], f"{FILES}/log")
        await act(page, "登记议题", 议题的名称="东街停车难")
        await said(page, "已登记")
        form = page.get_by_role("form", name="记下并提交")
        await form.get_by_label("填写更多").check()
        await form.get_by_label("所属议题").select_option(label="东街停车难")
        await stands(seen, "15-a-matter")


async def test_what_bodies_below_published_is_ranked_where_practice_says_so(
    browser: Browser, levels: Levels
) -> None:
    async with watched(browser, levels.served.address, "office") as seen:
        page = await entered(seen, levels.people["points_clerk"], f"{POINTS}/published")
        await page.get_by_role("link", name="下级公布的积分合并排名").click()
        await expect(page.get_by_role("alert")).to_contain_text("不排名")
        await seen.check("no ranking")
        await levels.house.practise(CITY, "deputy_points.ranking_below", True)
        await page.reload()
        await expect(page.get_by_text("没有下级机构公布并排名")).to_be_visible()
        await stands(seen, "16-below")


async def test_a_rater_sees_who_waits_and_rates(browser: Browser, levels: Levels) -> None:
    async with watched(browser, levels.served.address, "phone") as seen:
        page = await entered(seen, levels.people["points_rater"], "")
        # Two things to be marked of three deputies: the home page counts marks, and leads to them.
        waiting = page.get_by_role("link", name=f"6 待评分（{clock.today().year}年度）")
        await expect(waiting).to_be_visible()
        await stands(seen, "17-marks-wait")
        await waiting.click()
        await expect(page.get_by_role("heading", name="我的评分", level=1)).to_be_visible()
        await expect(page.get_by_text("还有3名代表没有评").first).to_be_visible()
        await stands(seen, "04-to-rate")
        region = page.get_by_role("region", name="待评：联系选民")
        await region.get_by_role("button", name="评分").first.click()
        form = page.get_by_role("form", name="评分")
        await form.get_by_label("评分（分）").fill("十五")
        await form.get_by_role("button", name="评分").click()
        # What is no number is refused beside the field, in the server's words.
        await expect(form.get_by_text("须在0分到15分之间")).to_be_visible()
        await form.get_by_label("评分（分）").clear()
        # Key by key: what was refused does not take the focus out of the field.
        await form.get_by_label("评分（分）").press_sequentially("12")
        await page.keyboard.type(".5")
        await seen.check("a mark that was refused")
        await form.get_by_role("button", name="评分").press("Enter")
        await said(page, "已评分")
        await expect(page.get_by_text("还有2名代表没有评").first).to_be_visible()
        given = page.get_by_role("region", name="评过的")
        await expect(given).to_contain_text("12.5")
        await stands(seen, "05-rated")
        await given.get_by_role("button", name="重新评分").click()
        form = page.get_by_role("form", name="重新评分")
        await form.get_by_label("评分（分）").fill("9")
        await form.get_by_role("button", name="重新评分").click()
        await said(page, "已评分")
        await expect(given.get_by_text("12.5")).to_be_visible()
        await page.get_by_role("link", name="履职态度（全年）").click()
        await expect(page.get_by_role("region", name="待评：履职态度（全年）")).to_be_visible()
        await page.get_by_role("link", name=f"{clock.today().year - 1}年度").click()
        await expect(page.get_by_text("没有由您评分的项目")).to_be_visible()
        await seen.check("nothing to rate")
        await seen.go("待办")
        await expect(page.get_by_role("link", name="5 待评分")).to_be_visible()


async def test_bars_of_points_open_the_accounts_behind_them(
    browser: Browser, levels: Levels
) -> None:
    async with watched(browser, levels.served.address, "office") as seen:
        page = await entered(seen, levels.people["points_clerk"], f"{POINTS}/accounts")
        await page.get_by_text("用表格看这些数").click()
        await page.get_by_role("group").get_by_role("link", name="3", exact=True).first.click()
        await expect(page).to_have_url(re.compile("least=0&below=10$"))
        await expect(page.get_by_text("共3项")).to_be_visible()
        await seen.check("the accounts of a band")


async def test_staff_record_a_paper_leave_and_absences_are_shown(
    browser: Browser, levels: Levels
) -> None:
    city, today = levels.city, clock.today()
    async with watched(browser, levels.served.address, "office") as seen:
        page = await entered(seen, levels.people["credentials_staff"], f"{FILES}/absences")
        await expect(page.get_by_text("还没有人民代表大会会议")).to_be_visible()
        await seen.check("no meeting")
    begun = {"assembly": "CONGRESS", "term": 19}
    past = await city.do(
        city.office,
        "conveneMeeting",
        **begun,
        title="第四次会议",
        beginsOn=str(today - timedelta(days=30)),
    )
    asked = "query($m: ID!) { meetingRoll(meeting: $m, first: 50) { nodes { id name } } }"
    found = await levels.house.gql(asked, {"m": past["id"]}, by=city.office)
    away = [one["id"] for one in found["meetingRoll"]["nodes"] if one["name"] != "甲"]
    told = {"meeting": past["id"], "members": away, "attendance": "ABSENT"}
    await city.do(city.office, "recordAttendance", **told)
    await city.do(city.office, "closeMeeting", meeting=past["id"], on=str(today))
    coming = {**begun, "title": "第五次会议", "beginsOn": str(today + timedelta(days=30))}
    await city.do(city.office, "conveneMeeting", **coming)
    async with watched(browser, levels.served.address, "office") as seen:
        page = await entered(seen, levels.people["credentials_staff"], "")
        await seen.go("缺席")
        await expect(page.get_by_role("region", name="第19届：2名代表")).to_contain_text("乙")
        await expect(page.get_by_text("软件不作决定")).to_be_visible()
        await stands(seen, "06-absences")
    async with watched(browser, levels.served.address, "office") as seen:
        page = await entered(seen, city.office, f"{FILES}/leave")
        await page.get_by_role("link", name="登记纸质请假").click()
        await page.get_by_label("姓名中有").fill("乙")
        await page.get_by_role("button", name="查找").press("Enter")
        await expect(page.get_by_text("共1项")).to_be_visible()
        await stands(seen, "07-paper-leave")
        await page.get_by_role("button", name="登记乙的请假").click()
        form = page.get_by_role("form", name="登记乙的请假")
        # A window that gets narrow, or wide again, closes no form, though nothing was typed yet.
        for width in (390, 1366):
            await page.set_viewport_size({"width": width, "height": 768})
            await expect(page.get_by_role("table")).to_have_count(width // 1000)
            await expect(form.get_by_label("请假理由")).to_be_visible()
        await form.get_by_role("button", name="取消").click()
        await page.set_viewport_size({"width": 390, "height": 768})
        await expect(page.get_by_role("button", name="登记乙的请假")).to_be_visible()
        await expect(form).to_have_count(0)
        await page.set_viewport_size({"width": 1366, "height": 768})
        await page.get_by_role("button", name="登记乙的请假").click()
        await form.get_by_label("会议").select_option(index=1)
        await form.get_by_label("纸面日期").fill(str(today - timedelta(days=1)))
        await form.get_by_label("请假理由").fill("住院")
        await seen.check("a leave to record")
        await picture(seen, "office-staff-07-paper-leave-form")
        await form.get_by_role("button", name="登记乙的请假").click()
        await said(page, "已提出请假")
        await expect(page.get_by_text("代表工委")).to_be_visible()
        await expect(page.get_by_text("住院", exact=True)).to_be_visible()
        await stands(seen, "19-paper-leave-recorded")
        await act(page, "登记有误，撤销", **{"登记错在哪里": "记在了另一次会议上"})
        await said(page, "已撤销登记")
        await expect(page.get_by_text("登记有误，已撤销")).to_be_visible()
        await expect(page.get_by_text("记在了另一次会议上")).to_be_visible()
        await expect(page.get_by_role("button", name="登记有误，撤销")).to_have_count(0)
        await stands(seen, "20-paper-leave-withdrawn")
        await seen.check("the leave that was recorded")


async def test_a_meeting_says_by_the_day_whether_it_sits(browser: Browser, levels: Levels) -> None:
    """Before its day, sitting, and over without anybody having recorded that it closed."""
    city, today = levels.city, clock.today()
    states = {"尚未开会": (10, 12), "会议期间": (-1, 1), "会期已过，未登记闭会": (-40, -38)}
    for state, (begins, ends) in states.items():
        await city.do(
            city.office,
            "conveneMeeting",
            assembly="CONGRESS",
            term=19,
            title=f"{state}的会议",
            beginsOn=str(today + timedelta(days=begins)),
            endsOn=str(today + timedelta(days=ends)),
        )
    async with watched(browser, levels.served.address, "office") as seen:
        page = await entered(seen, city.office, "p/core/meetings")
        for state in states:
            row = page.get_by_role("row").filter(has_text=f"{state}的会议")
            await expect(row.get_by_text(state, exact=True)).to_be_visible()
        await seen.check("meetings before, on and after their days")
        for state in states:
            await page.goto(f"{seen.address}/c/{CITY}/p/core/meetings")
            await page.get_by_role("link", name=f"{state}的会议").click()
            await expect(page.get_by_role("heading", level=1)).to_have_text(f"{state}的会议")
            await expect(page.get_by_text(state, exact=True).first).to_be_visible()
            closable = page.get_by_role("button", name="登记闭会")
            await expect(closable).to_have_count(0 if state == "尚未开会" else 1)
    async with watched(browser, levels.served.address, "phone") as seen:
        page = await entered(seen, city.deputies["甲"], f"{FILES}/leave")
        await page.get_by_role("button", name="书面请假").click()
        offered = page.get_by_role("form", name="书面请假").get_by_label("会议")
        await expect(offered).to_contain_text("尚未开会的会议")
        await expect(offered).to_contain_text("会议期间的会议")
        await expect(offered).not_to_contain_text("会期已过")


async def test_a_fact_goes_up_and_is_put_into_a_file(browser: Browser, levels: Levels) -> None:
    async with watched(browser, levels.served.address, "office") as seen:
        page = await entered(seen, levels.city.office, f"{FILES}/facts")
        await expect(page.get_by_text("没有需要办理的")).to_be_visible()
        await stands(seen, "08-no-facts")
    async with watched(browser, levels.served.address, "office") as seen:
        page = await entered(seen, levels.county.office, "")
        await seen.go("报送上级代表的情况")
        form = page.get_by_role("form", name="报送")
        await form.get_by_label("上一级的接收机关").select_option("office")
        await form.get_by_label("代表姓名").fill("乙某")
        await form.get_by_label("种类").select_option(label="视察调研")
        await form.get_by_label("标题").fill("参加市级视察")
        await form.get_by_label("内容").fill("在本县参加市人大组织的视察，提出意见一条")
        await stands(seen, "09-a-fact-to-send")
        await form.get_by_role("button", name="报送").click()
        await said(page, "已密封送出")
    await levels.house.drain()
    async with watched(browser, levels.served.address, "office") as seen:
        page = await entered(seen, levels.city.office, f"{FILES}/facts")
        await expect(page.get_by_text("没有与“乙某”相符的履职档案")).to_be_visible()
        await stands(seen, "10-facts")
        await page.get_by_role("link", name="参加市级视察").click()
        await expect(page.get_by_text("没有找到这个姓名的履职档案")).to_be_visible()
        await page.get_by_label("姓名中有").fill("乙")
        await page.get_by_role("button", name="查找").press("Enter")
        await expect(page.get_by_text("共1项")).to_be_visible()
        await stands(seen, "11-a-fact")
        await act(page, "记入乙的档案")
        await said(page, "已记入")
        await expect(page.get_by_text("已提交，待确认")).to_be_visible()
        await page.goto(f"{seen.address}/c/{CITY}/{FILES}/facts?placed=true")
        await expect(page.get_by_role("link", name="参加市级视察")).to_be_visible()
        await seen.check("facts in files")


async def test_ideas_from_paper_are_recorded_one_after_the_other(
    browser: Browser, levels: Levels
) -> None:
    votes = await calls_path.open_hall(levels.house, TOWN)
    async with watched(browser, levels.served.address, "phone") as seen:
        page = await entered(seen, votes.people["collector"], "")
        await seen.go("登记群众建议")
        await expect(page.get_by_text("现在没有公开征集")).to_be_visible()
        await stands(seen, "12-no-call")
    await votes.calling(str(clock.today() + timedelta(days=20)))
    async with watched(browser, levels.served.address, "phone") as seen:
        page = await entered(seen, votes.people["collector"], f"{VOTES}/collect")
        form = page.get_by_role("form", name="代为登记建议")
        await form.get_by_label("标题").fill("修路灯")
        await form.get_by_label("内容").fill("请打电话13800138000联系")
        await form.get_by_role("button", name="代为登记建议").click()
        await expect(form.get_by_text("请填写收集这条建议的联络站")).to_be_visible()
        await form.get_by_label("收集单位").fill("幸福社区联络站")
        await form.get_by_role("button", name="代为登记建议").click()
        await expect(form.get_by_text("请不要填写手机号码")).to_be_visible()
        await form.get_by_label("内容").fill("幸福路的路灯坏了三盏，晚上看不见")
        await stands(seen, "13-an-idea")
        await form.get_by_role("button", name="代为登记建议").click()
        await said(page, "查询码")
        codes = page.get_by_role("region", name="刚登记的1条")
        await expect(codes).to_contain_text("修路灯")
        # The next one begins with who collected, and is empty otherwise.
        await expect(form.get_by_label("收集单位")).to_have_value("幸福社区联络站")
        await expect(form.get_by_label("标题")).to_have_value("")
        await form.get_by_label("标题").fill("通公交")
        await form.get_by_label("内容").fill("盼望公交车通到村口")
        await form.get_by_role("button", name="代为登记建议").press("Enter")
        await expect(page.get_by_role("region", name="刚登记的2条")).to_contain_text("通公交")
        await stands(seen, "14-ideas-recorded")
