"""What an admin does in the console, in a real browser, on an office screen and on a phone."""

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chromium import LOOK, SIZES, Watched, watched
from county import County, forget_attempts
from playwright.async_api import Browser, expect

from core.testing import PASSWORD

PLUGIN = "代表履职档案"
PERIOD = "filing_review.filing_period"


async def sign_in(seen: Watched, login: str, password: str = PASSWORD) -> None:
    await seen.page.get_by_label("登录名").fill(login)
    await seen.page.get_by_label("密码").fill(password)
    await seen.page.get_by_role("button", name="登录").click()


async def picture(seen: Watched, name: str) -> None:
    """For whoever wants to look: where RENDA_PICTURES names a folder, the whole page goes there."""
    folder = os.environ.get("RENDA_PICTURES")
    if folder:
        # What stays in sight while one scrolls would stand in the middle of the whole page.
        await seen.page.evaluate("() => scrollTo(0, 0)")
        await seen.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def opened(seen: Watched, county: County, path: str = "") -> Any:
    """A page of the county, with its admin signed in."""
    await forget_attempts(county.house)
    await seen.page.goto(f"{seen.address}/c/county-a/{path}")
    await sign_in(seen, county.admin.login)
    await expect(seen.page.get_by_role("navigation").first).to_be_visible()
    return seen.page


@pytest.mark.parametrize("size", SIZES)
async def test_an_admin_from_signing_in_to_signing_out(
    browser: Browser, county: County, size: str
) -> None:
    async with watched(browser, county.served.address, size) as seen:
        page = seen.page
        await page.goto(seen.address)
        await seen.check("choosing a body")
        await page.get_by_label("机构代码").fill("county-a")
        await page.get_by_role("button", name="进入").click()
        await sign_in(seen, county.admin.login, "wrong-password")
        await expect(page.get_by_role("alert")).to_contain_text("不正确")
        await seen.check("a wrong password")
        await picture(seen, f"{size}-1-sign-in")
        await sign_in(seen, county.admin.login)

        await expect(page.get_by_role("heading", name="待办", exact=True)).to_be_visible()
        counts = page.get_by_role("list", name="各有多少")
        await expect(counts).to_contain_text("1 已逾期")
        arrived = "{ receivedPackages(state: ARRIVED) { totalCount } }"
        waiting = (await county.house.gql(arrived, by=county.admin))["receivedPackages"]
        assert waiting["totalCount"] > 0
        await expect(counts).to_contain_text(f"{waiting['totalCount']} 待签收的来件")
        await expect(page.get_by_text("人民政府（测试）").first).to_be_visible()
        await page.get_by_text("依据和计算过程").first.click()
        await seen.check("home")
        await picture(seen, f"{size}-2-home")

        await seen.go("插件")
        entry = page.get_by_role("article", name=PLUGIN)
        await entry.get_by_text("增加的内容").click()
        await seen.check("the catalogue")
        await picture(seen, f"{size}-3-catalogue")
        await entry.get_by_role("button", name="启用…").click()
        await entry.get_by_label("依据的名称").fill("代表履职管理办法（测试）")
        await entry.get_by_role("button", name="先看有什么变化").click()
        await expect(entry.get_by_text("启用后的变化")).to_be_visible()
        await seen.check("the dry run")
        await picture(seen, f"{size}-4-dry-run")
        await entry.get_by_role("button", name=f"启用“{PLUGIN}”").click()
        await expect(page.get_by_text(f"已启用“{PLUGIN}”。")).to_be_visible()
        assert await _on(county) == {"deputy_files", "filing_review"}
        await entry.get_by_role("button", name="停用…").click()
        await expect(entry.get_by_text("没有未办结的事项。")).to_be_visible()
        await seen.check("before turning off")
        await picture(seen, f"{size}-5-turn-off")
        await entry.get_by_role("button", name=f"停用“{PLUGIN}”").click()
        await expect(page.get_by_text(f"已停用“{PLUGIN}”。")).to_be_visible()
        assert await _on(county) == {"filing_review"}

        await seen.go("做法")
        await expect(page.get_by_role("heading", name="做法", level=1)).to_be_visible()
        await expect(page.get_by_role("article").first).to_be_visible()
        await seen.check("practice")
        await picture(seen, f"{size}-6-practice")
        title, held = await _held(county)
        wanted = held["amount"] - 1
        await page.get_by_label("按名称查找").fill(title)
        await expect(page.get_by_role("article")).to_have_count(1)
        await page.get_by_role("link", name=f"另行规定：{title}").click()
        await page.get_by_label("数量").fill("300")
        await page.get_by_label("规定的名称").fill("本机构办法（测试）")
        await page.get_by_label("条文").fill("第三条")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_role("alert")).to_contain_text("第")
        await expect(page.get_by_label("数量")).to_have_value("300")
        await seen.check("a refused value")
        await picture(seen, f"{size}-7-refused")
        await page.reload()
        await expect(page.get_by_label("规定的名称")).to_have_value("本机构办法（测试）")
        await expect(page.get_by_label("数量")).to_have_value("300")
        await page.get_by_label("数量").fill(str(wanted))
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_text("已保存“")).to_be_visible()
        assert (await _held(county))[1]["amount"] == wanted

        # What one saved oneself is not told as changed by others when one is refused next.
        await page.get_by_role("link", name=f"另行规定：{title}").click()
        await page.get_by_label("数量").fill("300")
        await page.get_by_label("规定的名称").fill("本机构办法（测试）")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_role("alert")).to_contain_text("第")
        await expect(page.get_by_text("别人改动")).to_have_count(0)
        await page.get_by_role("link", name="放弃所填内容").click()

        await page.get_by_role("button", name="退出登录").click()
        await expect(page.get_by_label("登录名")).to_be_visible()
        await seen.check("signed out")
        assert await page.evaluate("() => Object.keys(sessionStorage)") == []


async def _on(county: County) -> set[str]:
    asked = "{ body { plugins { name enabled } } }"
    told = await county.house.gql(asked, by=county.admin)
    return {one["name"] for one in told["body"]["plugins"] if one["enabled"]}


async def _held(county: County) -> tuple[str, Any]:
    asked = f'{{ practice(settings: ["{PERIOD}"]) {{ title holding {{ value }} }} }}'
    (entry,) = (await county.house.gql(asked, by=county.admin))["practice"]
    return entry["title"], entry["holding"]["value"]


async def test_as_which_organ_one_acts_is_chosen_above(browser: Browser, county: County) -> None:
    async with watched(browser, county.served.address, "phone") as seen:
        page = await opened(seen, county)
        counts = page.get_by_role("list", name="各有多少")
        # Other stories of this county send packages too: what is there is what comes back.
        await expect(counts).to_contain_text(re.compile("[1-9] 待签收的来件"))
        number = re.findall(r"(\d+)\s*待签收的来件", await counts.inner_text())[0]
        await page.get_by_label("当前机关").select_option("office")
        await expect(counts).to_contain_text("0 待签收的来件")
        await expect(page.get_by_label("当前机关")).to_have_value("office")
        await seen.check("as the office")
        await page.get_by_label("当前机关").select_option("legislative_affairs_commission")
        await expect(counts).to_contain_text(f"{number} 待签收的来件")


async def test_another_window_says_for_which_organ_it_goes_on(
    browser: Browser, county: County
) -> None:
    """The session acts for one organ: a page that shows another does nothing before one chose."""
    async with watched(browser, county.served.address, "office") as seen:
        page = await opened(seen, county, f"practice/{PERIOD}")
        await page.get_by_label("规定的名称").fill("写到一半的办法")
        other = await page.context.new_page()
        await other.goto(page.url)
        await other.get_by_label("当前机关").select_option("office")
        await expect(other.get_by_label("当前机关")).to_have_value("office")
        told = page.get_by_role("alert")
        await expect(told).to_contain_text("您已在另一个窗口切换到")
        assert await page.locator("[inert]").get_by_label("规定的名称").count() == 1
        assert await page.evaluate(LOOK) == []
        await picture(seen, "office-switched")
        await told.get_by_role("button", name="切换回").click()
        await expect(told).to_have_count(0)
        await expect(page.locator("[inert]")).to_have_count(0)
        await expect(page.get_by_label("规定的名称")).to_have_value("写到一半的办法")
        await expect(other.get_by_role("alert")).to_contain_text("您已在另一个窗口切换到")
        await other.get_by_role("button", name="改用").click()
        await expect(other.get_by_role("alert")).to_have_count(0)
        organ = "legislative_affairs_commission"
        await expect(other.get_by_label("当前机关")).to_have_value(organ)
        assert seen.faults == []


async def test_what_was_typed_outlives_the_session_and_the_network(
    browser: Browser, county: County
) -> None:
    async with watched(browser, county.served.address, "office") as seen:
        page = await opened(seen, county, f"practice/{PERIOD}")
        await page.get_by_label("规定的名称").fill("写到一半的办法")
        await page.context.set_offline(True)
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_role("alert")).to_contain_text("连不上服务器")
        await expect(page.get_by_label("规定的名称")).to_have_value("写到一半的办法")
        await page.context.set_offline(False)
        await county.house.gql("mutation { signOut }", by=await _same_session(county, page))
        await page.get_by_label("条文").fill("第九条")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_text("未提交的内容还在")).to_be_visible()
        await sign_in(seen, county.admin.login)
        await expect(page.get_by_label("规定的名称")).to_have_value("写到一半的办法")
        await expect(page.get_by_label("条文")).to_have_value("第九条")


async def test_what_was_typed_is_shown_to_nobody_else(browser: Browser, county: County) -> None:
    """Somebody else of the very same name signs in where the session of the first one ended."""
    roles = ("admin", "registry_clerk")
    other = await county.house.person("county-a", "office", *roles, name="王小明（测试）")
    async with watched(browser, county.served.address, "office") as seen:
        page = await opened(seen, county, f"practice/{PERIOD}")
        await page.get_by_label("规定的名称").fill("写到一半的办法")
        await county.house.gql("mutation { signOut }", by=await _same_session(county, page))
        await page.get_by_label("条文").fill("第九条")
        await page.get_by_role("button", name="保存").click()
        await sign_in(seen, other.login)
        await expect(page.get_by_label("规定的名称")).to_have_value("")
        kept = await page.evaluate("() => JSON.stringify(sessionStorage)")
        assert "写到一半" not in kept
        assert "第九条" not in kept


async def test_signing_out_leaves_nothing_in_another_window(
    browser: Browser, county: County
) -> None:
    async with watched(browser, county.served.address, "office") as seen:
        page = await opened(seen, county)
        other = await page.context.new_page()
        await other.goto(f"{seen.address}/c/county-a/practice/{PERIOD}")
        await other.get_by_label("规定的名称").fill("写到一半的办法")
        await page.get_by_role("button", name="退出登录").click()
        await expect(other.get_by_label("登录名")).to_be_visible()
        assert await other.evaluate("() => Object.keys(sessionStorage)") == []


async def _same_session(county: County, page: Any) -> Any:
    """The browser's own session, for ending it from elsewhere."""
    (cookie,) = await page.context.cookies()
    assert cookie["name"] == "renda-county-a"
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, False, "Strict")
    return replace(county.admin, token=cookie["value"])


async def test_who_may_not_turn_on_is_not_offered_it(browser: Browser, county: County) -> None:
    clerk = await county.house.person("county-a", "government", "maker_clerk")
    async with watched(browser, county.served.address, "office") as seen:
        page = seen.page
        await page.goto(f"{seen.address}/c/county-a/plugins")
        await sign_in(seen, clerk.login)
        await expect(page.get_by_role("navigation")).to_be_visible()
        await expect(page.get_by_role("button", name="启用…")).to_have_count(0)
        await seen.go("做法")
        await expect(page.get_by_role("article").first).to_be_visible()
        await expect(page.get_by_role("link", name="另行规定")).to_have_count(0)
        for path in (f"practice/{PERIOD}", "look"):
            await page.goto(f"{seen.address}/c/county-a/{path}")
            await expect(page.get_by_text("您只能查看。")).to_be_visible()
            await expect(page.locator("#main form")).to_have_count(0)
            await seen.check(path)
        assert seen.faults == []


async def test_who_was_here_before_finds_the_body_by_its_name(
    browser: Browser, county: County
) -> None:
    async with watched(browser, county.served.address, "phone") as seen:
        page = seen.page
        await page.goto(f"{county.served.address}/")
        await expect(page.get_by_label("机构代码")).to_be_visible()
        await seen.check("nobody was here")
        await expect(page.get_by_role("navigation")).to_have_count(0)
        await page.goto(f"{county.served.address}/c/county-a/")
        await sign_in(seen, county.admin.login)
        await expect(page.get_by_role("button", name="退出登录")).to_be_visible()
        name = county.house.bodies["county-a"].name
        await page.goto(f"{county.served.address}/")
        await seen.check("somebody was here")
        await page.get_by_role("link", name=name).click()
        await expect(page.get_by_role("banner")).to_contain_text(name)


async def test_with_the_keyboard_alone_one_signs_in_and_reaches_a_page(
    browser: Browser, county: County
) -> None:
    async with watched(browser, county.served.address, "office") as seen:
        page = seen.page
        await page.goto(f"{seen.address}/c/county-a/")
        await page.get_by_label("登录名").focus()
        await page.keyboard.type(county.admin.login)
        await page.keyboard.press("Tab")
        await page.keyboard.type(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="待办", exact=True)).to_be_visible()
        for _ in range(60):
            await page.keyboard.press("Tab")
            if await page.evaluate("() => document.activeElement.textContent") == "做法":
                break
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="做法")).to_be_visible()


async def test_english_is_a_switch_away(browser: Browser, county: County) -> None:
    async with watched(browser, county.served.address, "phone") as seen:
        page = await opened(seen, county)
        await page.get_by_role("button", name="English").click()
        await expect(page.get_by_role("heading", name="To do")).to_be_visible()
        plugin = page.get_by_role("navigation").first.locator("h2", has_text="Recording and review")
        await expect(plugin).to_have_count(1)
        await seen.check("home in English")
        await picture(seen, "phone-8-english")
        for name in ("Plugins", "Practice"):
            await seen.go(name)
            await expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
            await seen.check(name)
        await page.get_by_role("button", name="中文").click()
        await expect(page.get_by_role("heading", name="做法")).to_be_visible()


async def test_the_checks_can_fail(browser: Browser, county: County) -> None:
    async with watched(browser, county.served.address, "phone") as seen:
        await seen.page.goto(seen.address)
        await seen.check("as it is")
        await seen.page.evaluate("() => { document.querySelector('label').remove() }")
        with pytest.raises(AssertionError, match="label"):
            await seen.check("a field without a label")
        await seen.page.evaluate("() => { document.body.append(document.createElement('style')) }")
        await seen.page.evaluate("() => { document.body.lastChild.textContent = 'p{color:red}' }")
        await seen.page.evaluate("() => { new Image().src = 'http://127.0.0.2/' }")
        await seen.page.wait_for_timeout(200)
        assert any("CSP" in fault for fault in seen.faults)
