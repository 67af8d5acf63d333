"""Letters and their drafts, and what is said of a document wherever it stands."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from core import (
    REVISION,
    Base,
    FileRecord,
    Info,
    Node,
    SentPackageRecord,
    column,
    computed,
    link,
    record,
    revision_of,
)
from plugins.filing_review import models, rules, service
from plugins.filing_review import permissions as may

if TYPE_CHECKING:
    from plugins.filing_review.schema.doubts import Doubt
    from plugins.filing_review.schema.levels import FilingCopy
    from plugins.filing_review.schema.records import Filing, Finding, OutgoingFiling

"""Of what follows who may do what with a letter."""

_FILING = strawberry.lazy("plugins.filing_review.schema.records")
_DOUBT = strawberry.lazy("plugins.filing_review.schema.doubts")
_COPY = strawberry.lazy("plugins.filing_review.schema.levels")


def _filing() -> Any:
    from plugins.filing_review.schema.records import Filing

    return Filing


def _outgoing() -> Any:
    from plugins.filing_review.schema.records import OutgoingFiling

    return OutgoingFiling


def _finding() -> Any:
    from plugins.filing_review.schema.records import Finding

    return Finding


def _doubt() -> Any:
    from plugins.filing_review.schema.doubts import Doubt

    return Doubt


def _copy() -> Any:
    from plugins.filing_review.schema.levels import FilingCopy

    return FilingCopy


@strawberry.interface(description="规范性文件的基本情况")
class DocumentFacts:
    """What is said of a document."""

    title: str = column("标题")
    document_number: str | None = column("发文字号")
    kind: rules.DocumentKind | None = column("种类")
    joint_with_party: bool = column("是否党政联合发文")
    generally_binding: bool | None = column("决议、决定是否具有普遍约束力")
    adopted_on: date | None = column("通过日期")
    adopted_by: str | None = column("通过的会议")
    printed_on: date | None = column("印发日期")
    published_on: date | None = column("公布日期")
    published_in: str | None = column("公布方式")
    effective_on: date | None = column("施行日期")
    valid_until: date | None = column("有效期至")
    openness: rules.Openness | None = column("公开属性")
    government_number: str | None = column("政府统一登记号")
    platform_number: str | None = column("省平台编号")
    paper_copies: int | None = column("报送纸质文本份数")
    drafter: str | None = column("文件拟稿人")
    checker: str | None = column("文件核稿人")
    signer: str | None = column("文件签发人")


WITH: dict[type[Base], str] = {
    models.Filing: "filing_id",
    models.OutgoingFiling: "outgoing_id",
    models.FilingCopy: "copy_id",
    models.Doubt: "doubt_id",
}
"""What a letter may be about: its timeline tells of the letter too."""


@record(
    models.Letter,
    read=may.READ_LETTERS,
    description="制定机关与审查机关的往来文书，或审查机关的记录",
    part_of=WITH,
)
class Letter(Node):
    """A paper between the two, on one's own side."""

    kind: rules.LetterKind = column("种类")
    direction: rules.Direction = column("发出、收到或内部记录")
    other_party: str | None = column("对方")
    dated_on: date = column("日期")
    title: str | None = column("标题")
    number: str | None = column("文号或登记号")
    text: str = column("内容")
    due_on: date | None = column("所定期限")
    file: FileRecord | None = link(FileRecord, "file_id", "附件")
    word_file: FileRecord | None = link(FileRecord, "word_file_id", "正式公文（Word）")
    pdf_file: FileRecord | None = link(FileRecord, "pdf_file_id", "正式公文（PDF）")
    pdf_fault: str | None = column("没有 PDF 的原因；有 PDF 时为空")
    created_at: datetime = column("记入时间")
    package: SentPackageRecord | None = link(
        SentPackageRecord, "package_id", "发出的函件是否送达、签收，为何暂存；收到的、记录为空"
    )

    @computed("制定机关打算怎样处理；只有书面反馈才有", needs=["facts"])
    def measure(root: Any) -> rules.Measure | None:
        """Amend, repeal or decline."""
        told = root.facts.get("measure")
        return rules.Measure(told) if told else None

    @computed("中止、恢复或者延长的是哪一项期限；其他文书为空", needs=["facts"])
    def limit(root: Any) -> rules.Limit | None:
        """Which clock it is about."""
        told = root.facts.get("limit")
        return rules.Limit(told) if told else None

    @computed("是否要求立即停止执行；只有审查意见才有", needs=["facts"])
    def stop_at_once(root: Any) -> bool | None:
        """What the opinion demands."""
        return root.facts.get("stop_at_once")


@record(
    models.DraftLetter,
    read=may.READ_LETTERS,
    description="在本机关拟稿、核稿、签发中的函件；发出后见 letter",
    part_of=WITH,
)
class DraftLetter(Node):
    """A letter on its way through the hands."""

    kind: rules.LetterKind = column("种类")
    state: rules.OpinionState = column("状态")
    filing: Annotated["Filing", _FILING] | None = link(
        _filing, "filing_id", "所关的备案件", lazy=Annotated["Filing", _FILING]
    )
    outgoing: Annotated["OutgoingFiling", _FILING] | None = link(
        _outgoing, "outgoing_id", "所关的报送件", lazy=Annotated["OutgoingFiling", _FILING]
    )
    finding: Annotated["Finding", _FILING] | None = link(
        _finding,
        "finding_id",
        "上报的一条审查发现；只有合宪性疑问报告才有",
        lazy=Annotated["Finding", _FILING],
    )
    doubt: Annotated["Doubt", _DOUBT] | None = link(
        _doubt, "doubt_id", "下级报来的合宪性疑问", lazy=Annotated["Doubt", _DOUBT]
    )
    copy: Annotated["FilingCopy", _COPY] | None = link(
        _copy, "copy_id", "建议纠正的抄报件", lazy=Annotated["FilingCopy", _COPY]
    )
    maker_organ: str | None = column("制定机关代码；只有限期报送通知才有")
    government: str | None = column("本级人民政府的机关代码；只有建议纠正函才有")
    published_on: date | None = column("未报送文件的公布日期；只有限期报送通知才有")
    adopted_on: date | None = column("未报送文件的通过、批准日期；只有限期报送通知才有")
    ask: rules.Ask | None = column("要求补充报送还是重新报送；只有暂缓备案登记回执才有")
    note: str | None = column("形式审查意见；只有备案登记回执才有")
    paper_received_on: date | None = column("纸质文本收到日期；只有备案登记回执才有")
    measure: rules.Measure | None = column("制定机关打算怎样处理；只有书面反馈才有")
    title: str | None = column("标题；限期报送通知为未报送的文件")
    number: str | None = column("发文字号")
    text: str = column("正文")
    due_on: date | None = column("所定期限")
    file: FileRecord | None = link(FileRecord, "file_id", "附件")
    drafted_by_name: str = column("拟稿人")
    checked_by_name: str | None = column("核稿人")
    issued_by_name: str | None = column("签发人")
    issued_on: date | None = column("签发日期")
    returned_by_name: str | None = column("最近一次由谁退回修改")
    returned_on: date | None = column("最近一次退回日期")
    return_reason: str | None = column("最近一次退回的理由")
    dropped_by_name: str | None = column("由谁作废")
    dropped_on: date | None = column("作废日期")
    drop_reason: str | None = column("作废的理由")
    letter: Letter | None = link(Letter, "letter_id", "已经发出的函件")
    created_at: datetime = column("拟稿时间")

    @computed("缺少的材料；只有暂缓备案登记回执才有", needs=["missing"])
    def missing(root: Any) -> list[rules.PartKind]:
        """As plain words they stand in the row."""
        return [rules.PartKind(part) for part in root.missing or ()]

    @computed("现在以本人的身份办得了的；权限另行判断", needs=["id"])
    async def offered(root: Any, info: Info) -> list[rules.HandStep]:
        """What is not refused to this person as the paper stands."""
        how = "offered of letters"
        return await info.context.load_for_asker(how, root.id, service.offered_of_letters) or []

    @computed(REVISION, needs=service.WRITTEN)
    def revision(root: Any) -> str:
        """For the one who edits it next."""
        return revision_of(root, service.WRITTEN)
