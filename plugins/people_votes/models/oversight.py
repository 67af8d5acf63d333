"""What follows a chosen project: its group, what falls due, reports, checks, files.

All of it belongs to the body, so that both sides read the same record. Files and clocks lie under
their organ's policy: the other side gets its own row of a file, and the clock of a duty is kept
for the organ that owes it, by a listener that acts for every organ.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import Base, TenantOwned, choice, points_to, within
from plugins.people_votes.rules import DutyKind, DutyState, GroupKind, Side


class ProjectGroup(Base, TenantOwned):
    """The one supervising group (监督小组) of a project: 一事一小组."""

    __tablename__ = "people_votes_group"
    __table_args__ = (
        points_to("people_votes_project", "project_id"),
        UniqueConstraint("tenant_id", "project_id"),
    )

    project_id: Mapped[UUID]
    name: Mapped[str]
    public: Mapped[bool]
    """Whether the names of its members may be published; nothing else of them ever is."""
    formed_on: Mapped[date]
    formed_by_name: Mapped[str]


class ProjectGroupMember(Base, TenantOwned):
    """That somebody is in a group; who leaves keeps the row, with the day."""

    __tablename__ = "people_votes_group_member"
    __table_args__ = (
        points_to("people_votes_group", "group_id"),
        points_to("people_votes_project", "project_id"),
        within("group_id"),
        within("project_id"),
        within("person_id"),
    )

    group_id: Mapped[UUID]
    project_id: Mapped[UUID]
    kind: Mapped[GroupKind] = choice(GroupKind)
    person_id: Mapped[UUID | None]
    """None for those who are named only."""
    name: Mapped[str]
    post: Mapped[str]
    leader: Mapped[bool]
    joined_on: Mapped[date]
    left_on: Mapped[date | None]


class ProjectDuty(Base, TenantOwned):
    """What falls due on a project: a period of a cadence, or what a check wants mended."""

    __tablename__ = "people_votes_duty"
    __table_args__ = (
        points_to("people_votes_project", "project_id"),
        within("project_id", "kind", "state"),
        within("state", "due_on"),
        within("unclocked"),
        within("check_id"),
    )

    project_id: Mapped[UUID]
    kind: Mapped[DutyKind] = choice(DutyKind)
    by: Mapped[Side] = choice(Side)
    organ_id: Mapped[UUID]
    """The organ for which the clock runs."""
    check_id: Mapped[UUID | None]
    period_from: Mapped[date]
    period_to: Mapped[date]
    due_on: Mapped[date]
    rule_text: Mapped[str]
    state: Mapped[DutyState] = choice(DutyState, default=DutyState.OPEN)
    met_on: Mapped[date | None]
    late_by: Mapped[int | None]
    unclocked: Mapped[bool] = mapped_column(default=True)
    """Whether the organ's clock has still to be told."""


class ProgressReport(Base, TenantOwned):
    """A report of progress; never changed, a later one corrects it."""

    __tablename__ = "people_votes_report"
    __table_args__ = (
        points_to("people_votes_project", "project_id"),
        within("project_id"),
        {"info": {"grants": "SELECT, INSERT"}},
    )

    project_id: Mapped[UUID]
    by: Mapped[Side] = choice(Side)
    percent: Mapped[int]
    spent: Mapped[int]
    text: Mapped[str]
    reported_on: Mapped[date]
    reported_by_name: Mapped[str]


class HalfYearReport(Base, TenantOwned):
    """The government's report to the standing committee on all projects of a cycle."""

    __tablename__ = "people_votes_half_year_report"
    __table_args__ = (
        points_to("people_votes_cycle", "cycle_id"),
        within("cycle_id"),
        {"info": {"grants": "SELECT, INSERT"}},
    )

    cycle_id: Mapped[UUID]
    title: Mapped[str]
    text: Mapped[str]
    reported_on: Mapped[date]
    reported_by_name: Mapped[str]
    projects: Mapped[int]
    """For how many projects it met what was due."""


class FurtherReport(Base, TenantOwned):
    """The unit's report on a project that an assessment found wanting (再次报告整改情况)."""

    __tablename__ = "people_votes_further_report"
    __table_args__ = (
        points_to("people_votes_project", "project_id"),
        within("project_id"),
        {"info": {"grants": "SELECT, INSERT"}},
    )

    project_id: Mapped[UUID]
    assessed: Mapped[str]
    """The result that it answers, as announced."""
    assessed_on: Mapped[date]
    failed_assessments: Mapped[int]
    """How often the project had been found wanting by then."""
    text: Mapped[str]
    reported_on: Mapped[date]
    reported_by_name: Mapped[str]


class ProjectCheck(Base, TenantOwned):
    """A check (督查) by the group: what it found, what must be mended, and what was done."""

    __tablename__ = "people_votes_check"
    __table_args__ = (points_to("people_votes_project", "project_id"), within("project_id"))

    project_id: Mapped[UUID]
    checked_on: Mapped[date]
    place: Mapped[str]
    findings: Mapped[str]
    must_mend: Mapped[str | None]
    mend_until: Mapped[date | None]
    recorded_by_name: Mapped[str]
    mended_on: Mapped[date | None]
    mended: Mapped[str | None]
    mended_by_name: Mapped[str | None]


class QualityCheck(Base, TenantOwned):
    """A third party's check of quality (第三方质量检测)."""

    __tablename__ = "people_votes_quality_check"
    __table_args__ = (
        points_to("people_votes_project", "project_id"),
        within("project_id"),
        {"info": {"grants": "SELECT, INSERT"}},
    )

    project_id: Mapped[UUID]
    checker: Mapped[str]
    checked_on: Mapped[date]
    passed: Mapped[bool]
    result: Mapped[str]
    recorded_by_name: Mapped[str]


class ProjectAttachment(Base, TenantOwned):
    """A file or photo of a report, check or completion; a photo says its venue in words."""

    __tablename__ = "people_votes_attachment"
    __table_args__ = (within("subject_id"), within("uncopied"))

    subject_id: Mapped[UUID]
    photo: Mapped[bool]
    place: Mapped[str | None]
    file_id: Mapped[UUID]
    name: Mapped[str]
    for_organ_id: Mapped[UUID | None]
    """The organ of the other side."""
    received_file_id: Mapped[UUID | None]
    """The other side's own row of the file."""
    uncopied: Mapped[bool]


class SecrecyCheck(Base, TenantOwned):
    """That somebody looked whether what is to be published holds a secret (保密审查)."""

    __tablename__ = "people_votes_secrecy_check"
    __table_args__ = (within("subject_id"), {"info": {"grants": "SELECT, INSERT"}})

    subject_id: Mapped[UUID]
    """A cycle's projects, a report of progress, or an adjustment."""
    passed: Mapped[bool]
    note: Mapped[str]
    checked_on: Mapped[date]
    checked_by: Mapped[UUID]
    checked_by_name: Mapped[str]
