"""Reads and verbs of frozen lists, publication, objections and proposals."""

from typing import Annotated, Any

import strawberry

from core import Info, Level, given, key, reads, records, verb
from plugins.deputy_points import permissions as may
from plugins.deputy_points import rules, service
from plugins.deputy_points.schema.lists import (
    OwnListedPoints,
    OwnPointsErasure,
    OwnPointsObjection,
    PointsDecision,
    PointsList,
    PointsListRow,
    PointsNotice,
    PointsObjection,
    PointsObjectionAnswer,
    PointsProposal,
    PointsPublication,
    PointsRankingBelow,
    PointsSecrecyCheck,
    PointsWithdrawal,
    PublicPointsList,
    ShownPoints,
)

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false

Year = Annotated[int | None, strawberry.argument(description="只要此年度的")]
ListId = Annotated[strawberry.ID, strawberry.argument(description="公布表的 id")]


@strawberry.type
class ListReads:
    """Reads of lists."""

    @records(PointsList, "制成的公布表，最近的年度在前，尚未公布的也在内")
    def points_lists(
        self,
        info: Info,
        year: Year = None,
        waiting: Annotated[
            rules.ListStep | None,
            strawberry.argument(description="只要在等这一步的；审查、公布的，只要可以由您办理的"),
        ] = None,
    ) -> Any:
        listing = service.list_list(year)
        if waiting is None:
            return listing
        actor = info.context.viewer.actor
        return listing.where(service.lists_waiting(waiting, actor.person_id if actor else None))

    @records(PointsListRow, "一份公布表中的代表，按选区、姓名")
    def points_list_rows(self, info: Info, points_list: ListId) -> Any:
        return service.row_list(key(points_list, "PointsList"))

    @records(PointsPublication, "公布过的积分，最近的年度在前；撤下的也在内，写明理由")
    def points_publications(self, info: Info, year: Year = None) -> Any:
        return service.publication_list(year)

    @records(ShownPoints, "一次公布中本人可以看到的积分：全部、本小组的，或者只有本人的")
    def shown_points(
        self,
        info: Info,
        publication: Annotated[strawberry.ID, strawberry.argument(description="公布的 id")],
        by_place: Annotated[
            bool, strawberry.argument(description="按名次；不排名的仍按选区、姓名")
        ] = False,
    ) -> Any:
        return service.shown_list(key(publication, "PointsPublication"), by_place=by_place)

    @reads(may.READ_OWN, "本人在各份公布表中的积分，最近的在前；制成即可看到，先于公布")
    async def own_listed_points(self, info: Info) -> list[OwnListedPoints]:
        context = info.context
        if context.viewer.actor is None:
            return []
        async with context.reading() as session:
            found = await service.own_rows(session, context.viewer.actor.person_id)
        return [OwnListedPoints(own=one) for one in found]

    @reads(may.READ_OWN, "本人提出的异议和答复，最近的在前")
    async def own_points_objections(self, info: Info) -> list[OwnPointsObjection]:
        context = info.context
        if context.viewer.actor is None:
            return []
        async with context.reading() as session:
            found = await service.own_objections(session, context.viewer.actor.person_id)
        return [OwnPointsObjection(objection=one, answer=answer) for one, answer in found]

    @records(OwnPointsErasure, "关于本人积分、已经删除的文字，最近删除的在前；只说是哪一项")
    def own_points_erasures(self, info: Info) -> Any:
        return service.erasure_list()

    @records(PointsObjection, "对一份公布表的异议，最近的在前")
    def points_objections(self, info: Info, points_list: ListId) -> Any:
        return service.objection_list(key(points_list, "PointsList"))

    @reads(may.READ, "一个年度按规则的文字可以提出的表扬、谈话建议，和已经决定的；由人决定")
    async def points_proposals(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="年度")],
        undecided: Annotated[bool, strawberry.argument(description="只要还没有决定的")] = False,
    ) -> list[PointsProposal]:
        async with info.context.reading() as session:
            found = await service.proposals_of(session, year)
        kept = [one for one in found if one.decision is None] if undecided else found
        return [PointsProposal(found=one) for one in kept]

    @records(PublicPointsList, "向社会公布的积分，最近公布的在前")
    def public_points_lists(self, info: Info) -> Any:
        return service.public_lists(info.context.body.id)

    @reads(may.READ_LISTS, "下级机构向社会公布并已排名的积分合并排名；本机构没有规定的，不排名")
    async def points_ranking_below(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="年度")],
        level: Annotated[Level, strawberry.argument(description="哪一层级的下级机构")],
        period: Annotated[str, strawberry.argument(description="计分期的代码；空文本为全年")] = "",
        first: Annotated[int, strawberry.argument(description="取多少名，最多100")] = 20,
        skip: Annotated[int, strawberry.argument(description="跳过前多少名")] = 0,
    ) -> PointsRankingBelow:
        asked = service.Asked(year=year, period=period, level=level, first=first, skip=skip)
        async with info.context.previewing() as work:
            return await service.ranking_below(work, asked)


@strawberry.input(description="制作积分公布表")
class PreparePointsListInput:
    """Which period."""

    year: int = given("年度")
    period: str | None = given("计分期的代码；不填的为全年", default=None)
    corrects: strawberry.ID | None = given("更正的，写明所更正的公布表的 id", default=None)


@strawberry.input(description="通知代表核对本人积分")
class NotifyPointsDeputiesInput:
    """Of which list."""

    points_list: strawberry.ID = given("公布表的 id")


@strawberry.input(description="积分公布前的保密审查")
class CheckPointsSecrecyInput:
    """Which list, and what was found."""

    points_list: strawberry.ID = given("公布表的 id")
    passed: bool = given("是否可以公布")
    note: str = given("说明")


@strawberry.input(description="公布积分")
class PublishPointsListInput:
    """Which list."""

    points_list: strawberry.ID = given("公布表的 id")


@strawberry.input(description="撤下已公布的积分")
class WithdrawPointsListInput:
    """Which list, and why."""

    points_list: strawberry.ID = given("公布表的 id")
    reason: str = given("理由，代表本人会看到")


@strawberry.input(description="对本人的积分提出异议")
class ObjectToPointsInput:
    """To what and why."""

    points_list: strawberry.ID = given("公布表的 id")
    text: str = given("对哪一项有异议、理由")


@strawberry.input(description="答复异议")
class AnswerPointsObjectionInput:
    """Which and how."""

    objection: strawberry.ID = given("异议的 id")
    upheld: bool = given("异议是否成立")
    text: str = given("答复和理由，代表本人会看到")


@strawberry.input(description="决定一项按规则提出的建议")
class DecidePointsProposalInput:
    """Whom, what, and why."""

    year: int = given("年度")
    mandate: strawberry.ID = given("代表资格的 id")
    title: str = given("建议的名称")
    adopted: bool = given("是否采纳")
    reason: str = given("理由")


@strawberry.type
class ListVerbs:
    """Verbs of lists."""

    @verb(may.PREPARE_POINTS_LIST, "制作一期的积分公布表，制成后不再改变；代表随即看到本人的")
    async def prepare_points_list(self, info: Info, input: PreparePointsListInput) -> PointsList:
        corrects = key(input.corrects, "PointsList") if input.corrects is not None else None
        return await service.prepare_points_list(
            info.context.work, input.year, input.period, corrects
        )

    @verb(
        may.NOTIFY_POINTS_DEPUTIES, "通知代表核对本人积分，代表先看的日数自此起算；不通知不能公布"
    )
    async def notify_points_deputies(
        self, info: Info, input: NotifyPointsDeputiesInput
    ) -> PointsNotice:
        return await service.notify_points_deputies(
            info.context.work, key(input.points_list, "PointsList")
        )

    @verb(may.CHECK_POINTS_SECRECY, "记录积分公布前的保密审查")
    async def check_points_secrecy(
        self, info: Info, input: CheckPointsSecrecyInput
    ) -> PointsSecrecyCheck:
        listed = key(input.points_list, "PointsList")
        return await service.check_points_secrecy(
            info.context.work, listed, passed=input.passed, note=input.note
        )

    @verb(may.PUBLISH_POINTS_LIST, "按“做法”规定的范围公布积分，异议期自公布之日起")
    async def publish_points_list(
        self, info: Info, input: PublishPointsListInput
    ) -> PointsPublication:
        return await service.publish_points_list(
            info.context.work, key(input.points_list, "PointsList")
        )

    @verb(may.WITHDRAW_POINTS_LIST, "撤下已公布的积分，写明理由；代表仍看到本人的")
    async def withdraw_points_list(
        self, info: Info, input: WithdrawPointsListInput
    ) -> PointsWithdrawal:
        return await service.withdraw_points_list(
            info.context.work, key(input.points_list, "PointsList"), input.reason
        )

    @verb(may.OBJECT_TO_POINTS, "代表对本人的积分提出异议")
    async def object_to_points(self, info: Info, input: ObjectToPointsInput) -> OwnPointsObjection:
        made = await service.object_to_points(
            info.context.work, key(input.points_list, "PointsList"), input.text
        )
        return OwnPointsObjection(objection=made, answer=None)

    @verb(may.ANSWER_POINTS_OBJECTION, "答复异议；成立的，随后更正台账和公布表")
    async def answer_points_objection(
        self, info: Info, input: AnswerPointsObjectionInput
    ) -> PointsObjectionAnswer:
        return await service.answer_points_objection(
            info.context.work,
            key(input.objection, "PointsObjection"),
            upheld=input.upheld,
            text=input.text,
        )

    @verb(may.DECIDE_POINTS_PROPOSAL, "由人决定一项按规则提出的建议，写明理由")
    async def decide_points_proposal(
        self, info: Info, input: DecidePointsProposalInput
    ) -> PointsDecision:
        return await service.decide_points_proposal(
            info.context.work,
            input.year,
            key(input.mandate, "Mandate"),
            input.title,
            adopted=input.adopted,
            reason=input.reason,
        )
