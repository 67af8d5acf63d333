"""The call for ideas and what came of each idea. Both belong to the body: the congress's office
and the government screen together, and no idea is public by itself.
"""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import Base, TenantOwned, choice, points_to, within
from plugins.people_votes.rules import IdeaSource, IdeaState, ScreenReason


class CallForIdeas(Base, TenantOwned):
    """A public call for ideas (公开征集) of a cycle: from which day, until when, by which rule."""

    __tablename__ = "people_votes_call"
    __table_args__ = (
        points_to("people_votes_cycle", "cycle_id"),
        within("cycle_id"),
        sa.Index(
            "uq_people_votes_call_standing",
            "tenant_id",
            "cycle_id",
            unique=True,
            postgresql_where=sa.column("withdrawn_on").is_(None),
        ),
    )

    cycle_id: Mapped[UUID]
    text: Mapped[str]
    opened_on: Mapped[date]
    until: Mapped[date | None]
    """The last day; None where ideas are taken all year round."""
    rule_text: Mapped[str | None]
    season_reason: Mapped[str | None]
    """Why it opens in another season than the rule names."""
    secrecy_note: Mapped[str]
    opened_by: Mapped[UUID]
    opened_by_name: Mapped[str]
    published_id: Mapped[UUID | None]
    closed_on: Mapped[date | None]
    closed_by_name: Mapped[str | None]
    changed_on: Mapped[date | None] = mapped_column(default=None)
    """The last correction; what was published before it stays as history."""
    changed_by_name: Mapped[str | None] = mapped_column(default=None)
    change_reason: Mapped[str | None] = mapped_column(default=None)
    withdrawn_on: Mapped[date | None] = mapped_column(default=None)
    """Begun by mistake; the cycle may call again."""
    withdrawn_by_name: Mapped[str | None] = mapped_column(default=None)
    withdraw_reason: Mapped[str | None] = mapped_column(default=None)


class Idea(Base, TenantOwned):
    """One idea. Of a member of the public nothing is kept but what the idea says."""

    __tablename__ = "people_votes_idea"
    __table_args__ = (
        points_to("people_votes_cycle", "cycle_id"),
        points_to("people_votes_idea", "merged_into_id"),
        points_to("people_votes_candidate", "candidate_id"),
        UniqueConstraint("tenant_id", "code_hash"),
        UniqueConstraint("tenant_id", "cycle_id", "fingerprint"),
        within("cycle_id", "state"),
        within("cycle_id", "source"),
        within("merged_into_id"),
        within("candidate_id"),
    )

    cycle_id: Mapped[UUID]
    source: Mapped[IdeaSource] = choice(IdeaSource)
    collected_by: Mapped[str | None]
    """The station, community or unit that collected it."""
    title: Mapped[str]
    content: Mapped[str]
    place: Mapped[str | None]
    proposed_on: Mapped[date]
    proposed_by: Mapped[UUID | None]
    """A deputy, or who wrote it down for others; never a member of the public."""
    proposed_by_name: Mapped[str | None]
    code_hash: Mapped[str]
    fingerprint: Mapped[str]
    state: Mapped[IdeaState] = choice(IdeaState, default=IdeaState.RECEIVED)
    merged_into_id: Mapped[UUID | None]
    reason_kind: Mapped[ScreenReason | None] = choice(ScreenReason, nullable=True)
    reason: Mapped[str | None]
    screened_on: Mapped[date | None]
    screened_by_name: Mapped[str | None]
    candidate_id: Mapped[UUID | None] = mapped_column(default=None)
    """The candidate that came of it; with a merged idea, the one of the idea it was merged into."""
