"""Its migration commits a table behind our back, then fails."""

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("CREATE TABLE hostile_commit_loot AS SELECT * FROM account")
    op.get_bind().commit()
    raise RuntimeError("too late")


def downgrade() -> None:
    pass
