"""Evidence of a draft knows whose upload it is, so that it can be erased there too."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

TABLE = "deputy_files_draft_evidence"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("uploaded_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column(TABLE, "uploaded_by")
