"""The plugin's records."""

from datetime import date
from typing import Any

import strawberry

from core import OFFERED, REVISION, Info, Node, children, column, computed, record
from plugins.people_votes import models, rules, service
from plugins.people_votes import permissions as may


@record(models.Candidate, read=may.READ, description="候选项目")
class Candidate(Node):
    """A candidate project."""

    number: int = column("序号，也是表决票上的序号")
    state: rules.CandidateState = column("状态")
    title: str = column("项目名称")
    content: str = column("建设内容")
    responsible_unit: str = column("责任单位")
    target: str = column("目标")
    investment: int = column("投资额，元")
    funding: str = column("资金来源")
    starts_on: date = column("开工、启动日期")
    due_on: date = column("完成期限；超出本年度的为跨年度项目")
    explanation: str = column("政府的说明")
    reason: str | None = column("未列入的理由")
    votes_for: int | None = column("赞成票；公布结果以前为空")


@record(
    models.CallForIdeas,
    read=may.READ,
    description="一轮票决的公开征集",
    part_of={models.Cycle: "cycle_id"},
)
class CallForIdeas(Node):
    """A call."""

    text: str = column("征集公告")
    opened_on: date = column("开始日期")
    until: date | None = column("截止日期；为空表示常年征集")
    rule_text: str | None = column("征集时间的依据")
    season_reason: str | None = column("在规定以外的月份征集的理由")
    secrecy_note: str = column("公开前的保密审查意见")
    opened_by_name: str = column("由谁开始")
    closed_on: date | None = column("结束日期")
    closed_by_name: str | None = column("由谁结束")
    changed_on: date | None = column("最近一次更正的日期")
    changed_by_name: str | None = column("由谁更正")
    change_reason: str | None = column("最近一次更正的理由")
    withdrawn_on: date | None = column("撤回日期；撤回的不再公开，可以另行开始征集")
    withdrawn_by_name: str | None = column("由谁撤回")
    withdraw_reason: str | None = column("撤回的理由")

    @computed(REVISION, needs=service.CHANGED)
    def revision(root: Any) -> str:
        """For the one who changes it next."""
        return service.call_revision(root)


@record(
    models.Cycle, read=may.READ, description="一轮民生实事票决，或者一轮微实事推选", timeline=True
)
class Cycle(Node):
    """A year's vote."""

    year: int = column("实施年度")
    title: str = column("名称")
    decider: rules.Decider = column("由谁票决或者推选")
    state: rules.CycleState = column("状态")
    area: str | None = column("微实事所在的社区；为空表示全域")
    entrusted_by: str | None = column("推选微实事所依据的委托决定")
    opened_by_name: str = column("由谁启动")
    call_from: date | None = column("征集开始日期")
    call_until: date | None = column("征集截止日期；为空表示常年征集或者尚未征集")
    calls: list[CallForIdeas] = children(
        CallForIdeas, "cycle_id", "公开征集，按开始的先后；撤回的也在内", order=["opened_on", "id"]
    )
    candidates: list[Candidate] = children(
        Candidate, "cycle_id", "候选项目，按序号", order=["number"]
    )

    @computed(OFFERED, needs=["id"])
    async def offered(root: Any, info: Info) -> list[str]:
        """Verbs that are not in vain."""
        how = "offered of cycles"
        return await info.context.load_for_asker(how, root.id, service.offered_of_cycles) or []


@strawberry.type
class RoundOffers:
    """What joins the core's round."""

    @computed(OFFERED, needs=["id"])
    async def votes_offered(root: Any, info: Info) -> list[str]:
        """Verbs that are not in vain."""
        how = "offered of rounds"
        return await info.context.load_for_asker(how, root.id, service.offered_of_rounds) or []

    @computed(
        "宣布结果以后是否已经没有需要办理的：已经按结果确定项目，或者已经另行投票、重新计票",
        needs=["id"],
    )
    async def votes_over(root: Any, info: Info) -> bool:
        """What comes next has come."""
        return await info.context.load("rounds that are over", root.id, service.rounds_over)
