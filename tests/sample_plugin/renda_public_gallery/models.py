"""Tables of the public gallery."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from core import Base, OrganOwned, TenantOwned, points_to, within


class Sitting(Base, TenantOwned):
    """A meeting that is open to citizens. `observers` is kept by a listener."""

    __tablename__ = "public_gallery_sitting"
    __table_args__ = (within("held_on"),)

    title: Mapped[str]
    held_on: Mapped[date]
    place: Mapped[str]
    seats: Mapped[int]
    observers: Mapped[int] = mapped_column(default=0)


class Card(Base, TenantOwned):
    """旁听证: without a name, since whoever stands at the door needs none."""

    __tablename__ = "public_gallery_card"
    __table_args__ = (points_to("public_gallery_sitting", "sitting_id"), within("sitting_id"))

    sitting_id: Mapped[UUID]
    number: Mapped[int]


class Observer(Base, OrganOwned):
    """A citizen who was admitted; only the organ that did it sees the name."""

    __tablename__ = "public_gallery_observer"
    __table_args__ = (
        points_to("public_gallery_sitting", "sitting_id"),
        points_to("public_gallery_card", "card_id"),
        within("sitting_id"),
    )

    sitting_id: Mapped[UUID]
    card_id: Mapped[UUID]
    name: Mapped[str]


class SeatOffer(Base, OrganOwned):
    """Seats that another body offered: the receiving organ's own copy of what it was told."""

    __tablename__ = "public_gallery_offer"
    __table_args__ = (within("held_on"),)

    from_body: Mapped[str]
    title: Mapped[str]
    held_on: Mapped[date]
    place: Mapped[str]
    seats: Mapped[int]
