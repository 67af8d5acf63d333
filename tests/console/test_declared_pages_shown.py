"""The pages that a third party's plugin declares, as its clerk uses them: the plugin is installed
as a wheel beside the platform, and nothing in the console knows it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from chromium import SIZES, Watched, watched
from playwright.async_api import Browser, Page, expect
from test_console import picture, sign_in

from core import clock
from core.people import give_roles
from core.testing import House, OpenHouse, Served, Someone

SAMPLE = Path(__file__).parent.parent / "reception_day"
BIN = Path(sys.executable).parent
LONG = "关于进一步加强城乡结合部背街小巷路灯建设管护和夜间巡查工作切实保障群众出行安全的意见建议"

ENABLE = """
mutation { enablePlugin(input: {plugin: "reception_day", basis: {
  kind: DECISION, title: "主任接待日办法（测试）", validFrom: "2024-01-01"}}) { id } }
"""
OPEN = """
mutation ($on: Date!, $place: String!) { openReceptionDay(input: {heldOn: $on, place: $place,
  receiverName: "某主任（测试）", receiverPost: "县人大常委会主任"}) { id } }
"""
MANY = 22
"""Days in the list: more than one page has."""


@dataclass(frozen=True)
class Third:
    """A county that has turned the plugin on, and its clerk."""

    house: House
    served: Served
    clerk: Someone


def run(*command: str | Path, **how: object) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, **how)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stdout + done.stderr


def installed(home: Path) -> Path:
    """The plugin's wheel, built and installed in a folder."""
    source, site = home / "source", home / "site"
    shutil.copytree(SAMPLE, source, ignore=shutil.ignore_patterns("__pycache__"))
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", cwd=source)
    pip = [BIN / "uv", "pip", "install", "--quiet", "--offline", "--no-deps"]
    wheels = sorted((source / "dist").glob("*.whl"))
    run(*pip, "--python", sys.executable, "--target", site, *wheels)
    return site


@pytest.fixture(scope="module")
async def third(
    browser: Browser, open_house: OpenHouse, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Third]:
    """Installed, migrated and served in processes of their own; made where there is a browser."""
    site = installed(tmp_path_factory.mktemp("third"))
    async with open_house() as house:
        settings = {
            "PYTHONPATH": str(site),
            "RENDA_DATABASE_URL": house.databases.app,
            "RENDA_OWNER_DATABASE_URL": house.databases.owner or "",
            "RENDA_DATA_DIR": str(house.platform.settings.data_dir),
        }
        kept = {name: text for name, text in os.environ.items() if not name.startswith("RENDA_")}
        run(BIN / "renda", "migrate", env={**kept, **settings}, cwd="/")
        clerk = await house.person("county-a", "office", "admin", name="王小明（测试）")
        async with house.platform.as_core(house.bodies["county-a"].id) as work:
            # The platform of this process does not know the plugin's roles.
            await give_roles(work.session, clerk.membership_id, ["admin", "reception_clerk"])
        with house.served(PYTHONPATH=str(site), RENDA_WORKER="1") as served:
            await asked(served, clerk, ENABLE)
            for number in range(MANY):
                day = (clock.today() + timedelta(days=number)).isoformat()
                place = {"on": day, "place": f"人大机关{number + 1}号接待室"}
                await asked(served, clerk, OPEN, place)
            yield Third(house, served, clerk)


async def asked(served: Served, by: Someone, query: str, variables: object = None) -> None:
    async with httpx.AsyncClient(base_url=served.address, timeout=30) as client:
        answer = await client.post(
            f"/t/{by.body}/graphql",
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {by.token}"},
        )
    assert "errors" not in answer.json(), answer.text


async def opened(seen: Watched, third: Third, page: str = "") -> Page:
    await seen.page.goto(f"{seen.address}/c/county-a/{page}")
    await sign_in(seen, third.clerk.login)
    await expect(seen.page.get_by_role("navigation").first).to_be_visible()
    return seen.page


@pytest.mark.parametrize("size", SIZES)
async def test_a_clerk_works_with_pages_that_the_console_does_not_know(
    browser: Browser, third: Third, size: str
) -> None:
    async with watched(browser, third.served.address, size) as seen:
        page = await opened(seen, third)
        await seen.go("接待日")
        await expect(page.get_by_role("heading", name="接待日", level=1)).to_be_visible()
        await expect(page.get_by_text("人大机关22号接待室")).to_be_visible()
        await seen.check("a declared list")
        await picture(seen, f"{size}-20-declared-list")
        await page.get_by_role("button", name="下一页").click()
        await expect(page.get_by_text("人大机关1号接待室")).to_be_visible()

        await seen.go("登记接待事项")
        today = clock.today()
        day = f"{today.year}年{today.month}月{today.day}日"
        form = page.get_by_role("form", name="登记接待事项")
        await form.get_by_label("接待日", exact=True).select_option(day)
        await form.get_by_label("来访人", exact=True).select_option("群众")
        await form.get_by_label("来访人的姓氏").fill("欧阳某某某")
        await form.get_by_label("事由").fill(f"{LONG}（{size}）")
        await form.get_by_label("反映的内容").fill("第一行\n第二行")
        await seen.check("a declared form")
        await picture(seen, f"{size}-21-declared-form")
        await page.reload()
        await expect(form.get_by_label("来访人的姓氏")).to_have_value("欧阳某某某")
        await form.get_by_role("button", name="登记接待事项").click()
        await expect(form.get_by_label("来访人的姓氏")).to_have_attribute("aria-invalid", "true")
        await expect(page.get_by_text("来访人只登记姓氏")).to_be_visible()
        await seen.check("a refused form")
        await form.get_by_label("来访人的姓氏").fill("欧阳")
        await form.get_by_role("button", name="登记接待事项").click()

        await expect(page.get_by_role("heading", name="接待事项", level=1)).to_be_visible()
        facts = page.get_by_role("region", name="内容")
        await expect(facts).to_contain_text(f"{LONG}（{size}）")
        await expect(facts).to_contain_text("已登记")
        await expect(facts).to_contain_text(day)
        await seen.check("a declared record")
        await picture(seen, f"{size}-22-declared-record")

        await page.get_by_role("button", name="交办").click()
        await page.get_by_label("承办机关").select_option(label="人民政府（测试）")
        await seen.check("a declared action")
        await picture(seen, f"{size}-23-declared-action")
        await page.get_by_role("form", name="交办").get_by_role("button", name="交办").click()
        await expect(facts).to_contain_text("已交办")
        await expect(facts).to_contain_text("人民政府（测试）")
        # What the state does not allow is not offered.
        await expect(page.get_by_role("button", name="办结")).to_have_count(0)

        await page.get_by_role("link", name="返回“接待事项”").click()
        await expect(page.get_by_role("link", name=f"{LONG}（{size}）")).to_be_visible()
        await seen.go("办理情况")
        await expect(page.get_by_role("img", name="办理情况")).to_be_visible()
        await page.get_by_text("用表格看这些数").click()
        row = page.get_by_role("row", name="已交办")
        number = int(await row.get_by_role("link").inner_text())
        assert number >= 1
        await seen.check("a declared chart")
        await picture(seen, f"{size}-24-declared-chart")
        await row.get_by_role("link").click()
        await expect(page.get_by_text(f"共{number}项")).to_be_visible()
        assert "state=HANDED" in page.url
        await seen.check("the records behind a bar")

        await seen.go("接待日公告牌")
        await expect(page.get_by_text("人大机关1号接待室")).to_be_visible()
        await page.get_by_role("button", name="刷新").click()
        await expect(page.get_by_text("人大机关5号接待室")).to_be_visible()
        await seen.check("a module of the plugin")
        await picture(seen, f"{size}-25-module")
        await seen.go("接待日")
        await expect(page.get_by_text("人大机关22号接待室")).to_be_visible()
        await expect(page.get_by_role("button", name="刷新")).to_have_count(0)
        assert seen.faults == []


async def test_an_action_above_a_list_brings_the_list_up_to_date(
    browser: Browser, third: Third
) -> None:
    async with watched(browser, third.served.address, "office") as seen:
        page = await opened(seen, third, "p/reception_day/days")
        await page.get_by_role("button", name="预告接待日").click()
        form = page.get_by_role("form", name="预告接待日")
        await form.get_by_label("接待日期").fill((clock.today() + timedelta(days=90)).isoformat())
        await form.get_by_label("接待地点").fill("新的接待室")
        await form.get_by_label("接待人姓名").fill("某主任")
        await form.get_by_label("接待人职务").fill("主任")
        await seen.check("a form above a list")
        await picture(seen, "office-26-form-above-a-list")
        await form.get_by_role("button", name="预告接待日").click()
        await expect(page.get_by_text("新的接待室")).to_be_visible()


async def test_declared_pages_have_english_and_work_by_the_keyboard(
    browser: Browser, third: Third
) -> None:
    async with watched(browser, third.served.address, "office") as seen:
        page = await opened(seen, third, "p/reception_day/matters")
        await page.get_by_role("button", name="English").click()
        await expect(page.get_by_role("heading", name="Matters", level=1)).to_be_visible()
        await page.get_by_label("State").select_option("Recorded")
        await expect(page.get_by_label("Reception day")).to_be_visible()
        await seen.check("a declared list in English")
        await picture(seen, "office-27-declared-english")
        link = page.get_by_role("link", name="Notice board")
        await link.focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Read again")).to_be_visible()


async def test_what_one_may_not_do_is_neither_in_the_menu_nor_at_its_address(
    browser: Browser, third: Third
) -> None:
    plain = await third.house.person("county-a", "office", name="李四（测试）")
    async with watched(browser, third.served.address, "office") as seen:
        page = seen.page
        await page.goto(f"{seen.address}/c/county-a/p/reception_day/matters")
        await sign_in(seen, plain.login)
        await expect(page.get_by_role("link", name="接待日", exact=True)).to_be_visible()
        await expect(page.get_by_role("link", name="接待事项", exact=True)).to_have_count(0)
        await expect(page.get_by_role("heading", name="接待事项")).to_have_count(0)
        await seen.go("接待日")
        await expect(page.get_by_text("人大机关22号接待室")).to_be_visible()
        await expect(page.get_by_role("button", name="预告接待日")).to_have_count(0)


@pytest.fixture
def broken() -> Callable[[Page], object]:
    """The module does not come, as when the network breaks."""
    return lambda page: page.route("**/modules/**", lambda route: route.abort())


async def test_a_module_that_does_not_come_is_said_and_tried_again(
    browser: Browser, third: Third, broken: Callable[[Page], object]
) -> None:
    async with watched(browser, third.served.address, "office") as seen:
        await broken(seen.page)  # type: ignore[misc]
        page = await opened(seen, third, "p/reception_day/board")
        await expect(page.get_by_role("alert")).to_contain_text("没有打开")
        await page.unroute("**/modules/**")
        await page.get_by_role("button", name="重试").click()
        await expect(page.get_by_text("人大机关1号接待室")).to_be_visible()
