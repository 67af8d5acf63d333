"""Which step a review was suspended in, papers about a longer time, and whole lines copied up."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

LETTERS = (
    "registered",
    "returned",
    "withheld",
    "late_notice",
    "opinion",
    "answer",
    "correction",
    "closing",
    "reminder",
    "reminder_answer",
    "chaser",
    "suspended",
    "resumed",
    "extended",
    "upward_report",
    "correction_request",
    "doubt_report",
    "doubt_answer",
    "talk",
    "expert_advice",
    "guidance",
)
HOLD_LETTERS = ("filing_review_letter", "filing_review_draft_letter")


def upgrade() -> None:
    op.add_column(
        "filing_review_filing",
        sa.Column(
            "suspended_in",
            sa.Enum(
                "arrived",
                "withdrawn",
                "received",
                "withheld",
                "returned",
                "registered",
                "under_review",
                "suspended",
                "no_problem",
                "problem",
                "passed_up",
                "opinion_issued",
                "answered",
                "corrected",
                "archived",
                name="suspended_in",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
    )
    for table in HOLD_LETTERS:
        constraint = op.f(f"ck_{table}_letterkind")
        op.drop_constraint(constraint, table, type_="check")
        op.create_check_constraint(constraint, table, sa.column("kind").in_(LETTERS))
    for name in ("valid_until", "filing_due_on", "received_on", "opinion_on", "answered_on"):
        op.add_column("filing_review_copy", sa.Column(name, sa.Date(), nullable=True))
    for name in ("platform_number", "archive_number", "opinion_number"):
        op.add_column("filing_review_copy", sa.Column(name, sa.Text(), nullable=True))
    op.add_column(
        "filing_review_copy",
        sa.Column("committees", JSONB(), server_default="[]", nullable=False),
    )
