"""Its migration makes a table that is no body's."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("CREATE TABLE hostile_open_all (id uuid PRIMARY KEY)")


def downgrade() -> None:
    pass
