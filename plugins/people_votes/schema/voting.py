"""The vote in GraphQL: preparing, opening, counting, announcing."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import strawberry

from core import (
    Adoption,
    Counts,
    Info,
    ItemCount,
    Named,
    PaperFigure,
    Replacement,
    RollRecord,
    RoundRecord,
    RoundState,
    VotingMode,
    given,
    key,
    records,
    verb,
)
from plugins.people_votes import permissions as may
from plugins.people_votes import service
from plugins.people_votes.schema.records import Cycle

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


def round_key(global_id: strawberry.ID) -> UUID:
    """The row behind a round's global id."""
    return key(global_id, "VoteRound")


@strawberry.input(description="筹备票决")
class PrepareVoteInput:
    """A vote."""

    cycle: strawberry.ID = given("这一轮票决的 id")
    meeting: strawberry.ID = given("在哪次会议上表决（会议的 id）")
    title: str = given("表决的名称，印在表决票和统计单上")
    method_title: str = given("票决办法的名称")
    places: int | None = given("应选项数；不填则为审查候选项目清单时确定的", default=None)
    mode: VotingMode = given("表决方式", default=VotingMode.PAPER)

    def to_vote(self) -> service.NewVote:
        """The plain form."""
        return service.NewVote(
            meeting_id=key(self.meeting, "Meeting"),
            title=self.title,
            method_title=self.method_title,
            places=self.places,
            mode=self.mode,
        )


@strawberry.input(description="登记票决办法通过")
class AdoptVoteMethodInput:
    """That the meeting adopted it."""

    round: strawberry.ID = given("这次表决的 id")
    on: date = given("通过日期")
    by: str = given("由什么会议通过")
    text: str = given("票决办法：应选几项、差额几项、怎样投票、怎样确定和宣布结果")


@strawberry.input(description="登记监票人、计票人")
class NameVoteOfficialsInput:
    """Who watches and who counts."""

    round: strawberry.ID = given("这次表决的 id")
    on: date = given("监票人名单的通过日期")
    by: str = given("监票人名单由什么会议通过")
    chief: strawberry.ID = given("总监票人（会议名册成员的 id）")
    scrutineers: list[strawberry.ID] = given("监票人（会议名册成员的 id）")
    tellers: list[strawberry.ID] = given("计票人（任职的 id）；纸质票须两人", default_factory=list)


@strawberry.input(description="更换监票人、计票人")
class ReplaceVoteOfficialInput:
    """Who leaves and who comes."""

    round: strawberry.ID = given("这次表决的 id")
    official: strawberry.ID = given("不再担任的监票人、计票人（本次表决中的 id）")
    member: strawberry.ID | None = given("接替监票人的到会成员（会议名册成员的 id）", default=None)
    staff: strawberry.ID | None = given("接替计票人的工作人员（任职的 id）", default=None)
    on: date = given("会议同意的日期")
    by: str = given("由什么会议同意")
    reason: str = given("更换的理由；不要写病情等个人情况")

    def to_replacement(self) -> Replacement:
        """The plain form."""
        return Replacement(
            official=key(self.official, "VoteOfficial"),
            member=key(self.member, "MeetingMember") if self.member is not None else None,
            staff=key(self.staff, "Member") if self.staff is not None else None,
            on=self.on,
            by=self.by,
            reason=self.reason,
        )


@strawberry.input(description="一次表决")
class VoteInput:
    """Which round."""

    round: strawberry.ID = given("这次表决的 id")


@strawberry.input(description="写明理由的办理")
class ReasonedVoteInput:
    """Which round, and why."""

    round: strawberry.ID = given("这次表决的 id")
    reason: str = given("理由")


@strawberry.input(description="纸质票的一个数")
class PaperFigureInput:
    """A figure."""

    figure: PaperFigure = given("名目")
    number: int = given("张数")


@strawberry.input(description="录入纸质票的张数")
class RecordPapersInput:
    """Figures."""

    round: strawberry.ID = given("这次表决的 id")
    figures: list[PaperFigureInput] = given("各个数；再次录入的替换原来的，原来的仍可查")


@strawberry.input(description="一个等次的票数")
class GradeCountInput:
    """Votes of a grade."""

    grade: str = given("等次")
    votes: int = given("票数")


@strawberry.input(description="一项的票数，按表决票上的顺序")
class ItemCountInput:
    """What was counted of an item."""

    approve: int = given("赞成", default=0)
    oppose: int = given("反对", default=0)
    abstain: int = given("弃权", default=0)
    void: int = given("该项无效", default=0)
    grades: list[GradeCountInput] = given("各等次；只有测评才填", default_factory=list)

    def to_count(self) -> ItemCount:
        """The plain form."""
        return ItemCount(
            approve=self.approve,
            oppose=self.oppose,
            abstain=self.abstain,
            void=self.void,
            grades={one.grade: one.votes for one in self.grades},
        )


@strawberry.input(description="录入计票")
class EnterCountInput:
    """What one teller counted."""

    round: strawberry.ID = given("这次表决的 id")
    valid: int = given("有效票")
    void: int = given("无效票")
    items: list[ItemCountInput] = given("各项的票数，按表决票上的顺序，一项不缺")

    def to_counts(self) -> Counts:
        """The plain form."""
        items = tuple(one.to_count() for one in self.items)
        return Counts(valid=self.valid, void=self.void, items=items)


@strawberry.input(description="筹备另行投票")
class PrepareFurtherRoundInput:
    """The round before."""

    round: strawberry.ID = given("前一轮的 id")
    title: str = given("名称；不填则沿用前一轮的", default="")
    meeting: strawberry.ID | None = given("以后的会议的 id；不填则在同一次会议上", default=None)


@strawberry.input(description="一项选择")
class MarkInput:
    """A mark."""

    number: int = given("表决票上的序号")
    mark: str = given("选择：approve 赞成、oppose 反对、abstain 弃权；测评为等次")


@strawberry.input(description="电子记名表决")
class CastVoteInput:
    """One's ballot."""

    round: strawberry.ID = given("这次表决的 id")
    marks: list[MarkInput] = given("各项的选择；不选的项不填")


@strawberry.input(description="按表决结果确定项目")
class ConcludeVoteInput:
    """Of which cycle."""

    cycle: strawberry.ID = given("这一轮票决的 id")


@strawberry.input(description="筹备满意度测评")
class PrepareAssessmentInput:
    """An assessment."""

    cycle: strawberry.ID = given("这一轮票决的 id")
    meeting: strawberry.ID = given("在哪次会议上测评（会议的 id）")
    title: str = given("测评的名称")
    method_title: str = given("测评办法的名称")
    projects: list[strawberry.ID] = given(
        "测评哪些项目；不填则为这一轮所有已公布的项目", default_factory=list
    )
    mode: VotingMode = given("测评方式", default=VotingMode.PAPER)

    def to_vote(self) -> service.NewVote:
        """The plain form."""
        return service.NewVote(
            meeting_id=key(self.meeting, "Meeting"),
            title=self.title,
            method_title=self.method_title,
            places=None,
            mode=self.mode,
        )


@strawberry.type
class VotingReads:
    """Rounds and their rolls."""

    @records(RoundRecord, "本机构的票决、推选和测评的各次表决，最近的在前")
    def votes(
        self,
        info: Info,
        cycle: Annotated[
            strawberry.ID | None, strawberry.argument(description="只要这一轮票决的")
        ] = None,
        state: Annotated[RoundState | None, strawberry.argument(description="只要此状态的")] = None,
        mine: Annotated[
            bool,
            strawberry.argument(
                description="只要此刻等您办理的：计票人录入、监票人确认、记名表决投票"
            ),
        ] = False,
    ) -> Any:
        actor = info.context.viewer.actor
        subject = key(cycle, "Cycle") if cycle is not None else None
        return service.round_list(subject, state, actor.person_id if mine and actor else None)

    @records(RollRecord, "一次表决的名册：可以投票的人；看不出谁投了票、怎样投的")
    def vote_roll(
        self,
        info: Info,
        round: Annotated[strawberry.ID, strawberry.argument(description="这次表决的 id")],
    ) -> Any:
        return service.roll_list(round_key(round))


@strawberry.type
class VotingVerbs:
    """The verbs of the vote."""

    @verb(may.PREPARE_VOTE, "筹备票决：候选项目、应选项数和规则随之确定，开始投票时冻结")
    async def prepare_vote(self, info: Info, input: PrepareVoteInput) -> RoundRecord:
        cycle = key(input.cycle, "Cycle")
        return await service.prepare_vote(info.context.work, cycle, input.to_vote())

    @verb(may.PREPARE_ASSESSMENT, "筹备满意度测评：等次、分档和后果按做法，结果随宣布记在项目上")
    async def prepare_assessment(self, info: Info, input: PrepareAssessmentInput) -> RoundRecord:
        projects = [key(one, "Project") for one in input.projects]
        return await service.prepare_assessment(
            info.context.work, key(input.cycle, "Cycle"), input.to_vote(), projects
        )

    @verb(may.ADOPT_VOTE_METHOD, "登记票决办法通过；没有通过的不能开始投票")
    async def adopt_vote_method(self, info: Info, input: AdoptVoteMethodInput) -> RoundRecord:
        adoption = Adoption(on=input.on, by=input.by, text=input.text)
        return await service.adopt_vote_method(info.context.work, round_key(input.round), adoption)

    @verb(may.NAME_VOTE_OFFICIALS, "登记会议通过的监票人，并指定计票人；再次登记的替换原来的")
    async def name_vote_officials(self, info: Info, input: NameVoteOfficialsInput) -> RoundRecord:
        named = Named(
            on=input.on,
            by=input.by,
            chief=key(input.chief, "MeetingMember"),
            scrutineers=tuple(key(one, "MeetingMember") for one in input.scrutineers),
            tellers=tuple(key(one, "Member") for one in input.tellers),
        )
        return await service.name_vote_officials(info.context.work, round_key(input.round), named)

    @verb(may.REPLACE_VOTE_OFFICIAL, "登记更换监票人、计票人；全体监票人须重新确认")
    async def replace_vote_official(
        self, info: Info, input: ReplaceVoteOfficialInput
    ) -> RoundRecord:
        return await service.replace_vote_official(
            info.context.work, round_key(input.round), input.to_replacement()
        )

    @verb(may.OPEN_VOTE, "宣布开始投票：到会人数须够，名册随之冻结")
    async def open_vote(self, info: Info, input: VoteInput) -> RoundRecord:
        return await service.open_vote(info.context.work, round_key(input.round))

    @verb(may.CLOSE_VOTE, "宣布投票结束")
    async def close_vote(self, info: Info, input: VoteInput) -> RoundRecord:
        return await service.close_vote(info.context.work, round_key(input.round))

    @verb(may.CANCEL_VOTE, "取消投票尚未结束的表决，须写明理由")
    async def cancel_vote(self, info: Info, input: ReasonedVoteInput) -> RoundRecord:
        return await service.cancel_vote(info.context.work, round_key(input.round), input.reason)

    @verb(may.RECORD_PAPERS, "录入票的印制、发出、换发、收回、剩余、销毁张数")
    async def record_papers(self, info: Info, input: RecordPapersInput) -> RoundRecord:
        figures = {one.figure: one.number for one in input.figures}
        return await service.record_papers(info.context.work, round_key(input.round), figures)

    @verb(may.ENTER_COUNT, "计票人录入自己清点的票数；两名计票人各自录入，互不相见")
    async def enter_count(self, info: Info, input: EnterCountInput) -> RoundRecord:
        return await service.enter_count(
            info.context.work, round_key(input.round), input.to_counts()
        )

    @verb(may.CONFIRM_COUNT, "监票人确认一致的计票；全体监票人确认后可以宣布")
    async def confirm_count(self, info: Info, input: VoteInput) -> RoundRecord:
        return await service.confirm_count(info.context.work, round_key(input.round))

    @verb(may.ANNOUNCE_RESULT, "宣布结果：由计票得出，不能填写；宣布后不能更改")
    async def announce_result(self, info: Info, input: VoteInput) -> RoundRecord:
        return await service.announce_result(info.context.work, round_key(input.round))

    @verb(may.PREPARE_FURTHER_ROUND, "筹备另行投票：得票相等的、名额不足的，或者表决无效的")
    async def prepare_further_round(
        self, info: Info, input: PrepareFurtherRoundInput
    ) -> RoundRecord:
        return await service.prepare_further_round(
            info.context.work,
            round_key(input.round),
            input.title,
            key(input.meeting, "Meeting") if input.meeting is not None else None,
        )

    @verb(may.ORDER_RECOUNT, "登记重新计票：另立一份记录，与原来的并列公布，原来的不改")
    async def order_recount(self, info: Info, input: ReasonedVoteInput) -> RoundRecord:
        return await service.order_recount(info.context.work, round_key(input.round), input.reason)

    @verb(may.CAST_VOTE, "电子记名表决：一人一票，选择只有本人看得到")
    async def cast_vote(self, info: Info, input: CastVoteInput) -> RoundRecord:
        marks = [(one.number, one.mark) for one in input.marks]
        return await service.cast_vote(info.context.work, round_key(input.round), marks)

    @verb(may.CONCLUDE_VOTE, "按已经宣布的结果确定项目；选中哪些由结果决定，不能填写")
    async def conclude_vote(self, info: Info, input: ConcludeVoteInput) -> Cycle:
        return await service.conclude_vote(info.context.work, key(input.cycle, "Cycle"))
