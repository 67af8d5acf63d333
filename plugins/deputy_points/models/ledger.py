"""Tables of points (履职积分). What was confirmed, adopted, deducted or booked never changes."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import Base, TenantOwned, choice, points_to, within
from plugins.deputy_points.rules import Limit, Source

KEPT = {"info": {"grants": "SELECT, INSERT"}}
"""The database refuses to change or to take away a row."""


def erasable(column: str) -> dict[str, Any]:
    """As `KEPT`; only what people wrote freely may become the mark of what was erased."""
    return {"info": {"grants": "SELECT, INSERT", "erasable": (column,)}}


class EntryCopy(Base, TenantOwned):
    """A confirmed entry as the record told of it; points are computed from these alone."""

    __tablename__ = "deputy_points_copy"
    __table_args__ = (
        UniqueConstraint("tenant_id", "entry_id"),
        within("mandate_id", "held_on"),
        within("held_on"),
        KEPT,
    )

    entry_id: Mapped[UUID]
    mandate_id: Mapped[UUID]
    term: Mapped[int]
    kind: Mapped[str]
    held_on: Mapped[date]
    quantity: Mapped[int]
    matter: Mapped[UUID | None]
    source: Mapped[str]
    evidence: Mapped[list[str]]
    digest: Mapped[str]
    confirmed_by: Mapped[UUID]
    confirmed_organ: Mapped[str]
    corrects: Mapped[UUID | None]
    withdrawn: Mapped[bool]


class RuleVersion(Base, TenantOwned):
    """A rule that the body put in force from a day on, word for word, with what it rests on."""

    __tablename__ = "deputy_points_rule"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        UniqueConstraint("tenant_id", "valid_from"),
        KEPT,
    )

    number: Mapped[int]
    valid_from: Mapped[date]
    value: Mapped[dict[str, Any]]
    rule_kind: Mapped[str]
    rule_title: Mapped[str]
    article: Mapped[str | None]
    cited: Mapped[str]
    note: Mapped[str | None]
    """What is said of the rule's numbers: which are reported, which are an example's own."""
    adopted_on: Mapped[date]
    adopted_by_name: Mapped[str]


class PointsAccount(Base, TenantOwned):
    """A deputy's year: its lines are the ledger, its sums are what they add up to.

    Name and district are those of the deputy when the account was opened.
    """

    __tablename__ = "deputy_points_account"
    __table_args__ = (
        points_to("mandate", "mandate_id"),
        UniqueConstraint("tenant_id", "mandate_id", "year"),
        within("year", "points"),
        within("year", "district", "name"),
    )

    mandate_id: Mapped[UUID]
    year: Mapped[int]
    name: Mapped[str]
    district: Mapped[str]
    points: Mapped[int] = mapped_column(default=0)
    attendance: Mapped[int] = mapped_column(default=0)
    effect: Mapped[int] = mapped_column(default=0)
    deducted: Mapped[int] = mapped_column(default=0)
    entries: Mapped[int] = mapped_column(default=0)
    serving: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    """Whether the mandate has days in the year; base points are for those alone."""
    last_line: Mapped[int] = mapped_column(default=0)
    """The number of the last line; the row is locked while lines are added."""


class PointsDeduction(Base, TenantOwned):
    """What a person took off, with a reason; one that names another takes that one back."""

    __tablename__ = "deputy_points_deduction"
    __table_args__ = (
        points_to("mandate", "mandate_id"),
        points_to("deputy_points_deduction", "withdraws_id"),
        UniqueConstraint("tenant_id", "withdraws_id"),
        within("mandate_id", "on"),
        within("on"),
        erasable("reason"),
    )

    mandate_id: Mapped[UUID]
    code: Mapped[str]
    title: Mapped[str]
    on: Mapped[date]
    times: Mapped[int]
    value: Mapped[int]
    reason: Mapped[str]
    withdraws_id: Mapped[UUID | None]
    recorded_on: Mapped[date]
    recorded_by: Mapped[UUID]
    recorded_by_name: Mapped[str]


class PointsMark(Base, TenantOwned):
    """A mark that a rater gave; the rater's next one for the same thing takes its place."""

    __tablename__ = "deputy_points_mark"
    __table_args__ = (
        points_to("mandate", "mandate_id"),
        within("mandate_id", "year"),
        within("year"),
        KEPT,
    )

    mandate_id: Mapped[UUID]
    year: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    rater: Mapped[str]
    rater_title: Mapped[str]
    value: Mapped[int]
    period: Mapped[str] = mapped_column(default="", server_default="")
    """The code of the period that is marked; empty for the whole year."""
    marked_on: Mapped[date]
    marked_by: Mapped[UUID]
    marked_by_name: Mapped[str]


class PointsClosing(Base, TenantOwned):
    """That a year or one of its periods is closed: no mark, no deduction is added any more."""

    __tablename__ = "deputy_points_closing"
    __table_args__ = (UniqueConstraint("tenant_id", "year", "period"), KEPT)

    year: Mapped[int]
    period: Mapped[str] = mapped_column(default="", server_default="")
    """The period's code; empty for the whole year."""
    closed_on: Mapped[date]
    closed_by_name: Mapped[str]


class PointsLine(Base, TenantOwned):
    """A line of the ledger (积分台账); a correction is a reversing line and a new one."""

    __tablename__ = "deputy_points_line"
    __table_args__ = (
        points_to("deputy_points_account", "account_id"),
        points_to("deputy_points_rule", "rule_id"),
        points_to("deputy_points_line", "reverses_id"),
        UniqueConstraint("tenant_id", "account_id", "number"),
        UniqueConstraint("tenant_id", "reverses_id"),
        within("year", "dated_on"),
        erasable("sentence"),
    )

    account_id: Mapped[UUID]
    mandate_id: Mapped[UUID]
    year: Mapped[int]
    number: Mapped[int]
    source: Mapped[Source] = choice(Source)
    about: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    dated_on: Mapped[date]
    period: Mapped[str | None]
    full_value: Mapped[int]
    value: Mapped[int]
    cut_by: Mapped[Limit | None] = choice(Limit)
    effect: Mapped[bool]
    rule_id: Mapped[UUID]
    version: Mapped[int]
    sentence: Mapped[str]
    evidence: Mapped[list[str]]
    digest: Mapped[str | None]
    grounds: Mapped[str] = mapped_column(default="", server_default="")
    """What else the value rests on, in codes; the sentence says it in words."""
    confirmed_by: Mapped[UUID | None]
    confirmed_organ: Mapped[str | None]
    reverses_id: Mapped[UUID | None]
    booked_on: Mapped[date]
