"""A township's congress files with the county, by the screen: sent, received, reviewed, closed."""

import io
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest
from chromium import SIZES, Watched, watched
from county import County, call
from filing_path import COUNTY, Office, document, downloaded, member_id, open_office
from playwright.async_api import Browser, Locator, Page, expect
from test_console import picture, sign_in

from core.kit.papers import write_docx, write_pdf
from core.testing import Someone

TITLE = "关于加强河道管理保护的决议"
PAPERS = {
    "备案报告": ("备案报告.docx", write_docx("# 关于备案的报告\n\n请予备案。", "演示")),
    "正式文本": ("正式文本.pdf", write_pdf(f"# {TITLE}\n\n第一条　全年禁止。", "演示")),
}
BESIDE = "special_committee"
SHARED = "关于养犬管理的规定"
PROBLEM = "全年禁止超越了权限"


@dataclass
class Story:
    """The town that files and the county that reviews."""

    browser: Browser
    county: County
    town: Office
    office: Office
    lead: Someone
    registry: Someone
    checker: Someone
    issuer: Someone

    def at(self, size: str = "office") -> object:
        return watched(self.browser, self.county.served.address, size)


@pytest.fixture
async def story(browser: Browser, county: County) -> Story:
    house = county.house
    town = await open_office(house, "town-a", maker="congress")
    office = await open_office(house, "county-a")
    for who, name in {"clerk": "孙经办（测试）", "signer": "钱签发（测试）"}.items():
        await call(house, town.people[who], name)
    roles = {
        "lead": ("周审查（测试）", "review_lead", "reviewer"),
        "registry": ("吴登记（测试）", "registry_clerk"),
        "checker": ("郑核稿（测试）", "opinion_checker"),
        "issuer": ("王签发（测试）", "opinion_signer"),
    }
    people = {
        who: await house.person("county-a", COUNTY, *held, name=name)
        for who, (name, *held) in roles.items()
    }
    return Story(browser, county, town, office, **people)


async def enter(seen: Watched, who: Someone) -> Page:
    page = seen.page
    await page.goto(f"{seen.address}/c/{who.body}/")
    await sign_in(seen, who.login)
    await expect(page.get_by_role("navigation").first).to_be_visible()
    return page


async def do(page: Page, verb: str, **typed: str) -> None:
    """Press a verb's button, fill its form in and send it; it must be done."""
    form = await form_of(page, verb)
    for label, value in typed.items():
        await form.get_by_label(label, exact=False).first.fill(value)
    await send(page, form, verb)


async def form_of(page: Page, verb: str) -> Locator:
    """Opened by the keyboard: a click in the moment of scrolling may go to the frame of a PDF."""
    await page.get_by_role("button", name=verb, exact=True).press("Enter")
    return page.get_by_role("form", name=verb)


async def send(page: Page, form: Locator, verb: str) -> None:
    await form.get_by_role("button", name=verb, exact=True).click()
    await expect(page.get_by_role("button", name="知道了")).to_be_visible()
    await expect(form).to_have_count(0)
    await page.get_by_role("button", name="知道了").click()


async def a_package(seen: Watched) -> None:
    """The maker's assistant, step by step; what was typed outlives a reload."""
    page = seen.page
    await seen.go("报送文件")
    await page.get_by_role("link", name="报送一件文件").click()
    await expect(page.get_by_text("必须具备的材料")).to_be_visible()
    await expect(page.get_by_text("公平竞争审查说明", exact=True)).to_be_visible()
    await expect(page.get_by_text("报送期限：").first).to_be_visible()
    await seen.check("what must be in the package")
    await picture(seen, "filing-1-rules")
    await page.get_by_role("button", name="下一步").click()
    facts = document(title=TITLE)
    for label, name in (
        ("标题", "title"),
        ("发文字号", "documentNumber"),
        ("通过日期", "adoptedOn"),
        ("通过的会议", "adoptedBy"),
        ("公布日期", "publishedOn"),
        ("施行日期", "effectiveOn"),
    ):
        await page.get_by_label(label).first.fill(str(facts[name]))
    await page.get_by_label("文件种类").select_option("决议")
    await page.get_by_label("是否具有普遍约束力").select_option("具有普遍约束力")
    await page.get_by_label("公开属性").select_option("主动公开")
    await page.reload()
    await expect(page.get_by_label("标题").first).to_have_value(TITLE)
    await expect(page.get_by_label("公布方式 （签发前须填）")).to_be_visible()
    copies = page.get_by_label("纸质文本份数")
    await copies.fill("-3")
    await page.get_by_role("button", name="下一步").click()
    await expect(copies).to_be_focused()
    await copies.fill("1")
    await seen.check("the document")
    await picture(seen, "filing-2-document")
    await page.get_by_role("button", name="下一步").click()
    for part in ("备案报告", "正式文本"):
        box = page.get_by_role("group", name=part, exact=True)
        await box.get_by_label("不涉及国家秘密").check()
        name, content = PAPERS[part]
        sent = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        await box.locator("input[type=file]").set_input_files(sent)
        await expect(box.get_by_role("link", name=name)).to_be_visible()
    for part in ("起草说明", "制定依据"):
        box = page.get_by_role("group", name=part, exact=True)
        await box.get_by_label("暂缺的原因").fill("随后补送")
    await seen.check("the package")
    await picture(seen, "filing-3-package")
    await page.get_by_role("button", name="下一步").click()
    await expect(page.get_by_text("还缺：公平竞争审查说明")).to_be_visible()
    await page.get_by_role("button", name="上一步").click()
    box = page.get_by_role("group", name="公平竞争审查说明", exact=True)
    await box.get_by_label("暂缺的原因").fill("不涉及经营者经济活动")
    await page.get_by_role("button", name="下一步").click()
    await expect(page.get_by_text("规定的材料都已齐备")).to_be_visible()
    await expect(page.get_by_text("还没有填写公布方式。")).to_be_visible()
    await seen.check("what signing off would refuse")
    for _ in range(2):
        await page.get_by_role("button", name="上一步").click()
    await page.get_by_label("公布方式").fill(str(facts["publishedIn"]))
    for _ in range(2):
        await page.get_by_role("button", name="下一步").click()
    await expect(page.get_by_text("文件的基本情况符合签发的要求")).to_be_visible()
    await seen.check("before the draft is kept")
    await do(page, "保存草稿")
    await expect(
        page.get_by_text("天", exact=False).filter(has_text="今天报送即逾期")
    ).to_be_visible()
    await seen.check("a draft")
    await picture(seen, "filing-4-draft")
    await expect(page.get_by_role("button", name="作废", exact=True)).to_be_visible()
    await page.locator("button.due").first.click()
    await expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    await seen.check("how the day was counted")
    await page.keyboard.press("Escape")


async def read_beside(page: Page) -> None:
    """The document stands beside the findings: a PDF as it is, a Word file as its words."""
    original = page.get_by_role("region", name="文件原文")
    frame = original.locator("iframe")
    await expect(frame).to_have_attribute("title", "正式文本.pdf")
    place = await frame.get_attribute("src")
    assert place is not None
    assert place.endswith("/shown")
    found = page.get_by_role("region", name="审查发现")
    # At one moment: what comes later above them moves both.
    left, right = await page.evaluate(
        "(both) => both.map((one) => one.getBoundingClientRect().toJSON())",
        [await original.element_handle(), await found.element_handle()],
    )
    assert left["x"] + left["width"] <= right["x"]
    assert abs(left["y"] - right["y"]) < 40, "not beside each other"
    await original.get_by_label("看哪一份").select_option("备案报告：备案报告.docx")
    await expect(original.get_by_text("关于备案的报告")).to_be_visible()
    await original.get_by_label("看哪一份").select_option("正式文本：正式文本.pdf")
    await expect(frame).to_be_visible()


async def open_case(seen: Watched, menu: str = "备案件", title: str = TITLE) -> None:
    await open_list(seen, menu)
    await seen.page.get_by_role("link", name=title).first.click()
    await expect(seen.page.get_by_role("heading", name=title, level=1)).to_be_visible()


async def open_list(seen: Watched, menu: str) -> None:
    await seen.go(menu)
    await expect(seen.page.get_by_role("heading", name=menu, level=1)).to_be_visible()


async def by_maker(story: Story, who: str, verb: str, **typed: str) -> None:
    async with story.at() as seen:
        page = await enter(seen, story.town.people[who])
        await open_case(seen, "报送文件")
        await do(page, verb, **typed)
        await seen.check(verb)
        await picture(seen, f"filing-maker-{verb}")
    await story.county.house.drain(3)


async def test_a_township_files_and_the_county_reviews_by_the_screen(story: Story) -> None:
    house = story.county.house
    async with story.at() as seen:
        await enter(seen, story.town.people["clerk"])
        await a_package(seen)
    await by_maker(story, "signer", "签发", 备案报告文号="测备报1号")
    await by_maker(story, "clerk", "报送", 迟报原因="会后整理材料")

    async with story.at() as seen:
        page = await enter(seen, story.registry)
        await seen.go("备案件")
        await page.get_by_role("checkbox", name=f"勾选“{TITLE}”").check()
        await page.get_by_role("button", name="签收（1件）").click()
        await expect(page.get_by_text("将按报送先后逐件签收1件")).to_be_visible()
        await page.get_by_role("button", name="确定办理").click()
        await expect(page.get_by_text("已办理1件。")).to_be_visible()
        await page.get_by_role("button", name="知道了").click()
        await seen.check("the ledger, several at once")
        await picture(seen, "filing-5-ledger")
        await page.get_by_role("link", name=TITLE).first.click()
        await do(page, "备案登记")
        await expect(page.get_by_text("已登记，待分办")).to_be_visible()
    await house.drain(3)

    async with story.at() as seen:
        page = await enter(seen, story.lead)
        await open_case(seen)
        await read_beside(page)
        form = await form_of(page, "分办审查")
        await form.get_by_label("审查负责人").select_option(member_id(story.lead))
        await send(page, form, "分办审查")
        form = await form_of(page, "记一条审查发现")
        await form.get_by_label("审查标准").select_option(
            label="合法性：超越权限，减损权利或者增加义务"
        )
        await form.get_by_label("条款", exact=True).fill("第一条")
        await form.get_by_label("问题").fill(PROBLEM)
        await form.get_by_label("轻重").select_option("严重")
        await form.get_by_label("建议").fill("删去第一条")
        await seen.check("a finding")
        await send(page, form, "记一条审查发现")
        await expect(
            page.get_by_role("region", name="审查发现").get_by_text(PROBLEM)
        ).to_be_visible()
        await do(page, "提交审查意见", 审查意见概要="见审查发现")
        beside = page.get_by_role("region", name="同步审查")
        await expect(beside.get_by_text("已提交")).to_be_visible()
        form = await form_of(page, "汇总并作出结论")
        await form.get_by_label("决定").select_option("采纳")
        await seen.check("the merge")
        await picture(seen, "filing-6-merge")
        await send(page, form, "汇总并作出结论")
        await do(page, "审查意见拟稿", 标题="关于河道决议的审查意见")
        await seen.check("the case")
        await picture(seen, "filing-7-case")

    for who, verb, shown, typed in (
        (story.checker, "核稿", "check", {}),
        (story.issuer, "签发", "sign", {"发文字号": "测审〔2025〕1号"}),
    ):
        async with story.at("phone") as seen:
            page = await enter(seen, who)
            await seen.go("核稿签发")
            await expect(page.get_by_text("关于河道决议的审查意见")).to_be_visible()
            await seen.check(f"{verb} on a phone")
            await picture(seen, f"filing-8-phone-{shown}")
            await do(page, verb, **typed)
    await house.drain(3)

    async with story.at("phone") as seen:
        page = await enter(seen, story.town.people["clerk"])
        await open_case(seen, "报送文件")
        await expect(page.get_by_text("收到审查意见，待反馈")).to_be_visible()
        form = await form_of(page, "书面反馈")
        await form.get_by_label("怎样处理").select_option("废止")
        await form.get_by_label("反馈内容").fill("我们将废止该决议。")
        await seen.check("an answer on a phone")
        await picture(seen, "filing-9-phone-answer")
        await send(page, form, "书面反馈")
    await house.drain(3)
    await by_maker(story, "clerk", "报告废止", 废止日期="2026-01-05", 废止决定的文号="测废1号")

    async with story.at() as seen:
        page = await enter(seen, story.lead)
        await open_case(seen)
        await do(page, "办结归档", 办结意见="已废止，审查终结")
        await expect(page.get_by_text("已办结归档").first).to_be_visible()
        await expect(
            page.get_by_role("region", name="办理过程").get_by_text("办结归档")
        ).to_be_visible()
        await seen.check("a closed case")
        await picture(seen, "filing-10-closed")
        await page.get_by_text("经过：办了什么、何时、由谁、依据什么").click()
        done = page.locator(".history li").filter(has_text="备案登记")
        await expect(done).to_contain_text("吴登记")
        await done.locator("summary").click()
        await expect(done).to_contain_text("《")
        await seen.check("what was done with a case")
        await picture(seen, "filing-10-history")
        await page.set_viewport_size({"width": 390, "height": 844})
        await seen.check("what was done with a case, on a phone")
        await picture(seen, "filing-10-phone-history")


@pytest.mark.parametrize("size", ["office", "phone"])
async def test_the_pages_that_look_over_all_filings(story: Story, size: str) -> None:
    async with story.at(size) as seen:
        page = await enter(seen, story.lead)
        for menu, heading, shown in (
            ("审查任务", "审查任务", "tasks"),
            ("核稿签发", "核稿签发", "signing"),
            ("下级抄报", "下级抄报", "copies"),
            ("各级情况", "各级备案审查情况", "units"),
            ("年度统计", "备案审查统计", "figures"),
        ):
            await seen.go(menu)
            await expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
            await seen.check(menu)
            await picture(seen, f"filing-{size}-{shown}")
        await seen.drawings(1)
        await page.get_by_role("link", name="收到报送").click()
        await expect(page.get_by_role("heading", name="备案件", level=1)).to_be_visible()
        assert "figure=FILED" in page.url
        await seen.check("the filings of a figure")


async def test_a_committee_reviews_beside_and_the_case_is_circulated(story: Story) -> None:
    """A committee's finding is merged by the lead; a leader reads the case on a phone."""
    house = story.county.house
    await story.office.registered(title=SHARED)
    reader = await house.person("county-a", COUNTY, "filing_reader", name="冯阅件（测试）")
    beside = await house.person("county-a", BESIDE, "reviewer", name="陈委员（测试）")

    async with story.at() as seen:
        page = await enter(seen, story.lead)
        await open_case(seen, title=SHARED)
        form = await form_of(page, "分办审查")
        await form.get_by_label("审查负责人").select_option(member_id(story.lead))
        await form.get_by_label("专门委员会").check()
        await seen.check("assigning to a committee too")
        await send(page, form, "分办审查")
        form = await form_of(page, "传阅")
        await form.get_by_label("冯阅件").check()
        await form.get_by_label("说明").fill("请阅示")
        await seen.check("circulating")
        await send(page, form, "传阅")
        given = page.get_by_role("region", name="传阅情况")
        await expect(given.get_by_text("待阅")).to_be_visible()
    await house.drain(3)

    async with story.at("phone") as seen:
        page = await enter(seen, reader)
        await expect(page.get_by_role("link", name="1 待阅")).to_be_visible()
        await seen.check("home with what is to be read")
        await picture(seen, "filing-11-phone-home")
        await page.get_by_role("link", name="1 待阅").click()
        await expect(page.get_by_role("heading", name="传阅件", level=1)).to_be_visible()
        await seen.check("what is to be read")
        await picture(seen, "filing-12-phone-reading")
        await page.get_by_role("link", name=SHARED).click()
        await expect(
            page.get_by_role("region", name="请您阅看").get_by_text("请阅示")
        ).to_be_visible()
        await seen.check("a case to be read, on a phone")
        await picture(seen, "filing-13-phone-case")
        await do(page, "已阅", 意见="同意审查意见")
        await expect(page.get_by_role("region", name="请您阅看")).to_have_count(0)
        await seen.go("传阅件")
        await page.get_by_text("筛选").click()
        await page.get_by_label("只看还没有阅看的").check()
        await expect(page.get_by_text("没有传阅给您的备案件。")).to_be_visible()
        await seen.check("nothing to be read")

    async with story.at() as seen:
        page = await enter(seen, beside)
        await expect(page.get_by_role("link", name="1 待审查")).to_be_visible()
        await page.get_by_role("link", name="1 待审查").click()
        await page.get_by_role("link", name=SHARED).first.click()
        await expect(page.get_by_role("region", name="文件原文").locator("iframe")).to_be_visible()
        form = await form_of(page, "记一条审查发现")
        await form.get_by_label("审查标准").select_option(
            label="合法性：超越权限，减损权利或者增加义务"
        )
        await form.get_by_label("条款", exact=True).fill("第二条")
        await form.get_by_label("问题").fill("增设了许可")
        await form.get_by_label("轻重").select_option("严重")
        await form.get_by_label("建议").fill("删去第二条")
        await send(page, form, "记一条审查发现")
        await seen.check("a committee's task")
        await picture(seen, "filing-14-task")
        await do(page, "提交审查意见", 审查意见概要="见审查发现")
        await expect(page.get_by_text("已提交").first).to_be_visible()
    await house.drain(3)

    async with story.at() as seen:
        page = await enter(seen, story.lead)
        await open_case(seen, title=SHARED)
        given = page.get_by_role("region", name="传阅情况")
        await expect(given.get_by_text("同意审查意见")).to_be_visible()
        await do(page, "提交审查意见", 审查意见概要="同意委员会的意见")
        form = await form_of(page, "汇总并作出结论")
        merged = form.get_by_role("group", name="第二条 增设了许可")
        await merged.get_by_label("决定").select_option("不采纳")
        await merged.get_by_label("理由").fill("上位法已有授权")
        await seen.check("the merge of two reviews")
        await picture(seen, "filing-15-merge-of-two")
        await send(page, form, "汇总并作出结论")
        await expect(page.get_by_text("未发现问题").first).to_be_visible()
        found = page.get_by_role("region", name="审查发现")
        await expect(found.get_by_text("上位法已有授权")).to_be_visible()
        await seen.check("a case that a committee reviewed beside")


@dataclass
class Below:
    """What a subdistrict's reviewer sent up: a report, a doubt and a question."""

    street: Office
    document: str = "关于停车管理的规定"

    async def write_up(self) -> None:
        street, house = self.street, self.street.house
        outgoing, filing = await street.opined(title=self.document)
        await street.answer(outgoing, "DECLINE")
        report = {"filing": filing, "number": "街报1号", "text": "制定机关不予修改。"}
        await street.do("lead", "reportUncorrected", **report)
        _, _, task = await street.assigned(title="关于集会的规定")
        doubt = await street.find("lead", task, standard="CONSTITUTION_TEXT", clause="第三条")
        up = {"finding": doubt, "number": "街报2号", "text": "请研究。"}
        await street.do("lead", "passUpDoubt", **up)
        asked = {"title": "是否属于备案范围", "text": "请示。", "files": []}
        await street.do("lead", "askGuidance", **asked)
        await house.drain(3)


async def test_what_comes_from_below_is_dealt_with_by_the_screen(story: Story) -> None:
    """A doubt, a report that nobody mends it, a question: each from the list to the end."""
    house = story.county.house
    below = Below(await open_office(house, "subdistrict-a"))
    await below.write_up()

    async with story.at() as seen:
        page = await enter(seen, story.registry)
        await open_list(seen, "合宪性疑问")
        await seen.check("doubts")
        await page.get_by_role("link", name="关于集会的规定").click()
        await expect(page.get_by_role("region", name="文件原文").locator("iframe")).to_be_visible()
        await send(page, await form_of(page, "签收疑问"), "签收疑问")
        await expect(page.get_by_text("已签收，待上报").first).to_be_visible()
        await seen.check("a doubt")
        await picture(seen, "filing-16-doubt")

    async with story.at() as seen:
        page = await enter(seen, story.lead)
        await open_list(seen, "合宪性疑问")
        await page.get_by_role("link", name="关于集会的规定").click()
        await do(page, "上报", 发文字号="测报9号", 报告正文="请研究。")
        await expect(page.get_by_role("region", name="上报的送达情况")).to_be_visible()
        await house.drain(2)
        form = await form_of(page, "记录上级的书面答复")
        await form.get_by_label("上级的结论").select_option("不存在合宪性问题")
        await form.get_by_label("作出答复的机关").fill("省人大常委会")
        await form.get_by_label("发文字号").fill("省函1号")
        await form.get_by_label("答复日期").fill("2026-01-05")
        await form.get_by_label("答复的内容").fill("不存在合宪性问题。")
        await seen.check("an answer that came on paper")
        await send(page, form, "记录上级的书面答复")
        answered = page.get_by_role("region", name="上级的答复")
        await expect(answered.get_by_text("省函1号")).to_be_visible()

        await open_list(seen, "请示指导")
        await seen.check("guidance")
        await picture(seen, "filing-17-guidance")
        await page.get_by_role("link", name="是否属于备案范围").click()
        await expect(page.get_by_text("待答复")).to_be_visible()
        await do(page, "答复", 答复的内容="属于。")
        await expect(page.get_by_role("region", name="答复").get_by_text("属于。")).to_be_visible()
        await seen.check("a question that was answered")
        await open_list(seen, "请示指导")
        await do(page, "向下级共享文件", 标题="备案报告样式", 内容="请参照。")
        await expect(page.get_by_role("link", name="备案报告样式").first).to_be_visible()

    async with story.at() as seen:
        page = await enter(seen, story.issuer)
        await open_list(seen, "下级抄报")
        await page.get_by_role("link", name=below.document).click()
        letters = page.get_by_role("region", name="往来文书与记录")
        await expect(letters.get_by_text("未予纠正情况报告").first).to_be_visible()
        await seen.check("a copy from below")
        await do(page, "建议本级政府纠正", 发文字号="测函1号", 正文="请责成纠正。")
        await expect(letters.get_by_text("建议纠正函").first).to_be_visible()
        await house.drain(2)
        await page.reload()
        await expect(letters.get_by_text("已送达").first).to_be_visible()
        await seen.check("a request to the government")
        await picture(seen, "filing-18-copy")

    async with story.at("phone") as seen:
        page = await enter(seen, story.lead)
        for menu, record, shown in (
            ("合宪性疑问", "关于集会的规定", "doubt"),
            ("请示指导", "是否属于备案范围", "guidance"),
            ("下级抄报", below.document, "copy"),
        ):
            await open_list(seen, menu)
            await expect(page.get_by_role("link", name=record).first).to_be_visible()
            await seen.check(f"{menu} on a phone")
            await page.get_by_role("link", name=record).first.click()
            await expect(page.get_by_role("heading", name=record, level=1)).to_be_visible()
            await seen.check(f"{menu}: one on a phone")
            await picture(seen, f"filing-19-phone-{shown}")


@pytest.mark.parametrize("size", ["office", "phone"])
async def test_platform_numbers_go_out_and_come_back_by_excel(story: Story, size: str) -> None:
    office, title = story.office, f"关于编号的规定（{SIZES[size][0]}）"
    await office.registered(title=title)
    sheet = await office.do("registry", "exportPlatformSheet")
    book = openpyxl.load_workbook(io.BytesIO(await downloaded(office, "registry", sheet["id"])))
    rows: Any = book.active
    place = 0
    for place, row in enumerate(rows.iter_rows(min_row=2), start=1):
        row[-1].value = f"{size}-{place}"
    good, bad = io.BytesIO(), io.BytesIO()
    book.save(good)
    rows.append(["备登〔1999〕1号", *[""] * (rows.max_column - 2), "省99"])
    book.save(bad)
    async with story.at(size) as seen:
        page = await enter(seen, story.registry)
        await open_list(seen, "省平台编号")
        await expect(page.get_by_role("link", name=title)).to_be_visible()
        await seen.check("what has no number")
        await page.get_by_role("link", name="导入编号").click()
        await page.get_by_label("所选文件不涉及国家秘密").check()
        chosen = page.locator("input[type=file]")
        excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        sent = {"name": "清单.xlsx", "mimeType": excel}
        await chosen.set_input_files({**sent, "buffer": bad.getvalue()})
        await expect(page.get_by_text("台账中没有登记号")).to_be_visible()
        await seen.check("rows with problems")
        await picture(seen, f"filing-20-{size}-platform")
        # The server has the sheet: what it says of it is there again after a reload.
        await page.reload()
        await expect(page.get_by_role("link", name="清单.xlsx")).to_be_visible()
        await expect(page.get_by_text("台账中没有登记号")).to_be_visible()
        await chosen.set_input_files({**sent, "buffer": good.getvalue()})
        await page.get_by_role("button", name="导入这").press("Enter")
        await expect(page.get_by_text(f"已导入{place}个编号。")).to_be_visible()
        await page.get_by_role("link", name="返回省平台编号").first.click()
        await expect(page.get_by_role("heading", name="省平台编号", level=1)).to_be_visible()
        await expect(page.get_by_role("link", name=title)).to_have_count(0)
        await seen.check("all have their number")
