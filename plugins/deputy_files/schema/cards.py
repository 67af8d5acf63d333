"""E-cards: for staff with their checks, for visitors what was published."""

from datetime import date
from typing import Annotated, Any

import strawberry

from core import (
    OFFERED,
    Info,
    Node,
    Published,
    column,
    computed,
    given,
    key,
    public_address,
    reads,
    record,
    records,
    verb,
)
from plugins.deputy_files import models, rules, service
from plugins.deputy_files import permissions as may

# The answers below are rows of the tables behind the named records.
# pyright: reportReturnType=false


@record(
    models.DeputyCard,
    read=may.READ_CARDS,
    description="代表电子名片及其公开前的审查",
    timeline=True,
)
class DeputyCard(Node):
    """A card."""

    name: str = column("代表姓名")
    state: rules.CardState = column("状态")
    introduction: str = column("简介")
    receives: str | None = column("接待选民的时间和联络站")
    drafted_by_name: str = column("起草人")
    openness: rules.Openness | None = column("公开属性")
    check_note: str | None = column("保密审查的意见")
    checked_on: date | None = column("审查日期")
    checked_by_name: str | None = column("审查人")
    published_on: date | None = column("公布日期")
    withdrawn_on: date | None = column("撤下日期")
    withdrawal: str | None = column("撤下的理由")

    @computed("起草、审查、公布以前须看的提示：儿童的面部（个人信息保护法）", needs=["id"])
    def evidence_notice(root: Any) -> str:
        """For whoever writes, checks or publishes it."""
        return rules.CARD_NOTICE

    @computed(
        "公开页面的路径；没有公布的为空。加上 /qr.svg、/qr.png 为二维码", needs=["published_id"]
    )
    def page(root: Any, info: Info) -> str | None:
        """Where the core shows it."""
        if root.published_id is None:
            return None
        return public_address(info.context.body.code, root.published_id)

    @computed(OFFERED, needs=["id"])
    async def offered(root: Any, info: Info) -> list[str]:
        """Verbs that are not in vain."""
        how = "offered of cards"
        return await info.context.load_for_asker(how, root.id, service.offered_of_cards) or []


@strawberry.type(description="名片上的一项")
class CardFigure:
    """What was done how often."""

    title: str = column("名目")
    text: str = column("内容、次数")


@record(Published, read=may.READ_PUBLIC_CARDS, description="已公布的代表电子名片")
class PublicDeputyCard(Node):
    """What a visitor sees: no phone, no address, no number of anybody."""

    title: str = column("标题")
    published_on: date = column("公布日期")

    @computed("姓名", needs=["facts"])
    def name(root: Any) -> str | None:
        """From the entry, like all that follows."""
        return root.facts.get("name")

    @computed("届次", needs=["facts"])
    def term(root: Any) -> int | None:
        """From the entry."""
        return root.facts.get("term")

    @computed("选区或选举单位", needs=["facts"])
    def district(root: Any) -> str | None:
        """From the entry."""
        return root.facts.get("district")

    @computed("联络站", needs=["facts"])
    def station(root: Any) -> str | None:
        """From the entry."""
        return root.facts.get("station")

    @computed("简介", needs=["facts"])
    def introduction(root: Any) -> str | None:
        """From the entry."""
        return root.facts.get("introduction")

    @computed("接待选民的时间和联络站", needs=["facts"])
    def receives(root: Any) -> str | None:
        """From the entry."""
        return root.facts.get("receives")

    @computed("保密审查时本年度的履职数字", needs=["facts"])
    def figures(root: Any) -> list[CardFigure]:
        """From the entry."""
        return [CardFigure(title=title, text=text) for title, text in root.facts.get("figures", [])]

    @computed("公开页面的路径", needs=["id"])
    def page(root: Any, info: Info) -> str:
        """Where the core shows it."""
        return public_address(info.context.body.code, root.id)


@strawberry.input(
    description="起草代表电子名片；不得有电话、住址、证件号码；须看的提示见 dutyLists 的 cardNotice"
)
class DraftCardInput:
    """What it says."""

    file: strawberry.ID = given("履职档案的 id")
    introduction: str = given("简介")
    receives: str | None = given("接待选民的时间和联络站", default=None)


@strawberry.input(description="电子名片公开前的保密审查")
class CheckCardSecrecyInput:
    """The check."""

    card: strawberry.ID = given("名片的 id")
    openness: rules.Openness = given("公开属性")
    note: str = given("意见")


@strawberry.input(description="公布代表电子名片")
class PublishCardInput:
    """Which card."""

    card: strawberry.ID = given("名片的 id")


@strawberry.input(description="撤下代表电子名片")
class WithdrawCardInput:
    """Which card, why."""

    card: strawberry.ID = given("名片的 id")
    reason: str = given("理由")


@strawberry.type
class CardReads:
    """Cards."""

    @records(DeputyCard, "代表电子名片，按姓名")
    def deputy_cards(
        self,
        info: Info,
        state: Annotated[
            rules.CardState | None, strawberry.argument(description="只要此状态的")
        ] = None,
    ) -> Any:
        return service.card_list(state)

    @reads(
        may.READ_CARDS, "名片上将要公开的全部内容，逐项列出：审查以前为此刻的，审查以后为所审查的"
    )
    async def card_preview(
        self,
        info: Info,
        card: Annotated[strawberry.ID, strawberry.argument(description="名片的 id")],
    ) -> list[CardFigure]:
        lines = await service.card_preview(info.context, key(card, "DeputyCard"))
        return [CardFigure(title=title, text=text) for title, text in lines]

    @records(PublicDeputyCard, "已公布的代表电子名片，不需要登录")
    def public_deputy_cards(self, info: Info) -> Any:
        return service.public_cards(info.context.body.id)


@strawberry.type
class CardVerbs:
    """Cards."""

    @verb(may.DRAFT_CARD, "起草、修改代表电子名片；修改后须重新审查")
    async def draft_card(self, info: Info, input: DraftCardInput) -> DeputyCard:
        return await service.draft_card(
            info.context.work, key(input.file, "DeputyFile"), input.introduction, input.receives
        )

    @verb(may.CHECK_CARD_SECRECY, "登记公开前的保密审查和公开属性")
    async def check_card_secrecy(self, info: Info, input: CheckCardSecrecyInput) -> DeputyCard:
        return await service.check_card_secrecy(
            info.context.work, key(input.card, "DeputyCard"), input.openness, input.note
        )

    @verb(may.PUBLISH_CARD, "公布代表电子名片；公开页面和二维码随即可用")
    async def publish_card(self, info: Info, input: PublishCardInput) -> DeputyCard:
        return await service.publish_card(info.context.work, key(input.card, "DeputyCard"))

    @verb(may.WITHDRAW_CARD, "撤下代表电子名片")
    async def withdraw_card(self, info: Info, input: WithdrawCardInput) -> DeputyCard:
        card = key(input.card, "DeputyCard")
        return await service.withdraw_card(info.context.work, card, input.reason)
