"""The plugin's records: all values are whole hundredths of a point."""

from datetime import date
from typing import Any
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from core import Info, Node, column, computed, global_id, link, record
from plugins.deputy_points import models, rules, service
from plugins.deputy_points import permissions as may


async def _name_of(info: Info, line: Any) -> str | None:
    """Who confirmed, recorded or marked; batched for a page of lines."""
    if line.confirmed_by is not None:
        return await info.context.load("deputy_points.names", line.confirmed_by, service.names_of)
    if line.source not in (rules.Source.DEDUCTION, rules.Source.MARKS):
        return None
    asked = (line.source, line.about, line.mandate_id, line.year, line.created_at)
    return await info.context.load("deputy_points.hands", asked, service.hands_of)


def _entry_of(line: Any) -> strawberry.ID | None:
    """The record is another plugin's, which answers to this id where it is enabled."""
    if line.source is not rules.Source.ENTRY:
        return None
    return strawberry.ID(global_id("DutyEntry", UUID(line.about)))


AWARDED_OF = ["points", "attendance", "effect", "deducted"]


def _awarded(root: Any) -> int:
    return root.points - root.attendance - root.effect - root.deducted


async def _grade_of(info: Info, account: Any) -> str | None:
    """Batched for a page of accounts."""
    asked = (account.year, account.points)
    return await info.context.load("deputy_points.grades", asked, service.grades_of)


@record(
    models.RuleVersion,
    read=may.READ_RULES,
    description="启用的一版积分规则，启用后不再改变",
    timeline=True,
)
class PointsRule(Node):
    """A rule in force."""

    number: int = column("第几版")
    valid_from: date = column("自哪一天起计分")
    cited: str = column("所依据的规定")
    rule_title: str = column("规定的名称")
    article: str | None = column("条文")
    adopted_on: date = column("启用的日期")
    adopted_by_name: str = column("由谁启用")
    value: JSON = column("规则全文；分值以百分之一分为单位")
    note: str | None = column("对规则中各数的说明，如哪些见于报道、哪些是示例；没有说明的为空")

    @computed("是否示例：不是法律，也不是本机构的规定", needs=["rule_kind"])
    def example(root: Any) -> bool:
        """Whether it is an example."""
        return root.rule_kind == rules.EXAMPLE


@record(models.PointsDeduction, read=may.READ, description="一次扣分，或者一次扣分的撤销")
class PointsDeduction(Node):
    """What a person took off."""

    title: str = column("扣分项")
    on: date = column("事由发生的日期")
    times: int = column("次数")
    value: int = column("扣多少，百分之一分")
    reason: str = column("理由")
    recorded_on: date = column("登记日期")
    recorded_by_name: str = column("由谁登记")

    @computed("所撤销的扣分的 id；扣分本身为空", needs=["withdraws_id"])
    def withdraws(root: Any) -> strawberry.ID | None:
        """Which deduction it takes back."""
        back = root.withdraws_id
        return strawberry.ID(global_id("PointsDeduction", back)) if back else None

    @computed("其中的个人信息是否已经删除", needs=["reason"])
    def erased(root: Any) -> bool:
        """Whether its words are gone."""
        return root.reason == rules.ERASED


@record(models.PointsMark, read=may.READ, description="一次评分；同一评分人后一次的取代前一次的")
class PointsMark(Node):
    """A mark."""

    year: int = column("年度")
    kind: str = column("评分项的代码")
    title: str = column("评分项")
    rater: str = column("评分人的代码")
    rater_title: str = column("评分人")
    value: int = column("评分，百分之一分")
    period: str = column("计分期的代码；全年的为空文本")
    marked_on: date = column("评分日期")
    marked_by_name: str = column("由谁填写")


async def _deputy_of(info: Info, mark: Any) -> str | None:
    """Batched for a page of marks."""
    return await info.context.load("deputy_points.deputies", mark.mandate_id, service.deputies_of)


@record(
    models.PointsMark,
    read=may.ENTER_POINTS_MARK,
    description="本人评过的一次分；后一次的取代前一次的",
    sees=service.marks_of_viewer,
)
class GivenPointsMark(Node):
    """A mark as its rater sees it."""

    kind: str = column("评分项的代码")
    title: str = column("评分项")
    rater: str = column("评分人的代码")
    rater_title: str = column("作为哪一评分人")
    value: int = column("评分，百分之一分")
    period: str = column("计分期的代码；全年的为空文本")
    marked_on: date = column("评分日期")

    @computed("代表资格的 id", needs=["mandate_id"])
    def mandate(root: Any) -> strawberry.ID:
        """Who was marked."""
        return strawberry.ID(global_id("Mandate", root.mandate_id))

    @computed("代表姓名", needs=["mandate_id"])
    async def name(root: Any, info: Info) -> str | None:
        """How the deputy is called."""
        return await _deputy_of(info, root)


@record(
    models.PointsAccount,
    read=may.ENTER_POINTS_MARK,
    description="一名由您评分的代表；没有积分，只有是谁",
    sees=service.to_mark_of_viewer,
)
class DeputyToMark(Node):
    """A deputy as a rater sees them: nothing of their points."""

    name: str = column("代表姓名")
    district: str = column("选区或选举单位")

    @computed("代表资格的 id，评分时填写", needs=["mandate_id"])
    def mandate(root: Any) -> strawberry.ID:
        """Who is to be marked."""
        return strawberry.ID(global_id("Mandate", root.mandate_id))


@record(
    models.PointsClosing, read=may.READ_RULES, description="一个年度或者计分期的评分、扣分已经结束"
)
class PointsClosing(Node):
    """A closed year."""

    year: int = column("年度")
    period: str = column("计分期的代码；全年的为空文本")
    closed_on: date = column("结束日期")
    closed_by_name: str = column("由谁办理")


HANDS = ["source", "about", "mandate_id", "year", "created_at", "confirmed_by"]


@strawberry.interface(description="积分台账的一行，工作人员和本人看到的都有这些")
class LedgerLine(Node):
    """What a line is to whoever may see it."""

    number: int = column("该代表本年度台账的第几行")
    source: rules.Source = column("来源")
    title: str = column("类别")
    dated_on: date = column("履职或者事由的日期")
    period: str | None = column("计分期的代码")
    full_value: int = column("按规则应计的分值，百分之一分")
    value: int = column("实计的分值，百分之一分；冲销的为相反数")
    cut_by: rules.Limit | None = column("因哪个上限减去；没有减去的为空")
    effect: bool = column("是否实效分")
    version: int = column("按第几版规则计分")
    sentence: str = column("这一行为什么这样计分")
    evidence: list[str] = column("佐证材料的摘要（SHA-256）")
    digest: str | None = column("经确认的记录的摘要（SHA-256）")
    booked_on: date = column("记入台账的日期")
    rule: PointsRule | None = link(PointsRule, "rule_id", "所按的规则，有名称、条文和全文")

    @computed("所依据的履职记录（DutyEntry）的 id；其他来源的为空", needs=["source", "about"])
    def entry(root: Any) -> strawberry.ID | None:
        """The id of the entry in the record."""
        return _entry_of(root)

    @computed("由谁确认；扣分的为登记人，评分的为各评分人", needs=HANDS)
    async def confirmed_by_name(root: Any, info: Info) -> str | None:
        """Who confirmed the entry, recorded the deduction or marked."""
        return await _name_of(info, root)


@record(models.PointsLine, read=may.READ, description="积分台账的一行，记入后不再改变")
class PointsLine(LedgerLine):
    """A line of the ledger."""

    kind: str = column("类别的代码")
    confirmed_organ: str | None = column("确认的机关")

    @computed("上限减去了多少，百分之一分", needs=["full_value", "value"])
    def cut(root: Any) -> int:
        """What the cap took away."""
        return root.full_value - root.value

    @computed("所冲销的那一行的 id", needs=["reverses_id"])
    def reverses(root: Any) -> strawberry.ID | None:
        """The line that it takes back."""
        back = root.reverses_id
        return strawberry.ID(global_id("PointsLine", back)) if back else None

    @computed("所依据的扣分（PointsDeduction）的 id；其他来源的为空", needs=["source", "about"])
    def deduction(root: Any) -> strawberry.ID | None:
        """The id of what was taken off."""
        if root.source is not rules.Source.DEDUCTION:
            return None
        return strawberry.ID(global_id("PointsDeduction", UUID(root.about)))


@record(models.PointsAccount, read=may.READ, description="一名代表一个年度的积分账户")
class PointsAccount(Node):
    """A deputy's year."""

    year: int = column("年度")
    name: str = column("代表姓名")
    district: str = column("选区或选举单位")
    points: int = column("合计，百分之一分")
    attendance: int = column("其中参加活动等的分，百分之一分")
    effect: int = column("其中实效分，百分之一分")
    deducted: int = column("其中扣分（负数），百分之一分")
    entries: int = column("计入的履职记录条数")

    @computed("代表资格的 id", needs=["mandate_id"])
    def mandate(root: Any) -> strawberry.ID:
        """Whose account it is."""
        return strawberry.ID(global_id("Mandate", root.mandate_id))

    @computed("其中基础分和评分，百分之一分", needs=AWARDED_OF)
    def awarded(root: Any) -> int:
        """What no entry was needed for."""
        return _awarded(root)

    @computed("合计，写成分", needs=["points"])
    def points_text(root: Any) -> str:
        """As people write points."""
        return rules.points(root.points)

    @computed("等次；规则没有分等次的为空", needs=["year", "points"])
    async def grade(root: Any, info: Info) -> str | None:
        """By the last rule of the year."""
        return await _grade_of(info, root)


@record(
    models.PointsLine,
    read=may.READ_OWN,
    description="本人积分台账的一行",
    sees=service.lines_of_viewer,
)
class OwnPointsLine(LedgerLine):
    """A line as its deputy sees it."""


@record(
    models.PointsAccount,
    read=may.READ_OWN,
    description="本人一个年度的积分；各行见 ownPointsLines",
    sees=service.accounts_of_viewer,
)
class OwnPoints(Node):
    """A year as its deputy sees it."""

    year: int = column("年度")
    points: int = column("合计，百分之一分")
    attendance: int = column("其中参加活动等的分，百分之一分")
    effect: int = column("其中实效分，百分之一分")
    deducted: int = column("其中扣分（负数），百分之一分")
    entries: int = column("计入的履职记录条数")

    @computed("其中基础分和评分，百分之一分", needs=AWARDED_OF)
    def awarded(root: Any) -> int:
        """What no entry was needed for."""
        return _awarded(root)

    @computed("合计，写成分", needs=["points"])
    def points_text(root: Any) -> str:
        """As people write points."""
        return rules.points(root.points)

    @computed("等次；规则没有分等次的为空", needs=["year", "points"])
    async def grade(root: Any, info: Info) -> str | None:
        """By the last rule of the year."""
        return await _grade_of(info, root)
