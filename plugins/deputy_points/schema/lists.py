"""Frozen lists of points, publication, objections, proposals."""

from datetime import date
from typing import Any
from uuid import UUID

import strawberry

from core import (
    OFFERED,
    DeadlineRecord,
    ErasureGround,
    Info,
    Node,
    Published,
    children,
    column,
    computed,
    global_id,
    record,
)
from plugins.deputy_points import models, rules, service
from plugins.deputy_points import permissions as may

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


def _change(root: Any) -> str | None:
    return rules.permille_text(rules.change_in_permille(root.points, root.points_before))


@record(models.PointsSecrecyCheck, read=may.READ, description="积分公布前的一次保密审查")
class PointsSecrecyCheck(Node):
    """A secrecy check."""

    passed: bool = column("是否可以公布")
    note: str = column("说明")
    checked_on: date = column("审查日期")
    checked_by_name: str = column("审查人")


@record(models.PointsNotice, read=may.READ, description="通知代表核对本人积分，公布以前必须办理")
class PointsNotice(Node):
    """That deputies were told."""

    deputies: int = column("通知了多少名代表")
    notified_on: date = column("通知日期")
    notified_by_name: str = column("由谁通知")
    own_until: date | None = column("代表查看本人积分的最后一日；没有规定日数的为空")
    own_text: str = column("日数是怎样计算的")


@record(
    models.PointsList, read=may.READ, description="一期积分的公布表，制成后不再改变", timeline=True
)
class PointsList(Node):
    """A frozen list."""

    year: int = column("年度")
    period: str = column("计分期的代码；全年的为空文本")
    number: int = column("本期第几份；第二份起为更正")
    title: str = column("名称")
    ranked: bool = column("是否排名")
    deputies: int = column("代表人数")
    points: int = column("合计，百分之一分")
    points_before: int | None = column("上一年同期合计；没有的为空")
    digest: str = column("内容的摘要（SHA-256）")
    prepared_on: date = column("制作日期")
    prepared_by_name: str = column("由谁制作")
    checks: list[PointsSecrecyCheck] = children(
        PointsSecrecyCheck, "list_id", "公布前的保密审查", order=["id"]
    )
    notices: list[PointsNotice] = children(
        PointsNotice, "list_id", "通知代表核对本人积分；至多一次", order=["id"]
    )

    @computed("所更正的公布表的 id", needs=["corrects_id"])
    def corrects(root: Any) -> strawberry.ID | None:
        """The list beside which it stands."""
        first = root.corrects_id
        return strawberry.ID(global_id("PointsList", first)) if first else None

    @computed(
        "比上一年同期增减百分之几，如+31.2%；没有上一年的为空", needs=["points", "points_before"]
    )
    def change(root: Any) -> str | None:
        """Compared with last year."""
        return _change(root)

    @computed("成立的异议有几项；有的，须更正后另制公布表，才能公布", needs=["id"])
    async def upheld(root: Any, info: Info) -> int:
        """Objections that were right."""
        return await info.context.load("upheld of lists", root.id, service.upheld_of_lists) or 0

    @computed(OFFERED, needs=["id"])
    async def offered(root: Any, info: Info) -> list[str]:
        """Verbs that are not in vain."""
        how = "offered of lists"
        return await info.context.load_for_asker(how, root.id, service.offered_of_lists) or []


@record(models.PointsListRow, read=may.READ, description="公布表中的一名代表")
class PointsListRow(Node):
    """A deputy in a frozen list."""

    name: str = column("代表姓名")
    district: str = column("选区或选举单位")
    group_name: str | None = column("代表小组")
    points: int = column("积分，百分之一分")
    attendance: int = column("其中参加活动等的分")
    effect: int = column("其中实效分")
    deducted: int = column("其中扣分（负数）")
    entries: int = column("计入的履职记录条数")
    place: int | None = column("名次；不排名的为空")
    place_in_group: int | None = column("小组内的名次；不排名的为空")
    last_line: int | None = column("制成时该账户台账的最后一行；合计即到这一行为止本期各行之和")

    @computed("积分账户的 id，与 lastLine 一起用来查看各行", needs=["account_id"])
    def account(root: Any) -> strawberry.ID | None:
        """Whose lines it opens to."""
        of = root.account_id
        return strawberry.ID(global_id("PointsAccount", of)) if of else None


@record(models.PointsWithdrawal, read=may.READ_LISTS, description="撤下一次积分公布")
class PointsWithdrawal(Node):
    """That it is shown no more."""

    reason: str = column("理由")
    withdrawn_on: date = column("撤下日期")
    withdrawn_by_name: str = column("由谁撤下")

    @computed("其中的个人信息是否已经删除", needs=["reason"])
    def erased(root: Any) -> bool:
        """Whether its words are gone."""
        return root.reason == rules.ERASED


@record(models.PointsPublication, read=may.READ_LISTS, description="一次积分公布")
class PointsPublication(Node):
    """A publication."""

    year: int = column("年度")
    period: str = column("计分期的代码；全年的为空文本")
    title: str = column("名称")
    deputies: int = column("代表人数")
    points: int = column("合计，百分之一分")
    points_before: int | None = column("上一年同期合计；没有的为空")
    published_on: date = column("公布日期")
    published_by_name: str = column("由谁批准公布")
    objections_until: date | None = column("异议期的最后一日；没有规定的为空")
    objections_text: str = column("异议期是怎样计算的")
    withdrawals: list[PointsWithdrawal] = children(
        PointsWithdrawal,
        "publication_id",
        "撤下；至多一次，撤下以后不再显示各代表的积分",
        order=["id"],
    )

    @computed("向谁公布", needs=["audiences"])
    def audiences(root: Any) -> list[rules.Audience]:
        """To whom."""
        return [rules.Audience(one) for one in root.audiences]

    @computed("公布表的 id", needs=["list_id"])
    def points_list(root: Any) -> strawberry.ID:
        """Which list."""
        return strawberry.ID(global_id("PointsList", root.list_id))

    @computed(
        "比上一年同期增减百分之几，如+31.2%；没有上一年的为空", needs=["points", "points_before"]
    )
    def change(root: Any) -> str | None:
        """Compared with last year."""
        return _change(root)


@record(models.PointsObjectionAnswer, read=may.READ, description="对异议的答复")
class PointsObjectionAnswer(Node):
    """An answer."""

    upheld: bool = column("异议是否成立")
    text: str = column("答复和理由")
    answered_on: date = column("答复日期")
    answered_by_name: str = column("由谁答复")


@record(models.PointsObjection, read=may.READ, description="一名代表对本人积分的异议")
class PointsObjection(Node):
    """An objection."""

    name: str = column("代表姓名")
    text: str = column("异议和理由")
    objected_on: date = column("提出日期")
    answers: list[PointsObjectionAnswer] = children(
        PointsObjectionAnswer, "objection_id", "答复；至多一个", order=["id"]
    )
    deadlines: list[DeadlineRecord] = children(
        DeadlineRecord, "subject_id", "答复期限；由其他机关办理的为空", order=["id"]
    )

    @computed("其中的个人信息是否已经删除", needs=["text"])
    def erased(root: Any) -> bool:
        """Whether its words are gone."""
        return root.text == rules.ERASED


@record(models.PointsDecision, read=may.READ, description="对一项按规则提出的建议的决定")
class PointsDecision(Node):
    """A decision."""

    year: int = column("年度")
    kind: rules.ProposalKind = column("种类")
    title: str = column("建议的名称")
    text: str = column("规则的原文")
    adopted: bool = column("是否采纳")
    reason: str = column("理由")
    decided_on: date = column("决定日期")
    decided_by_name: str = column("由谁决定")

    @computed("其中的个人信息是否已经删除", needs=["reason"])
    def erased(root: Any) -> bool:
        """Whether its words are gone."""
        return root.reason == rules.ERASED


@record(
    models.PointsListRow,
    read=may.READ_LISTS,
    description="已公布的一名代表的积分",
    sees=service.rows_shown_to_viewer,
)
class ShownPoints(Node):
    """A row as others see it."""

    name: str = column("代表姓名")
    district: str = column("选区或选举单位")
    group_name: str | None = column("代表小组")
    points: int = column("积分，百分之一分")
    effect: int = column("其中实效分")
    entries: int = column("计入的履职记录条数")
    place: int | None = column("名次；不排名的为空")
    place_in_group: int | None = column("小组内的名次；不排名的为空")

    @computed("积分账户的 id；看不到台账的人为空", needs=["account_id"])
    def account(root: Any, info: Info) -> strawberry.ID | None:
        """Whose lines it opens to, for those who may read them."""
        of = root.account_id if info.context.may(may.READ) else None
        return strawberry.ID(global_id("PointsAccount", of)) if of else None


@record(
    models.PointsErasure,
    read=may.READ_OWN,
    description="关于本人积分的文字按请求或者依法删除；说明是哪一项，不说内容",
    sees=service.erasures_of_viewer,
)
class OwnPointsErasure(Node):
    """What the deputy is told of an erasure."""

    what: str = column("删除的是哪一项的文字")
    ground: ErasureGround = column("属于法律所列的哪一种情形")
    rows: int = column("在几行中删除")
    erased_on: date = column("何日删除")
    erased_by_name: str = column("由谁办理")


@strawberry.type(description="本人在一份公布表中的积分；制成即可看到，先于公布")
class OwnListedPoints:
    """The own row of a list."""

    own: strawberry.Private[Any]

    @strawberry.field(description="提出异议的最后一日；没有公布、没有规定期限的为空")
    def objections_until(self) -> date | None:
        """Of the publication."""
        return self.own.publication.objections_until if self.own.publication else None

    @strawberry.field(description="公布表的 id，提出异议时填写")
    def points_list(self) -> strawberry.ID:
        """Which list."""
        return strawberry.ID(global_id("PointsList", self.own.listed.id))

    @strawberry.field(description="公布表的名称")
    def title(self) -> str:
        """Of the list."""
        return self.own.listed.title

    @strawberry.field(description="制作日期")
    def prepared_on(self) -> date:
        """Of the list."""
        return self.own.listed.prepared_on

    @strawberry.field(description="何日通知代表核对；尚未通知的为空")
    def notified_on(self) -> date | None:
        """Of the notice."""
        return self.own.notice.notified_on if self.own.notice else None

    @strawberry.field(description="在公布以前查看、核对的最后一日；没有规定日数的为空")
    def own_until(self) -> date | None:
        """Of the notice."""
        return self.own.notice.own_until if self.own.notice else None

    @strawberry.field(description="公布以后何日撤下；没有撤下的为空")
    def withdrawn_on(self) -> date | None:
        """Of the withdrawal."""
        return self.own.withdrawal.withdrawn_on if self.own.withdrawal else None

    @strawberry.field(description="撤下的理由；没有撤下的为空")
    def withdrawal_reason(self) -> str | None:
        """Of the withdrawal."""
        return self.own.withdrawal.reason if self.own.withdrawal else None

    @strawberry.field(description="本人的积分，百分之一分")
    def points(self) -> int:
        """Of the row."""
        return self.own.row.points

    @strawberry.field(description="年度，各行见 ownPointsLines")
    def year(self) -> int:
        """Of the list."""
        return self.own.listed.year

    @strawberry.field(description="计分期的代码；全年的为空文本")
    def period(self) -> str:
        """Of the list."""
        return self.own.listed.period

    @strawberry.field(description="制成时本人台账的最后一行；积分即到这一行为止本期各行之和")
    def last_line(self) -> int | None:
        """Of the row."""
        return self.own.row.last_line

    @strawberry.field(description="本人计入的履职记录条数")
    def entries(self) -> int:
        """Of the row."""
        return self.own.row.entries

    @strawberry.field(description="名次；不排名的为空")
    def place(self) -> int | None:
        """Of the row."""
        return self.own.row.place


@strawberry.type(description="本人提出的异议和答复")
class OwnPointsObjection:
    """An own objection."""

    objection: strawberry.Private[Any]
    answer: strawberry.Private[Any]

    @strawberry.field(description="异议和理由")
    def text(self) -> str:
        """What was objected."""
        return self.objection.text

    @strawberry.field(description="提出日期")
    def objected_on(self) -> date:
        """When."""
        return self.objection.objected_on

    @strawberry.field(description="异议是否成立；尚未答复的为空")
    def upheld(self) -> bool | None:
        """What became of it."""
        return self.answer.upheld if self.answer else None

    @strawberry.field(description="答复和理由；尚未答复的为空")
    def answer_text(self) -> str | None:
        """What was answered."""
        return self.answer.text if self.answer else None


@strawberry.type(description="一年的合计，用来说明为什么提出建议")
class YearPoints:
    """A total."""

    year: int = column("年度")
    points: int = column("合计，百分之一分")


@strawberry.type(description="按规则的文字可以提出的一项建议；由人决定，积分本身不决定任何事")
class PointsProposal:
    """A proposal."""

    found: strawberry.Private[Any]

    @strawberry.field(description="种类")
    def kind(self) -> rules.ProposalKind:
        """Of the rule's text."""
        return self.found.proposed.proposal.kind

    @strawberry.field(description="建议的名称")
    def title(self) -> str:
        """Of the rule's text."""
        return self.found.proposed.proposal.title

    @strawberry.field(description="规则的原文")
    def text(self) -> str:
        """Of the rule's text."""
        return self.found.proposed.proposal.text

    @strawberry.field(description="代表姓名")
    def name(self) -> str:
        """Whom."""
        return self.found.account.name

    @strawberry.field(description="代表资格的 id")
    def mandate(self) -> strawberry.ID:
        """Whom."""
        return strawberry.ID(global_id("Mandate", self.found.account.mandate_id))

    @strawberry.field(description="合计现在是否符合规则；已经决定的，不再符合也仍列出")
    def fits(self) -> bool:
        """Whether it could be proposed today."""
        return self.found.fits

    @strawberry.field(description="规则所说的各年合计，最近的在前")
    def years(self) -> list[YearPoints]:
        """Why."""
        return [YearPoints(year=one, points=value) for one, value in self.found.proposed.totals]

    @strawberry.field(description="是否采纳；尚未决定的为空")
    def adopted(self) -> bool | None:
        """What was decided."""
        return self.found.decision.adopted if self.found.decision else None

    @strawberry.field(description="决定：理由、日期和办理的人；尚未决定的为空")
    def decision(self) -> PointsDecision | None:
        """Who decided, and why."""
        return self.found.decision


@strawberry.type(description="下级机构公布的一名代表的积分，与同级其他机构的合并排名")
class RankedPoints:
    """A deputy of a body beneath."""

    place: int = column("名次；分数相同的并列")
    body: str = column("机构名称")
    name: str = column("代表姓名")
    district: str = column("选区或选举单位")
    points: int = column("积分，百分之一分")
    rule: str | None = column("该机构计分所依据的规定；各机构规定不同的，分数未必可比")


@strawberry.type(description="下级机构向社会公布的积分合并排名")
class PointsRankingBelow:
    """A part of the ranking."""

    bodies: int = column("有多少个机构公布了本期并已排名的积分")
    deputies: int = column("共多少名代表")
    rows: list[RankedPoints] = column("名次从前到后")


@strawberry.type(description="向社会公布的一名代表的积分")
class PublicPoints:
    """A row as visitors see it."""

    name: str = column("代表姓名")
    district: str = column("选区或选举单位")
    points: int = column("积分，百分之一分")
    entries: int = column("计入的履职记录条数")
    place: int | None = column("名次；不排名的为空")


@record(Published, read=may.READ_PUBLIC, description="向社会公布的一期积分，任何人都可以查看")
class PublicPointsList(Node):
    """What visitors see."""

    title: str = column("名称")
    published_on: date = column("公布日期")

    @computed("年度", needs=["facts"])
    def year(root: Any) -> int:
        """From the entry."""
        return root.facts["year"]

    @computed("所更正的一份的 id；不是更正，或者那一份没有向社会公布的为空", needs=["facts"])
    def corrects(root: Any) -> strawberry.ID | None:
        """The public list beside which it stands."""
        first = root.facts["corrects"]
        return strawberry.ID(global_id("PublicPointsList", UUID(first))) if first else None

    @computed("计分所依据的规定，示例的写明是示例；早先公布的为空", needs=["facts"])
    def rule(root: Any) -> str | None:
        """From the entry."""
        return root.facts.get("rule")

    @computed("合计，百分之一分", needs=["facts"])
    def points(root: Any) -> int:
        """From the entry."""
        return root.facts["points"]

    @computed("比上一年同期增减百分之几", needs=["facts"])
    def change(root: Any) -> str | None:
        """Compared with last year."""
        told = rules.change_in_permille(root.facts["points"], root.facts["points_before"])
        return rules.permille_text(told)

    @computed("各代表的积分，按选区、姓名", needs=["facts"])
    def rows(root: Any) -> list[PublicPoints]:
        """From the entry."""
        return [PublicPoints(**row) for row in root.facts["rows"]]
