"""A chosen project, its milestones, and what was decided to change of it.

What the vote chose is copied once and changed by a decided adjustment only; each adjustment keeps
the content before and after it, so that every earlier text stays readable.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import Base, TenantOwned, choice, points_to, within
from plugins.people_votes.rules import (
    AdjustmentKind,
    AdjustmentReason,
    AdjustmentState,
    ProjectState,
)


class Project(Base, TenantOwned):
    """A project that the vote chose (票决项目), until it is accepted or stopped."""

    __tablename__ = "people_votes_project"
    __table_args__ = (
        points_to("people_votes_cycle", "cycle_id"),
        points_to("people_votes_candidate", "candidate_id"),
        UniqueConstraint("tenant_id", "candidate_id"),
        within("cycle_id", "number"),
        within("year", "number"),
        within("state", "year"),
        within("unit_organ_id", "year"),
    )

    cycle_id: Mapped[UUID]
    candidate_id: Mapped[UUID]
    number: Mapped[int]
    year: Mapped[int]
    """The year of its cycle, which it keeps when it is carried over."""
    state: Mapped[ProjectState] = choice(ProjectState, default=ProjectState.CHOSEN)
    title: Mapped[str]
    content: Mapped[str]
    responsible_unit: Mapped[str]
    target: Mapped[str]
    investment: Mapped[int]
    """Yuan, as chosen or adjusted."""
    funding: Mapped[str]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    cross_year: Mapped[bool]
    """Whether it goes on beyond the year; follows from `due_on`."""
    votes_for: Mapped[int | None]
    adopted_on: Mapped[date]
    unit_organ_id: Mapped[UUID | None]
    """The organ that carries it out and reports; known from the plan on."""
    plan_unit: Mapped[str | None]
    plan_target: Mapped[str | None]
    plan_from: Mapped[date | None]
    plan_until: Mapped[date | None]
    plan_budget: Mapped[int | None]
    """Yuan."""
    planned_at: Mapped[datetime | None]
    planned_by_name: Mapped[str | None]
    supervisor_organ_id: Mapped[UUID | None]
    """The organ that published it and follows it."""
    published_on: Mapped[date | None]
    published_id: Mapped[UUID | None]
    percent: Mapped[int] = mapped_column(default=0)
    spent: Mapped[int] = mapped_column(default=0)
    """Yuan, as last reported."""
    reported_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    completion: Mapped[str | None]
    """What the government says of the completion."""
    accepted_on: Mapped[date | None]
    accepted_by_name: Mapped[str | None]
    assessed: Mapped[str | None]
    """The result of the last satisfaction assessment, as it was announced."""
    assessed_on: Mapped[date | None]
    assessment_consequence: Mapped[str | None]
    failed_assessments: Mapped[int] = mapped_column(default=0)
    """How often in a row it was found wanting."""
    sent_back_on: Mapped[date | None]
    sent_back_reason: Mapped[str | None]
    stopped_on: Mapped[date | None]
    carried_over_on: Mapped[date | None]


class ProjectMilestone(Base, TenantOwned):
    """What is to be reached by a day (节点), and whether it was."""

    __tablename__ = "people_votes_milestone"
    __table_args__ = (
        points_to("people_votes_project", "project_id"),
        within("project_id", "due_on"),
    )

    project_id: Mapped[UUID]
    title: Mapped[str]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    note: Mapped[str | None]
    dropped_on: Mapped[date | None]
    """When a new plan took its place; from then on it counts for nothing."""


class ProjectAdjustment(Base, TenantOwned):
    """A proposed change of a chosen project, with both texts, its decision and what followed."""

    __tablename__ = "people_votes_adjustment"
    __table_args__ = (
        points_to("people_votes_project", "project_id"),
        within("project_id"),
        within("state", "proposed_on"),
    )

    project_id: Mapped[UUID]
    kind: Mapped[AdjustmentKind] = choice(AdjustmentKind)
    reason: Mapped[AdjustmentReason] = choice(AdjustmentReason)
    state: Mapped[AdjustmentState] = choice(AdjustmentState, default=AdjustmentState.PROPOSED)
    explanation: Mapped[str]
    proposed_on: Mapped[date]
    proposed_by_name: Mapped[str]
    old_content: Mapped[str]
    old_target: Mapped[str]
    old_investment: Mapped[int]
    old_due_on: Mapped[date]
    new_content: Mapped[str]
    new_target: Mapped[str]
    new_investment: Mapped[int]
    new_due_on: Mapped[date]
    decided_by: Mapped[str | None]
    """The organ that decided, as practice names it, with the rule it rests on."""
    rule_text: Mapped[str | None]
    decided_on: Mapped[date | None]
    decided_by_name: Mapped[str | None]
    meeting_title: Mapped[str | None]
    meeting_held_on: Mapped[date | None]
    meeting_members: Mapped[int | None]
    meeting_present: Mapped[int | None]
    meeting_in_favour: Mapped[int | None]
    noticed_on: Mapped[date | None]
    notice: Mapped[str | None]
    reported_on: Mapped[date | None]
    report_session: Mapped[str | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_by_name: Mapped[str | None]
    withdraw_reason: Mapped[str | None]
