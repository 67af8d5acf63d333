"""Deductions: by a person, with a reason, at the value that the rule has; taken back likewise."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import Invalid, Mandate, NotFound, Refused, Work, announce, notify, on_day, today
from plugins.deputy_points.models import PointsDeduction
from plugins.deputy_points.practice import MOST_TIMES
from plugins.deputy_points.rules import TAKEN_OFF, version_on, withdrawn_reason
from plugins.deputy_points.service.booking import book_year
from plugins.deputy_points.service.copying import refuse_closed, versions
from plugins.deputy_points.service.free_words import free_words


async def deduct_points(
    work: Work, mandate_id: UUID, code: str, on: date, times: int, reason: str
) -> PointsDeduction:
    """Take points off (扣分); nothing is ever taken off without somebody who says why."""
    mandate = await work.session.scalar(sa.select(Mandate).where(Mandate.id == mandate_id))
    if mandate is None:
        raise NotFound("代表资格")
    _require_day(on, mandate)
    if not 0 < times <= MOST_TIMES:
        raise Invalid(
            "POINTS_TIMES",
            f"次数（如缺席的半天数）须不小于1，不大于{MOST_TIMES}，请改正。",
            field="times",
        )
    kept = await versions(work)
    version = version_on([one for _, one in kept], on)
    period = version.rules.period(on) if version else None
    await refuse_closed(work, on.year, period.code if period else None)
    item = version.rules.deduction(code) if version else None
    if item is None:
        raise Invalid(
            "POINTS_DEDUCTION_UNKNOWN",
            f"{on_day(on)}有效的积分规则没有代码为“{code[:40]}”的扣分项，不能扣分。请核对规则。",
            field="code",
        )
    deduction = PointsDeduction(
        id=uuid7(),
        mandate_id=mandate_id,
        code=code,
        title=item.title,
        on=on,
        times=times,
        value=item.value * times,
        reason=_reason(reason),
        withdraws_id=None,
        **_recorded(work),
    )
    work.session.add(deduction)
    await work.session.flush()
    await book_year(work, mandate_id, on.year, kept, TAKEN_OFF)
    payload = {"mandate": str(mandate_id), "code": code, "on": on.isoformat(), "times": times}
    text = f"您{on_day(on)}的一项事由扣了积分，理由见积分明细。"
    notify(work, [mandate.person_id], text, deduction)
    announce(work, "deputy_points.deduct_points", deduction, payload)
    return deduction


def _require_day(on: date, mandate: Mandate) -> None:
    """Refuse a day to come, and one outside the mandate."""
    if on > today():
        raise Invalid("DATE_IN_FUTURE", "日期不能晚于今天，请改正。", field="on")
    if on < mandate.began_on:
        raise Invalid(
            "POINTS_DAY_OUTSIDE",
            f"日期早于代表资格开始之日（{on_day(mandate.began_on)}），不能扣分，请改正日期。",
            field="on",
        )
    if mandate.ended_on is not None and on > mandate.ended_on:
        raise Invalid(
            "POINTS_DAY_OUTSIDE",
            f"日期晚于代表资格终止之日（{on_day(mandate.ended_on)}），不能扣分，请改正日期。",
            field="on",
        )


async def withdraw_deduction(work: Work, deduction_id: UUID, reason: str) -> PointsDeduction:
    """Take a deduction back by a further record (撤销扣分); the ledger gets a reversing line."""
    taken = await work.session.scalar(
        sa.select(PointsDeduction).where(PointsDeduction.id == deduction_id)
    )
    if taken is None:
        raise NotFound("扣分记录")
    back = sa.select(PointsDeduction.id).where(PointsDeduction.withdraws_id == taken.id)
    if taken.withdraws_id is not None or await work.session.scalar(back) is not None:
        raise Refused("POINTS_WITHDRAWN_ALREADY", "这次扣分已经撤销，不需要再次办理。")
    why = _reason(reason)
    undone = PointsDeduction(
        id=uuid7(),
        withdraws_id=taken.id,
        reason=why,
        **{
            name: getattr(taken, name)
            for name in ("mandate_id", "code", "title", "on", "times", "value")
        },
        **_recorded(work),
    )
    work.session.add(undone)
    await work.session.flush()
    kept = await versions(work)
    await book_year(work, taken.mandate_id, taken.on.year, kept, withdrawn_reason(why))
    payload = {"mandate": str(taken.mandate_id), "deduction": str(taken.id)}
    mandate = await work.session.get_one(Mandate, (work.body.id, taken.mandate_id))
    notify(work, [mandate.person_id], f"您{on_day(taken.on)}的一项扣分已经撤销。", undone)
    announce(work, "deputy_points.withdraw_deduction", undone, payload)
    return undone


def _reason(text: str) -> str:
    return free_words(text, field="reason", empty="请写明理由，代表本人会看到。")


def _recorded(work: Work) -> dict[str, object]:
    actor = work.acting_person
    return {
        "recorded_on": today(),
        "recorded_by": actor.person_id,
        "recorded_by_name": actor.name,
    }
