"""Verbs of a body's admin about its organs and about the days that are worked here."""

from datetime import date

import strawberry

from core import organs, permissions, tenancy
from core.graphql.context import Info
from core.graphql.ids import key
from core.graphql.nodes import given
from core.graphql.permissions import verb
from core.kit import deadlines as clocks
from core.revisions import SEEN
from core.schema.records import Organ

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@strawberry.input(description="设立机关")
class EstablishOrganInput:
    """A code, a kind, a name."""

    code: str = given("机关代码，材料按它送达，设立后不能更改；小写字母开头，2至40位")
    kind: tenancy.OrganKind = given("机关类别")
    name: str = given("名称，不超过60字")

    def to_organ(self) -> organs.NewOrgan:
        """The plain form."""
        return organs.NewOrgan(code=self.code, kind=self.kind, name=self.name)


@strawberry.input(description="更改机关名称；以前的文书和记录保留原名称")
class RenameOrganInput:
    """Which organ, its new name."""

    organ: strawberry.ID = given("机关的 id")
    name: str = given("名称，不超过60字")
    seen: str | None = given(SEEN, default=None)


@strawberry.input(description="撤销机关")
class CloseOrganInput:
    """Which organ."""

    organ: strawberry.ID = given("机关的 id")


@strawberry.input(description="本机构所在地的一天与全国安排不同")
class SetWorkdayInput:
    """A day, whether it is worked, on what paper."""

    day: date = given("哪一天")
    working: bool = given("是否上班；false 为休息")
    basis: str = given("依据，如通知的名称和文号，不超过200字")


@strawberry.input(description="撤回对一天的调整")
class WithdrawWorkdayInput:
    """Which day."""

    day: date = given("哪一天")


@strawberry.type
class OrganVerbs:
    """Organs, and days at the place of the body."""

    @verb(permissions.ESTABLISH_ORGAN, "设立机关；类别须是依法可以有的")
    async def establish_organ(self, info: Info, input: EstablishOrganInput) -> Organ:
        return await organs.establish_organ(info.context.work, input.to_organ())

    @verb(permissions.RENAME_ORGAN, "更改机关名称；以前的文书和记录保留原名称")
    async def rename_organ(self, info: Info, input: RenameOrganInput) -> Organ:
        organ = key(input.organ, "Organ")
        return await organs.rename_organ(info.context.work, organ, input.name, input.seen)

    @verb(permissions.CLOSE_ORGAN, "撤销机关；须无人任职、没有未办结的期限，记录保留")
    async def close_organ(self, info: Info, input: CloseOrganInput) -> Organ:
        return await organs.close_organ(info.context.work, key(input.organ, "Organ"))

    @verb(
        permissions.SET_WORKDAY,
        "调整本机构所在地的一天是否上班，须有依据；正在计时的期限重新计算。返回这一天",
    )
    async def set_workday(self, info: Info, input: SetWorkdayInput) -> date:
        row = await clocks.set_workday(
            info.context.work, input.day, input.basis, working=input.working
        )
        return row.day

    @verb(
        permissions.WITHDRAW_WORKDAY,
        "撤回对一天的调整，仍按全国的安排；正在计时的期限重新计算。返回这一天",
    )
    async def withdraw_workday(self, info: Info, input: WithdrawWorkdayInput) -> date:
        row = await clocks.withdraw_workday(info.context.work, input.day)
        return row.day
