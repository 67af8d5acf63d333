"""A vote on livelihood projects by the screen: on paper from the office, by name on a phone."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from chromium import Watched, watched
from naming import OPPOSE, cast
from playwright.async_api import Browser, Locator, Page, expect
from polling import Polling, add_cycle, open_polling, votes
from test_console import picture, sign_in

from core import clock, global_id
from core.testing import OpenHouse, Served, Someone
from plugins.people_votes.rules import Decider

BODY = "town-a"
LONG = (
    "第十九届人民代表大会第二次会议关于票决全镇年度民生实事项目的表决"
    "（包括农村道路硬化、幸福食堂和卫生院改造）"
)
VOTERS = 9
TELLERS = {"teller1": "计票员甲", "teller2": "计票员乙"}


@dataclass
class Hall:
    """A town whose deputies are about to vote, and who serves it."""

    polling: Polling
    served: Served


@pytest.fixture(scope="module")
async def hall(browser: Browser, open_house: OpenHouse) -> AsyncGenerator[Hall]:
    """The meeting sits and everybody is there; what follows is done by the screen."""
    async with open_house() as house:
        polling = await open_polling(house, BODY)
        for who, name in TELLERS.items():
            polling.people[who] = await house.person(BODY, polling.organ, "teller", name=name)
        await polling.practise("method", "each")
        await polling.practise("shortage", "fewer")
        await polling.convene()
        with house.served() as served:
            yield Hall(polling, served)


@asynccontextmanager
async def signed_in(
    browser: Browser, hall: Hall, who: Someone, path: str, size: str = "office"
) -> AsyncGenerator[Watched]:
    """Somebody's own browser, at a page of the plugin."""
    async with watched(browser, hall.served.address, size) as seen:
        await seen.page.goto(f"{seen.address}/c/{BODY}/p/people_votes/{path}")
        await sign_in(seen, who.login)
        await expect(seen.page.get_by_role("navigation").first).to_be_visible()
        await expect(seen.page.get_by_role("heading", level=1)).to_be_visible()
        await expect(seen.page.get_by_text("正在加载")).to_have_count(0)
        yield seen


async def act(page: Page, name: str, **filled: str) -> None:
    """Open a verb, fill in its fields, send it."""
    await page.get_by_role("button", name=name, exact=True).first.click()
    form = page.get_by_role("form", name=name)
    for label, value in filled.items():
        await fill(form, label, value)
    await form.get_by_role("button", name=name, exact=True).click()


async def fill(form: Locator, label: str, value: str) -> None:
    await form.get_by_label(label).first.fill(value)


async def prepared(browser: Browser, hall: Hall) -> str:
    """The office prepares the vote, and records its method and its officials."""
    polling = hall.polling
    tellers = [*TELLERS.values()]
    async with signed_in(browser, hall, polling.people["secretary"], "cycles") as seen:
        page = seen.page
        await a_township_holds_no_standing_committee(seen)
        await seen.check("the cycles")
        await page.get_by_role("link", name="2025年度民生实事（测试）").click()
        await expect(page.get_by_role("list", name="进展")).to_contain_text("进行中")
        await seen.check("the board of a cycle")
        await picture(seen, "office-votes-1-board")
        await page.get_by_role("button", name="筹备票决").click()
        form = page.get_by_role("form", name="筹备票决")
        await form.get_by_label("在哪次会议上").select_option(index=1)
        await fill(form, "名称", LONG)
        await fill(form, "票决办法的名称", "票决办法（测试）")
        await seen.check("the form of a vote")
        await form.get_by_role("button", name="筹备票决").click()
        await expect(page.get_by_role("heading", name=LONG, level=1)).to_be_visible()
        await act(
            page, "登记票决办法通过", 由什么会议通过="预备会议", 票决办法="全体代表过半数通过。"
        )
        await expect(page.get_by_text("票决工作人员登记会议通过的监票人")).to_be_visible()
        await page.get_by_role("button", name="登记监票人、计票人").click()
        form = page.get_by_role("form", name="登记监票人、计票人")
        await fill(form, "由什么会议通过", "预备会议")
        chief, other = (one["name"] for one in polling.members[:2])
        await form.get_by_label("总监票人").select_option(label=chief)
        await form.get_by_role("group", name="监票人").get_by_label(other, exact=True).check()
        for teller in tellers:
            await form.get_by_role("group", name="计票人").get_by_label(teller, exact=True).check()
        await seen.check("naming the officials")
        await form.get_by_role("button", name="登记监票人、计票人").click()
        await expect(page.get_by_role("region", name="监票人、计票人")).to_contain_text(tellers[1])
        await seen.check("a prepared vote")
        return page.url.rsplit("/", 1)[1]


async def a_township_holds_no_standing_committee(seen: Watched) -> None:
    """What would be refused here is not offered."""
    page, cycles = seen.page, seen.page.url
    await page.goto(f"{seen.address}/c/{BODY}/p/core/meetings")
    await page.get_by_role("button", name="召开会议").click()
    form = page.get_by_role("form", name="召开会议")
    offered = await form.get_by_label("什么会议").locator("option").all_inner_texts()
    assert "人民代表大会会议" in offered
    assert "人大常委会会议" not in offered
    await form.get_by_role("button", name="取消").click()
    await page.goto(cycles)


async def counts(seen: Watched, teller: str, approve: tuple[int, int, int]) -> None:
    """A teller enters what they counted of nine papers."""
    page = seen.page
    await page.get_by_role("button", name="录入计票").click()
    form = page.get_by_role("form", name="录入计票")
    await fill(form, "有效票", str(VOTERS))
    for title, many in zip(("项目甲", "项目乙", "项目丙"), approve, strict=True):
        item = form.get_by_role("group", name=title)
        await fill(item, "赞成", str(many))
        await fill(item, "反对", str(VOTERS - many))
        await fill(item, "弃权", "0")
    await seen.check(f"the count of {teller}")
    await form.get_by_role("button", name="录入计票").click()
    await expect(page.get_by_role("status").filter(has_text="计票已录入")).to_be_visible()


async def test_a_paper_vote_from_its_preparation_to_the_wall_of_the_hall(
    browser: Browser, hall: Hall
) -> None:
    polling = hall.polling
    polling.round = round_id = await prepared(browser, hall)
    chair, at = polling.people["chair"], f"votes/{round_id}"
    async with signed_in(browser, hall, chair, at) as led:
        await act(led.page, "宣布开始投票")
        await act(led.page, "宣布投票结束")
        await expect(led.page.get_by_text("两名计票人各自录入张数和计票")).to_be_visible()
        first, second = (polling.people[one] for one in ("teller1", "teller2"))
        async with (
            signed_in(browser, hall, first, at) as one,
            signed_in(browser, hall, second, at) as two,
        ):
            await act(one.page, "录入张数", 印制="14", 发出="9", 收回="9", 剩余="5")
            await act(two.page, "录入张数", 印制="14", 发出="9", 收回="9", 剩余="5")
            both = "、".join(TELLERS.values())
            told = f"印制14张（{both}）；剩余5张（{both}）"
            await expect(two.page.get_by_text(told)).to_be_visible()
            await counts(one, "the first teller", (8, 6, 3))
            await expect(one.page.get_by_text("等另一名计票人录入")).to_be_visible()
            # Neither sees what the other entered before both have.
            await two.page.reload()
            table = two.page.get_by_role("table", name="两名计票人的录入")
            await expect(table).not_to_contain_text("赞成")
            await counts(two, "the second teller", (8, 5, 3))
            told = two.page.get_by_role("alert").filter(has_text="两名计票人的数不一致")
            await expect(told).to_contain_text("项目乙")
            line = table.get_by_role("row", name="2. 项目乙 赞成")
            await expect(line).to_contain_text("6")
            await expect(line).to_contain_text("不一致")
            await expect(table.get_by_role("row", name="1. 项目甲 赞成")).to_contain_text("一致")
            await two.check("two counts that differ")
            await picture(two, "office-votes-2-differs")
            await one.page.get_by_role("button", name="看最新情况").first.click()
            await expect(one.page.get_by_role("alert")).to_contain_text("项目乙")
            await counts(one, "the first teller again", (8, 6, 3))
            await counts(two, "the second teller again", (8, 6, 3))
            await expect(two.page.get_by_text("两名计票人的数一致")).to_be_visible()
            await two.check("two counts that agree")
        for number, scrutineer in enumerate(polling.scrutineers):
            if number:
                await polling.do(scrutineer, "confirmCount", round=round_id)
                continue
            async with signed_in(browser, hall, scrutineer, at, "phone") as seen:
                await seen.check("the scrutineer's phone")
                compared = seen.page.get_by_role("columnheader", name="比较")
                await compared.scroll_into_view_if_needed()
                place, window = await compared.bounding_box(), seen.page.viewport_size
                assert place
                assert window
                assert place["x"] + place["width"] <= window["width"]
                await picture(seen, "phone-votes-3-scrutineer")
                await act(seen.page, "确认计票")
                await expect(seen.page.get_by_text("已确认 ")).to_be_visible()
        async with signed_in(browser, hall, first, f"{at}/screen") as wall:
            await expect(wall.page.get_by_text("宣布以前没有任何票数")).to_be_visible()
            await wall.check("the wall before")
            await led.page.get_by_role("button", name="看最新情况").first.click()
            await act(led.page, "宣布结果")
            # Nobody touches the wall: it is told.
            await expect(wall.page.get_by_role("table", name="")).to_contain_text("✓ 选中")
            await expect(wall.page.get_by_text("第十四条").first).to_be_visible()
            await wall.check("the wall of the hall")
            await picture(wall, "office-votes-4-wall")
        await led.page.get_by_role("link", name="打印统计单").click()
        await expect(led.page.get_by_text("现在宣布").first).to_be_visible()
        await led.check("the tally sheet")
        mark = led.page.locator("main").get_by_text("演示样例·非正式公文")
        await expect(mark).to_be_hidden()
        await led.page.emulate_media(media="print")
        await expect(mark).to_be_visible()
        await led.page.emulate_media(media="screen")
        await picture(led, "office-votes-5-sheet")
        note = led.page.get_by_text("and so stay in Chinese")
        await expect(note).to_have_count(0)
        await led.page.get_by_role("button", name="English").click()
        await expect(note).to_be_visible()
    told = await polling.see("secretary", "state tally { items { title chosen } }")
    assert told["state"] == "ANNOUNCED"
    assert [one["title"] for one in told["tally"]["items"] if one["chosen"]] == ["项目甲", "项目乙"]


async def test_a_deputy_votes_by_name_and_nobody_else_sees_the_choice(
    browser: Browser, hall: Hall
) -> None:
    polling = hall.polling
    for setting, value in {"secret": False, "electronic": True}.items():
        await polling.practise(setting, value)
    name, titles = "2026年度民生实事（测试）", ("项目甲", "项目乙", "项目丙")
    cycle = await add_cycle(polling.house, BODY, titles, Decider.CONGRESS, name)
    polling.cycle = global_id("Cycle", cycle)
    round_id = await polling.prepared(mode="NAMED_ELECTRONIC")
    await polling.do("chair", "openVote", round=round_id)
    voter, other = polling.deputies[3], polling.deputies[4]
    async with (
        signed_in(browser, hall, polling.people["chair"], f"votes/{round_id}") as board,
        signed_in(browser, hall, voter, "votes", "phone") as seen,
    ):
        page = seen.page
        # Who presides is not on the roll: nothing leads to a ballot that would be refused.
        await expect(board.page.get_by_text("大屏显示")).to_be_visible()
        await expect(board.page.get_by_role("link", name="去投票")).to_have_count(0)
        watching = board.page.get_by_role("region", name="监票人", exact=True)
        await expect(watching).to_contain_text("总监票人")
        await expect(watching).not_to_contain_text("尚未确认")
        await seen.check("the votes on a phone")
        await page.get_by_role("link", name="2025年度民生实事项目票决（测试）").first.click()
        await page.get_by_role("link", name="去投票").click()
        form = page.get_by_role("form", name="提交表决")
        for title, mark in (("项目甲", "赞成"), ("项目丙", "弃权")):
            await form.get_by_role("group", name=title).get_by_text(mark).click()
        await one_item_is_missing(page, form)
        for kept in ("sessionStorage", "localStorage"):
            stored = await page.evaluate(f"() => JSON.stringify({kept})")
            assert "approve" not in stored
            assert "abstain" not in stored
        await seen.check("a ballot with an item that was left out")
        await form.get_by_role("button", name="2. 项目乙").click()
        await expect(form.get_by_role("group", name="项目乙").get_by_label("赞成")).to_be_focused()
        await form.get_by_role("group", name="项目乙").get_by_text("反对").click()
        await seen.check("the ballot")
        await picture(seen, "phone-votes-6-ballot")
        await form.get_by_role("button", name="提交表决").dblclick()
        await expect(form.get_by_text("请核对：还没有提交。")).to_be_visible()
        await expect(form.get_by_role("alert")).to_have_count(0)
        await expect(form.get_by_role("listitem").nth(1)).to_have_text("项目乙 反对")
        assert await ballots_in(polling, round_id) == 0
        await seen.check("the ballot once more")
        await form.get_by_role("button", name="确认提交").click()
        own = page.get_by_role("region", name="我的选择")
        await expect(own).to_contain_text("项目乙 反对")
        await seen.check("one's own ballot")
        await picture(seen, "phone-votes-7-own")
        await expect(page.get_by_role("button", name="提交表决")).to_have_count(0)
        turnout = board.page.get_by_role("region", name="投票进度")
        await expect(turnout).to_contain_text(f"1 / {VOTERS}")
        answer: dict[str, Any] = await cast_in(polling, round_id, other)
        assert not answer.get("errors")
        await expect(turnout).to_contain_text(f"2 / {VOTERS}")
        await expect(page.get_by_role("region", name="投票进度")).to_contain_text(f"2 / {VOTERS}")
        await board.check("the turnout")
        await board.page.goto(f"{board.address}/c/{BODY}/p/people_votes/votes/{round_id}/ballot")
        await expect(board.page.get_by_role("heading", level=1)).to_be_visible()
        await expect(board.page.get_by_text("我的选择")).to_have_count(0)
        assert "反对" not in await board.page.locator("main").inner_text()
        await polling.do("chair", "closeVote", round=round_id)
        await polling.do("chair", "announceResult", round=round_id)
        await page.goto(f"{seen.address}/c/{BODY}/p/people_votes/votes/{round_id}")
        await page.get_by_role("link", name="看我的选择").click()
        await expect(own).to_contain_text("项目乙 反对")
        await board.page.goto(f"{board.address}/c/{BODY}/p/people_votes/votes/{round_id}")
        await expect(board.page.get_by_text("打印统计单")).to_be_visible()
        await expect(board.page.get_by_role("link", name="看我的选择")).to_have_count(0)


async def one_item_is_missing(page: Page, form: Locator) -> None:
    """The first press says which item has no choice, in the page, to whoever uses the keyboard."""
    await form.get_by_role("button", name="提交表决").focus()
    await page.keyboard.press("Enter")
    await expect(form.get_by_text("请核对：还没有提交。")).to_be_focused()
    told = form.get_by_role("alert")
    await expect(told).to_contain_text("有1项没有选择")
    await expect(told.get_by_role("button")).to_have_text(["2. 项目乙"])
    await expect(form.get_by_role("button", name="仍然提交")).to_be_visible()


async def ballots_in(polling: Polling, round_id: str) -> int:
    """How many have voted."""
    polling.round = round_id
    told = await polling.see("secretary", "turnout { cast }")
    return int(told["turnout"]["cast"])


async def test_what_nobody_counted_stands_in_no_table(browser: Browser, hall: Hall) -> None:
    """Where papers only choose, tellers count approvals: no column says that nobody opposed."""
    polling = hall.polling
    for setting, value in {"secret": True, "electronic": False, "method": "choose"}.items():
        await polling.practise(setting, value)
    titles = ("项目甲", "项目乙", "项目丙")
    cycle = await add_cycle(
        polling.house, BODY, titles, Decider.CONGRESS, "2027年度民生实事（测试）"
    )
    polling.cycle = global_id("Cycle", cycle)
    round_id = await polling.prepared(places=2)
    await polling.counted([votes(8, 0), votes(6, 0), votes(3, 0)], valid=VOTERS)
    async with signed_in(browser, hall, polling.people["secretary"], f"votes/{round_id}") as seen:
        page = seen.page
        for place in ("", "/screen", "/sheet"):
            where = f"{seen.address}/c/{BODY}/p/people_votes/votes/{round_id}{place}"
            await page.goto(where)
            table = page.get_by_role("group", name="各项目的得票").get_by_role("table")
            await expect(table.get_by_role("columnheader", name="赞成")).to_be_visible()
            await expect(table.get_by_role("row", name="1. 项目甲")).to_contain_text("8")
            for word in ("反对", "弃权"):
                await expect(table.get_by_role("columnheader", name=word)).to_have_count(0)
        await seen.check("a sheet of approvals")
        await page.goto(f"{seen.address}/c/{BODY}/p/people_votes/cycles/{polling.cycle}")
        told = page.get_by_role("region", name="下一步")
        await expect(told).to_contain_text("结果已经宣布")
        await expect(told).not_to_contain_text("筹备票决。宣布结果以后")


IN_SIGHT = """() => [...document.querySelectorAll('.big-screen tbody tr')].filter((row) => {
  const at = row.getBoundingClientRect();
  return at.left >= 0 && at.top >= 0 && at.right <= innerWidth && at.bottom <= innerHeight;
}).map((row) => row.querySelector('th').textContent.split('.')[0])"""
WORKING_IN_SIGHT = """() => [...document.querySelectorAll('.working > li')].filter((line) => {
  const at = line.getBoundingClientRect();
  return at.left >= 0 && at.top >= 0 && at.right <= innerWidth && at.bottom <= innerHeight;
}).length"""
FEW = ["项目甲", "项目乙", "项目丙", "全镇农村道路硬化、幸福食堂、卫生院改造和饮水安全巩固提升" * 2]
MANY = [f"候选项目之第{one}项：村道硬化和路灯安装" for one in range(1, 25)]
WALL = {"width": 1920, "height": 1080}
SMALL = {"width": 1366, "height": 768}


@pytest.mark.parametrize(
    ("year", "titles", "places", "sizes"),
    [(2028, FEW, 3, [WALL, SMALL]), (2029, MANY, 21, [WALL, SMALL])],
    ids=["few", "many"],
)
async def test_the_wall_shows_everything_to_a_hall_without_a_mouse(
    browser: Browser, hall: Hall, year: int, titles: list[str], places: int, sizes: list[Any]
) -> None:
    """On one screen where it fits, else screen after screen, by itself and by the arrows."""
    polling = hall.polling
    for setting, value in {"secret": True, "electronic": False, "method": "choose"}.items():
        await polling.practise(setting, value)
    name = f"{year}年度民生实事（测试）"
    cycle = await add_cycle(polling.house, BODY, titles, Decider.CONGRESS, name)
    polling.cycle = global_id("Cycle", cycle)
    round_id = await polling.prepared(places=places)
    counts = [votes(7 - at % 3, 0) for at in range(len(titles))]
    await polling.counted(counts, valid=VOTERS)
    who, at = polling.people["secretary"], f"votes/{round_id}/screen"
    async with signed_in(browser, hall, who, at) as seen:
        page, screens = seen.page, 1
        for size in sizes:
            await page.set_viewport_size(size)
            await page.reload()
            await expect(page.get_by_role("table")).to_be_visible()
            named = f"wall-{len(titles)}-{size['width']}"
            rows, lines, screens = await everything(seen, named)
            assert rows == [str(one) for one in range(1, len(titles) + 1)]
            assert lines == await page.locator(".working > li").count()
            if titles is FEW:
                assert screens == 1
            await seen.check(f"the wall with {len(titles)} at {size['width']}")
        if screens > 1:
            before = await page.get_by_text("第1屏").count()
            await expect(page.get_by_text("第2屏" if before else "第1屏")).to_be_visible()


async def everything(seen: Watched, named: str) -> tuple[list[str], int, int]:
    """What is in sight, screen after screen: rows, lines of the working, how many screens."""
    page, turns = seen.page, seen.page.locator(".turning > span")
    screens = 1
    if await turns.count():
        screens = int((await turns.inner_text()).split("共")[1].removesuffix("屏"))
    rows, lines = set[str](), 0
    for turn in range(screens):
        rows |= set(await page.evaluate(IN_SIGHT))
        lines += await page.evaluate(WORKING_IN_SIGHT)
        await picture(seen, f"{named}-{turn}")
        if screens > 1:
            await page.keyboard.press("ArrowRight")
            following = f"第{(turn + 1) % screens + 1}屏"
            await expect(turns).to_contain_text(following)
    return sorted(rows, key=int), lines, screens


OPEN_CYCLE = """mutation($year: Int!) { openCycle(input: {
  year: $year, title: "下一年度民生实事项目票决", decider: CONGRESS}) { id } }"""


async def test_a_call_is_corrected_and_one_begun_by_mistake_withdrawn(
    browser: Browser, hall: Hall
) -> None:
    house, secretary = hall.polling.house, hall.polling.people["secretary"]
    year = clock.today().year + 1
    cycle = (await house.gql(OPEN_CYCLE, {"year": year}, by=secretary))["openCycle"]["id"]
    note = "不涉及国家秘密、工作秘密，可以公开。"
    async with signed_in(browser, hall, secretary, f"cycles/{cycle}") as seen:
        page = seen.page
        called = {"征集公告": "请提建议", "公开前的保密审查意见": note}
        await act(page, "开始公开征集", **called, 截止日期="2126-12-20")
        form = page.get_by_role("form", name="开始公开征集")
        await expect(form.get_by_text(f"这一轮的实施年度是{year}年")).to_be_visible()
        await fill(form, "截止日期", f"{year}-12-20")
        await form.get_by_role("button", name="开始公开征集", exact=True).click()
        corrected = {"征集公告": "请对道路提建议", "更正的理由": "写错了范围"}
        corrected |= {"截止日期": f"{year}-01-20", "更正后的内容公开前的保密审查意见": note}
        await act(page, "更正征集公告", **corrected)
        call = page.get_by_role("region", name="公开征集", exact=True)
        await expect(call.get_by_text("请对道路提建议")).to_be_visible()
        await expect(call.get_by_text("写错了范围")).to_be_visible()
        await seen.check("a corrected call")
        await act(page, "撤回公开征集", 撤回的理由="误操作")
        await expect(call.get_by_text("撤回：误操作")).to_be_visible()
        await expect(page.get_by_role("button", name="开始公开征集")).to_be_visible()
        await expect(page.get_by_role("button", name="更正征集公告")).to_have_count(0)


async def cast_in(polling: Polling, round_id: str, by: Someone) -> dict[str, Any]:
    polling.round = round_id
    return await cast(polling, by, OPPOSE)
