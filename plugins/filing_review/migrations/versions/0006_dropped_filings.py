"""Drafts of filings that were made by mistake: by whom dropped, when and why."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TABLE = "filing_review_outgoing"
BEFORE = (
    "draft",
    "signed",
    "sent",
    "registered",
    "withheld",
    "returned",
    "opinion_received",
    "answered",
    "corrected",
    "closed",
)


def upgrade() -> None:
    _allow(*BEFORE, "dropped")
    op.add_column(TABLE, sa.Column("dropped_by_name", sa.Text()))
    op.add_column(TABLE, sa.Column("dropped_on", sa.Date()))
    op.add_column(TABLE, sa.Column("drop_reason", sa.Text()))


def downgrade() -> None:
    for name in ("drop_reason", "dropped_on", "dropped_by_name"):
        op.drop_column(TABLE, name)
    _allow(*BEFORE)


def _allow(*states: str) -> None:
    """The constraint is the closed list of words."""
    name = op.f(f"ck_{TABLE}_outgoingstate")
    op.drop_constraint(name, TABLE, type_="check")
    op.create_check_constraint(name, TABLE, sa.column("state").in_(states))
