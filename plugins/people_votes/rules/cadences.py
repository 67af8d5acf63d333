"""The rhythm of oversight (一月一通报、一季一督查…): for which period, until which last day."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec

from plugins.people_votes.rules.projects import Side

MONTHS = 12


class DutyKind(StrEnum):
    """What falls due on a project: the cadences, and what a check wants mended."""

    MONTHLY_NOTICE = "monthly_notice"
    QUARTERLY_CHECK = "quarterly_check"
    HALF_YEAR_REPORT = "half_year_report"
    YEAR_END_ASSESSMENT = "year_end_assessment"
    MENDING = "mending"


DUTIES = {
    DutyKind.MONTHLY_NOTICE: "项目进度通报",
    DutyKind.QUARTERLY_CHECK: "项目督查",
    DutyKind.HALF_YEAR_REPORT: "项目实施情况报告",
    DutyKind.YEAR_END_ASSESSMENT: "项目满意度测评",
    DutyKind.MENDING: "督查问题整改",
}


class DutyState(StrEnum):
    """Whether a duty is open."""

    OPEN = "open"
    MET = "met"
    STOPPED = "stopped"


DUTY_STATES = {
    DutyState.OPEN: "待办",
    DutyState.MET: "已办",
    DutyState.STOPPED: "项目已办结或者停止，不再需要",
}


class Cadence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rhythm: what, every how many months, who does it, until which day, by which article.

    Periods are those of the calendar: with three months, the quarters. `until_day` is the day of
    the month after the period; without it the last day of the period itself is the last day.
    """

    kind: DutyKind
    every: Annotated[int, msgspec.Meta(ge=1, le=MONTHS)]
    by: Side
    until_day: Annotated[int, msgspec.Meta(ge=1, le=31)] | None = None
    article: str | None = None

    def __post_init__(self) -> None:
        if self.kind is DutyKind.MENDING:
            raise ValueError("整改期限由每次督查确定，不是固定的节奏")

    @property
    def text(self) -> str:
        """The way an office says it."""
        until = f"次期{self.until_day}日前" if self.until_day else "期末前"
        return f"每{self.every}个月一次{DUTIES[self.kind]}（{until}）"


def period_of(day: date, every: int) -> tuple[date, date]:
    """First and last day of the calendar period of so many months in which a day lies."""
    months = (day.year * MONTHS + day.month - 1) // every * every
    return _month_start(months), _month_start(months + every) - timedelta(days=1)


def _month_start(months: int) -> date:
    return date(months // MONTHS, months % MONTHS + 1, 1)


def last_day(cadence: Cadence, period_to: date) -> date:
    """Until when what a period asks for is to be done."""
    if cadence.until_day is None:
        return period_to
    following = period_to + timedelta(days=1)
    longest = monthrange(following.year, following.month)[1]
    return following.replace(day=min(cadence.until_day, longest))
