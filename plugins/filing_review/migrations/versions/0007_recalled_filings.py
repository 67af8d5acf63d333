"""Filings that their makers took back: when last, and why, on both sides."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = ("filing_review_outgoing", "filing_review_filing")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("withdrawn_on", sa.Date()))
        op.add_column(table, sa.Column("withdraw_reason", sa.Text()))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "withdraw_reason")
        op.drop_column(table, "withdrawn_on")
