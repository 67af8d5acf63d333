"""The yearly table: owed, sent up, received."""

from datetime import date
from typing import Annotated, Any

import strawberry

from core import (
    DeadlineRecord,
    FileRecord,
    Info,
    Node,
    children,
    column,
    computed,
    given,
    link,
    on_day,
    record,
    records,
    verb,
)
from plugins.deputy_files import models, service
from plugins.deputy_files import permissions as may

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@record(models.YearlyTable, read=may.READ_TABLES, description="一届一年的履职情况统计表")
class YearlyTable(Node):
    """Owed until a day of practice."""

    term: int = column("届次")
    year: int = column("年度")
    due_on: date | None = column("报送的最后一日；没有规定的为空，不计时")
    rule_text: str | None = column("依据")
    submitted_on: date | None = column("报送日期；还没有报送的为空")
    submitted_by_name: str | None = column("由谁报送")
    sent_to: str | None = column("送达的上一级机关（机构代码/机关代码）；只登记报送的为空")
    deputies: int | None = column("表中有几名代表")
    reason: str | None = column("再次报送的理由")
    sheet: FileRecord | None = link(FileRecord, "sheet_file_id", "Excel 表")
    word: FileRecord | None = link(FileRecord, "word_file_id", "Word 表")
    deadlines: list[DeadlineRecord] = children(
        DeadlineRecord, "subject_id", "报送期限；没有规定的、由其他机关办理的为空", order=["id"]
    )

    @computed("何时到期，一句话说明", needs=["due_on", "submitted_on", "rule_text"])
    def due_text(root: Any) -> str:
        """Also that no clock runs, and why."""
        if root.submitted_on is not None:
            return f"已于{on_day(root.submitted_on)}报送。"
        if root.due_on is None:
            return "本机构没有规定年度履职情况统计表的报送日期，不计时。"
        return f"应于{on_day(root.due_on)}以前报送（{root.rule_text or '做法'}）。"


@record(models.ReceivedTable, read=may.READ_TABLES, description="下级报送的年度履职情况统计表")
class ReceivedTable(Node):
    """As it came."""

    from_body_name: str = column("报送机构")
    from_organ_name: str = column("报送机关")
    term: int = column("届次")
    year: int = column("年度")
    deputies: int = column("表中有几名代表")
    reason: str | None = column("再次报送的理由；第一次报送的为空")
    received_on: date = column("收到日期")
    sheet: FileRecord | None = link(FileRecord, "sheet_file_id", "Excel 表；接收机关可以下载")
    word: FileRecord | None = link(FileRecord, "word_file_id", "Word 表；接收机关可以下载")


@strawberry.input(description="开始一年的统计表")
class BeginYearlyTableInput:
    """Which."""

    term: int = given("届次")
    year: int = given("年度")


@strawberry.input(description="报送一年的统计表")
class SubmitYearlyTableInput:
    """Which, to whom."""

    term: int = given("届次")
    year: int = given("年度")
    organ: str | None = given(
        "上一级的接收机关（代码）；上一级不在本平台的不填，只登记报送", default=None
    )
    reason: str | None = given("再次报送的理由", default=None)


@strawberry.type
class TableReads:
    """Tables."""

    @records(YearlyTable, "本机构的年度履职情况统计表，最近的年度在前")
    def yearly_tables(
        self,
        info: Info,
        term: Annotated[int | None, strawberry.argument(description="只要此届的")] = None,
    ) -> Any:
        return service.yearly_table_list(term)

    @records(ReceivedTable, "下级报送的年度履职情况统计表，最近的年度在前")
    def received_tables(
        self,
        info: Info,
        year: Annotated[int | None, strawberry.argument(description="只要此年度的")] = None,
    ) -> Any:
        return service.received_table_list(year)


@strawberry.type
class TableVerbs:
    """Tables."""

    @verb(
        may.BEGIN_YEARLY_TABLE,
        "开始一年的统计表，按做法所定的日期计时；建档、报送上一年度以后自动开始",
    )
    async def begin_yearly_table(self, info: Info, input: BeginYearlyTableInput) -> YearlyTable:
        return await service.begin_yearly_table(info.context.work, input.term, input.year)

    @verb(may.SUBMIT_YEARLY_TABLE, "报送一年的统计表（Excel、Word），密封送达上一级，计时随即办结")
    async def submit_yearly_table(self, info: Info, input: SubmitYearlyTableInput) -> YearlyTable:
        return await service.submit_yearly_table(
            info.context.work, input.term, input.year, input.organ, input.reason
        )
