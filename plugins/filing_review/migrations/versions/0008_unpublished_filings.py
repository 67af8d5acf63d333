"""Filings that were taken out of the public catalogue: when last, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

TABLE = "filing_review_filing"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("unpublished_on", sa.Date()))
    op.add_column(TABLE, sa.Column("unpublish_reason", sa.Text()))


def downgrade() -> None:
    op.drop_column(TABLE, "unpublish_reason")
    op.drop_column(TABLE, "unpublished_on")
