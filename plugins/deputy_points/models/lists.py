"""Frozen lists, publication, objections and decisions: each row is an act and never changes."""

from datetime import date
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from core import Base, ErasureGround, TenantOwned, choice, points_to, within
from plugins.deputy_points.models.ledger import KEPT, erasable
from plugins.deputy_points.rules import ProposalKind


class PointsList(Base, TenantOwned):
    """A period's points, frozen (积分公布表); a corrected one stands beside the one before."""

    __tablename__ = "deputy_points_list"
    __table_args__ = (
        points_to("deputy_points_list", "corrects_id"),
        UniqueConstraint("tenant_id", "year", "period", "number"),
        KEPT,
    )

    year: Mapped[int]
    period: Mapped[str]
    """The period's code; empty for the whole year."""
    number: Mapped[int]
    title: Mapped[str]
    corrects_id: Mapped[UUID | None]
    ranked: Mapped[bool]
    deputies: Mapped[int]
    points: Mapped[int]
    points_before: Mapped[int | None]
    """The same period's points a year before; None where there are none."""
    digest: Mapped[str]
    prepared_on: Mapped[date]
    prepared_organ_id: Mapped[UUID]
    prepared_by: Mapped[UUID]
    prepared_by_name: Mapped[str]


class PointsListRow(Base, TenantOwned):
    """A deputy in a frozen list."""

    __tablename__ = "deputy_points_list_row"
    __table_args__ = (
        points_to("deputy_points_list", "list_id"),
        points_to("deputy_points_account", "account_id"),
        UniqueConstraint("tenant_id", "list_id", "mandate_id"),
        within("list_id", "district", "name"),
        within("person_id"),
        KEPT,
    )

    list_id: Mapped[UUID]
    mandate_id: Mapped[UUID]
    person_id: Mapped[UUID]
    name: Mapped[str]
    district: Mapped[str]
    group_id: Mapped[UUID | None]
    group_name: Mapped[str | None]
    points: Mapped[int]
    attendance: Mapped[int]
    effect: Mapped[int]
    deducted: Mapped[int]
    entries: Mapped[int]
    place: Mapped[int | None]
    place_in_group: Mapped[int | None]
    account_id: Mapped[UUID | None]
    last_line: Mapped[int | None]
    """The last line that the account had: the sums are those of the lines up to it."""


class PointsSecrecyCheck(Base, TenantOwned):
    """That somebody looked whether a list may be shown to others (保密审查)."""

    __tablename__ = "deputy_points_secrecy_check"
    __table_args__ = (points_to("deputy_points_list", "list_id"), within("list_id"), KEPT)

    list_id: Mapped[UUID]
    passed: Mapped[bool]
    note: Mapped[str]
    checked_on: Mapped[date]
    checked_by: Mapped[UUID]
    checked_by_name: Mapped[str]


class PointsNotice(Base, TenantOwned):
    """That the deputies of a list were told to look at their own rows before anybody else does."""

    __tablename__ = "deputy_points_notice"
    __table_args__ = (
        points_to("deputy_points_list", "list_id"),
        UniqueConstraint("tenant_id", "list_id"),
        KEPT,
    )

    list_id: Mapped[UUID]
    deputies: Mapped[int]
    notified_on: Mapped[date]
    notified_by_name: Mapped[str]
    own_until: Mapped[date | None]
    """The last of the days that are the deputies' own; None where practice has no number."""
    own_text: Mapped[str]


class PointsPublication(Base, TenantOwned):
    """That a list was published, to whom, and until when deputies may object."""

    __tablename__ = "deputy_points_publication"
    __table_args__ = (
        points_to("deputy_points_list", "list_id"),
        UniqueConstraint("tenant_id", "list_id"),
        within("year"),
        KEPT,
    )

    list_id: Mapped[UUID]
    year: Mapped[int]
    period: Mapped[str]
    title: Mapped[str]
    audiences: Mapped[list[str]]
    deputies: Mapped[int]
    points: Mapped[int]
    points_before: Mapped[int | None]
    published_on: Mapped[date]
    published_by_name: Mapped[str]
    objections_until: Mapped[date | None]
    objections_text: Mapped[str]


class PointsWithdrawal(Base, TenantOwned):
    """That a published list was taken down: who saw it does not see it any more."""

    __tablename__ = "deputy_points_withdrawal"
    __table_args__ = (
        points_to("deputy_points_publication", "publication_id"),
        UniqueConstraint("tenant_id", "publication_id"),
        erasable("reason"),
    )

    publication_id: Mapped[UUID]
    reason: Mapped[str]
    withdrawn_on: Mapped[date]
    withdrawn_by_name: Mapped[str]


class PointsObjection(Base, TenantOwned):
    """A deputy's objection to their own row (异议)."""

    __tablename__ = "deputy_points_objection"
    __table_args__ = (
        points_to("deputy_points_list", "list_id"),
        within("list_id"),
        within("person_id"),
        erasable("text"),
    )

    list_id: Mapped[UUID]
    mandate_id: Mapped[UUID]
    person_id: Mapped[UUID]
    name: Mapped[str]
    text: Mapped[str]
    objected_on: Mapped[date]


class PointsObjectionAnswer(Base, TenantOwned):
    """What became of an objection; a correction is made by lines and by a corrected list."""

    __tablename__ = "deputy_points_answer"
    __table_args__ = (
        points_to("deputy_points_objection", "objection_id"),
        UniqueConstraint("tenant_id", "objection_id"),
        erasable("text"),
    )

    objection_id: Mapped[UUID]
    upheld: Mapped[bool]
    text: Mapped[str]
    answered_on: Mapped[date]
    answered_by_name: Mapped[str]


class PointsDecision(Base, TenantOwned):
    """What people decided on a proposal that the rule's text lets be made."""

    __tablename__ = "deputy_points_decision"
    __table_args__ = (
        points_to("mandate", "mandate_id"),
        UniqueConstraint("tenant_id", "year", "mandate_id", "title"),
        erasable("reason"),
    )

    year: Mapped[int]
    mandate_id: Mapped[UUID]
    kind: Mapped[ProposalKind] = choice(ProposalKind)
    title: Mapped[str]
    text: Mapped[str]
    adopted: Mapped[bool]
    reason: Mapped[str]
    decided_on: Mapped[date]
    decided_by: Mapped[UUID]
    decided_by_name: Mapped[str]


class PointsErasure(Base, TenantOwned):
    """That words about a deputy's points were erased; the deputy is told, never which words."""

    __tablename__ = "deputy_points_erasure"
    __table_args__ = (
        points_to("mandate", "mandate_id"),
        points_to("deputy_points_list", "list_id"),
        within("mandate_id"),
        KEPT,
    )

    mandate_id: Mapped[UUID | None]
    """Of one deputy's points; None where it is about a whole list."""
    list_id: Mapped[UUID | None]
    """A list that was taken down: all its deputies were told why, and are told of this."""
    what: Mapped[str]
    """What they were about, in words of the rule and of the list alone."""
    ground: Mapped[ErasureGround] = choice(ErasureGround)
    rows: Mapped[int]
    erased_on: Mapped[date]
    erased_by_name: Mapped[str]
