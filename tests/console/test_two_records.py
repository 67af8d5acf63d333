"""Two people edit one record: the second is told what changed and loses nothing they typed."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import calls_path
import files_path
import project_path
from chromium import Watched, watched
from county import County
from filing_path import member_id
from playwright.async_api import Browser, Locator, Page, expect
from test_console import picture
from test_filing_story import enter
from test_two_editors import FORM_GROUP, TOLD, changes

from core import clock
from core.testing import Someone

BODY = "town-b"
CODE = "letters_clerk_story"
CONVENE = """mutation($on: Date!, $who: String!) { conveneMeeting(input: { assembly: COUNCIL,
  title: "议事会（两人）", beginsOn: $on, members: [{ name: $who }] }) { id } }"""
END = "mutation($m: ID!, $on: Date!) { closeMeeting(input: { meeting: $m, on: $on }) { id } }"


class Pair:
    """Two browsers of two people, at one page."""

    def __init__(self, mine: Watched, theirs: Watched) -> None:
        self.mine, self.page, self.beside = mine, mine.page, theirs.page

    async def open(self, verb: str) -> tuple[Locator, Locator]:
        """Both open one verb's form, before either sends it."""
        return await opened(self.page, verb), await opened(self.beside, verb)


async def opened(page: Page, verb: str) -> Locator:
    await page.get_by_role("button", name=verb, exact=True).first.click()
    form = page.get_by_role("form", name=verb)
    await expect(form).to_be_visible()
    return form


async def send(form: Locator, verb: str) -> None:
    await form.get_by_role("button", name=verb, exact=True).click()


@asynccontextmanager
async def both(
    browser: Browser, county: County, one: Someone, other: Someone, at: str, size: str = "office"
) -> AsyncGenerator[Pair]:
    address = county.served.address
    async with (
        watched(browser, address, size) as mine,
        watched(browser, address, "office") as theirs,
    ):
        for seen, who in ((mine, one), (theirs, other)):
            page = await enter(seen, who)
            await page.goto(f"{address}/c/{who.body}/p/{at}")
            await expect(page.get_by_role("heading", level=1)).to_be_visible()
        yield Pair(mine, theirs)


async def test_two_drafters_revise_one_candidate(browser: Browser, county: County) -> None:
    house, year = county.house, clock.today().year
    hall = await calls_path.open_hall(house, BODY)
    other = await house.person(BODY, hall.drafting, "candidate_drafter", name="另一经办")
    cycle = await hall.opened(year=year)
    days = {"startsOn": f"{year}-03-01", "dueOn": f"{year}-11-30"}
    draft = await hall.draft(cycle, title="修路灯", **days)
    at = f"people_votes/drafts/{draft}"
    async with both(browser, county, hall.people["drafter"], other, at) as pair:
        form, theirs = await pair.open("修改")
        await form.get_by_label("目标").fill("我写的目标")
        await theirs.get_by_label("项目名称").fill("修路灯和人行道")
        await theirs.get_by_label("投资").fill("7000000")
        await send(theirs, "修改")
        await expect(
            pair.beside.get_by_role("heading", level=1, name="修路灯和人行道")
        ).to_be_visible()
        await pair.page.reload()
        form = pair.page.get_by_role("form", name="修改")
        await expect(form.get_by_label("目标")).to_have_value("我写的目标")
        await send(form, "修改")
        told = await changes(pair.page)
        await expect(told.get_by_role("definition").first).to_have_text("修路灯和人行道")
        await expect(form.get_by_label("目标")).to_have_value("我写的目标")
        await pair.mine.check("what others changed of a candidate")
        await picture(pair.mine, "two-editors-candidate")
        # What was not touched is not put back: it follows what the other wrote.
        await expect(form.get_by_label("项目名称")).to_have_value("修路灯和人行道")
        await send(form, "修改")
        await expect(form).to_have_count(0)
    kept = await hall.see("drafter", draft, "... on CandidateDraft { title target }")
    assert kept == {"title": "修路灯和人行道", "target": "我写的目标"}


async def test_two_of_one_unit_plan_one_project(browser: Browser, county: County) -> None:
    house, year = county.house, clock.today().year
    desk = await project_path.open_desk(house, "town-a")
    other = await house.person("town-a", "government", "project_unit", name="另一经办（项目）")
    _, [project] = await desk.adopted(year=year, title="方案（测试）")
    await desk.plan(project)
    at = f"people_votes/projects/{project}"
    async with both(browser, county, desk.people["unit"], other, at, "phone") as pair:
        form, theirs = await pair.open("制定实施方案")
        await form.get_by_label("目标").fill("我写的目标")
        await theirs.get_by_label("预算").fill("880000")
        await send(theirs, "制定实施方案")
        await expect(theirs).to_have_count(0)
        await send(form, "制定实施方案")
        told = await changes(pair.page)
        await expect(told).to_contain_text("88")
        await expect(form.get_by_label("目标")).to_have_value("我写的目标")
        await pair.mine.check("what others planned")
        await send(form, "制定实施方案")
        await expect(form).to_have_count(0)
    asked = "query($id: ID!) { node(id: $id) { ... on Project { planTarget } } }"
    seen = await house.gql(asked, {"id": project}, by=desk.people["unit"])
    assert seen["node"]["planTarget"] == "我写的目标"


async def test_two_write_one_entry(browser: Browser, county: County) -> None:
    house = county.house
    hall = await files_path.open_hall(house, BODY)
    await hall.open()
    other = await house.person(BODY, hall.organ, "deputy_affairs", name="另一位工作人员")
    today = clock.today().isoformat()
    draft = await hall.log(hall.office, "丙", submit=False, heldOn=today, text="走访三户")
    at = f"deputy_files/drafts/{draft['id']}"
    async with both(browser, county, hall.office, other, at) as pair:
        form, theirs = await pair.open("修改")
        await form.get_by_label("做了什么").fill("我写的内容")
        await theirs.get_by_label("地点").fill("东街社区")
        await theirs.get_by_label("做了什么").fill("走访四户")
        await send(theirs, "修改")
        await expect(theirs).to_have_count(0)
        await send(form, "修改")
        told = await changes(pair.page)
        await expect(told.get_by_role("definition").first).to_have_text("东街社区")
        await expect(told).to_contain_text("走访四户")
        await expect(form.get_by_label("做了什么")).to_have_value("我写的内容")
        await pair.mine.check("what others wrote in an entry")
        await send(form, "修改")
        await expect(form).to_have_count(0)
        await expect(pair.page.get_by_text("我写的内容").first).to_be_visible()


async def test_two_change_one_group(browser: Browser, county: County) -> None:
    house = county.house
    people = [
        await house.person("county-a", "office", "deputy_affairs", name=name)
        for name in ("组甲（测试）", "组乙（测试）")
    ]
    made = await house.gql(FORM_GROUP.replace("第一小组", "两人同改的小组"), by=people[0])
    group = made["formDeputyGroup"]["id"]
    join = """mutation($group: ID!, $member: ID!) { changeDeputyGroup(input: {
      group: $group, joining: [{ member: $member }] }) { id } }"""
    await house.gql(join, {"group": group, "member": member_id(people[0])}, by=people[0])
    at = f"core/groups/{group}"
    async with both(browser, county, people[0], people[1], at) as pair:
        form, theirs = await pair.open("调整成员")
        leaving = [one.get_by_role("checkbox", name="组甲（测试）") for one in (form, theirs)]
        await leaving[0].last.check()
        await leaving[1].last.check()
        await send(theirs, "调整成员")
        await expect(theirs).to_have_count(0)
        await send(form, "调整成员")
        told = await changes(pair.page)
        await expect(told.get_by_role("term")).to_have_text(["成员"])
        await pair.mine.check("who others took out of a group")


async def test_two_define_one_role(browser: Browser, county: County) -> None:
    people = [
        await county.house.person("county-a", "office", "admin", name=name)
        for name in ("角甲（测试）", "角乙（测试）")
    ]
    async with both(browser, county, people[0], people[1], "core/roles") as pair:
        form, theirs = await pair.open("自定义角色")
        for one, name in ((form, "来信经办"), (theirs, "来信登记")):
            await one.get_by_label("名称", exact=True).fill(name)
            await one.get_by_label("代码", exact=True).fill(CODE)
            await one.get_by_role("checkbox").first.check()
        await send(theirs, "自定义角色")
        await expect(theirs).to_have_count(0)
        await expect(pair.beside.get_by_text("来信登记")).to_be_visible()
        await send(form, "自定义角色")
        page = pair.page
        await expect(page.get_by_role("alert").filter(has_text=TOLD)).to_be_visible()
        await expect(form.get_by_label("名称", exact=True)).to_have_value("来信经办")
        await expect(page.get_by_role("listitem").filter(has_text="来信登记")).to_be_visible()
        await pair.mine.check("a role that somebody else defined meanwhile")
        await picture(pair.mine, "two-editors-role")
        await send(form, "自定义角色")
        await expect(form).to_have_count(0)
        await expect(page.get_by_role("listitem").filter(has_text="来信经办")).to_be_visible()


async def test_what_is_typed_stays_where_the_meeting_ends_elsewhere(
    browser: Browser, county: County
) -> None:
    house = county.house
    who = await house.person("county-a", "office", "session_secretary", name="会甲（测试）")
    made = await house.gql(CONVENE, {"on": clock.today().isoformat(), "who": "与会甲"}, by=who)
    meeting = made["conveneMeeting"]["id"]
    async with watched(browser, county.served.address, "office") as seen:
        page = await enter(seen, who)
        await page.goto(f"{seen.address}/c/county-a/p/core/meetings/{meeting}")
        form = await opened(page, "登记：与会甲")
        await form.get_by_role("combobox").select_option("LEAVE")
        await house.gql(END, {"m": meeting, "on": clock.today().isoformat()}, by=who)
        await send(form, "登记：与会甲")
        await expect(page.get_by_role("alert").filter(has_text="已经闭会")).to_be_visible()
        await expect(form.get_by_role("combobox")).to_have_value("LEAVE")
        await page.reload()
        form = page.get_by_role("form", name="登记：与会甲")
        await expect(form.get_by_role("combobox")).to_have_value("LEAVE")
