"""A rule is put in force from a day on; the past keeps the rule it was booked by."""

from datetime import date, timedelta

import msgspec
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from core import Mandate, Refused, Work, announce, on_day, today, value_of
from plugins.deputy_points.models import (
    PointsAccount,
    PointsClosing,
    PointsLine,
    PointsPublication,
    RuleVersion,
)
from plugins.deputy_points.practice import RULES, refuse_faults
from plugins.deputy_points.rules import first_day, last_day
from plugins.deputy_points.service.booking import new_account, serves
from plugins.deputy_points.service.copying import WHOLE_YEAR, check_year, versions


async def adopt_points_rule(work: Work, valid_from: date) -> RuleVersion:
    """Put the rule that practice has for a day in force from that day on (启用积分规则)."""
    resolved = await value_of(work, RULES, valid_from)
    holding = resolved.holding
    if holding is None:
        raise Refused(
            "POINTS_RULE_UNKNOWN",
            f"“做法”中没有{on_day(valid_from)}有效的积分规则，请管理员先设置并写明依据。",
        )
    refuse_faults(resolved.value)
    await _refuse_past(work, valid_from)
    await _refuse_settled(work, valid_from)
    numbers = await work.session.scalars(sa.select(RuleVersion.number))
    version = RuleVersion(
        id=uuid7(),
        number=max(numbers, default=0) + 1,
        valid_from=valid_from,
        value=msgspec.to_builtins(resolved.value),
        rule_kind=str(holding.rule_kind),
        rule_title=holding.rule_title,
        article=holding.article,
        cited=holding.rule_text,
        note=holding.note,
        adopted_on=today(),
        adopted_by_name=work.acting_person.name,
    )
    work.session.add(version)
    await work.session.flush()
    payload = {"number": version.number, "valid_from": valid_from.isoformat()}
    announce(work, "deputy_points.adopt_points_rule", version, payload)
    return version


async def _refuse_past(work: Work, valid_from: date) -> None:
    """A day that was booked by another rule, or lies before one, is out of reach."""
    adopted = await work.session.scalar(sa.select(sa.func.max(RuleVersion.valid_from)))
    booked = await work.session.scalar(sa.select(sa.func.max(PointsLine.dated_on)))
    reached = max((day for day in (adopted, booked) if day is not None), default=None)
    if reached is not None and valid_from <= reached:
        first = reached + timedelta(days=1)
        raise Refused(
            "POINTS_RULE_TOUCHES_PAST",
            f"{on_day(reached)}以前的积分已按原规则记入台账，新规则不能改变过去。"
            f"请把启用日期定在{on_day(first)}或者以后。",
        )


async def _refuse_settled(work: Work, valid_from: date) -> None:
    """A period that was published or closed keeps its rule to its last day."""
    settled = [
        (last, year, named, what)
        for what, of in (
            ("积分已经公布", sa.select(PointsPublication.year, PointsPublication.period)),
            ("评分、扣分已经结束", sa.select(PointsClosing.year, PointsClosing.period)),
        )
        for last, year, named in await _ended(work, of.distinct())
    ]
    last, year, named, what = max(settled, default=(date.min, 0, "", ""))
    if valid_from <= last:
        raise Refused(
            "POINTS_RULE_TOUCHES_PERIOD",
            f"{year}年{named}的{what}，新规则不能从这一期中间或者以前开始。"
            f"请把启用日期定在{on_day(last + timedelta(days=1))}或者以后。",
        )


async def _ended(work: Work, periods: sa.Select[int, str]) -> list[tuple[date, int, str]]:
    """Of periods, the last day by any rule that knows them, the year, and what they are called."""
    kept = [version.rules for _, version in await versions(work)]
    ended = list[tuple[date, int, str]]()
    for year, period in await work.session.execute(periods):
        if period == WHOLE_YEAR:
            ended.append((last_day(year), year, "度"))
            continue
        spans = [span for rules in kept if (span := rules.span(period)) is not None]
        ended += [(span.last_on(year), year, span.title) for span in spans]
    return ended


async def open_points_year(work: Work, year: int) -> RuleVersion:
    """Open an account for everybody in office in the year; base points follow (开立年度账户).

    Called again it opens what is missing, and heeds an end that was recorded late.
    """
    check_year(year)
    rule = await work.session.scalar(
        sa.select(RuleVersion)
        .where(RuleVersion.valid_from <= last_day(year))
        .order_by(RuleVersion.valid_from.desc())
        .limit(1)
    )
    if rule is None or first_day(year) > today():
        raise Refused(
            "POINTS_YEAR_NOT_OPEN",
            f"{year}年还没有开始，或者该年没有启用积分规则，不能开立账户。请先启用积分规则。",
        )
    await _heed_late_ends(work, year)
    there = sa.select(PointsAccount.mandate_id).where(PointsAccount.year == year)
    missing = await work.session.scalars(
        sa.select(Mandate).where(in_office(year), Mandate.id.not_in(there)).order_by(Mandate.id)
    )
    accounts = [new_account(mandate, year) for mandate in missing]
    work.session.add_all(accounts)
    await work.session.flush()
    payload = {"year": year, "opened": len(accounts)}
    announce(work, "deputy_points.open_points_year", rule, payload)
    return rule


def in_office(year: int) -> sa.ColumnElement[bool]:
    """That a mandate has days in the year."""
    ended = sa.or_(Mandate.ended_on.is_(None), Mandate.ended_on >= first_day(year))
    return sa.and_(Mandate.began_on <= last_day(year), ended)


async def _heed_late_ends(work: Work, year: int) -> None:
    joined = sa.and_(
        Mandate.tenant_id == PointsAccount.tenant_id, Mandate.id == PointsAccount.mandate_id
    )
    found = await work.session.execute(
        sa.select(PointsAccount, Mandate)
        .join(Mandate, joined)
        .where(PointsAccount.year == year)
        .order_by(PointsAccount.mandate_id)
        .with_for_update(of=PointsAccount)
    )
    for account, mandate in found:
        account.serving = serves(mandate, year)
