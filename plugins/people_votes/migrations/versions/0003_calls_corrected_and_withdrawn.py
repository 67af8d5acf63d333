"""A call is corrected, and one begun by mistake withdrawn: the next stands beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TABLE = "people_votes_call"
ONE_EACH = "uq_people_votes_call_tenant_id_cycle_id"
STANDING = "uq_people_votes_call_standing"
WITHIN = "ix_people_votes_call_tenant_id_cycle_id"
COLUMNS = (
    ("changed_on", sa.Date),
    ("changed_by_name", sa.Text),
    ("change_reason", sa.Text),
    ("withdrawn_on", sa.Date),
    ("withdrawn_by_name", sa.Text),
    ("withdraw_reason", sa.Text),
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column(TABLE, sa.Column(name, kind(), nullable=True))
    op.drop_constraint(op.f(ONE_EACH), TABLE, type_="unique")
    op.create_index(op.f(WITHIN), TABLE, ["tenant_id", "cycle_id"], unique=False)
    op.create_index(
        STANDING,
        TABLE,
        ["tenant_id", "cycle_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_on IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(STANDING, TABLE)
    op.drop_index(op.f(WITHIN), TABLE)
    op.create_unique_constraint(op.f(ONE_EACH), TABLE, ["tenant_id", "cycle_id"])
    for name, _ in reversed(COLUMNS):
        op.drop_column(TABLE, name)
