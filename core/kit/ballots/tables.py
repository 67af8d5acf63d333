"""Tables of a vote: a round with its items, roll, officials, papers, counts and named ballots.

A round is one going to the ballot box. When it is closed nothing of it can change any more:
triggers of the database refuse it, whoever asks (core migration 0002), and its digest stands in
the audit chain. What a deputy chose in a named vote lies in `ballot_cast` alone, under the place on
the roll; no event, no list and no file of the person ever holds it (代表法第三十八条).
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, TenantOwned, choice, points_to, within


class VotingMode(StrEnum):
    """How the ballots are cast."""

    PAPER = "paper"
    NAMED_ELECTRONIC = "named_electronic"


VOTING_MODES = {
    VotingMode.PAPER: "纸质票",
    VotingMode.NAMED_ELECTRONIC: "电子记名表决",
}


class RoundState(StrEnum):
    """Where a round stands. Nothing of a round changes in its last three states."""

    PREPARED = "prepared"
    OPEN = "open"
    COUNTING = "counting"
    CONFIRMED = "confirmed"
    ANNOUNCED = "announced"
    VOID = "void"
    CANCELLED = "cancelled"


ROUND_STATES = {
    RoundState.PREPARED: "筹备中",
    RoundState.OPEN: "投票中",
    RoundState.COUNTING: "投票结束，计票中",
    RoundState.CONFIRMED: "监票人已确认，待宣布",
    RoundState.ANNOUNCED: "已宣布结果",
    RoundState.VOID: "本次表决无效",
    RoundState.CANCELLED: "已取消",
}

CLOSED = (RoundState.ANNOUNCED, RoundState.VOID, RoundState.CANCELLED)


class OfficialRole(StrEnum):
    """监票人 are deputies whom the meeting adopted; 计票人 are staff who count under their eyes."""

    CHIEF_SCRUTINEER = "chief_scrutineer"
    SCRUTINEER = "scrutineer"
    TELLER = "teller"


OFFICIAL_ROLES = {
    OfficialRole.CHIEF_SCRUTINEER: "总监票人",
    OfficialRole.SCRUTINEER: "监票人",
    OfficialRole.TELLER: "计票人",
}


class PaperFigure(StrEnum):
    """What is counted of the papers themselves."""

    PRINTED = "printed"
    ISSUED = "issued"
    REPLACED = "replaced"
    """换发: a spoilt paper exchanged before it was put into the box."""
    RETURNED = "returned"
    LEFT_OVER = "left_over"
    DESTROYED = "destroyed"


PAPER_FIGURES = {
    PaperFigure.PRINTED: "印制",
    PaperFigure.ISSUED: "发出",
    PaperFigure.REPLACED: "换发",
    PaperFigure.RETURNED: "收回",
    PaperFigure.LEFT_OVER: "剩余",
    PaperFigure.DESTROYED: "销毁",
}


class Round(Base, TenantOwned):
    """One round of a vote about a plugin's record, in a meeting."""

    __tablename__ = "ballot_round"
    __table_args__ = (
        points_to("meeting", "meeting_id"),
        points_to("ballot_round", "previous_id"),
        points_to("ballot_round", "recount_of_id"),
        within("subject_id"),
        within("plugin", "state"),
        within("meeting_id"),
    )

    plugin: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    meeting_id: Mapped[UUID]
    title: Mapped[str]
    number: Mapped[int]
    """The first round, the second among the tied…"""
    previous_id: Mapped[UUID | None]
    recount_of_id: Mapped[UUID | None]
    """Set for a re-count: new counts of the same papers, published beside the first."""
    recount_reason: Mapped[str | None]
    mode: Mapped[VotingMode] = choice(VotingMode)
    state: Mapped[RoundState] = choice(RoundState, default=RoundState.PREPARED)
    rules: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """`BallotRules`, frozen; see `core.kit.ballots.rules`."""
    changeable: Mapped[bool]
    """Whether a named ballot may be changed until the voting closes."""
    salt: Mapped[str]
    """Makes the pseudonyms of this round; never shown."""
    method_adopted_on: Mapped[date | None]
    method_adopted_by: Mapped[str | None]
    method_text: Mapped[str | None]
    due: Mapped[int | None]
    present: Mapped[int | None]
    entitled: Mapped[int | None]
    opened_at: Mapped[datetime | None]
    opened_by_name: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    announced_by_name: Mapped[str | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    """`Tally`, as announced."""
    cancel_reason: Mapped[str | None]


class RoundItem(Base, TenantOwned):
    """Something that is voted on, by its place on the ballot, which begins at 1."""

    __tablename__ = "ballot_item"
    __table_args__ = (
        points_to("ballot_round", "round_id"),
        sa.UniqueConstraint("tenant_id", "round_id", "number"),
    )

    round_id: Mapped[UUID]
    number: Mapped[int]
    title: Mapped[str]
    subject_id: Mapped[UUID]
    failed_before: Mapped[int] = mapped_column(default=0)
    """In an assessment: how often the matter was found wanting before."""


class RollPlace(Base, TenantOwned):
    """A place on the frozen roll (名册): somebody who was entitled and present at the opening."""

    __tablename__ = "ballot_roll"
    __table_args__ = (
        points_to("ballot_round", "round_id"),
        points_to("meeting_member", "member_id"),
        sa.UniqueConstraint("tenant_id", "round_id", "member_id"),
        sa.UniqueConstraint("tenant_id", "round_id", "person_id"),
        # A ballot points to its place and its round at once.
        sa.UniqueConstraint("tenant_id", "round_id", "id"),
        {"info": {"grants": "SELECT, INSERT"}},
    )

    round_id: Mapped[UUID]
    member_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    mandate_id: Mapped[UUID | None]
    name: Mapped[str]
    delegation: Mapped[str | None]


class Official(Base, TenantOwned):
    """A scrutineer (a member of the meeting) or a teller (a member of staff) of a round.

    Who drops out is replaced by a further row; the first keeps when and why they left.
    """

    __tablename__ = "ballot_official"
    __table_args__ = (
        points_to("ballot_round", "round_id"),
        points_to("ballot_official", "replaces_id"),
        sa.UniqueConstraint("tenant_id", "round_id", "person_id", "role"),
        sa.UniqueConstraint("tenant_id", "replaces_id"),
        {"info": {"grants": "SELECT, INSERT, UPDATE, DELETE"}},
    )

    round_id: Mapped[UUID]
    role: Mapped[OfficialRole] = choice(OfficialRole)
    person_id: Mapped[UUID]
    name: Mapped[str]
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    """When a scrutineer confirmed the counts (监票人签字)."""
    adopted_on: Mapped[date | None] = mapped_column(default=None)
    """When the meeting adopted the list they stand on, or who takes their place (通过)."""
    adopted_by: Mapped[str | None] = mapped_column(default=None)
    """Which meeting, or who presides over it."""
    replaces_id: Mapped[UUID | None] = mapped_column(default=None)
    """Whose place was taken while the vote was on; each place is taken once."""
    left_on: Mapped[date | None] = mapped_column(default=None)
    left_reason: Mapped[str | None] = mapped_column(default=None)


class PaperCount(Base, TenantOwned):
    """One figure of the papers, and who entered it.

    A later one of the kind replaces it; of what both tellers count, a later one of the same teller.
    """

    __tablename__ = "ballot_paper_count"
    __table_args__ = (
        points_to("ballot_round", "round_id"),
        within("round_id", "figure"),
        {"info": {"grants": "SELECT, INSERT"}},
    )

    round_id: Mapped[UUID]
    figure: Mapped[PaperFigure] = choice(PaperFigure)
    number: Mapped[int]
    entered_by: Mapped[UUID]
    entered_by_name: Mapped[str]


class TellerCount(Base, TenantOwned):
    """What one teller counted; a re-count by the same teller is a further row."""

    __tablename__ = "ballot_teller_count"
    __table_args__ = (
        points_to("ballot_round", "round_id"),
        sa.UniqueConstraint("tenant_id", "round_id", "entered_by", "attempt"),
        {"info": {"grants": "SELECT, INSERT"}},
    )

    round_id: Mapped[UUID]
    attempt: Mapped[int]
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """`Counts`."""
    entered_by: Mapped[UUID]
    entered_by_name: Mapped[str]


class Cast(Base, TenantOwned):
    """A named ballot, one for each place on the roll. No time is kept, and no list shows it."""

    __tablename__ = "ballot_cast"
    __table_args__ = (
        # The place is one of this very round: no ballot can be put under another round's place.
        sa.ForeignKeyConstraint(
            ["tenant_id", "round_id", "place_id"],
            ["ballot_roll.tenant_id", "ballot_roll.round_id", "ballot_roll.id"],
        ),
        sa.UniqueConstraint("tenant_id", "round_id", "place_id"),
    )

    round_id: Mapped[UUID]
    place_id: Mapped[UUID]
    marks: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Mark by the item's number; an item left blank is left out."""
