"""Reads and verbs of what follows the vote, for `Query` and `Mutation` to take in."""

from typing import Annotated, Any

import strawberry

from core import Info, Invalid, column, key, reads, records, verb
from plugins.people_votes import models, rules, service
from plugins.people_votes import permissions as may
from plugins.people_votes.schema import project_endings as ending
from plugins.people_votes.schema import project_inputs as given_by
from plugins.people_votes.schema.project_inputs import ProjectFilter, attached
from plugins.people_votes.schema.projects import (
    FurtherReport,
    HalfYearReport,
    ProgressReport,
    Project,
    ProjectAdjustment,
    ProjectCheck,
    ProjectDuty,
    ProjectGroup,
    ProjectMilestone,
    ProjectSecrecyCheck,
    QualityCheck,
)
from plugins.people_votes.schema.public_projects import PublicProject
from plugins.people_votes.schema.records import Cycle

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false

Where = Annotated[ProjectFilter | None, strawberry.argument(description="筛选")]


@strawberry.type(description="一项统计")
class ProjectFigureCount:
    """One figure; `projects` with the same figure opens it."""

    figure: rules.ProjectFigure = column("统计项目")
    title: str = column("名称")
    count: int = column("项目数")


@strawberry.type
class ProjectReads:
    """Reads of projects."""

    @records(Project, "票决选定的项目，最近的年度在前")
    def projects(self, info: Info, where: Where = None) -> Any:
        return service.project_list((where or ProjectFilter()).to_wanted())

    @reads(may.READ, "项目统计；每一项可以用 projects 以同一筛选和 figure 打开")
    async def project_figures(self, info: Info, where: Where = None) -> list[ProjectFigureCount]:
        wanted = (where or ProjectFilter()).to_wanted()
        async with info.context.reading() as session:
            figures = await service.project_figures(session, wanted)
        return [
            ProjectFigureCount(figure=figure, title=rules.FIGURES[figure], count=count)
            for figure, count in figures.items()
        ]

    @records(ProjectDuty, "项目的应办事项，最后一日近的在前")
    def project_duties(
        self,
        info: Info,
        kind: Annotated[
            rules.DutyKind | None, strawberry.argument(description="只要此种类的")
        ] = None,
        state: Annotated[
            rules.DutyState | None, strawberry.argument(description="只要此状态的")
        ] = None,
        overdue: Annotated[bool, strawberry.argument(description="只要逾期待办的")] = False,
        ours: Annotated[
            bool,
            strawberry.argument(description="只要本机关此刻应办的：所属期间已经开始，还没有办"),
        ] = False,
    ) -> Any:
        organ = info.context.viewer.organ
        return service.duty_list(
            kind, state, overdue=overdue, owed_by=organ.id if ours and organ else None
        )

    @records(HalfYearReport, "就各轮项目提交的报告，最近的在前")
    def half_year_reports(
        self,
        info: Info,
        cycle: Annotated[
            strawberry.ID | None, strawberry.argument(description="只要此轮的")
        ] = None,
    ) -> Any:
        return service.half_year_reports(key(cycle, "Cycle") if cycle else None)

    @records(PublicProject, "已公布的民生实事项目")
    def public_projects(
        self,
        info: Info,
        year: Annotated[int | None, strawberry.argument(description="只要此年度的")] = None,
    ) -> Any:
        return service.public_projects(info.context.body.id, year)


def _checked(input: given_by.CheckProjectSecrecyInput) -> tuple[Any, Any]:
    """Which record is checked: exactly one."""
    named = [
        (model, key(one, kind))
        for one, kind, model in (
            (input.cycle, "Cycle", models.Cycle),
            (input.report, "ProgressReport", models.ProgressReport),
            (input.adjustment, "ProjectAdjustment", models.ProjectAdjustment),
        )
        if one is not None
    ]
    if len(named) != 1:
        raise Invalid(
            "ONE_TO_CHECK", "请填写一轮项目、一次进度报告或者一项调整，只填一项。", field="cycle"
        )
    return named[0]


@strawberry.type
class ProjectVerbs:
    """Verbs of projects."""

    @verb(may.PLAN_PROJECT, "制定项目实施方案；公布以前可以重新制定")
    async def plan_project(self, info: Info, input: given_by.PlanProjectInput) -> Project:
        work, project = info.context.work, key(input.project, "Project")
        return await service.plan_project(work, project, input.to_plan(), input.seen)

    @verb(may.ADD_MILESTONE, "增加项目的节点")
    async def add_milestone(
        self, info: Info, input: given_by.AddMilestoneInput
    ) -> ProjectMilestone:
        work, project = info.context.work, key(input.project, "Project")
        return await service.add_milestone(work, project, input.milestone.to_milestone())

    @verb(may.MARK_MILESTONE, "标记节点完成")
    async def mark_milestone(
        self, info: Info, input: given_by.MarkMilestoneInput
    ) -> ProjectMilestone:
        work, milestone = info.context.work, key(input.milestone, "ProjectMilestone")
        return await service.mark_milestone(work, milestone, input.done_on, input.note)

    @verb(may.CHECK_PROJECT_SECRECY, "公开前的保密审查")
    async def check_project_secrecy(
        self, info: Info, input: given_by.CheckProjectSecrecyInput
    ) -> ProjectSecrecyCheck:
        model, subject = _checked(input)
        return await service.check_project_secrecy(
            info.context.work, model, subject, passed=input.passed, note=input.note
        )

    @verb(may.PUBLISH_PROJECTS, "公布票决选定的项目及其实施方案，开始监督")
    async def publish_projects(self, info: Info, input: given_by.PublishProjectsInput) -> Cycle:
        return await service.publish_projects(info.context.work, key(input.cycle, "Cycle"))

    @verb(may.PUBLISH_OUTCOMES, "向公众公布一轮项目的验收、停止和满意度测评结果")
    async def publish_outcomes(self, info: Info, input: given_by.PublishOutcomesInput) -> Cycle:
        return await service.publish_outcomes(info.context.work, key(input.cycle, "Cycle"))

    @verb(may.PUBLISH_PROGRESS, "向公众公布一次进度报告的进度和支出")
    async def publish_progress(self, info: Info, input: given_by.PublishProgressInput) -> Project:
        report = key(input.report, "ProgressReport")
        return await service.publish_progress(info.context.work, report)

    @verb(may.FORM_GROUP, "成立项目监督小组（一事一小组）")
    async def form_group(self, info: Info, input: given_by.FormGroupInput) -> ProjectGroup:
        work, project = info.context.work, key(input.project, "Project")
        members = [one.to_member() for one in input.members]
        return await service.form_group(work, project, input.name, members, public=input.public)

    @verb(may.CHANGE_GROUP, "调整项目监督小组的成员")
    async def change_group(self, info: Info, input: given_by.ChangeGroupInput) -> ProjectGroup:
        work, group = info.context.work, key(input.group, "ProjectGroup")
        joining = [one.to_member() for one in input.joining]
        leaving = [key(one, "ProjectGroupMember") for one in input.leaving]
        return await service.change_group(work, group, joining, leaving, input.seen)

    @verb(may.REPORT_PROGRESS, "报告项目进度和支出（通报）")
    async def report_progress(
        self, info: Info, input: given_by.ReportProgressInput
    ) -> ProgressReport:
        work, project = info.context.work, key(input.project, "Project")
        return await service.report_progress(work, project, input.to_progress())

    @verb(may.REPORT_AGAIN, "再次报告测评未通过项目的整改情况；报告以后才再次测评")
    async def report_again(self, info: Info, input: given_by.ReportAgainInput) -> FurtherReport:
        work, project = info.context.work, key(input.project, "Project")
        return await service.report_again(work, project, input.text, attached(input.files))

    @verb(may.SUBMIT_HALF_YEAR_REPORT, "就一轮项目的实施情况向常委会、主席团提交报告")
    async def submit_half_year_report(
        self, info: Info, input: given_by.SubmitHalfYearReportInput
    ) -> HalfYearReport:
        work, cycle = info.context.work, key(input.cycle, "Cycle")
        files = attached(input.files)
        return await service.submit_half_year_report(work, cycle, input.title, input.text, files)

    @verb(may.RECORD_CHECK, "记录监督小组的督查")
    async def record_check(self, info: Info, input: given_by.RecordCheckInput) -> ProjectCheck:
        work, project = info.context.work, key(input.project, "Project")
        return await service.record_check(work, project, input.to_checked())

    @verb(may.REPORT_MENDED, "报告督查问题的整改情况")
    async def report_mended(self, info: Info, input: given_by.ReportMendedInput) -> ProjectCheck:
        work, check = info.context.work, key(input.check, "ProjectCheck")
        return await service.report_mended(work, check, input.text, attached(input.files))

    @verb(may.PROPOSE_ADJUSTMENT, "提请调整项目：内容、延期或者停止")
    async def propose_adjustment(
        self, info: Info, input: ending.ProposeAdjustmentInput
    ) -> ProjectAdjustment:
        work, project = info.context.work, key(input.project, "Project")
        return await service.propose_adjustment(work, project, input.to_proposal())

    @verb(may.WITHDRAW_ADJUSTMENT, "撤回提请的项目调整，项目不变")
    async def withdraw_adjustment(
        self, info: Info, input: ending.WithdrawAdjustmentInput
    ) -> ProjectAdjustment:
        work, adjustment = info.context.work, key(input.adjustment, "ProjectAdjustment")
        return await service.withdraw_adjustment(work, adjustment, input.reason)

    @verb(may.DECIDE_ADJUSTMENT, "记录会议对项目调整的决定")
    async def decide_adjustment(
        self, info: Info, input: ending.DecideAdjustmentInput
    ) -> ProjectAdjustment:
        work, adjustment = info.context.work, key(input.adjustment, "ProjectAdjustment")
        return await service.decide_adjustment(work, adjustment, input.meeting.to_meeting())

    @verb(may.PUBLISH_ADJUSTMENT, "公告项目调整，并更新公开的项目")
    async def publish_adjustment(
        self, info: Info, input: ending.PublishAdjustmentInput
    ) -> ProjectAdjustment:
        work, adjustment = info.context.work, key(input.adjustment, "ProjectAdjustment")
        return await service.publish_adjustment(work, adjustment, input.notice)

    @verb(may.REPORT_ADJUSTMENT, "记录向下一次人民代表大会会议报告项目调整")
    async def report_adjustment(
        self, info: Info, input: ending.ReportAdjustmentInput
    ) -> ProjectAdjustment:
        work, adjustment = info.context.work, key(input.adjustment, "ProjectAdjustment")
        return await service.report_adjustment(work, adjustment, input.session, input.reported_on)

    @verb(may.COMPLETE_PROJECT, "报告项目完成，附证明材料")
    async def complete_project(self, info: Info, input: ending.CompleteProjectInput) -> Project:
        work, project = info.context.work, key(input.project, "Project")
        files = attached(input.files)
        return await service.complete_project(work, project, input.completed_on, input.text, files)

    @verb(may.RECORD_QUALITY_CHECK, "登记第三方质量检测")
    async def record_quality_check(
        self, info: Info, input: ending.RecordQualityCheckInput
    ) -> QualityCheck:
        work, project = info.context.work, key(input.project, "Project")
        return await service.record_quality_check(work, project, input.to_quality())

    @verb(may.ACCEPT_PROJECT, "项目验收")
    async def accept_project(self, info: Info, input: ending.AcceptProjectInput) -> Project:
        return await service.accept_project(info.context.work, key(input.project, "Project"))

    @verb(may.SEND_BACK_PROJECT, "项目退回整改")
    async def send_back_project(self, info: Info, input: ending.SendBackProjectInput) -> Project:
        work, project = info.context.work, key(input.project, "Project")
        return await service.send_back_project(work, project, input.reason)

    @verb(may.CLOSE_CYCLE, "办结一轮票决；跨年度项目结转以后年度")
    async def close_cycle(self, info: Info, input: ending.CloseCycleInput) -> Cycle:
        return await service.close_cycle(info.context.work, key(input.cycle, "Cycle"))
