"""The plugin's records."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from core import (
    REVISION,
    DeadlineRecord,
    FileRecord,
    Info,
    Node,
    OrganKind,
    Published,
    SentPackageRecord,
    ToldApart,
    children,
    column,
    computed,
    global_id,
    link,
    record,
    revision_of,
    today,
)
from plugins.filing_review import models, rules, service
from plugins.filing_review import permissions as may
from plugins.filing_review.schema.circulating import Circulation
from plugins.filing_review.schema.doubts import Doubt
from plugins.filing_review.schema.letters import DocumentFacts, DraftLetter, Letter


@record(models.OutgoingPart, read=may.READ_OUTGOING, description="报送材料中的一件（制定机关一侧）")
class OutgoingPart(Node):
    """A part of the maker's package."""

    kind: rules.PartKind = column("种类")
    file: FileRecord | None = link(FileRecord, "file_id", "文件；暂缺时为空")
    absent_reason: str | None = column("暂缺的原因")
    removed: bool = column("是否已被替换或者撤下")


@strawberry.type(description="文件基本情况中签发时会被拒绝的一处")
class DocumentFault:
    """What signing off will refuse, told beforehand."""

    field: str | None = column("DocumentInput 的哪一项；与某一项无关的为空")
    told: str = column("要怎样办")
    unfilled: bool = column("是否只是还没有填写")

    @classmethod
    def of(cls, fault: service.Fault) -> "DocumentFault":
        """What the service found."""
        return cls(field=fault.field, told=fault.told, unfilled=fault.unfilled)


@record(
    models.OutgoingFiling,
    read=may.READ_OUTGOING,
    description="本机关报送备案的文件（报送件）",
    timeline=True,
    told_apart=ToldApart(numbers=("register_text", "document_number"), day="published_on"),
)
class OutgoingFiling(Node, DocumentFacts):
    """A filing as its maker has it."""

    state: rules.OutgoingState = column("状态")
    prepared_by_name: str = column("经办人")
    signed_by_name: str | None = column("签发人")
    signed_on: date | None = column("签发日期")
    report_number: str | None = column("备案报告文号")
    sent_on: date | None = column("报送日期")
    filing_due_on: date | None = column("应报送日期；规定没有期限时为空")
    filing_rule_text: str | None = column("报送期限的依据")
    late_by: int | None = column("逾期天数，0为按期；未报送、规定没有报送期限时为空")
    late_reason: str | None = column("迟报原因")
    package: SentPackageRecord | None = link(
        SentPackageRecord, "package_id", "最近一次报送的材料包：是否送达、签收，为何暂存"
    )
    register_text: str | None = column("备案登记号")
    reply_reason: str | None = column("退回或暂缓登记的理由")
    ask: rules.Ask | None = column("要求补充还是重新报送")
    dropped_by_name: str | None = column("由谁作废")
    dropped_on: date | None = column("作废日期")
    drop_reason: str | None = column("作废的理由")
    withdrawn_on: date | None = column("最近一次撤回报送的日期；没有撤回过的为空")
    withdraw_reason: str | None = column("最近一次撤回报送的理由")
    created_at: datetime = column("起草时间")
    replaces: (
        Annotated["OutgoingFiling", strawberry.lazy("plugins.filing_review.schema.records")] | None
    ) = link(
        lambda: OutgoingFiling,
        "replaces_id",
        "所修改的原报送件",
        lazy=Annotated["OutgoingFiling", strawberry.lazy("plugins.filing_review.schema.records")],
    )

    @computed(
        "今天报送将逾期几天，0为按期；已经报送、已经作废、标明不具有普遍约束力、规定没有报送期限时为空",
        needs=["filing_due_on", "sent_on", "state", "generally_binding"],
    )
    def late_if_sent_today(root: Any) -> int | None:
        """Said before it is sent, by the server's day."""
        over = root.sent_on is not None or root.state is rules.OutgoingState.DROPPED
        if over or root.filing_due_on is None or root.generally_binding is False:
            return None
        return max(0, (today() - root.filing_due_on).days)

    @computed("按书面处理计划中止着的，计划的时限；没有中止、时限已过的为空", needs=["id"])
    async def suspended_until(root: Any, info: Info) -> date | None:
        """What stands still, does so until this day."""
        return await info.context.load("filing_review.plans", root.id, service.plan_days)

    @computed("应报送日期是怎样计算的，逐步列出；没有期限的为空", needs=["id"])
    async def filing_steps(root: Any, info: Info) -> list[str]:
        """As other clocks tell it; for one record, not for each line of a list."""
        how = "steps of filing times"
        return await info.context.load_for_asker(how, root.id, service.filing_steps) or []

    @computed("文件的基本情况中，签发时会被拒绝的各处", needs=["id"])
    async def document_faults(root: Any, info: Info) -> list[DocumentFault]:
        """By the checks of signing off."""
        how = "faults of filings"
        told = await info.context.load_for_asker(how, root.id, service.faults_of_filings)
        return [DocumentFault.of(one) for one in told or ()]

    @computed(
        "现在以本人的身份办得了的事项，写权限名；只含不单看状态的：签发、作废",
        needs=["id"],
    )
    async def offered(root: Any, info: Info) -> list[str]:
        """What is not refused to this person as the filing stands."""
        how = "offered of own filings"
        return await info.context.load_for_asker(how, root.id, service.offered_of_outgoing) or []

    parts: list[OutgoingPart] = children(
        OutgoingPart, "outgoing_id", "报送材料，含已被替换、撤下的", order=["id"]
    )

    @computed(REVISION, needs=["id", *models.OutgoingFiling.EDITED])
    async def revision(root: Any, info: Info) -> str:
        """For the one who edits it next."""
        parts = await info.context.load("filing_review.parts", root.id, service.parts_said)
        return service.filing_revision(root, parts)

    letters: list[Letter] = children(Letter, "outgoing_id", "往来文书", order=["id"])
    draft_letters: list[DraftLetter] = children(
        DraftLetter, "outgoing_id", "为它拟过的函件，含已发出、已作废的", order=["id"]
    )
    deadlines: list[DeadlineRecord] = children(
        DeadlineRecord, "subject_id", "本机关的期限", order=["id"]
    )


@record(models.FilingPart, read=may.READ, description="备案材料中的一件（审查机关一侧）")
class FilingPart(Node):
    """A part of the package as received."""

    kind: rules.PartKind = column("种类")
    file: FileRecord | None = link(FileRecord, "file_id", "文件；制定机关说明暂缺时为空")
    absent_reason: str | None = column("制定机关说明的暂缺原因")
    arrived_on: date = column("收到日期")
    removed: bool = column("是否已被补充、重新报送的材料替换")


@record(
    models.Finding,
    read=may.READ,
    description="一条审查发现",
    part_of={models.Filing: "filing_id", models.ReviewTask: "task_id"},
)
class Finding(Node):
    """What a reviewer found, and what the lead made of it."""

    reviewer_name: str = column("审查人")
    standard: rules.Standard = column("审查标准")
    clause: str = column("条款")
    quote: str | None = column("条款原文")
    problem: str = column("问题")
    conflicts_with: list[str] = column("与哪些规定不一致")
    seriousness: rules.Seriousness = column("轻重")
    advice: str = column("建议")
    decision: rules.Decision = column("审查负责人的决定")
    decision_note: str | None = column("决定的理由")
    passed_up_to: str | None = column("上报的机关")
    passed_up_number: str | None = column("上报文号")
    passed_up_on: date | None = column("上报日期")

    @computed("标准所属的一组：合宪性、政治性、合法性、适当性", needs=["standard"])
    def standard_group(root: Any) -> str:
        """The Chinese name of the group."""
        return rules.STANDARD_GROUPS[rules.group_of(root.standard)]


@record(models.TaskFile, read=may.READ, description="随审查任务送来的材料")
class TaskFile(Node):
    """A paper of a task."""

    kind: rules.PartKind = column("种类")
    file: FileRecord | None = link(FileRecord, "file_id", "文件")


@record(
    models.ReviewTask,
    read=may.READ,
    description="一个审查任务：审查机关自己的，或同步审查的委员会的",
    timeline=True,
    part_of={models.Filing: "filing_id"},
    told_apart=ToldApart(whose="reviewer_name"),
)
class ReviewTask(Node):
    """One reviewer's part."""

    title: str = column("所审查的文件")
    maker_name: str = column("制定机关")
    reviewer_organ: str = column("承办机关代码")
    reviewer_name: str = column("承办人或承办机关")
    request: str | None = column("分办意见")
    created_at: datetime = column("分办的时间；委员会一侧是收到任务的时间")

    @computed("所审查的备案件的 id；委员会一侧为空，材料随任务送来", needs=["filing_id"])
    def filing(root: Any) -> strawberry.ID | None:
        """The case, where it is one's own."""
        return strawberry.ID(global_id("Filing", root.filing_id)) if root.filing_id else None

    state: rules.TaskState = column("状态")
    submitted_on: date | None = column("提交日期")
    summary: str | None = column("审查意见概要")
    findings: list[Finding] = children(Finding, "task_id", "审查发现", order=["id"])
    files: list[TaskFile] = children(TaskFile, "task_id", "材料", order=["id"])
    deadlines: list[DeadlineRecord] = children(DeadlineRecord, "subject_id", "期限", order=["id"])


@record(
    models.Opinion,
    read=may.READ,
    description="书面审查意见（研究意见）",
    part_of={models.Filing: "filing_id"},
)
class Opinion(Node):
    """An opinion with its three hands."""

    state: rules.OpinionState = column("状态")
    title: str = column("标题")
    number: str | None = column("文号")
    text: str = column("正文")
    stop_at_once: bool = column("是否要求立即停止执行")
    file: FileRecord | None = link(FileRecord, "file_id", "正式文本")
    meeting_title: str | None = column("通过的会议")
    meeting_held_on: date | None = column("会议日期")
    meeting_members: int | None = column("全体成员人数")
    meeting_present: int | None = column("出席人数")
    meeting_in_favour: int | None = column("赞成人数")
    drafted_by_name: str = column("拟稿人")
    checked_by_name: str | None = column("核稿人")
    issued_by_name: str | None = column("签发人")
    issued_on: date | None = column("签发日期")
    returned_by_name: str | None = column("最近一次由谁退回修改")
    returned_on: date | None = column("最近一次退回日期")
    return_reason: str | None = column("最近一次退回的理由")
    answer_due_on: date | None = column("反馈期限；规定没有期限时为空")

    @computed(
        "现在以本人的身份办得了的；权限另行判断",
        needs=["id"],
    )
    async def offered(root: Any, info: Info) -> list[rules.HandStep]:
        """What is not refused to this person as the opinion stands."""
        how = "offered of opinions"
        return await info.context.load_for_asker(how, root.id, service.offered_of_opinions) or []

    @computed(REVISION, needs=models.Opinion.EDITED)
    def revision(root: Any) -> str:
        """For the one who edits it next."""
        return revision_of(root, models.Opinion.EDITED)


@record(
    models.Filing,
    read=may.READ,
    description="本机关收到的备案件，台账的一行",
    timeline=True,
    told_apart=ToldApart(
        numbers=("register_text", "receipt_text", "document_number"),
        day="filed_on",
        whose="maker_name",
    ),
)
class Filing(Node, DocumentFacts):
    """A line of the ledger, and all that hangs on it."""

    state: rules.FilingState = column("状态")
    maker_name: str = column("制定机关")
    maker_organ: str = column("制定机关代码")
    report_number: str | None = column("备案报告文号")
    filed_on: date = column("报送日期")
    year: int = column("年度")
    filing_due_on: date | None = column("应报送日期；规定没有期限时为空")
    filing_rule_text: str | None = column("报送期限的依据")
    late_by: int | None = column("逾期天数，0为按期；规定没有报送期限时为空")
    late_reason: str | None = column("制定机关说明的迟报原因")
    paper_received_on: date | None = column("纸质文本收到日期")
    received_on: date | None = column("签收日期")
    receipt_text: str | None = column("收文号")
    registered_on: date | None = column("登记日期")
    register_text: str | None = column("备案登记号")
    returned_on: date | None = column("退回日期")
    withheld_on: date | None = column("暂缓登记日期")
    withdrawn_on: date | None = column("制定机关最近一次撤回报送的日期；没有撤回过的为空")
    withdraw_reason: str | None = column("制定机关最近一次撤回报送的理由")
    form_check_note: str | None = column("形式审查意见")
    lead_name: str | None = column("审查负责人")
    suspended_in: rules.FilingState | None = column(
        "最近一次中止时所处的状态，恢复后回到这一状态；没有中止过的为空"
    )
    conclusion: rules.Conclusion | None = column("审查结论")
    concluded_on: date | None = column("结论日期")
    conclusion_note: str | None = column("汇总意见")
    correction: rules.Correction | None = column("纠正方式")
    corrected_on: date | None = column("纠正日期")
    correction_note: str | None = column("纠正文号")
    closed_on: date | None = column("办结日期")
    fed_on: date | None = column("生成报送上级平台材料包的日期")
    close_note: str | None = column("办结意见")
    archive_number: str | None = column("归档号")
    due_on: date | None = column("最近一项期限")
    secrecy_checked_on: date | None = column("保密审查日期")
    secrecy_passed: bool | None = column(
        "保密审查是否通过；还没有审查、从公开目录撤回以后须另行审查的为空"
    )
    unpublished_on: date | None = column("最近一次从公开目录撤回的日期；没有撤回过的为空")
    unpublish_reason: str | None = column("最近一次从公开目录撤回的理由")

    @computed("是否有已过期未办的事项", needs=["due_on"])
    def overdue(root: Any) -> bool:
        """By today's date."""
        return root.due_on is not None and root.due_on < today()

    @computed("距最近一项期限还有几天，逾期的为负数；没有期限的为空", needs=["due_on"])
    def days_left(root: Any) -> int | None:
        """By today's date."""
        return (root.due_on - today()).days if root.due_on is not None else None

    @computed(
        "现在以本人的身份办得了的事项，写权限名；只含不单看状态的，如须由审查负责人办理的、本机构"
        "的做法没有规定就不能办的",
        needs=["id"],
    )
    async def offered(root: Any, info: Info) -> list[str]:
        """What is not refused to this person as the filing stands."""
        how = "offered of filings"
        return await info.context.load_for_asker(how, root.id, service.offered_of_filings) or []

    @computed("是否已列入公开目录", needs=["published_id"])
    def is_public(root: Any) -> bool:
        """In the catalogue for visitors."""
        return root.published_id is not None

    amends: Annotated["Filing", strawberry.lazy("plugins.filing_review.schema.records")] | None = (
        link(
            lambda: Filing,
            "amends_id",
            "本件所修改的原备案件",
            lazy=Annotated["Filing", strawberry.lazy("plugins.filing_review.schema.records")],
        )
    )
    parts: list[FilingPart] = children(
        FilingPart, "filing_id", "备案材料，含已被替换的", order=["id"]
    )
    tasks: list[ReviewTask] = children(ReviewTask, "filing_id", "审查任务", order=["id"])
    findings: list[Finding] = children(Finding, "filing_id", "全部审查发现", order=["id"])
    opinions: list[Opinion] = children(Opinion, "filing_id", "审查意见", order=["id"])
    doubts: list[Doubt] = children(Doubt, "filing_id", "逐级上报的合宪性疑问", order=["id"])
    circulations: list[Circulation] = children(
        Circulation, "filing_id", "传阅给谁，何时阅看", order=["id"]
    )
    letters: list[Letter] = children(Letter, "filing_id", "往来文书与记录", order=["id"])
    draft_letters: list[DraftLetter] = children(
        DraftLetter, "filing_id", "为它拟过的函件，含已发出、已作废的", order=["id"]
    )
    deadlines: list[DeadlineRecord] = children(DeadlineRecord, "subject_id", "期限", order=["id"])


@record(Published, read=may.READ_PUBLISHED, description="公开目录中的一件")
class PublicFiling(Node):
    """What a visitor sees."""

    title: str = column("标题")
    published_on: date = column("列入目录的日期")

    @computed("发文字号", needs=["facts"])
    def document_number(root: Any) -> str | None:
        """From the entry."""
        return root.facts.get("document_number")

    @computed("制定机关", needs=["facts"])
    def maker(root: Any) -> str | None:
        """From the entry."""
        return root.facts.get("maker")

    @computed("备案登记号", needs=["facts"])
    def register_text(root: Any) -> str | None:
        """From the entry."""
        return root.facts.get("register_text")


@strawberry.type(description="一条报送路线：哪类机关的文件报送哪类机关备案")
class FilingRoute:
    """A route as practice names it."""

    maker: OrganKind = column("制定机关的类别")
    receiver: OrganKind = column("接收机关的类别")
    above: bool = column("接收机关是否属于上一级机构")
    binding_only: bool = column("是否只报送具有普遍约束力的决议、决定")
    listed: bool = column("规定是否列明；未列明的收到后退回")
    annulled_by: list[str] = column("哪些机关可以撤销此类文件，连同依据；为空时没有撤销的规定")


@strawberry.type(description="年度统计中的一项；用 filings(where: {year, figure}) 打开它所含的各件")
class FigureCount:
    """One figure."""

    figure: rules.Figure = column("项目")
    title: str = column("中文名称")
    count: int = column("件数")
