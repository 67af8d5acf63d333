"""A cycle and its candidates. They belong to the body, not to one organ of it: what the government
drafts stays its own until it submits the list, and from then on every delegation reads it.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import Base, TenantOwned, choice, points_to, within
from plugins.people_votes.rules import CandidateState, CycleState, Decider


class Cycle(Base, TenantOwned):
    """One cycle (一轮票决): a year's projects of a body, or the micro projects of a community."""

    __tablename__ = "people_votes_cycle"
    __table_args__ = (
        UniqueConstraint("tenant_id", "year", "title"),
        within("year", "state"),
    )

    year: Mapped[int]
    """The year in which the projects are carried out."""
    title: Mapped[str]
    decider: Mapped[Decider] = choice(Decider)
    state: Mapped[CycleState] = choice(CycleState, default=CycleState.PREPARING)
    area: Mapped[str | None]
    """The community that a micro project cycle is for; None for the whole body."""
    entrusted_by: Mapped[str | None]
    """The entrusting decision (委托决定) that a council's choice of micro projects rests on."""
    opened_by: Mapped[UUID]
    opened_by_name: Mapped[str]
    call_from: Mapped[date | None]
    call_until: Mapped[date | None]


class Candidate(Base, TenantOwned):
    """A candidate project (候选项目) as it was submitted; its content is the submitted paper's."""

    __tablename__ = "people_votes_candidate"
    __table_args__ = (
        points_to("people_votes_cycle", "cycle_id"),
        points_to("people_votes_list", "list_id"),
        UniqueConstraint("tenant_id", "cycle_id", "number"),
        within("cycle_id", "state"),
    )

    cycle_id: Mapped[UUID]
    number: Mapped[int]
    """Its place on the list, and on the ballot."""
    state: Mapped[CandidateState] = choice(CandidateState, default=CandidateState.SUBMITTED)
    title: Mapped[str]
    content: Mapped[str]
    responsible_unit: Mapped[str]
    target: Mapped[str]
    investment: Mapped[int]
    """Yuan."""
    funding: Mapped[str]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    """Beyond the year, the project goes on into later years and has a milestone for each."""
    explanation: Mapped[str]
    reason: Mapped[str | None]
    """Why it was left out."""
    votes_for: Mapped[int | None] = mapped_column(default=None)
    """Approvals in the vote, copied from the announced result."""
    list_id: Mapped[UUID | None] = mapped_column(default=None)
    """The list it came with last."""
    draft_ref: Mapped[UUID | None] = mapped_column(default=None)
    """The id of the draft at the organ that handed it in; both sides know it."""


class SatisfactionAssessment(Base, TenantOwned):
    """A satisfaction assessment (满意度测评) of a cycle's projects, held at a meeting."""

    __tablename__ = "people_votes_satisfaction"
    __table_args__ = (points_to("people_votes_cycle", "cycle_id"), within("cycle_id"))

    cycle_id: Mapped[UUID]
    title: Mapped[str]
    concluded_on: Mapped[date | None]
