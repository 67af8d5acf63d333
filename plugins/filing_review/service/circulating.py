"""Circulation (传阅): colleagues are given a filing to read; who read it when, and their words."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select

from core import Invalid, Membership, NotFound, Refused, Work, announce, notify, now
from plugins.filing_review import practice
from plugins.filing_review.models import Circulation, Filing
from plugins.filing_review.service.assigning import maker_of, refuse_makers_person
from plugins.filing_review.service.letters import own_filing


async def circulate_filing(
    work: Work, filing_id: UUID, people: Sequence[UUID], note: str | None
) -> Filing:
    """Give a filing to colleagues to read; nobody who works for its maker is among them."""
    filing = await own_filing(work, filing_id)
    if not people:
        raise Invalid("CIRCULATION_EMPTY", "请选择传阅给谁。", field="people")
    _require_short(note, "note")
    readers = await _colleagues(work, people)
    ids = [one.person_id for one in readers]
    await refuse_makers_person(work, maker_of(filing), *ids)
    await _refuse_unread(work, filing, ids)
    actor = work.acting_person
    work.session.add_all(
        Circulation(
            organ_id=filing.organ_id,
            filing_id=filing.id,
            note=note,
            circulated_by_name=actor.name,
            person_id=one.person_id,
            person_name=one.name,
        )
        for one in readers
    )
    await work.session.flush()
    notify(work, ids, "有一件备案件传阅给您，看过请签收。", filing)
    announce(work, "filing_review.circulate_filing", filing, {"people": len(readers)})
    return filing


def _require_short(words: str | None, field: str) -> None:
    """What is said beside a filing is a line or two."""
    if len(words or "") > practice.LONGEST_WORDS:
        raise Invalid(
            "CIRCULATION_TOO_LONG",
            f"传阅的说明和意见各不超过{practice.LONGEST_WORDS}字，更多的内容请另拟文书。",
            field=field,
        )


async def _colleagues(work: Work, people: Sequence[UUID]) -> list[Membership]:
    found = await work.session.scalars(
        select(Membership)
        .where(
            Membership.id.in_(people),
            Membership.organ_id == work.acting_organ.id,
            Membership.ended_on.is_(None),
        )
        .order_by(Membership.name)
    )
    readers = list(found)
    if len(readers) < len(set(people)):
        raise NotFound("传阅对象")
    return readers


async def _refuse_unread(work: Work, filing: Filing, person_ids: Sequence[UUID]) -> None:
    """Whoever has not read it yet need not be given it again."""
    waiting = await work.session.scalars(
        select(Circulation.person_name).where(
            Circulation.filing_id == filing.id,
            Circulation.person_id.in_(person_ids),
            Circulation.read_at.is_(None),
        )
    )
    names = "、".join(waiting)
    if names:
        raise Refused("CIRCULATION_UNREAD", f"{names}还没有阅看此前传阅的这一件，不必再传。")


async def mark_filing_read(work: Work, circulation_id: UUID, words: str | None) -> Circulation:
    """Say that one has read what one was given (已阅), with words if one likes."""
    _require_short(words, "words")
    given = await work.session.scalar(
        select(Circulation)
        .where(
            Circulation.id == circulation_id,
            Circulation.person_id == work.acting_person.person_id,
        )
        .with_for_update()
    )
    if given is None:
        raise NotFound("传阅件")
    if given.read_at is not None:
        raise Refused("CIRCULATION_READ", "您已经阅过这一件，不需要再办。")
    given.read_at, given.words = now(), words
    announce(work, "filing_review.mark_filing_read", given)
    return given


def circulation_list(person_id: UUID | None, *, unread: bool) -> Select[Circulation]:
    """What a person was given to read, newest first."""
    listing = (
        select(Circulation)
        .where(Circulation.person_id == person_id)
        .order_by(Circulation.created_at.desc())
    )
    return listing.where(Circulation.read_at.is_(None)) if unread else listing
