"""What clients enter."""

from datetime import date
from typing import Any
from uuid import UUID

import strawberry

from core import SEEN, given, key
from plugins.filing_review import rules, service


@strawberry.input(description="规范性文件的基本情况；起草时除标题外都可以暂缺")
class DocumentInput:
    """What is said of a document."""

    title: str = given("标题")
    document_number: str | None = given("发文字号", default=None)
    kind: rules.DocumentKind | None = given("种类", default=None)
    joint_with_party: bool = given("是否党政联合发文", default=False)
    generally_binding: bool | None = given(
        "决议、决定是否具有普遍约束力；人大及其常委会的须填", default=None
    )
    adopted_on: date | None = given("通过日期", default=None)
    adopted_by: str | None = given("通过的会议", default=None)
    printed_on: date | None = given("印发日期", default=None)
    published_on: date | None = given("公布日期", default=None)
    published_in: str | None = given("公布方式", default=None)
    effective_on: date | None = given("施行日期", default=None)
    valid_until: date | None = given("有效期至", default=None)
    openness: rules.Openness | None = given("公开属性", default=None)
    government_number: str | None = given("政府统一登记号", default=None)
    platform_number: str | None = given("省平台编号", default=None)
    paper_copies: int | None = given("报送纸质文本份数", default=None)
    drafter: str | None = given("文件拟稿人", default=None)
    checker: str | None = given("文件核稿人", default=None)
    signer: str | None = given("文件签发人", default=None)

    def to_document(self) -> rules.Document:
        """The plain form."""
        return rules.Document(**{fact: getattr(self, fact) for fact in rules.FACTS})


@strawberry.input(description="一件材料：上传的文件，或暂缺的原因，二者选一")
class PartInput:
    """A part of a package."""

    kind: rules.PartKind = given("种类")
    file: strawberry.ID | None = given("已上传文件的 id", default=None)
    absent_reason: str | None = given("暂缺的原因", default=None)

    def to_part(self) -> service.Part:
        """The plain form."""
        return service.Part(
            kind=self.kind, file_id=file_key(self.file), absent_reason=self.absent_reason
        )


def file_key(global_id: strawberry.ID | None) -> UUID | None:
    """The row behind a file's global id, where one is given."""
    return key(global_id, "File") if global_id else None


def outgoing_key(global_id: strawberry.ID | None) -> Any:
    """The row behind a maker's own filing, where one is given."""
    return key(global_id, "OutgoingFiling") if global_id else None


@strawberry.input(description="起草报送件")
class PrepareFilingInput:
    """A draft."""

    document: DocumentInput = given("文件的基本情况")
    parts: list[PartInput] = given("材料", default_factory=list)
    replaces: strawberry.ID | None = given("所修改的原报送件的 id", default=None)


@strawberry.input(description="修改报送件")
class ReviseFilingInput:
    """A changed draft."""

    filing: strawberry.ID = given("报送件的 id")
    document: DocumentInput = given("文件的基本情况")
    parts: list[PartInput] | None = given("全部材料；不给则不变", default=None)
    replaces: strawberry.ID | None = given("所修改的原报送件的 id", default=None)
    seen: str | None = given(SEEN, default=None)


@strawberry.input(description="报送件草稿作废")
class DropFilingInput:
    """Given up."""

    filing: strawberry.ID = given("报送件的 id")
    reason: str = given("作废的理由")


@strawberry.input(description="签发报送件")
class SignFilingInput:
    """A signature."""

    filing: strawberry.ID = given("报送件的 id")
    report_number: str = given("备案报告的发文字号")


@strawberry.input(description="报送备案")
class SendFilingInput:
    """Off it goes."""

    filing: strawberry.ID = given("报送件的 id")
    late_reason: str | None = given("迟报原因", default=None)


@strawberry.input(description="补充报送")
class SupplementFilingInput:
    """The papers asked for."""

    filing: strawberry.ID = given("报送件的 id")
    parts: list[PartInput] = given("补充的材料")
    note: str = given("说明", default="")


@strawberry.input(description="书面反馈审查意见")
class AnswerOpinionInput:
    """An answer."""

    filing: strawberry.ID = given("报送件的 id")
    measure: rules.Measure = given("修改、废止，或不予修改、废止")
    number: str | None = given("文号", default=None)
    text: str = given("反馈内容")
    file: strawberry.ID | None = given("附件的 id", default=None)


@strawberry.input(description="报告废止情况；修改后的文件另行报送，并指明所修改的原报送件")
class ReportCorrectionInput:
    """A repeal."""

    filing: strawberry.ID = given("报送件的 id")
    repealed_on: date = given("废止日期")
    number: str = given("废止决定的文号")
    title: str | None = given("废止决定的标题", default=None)
    text: str = given("说明", default="")
    file: strawberry.ID | None = given("附件的 id", default=None)


@strawberry.input(description="签收")
class ReceiveFilingInput:
    """Received."""

    filing: strawberry.ID = given("备案件的 id")
    paper_received_on: date | None = given("纸质文本收到日期", default=None)


@strawberry.input(description="备案登记")
class RegisterFilingInput:
    """Registered."""

    filing: strawberry.ID = given("备案件的 id")
    note: str | None = given("形式审查意见", default=None)
    paper_received_on: date | None = given("纸质文本收到日期", default=None)


@strawberry.input(description="撤回报送")
class WithdrawFilingInput:
    """Taken back."""

    filing: strawberry.ID = given("报送件的 id")
    reason: str = given("撤回的理由")


@strawberry.input(description="退回")
class ReturnFilingInput:
    """Returned."""

    filing: strawberry.ID = given("备案件的 id")
    reason: str = given("退回的理由")


@strawberry.input(description="暂缓备案登记")
class WithholdFilingInput:
    """Withheld."""

    filing: strawberry.ID = given("备案件的 id")
    ask: rules.Ask = given("要求补充报送，还是重新报送")
    reason: str = given("理由和要求")
    missing: list[rules.PartKind] = given("缺少的材料", default_factory=list)
    due_on: date | None = given("限期；只有规定没有统一期限时才可指定", default=None)


@strawberry.input(description="限期报送通知")
class NotifyLatenessInput:
    """A notice."""

    maker_organ: str = given("制定机关代码")
    title: str = given("未报送的文件")
    published_on: date = given("该文件的公布日期")
    adopted_on: date | None = given(
        "该文件的通过、批准日期；报送期限由此起算的必须填写", default=None
    )
    number: str | None = given("通知文号", default=None)
    text: str = given("通知内容")
    due_on: date | None = given("限定的报送日期", default=None)
    file: strawberry.ID | None = given("通知正文的文件 id", default=None)


@strawberry.input(description="分办审查")
class AssignReviewInput:
    """Who reviews."""

    filing: strawberry.ID = given("备案件的 id")
    lead: strawberry.ID | None = given(
        "审查负责人的任职 id；已有负责人的可以不填，不变", default=None
    )
    committees: list[str] = given("同步审查的委员会代码", default_factory=list)
    request: str | None = given("分办意见", default=None)


@strawberry.input(description="一条审查发现")
class RecordFindingInput:
    """A finding."""

    task: strawberry.ID = given("审查任务的 id")
    standard: rules.Standard = given("审查标准")
    clause: str = given("条款")
    quote: str | None = given("条款原文", default=None)
    problem: str = given("问题")
    conflicts_with: list[str] = given("与哪些规定不一致", default_factory=list)
    seriousness: rules.Seriousness = given("轻重")
    advice: str = given("建议")


@strawberry.input(description="提交审查意见")
class SubmitReviewInput:
    """Done."""

    task: strawberry.ID = given("审查任务的 id")
    summary: str = given("审查意见概要")


@strawberry.input(description="收回委员会的审查任务")
class RecallReviewInput:
    """Taken back."""

    task: strawberry.ID = given("审查任务的 id")
    reason: str = given("收回的理由")


@strawberry.input(description="对一条审查发现的决定")
class MergeInput:
    """The lead's decision."""

    finding: strawberry.ID = given("审查发现的 id")
    adopt: bool = given("是否采纳")
    note: str | None = given("理由；不采纳的必须写明", default=None)


@strawberry.input(description="汇总并作出审查结论")
class ConcludeReviewInput:
    """The conclusion."""

    filing: strawberry.ID = given("备案件的 id")
    merges: list[MergeInput] = given("对各条审查发现的决定", default_factory=list)
    note: str = given("汇总意见", default="")


@strawberry.input(description="记录沟通、专家意见或请示指导")
class RecordNoteInput:
    """An inner note."""

    filing: strawberry.ID = given("备案件的 id")
    kind: rules.LetterKind = given("TALK、EXPERT_ADVICE 或 GUIDANCE")
    held_on: date = given("日期")
    with_whom: str = given("对方")
    text: str = given("内容")
    file: strawberry.ID | None = given("附件的 id", default=None)


@strawberry.input(description="通过审查意见的会议")
class MeetingInput:
    """A meeting and its vote."""

    title: str = given("会议名称")
    held_on: date = given("日期")
    members: int = given("全体成员人数")
    present: int = given("出席人数")
    in_favour: int = given("赞成人数")


@strawberry.input(description="审查意见拟稿")
class DraftOpinionInput:
    """A drafted opinion."""

    filing: strawberry.ID = given("备案件的 id")
    title: str = given("标题")
    text: str = given("正文")
    stop_at_once: bool = given("是否要求立即停止执行", default=False)
    meeting: MeetingInput | None = given("通过的会议；主席团必须填写", default=None)
    file: strawberry.ID | None = given("正式文本的文件 id", default=None)


@strawberry.input(description="审查意见核稿")
class CheckOpinionInput:
    """Checked."""

    opinion: strawberry.ID = given("审查意见的 id")


@strawberry.input(description="审查意见签发")
class IssueOpinionInput:
    """Issued."""

    opinion: strawberry.ID = given("审查意见的 id")
    number: str = given("发文字号")


@strawberry.input(description="办结归档")
class CloseFilingInput:
    """Closed."""

    filing: strawberry.ID = given("备案件的 id")
    note: str = given("办结意见")
    archive_number: str | None = given("归档号", default=None)


@strawberry.input(description="公开前保密审查")
class CheckSecrecyInput:
    """Checked for secrets."""

    filing: strawberry.ID = given("备案件的 id")
    passed: bool = given("是否可以公开")
    note: str = given("审查意见")


@strawberry.input(description="备案件")
class FilingInput:
    """Which filing."""

    filing: strawberry.ID = given("备案件的 id")


@strawberry.input(description="从公开目录撤回")
class WithdrawPublicationInput:
    """Why it is not to be public any more."""

    filing: strawberry.ID = given("备案件的 id")
    reason: str = given("撤回的理由")


def filing_key(global_id: strawberry.ID) -> UUID:
    """The row behind a filing's global id."""
    return key(global_id, "Filing")
