"""The plugin's verbs."""

from datetime import date
from uuid import UUID

import strawberry

from core import ErasureGround, Info, given, global_id, key, verb
from plugins.deputy_points import permissions as may
from plugins.deputy_points import service
from plugins.deputy_points.schema.publishing import ListVerbs
from plugins.deputy_points.schema.records import (
    PointsClosing,
    PointsDeduction,
    PointsMark,
    PointsRule,
)

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@strawberry.input(description="启用积分规则")
class AdoptPointsRuleInput:
    """From when."""

    valid_from: date = given("自哪一天起按“做法”中当日有效的积分规则计分")


@strawberry.input(description="开立一个年度的积分账户")
class OpenPointsYearInput:
    """Which year."""

    year: int = given("年度")


@strawberry.input(description="扣分")
class DeductPointsInput:
    """What and why."""

    mandate: strawberry.ID = given("代表资格的 id")
    code: str = given("规则中扣分项的代码")
    on: date = given("事由发生的日期")
    times: int = given("次数，如缺席几个半天", default=1)
    reason: str = given("理由，代表本人会看到")


@strawberry.input(description="撤销一次扣分")
class WithdrawDeductionInput:
    """Which and why."""

    deduction: strawberry.ID = given("扣分记录的 id")
    reason: str = given("撤销的理由，代表本人会看到")


@strawberry.input(description="评分")
class EnterPointsMarkInput:
    """Whom, for what, as which rater."""

    mandate: strawberry.ID = given("代表资格的 id")
    year: int = given("年度")
    kind: str = given("规则中评分项的代码")
    rater: str = given("规则中评分人的代码；自评只能由代表本人填写")
    value: int = given("评分，百分之一分")
    period: str | None = given("计分期的代码；规则按全年评分的不填", default=None)


@strawberry.input(description="结束一个年度的评分、扣分")
class ClosePointsYearInput:
    """Which year."""

    year: int = given("年度")


@strawberry.input(description="结束一个计分期的评分、扣分")
class ClosePointsPeriodInput:
    """Which period."""

    year: int = given("年度")
    period: str = given("计分期的代码，如第一季度的")


@strawberry.input(description="删除积分中自由填写的内容：扣分、异议、决定，三者填一")
class ErasePointsWordsInput:
    """Whose words, and in which case of the law."""

    deduction: strawberry.ID | None = given("扣分（或者撤销扣分）的 id", default=None)
    objection: strawberry.ID | None = given("异议的 id", default=None)
    decision: strawberry.ID | None = given("对建议的决定的 id", default=None)
    withdrawal: strawberry.ID | None = given("撤下公布表的 id", default=None)
    ground: ErasureGround = given("属于法律所列的哪一种情形（个人信息保护法第四十七条）")


@strawberry.type(description="删除了哪一项自由填写的内容")
class ErasedPointsWords:
    """What was erased."""

    id: strawberry.ID = strawberry.field(description="所指明的扣分、异议、决定或者撤下的 id")
    rows: int = strawberry.field(description="在几行中删除，含台账中说明了理由的各行")


def _key(named: strawberry.ID | None, kind: str) -> UUID | None:
    return key(named, kind) if named is not None else None


@strawberry.type
class Mutation(ListVerbs):
    """The plugin's verbs."""

    @verb(may.ADOPT_POINTS_RULE, "启用“做法”中的积分规则；已经记入台账的日期不受影响")
    async def adopt_points_rule(self, info: Info, input: AdoptPointsRuleInput) -> PointsRule:
        return await service.adopt_points_rule(info.context.work, input.valid_from)

    @verb(may.OPEN_POINTS_YEAR, "为每名在任代表开立年度积分账户，有基础分的随后记入")
    async def open_points_year(self, info: Info, input: OpenPointsYearInput) -> PointsRule:
        return await service.open_points_year(info.context.work, input.year)

    @verb(may.DEDUCT_POINTS, "按规则的扣分项扣分；只能由人办理，须有理由")
    async def deduct_points(self, info: Info, input: DeductPointsInput) -> PointsDeduction:
        return await service.deduct_points(
            info.context.work,
            key(input.mandate, "Mandate"),
            input.code,
            input.on,
            input.times,
            input.reason,
        )

    @verb(may.WITHDRAW_DEDUCTION, "撤销一次扣分，台账中冲销")
    async def withdraw_deduction(
        self, info: Info, input: WithdrawDeductionInput
    ) -> PointsDeduction:
        return await service.withdraw_deduction(
            info.context.work, key(input.deduction, "PointsDeduction"), input.reason
        )

    @verb(may.ENTER_POINTS_MARK, "为一名代表评分；全部评分人都评了，按权重合计记入台账")
    async def enter_points_mark(self, info: Info, input: EnterPointsMarkInput) -> PointsMark:
        return await service.enter_points_mark(
            info.context.work,
            key(input.mandate, "Mandate"),
            input.year,
            input.kind,
            input.rater,
            input.value,
            input.period,
        )

    @verb(
        may.ERASE_POINTS_WORDS,
        "删除一次扣分、一项异议或者一项决定中自由填写的内容；分值、日期和台账的各行仍在",
    )
    async def erase_points_words(
        self, info: Info, input: ErasePointsWordsInput
    ) -> ErasedPointsWords:
        about = service.AboutPoints(
            deduction_id=_key(input.deduction, "PointsDeduction"),
            objection_id=_key(input.objection, "PointsObjection"),
            decision_id=_key(input.decision, "PointsDecision"),
            withdrawal_id=_key(input.withdrawal, "PointsWithdrawal"),
        )
        done = await service.erase_points_words(info.context.work, about, input.ground)
        named = strawberry.ID(global_id(type(done.subject).__name__, done.subject.id))
        return ErasedPointsWords(id=named, rows=done.rows)

    @verb(may.CLOSE_POINTS_YEAR, "结束一个年度的评分、扣分，此后不能再增加")
    async def close_points_year(self, info: Info, input: ClosePointsYearInput) -> PointsClosing:
        return await service.close_points_year(info.context.work, input.year)

    @verb(may.CLOSE_POINTS_PERIOD, "结束一个计分期（如一个季度）的评分、扣分，此后不能再增加")
    async def close_points_period(self, info: Info, input: ClosePointsPeriodInput) -> PointsClosing:
        return await service.close_points_period(info.context.work, input.year, input.period)
