"""The call for ideas, ideas from all sides, and how each ended."""

from datetime import date
from typing import Annotated, Any

import strawberry

from core import (
    OFFERED,
    SEEN,
    Info,
    Node,
    Published,
    column,
    computed,
    given,
    global_id,
    key,
    link,
    reads,
    record,
    records,
    verb,
)
from plugins.people_votes import models, rules, service
from plugins.people_votes import permissions as may
from plugins.people_votes.schema.public_projects import PublicProject
from plugins.people_votes.schema.records import CallForIdeas, Candidate

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false, reportArgumentType=false

CycleId = Annotated[strawberry.ID, strawberry.argument(description="这一轮票决的 id")]


@record(Published, read=may.READ_CALLS, description="正在进行的公开征集，任何人都可以查看")
class PublicCall(Node):
    """What a visitor sees of a call."""

    title: str = column("名称")
    published_on: date = column("开始日期")

    @computed("这一轮票决的 id，提出建议时填写", needs=["facts"])
    def cycle(root: Any) -> strawberry.ID:
        """From the entry."""
        return strawberry.ID(global_id("Cycle", root.facts["cycle"]))

    @computed("实施年度", needs=["facts"])
    def year(root: Any) -> int:
        """From the entry."""
        return root.facts["year"]

    @computed("微实事所在的社区", needs=["facts"])
    def area(root: Any) -> str | None:
        """From the entry."""
        return root.facts["area"]

    @computed("征集公告", needs=["facts"])
    def text(root: Any) -> str:
        """From the entry."""
        return root.facts["text"]

    @computed("截止日期，当日仍可提出；为空表示常年征集", needs=["facts"])
    def until(root: Any) -> date | None:
        """From the entry."""
        day = root.facts["until"]
        return date.fromisoformat(day) if day else None


@record(
    models.Idea, read=may.READ_IDEAS, description="征集到的一条建议；不因登记而公开", timeline=True
)
class Idea(Node):
    """An idea, as those see it who screen."""

    source: rules.IdeaSource = column("来源")
    collected_by: str | None = column("收集的联络站、社区或者单位")
    title: str = column("标题")
    content: str = column("内容")
    place: str | None = column("地点")
    proposed_on: date = column("提出日期")
    proposed_by_name: str | None = column("提出建议的代表，或者代为登记的人；公众不留姓名")
    state: rules.IdeaState = column("状态")
    reason_kind: rules.ScreenReason | None = column("不采纳的理由")
    reason: str | None = column("理由的具体说明")
    screened_on: date | None = column("筛选日期")
    screened_by_name: str | None = column("由谁筛选")
    candidate: Candidate | None = link(Candidate, "candidate_id", "由它形成的候选项目")

    @computed("所属的一轮票决的 id", needs=["cycle_id"])
    def cycle(root: Any) -> strawberry.ID:
        """Of which call it is."""
        return strawberry.ID(global_id("Cycle", root.cycle_id))

    @computed("并入的建议的 id", needs=["merged_into_id"])
    def merged_into(root: Any) -> strawberry.ID | None:
        """The idea that counts for both."""
        into = root.merged_into_id
        return strawberry.ID(global_id("Idea", into)) if into else None

    @computed(OFFERED, needs=["id"])
    async def offered(root: Any, info: Info) -> list[str]:
        """Verbs that are not in vain."""
        how = "offered of ideas"
        return await info.context.load_for_asker(how, root.id, service.offered_of_ideas) or []


@strawberry.type(description="提出的建议；查询码只显示这一次，请抄下或者截图保存")
class ProposedIdea:
    """A receipt."""

    code: str = column("查询码，凭它可以查询办理情况；系统不保存原文，遗失不补")
    title: str = column("标题")
    proposed_on: date = column("提出日期")


@strawberry.type(description="由建议形成的候选项目走到了哪一步")
class FollowedCandidate:
    """What the proposer learns of a candidate."""

    title: str = column("项目名称")
    state: rules.CandidateState = column("状态")
    state_title: str = column("状态的中文说明")
    reason: str | None = column("未列入的理由")


@strawberry.type(description="凭查询码看到的建议")
class FollowedIdea:
    """What a code shows."""

    title: str = column("标题")
    content: str = column("内容")
    proposed_on: date = column("提出日期")
    state: rules.IdeaState = column("状态")
    state_title: str = column("状态的中文说明")
    reason_title: str | None = column("不采纳的理由")
    reason: str | None = column("理由的具体说明")
    screened_on: date | None = column("筛选日期")
    into_state: rules.IdeaState | None = column("合并办理的，并入的建议的状态")
    into_reason: str | None = column("合并办理的，并入的建议未采纳、列入储备的理由")
    candidate: FollowedCandidate | None = column("形成的候选项目；审查结束以前为空")
    project: PublicProject | None = column("候选项目选中后成为的项目；公布以前为空")


@strawberry.type(description="一项统计；可以用 ideas 的 figure 打开")
class IdeaFigureCount:
    """A figure."""

    figure: rules.IdeaFigure = column("项目")
    title: str = column("名称")
    count: int = column("条数")


@strawberry.input(description="建议的筛选条件")
class IdeaFilter:
    """Which ideas."""

    cycle: strawberry.ID = given("这一轮票决的 id")
    state: rules.IdeaState | None = given("状态", default=None)
    source: rules.IdeaSource | None = given("来源", default=None)
    figure: rules.IdeaFigure | None = given("统计项目，与统计同一口径", default=None)
    candidate: strawberry.ID | None = given("只要形成此候选项目的", default=None)
    merged_into: strawberry.ID | None = given("只要并入此建议的", default=None)

    def to_wanted(self) -> service.WantedIdeas:
        """The plain form."""
        return service.WantedIdeas(
            cycle_id=key(self.cycle, "Cycle"),
            state=self.state,
            source=self.source,
            figure=self.figure,
            candidate_id=key(self.candidate, "Candidate") if self.candidate else None,
            merged_into_id=key(self.merged_into, "Idea") if self.merged_into else None,
        )


def followed(found: service.Followed) -> FollowedIdea:
    """What the code of an idea shows of it."""
    idea, into, candidate = found.idea, found.into, found.candidate
    # Before the examination a candidate is the government's proposal and nobody else's to tell.
    shown = candidate is not None and candidate.state is not rules.CandidateState.SUBMITTED
    return FollowedIdea(
        title=idea.title,
        content=idea.content,
        proposed_on=idea.proposed_on,
        state=idea.state,
        state_title=rules.IDEA_STATES[idea.state],
        reason_title=rules.SCREEN_REASONS[idea.reason_kind] if idea.reason_kind else None,
        reason=idea.reason,
        screened_on=idea.screened_on,
        into_state=into.state if into else None,
        into_reason=into.reason if into else None,
        candidate=_followed_candidate(candidate) if candidate is not None and shown else None,
        project=found.project,  # pyright: ignore[reportArgumentType]
    )


def _followed_candidate(candidate: models.Candidate) -> FollowedCandidate:
    return FollowedCandidate(
        title=candidate.title,
        state=candidate.state,
        state_title=rules.CANDIDATE_STATES[candidate.state],
        reason=candidate.reason,
    )


@strawberry.type(description="今天开始公开征集、没有填写截止日期的，征集到何日")
class CallTerm:
    """What practice says of it."""

    all_year: bool = column("是否常年征集，不设截止日期")
    until: date | None = column(
        "截止日期；常年征集的为空，规定没有写明多长时间、须自行填写的也为空"
    )
    rule_text: str | None = column("依据")


@strawberry.type
class CallReads:
    """Reads of calls and ideas."""

    @records(PublicCall, "正在进行的公开征集，最近的在前；不需要登录")
    def public_calls(self, info: Info) -> Any:
        return service.public_calls(info.context.body.id)

    @records(CallForIdeas, "历次公开征集，最近的在前")
    def calls_for_ideas(self, info: Info) -> Any:
        return service.call_list()

    @reads(may.READ, "今天开始公开征集、没有填写截止日期的，按规定征集到何日")
    async def call_term(self, info: Info) -> CallTerm:
        return await service.call_term(info.context)

    @records(Idea, "一轮征集到的建议，最近的在前")
    def ideas(
        self,
        info: Info,
        where: Annotated[IdeaFilter, strawberry.argument(description="筛选")],
    ) -> Any:
        return service.idea_list(where.to_wanted())

    @reads(may.READ_IDEAS, "一轮建议的统计：收到、合并、采纳、储备、未采纳、成为候选项目")
    async def idea_figures(self, info: Info, cycle: CycleId) -> list[IdeaFigureCount]:
        async with info.context.reading() as session:
            counts = await service.idea_figures(session, key(cycle, "Cycle"))
        return [
            IdeaFigureCount(figure=figure, title=rules.IDEA_FIGURES[figure], count=count)
            for figure, count in counts.items()
        ]

    @reads(may.FOLLOW_IDEA, "凭查询码查询建议的办理情况；不需要登录")
    async def idea_by_code(
        self,
        info: Info,
        code: Annotated[str, strawberry.argument(description="查询码，短横、大小写不限")],
    ) -> FollowedIdea:
        await service.limit_following(info.context)
        async with info.context.reading() as session:
            return followed(await service.idea_by_code(session, code))


@strawberry.input(description="开始公开征集；开始即对外公开")
class OpenCallInput:
    """A call."""

    cycle: strawberry.ID = given("这一轮票决的 id")
    text: str = given("征集公告的内容")
    secrecy_note: str = given("公开前的保密审查意见")
    until: date | None = given("截止日期；不填的，按规定的最短时间", default=None)
    season_reason: str | None = given("在规定以外的月份征集的理由", default=None)

    def to_call(self) -> service.NewCall:
        """The plain form."""
        return service.NewCall(
            text=self.text,
            secrecy_note=self.secrecy_note,
            until=self.until,
            season_reason=self.season_reason,
        )


@strawberry.input(description="更正正在进行的公开征集；更正即重新公布，原来公布的撤下")
class ChangeCallInput:
    """A correction."""

    cycle: strawberry.ID = given("这一轮票决的 id")
    text: str = given("更正后的征集公告")
    secrecy_note: str = given("更正后的内容公开前的保密审查意见")
    reason: str = given("更正的理由，不对外公开")
    until: date | None = given(
        "截止日期；不填的，按规定的最短时间，自征集开始之日起算；常年征集的不填", default=None
    )
    seen: str | None = given(SEEN, default=None)

    def to_change(self) -> service.CallChange:
        """The plain form."""
        return service.CallChange(
            text=self.text,
            secrecy_note=self.secrecy_note,
            reason=self.reason,
            until=self.until,
        )


@strawberry.input(description="撤回误开始的公开征集")
class WithdrawCallInput:
    """Which call, and why."""

    cycle: strawberry.ID = given("这一轮票决的 id")
    reason: str = given("撤回的理由，不对外公开")


@strawberry.input(description="结束公开征集")
class CloseCallInput:
    """Which call."""

    cycle: strawberry.ID = given("这一轮票决的 id")


@strawberry.input(
    description="提出建议。请不要填写姓名、电话、身份证号码：不需要联系方式，凭查询码查询。"
)
class ProposeIdeaInput:
    """An idea."""

    cycle: strawberry.ID = given("这一轮票决的 id，见 publicCalls")
    title: str = given("标题，不超过60字")
    content: str = given("内容，不超过2000字")
    place: str | None = given("地点", default=None)
    as_deputy: bool = given("以人大代表的身份提出；须登录，并且有本机构现任代表资格", default=False)


@strawberry.input(description="代群众登记建议")
class RecordIdeaInput:
    """Somebody else's idea."""

    cycle: strawberry.ID = given("这一轮票决的 id")
    title: str = given("标题，不超过60字")
    content: str = given("内容，不超过2000字；不要写提出人的姓名、电话")
    source: rules.IdeaSource = given("来源")
    collected_by: str | None = given("收集的联络站、社区或者单位", default=None)
    place: str | None = given("地点", default=None)


@strawberry.input(description="合并建议")
class MergeIdeasInput:
    """Several into one."""

    into: strawberry.ID = given("并入的建议的 id")
    ideas: list[strawberry.ID] = given("被并入的建议的 id")
    reason: str = given("理由，提出人凭查询码可以看到")


@strawberry.input(description="筛选一条建议")
class ScreenIdeaInput:
    """An outcome."""

    idea: strawberry.ID = given("建议的 id")
    outcome: rules.Outcome = given("结果")
    reason_kind: rules.ScreenReason | None = given("不采纳的理由", default=None)
    reason: str | None = given("具体说明，提出人凭查询码可以看到", default=None)


def _new_idea(input: ProposeIdeaInput | RecordIdeaInput) -> service.NewIdea:
    return service.NewIdea(title=input.title, content=input.content, place=input.place)


def _receipt(proposed: service.Proposed) -> ProposedIdea:
    idea = proposed.idea
    return ProposedIdea(code=proposed.code, title=idea.title, proposed_on=idea.proposed_on)


@strawberry.type
class CallVerbs:
    """Verbs of calls and ideas."""

    @verb(may.OPEN_CALL, "开始公开征集；从此任何人都可以提出建议")
    async def open_call(self, info: Info, input: OpenCallInput) -> CallForIdeas:
        cycle = key(input.cycle, "Cycle")
        return await service.open_call(info.context.work, cycle, input.to_call())

    @verb(may.CHANGE_CALL, "更正正在进行的公开征集的公告、截止日期，重新公布")
    async def change_call(self, info: Info, input: ChangeCallInput) -> CallForIdeas:
        cycle = key(input.cycle, "Cycle")
        return await service.change_call(info.context.work, cycle, input.to_change(), input.seen)

    @verb(may.WITHDRAW_CALL, "撤回误开始的公开征集，还没有收到建议的才能撤回；可以另行开始")
    async def withdraw_call(self, info: Info, input: WithdrawCallInput) -> CallForIdeas:
        cycle = key(input.cycle, "Cycle")
        return await service.withdraw_call(info.context.work, cycle, input.reason)

    @verb(may.CLOSE_CALL, "截止日期以后结束公开征集，转入筛选论证")
    async def close_call(self, info: Info, input: CloseCallInput) -> CallForIdeas:
        return await service.close_call(info.context.work, key(input.cycle, "Cycle"))

    @verb(
        may.PROPOSE_IDEA,
        "提出民生实事建议；不需要登录。同一请求带同一 Idempotency-Key 重发，得到同一查询码",
    )
    async def propose_idea(self, info: Info, input: ProposeIdeaInput) -> ProposedIdea:
        await service.limit_proposals(info.context)
        return _receipt(
            await service.propose_idea(
                info.context.work,
                key(input.cycle, "Cycle"),
                _new_idea(input),
                as_deputy=input.as_deputy,
                request_key=info.context.idempotency_key,
            )
        )

    @verb(may.RECORD_IDEA, "代群众登记在联络站、社区、热线等处收集到的建议；查询码交给提出人")
    async def record_idea(self, info: Info, input: RecordIdeaInput) -> ProposedIdea:
        return _receipt(
            await service.record_idea(
                info.context.work,
                key(input.cycle, "Cycle"),
                _new_idea(input),
                source=input.source,
                collected_by=input.collected_by,
                request_key=info.context.idempotency_key,
            )
        )

    @verb(may.MERGE_IDEAS, "把内容相同、相近的建议并入一条办理")
    async def merge_ideas(self, info: Info, input: MergeIdeasInput) -> Idea:
        ideas = [key(one, "Idea") for one in input.ideas]
        into = key(input.into, "Idea")
        return await service.merge_ideas(info.context.work, into, ideas, input.reason)

    @verb(may.SCREEN_IDEA, "筛选一条建议：采纳、列入储备或者不采纳，写明理由")
    async def screen_idea(self, info: Info, input: ScreenIdeaInput) -> Idea:
        screening = service.Screening(
            outcome=input.outcome, reason_kind=input.reason_kind, reason=input.reason
        )
        return await service.screen_idea(info.context.work, key(input.idea, "Idea"), screening)
