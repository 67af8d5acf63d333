"""Past entries from Excel: a preview, each error by its row, all or nothing."""

import asyncio
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
import sqlalchemy as sa
from files_path import Hall, add_deputy, open_hall, uploaded

from core import global_id
from core.tenancy import DEMO_MARK
from core.testing import House, query_count
from plugins.deputy_files.models import Entry
from plugins.deputy_files.service.importing import COLUMNS, OPTIONAL

pytestmark = pytest.mark.database

HEADINGS = ("姓名", "选区或选举单位", "日期", "种类", "标题", "内容", "次数", "地点")
PREVIEW = "query($f: ID!) { entryImportPreview(file: $f) { row name problems } }"


def sheet(rows: Sequence[Sequence[Any]], *, merged: str | None = None) -> bytes:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(HEADINGS)
    for row in rows:
        page.append(row)
    if merged:
        page.merge_cells(merged)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


async def previewed(hall: Hall, rows: Sequence[Sequence[Any]], **how: Any) -> tuple[str, Any]:
    file = await uploaded(hall.house, hall.office, sheet(rows, **how), "履职记录.xlsx")
    seen = await hall.house.gql(PREVIEW, {"f": file}, by=hall.office)
    return file, {one["row"]: "".join(one["problems"]) for one in seen["entryImportPreview"]}


async def kept(house: House) -> int:
    async with house.platform.as_core(house.bodies["county-a"].id) as work:
        return len((await work.session.scalars(sa.select(Entry))).all())


async def test_rows_come_in_all_together_with_one_event_that_tells_each(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-06-01"):
        await hall.open()
        rows = [
            ("甲", "", "２０２４年３月５日", "接待走访选民", "走访", "走访三户", "２", "东街"),
            ("乙", "", "2024/4/1", "inspect", "视察", "视察水库", "", ""),
        ]
        file, problems = await previewed(hall, rows)
        assert problems == {2: "", 3: ""}
        assert await kept(house) == 0, "a preview writes nothing"
        done = await hall.do(hall.office, "importEntries", "count", file=file)
        assert done["count"] == 2
        events = await house.events(hall.body)
        (told,) = [said for name, said in events if name == "deputy_files.import_entries"]
        assert [(one["kind"], one["held_on"], one["quantity"]) for one in told["entries"]] == [
            ("visit_voters", "2024-03-05", 2),
            ("inspect", "2024-04-01", 1),
        ]
        assert told["entries"][0].keys() >= {"entry", "mandate", "term", "digest", "confirmed_by"}
        _, again = await previewed(hall, rows)
        assert "已经入档" in again[2]


async def test_every_wrong_row_says_what_to_do_and_nothing_comes_in(house: House) -> None:
    hall = await open_hall(house)
    await add_deputy(house, hall.body, "standing_committee", "乙")
    async with house.platform.as_core(house.bodies[hall.body].id) as work:
        from core import Mandate

        twins = await work.session.scalars(sa.select(Mandate).where(Mandate.name == "乙"))
        for number, one in enumerate(twins):
            one.district = f"第{number + 1}选区"
    with house.on("2025-06-01"):
        await hall.open()
        fine = ("甲", "", "2024-03-05", "视察调研", "视察", "视察水库", "", "")
        rows = [
            fine,
            ("乙", "", "2024-03-05", "视察调研", "视察", "视察水库", "", ""),
            ("乙", "第2选区", "2024-03-05", "视察调研", "视察", "视察水库", "", ""),
            ("无名氏", "", "2024-03-05", "视察调研", "视察", "视察水库", "", ""),
            ("甲", "", "二月三十", "跳舞", "", "", "零", ""),
            ("甲", "", "2021-03-05", "视察调研", "视察", "任前视察", "", ""),
            ("甲", "", "2025-07-05", "视察调研", "视察", "未来视察", "", ""),
            fine,
            ("甲", "", "2024-03-09", "视察调研", "视察", "视察大桥", "99999999999", ""),
        ]
        file, problems = await previewed(hall, rows)
        assert problems[2] == problems[4] == ""
        assert "有2名代表叫“乙”" in problems[3]
        assert "第1选区" in problems[3]
        assert "无名氏" in problems[5]
        for said in ("2025-03-05", "不在清单中", "都要填写", "大于0的整数"):
            assert said in problems[6]
        assert "早于代表资格开始之日" in problems[7]
        assert "晚于今天" in problems[8]
        assert "与第2行" in problems[9]
        assert "至多10000" in problems[10]
        code, said = await hall.refused(hall.office, "importEntries", file=file)
        assert (code, "第3、5、6、7、8、9、10行" in said) == ("IMPORT_HAS_ERRORS", True)
        assert await kept(house) == 0, "nothing is half done"


async def test_merged_cells_are_named(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-06-01"):
        await hall.open()
        row = ("甲", "", "2024-03-05", "视察调研", "视察", "视察", "", "")
        content = sheet([row, row], merged="A2:A3")
        file = await uploaded(house, hall.office, content, "合并.xlsx")
        refused = await house.refused(PREVIEW, {"f": file}, by=hall.office)
        assert refused["extensions"]["code"] == "SHEET_MERGED"
        assert "第2至3行" in refused["message"]


async def test_a_title_merged_over_the_headings_is_told_of_as_merged(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-06-01"):
        await hall.open()
        book = openpyxl.Workbook()
        page: Any = book.active
        page.append(("履职记录一览表",))
        page.append(HEADINGS)
        page.append(("甲", "", "2024-03-05", "视察调研", "视察", "视察", "", ""))
        page.merge_cells("A1:H1")
        written = BytesIO()
        book.save(written)
        file = await uploaded(house, hall.office, written.getvalue(), "有标题.xlsx")
        refused = await house.refused(PREVIEW, {"f": file}, by=hall.office)
    assert refused["extensions"]["code"] == "SHEET_MERGED"
    assert "第1行有合并单元格" in refused["message"]


async def test_a_name_is_the_same_with_and_without_spaces_inside(house: House) -> None:
    hall = await open_hall(house, names=("王芳", "李　明", "艾力·买买提"))
    with house.on("2025-06-01"):
        await hall.open()
        names = ("王　芳", "王 芳", "李明", "艾力·买买提", "艾力 买买提·")
        rows = [
            (name, "", f"2024-03-1{at}", "视察调研", "视察", f"{uuid4()}", "", "")
            for at, name in enumerate(names)
        ]
        _, problems = await previewed(hall, rows)
        assert [bool(one) for one in problems.values()] == [False, False, False, False, True]
        file, _ = await previewed(hall, rows[:4])
        await hall.do(hall.office, "importEntries", "count", file=file)
        asked = "{ deputyFiles { nodes { name } } dutyEntries { nodes { name } } }"
        seen = await house.gql(asked, by=hall.office)
    kept_of = sorted(one["name"] for one in seen["dutyEntries"]["nodes"])
    assert kept_of == sorted(("王芳", "王芳", "李　明", "艾力·买买提")), "as the file has it"


async def test_many_rows_ask_as_often_as_few(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-06-01"):
        await hall.open()
        counts = list[int]()
        for many in (2, 300):
            rows = [
                ("甲", "", "2024-03-05", "视察调研", "视察", f"{uuid4()}", "", "")
                for _ in range(many)
            ]
            file = await uploaded(house, hall.office, sheet(rows), "多.xlsx")
            with query_count() as sent:
                await hall.do(hall.office, "importEntries", "count", file=file)
            counts.append(len(sent))
    assert counts[1] <= counts[0] + 3


async def test_a_sheet_imported_three_times_at_once_comes_in_once(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-06-01"):
        await hall.open()
        rows = [
            (name, "", "2024-03-05", "视察调研", "视察", f"视察水库{name}", "", "")
            for name in ("甲", "乙", "丙")
        ]
        # The other way round they would wait for each other.
        books = [sheet(rows), sheet(rows[::-1]), sheet(rows)]
        files = [await uploaded(house, hall.office, one, "同时.xlsx") for one in books]
        asked = "mutation($i: ImportEntriesInput!) { importEntries(input: $i) { count } }"
        answers = await asyncio.gather(
            *(house.ask(asked, {"i": {"file": one}}, by=hall.office) for one in files)
        )
    refusals = [one["errors"][0] for one in answers if one.get("errors")]
    assert [one["extensions"]["code"] for one in refusals] == ["IMPORT_HAS_ERRORS"] * 2
    assert all("第2、3、4行" in one["message"] for one in refusals)
    assert await kept(house) == 3


async def test_nobody_imports_into_their_own_file(house: House) -> None:
    hall = await open_hall(house)
    who, _ = await add_deputy(house, hall.body, "office", "丁", "deputy_affairs")
    with house.on("2025-06-01"):
        await hall.open()
        content = sheet([("丁", "", "2024-03-05", "视察调研", "视察", "视察水库", "", "")])
        file = await uploaded(house, who, content, "自己.xlsx")
        (row,) = (await house.gql(PREVIEW, {"f": file}, by=who))["entryImportPreview"]
        assert "不能导入自己的" in row["problems"][0]
        assert (await hall.refused(who, "importEntries", file=file))[0] == "IMPORT_HAS_ERRORS"
        other = await uploaded(house, hall.office, content, "他人.xlsx")
        assert (await hall.do(hall.office, "importEntries", "count", file=other))["count"] == 1


async def test_the_preview_names_what_a_row_may_be_a_copy_of(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-06-01"):
        await hall.open()
        text = "走访三户群众，听取对东街道路维修的意见两条，已转有关部门办理。"
        await hall.log(hall.deputies["乙"], "乙", heldOn="2024-03-05", text=text, submit=True)
        rows = [
            ("甲", "", "2024-03-05", "接待走访选民", "走访选民", text, "", ""),
            ("乙", "", "2024-03-05", "接待走访选民", "走访选民", text[:-1] + "了。", "", ""),
            ("丙", "", "2024-03-05", "接待走访选民", "走访", "到南关村看望老人。", "", ""),
            ("丙", "", "2024-03-06", "接待走访选民", "走访", "到南关村看望老人。", "", ""),
        ]
        file = await uploaded(house, hall.office, sheet(rows), "疑似.xlsx")
        asked = PREVIEW.replace("problems", "problems alike")
        with query_count() as sent:
            seen = (await house.gql(asked, {"f": file}, by=hall.office))["entryImportPreview"]
        await looked_at(hall, file)
    assert all(not one["problems"] for one in seen), "a likeness is no fault"
    told = ["；".join(one["alike"]) for one in seen]
    assert told[0] == "与乙2024-03-05“走访选民”文字相同"
    assert "与乙2024-03-05“走访选民”文字相近（9" in told[1]
    assert told[2:] == ["", "与第4行文字相同"]
    assert len(sent) < 20


async def looked_at(hall: Hall, file: str) -> None:
    """An import confirms: each likeness is looked at first, and what was looked at is kept."""
    house = hall.house
    code, said = await hall.refused(hall.office, "importEntries", file=file)
    assert code == "ENTRY_ALIKE"
    assert "其中3处还没有核对：第2行与乙2024-03-05“走访选民”文字相同" in said
    asked = "query($f: ID!) { entryImportPreview(file: $f) { likenesses { id text } } }"
    seen = (await house.gql(asked, {"f": file}, by=hall.office))["entryImportPreview"]
    ids = [one["id"] for row in seen for one in row["likenesses"]]
    code, said = await hall.refused(hall.office, "importEntries", file=file, looked=ids[1:])
    assert (code, "其中1处还没有核对" in said) == ("ENTRY_ALIKE", True)
    stranger = global_id("EntryLikeness", uuid4())
    code, _ = await hall.refused(hall.office, "importEntries", file=file, looked=[*ids, stranger])
    assert code == "ENTRY_ALIKE_GONE"
    assert await kept(house) == 0
    await hall.do(hall.office, "importEntries", "count", file=file, looked=ids)
    asked = "{ dutyEntries { nodes { name heldOn alike looked { likeness otherName } } } }"
    found = (await house.gql(asked, by=hall.office))["dutyEntries"]["nodes"]
    told = {(one["name"], one["heldOn"]): (one["alike"], one["looked"]) for one in found}
    assert told == {
        ("甲", "2024-03-05"): (1, [{"likeness": "SAME_TEXT", "otherName": "乙"}]),
        ("乙", "2024-03-05"): (1, [{"likeness": "NEAR_TEXT", "otherName": "乙"}]),
        ("丙", "2024-03-05"): (0, []),
        ("丙", "2024-03-06"): (1, [{"likeness": "SAME_TEXT", "otherName": "丙"}]),
    }


async def test_rows_of_one_matter_are_joined_by_its_name(house: House) -> None:
    hall = await open_hall(house)
    with house.on("2025-06-01"):
        await hall.open()
        known = await hall.do(hall.office, "openMatter", title="东街积水")
        book = openpyxl.Workbook()
        page = book.active
        assert page is not None
        page.append(("姓名", "日期", "种类", "标题", "内容", "议题"))
        for name, day, matter in (
            ("甲", "2025-03-05", "东街积水"),
            ("乙", "2025-03-06", "南门停车"),
            ("丙", "2025-03-07", "南门停车"),
            ("甲", "2025-03-08", ""),
        ):
            page.append((name, day, "视察调研", "视察", f"{uuid4()}", matter))
        written = BytesIO()
        book.save(written)
        file = await uploaded(house, hall.office, written.getvalue(), "议题.xlsx")
        await hall.do(hall.office, "importEntries", "count", file=file)
        asked = "{ dutyEntries(first: 9) { nodes { name heldOn matter { id title } } } }"
        nodes = (await house.gql(asked, by=hall.office))["dutyEntries"]["nodes"]
        told = {one["heldOn"]: one["matter"] for one in nodes}
        assert told["2025-03-05"]["id"] == known["id"]
        assert told["2025-03-06"] == told["2025-03-07"]
        assert told["2025-03-06"]["title"] == "南门停车"
        assert told["2025-03-08"] is None
        (said,) = [one for name, one in await house.events(hall.body) if "import" in name]
        assert sum(one["matter"] is not None for one in said["entries"]) == 3
        await hall.do(hall.office, "openMatter", title="东街积水")
        seen = (await house.gql(PREVIEW, {"f": file}, by=hall.office))["entryImportPreview"]
        assert "有2个议题叫“东街积水”" in "".join(seen[0]["problems"])


async def test_the_empty_sheet_is_one_that_the_import_reads(house: House) -> None:
    """Its example is refused as it stands; filled in for a deputy, with a kind from its list."""
    hall = await open_hall(house)
    with house.on("2025-06-01"):
        await hall.open()
        query = "mutation { makeEntrySheet { name digest } }"
        made = (await house.gql(query, by=hall.office))["makeEntrySheet"]
        assert made["name"] == f"履职记录导入表（{DEMO_MARK}）.xlsx"
        content = await house.platform.blobs.get(made["digest"])
        file = await uploaded(house, hall.office, content, made["name"])
        seen = await house.gql(PREVIEW, {"f": file}, by=hall.office)
        (row,) = seen["entryImportPreview"]
        assert row["name"] == "示例（请删去本行）"
        assert len(row["problems"]) == 1, "nobody is called so"
        book = openpyxl.load_workbook(BytesIO(content))
        page: Any = book.worksheets[0]
        columns = [cell.value for cell in page[1]]
        assert columns == [*COLUMNS, *OPTIONAL]
        (choice,) = page.data_validations.dataValidation
        kind = columns.index("种类") + 1
        letter = openpyxl.utils.get_column_letter(kind)
        assert (choice.type, str(choice.sqref)) == ("list", f"{letter}2:{letter}50000")
        titles = [cell.value for (cell,) in book["种类"].iter_rows()]
        assert choice.formula1 == f"'种类'!$A$1:$A${len(titles)}"
        lists = await house.gql("{ dutyLists { kinds { title } } }", by=hall.office)
        assert titles == [one["title"] for one in lists["dutyLists"]["kinds"]]
        page.cell(2, columns.index("姓名") + 1, "乙")
        page.cell(2, columns.index("选区或选举单位") + 1, "")
        page.cell(2, kind, titles[-1])
        written = BytesIO()
        book.save(written)
        filled = await uploaded(house, hall.office, written.getvalue(), "履职记录.xlsx")
        assert (await hall.do(hall.office, "importEntries", "count", file=filled))["count"] == 1


async def test_without_kinds_there_is_no_sheet_to_fill_in(house: House) -> None:
    hall = await open_hall(house)
    await hall.practise("kinds", [])
    with house.on("2025-06-01"):
        query = "mutation { makeEntrySheet { name } }"
        assert await house.refused_code(query, by=hall.office) == "NO_KINDS"
