"""Marks of several raters, entered with who and when; a year that is closed takes no more."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import (
    ORGAN_NAMES,
    Invalid,
    Mandate,
    NotFound,
    OrganKind,
    Refused,
    Work,
    announce,
    led_by,
    on_day,
    role_title,
    roles_here,
    today,
)
from plugins.deputy_points import permissions as may
from plugins.deputy_points.models import PointsClosing, PointsMark, RuleVersion
from plugins.deputy_points.rules import (
    MARKED_ANEW,
    MarkedKind,
    Rater,
    Version,
    last_day,
    points,
    version_on,
)
from plugins.deputy_points.service.booking import book_year, serves
from plugins.deputy_points.service.copying import (
    WHOLE_YEAR,
    check_year,
    refuse_closed,
    span_of,
    versions,
)


async def enter_points_mark(
    work: Work, mandate_id: UUID, year: int, kind: str, rater: str, value: int, period: str | None
) -> PointsMark:
    """Mark a deputy (评分): own marks are the deputy's, all others somebody else's."""
    mandate = await work.session.scalar(sa.select(Mandate).where(Mandate.id == mandate_id))
    if mandate is None:
        raise NotFound("代表资格")
    check_year(year)
    if not serves(mandate, year):
        ended = f"，{on_day(mandate.ended_on)}终止" if mandate.ended_on else ""
        raise Invalid(
            "POINTS_YEAR_OUTSIDE",
            f"{year}年该代表没有任职（代表资格{on_day(mandate.began_on)}开始{ended}），不能评分，请改正年度。",
            field="year",
        )
    await refuse_closed(work, year, period)
    kept = await versions(work)
    by, thing = _named([one for _, one in kept], year, rater, kind)
    await _check_period(work, thing, year, period)
    await _check_hand(work, by, mandate)
    if not 0 <= value <= thing.most:
        raise Invalid(
            "POINTS_MARK_RANGE",
            f"“{thing.title}”的评分须在0分到{points(thing.most)}之间，请改正。",
            field="value",
        )
    mark = PointsMark(
        id=uuid7(),
        mandate_id=mandate_id,
        year=year,
        kind=kind,
        title=thing.title,
        rater=rater,
        rater_title=by.title,
        value=value,
        period=period or WHOLE_YEAR,
        marked_on=today(),
        marked_by=work.acting_person.person_id,
        marked_by_name=work.acting_person.name,
    )
    work.session.add(mark)
    await work.session.flush()
    await book_year(work, mandate_id, year, kept, MARKED_ANEW)
    # The account is held from here on, so two marks at once cannot miss each other.
    await _refuse_second_hand(work, mark, by)
    payload = {"mandate": str(mandate_id), "year": year, "kind": kind, "rater": rater}
    payload["period"] = mark.period
    announce(work, "deputy_points.enter_points_mark", mark, payload)
    return mark


def rule_for_marks(kept: list[Version], year: int) -> Version | None:
    """The rule in force today, or at the end of a year that is over; none of a year to come."""
    return version_on(kept, min(today(), last_day(year))) if year <= today().year else None


def _named(kept: list[Version], year: int, rater: str, kind: str) -> tuple[Rater, MarkedKind]:
    """Rater and thing by the rule in force today, or at the end of a year that is over."""
    version = rule_for_marks(kept, year)
    by = version.rules.rater(rater) if version else None
    thing = version.rules.marked_kind(kind) if version else None
    if by is None or thing is None:
        raise Invalid(
            "POINTS_MARK_UNKNOWN",
            f"{year}年的积分规则没有评分人“{rater[:40]}”或者评分项“{kind[:40]}”，请核对规则。",
            field="kind" if by else "rater",
        )
    return by, thing


async def _check_period(work: Work, thing: MarkedKind, year: int, period: str | None) -> None:
    """What is marked by periods names one that has begun; what is marked by the year names none."""
    if thing.by_period is not (period is not None):
        how = "按计分期评分，须写明计分期" if thing.by_period else "按全年评分，不写计分期"
        raise Invalid("POINTS_MARK_PERIOD", f"“{thing.title}”{how}，请改正。", field="period")
    if period is None:
        return
    span = await span_of(work, year, period)
    if today() < span.first_on(year):
        raise Refused("POINTS_MARK_EARLY", f"{year}年{span.title}还没有开始，不能评分。")


async def _check_hand(work: Work, by: Rater, mandate: Mandate) -> None:
    """Refuse whoever is not the hand that the rule names, and say who is."""
    own = mandate.person_id == work.acting_person.person_id
    if by.own:
        if not own:
            raise Refused("POINTS_MARK_OWN", f"“{by.title}”由代表本人填写，他人不能代填。")
        return
    work.require(may.MARK_OTHERS)
    if own:
        raise Refused(
            "POINTS_MARK_SELF",
            f"“{by.title}”不能由被评的代表本人填写，请由{await _who_may(work, by)}填写。",
        )
    hand = await within_hand(work, by, Mandate.id)
    mine = sa.select(Mandate.id).where(Mandate.id == mandate.id)
    if hand is None or await work.session.scalar(mine.where(hand)) is None:
        raise Refused(
            "POINTS_MARK_HAND",
            f"“{by.title}”由{await _who_may(work, by)}填写，您不能代填，请转告其办理。",
        )


async def within_hand(work: Work, by: Rater, mandate: Any) -> sa.ColumnElement[bool] | None:
    """Whom whoever acts marks as this rater, as a condition on mandates; None where nobody.

    An earlier rule that names no hand takes everybody's for others.
    """
    person = work.acting_person.person_id
    own = mandate.in_(sa.select(Mandate.id).where(Mandate.person_id == person))
    if by.own:
        return own
    if may.MARK_OTHERS not in work.actions:
        return None
    if by.group:
        return sa.and_(mandate.in_(led_by(person)), sa.not_(own))
    if by.organs and work.acting_organ.kind not in by.organs:
        return None
    if by.role is not None and by.role not in await roles_here(work):
        return None
    return sa.not_(own)


async def _who_may(work: Work, by: Rater) -> str:
    """Whom the rule names, for people."""
    if by.group:
        return "该代表所在代表小组的组长"
    if by.organs:
        return f"{'、'.join(ORGAN_NAMES[OrganKind(one)] for one in by.organs)}的评分人"
    if by.role:
        return f"担任“{await role_title(work, by.role)}”的人"
    return "代表本人以外的评分人"


async def _refuse_second_hand(work: Work, mark: PointsMark, by: Rater) -> None:
    """Nobody is two raters of one deputy and year."""
    other = await work.session.scalar(
        sa.select(PointsMark.rater_title)
        .where(
            PointsMark.mandate_id == mark.mandate_id,
            PointsMark.year == mark.year,
            PointsMark.marked_by == mark.marked_by,
            PointsMark.rater != mark.rater,
        )
        .limit(1)
    )
    if other is not None:
        raise Refused(
            "POINTS_MARK_TWO_RATERS",
            f"您已作为“{other}”为该代表评过{mark.year}年的分，同一人不能再作为“{by.title}”评分。"
            f"请由{await _who_may(work, by)}中的其他人填写。",
        )


async def close_points_year(work: Work, year: int) -> PointsClosing:
    """End marking and deducting of a year that is over (结束年度评分); they never change again."""
    check_year(year)
    if last_day(year) >= today():
        raise Refused("POINTS_YEAR_RUNS", f"{year}年还没有结束，不能结束该年的评分、扣分。")
    rule = sa.select(RuleVersion.id).where(RuleVersion.valid_from <= last_day(year)).limit(1)
    if await work.session.scalar(rule) is None:
        raise Refused("POINTS_YEAR_NOT_OPEN", f"{year}年没有启用积分规则，不需要结束。")
    closing = await _closed(work, year, WHOLE_YEAR)
    announce(work, "deputy_points.close_points_year", closing, {"year": year})
    return closing


async def close_points_period(work: Work, year: int, period: str) -> PointsClosing:
    """End marking and deducting of a quarter, or what else the rule counts by (结束计分期评分)."""
    span = await span_of(work, year, period)
    if span.last_on(year) >= today():
        raise Refused(
            "POINTS_PERIOD_RUNS", f"{year}年{span.title}还没有结束，不能结束该期的评分、扣分。"
        )
    closing = await _closed(work, year, period)
    payload = {"year": year, "period": period}
    announce(work, "deputy_points.close_points_period", closing, payload)
    return closing


async def _closed(work: Work, year: int, period: str) -> PointsClosing:
    await refuse_closed(work, year, period)
    closing = PointsClosing(
        id=uuid7(),
        year=year,
        period=period,
        closed_on=today(),
        closed_by_name=work.acting_person.name,
    )
    work.session.add(closing)
    await work.session.flush()
    return closing
