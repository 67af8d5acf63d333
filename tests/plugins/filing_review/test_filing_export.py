"""The ledger as Excel and PDF, and the province platform's numbers out and in."""

import io
from typing import Any

import openpyxl
import pypdf
import pytest
from filing_path import Office, downloaded, on, open_office, told_once

from core.kit import spreadsheets
from core.kit.official import pdf
from core.tenancy import DEMO_MARK
from core.testing import House, OpenHouse, query_count

HEADINGS = [
    *("序号", "名称", "发文字号", "制定机关", "公布日期", "施行日期", "有效期", "报备期限"),
    *("收到日期", "是否逾期", "形式审查", "登记号", "承办机构", "同步审查机构", "审查结果"),
    *("意见文号及日期", "反馈日期", "处理结果", "办结日期", "省平台编号", "归档号"),
]
PREVIEW = "query($f: ID!) { platformNumbersPreview(file: $f) { row registerText number problems } }"
needs_font = pytest.mark.skipif(
    not all(pdf.Fonts(None).faces.values()),
    reason="NO CHINESE FONT on this machine: install fonts-noto-cjk, or no PDF is tested",
)


@pytest.fixture(scope="module")
async def office(open_house: OpenHouse) -> Any:
    """A county with a clean filing, one that was corrected, one that was returned."""
    async with open_house() as house:
        county = await open_office(house)
        with on("2025-01-20"):
            outgoing, filing = await county.opined(title="=HYPERLINK(1)")
            await county.answer(outgoing, "REPEAL")
            await county.repeal(outgoing)
            await county.close(filing)
            await county.registered(title="干净的办法", documentNumber="+测政发2号")
            _, returned = await county.received(title="不属于范围的通知")
            await county.do("registry", "returnFiling", filing=returned, reason="不属于范围")
        yield county


async def exported(office: Office, **asked: Any) -> Any:
    file = await office.do("registry", "exportLedger", "id name kind", **asked)
    return file, await downloaded(office, "registry", file["id"])


def sheet_of(content: bytes) -> list[list[Any]]:
    page: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in page.iter_rows()]


async def test_the_ledger_has_the_columns_that_an_office_keeps(office: Office) -> None:
    async with told_once(office, "export_ledger"):
        file, content = await exported(office)
    assert file["kind"] == "xlsx"
    assert DEMO_MARK in file["name"]
    rows = sheet_of(content)
    assert rows[0] == HEADINGS
    by_title = {row[1]: dict(zip(HEADINGS, row, strict=True)) for row in rows[1:]}
    assert len(by_title) == 3
    done = by_title["=HYPERLINK(1)"]
    assert done["是否逾期"] == "按期"
    assert done["登记号"].startswith("备登〔2025〕")
    assert done["审查结果"] == "存在问题"
    assert done["意见文号及日期"] == "测审〔2025〕1号，2025年1月20日"
    assert str(done["反馈日期"])[:10] == "2025-01-20"
    assert done["处理结果"] == "已废止"
    assert done["归档号"] == "测档1"
    assert by_title["不属于范围的通知"]["形式审查"] == "退回"
    page: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [cell for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"], "nothing is a formula"


async def test_the_export_honours_filter_and_order(office: Office) -> None:
    _, content = await exported(office, where={"figure": "REGISTERED"})
    assert {row[1] for row in sheet_of(content)[1:]} == {"=HYPERLINK(1)", "干净的办法"}
    _, content = await exported(office, where={"year": 2024})
    assert len(sheet_of(content)) == 1
    order = {"by": "REGISTERED_ON", "direction": "ASCENDING"}
    _, content = await exported(office, order=order)
    assert sheet_of(content)[-1][1] == "不属于范围的通知", "what has no such day stands last"


@needs_font
async def test_the_ledger_as_pdf_lies_across_and_is_marked(office: Office) -> None:
    file, content = await exported(office, form="PDF")
    assert file["kind"] == "pdf"
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [297, 210]
    text = pages[0].extract_text().replace("\n", "")
    assert DEMO_MARK in text
    assert "干净的办法" in text
    assert "备案审查台账" in text


async def test_batches_bound_what_is_held_and_what_is_asked(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with query_count() as once:
        await exported(office)
    monkeypatch.setattr(spreadsheets, "BATCH", 1)
    with query_count() as each:
        _, content = await exported(office)
    assert [row[0] for row in sheet_of(content)[1:]] == [1, 2, 3]
    assert len(each) - len(once) == 4 * 2, "four queries a batch, whatever hangs on its lines"
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 2)
    assert await office.code("registry", "exportLedger") == "TABLE_TOO_LONG"


# --- the province platform's numbers ----------------------------------------------------------


def filled(content: bytes, *numbers: str | None, **changes: str) -> bytes:
    """The exported sheet with numbers in its last column, and other cells overwritten."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page: Any = book.active
    for row, number in zip(page.iter_rows(min_row=2), numbers, strict=True):
        row[-1].value = number
    for place, value in changes.items():
        page[place].value = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


async def numbers_of(office: Office) -> dict[str, str | None]:
    lines = await office.ledger(fields="title platformNumber")
    return {one["title"]: one["platformNumber"] for one in lines}


async def taken_in(house: House, office: Office, content: bytes) -> str:
    answer = await house.upload(office.people["registry"], "编号.xlsx", content)
    return answer.json()["id"]


async def test_4_06_numbers_of_the_platform_go_out_and_come_back_all_or_none(house: House) -> None:
    office = await open_office(house)
    with on("2025-01-20"):
        await office.registered(title="甲办法")
        await office.registered(title="乙办法")
        await office.registered(title="丙办法", platformNumber="省0")
        await office.received(title="未登记的办法")
    async with told_once(office, "export_platform_sheet"):
        sheet = await office.do("registry", "exportPlatformSheet")
    content = await downloaded(office, "registry", sheet["id"])
    rows = sheet_of(content)
    assert rows[0] == ["登记号", "名称", "发文字号", "制定机关", "省平台编号"]
    assert {row[1] for row in rows[1:]} == {"甲办法", "乙办法"}
    faults = {
        "重复": filled(content, "省1", "省1"),
        "已用于另一件": filled(content, "省1", "省0"),
        "没有登记号": filled(content, "省1", "省2", A3="备登〔1999〕1号"),
        "名称不符": filled(content, "省1", "省2", B3="别的文件"),
        "在表中重复": filled(content, "省1", "省2", A3=rows[1][0], B3=rows[1][1]),
    }
    by = office.people["registry"]
    for said, wrong in faults.items():
        file = await taken_in(house, office, wrong)
        seen = (await house.gql(PREVIEW, {"f": file}, by=by))["platformNumbersPreview"]
        assert seen[0]["problems"] == []
        assert any(said in problem for problem in seen[1]["problems"]), said
        refused = await office.refused("registry", "importPlatformNumbers", file=file)
        assert refused["extensions"]["code"] == "IMPORT_HAS_ERRORS"
        assert "第3行" in refused["message"]
    assert set((await numbers_of(office)).values()) == {None, "省0"}, "no half import"
    empty = await taken_in(house, office, filled(content, None, None))
    assert await office.code("registry", "importPlatformNumbers", file=empty) == "IMPORT_HAS_ERRORS"
    good = await taken_in(house, office, filled(content, "省1", None))
    async with told_once(office, "import_platform_numbers"):
        await office.do("registry", "importPlatformNumbers", file=good)
    held = await numbers_of(office)
    assert held[rows[1][1]] == "省1"
    assert held[rows[2][1]] is None
    await office.do("registry", "importPlatformNumbers", file=good)
    other = await taken_in(house, office, filled(content, "省9", None))
    seen = (await house.gql(PREVIEW, {"f": other}, by=by))["platformNumbersPreview"]
    assert "已有省平台编号“省1”" in seen[0]["problems"][0]
    for said, wrong in {
        "已有省平台编号“省1”": filled(content, "省9", None, F1="原编号", F2="省8"),
        "不能超过": filled(content, "长" * 101, None),
    }.items():
        other = await taken_in(house, office, wrong)
        seen = (await house.gql(PREVIEW, {"f": other}, by=by))["platformNumbersPreview"]
        assert any(said in problem for problem in seen[0]["problems"])
    unnumbered = await office.ledger({"withoutPlatformNumber": True}, "title")
    assert {one["title"] for one in unnumbered} == {rows[2][1], "未登记的办法"}
    both = await taken_in(house, office, filled(content, "省1", "省2"))
    await office.do("registry", "importPlatformNumbers", file=both)
    slipped = filled(content, "省2", "省1", F1="原编号", F2="省1", F3="省2")
    async with told_once(office, "import_platform_numbers"):
        await office.do(
            "registry", "importPlatformNumbers", file=await taken_in(house, office, slipped)
        )
    held = await numbers_of(office)
    assert (held[rows[1][1]], held[rows[2][1]]) == ("省2", "省1"), "rows that slipped are put right"


async def test_anothers_sheet_is_not_read(house: House) -> None:
    office = await open_office(house)
    await open_office(house, "county-b")
    for body, organ in (("county-a", "court"), ("county-b", office.receiver)):
        stranger = await house.person(body, organ, "registry_clerk")
        sheet = spreadsheet_of("登记号", "名称", "省平台编号")
        file = (await house.upload(stranger, "编号.xlsx", sheet)).json()["id"]
        by = office.people["registry"]
        assert await house.refused_code(PREVIEW, {"f": file}, by=by) == "NOT_FOUND"


def spreadsheet_of(*headings: str) -> bytes:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(list(headings))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
