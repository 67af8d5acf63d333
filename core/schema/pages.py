"""The pages that a body's plugins declare, with all that a renderer must know to show them."""

from enum import StrEnum
from typing import Any

import strawberry

from core import pages, permissions
from core.graphql.context import Context, Info
from core.graphql.described_pages.shown import ShownPage
from core.graphql.nodes import column, enum
from core.graphql.permissions import reads
from core.pages import FieldKind, FormPage

# The answers below are what `core.graphql.described_pages` made, shown as it is.
# pyright: reportReturnType=false

enum(
    FieldKind,
    "一项内容怎样显示、怎样填写",
    {
        FieldKind.TEXT: "一行文字",
        FieldKind.LONG_TEXT: "一段文字",
        FieldKind.NUMBER: "数",
        FieldKind.DAY: "日期",
        FieldKind.MOMENT: "时刻",
        FieldKind.YES_NO: "是或者否",
        FieldKind.CHOICE: "从中选择",
        FieldKind.FILE: "已上传的文件",
    },
    name="PageFieldKind",
)


class PageKind(StrEnum):
    """The kinds of declared pages."""

    LIST = "list"
    DETAIL = "detail"
    FORM = "form"
    CHART = "chart"
    MODULE = "module"


enum(
    PageKind,
    "页面的种类",
    {
        PageKind.LIST: "列表",
        PageKind.DETAIL: "一条记录",
        PageKind.FORM: "表单",
        PageKind.CHART: "图表",
        PageKind.MODULE: "插件自带的页面",
    },
)

OF_CLASS = {
    pages.ListPage: PageKind.LIST,
    pages.DetailPage: PageKind.DETAIL,
    pages.FormPage: PageKind.FORM,
    pages.ChartPage: PageKind.CHART,
    pages.ModulePage: PageKind.MODULE,
}


@strawberry.type(description="可选的一个词")
class PageOption:
    """A word of an enumeration."""

    value: str = column("接口中的写法")
    title: str = column("中文名称")


@strawberry.type(description="页面上的一栏")
class PageColumn:
    """A value of a record."""

    path: list[str] = column("在记录中的位置，逐级的字段名")
    title: str = column("中文名称")
    english: str = column("英文名称；没有的为空文字")
    kind: FieldKind = column("怎样显示")
    options: list[PageOption] = column("从中选择的，各个词的中文名称")


@strawberry.type(description="供选择的记录从哪里来")
class PageChoices:
    """Which query gives the choices."""

    document: str = column("取得这些记录的查询")
    rows: list[str] = column("记录在查询结果中的位置")
    value: list[str] = column("要提交的值在记录中的位置")
    label: PageColumn = column("供人辨认的一栏")


@strawberry.type(description="页面上要填写的一项")
class PageInput:
    """What is entered."""

    name: str = column("名称")
    path: list[str] = column("在查询变量中的位置")
    title: str = column("中文名称")
    english: str = column("英文名称；没有的为空文字")
    kind: FieldKind = column("怎样填写")
    required: bool = column("是否必填")
    many: bool = column("是否可以填多个")
    options: list[PageOption] = column("从中选择的，各个词的中文名称")
    choices: PageChoices | None = column("从记录中选择的，记录从哪里来")


@strawberry.type(description="记录处于什么情况时可以办理")
class PageOffer:
    """Values of the record in which a button is there."""

    path: list[str] = column("在记录中的位置")
    values: list[str] = column("为其中之一时可以办理")


@strawberry.type(description="页面上可以办理的一件事")
class PageVerb:
    """A button."""

    mutation: str = column("办理的名称")
    title: str = column("按钮上的中文")
    english: str = column("按钮上的英文；没有的为空文字")
    action: str = column("办理所需的权限")
    document: str = column("办理时提交的操作")
    inputs: list[PageInput] = column("要填写的内容")
    record: list[str] | None = column("当前记录的 id 填在变量的哪里；不需要的为空")
    offered: list[PageOffer] = column("须同时满足的情况；没有要求的为空列表")


@strawberry.type(description="插件声明的一个页面，连同显示它所需的一切")
class DeclaredPage:
    """A page; what its kind does not have is empty."""

    plugin: str = column("插件名")
    plugin_title: str = column("插件的中文名称")
    name: str = column("页面名，在插件内唯一")
    kind: PageKind = column("页面的种类")
    title: str = column("中文名称")
    english: str = column("英文名称")
    in_menu: bool = column("是否列入菜单")
    document: str | None = column("取得内容的查询；不需要的为空")
    rows: list[str] = column("各条记录（或者这条记录）在查询结果中的位置")
    paged: bool = column("是否分页，以 first、after 翻页")
    columns: list[PageColumn] = column("各栏；图表的为各项数值")
    label: PageColumn | None = column("图表中每一条是什么；不是图表的为空")
    filters: list[PageInput] = column("筛选")
    actions: list[PageVerb] = column("可以办理的事项；表单的只有一项")
    opens: str | None = column("点开一条记录、一项数值，或者办完以后，到哪个页面；没有的为空")
    by: str | None = column("从图表到列表时，按哪一项筛选；没有的为空")
    module: str | None = column("插件自带的页面，其 ES 模块的地址")


def _shown(one: ShownPage, context: Context) -> DeclaredPage:
    page: Any = one.page
    kind = OF_CLASS[type(page)]
    leads = page.then if isinstance(page, FormPage) else getattr(page, "opens", "")
    return DeclaredPage(
        plugin=one.plugin,
        plugin_title=context.platform.plugins.info(one.plugin).title,
        name=page.name,
        kind=kind,
        title=page.title,
        english=page.english,
        in_menu=page.menu and kind is not PageKind.DETAIL,
        document=one.document or None,
        rows=list(one.rows),
        paged=one.paged,
        columns=one.columns,  # pyright: ignore[reportArgumentType]
        label=one.label,  # pyright: ignore[reportArgumentType]
        filters=one.inputs,  # pyright: ignore[reportArgumentType]
        actions=[act for act in one.actions if context.may(act.action)],  # pyright: ignore[reportArgumentType]
        opens=leads or None,
        by=getattr(page, "by", "") or None,
        module=one.module,
    )


@strawberry.type
class PageReads:
    """What a console asks to show pages that it does not know."""

    @reads(permissions.READ_BODY, "已启用的插件声明的页面，只列当前访问者能用的")
    async def pages(self, info: Info) -> list[DeclaredPage]:
        context = info.context
        return [
            _shown(one, context)
            for plugin in sorted(context.plugins_on)
            for one in context.schemas.pages(plugin)
            if all(context.may(action) for action in one.asks)
        ]
