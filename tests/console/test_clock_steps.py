"""What happened to a clock on its way is told among what was done; no closed fold is printed."""

from datetime import timedelta

from chromium import watched
from county import County
from filing_path import open_office
from playwright.async_api import Browser, expect
from test_console import picture
from test_filing_story import enter, open_case

from core import clock

TITLE = "关于期限一波三折的规定"


async def test_a_case_tells_how_its_time_was_lengthened_and_stood_still(
    browser: Browser, county: County
) -> None:
    office = await open_office(county.house, "county-a")
    await office.let("correction_extension", {"amount": 30, "unit": "day"})
    await office.let("correction_suspension", True)
    outgoing, filing = await office.opined(title=TITLE)
    await office.answer(outgoing)
    await office.do("lead", "requestExtension", filing=filing, reason="案情复杂")
    await office.do("issuer", "declineExtension", filing=filing, note="可以按期完成")
    await office.do("lead", "requestExtension", filing=filing, reason="征求意见")
    await office.do("issuer", "extendReview", filing=filing)
    until = str(clock.today() + timedelta(days=20))
    await office.do("lead", "suspendReview", filing=filing, plan="将修改。", plannedUntil=until)
    await office.do("lead", "resumeReview", filing=filing, reason="未按计划处理")
    await county.house.drain(3)
    async with watched(browser, county.served.address, "office") as seen:
        page = await enter(seen, office.people["lead"])
        await open_case(seen, title=TITLE)
        happened = page.get_by_role("region", name="办理过程")
        for told in (
            "申请延长期限",
            "不批准延长期限",
            "，延至",
            "中止计时：制定机关书面提出处理计划",
            "恢复计时",
        ):
            await expect(happened.get_by_text(told).first).to_be_visible()
        limits = page.get_by_role("region", name="期限", exact=True)
        await expect(limits.get_by_text("起中止，").first).to_contain_text("恢复计时。中止的理由")
        await seen.check("a case with all that happened to its clock")
        await picture(seen, "clock-steps")
        await page.emulate_media(media="print")
        fold = page.locator("#main details:not([open]) > summary")
        assert await fold.count() > 0
        for one in await fold.all():
            await expect(one).to_be_hidden()
