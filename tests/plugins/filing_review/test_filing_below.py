"""The ledger of what bodies below copied up, as Excel and PDF, beside the records themselves."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pypdf
import pytest
from filing_path import Office, downloaded, on, open_office, told_once

from core.kit import spreadsheets
from core.kit.official import pdf
from core.kit.official import tables as pdf_tables
from core.tenancy import DEMO_MARK
from core.testing import OpenHouse, query_count

HEADINGS = [
    *("抄报机构", "序号", "名称", "发文字号", "制定机关", "公布日期", "施行日期", "有效期"),
    *("报备期限", "收到日期", "是否逾期", "形式审查", "登记号", "承办机构", "同步审查机构"),
    *("审查结果", "意见文号及日期", "反馈日期", "处理结果", "办结日期", "省平台编号", "归档号"),
]
FACTS = """fromBodyName fromOrganName title documentNumber makerName publishedOn effectiveOn
  validUntil filingDueOn filedOn receivedOn lateBy registerText returnedOn committees conclusion
  opinionNumber opinionOn answeredOn correction closedOn platformNumber archiveNumber"""
RECORDS = (
    f"query($w: CopyFilter) {{ filingCopies(where: $w, first: 50) {{ nodes {{ {FACTS} }} }} }}"
)
needs_font = pytest.mark.skipif(
    not all(pdf.Fonts(None).faces.values()),
    reason="NO CHINESE FONT on this machine: install fonts-noto-cjk, or no PDF is tested",
)


@pytest.fixture(scope="module")
async def county(open_house: OpenHouse) -> Any:
    """A county above a town and a subdistrict: corrected, clean and late, returned."""
    async with open_house() as house:
        office = await open_office(house)
        town, street = await open_office(house, "town-a"), await open_office(house, "subdistrict-a")
        with on("2025-01-20"):
            outgoing, filing = await town.opined(title="=1+1的办法", validUntil="2027-01-05")
            await town.answer(outgoing, "REPEAL")
            await town.repeal(outgoing)
            await town.close(filing)
            _, returned = await street.received(title="内部考勤制度")
            await street.do("registry", "returnFiling", filing=returned, reason="内部管理")
        with on("2025-02-10"):
            await street.registered(title="逾期的办法", platformNumber="省0")
        await house.drain()
        yield office


async def exported(county: Office, **asked: Any) -> tuple[Any, bytes]:
    file = await county.do("lead", "exportCopies", "id name kind", **asked)
    return file, await downloaded(county, "lead", file["id"])


def table_of(content: bytes) -> list[dict[str, Any]]:
    page: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0] == HEADINGS
    return [dict(zip(HEADINGS, map(shown, row), strict=True)) for row in rows[1:]]


def shown(value: Any) -> Any:
    return str(value.date()) if isinstance(value, datetime) else value or None


async def records(county: Office, **where: Any) -> list[dict[str, Any]]:
    seen = await county.house.gql(RECORDS, {"w": where}, by=county.people["lead"])
    return seen["filingCopies"]["nodes"]


def expected(place: int, one: dict[str, Any]) -> dict[str, Any]:
    """What the table must say of a record."""
    opinion = None
    if one["opinionOn"]:
        day = date.fromisoformat(one["opinionOn"])
        opinion = f"{one['opinionNumber']}，{day.year}年{day.month}月{day.day}日"
    form = "登记" if one["registerText"] else "退回"
    late = f"逾期{one['lateBy']}天" if one["lateBy"] else "按期"
    return {
        "抄报机构": one["fromBodyName"],
        "序号": place,
        "名称": one["title"],
        "发文字号": one["documentNumber"],
        "制定机关": one["makerName"],
        "公布日期": one["publishedOn"],
        "施行日期": one["effectiveOn"],
        "有效期": one["validUntil"],
        "报备期限": one["filingDueOn"],
        "收到日期": one["receivedOn"],
        "是否逾期": late,
        "形式审查": form,
        "登记号": one["registerText"],
        "承办机构": one["fromOrganName"],
        "同步审查机构": "、".join(one["committees"]) or None,
        "审查结果": {"PROBLEM": "存在问题", None: None}[one["conclusion"]],
        "意见文号及日期": opinion,
        "反馈日期": one["answeredOn"],
        "处理结果": {"REPEALED": "已废止", None: None}[one["correction"]],
        "办结日期": one["closedOn"],
        "省平台编号": one["platformNumber"],
        "归档号": one["archiveNumber"],
    }


async def test_the_sheet_says_what_the_records_say(county: Office) -> None:
    async with told_once(county, "export_copies"):
        file, content = await exported(county)
    assert (file["kind"], DEMO_MARK in file["name"]) == ("xlsx", True)
    held = await records(county)
    assert len(held) == 3
    assert table_of(content) == [expected(place, one) for place, one in enumerate(held, 1)]
    page: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [cell for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"], "nothing is a formula"


async def test_a_copy_is_a_whole_line_of_the_ledger_below(county: Office) -> None:
    """What the unit's own ledger says stands in the county's, not only that it is there."""
    by_title = {one["title"]: one for one in await records(county)}
    done = by_title["=1+1的办法"]
    assert (done["filingDueOn"], done["receivedOn"]) == ("2025-02-05", "2025-01-20")
    assert (done["opinionNumber"], done["opinionOn"]) == ("测审〔2025〕1号", "2025-01-20")
    assert (done["answeredOn"], done["validUntil"]) == ("2025-01-20", "2027-01-05")
    assert (done["archiveNumber"], done["closedOn"]) == ("测档1", "2025-01-20")
    late = by_title["逾期的办法"]
    assert (late["lateBy"], late["platformNumber"], late["opinionOn"]) == (5, "省0", None)


async def test_the_export_honours_the_filter_of_the_list(county: Office) -> None:
    for where in (
        {"fromBody": "subdistrict-a"},
        {"figure": "RETURNED"},
        {"state": "ARCHIVED"},
        {"year": 2024},
        {"reported": True},
    ):
        _, content = await exported(county, where=where)
        held = await records(county, **where)
        assert [row["名称"] for row in table_of(content)] == [one["title"] for one in held]
    _, content = await exported(county, where={"fromBody": "subdistrict-a"})
    assert {row["名称"] for row in table_of(content)} == {"内部考勤制度", "逾期的办法"}


@needs_font
async def test_the_pdf_lies_across_is_marked_and_says_the_same(county: Office) -> None:
    file, content = await exported(county, form="PDF")
    assert file["kind"] == "pdf"
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [297, 210]
    text = "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
    assert DEMO_MARK in text
    assert "下级抄报备案审查台账" in text
    for one in await records(county):
        for said in (one["title"], one["fromBodyName"], one["registerText"]):
            assert not said or said in text
    assert "逾期5天" in text


async def test_batches_bound_what_is_held_and_long_tables_are_refused(
    county: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with query_count() as once:
        await exported(county)
    monkeypatch.setattr(spreadsheets, "BATCH", 1)
    with query_count() as each:
        _, content = await exported(county)
    assert [row["序号"] for row in table_of(content)] == [1, 2, 3]
    assert len(each) - len(once) == 2, "one query a batch"
    monkeypatch.setattr(pdf_tables, "MOST_ROWS", 2)
    assert await county.code("lead", "exportCopies", form="PDF") == "TABLE_TOO_LONG"
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 2)
    assert await county.code("lead", "exportCopies") == "TABLE_TOO_LONG"


async def test_others_export_nothing_of_it(county: Office) -> None:
    """Who may not read the copies may not export them; another county's own list is empty."""
    assert await county.code("registry", "exportCopies") == "FORBIDDEN"
    other = await open_office(county.house, "county-b")
    _, content = await exported(other)
    assert table_of(content) == []
