"""Its migration empties a table of the core."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("TRUNCATE session")


def downgrade() -> None:
    pass
