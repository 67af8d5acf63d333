"""Its migration writes rows of the core."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("INSERT INTO rate_limit VALUES ('x', now(), 1)")


def downgrade() -> None:
    pass
