"""The plugin's reads."""

from datetime import date
from typing import Annotated, Any

import strawberry

from core import (
    Info,
    SortDirection,
    catalogue,
    column,
    extensions_to_decide,
    given,
    key,
    ordered,
    reads,
    records,
)
from plugins.filing_review import models, practice, rules, service
from plugins.filing_review import permissions as may
from plugins.filing_review.schema.circulating import CirculationReads
from plugins.filing_review.schema.doubts import DoubtReads
from plugins.filing_review.schema.inputs import DocumentInput
from plugins.filing_review.schema.letters import DraftLetter, Letter
from plugins.filing_review.schema.levels import LevelReads
from plugins.filing_review.schema.records import (
    DocumentFault,
    FigureCount,
    Filing,
    FilingRoute,
    OutgoingFiling,
    PublicFiling,
    ReviewTask,
)


@strawberry.input(description="台账的筛选")
class FilingFilter:
    """Which lines."""

    words: str | None = given("标题、发文字号或者登记号中有此字词的", default=None)
    year: int | None = given("年度（按报送日期）", default=None)
    state: rules.FilingState | None = given("状态", default=None)
    figure: rules.Figure | None = given("统计项目，与年度统计同一口径", default=None)
    maker: str | None = given("只要此制定机关报送的，取自 filingMakers 的 code", default=None)
    maker_organ: str | None = given("制定机关代码，不论属于哪个机构", default=None)
    kind: rules.DocumentKind | None = given("文件种类", default=None)
    due_by: date | None = given("此日（含）以前到期", default=None)
    overdue: bool = given("只要已过期未办的", default=False)
    late: bool | None = given("只要逾期报送的（true）或按期的（false）", default=None)
    without_platform_number: bool = given("只要还没有省平台编号的", default=False)
    mine: bool = given("只要由我负责审查的", default=False)
    all_submitted: bool = given("只要各项审查任务都已提交或者收回的", default=False)
    lead_name: str | None = given("只要此人负责审查的（姓名）", default=None)
    reviewer_organ: str | None = given("只要此机关承办或者同步审查的（机关代码）", default=None)
    opinion: rules.OpinionState | None = given("只要有此状态的审查意见的", default=None)
    opinion_step: rules.HandStep | None = given(
        "只要审查意见以本人的身份此刻可以这样办的；权限另行判断", default=None
    )
    extension_to_decide: bool = given(
        "只要申请了延长期限、规定由本人可以决定的；办理的权限另行判断", default=False
    )
    publication: rules.PublicationStep | None = given(
        "只要已办结、主动公开、还没有列入公开目录而这样待办的；不含由本人保密审查、待批准的",
        default=None,
    )


@strawberry.input(description="台账的排序")
class FilingOrder:
    """One column and a direction."""

    by: rules.LedgerOrder = given("按什么排序")
    direction: SortDirection = given("方向", default=SortDirection.DESCENDING)


@strawberry.type(description="台账中的一个制定机关")
class FilingMaker:
    """Who filed here."""

    code: str = column("机构代码和机关代码，如 370982/government")
    name: str = column("名称；其他机构的连同机构名称")


@strawberry.type(description="省平台编号导入表中一行的检查结果；没有填编号的行不列出")
class PlatformNumberRow:
    """One row and what is wrong with it."""

    row: int = column("行号，表头为第1行")
    register_text: str = column("登记号")
    number: str = column("省平台编号")
    problems: list[str] = column("问题；为空表示可以导入")


WHERE = Annotated[FilingFilter | None, strawberry.argument(description="筛选")]


@strawberry.type
class Query(LevelReads, DoubtReads, CirculationReads):
    """The plugin's reads."""

    @records(Filing, "备案审查台账：当前机关收到的备案件，最近报送的在前")
    async def filings(
        self,
        info: Info,
        where: WHERE = None,
        order: Annotated[FilingOrder | None, strawberry.argument(description="排序")] = None,
    ) -> Any:
        return await listed(info, where, order)

    @records(
        OutgoingFiling,
        "当前机关作为制定机关报送的文件，最近起草的在前；已作废的草稿只在按状态筛选时列出",
    )
    async def outgoing_filings(
        self,
        info: Info,
        state: Annotated[
            rules.OutgoingState | None, strawberry.argument(description="只要此状态的")
        ] = None,
        overdue: Annotated[
            bool, strawberry.argument(description="只要还没有报送、已过报送期限的")
        ] = False,
        to_sign: Annotated[
            bool,
            strawberry.argument(
                description="只要待本人签发的：起草人不是本人，签发所需的都已填写、上传的草稿"
            ),
        ] = False,
        to_reply: Annotated[
            bool, strawberry.argument(description="只要收到提醒函、还没有答复的")
        ] = False,
        suspended: Annotated[
            bool,
            strawberry.argument(description="只要按书面处理计划中止着、计划的时限还没有过的"),
        ] = False,
        running: Annotated[
            bool, strawberry.argument(description="不要按书面处理计划中止着的")
        ] = False,
    ) -> Any:
        listing = service.outgoing_list(state)
        if overdue:
            listing = listing.where(service.unsent_and_late())
        if to_reply:
            listing = listing.where(service.to_reply())
        if suspended:
            listing = listing.where(service.waiting_for_plan())
        if running:
            listing = listing.where(~service.waiting_for_plan())
        if to_sign:
            async with info.context.previewing() as work:
                listing = listing.where(await service.to_sign(work))
        return listing

    @records(ReviewTask, "当前机关的审查任务，最近的在前")
    async def review_tasks(
        self,
        info: Info,
        state: Annotated[
            rules.TaskState | None, strawberry.argument(description="只要此状态的")
        ] = None,
        extension_to_decide: Annotated[
            bool, strawberry.argument(description="只要申请了延长期限、规定由本人可以决定的")
        ] = False,
        mine: Annotated[
            bool,
            strawberry.argument(description="只要由本人办理的：不要指名由他人负责审查的"),
        ] = False,
    ) -> Any:
        organ = info.context.viewer.organ
        listing = service.task_list(organ.code if organ else None, state)
        if mine:
            async with info.context.previewing() as work:
                listing = listing.where(service.to_review(work))
        if extension_to_decide:
            async with info.context.previewing() as work:
                listing = listing.where(extensions_to_decide(work, models.ReviewTask.id))
        return listing

    @records(DraftLetter, "当前机关在拟稿、核稿、签发中的函件，最近的在前")
    async def draft_letters(
        self,
        info: Info,
        state: Annotated[
            rules.OpinionState | None, strawberry.argument(description="只要此状态的")
        ] = None,
        step: Annotated[
            rules.HandStep | None,
            strawberry.argument(description="只要以本人的身份此刻可以这样办的；权限另行判断"),
        ] = None,
    ) -> Any:
        listing = service.draft_list(state)
        if step is None:
            return listing
        async with info.context.previewing() as work:
            return listing.where(await service.letters_in_hand(work, step))

    @records(Letter, "当前机关的往来文书与记录，最近的在前")
    def letters(self, info: Info) -> Any:
        return service.letter_list()

    @reads(may.READ_OUTGOING, "一份尚未保存的文件基本情况中，签发时会被拒绝的各处；不写入任何数据")
    async def document_faults(
        self,
        info: Info,
        document: Annotated[DocumentInput, strawberry.argument(description="文件的基本情况")],
    ) -> list[DocumentFault]:
        async with info.context.previewing() as work:
            found = await service.document_faults(work, document.to_document())
        return [DocumentFault.of(one) for one in found]

    @reads(may.READ, "一年的统计；每一项都可以打开到所含的各件")
    async def filing_figures(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="年度")],
    ) -> list[FigureCount]:
        async with info.context.reading() as session:
            counted = await service.figures_of(session, year)
        return [
            FigureCount(figure=figure, title=rules.FIGURES[figure], count=count)
            for figure, count in counted.items()
        ]

    @reads(may.READ, "台账中有哪些制定机关，本机构的在前；用于 filings 的筛选")
    async def filing_makers(self, info: Info) -> list[FilingMaker]:
        async with info.context.reading() as session:
            found = await service.makers_of(session, info.context.body.code)
        return [FilingMaker(code=code, name=name) for code, name in found]

    @reads(may.READ_LETTERS, "哪些机关的文件报送哪个机关备案，谁可以撤销")
    async def filing_routes(self, info: Info) -> list[FilingRoute]:
        async with info.context.previewing() as work:
            routes = await service.routes_here(work)
        return [
            FilingRoute(
                maker=route.maker,
                receiver=route.receiver,
                above=route.to is practice.Whose.PARENT,
                binding_only=route.binding_only,
                listed=route.listed,
                annulled_by=list(route.annulled_by),
            )
            for route in routes
        ]

    @reads(may.IMPORT_PLATFORM_NUMBERS, "导入省平台编号前预览：逐行列出问题，不写入任何数据")
    async def platform_numbers_preview(
        self,
        info: Info,
        file: Annotated[strawberry.ID, strawberry.argument(description="已上传的 xlsx 文件的 id")],
    ) -> list[PlatformNumberRow]:
        async with info.context.previewing() as work:
            rows = await service.read_platform_numbers(work, key(file, "File"), lock=False)
        return [
            PlatformNumberRow(
                row=row.row,
                register_text=row.register_text,
                number=row.number,
                problems=[problem.message for problem in row.problems],
            )
            for row in rows
        ]

    @records(PublicFiling, "公开目录：经批准公开的备案文件，最近的在前")
    def public_filings(self, info: Info) -> Any:
        return catalogue(info.context.body.id, "filing_review")


_SAME = (
    "words",
    "year",
    "state",
    "figure",
    "maker",
    "maker_organ",
    "kind",
    "due_by",
    "overdue",
    "late",
    "lead_name",
    "reviewer_organ",
    "opinion",
    "without_platform_number",
    "all_submitted",
)


async def listed(info: Info, where: FilingFilter | None, order: FilingOrder | None) -> Any:
    """The lines of the ledger that are asked for, in the order that is asked for."""
    asked = where or FilingFilter()
    actor = info.context.viewer.actor
    fields = {name: getattr(asked, name) for name in _SAME}
    lead_id = actor.person_id if asked.mine and actor else None
    listing = service.ledger(service.Wanted(lead_id=lead_id, **fields))
    if asked.opinion_step is not None:
        async with info.context.previewing() as work:
            listing = listing.where(await service.opinions_in_hand(work, asked.opinion_step))
    if asked.extension_to_decide:
        async with info.context.previewing() as work:
            listing = listing.where(extensions_to_decide(work, models.Filing.id))
    if asked.publication is not None:
        listing = listing.where(
            service.to_publish(asked.publication, actor.person_id if actor else None)
        )
    if order is None:
        return listing
    return ordered(listing, service.ledger_column(order.by), order.direction)
