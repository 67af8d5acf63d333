"""A rule in force keeps what was said of its numbers, such as which of them are an example's."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("deputy_points_rule", sa.Column("note", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("deputy_points_rule", "note")
