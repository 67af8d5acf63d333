"""Between levels: copies from below, reports upward, requests to a government, guidance."""

from datetime import date
from typing import Annotated, Any

import strawberry

from core import (
    FileRecord,
    Info,
    Node,
    ToldApart,
    children,
    column,
    given,
    key,
    link,
    reads,
    record,
    records,
    verb,
)
from plugins.filing_review import models, rules, service
from plugins.filing_review import permissions as may
from plugins.filing_review.schema.inputs import file_key, filing_key
from plugins.filing_review.schema.letters import Letter
from plugins.filing_review.schema.records import FigureCount

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@record(
    models.FilingCopy,
    read=may.READ_COPIES,
    description="下级抄报的一件备案件",
    told_apart=ToldApart(numbers=("document_number",), day="filed_on", whose="from_body_name"),
)
class FilingCopy(Node):
    """What a body below told of one of its filings, as it told it last."""

    from_body: str = column("抄报机构代码")
    from_body_name: str = column("抄报机构")
    from_organ_name: str = column("抄报机关")
    title: str = column("标题")
    document_number: str | None = column("发文字号")
    kind: rules.DocumentKind | None = column("文件种类")
    published_on: date | None = column("公布日期")
    effective_on: date | None = column("施行日期")
    maker_name: str = column("制定机关")
    filed_on: date = column("报送日期")
    year: int = column("年度")
    late_by: int | None = column("逾期天数，0为按期；规定没有报送期限时为空")
    state: rules.FilingState = column("状态")
    register_text: str | None = column("备案登记号")
    registered_on: date | None = column("登记日期")
    returned_on: date | None = column("退回日期")
    withheld_on: date | None = column("暂缓登记日期")
    conclusion: rules.Conclusion | None = column("审查结论")
    concluded_on: date | None = column("审查结束日期")
    correction: rules.Correction | None = column("纠正的方式")
    corrected_on: date | None = column("纠正日期")
    closed_on: date | None = column("办结日期")
    valid_until: date | None = column("有效期至")
    filing_due_on: date | None = column("应报送日期；规定没有期限时为空")
    received_on: date | None = column("签收日期")
    platform_number: str | None = column("省平台编号")
    archive_number: str | None = column("归档号")
    committees: list[str] = column("同步审查机构")
    opinion_number: str | None = column("审查意见文号")
    opinion_on: date | None = column("审查意见日期")
    answered_on: date | None = column("书面反馈日期")
    reported_on: date | None = column("报告未予纠正的日期")
    requested_on: date | None = column("建议本级政府纠正的日期")
    letters: list[Letter] = children(Letter, "copy_id", "报告和建议纠正函", order=["id"])


@record(models.ExchangeFile, read=may.READ_EXCHANGES, description="指导往来的一个附件")
class ExchangeFile(Node):
    """A file of a question or of its answer."""

    file: FileRecord | None = link(FileRecord, "file_id", "文件")
    answer: bool = column("是否随答复而来")


@record(
    models.Exchange,
    read=may.READ_EXCHANGES,
    description="上下级之间的指导：请示与答复、草案征求意见、共享文件；与备案审查分开",
    timeline=True,
)
class Exchange(Node):
    """Guidance between levels."""

    kind: rules.ExchangeKind = column("种类")
    direction: rules.Direction = column("发出或收到")
    other_name: str = column("对方")
    title: str = column("标题")
    text: str = column("内容")
    asked_on: date = column("日期")
    answer: str | None = column("答复")
    answered_on: date | None = column("答复日期")
    answered_by_name: str | None = column("答复人")
    files: list[ExchangeFile] = children(ExchangeFile, "exchange_id", "附件", order=["id"])


@strawberry.type(description="一个下级机构一年的统计；没有报送的也列出")
class UnitFigures:
    """The figures of a body below."""

    body: str = column("机构代码")
    name: str = column("机构")
    figures: list[FigureCount] = column("各项统计，与年度统计同一口径")


@strawberry.input(description="抄报件的筛选")
class CopyFilter:
    """Which copies."""

    year: int | None = given("年度（按报送日期）", default=None)
    from_body: str | None = given("抄报机构代码", default=None)
    state: rules.FilingState | None = given("状态", default=None)
    figure: rules.Figure | None = given("统计项目，与统计同一口径", default=None)
    reported: bool = given("只要报告未予纠正的", default=False)


def _copies(where: CopyFilter | None) -> Any:
    asked = where or CopyFilter()
    return service.copy_list(
        service.WantedCopies(
            year=asked.year,
            from_body=asked.from_body,
            state=asked.state,
            figure=asked.figure,
            reported=asked.reported,
        )
    )


@strawberry.input(description="导出下级抄报的台账")
class ExportCopiesInput:
    """Which copies, as what."""

    where: CopyFilter | None = given("筛选，与 filingCopies 相同", default=None)
    form: rules.LedgerForm = given("导出成什么", default=rules.LedgerForm.XLSX)


@strawberry.type
class LevelReads:
    """Reads between levels."""

    @records(FilingCopy, "下级抄报的备案件，最近报送的在前")
    def filing_copies(
        self,
        info: Info,
        where: Annotated[CopyFilter | None, strawberry.argument(description="筛选")] = None,
    ) -> Any:
        return _copies(where)

    @reads(may.READ_COPIES, "下级各机构一年的统计，零报送的也在内；每一项可以用 filingCopies 打开")
    async def unit_figures(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="年度")],
    ) -> list[UnitFigures]:
        async with info.context.reading() as session:
            units = await service.unit_figures(session, info.context.body.id, year)
        return [
            UnitFigures(
                body=body.code,
                name=body.name,
                figures=[
                    FigureCount(figure=figure, title=rules.FIGURES[figure], count=count)
                    for figure, count in figures.items()
                ],
            )
            for body, figures in units
        ]

    @records(Exchange, "当前机关的指导往来：请示、草案征求意见、共享文件，最近的在前")
    def exchanges(
        self,
        info: Info,
        kind: Annotated[
            rules.ExchangeKind | None, strawberry.argument(description="只要此种类的")
        ] = None,
        to_answer: Annotated[
            bool, strawberry.argument(description="只要下级来的、还没有答复的")
        ] = False,
    ) -> Any:
        listing = service.exchange_list(kind)
        return listing.where(service.to_answer()) if to_answer else listing


@strawberry.input(description="向上一级报告未予纠正的情况")
class ReportUncorrectedInput:
    """A report upward."""

    filing: strawberry.ID = given("备案件的 id")
    number: str = given("发文字号")
    title: str | None = given("标题，可不填", default=None)
    text: str = given("正文，每行一段")
    file: strawberry.ID | None = given("附件的 id", default=None)


@strawberry.input(description="建议本级政府纠正下级的文件")
class RequestCorrectionInput:
    """A request to a government."""

    copy: strawberry.ID = given("抄报件的 id")
    government: str = given("本级人民政府的机关代码", default="government")
    number: str = given("发文字号")
    title: str | None = given("标题，可不填", default=None)
    text: str = given("正文，每行一段")
    file: strawberry.ID | None = given("附件的 id", default=None)


def _report(input: ReportUncorrectedInput | RequestCorrectionInput) -> service.Report:
    return service.Report(
        number=input.number, title=input.title, text=input.text, file_id=file_key(input.file)
    )


@strawberry.input(description="向上一级请示，或者就草案征求意见")
class AskGuidanceInput:
    """A question."""

    kind: rules.ExchangeKind = given("QUESTION 或 DRAFT", default=rules.ExchangeKind.QUESTION)
    title: str = given("标题")
    text: str = given("内容")
    files: list[strawberry.ID] = given("附件的 id", default_factory=list)


@strawberry.input(description="答复下级的请示")
class AnswerGuidanceInput:
    """An answer."""

    exchange: strawberry.ID = given("请示的 id")
    text: str = given("答复的内容")
    files: list[strawberry.ID] = given("附件的 id", default_factory=list)


@strawberry.input(description="向下级共享文件")
class ShareDocumentInput:
    """A shared text."""

    title: str = given("标题")
    text: str = given("说明")
    files: list[strawberry.ID] = given("文件的 id", default_factory=list)
    bodies: list[str] = given("下级机构代码；不填则发给全部下级机构", default_factory=list)


def _matter(input: AskGuidanceInput | ShareDocumentInput) -> service.Matter:
    files = tuple(key(one, "File") for one in input.files)
    return service.Matter(title=input.title, text=input.text, file_ids=files)


@strawberry.type
class LevelVerbs:
    """Verbs between levels."""

    @verb(may.EXPORT_COPIES, "导出下级抄报的台账，各机构在前：Excel，或 A4 横向的 PDF")
    async def export_copies(self, info: Info, input: ExportCopiesInput) -> FileRecord:
        return await service.export_copies(info.context.work, _copies(input.where), input.form)

    @verb(may.REPORT_UNCORRECTED, "向上一级人大常委会报告审查意见未予纠正的情况")
    async def report_uncorrected(self, info: Info, input: ReportUncorrectedInput) -> Letter:
        work, filing = info.context.work, filing_key(input.filing)
        return await service.report_uncorrected(work, filing, _report(input))

    @verb(may.REQUEST_CORRECTION, "发函建议本级人民政府纠正下级的文件")
    async def request_correction(self, info: Info, input: RequestCorrectionInput) -> Letter:
        copy = key(input.copy, "FilingCopy")
        return await service.request_correction(
            info.context.work, copy, input.government, _report(input)
        )

    @verb(may.ASK_GUIDANCE, "向上一级请示问题，或者就草案征求意见；与备案审查分开")
    async def ask_guidance(self, info: Info, input: AskGuidanceInput) -> Exchange:
        return await service.ask_guidance(info.context.work, input.kind, _matter(input))

    @verb(may.ANSWER_GUIDANCE, "答复下级的请示或者草案")
    async def answer_guidance(self, info: Info, input: AnswerGuidanceInput) -> Exchange:
        files = [key(one, "File") for one in input.files]
        exchange = key(input.exchange, "Exchange")
        return await service.answer_guidance(info.context.work, exchange, input.text, files)

    @verb(may.SHARE_DOCUMENT, "向下级的审查机关共享文件，如范本、办理标准")
    async def share_document(self, info: Info, input: ShareDocumentInput) -> list[Exchange]:
        return await service.share_document(info.context.work, _matter(input), input.bodies)
