"""An empty sheet for past entries: its headings are those that the import reads."""

from core import File, Heading, Refused, Sheet, Work, announce, today, value_of
from plugins.deputy_files import practice, rules
from plugins.deputy_files.service.importing import COLUMNS, OPTIONAL

SHARES = {"选区或选举单位": 2, "种类": 2, "标题": 2, "内容": 2, "议题": 2}
"""Widths of columns against one with a name or a day."""

EXAMPLE = {
    "姓名": "示例（请删去本行）",
    "日期": "2025-03-05",
    "标题": "走访选民，了解出行难",
    "内容": "到东街走访三户选民，听取对公交线路的意见，逐条记下，转交乡镇办理。",
    "选区或选举单位": "第一选区",
    "地点": "东街",
    "次数": "1",
}
"""No deputy is called so: a sheet with it is refused at this row."""


async def make_entry_sheet(work: Work) -> File:
    """The sheet with headings, the body's kinds to choose from, and one row as an example."""
    kinds: list[rules.EntryKind] = (await value_of(work, practice.KINDS, today())).value or []
    if not kinds:
        raise Refused("NO_KINDS", "本机构还没有规定履职事项的种类，请管理员先在做法中设置。")
    columns = (*COLUMNS, *OPTIONAL)
    example = EXAMPLE | {"种类": kinds[0].title}
    headings = [Heading(one, SHARES.get(one, 1)) for one in columns]
    with Sheet(work, "履职记录导入表", headings) as sheet:
        sheet.choices(columns.index("种类") + 1, "种类", [one.title for one in kinds])
        sheet.write([[example.get(one, "") for one in columns]])
        file = await sheet.keep()
    announce(work, "deputy_files.make_entry_sheet", file, {"kinds": len(kinds)})
    return file
