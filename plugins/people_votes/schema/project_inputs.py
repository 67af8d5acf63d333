"""What clients enter about projects."""

from collections.abc import Sequence
from datetime import date

import strawberry

from core import SEEN, given, key
from plugins.people_votes import rules, service


@strawberry.input(description="附件或者照片；先上传，再填 id")
class AttachedInput:
    """A file of a record."""

    file: strawberry.ID = given("文件的 id")
    photo: bool = given("是否照片；照片须为图片", default=False)
    place: str | None = given("照片的拍摄地点，用文字写明", default=None)

    def to_attached(self) -> service.Attached:
        """The plain form."""
        return service.Attached(file_id=key(self.file, "File"), photo=self.photo, place=self.place)


def attached(inputs: Sequence[AttachedInput]) -> list[service.Attached]:
    """The plain form of several."""
    return [one.to_attached() for one in inputs]


@strawberry.input(description="一个节点")
class MilestoneInput:
    """A milestone."""

    title: str = given("节点目标")
    due_on: date = given("应完成日期")

    def to_milestone(self) -> service.NewMilestone:
        """The plain form."""
        return service.NewMilestone(title=self.title, due_on=self.due_on)


@strawberry.input(description="制定项目实施方案：单位、目标、时间、资金和节点")
class PlanProjectInput:
    """A plan."""

    project: strawberry.ID = given("项目的 id")
    target: str = given("目标")
    from_day: date = given("开始日期", name="from")
    until: date = given("完成日期，不能晚于票决确定的期限")
    budget: int = given("预算，元")
    unit: str | None = given("实施单位的名称；不填为责任单位", default=None)
    unit_organ: str | None = given("由哪个机关实施、报告（机关代码）；不填为当前机关", default=None)
    milestones: list[MilestoneInput] = given("节点", default_factory=list)
    seen: str | None = given(SEEN, default=None)

    def to_plan(self) -> service.Plan:
        """The plain form."""
        return service.Plan(
            target=self.target,
            from_day=self.from_day,
            until=self.until,
            budget=self.budget,
            unit=self.unit,
            unit_organ=self.unit_organ,
            milestones=[one.to_milestone() for one in self.milestones],
        )


@strawberry.input(description="增加一个节点")
class AddMilestoneInput:
    """A further milestone."""

    project: strawberry.ID = given("项目的 id")
    milestone: MilestoneInput = given("节点")


@strawberry.input(description="标记节点完成")
class MarkMilestoneInput:
    """A milestone was reached."""

    milestone: strawberry.ID = given("节点的 id")
    done_on: date = given("完成日期")
    note: str | None = given("说明", default=None)


@strawberry.input(description="公开前的保密审查；一轮项目、一次进度报告、一项调整，填其中一项")
class CheckProjectSecrecyInput:
    """A secrecy check."""

    cycle: strawberry.ID | None = given("一轮票决的 id", default=None)
    report: strawberry.ID | None = given("进度报告的 id", default=None)
    adjustment: strawberry.ID | None = given("项目调整的 id", default=None)
    passed: bool = given("是否可以公开")
    note: str = given("说明", default="")


@strawberry.input(description="公布一轮票决选定的项目")
class PublishProjectsInput:
    """Which cycle."""

    cycle: strawberry.ID = given("一轮票决的 id")


@strawberry.input(description="公布一轮项目的办理结果")
class PublishOutcomesInput:
    """Of which cycle."""

    cycle: strawberry.ID = given("一轮票决的 id")


@strawberry.input(description="公布一次进度报告的进度和支出")
class PublishProgressInput:
    """Which report."""

    report: strawberry.ID = given("进度报告的 id")


@strawberry.input(description="监督小组的一名成员")
class GroupMemberInput:
    """Who comes in."""

    kind: rules.GroupKind = given("身份")
    mandate: strawberry.ID | None = given("人大代表：代表资格的 id", default=None)
    member: strawberry.ID | None = given("人大机关的人员：任职的 id", default=None)
    name: str | None = given("党委、政府方面人员和居民代表：姓名", default=None)
    post: str = given("职务", default="")
    leader: bool = given("是否组长", default=False)

    def to_member(self) -> service.NewMember:
        """The plain form."""
        return service.NewMember(
            kind=self.kind,
            mandate_id=key(self.mandate, "Mandate") if self.mandate else None,
            membership_id=key(self.member, "Member") if self.member else None,
            name=self.name,
            post=self.post,
            leader=self.leader,
        )


@strawberry.input(description="成立项目监督小组；一个项目只有一个小组")
class FormGroupInput:
    """A group."""

    project: strawberry.ID = given("项目的 id")
    name: str = given("小组名称；不填由系统拟定", default="")
    members: list[GroupMemberInput] = given("成员，其中一名为组长")
    public: bool = given("成员姓名是否公开", default=False)


@strawberry.input(description="调整监督小组的成员；离开的保留在历史中")
class ChangeGroupInput:
    """Who comes in, who leaves."""

    group: strawberry.ID = given("监督小组的 id")
    joining: list[GroupMemberInput] = given("加入的成员", default_factory=list)
    leaving: list[strawberry.ID] = given("离开的成员的 id", default_factory=list)
    seen: str | None = given(SEEN, default=None)


@strawberry.input(description="报告项目进度")
class ReportProgressInput:
    """Progress."""

    project: strawberry.ID = given("项目的 id")
    percent: int = given("进度，0到100")
    spent: int = given("累计支出，元")
    text: str = given("进展情况")
    files: list[AttachedInput] = given("照片和附件", default_factory=list)

    def to_progress(self) -> service.Progress:
        """The plain form."""
        return service.Progress(
            percent=self.percent,
            spent=self.spent,
            text=self.text,
            attached=attached(self.files),
        )


@strawberry.input(description="再次报告测评未通过项目的整改情况")
class ReportAgainInput:
    """A report on what was found wanting."""

    project: strawberry.ID = given("项目的 id")
    text: str = given("整改情况")
    files: list[AttachedInput] = given("附件", default_factory=list)


@strawberry.input(description="就一轮项目的实施情况提交报告")
class SubmitHalfYearReportInput:
    """A report to the standing committee."""

    cycle: strawberry.ID = given("一轮票决的 id")
    title: str = given("标题")
    text: str = given("正文")
    files: list[AttachedInput] = given("附件", default_factory=list)


@strawberry.input(description="记录监督小组的督查")
class RecordCheckInput:
    """A check."""

    project: strawberry.ID = given("项目的 id")
    checked_on: date = given("督查日期")
    place: str = given("督查地点，用文字写明")
    findings: str = given("督查情况")
    must_mend: str | None = given("需要整改的问题", default=None)
    mend_until: date | None = given("整改期限；有问题的必须填写", default=None)
    files: list[AttachedInput] = given("照片和附件", default_factory=list)

    def to_checked(self) -> service.Checked:
        """The plain form."""
        return service.Checked(
            checked_on=self.checked_on,
            place=self.place,
            findings=self.findings,
            must_mend=self.must_mend,
            mend_until=self.mend_until,
            attached=attached(self.files),
        )


@strawberry.input(description="报告督查问题的整改情况")
class ReportMendedInput:
    """What was mended."""

    check: strawberry.ID = given("督查记录的 id")
    text: str = given("整改情况")
    files: list[AttachedInput] = given("照片和附件", default_factory=list)


@strawberry.input(description="项目的筛选")
class ProjectFilter:
    """Which projects."""

    cycle: strawberry.ID | None = given("一轮票决的 id", default=None)
    from_year: int | None = given("自此年度起", default=None)
    to_year: int | None = given("至此年度止", default=None)
    state: rules.ProjectState | None = given("状态", default=None)
    unit_organ: str | None = given("实施机关的代码", default=None)
    cross_year: bool | None = given("是否跨年度项目", default=None)
    figure: rules.ProjectFigure | None = given("统计项目，与统计同一口径", default=None)
    overdue_duty: rules.DutyKind | None = given("此种应办事项已逾期的", default=None)
    adjustment: rules.AdjustmentState | None = given("有处于此状态的调整的", default=None)
    to_check: rules.ToCheck | None = given("公布以前待保密审查的", default=None)
    report_again: bool | None = given("测评未通过、待再次报告的", default=None)

    def to_wanted(self) -> service.WantedProjects:
        """The plain form."""
        return service.WantedProjects(
            cycle_id=key(self.cycle, "Cycle") if self.cycle else None,
            from_year=self.from_year,
            to_year=self.to_year,
            state=self.state,
            unit_organ=self.unit_organ,
            cross_year=self.cross_year,
            figure=self.figure,
            overdue_duty=self.overdue_duty,
            adjustment=self.adjustment,
            to_check=self.to_check,
            report_again=self.report_again,
        )
