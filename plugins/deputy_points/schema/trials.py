"""A draft rule, tried over a year."""

from typing import Annotated, Any

import strawberry

from core import column, global_id
from plugins.deputy_points import rules, service

# The answers below are what the service tried, behind the named types.
# pyright: reportReturnType=false

First = Annotated[int, strawberry.argument(description="取多少名，最多100")]
Skip = Annotated[int, strawberry.argument(description="跳过前多少名")]


@strawberry.type(description="一名代表按现行台账和按草案的积分")
class TriedDeputy:
    """What a draft would change."""

    name: str = column("代表姓名")
    district: str = column("选区或选举单位")
    before: int = column("现在的积分，百分之一分")
    after: int = column("按草案的积分，百分之一分")
    difference: int = column("增加多少；减少的为负数")

    @strawberry.field(description="代表资格的 id")
    def mandate(root: Any) -> strawberry.ID:
        """Whose year it is."""
        return strawberry.ID(global_id("Mandate", root.mandate_id))


@strawberry.type(description="一档积分有几名代表")
class PointsBucket:
    """A part of the distribution."""

    least: int = column("本档自多少起，百分之一分")
    below: int = column("本档到多少为止（不含），百分之一分")
    before: int = column("现在有几名代表")
    after: int = column("按草案有几名代表")

    @strawberry.field(description="本档的起点，写成分")
    def least_text(root: Any) -> str:
        """As people write points."""
        return rules.points(root.least)


@strawberry.type(description="规则草案按一个年度的履职记录试算的结果；台账不受影响")
class PointsTrial:
    """A draft, tried."""

    year: int = column("年度")
    deputies: int = column("有账户的代表人数")
    total_before: int = column("现在的总分，百分之一分")
    total_after: int = column("按草案的总分，百分之一分")
    effect_before: int = column("现在的实效分，百分之一分")
    effect_after: int = column("按草案的实效分，百分之一分")
    attendance_before: int = column("现在参加活动等的分，百分之一分")
    attendance_after: int = column("按草案参加活动等的分，百分之一分")
    gaining: int = column("积分增加的人数")
    losing: int = column("积分减少的人数")
    buckets: list[PointsBucket] = column("分布，自低到高，没有代表的档也列出")

    @strawberry.field(description="积分增加的代表，增加最多的在前；共多少名见 gaining")
    def gainers(root: Any, first: First = 100, skip: Skip = 0) -> list[TriedDeputy]:
        """A part of them."""
        return service.part_of(root.gainers, first, skip)

    @strawberry.field(description="积分减少的代表，减少最多的在前；共多少名见 losing")
    def losers(root: Any, first: First = 100, skip: Skip = 0) -> list[TriedDeputy]:
        """A part of them."""
        return service.part_of(root.losers, first, skip)

    @strawberry.field(
        description="现在实效分占履职分（实效分与参加活动等的分之和）的百分之几，舍去小数"
    )
    def effect_share_before(root: Any) -> int:
        """Effect against what was attended."""
        return service.share(root.effect_before, root.effect_before + root.attendance_before)

    @strawberry.field(
        description="按草案实效分占履职分（实效分与参加活动等的分之和）的百分之几，舍去小数"
    )
    def effect_share_after(root: Any) -> int:
        """Effect against what was attended."""
        return service.share(root.effect_after, root.effect_after + root.attendance_after)
