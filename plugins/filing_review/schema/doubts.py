"""Constitutional doubts on their way up, and their answers on the way down."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from core import (
    FileRecord,
    Info,
    Node,
    ReceivedPackageRecord,
    SentPackageRecord,
    ToldApart,
    children,
    column,
    given,
    key,
    link,
    record,
    records,
    verb,
)
from plugins.filing_review import models, rules, service
from plugins.filing_review import permissions as may
from plugins.filing_review.schema.letters import DocumentFacts, Letter

if TYPE_CHECKING:
    from plugins.filing_review.schema.records import Filing

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false

_FILING = strawberry.lazy("plugins.filing_review.schema.records")


def _filing() -> Any:
    from plugins.filing_review.schema.records import Filing

    return Filing


@record(models.DoubtFile, read=may.READ_DOUBTS, description="随合宪性疑问报送的一件材料")
class DoubtFile(Node):
    """A part of the document's package, or a report from below."""

    part: rules.PartKind | None = column("备案材料的种类；下级的报告为空")
    file: FileRecord | None = link(FileRecord, "file_id", "文件")


@record(
    models.Doubt,
    read=may.READ_DOUBTS,
    description="一件合宪性疑问：本机关审查中提出的，或者下级报来的；逐级上报，本级不作处理",
    timeline=True,
    told_apart=ToldApart(numbers=("document_number",)),
)
class Doubt(Node, DocumentFacts):
    """A doubt as one of the bodies has it that it passes through."""

    state: rules.DoubtState = column("状态")
    filing: Annotated["Filing", _FILING] | None = link(
        _filing,
        "filing_id",
        "本机关的备案件；下级报来的为空",
        lazy=Annotated["Filing", _FILING],
    )
    found_by: str = column("提出疑问的审查机关")
    maker_name: str = column("制定机关")
    register_text: str | None = column("备案登记号")
    standard: rules.Standard = column("审查标准")
    clause: str = column("条款")
    quote: str | None = column("条款原文")
    problem: str = column("疑问")
    conflicts_with: list[str] = column("所涉宪法规定")
    below_name: str | None = column("报来的下级机关；本机关提出的为空")
    arrived_on: date | None = column("送达日期")
    received_on: date | None = column("签收日期")
    passed_up_to: str | None = column("上报的机关")
    passed_up_number: str | None = column("上报文号")
    passed_up_on: date | None = column("上报日期")
    outcome: rules.DoubtOutcome | None = column("上级的结论；没有答复时为空")
    answered_by: str | None = column("作出答复的机关")
    answered_number: str | None = column("答复的文号")
    answered_on: date | None = column("答复日期")
    answer: str | None = column("答复的内容")
    created_at: datetime = column("记入时间")
    arrived_package: ReceivedPackageRecord | None = link(
        ReceivedPackageRecord, "arrived_package_id", "下级报来的材料包"
    )
    package: SentPackageRecord | None = link(
        SentPackageRecord, "package_id", "上报的材料包：是否送达、签收、答复，为何暂存"
    )
    answer_package: SentPackageRecord | None = link(
        SentPackageRecord, "answer_package_id", "向下级转达答复的材料包"
    )
    files: list[DoubtFile] = children(DoubtFile, "doubt_id", "所涉材料", order=["id"])
    letters: list[Letter] = children(Letter, "doubt_id", "报告和答复", order=["id"])


@strawberry.type
class DoubtReads:
    """Reads about doubts."""

    @records(Doubt, "当前机关经手的合宪性疑问，最近的在前")
    def doubts(
        self,
        info: Info,
        state: Annotated[
            rules.DoubtState | None, strawberry.argument(description="只要此状态的")
        ] = None,
    ) -> Any:
        return service.doubt_list(state)


@strawberry.input(description="上报合宪性疑问：本机关的审查发现，或者下级报来的疑问，二者选一")
class PassUpDoubtInput:
    """Upward; the addressee is always the commission of the level above."""

    finding: strawberry.ID | None = given("审查发现的 id", default=None)
    doubt: strawberry.ID | None = given("下级报来的合宪性疑问的 id", default=None)
    number: str = given("上报文号")
    title: str | None = given("报告的标题，可不填", default=None)
    text: str = given("报告的正文，每行一段")
    file: strawberry.ID | None = given("附件的 id", default=None)


@strawberry.input(description="签收下级报来的合宪性疑问")
class ReceiveDoubtInput:
    """Acknowledged."""

    doubt: strawberry.ID = given("合宪性疑问的 id")


@strawberry.input(description="记录上级以书面作出的答复，随即转达下级")
class RecordDoubtAnswerInput:
    """What came back on paper."""

    doubt: strawberry.ID = given("合宪性疑问的 id")
    outcome: rules.DoubtOutcome = given("上级的结论，以来文为准")
    answered_by: str = given("作出答复的机关")
    number: str = given("答复的文号")
    answered_on: date = given("答复日期")
    text: str = given("答复的内容")
    file: strawberry.ID | None = given("来文的文件 id", default=None)


def _file(global_id: strawberry.ID | None) -> Any:
    return key(global_id, "File") if global_id else None


@strawberry.type
class DoubtVerbs:
    """Verbs about doubts: up, and what came down; none that decides."""

    @verb(may.PASS_UP_DOUBT, "向上一级报送合宪性疑问；本机构不作处理")
    async def pass_up_doubt(self, info: Info, input: PassUpDoubtInput) -> Doubt:
        passing = service.Passing(
            finding_id=key(input.finding, "Finding") if input.finding else None,
            doubt_id=key(input.doubt, "Doubt") if input.doubt else None,
        )
        report = service.Report(
            number=input.number, title=input.title, text=input.text, file_id=_file(input.file)
        )
        return await service.pass_up_doubt(info.context.work, passing, report)

    @verb(may.RECEIVE_DOUBT, "签收下级报来的合宪性疑问")
    async def receive_doubt(self, info: Info, input: ReceiveDoubtInput) -> Doubt:
        return await service.receive_doubt(info.context.work, key(input.doubt, "Doubt"))

    @verb(
        may.RECORD_DOUBT_ANSWER,
        "上级不在本平台的，记录其书面答复，随即转达下级；上级在本平台的，答复自行送达",
    )
    async def record_doubt_answer(self, info: Info, input: RecordDoubtAnswerInput) -> Doubt:
        answer = service.DoubtAnswer(
            outcome=input.outcome,
            answered_by=input.answered_by,
            number=input.number,
            answered_on=input.answered_on,
            text=input.text,
        )
        doubt = key(input.doubt, "Doubt")
        return await service.record_doubt_answer(
            info.context.work, doubt, answer, _file(input.file)
        )
