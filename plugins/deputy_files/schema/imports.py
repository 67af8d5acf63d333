"""The import of past entries."""

from typing import Annotated

import strawberry

from core import FileRecord, Info, column, given, global_id, key, reads, verb
from plugins.deputy_files import permissions as may
from plugins.deputy_files import service


@strawberry.type(description="导入表中一行的一处疑似重复")
class ImportLikeness:
    """What a row may be a copy of."""

    id: strawberry.ID = column("核对以后，导入时列入 looked")
    text: str = column("与哪一条记录、哪一行怎样相似")


@strawberry.type(description="履职记录导入表中一行的检查结果")
class EntryImportRow:
    """One row and what is wrong with it."""

    row: int = column("行号，表头为第1行")
    name: str = column("姓名")
    title: str = column("标题")
    problems: list[str] = column("问题；为空表示可以导入")
    alike: list[str] = column("疑似与哪些记录、哪些行重复；须逐条核对")
    likenesses: list[ImportLikeness] = column("各处疑似重复；核对过的在导入时列明")


@strawberry.input(description="批量导入以往的履职记录")
class ImportEntriesInput:
    """An uploaded xlsx."""

    file: strawberry.ID = given("已上传的 xlsx 文件的 id")
    looked: list[strawberry.ID] = given(
        "逐条核对过的疑似重复之处（预览中 likenesses 的 id），须与现有各处一致",
        default_factory=list,
    )


@strawberry.type(description="导入的结果")
class ImportedEntries:
    """How many came in."""

    count: int = column("入档了几条记录")


@strawberry.type
class ImportReads:
    """What an import would do."""

    @reads(may.IMPORT_ENTRIES, "导入履职记录前预览：逐行列出问题，不写入任何数据")
    async def entry_import_preview(
        self,
        info: Info,
        file: Annotated[strawberry.ID, strawberry.argument(description="已上传的 xlsx 文件的 id")],
    ) -> list[EntryImportRow]:
        rows = await service.preview_entries(info.context, key(file, "File"))
        return [
            EntryImportRow(
                row=one.number,
                name=one.cells["姓名"],
                title=one.cells["标题"],
                problems=[problem.message for problem in one.problems],
                alike=[like.text for like in one.alike],
                likenesses=[
                    ImportLikeness(
                        id=strawberry.ID(global_id("EntryLikeness", like.id)), text=like.text
                    )
                    for like in one.alike
                ],
            )
            for one in rows
        ]


@strawberry.type
class ImportVerbs:
    """The import."""

    @verb(may.MAKE_ENTRY_SHEET, "制作空白的导入表：表头、供选择的种类和一行示例")
    async def make_entry_sheet(self, info: Info) -> FileRecord:
        return await service.make_entry_sheet(info.context.work)  # pyright: ignore[reportReturnType]

    @verb(
        may.IMPORT_ENTRIES,
        "从 Excel 导入以往的履职记录，作为已确认的入档；有一行不对或者没有核对，就一条也不导入",
    )
    async def import_entries(self, info: Info, input: ImportEntriesInput) -> ImportedEntries:
        looked = [key(one, "EntryLikeness") for one in input.looked]
        file = key(input.file, "File")
        count = await service.import_entries(info.context.work, file, looked)
        return ImportedEntries(count=count)
