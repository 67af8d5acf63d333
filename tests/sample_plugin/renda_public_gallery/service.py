"""The verbs of the public gallery: each checks, changes, and announces once."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from core import (
    Basis,
    Event,
    Hands,
    Incoming,
    Invalid,
    Made,
    NotFound,
    Official,
    PublicPage,
    PublicSection,
    Published,
    Refused,
    Work,
    announce,
    catalogue,
    draw_number,
    issue_paper,
    on_day,
    send,
    today,
    value_of,
    wake,
)
from renda_public_gallery import rules
from renda_public_gallery.models import Card, Observer, SeatOffer, Sitting
from renda_public_gallery.permissions import (
    ADMIT_OBSERVER,
    ANNOUNCE_SITTING,
    OFFER_SEATS,
    OPEN_SITTING,
    READ_NOTICES,
)
from renda_public_gallery.practice import SEATS

PLUGIN = "public_gallery"
SEAT_OFFER = "seat_offer"

RECOUNT = "public_gallery.recount_observers"
"""The job."""

SEATS_TAKEN = "public_gallery.seats_taken"
"""The topic of whoever watches the seats of a sitting."""


async def check_own_rules(work: Work, basis: Basis) -> None:
    """The gallery opens by rules that were adopted, not by a draft of them."""
    if basis.adopted_on is None:
        raise Refused(
            "GALLERY_RULES_NOT_ADOPTED",
            f"“{work.body.name}”启用公民旁听，须写明《{basis.title}》的通过日期，请补充后重试。",
        )


async def count_to_come(work: Work) -> int:
    """How many meetings with a public gallery are still to come."""
    coming = sa.select(sa.func.count(Sitting.id)).where(Sitting.held_on >= today())
    return await work.session.scalar(coming) or 0


async def open_sitting(work: Work, title: str, held_on: date, place: str) -> Sitting:
    """Open a meeting; how many seats there are is the body's practice on that day."""
    if rules.is_over(held_on, today()):
        raise Invalid("GALLERY_DATE_PAST", "会议日期已过，请改正。", field="heldOn")
    seats = (await value_of(work, SEATS, held_on)).value
    if seats is None:
        raise Refused(
            "GALLERY_SEATS_UNKNOWN", "还没有规定旁听席位数，请管理员先在“做法”中设置并写明依据。"
        )
    sitting = Sitting(title=title, held_on=held_on, place=place, seats=seats)
    work.session.add(sitting)
    await work.session.flush()
    announce(work, OPEN_SITTING, sitting, {"held_on": held_on.isoformat(), "seats": seats})
    return sitting


async def announce_sitting(work: Work, sitting_id: UUID, secrecy_note: str) -> Sitting:
    """Publish the notice of a sitting, once somebody has looked whether it may be public."""
    sitting = await _sitting(work, sitting_id)
    if not secrecy_note.strip():
        raise Invalid(
            "GALLERY_SECRECY", "公告将对外公开，请先填写保密审查意见。", field="secrecyNote"
        )
    standing = catalogue(work.body.id, PLUGIN).where(Published.subject_id == sitting.id)
    if await work.session.scalar(standing) is not None:
        raise Refused("GALLERY_ANNOUNCED", "这次会议的旁听公告已经发布，不需要重复发布。")
    facts = {"held_on": on_day(sitting.held_on), "place": sitting.place, "seats": sitting.seats}
    work.session.add(
        Published(
            body_id=work.body.id,
            plugin=PLUGIN,
            subject_id=sitting.id,
            title=f"{sitting.title}旁听公告",
            facts=facts,
            published_on=today(),
        )
    )
    announce(work, ANNOUNCE_SITTING, sitting, {"secrecy_note": secrecy_note.strip()})
    return sitting


def notice_page(facts: dict[str, Any]) -> PublicPage:
    """What everybody reads of a sitting: nothing of who came."""
    return PublicPage(
        summary=f"{facts['held_on']}，{facts['place']}",
        lines=(
            ("会议日期", facts["held_on"]),
            ("地点", facts["place"]),
            ("旁听席位", f"{facts['seats']}个"),
        ),
    )


NOTICES = PublicSection(
    name="public_gallery.notices",
    title="旁听公告",
    description="开放公民旁听的会议。",
    action=READ_NOTICES,
    page=notice_page,
)


async def admit_observer(work: Work, sitting_id: UUID, name: str) -> Observer:
    """Admit a citizen and draw a card; the last seat is given once, however many ask."""
    sitting = await _sitting(work, sitting_id)
    if rules.is_over(sitting.held_on, today()):
        raise Refused("GALLERY_SITTING_OVER", "这次会议已经结束，不能再登记旁听。")
    if not rules.seats_left(sitting.seats, await _taken(work.session, sitting)):
        raise Refused("GALLERY_FULL", f"{sitting.seats}个旁听席位已满，请登记其他场次。")
    number = await draw_number(work, f"{PLUGIN}.card", sitting.held_on.year)
    card = Card(sitting_id=sitting.id, number=number)
    work.session.add(card)
    await work.session.flush()
    observer = Observer(
        organ_id=work.acting_organ.id, sitting_id=sitting.id, card_id=card.id, name=name
    )
    work.session.add(observer)
    await work.session.flush()
    # The name goes where it can be erased without breaking the chain.
    payload = {"sitting": str(sitting.id), "card": number}
    announce(work, ADMIT_OBSERVER, observer, payload, personal={"name": name})
    wake(work, SEATS_TAKEN, sitting.id)
    return observer


async def offer_seats(work: Work, sitting_id: UUID, to: tuple[str, str], seats: int) -> Sitting:
    """Offer seats to an organ of another body (or of this one): a sealed package, kept in order."""
    sitting = await _sitting(work, sitting_id)
    if not 0 < seats <= sitting.seats:
        raise Invalid("GALLERY_SEATS", f"席位数须在1到{sitting.seats}之间。", field="seats")
    payload = {
        "title": sitting.title,
        "held_on": sitting.held_on.isoformat(),
        "place": sitting.place,
        "seats": seats,
    }
    letter = await _letter(work, sitting, seats)
    files = [letter.word, *([letter.pdf] if letter.pdf else [])]
    package = await send(work, PLUGIN, SEAT_OFFER, to=to, payload=payload, files=files)
    announce(work, OFFER_SEATS, sitting, {"to": list(to), "seats": seats, "digest": package.digest})
    return sitting


async def _letter(work: Work, sitting: Sitting, seats: int) -> Made:
    """The offer as an official paper, in Word and (where there is a Chinese font) in PDF."""
    paper = Official(
        title=f"关于{sitting.title}旁听席位的函",
        text=f"{on_day(sitting.held_on)}在{sitting.place}举行，向贵单位提供旁听席位{seats}个。",
        dated_on=today(),
        hands=Hands(signer=work.acting_person.name),
    )
    return await issue_paper(work, "public_gallery.seat_offer", paper)


async def take_in_offer(work: Work, package: Incoming) -> None:
    """Keep an offer as the receiving organ's own row, in the transaction that stores it."""
    offered = package.payload
    work.session.add(
        SeatOffer(
            id=package.id,
            organ_id=package.organ_id,
            from_body=package.from_body_name,
            title=offered["title"],
            held_on=date.fromisoformat(offered["held_on"]),
            place=offered["place"],
            seats=offered["seats"],
        )
    )


async def count_observers(work: Work, event: Event) -> None:
    """Count again rather than add one: an event may be told twice."""
    sitting = await _sitting(work, UUID(event.payload["sitting"]))
    sitting.observers = await _taken(work.session, sitting)


async def recount_observers(work: Work) -> None:
    """Count the observers of all sittings that are still to come."""
    coming = sa.select(Sitting).where(Sitting.held_on >= today()).with_for_update()
    for sitting in await work.session.scalars(coming.order_by(Sitting.id)):
        sitting.observers = await _taken(work.session, sitting)


async def list_sittings(work: Work, _asked: dict[str, str]) -> str:
    """Day, title and place of each sitting, for `renda public-gallery sittings --body CODE`."""
    found = await work.session.scalars(sa.select(Sitting).order_by(Sitting.held_on))
    return "\n".join(f"{one.held_on}\t{one.title}\t{one.place}" for one in found)


async def _sitting(work: Work, sitting_id: UUID) -> Sitting:
    """The body's sitting, locked for the verb."""
    found = await work.session.scalar(
        sa.select(Sitting).where(Sitting.id == sitting_id).with_for_update()
    )
    if found is None:
        raise NotFound("旁听场次")
    return found


async def seats_left(session: AsyncSession, sitting_id: UUID) -> int:
    """By the cards, so at once; the public number follows when its listener was told."""
    sitting = await session.scalar(sa.select(Sitting).where(Sitting.id == sitting_id))
    if sitting is None:
        raise NotFound("旁听场次")
    return rules.seats_left(sitting.seats, await _taken(session, sitting))


async def _taken(session: AsyncSession, sitting: Sitting) -> int:
    """Cards of every organ count; the observers of other organs are not to be seen."""
    cards = sa.select(sa.func.count()).select_from(Card).where(Card.sitting_id == sitting.id)
    return await session.scalar(cards) or 0
