"""The e-card: drafted, checked by somebody else, published by an act of its own, withdrawn.

It shows no phone, address or ID number. What is published is what the secrecy check saw, figures
included, as a row of the catalogue; the public page and its QR code are the core's, and show what
`facts["page"]` says. With the mandate it ends by itself.
"""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import (
    Context,
    Event,
    Invalid,
    Listener,
    Mandate,
    MandateStatus,
    NotFound,
    Organ,
    Published,
    Refused,
    Work,
    announce,
    catalogue,
    notify,
    now,
    today,
    value_of,
)
from plugins.deputy_files import practice, rules
from plugins.deputy_files.models import DeputyCard, DeputyFile, Entry
from plugins.deputy_files.rules import CardState, Openness
from plugins.deputy_files.service.counting import counts_of
from plugins.deputy_files.service.seeing import reachable_file

PLUGIN = "deputy_files"
KIND = "deputy_card"


async def draft_card(
    work: Work, file_id: UUID, introduction: str, receives: str | None
) -> DeputyCard:
    """Write a card, or write it anew; whatever was checked before must be checked again."""
    file = await reachable_file(work, file_id)
    if not introduction.strip():
        raise Invalid("CARD_EMPTY", "请填写代表简介。", field="introduction")
    for field, text in {"introduction": introduction, "receives": receives or ""}.items():
        fault = rules.card_fault(text)
        if fault is not None:
            raise Invalid("CARD_FAULTY", fault, field=field)
    card = await work.session.scalar(
        sa.select(DeputyCard).where(DeputyCard.file_id == file.id).with_for_update()
    )
    if card is None:
        card = DeputyCard(id=uuid7(), file_id=file.id, name=file.name)
        work.session.add(card)
    await _take_down(work, card)
    card.introduction, card.receives = introduction.strip(), (receives or "").strip() or None
    card.drafted_by, card.drafted_by_name = work.acting_person.person_id, work.acting_person.name
    card.state, card.openness, card.checked_by = CardState.DRAFT, None, None
    card.checked_facts = None
    await work.session.flush()
    announce(work, "deputy_files.draft_card", card, {"mandate": str(file.mandate_id)})
    return card


async def own_card(work: Work, card_id: UUID) -> DeputyCard:
    """A card of this body, locked for the verb."""
    card = await work.session.scalar(
        sa.select(DeputyCard).where(DeputyCard.id == card_id).with_for_update()
    )
    if card is None:
        raise NotFound("代表电子名片")
    return card


async def check_card_secrecy(
    work: Work, card_id: UUID, openness: Openness, note: str
) -> DeputyCard:
    """Record the secrecy check (保密审查) and the openness; never by whoever wrote the card.

    What is shown is what stands at this moment; figures of later want a check of their own.
    """
    card = await own_card(work, card_id)
    if card.drafted_by == work.acting_person.person_id:
        raise Refused("SAME_PERSON", "起草和保密审查须由不同的人办理。")
    if card.state not in (CardState.DRAFT, CardState.CHECKED):
        raise Refused(
            "CARD_NOT_DRAFT",
            "名片已经公布或者撤下，不能再审查。不宜公开的请先撤下；要改的请重新起草。",
        )
    if not note.strip():
        raise Invalid("REASON_EMPTY", "请写明审查的意见。", field="note")
    card.openness, card.check_note = openness, note.strip()
    card.checked_on, card.checked_by = today(), work.acting_person.person_id
    card.checked_by_name, card.state = work.acting_person.name, CardState.CHECKED
    card.checked_facts = await _facts(work, card)
    announce(work, "deputy_files.check_card_secrecy", card, {"openness": str(openness)})
    return card


async def publish_card(work: Work, card_id: UUID) -> DeputyCard:
    """Publish a card that was checked as it stands (公布)."""
    card = await own_card(work, card_id)
    if card.state is not CardState.CHECKED or card.checked_facts is None:
        raise Refused("CARD_NOT_CHECKED", "名片还没有通过公开前的保密审查，不能公布。")
    if card.openness is not Openness.OPEN:
        raise Refused("CARD_NOT_OPEN", "保密审查没有定为主动公开，不能公布。")
    if card.checked_by == work.acting_person.person_id:
        raise Refused("SAME_PERSON", "保密审查和批准公开须由不同的人办理。")
    await _require_mandate(work, card)
    await _take_down(work, card)
    entry = Published(
        id=uuid7(),
        body_id=work.body.id,
        plugin=PLUGIN,
        subject_id=card.id,
        title=f"{card.name}代表",
        facts=card.checked_facts,
        published_on=today(),
    )
    work.session.add(entry)
    await work.session.flush()
    card.published_id, card.published_on = entry.id, today()
    card.state = CardState.PUBLISHED
    await _tell_deputy(work, card, "您的代表名片已经公布。")
    announce(work, "deputy_files.publish_card", card, {"published": str(entry.id)})
    return card


async def _require_mandate(work: Work, card: DeputyCard) -> None:
    mandate = sa.select(DeputyFile.mandate_id).where(DeputyFile.id == card.file_id)
    status = sa.select(Mandate.status).where(Mandate.id == mandate.scalar_subquery())
    if await work.session.scalar(status) is MandateStatus.ENDED:
        raise Refused("CARD_MANDATE_ENDED", "该代表资格已经终止，名片不能公布。")


async def card_preview(context: Context, card_id: UUID) -> list[list[str]]:
    """What would be shown of a card that is checked now, line by line; nothing is written."""
    async with context.previewing() as work:
        card = await own_card(work, card_id)
        facts = card.checked_facts or await _facts(work, card)
    return [["简介", facts["introduction"]], *facts["page"]["lines"]]


async def _facts(work: Work, card: DeputyCard) -> dict[str, Any]:
    file = await work.session.get_one(DeputyFile, (work.body.id, card.file_id))
    station = (
        await work.session.get(Organ, (work.body.id, file.station_organ_id))
        if file.station_organ_id
        else None
    )
    kinds = (await value_of(work, practice.KINDS, today())).value or []
    counted = await counts_of(work.session, today().year, Entry.file_id == file.id)
    done = counted.get(file.id, {})
    figures = [
        [one.title, f"{done[one.code]}次"] for one in kinds if one.counts and done.get(one.code)
    ]
    facts: dict[str, Any] = {
        "kind": KIND,
        "name": file.name,
        "term": file.term,
        "district": file.district,
        "station": station.name if station else None,
        "introduction": card.introduction,
        "receives": card.receives,
        "year": today().year,
        "figures": figures,
    }
    lines = [
        ["届次", f"第{file.term}届"],
        ["选区（选举单位）", file.district],
        ["联络站", facts["station"] or ""],
        ["接待选民", card.receives or ""],
        *([f"{today().year}年{title}", times] for title, times in figures),
    ]
    page = {"description": card.introduction, "lines": [one for one in lines if one[1]]}
    return {**facts, "page": page}


async def withdraw_card(work: Work, card_id: UUID, reason: str) -> DeputyCard:
    """Take a published card down; what was shown stays in the record."""
    card = await own_card(work, card_id)
    # What is shown can be taken down, whatever else is written on the card.
    if card.published_id is None:
        raise Refused("CARD_NOT_PUBLISHED", "名片没有公布，不需要撤下。")
    if not reason.strip():
        raise Invalid("REASON_EMPTY", "请写明撤下的理由。", field="reason")
    await _take_down(work, card)
    card.state, card.withdrawn_on, card.withdrawal = CardState.WITHDRAWN, today(), reason.strip()
    await _tell_deputy(work, card, "您的代表名片已经撤下，请看理由。")
    announce(work, "deputy_files.withdraw_card", card)
    return card


async def _tell_deputy(work: Work, card: DeputyCard, text: str) -> None:
    file = await work.session.get_one(DeputyFile, (work.body.id, card.file_id))
    notify(work, [file.person_id], text, card)


async def take_down_card(work: Work, event: Event) -> None:
    """A mandate has ended: its card is not shown any more."""
    file = sa.select(DeputyFile.id).where(DeputyFile.mandate_id == event.subject_id)
    card = await work.session.scalar(
        sa.select(DeputyCard)
        .where(DeputyCard.file_id == file.scalar_subquery(), DeputyCard.published_id.is_not(None))
        .with_for_update()
    )
    if card is None:
        return
    await _take_down(work, card)
    card.state, card.withdrawn_on = CardState.WITHDRAWN, today()
    card.withdrawal = "代表资格已经终止，自动撤下。"
    announce(work, "deputy_files.withdraw_card", card, {"event": str(event.id)})


async def _take_down(work: Work, card: DeputyCard) -> None:
    if card.published_id is None:
        return
    entry = await work.session.get_one(Published, card.published_id)
    entry.withdrawn_at = now()
    card.published_id = None
    await work.session.flush()


def card_list(state: CardState | None) -> sa.Select[DeputyCard]:
    """Cards by name."""
    listing = sa.select(DeputyCard).order_by(DeputyCard.name)
    return listing if state is None else listing.where(DeputyCard.state == state)


def public_cards(body_id: UUID) -> sa.Select[Published]:
    """What visitors find."""
    return catalogue(body_id, PLUGIN)


CARDS = [
    Listener(name="cards", events=frozenset({"core.end_mandate"}), replay=True, run=take_down_card)
]
