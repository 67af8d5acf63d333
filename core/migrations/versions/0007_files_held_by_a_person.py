"""A file may be held by one person of its organ."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("file", sa.Column("held_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("file", "held_by")
