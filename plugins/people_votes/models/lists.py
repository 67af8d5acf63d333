"""The list of candidates: the government's own drafts, the list as it was handed in, how it was
examined, and what delegations said of it.
"""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import Base, OrganOwned, TenantOwned, choice, points_to, within
from plugins.people_votes import rules
from plugins.people_votes.rules import Assessment, Content, DraftState, ListState


class CandidateDraft(Base, OrganOwned):
    """A candidate as its drafting organ has it; nobody else sees it before it is handed in."""

    EDITED: ClassVar = (*Content.__struct_fields__, "idea_ids")
    """What is changed when it is revised, beside the assessments."""

    __tablename__ = "people_votes_draft"
    __table_args__ = (
        points_to("people_votes_cycle", "cycle_id"),
        within("organ_id", "cycle_id", "state"),
    )

    cycle_id: Mapped[UUID]
    state: Mapped[DraftState] = choice(DraftState, default=DraftState.DRAFT)
    title: Mapped[str]
    content: Mapped[str]
    responsible_unit: Mapped[str]
    target: Mapped[str]
    investment: Mapped[int]
    funding: Mapped[str]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    explanation: Mapped[str]
    idea_ids: Mapped[list[str]]
    """The ideas it comes from."""
    drafted_by: Mapped[UUID]
    drafted_by_name: Mapped[str]
    number: Mapped[int | None]
    """Its place on the examined list."""
    reason: Mapped[str | None]
    """Why it was left out or came back."""

    def take_content(self, content: Content) -> None:
        """Hold what the candidate says."""
        for name in Content.__struct_fields__:
            setattr(self, name, getattr(content, name))

    def said(self) -> Content:
        """What the candidate says, as plain data."""
        return rules.Content(**{name: getattr(self, name) for name in Content.__struct_fields__})


class DraftAssessment(Base, OrganOwned):
    """What was said of a draft besides its content: one of each kind, a note or a file."""

    __tablename__ = "people_votes_draft_assessment"
    __table_args__ = (
        points_to("people_votes_draft", "draft_id"),
        UniqueConstraint("tenant_id", "draft_id", "kind"),
    )

    draft_id: Mapped[UUID]
    kind: Mapped[Assessment] = choice(Assessment)
    note: Mapped[str | None]
    file_id: Mapped[UUID | None]


class CandidateList(Base, TenantOwned):
    """A list as it was handed in (候选项目清单); the sealed package is its content."""

    __tablename__ = "people_votes_list"
    __table_args__ = (points_to("people_votes_cycle", "cycle_id"), within("cycle_id", "state"))

    cycle_id: Mapped[UUID]
    state: Mapped[ListState] = choice(ListState, default=ListState.SUBMITTED)
    number: Mapped[str | None]
    text: Mapped[str]
    """The government's explanation of the list (说明)."""
    candidates: Mapped[int]
    from_organ: Mapped[str]
    from_organ_name: Mapped[str]
    signed_by_name: Mapped[str]
    submitted_on: Mapped[date]
    package_id: Mapped[UUID]
    digest: Mapped[str]
    """The seal of the package."""
    returned_on: Mapped[date | None]
    return_reason: Mapped[str | None]


class CandidateAssessment(Base, TenantOwned):
    """What came with a candidate besides its content; the file is the examining organ's."""

    __tablename__ = "people_votes_assessment"
    __table_args__ = (
        points_to("people_votes_candidate", "candidate_id"),
        UniqueConstraint("tenant_id", "candidate_id", "kind"),
    )

    candidate_id: Mapped[UUID]
    kind: Mapped[Assessment] = choice(Assessment)
    note: Mapped[str | None]
    file_id: Mapped[UUID | None]


class Examination(Base, TenantOwned):
    """That a meeting examined the candidates of a cycle and fixed the list for the vote."""

    __tablename__ = "people_votes_examination"
    __table_args__ = (points_to("people_votes_cycle", "cycle_id"), within("cycle_id"))

    cycle_id: Mapped[UUID]
    organ_name: Mapped[str]
    meeting_title: Mapped[str]
    meeting_held_on: Mapped[date]
    meeting_members: Mapped[int]
    meeting_present: Mapped[int]
    meeting_in_favour: Mapped[int]
    majority_text: Mapped[str | None]
    """The majority that was needed, and the rule behind it."""
    places: Mapped[int]
    """How many are to be chosen."""
    listed: Mapped[int]
    left_out: Mapped[int]
    extra_text: Mapped[str | None]
    """The bounds of 差额, and the rule behind them."""
    vote_on: Mapped[date | None]
    """The day of the meeting that votes."""
    handed_out_on: Mapped[date | None]
    examined_on: Mapped[date]
    examined_by_name: Mapped[str]
    voided_on: Mapped[date | None]
    """The day on which the list went back, so that it must be examined anew."""


class Deliberation(Base, TenantOwned):
    """What a delegation said of the list or of one candidate (代表团审议意见), and the answer."""

    __tablename__ = "people_votes_deliberation"
    __table_args__ = (
        points_to("people_votes_cycle", "cycle_id"),
        points_to("people_votes_candidate", "candidate_id"),
        within("cycle_id"),
        within("candidate_id"),
    )

    cycle_id: Mapped[UUID]
    candidate_id: Mapped[UUID | None]
    delegation: Mapped[str]
    """A delegation, never a deputy: what somebody says there is free (代表法第三十八条)."""
    text: Mapped[str]
    deliberated_on: Mapped[date]
    recorded_by_name: Mapped[str]
    answer: Mapped[str | None]
    answered_on: Mapped[date | None]
    answered_by_name: Mapped[str | None]
    answered_organ_name: Mapped[str | None] = mapped_column(default=None)
