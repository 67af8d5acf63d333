"""What clients enter when a project is adjusted, completed or accepted, and a cycle closed."""

from datetime import date

import strawberry

from core import given
from plugins.people_votes import rules, service
from plugins.people_votes.schema.inputs import DecidingMeetingInput
from plugins.people_votes.schema.project_inputs import AttachedInput, attached


@strawberry.input(description="提请调整项目；没有填写的内容不变")
class ProposeAdjustmentInput:
    """A proposed change."""

    project: strawberry.ID = given("项目的 id")
    kind: rules.AdjustmentKind = given("种类")
    reason: rules.AdjustmentReason = given("原因")
    explanation: str = given("理由的说明")
    content: str | None = given("调整后的建设内容", default=None)
    target: str | None = given("调整后的目标", default=None)
    investment: int | None = given("调整后的投资额，元", default=None)
    due_on: date | None = given("调整后的完成期限；延期必须填写", default=None)

    def to_proposal(self) -> service.Proposal:
        """The plain form."""
        return service.Proposal(
            kind=self.kind,
            reason=self.reason,
            explanation=self.explanation,
            content=self.content,
            target=self.target,
            investment=self.investment,
            due_on=self.due_on,
        )


@strawberry.input(description="撤回尚未决定的项目调整")
class WithdrawAdjustmentInput:
    """A proposal taken back."""

    adjustment: strawberry.ID = given("项目调整的 id")
    reason: str = given("撤回的理由")


@strawberry.input(description="记录对项目调整的决定")
class DecideAdjustmentInput:
    """A decision."""

    adjustment: strawberry.ID = given("项目调整的 id")
    meeting: DecidingMeetingInput = given("会议")


@strawberry.input(description="公告已决定的项目调整")
class PublishAdjustmentInput:
    """A notice."""

    adjustment: strawberry.ID = given("项目调整的 id")
    notice: str = given("公告正文")


@strawberry.input(description="记录向下一次人民代表大会会议报告项目调整")
class ReportAdjustmentInput:
    """A report to the congress."""

    adjustment: strawberry.ID = given("项目调整的 id")
    session: str = given("会议名称")
    reported_on: date = given("报告日期")


@strawberry.input(description="报告项目完成")
class CompleteProjectInput:
    """Completion."""

    project: strawberry.ID = given("项目的 id")
    completed_on: date = given("完成日期")
    text: str = given("完成情况")
    files: list[AttachedInput] = given("证明材料和照片")


@strawberry.input(description="登记第三方质量检测")
class RecordQualityCheckInput:
    """A third party's check."""

    project: strawberry.ID = given("项目的 id")
    checker: str = given("检测单位")
    checked_on: date = given("检测日期")
    passed: bool = given("是否合格")
    result: str = given("检测结果")
    files: list[AttachedInput] = given("检测报告", default_factory=list)

    def to_quality(self) -> service.Quality:
        """The plain form."""
        return service.Quality(
            checker=self.checker,
            checked_on=self.checked_on,
            passed=self.passed,
            result=self.result,
            attached=attached(self.files),
        )


@strawberry.input(description="项目验收")
class AcceptProjectInput:
    """Which project."""

    project: strawberry.ID = given("项目的 id")


@strawberry.input(description="项目退回整改")
class SendBackProjectInput:
    """Which project, and why."""

    project: strawberry.ID = given("项目的 id")
    reason: str = given("退回的理由")


@strawberry.input(description="办结一轮票决")
class CloseCycleInput:
    """Which cycle."""

    cycle: strawberry.ID = given("一轮票决的 id")
