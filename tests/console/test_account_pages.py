"""One's own account and the look of the public pages, by who has them, in a real browser."""

import base64
import os
from io import BytesIO
from pathlib import Path

import pytest
from chromium import SIZES, Watched, watched
from county import County, forget_attempts
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from PIL import Image
from playwright.async_api import Browser, expect
from sqlalchemy import select

from core import clock, notify
from core.tenancy import Organ
from core.testing import PASSWORD, Someone

HALF_A_MINUTE = 30


def code_of(secret: str, later: int = 0) -> str:
    """What an authenticator shows, now or half a minute later: each code counts once."""
    plain = secret.replace(" ", "")
    moment = int(clock.now().timestamp()) + later * HALF_A_MINUTE
    return TOTP(base64.b32decode(plain), 6, SHA1(), HALF_A_MINUTE).generate(moment).decode()


async def picture(seen: Watched, name: str) -> None:
    folder = os.environ.get("RENDA_PICTURES")
    if folder:
        await seen.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def enter(seen: Watched, who: Someone) -> None:
    await seen.page.goto(f"{seen.address}/c/county-a/")
    await seen.page.get_by_label("登录名").fill(who.login)
    await seen.page.get_by_label("密码").fill(PASSWORD)
    await seen.page.get_by_role("button", name="登录").click()


async def shown(seen: Watched) -> None:
    """The page inside, and nothing said so far that was not expected."""
    await expect(seen.page.get_by_role("navigation").first).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
async def test_two_steps_from_turning_it_on_to_turning_it_off(
    browser: Browser, county: County, size: str
) -> None:
    clerk = await county.house.person("county-a", "office", name="李芳（测试）")
    await forget_attempts(county.house)
    async with watched(browser, county.served.address, size) as seen:
        page = seen.page
        await enter(seen, clerk)
        await shown(seen)
        await seen.go("账号安全")
        await expect(page.get_by_text("未开启")).to_be_visible()
        await page.get_by_label("登录密码").fill("wrong-password")
        await page.get_by_role("button", name="开始设置").click()
        await expect(page.get_by_role("alert")).to_contain_text("密码不正确")
        await page.get_by_label("登录密码").fill(PASSWORD)
        await page.get_by_role("button", name="开始设置").click()
        await expect(page.get_by_alt_text("供验证器扫描的二维码")).to_be_visible()
        await seen.check("the secret")
        await picture(seen, f"account-{size}-1-secret")
        secret = await page.locator("code").inner_text()
        await page.get_by_label("动态码").fill(code_of(secret, -1))
        await page.get_by_role("button", name="确认开启").click()
        await expect(page.get_by_text("恢复码，只显示这一次")).to_be_visible()
        codes = await page.locator(".recovery code").all_inner_texts()
        assert len(set(codes)) == 8
        await seen.check("the recovery codes")
        await picture(seen, f"account-{size}-2-codes")
        await page.get_by_role("button", name="已经抄下").click()
        await expect(page.get_by_text(codes[0])).to_have_count(0)
        kept = await page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
        assert PASSWORD not in kept
        assert secret not in kept
        assert codes[0] not in kept

        await page.get_by_role("button", name="退出登录").click()
        await expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()
        await enter(seen, clerk)
        await expect(page.get_by_text("请再输入动态码")).to_be_visible()
        await expect(page.get_by_label("动态码")).to_be_focused()
        await seen.check("the second step")
        await picture(seen, f"account-{size}-3-second-step")
        await page.keyboard.type("000000")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("动态码不正确")
        await page.get_by_label("动态码").fill(code_of(secret))
        await page.keyboard.press("Enter")
        await shown(seen)

        async with watched(browser, county.served.address, size) as other:
            await enter(other, clerk)
            await other.page.get_by_label("动态码").fill(codes[0])
            await other.page.keyboard.press("Enter")
            await shown(other)
            await seen.go("账号安全")
            await expect(page.get_by_text("（正在使用）")).to_have_count(1)
            await expect(page.get_by_text("Chrome ")).to_have_count(2)
            await seen.check("the sessions")
            await picture(seen, f"account-{size}-4-sessions")
            await page.get_by_role("button", name="的登录").click()
            await expect(page.get_by_text("已结束这次登录。")).to_be_visible()
            await other.go("做法")
            await expect(other.page.get_by_text("登录已失效")).to_be_visible()

        await page.get_by_text("关闭两步验证").first.click()
        await page.get_by_label("登录密码").fill(PASSWORD)
        await page.get_by_label("动态码或恢复码").fill(codes[1])
        await page.get_by_role("button", name="关闭两步验证").click()
        await expect(page.get_by_text("两步验证已关闭。")).to_be_visible()
        await expect(page.get_by_text("未开启")).to_be_visible()
        await seen.check("turned off")


@pytest.mark.parametrize("size", SIZES)
async def test_an_admin_sets_the_look_and_anybody_sees_it(
    browser: Browser, county: County, size: str, tmp_path: Path
) -> None:
    made = BytesIO()
    Image.new("RGB", (96, 96), "#0b3d91").save(made, "PNG")
    emblem = tmp_path / "徽标.png"
    emblem.write_bytes(made.getvalue())
    await forget_attempts(county.house)
    async with watched(browser, county.served.address, size) as seen:
        page = seen.page
        await enter(seen, county.admin)
        await shown(seen)
        await seen.go("网页外观")
        name = f"甲县人民代表大会常务委员会信息公开（{size}）"
        await page.get_by_label("网页名称").fill(name)
        await page.get_by_label("主色", exact=True).fill("#999999")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_role("alert")).to_contain_text("请选深一些的颜色")
        await page.reload()
        await expect(page.get_by_label("网页名称")).to_have_value(name)
        await expect(page.get_by_label("主色", exact=True)).to_have_value("#999999")
        await page.get_by_label("主色", exact=True).fill("#0b3d91")
        await page.get_by_role("checkbox", name="本人确认").check()
        await page.get_by_label("徽标", exact=True).set_input_files(emblem)
        await expect(page.get_by_role("link", name="徽标.png")).to_be_visible()
        await seen.check("the look")
        await picture(seen, f"look-{size}-1-form")
        await page.get_by_role("button", name="保存").click()
        await expect(page.get_by_text("网页外观已保存。")).to_be_visible()
        await expect(page.get_by_alt_text("现在的徽标")).to_be_visible()
        assert await page.evaluate("() => Object.keys(sessionStorage)") == []
        await seen.check("the look that was set")
        await picture(seen, f"look-{size}-2-set")
        await page.get_by_role("link", name="查看公开网页").click()
        await expect(page.locator(".home")).to_contain_text(name)
        await page.wait_for_load_state("load")
        colour = "() => getComputedStyle(document.querySelector('.top')).backgroundColor"
        assert await page.evaluate(colour) == "rgb(11, 61, 145)"
        await seen.check("the public page")
        await picture(seen, f"look-{size}-3-public")


@pytest.mark.parametrize("size", SIZES)
async def test_what_others_did_is_told_until_it_is_marked_as_read(
    browser: Browser, county: County, size: str
) -> None:
    house = county.house
    # Whoever may see the people of an organ has a page of it, and so a link to it.
    clerk = await house.person("county-a", "office", "credentials_staff", name="李芳（测试）")
    await forget_attempts(house)
    async with watched(browser, county.served.address, size) as seen:
        page = seen.page
        await enter(seen, clerk)
        await page.get_by_role("link", name="消息", exact=True).first.click()
        await expect(page.get_by_text("没有消息。")).to_be_visible()
        await expect(page.get_by_role("button", name="全部标为已读")).to_have_count(0)
        async with house.platform.as_core(house.bodies["county-a"].id) as work:
            organ = (await work.session.scalars(select(Organ).limit(1))).one()
            notify(work, [clerk.person_id], "您2026-03-05的一项履职记录已经确认入档。", organ)
            notify(work, [clerk.person_id], "您2026-03-06的一项履职记录没有确认。", organ)
        await seen.go("期限")
        await page.get_by_role("link", name="消息（2条未读）").click()
        await expect(page.get_by_role("link", name="没有确认")).to_be_visible()
        await seen.check("the messages")
        await picture(seen, f"account-{size}-5-messages")
        await page.get_by_role("button", name="全部标为已读").click()
        await expect(page.get_by_text("已标为已读")).to_be_visible()
        await seen.go("期限")
        await expect(page.get_by_role("banner").get_by_role("link", name="消息")).to_have_text(
            "消息"
        )
