"""Verbs about papers: drafts that are mended, letters and their hands, what is exported."""

from datetime import date
from typing import Any

import strawberry

from core import SEEN, FileRecord, Info, given, key, owned, verb
from plugins.filing_review import permissions as may
from plugins.filing_review import rules, service
from plugins.filing_review.schema.inputs import (
    DraftOpinionInput,
    FilingInput,
    MeetingInput,
    file_key,
    filing_key,
    outgoing_key,
)
from plugins.filing_review.schema.letters import DraftLetter, Letter
from plugins.filing_review.schema.reads import FilingFilter, FilingOrder, listed
from plugins.filing_review.schema.records import Filing, Opinion

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@strawberry.input(description="审查意见退回修改")
class ReturnOpinionInput:
    """Back to its drafter."""

    opinion: strawberry.ID = given("审查意见的 id")
    reason: str = given("退回的理由")


@strawberry.input(description="修改审查意见稿")
class ReviseOpinionInput:
    """A mended draft."""

    opinion: strawberry.ID = given("审查意见的 id")
    title: str = given("标题")
    text: str = given("正文")
    stop_at_once: bool = given("是否要求立即停止执行", default=False)
    meeting: MeetingInput | None = given("通过的会议；主席团必须填写", default=None)
    file: strawberry.ID | None = given("正式文本的文件 id", default=None)
    seen: str | None = given(SEEN, default=None)


@strawberry.input(description="一步发出的提醒函、催办函或提醒函的答复")
class SendLetterInput:
    """A letter of a kind that has no verb of its own."""

    kind: rules.LetterKind = given("REMINDER、CHASER（审查机关）、REMINDER_ANSWER（制定机关）")
    filing: strawberry.ID | None = given("备案件的 id；提醒函、催办函必填", default=None)
    outgoing: strawberry.ID | None = given("报送件的 id；提醒函的答复必填", default=None)
    title: str | None = given("标题，可不填", default=None)
    number: str | None = given("发文字号", default=None)
    text: str = given("正文，每行一段")
    due_on: date | None = given("请对方办理的期限", default=None)
    file: strawberry.ID | None = given("附件的 id", default=None)

    def to_letter(self) -> service.NewLetter:
        """The plain form."""
        return service.NewLetter(
            kind=self.kind,
            filing_id=filing_key(self.filing) if self.filing else None,
            outgoing_id=outgoing_key(self.outgoing),
            title=self.title,
            number=self.number,
            text=self.text,
            due_on=self.due_on,
            file_id=file_key(self.file),
        )


@strawberry.input(description="拟稿的函件；各种函件需要的内容不同")
class LetterInput:
    """What a letter is about and what it says."""

    kind: rules.LetterKind = given(
        "审查机关：REGISTERED、RETURNED、WITHHELD、LATE_NOTICE、REMINDER、CHASER、UPWARD_REPORT、"
        "CORRECTION_REQUEST、DOUBT_REPORT；制定机关：ANSWER、REMINDER_ANSWER"
    )
    filing: strawberry.ID | None = given(
        "备案件的 id；三种回执、提醒函、催办函、未予纠正情况报告必填", default=None
    )
    outgoing: strawberry.ID | None = given("报送件的 id；书面反馈、提醒函的答复必填", default=None)
    copy: strawberry.ID | None = given("抄报件的 id；建议纠正函必填", default=None)
    finding: strawberry.ID | None = given(
        "审查发现的 id；合宪性疑问报告在它和 doubt 中选填一项", default=None
    )
    doubt: strawberry.ID | None = given(
        "下级报来的合宪性疑问的 id；合宪性疑问报告在它和 finding 中选填一项", default=None
    )
    maker_organ: str | None = given("制定机关代码；限期报送通知必填", default=None)
    government: str | None = given("本级人民政府的机关代码；建议纠正函必填", default=None)
    published_on: date | None = given("未报送文件的公布日期；限期报送通知必填", default=None)
    adopted_on: date | None = given(
        "未报送文件的通过、批准日期；限期报送通知在报送期限由此起算时必填", default=None
    )
    measure: rules.Measure | None = given("怎样处理；书面反馈必填", default=None)
    ask: rules.Ask | None = given("补充报送还是重新报送；暂缓备案登记回执必填", default=None)
    missing: list[rules.PartKind] = given(
        "缺少的材料；只用于暂缓备案登记回执", default_factory=list
    )
    note: str | None = given("形式审查意见；只用于备案登记回执", default=None)
    paper_received_on: date | None = given("纸质文本收到日期；只用于备案登记回执", default=None)
    title: str | None = given(
        "标题，可不填；限期报送通知填未报送的文件；三种回执的标题是固定的", default=None
    )
    number: str | None = given(
        "发文字号；备案登记回执以签发时编的登记号为号，其他回执不填的用收文号", default=None
    )
    text: str = given("正文，每行一段；备案登记回执可不填，其他必填", default="")
    due_on: date | None = given("请对方办理的期限", default=None)
    file: strawberry.ID | None = given("附件的 id", default=None)

    def to_letter(self) -> service.NewLetter:
        """The plain form."""
        return service.NewLetter(
            kind=self.kind,
            filing_id=filing_key(self.filing) if self.filing else None,
            outgoing_id=outgoing_key(self.outgoing),
            copy_id=key(self.copy, "FilingCopy") if self.copy else None,
            finding_id=key(self.finding, "Finding") if self.finding else None,
            doubt_id=key(self.doubt, "Doubt") if self.doubt else None,
            maker_organ=self.maker_organ,
            government=self.government,
            published_on=self.published_on,
            adopted_on=self.adopted_on,
            measure=self.measure,
            ask=self.ask,
            missing=tuple(self.missing),
            note=self.note,
            paper_received_on=self.paper_received_on,
            title=self.title,
            number=self.number,
            text=self.text,
            due_on=self.due_on,
            file_id=file_key(self.file),
        )


@strawberry.input(description="函件核稿")
class CheckLetterInput:
    """Checked."""

    letter: strawberry.ID = given("函件稿的 id")


@strawberry.input(description="函件退回修改")
class ReturnLetterInput:
    """Back to its drafter."""

    letter: strawberry.ID = given("函件稿的 id")
    reason: str = given("退回的理由")


@strawberry.input(description="修改函件稿")
class ReviseLetterInput:
    """A mended letter."""

    letter: strawberry.ID = given("函件稿的 id")
    content: LetterInput = given("函件的全部内容；种类不能改变")
    seen: str | None = given(SEEN, default=None)


@strawberry.input(description="函件稿作废")
class DropLetterInput:
    """Given up."""

    letter: strawberry.ID = given("函件稿的 id")
    reason: str = given("作废的理由")


@strawberry.input(description="函件签发")
class IssueLetterInput:
    """Signed off."""

    letter: strawberry.ID = given("函件稿的 id")
    number: str | None = given("发文字号；不填则用拟稿时的。备案登记回执不用填", default=None)


@strawberry.input(description="导出台账")
class ExportLedgerInput:
    """Which lines, in which order, as what."""

    where: FilingFilter | None = given("筛选，与 filings 相同", default=None)
    order: FilingOrder | None = given("排序，与 filings 相同", default=None)
    form: rules.LedgerForm = given("导出成什么", default=rules.LedgerForm.XLSX)


@strawberry.input(description="导出待填省平台编号的清单")
class ExportPlatformSheetInput:
    """Which lines."""

    where: FilingFilter | None = given("筛选，与 filings 相同", default=None)


@strawberry.input(description="导入省平台编号")
class ImportPlatformNumbersInput:
    """A sheet that was filled in."""

    file: strawberry.ID = given("已上传的 xlsx 文件的 id")


def to_opinion(input: DraftOpinionInput | ReviseOpinionInput) -> service.NewOpinion:
    """The plain form of a drafted opinion."""
    meeting = None
    if input.meeting is not None:
        sent: dict[str, Any] = strawberry.asdict(input.meeting)
        meeting = rules.Meeting(**sent)
    return service.NewOpinion(
        title=input.title,
        text=input.text,
        stop_at_once=input.stop_at_once,
        meeting=meeting,
        file_id=file_key(input.file),
    )


@strawberry.type
class PaperVerbs:
    """Verbs of `Mutation` that are about papers."""

    @verb(may.RETURN_OPINION, "核稿人、签发人把审查意见退回修改，须写明理由")
    async def return_opinion(self, info: Info, input: ReturnOpinionInput) -> Opinion:
        opinion = key(input.opinion, "Opinion")
        return await service.return_opinion(info.context.work, opinion, input.reason)

    @verb(may.REVISE_OPINION, "拟稿人（或现任审查负责人）修改审查意见稿，改后重新核稿")
    async def revise_opinion(self, info: Info, input: ReviseOpinionInput) -> Opinion:
        opinion = key(input.opinion, "Opinion")
        new = to_opinion(input)
        return await service.revise_opinion(info.context.work, opinion, new, input.seen)

    @verb(may.SEND_LETTER, "一步发出提醒函、催办函或提醒函的答复；本地规定须多人办理的除外")
    async def send_letter(self, info: Info, input: SendLetterInput) -> Letter:
        return await service.send_letter(info.context.work, input.to_letter())

    @verb(may.DRAFT_LETTER, "函件拟稿：回执、通知、提醒函、催办函、反馈、上行报告等，见 kind")
    async def draft_letter(self, info: Info, input: LetterInput) -> DraftLetter:
        return await service.draft_letter(info.context.work, input.to_letter())

    @verb(may.CHECK_LETTER, "函件核稿；拟稿人不能核自己的稿")
    async def check_letter(self, info: Info, input: CheckLetterInput) -> DraftLetter:
        return await service.check_letter(info.context.work, key(input.letter, "DraftLetter"))

    @verb(may.RETURN_LETTER, "核稿人、签发人把函件退回修改，须写明理由")
    async def return_letter(self, info: Info, input: ReturnLetterInput) -> DraftLetter:
        letter = key(input.letter, "DraftLetter")
        return await service.return_letter(info.context.work, letter, input.reason)

    @verb(may.DROP_LETTER, "把不再发出的函件稿作废，须写明理由；已经核稿的先退回")
    async def drop_letter(self, info: Info, input: DropLetterInput) -> DraftLetter:
        letter = key(input.letter, "DraftLetter")
        return await service.drop_letter(info.context.work, letter, input.reason)

    @verb(may.REVISE_LETTER, "修改函件稿，改后重新核稿")
    async def revise_letter(self, info: Info, input: ReviseLetterInput) -> DraftLetter:
        letter = key(input.letter, "DraftLetter")
        new = input.content.to_letter()
        return await service.revise_letter(info.context.work, letter, new, input.seen)

    @verb(
        may.ISSUE_LETTER,
        "函件签发并送达对方，登记、退回、上报等同时生效；几人办理由本地定",
    )
    async def issue_letter(self, info: Info, input: IssueLetterInput) -> DraftLetter:
        letter = key(input.letter, "DraftLetter")
        return await service.issue_letter(info.context.work, letter, input.number)

    @verb(may.EXPORT_LEDGER, "导出台账：Excel，或 A4 横向的 PDF")
    async def export_ledger(self, info: Info, input: ExportLedgerInput) -> FileRecord:
        listing = await listed(info, input.where, input.order)
        return await service.export_ledger(info.context.work, listing, input.form)

    @verb(may.EXPORT_PLATFORM_SHEET, "导出还没有省平台编号的已登记文件，填好后可以导入")
    async def export_platform_sheet(
        self, info: Info, input: ExportPlatformSheetInput
    ) -> FileRecord:
        listing = await listed(info, input.where, None)
        return await service.export_platform_sheet(info.context.work, listing)

    @verb(may.FEED_PLATFORM, "生成报送上级备案审查平台的材料包，由工作人员上传；一件只生成一次")
    async def feed_platform(self, info: Info, input: FilingInput) -> Filing:
        return await service.feed_platform(info.context.work, filing_key(input.filing))

    @verb(may.IMPORT_PLATFORM_NUMBERS, "导入省平台编号；有一行不对就一行也不导入。答复导入的件数")
    async def import_platform_numbers(self, info: Info, input: ImportPlatformNumbersInput) -> int:
        work = info.context.work
        file = await owned(work, key(input.file, "File"))
        return await service.import_platform_numbers(work, file)
