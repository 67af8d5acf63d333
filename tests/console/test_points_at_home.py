"""A deputy who is asked to look at their own points is led to them."""

import re
from datetime import timedelta

from chromium import watched
from playwright.async_api import Browser, expect
from points_path import COUNTY, RULE, mutation, open_points
from test_console import sign_in

from core import clock
from core.testing import OpenHouse

SET_DAYS = """mutation { setPractice(input: { setting: "deputy_points.own_days", value: 5,
  ruleKind: DECISION, ruleTitle: "积分公布办法（测试）", article: "第九条",
  validFrom: "2019-01-01"}) { version } }"""


async def test_a_deputy_finds_at_home_that_own_points_are_to_be_looked_at(
    browser: Browser, open_house: OpenHouse
) -> None:
    async with open_house() as house:
        points = await open_points(house)
        await points.adopt(RULE)
        mandate = await points.deputy("代表甲")
        await points.record((mandate, "attend_council", "2020-02-01"))
        await house.drain()
        await house.gql(SET_DAYS, by=points.admin)
        asked = {"input": {"year": 2020, "period": "q1"}}
        listed = await house.gql(mutation("preparePointsList"), asked, by=points.clerk)
        told = {"input": {"pointsList": listed["preparePointsList"]["id"]}}
        verb = mutation("notifyPointsDeputies", "ownUntil")
        until = (await house.gql(verb, told, by=points.clerk))["notifyPointsDeputies"]["ownUntil"]
        assert until > str(clock.today() + timedelta(days=1)), "it is still to be looked at"
        with house.served() as served:
            async with watched(browser, served.address, "phone") as seen:
                page = seen.page
                await page.goto(f"{seen.address}/c/{COUNTY}")
                await sign_in(seen, points.people["代表甲"].login)
                await page.get_by_role("link", name="请核对本人的积分").click()
                heading = page.get_by_role("heading", level=1)
                await expect(heading).to_have_text("我的积分")
                await seen.check("one's own points")
                await page.goto(f"{seen.address}/c/{COUNTY}/p/core/notifications")
                await page.get_by_role("link", name=re.compile("请您核对本人的积分")).click()
                await expect(heading).to_have_text("我的积分")
