"""Marks of several raters, entered with who and when; a year that is closed takes no more."""

from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import Invalid, Mandate, NotFound, Refused, Work, announce, today
from plugins.deputy_points import permissions as may
from plugins.deputy_points.models import PointsClosing, PointsMark, RuleVersion
from plugins.deputy_points.rules import MarkedKind, Rater, Version, last_day, points, version_on
from plugins.deputy_points.service.booking import book_year
from plugins.deputy_points.service.copying import refuse_closed, versions


async def enter_points_mark(
    work: Work, mandate_id: UUID, year: int, kind: str, rater: str, value: int
) -> PointsMark:
    """Mark a deputy (评分): own marks are the deputy's, all others somebody else's."""
    mandate = await work.session.scalar(sa.select(Mandate).where(Mandate.id == mandate_id))
    if mandate is None:
        raise NotFound("代表资格")
    await refuse_closed(work, year)
    kept = await versions(work)
    by, thing = _named([one for _, one in kept], year, rater, kind)
    _check_hand(work, by, mandate)
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
        marked_on=today(),
        marked_by=work.acting_person.person_id,
        marked_by_name=work.acting_person.name,
    )
    work.session.add(mark)
    await work.session.flush()
    await book_year(work, mandate_id, year, kept, "评分有变动，重新计分")
    payload = {"mandate": str(mandate_id), "year": year, "kind": kind, "rater": rater}
    announce(work, "deputy_points.enter_points_mark", mark, payload)
    return mark


def _named(kept: list[Version], year: int, rater: str, kind: str) -> tuple[Rater, MarkedKind]:
    """Rater and thing by the rule in force today, or at the end of a year that is over."""
    version = version_on(kept, min(today(), last_day(year))) if year <= today().year else None
    by = version.rules.rater(rater) if version else None
    thing = version.rules.marked_kind(kind) if version else None
    if by is None or thing is None:
        raise Invalid(
            "POINTS_MARK_UNKNOWN",
            f"{year}年的积分规则没有评分人“{rater[:40]}”或者评分项“{kind[:40]}”，请核对规则。",
            field="kind" if by else "rater",
        )
    return by, thing


def _check_hand(work: Work, by: Rater, mandate: Mandate) -> None:
    own = mandate.person_id == work.acting_person.person_id
    if by.own and not own:
        raise Refused("POINTS_MARK_OWN", f"“{by.title}”由代表本人填写，他人不能代填。")
    if not by.own:
        work.require(may.MARK_OTHERS)
        if own:
            raise Refused("POINTS_MARK_SELF", f"“{by.title}”不能由被评的代表本人填写。")


async def close_points_year(work: Work, year: int) -> PointsClosing:
    """End marking and deducting of a year that is over (结束年度评分); they never change again."""
    if last_day(year) >= today():
        raise Refused("POINTS_YEAR_RUNS", f"{year}年还没有结束，不能结束该年的评分、扣分。")
    rule = sa.select(RuleVersion.id).where(RuleVersion.valid_from <= last_day(year)).limit(1)
    if await work.session.scalar(rule) is None:
        raise Refused("POINTS_YEAR_NOT_OPEN", f"{year}年没有启用积分规则，不需要结束。")
    await refuse_closed(work, year)
    closing = PointsClosing(
        id=uuid7(), year=year, closed_on=today(), closed_by_name=work.acting_person.name
    )
    work.session.add(closing)
    await work.session.flush()
    announce(work, "deputy_points.close_points_year", closing, {"year": year})
    return closing
