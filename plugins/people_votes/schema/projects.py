"""GraphQL records of what follows the vote."""

from datetime import date
from typing import Annotated, Any

import strawberry

from core import (
    OFFERED,
    REVISION,
    DeadlineRecord,
    FileRecord,
    Info,
    Node,
    OrganRecord,
    children,
    column,
    computed,
    link,
    record,
    today,
)
from plugins.people_votes import models, rules, service
from plugins.people_votes import permissions as may
from plugins.people_votes.schema.records import Cycle


@record(models.ProjectAttachment, read=may.READ, description="附件或者照片")
class ProjectAttachment(Node):
    """A file of a record; each side opens its own row of it."""

    photo: bool = column("是否照片")
    place: str | None = column("照片的拍摄地点，用文字写明")
    name: str = column("文件名")
    file: FileRecord | None = link(FileRecord, "file_id", "提交方的文件；其他机关为空")
    received_file: FileRecord | None = link(
        FileRecord, "received_file_id", "另一方收到的文件；其他机关为空"
    )


@record(
    models.ProjectMilestone,
    read=may.READ,
    description="项目的一个节点",
    part_of={models.Project: "project_id"},
)
class ProjectMilestone(Node):
    """What is to be reached by a day."""

    title: str = column("节点目标")
    due_on: date = column("应完成日期")
    done_on: date | None = column("完成日期")
    note: str | None = column("说明")
    dropped_on: date | None = column("被新的实施方案取代的日期；现行的为空")

    @computed("是否完成", needs=["done_on"])
    def done(root: Any) -> bool:
        """Reached."""
        return root.done_on is not None

    @computed("逾期天数；按期为0", needs=["due_on", "done_on"])
    def late_by(root: Any) -> int:
        """Days late, today if it is still open."""
        return max(((root.done_on or today()) - root.due_on).days, 0)


@record(
    models.ProjectDuty,
    read=may.READ,
    description="项目的一项应办：一个周期的通报、督查、报告、测评，或者整改",
    part_of={models.Project: "project_id"},
)
class ProjectDuty(Node):
    """What falls due on a project."""

    kind: rules.DutyKind = column("种类")
    by: rules.Side = column("由哪一方办理")
    period_from: date = column("周期开始日期")
    period_to: date = column("周期结束日期")
    due_on: date = column("最后一日")
    rule_text: str = column("依据")
    state: rules.DutyState = column("状态")
    met_on: date | None = column("办理日期")
    project: Any = link(
        lambda: Project,
        "project_id",
        "所属项目",
        lazy=Annotated["Project", strawberry.lazy("plugins.people_votes.schema.projects")],
    )
    deadlines: list[DeadlineRecord] = children(
        DeadlineRecord, "subject_id", "本机关的期限；由其他机关办理的为空", order=["id"]
    )

    @computed("是否逾期", needs=["state", "due_on"])
    def overdue(root: Any) -> bool:
        """Open after its last day."""
        return root.state is rules.DutyState.OPEN and root.due_on < today()

    @computed("逾期天数：待办的算到今天，已办的算到办理之日", needs=["state", "due_on", "late_by"])
    def days_late(root: Any) -> int:
        """Days late."""
        if root.state is rules.DutyState.OPEN:
            return max((today() - root.due_on).days, 0)
        return root.late_by or 0


@record(
    models.ProgressReport,
    read=may.READ,
    description="一次进度报告",
    part_of={models.Project: "project_id"},
)
class ProgressReport(Node):
    """A report of progress."""

    by: rules.Side = column("由哪一方报告")
    percent: int = column("进度，0到100")
    spent: int = column("累计支出，元")
    text: str = column("进展情况")
    reported_on: date = column("报告日期")
    reported_by_name: str = column("报告人")
    attachments: list[ProjectAttachment] = children(
        ProjectAttachment, "subject_id", "照片和附件", order=["id"]
    )

    @computed(OFFERED, needs=["id"])
    async def offered(root: Any, info: Info) -> list[str]:
        """Verbs that are not in vain."""
        how = "offered of reports"
        return await info.context.load_for_asker(how, root.id, service.offered_of_reports) or []


@record(
    models.HalfYearReport,
    read=may.READ,
    description="政府就一轮项目的实施情况提交的报告",
    part_of={models.Cycle: "cycle_id"},
)
class HalfYearReport(Node):
    """A report to the standing committee."""

    title: str = column("标题")
    text: str = column("正文")
    reported_on: date = column("报告日期")
    reported_by_name: str = column("报告人")
    projects: int = column("办理了几个项目的应报告事项")
    attachments: list[ProjectAttachment] = children(
        ProjectAttachment, "subject_id", "附件", order=["id"]
    )


@record(
    models.FurtherReport,
    read=may.READ,
    description="对测评未通过的项目再次报告的整改情况",
    part_of={models.Project: "project_id"},
)
class FurtherReport(Node):
    """A report on what was found wanting."""

    assessed: str = column("所答复的测评结果")
    assessed_on: date = column("测评日期")
    text: str = column("整改情况")
    reported_on: date = column("报告日期")
    reported_by_name: str = column("报告人")
    attachments: list[ProjectAttachment] = children(
        ProjectAttachment, "subject_id", "附件", order=["id"]
    )


@record(
    models.ProjectCheck,
    read=may.READ,
    description="监督小组的一次督查",
    part_of={models.Project: "project_id"},
)
class ProjectCheck(Node):
    """A check by the group."""

    checked_on: date = column("督查日期")
    place: str = column("督查地点")
    findings: str = column("督查情况")
    must_mend: str | None = column("需要整改的问题")
    mend_until: date | None = column("整改期限")
    recorded_by_name: str = column("记录人")
    mended_on: date | None = column("报告整改的日期")
    mended: str | None = column("整改情况")
    mended_by_name: str | None = column("整改报告人")
    attachments: list[ProjectAttachment] = children(
        ProjectAttachment, "subject_id", "照片和附件", order=["id"]
    )


@record(
    models.QualityCheck,
    read=may.READ,
    description="一次第三方质量检测",
    part_of={models.Project: "project_id"},
)
class QualityCheck(Node):
    """A third party's check."""

    checker: str = column("检测单位")
    checked_on: date = column("检测日期")
    passed: bool = column("是否合格")
    result: str = column("检测结果")
    recorded_by_name: str = column("登记人")
    attachments: list[ProjectAttachment] = children(
        ProjectAttachment, "subject_id", "检测报告", order=["id"]
    )


@record(models.ProjectGroupMember, read=may.READ, description="监督小组的一名成员")
class ProjectGroupMember(Node):
    """A member; no contact data."""

    kind: rules.GroupKind = column("身份")
    name: str = column("姓名")
    post: str = column("职务")
    leader: bool = column("是否组长")
    joined_on: date = column("加入日期")
    left_on: date | None = column("离开日期；在组的为空")


@record(
    models.ProjectGroup,
    read=may.READ,
    description="项目的监督小组（一事一小组）",
    part_of={models.Project: "project_id"},
)
class ProjectGroup(Node):
    """The one group of a project."""

    name: str = column("名称")
    public: bool = column("成员姓名是否公开")
    formed_on: date = column("成立日期")
    formed_by_name: str = column("由谁办理")
    members: list[ProjectGroupMember] = children(
        ProjectGroupMember, "group_id", "全部成员，离开的也在内", order=["joined_on", "id"]
    )

    @computed(REVISION, needs=["id", "name", "public"])
    async def revision(root: Any, info: Info) -> str:
        """For the one who changes it next."""
        members = await info.context.load("members of groups", root.id, service.members_said)
        return service.group_revision(root, members)


@record(
    models.ProjectAdjustment,
    read=may.READ,
    description="项目的一次调整，前后内容都在",
    part_of={models.Project: "project_id"},
)
class ProjectAdjustment(Node):
    """A change of a chosen project."""

    kind: rules.AdjustmentKind = column("种类")
    reason: rules.AdjustmentReason = column("原因")
    state: rules.AdjustmentState = column("状态")
    explanation: str = column("政府的说明")
    proposed_on: date = column("提请日期")
    proposed_by_name: str = column("提请人")
    old_content: str = column("原建设内容")
    old_target: str = column("原目标")
    old_investment: int = column("原投资额，元")
    old_due_on: date = column("原完成期限")
    new_content: str = column("调整后的建设内容")
    new_target: str = column("调整后的目标")
    new_investment: int = column("调整后的投资额，元")
    new_due_on: date = column("调整后的完成期限")
    decided_by: str | None = column("决定的机关")
    rule_text: str | None = column("由谁决定、按什么多数的依据")
    decided_on: date | None = column("记录决定的日期")
    decided_by_name: str | None = column("由谁记录")
    meeting_title: str | None = column("会议名称")
    meeting_held_on: date | None = column("会议日期")
    meeting_members: int | None = column("全体人数")
    meeting_present: int | None = column("出席人数")
    meeting_in_favour: int | None = column("赞成人数")
    noticed_on: date | None = column("公告日期")
    notice: str | None = column("公告正文")
    reported_on: date | None = column("向人民代表大会报告的日期")
    report_session: str | None = column("向哪一次会议报告")
    withdrawn_on: date | None = column("撤回提请的日期")
    withdrawn_by_name: str | None = column("由谁撤回")
    withdraw_reason: str | None = column("撤回的理由")

    @computed(OFFERED, needs=["id"])
    async def offered(root: Any, info: Info) -> list[str]:
        """Verbs that are not in vain."""
        how = "offered of adjustments"
        return await info.context.load_for_asker(how, root.id, service.offered_of_adjustments) or []


@record(
    models.SecrecyCheck,
    read=may.READ,
    description="公开前的一次保密审查",
    part_of={models.Cycle: "subject_id"},
)
class ProjectSecrecyCheck(Node):
    """A secrecy check."""

    passed: bool = column("是否可以公开")
    note: str = column("说明")
    checked_on: date = column("审查日期")
    checked_by_name: str = column("审查人")


@record(models.Project, read=may.READ, description="票决选定的项目", timeline=True)
class Project(Node):
    """A chosen project."""

    number: int = column("序号，与候选项目相同")
    year: int = column("票决的年度；结转以后不变")
    cycle: Cycle | None = link(Cycle, "cycle_id", "票决的那一轮")
    state: rules.ProjectState = column("状态")
    title: str = column("项目名称")
    content: str = column("建设内容")
    responsible_unit: str = column("责任单位")
    target: str = column("目标")
    investment: int = column("投资额，元")
    funding: str = column("资金来源")
    starts_on: date = column("开始日期")
    due_on: date = column("完成期限")
    cross_year: bool = column("是否跨年度项目")
    votes_for: int | None = column("票决的赞成票")
    adopted_on: date = column("票决结果宣布日期")
    unit_organ: OrganRecord | None = link(OrganRecord, "unit_organ_id", "实施和报告的机关")
    supervisor_organ: OrganRecord | None = link(
        OrganRecord, "supervisor_organ_id", "公布和跟踪监督的机关"
    )
    plan_unit: str | None = column("实施方案：单位")
    plan_target: str | None = column("实施方案：目标")
    plan_from: date | None = column("实施方案：开始日期")
    plan_until: date | None = column("实施方案：完成日期")
    plan_budget: int | None = column("实施方案：预算，元")

    @computed(f"实施方案{REVISION}", needs=["id", *service.PLANNED])
    async def plan_revision(root: Any, info: Info) -> str:
        """For the one who sets the plan next."""
        milestones = await info.context.load("milestones", root.id, service.milestones_said)
        return service.plan_revision(root, milestones)

    published_on: date | None = column("公布日期")
    percent: int = column("最近报告的进度，0到100")
    spent: int = column("最近报告的累计支出，元")
    reported_on: date | None = column("最近报告进度的日期")
    completed_on: date | None = column("政府报告的完成日期")
    completion: str | None = column("完成情况")
    accepted_on: date | None = column("验收日期")
    accepted_by_name: str | None = column("由谁办理验收")
    assessed: str | None = column("最近一次满意度测评的结果")
    assessed_on: date | None = column("最近一次满意度测评的日期")
    failed_assessments: int = column("满意度测评连续未通过的次数")
    further_reports: list[FurtherReport] = children(
        FurtherReport, "project_id", "测评未通过以后再次报告的整改情况", order=["id"]
    )
    sent_back_on: date | None = column("最近一次退回的日期")
    sent_back_reason: str | None = column("最近一次退回的理由")
    stopped_on: date | None = column("停止日期")
    carried_over_on: date | None = column("结转日期")
    milestones: list[ProjectMilestone] = children(
        ProjectMilestone, "project_id", "节点，按日期", order=["due_on", "id"]
    )
    duties: list[ProjectDuty] = children(
        ProjectDuty, "project_id", "应办事项，按最后一日", order=["due_on", "id"]
    )
    reports: list[ProgressReport] = children(ProgressReport, "project_id", "进度报告", order=["id"])
    checks: list[ProjectCheck] = children(ProjectCheck, "project_id", "督查", order=["id"])
    quality_checks: list[QualityCheck] = children(
        QualityCheck, "project_id", "第三方质量检测", order=["id"]
    )
    groups: list[ProjectGroup] = children(
        ProjectGroup, "project_id", "监督小组；至多一个", order=["id"]
    )
    adjustments: list[ProjectAdjustment] = children(
        ProjectAdjustment, "project_id", "调整的全部经过", order=["id"]
    )
    attachments: list[ProjectAttachment] = children(
        ProjectAttachment, "subject_id", "完成的证明材料和照片", order=["id"]
    )

    @computed("支出超过预算多少元；没有超过为0", needs=["spent", "plan_budget", "investment"])
    def overspent(root: Any) -> int:
        """Shown, never refused."""
        budget = root.investment if root.plan_budget is None else root.plan_budget
        return max(root.spent - budget, 0)

    @computed(OFFERED, needs=["id"])
    async def offered(root: Any, info: Info) -> list[str]:
        """Verbs that are not in vain."""
        how = "offered of projects"
        return await info.context.load_for_asker(how, root.id, service.offered_of_projects) or []
