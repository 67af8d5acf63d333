"""The front end of `docs/front-ends.md`, taken from the page: built, served from a port of its own,
and used in a real browser, with the cookie from the same site and with a token from another one.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import openpyxl
import pytest
from chromium import Watched, not_tested, watched
from county import forget_attempts
from naming import BODY, cast, opened
from playwright.async_api import Browser, Page, Response, Route, expect
from polling import Polling, open_polling
from shown_files import files_of, write_files

import bootstrap
from core.testing import PASSWORD, OpenHouse, Served, Someone

DOC = bootstrap.ROOT / "docs" / "front-ends.md"
BIN = Path(sys.executable).parent
MANY = 45
"""Groups in the list: three pages of it."""

FORM = "mutation($n: String!) { formDeputyGroup(input: {name: $n, basis: AREA}) { id } }"
COUNT = "{ deputyGroups(first: 1) { totalCount } }"
HEADINGS = ("姓名", "届次", "选区或选举单位", "开始日期", "机关代码")


def npm(home: Path, script: str, *more: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """A script of the page's package.json."""
    told = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **environ}
    command = [BIN / "npm", "run", script, "--silent", "--", *more]
    return subprocess.run(command, cwd=home, env=told, capture_output=True, text=True, timeout=180)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the page, the schema of a body that votes, and the console's packages."""
    packages = bootstrap.CONSOLE / "node_modules"
    if not (packages / "vite").is_dir():
        not_tested("front ends of one's own: the console's packages are not there (make assets)")
    home = tmp_path_factory.mktemp("front")
    write_files(DOC, home)
    shutil.copy(bootstrap.SDL / "people_votes.graphql", home / "schema.graphql")
    (home / "node_modules").symlink_to(packages)
    return home


@contextmanager
def pages_of(folder: Path) -> Generator[int]:
    """Files served on a port, without any header of ours; the port."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True)
class Town:
    """A served body whose named vote is open, and the addresses of its front ends."""

    polling: Polling
    served: Served
    clerk: Someone
    same_site: str
    other_site: str
    cookie_on_other_site: str
    not_allowed: str


@pytest.fixture(scope="module")
async def town(browser: Browser, project: Path, open_house: OpenHouse) -> AsyncGenerator[Town]:
    async with open_house() as house:
        polling = await open_polling(house, BODY)
        for setting, value in {"method": "each", "secret": False, "electronic": True}.items():
            await polling.practise(setting, value)
        await opened(polling)
        clerk = await house.person(BODY, "presidium", "deputy_affairs", name="王小明（测试）")
        for number in range(1, MANY + 1):
            await house.gql(FORM, {"n": f"第{number:02}小组"}, by=clerk)
        with house.served() as served:
            where = {"VITE_RENDA": served.address, "VITE_BODY": BODY}
            for out, how in (("cookie", ""), ("token", "token")):
                done = npm(project, "build", "--outDir", out, VITE_SIGN_IN=how, **where)
                assert done.returncode == 0, done.stderr
            with (
                pages_of(project / "cookie") as one,
                pages_of(project / "token") as two,
                pages_of(project / "cookie") as three,
            ):
                # To a browser, localhost is another site than 127.0.0.1.
                town = Town(
                    polling,
                    served,
                    clerk,
                    same_site=f"http://127.0.0.1:{one}",
                    other_site=f"http://localhost:{two}",
                    cookie_on_other_site=f"http://localhost:{one}",
                    not_allowed=f"http://127.0.0.1:{three}",
                )
                allow(town, town.same_site, town.other_site, town.cookie_on_other_site)
                yield town


def allow(town: Town, *origins: str) -> None:
    """The command that the page names."""
    house = town.polling.house
    settings = {
        "RENDA_DATABASE_URL": house.databases.app,
        "RENDA_OWNER_DATABASE_URL": house.databases.owner or "",
        "RENDA_DATA_DIR": str(house.platform.settings.data_dir),
    }
    kept = {name: text for name, text in os.environ.items() if not name.startswith("RENDA_")}
    allowed = [word for one in origins for word in ("--allow", one)]
    command = [BIN / "renda", "body", "origins", BODY, *allowed]
    done = subprocess.run(
        command, env={**kept, **settings}, cwd="/", capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == list(origins)


async def count(town: Town) -> int:
    told = await town.polling.house.gql(COUNT, by=town.clerk)
    return told["deputyGroups"]["totalCount"]


async def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    await page.get_by_label("登录名").fill(login)
    await page.get_by_label("密码").fill(password)
    await page.get_by_role("button", name="登录").click()


async def signed_in(seen: Watched, town: Town) -> Page:
    """The front end with its clerk signed in."""
    await forget_attempts(town.polling.house)
    await seen.page.goto(seen.address)
    await sign_in(seen.page, town.clerk.login)
    await expect(seen.page.get_by_role("heading", name="代表小组")).to_be_visible()
    return seen.page


async def go(page: Page, name: str) -> None:
    await page.get_by_role("navigation").get_by_role("button", name=name).click()
    await expect(page.get_by_role("heading", name=name)).to_be_visible()


def roster() -> bytes:
    """A sheet with one good row and one without a district."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (
        HEADINGS,
        ("张三（测试）", 19, "第二选区", "2025-01-10", "congress"),
        ("李四（测试）", 19, "", "2025-01-10", "congress"),
    ):
        sheet.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def content(file: Path) -> bytes:
    return file.read_bytes()


async def works(seen: Watched, town: Town, deputy: int, file: Path) -> None:
    """Every page of it: the list, the form, the files, the subscription."""
    page = seen.page
    before = await count(town)
    await expect(page.get_by_text(f"共{before}个")).to_be_visible()
    rows = page.get_by_role("row").filter(has_text="小组")
    await expect(rows).to_have_count(20)
    await expect(rows.first).to_contain_text("第01小组")
    await expect(page.get_by_role("button", name="上一页")).to_be_disabled()
    await page.get_by_role("button", name="下一页").click()
    await expect(rows.first).to_contain_text("第21小组")
    await page.get_by_role("button", name="上一页").click()
    await expect(rows.first).to_contain_text("第01小组")
    await seen.check("the list")

    await go(page, "成立小组")
    name = page.get_by_label("名称")
    await name.fill(" ")
    await page.get_by_role("button", name="成立", exact=True).click()
    await expect(name).to_have_accessible_description("请填写代表小组的名称。")
    await expect(name).to_have_attribute("aria-invalid", "true")
    await seen.check("a refused field")
    await name.fill("第01小组")
    await page.get_by_role("button", name="成立", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("已有同名的代表小组")
    await expect(name).to_have_value("第01小组")
    await name.fill(f"试点小组{deputy}")
    await page.get_by_label("按什么组成").select_option("按行业、专业领域")
    await page.get_by_role("button", name="成立", exact=True).click()
    await expect(page.get_by_text(f"已成立“试点小组{deputy}”。")).to_be_visible()
    assert await count(town) == before + 1

    await go(page, "代表名册")
    sheet: Any = {"name": "代表名册.xlsx", "mimeType": "application/octet-stream"}
    sheet["buffer"] = roster()
    await page.get_by_label("代表名册（xlsx）").set_input_files([sheet])
    await expect(page.get_by_role("alert")).to_contain_text("不涉密")
    # The refusal is said by its status too, which a browser reports.
    assert [fault for fault in seen.faults if "status of 400" not in fault] == []
    seen.faults.clear()
    await page.get_by_label("我确认文件不涉密").check()
    await page.get_by_label("代表名册（xlsx）").set_input_files([sheet])
    await expect(page.get_by_text("第2行 张三（测试）：可以导入")).to_be_visible()
    await expect(page.get_by_text("第3行 李四（测试）：")).to_contain_text("选区")
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="下载").click()
    saved = await downloading.value
    assert saved.suggested_filename == "代表名册.xlsx"
    await saved.save_as(file)
    assert content(file) == sheet["buffer"]
    await seen.check("files")

    await go(page, "投票进度")
    await expect(page.get_by_text(f"已投票{deputy}人，应投9人")).to_be_visible()
    assert not (await cast(town.polling, town.polling.deputies[deputy])).get("errors")
    await expect(page.get_by_text(f"已投票{deputy + 1}人，应投9人")).to_be_visible()
    await seen.check("the turnout")


def test_its_types_fit_the_schema_and_what_does_not_fit_is_found(project: Path) -> None:
    done = npm(project, "check")
    assert done.returncode == 0, done.stdout + done.stderr
    page = project / "src" / "groups.tsx"
    kept = page.read_text(encoding="utf-8")
    for right, wrong in (("nodes { id name", "nodes { id title"), ("group.name", "group.title")):
        assert right in kept
        page.write_text(kept.replace(right, wrong), encoding="utf-8")
        assert npm(project, "check").returncode != 0, wrong
    page.write_text(kept, encoding="utf-8")


def test_its_packages_are_those_that_are_tested_here() -> None:
    """What the page pins is what the console has: nothing else is in its folder of packages."""
    shown = json.loads(files_of(DOC)["package.json"])
    ours = json.loads((bootstrap.CONSOLE / "package.json").read_text(encoding="utf-8"))
    for kind in ("dependencies", "devDependencies"):
        assert shown[kind].items() <= ours[kind].items()


async def test_from_another_host_of_the_same_site_it_works_with_the_cookie(
    browser: Browser, town: Town, tmp_path: Path
) -> None:
    async with watched(browser, town.same_site, "office", town.served.address) as seen:
        page = seen.page
        await page.goto(town.same_site)
        await seen.check("signing in")
        await sign_in(page, town.clerk.login, "wrong-password")
        await expect(page.get_by_role("alert")).to_contain_text("不正确")
        await signed_in(seen, town)
        await page.reload()
        await expect(page.get_by_text("王小明（测试）")).to_be_visible()
        await works(seen, town, 0, tmp_path / "saved.xlsx")
        assert await page.evaluate("() => document.cookie + Object.keys(localStorage)") == ""
        await page.get_by_role("button", name="退出登录").click()
        await expect(page.get_by_label("登录名")).to_be_visible()
        assert await page.context.cookies(town.served.address) == []


async def test_from_another_site_it_works_with_a_token(
    browser: Browser, town: Town, tmp_path: Path
) -> None:
    async with watched(browser, town.other_site, "office", town.served.address) as seen:
        page = await signed_in(seen, town)
        await works(seen, town, 1, tmp_path / "saved.xlsx")
        assert await page.context.cookies() == []
        await page.reload()
        await expect(page.get_by_label("登录名")).to_be_visible()


def answers_sign_in(told: Response) -> bool:
    return "mutation SignIn" in (told.request.post_data or "")


async def test_from_another_site_the_cookie_does_not_count(browser: Browser, town: Town) -> None:
    address = town.cookie_on_other_site
    async with watched(browser, address, "office", town.served.address) as seen:
        await forget_attempts(town.polling.house)
        await seen.page.goto(address)
        async with seen.page.expect_response(answers_sign_in) as telling:
            await sign_in(seen.page, town.clerk.login)
        assert (await (await telling.value).json())["data"]["signIn"]["expiresAt"]
        await expect(seen.page.get_by_label("登录名")).to_be_visible()
        await expect(seen.page.get_by_role("navigation")).to_have_count(0)
        assert await seen.page.context.cookies() == []


async def test_from_an_origin_that_is_not_allowed_nothing_is_read(
    browser: Browser, town: Town
) -> None:
    async with watched(browser, town.not_allowed, "office", town.served.address) as seen:
        await seen.page.goto(town.not_allowed)
        await expect(seen.page.get_by_text("网络不通")).to_be_visible()
        await expect(seen.page.get_by_label("登录名")).to_have_count(0)


async def test_a_verb_whose_answer_was_lost_is_not_done_twice(browser: Browser, town: Town) -> None:
    async with watched(browser, town.same_site, "phone", town.served.address) as seen:
        page = await signed_in(seen, town)
        await go(page, "成立小组")
        before = await count(town)

        async def lose(route: Route) -> None:
            if route.request.method == "POST":
                await route.fetch()
                await route.abort()
            else:
                await route.continue_()

        await page.get_by_label("名称").fill("试一次的小组")
        await page.route("**/graphql", lose)
        await page.get_by_role("button", name="成立", exact=True).click()
        await expect(page.get_by_role("alert")).to_contain_text("网络不通")
        assert await count(town) == before + 1
        await page.unroute("**/graphql")
        await page.get_by_role("button", name="成立", exact=True).click()
        await expect(page.get_by_text("已成立“试一次的小组”。")).to_be_visible()
        assert await count(town) == before + 1


async def test_a_subscription_comes_again_after_a_break_and_ends_with_the_session(
    browser: Browser, town: Town
) -> None:
    async with watched(browser, town.same_site, "office", town.served.address) as seen:
        page = await signed_in(seen, town)
        refused = list[str]()

        async def once(route: Route) -> None:
            if "voteTurnout" in (route.request.post_data or "") and not refused:
                refused.append(route.request.url)
                await route.abort()
            else:
                await route.continue_()

        await page.route("**/graphql", once)
        await go(page, "投票进度")
        await expect(page.get_by_text("应投9人")).to_be_visible()
        assert len(refused) == 1
        await page.unroute("**/graphql")
        # In another window of the same browser.
        other = await page.context.new_page()
        await other.goto(town.same_site)
        await other.get_by_role("button", name="退出登录").click()
        await expect(other.get_by_label("登录名")).to_be_visible()
        await expect(page.get_by_label("登录名")).to_be_visible(timeout=30_000)
