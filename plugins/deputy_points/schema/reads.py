"""The plugin's reads."""

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry.scalars import JSON

from core import Info, column, key, reads, records
from plugins.deputy_points import permissions as may
from plugins.deputy_points import service
from plugins.deputy_points.schema.publishing import ListReads
from plugins.deputy_points.schema.records import (
    DeputyToMark,
    GivenPointsMark,
    OwnPoints,
    OwnPointsLine,
    PointsAccount,
    PointsDeduction,
    PointsLine,
    PointsMark,
    PointsRule,
)
from plugins.deputy_points.schema.trials import PointsTrial

# The answers below are rows of the tables behind the named types.
# pyright: reportReturnType=false

UpTo = Annotated[int | None, strawberry.argument(description="只到第几行为止，如公布表的 lastLine")]
OfPeriod = Annotated[str | None, strawberry.argument(description="只要此计分期的；空文本为全年")]


@strawberry.type(description="早于第一版积分规则、只存副本而没有积分的履职记录")
class PointsBeforeRule:
    """Why entries have no lines."""

    copies: int = column("条数")
    first_from: date | None = column("第一版规则自哪一天起计分；还没有启用规则的为空")
    text: str = column("为什么没有积分")


@strawberry.type(description="一个年度中有多少名代表的积分在这一档")
class PointsBand:
    """A part of the distribution as it stands."""

    least: int = column("本档自多少起，百分之一分")
    below: int = column("本档到多少为止（不含），百分之一分")
    deputies: int = column("有几名代表")


@strawberry.type(description="由您评分的一张评分表：一个评分项，作为一个评分人，全年或者一个计分期")
class PointsMarkSheet:
    """What one rater marks."""

    kind: str = column("评分项的代码")
    title: str = column("评分项")
    most: int = column("最高评分，百分之一分")
    rater: str = column("评分人的代码")
    rater_title: str = column("作为哪一评分人")
    weight: int = column("这一评分人的权重，百分之几")
    own: bool = column("是否代表自评")
    period: str | None = column("计分期的代码；按全年评分的为空")
    period_title: str | None = column("计分期的名称；按全年评分的为空")
    deputies: int = column("由您评的代表共几名")
    waiting: int = column("其中还有几名没有评")


@strawberry.type
class Query(ListReads):
    """The plugin's reads."""

    @records(PointsAccount, "一个年度的积分账户，按选区、姓名；不排名")
    def points_accounts(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="年度")],
        district: Annotated[
            str | None, strawberry.argument(description="只要此选区或选举单位的")
        ] = None,
        least: Annotated[
            int | None, strawberry.argument(description="只要合计不少于此数的，百分之一分")
        ] = None,
        below: Annotated[
            int | None, strawberry.argument(description="只要合计少于此数的，百分之一分")
        ] = None,
    ) -> Any:
        return service.account_list(year, district, least, below)

    @reads(may.READ, "一个年度积分的分布，自低到高，没有代表的档也列出；只有人数，不列姓名，不排名")
    async def points_distribution(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="年度")],
        width: Annotated[
            int,
            strawberry.argument(
                description="每一档的宽度，百分之一分；超过40档的，按2、5、10倍等加宽"
            ),
        ] = 1000,
    ) -> list[PointsBand]:
        async with info.context.reading() as session:
            return await service.distribution_of(session, year, width)

    @records(PointsLine, "一个账户的积分台账，按记入的先后")
    def points_lines(
        self,
        info: Info,
        account: Annotated[strawberry.ID, strawberry.argument(description="积分账户的 id")],
        up_to: UpTo = None,
        period: OfPeriod = None,
    ) -> Any:
        return service.line_list(key(account, "PointsAccount"), up_to, period)

    @records(PointsRule, "启用过的积分规则，最近的在前")
    def points_rules(self, info: Info) -> Any:
        return service.rule_list()

    @reads(may.READ, "早于第一版积分规则的履职记录有多少条，为什么没有积分")
    async def points_before_rule(self, info: Info) -> PointsBeforeRule:
        async with info.context.reading() as session:
            return await service.before_rule(session)

    @reads(may.READ_OWN, "本人早于第一版积分规则的履职记录有多少条，为什么没有积分")
    async def own_points_before_rule(self, info: Info) -> PointsBeforeRule | None:
        actor = info.context.viewer.actor
        if actor is None:
            return None
        async with info.context.reading() as session:
            return await service.before_rule(session, actor.person_id)

    @records(PointsDeduction, "一名代表的扣分记录，最近的在前，撤销的也在内")
    def points_deductions(
        self,
        info: Info,
        mandate: Annotated[strawberry.ID, strawberry.argument(description="代表资格的 id")],
    ) -> Any:
        return service.deduction_list(key(mandate, "Mandate"))

    @records(PointsMark, "一名代表一个年度的评分，最近的在前")
    def points_marks(
        self,
        info: Info,
        mandate: Annotated[strawberry.ID, strawberry.argument(description="代表资格的 id")],
        year: Annotated[int, strawberry.argument(description="年度")],
    ) -> Any:
        return service.mark_list(key(mandate, "Mandate"), year)

    @reads(may.ENTER_POINTS_MARK, "由您评分、还没有结束的各张评分表，各有几名代表没有评")
    async def points_mark_sheets(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="年度")],
    ) -> list[PointsMarkSheet]:
        return [
            PointsMarkSheet(
                kind=one.kind.code,
                title=one.kind.title,
                most=one.kind.most,
                rater=one.rater.code,
                rater_title=one.rater.title,
                weight=one.rater.weight,
                own=one.rater.own,
                period=one.period.code if one.period else None,
                period_title=one.period.title if one.period else None,
                deputies=one.deputies,
                waiting=one.waiting,
            )
            for one in await service.mark_sheets(info.context, year)
        ]

    @records(DeputyToMark, "一张评分表上还没有由您评分的代表，按选区、姓名")
    async def deputies_to_mark(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="年度")],
        kind: Annotated[str, strawberry.argument(description="评分项的代码")],
        rater: Annotated[str, strawberry.argument(description="评分人的代码")],
        period: Annotated[
            str | None, strawberry.argument(description="计分期的代码；按全年评分的不填")
        ] = None,
    ) -> Any:
        return await service.to_mark_list(info.context, year, kind, rater, period)

    @records(GivenPointsMark, "本人一个年度评过的分，最近的在前")
    def given_points_marks(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="年度")],
    ) -> Any:
        return service.given_mark_list(year)

    @reads(may.TRY_RULE, "按规则草案试算一个年度的积分，与台账对照；不写入任何内容")
    async def try_points_rule(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="年度")],
        value: Annotated[JSON, strawberry.argument(description="规则草案，写法与做法相同")],
        width: Annotated[
            int, strawberry.argument(description="分布每一档的宽度，百分之一分")
        ] = 1000,
    ) -> PointsTrial:
        async with info.context.reading() as session:
            return await service.try_rule(session, year, value, width)

    @records(OwnPoints, "本人作为代表的积分，最近的年度在前；本人先于任何公布看到")
    def own_points(self, info: Info) -> Any:
        return service.own_account_list()

    @records(OwnPointsLine, "本人一个年度的积分台账，按记入的先后")
    def own_points_lines(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="年度")],
        up_to: UpTo = None,
        period: OfPeriod = None,
    ) -> Any:
        return service.own_line_list(year, up_to, period)
