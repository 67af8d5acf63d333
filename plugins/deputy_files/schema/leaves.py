"""Leave, absences, progress, statistics and the handbook."""

from datetime import date
from typing import Annotated, Any

import strawberry

from core import (
    ERASED,
    OFFERED,
    FileRecord,
    Info,
    Node,
    OrganRecord,
    column,
    computed,
    given,
    key,
    link,
    reads,
    record,
    records,
    verb,
)
from plugins.deputy_files import models, rules, service
from plugins.deputy_files import permissions as may

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@record(
    models.LeaveRequest,
    read=may.READ,
    description="代表的一项请假；理由是个人信息，只有本人和办理的人看得到",
    sees=service.leaves_of_viewer,
    timeline=True,
)
class LeaveRequest(Node):
    """A request for leave."""

    name: str = column("代表姓名")
    meeting_title: str = column("会议")
    state: rules.LeaveState = column("状态")
    reason: str = column("理由")
    in_session: bool = column("是否在会议期间提出或者决定")
    requested_on: date = column("提出日期")
    requested_by_name: str = column("由谁提出或者代为登记")
    decided_on: date | None = column("决定日期")
    decided_by_name: str | None = column("由谁决定")
    decided_organ: OrganRecord | None = link(OrganRecord, "decided_organ_id", "以哪个机关决定")
    decision_reason: str | None = column("决定的理由")
    rule_text: str | None = column("由谁决定的依据")
    paper_on: date | None = column("代为登记的，纸面的日期；本人在这里提出的为空")
    withdrawn_on: date | None = column("登记有误、何日撤销；没有撤销的为空")
    withdrawn_by_name: str | None = column("由谁撤销登记")
    withdrawn_reason: str | None = column("撤销登记的理由")

    @computed("其中的个人信息是否已经删除", needs=["reason"])
    def erased(root: Any) -> bool:
        """Whether its words are gone."""
        return root.reason == ERASED

    @computed(OFFERED, needs=["id"])
    async def offered(root: Any, info: Info) -> list[str]:
        """Verbs that are not in vain."""
        how = "offered of leaves"
        return await info.context.load_for_asker(how, root.id, service.offered_of_leaves) or []


@strawberry.input(description="书面请假")
class RequestLeaveInput:
    """From which meeting, why."""

    file: strawberry.ID = given("履职档案的 id")
    meeting: strawberry.ID = given("会议的 id")
    reason: str = given("理由")
    paper_on: date | None = given(
        "代为登记纸质请假的，纸面的日期，必须填写；本人提出的不填", default=None
    )


@strawberry.input(description="撤销登记有误的纸质请假")
class WithdrawPaperLeaveInput:
    """Which request, what is wrong with it."""

    leave: strawberry.ID = given("请假的 id")
    reason: str = given("登记错在哪里")


@strawberry.input(description="撤回请假")
class WithdrawLeaveInput:
    """Which request."""

    leave: strawberry.ID = given("请假的 id")


@strawberry.input(description="决定请假")
class DecideLeaveInput:
    """Which request, how, why."""

    leave: strawberry.ID = given("请假的 id")
    approved: bool = given("是否准假")
    reason: str = given("理由")


@strawberry.input(description="制作年度履职情况统计表")
class MakeStatisticsInput:
    """Of which term and year."""

    term: int = given("届次")
    year: int = given("年度")
    until: date | None = given("统计截至的日期", default=None)
    word: bool = given("是否制成 Word 表格；否则为 Excel", default=False)


@strawberry.input(description="制作履职手册或者档案卡")
class MakeHandbookInput:
    """Whose, of which year."""

    file: strawberry.ID = given("履职档案的 id")
    year: int | None = given("年度；不填则手册为全届、数字为今年", default=None)
    card: bool = given("是否只制作档案卡", default=False)


@strawberry.type(description="制作的文件")
class MadePaper:
    """Word, and PDF where the machine can print it."""

    word: FileRecord = column("Word 文件")
    pdf: FileRecord | None = column("PDF 文件")
    fault: str | None = column("没有 PDF 的原因")


@strawberry.type(description="未经批准缺席会议的代表：只列事实和条文，是否终止资格由有权机关决定")
class AbsentDeputy:
    """Facts, and the article that knows them."""

    name: str = column("姓名")
    district: str = column("选区或选举单位")
    meetings: list[str] = column("缺席的会议")
    reached: bool = column("是否达到做法所提示的次数")
    article: str | None = column("依据")


@strawberry.type
class LeaveReads:
    """Leave, absences and progress."""

    @records(LeaveRequest, "请假，最近的在前；代表只看到本人的")
    def leave_requests(
        self,
        info: Info,
        file: Annotated[
            strawberry.ID | None, strawberry.argument(description="只要此档案的")
        ] = None,
        meeting: Annotated[
            strawberry.ID | None, strawberry.argument(description="只要此会议的")
        ] = None,
        state: Annotated[
            rules.LeaveState | None, strawberry.argument(description="只要此状态的")
        ] = None,
    ) -> Any:
        return service.leave_list(
            key(file, "DeputyFile") if file is not None else None,
            key(meeting, "Meeting") if meeting is not None else None,
            state,
        )

    @reads(may.READ_ABSENCES, "一届代表大会会议未经批准缺席的代表，次数多的在前")
    async def absent_deputies(
        self, info: Info, term: Annotated[int, strawberry.argument(description="届次")]
    ) -> list[AbsentDeputy]:
        return [
            AbsentDeputy(
                name=one.name,
                district=one.district,
                meetings=one.meetings,
                reached=one.reached,
                article=one.article,
            )
            for one in await service.absences(info.context, term)
        ]


@strawberry.type
class LeaveVerbs:
    """Leave, the table and the handbook."""

    @verb(may.REQUEST_LEAVE, "书面请假（代表法第十三条）；工作人员可以代为登记纸质请假")
    async def request_leave(self, info: Info, input: RequestLeaveInput) -> LeaveRequest:
        return await service.request_leave(
            info.context.work,
            key(input.file, "DeputyFile"),
            key(input.meeting, "Meeting"),
            input.reason,
            input.paper_on,
        )

    @verb(
        may.WITHDRAW_PAPER_LEAVE,
        "撤销登记有误的纸质请假，写明理由；已经准假的，名册上的请假一并取消，已经闭会的不能撤销",
    )
    async def withdraw_paper_leave(
        self, info: Info, input: WithdrawPaperLeaveInput
    ) -> LeaveRequest:
        return await service.withdraw_paper_leave(
            info.context.work, key(input.leave, "LeaveRequest"), input.reason
        )

    @verb(may.WITHDRAW_LEAVE, "撤回还没有决定的请假")
    async def withdraw_leave(self, info: Info, input: WithdrawLeaveInput) -> LeaveRequest:
        return await service.withdraw_leave(info.context.work, key(input.leave, "LeaveRequest"))

    @verb(may.DECIDE_LEAVE, "决定请假，写明理由；准假的随即记在会议名册上")
    async def decide_leave(self, info: Info, input: DecideLeaveInput) -> LeaveRequest:
        return await service.decide_leave(
            info.context.work,
            key(input.leave, "LeaveRequest"),
            approved=input.approved,
            reason=input.reason,
        )

    @verb(may.MAKE_STATISTICS, "制作年度履职情况统计表（Excel 或者 Word）")
    async def make_statistics(self, info: Info, input: MakeStatisticsInput) -> FileRecord:
        return await service.make_statistics(
            info.context.work, input.term, input.year, input.until, as_word=input.word
        )

    @verb(may.MAKE_HANDBOOK, "制作一名代表的履职手册，或者档案卡")
    async def make_handbook(self, info: Info, input: MakeHandbookInput) -> MadePaper:
        made = await service.make_handbook(
            info.context.work, key(input.file, "DeputyFile"), input.year, card=input.card
        )
        return MadePaper(word=made.word, pdf=made.pdf, fault=made.fault)  # pyright: ignore[reportArgumentType]
