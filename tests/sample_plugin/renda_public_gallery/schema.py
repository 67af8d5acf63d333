"""The GraphQL of the public gallery: it names, describes and asks; it decides nothing."""

from collections.abc import AsyncGenerator
from datetime import date
from typing import Annotated, Any

import sqlalchemy as sa
import strawberry

from core import (
    Info,
    Node,
    children,
    column,
    computed,
    given,
    global_id,
    key,
    link,
    record,
    records,
    verb,
    watches,
    woken,
)
from renda_public_gallery import models, permissions, rules, service


@record(models.Observer, read=permissions.READ_OBSERVERS, description="一位旁听公民")
class Observer(Node):
    """Seen by the organ that admitted them."""

    name: str = column("姓名")

    @computed("旁听证的 id，印成二维码供门口查验", needs=["card_id"])
    async def card(root: Any, info: Info) -> strawberry.ID:
        """Only the id: the card itself is for whoever scans it."""
        return strawberry.ID(global_id("Card", root.card_id))


@record(models.Sitting, read=permissions.READ, description="一次开放旁听的会议")
class Sitting(Node):
    """A meeting that is open to citizens."""

    title: str = column("会议名称")
    held_on: date = column("会议日期")
    place: str = column("地点")
    seats: int = column("旁听席位数")
    observers: int = column("已登记的旁听公民人数")
    observer_list: list[Observer] = children(
        Observer, "sitting_id", "本机关登记的旁听公民；无权查看时为空", order=["name"]
    )

    @computed("剩余席位", needs=["seats", "observers"])
    def seats_left(root: Any) -> int:
        """By the number that the listener keeps."""
        return rules.seats_left(root.seats, root.observers)


@record(models.Card, read=permissions.READ_CARD, description="旁听证；不含姓名")
class Card(Node):
    """What the door sees."""

    number: int = column("证号，按年连续")
    sitting: Sitting | None = link(Sitting, "sitting_id", "场次")


@record(models.SeatOffer, read=permissions.READ, description="其他机构分配给本机关的旁听席位")
class SeatOffer(Node):
    """Seats that were offered."""

    from_body: str = column("分配席位的机构")
    title: str = column("会议名称")
    held_on: date = column("会议日期")
    place: str = column("地点")
    seats: int = column("席位数")


@strawberry.type
class OrganGallery:
    """What joins the core's organ."""

    seat_offers: list[SeatOffer] = children(
        SeatOffer, "organ_id", "其他机构分配给该机关的旁听席位；只看得到本机关的", order=["held_on"]
    )


@strawberry.input(description="开放旁听")
class OpenSittingInput:
    """A meeting."""

    title: str = given("会议名称")
    held_on: date = given("会议日期")
    place: str = given("地点")


@strawberry.input(description="登记旁听公民")
class AdmitObserverInput:
    """Who, to which sitting."""

    sitting: strawberry.ID = given("场次的 id")
    name: str = given("姓名")


@strawberry.input(description="分配旁听席位")
class OfferSeatsInput:
    """To whom, how many."""

    sitting: strawberry.ID = given("场次的 id")
    to_body: str = given("接收机构代码")
    to_organ: str = given("接收机关代码")
    seats: int = given("席位数")


@strawberry.input(description="发布旁听公告")
class AnnounceSittingInput:
    """Which sitting, and that its notice may be public."""

    sitting: strawberry.ID = given("场次的 id")
    secrecy_note: str = given("公开前的保密审查意见")


@strawberry.type
class Query:
    """Two lists."""

    @records(Sitting, "开放旁听的会议，最近的在前")
    def sittings(
        self,
        info: Info,
        since: Annotated[
            date | None, strawberry.argument(description="此日（含）以后的会议")
        ] = None,
    ) -> Any:
        listing = sa.select(models.Sitting).order_by(models.Sitting.held_on.desc())
        return listing if since is None else listing.where(models.Sitting.held_on >= since)

    @records(SeatOffer, "其他机构分配给本机关的旁听席位，最近的在前")
    def seat_offers(self, info: Info) -> Any:
        return sa.select(models.SeatOffer).order_by(models.SeatOffer.held_on.desc())


@strawberry.type
class Mutation:
    """Four verbs."""

    @verb(permissions.ANNOUNCE_SITTING, "向社会发布一次会议的旁听公告")
    async def announce_sitting(self, info: Info, input: AnnounceSittingInput) -> Sitting:
        sitting = key(input.sitting, "Sitting")
        return await service.announce_sitting(info.context.work, sitting, input.secrecy_note)

    @verb(permissions.OPEN_SITTING, "开放一次会议供公民旁听，席位数按本机构的规定")
    async def open_sitting(self, info: Info, input: OpenSittingInput) -> Sitting:
        return await service.open_sitting(
            info.context.work, input.title, input.held_on, input.place
        )

    @verb(permissions.ADMIT_OBSERVER, "登记一位旁听公民，并发给旁听证")
    async def admit_observer(self, info: Info, input: AdmitObserverInput) -> Observer:
        sitting = key(input.sitting, "Sitting")
        return await service.admit_observer(info.context.work, sitting, input.name)

    @verb(permissions.OFFER_SEATS, "向一个机关分配旁听席位")
    async def offer_seats(self, info: Info, input: OfferSeatsInput) -> Sitting:
        to = (input.to_body, input.to_organ)
        sitting = key(input.sitting, "Sitting")
        return await service.offer_seats(info.context.work, sitting, to, input.seats)


@strawberry.type
class Subscription:
    """What the screen at the entrance shows."""

    @watches(permissions.READ, "一场会议的剩余旁听席位，随登记更新")
    async def seats_left(
        self,
        info: Info,
        sitting: Annotated[strawberry.ID, strawberry.argument(description="场次的 id")],
    ) -> AsyncGenerator[int]:
        sitting_id = key(sitting, "Sitting")
        async for _ in woken(info, service.SEATS_TAKEN, sitting_id):
            async with info.context.reading() as session:
                left = await service.seats_left(session, sitting_id)
            yield left
