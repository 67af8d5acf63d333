"""A round of a vote as GraphQL shows it: no figure of a choice before the result is announced.

Teller's entries and one's own ballot are no records of their own, so no id leads to them.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
import strawberry
from strawberry.scalars import JSON

from core import permissions
from core.graphql.context import Info
from core.graphql.ids import global_id
from core.graphql.nodes import Node, children, column, computed, link, record
from core.kit.ballots import showing
from core.kit.ballots import tables as ballots
from core.kit.ballots.grades import Consequence
from core.kit.ballots.printing import announced_text
from core.kit.ballots.sheets import FigureName, Next, Outcome, Tally
from core.schema.meetings import Meeting


@strawberry.type(description="统计单上的一个数，连同可以照读的一句话和依据")
class TallyFigure:
    """One number of the sheet."""

    name: FigureName = column("名目")
    number: int = column("数")
    sentence: str = column("照读的话")
    basis: str = column("依据")


@strawberry.type(description="一个项目的得票")
class TalliedItem:
    """Votes of one item."""

    number: int = column("表决票上的序号")
    title: str = column("项目")
    approve: int = column("赞成")
    oppose: int = column("反对")
    abstain: int = column("弃权")
    void: int = column("该项无效")
    line: int = column("通过须达到的票数")
    passed: bool = column("是否达到")
    rank: int = column("按赞成票的名次")
    chosen: bool = column("是否选中")
    tied: bool = column("是否得票相等、待另行投票")
    sentence: str = column("照读的话")


@strawberry.type(description="一个等次的票数")
class GradeVotes:
    """Votes of one grade."""

    grade: str = column("等次")
    votes: int = column("票数")


@strawberry.type(description="一项测评的结果")
class GradedItem:
    """The result of one assessment."""

    number: int = column("测评票上的序号")
    title: str = column("测评事项")
    votes: list[GradeVotes] = column("各等次的票数")
    abstain: int = column("弃权")
    void: int = column("该项无效")
    result: str = column("测评结果")
    consequence: Consequence = column("后果")
    sentence: str = column("照读的话")
    basis: str = column("依据")


@strawberry.type(description="计票结果，每个数都带着算法和依据")
class VoteTally:
    """The result."""

    outcome: Outcome = column("结果")
    sentence: str = column("照读的话")
    basis: str = column("依据")
    lines: list[TallyFigure] = column("应到、实到、发出、收回、有效、无效和通过线")
    quorum_line: int | None = column("法定到会人数")
    pass_line: int | None = column("通过须达到的票数")
    items: list[TalliedItem] = column("各项目的得票")
    graded: list[GradedItem] = column("各测评事项的结果")
    places_left: int = column("还差几项")
    then: Next | None = column("下一步怎么办")


def shown_tally(row: Any) -> VoteTally | None:
    """The announced tally of a round, None before."""
    if row.result is None:
        return None
    counted = msgspec.convert(row.result, Tally)
    grades: Sequence[str] = ((row.rules.get("grades") or {}).get("grades")) or ()
    return VoteTally(
        outcome=counted.outcome,
        sentence=counted.sentence,
        basis=counted.basis,
        lines=[TallyFigure(**msgspec.structs.asdict(one)) for one in counted.lines],
        quorum_line=counted.quorum_line,
        pass_line=counted.pass_line,
        items=[TalliedItem(**_numbered(one)) for one in counted.items],
        graded=[_graded(one, grades) for one in counted.graded],
        places_left=counted.places_left,
        then=counted.then,
    )


def _graded(one: Any, grades: Sequence[str]) -> GradedItem:
    told = _numbered(one)
    votes = zip(grades, told.pop("votes"), strict=True)
    return GradedItem(votes=[GradeVotes(grade=grade, votes=many) for grade, many in votes], **told)


def _numbered(one: Any) -> dict[str, Any]:
    fields = msgspec.structs.asdict(one)
    return {"number": fields.pop("item") + 1, **fields}


@record(ballots.RoundItem, read=permissions.READ_ROUNDS, description="表决票上的一项")
class VoteItem(Node):
    """An item on the ballot."""

    number: int = column("序号")
    title: str = column("项目")


@record(ballots.Official, read=permissions.READ_ROUNDS, description="监票人或者计票人")
class VoteOfficial(Node):
    """A scrutineer or a teller."""

    role: ballots.OfficialRole = column("职责")
    name: str = column("姓名")
    confirmed_at: datetime | None = column("监票人确认计票的时间")
    adopted_on: date | None = column("会议通过的日期；计票人是指定的，为空")
    adopted_by: str | None = column("由什么会议通过")
    left_on: date | None = column("不再担任的日期；在任的为空")
    left_reason: str | None = column("不再担任的理由")


@record(ballots.RollPlace, read=permissions.READ_ROLL, description="表决名册中的一人")
class RollPlace(Node):
    """Somebody who may vote in the round; nothing tells whether or how they did."""

    name: str = column("姓名")
    delegation: str | None = column("代表团、选区")


@strawberry.type(description="一名计票人的一次录入")
class TellerCount:
    """An entry."""

    teller: str = column("计票人")
    attempt: int = column("第几次录入")
    counts: JSON = column("有效票、无效票和各项票数")


@strawberry.type(description="纸质票的一个数，和由谁录入")
class PaperCount:
    """A figure of the papers."""

    figure: ballots.PaperFigure = column("名目")
    number: int = column("张数")
    entered_by_name: str = column("由谁录入；几人最后录入的是这个数的，都列出")


@strawberry.type(description="投票进度：只有人数，没有任何选择")
class RoundTurnout:
    """Numbers only."""

    cast: int = column("已投票的人数")
    entitled: int = column("名册上的人数")


@strawberry.type(description="自己的一项选择")
class OwnMark:
    """One mark of one's own ballot."""

    number: int = column("序号")
    mark: str = column("选择")


@record(ballots.Round, read=permissions.READ_ROUNDS, description="一次（一轮）表决")
class VoteRound(Node):
    """A round."""

    title: str = column("名称")
    number: int = column("第几轮")
    plugin: str = column("所属插件")
    mode: ballots.VotingMode = column("表决方式")
    state: ballots.RoundState = column("状态")
    changeable: bool = column("电子记名表决在结束前能否更改")
    recount_reason: str | None = column("重新计票的理由；不是重新计票时为空")

    @computed("重新计票的那一轮的 id，以它为准；没有重新计票的为空", needs=["id"])
    async def counted_again(root: Any, info: Info) -> strawberry.ID | None:
        """The last count of the same papers, where it is not this one."""
        found = await info.context.load("round.counted_again", root.id, showing.counted_again)
        return strawberry.ID(global_id("VoteRound", found)) if found else None

    method_adopted_on: date | None = column("表决办法通过日期")
    method_adopted_by: str | None = column("表决办法由什么会议通过")
    method_text: str | None = column("表决办法")
    due: int | None = column("应到人数，开始投票时")
    present: int | None = column("实到人数，开始投票时")
    entitled: int | None = column("名册上的人数")
    opened_at: datetime | None = column("开始投票的时间")
    opened_by_name: str | None = column("由谁宣布开始")
    closed_at: datetime | None = column("投票结束的时间")
    announced_at: datetime | None = column("宣布结果的时间")
    announced_by_name: str | None = column("由谁宣布结果")
    cancel_reason: str | None = column("取消的理由")
    rules: JSON = column("表决规则，每一条都带着依据")
    meeting: Meeting | None = link(Meeting, "meeting_id", "所在的会议")
    items: list[VoteItem] = children(VoteItem, "round_id", "表决票上的各项", order=["number"])
    officials: list[VoteOfficial] = children(
        VoteOfficial, "round_id", "监票人、计票人", order=["id"]
    )

    @computed("计票结果；宣布以前为空", needs=["result", "rules"])
    def tally(root: Any) -> VoteTally | None:
        """Only what was announced."""
        return shown_tally(root)

    @computed(
        "宣布结果的文稿，供执行主席照读，一行一段；宣布以前为空",
        needs=["result", "rules", "title", "number"],
    )
    def announcement(root: Any) -> str | None:
        """Made of the tally, so it says what the tally says."""
        return announced_text(root)

    @computed("结果文件的摘要，与记录链中的相同；宣布以前为空", needs=["id"])
    async def digest(root: Any, info: Info) -> str | None:
        """From the event of the announcement."""
        return await info.context.load("round.digest", root.id, showing.announced_digests)

    @computed(
        "纸质票的各个数，和由谁录入；只有计票人、监票人看得到。发出、收回由两名计票人各自清点，"
        "都录入以前只看得到自己的",
        needs=["id", "state"],
    )
    async def paper_counts(root: Any, info: Info) -> list[PaperCount]:
        """The last entry of each figure; of what is counted twice, of each teller."""
        person = _person(info)
        if person is None or not info.context.may(permissions.READ_COUNTS):
            return []
        found = await info.context.load("round.papers", root.id, showing.papers_seen_by(person))
        return [
            PaperCount(figure=one.figure, number=one.number, entered_by_name=one.entered_by_name)
            for one in found
        ]

    @computed(
        "计票录入：两人都录入以前，计票人只看得到自己的；监票人在两人都录入后看得到",
        needs=["id", "state"],
    )
    async def teller_counts(root: Any, info: Info) -> list[TellerCount]:
        """Independence first."""
        person = _person(info)
        if person is None or not info.context.may(permissions.READ_COUNTS):
            return []
        seen = await info.context.load("round.counts", root.id, showing.counts_seen_by(person))
        return [
            TellerCount(teller=one.entered_by_name, attempt=one.attempt, counts=one.counts)
            for one in seen
        ]

    @computed("两名计票人的数不一致之处；一致或者尚未都录入时为空", needs=["id", "state"])
    async def count_differences(root: Any, info: Info) -> list[str]:
        """What is to be counted again."""
        person = _person(info)
        if person is None or not info.context.may(permissions.READ_COUNTS):
            return []
        return await info.context.load("round.differ", root.id, showing.differences_for(person))

    @computed("电子记名表决的投票进度；只有人数", needs=["id", "mode"])
    async def turnout(root: Any, info: Info) -> RoundTurnout | None:
        """Numbers only."""
        if root.mode is not ballots.VotingMode.NAMED_ELECTRONIC:
            return None
        cast, entitled = await info.context.load("round.turnout", root.id, showing.turnouts)
        return RoundTurnout(cast=cast, entitled=entitled)

    @computed("自己的表决；没有投票时为空。除本人外谁也看不到", needs=["id", "mode"])
    async def own_ballot(root: Any, info: Info) -> list[OwnMark] | None:
        """For the voter's own eyes."""
        person = _person(info)
        if person is None:
            return None
        marks = await info.context.load("round.own", root.id, showing.ballots_of(person))
        if marks is None:
            return None
        return [OwnMark(number=number, mark=mark) for number, mark in sorted(marks.items())]


def _person(info: Info) -> UUID | None:
    actor = info.context.viewer.actor
    return actor.person_id if actor else None


RoundRecord = VoteRound
RollRecord = RollPlace
