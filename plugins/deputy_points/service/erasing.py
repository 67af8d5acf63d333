"""What people wrote freely about a deputy is erased (个人信息保护法第四十七条); the points stand.

The deputy is told what it was about, and never which words they were.

Of a deduction: why, with why it was taken back, and the sentences of the ledger that repeat either.
Of an objection: what was objected and what was answered. Of a decision on a proposal: why.
Of a list that was taken down: why.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import (
    ERASED,
    ErasureGround,
    Event,
    Invalid,
    Mandate,
    NotFound,
    Refused,
    Work,
    announce,
    erased,
    notify,
    on_day,
    today,
)
from plugins.deputy_points.models import (
    PointsAccount,
    PointsDecision,
    PointsDeduction,
    PointsErasure,
    PointsLine,
    PointsList,
    PointsListRow,
    PointsObjection,
    PointsObjectionAnswer,
    PointsPublication,
    PointsWithdrawal,
)
from plugins.deputy_points.rules import Source, reversing_sentence, withdrawn_reason
from plugins.deputy_points.service.checking import took_back
from plugins.deputy_points.service.copying import as_withdrawal
from plugins.deputy_points.service.listing import people_of

Subject = PointsDeduction | PointsObjection | PointsDecision | PointsWithdrawal
WITHDRAWN = "deputy_points.withdraw_points_list"


class AboutPoints(msgspec.Struct, frozen=True, kw_only=True):
    """Whose free words: of a deduction, an objection, a decision or a withdrawal; one of them."""

    deduction_id: UUID | None = None
    objection_id: UUID | None = None
    decision_id: UUID | None = None
    withdrawal_id: UUID | None = None

    @property
    def named(self) -> list[tuple[type[Subject], UUID]]:
        """What is named, with its table."""
        told: list[tuple[type[Subject], UUID | None]] = [
            (PointsDeduction, self.deduction_id),
            (PointsObjection, self.objection_id),
            (PointsDecision, self.decision_id),
            (PointsWithdrawal, self.withdrawal_id),
        ]
        return [(model, row_id) for model, row_id in told if row_id is not None]


class ErasedWords(msgspec.Struct, frozen=True, kw_only=True):
    """What was erased: the row that was named, and in how many rows its words stood."""

    subject: Subject
    rows: int


async def erase_points_words(work: Work, about: AboutPoints, ground: ErasureGround) -> ErasedWords:
    """Erase what was freely written (删除个人信息); nobody what is about themselves."""
    subject = await _subject(work, about)
    await _require_others(work, subject)
    if isinstance(subject, PointsDeduction):
        rows = await _erase_deduction(work, subject)
    elif isinstance(subject, PointsObjection):
        rows = await _erase_objection(work, subject)
    elif isinstance(subject, PointsWithdrawal):
        rows = await _erase_withdrawal(work, subject)
    else:
        rows = await _erase(work, PointsDecision, "reason", [subject.id])
    if not rows:
        # Also of two at once: the second waits, and then finds nothing.
        raise Refused("ERASURE_TWICE", "这些内容已经删除。")
    await work.session.refresh(subject)
    what, whose = await _told(work, subject)
    work.session.add(
        PointsErasure(
            id=uuid7(),
            **whose,
            what=what,
            ground=ground,
            rows=rows,
            erased_on=today(),
            erased_by_name=work.acting_person.name,
        )
    )
    one, several = whose.get("mandate_id"), whose.get("list_id")
    told = {
        "mandate": str(one) if one else None,
        "list": str(several) if several else None,
        "ground": str(ground),
        "rows": rows,
    }
    text = "与您的积分有关的一些文字已经删除，积分不变，情况见“我的积分”。"
    notify(work, await _deputies(work, one, several), text, subject)
    announce(work, "deputy_points.erase_points_words", subject, told)
    return ErasedWords(subject=subject, rows=rows)


async def _deputies(work: Work, mandate_id: UUID | None, list_id: UUID | None) -> Sequence[UUID]:
    """Whom the words were about: one deputy, or those of a list."""
    if list_id is not None:
        return await people_of(work, list_id)
    person = sa.select(Mandate.person_id).where(Mandate.id == mandate_id)
    return (await work.session.scalars(person)).all()


async def _subject(work: Work, about: AboutPoints) -> Subject:
    if len(about.named) != 1:
        raise Invalid(
            "ERASURE_WHAT", "请指明一次扣分、一项异议、一项决定或者一次撤下。", field="deduction"
        )
    ((model, row_id),) = about.named
    row = await work.session.get(model, (work.body.id, row_id))
    if row is None:
        raise NotFound("扣分、异议、决定或者撤下")
    return row


async def _told(work: Work, subject: Subject) -> tuple[str, dict[str, UUID]]:
    """What was written there, by days and titles of the rule and the list; and who is told."""
    if isinstance(subject, PointsWithdrawal):
        listed = await _list_of(work, subject)
        return f"{on_day(subject.withdrawn_on)}撤下“{listed.title}”的理由", {"list_id": listed.id}
    whose = {"mandate_id": subject.mandate_id}
    if isinstance(subject, PointsDeduction):
        return f"{on_day(subject.on)}扣分“{subject.title}”的理由", whose
    if isinstance(subject, PointsDecision):
        return f"{subject.year}年度“{subject.title}”的决定的理由", whose
    listed = await work.session.get_one(PointsList, (work.body.id, subject.list_id))
    return f"{on_day(subject.objected_on)}对“{listed.title}”的异议和答复", whose


async def _list_of(work: Work, down: PointsWithdrawal) -> PointsList:
    publication = await work.session.get_one(PointsPublication, (work.body.id, down.publication_id))
    return await work.session.get_one(PointsList, (work.body.id, publication.list_id))


def erasure_list() -> sa.Select[PointsErasure]:
    """What was erased, the latest first; whoever asks sees their own."""
    return sa.select(PointsErasure).order_by(PointsErasure.id.desc())


async def _require_others(work: Work, subject: Subject) -> None:
    """Nobody erases what was written about themselves, nor why they themselves did something."""
    me = work.acting_person.person_id
    if isinstance(subject, PointsWithdrawal):
        who = sa.select(Event.actor_id).where(
            Event.name == WITHDRAWN, Event.subject_id == subject.id
        )
        if await work.session.scalar(who) == me:
            raise _by_oneself()
        return
    whose = sa.select(Mandate.person_id).where(Mandate.id == subject.mandate_id)
    if await work.session.scalar(whose) == me:
        raise _about_oneself()
    if isinstance(subject, PointsDecision) and subject.decided_by == me:
        raise _by_oneself()


def _about_oneself() -> Refused:
    return Refused("ERASURE_OWN", "关于自己的内容须由他人删除，请由另一名负责人办理。")


def _by_oneself() -> Refused:
    return Refused("ERASURE_OWN", "自己写下的理由须由他人删除，请由另一名负责人办理。")


async def _require_heard(work: Work, mandate_id: UUID, year: int) -> None:
    """As long as the deputy objects to a list of the year, why points went stays to be read."""
    objections = (
        sa.select(PointsObjection.id)
        .join(
            PointsList,
            sa.and_(
                PointsList.tenant_id == PointsObjection.tenant_id,
                PointsList.id == PointsObjection.list_id,
            ),
        )
        .where(
            PointsObjection.mandate_id == mandate_id,
            PointsList.year == year,
            PointsObjection.id.not_in(sa.select(PointsObjectionAnswer.objection_id)),
        )
    )
    if await work.session.scalar(objections.limit(1)) is not None:
        raise Refused(
            "ERASURE_PENDING",
            "代表对这一年度积分的异议还没有答复，请先答复，再删除扣分的理由。",
        )


async def _erase_deduction(work: Work, deduction: PointsDeduction) -> int:
    """Also of what took it back, or of what it takes back: they say the same thing."""
    first = deduction.withdraws_id or deduction.id
    account = sa.select(PointsAccount).where(
        PointsAccount.mandate_id == deduction.mandate_id, PointsAccount.year == deduction.on.year
    )
    # Whoever books or takes back meanwhile has done so, or finds the reason erased.
    await work.session.execute(account.with_for_update())
    await _require_heard(work, deduction.mandate_id, deduction.on.year)
    pair = (
        await work.session.scalars(
            sa.select(PointsDeduction).where(
                sa.or_(PointsDeduction.id == first, PointsDeduction.withdraws_id == first)
            )
        )
    ).all()
    if work.acting_person.person_id in {one.recorded_by for one in pair}:
        raise _by_oneself()
    lines = await _telling(work, deduction, first, [one for one in pair if one.withdraws_id])
    rows = await _erase(work, PointsDeduction, "reason", [one.id for one in pair])
    return rows + await _erase(work, PointsLine, "sentence", lines)


async def _telling(
    work: Work, deduction: PointsDeduction, first: UUID, back: Sequence[PointsDeduction]
) -> list[UUID]:
    """Lines of the year that say why: of the deduction, and those that were reversed for it."""
    found = await work.session.scalars(
        sa.select(PointsLine).where(
            PointsLine.mandate_id == deduction.mandate_id,
            PointsLine.year == deduction.on.year,
        )
    )
    rows = found.all()
    known = {row.id: row for row in rows}

    def tells(row: PointsLine) -> bool:
        if row.reverses_id is None:
            return row.source is Source.DEDUCTION and row.about == str(first)
        taken = known[row.reverses_id]
        return any(
            took_back(as_withdrawal(one), row, taken)
            and row.sentence == reversing_sentence(taken.number, withdrawn_reason(one.reason))
            for one in back
        )

    return [row.id for row in rows if tells(row)]


async def _erase_objection(work: Work, objection: PointsObjection) -> int:
    answer = await work.session.scalar(
        sa.select(PointsObjectionAnswer).where(PointsObjectionAnswer.objection_id == objection.id)
    )
    if answer is None:
        raise Refused("ERASURE_PENDING", "这项异议还没有答复，请先答复，再删除。")
    rows = await _erase(work, PointsObjection, "text", [objection.id])
    return rows + await _erase(work, PointsObjectionAnswer, "text", [answer.id])


async def _erase_withdrawal(work: Work, down: PointsWithdrawal) -> int:
    """Every deputy of the list was told why, and may be whom it is about."""
    listed, me = await _list_of(work, down), work.acting_person.person_id
    own = sa.select(PointsListRow.id).where(
        PointsListRow.list_id == listed.id, PointsListRow.person_id == me
    )
    if await work.session.scalar(own) is not None:
        raise _about_oneself()
    waiting = sa.select(PointsObjection.id).where(
        PointsObjection.list_id == listed.id,
        PointsObjection.id.not_in(sa.select(PointsObjectionAnswer.objection_id)),
    )
    if await work.session.scalar(waiting.limit(1)) is not None:
        raise Refused(
            "ERASURE_PENDING",
            "对这份公布表的异议还没有答复，请先答复，再删除撤下的理由。",
        )
    return await _erase(work, PointsWithdrawal, "reason", [down.id])


async def _erase(work: Work, model: Any, column: str, ids: Sequence[UUID]) -> int:
    """How many rows said something."""
    words = getattr(model, column)
    done = await work.session.scalars(
        sa.update(model)
        .where(model.id.in_(ids), words != ERASED)
        .values({column: erased(words)})
        .returning(model.id)
        .execution_options(synchronize_session=False)
    )
    return len(done.all())
